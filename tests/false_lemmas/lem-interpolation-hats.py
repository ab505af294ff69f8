"""lem:interpolation-hats. Neighbouring hats add up to 1.

False: left of both centres only one hat is left. Mutation: weakened hypothesis.
"""

from varproof.lang import Abs, And, Entry, Eq, Max, Q, Source

from .attempt import attempt

entry = Entry("lem:interpolation-hats", "Neighbouring hats add up to 1", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED") as s:
    x = s.real("x")
    s.assume("range", And(x >= -1, x <= 1))
    s.claim("one", Eq(Max(0, 1 - Abs(x)) + Max(0, 1 - Abs(x - 1)), 1))
    s.instance("middle", x=Q(1, 2))

entry.proof("stated")(attempt)
