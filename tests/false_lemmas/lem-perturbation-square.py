"""lem:perturbation-square. A square moves by at most 2 d |x|.

False: the term d^2 is missing. Mutation: missing term.
"""

from varproof.lang import Abs, Entry, Source

from .attempt import attempt

entry = Entry("lem:perturbation-square", "A square moves by at most 2 d |x|", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED") as s:
    x, y, d = s.real("x"), s.real("y"), s.real("d")
    s.assume("near", Abs(x - y) <= d)
    s.claim("square", Abs(x**2 - y**2) <= 2 * d * Abs(x))
    s.instance("inwards", x=2, y=1, d=1)

entry.proof("stated")(attempt)
