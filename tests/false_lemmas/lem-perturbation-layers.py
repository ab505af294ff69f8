"""lem:perturbation-layers. Relative errors multiply to at most 1 + s + s^2.

False: true for a total s below 1.79; false beyond. Mutation: exponent.
"""

from varproof.lang import Entry, ForAll, Index, Q, Source, Sum, exp

from .attempt import attempt

entry = Entry("lem:perturbation-layers", "Relative errors multiply to at most 1 + s + s^2", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED") as s:
    n = s.size("n")
    e = s.vec("e", n)
    i = Index("i", n)
    s.assume("nonnegative", ForAll(i, e[i] >= 0))
    total = Sum(e[i], i)
    s.claim("layers", exp(total) <= 1 + total + total**2)
    s.instance("small", e=[Q(1, 10), Q(1, 5)])

entry.proof("stated")(attempt)
