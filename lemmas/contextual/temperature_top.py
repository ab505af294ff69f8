"""The largest frequency of Z_a' Z_b - Z_a Z_b' (see `temperature_runs`).

Pairs of values above a_k cancel, since both vectors have them; of the others, a_k + max b is the largest, by g.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from varproof_lemmas.contextual.ladder import Values
from varproof_lemmas.contextual.means import Means, moment, weights
from varproof_lemmas.support.runs import OnRun

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, exists, fresh, lam, sum_over, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node, exp
from varproof.proof.positions import Positions
from varproof.proof.proof import Proof

Pair = Callable[[Node, Node], Node]


class Given(Protocol):
    """The index sets, the constants R, g, s, L, v, delta and what is known of them (see `Runs`)."""

    p: Proof
    n: Node
    size: Theorem
    place: Positions
    values: tuple[Node, ...]
    given: list[Theorem]


class TopFrequency(Means):
    """Vectors a, b, and the index k of the largest value that only a has; facts and constants as in `Runs`."""

    def __init__(self, o: Given, a: Values, b: Values, k: Node, facts: list[Theorem]) -> None:
        p = o.p
        self.g, self.s, self.v, self.delta = o.values[1], o.values[2], o.values[4], o.values[5]
        (R_positive, self.g_positive, self.s_positive, unit, self.step_small, self.grid_small, self.v_large,
         self.delta_positive, self.room) = o.given  # fmt: skip
        super().__init__(p, o.n, o.size, a, b, o.values[0], o.values[3], R_positive, unit)
        self.place, self.k = o.place, k
        (self.a_sep, self.b_sep, self.ab, self.ba, self.a_range, self.b_range, self.k_in, self.alone, self.a_covered,
         self.b_covered) = facts  # fmt: skip
        self.N = card(o.n) * card(o.n)
        self.eta = self.delta * self.N * exp(2)

    def H(self, z: Node) -> Node:
        n = self.n
        return moment(n, self.a, z) * weights(n, self.b, z) - weights(n, self.a, z) * moment(n, self.b, z)

    def columns(self, top: Node) -> tuple[Pair, Values]:
        """For x: which y remain, and the set of them: not both above a_k, and not (k, top)."""
        a, b, k = self.a, self.b, self.k

        def remains(x: Node, y: Node) -> Node:
            return t.conj(t.neg(t.conj(t.eq(x, k), t.eq(y, top))), t.neg(t.conj(t.gt(a(x) - a(k)), t.gt(b(y) - a(k)))))

        return remains, lambda x: where(self.n, lambda y: remains(x, y))

    def pair_range(self, x: Node, x_in: Theorem, y: Node, y_in: Theorem) -> tuple[Theorem, Theorem]:
        """-2 R <= a_x + b_y <= 2 R."""
        p, w = self.p, self.a(x) + self.b(y)
        one, two = p.use(self.a_range, x, x_in), p.use(self.b_range, y, y_in)
        return p.have(t.ge(2 * self.R + w), p.left(one), p.left(two)), p.have(
            t.ge(2 * self.R - w), p.right(one), p.right(two)
        )

    def reach(self, w: Node, range_: tuple[Theorem, Theorem]) -> tuple[Theorem, Theorem]:
        """exp(w s), exp(-w s) <= e, from |w| <= 2 R."""
        p, s = self.p, self.s
        out = []
        for sign, side in ((1, range_[1]), (-1, range_[0])):
            bound = p.have(t.ge(1 - sign * w * s), side, self.s_positive, self.step_small, products=[(0, 1)])
            out.append(p.have(t.ge(self.e - exp(sign * w * s)), p.exp_monotone(bound, sign * w * s, t.ONE)))
        return out[0], out[1]

    def condition(self, o: OnRun, x: Node, x_in: Theorem, y: Node, y_in: Theorem, top: Node, top_in: Theorem,
                  at: Theorem) -> Theorem:  # fmt: skip
        """The frequency a_x + b_y of a remaining pair is g below a_k + b_top."""
        p, a, b, k, g = self.p, self.a, self.b, self.k, self.g
        w, alpha = a(x) + b(y), a(k) + b(top)
        base, holds = p.base(y_in), p.holds(y_in)
        below = p.have(t.ge(b(top) - b(y)), p.at_most_max(base, b), at)
        target = t.ge(alpha - w - g)

        def above(higher: Theorem) -> Theorem:
            """a_x > a_k: then b_y < a_k, and a_x is one of b."""
            not_above = p.implies(t.gt(b(y) - a(k)), lambda h: p.false(p.both(higher, h), p.right(holds)))
            le = p.have(b(y) <= a(k), p.k.order(not_above))
            far = p.use(self.ba, y, base, k, self.k_in, le, p.use(self.alone, y, base))

            def found(j: Node, j_in: Theorem, same: Theorem) -> Theorem:
                return p.have(t.ge(b(top) - a(x)), same, p.at_most_max(j_in, b), at)

            largest = p.obtain(p.use(self.a_covered, x, x_in, p.have(a(x) > a(k), higher)), found)
            return p.have(target, far, largest)

        def not_above(no: Theorem) -> Theorem:
            le = p.have(a(x) <= a(k), p.k.order(no))

            def same(equal: Theorem) -> Theorem:
                other = p.implies(t.eq(y, top), lambda h: p.false(p.both(equal, h), p.left(holds)))
                far = p.use(self.b_sep, y, base, top, top_in, other, p.have(b(y) <= b(top), below))
                return p.have(target, far, p.congruence(equal, x, k, a))

            def differ(no: Theorem) -> Theorem:
                return p.have(target, p.use(self.a_sep, x, x_in, k, self.k_in, no, le), below)

            return p.cases(t.eq(x, k), same, differ)

        gap = p.cases(t.gt(a(x) - a(k)), above, not_above)
        square = p.have(t.ge((alpha - w) * (alpha - w) - g * g), gap, self.g_positive, products=[(0, 0), (0, 1)])
        up, down = self.reach(w, self.pair_range(x, x_in, y, base))
        return p.both(up, p.both(down, square))

    def remaining(self, z: Node, top: Node, top_in: Theorem) -> Theorem:
        """H(z) = (a_k - b_top) exp((a_k + b_top) z) + the sum over the remaining pairs."""
        p, n, a, b, k = self.p, self.n, self.a, self.b, self.k
        remains, columns = self.columns(top)

        def term(x: Node, y: Node) -> Node:
            return (a(x) - b(y)) * exp((a(x) + b(y)) * z)

        def gone(x: Node) -> Node:
            return where(n, lambda y: t.neg(remains(x, y)))

        def gone_sum(x: Node) -> Node:
            return sum_over(gone(x), lambda y: term(x, y))

        rows = p.sum_equal(n, lambda x, _: p.split(n, lambda y: remains(x, y), lambda y: term(x, y)))
        A, not_A = where(n, lambda x: t.gt(a(x) - a(k))), where(n, lambda x: t.neg(t.gt(a(x) - a(k))))
        B = where(n, lambda y: t.gt(b(y) - a(k)))

        def above(x: Node, x_in: Theorem) -> Theorem:
            """For a_x > a_k those with b_y > a_k are gone."""
            higher = p.holds(x_in)
            y = fresh("y")
            here, there = p.k.assume(t.member(t.var(y), gone(x))), p.k.assume(t.member(t.var(y), B))
            not_k = p.implies(
                t.conj(t.eq(x, k), t.eq(t.var(y), top)),
                lambda h: p.have(t.FALSE, higher, p.congruence(p.left(h), x, k, a)),
            )

            def low(no: Theorem) -> Theorem:
                other = p.implies(t.conj(higher.concl, t.gt(b(t.var(y)) - a(k))), lambda h: p.false(p.right(h), no))
                return p.false(p.both(not_k, other), p.holds(here))

            to = p.in_where(
                p.base(here), p.by_contradiction(t.gt(b(t.var(y)) - a(k)), low), lambda y: t.gt(b(y) - a(k))
            )
            fails = p.implies(remains(x, t.var(y)), lambda h: p.false(p.both(higher, p.holds(there)), p.right(h)))
            back = p.in_where(p.base(there), fails, lambda y: t.neg(remains(x, y)))
            return p.k.sum_ext(to, back, y, gone(x), B, t.close(t.lift(term(x, t.var(y))), "real", y))

        def elsewhere(x: Node, x_in: Theorem) -> Theorem:
            """For the other x != k none are gone."""
            low, not_k = p.holds(p.base(x_in)), p.holds(x_in)

            def absurd(y: Node, y_in: Theorem) -> Theorem:
                first = p.implies(t.conj(t.eq(x, k), t.eq(y, top)), lambda h: p.false(p.left(h), not_k))
                second = p.implies(t.conj(t.gt(a(x) - a(k)), t.gt(b(y) - a(k))), lambda h: p.false(p.left(h), low))
                return p.ex_falso(p.false(p.both(first, second), p.holds(y_in)), t.eq(term(x, y)))

            return p.sum_equal(gone(x), absurd)

        k_low = p.implies(t.gt(a(k) - a(k)), lambda h: p.have(t.FALSE, h))
        k_there = p.in_where(self.k_in, k_low, lambda x: t.neg(t.gt(a(x) - a(k))))
        pair = self.gone_at_k(gone(k), top, top_in, remains, lambda y: term(k, y), k_low)
        high = p.sum_equal(A, above)
        others = p.sum_equal(where(not_A, lambda x: t.neg(t.eq(x, k))), elsewhere)
        zero = self.cancelled(A, B, z)
        whole = t.eq(self.H(z), term(k, top) + sum_over(n, lambda x: sum_over(columns(x), lambda y: term(x, y))))
        return p.have(
            whole, rows, p.split(n, lambda x: t.gt(a(x) - a(k)), gone_sum), p.take(k_there, gone_sum), pair, high,
            others, zero,
        )  # fmt: skip

    def gone_at_k(self, gone: Node, top: Node, top_in: Theorem, remains: Pair, term: Values, k_low: Theorem) -> Theorem:
        """For x = k only y = top is gone."""
        p, a, b, k = self.p, self.a, self.b, self.k
        y = fresh("y")
        one = where(self.n, lambda y: t.eq(y, top))
        here, there = p.k.assume(t.member(t.var(y), gone)), p.k.assume(t.member(t.var(y), one))

        def other(no: Theorem) -> Theorem:
            first = p.implies(t.conj(t.eq(k, k), t.eq(t.var(y), top)), lambda h: p.false(p.right(h), no))
            second = p.implies(t.conj(t.gt(a(k) - a(k)), t.gt(b(t.var(y)) - a(k))), lambda h: p.false(p.left(h), k_low))
            return p.false(p.both(first, second), p.holds(here))

        to = p.in_where(p.base(here), p.by_contradiction(t.eq(t.var(y), top), other), lambda y: t.eq(y, top))
        fails = p.implies(remains(k, t.var(y)), lambda h: p.false(p.both(p.identity(k, k), p.holds(there)), p.left(h)))
        back = p.in_where(p.base(there), fails, lambda y: t.neg(remains(k, y)))
        body = t.close(t.lift(term(t.var(y))), "real", y)
        same = p.k.sum_ext(to, back, y, gone, one, body)
        return p.have(t.eq(t.sum_body(gone, body), term(top)), same, p.k.sum_one(top_in, body, top, self.n))

    def cancelled(self, A: Node, B: Node, z: Node) -> Theorem:
        """The pairs of values above a_k, which both vectors have, cancel."""
        p, a, b, k = self.p, self.a, self.b, self.k

        def to(i: Node, i_in: Theorem) -> Theorem:
            def found(j: Node, j_in: Theorem, same: Theorem) -> Theorem:
                inside = p.in_where(j_in, p.have(t.gt(b(j) - a(k)), same, p.holds(i_in)), lambda y: t.gt(b(y) - a(k)))
                return p.some(B, lambda y: t.eq(b(y), a(i)), j, inside, same)

            return p.obtain(p.use(self.a_covered, i, p.base(i_in), p.have(a(i) > a(k), p.holds(i_in))), found)

        def fro(j: Node, j_in: Theorem) -> Theorem:
            def found(i: Node, i_in: Theorem, same: Theorem) -> Theorem:
                inside = p.in_where(i_in, p.have(t.gt(a(i) - a(k)), same, p.holds(j_in)), lambda x: t.gt(a(x) - a(k)))
                return p.some(A, lambda x: t.eq(b(j), a(x)), i, inside, p.have(t.eq(b(j), a(i)), same))

            return p.obtain(p.use(self.b_covered, j, p.base(j_in), p.have(b(j) > a(k), p.holds(j_in))), found)

        def distinct(s: Node, f: Values, sep: Theorem) -> Theorem:
            def pair(i: Node, i_in: Theorem, j: Node, j_in: Theorem) -> Theorem:
                def apart(no: Theorem) -> Theorem:
                    def same(h: Theorem) -> Theorem:
                        far = p.use(sep, i, p.base(i_in), j, p.base(j_in), no, p.have(f(i) <= f(j), h))
                        return p.have(t.FALSE, far, h, self.g_positive)

                    return p.implies(t.eq(f(i), f(j)), same)

                return p.implies(t.neg(t.eq(i, j)), apart)

            return p.forall(s, lambda i, i_in: p.forall(s, lambda j, j_in: pair(i, i_in, j, j_in)))

        facts = p.forall(A, to), p.forall(B, fro), distinct(A, a, self.a_sep), distinct(B, b, self.b_sep)

        def row(x: Node) -> Node:
            return sum_over(B, lambda y: (a(x) - b(y)) * exp((a(x) + b(y)) * z))

        def sums(i: Node, i_in: Theorem) -> Theorem:
            def cited(j: Node, j_in: Theorem, _: Theorem) -> Theorem:
                f = lam(lambda x: exp(x * z)), lam(lambda x: x * exp(x * z))
                lists = dict(m=A, n=B, x=a, y=b)
                both = (p.cite("aux:same-values", i_in, j_in, *facts, f=g, **lists) for g in f)
                return p.have(t.eq(sum_over(A, row)), *both)

            return p.obtain(p.use(facts[0], i, i_in), cited)

        def nothing(no: Theorem) -> Theorem:
            def absurd(x: Node, x_in: Theorem) -> Theorem:
                there = p.some(A, lambda y: t.eq(y, y), x, x_in, p.identity(x, x))
                return p.ex_falso(p.false(there, no), t.eq(row(x)))

            return p.sum_equal(A, absurd)

        some = exists(A, lambda x: t.eq(x, x))
        return p.cases(some, lambda h: p.obtain(h, lambda i, i_in, _: sums(i, i_in)), nothing)
