"""lem:inverse-root-sum. sum_{t=1}^T 1/sqrt(t) <= 2 sqrt(T): the step sizes of online gradient descent.

Why: 1/sqrt(t) <= 2 (sqrt(t) - sqrt(t-1)), telescoped.
"""

from varproof.lang import Entry, Index, Pos, Source, Sum, sqrt
from varproof.proof.proof import Proof

entry = Entry("lem:inverse-root-sum", "The sum of the step sizes 1/sqrt(t)", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    T = s.size("T")
    i = Index("i", T)
    s.claim("sum", Sum(1 / sqrt(Pos(i)), i) <= 2 * sqrt(T))
    s.constant("sum", 2 * sqrt(T), bounds=Sum(1 / sqrt(Pos(i)), i), side="upper")

    s.instance("one", T=1)
    s.instance("ten", T=10)

    s.false("the constant 3/2", claims={"sum": 2 * Sum(1 / sqrt(Pos(i)), i) <= 3 * sqrt(T)})


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("pos(k) = sum[l in T | l <= k] 1")
    p.have("for all k in T: pos(k) >= 1", p.cite("thy:last-time", T="T", claim="range"))
    with p.fix("k in T") as each:
        p.let("r = sqrt(pos(k))", "s = sqrt(pos(k) - 1)")
        p.have("r > 0 and s >= 0 and r^2 = pos(k) and s^2 = pos(k) - 1", "pos(k) >= 1")
        p.have("2 r (r - s) >= 1", "(r - s)^2 >= 0", "r^2 = pos(k)", "s^2 = pos(k) - 1")
        p.have("1 / sqrt(pos(k)) <= 2 r - 2 s", "2 r (r - s) >= 1", "r > 0")
    p.claim("sum", p.cite("thy:telescoping", each, T="T", a="k -> 1 / sqrt(pos(k))", f="x -> 2 sqrt x"))
