"""lem:interpolation-cubic-positive. The weights of cubic convolution are not negative.

False: between one and two the weight is below zero. Mutation: sign.
"""

from varproof.lang import And, Entry, Source

from .attempt import attempt

entry = Entry(
    "lem:interpolation-cubic-positive", "The weights of cubic convolution are not negative", source=Source(text="ours")
)

with entry.variant("stated", expect="PROVED") as s:
    x = s.real("x")
    s.assume("outer", And(x >= 1, x <= 2))
    s.claim("positive", -(x**3) / 2 + 5 * x**2 / 2 - 4 * x + 2 >= 0)
    s.instance("at the end", x=2)

entry.proof("stated")(attempt)
