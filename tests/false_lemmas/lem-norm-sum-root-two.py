"""lem:norm-sum-root-two. The sum of absolute values is at most the root of two times the length.

False: three equal entries. Mutation: only for n >= 3.
"""

from varproof.lang import Abs, Entry, Index, Source, Sum, norm, sqrt

from .attempt import attempt

entry = Entry(
    "lem:norm-sum-root-two",
    "The sum of absolute values is at most the root of two times the length",
    source=Source(text="ours"),
)

with entry.variant("stated", expect="PROVED") as s:
    n = s.size("n")
    a = s.vec("a", n)
    i = Index("i", n)
    s.claim("root", Sum(Abs(a[i]), i) <= sqrt(2) * norm(a[i], i))
    s.instance("two entries", a=[1, 2])

entry.proof("stated")(attempt)
