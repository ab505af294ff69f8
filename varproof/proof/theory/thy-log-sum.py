"""thy:log-sum. The log-sum inequality: (sum p) log(sum p / sum q) <= sum_i p_i log(p_i / q_i) for positive p and q.

Why: exp lies above its tangent at log(sum p / sum q) - log(p_i / q_i).
"""

from varproof.lang import Entry, ForAll, Index, Source, Sum, log
from varproof.proof.proof import Proof

entry = Entry("thy:log-sum", "The log-sum inequality", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    p, q = s.vec("p", n), s.vec("q", n)
    i = Index("i", n)
    s.assume("p-positive", ForAll(i, p[i] > 0))
    s.assume("q-positive", ForAll(i, q[i] > 0))
    whole, parts = Sum(p[i], i) * log(Sum(p[i], i) / Sum(q[i], i)), Sum(p[i] * log(p[i] / q[i]), i)
    s.claim("sums", whole <= parts)

    s.instance("two", p=[1, 2], q=[2, 1])
    s.false("strict", claims={"sums": whole < parts}, at=dict(p=[1], q=[1]))


@entry.proof("stated")
def proof(k: Proof) -> None:
    k.let("P = sum[i in n] p[i]", "Q = sum[i in n] q[i]", "L = log(P / Q)")
    k.have("exp(L) = P / Q and Q > 0")
    with k.fix("i in n") as each:
        k.let("l = log(p[i] / q[i])")
        k.have("exp(L - l) >= 1 + L - l", why="exp lies above its tangent")
        k.have("exp(l) = p[i] / q[i]")
        k.have("p[i] exp(-l) = q[i]", "exp(l) = p[i] / q[i]", "q[i] > 0")
        k.have("p[i] exp(L - l) = q[i] P / Q", "p[i] exp(-l) = q[i]", "exp(L) = P / Q")
        k.have("p[i] (1 + L - l) <= q[i] P / Q", "exp(L - l) >= 1 + L - l", "p[i] exp(L - l) = q[i] P / Q", "p[i] > 0")
    k.claim("sums", k.summed(each), "Q > 0")
