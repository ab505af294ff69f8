"""lem:matrix-norm-entry. A matrix stretches by at most its largest entry.

False: a row of ones: the root of the number of entries is missing. Mutation: dropped factor.
"""

from varproof.lang import Abs, Entry, Index, MaxOver, Source, Sum, norm

from .attempt import attempt

entry = Entry("lem:matrix-norm-entry", "A matrix stretches by at most its largest entry", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED") as s:
    m, n = s.size("m"), s.size("n")
    A, x = s.mat("A", m, n), s.vec("x", n)
    i, k, j = Index("i", m), Index("k", m), Index("j", n)
    largest = MaxOver(MaxOver(Abs(A[k, j]), j), k)
    s.claim("stretch", norm(Sum(A[i, j] * x[j], j), i) <= largest * norm(x[j], j))
    s.instance("identity", A=[[1, 0], [0, 1]], x=[1, 2])

entry.proof("stated")(attempt)
