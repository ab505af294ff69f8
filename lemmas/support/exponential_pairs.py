"""Exponential sums over pairs, in proofs: sum over x in s and y in u of r(x, y) exp((a_x + b_y) z), with |s| |u| terms.

The induction over s adds one row of frequencies at a time (see `exponential_sums`).
"""

from __future__ import annotations

from collections.abc import Callable

from varproof_lemmas.contextual.ladder import Formula, Values
from varproof_lemmas.support.exponential_scales import Points, Scales
from varproof_lemmas.support.exponential_sums import Rest, add_frequencies

from varproof.decide.kernel import terms as t
from varproof.decide.kernel.build import card, forall, fresh, func, lam, sum_over, where
from varproof.decide.kernel.rules import Theorem
from varproof.decide.kernel.terms import Node, exp


def pairs(S: Scales, s: Node, a: Values, u: Node, b: Values, u_bounds: Theorem) -> Theorem:
    """For all r: claim(sum over s and u of r exp((a + b) .), |s| |u|); |a| <= W/2 on s is a hypothesis of the result,
    |b| <= W/2 on u (u_bounds) is known."""
    p = S.p
    r_name, name, e_name = fresh("r"), fresh("S"), fresh("e")
    r, y, e = func(r_name), t.setvar(name), t.var(e_name)
    half = S.W / 2

    def value(v: Node, r: Callable[..., Node]) -> Formula:
        return lambda z: sum_over(v, lambda i: sum_over(u, lambda j: r(i, j) * exp((a(i) + b(j)) * z)))

    def number(v: Node) -> Node:
        return card(v) * card(u)

    def bounds(v: Node) -> Node:
        return forall(v, lambda i: t.conj(t.ge(half + a(i)), t.ge(half - a(i))))

    def claim(v: Node) -> Node:
        return t.imp(bounds(v), t.all_body("fn2", t.close(S.claim(value(v, r), number(v)), "fn2", r_name)))

    none = p.k.assume(t.all_body("real", t.neg(t.member(t.bound(0), y))))

    def zero(body: Formula) -> Theorem:
        """The sum over no element is 0."""
        return p.sum_equal(y, lambda i, i_in: p.ex_falso(p.false(i_in, p.use(none, i)), t.eq(body(i))))

    def nothing(o: Points) -> Theorem:
        one = p.have(t.ge(o.eta), o.positive)
        return S.within(lambda z, low, high: p.both(one, one))

    empty_size = p.k.arith([zero(lambda _: t.ONE)], t.eq(t.ZERO, number(y)), [], [(-card(u), 0)])
    first = S.transfer(
        S.prove(lambda z: t.ZERO, t.ZERO, nothing),
        lambda z: t.ZERO,
        value(y, r),
        lambda z: p.have(
            t.eq(value(y, r)(z), 0), zero(lambda i: sum_over(u, lambda j: r(i, j) * exp((a(i) + b(j)) * z)))
        ),
        t.ZERO,
        number(y),
        empty_size,
    )
    empty = p.k.discharge(p.k.generalise(first, "fn2", r_name), bounds(y))

    e_in = p.k.assume(t.member(e, y))
    others = where(y, lambda i: t.neg(t.eq(i, e)))
    smaller = p.k.assume(claim(others))
    within = p.k.assume(bounds(y))
    known = p.use(smaller, p.forall(others, lambda i, i_in: p.use(within, i, p.base(i_in))))
    ones = p.sum_at_least(others, lambda *_: p.have(t.ge(t.ONE)))
    many = p.sum_at_least(u, lambda *_: p.have(t.ge(t.ONE)))
    rest = Rest(
        lambda r, z: value(others, r)(z),
        lambda r, w: lambda i, j: r(i, j) * (a(i) + b(j) - w),
        number(others),
        p.have(t.ge(number(others)), ones, many, products=[(0, 1)]),
    )
    row = add_frequencies(S, rest, known, u, lambda j: a(e) + b(j))
    at_e = p.use(within, e, e_in)

    def frequency(j: Node, j_in: Theorem) -> Theorem:
        at_j = p.use(u_bounds, j, j_in)
        return p.both(
            p.have(t.ge(S.W + a(e) + b(j)), p.left(at_e), p.left(at_j)),
            p.have(t.ge(S.W - a(e) - b(j)), p.right(at_e), p.right(at_j)),
        )

    added = p.use(row, p.forall(u, frequency), lam(r, 2), lam(lambda j: r(e, j)))
    count = p.k.arith([p.take(e_in, lambda _: t.ONE)], t.eq(number(others) + card(u), number(y)), [], [(-card(u), 0)])

    def row_sum(z: Node) -> Node:
        return sum_over(u, lambda j: r(e, j) * exp((a(e) + b(j)) * z))

    more = S.transfer(
        added,
        lambda z: value(others, r)(z) + row_sum(z),
        value(y, r),
        lambda z: p.have(
            t.eq(value(y, r)(z), value(others, r)(z) + row_sum(z)),
            p.take(e_in, lambda i: sum_over(u, lambda j: r(i, j) * exp((a(i) + b(j)) * z))),
        ),
        number(others) + card(u),
        number(y),
        count,
    )
    step = p.k.discharge(p.k.generalise(more, "fn2", r_name), within.concl)
    whole = p.k.induct(empty, step, name, e_name, lam(lambda i: t.ZERO), claim(y))
    return p.k.specialise(p.k.generalise(whole, "set", name), s)
