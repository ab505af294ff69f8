"""lem:norm-largest. The largest entry is at least the length over the root of n - 1.

False: equal entries. Mutation: constant.
"""

from varproof.lang import Abs, Entry, Index, MaxOver, Source, norm, sqrt

from .attempt import attempt

entry = Entry(
    "lem:norm-largest", "The largest entry is at least the length over the root of n - 1", source=Source(text="ours")
)

with entry.variant("stated", expect="PROVED") as s:
    n = s.size("n", least=2)
    a = s.vec("a", n)
    i = Index("i", n)
    s.claim("largest", MaxOver(Abs(a[i]), i) * sqrt(n - 1) >= norm(a[i], i))
    s.instance("one-hot", a=[0, 1])

entry.proof("stated")(attempt)
