"""thm:contraction. A gradient step of length eta on a mu-strongly monotone, L-Lipschitz map contracts:

|U - eta g(U) - (V - eta g(V))|^2 <= (1 - 2 eta mu + eta^2 L^2) |U - V|^2
"""

from varproof.lang import Array, Entry, ForAll, Index, Lam, Source, Sum
from varproof.proof.proof import Proof

entry = Entry("thm:contraction", "Gradient steps contract", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    d = s.size("d")
    g = s.map("g", (d,), to=d)
    x, y, mu, L, eta = s.vec("x", d), s.vec("y", d), s.real("mu"), s.real("L"), s.real("eta")
    h, U, V = Index("h", d), Array("U", d), Array("V", d)

    s.assume("forward", eta >= 0)
    s.assume("monotone", ForAll(U, V, Sum((g(U)[h] - g(V)[h]) * (U[h] - V[h]), h) >= mu * Sum((U[h] - V[h]) ** 2, h)))
    s.assume("lipschitz", ForAll(U, V, Sum((g(U)[h] - g(V)[h]) ** 2, h) <= L**2 * Sum((U[h] - V[h]) ** 2, h)))
    left = Sum((x[h] - eta * g(x)[h] - y[h] + eta * g(y)[h]) ** 2, h)
    s.claim("contracts", left <= (1 - 2 * eta * mu + eta**2 * L**2) * Sum((x[h] - y[h]) ** 2, h))

    s.instance("the identity", g=Lam(U, Lam(h, U[h])), x=[1], y=[0], mu=1, L=1, eta=1)
    s.instance("twice", g=Lam(U, Lam(h, 2 * U[h])), x=[1, 2], y=[0, 0], mu=1, L=3, eta=1)
    more = (1 - 4 * eta * mu + eta**2 * L**2) * Sum((x[h] - y[h]) ** 2, h)
    s.false(
        "twice the gain",
        claims={"contracts": left <= more},
        at=dict(g=Lam(U, Lam(h, U[h])), x=[1], y=[0], mu=1, L=1, eta=1),
    )
    s.false("any map", drop=["monotone"])


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.have("eta^2 >= 0")
    p.claim("contracts", p.at("monotone", "x", "y"), p.at("lipschitz", "x", "y"), "forward", "eta^2 >= 0")
