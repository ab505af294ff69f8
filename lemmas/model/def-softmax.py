"""def:softmax. Softmax(z)_i = exp(z_i) / sum_j exp(z_j) for z in R^n.

Well defined for every n >= 1 and every real z: the denominator is a sum of positive terms. It is so only
because an index set has an element; a sum over a part of the indices may be empty (first false variant).
"""

from varproof.lang import Entry, Eq, Index, Q, Source, Sum, exp
from varproof.proof.proof import Proof

entry = Entry("def:softmax", "Softmax of a vector", source=Source(icml="3.1", text="read"))

with entry.definition("printed") as s:
    n = s.size("n")
    z = s.vec("z", n)
    i, j, k = Index("i", n), Index("j", n), Index("k", n)
    softmax = s.define("softmax", (z,), (i,), exp(z[i]) / Sum(exp(z[j]), j))

    s.instance("one entry", z=[7], i=0)
    s.instance("ties", z=[0, 0, 0], i=1)
    s.instance("two entries", z=[Q(1, 3), Q(-5, 2)], i=1)
    s.instance("far apart", z=[1000, -1000, 0], i=1)

    s.false(
        "other ties only",
        claims={"value": exp(z[i]) / Sum(Sum(exp(z[j]), j, where=Eq(z[j], z[k])) - exp(z[k]), k)},
        at=dict(z=[1, 2, 3], i=0),
    )
    s.false("no exponential", claims={"value": z[i] / Sum(z[j], j)}, at=dict(z=[1, -1], i=0))
    s.false("signed sum", claims={"value": exp(z[i]) / (Sum(exp(z[j]), j) - n * exp(z[i]))}, at=dict(z=[2, 2], i=0))


@entry.proof("printed")
def proof(p: Proof) -> None:
    p.settle_definedness()
