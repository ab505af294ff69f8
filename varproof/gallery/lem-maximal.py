"""lem:maximal. The expected maximum of n variables with sub-Gaussian moments (Massart's finite class lemma has signs):

    sum_w p_w exp(a x_wk) <= exp(a^2 v/2) for each k   =>   sum_w p_w max_k x_wk <= log(n)/a + a v/2

With a = sqrt(2 log(n)/v) the bound is sqrt(2 v log(n)). Why: exp(a max) is at most the sum of all exp(a x_k), and
exp lies above its tangent at the mean.
"""

from varproof.lang import Entry, Eq, ForAll, Index, MaxOver, Q, Source, Sum, exp, log
from varproof.proof.proof import Proof

entry = Entry("lem:maximal", "The expected maximum of sub-Gaussian variables", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    m, n = s.size("m"), s.size("n")
    p, x, a, v = s.vec("p", m), s.mat("x", m, n), s.real("a"), s.real("v")
    i, k = Index("i", m), Index("k", n)
    s.assume("weights", ForAll(i, p[i] >= 0))
    s.assume("total", Eq(Sum(p[i], i), 1))
    s.assume("scale", a > 0)
    moment = Sum(p[i] * exp(a * x[i, k]), i)
    s.assume("moments", ForAll(k, moment <= exp(a**2 * v / 2)), needed_at=dict(p=[1], x=[[2]], a=1, v=1))
    mean = Sum(p[i] * MaxOver(x[i, k], k), i)
    s.claim("mean", mean <= log(n) / a + a * v / 2)

    s.instance("two coins", p=[Q(1, 4)] * 4, x=[[1, 1], [1, -1], [-1, 1], [-1, -1]], a=1, v=1)
    s.false("no logarithm", claims={"mean": mean <= a * v / 2},
            at=dict(p=[Q(1, 2), Q(1, 2)], x=[[1, -1], [-1, 1]], a=1, v=1))  # fmt: skip


@entry.proof("stated")
def proof(k: Proof) -> None:
    k.let("M = sum[i in m] p[i] (max[k in n] x[i, k])", "E = exp(a^2 v / 2)")
    with k.fix("i in m") as each:
        top = k.largest("l in n: x[i, l]")
        k.have("exp(a x[i, l]) <= sum[k in n] exp(a x[i, k])")
        k.have("exp(a x[i, l] - a M) >= 1 + a x[i, l] - a M", why="exp lies above its tangent")
        k.have("exp(a x[i, l]) = exp(a M) exp(a x[i, l] - a M)")
        k.have("exp(a M) (1 + a (max[k in n] x[i, k]) - a M) <= sum[k in n] exp(a x[i, k])", top,
               "exp(a x[i, l]) <= sum[k in n] exp(a x[i, k])", "exp(a x[i, l] - a M) >= 1 + a x[i, l] - a M",
               "exp(a x[i, l]) = exp(a M) exp(a x[i, l] - a M)", "exp(a M) > 0")  # fmt: skip
        k.have("p[i] exp(a M) (1 + a (max[k in n] x[i, k]) - a M) <= p[i] (sum[k in n] exp(a x[i, k]))", "weights",
               "exp(a M) (1 + a (max[k in n] x[i, k]) - a M) <= sum[k in n] exp(a x[i, k])")  # fmt: skip
    with k.fix("k in n") as one:
        k.have("sum[i in m] p[i] exp(a x[i, k]) <= E", "moments")
    k.have("exp(a M) <= n E", k.summed(each), k.summed(one), "total")
    k.have("a M = log(exp(a M)) <= log(n E) = log n + a^2 v / 2", "exp(a M) <= n E")
    k.claim("mean", "a M <= log n + a^2 v / 2", "scale")
