"""lem:softmax-top. The largest weight is at least one half.

False: three equal entries. Mutation: only for n >= 3.
"""

from varproof_lemmas.model import softmax

from varproof.lang import Entry, ForAll, Index, Q, Source

from .attempt import attempt

entry = Entry(
    "lem:softmax-top", "The largest weight is at least one half", source=Source(text="ours"), uses=["def:softmax"]
)

with entry.variant("stated", expect="PROVED") as s:
    n = s.size("n", least=2)
    a = s.vec("a", n)
    j = Index("j", n)
    i = s.index("i", n)
    s.assume("largest", ForAll(j, a[j] <= a[i]))
    s.claim("half", softmax(a)[i] >= Q(1, 2))
    s.instance("two entries", a=[0, 1], i=1)

entry.proof("stated")(attempt)
