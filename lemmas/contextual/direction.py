"""A direction that tells finitely many vectors apart, with a constant that does not depend on the dimension.

For vectors w_pq of length 1 the longest signed sum u has <u, w_pq>^2 >= 1 for every pair (no single flip of a sign
lengthens it), and |u| is at most the number of vectors, since |u|^2 = sum e_pq <u, w_pq> <= sum |u|.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from varproof_lemmas.contextual.boltz import at_least_one
from varproof_lemmas.contextual.pair_signs import below, pair_sum
from varproof_lemmas.contextual.signs import (
    Function,
    length,
)

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import (
    card,
    fresh,
    sum_over,
    where,
)
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof


def inner(d: Node, u: Function, v: Function) -> Node:
    """<u, v>."""
    return sum_over(d, lambda c: u(c) * v(c))


def swap(p: Proof, s: Node, u: Node, f: Callable[[Node, Node], Node]) -> Theorem:
    """sum over s, then u, equals sum over u, then s."""
    x, y = fresh("x"), fresh("y")
    true = t.ge(t.ZERO)
    fact = p.have(true)
    swapped = p.k.sum_swap(x, y, s, u, true, f(t.var(x), t.var(y)))

    def whole(v: Node, g: Callable[[Node], Node]) -> Theorem:
        """The sum over {z in v | true} is that over v."""
        z = fresh("z")
        inside = p.k.assume(t.member(t.var(z), where(v, lambda _: true)))
        plain = p.k.assume(t.member(t.var(z), v))
        body = t.close(g(t.var(z)), "real", z)
        return p.k.sum_ext(
            p.base(inside), p.in_where(plain, fact, lambda _: true), z, where(v, lambda _: true), v, body
        )

    rows = p.sum_equal(s, lambda a, _: whole(u, lambda b: f(a, b)))
    columns = p.sum_equal(u, lambda b, _: whole(s, lambda a: f(a, b)))
    return p.have(
        t.eq(
            sum_over(s, lambda a: sum_over(u, lambda b: f(a, b))), sum_over(u, lambda b: sum_over(s, lambda a: f(a, b)))
        ),
        swapped,
        rows,
        columns,
    )


def cauchy(p: Proof, d: Node, u: Function, w: Function, unit: Theorem) -> Theorem:
    """<u, w>^2 <= |u|^2 for |w|^2 = 1: from |u - <u, w> w|^2 >= 0."""
    z = inner(d, u, w)
    gap = p.sum_at_least(
        d, lambda c, _: p.k.arith([], t.ge((u(c) - z * w(c)) * (u(c) - z * w(c))), [(Fraction(1), u(c) - z * w(c), ())])
    )
    return p.have(t.ge(length(d, u) - z * z), gap, unit)


def at_most_root(p: Proof, square: Theorem, x: Node, y: Node, nonneg: Theorem) -> Theorem:
    """x <= y from x^2 <= y^2 and y >= 0."""
    return p.by_contradiction(
        t.ge(y - x), lambda no: p.have(t.FALSE, p.k.order(no), square, nonneg, products=[(0, 0), (0, 2)])
    )


def swap_rows(p: Proof, d: Node, m: Node, e: Function, w: Function) -> Theorem:
    """|V|^2 = sum over the pairs of e(a, x) <V, w_ax>, for V = sum e w."""

    def V(c: Node) -> Node:
        return pair_sum(m, m, w, e, c)

    outer = swap(p, d, m, lambda c, a: V(c) * sum_over(below(m, a), lambda x: e(a, x) * w(a, x, c)))
    rows = p.sum_equal(m, lambda a, _: swap(p, d, below(m, a), lambda c, x: V(c) * e(a, x) * w(a, x, c)))
    return p.have(
        t.eq(
            length(d, V),
            sum_over(m, lambda a: sum_over(below(m, a), lambda x: e(a, x) * inner(d, V, lambda c: w(a, x, c)))),
        ),
        outer,
        rows,
    )


def pairs_count(p: Proof, m: Node) -> Theorem:
    """2 K <= |m|^2 - |m| for the number K of pairs x < a in m."""
    x, a = fresh("x"), fresh("a")
    one = p.k.sum_swap(a, x, m, m, t.var(x) < t.var(a), t.ONE)  # sum_a #{x < a} = sum_x #{a > x}

    def row(b: Node, b_in: Theorem) -> Theorem:
        """#{x < b} + #{x > b} <= |m| - 1, since b is neither."""
        above = where(m, lambda y: y > b)
        others = where(m, lambda y: t.neg(y < b))
        y = fresh("y")
        up = p.k.assume(t.member(t.var(y), above))
        both = p.k.assume(t.member(t.var(y), where(others, lambda z: z > b)))
        not_below = p.implies(t.var(y) < b, lambda h: p.have(t.FALSE, h, p.holds(up)))
        forth = p.in_where(p.in_where(p.base(up), not_below, lambda z: t.neg(z < b)), p.holds(up), lambda z: z > b)
        back = p.in_where(p.base(p.base(both)), p.holds(both), lambda z: z > b)
        same = p.k.sum_ext(forth, back, y, above, where(others, lambda z: z > b), t.ONE)
        none = [p.implies(f, lambda h: p.have(t.FALSE, h)) for f in (b < b, b > b)]
        itself = p.in_where(p.in_where(b_in, none[0], lambda z: t.neg(z < b)), none[1], lambda z: t.neg(z > b))
        rest = at_least_one(p, itself)
        return p.have(
            t.ge(card(m) - 1 - card(below(m, b)) - card(above)),
            p.split(m, lambda z: z < b, lambda _: t.ONE),
            p.split(others, lambda z: z > b, lambda _: t.ONE),
            same,
            rest,
        )

    rows = p.sum_at_least(m, row)
    return p.have(t.ge(card(m) * card(m) - card(m) - 2 * sum_over(m, lambda b: card(below(m, b)))), rows, one)


def flip(
    p: Proof, d: Node, V: Function, e: Node, w: Function, e_square: Theorem, shorter: Theorem, unit: Theorem
) -> Theorem:
    """<V, w>^2 >= 1 from |V - 2 e w|^2 <= |V|^2, e^2 = 1, |w|^2 = 1."""
    z = inner(d, V, w)
    ez = p.have(t.ge(e * z - e * e * length(d, w)), shorter)
    ez = p.have(t.ge(e * z - 1), ez, e_square, unit)
    square = p.have(t.ge(e * e * z * z - 1), ez, products=[(0, 0), (0,)])
    return p.have(t.ge(z * z - 1), square, e_square)
