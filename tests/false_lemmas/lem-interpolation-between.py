"""lem:interpolation-between. Interpolation stays above the smaller value.

False: t outside of [0, 1]. Mutation: dropped hypothesis.
"""

from varproof.lang import Entry, Min, Q, Source

from .attempt import attempt

entry = Entry("lem:interpolation-between", "Interpolation stays above the smaller value", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED") as s:
    a, b, t = s.real("a"), s.real("b"), s.real("t")
    s.claim("above", (1 - t) * a + t * b >= Min(a, b))
    s.instance("half", a=0, b=1, t=Q(1, 2))

entry.proof("stated")(attempt)
