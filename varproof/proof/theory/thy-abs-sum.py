"""thy:abs-sum. The triangle inequality for finite sums: |sum_i x_i| <= sum_i |x_i|."""

from varproof.lang import Abs, Entry, Index, Source, Sum
from varproof.proof.proof import Proof

entry = Entry("thy:abs-sum", "The absolute value of a sum", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    x = s.vec("x", n)
    i = Index("i", n)
    s.claim("bound", Abs(Sum(x[i], i)) <= Sum(Abs(x[i]), i))

    s.instance("signs", x=[1, -2])
    s.false("strict", claims={"bound": Abs(Sum(x[i], i)) < Sum(Abs(x[i]), i)}, at=dict(x=[1]))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.claim("bound")
