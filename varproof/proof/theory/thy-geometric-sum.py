"""thy:geometric-sum. (1 - q) (1 + q + ... + q^(T-1)) = 1 - q^T for q > 0.

Why: q^(t-1) - q^t telescopes.
"""

from varproof.lang import Entry, Eq, Index, Pos, Q, Source, Sum
from varproof.proof.proof import Proof

entry = Entry("thy:geometric-sum", "The geometric sum", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    T = s.size("T")
    q, i = s.real("q"), Index("i", T)
    s.assume("positive", q > 0)
    s.claim("sum", Eq((1 - q) * Sum(q ** (Pos(i) - 1), i), 1 - q**T))

    s.instance("halves", T=3, q=Q(1, 2))
    s.instance("ones", T=2, q=1)
    s.false(
        "a power less", claims={"sum": Eq((1 - q) * Sum(q ** (Pos(i) - 1), i), 1 - q ** (T - 1))}, at=dict(T=1, q=2)
    )


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("pos(k) = sum[l in T | l <= k] 1", "L = log q")
    p.have("exp(L) = q", "positive")
    p.let("a(k) = (1 - q) exp((pos(k) - 1) L)")
    with p.fix("k in T") as each:
        p.have("exp(pos(k) L) = exp((pos(k) - 1) L) exp(L)")
        p.have("a(k) = exp((pos(k) - 1) L) - exp(pos(k) L)", "exp(pos(k) L) = exp((pos(k) - 1) L) exp(L)", "exp(L) = q")
    with p.fix("k in T") as up:
        p.have("a(k) <= -exp(pos(k) L) - (-exp((pos(k) - 1) L))", each)
    with p.fix("k in T") as down:
        p.have("-a(k) <= exp(pos(k) L) - exp((pos(k) - 1) L)", each)
    p.have("sum[k in T] a(k) <= 1 - exp(T L)", p.cite("thy:telescoping", up, T="T", a="k -> a(k)", f="x -> -exp(x L)"))
    p.have(
        "-sum[k in T] a(k) <= exp(T L) - 1", p.cite("thy:telescoping", down, T="T", a="k -> -a(k)", f="x -> exp(x L)")
    )
    p.claim("sum")
