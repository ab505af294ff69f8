"""lem:sum-far. x is below ten million and exp(-x).

False: x above ten million. Mutation: extreme scale.
"""

from varproof.lang import Entry, Source, exp

from .attempt import attempt

entry = Entry("lem:sum-far", "x is below ten million and exp(-x)", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED") as s:
    x = s.real("x")
    s.claim("below", x < 10**7 + exp(-x))
    s.instance("near", x=3)

entry.proof("stated")(attempt)
