"""lem:norm-parallelogram. The parallelogram law without its second factor.

False: any vectors, the second one not zero. Mutation: constant.
"""

from varproof.lang import Entry, Eq, Index, Source, Sum

from .attempt import attempt

entry = Entry("lem:norm-parallelogram", "The parallelogram law without its second factor", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED") as s:
    n = s.size("n")
    a = s.vec("a", n)
    b = s.vec("b", n)
    i = Index("i", n)
    left = Sum((a[i] + b[i]) ** 2, i) + Sum((a[i] - b[i]) ** 2, i)
    s.claim("law", Eq(left, 2 * Sum(a[i] ** 2, i) + Sum(b[i] ** 2, i)))
    s.instance("second is zero", a=[1, 2], b=[0, 0])

entry.proof("stated")(attempt)
