"""lem:perturbation-quotient. A reciprocal moves by at most d / (y (y + d)).

False: the bound is with y - d. Mutation: sign.
"""

from varproof.lang import Abs, Entry, Source

from .attempt import attempt

entry = Entry("lem:perturbation-quotient", "A reciprocal moves by at most d / (y (y + d))", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED") as s:
    x, y, d = s.real("x"), s.real("y"), s.real("d")
    s.assume("near", Abs(x - y) <= d)
    s.assume("positive", y > d)
    s.claim("quotient", Abs(1 / x - 1 / y) <= d / (y * (y + d)))
    s.instance("outwards", x=3, y=2, d=1)

entry.proof("stated")(attempt)
