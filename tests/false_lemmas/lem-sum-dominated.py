"""lem:sum-dominated. Entries that are dominated one by one are dominated by any.

False: the dominating entry depends on the dominated one. Mutation: exchanged quantifiers.
"""

from varproof.lang import Entry, Exists, ForAll, Index, Source

from .attempt import attempt

entry = Entry(
    "lem:sum-dominated", "Entries that are dominated one by one are dominated by any", source=Source(text="ours")
)

with entry.variant("stated", expect="PROVED") as s:
    n = s.size("n")
    a = s.vec("a", n)
    b = s.vec("b", n)
    i = Index("i", n)
    j = Index("j", n)
    k = s.index("k", n)
    s.assume("dominated", ForAll(i, Exists(j, a[i] <= b[j])))
    s.claim("by-one", ForAll(i, a[i] <= b[k]))
    s.instance("ties", a=[0, 0], b=[1, 1], k=0)

entry.proof("stated")(attempt)
