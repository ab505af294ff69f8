"""def:layer-norm. LN(X)_j = (X_j - mu_j) / sqrt(sigma_j^2), with the mean and the variance of row j.

Printed without a regulariser: undefined on a row whose entries are all equal, such as any row of one entry (refuted).
Corrected: (X_j - mu_j) / sqrt(sigma_j^2 + eta) with eta > 0, as in practice, is defined everywhere, since a variance is
not negative. The variance is the mean of the squared deviations.
"""

from varproof.lang import Entry, Index, Q, Source, Sum, sqrt
from varproof.proof.proof import Proof

entry = Entry("def:layer-norm", "Layer normalisation of the rows of a matrix", source=Source(icml="D.9", text="read"))


def deviation(X, j, c, k, size):
    """X_jc minus the mean of row j."""
    return X[j, c] - Sum(X[j, k], k) / size


def variance(X, j, c, k, size):
    """The mean of the squared deviations of row j."""
    return Sum(deviation(X, j, c, k, size) ** 2, c) / size


with entry.definition(
    "printed",
    expect="REFUTED",
    evidence=["witness"],
    finding="On a row whose entries are all equal the variance is zero, and the quotient is not defined.",
) as s:
    n, d = s.size("n"), s.size("d")
    X = s.mat("X", n, d)
    j, c, k, b = Index("j", n), Index("c", d), Index("k", d), Index("b", d)
    value = deviation(X, j, c, k, d) / sqrt(variance(X, j, b, k, d))
    layer_norm_plain = s.define("layer_norm_plain", (X,), (j, c), value)

    s.instance("two entries", X=[[0, 2]], j=0, c=1)
    s.instance("another row is constant", X=[[1, 1], [0, 3]], j=1, c=0)
    s.counterexample("one entry", X=[[5]], j=0, c=0)
    s.counterexample("a constant row", X=[[1, 1, 1]], j=0, c=2)

with entry.definition("corrected", note="A regulariser is added to the variance.") as s:
    n, d = s.size("n"), s.size("d")
    X, eta = s.mat("X", n, d), s.real("eta")
    j, c, k, b = Index("j", n), Index("c", d), Index("k", d), Index("b", d)
    s.assume("regulariser", eta > 0, needed_at=dict(X=[[1, 1]], eta=0, j=0, c=0))
    layer_norm = s.define(
        "layer_norm", (X, eta), (j, c), deviation(X, j, c, k, d) / sqrt(variance(X, j, b, k, d) + eta)
    )

    s.instance("one entry", X=[[5]], eta=1, j=0, c=0)
    s.instance("a constant row", X=[[1, 1, 1]], eta=Q(1, 10**5), j=0, c=2)
    s.instance("two rows", X=[[0, 2], [10**6, -(10**6)]], eta=Q(1, 10**5), j=1, c=0)

    s.false("no regulariser", drop=["regulariser"], at=dict(X=[[0, 0]], eta=0, j=0, c=0))
    s.false(
        "the regulariser subtracted",
        claims={"value": deviation(X, j, c, k, d) / sqrt(variance(X, j, b, k, d) - eta)},
        at=dict(X=[[0, 2]], eta=2, j=0, c=0),
    )
    s.false(
        "d - 1 for d",
        claims={"value": sqrt(Sum(deviation(X, j, b, k, d) ** 2, b) / (d - 1) + eta)},
        at=dict(X=[[3]], eta=1, j=0, c=0),
    )


@entry.proof("corrected")
def proof(p: Proof) -> None:
    p.let("u(c) = X[j, c] - (sum[k in d] X[j, k])/d", "variance = (sum[c in d] u(c)^2)/d")
    with p.fix("c in d") as each:
        p.have("u(c)^2 >= 0")
    p.have("sum[c in d] u(c)^2 >= 0", p.summed(each))
    p.have("variance + eta > 0", "sum[c in d] u(c)^2 >= 0", "regulariser", why="the variance is a mean of squares")
