"""lem:entropy. sum_i p_i log(1/p_i) <= log n for positive p_i that add up to 1.

Why: 1 + y <= exp(y) at y = -log(n p_i), times p_i, summed: the right sides are 1/n and add up to 1.
"""

from varproof.lang import Entry, Eq, ForAll, Index, Q, Source, Sum, log
from varproof.proof.proof import Proof

entry = Entry("lem:entropy", "Entropy is at most log n", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    p = s.vec("p", n)
    i = Index("i", n)
    s.assume("positive", ForAll(i, p[i] > 0), needed_at=dict(p=[0, 1]))
    s.assume("total", Eq(Sum(p[i], i), 1), needed_at=dict(p=[Q(1, 2)]))
    s.claim("bound", -Sum(p[i] * log(p[i]), i) <= log(n))
    s.constant("bound", log(n), bounds=-Sum(p[i] * log(p[i]), i), side="upper")

    s.instance("certain", p=[1])
    s.instance("uniform", p=[Q(1, 5)] * 5)
    s.instance("skew", p=[Q(9, 10), Q(1, 10)])
    s.family("uniform", lambda n: dict(p=[Q(1, n)] * n))

    s.false("half", claims={"bound": -Sum(p[i] * log(p[i]), i) <= log(n) / 2}, at=dict(p=[Q(1, 2), Q(1, 2)]))


@entry.proof("stated")
def proof(p: Proof) -> None:
    with p.fix("i in n") as each:
        p.have("exp(-log n - log p[i]) >= 1 - log n - log p[i]", why="1 + y <= exp(y) at y = -log(n p_i)")
        p.have("p[i] exp(-log n - log p[i]) = exp(-log n)", "p[i] > 0")
        p.have(
            "exp(-log n) >= p[i] - p[i] log n - p[i] log p[i]",
            "p[i] > 0",
            "exp(-log n - log p[i]) >= 1 - log n - log p[i]",
            "p[i] exp(-log n - log p[i]) = exp(-log n)",
        )
    p.have("n exp(-log n) = 1")
    p.claim("bound", p.summed(each), "total", "n exp(-log n) = 1")
