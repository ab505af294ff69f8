"""lem:norm-cubes. The cube of the length is at most the sum of the cubes.

False: two entries that are not zero. Mutation: flipped relation.
"""

from varproof.lang import Abs, Entry, Index, Source, Sum, norm

from .attempt import attempt

entry = Entry("lem:norm-cubes", "The cube of the length is at most the sum of the cubes", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED") as s:
    n = s.size("n")
    a = s.vec("a", n)
    i = Index("i", n)
    s.claim("cubes", norm(a[i], i) ** 3 <= Sum(Abs(a[i]) ** 3, i))
    s.instance("one entry", a=[5])

entry.proof("stated")(attempt)
