"""lem:attention-injective. Different tokens attend to different values.

False: the weight w may be zero. Mutation: dropped hypothesis.
"""

from varproof.lang import Entry, Index, Ne, Source, Sum, exp

from .attempt import attempt

entry = Entry("lem:attention-injective", "Different tokens attend to different values", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED") as s:
    n = s.size("n")
    x = s.vec("x", n)
    j = Index("j", n)
    k, l, w = s.index("k", n), s.index("l", n), s.real("w")
    first, second = (Sum(x[j] * exp(w * x[e] * x[j]), j) / Sum(exp(w * x[e] * x[j]), j) for e in (k, l))
    s.assume("different", Ne(x[k], x[l]))
    s.claim("injective", Ne(first, second))
    s.instance("two tokens", x=[0, 1], k=0, l=1, w=1)

entry.proof("stated")(attempt)
