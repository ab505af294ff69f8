"""thy:weighted-mean. A mean with weights lies between the least and the largest value: w >= 0, sum w = 1."""

from varproof.lang import Entry, Eq, ForAll, Index, MaxOver, MinOver, Q, Source, Sum
from varproof.proof.proof import Proof

entry = Entry("thy:weighted-mean", "A weighted mean lies between its values", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    w, x, i = s.vec("w", n), s.vec("x", n), Index("i", n)
    mean = Sum(w[i] * x[i], i)
    s.assume("weights", ForAll(i, w[i] >= 0), needed_at=dict(w=[2, -1], x=[1, 0]))
    s.assume("total", Eq(Sum(w[i], i), 1), needed_at=dict(w=[2], x=[1]))
    s.claim("upper", mean <= MaxOver(x[i], i))
    s.claim("lower", MinOver(x[i], i) <= mean)

    s.instance("thirds", w=[Q(1, 3), Q(2, 3)], x=[0, 1])
    s.false("strict", claims={"upper": mean < MaxOver(x[i], i)}, at=dict(w=[1], x=[1]))


@entry.proof("stated")
def proof(p: Proof) -> None:
    top = p.largest("k in n: x[k]")
    with p.fix("i in n") as below:
        p.have("w[i] x[i] <= w[i] x[k]", "weights")
    p.claim("upper", top, p.summed(below), "total")
    low = p.smallest("l in n: x[l]")
    with p.fix("i in n") as above:
        p.have("w[i] x[l] <= w[i] x[i]", "weights")
    p.claim("lower", low, p.summed(above), "total")
