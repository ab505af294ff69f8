"""lem:perturbation-exp. exp moves by at most exp of the smaller point times the distance.

False: any two points. Mutation: minimum for maximum.
"""

from varproof.lang import Abs, Entry, Min, Source, exp

from .attempt import attempt

entry = Entry(
    "lem:perturbation-exp",
    "exp moves by at most exp of the smaller point times the distance",
    source=Source(text="ours"),
)

with entry.variant("stated", expect="PROVED") as s:
    x, y = s.real("x"), s.real("y")
    s.claim("exp", Abs(exp(x) - exp(y)) <= exp(Min(x, y)) * Abs(x - y))
    s.instance("equal", x=1, y=1)

entry.proof("stated")(attempt)
