"""lem:sum-chebyshev. The product of two sums is at most n times the sum of the products.

False: vectors that are not in the same order. Mutation: dropped hypothesis.
"""

from varproof.lang import Entry, Index, Source, Sum

from .attempt import attempt

entry = Entry(
    "lem:sum-chebyshev",
    "The product of two sums is at most n times the sum of the products",
    source=Source(text="ours"),
)

with entry.variant("stated", expect="PROVED") as s:
    n = s.size("n")
    a = s.vec("a", n)
    b = s.vec("b", n)
    i = Index("i", n)
    s.claim("chebyshev", Sum(a[i], i) * Sum(b[i], i) <= n * Sum(a[i] * b[i], i))
    s.instance("same order", a=[0, 1], b=[0, 1])

entry.proof("stated")(attempt)
