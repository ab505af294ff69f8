"""lem:am-gm. The geometric mean of n positive numbers is at most their arithmetic mean.

    exp((1/n) sum_i log a_i) <= (1/n) sum_i a_i   for a_i > 0

Why: exp lies above its tangent at the mean of the logarithms.
"""

from varproof.lang import Entry, ForAll, Index, Q, Source, Sum, exp, log
from varproof.proof.proof import Proof

entry = Entry("lem:am-gm", "Arithmetic and geometric mean", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    a = s.vec("a", n)
    i = Index("i", n)
    s.assume("positive", ForAll(i, a[i] > 0), needed_at=dict(a=[-1]))
    s.claim("means", exp(Sum(log(a[i]), i) / n) <= Sum(a[i], i) / n)

    s.instance("ties", a=[Q(1, 3)] * 3)
    s.instance("spread", a=[1, 100])

    s.false("half", claims={"means": exp(Sum(log(a[i]), i) / n) <= Sum(a[i], i) / (2 * n)}, at=dict(a=[1]))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("m = (sum[i in n] log a[i]) / n")
    with p.fix("i in n") as each:
        p.have("exp(log a[i] - m) >= 1 + log a[i] - m", why="exp lies above its tangent")
        p.have("exp(log a[i] - m) exp(m) = a[i]", "positive")
        p.have(
            "a[i] >= exp(m) (1 + log a[i] - m)",
            "exp(log a[i] - m) >= 1 + log a[i] - m",
            "exp(m) > 0",
            "exp(log a[i] - m) exp(m) = a[i]",
        )
    p.claim("means", p.summed(each))
