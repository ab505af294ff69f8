"""thm:strongly-convex. A gradient step on a convex function with co-coercive gradient contracts: for mu-strongly convex
L-smooth f, with g the gradient of f and x* a minimum, g(x*) = 0,

    |x - g(x)/L - x*|^2 <= (1 - mu/L) |x - x*|^2

Why: f(x - g/L) <= f(x) - |g|^2/(2L) by smoothness, f(x*) >= f(x) + <g, x* - x> + mu/2 |x* - x|^2 by convexity, and
f(x*) <= f(x - g/L).
"""

from varproof.lang import Array, Entry, ForAll, Index, Lam, Source, Sum
from varproof.proof.proof import Proof

entry = Entry("thm:strongly-convex", "Contraction on strongly convex functions", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    d = s.size("d")
    f, g = s.map("f", (d,)), s.map("g", (d,), to=d)
    x, z, mu, L = s.vec("x", d), s.vec("z", d), s.real("mu"), s.real("L")
    h = Index("h", d)
    U, V = Array("U", d), Array("V", d)
    below = f(U) + Sum(g(U)[h] * (V[h] - U[h]), h)
    s.assume("positive", L > 0)
    s.assume("convex", ForAll(U, V, f(V) >= below + mu / 2 * Sum((V[h] - U[h]) ** 2, h)))
    s.assume("smooth", ForAll(U, V, f(V) <= below + L / 2 * Sum((V[h] - U[h]) ** 2, h)))
    s.assume("minimum", ForAll(U, f(U) >= f(z)))
    left, right = Sum((x[h] - g(x)[h] / L - z[h]) ** 2, h), Sum((x[h] - z[h]) ** 2, h)
    s.claim("contracts", left <= (1 - mu / L) * right)
    s.claim("cocoercive", Sum(g(x)[h] * (x[h] - z[h]), h) >= Sum(g(x)[h] ** 2, h) / (2 * L) + mu / 2 * right)

    square = dict(f=Lam(U, Sum(U[h] ** 2, h) / 2), g=Lam(U, Lam(h, U[h])), z=[0], mu=1, L=1)
    s.instance("a parabola", x=[3], **square)
    flat = dict(f=Lam(U, Sum(U[h] ** 2, h) / 4), g=Lam(U, Lam(h, U[h] / 2)), z=[0], mu=0, L=1)
    s.false("twice as fast", claims={"contracts": left <= (1 - 2 * mu / L) * right}, at=dict(x=[3], **square))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("step(h) = x[h] - g(x)[h] / L", "length = sum[h in d] g(x)[h]^2", "far = sum[h in d] (x[h] - z[h])^2")
    p.have("f(step) <= f(x) - length / (2 L)", p.at("smooth", "x", "step"))
    p.have("f(step) >= f(z)", p.at("minimum", "step"))
    p.have("f(z) >= f(x) - (sum[h in d] g(x)[h] (x[h] - z[h])) + mu far / 2", p.at("convex", "x", "z"))
    near = p.claim("cocoercive")
    p.claim("contracts", near)
