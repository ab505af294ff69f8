"""fact:matrix-norms. For A in R^{m x n} the spectral norm |A| lies between any row or column and the Frobenius norm:

    |A_i*|_2 <= |A|,   |A_*j|_2 <= |A| <= |A|_F.

The spectral norm is stated as the least L with |A x|_2 <= L |x|_2 for all x. Why: |A x| <= |A|_F |x| is Cauchy's
inequality row by row, so L <= |A|_F. A maps the j-th unit vector to A_*j; and row i at x = A_i* gives
|A_i*|^2 <= |A x| <= L |A_i*|. Equality for matrices with one row or one column.
"""

from varproof.lang import And, Entry, ForAll, Implies, Index, Q, Real, Source, Sum, norm, sqrt
from varproof.lang import Array as Vector
from varproof.proof.proof import Proof

entry = Entry(
    "fact:matrix-norms",
    "The spectral norm and the norms of rows, columns and all entries",
    source=Source(icml="A.1", text="read"),
)

with entry.variant("printed", expect="PROVED", evidence=["kernel"]) as s:
    m, n = s.size("m"), s.size("n")
    A, x = s.mat("A", m, n), s.vec("x", n)
    i, j, k = Index("i", m), Index("j", n), Index("k", m)
    y, L, M = Vector("y", n), Real("L"), Real("M")
    product = norm(Sum(A[i, j] * x[j], j), i)
    frobenius = sqrt(Sum(A[i, j] ** 2, i, j))
    bounds = s.define("bounds", (A, L), (), ForAll(y, norm(Sum(A[i, j] * y[j], j), i) <= L * norm(y[j], j)))
    spectral = s.define("spectral", (A, L), (), And(bounds(A, L), ForAll(M, Implies(bounds(A, M), L <= M))))
    s.claim("product", product <= frobenius * norm(x[j], j))
    s.claim("frobenius", ForAll(L, Implies(spectral(A, L), L <= frobenius)))
    s.claim("row", ForAll(L, Implies(spectral(A, L), ForAll(i, norm(A[i, j], j) <= L))))
    s.claim("column", ForAll(L, Implies(spectral(A, L), ForAll(j, norm(A[i, j], i) <= L))))

    s.instance("one entry", A=[[-3]], x=[2])
    s.instance("zero", A=[[0, 0]], x=[1, 1])
    s.instance("one row along x: equality", A=[[3, 4]], x=[3, 4])
    s.instance("identity", A=[[1, 0], [0, 1]], x=[Q(3, 5), Q(4, 5)])
    s.instance("far apart", A=[[10**9, 1], [0, Q(1, 10**9)]], x=[1, -(10**9)])

    s.false("strict", claims={"product": product < frobenius * norm(x[j], j)}, at=dict(A=[[3, 4]], x=[3, 4]))
    s.false(
        "the longest row",
        claims={"product": ForAll(k, product <= norm(A[k, j], j) * norm(x[j], j))},
        at=dict(A=[[1], [1]], x=[1]),
    )
    s.false(
        "the largest entry",
        claims={"product": product <= Sum(A[i, j], i, j) * norm(x[j], j)},
        at=dict(A=[[1, -1]], x=[1, -1]),
    )


@entry.proof("printed")
def proof(p: Proof) -> None:
    p.let(
        "F = sqrt(sum[i in m, j in n] A[i, j]^2)",
        "image(y, i) = sum[j in n] A[i, j] y(j)",
        "size(y) = norm[j in n] y(j)",
    )
    with p.fix("y in R^(n)") as every:
        with p.fix("i in m") as rows:
            row = p.cite("thy:cauchy-schwarz", n="n", x="j -> A[i, j]", y="y", claim="squares")
            p.have("image(y, i)^2 <= (sum[j in n] A[i, j]^2) (sum[j in n] y(j)^2)", row)
        p.have("F^2 = sum[i in m, j in n] A[i, j]^2 and size(y)^2 = sum[j in n] y(j)^2")
        p.have("(norm[i in m] image(y, i))^2 <= F^2 size(y)^2", p.summed(rows), why="Cauchy's inequality in every row")
        p.have(
            "norm[i in m] image(y, i) <= F size(y)", "(norm[i in m] image(y, i))^2 <= F^2 size(y)^2", "F size(y) >= 0"
        )
    p.claim("product", p.at(every, "x"))
    p.let("bounds(L) iff for all y in R^(n): norm[i in m] image(y, i) <= L size(y)")
    p.let("spectral(L) iff bounds(L) and (for all M in R: bounds(M) => L <= M)")
    p.have("bounds(F)", every)
    with p.fix("L in R with spectral(L)"):
        p.have("L <= F", p.at("for all M in R: bounds(M) => L <= M", "F"))
    p.claim("frobenius")
    with p.fix("L in R with spectral(L)"):
        p.have("bounds(L)")
        with p.fix("j in n"):
            p.let("unit(l) = sum[k in n | k = j and k = l] 1", "here = {k in n | k = j and k = j}")
            with p.fix("k in here - {j}") as others:
                p.have("1 = 0", why="there is no such k")
            p.have("unit(j) = 1 + sum[k in here - {j}] 1")
            p.have("unit(j) = 1", p.summed(others), "unit(j) = 1 + sum[k in here - {j}] 1")
            diagonal = p.cite("fact:hadamard", n="n", u="k -> 1", v="unit", w="unit", claim="diag-u")
            p.have("sum[l in n] unit(l)^2 = 1", p.at(diagonal, "j"), "unit(j) = 1")
            p.have("size(unit) = 1", why="A maps the unit vector of j to column j")
            with p.fix("i in m") as column:
                entry_ = p.cite("fact:hadamard", n="n", u="k -> 1", v="l -> A[i, l]", w="unit", claim="diag-u")
                p.have("image(unit, i) = A[i, j]", p.at(entry_, "j"))
                p.have("image(unit, i)^2 = A[i, j]^2")
            p.have("norm[i in m] image(unit, i) <= L size(unit)", p.at("bounds(L)", "unit"))
            p.have("(norm[i in m] image(unit, i))^2 = sum[i in m] A[i, j]^2", p.summed(column))
            p.have(
                "norm[i in m] A[i, j] <= norm[i in m] image(unit, i)",
                "(norm[i in m] image(unit, i))^2 = sum[i in m] A[i, j]^2",
            )
            p.have("norm[i in m] A[i, j] <= L")
    columns = p.claim("column")
    with p.fix("L in R with spectral(L)"):
        p.get("j in n")
        p.have("L >= norm[i in m] A[i, j] >= 0", p.at(columns, "L", "j"))
        with p.fix("i in m"):
            p.let("row(j) = A[i, j]", "far = norm[k in m] image(row, k)")
            p.have("image(row, i) = size(row)^2")
            p.have("sum[k in m] image(row, k)^2 >= image(row, i)^2")
            p.have(
                "far >= size(row)^2", "sum[k in m] image(row, k)^2 >= image(row, i)^2", "image(row, i) = size(row)^2"
            )
            p.have("far <= L size(row)", p.at("bounds(L)", "row"))
            p.have("size(row) <= L", "far >= size(row)^2", "far <= L size(row)", "L >= 0")
    p.claim("row")
