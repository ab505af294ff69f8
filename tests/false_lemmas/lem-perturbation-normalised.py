"""lem:perturbation-normalised. A vector over its length has entries of at most 1.

False: the zero vector has no direction. Mutation: undefined.
"""

from varproof.lang import Abs, Entry, Index, Source, norm

from .attempt import attempt

entry = Entry(
    "lem:perturbation-normalised", "A vector over its length has entries of at most 1", source=Source(text="ours")
)

with entry.variant("stated", expect="PROVED") as s:
    n = s.size("n")
    a = s.vec("a", n)
    j = Index("j", n)
    i = s.index("i", n)
    s.claim("entry", Abs(a[i]) / norm(a[j], j) <= 1)
    s.instance("two entries", a=[3, 4], i=0)

entry.proof("stated")(attempt)
