"""lem:softmax-entropy. The entropy of the weights is below log n.

False: equal entries, and only these. Mutation: strict.
"""

from varproof_lemmas.model import softmax

from varproof.lang import Entry, Index, Source, Sum, exp, log

from .attempt import attempt

entry = Entry(
    "lem:softmax-entropy", "The entropy of the weights is below log n", source=Source(text="ours"), uses=["def:softmax"]
)

with entry.variant("stated", expect="PROVED") as s:
    n = s.size("n")
    a = s.vec("a", n)
    i = Index("i", n)
    entropy = log(Sum(exp(a[i]), i)) - Sum(a[i] * softmax(a)[i], i)
    s.claim("entropy", entropy < log(n))
    s.instance("two entries", a=[0, 1])

entry.proof("stated")(attempt)
