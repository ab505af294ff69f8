"""lem:sum-square. The square of a sum is at most n - 1 times the sum of the squares.

False: equal entries. Mutation: constant.
"""

from varproof.lang import Entry, Index, Source, Sum

from .attempt import attempt

entry = Entry(
    "lem:sum-square", "The square of a sum is at most n - 1 times the sum of the squares", source=Source(text="ours")
)

with entry.variant("stated", expect="PROVED") as s:
    n = s.size("n", least=2)
    a = s.vec("a", n)
    i = Index("i", n)
    s.claim("square", Sum(a[i], i) ** 2 <= (n - 1) * Sum(a[i] ** 2, i))
    s.instance("one-hot", a=[0, 1])

entry.proof("stated")(attempt)
