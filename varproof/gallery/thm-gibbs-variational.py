"""thm:gibbs-variational. The variational principle of Gibbs (Donsker and Varadhan) on n outcomes:

    log sum_i q_i exp(x_i) = max over distributions p of  sum_i p_i x_i - KL(p | q)   for positive q

Why: 1 + y <= exp(y) at y = x_i - log(p_i/q_i) - L, weighted by p_i; equality at p_i = q_i exp(x_i - L).
"""

from varproof.lang import And, Array, Entry, Eq, Exists, ForAll, Index, Q, Source, Sum, exp, log
from varproof.proof.proof import Proof

entry = Entry("thm:gibbs-variational", "The variational principle of Gibbs", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    q, x, p = s.vec("q", n), s.vec("x", n), s.vec("p", n)
    r = Array("r", n)
    i = Index("i", n)
    free = log(Sum(q[i] * exp(x[i]), i))
    s.assume("reference", ForAll(i, q[i] > 0), needed_at=dict(q=[-1], x=[0], p=[1]))
    s.assume("p-nonnegative", ForAll(i, p[i] >= 0))
    s.assume("p-total", Eq(Sum(p[i], i), 1), needed_at=dict(q=[1], x=[3], p=[2]))
    value = Sum(p[i] * x[i], i) - Sum(p[i] * log(p[i] / q[i]), i, where=p[i] > 0)
    s.claim("upper", value <= free)
    best = Eq(Sum(r[i] * x[i], i) - Sum(r[i] * log(r[i] / q[i]), i), free)
    s.claim("attained", Exists(r, And(ForAll(i, r[i] > 0), Eq(Sum(r[i], i), 1), best)))

    s.instance("flat", q=[Q(1, 2), Q(1, 2)], x=[0, 0], p=[1, 0])

    s.false("strict", claims={"upper": value < free}, at=dict(q=[1], x=[0], p=[1]))


@entry.proof("stated")
def proof(k: Proof) -> None:
    k.let("Z = sum[i in n] q[i] exp(x[i])", "L = log Z", "r(i) = q[i] exp(x[i]) exp(-L)")
    k.have("exp(-L) Z = 1")
    k.have("sum[i in n] r(i) = 1", "exp(-L) Z = 1")
    k.let("gap(i) = r(i) - p[i] - p[i] (x[i] - L)")
    with k.fix("i in {i in n | p[i] > 0}") as inside:
        k.let("l = log(p[i] / q[i])")
        k.have("exp(x[i] - l - L) >= 1 + x[i] - l - L", why="exp lies above its tangent")
        k.have("p[i] exp(-l) = q[i]", "reference")
        k.have("gap(i) + p[i] l >= 0")
    with k.fix("i in {i in n | not p[i] > 0}") as outside:
        k.have("p[i] = 0")
        k.have("gap(i) >= 0")
    k.have("sum[i in n] gap(i) = sum[i in n | p[i] > 0] gap(i) + sum[i in n | not p[i] > 0] gap(i)")
    k.claim("upper", k.summed(inside), k.summed(outside), "p-total", "sum[i in n] r(i) = 1")
    with k.fix("i in n") as each:
        k.have("r(i) / q[i] = exp(x[i] - L)", "reference")
        k.have("log(r(i) / q[i]) = log(exp(x[i] - L)) = x[i] - L", "r(i) / q[i] = exp(x[i] - L)")
        k.have("r(i) log(r(i) / q[i]) = r(i) (x[i] - L)")
    k.have("for all i in n: r(i) > 0")
    k.have("sum[i in n] r(i) x[i] - sum[i in n] r(i) log(r(i) / q[i]) = L", k.summed(each), "sum[i in n] r(i) = 1")
    k.claim("attained", by="i -> r(i)")
