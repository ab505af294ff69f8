"""lem:gibbs. Gibbs' inequality: the relative entropy of two distributions on n outcomes is nonnegative.

    sum_{i: p_i > 0} p_i log(p_i / q_i) >= 0   for distributions p, q with q_i > 0 where p_i > 0

Why: p log(p/q) >= p - q, from 1 - y <= exp(-y) at y = log(p/q).
"""

from varproof.lang import Entry, Eq, ForAll, Implies, Index, Q, Source, Sum, log
from varproof.proof.proof import Proof

entry = Entry("lem:gibbs", "Gibbs' inequality", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    p, q = s.vec("p", n), s.vec("q", n)
    i = Index("i", n)
    s.assume("p-nonnegative", ForAll(i, p[i] >= 0))
    s.assume("q-nonnegative", ForAll(i, q[i] >= 0))
    s.assume("p-total", Eq(Sum(p[i], i), 1), needed_at=dict(p=[Q(1, 2)], q=[1]))
    s.assume("q-total", Eq(Sum(q[i], i), 1), needed_at=dict(p=[1], q=[2]))
    s.assume("continuous", ForAll(i, Implies(p[i] > 0, q[i] > 0)))
    entropy = Sum(p[i] * log(p[i] / q[i]), i, where=p[i] > 0)
    s.claim("relative-entropy", entropy >= 0)

    s.instance("equal", p=[Q(1, 2), Q(1, 2)], q=[Q(1, 2), Q(1, 2)])
    s.instance("zeros", p=[1, 0, 0], q=[Q(1, 2), Q(1, 2), 0])

    s.false("strict", claims={"relative-entropy": entropy > 0}, at=dict(p=[1], q=[1]))


@entry.proof("stated")
def proof(k: Proof) -> None:
    with k.fix("i in {i in n | p[i] > 0}") as inside:
        k.have("q[i] > 0", "continuous")
        k.have("p[i] log(p[i] / q[i]) >= p[i] - q[i]", "q[i] > 0", "p[i] > 0")
    with k.fix("i in {i in n | not p[i] > 0}") as outside:
        k.have("p[i] <= q[i]")
    k.have(
        "sum[i in n] (p[i] - q[i]) = sum[i in n | p[i] > 0] (p[i] - q[i]) + sum[i in n | not p[i] > 0] (p[i] - q[i])"
    )
    k.claim("relative-entropy", k.summed(inside), k.summed(outside), "p-total", "q-total")
