"""lem:sum-maxima. The maximum of a sum is at least the sum of the maxima.

False: maxima at different places. Mutation: flipped relation.
"""

from varproof.lang import Entry, Index, MaxOver, Source

from .attempt import attempt

entry = Entry("lem:sum-maxima", "The maximum of a sum is at least the sum of the maxima", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED") as s:
    n = s.size("n")
    a = s.vec("a", n)
    b = s.vec("b", n)
    i = Index("i", n)
    s.claim("maxima", MaxOver(a[i] + b[i], i) >= MaxOver(a[i], i) + MaxOver(b[i], i))
    s.instance("same place", a=[0, 1], b=[0, 1])

entry.proof("stated")(attempt)
