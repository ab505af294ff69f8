"""def:pyramid. The pyramid of r >= 2 levels: Y_1 = X_init, and Y_i is made by an up-interpolation.

Printed Y_i = phi_{up,i-1}(Y_{i-1}) with phi_{up,i}: R^{h_{i-1} x w_{i-1} x d} -> R^{h_i x w_i x d}: ill-typed, Y_{i-1}
has h_{i-1} rows and phi_{up,i-1} takes maps of h_{i-2}. Corrected to phi_{up,i}, in two readings, each for any number r
of levels, with maps of all levels padded to h x w positions (the matrices A_i, B_i of an interpolation are 0 there):

- `pyramid_chain`: the displayed recursion, Y_1 = X_init and Y_i = phi_{up,i}(Y_{i-1}), as a property of Y;
- `pyramid_figure`: that of the figure, Y_1 = X_init and Y_{i+1} = phi_{up,i}(X_i) for given maps X_1, ..., X_r.

phi_{up,i}(X) = A_i X B_i^T in every channel, so both hold under every reading of def:up-interpolation. Nothing is asked
of the padding; the flattening of the figure is rem:flatten-pyramid.
"""

from varproof_lemmas.model import up

from varproof.lang import And, Entry, Eq, ForAll, Implies, Index, Lam, Pos, Q, Source, Sum
from varproof.proof.proof import Proof

entry = Entry(
    "def:pyramid",
    "The pyramid of up-interpolated maps",
    source=Source(arxiv="3.4", icml="3.9", text="read"),
    uses=["def:pyramid-base", "def:up-interpolation"],
)

with entry.definition(
    "printed",
    expect="REFUTED",
    evidence=["ill-typed"],
    finding="The map of level i - 1 is given to the interpolation that takes maps of level i - 2.",
) as s:
    h_0, w_0, h_1, w_1, d = (s.size(name) for name in ("h_0", "w_0", "h_1", "w_1", "d"))
    A, B, Y = s.mat("A", h_1, h_0), s.mat("B", w_1, w_0), s.array("Y", h_1, w_1, d)
    i, j, c = Index("i", h_1), Index("j", w_1), Index("c", d)
    s.define("pyramid_printed", (A, B, Y), (i, j, c), up(A, B, Y)[i, j, c])

    s.instance("1 x 1 to 2 x 2", A=[[1], [1]], B=[[1], [1]], Y=[[[1], [1]], [[1], [1]]], i=0, j=0, c=0)


def level(A, B, k, h, w):
    """The matrices of the interpolation to level k."""
    a, b, p, q = Index("a", h), Index("b", h), Index("p", w), Index("q", w)
    return Lam((a, b), A[k, a, b]), Lam((p, q), B[k, p, q])


with entry.definition(
    "corrected",
    note="Level i is made by the interpolation of level i, in the reading of the display and in that of the figure.",
) as s:
    r, m, h, w, d = (s.size(name) for name in ("r", "m", "h", "w", "d"))
    A, B, Y, X0 = s.array("A", r, h, h), s.array("B", r, w, w), s.array("Y", r, h, w, d), s.array("X0", h, w, d)
    e, f, g, v, z = Index("e", r), Index("f", r), Index("g", h), Index("v", w), Index("z", d)
    x, y, o = Index("x", h), Index("y", w), Index("o", d)
    made = up(*level(A, B, f, h, w), Lam((x, y, o), Y[e, x, y, o]))[g, v, z]
    start = ForAll(f, g, v, z, Implies(Eq(Pos(f), 1), Eq(Y[f, g, v, z], X0[g, v, z])))
    steps = ForAll(e, f, Implies(Eq(Pos(f), Pos(e) + 1), ForAll(g, v, z, Eq(Y[f, g, v, z], made))))
    pyramid_chain = s.define("pyramid_chain", (A, B, X0, Y), (), And(start, steps))

    X = s.array("X", r, h, w, d)
    k, i, j, c, l, n = Index("k", m), Index("i", h), Index("j", w), Index("c", d), Index("l", m), Index("n", r)
    s.assume("one-more", Eq(m, r + 1))
    first = Sum(X0[i, j, c], l, where=And(Eq(l, k), Eq(Pos(l), 1)))
    later = up(*level(A, B, n, h, w), Lam((x, y, o), X[n, x, y, o]))[i, j, c]
    value = first + Sum(later, n, where=Eq(Pos(k), Pos(n) + 1))
    pyramid_figure = s.define("pyramid_figure", (A, B, X0, X), (k, i, j, c), value)

    flat = dict(A=[[[1]]], B=[[[1]]], X0=[[[5]]], m=2, k=0, i=0, j=0, c=0)
    s.instance("one level", Y=[[[[5]]]], X=[[[[7]]]], **flat)
    s.instance("the level after", Y=[[[[4]]]], X=[[[[7]]]], **dict(flat, k=1))
    two = dict(A=[[[1, 0], [0, 0]], [[1, 0], [1, 0]]], B=[[[1, 0], [0, 0]], [[1, 0], [Q(1, 2), 0]]],
               X0=[[[2], [0]], [[0], [0]]], m=3, k=2, i=1, j=1, c=0)  # fmt: skip
    s.instance("1 x 1 to 2 x 2", Y=[[[[2], [0]], [[0], [0]]], [[[2], [1]], [[2], [1]]]],
               X=[[[[2], [0]], [[0], [0]]], [[[2], [1]], [[2], [1]]]], **two)  # fmt: skip

    s.false(
        "the mean of the levels before",
        claims={"pyramid_figure": value / Sum(1, n, where=Eq(Pos(k), Pos(n) + 1))},
        at=dict(flat, Y=[[[[5]]]], X=[[[[7]]]]),
    )
    s.false(
        "normalised interpolation",
        claims={"pyramid_chain": ForAll(e, g, Eq(1 / Sum(A[e, g, x], x), 1))},
        at=dict(dict(flat, A=[[[0]]]), Y=[[[[5]]]], X=[[[[7]]]]),
    )


@entry.proof("corrected")
def proof(p: Proof) -> None:
    p.settle_definedness()
