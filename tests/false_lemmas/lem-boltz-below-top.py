"""lem:boltz-below-top. The Boltzmann operator is below the maximum.

False: equal entries, and only these. Mutation: strict.
"""

from varproof_lemmas.model import boltz

from varproof.lang import Entry, Index, MaxOver, Source

from .attempt import attempt

entry = Entry(
    "lem:boltz-below-top",
    "The Boltzmann operator is below the maximum",
    source=Source(text="ours"),
    uses=["def:boltzmann", "def:softmax"],
)

with entry.variant("stated", expect="PROVED") as s:
    n = s.size("n")
    a = s.vec("a", n)
    i = Index("i", n)
    s.claim("below", boltz(a) < MaxOver(a[i], i))
    s.instance("two entries", a=[0, 1])

entry.proof("stated")(attempt)
