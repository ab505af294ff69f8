"""lem:boltz-order. The Boltzmann operator is monotone.

False: raising an entry far below the maximum. Mutation: false generalisation.
"""

from varproof_lemmas.model import boltz

from varproof.lang import Entry, ForAll, Index, Source

from .attempt import attempt

entry = Entry(
    "lem:boltz-order",
    "The Boltzmann operator is monotone",
    source=Source(text="ours"),
    uses=["def:boltzmann", "def:softmax"],
)

with entry.variant("stated", expect="PROVED") as s:
    n = s.size("n")
    a = s.vec("a", n)
    b = s.vec("b", n)
    i = Index("i", n)
    s.assume("below", ForAll(i, a[i] <= b[i]))
    s.claim("order", boltz(a) <= boltz(b))
    s.instance("near the top", a=[0, 0], b=[0, 1])

entry.proof("stated")(attempt)
