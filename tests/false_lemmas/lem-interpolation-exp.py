"""lem:interpolation-exp. A chord of exp is within h^2 exp(h) / 16.

False: the middle of a short chord: the error is about h^2 / 8. Mutation: constant.
"""

from varproof.lang import And, Entry, Source, exp

from .attempt import attempt

entry = Entry("lem:interpolation-exp", "A chord of exp is within h^2 exp(h) / 16", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED") as s:
    x, h = s.real("x"), s.real("h")
    s.assume("inside", And(x >= 0, x <= h, h <= 1, h > 0))
    chord = 1 + x * (exp(h) - 1) / h
    s.claim("error", chord - exp(x) <= h**2 * exp(h) / 16)
    s.instance("at an end", x=0, h=1)

entry.proof("stated")(attempt)
