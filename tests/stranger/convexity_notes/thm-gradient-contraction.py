"""thm:gradient-contraction. Gradient descent with step eta on a quadratic with curvatures in [mu, L] contracts:

    |x - eta h x| <= (1 - eta mu) |x|,   0 < mu.

Printed with steps up to 2/L, as if convergence and this rate were the same: false, where L > mu and eta = 2/L the
steepest coordinate does not shrink at all. The rate needs eta (mu + L) <= 2: then |1 - eta h| <= 1 - eta mu for every
curvature, as (1 - eta mu)^2 - (1 - eta h)^2 = eta (h - mu) (2 - eta (h + mu)).
"""

from varproof.lang import And, Entry, ForAll, Index, Q, Source, Sum
from varproof.proof.proof import Proof

entry = Entry("thm:gradient-contraction", "Gradient descent contracts on quadratics", source=Source(text="ours"))


def steepest(n, L):
    """The steepest coordinate alone."""
    return dict(h=[L] * n, x=[1] + [0] * (n - 1))


def statement(s, largest):
    """The statement with this bound on the step; the variants differ in nothing else."""
    n = s.size("n")
    h, x = s.vec("h", n), s.vec("x", n)
    mu, L, eta = s.real("mu"), s.real("L"), s.real("eta")
    i = Index("i", n)
    s.assume("convex", mu > 0)
    s.assume("curvature", ForAll(i, And(mu <= h[i], h[i] <= L)))
    s.assume("forward", eta >= 0)
    s.assume("step", largest(mu, L, eta) <= 2)
    after, before = Sum(((1 - eta * h[i]) * x[i]) ** 2, i), (1 - eta * mu) ** 2 * Sum(x[i] ** 2, i)
    s.claim("contracts", after <= before)
    s.constant("rate", before, bounds=after, side="upper")
    s.family("steepest", steepest)
    return eta, mu, L


with entry.variant(
    "printed",
    expect="REFUTED",
    evidence=["witness"],
    finding="The rate 1 - eta mu is claimed for steps up to 2/L, where the steepest coordinate does not shrink.",
) as s:
    statement(s, lambda mu, L, eta: eta * L)
    s.counterexample("the longest step", h=[2], x=[1], mu=1, L=2, eta=1)

with entry.variant("corrected", expect="PROVED", evidence=["kernel"]) as s:
    eta, mu, L = statement(s, lambda mu, L, eta: eta * (mu + L))
    s.instance("the longest step", h=[1, 3], x=[1, 1], mu=1, L=3, eta=Q(1, 2))
    s.instance("no step", h=[1], x=[5], mu=1, L=1, eta=0)
    s.false("the printed bound on the step", assume={"step": eta * L <= 2}, at=dict(h=[2], x=[1], mu=1, L=2, eta=1))


@entry.proof("corrected")
def proof(p: Proof) -> None:
    with p.fix("i in n") as each:
        p.have("mu <= h[i] <= L", p.at("curvature", "i"))
        p.have("eta h[i] <= eta L", "h[i] <= L")
        p.have("eta (h[i] + mu) <= 2", "step", "eta h[i] <= eta L")
        p.have("eta (h[i] - mu) >= 0", "h[i] >= mu")
        p.have("eta (h[i] - mu) (2 - eta (h[i] + mu)) >= 0", "eta (h[i] - mu) >= 0", "eta (h[i] + mu) <= 2")
        p.have("((1 - eta h[i]) x[i])^2 <= ((1 - eta mu) x[i])^2", "eta (h[i] - mu) (2 - eta (h[i] + mu)) >= 0")
    p.claim("contracts", p.summed(each))
