"""lem:boltz-nonexpansive. The Boltzmann operator moves at most as far as the farthest entry.

False: its gradient has entries of both signs, so its sum of absolute values is above 1. Mutation: constant.
"""

from varproof_lemmas.model import boltz

from varproof.lang import Abs, Entry, Index, MaxOver, Source

from .attempt import attempt

entry = Entry(
    "lem:boltz-nonexpansive",
    "The Boltzmann operator moves at most as far as the farthest entry",
    source=Source(text="ours"),
    uses=["def:boltzmann", "def:softmax"],
)

with entry.variant("stated", expect="PROVED") as s:
    n = s.size("n")
    a = s.vec("a", n)
    b = s.vec("b", n)
    i = Index("i", n)
    s.claim("move", Abs(boltz(a) - boltz(b)) <= MaxOver(Abs(a[i] - b[i]), i))
    s.instance("ties", a=[0, 0], b=[0, 1])

entry.proof("stated")(attempt)
