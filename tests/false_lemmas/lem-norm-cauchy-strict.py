"""lem:norm-cauchy-strict. The inner product is below the product of the lengths.

False: parallel vectors, and only these. Mutation: strict.
"""

from varproof.lang import Entry, Index, Source, Sum, norm

from .attempt import attempt

entry = Entry(
    "lem:norm-cauchy-strict", "The inner product is below the product of the lengths", source=Source(text="ours")
)

with entry.variant("stated", expect="PROVED") as s:
    n = s.size("n")
    a = s.vec("a", n)
    b = s.vec("b", n)
    i = Index("i", n)
    s.assume("not-zero", Sum(a[i] ** 2, i) > 0)
    s.assume("nor-zero", Sum(b[i] ** 2, i) > 0)
    s.claim("cauchy", Sum(a[i] * b[i], i) < norm(a[i], i) * norm(b[i], i))
    s.instance("orthogonal", a=[1, 0], b=[0, 1])

entry.proof("stated")(attempt)
