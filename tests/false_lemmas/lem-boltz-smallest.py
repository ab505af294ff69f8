"""lem:boltz-smallest. The Boltzmann operator is within log n of the smallest entry.

False: entries that are spread out. Mutation: minimum for maximum.
"""

from varproof_lemmas.model import boltz

from varproof.lang import Entry, Index, MinOver, Source, log

from .attempt import attempt

entry = Entry(
    "lem:boltz-smallest",
    "The Boltzmann operator is within log n of the smallest entry",
    source=Source(text="ours"),
    uses=["def:boltzmann", "def:softmax"],
)

with entry.variant("stated", expect="PROVED") as s:
    n = s.size("n")
    a = s.vec("a", n)
    i = Index("i", n)
    s.claim("upper", boltz(a) <= MinOver(a[i], i) + log(n))
    s.instance("ties", a=[1, 1])

entry.proof("stated")(attempt)
