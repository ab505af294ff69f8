"""lem:markov. Markov's inequality: c P(x >= c) <= E x for a nonnegative variable x with finitely many values."""

from varproof.lang import Entry, ForAll, Index, Q, Source, Sum
from varproof.proof.proof import Proof

entry = Entry("lem:markov", "Markov's inequality", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    p, x, c, i = s.vec("p", n), s.vec("x", n), s.real("c"), Index("i", n)
    s.assume("weights", ForAll(i, p[i] >= 0))
    s.assume("nonnegative", ForAll(i, x[i] >= 0), needed_at=dict(p=[1, 1], x=[-3, 1], c=1))
    s.claim("tail", c * Sum(p[i], i, where=x[i] >= c) <= Sum(p[i] * x[i], i))

    s.instance("two", p=[Q(1, 2), Q(1, 2)], x=[0, 2], c=1)
    tail = c * Sum(p[i], i, where=x[i] >= c)
    s.false("strict", claims={"tail": tail < Sum(p[i] * x[i], i)}, at=dict(p=[1], x=[1], c=1))


@entry.proof("stated")
def proof(k: Proof) -> None:
    with k.fix("i in {i in n | x[i] >= c}") as large:
        k.have("c p[i] <= p[i] x[i]", "x[i] >= c", "weights")
    with k.fix("i in {i in n | not x[i] >= c}") as small:
        k.have("p[i] x[i] >= 0", "weights", "nonnegative")
    k.have("sum[i in n] p[i] x[i] = sum[i in n | x[i] >= c] p[i] x[i] + sum[i in n | not x[i] >= c] p[i] x[i]")
    k.claim("tail", k.summed(large), k.summed(small))
