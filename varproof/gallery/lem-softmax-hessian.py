"""lem:softmax-hessian. The gradient of log-sum-exp is softmax, and its Hessian is positive semidefinite:

    d/dr lse(z + r v) = sum_j v_j exp(z_j + r v_j) / sum_j exp(z_j + r v_j),   d^2/dr^2 lse(z + r v) >= 0

Why: the second derivative is the variance of v under softmax.
"""

from varproof.lang import D, Entry, Eq, Index, Q, Source, Sum, exp, log
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import deriv, sum_over
from varproof.proof.proof import Proof

entry = Entry("lem:softmax-hessian", "Gradient and Hessian of log-sum-exp", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    z, v, r = s.vec("z", n), s.vec("v", n), s.real("r")
    j = Index("j", n)
    lse = log(Sum(exp(z[j] + r * v[j]), j))
    mean = Sum(v[j] * exp(z[j] + r * v[j]), j) / Sum(exp(z[j] + r * v[j]), j)
    s.claim("gradient", Eq(D(lse, r), mean))
    s.claim("hessian", D(D(lse, r), r) >= 0)

    s.instance("two", z=[0, 1], v=[1, -1], r=Q(1, 2))

    s.false("strict", claims={"hessian": D(D(lse, r), r) > 0}, at=dict(z=[0, 0], v=[1, 1], r=0))
    s.false("strongly", claims={"hessian": D(D(lse, r), r) >= Sum(v[j] ** 2, j) / 100})


@entry.proof("stated")
def proof(p: Proof) -> None:
    n, z, v, r = p["n"], p["z"], p["v"], p["r"]
    p.let("w(j) = exp(z[j] + r v[j])", "total = sum[j in n] w(j)", "mean = (sum[j in n] v[j] w(j)) / total")

    def total(x):
        return sum_over(n, lambda j: t.exp(z(j) + x * v(j)))

    def mean(x):
        return sum_over(n, lambda j: v(j) * t.exp(z(j) + x * v(j))) / total(x)

    def first(x):
        return p.slope(lambda y: t.log(total(y)), x, p.positive_term(total(x)))

    p.claim("gradient", first(r))
    second = p.slope_of_equal(first, lambda x: deriv(lambda y: t.log(total(y)), x), mean, r)
    value = p.slope(mean, r, p.positive_term(total(r)))
    with p.fix("j in n") as spread:
        p.have("w(j) (v[j] - mean)^2 >= 0")
    p.have("total > 0")
    p.have("(sum[j in n] w(j) (v[j] - mean)^2) / total >= 0", p.summed(spread), "total > 0")
    p.claim("hessian", second, value, "(sum[j in n] w(j) (v[j] - mean)^2) / total >= 0", "total > 0")
