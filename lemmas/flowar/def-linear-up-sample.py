"""def:linear-up-sample. Up-sampling as a matrix: Y = Phi X for X in R^{hw x c}, Y in R^{(rh rw) x c}.

Printed with Phi in R^{hw x (rh rw)}, which is the transposed shape: Phi X has no meaning. Corrected: Phi in
R^{(rh rw) x hw}. Here m = hw and M = rh rw count the positions of the two maps. Well defined: nothing is divided.
"""

from varproof.lang import Entry, Eq, Index, Q, Source, Sum
from varproof.proof.proof import Proof

entry = Entry("def:linear-up-sample", "Up-sampling as a matrix", source=Source(icml="D.3", text="read"))


def maps(s):
    """Sizes of a map and of the one that is r times as high and wide."""
    h, w, r, m, M, c = s.size("h"), s.size("w"), s.size("r"), s.size("m"), s.size("M"), s.size("c")
    s.assume("small-map", Eq(m, h * w))
    s.assume("large-map", Eq(M, r * h * r * w))
    return m, M, s.mat("X", m, c), Index("i", M), Index("j", m), Index("k", c)


with entry.definition(
    "printed",
    expect="REFUTED",
    evidence=["ill-typed"],
    finding="The matrix has the transposed shape: Phi X has no meaning for Phi in R^(hw x rh rw) and X in R^(hw x c).",
) as s:
    m, M, X, i, j, k = maps(s)
    Phi = s.mat("Phi", m, M)
    s.define("up_printed", (Phi, X), (i, k), Sum(Phi[i, j] * X[j, k], j))

    s.instance("one position", h=1, w=1, r=1, Phi=[[1]], X=[[5]], i=0, k=0)

with entry.definition("corrected", note="The matrix has a row for each position of the large map.") as s:
    m, M, X, i, j, k = maps(s)
    Phi = s.mat("Phi", M, m)
    linear_up = s.define("linear_up", (Phi, X), (i, k), Sum(Phi[i, j] * X[j, k], j))

    s.instance("one position", h=1, w=1, r=1, Phi=[[1]], X=[[5]], i=0, k=0)
    s.instance("repeated", h=1, w=1, r=2, Phi=[[1]] * 4, X=[[5, Q(1, 3)]], i=3, k=1)
    s.instance("two positions", h=1, w=2, r=2, Phi=[[Q(1, 2), Q(1, 2)]] * 8, X=[[1], [-1]], i=7, k=0)

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


@entry.proof("corrected")
def proof(p: Proof) -> None:
    p.settle_definedness()
