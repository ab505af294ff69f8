"""Directions from longest signed sums: for the pairs of a family, and for its members (see `direction`)."""

from __future__ import annotations

from varproof_lemmas.contextual.direction import at_most_root, cauchy, flip, inner, pairs_count, swap, swap_rows
from varproof_lemmas.contextual.pair_signs import below, longest_pairs, pair_sum
from varproof_lemmas.contextual.signs import (
    Function,
    Rest,
    add_row,
    indicator,
    indicator_one,
    indicator_zero,
    length,
    same_length,
)

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import (
    card,
    exists_function,
    forall,
    forall_function,
    func,
    lam,
    sum_over,
    where,
)
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof


def pair_direction(p: Proof, d: Node, m: Node, w: Function, units: Theorem) -> Theorem:
    """Some u has <u, w_ax>^2 >= 1 for x < a in m and 2 |u| <= |m|^2 - |m|; `units` says |w_ax|^2 = 1."""
    best = p.use(longest_pairs(p, d, m, w), lam(lambda c: t.ZERO))

    pairs = card(m) * card(m) - card(m)

    def goal(u: Function) -> Node:
        return t.conj(
            forall(
                m,
                lambda a: forall(
                    below(m, a), lambda x: inner(d, u, lambda c: w(a, x, c)) * inner(d, u, lambda c: w(a, x, c)) >= 1
                ),
            ),
            4 * length(d, u) <= pairs * pairs,
        )

    def found(e_name: str, both: Theorem) -> Theorem:
        e = func(e_name)
        valid, most = p.left(both), p.right(both)

        def V(c: Node) -> Node:
            return pair_sum(m, m, w, e, c)

        def pair(a0: Node, a_in: Theorem, x0: Node, x_in: Theorem) -> Theorem:
            row = below(m, a0)
            one_a, one_x = indicator_one(p, a_in), indicator_one(p, x_in)

            def at(a: Node, x: Node) -> Node:
                return indicator(m, a0, a) * indicator(row, x0, x)

            def e2(a: Node, x: Node) -> Node:
                return e(a, x) * (1 - 2 * at(a, x))

            def sign(a: Node, b_in: Theorem, x: Node, y_in: Theorem) -> Theorem:
                old = p.use(valid, a, b_in, x, y_in)
                target = t.eq(e2(a, x) * e2(a, x), 1)

                def here(same_a: Theorem) -> Theorem:
                    i = p.have(
                        t.eq(indicator(m, a0, a), 1),
                        p.congruence(p.have(t.eq(a0, a), same_a), a0, a, lambda z: indicator(m, a0, z)),
                        one_a,
                    )

                    def same_x(same: Theorem) -> Theorem:
                        j = p.have(
                            t.eq(indicator(row, x0, x), 1),
                            p.congruence(p.have(t.eq(x0, x), same), x0, x, lambda z: indicator(row, x0, z)),
                            one_x,
                        )
                        return p.have(target, minus(i, j), old)

                    def other_x(no: Theorem) -> Theorem:
                        return p.have(target, plus(indicator_zero(p, row, x0, x, no), 1), old)

                    return p.cases(t.eq(x, x0), same_x, other_x)

                def minus(i: Theorem, j: Theorem) -> Theorem:
                    both_one = p.have(t.eq(at(a, x), 1), i, j)
                    return p.have(t.eq(e2(a, x) * e2(a, x), e(a, x) * e(a, x)), both_one)

                def plus(zero: Theorem, _: int) -> Theorem:
                    none = p.have(t.eq(at(a, x)), zero)
                    return p.have(t.eq(e2(a, x) * e2(a, x), e(a, x) * e(a, x)), none)

                return p.cases(
                    t.eq(a, a0), here, lambda no: p.have(target, plus(indicator_zero(p, m, a0, a, no), 0), old)
                )

            ones = p.forall(m, lambda a, b_in: p.forall(below(m, a), lambda x, y_in: sign(a, b_in, x, y_in)))

            def changed(c: Node, c_in: Theorem) -> Theorem:
                """sum e2 w = V - 2 e(a0, x0) w(a0, x0)."""

                def part(a: Node) -> Node:
                    return sum_over(below(m, a), lambda x: at(a, x) * e(a, x) * w(a, x, c))

                rows = p.take(a_in, part)
                others = p.sum_equal(
                    where(m, lambda a: t.neg(t.eq(a, a0))),
                    lambda a, b_in: p.have(t.eq(part(a)), indicator_zero(p, m, a0, a, p.holds(b_in))),
                )
                cells = p.take(x_in, lambda x: indicator(row, x0, x) * e(a0, x) * w(a0, x, c))
                empty = p.sum_equal(
                    where(row, lambda x: t.neg(t.eq(x, x0))),
                    lambda x, y_in: p.have(
                        t.eq(indicator(row, x0, x) * e(a0, x) * w(a0, x, c)),
                        indicator_zero(p, row, x0, x, p.holds(y_in)),
                    ),
                )
                total = sum_over(m, part)
                cell = p.have(
                    t.eq(
                        sum_over(row, lambda x: indicator(row, x0, x) * e(a0, x) * w(a0, x, c)),
                        e(a0, x0) * w(a0, x0, c),
                    ),
                    cells,
                    empty,
                    one_x,
                )
                whole = p.have(t.eq(total, e(a0, x0) * w(a0, x0, c)), rows, others, cell, one_a)
                return p.have(t.eq(pair_sum(m, m, w, e2, c), V(c) - 2 * e(a0, x0) * w(a0, x0, c)), whole)

            moved = same_length(
                p, d, lambda c: pair_sum(m, m, w, e2, c), lambda c: V(c) - 2 * e(a0, x0) * w(a0, x0, c), changed
            )
            flipped = length(d, lambda c: V(c) - 2 * e(a0, x0) * w(a0, x0, c))
            shorter = p.have(t.ge(length(d, V) - flipped), moved, p.use(most, lam(e2, 2), ones))
            one, signed = p.use(units, a0, a_in, x0, x_in), p.use(valid, a0, a_in, x0, x_in)
            far = flip(p, d, V, e(a0, x0), lambda c: w(a0, x0, c), signed, shorter, one)
            for symbol, meaning in (
                ("‖S‖²", length(d, V)),
                ("‖S − 2 e w‖²", flipped),
                ("⟨S, w⟩", inner(d, V, lambda c: w(a0, x0, c))),
            ):
                p.name(symbol, meaning)
            p.state(shorter, "‖S − 2 e w‖² ≤ ‖S‖²", "S is longest, and this is S with one sign flipped")
            return p.state(far, "⟨S, w⟩² ≥ 1", "‖w‖ = 1 and e² = 1", [shorter])

        separated = p.forall(m, lambda a, a_in: p.forall(below(m, a), lambda x, x_in: pair(a, a_in, x, x_in)))
        norm, norm_square, norm_nonneg = p.norm(d, V)

        def term(a: Node, a_in: Theorem, x: Node, x_in: Theorem) -> Theorem:
            z = inner(d, V, lambda c: w(a, x, c))
            bound = cauchy(p, d, V, lambda c: w(a, x, c), p.use(units, a, a_in, x, x_in))
            signed = p.have(
                t.ge(norm * norm - e(a, x) * z * e(a, x) * z), bound, p.use(valid, a, a_in, x, x_in), norm_square
            )
            for symbol, meaning in (("‖S‖", norm), ("e", e(a, x)), ("⟨S, w⟩", z)):
                p.name(symbol, meaning)
            return p.state(at_most_root(p, signed, e(a, x) * z, norm, norm_nonneg), "e ⟨S, w⟩ ≤ ‖S‖", "Cauchy–Schwarz")

        K = sum_over(m, lambda a: card(below(m, a)))
        terms = p.sum_at_least(m, lambda a, a_in: p.sum_at_least(below(m, a), lambda x, x_in: term(a, a_in, x, x_in)))
        total = p.have(t.ge(K * norm - norm * norm), terms, swap_rows(p, d, m, e, w), norm_square)
        few = pairs_count(p, m)
        for symbol, meaning in (("K", K), ("m", m), ("‖S‖²", norm * norm)):
            p.name(symbol, meaning)
        p.state(total, "‖S‖² ≤ K ‖S‖", "‖S‖² is the sum of e ⟨S, w⟩ over the K pairs")
        p.state(few, "2 K ≤ m² − m", "an index is neither above nor below itself")
        count = p.sum_at_least(m, lambda a, _: p.sum_at_least(below(m, a), lambda *_: p.have(t.ge(t.ONE))))
        small = p.by_contradiction(
            t.ge(pairs - 2 * norm),
            lambda no: p.have(
                t.FALSE,
                p.have(t.gt(norm - K), p.k.order(no), few),
                total,
                p.have(t.gt(norm), p.k.order(no), few, count),
                products=[(0, 2)],
            ),
        )
        bound = p.have(
            4 * length(d, V) <= pairs * pairs,
            small,
            norm_square,
            norm_nonneg,
            products=[(0, 0), (0, 2)],
        )
        whole = t.neg(t.all_body("fn1", t.neg(t.close(goal(func("u'")), "fn1", "u'"))))
        return p.some_function(whole, lam(V), p.both(separated, bound))

    p.say(
        "Of all signed sums of the vectors w, of length 1, one for each pair of indices b < a, let S be a longest, "
        "with signs e. (Finitely many signs, chosen one after the other.)"
    )
    return p.obtain_function(best, found)


def row_direction(p: Proof, d: Node, m: Node, w: Function, units: Theorem) -> Theorem:
    """Some u has <u, w_q>^2 >= 1 for q in m and |u|^2 <= |m|^2; `units` says |w_q|^2 = 1."""
    true = t.eq(t.ZERO)
    rest = Rest(lambda e: true, lambda e, c: t.ZERO)
    fact = p.k.arith([], true, [])

    def start(b: Function) -> Theorem:
        def zero(*_: Node) -> Node:
            return t.ZERO

        goal = exists_function(2, lambda e: t.conj(true, _most(e)))

        def _least(_: Function) -> Theorem:
            return p.k.discharge(p.have(t.ge(t.ZERO)), true)

        return p.some_function(goal, lam(zero, 2), p.both(fact, p.forall_function(2, _least)))

    def _most(_: Function) -> Node:
        return forall_function(2, lambda e2: t.imp(true, t.ge(t.ZERO)))

    rows = add_row(p, d, rest, p.forall_function(1, start), w, m)

    def goal(u: Function) -> Node:
        return t.conj(
            forall(m, lambda a: inner(d, u, lambda c: w(a, c)) * inner(d, u, lambda c: w(a, c)) >= 1),
            length(d, u) <= card(m) * card(m),
        )

    def found(r_name: str, best: Theorem) -> Theorem:
        r = func(r_name)
        ones, most = p.left(p.right(best)), p.right(p.right(best))

        def V(c: Node) -> Node:
            return sum_over(m, lambda q: r(q) * w(q, c))

        def one(a: Node, a_in: Theorem) -> Theorem:
            one_a = indicator_one(p, a_in)

            def r2(q: Node) -> Node:
                return r(q) * (1 - 2 * indicator(m, a, q))

            def sign(q: Node, q_in: Theorem) -> Theorem:
                old = p.use(ones, q, q_in)
                target = t.eq(r2(q) * r2(q), 1)
                return p.cases(
                    t.eq(q, a),
                    lambda same: p.have(
                        target,
                        p.have(
                            t.eq(r2(q) * r2(q), r(q) * r(q)),
                            p.have(
                                t.eq(indicator(m, a, q), 1),
                                p.congruence(p.have(t.eq(a, q), same), a, q, lambda z: indicator(m, a, z)),
                                one_a,
                            ),
                        ),
                        old,
                    ),
                    lambda no: p.have(
                        target, p.have(t.eq(r2(q) * r2(q), r(q) * r(q)), indicator_zero(p, m, a, q, no)), old
                    ),
                )

            def changed(c: Node, c_in: Theorem) -> Theorem:
                cells = p.take(a_in, lambda q: indicator(m, a, q) * r(q) * w(q, c))
                empty = p.sum_equal(
                    where(m, lambda q: t.neg(t.eq(q, a))),
                    lambda q, q_in: p.have(
                        t.eq(indicator(m, a, q) * r(q) * w(q, c)), indicator_zero(p, m, a, q, p.holds(q_in))
                    ),
                )
                return p.have(
                    t.eq(sum_over(m, lambda q: r2(q) * w(q, c)), V(c) - 2 * r(a) * w(a, c)), cells, empty, one_a
                )

            moved = same_length(
                p, d, lambda c: sum_over(m, lambda q: r2(q) * w(q, c)), lambda c: V(c) - 2 * r(a) * w(a, c), changed
            )
            shorter = p.have(
                t.ge(length(d, V) - length(d, lambda c: V(c) - 2 * r(a) * w(a, c))),
                moved,
                p.use(most, lam(lambda *_: t.ZERO, 2), lam(r2), fact, p.forall(m, sign)),
            )
            return flip(p, d, V, r(a), lambda c: w(a, c), p.use(ones, a, a_in), shorter, p.use(units, a, a_in))

        separated = p.forall(m, one)
        norm, norm_square, norm_nonneg = p.norm(d, V)

        def term(a: Node, a_in: Theorem) -> Theorem:
            z = inner(d, V, lambda c: w(a, c))
            bound = cauchy(p, d, V, lambda c: w(a, c), p.use(units, a, a_in))
            signed = p.have(t.ge(norm * norm - r(a) * z * r(a) * z), bound, p.use(ones, a, a_in), norm_square)
            return at_most_root(p, signed, r(a) * z, norm, norm_nonneg)

        terms = p.sum_at_least(m, term)
        square = swap(p, d, m, lambda c, q: V(c) * r(q) * w(q, c))
        total = p.have(t.ge(card(m) * norm - norm * norm), terms, square, norm_square)
        count = p.sum_at_least(m, lambda *_: p.have(t.ge(t.ONE)))
        small = p.by_contradiction(
            t.ge(card(m) - norm),
            lambda no: p.have(
                t.FALSE, p.k.order(no), total, p.have(t.gt(norm), p.k.order(no), count), products=[(0, 2)]
            ),
        )
        bound = p.have(length(d, V) <= card(m) * card(m), small, norm_square, norm_nonneg, products=[(0, 0), (0, 2)])
        whole = t.neg(t.all_body("fn1", t.neg(t.close(goal(func("u'")), "fn1", "u'"))))
        return p.some_function(whole, lam(V), p.both(separated, bound))

    with p.silent():
        return p.obtain_function(p.use(rows, lam(lambda c: t.ZERO)), lambda _, some: p.obtain_function(some, found))
