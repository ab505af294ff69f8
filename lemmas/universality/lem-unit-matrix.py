"""lem:unit-matrix. There is I in R^(n x n) with sum_k I_ik x_k = x_i and sum_k I_ki x_k = x_i for every vector x.

I_ik is the number of the indices that are i and k; its rows are the vectors of lem:unit-vector.
"""

from varproof.lang import And, Array, Entry, Eq, Exists, ForAll, Index, Ne, Source, Sum
from varproof.proof.proof import Proof

entry = Entry("lem:unit-matrix", "The unit matrix", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    i, k = Index("i", n), Index("k", n)
    unit, x = Array("I", n, n), Array("x", n)
    rows, columns = Eq(Sum(unit[i, k] * x[k], k), x[i]), Eq(Sum(unit[k, i] * x[k], k), x[i])
    s.claim("unit", Exists(unit, ForAll(x, ForAll(i, And(rows, columns)))))

    s.instance("one index", n=1)
    s.instance("two", n=2)
    s.instance("three", n=3)
    s.false("of one row", claims={"unit": ForAll(i, k, Eq(i, k))}, at=dict(n=2))
    s.false("off the diagonal", claims={"unit": ForAll(i, k, Ne(i, k))}, at=dict(n=2))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("S(i) = {x in n | x = i}", "e(i, k) = sum[y in S(i) | y = k] 1")
    with p.fix("i, k in n") as off, p.suppose("i != k"):
        with p.fix("y in {z in S(i) | z = k}") as none:
            p.have("i = k", "y = i", "y = k")
            p.have("false", "i = k")
            p.have("1 = 0")
        p.have("e(i, k) = 0", p.summed(none))
    with p.fix("i in n") as on:
        p.have("i in S(i)")
        p.have("e(i, i) = 1")
    with p.fix("x in R^n"), p.fix("i in n"):
        with p.fix("k in n - {i}") as rest:
            p.have("e(i, k) x(k) = 0", p.at(off, "i", "k"))
        with p.fix("k in n - {i}") as other:
            p.have("e(k, i) x(k) = 0", p.at(off, "k", "i"))
        p.have("sum[k in n] e(i, k) x(k) = e(i, i) x(i) + sum[k in n - {i}] e(i, k) x(k)")
        p.have("sum[k in n] e(k, i) x(k) = e(i, i) x(i) + sum[k in n - {i}] e(k, i) x(k)")
        p.have("sum[k in n] e(i, k) x(k) = x(i)", p.at(on, "i"), p.summed(rest))
        p.have("sum[k in n] e(k, i) x(k) = x(i)", p.at(on, "i"), p.summed(other))
        p.have("sum[k in n] e(i, k) x(k) = x(i) and sum[k in n] e(k, i) x(k) = x(i)")
    p.claim("unit", by="e")
