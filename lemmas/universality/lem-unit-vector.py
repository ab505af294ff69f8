"""lem:unit-vector. Sums with a unit vector take one entry: for every index m there is e with e_m = 1, e_i = 0 elsewhere
and sum_i e_i f_i = f_m for every vector f.

e_i is the number of the indices that are m and i.
"""

from varproof.lang import And, Array, Entry, Eq, Exists, ForAll, Implies, Index, Ne, Source, Sum
from varproof.proof.proof import Proof

entry = Entry("lem:unit-vector", "Sums with a unit vector take one entry", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    m = s.index("m", n)
    i, e, f = Index("i", n), Array("e", n), Array("f", n)
    entries = ForAll(i, And(Implies(Eq(i, m), Eq(e[i], 1)), Implies(Ne(i, m), Eq(e[i], 0))))
    s.claim("unit", Exists(e, And(entries, ForAll(f, Eq(Sum(e[i] * f[i], i), f[m])))))

    s.instance("one index", n=1, m=0)
    s.instance("the second of three", n=3, m=1)
    s.instance("the last of four", n=4, m=3)
    s.false("all of them", claims={"unit": ForAll(i, Eq(i, m))}, at=dict(n=2, m=0))
    s.false("none of them", claims={"unit": ForAll(i, Ne(i, m))}, at=dict(n=2, m=0))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("S = {x in n | x = m}", "e(i) = sum[y in S | y = i] 1")
    p.have("m in S")
    with p.fix("i in n") as entries:
        with p.suppose("i = m") as same:
            p.have("e(m) = 1")
            p.have("e(i) = 1")
        with p.suppose("i != m") as other:
            with p.fix("y in {z in S | z = i}") as none:
                p.have("i = m", "y = i", "y = m")
                p.have("false", "i = m")
                p.have("1 = 0")
            p.have("e(i) = 0", p.summed(none))
        p.have("(i = m => e(i) = 1) and (i != m => e(i) = 0)", same, other)
    with p.fix("f in R^n"):
        p.have("sum[i in n] e(i) f(i) = e(m) f(m) + sum[i in n - {m}] e(i) f(i)")
        with p.fix("i in n - {m}") as others:
            p.have("e(i) = 0", p.at(entries, "i"))
            p.have("e(i) f(i) = 0")
        p.have("e(m) = 1", p.at(entries, "m"))
        p.have("sum[i in n] e(i) f(i) = f(m)", p.summed(others))
    p.claim("unit", by="e")
