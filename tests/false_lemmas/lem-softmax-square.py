"""lem:softmax-square. Doubling all entries at most squares a weight.

False: two entries: the square of a weight is smaller. Mutation: flipped relation.
"""

from varproof_lemmas.model import softmax

from varproof.lang import Entry, Index, Source, Sum, exp

from .attempt import attempt

entry = Entry(
    "lem:softmax-square",
    "Doubling all entries at most squares a weight",
    source=Source(text="ours"),
    uses=["def:softmax"],
)

with entry.variant("stated", expect="PROVED") as s:
    n = s.size("n")
    a = s.vec("a", n)
    j = Index("j", n)
    i = s.index("i", n)
    scaled = exp(2 * a[i]) / Sum(exp(2 * a[j]), j)
    s.claim("square", scaled <= softmax(a)[i] ** 2)
    s.instance("one entry", a=[3], i=0)

entry.proof("stated")(attempt)
