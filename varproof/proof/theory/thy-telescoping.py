"""thy:telescoping. Steps that are at most the increments of f add up to at most its growth:

a_t <= f(t) - f(t-1) for t = 1, ..., T   =>   sum_t a_t <= f(T) - f(0)
"""

from varproof.lang import Entry, ForAll, Index, Lam, Pos, Real, Source, Sum
from varproof.proof.proof import Proof

entry = Entry("thy:telescoping", "A telescoping sum", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    T = s.size("T")
    a, f = s.vec("a", T), s.function("f")
    i, x = Index("i", T), Real("x")
    line = Lam(x, x)
    s.assume("steps", ForAll(i, a[i] <= f(Pos(i)) - f(Pos(i) - 1)), needed_at=dict(a=[2], f=line))
    s.claim("sum", Sum(a[i], i) <= f(T) - f(0))

    s.instance("ones", a=[1, 1, 1], f=line)
    s.false("strict", claims={"sum": Sum(a[i], i) < f(T) - f(0)}, at=dict(a=[1], f=line))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("pos(k) = sum[l in T | l <= k] 1", "before(k) = sum[j in T | pos(j) < pos(k)] a[j]")
    p.let("gap(k) = f(pos(k) - 1) - f(0) - before(k)")
    prefix = p.cite("thy:prefix-sums", T="T", a="a")
    with p.fix("k in T with pos(k) = 1") as start:
        p.have("pos(k) - 1 = 0 and before(k) = 0", prefix)
        p.have("f(pos(k) - 1) = f(0)", "pos(k) - 1 = 0")
        p.have("gap(k) >= 0")
    with p.fix("i in T, k in T with pos(k) = pos(i) + 1 and gap(i) >= 0") as step:
        p.have("before(k) = before(i) + a[i] and pos(k) - 1 = pos(i)", prefix)
        p.have("f(pos(k) - 1) = f(pos(i))", "pos(k) - 1 = pos(i)")
        p.have("gap(k) >= 0", "steps", "gap(i) >= 0")
    always = p.cite("thy:over-time", start, step, T="T", f="gap")
    p.get("k in T: pos(k) = T", p.cite("thy:last-time", T="T"))
    p.have("f(pos(k)) = f(|T|)", "pos(k) = T")
    p.have("before(k) + a[k] = sum[j in T] a[j]", prefix)
    p.have("a[k] <= f(pos(k)) - f(pos(k) - 1)", "steps")
    p.have("gap(k) >= 0", always)
    p.claim("sum")
