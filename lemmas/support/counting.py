"""Counting in finite sets, in proofs."""

from __future__ import annotations

from collections.abc import Callable

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, exists, fresh, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.positions import Positions
from varproof.proof.proof import Proof

Formula = Callable[[Node], Node]


def at_least_one(p: Proof, inside: Theorem) -> Theorem:
    """|s| >= 1 from a member of s."""
    e, s = inside.concl.args
    rest = where(s, lambda i: t.neg(t.eq(i, e)))  # type: ignore[arg-type]
    others = p.sum_at_least(rest, lambda *_: p.have(t.ge(t.ONE)))
    return p.have(t.ge(card(s) - 1), p.take(inside, lambda _: t.ONE), others)  # type: ignore[arg-type]


def union_bound(p: Proof, s: Node, u: Node, bad: Callable[[Node, Node], Node], bound: Node, bounds: Theorem) -> Theorem:
    """|{y in u | some x in s has bad(x, y)}| <= |s| bound, from |{y in u | bad(x, y)}| <= bound for x in s (bounds)."""
    x, y = fresh("x"), fresh("y")
    swap = p.k.sum_swap(x, y, s, u, bad(t.var(x), t.var(y)), t.ONE)

    def some(y: Node) -> Node:
        return exists(s, lambda x: bad(x, y))

    def count(y: Node) -> Node:
        return card(where(s, lambda x: bad(x, y)))

    rows = p.sum_at_least(s, lambda x, x_in: p.use(bounds, x, x_in))

    def one(y: Node, y_in: Theorem) -> Theorem:
        return p.obtain(p.holds(y_in), lambda x, x_in, h: at_least_one(p, p.in_where(x_in, h, lambda z: bad(z, y))))

    first = p.sum_at_least(where(u, some), one)
    rest = p.sum_at_least(
        where(u, lambda y: t.neg(some(y))),
        lambda y, _: p.sum_at_least(where(s, lambda x: bad(x, y)), lambda *_: p.have(t.ge(t.ONE))),
    )
    return p.have(t.ge(card(s) * bound - card(where(u, some))), rows, swap, p.split(u, some, count), first, rest)


def no_more(p: Proof, a: Node, b: Node, to: Callable[[Node, Theorem], Theorem]) -> Theorem:
    """|a| <= |b|, since a is part of b: `to` proves x in b from x in a."""
    x = fresh("x")
    inside = p.k.assume(t.member(t.var(x), a))
    both = where(b, lambda y: t.member(y, a))
    back = p.k.assume(t.member(t.var(x), both))
    same = p.k.sum_ext(p.in_where(to(t.var(x), inside), inside, lambda y: t.member(y, a)), p.holds(back), x, a, both,
                       t.ONE)  # fmt: skip
    rest = p.sum_at_least(where(b, lambda y: t.neg(t.member(y, a))), lambda *_: p.have(t.ge(t.ONE)))
    return p.have(t.ge(card(b) - card(a)), same, p.split(b, lambda y: t.member(y, a), lambda _: t.ONE), rest)


def at_most_two(p: Proof, a: Node, b: Node, c: Node, to: Callable[[Node, Theorem], Theorem]) -> Theorem:
    """|a| <= |b| + |c|, since a is part of both together: `to` proves that x in a is in b or in c."""
    out_of_b = where(a, lambda y: t.neg(t.member(y, b)))
    first = no_more(p, where(a, lambda y: t.member(y, b)), b, lambda x, x_in: p.holds(x_in))
    second = no_more(p, out_of_b, c, lambda x, x_in: p.k.mp(to(x, p.base(x_in)), p.holds(x_in)))
    return p.have(
        t.ge(card(b) + card(c) - card(a)), first, second, p.split(a, lambda y: t.member(y, b), lambda _: t.ONE)
    )


def window(p: Proof, place: Positions, P: Node, M: Node, M_nonneg: Theorem) -> Theorem:
    """|{x | P - M < pos(x) <= P}| <= M + 1, from M >= 0."""
    n = place.n

    def inside(x: Node) -> Node:
        return t.conj(t.gt(place.pos(x) - P + M), t.ge(P - place.pos(x)))

    part = where(n, inside)
    target = t.ge(M + 1 - card(part))

    def some(k: Node, k_in: Theorem) -> Theorem:
        def high(m: Node, m_in: Theorem, at_m: Theorem) -> Theorem:
            def low(l: Node, l_in: Theorem, at_l: Theorem) -> Theorem:
                between = where(place.upto(m), lambda x: t.neg(t.gt(l - x)))

                def to(x: Node, x_in: Theorem) -> Theorem:
                    up = p.have(t.ge(m - x), p.at_most_max(x_in, lambda q: q), at_m)
                    down = p.have(t.ge(x - l), p.at_most_max(x_in, lambda q: -q), at_l)
                    base = p.in_where(p.base(x_in), up, lambda q: t.ge(m - q))
                    not_less = p.implies(t.gt(l - x), lambda h: p.have(t.FALSE, h, down))
                    return p.in_where(base, not_less, lambda q: t.neg(t.gt(l - q)))

                few = no_more(p, part, between, to)
                first = where(place.upto(m), lambda x: t.gt(l - x))
                le = p.have(t.ge(m - l), p.at_most_max(l_in, lambda q: q), at_m)

                def back(x: Node, x_in: Theorem) -> Theorem:
                    up = p.have(t.ge(m - x), p.holds(x_in), le)
                    return p.in_where(p.in_where(p.base(x_in), up, lambda q: t.ge(m - q)), p.holds(x_in),
                                      lambda q: t.gt(l - q))  # fmt: skip

                many = no_more(p, place.below(l), first, back)
                drop = place.drop(lambda _: t.ONE, l, p.base(l_in))
                return p.have(
                    target, few, many, drop, p.split(place.upto(m), lambda x: t.gt(l - x), lambda _: t.ONE),
                    p.left(p.holds(l_in)), p.right(p.holds(m_in)),
                )  # fmt: skip

            return p.maximum(k_in, lambda q: -q, low)

        return p.maximum(k_in, lambda q: q, high)

    def nothing(no: Theorem) -> Theorem:
        zero = p.sum_equal(
            part,
            lambda k, k_in: p.ex_falso(
                p.false(p.some(part, lambda x: t.eq(x, x), k, k_in, p.identity(k, k)), no), t.eq(t.ONE)
            ),
        )
        return p.have(target, zero, M_nonneg)

    return p.cases(exists(part, lambda x: t.eq(x, x)), lambda h: p.obtain(h, lambda k, k_in, _: some(k, k_in)), nothing)
