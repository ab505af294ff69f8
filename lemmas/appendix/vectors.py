"""Steps on vectors and matrices that several proofs share."""

from __future__ import annotations

from collections.abc import Callable

from varproof_lemmas.contextual.direction import at_most_root
from varproof_lemmas.contextual.signs import indicator, indicator_one, indicator_zero, length

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import sum_over, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof

Function = Callable[..., Node]


def cauchy_schwarz(p: Proof, d: Node, u: Function, v: Function) -> Theorem:
    """<u, v>^2 <= |u|^2 |v|^2."""
    return p.cite("thy:cauchy-schwarz", n=d, x=u, y=v, claim="squares")


def triangle(p: Proof, d: Node, u: Function, v: Function) -> Theorem:
    """|u + v| <= |u| + |v|."""
    return p.cite("thy:triangle-inequality", n=d, x=u, y=v)


def unit_vector(p: Proof, s: Node, e_in: Theorem, f: Function) -> tuple[Function, Theorem]:
    """The unit vector of e in s, and sum over s of f times it = f(e)."""
    e: Node = e_in.concl.args[0]

    def unit(x: Node) -> Node:
        return indicator(s, e, x)

    def rest(x: Node, x_in: Theorem) -> Theorem:
        zero = indicator_zero(p, s, e, x, p.holds(x_in))
        return p.k.arith([zero], t.eq(f(x) * unit(x)), [], [(t.lift(f(x)), 0)])

    others = p.sum_equal(where(s, lambda x: t.neg(t.eq(x, e))), rest)
    one = p.k.arith([indicator_one(p, e_in)], t.eq(f(e) * unit(e), f(e)), [], [(t.lift(f(e)), 0)])
    return unit, p.have(
        t.eq(sum_over(s, lambda x: f(x) * unit(x)), f(e)), p.take(e_in, lambda x: f(x) * unit(x)), others, one
    )


def absolute(p: Proof, x: Node, nonneg: Theorem) -> Theorem:
    """|x| = x from x >= 0."""
    size, square, _ = p.root(x)
    below = at_most_root(p, p.have(t.ge(x * x - size * size), square), size, x, nonneg)
    return p.k.antisym(p.have(t.ge(size - x), p.abs_at_least(x)), p.have(t.ge(x - size), below))


def image(s: Node, A: Function, y: Function) -> Function:
    """i -> sum over s of A(i, j) y(j)."""
    return lambda i: sum_over(s, lambda j: A(i, j) * y(j))


class Frobenius:
    """F = |A|_F over rows m and columns n, with F^2 = the sum of all squares and F >= 0."""

    def __init__(self, p: Proof, m: Node, n: Node, A: Function) -> None:
        self.p, self.m, self.n, self.A = p, m, n, A
        self.total = sum_over(m, lambda i: length(n, lambda j: A(i, j)))
        nonneg = p.sum_at_least(
            m, lambda i, _: p.sum_at_least(n, lambda j, _: p.have(t.ge(A(i, j) * A(i, j)), squares=[A(i, j)]))
        )
        self.value = t.fn("sqrt", self.total)
        self.square, self.nonneg = (p.k.special(nonneg, "sqrt", which, self.total) for which in (0, 1))

    def bounds(self, y: Function) -> Theorem:
        """|A y| <= |A|_F |y|: Cauchy's inequality in every row."""
        p, F = self.p, self.value
        N, N_square, N_nonneg = p.norm(self.n, y)
        z, z_square, _ = p.norm(self.m, image(self.n, self.A, y))
        rows = p.sum_at_least(self.m, lambda i, _: cauchy_schwarz(p, self.n, lambda j: self.A(i, j), y))
        goal = t.eq(F * F * N * N, self.total * length(self.n, y))
        both = p.k.arith([self.square, N_square], goal, [], [(N * N, 0), (self.total, 1)])
        wide = p.have(t.ge((F * N) * (F * N) - z * z), rows, both, z_square)
        return at_most_root(p, wide, z, F * N, p.have(t.ge(F * N), self.nonneg, N_nonneg, products=[(0, 1)]))


def product_at_most(p: Proof, v: Node, d: Node) -> Theorem:
    """v d <= |v| |d|."""
    (a, a_square, a_nonneg), (b, b_square, b_nonneg) = p.root(v), p.root(d)
    both = p.k.arith([a_square, b_square], t.eq(a * b * a * b, v * d * v * d), [], [(b * b, 0), (v * v, 1)])
    product = p.have(t.ge(a * b), a_nonneg, b_nonneg, products=[(0, 1)])
    return at_most_root(p, p.have(t.ge((a * b) * (a * b) - (v * d) * (v * d)), both), v * d, a * b, product)


def inner_at_most(p: Proof, d: Node, u: Function, v: Function) -> Theorem:
    """|<u, v>| <= |u| |v|."""
    return p.cite("thy:cauchy-schwarz", n=d, x=u, y=v, claim="product")


def abs_at_most(p: Proof, x: Node, y: Node, above: Theorem, below: Theorem) -> Theorem:
    """|x| <= y from y - x >= 0 and y + x >= 0."""
    size, square, _ = p.root(x)
    wide = p.have(t.ge(y * y - size * size), above, below, square, products=[(0, 1)])
    return at_most_root(p, wide, size, y, p.have(t.ge(y), above, below))


def abs_product(p: Proof, x: Node, y: Node) -> Theorem:
    """|x y| <= |x| |y|."""
    (a, a_square, a_nonneg), (b, b_square, b_nonneg), (c, c_square, _) = p.root(x), p.root(y), p.root(x * y)
    both = p.k.arith([a_square, b_square], t.eq(a * b * a * b, x * y * x * y), [], [(b * b, 0), (x * x, 1)])
    product = p.have(t.ge(a * b), a_nonneg, b_nonneg, products=[(0, 1)])
    return at_most_root(p, p.have(t.ge((a * b) * (a * b) - c * c), both, c_square), c, a * b, product)


def sum_of_sizes(p: Proof, u: Node, v: Node) -> Theorem:
    """|u + v| <= |u| + |v| for reals."""
    (a, a_square, a_nonneg), (b, b_square, b_nonneg), (c, c_square, _) = p.root(u), p.root(v), p.root(u + v)
    product = product_at_most(p, u, v)
    wide = p.have(t.ge((a + b) * (a + b) - c * c), product, a_square, b_square, c_square)
    return at_most_root(p, wide, c, a + b, p.have(t.ge(a + b), a_nonneg, b_nonneg))


def absolute_positive(p: Proof, x: Node, no: Theorem) -> Theorem:
    """|x| > 0 from x != 0."""
    size, square, nonneg = p.root(x)

    def zero(small: Theorem) -> Theorem:
        none = p.k.antisym(nonneg, p.k.order(small))
        flat = p.k.arith([none, square], t.ge(-x * x), [], [(-size, 0), (t.ONE, 1)])
        return p.false(p.zero_of_square(x, flat), no)

    return p.by_contradiction(t.gt(size), zero)
