"""lem:boltz-half-log. The Boltzmann operator loses at most half of log n.

False: one entry on top of many equal ones; it takes more than ten of them. Mutation: constant.
"""

from varproof_lemmas.model import boltz

from varproof.lang import Entry, Index, MaxOver, Source, log

from .attempt import attempt

entry = Entry(
    "lem:boltz-half-log",
    "The Boltzmann operator loses at most half of log n",
    source=Source(text="ours"),
    uses=["def:boltzmann", "def:softmax"],
)

with entry.variant("stated", expect="PROVED") as s:
    n = s.size("n")
    a = s.vec("a", n)
    i = Index("i", n)
    s.claim("lower", boltz(a) >= MaxOver(a[i], i) - log(n) / 2)
    s.instance("two entries", a=[0, 1])

entry.proof("stated")(attempt)
