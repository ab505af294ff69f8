"""lem:adam-gamma. The step that the convergence proof of Adam takes for granted (Reddi, Kale and Kumar 2018):

    sqrt(v_{t+1}) / alpha_{t+1} >= sqrt(v_t) / alpha_t,   alpha_t = alpha / sqrt(t), v_{t+1} = b v_t + (1 - b) g_{t+1}^2

True for AMSGrad, whose v is replaced by its running maximum.
"""

from varproof.lang import Entry, Eq, First, ForAll, Index, Max, Pos, Q, Source, sqrt
from varproof.proof.proof import Proof

source = Source(cites="arXiv 1412.6980", text="reconstructed")
entry = Entry("lem:adam-gamma", "The telescoping step of Adam", source=source)


def statement(s, used):
    T = s.size("T")
    g, v, m = s.vec("g", T), s.vec("v", T), s.vec("m", T)
    alpha, b = s.real("alpha"), s.real("b")
    i = Index("i", T)
    s.assume("alpha", alpha > 0)
    s.assume("b-nonnegative", b >= 0)
    s.assume("b-below-1", b < 1)
    s.assume("first", Eq(v[First(T)], (1 - b) * g[First(T)] ** 2))
    s.assume("next", ForAll(i, Eq(v[i + 1], b * v[i] + (1 - b) * g[i + 1] ** 2)))
    s.assume("first-maximum", Eq(m[First(T)], v[First(T)]))
    s.assume("next-maximum", ForAll(i, Eq(m[i + 1], Max(m[i], v[i + 1]))))
    w = {"v": v, "m": m}[used]
    s.claim("grows", ForAll(i, sqrt(w[i + 1]) * sqrt(Pos(i) + 1) / alpha >= sqrt(w[i]) * sqrt(Pos(i)) / alpha))


fall = dict(g=[1, 0], v=[Q(3, 4), Q(3, 16)], m=[Q(3, 4), Q(3, 4)], alpha=1, b=Q(1, 4))

with entry.variant("printed", expect="REFUTED", evidence=["witness"], finding="v may fall faster than alpha.") as s:
    statement(s, "v")
    s.counterexample("a large gradient, then none", **fall)

with entry.variant("corrected", expect="PROVED", evidence=["kernel"]) as s:
    statement(s, "m")
    s.instance("a large gradient, then none", **fall)


@entry.proof("corrected")
def proof(p: Proof) -> None:
    p.let("pos(k) = sum[l in T | l <= k] 1")
    with p.fix("k in T with pos(k) = 1") as start:
        p.have("m[k] = (1 - b) g[k]^2", "first", "first-maximum")
        p.have("m[k] >= 0")
    with p.fix("i in T, k in T with pos(k) = pos(i) + 1") as later:
        p.have("m[k] >= m[i]", "next-maximum")
    p.have("for all k in T: m[k] >= 0", p.cite("thy:over-time", start, later, T="T", f="m"))
    p.have("for all k in T: pos(k) >= 1", p.cite("thy:last-time", T="T", claim="range"))
    with p.fix("i in T, k in T with pos(k) = pos(i) + 1"):
        p.have("sqrt(m[k]) >= sqrt(m[i]) >= 0", later, "for all k in T: m[k] >= 0")
        p.have("sqrt(pos(i) + 1) >= sqrt(pos(i)) >= 0")
        p.have("sqrt(m[k]) sqrt(pos(i) + 1) >= sqrt(m[i]) sqrt(pos(i))")
    p.claim("grows")
