"""thm:weak-duality. The easy half of the minimax theorem: no mixed strategy of the first player of a matrix game
guarantees more than any of the second player allows.

    min_j (p A)_j <= p A q <= max_i (A q)_i
"""

from varproof.lang import Entry, Eq, ForAll, Index, MaxOver, MinOver, Q, Source, Sum
from varproof.proof.proof import Proof

entry = Entry("thm:weak-duality", "Weak duality of matrix games", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n, m = s.size("n"), s.size("m")
    A, p, q = s.mat("A", n, m), s.vec("p", n), s.vec("q", m)
    i, j = Index("i", n), Index("j", m)
    s.assume("p-nonnegative", ForAll(i, p[i] >= 0), needed_at=dict(A=[[0], [-1]], p=[2, -1], q=[1]))
    s.assume("p-total", Eq(Sum(p[i], i), 1))
    s.assume("q-nonnegative", ForAll(j, q[j] >= 0))
    s.assume("q-total", Eq(Sum(q[j], j), 1))
    least, most = MinOver(Sum(p[i] * A[i, j], i), j), MaxOver(Sum(A[i, j] * q[j], j), i)
    s.claim("duality", least <= most)

    s.instance("pennies", A=[[1, -1], [-1, 1]], p=[Q(1, 2), Q(1, 2)], q=[Q(1, 2), Q(1, 2)])
    s.instance("one move", A=[[3]], p=[1], q=[1])

    s.false("strict", claims={"duality": least < most}, at=dict(A=[[3]], p=[1], q=[1]))
    s.false("any weights", drop=["q-total"])


@entry.proof("stated")
def proof(k: Proof) -> None:
    k.let("gain(j) = sum[i in n] p[i] A[i, j]", "loss(i) = sum[j in m] A[i, j] q[j]")
    low = k.smallest("b in m: gain(b)")
    top = k.largest("a in n: loss(a)")
    with k.fix("j in m") as columns:
        k.have("gain(b) q[j] <= gain(j) q[j]", "gain(b) <= gain(j)", "q[j] >= 0")
    with k.fix("i in n") as rows:
        k.have("p[i] loss(i) <= p[i] loss(a)", "loss(i) <= loss(a)", "p[i] >= 0")
    k.have("sum[j in m] gain(j) q[j] = sum[i in n] p[i] loss(i)", why="both are the sum of p[i] A[i, j] q[j]")
    k.claim("duality", low, top, k.summed(columns), k.summed(rows), "p-total", "q-total")
