"""lem:jensen. Jensen's inequality for a function on the line that lies above its tangents.

f(v) >= f(u) + g(u) (v - u), w >= 0, sum w = 1   =>   f(sum w x) <= sum w f(x)
"""

from varproof.lang import Entry, Eq, ForAll, Index, Lam, Q, Real, Source, Sum, exp
from varproof.proof.proof import Proof

entry = Entry("lem:jensen", "Jensen's inequality", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    f, g, w, x = s.function("f"), s.function("g"), s.vec("w", n), s.vec("x", n)
    i, u, v = Index("i", n), Real("u"), Real("v")
    up = dict(f=Lam(u, u**2), g=Lam(u, 2 * u))
    halves = dict(w=[Q(1, 2), Q(1, 2)], x=[0, 1])
    s.assume("weights", ForAll(i, w[i] >= 0), needed_at=dict(w=[2, -1], x=[0, 1], **up))
    s.assume("total", Eq(Sum(w[i], i), 1))
    s.assume("convex", ForAll(u, v, f(v) >= f(u) + g(u) * (v - u)))
    mean, means = f(Sum(w[i] * x[i], i)), Sum(w[i] * f(x[i]), i)
    s.claim("jensen", mean <= means)

    s.instance("one point", w=[1], x=[3], **up)
    s.instance("exponential", f=Lam(u, exp(u)), g=Lam(u, exp(u)), **halves)

    s.false("strict", claims={"jensen": mean < means}, at=dict(w=[1], x=[3], **up))
    s.false("any weights", drop=["total"])


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("m = sum[i in n] w[i] x[i]")
    with p.fix("i in n") as each:
        p.have("w[i] f(x[i]) >= w[i] (f(m) + g(m) (x[i] - m))", p.at("convex", "m", "x[i]"), "w[i] >= 0")
    p.claim("jensen", p.summed(each), "total")
