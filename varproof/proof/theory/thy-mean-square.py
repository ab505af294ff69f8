"""thy:mean-square. The square of a sum of n terms is at most n times the sum of their squares."""

from varproof.lang import Entry, Index, Source, Sum
from varproof.proof.proof import Proof

entry = Entry("thy:mean-square", "The mean and the mean square", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    x, i = s.vec("x", n), Index("i", n)
    squares = Sum(x[i] ** 2, i)
    s.claim("square", Sum(x[i], i) ** 2 <= n * squares)

    s.instance("two", x=[1, 3])
    s.false("without n", claims={"square": Sum(x[i], i) ** 2 <= squares}, at=dict(x=[1, 1]))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.have(
        "(sum[i in n] x[i] 1)^2 <= (sum[i in n] x[i]^2) (sum[i in n] 1^2)",
        p.cite("thy:cauchy-schwarz", n="n", x="x", y="i -> 1", claim="squares"),
    )
    p.claim("square")
