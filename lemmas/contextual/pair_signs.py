"""Signs for all pairs b < a of a finite index set that make a sum of vectors longest (see `signs`)."""

from __future__ import annotations

from varproof_lemmas.contextual.signs import (
    Function,
    Rest,
    add_row,
    indicator,
    indicator_one,
    indicator_zero,
    length,
    same_length,
    start_claim,
)

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import (
    forall,
    fresh,
    func,
    lam,
    sum_over,
    where,
)
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof


def below(m: Node, a: Node) -> Node:
    """{b in m | b < a}."""
    return where(m, lambda b: b < a)


def pair_signs(s: Node, m: Node, e: Function) -> Node:
    """e(a, b)^2 = 1 for a in s, b in m, b < a."""
    return forall(s, lambda a: forall(below(m, a), lambda b: t.eq(e(a, b) * e(a, b), 1)))


def pair_sum(s: Node, m: Node, w: Function, e: Function, c: Node) -> Node:
    """sum of e(a, b) w(a, b, c) over a in s, b in m, b < a."""
    return sum_over(s, lambda a: sum_over(below(m, a), lambda b: e(a, b) * w(a, b, c)))


def longest_pairs(p: Proof, d: Node, m: Node, w: Function) -> Theorem:
    """start_claim for all pairs b < a in m: some signs e(a, b) make |b + sum e w| longest."""
    name = fresh("S")
    s = t.setvar(name)

    def rest(u: Node) -> Rest:
        return Rest(lambda e: pair_signs(u, m, e), lambda e, c: pair_sum(u, m, w, e, c))

    claim = start_claim(d, rest(s))
    none = p.k.assume(t.all_body("real", t.neg(t.member(t.bound(0), s))))

    def empty(b: Function) -> Theorem:
        goal = p.opened_function(claim, b)

        def zero(*_: Node) -> Node:
            return t.ZERO

        def nothing(e: Function) -> Theorem:
            def one(c: Node, c_in: Theorem) -> Theorem:
                no = p.sum_equal(
                    s,
                    lambda a, a_in: p.ex_falso(
                        p.false(a_in, p.use(none, a)), t.eq(sum_over(below(m, a), lambda x: e(a, x) * w(a, x, c)))
                    ),
                )
                return p.have(t.eq(b(c) + pair_sum(s, m, w, e, c), b(c)), no)

            return same_length(p, d, lambda c: b(c) + pair_sum(s, m, w, e, c), b, one)

        def beaten(e2: Function) -> Theorem:
            h = p.k.assume(pair_signs(s, m, e2))
            value = length(d, lambda c: b(c) + pair_sum(s, m, w, zero, c))
            out = p.have(t.ge(value - length(d, lambda c: b(c) + pair_sum(s, m, w, e2, c))), nothing(zero), nothing(e2))
            return p.k.discharge(out, h.concl)

        ones = p.forall(
            s,
            lambda a, a_in: p.forall(
                below(m, a), lambda x, _: p.ex_falso(p.false(a_in, p.use(none, a)), t.eq(t.ZERO, 1))
            ),
        )
        return p.some_function(goal, lam(zero, 2), p.both(ones, p.forall_function(2, beaten)))

    a0_name = fresh("a")
    a0, a0_in = t.var(a0_name), p.k.assume(t.member(t.var(a0_name), s))
    less = where(s, lambda a: t.neg(t.eq(a, a0)))
    smaller = p.k.assume(start_claim(d, rest(less)))
    row = below(m, a0)
    rows = add_row(p, d, rest(less), smaller, lambda q, c: w(a0, q, c), row)

    def step(b: Function) -> Theorem:
        goal = p.opened_function(claim, b)

        def total(e: Function, r: Function, c: Node) -> Node:
            return b(c) + pair_sum(less, m, w, e, c) + sum_over(row, lambda q: r(q) * w(a0, q, c))

        def with_e(e_name: str, some_r: Theorem) -> Theorem:
            return p.obtain_function(some_r, lambda r_name, best: finish(func(e_name), func(r_name), best))

        def finish(e: Function, r: Function, best: Theorem) -> Theorem:
            def both(a: Node, x: Node) -> Node:
                return e(a, x) + indicator(s, a0, a) * (r(x) - e(a, x))

            one = indicator_one(p, a0_in)
            e_signs, r_signs, most = p.left(best), p.left(p.right(best)), p.right(p.right(best))

            def at_a0(x: Node) -> Theorem:
                return p.have(t.eq(both(a0, x), r(x)), one)

            def elsewhere(a: Node, x: Node, no: Theorem) -> Theorem:
                return p.have(t.eq(both(a, x), e(a, x)), indicator_zero(p, s, a0, a, no))

            def sign(a: Node, a_in: Theorem) -> Theorem:
                def same(equal: Theorem) -> Theorem:
                    here = p.forall(
                        row,
                        lambda x, x_in: p.have(t.eq(both(a0, x) * both(a0, x), 1), at_a0(x), p.use(r_signs, x, x_in)),
                    )
                    return p.equal(
                        p.have(t.eq(a0, a), equal),
                        a0,
                        a,
                        lambda z: forall(below(m, z), lambda x: t.eq(both(z, x) * both(z, x), 1)),
                        here,
                    )

                def differ(no: Theorem) -> Theorem:
                    a_less = p.in_where(a_in, no, lambda y: t.neg(t.eq(y, a0)))
                    return p.forall(
                        below(m, a),
                        lambda x, x_in: p.have(
                            t.eq(both(a, x) * both(a, x), 1), elsewhere(a, x, no), p.use(e_signs, a, a_less, x, x_in)
                        ),
                    )

                return p.cases(t.eq(a, a0), same, differ)

            def own(c: Node, c_in: Theorem) -> Theorem:
                take = p.take(a0_in, lambda a: sum_over(below(m, a), lambda x: both(a, x) * w(a, x, c)))
                first = p.sum_equal(
                    row, lambda x, _: p.have(t.eq(both(a0, x) * w(a0, x, c) - r(x) * w(a0, x, c)), at_a0(x))
                )
                others = p.sum_equal(
                    less,
                    lambda a, a_in: p.sum_equal(
                        below(m, a),
                        lambda x, _: p.have(
                            t.eq(both(a, x) * w(a, x, c) - e(a, x) * w(a, x, c)), elsewhere(a, x, p.holds(a_in))
                        ),
                    ),
                )
                return p.have(t.eq(b(c) + pair_sum(s, m, w, both, c), total(e, r, c)), take, first, others)

            mine = same_length(p, d, lambda c: b(c) + pair_sum(s, m, w, both, c), lambda c: total(e, r, c), own)

            def beaten(e2: Function) -> Theorem:
                h = p.k.assume(pair_signs(s, m, e2))
                on_less = p.forall(less, lambda a, a_in: p.use(h, a, p.base(a_in)))
                bound = p.use(most, lam(e2, 2), lam(lambda x: e2(a0, x)), on_less, p.use(h, a0, a0_in))
                theirs = same_length(
                    p,
                    d,
                    lambda c: b(c) + pair_sum(s, m, w, e2, c),
                    lambda c: total(e2, lambda x: e2(a0, x), c),
                    lambda c, _: p.have(
                        t.eq(b(c) + pair_sum(s, m, w, e2, c), total(e2, lambda x: e2(a0, x), c)),
                        p.take(a0_in, lambda a: sum_over(below(m, a), lambda x: e2(a, x) * w(a, x, c))),
                    ),
                )
                value = length(d, lambda c: b(c) + pair_sum(s, m, w, both, c))
                out = p.have(t.ge(value - length(d, lambda c: b(c) + pair_sum(s, m, w, e2, c))), mine, theirs, bound)
                return p.k.discharge(out, h.concl)

            return p.some_function(goal, lam(both, 2), p.both(p.forall(s, sign), p.forall_function(2, beaten)))

        return p.obtain_function(p.use(rows, lam(b)), with_e)

    with p.silent():
        result = p.k.induct(
            p.forall_function(1, empty), p.forall_function(1, step), name, a0_name, lam(lambda q: q), claim
        )
        return p.k.specialise(p.k.generalise(result, "set", name), m)
