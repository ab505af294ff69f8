"""lem:gronwall. The discrete inequality of Gronwall.

u_t <= c + sum_{s < t} b_s u_s for t = 1, ..., T   =>   u_t <= c exp(sum_{s < t} b_s),   b_s >= 0, c >= 0
"""

from varproof.lang import Entry, ForAll, Index, Pos, Source, Sum, exp
from varproof.proof.proof import Proof

entry = Entry("lem:gronwall", "The discrete inequality of Gronwall", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    T = s.size("T")
    u, b = s.vec("u", T), s.vec("b", T)
    c = s.real("c")
    i, j = Index("i", T), Index("j", T)
    growth = ForAll(i, u[i] <= c + Sum(b[j] * u[j], j, where=Pos(j) < Pos(i)))
    s.assume("rates", ForAll(i, b[i] >= 0), needed_at=dict(b=[-2, 0], u=[0, 1], c=1))
    s.assume("start", c >= 0, needed_at=dict(b=[2, 0], u=[-1, -3], c=-1))
    s.assume("growth", growth, needed_at=dict(b=[0], u=[1], c=0))
    s.claim("bound", ForAll(i, u[i] <= c * exp(Sum(b[j], j, where=Pos(j) < Pos(i)))))

    s.instance("constant", b=[0, 0], u=[1, 1], c=1)
    s.instance("doubling", b=[1, 1, 1], u=[1, 2, 4], c=1)

    s.false("half the rate", claims={"bound": ForAll(i, u[i] <= c * exp(Sum(b[j], j, where=Pos(j) < Pos(i)) / 2))})


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("pos(k) = sum[l in T | l <= k] 1", "before(k) = {j in T | pos(j) < pos(k)}")
    p.let("rate(k) = sum[j in before(k)] b[j]", "mass(k) = c + sum[j in before(k)] b[j] u[j]")
    rates, masses = p.cite("thy:prefix-sums", T="T", a="b"), p.cite("thy:prefix-sums", T="T", a="j -> b[j] u[j]")
    p.let("gap(k) = c exp(rate(k)) - mass(k)")
    with p.fix("k in T with pos(k) = 1") as start:
        p.have("rate(k) = 0 and mass(k) = c", rates, masses)
        p.have("gap(k) >= 0")
    with p.fix("i in T, k in T with pos(k) = pos(i) + 1 and gap(i) >= 0") as step:
        p.have("rate(k) = rate(i) + b[i] and mass(k) = mass(i) + b[i] u[i]", rates, masses)
        p.have("mass(k) <= (1 + b[i]) mass(i) <= (1 + b[i]) c exp(rate(i))", "growth", "gap(i) >= 0", "rates")
        p.have("exp(rate(k)) = exp(rate(i)) exp(b[i])", "rate(k) = rate(i) + b[i]")
        p.have("c exp(rate(i)) (1 + b[i]) <= c exp(rate(i)) exp(b[i])", "c exp(rate(i)) >= 0", "1 + b[i] <= exp(b[i])")
        p.have("gap(k) >= 0")
    p.claim("bound", p.cite("thy:over-time", start, step, T="T", f="gap"), "growth")
