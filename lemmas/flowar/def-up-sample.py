"""def:up-sample. Up(X, r) in R^{rh x rw x c} for X in R^{h x w x c} and a whole number r > 0; no formula is printed.

Printed: what is printed is a shape, `up_shape`. Stated: a reading of the rule as a matrix for each axis, so that
Up(X, r) = A X B^T in every channel (`up` of def:up-interpolation), A with m = r h rows and n = h columns, B alike:

- `axis_repeat`: the position before, X_{1 + floor((i - 1) n/m)}, so that each entry is repeated r times.

Two more are `axis_centre` of def:up-interpolation with the linear kernel and with a cubic one, in practice called
bilinear and bicubic.
"""

from varproof.lang import And, Entry, Eq, Index, Pos, Source, Sum
from varproof.proof.proof import Proof

entry = Entry(
    "def:up-sample",
    "Up-sampling by a whole factor",
    source=Source(icml="D.1", text="read"),
    uses=["def:up-interpolation"],
)

with entry.definition("printed") as s:
    h, w, H, V, c = (s.size(name) for name in ("h", "w", "H", "V", "c"))
    X, Y, r = s.array("X", h, w, c), s.array("Y", H, V, c), s.real("r")
    up_shape = s.define("up_shape", (X, Y, r), (), And(Eq(H, r * h), Eq(V, r * w)))

    s.instance("factor 1", X=[[[1]]], Y=[[[1]]], r=1)
    s.instance("factor 2", X=[[[1]]], Y=[[[1], [1]], [[1], [1]]], r=2)
    s.instance("another shape", X=[[[1]]], Y=[[[1], [1]]], r=2)

    i, j, k = Index("i", h), Index("j", w), Index("k", c)
    s.false("per entry", claims={"value": Eq(1 / Sum(X[i, j, k], i, j, k), r)}, at=dict(X=[[[0]]], Y=[[[0]]], r=1))
    s.false("by the new rows", claims={"value": Eq(H / (H - h), r)}, at=dict(X=[[[0]]], Y=[[[0]]], r=1))


with entry.definition("stated") as s:
    n, m = s.size("n"), s.size("m")
    i, j, k = Index("i", m), Index("j", n), Index("k", n)
    before = (Pos(i) - 1) * n / m
    weight = Sum(1, k, where=And(Eq(k, j), Pos(j) - 1 <= before, before < Pos(j)))
    axis_repeat = s.define("axis_repeat", (), (i, j), weight)

    s.instance("one to one", n=1, m=1, i=0, j=0)
    s.instance("two to four", n=2, m=4, i=1, j=0)
    s.instance("three to four", n=3, m=4, i=3, j=2)

    s.false("normalised", claims={"value": 1 / weight}, at=dict(n=2, m=2, i=0, j=1))
    s.false("by the new positions", claims={"value": weight / (m - n)}, at=dict(n=2, m=2, i=0, j=1))


@entry.proof("printed")
def proof_printed(p: Proof) -> None:
    p.settle_definedness()


@entry.proof("stated")
def proof_stated(p: Proof) -> None:
    p.settle_definedness()
