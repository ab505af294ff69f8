"""lem:attention-smallest. A token attends to something below the smallest value.

False: two different values. Mutation: minimum for maximum.
"""

from varproof.lang import Entry, Index, MinOver, Source, Sum, exp

from .attempt import attempt

entry = Entry(
    "lem:attention-smallest", "A token attends to something below the smallest value", source=Source(text="ours")
)

with entry.variant("stated", expect="PROVED") as s:
    n = s.size("n")
    x = s.vec("x", n)
    j = Index("j", n)
    k, w = s.index("k", n), s.real("w")
    out = Sum(x[j] * exp(w * x[k] * x[j]), j) / Sum(exp(w * x[k] * x[j]), j)
    s.claim("below", out <= MinOver(x[j], j))
    s.instance("ties", x=[1, 1], k=0, w=1)

entry.proof("stated")(attempt)
