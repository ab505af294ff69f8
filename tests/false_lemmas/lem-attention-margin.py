"""lem:attention-margin. The margin is above exp(-300 g / e), whatever the units.

False: token norms e and g far below exp(-300). Mutation: units.
"""

from varproof.lang import Entry, Source, exp

from .attempt import attempt

entry = Entry(
    "lem:attention-margin", "The margin is above exp(-300 g / e), whatever the units", source=Source(text="ours")
)

with entry.variant("stated", expect="PROVED") as s:
    e, g = s.real("e"), s.real("g")
    s.assume("separated", e > 0)
    s.assume("bounded", e <= g)
    s.claim("margin", exp(-300 * g / e) <= e)
    s.instance("one unit", e=1, g=2)

entry.proof("stated")(attempt)
