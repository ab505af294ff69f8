"""lem:boltz-middle. The Boltzmann operator is at least the middle of the range.

False: two low entries and one that is a little higher. Mutation: only for n >= 3.
"""

from varproof_lemmas.model import boltz

from varproof.lang import Entry, Index, MaxOver, MinOver, Source

from .attempt import attempt

entry = Entry(
    "lem:boltz-middle",
    "The Boltzmann operator is at least the middle of the range",
    source=Source(text="ours"),
    uses=["def:boltzmann", "def:softmax"],
)

with entry.variant("stated", expect="PROVED") as s:
    n = s.size("n")
    a = s.vec("a", n)
    i = Index("i", n)
    s.claim("middle", boltz(a) >= (MaxOver(a[i], i) + MinOver(a[i], i)) / 2)
    s.instance("two entries", a=[0, 3])

entry.proof("stated")(attempt)
