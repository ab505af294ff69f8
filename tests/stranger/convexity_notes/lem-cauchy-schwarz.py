"""lem:cauchy-schwarz. (sum_i a_i b_i)^2 <= (sum_i a_i^2) (sum_i b_i^2) for a, b in R^n.

Why: the double sum of (a_i b_j - a_j b_i)^2 is twice the difference of the two sides.
"""

from varproof.lang import Entry, Index, Q, Source, Sum
from varproof.proof.proof import Proof

entry = Entry("lem:cauchy-schwarz", "The inequality of Cauchy and Schwarz", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    a, b = s.vec("a", n), s.vec("b", n)
    i = Index("i", n)
    s.claim("product", Sum(a[i] * b[i], i) ** 2 <= Sum(a[i] ** 2, i) * Sum(b[i] ** 2, i))

    s.instance("parallel", a=[1, 2], b=[Q(1, 3), Q(2, 3)])
    s.instance("orthogonal", a=[1, -1, 0], b=[1, 1, 5])
    s.instance("zero", a=[0], b=[0])

    s.false("strict", claims={"product": Sum(a[i] * b[i], i) ** 2 < Sum(a[i] ** 2, i) * Sum(b[i] ** 2, i)},
            at=dict(a=[0], b=[1]))  # fmt: skip


@entry.proof("stated")
def proof(p: Proof) -> None:
    with p.fix("i, j in n") as each:
        p.have("(a[i] b[j] - a[j] b[i])^2 >= 0")
    p.claim("product", p.summed(each), why="half the sum over i and j")
