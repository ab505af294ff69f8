"""lem:sum-log-size. log n is at most 3.

False: twenty-one elements. Mutation: only for large n.
"""

from varproof.lang import Entry, Source, log

from .attempt import attempt

entry = Entry("lem:sum-log-size", "log n is at most 3", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED") as s:
    n = s.size("n")
    s.vec("a", n)
    s.claim("small", log(n) <= 3)
    s.instance("two entries", a=[0, 0])

entry.proof("stated")(attempt)
