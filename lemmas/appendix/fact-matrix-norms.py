"""fact:matrix-norms. For A in R^{m x n} the spectral norm |A| lies between any row or column and the Frobenius norm:

    |A_i*|_2 <= |A|,   |A_*j|_2 <= |A| <= |A|_F.

The spectral norm is stated as the least L with |A x|_2 <= L |x|_2 for all x. Why: |A x| <= |A|_F |x| is Cauchy's
inequality row by row, so L <= |A|_F. A maps the j-th unit vector to A_*j; and row i at x = A_i* gives
|A_i*|^2 <= |A x| <= L |A_i*|. Equality for matrices with one row or one column.
"""

from collections.abc import Callable

from varproof_lemmas.appendix.vectors import Frobenius, Function, image, unit_vector
from varproof_lemmas.contextual.direction import at_most_root
from varproof_lemmas.contextual.signs import indicator, indicator_one, length

from varproof.lang import And, Entry, ForAll, Implies, Index, Q, Real, Source, Sum, norm, sqrt
from varproof.lang import Array as Vector
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import lam, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
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
    p.settle_definedness()
    m, n, A = p["m"], p["n"], p["A"]

    frobenius = Frobenius(p, m, n, A)

    def image_of(y: Function) -> Function:
        return image(n, A, y)

    with p.silent():
        product = frobenius.bounds(p["x"])
        every = p.forall_function(1, frobenius.bounds)
    p.prove(p.show(product, "Cauchy's inequality in every row"))

    def for_norm(label: str, body: Callable[[Node, Theorem], Theorem]) -> None:
        """The claim about the spectral norm L, from a proof that may use that L is it."""
        with p.silent():
            opened, _, name = p.open_any(p.goal(label))
            spectral: Node = opened.args[0]
            result = p.k.discharge(body(t.var(name), p.k.assume(spectral)), spectral)
            theorem = p.k.generalise(result, "real", name)
        p.prove(p.show(theorem))

    def column(L: Node, spectral: Theorem, j: Node, j_in: Theorem) -> Theorem:
        """|A_*j| <= L: A maps a unit vector to the column."""
        unit, square = unit_vector(p, n, j_in, lambda k: indicator(n, j, k))
        N, N_square, N_nonneg = p.norm(n, unit)
        z, z_square, z_nonneg = p.norm(m, image_of(unit))
        c, c_square, _ = p.norm(m, lambda i: A(i, j))
        short = p.have(t.eq(length(n, unit), 1), square, indicator_one(p, j_in))
        plus = p.have(t.gt(N + 1), N_nonneg)
        one = p.have(t.eq(N, 1), p.have(t.eq((N - 1) * (N + 1)), N_square, short), p.k.inv(plus, N + 1))

        def entry_of(i: Node, _: Theorem) -> Theorem:
            at = unit_vector(p, n, j_in, lambda k: A(i, k))[1]
            value = image_of(unit)(i)
            return p.k.arith([at], t.eq(value * value, A(i, j) * A(i, j)), [], [(value + A(i, j), 0)])

        same = p.have(t.ge(z * z - c * c), p.sum_equal(m, entry_of), z_square, c_square)
        far = at_most_root(p, same, c, z, z_nonneg)
        reach = p.use(p.left(spectral), lam(unit))
        return p.have(t.ge(L - c), reach, far, p.k.arith([one], t.eq(L * N, L), [], [(L, 0)]))

    def nonnegative(L: Node, spectral: Theorem) -> Theorem:
        return p.member_of(
            p.nonempty[n],
            n,
            lambda j, j_in: p.have(t.ge(L), column(L, spectral, j, j_in), p.norm(m, lambda i: A(i, j))[2]),
        )

    def row(L: Node, spectral: Theorem, i: Node, i_in: Theorem) -> Theorem:
        """|A_i*|^2 = (A A_i*)_i <= |A A_i*| <= L |A_i*|."""

        def y(j: Node) -> Node:
            return A(i, j)

        R, R_square, _ = p.norm(n, y)
        z, z_square, z_nonneg = p.norm(m, image_of(y))
        others = p.sum_at_least(
            where(m, lambda k: t.neg(t.eq(k, i))),
            lambda k, _: p.have(t.ge(image_of(y)(k) * image_of(y)(k)), squares=[image_of(y)(k)]),
        )
        here = p.take(i_in, lambda k: image_of(y)(k) * image_of(y)(k))
        fourth = p.k.arith(
            [R_square], t.eq(R * R * R * R, length(n, y) * length(n, y)), [], [(R * R + length(n, y), 0)]
        )
        wide = p.have(t.ge(z * z - (R * R) * (R * R)), others, here, fourth, z_square)
        far = at_most_root(p, wide, R * R, z, z_nonneg)
        reach = p.have(t.ge(L * R - R * R), p.use(p.left(spectral), lam(y)), far)
        low = nonnegative(L, spectral)
        return p.by_contradiction(
            t.ge(L - R), lambda no: p.have(t.FALSE, p.k.order(no), reach, low, products=[(0, 0), (0, 2)])
        )

    for_norm("frobenius", lambda L, spectral: p.use(p.right(spectral), frobenius.value, every))
    for_norm("column", lambda L, spectral: p.forall(n, lambda j, j_in: column(L, spectral, j, j_in)))
    for_norm("row", lambda L, spectral: p.forall(m, lambda i, i_in: row(L, spectral, i, i_in)))
