"""lem:chebyshev-sum. n sum_i a_i b_i >= (sum_i a_i) (sum_i b_i) where a and b are ordered alike.

Why: the double sum of (a_i - a_j) (b_i - b_j) >= 0 is twice the difference.
"""

from varproof.lang import Entry, ForAll, Index, Source, Sum
from varproof.proof.proof import Proof

entry = Entry("lem:chebyshev-sum", "Chebyshev's sum inequality", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    a, b = s.vec("a", n), s.vec("b", n)
    i, j = Index("i", n), Index("j", n)
    s.assume("alike", ForAll(i, j, (a[i] - a[j]) * (b[i] - b[j]) >= 0), needed_at=dict(a=[1, 0], b=[0, 1]))
    s.claim("sums", n * Sum(a[i] * b[i], i) >= Sum(a[i], i) * Sum(b[i], i))

    s.instance("one entry", a=[-2], b=[3])
    s.instance("both rise", a=[1, 2, 5], b=[-1, 0, 0])

    s.false("the other way", claims={"sums": n * Sum(a[i] * b[i], i) <= Sum(a[i], i) * Sum(b[i], i)},
            at=dict(a=[0, 1], b=[0, 1]))  # fmt: skip


@entry.proof("stated")
def proof(p: Proof) -> None:
    with p.fix("i, j in n") as each:
        p.have("(a[i] - a[j]) (b[i] - b[j]) >= 0", "alike")
    p.claim("sums", p.summed(each), why="half the sum over i and j")
