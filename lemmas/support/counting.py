"""Counting in finite sets, in proofs."""

from __future__ import annotations

from collections.abc import Callable

from varproof_lemmas.contextual.boltz import at_least_one

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, exists, forall, fresh, lam, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.positions import Positions
from varproof.proof.proof import Proof

Formula = Callable[[Node], Node]


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


def interlaced(p: Proof, a: Node, b: Node, between: Theorem) -> Theorem:
    """|a| <= |b| + 1, from: for x, y in a: x < y -> some z in b has x <= z < y (between)."""
    name, e_name = fresh("S"), fresh("e")
    s, e = t.setvar(name), t.var(e_name)

    def before(z: Node) -> Node:
        return where(b, lambda y: t.gt(z - y))

    def claim(u: Node) -> Node:
        z = fresh("z")
        bound = t.imp(forall(u, lambda k: t.ge(t.var(z) - k)), t.ge(card(before(t.var(z))) + 1 - card(u)))
        return t.imp(forall(u, lambda k: t.member(k, a)), t.all_body("real", t.close(bound, "real", z)))

    def prove(u: Node, body: Callable[[Node, Theorem, Theorem], Theorem]) -> Theorem:
        z = fresh("z")
        part = p.k.assume(forall(u, lambda k: t.member(k, a)))
        top = p.k.assume(forall(u, lambda k: t.ge(t.var(z) - k)))
        out = p.k.generalise(p.k.discharge(body(t.var(z), part, top), top.concl), "real", z)
        return p.k.discharge(out, part.concl)

    def some_before(z: Node) -> Theorem:
        return p.sum_at_least(before(z), lambda *_: p.have(t.ge(t.ONE)))

    none = p.k.assume(t.all_body("real", t.neg(t.member(t.bound(0), s))))
    zero = p.sum_equal(s, lambda k, k_in: p.ex_falso(p.false(k_in, p.use(none, k)), t.eq(t.ONE)))
    empty = prove(s, lambda z, part, top: p.have(t.ge(card(before(z)) + 1 - card(s)), zero, some_before(z)))

    e_in = p.k.assume(t.member(e, s))
    rest = where(s, lambda k: t.neg(t.eq(k, e)))
    largest = p.k.assume(forall(s, lambda k: t.ge(-k + e)))
    smaller = p.k.assume(claim(rest))
    size = p.take(e_in, lambda _: t.ONE)

    def larger(z: Node, part: Theorem, top: Theorem) -> Theorem:
        target = t.ge(card(before(z)) + 1 - card(s))

        def alone(no: Theorem) -> Theorem:
            def absurd(k: Node, k_in: Theorem) -> Theorem:
                there = p.some(rest, lambda x: t.eq(x, x), k, k_in, p.identity(k, k))
                return p.ex_falso(p.false(there, no), t.eq(t.ONE))

            return p.have(target, size, p.sum_equal(rest, absurd), some_before(z))

        def more(m: Node, m_in: Theorem, at: Theorem) -> Theorem:
            below = p.forall(rest, lambda k, k_in: p.have(t.ge(m - k), p.at_most_max(k_in, lambda x: x), at))
            part_rest = p.forall(rest, lambda k, k_in: p.use(part, k, p.base(k_in)))
            fewer = p.use(smaller, part_rest, m, below)
            le, ne = p.have(t.ge(e - m), p.use(largest, m, p.base(m_in))), p.holds(m_in)
            less = p.by_contradiction(
                t.gt(e - m),
                lambda no: p.false(p.k.antisym(p.have(t.ge(m - e), p.k.order(no)), le), ne),
            )
            there = p.use(between, m, p.use(part, m, p.base(m_in)), e, p.use(part, e, e_in), less)

            def one_more(y: Node, y_in: Theorem, h: Theorem) -> Theorem:
                inside = p.in_where(y_in, p.have(t.gt(z - y), p.right(h), p.use(top, e, e_in)), lambda x: t.gt(z - x))
                old = where(before(z), lambda x: t.gt(m - x))

                def keep(x: Node, x_in: Theorem) -> Theorem:
                    up = p.have(t.gt(z - x), p.holds(x_in), le, p.use(top, e, e_in))
                    return p.in_where(p.in_where(p.base(x_in), up, lambda q: t.gt(z - q)), p.holds(x_in),
                                      lambda q: t.gt(m - q))  # fmt: skip

                late = p.implies(t.gt(m - y), lambda no: p.have(t.FALSE, no, p.left(h)))
                new = at_least_one(p, p.in_where(inside, late, lambda x: t.neg(t.gt(m - x))))
                return p.have(
                    target, no_more(p, before(m), old, keep), new, fewer, size,
                    p.split(before(z), lambda x: t.gt(m - x), lambda _: t.ONE),
                )  # fmt: skip

            return p.obtain(there, one_more)

        def some(there: Theorem) -> Theorem:
            return p.obtain(there, lambda k, k_in, _: p.maximum(k_in, lambda x: x, more))

        return p.cases(exists(rest, lambda x: t.eq(x, x)), some, alone)

    whole = p.k.induct(empty, prove(s, larger), name, e_name, lam(lambda k: -k), claim(s))
    whole = p.use(p.k.specialise(p.k.generalise(whole, "set", name), a), p.forall(a, lambda k, k_in: k_in))

    def last(k: Node, k_in: Theorem) -> Theorem:
        def top(m: Node, m_in: Theorem, at: Theorem) -> Theorem:
            bound = p.use(
                whole, m, p.forall(a, lambda k, k_in: p.have(t.ge(m - k), p.at_most_max(k_in, lambda x: x), at))
            )
            return p.have(t.ge(card(b) + 1 - card(a)), bound, no_more(p, before(m), b, lambda x, x_in: p.base(x_in)))

        return p.maximum(k_in, lambda x: x, top)

    def nothing(no: Theorem) -> Theorem:
        zero = p.sum_equal(
            a,
            lambda k, k_in: p.ex_falso(
                p.false(p.some(a, lambda x: t.eq(x, x), k, k_in, p.identity(k, k)), no), t.eq(t.ONE)
            ),
        )
        return p.have(t.ge(card(b) + 1 - card(a)), zero, p.sum_at_least(b, lambda *_: p.have(t.ge(t.ONE))))

    return p.cases(exists(a, lambda x: t.eq(x, x)), lambda h: p.obtain(h, lambda k, k_in, _: last(k, k_in)), nothing)


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
