"""def:linear-down-sample. Down-sampling as a matrix: Y = Phi X in R^{(h/r)(w/r) x c}, Phi in R^{(h/r)(w/r) x hw}.

The shapes fit when r divides h and w: with h = r h', w = r w' the maps have M = r h' r w' and m = h' w' positions.
Well defined: nothing is divided.
"""

from varproof.lang import Entry, Eq, Index, Q, Source, Sum
from varproof.proof.proof import Proof

entry = Entry("def:linear-down-sample", "Down-sampling as a matrix", source=Source(icml="D.4", text="read"))

with entry.definition("printed") as s:
    h, w, r, m, M, c = s.size("h"), s.size("w"), s.size("r"), s.size("m"), s.size("M"), s.size("c")
    Phi, X = s.mat("Phi", m, M), s.mat("X", M, c)
    i, j, k = Index("i", m), Index("j", M), Index("k", c)
    s.assume("small-map", Eq(m, h * w))
    s.assume("large-map", Eq(M, r * h * r * w))
    linear_down = s.define("linear_down", (Phi, X), (i, k), Sum(Phi[i, j] * X[j, k], j))

    s.instance("one position", h=1, w=1, r=1, Phi=[[1]], X=[[5]], i=0, k=0)
    s.instance("the mean of four", h=1, w=1, r=2, Phi=[[Q(1, 4)] * 4], X=[[1], [2], [3], [10**9]], i=0, k=0)
    s.instance("two positions", h=1, w=2, r=1, Phi=[[1, 0], [0, 1]], X=[[0, 0], [1, 1]], i=1, k=1)

    s.false(
        "rows normalised by their sum",
        claims={"value": Sum(Phi[i, j] * X[j, k], j) / Sum(Phi[i, j], j)},
        at=dict(h=1, w=1, r=1, Phi=[[0]], X=[[1]], i=0, k=0),
    )
    s.false(
        "normalised by the map",
        claims={"value": Sum(Phi[i, j] * X[j, k], j) / Sum(X[j, k], j)},
        at=dict(h=1, w=1, r=1, Phi=[[1]], X=[[0]], i=0, k=0),
    )


@entry.proof("printed")
def proof(p: Proof) -> None:
    p.settle_definedness()
