"""lem:boltz-mean. The Boltzmann operator is at most the mean.

False: any two different entries. Mutation: flipped relation.
"""

from varproof_lemmas.model import boltz

from varproof.lang import Entry, Index, Source, Sum

from .attempt import attempt

entry = Entry(
    "lem:boltz-mean",
    "The Boltzmann operator is at most the mean",
    source=Source(text="ours"),
    uses=["def:boltzmann", "def:softmax"],
)

with entry.variant("stated", expect="PROVED") as s:
    n = s.size("n")
    a = s.vec("a", n)
    i = Index("i", n)
    s.claim("mean", boltz(a) <= Sum(a[i], i) / n)
    s.instance("ties", a=[2, 2, 2])

entry.proof("stated")(attempt)
