"""lem:boltz-homogeneous. Doubling all entries doubles the Boltzmann operator.

False: true for equal entries only. Mutation: false generalisation.
"""

from varproof_lemmas.model import boltz

from varproof.lang import Entry, Eq, ForAll, Index, Source

from .attempt import attempt

entry = Entry(
    "lem:boltz-homogeneous",
    "Doubling all entries doubles the Boltzmann operator",
    source=Source(text="ours"),
    uses=["def:boltzmann", "def:softmax"],
)

with entry.variant("stated", expect="PROVED") as s:
    n = s.size("n")
    a = s.vec("a", n)
    b = s.vec("b", n)
    i = Index("i", n)
    s.assume("double", ForAll(i, Eq(b[i], 2 * a[i])))
    s.claim("doubled", Eq(boltz(b), 2 * boltz(a)))
    s.instance("ties", a=[1, 1], b=[2, 2])

entry.proof("stated")(attempt)
