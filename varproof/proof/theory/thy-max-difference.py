"""thy:max-difference. Maxima differ by at most the largest difference: |max x - max y| <= max |x - y|."""

from varproof.lang import Abs, Entry, Index, MaxOver, Source
from varproof.proof.proof import Proof

entry = Entry("thy:max-difference", "The difference of two maxima", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    x, y, i = s.vec("x", n), s.vec("y", n), Index("i", n)
    far = MaxOver(Abs(x[i] - y[i]), i)
    s.claim("difference", Abs(MaxOver(x[i], i) - MaxOver(y[i], i)) <= far)

    s.instance("crossed", x=[0, 1], y=[2, 0])
    s.false("half", claims={"difference": 2 * Abs(MaxOver(x[i], i) - MaxOver(y[i], i)) <= far}, at=dict(x=[1], y=[0]))


@entry.proof("stated")
def proof(p: Proof) -> None:
    first, second = p.largest("k in n: x[k]"), p.largest("l in n: y[l]")
    far = p.largest("m in n: |x[m] - y[m]|")
    p.have("x[k] - y[l] <= |x[m] - y[m]|", "|x[k] - y[k]| <= |x[m] - y[m]|", "y[k] <= y[l]")
    p.have("y[l] - x[k] <= |x[m] - y[m]|", "|x[l] - y[l]| <= |x[m] - y[m]|", "x[l] <= x[k]")
    p.claim("difference", first, second, far, "x[k] - y[l] <= |x[m] - y[m]|", "y[l] - x[k] <= |x[m] - y[m]|")
