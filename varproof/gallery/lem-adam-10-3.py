"""lem:adam-10-3. Lemma 10.3 of Kingma and Ba (Adam, ICLR 2015), for one coordinate:

    sum_{t=1}^T sqrt(g_t^2 / t) <= 2 G_inf |g_{1:T}|_2   where |g_t| <= G_inf

False as printed: the right side scales with the square of the gradients, the left does not. Corrected:

    sum_{t=1}^T sqrt(g_t^2 / t) <= |g_{1:T}|_2 sqrt(1 + log T)

Why: Cauchy and Schwarz, and 1/t <= log t - log(t-1) for t >= 2.
"""

from varproof.lang import Abs, Entry, ForAll, Index, Pos, Q, Source, Sum, log, norm, sqrt
from varproof.proof.proof import Proof

source = Source(cites="arXiv 1412.6980", text="reconstructed")
entry = Entry("lem:adam-10-3", "Lemma 10.3 of the convergence proof of Adam", source=source)
finding = "The sides scale differently: a single small gradient violates it."

with entry.variant("printed", expect="REFUTED", evidence=["witness"], finding=finding) as s:
    T = s.size("T")
    g, G = s.vec("g", T), s.real("G")
    i = Index("i", T)
    s.assume("bounded", ForAll(i, Abs(g[i]) <= G))
    s.claim("sum", Sum(sqrt(g[i] ** 2 / Pos(i)), i) <= 2 * G * norm(g[i], i))

with entry.variant("corrected", expect="PROVED", evidence=["kernel"]) as s:
    T = s.size("T")
    g = s.vec("g", T)
    i = Index("i", T)
    left = Sum(sqrt(g[i] ** 2 / Pos(i)), i)
    s.claim("sum", left <= norm(g[i], i) * sqrt(1 + log(T)))

    s.instance("one", g=[Q(1, 10)])
    s.instance("falling", g=[1, Q(1, 2), Q(1, 3)])

    s.false("without 1", claims={"sum": left <= norm(g[i], i) * sqrt(log(T))}, at=dict(g=[1]))


@entry.proof("corrected")
def proof(p: Proof) -> None:
    p.let("pos(k) = sum[l in T | l <= k] 1", "root(k) = sqrt(1 / pos(k))")
    p.have("for all k in T: pos(k) >= 1", p.cite("thy:last-time", T="T", claim="range"))
    with p.fix("k in T") as roots:
        p.have("root(k)^2 = 1 / pos(k)", "pos(k) >= 1")
    p.have("sum[k in T] 1 / pos(k) <= 1 + log T", p.cite("thy:harmonic", T="T"))
    with p.fix("k in T") as terms:
        p.have("sqrt(g[k]^2 / pos(k)) = |g[k]| root(k)", "pos(k) >= 1")
    p.have("sum[k in T] root(k)^2 <= 1 + log T", p.summed(roots))
    both = p.cite("thy:cauchy-schwarz", n="T", x="k -> |g[k]|", y="root", claim="product")
    p.have("norm[k in T] root(k) <= sqrt(1 + log T)", "sum[k in T] root(k)^2 <= 1 + log T")
    p.claim("sum", both, p.summed(terms), "norm[k in T] root(k) <= sqrt(1 + log T)")
