"""thy:sum-at-most-max. A sum of n terms is at most n times the largest, and a mean at most the largest."""

from varproof.lang import Entry, Index, MaxOver, Q, Source, Sum
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import max_over
from varproof.proof.proof import Proof

entry = Entry("thy:sum-at-most-max", "A sum of n terms is at most n times the largest", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    x = s.vec("x", n)
    i = Index("i", n)
    s.claim("sum", Sum(x[i], i) <= n * MaxOver(x[i], i))

    s.instance("equal", x=[2, 2])
    s.instance("one", x=[Q(-1, 2)])
    s.false("one term", claims={"sum": Sum(x[i], i) <= MaxOver(x[i], i)}, at=dict(x=[1, 1]))


@entry.proof("stated")
def proof(p: Proof) -> None:
    n, x = p["n"], p["x"]
    top = max_over(n, x)
    each = p.sum_at_least(n, lambda i, i_in: p.have(t.ge(top - x(i)), p.at_most_max(i_in, x)))
    p.prove(p.show(p.have(p.goal("sum"), each), "each term is at most the largest"))
