"""thy:harmonic. The harmonic sum: 1 + 1/2 + ... + 1/T <= 1 + log T.

Why: 1/t <= log t - log(t-1) for t >= 2.
"""

from varproof.lang import Entry, Index, Pos, Source, Sum, log
from varproof.proof.proof import Proof

entry = Entry("thy:harmonic", "The harmonic sum", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    T = s.size("T")
    i = Index("i", T)
    s.claim("sum", Sum(1 / Pos(i), i) <= 1 + log(T))

    s.instance("one", T=1)
    s.instance("five", T=5)
    s.false("without 1", claims={"sum": Sum(1 / Pos(i), i) <= log(T)}, at=dict(T=1))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("pos(k) = sum[l in T | l <= k] 1", "before(k) = sum[j in T | pos(j) < pos(k)] 1 / pos(j)")
    p.let("gap(k) = 1 + log(pos(k)) - before(k) - 1 / pos(k)")
    p.have("for all k in T: pos(k) >= 1", p.cite("thy:last-time", T="T", claim="range"))
    prefix = p.cite("thy:prefix-sums", T="T", a="k -> 1 / pos(k)")
    with p.fix("k in T with pos(k) = 1") as start:
        p.have("before(k) = 0 and log(pos(k)) = log 1 and 1 / pos(k) = 1", prefix)
        p.have("gap(k) >= 0")
    with p.fix("i in T, k in T with pos(k) = pos(i) + 1 and gap(i) >= 0") as step:
        p.have("before(k) = before(i) + 1 / pos(i)", prefix)
        p.let("y = log(pos(i)) - log(pos(k))")
        p.have("exp(log(pos(i))) = pos(i) and exp(log(pos(k))) = pos(k)")
        p.have("exp(y) = pos(i) / pos(k) = 1 - 1 / pos(k)")
        p.have("exp(y) >= 1 + y", why="exp lies above its tangent")
        p.have(
            "gap(k) >= 0",
            "gap(i) >= 0",
            "exp(y) >= 1 + y",
            "exp(y) = 1 - 1 / pos(k)",
            "before(k) = before(i) + 1 / pos(i)",
        )
    p.have("for all k in T: gap(k) >= 0", p.cite("thy:over-time", start, step, T="T", f="gap"))
    p.get("k in T: pos(k) = T", p.cite("thy:last-time", T="T", claim="last"))
    p.have("before(k) + 1 / pos(k) = sum[j in T] 1 / pos(j)", prefix)
    p.have("log(pos(k)) <= log T", "pos(k) = T", "pos(k) >= 1")
    p.claim("sum", "gap(k) >= 0", "before(k) + 1 / pos(k) = sum[j in T] 1 / pos(j)", "log(pos(k)) <= log T")
