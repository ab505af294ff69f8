"""thy:rank. The numbers of reals below and up to one of them: with t_k < t_l,

#{i : t_i < t_k} + 1 <= #{i : t_i <= t_k} <= #{i : t_i < t_l}   and   1 <= #{i : t_i <= t_k} <= n.
"""

from varproof.lang import And, Entry, ForAll, Implies, Index, Source, Sum
from varproof.proof.proof import Proof

entry = Entry("thy:rank", "How many reals are below one of them", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    x = s.vec("x", n)
    i, k, l = Index("i", n), Index("k", n), Index("l", n)
    below, upto = Sum(1, i, where=x[i] < x[k]), Sum(1, i, where=x[i] <= x[k])
    later = Sum(1, i, where=x[i] < x[l])
    s.claim("own", ForAll(k, And(below + 1 <= upto, upto <= n)))
    s.claim("next", ForAll(k, l, Implies(x[k] < x[l], upto <= later)))

    s.instance("ties", x=[1, 1, 2])
    s.instance("one", x=[0])
    s.false("strictly more", claims={"next": ForAll(k, l, Implies(x[k] < x[l], upto < later))}, at=dict(x=[1, 2]))
    s.false("all", claims={"own": ForAll(k, n <= upto)}, at=dict(x=[1, 2]))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("below(k) = {i in n | x[i] < x[k]}", "upto(k) = {i in n | x[i] <= x[k]}")
    p.let("places(k) = sum[i in upto(k)] 1", "rank(k) = sum[i in below(k)] 1")
    with p.fix("k in n"):
        p.let("lower = {i in upto(k) | x[i] < x[k]}", "same = {i in upto(k) | not x[i] < x[k]}")
        p.have("|lower| = rank(k)")
        p.have("places(k) = |lower| + |same|")
        p.have("k in same")
        p.have("|same| = 1 + sum[i in same - {k}] 1")
        p.have("sum[i in same - {k}] 1 >= 0")
        p.have("n = places(k) + sum[i in n | not x[i] <= x[k]] 1")
        p.have("sum[i in n | not x[i] <= x[k]] 1 >= 0")
        p.have("rank(k) + 1 <= places(k) and places(k) <= n")
    p.claim("own")
    with p.fix("k in n, l in n with x[k] < x[l]"):
        p.let("early = {i in below(l) | x[i] <= x[k]}", "late = {i in below(l) | not x[i] <= x[k]}")
        p.have("|early| = places(k)", "x[k] < x[l]")
        p.have("rank(l) = |early| + |late| and |late| >= 0")
        p.have("places(k) <= rank(l)")
    p.claim("next")
