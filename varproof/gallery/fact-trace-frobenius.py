"""fact:trace-frobenius. |tr(AB)| <= |A|_F |B|_F and |AB|_F <= |A|_F |B|_F for A in R^(n x d), B in R^(d x n)."""

from varproof.lang import Abs, Entry, Index, Q, Source, Sum, norm
from varproof.proof.proof import Proof

entry = Entry("fact:trace-frobenius", "The trace and the norm of a product of matrices", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n, d = s.size("n"), s.size("d")
    A, B = s.mat("A", n, d), s.mat("B", d, n)
    i, j, k = Index("i", n), Index("j", n), Index("k", d)
    product = norm(Sum(A[i, k] * B[k, j], k), i, j)
    trace = Abs(Sum(A[i, k] * B[k, i], i, k))
    bound = norm(A[i, k], i, k) * norm(B[k, i], i, k)
    s.claim("trace", trace <= bound)
    s.claim("product", product <= bound)

    s.instance("one", A=[[2]], B=[[-3]])
    s.instance("row", A=[[1, 2]], B=[[1], [Q(1, 2)]])

    s.false("half", claims={"trace": 2 * trace <= bound}, at=dict(A=[[1]], B=[[1]]))
    s.false("largest entry", claims={"product": product <= norm(A[i, k], i, k)})


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("a = norm[i in n, k in d] A[i, k]", "b = norm[i in n, k in d] B[k, i]")
    p.let(
        "row(i) = sum[k in d] A[i, k]^2", "column(j) = sum[k in d] B[k, j]^2", "AB(i, j) = sum[k in d] A[i, k] B[k, j]"
    )
    with p.fix("i in n, j in n") as each:
        p.have(
            "AB(i, j)^2 <= row(i) column(j)", p.cite("thy:cauchy-schwarz", n="d", x="k -> A[i, k]", y="k -> B[k, j]")
        )
    p.have("sum[i in n, j in n] AB(i, j)^2 <= a^2 b^2", p.summed(each))
    p.claim("product")
    with p.fix("i in n") as diagonal:
        p.have(
            "|AB(i, i)| <= sqrt(row(i)) sqrt(column(i))",
            p.cite("thy:cauchy-schwarz", n="d", x="k -> A[i, k]", y="k -> B[k, i]"),
        )
    p.have("|sum[i in n] AB(i, i)| <= sum[i in n] |AB(i, i)|", p.cite("thy:abs-sum", n="n", x="i -> AB(i, i)"))
    p.have("sum[i in n] |AB(i, i)| <= sum[i in n] sqrt(row(i)) sqrt(column(i))", p.summed(diagonal))
    roots = p.cite("thy:cauchy-schwarz", n="n", x="i -> sqrt(row(i))", y="i -> sqrt(column(i))")
    with p.fix("i in n") as rows:
        p.have("sqrt(row(i))^2 = row(i)")
    with p.fix("i in n") as columns:
        p.have("sqrt(column(i))^2 = column(i)")
    p.have("sum[i in n] sqrt(row(i)) sqrt(column(i)) <= a b", roots, p.summed(rows), p.summed(columns))
    p.claim("trace")
