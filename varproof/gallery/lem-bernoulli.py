"""lem:bernoulli. (1 + x)^k >= 1 + k x for x >= -1 and k = 1, 2, ...

The powers as a recurrence, P_1 = 1 + x and P_{k+1} = P_k (1 + x).
"""

from varproof.lang import Entry, Eq, First, ForAll, Index, Pos, Q, Source
from varproof.proof.proof import Proof

entry = Entry("lem:bernoulli", "Bernoulli's inequality", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    P, x = s.vec("P", n), s.real("x")
    k = Index("k", n)
    s.assume("base", x >= -1, needed_at=dict(P=[-3, 9, -27], x=-4))
    s.assume("first", Eq(P[First(n)], 1 + x))
    s.assume("next", ForAll(k, Eq(P[k + 1], P[k] * (1 + x))))
    s.claim("bound", ForAll(k, P[k] >= 1 + Pos(k) * x))

    s.instance("halves", P=[Q(1, 2), Q(1, 4), Q(1, 8)], x=Q(-1, 2))
    s.instance("zero", P=[0, 0], x=-1)

    s.false("strict", claims={"bound": ForAll(k, P[k] > 1 + Pos(k) * x)})
    s.false("any base", drop=["base"], at=dict(P=[-3, 9, -27], x=-4))
    s.false("more", claims={"bound": ForAll(k, P[k] >= 1 + Pos(k) * x + x**2)})


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("pos(k) = sum[l in n | l <= k] 1", "gap(k) = P[k] - 1 - pos(k) x")
    with p.fix("k in n with pos(k) = 1") as start:
        p.have("gap(k) >= 0", "first")
    with p.fix("i in n, k in n with pos(k) = pos(i) + 1 and gap(i) >= 0") as step:
        p.have("gap(k) = gap(i) (1 + x) + pos(i) x^2", "next")
        p.have("gap(i) (1 + x) >= 0", "gap(i) >= 0", "base")
        p.have("gap(k) >= 0", "gap(k) = gap(i) (1 + x) + pos(i) x^2", "gap(i) (1 + x) >= 0", "pos(i) x^2 >= 0")
    p.claim("bound", p.cite("thy:over-time", start, step, T="n", f="gap"))
