"""lem:sum-isolated. A square of a distance is positive.

False: a single point, with denominators 7 and 5. Mutation: only at equality.
"""

from varproof.lang import Entry, Q, Source

from .attempt import attempt

entry = Entry("lem:sum-isolated", "A square of a distance is positive", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED") as s:
    x, y = s.real("x"), s.real("y")
    s.claim("positive", (x - Q(3, 7)) ** 2 + (y - Q(2, 5)) ** 2 > 0)
    s.instance("elsewhere", x=0, y=0)

entry.proof("stated")(attempt)
