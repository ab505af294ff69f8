"""lem:softmax-floor. No weight is below exp(-spread)/(n - 1).

False: equal entries: the weights are 1/n. Mutation: constant.
"""

from varproof_lemmas.model import softmax

from varproof.lang import Entry, Index, MaxOver, MinOver, Source, exp

from .attempt import attempt

entry = Entry(
    "lem:softmax-floor", "No weight is below exp(-spread)/(n - 1)", source=Source(text="ours"), uses=["def:softmax"]
)

with entry.variant("stated", expect="PROVED") as s:
    n = s.size("n", least=2)
    a = s.vec("a", n)
    j = Index("j", n)
    i = s.index("i", n)
    spread = MaxOver(a[j], j) - MinOver(a[j], j)
    s.claim("floor", softmax(a)[i] >= exp(-spread) / (n - 1))
    s.instance("spread", a=[0, 5], i=1)

entry.proof("stated")(attempt)
