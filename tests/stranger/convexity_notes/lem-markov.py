"""lem:markov. A nonnegative variable with values x_i of probability p_i: t P(x >= t) <= E x for t >= 0.

Why: leave out the terms with x_i < t, and put t for x_i in the others.
"""

from varproof.lang import Entry, ForAll, Index, Q, Source, Sum
from varproof.proof.proof import Proof

entry = Entry("lem:markov", "Markov's inequality", source=Source(text="ours"))


def two_values(t, q):
    """Equality: 0 and t, the latter with probability q."""
    return dict(p=[1 - q, q], x=[0, t])


with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    p, x = s.vec("p", n), s.vec("x", n)
    t = s.real("t")
    i = Index("i", n)
    s.assume("probabilities", ForAll(i, p[i] >= 0), needed_at=dict(p=[-1, 1], x=[1, 0], t=0))
    s.assume("nonnegative", ForAll(i, x[i] >= 0), needed_at=dict(p=[1], x=[-1], t=0))
    s.claim("tail", t * Sum(p[i], i, where=x[i] >= t) <= Sum(p[i] * x[i], i))
    s.constant("tail", Sum(p[i] * x[i], i), bounds=t * Sum(p[i], i, where=x[i] >= t), side="upper")

    s.instance("equality", p=[Q(1, 2), Q(1, 2)], x=[0, 3], t=3)
    s.instance("nothing that large", p=[1], x=[1], t=2)
    s.family("two values", two_values)

    s.false("twice", claims={"tail": 2 * t * Sum(p[i], i, where=x[i] >= t) <= Sum(p[i] * x[i], i)},
            at=dict(p=[1], x=[1], t=1))  # fmt: skip


@entry.proof("stated")
def proof(q: Proof) -> None:
    with q.fix("i in {i in n | x[i] >= t}") as large:
        q.have("p[i] x[i] >= t p[i]")
    with q.fix("i in {i in n | not x[i] >= t}") as small:
        q.have("p[i] x[i] >= 0")
    q.have("sum[i in n] p[i] x[i] = (sum[i in n | x[i] >= t] p[i] x[i]) + (sum[i in n | not x[i] >= t] p[i] x[i])")
    q.claim("tail", q.summed(large), q.summed(small))
