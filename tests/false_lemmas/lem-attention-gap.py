"""lem:attention-gap. Attention keeps tokens that are 1 apart at least 1/1000 apart.

False: tokens so large that all of them attend to the largest. Mutation: extreme scale.
"""

from varproof.lang import Abs, Entry, Index, Q, Source, Sum, exp

from .attempt import attempt

entry = Entry(
    "lem:attention-gap", "Attention keeps tokens that are 1 apart at least 1/1000 apart", source=Source(text="ours")
)

with entry.variant("stated", expect="PROVED") as s:
    n = s.size("n")
    x = s.vec("x", n)
    j = Index("j", n)
    k, l = s.index("k", n), s.index("l", n)
    first, second = (Sum(x[j] * exp(x[e] * x[j]), j) / Sum(exp(x[e] * x[j]), j) for e in (k, l))
    s.assume("apart", x[k] >= x[l] + 1)
    s.claim("gap", Abs(first - second) >= Q(1, 1000))
    s.instance("two tokens", x=[0, 1], k=1, l=0)

entry.proof("stated")(attempt)
