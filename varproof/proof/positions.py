"""The positions 1, ..., n of the members of a finite set of reals: what a statement says with Pos(i).

Positions are whole numbers: each fact of counting about them is here, and induction on them.
"""

from __future__ import annotations

from collections.abc import Callable

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, exists, position, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.order import Order, one
from varproof.proof.tactics import Tactics


class Positions(Order):
    """The members of a set n in order: pos(x) is the number of y in n with y <= x, what Pos(i) says of an index i.

    With what every `Order` has: `most` says pos(x) <= |n|.
    """

    def __init__(self, p: Tactics, n: Node) -> None:
        with p.silent():
            different = p.forall(
                n, lambda x, _: p.forall(n, lambda y, _: p.implies(t.neg(t.eq(x, y)), lambda differ: differ))
            )
        super().__init__(p, n, lambda x: x, different)

    def pos(self, x: Node) -> Node:
        """The position of x, as a term."""
        return position(self.n, x)

    def at_least_one(self, x: Node, x_in: Theorem) -> Theorem:
        """1 <= pos(x)."""
        below = self.p.sum_at_least(self.below(x), lambda _, __: self.p.have(t.ge(t.ONE)))
        return self.p.have(t.ge(self.pos(x) - 1), self.drop(one, x, x_in), below)

    def increasing(self, x: Node, y: Node, y_in: Theorem, less: Theorem) -> Theorem:
        """pos(x) + 1 <= pos(y) from x < y."""
        more, drop = self.jump(x, y, less), self.drop(one, y, y_in)
        return self.p.have(t.ge(self.pos(y) - self.pos(x) - 1), more, drop)

    def less(self, x: Node, x_in: Theorem, y: Node, more: Theorem) -> Theorem:
        """x < y from pos(x) < pos(y)."""
        p = self.p

        def no(h: Theorem) -> Theorem:
            not_less = p.k.order(h)  # x >= y

            def greater(g: Theorem) -> Theorem:
                return p.have(t.FALSE, self.increasing(y, x, x_in, g), more)

            def not_greater(g: Theorem) -> Theorem:
                same = p.k.antisym(not_less, p.k.order(g))
                return p.have(t.FALSE, p.congruence(same, x, y, self.pos), more)

            return p.cases(t.gt(x - y), greater, not_greater)

        return p.by_contradiction(t.gt(y - x), no)

    def gap(self, x: Node, x_in: Theorem, y: Node, y_in: Theorem, more: Theorem) -> Theorem:
        """pos(x) + 1 <= pos(y) from pos(x) < pos(y): positions are whole numbers."""
        return self.increasing(x, y, y_in, self.less(x, x_in, y, more))

    def injective(self, x: Node, x_in: Theorem, y: Node, y_in: Theorem, same: Theorem) -> Theorem:
        """x = y from pos(x) = pos(y)."""
        p = self.p
        sides = []
        for a, b, b_in in ((x, y, y_in), (y, x, x_in)):

            def no(h: Theorem, a: Node = a, b: Node = b, b_in: Theorem = b_in) -> Theorem:
                return p.have(t.FALSE, self.increasing(a, b, b_in, p.k.order(h)), same)

            sides.append(p.by_contradiction(t.ge(a - b), no))
        return p.k.antisym(*sides)

    def all_before(self, x: Node, at: Theorem) -> Theorem:
        """For all y in n: y <= x, from pos(x) = |n|."""
        p = self.p

        def no(y: Node, y_in: Theorem, h: Theorem) -> Theorem:
            return p.have(t.FALSE, self.increasing(x, y, y_in, p.k.order(h)), self.most(y), at)

        return p.forall(self.n, lambda y, y_in: p.by_contradiction(t.ge(x - y), lambda h: no(y, y_in, h)))

    def exists(self, value: Node) -> Node:
        """Some x in n has pos(x) = value, as a formula."""
        return exists(self.n, lambda x: t.eq(self.pos(x), value))

    def _found(self, x: Node, x_in: Theorem, at: Theorem, value: Node) -> Theorem:
        return self.p.some(self.n, lambda y: t.eq(self.pos(y), value), x, x_in, at)

    def first(self, nonempty: Theorem) -> Theorem:
        """Some x in n has pos(x) = 1, from |n| > 0."""
        p = self.p

        def least(m: Node, m_in: Theorem, at: Theorem) -> Theorem:
            is_first = p.forall(self.n, lambda y, y_in: p.have(t.ge(y - m), p.at_most_max(y_in, lambda z: -z), at))
            place = p.have(t.eq(self.pos(m), 1), self.drop(one, m, m_in), self.first_place(m, is_first))
            return self._found(m, m_in, place, t.ONE)

        return p.member_of(nonempty, self.n, lambda _, x_in: p.maximum(x_in, lambda z: -z, least))

    def last(self, nonempty: Theorem) -> Theorem:
        """Some x in n has pos(x) = |n|, from |n| > 0."""
        p = self.p

        def largest(m: Node, m_in: Theorem, at: Theorem) -> Theorem:
            is_last = p.forall(self.n, lambda y, y_in: p.have(t.ge(m - y), p.at_most_max(y_in, lambda z: z), at))
            return self._found(m, m_in, self.whole(one, m, is_last), card(self.n))

        return p.member_of(nonempty, self.n, lambda _, x_in: p.maximum(x_in, lambda z: z, largest))

    def next(self, x: Node, x_in: Theorem, more: Theorem) -> Theorem:
        """Some y in n has pos(y) = pos(x) + 1, from pos(x) < |n|."""
        p = self.p
        after = where(self.n, lambda y: t.neg(t.ge(x - y)))
        positive = p.have(t.gt(card(after)), p.split(self.n, lambda y: t.ge(x - y), one), more)

        def nearest(k: Node, k_in: Theorem, at: Theorem) -> Theorem:
            less = p.have(t.gt(k - x), p.k.order(p.holds(k_in)))

            def between(l: Node, l_in: Theorem) -> Theorem:
                def late(no: Theorem) -> Theorem:
                    inside = p.in_where(l_in, no, lambda y: t.neg(t.ge(x - y)))
                    return p.have(t.ge(l - k), p.at_most_max(inside, lambda z: -z), at)

                return p.implies(t.neg(t.ge(x - l)), late)

            base = p.base(k_in)
            place = self.next_place(x, x_in, k, less, p.forall(self.n, between))
            at_k = p.have(t.eq(self.pos(k), self.pos(x) + 1), place, self.drop(one, k, base), self.drop(one, x, x_in))
            return self._found(k, base, at_k, self.pos(x) + 1)

        return p.member_of(positive, after, lambda _, y_in: p.maximum(y_in, lambda z: -z, nearest))

    def previous(self, x: Node, x_in: Theorem, more: Theorem) -> Theorem:
        """Some y in n has pos(y) = pos(x) - 1, from pos(x) > 1."""
        p = self.p
        value = self.pos(x) - 1

        def is_first(yes: Theorem) -> Theorem:
            no = p.have(t.FALSE, self.drop(one, x, x_in), self.first_place(x, yes), more)
            return p.ex_falso(no, self.exists(value))

        def step(i: Node, i_in: Theorem, less: Theorem, between: Theorem) -> Theorem:
            place = self.next_place(i, i_in, x, less, between)
            at = p.have(t.eq(self.pos(i), value), place, self.drop(one, i, i_in), self.drop(one, x, x_in))
            return self._found(i, i_in, at, value)

        return self.before(x, x_in, is_first, step)

    def by_induction(
        self,
        holds: Callable[[Node], Node],
        start: Callable[[Node, Theorem, Theorem], Theorem],
        step: Callable[[Node, Theorem, Node, Theorem, Theorem, Theorem], Theorem],
    ) -> Theorem:
        """For all k in n: holds(k), by induction on the position.

        `start(k, k_in, pos(k) = 1)` and `step(i, i_in, k, k_in, pos(k) = pos(i) + 1, holds(i))` prove holds(k).
        """
        p = self.p

        def at_first(k: Node, k_in: Theorem, is_first: Theorem) -> Theorem:
            return start(k, k_in, p.have(t.eq(self.pos(k), 1), self.drop(one, k, k_in), self.first_place(k, is_first)))

        def later(
            i: Node, i_in: Theorem, k: Node, k_in: Theorem, less: Theorem, between: Theorem, good: Theorem
        ) -> Theorem:
            place = self.next_place(i, i_in, k, less, between)
            at = p.have(t.eq(self.pos(k), self.pos(i) + 1), place, self.drop(one, k, k_in), self.drop(one, i, i_in))
            return step(i, i_in, k, k_in, at, good)

        return self.everywhere(holds, at_first, later)

    def counterpart(self, other: Positions, nonempty: Theorem) -> Theorem:
        """For all x in n: some y of the other set (|m| > 0) is at the same position, or pos(x) >= |m| + 1."""
        p, m = self.p, other.n

        def beyond(x: Node) -> Node:
            return t.ge(self.pos(x) - card(m) - 1)

        def holds(x: Node) -> Node:
            return t.disj(other.exists(self.pos(x)), beyond(x))

        def found(x: Node, y: Node, y_in: Theorem, at: Theorem) -> Theorem:
            there = other._found(y, y_in, at, self.pos(x))
            return p.implies(t.neg(there.concl), lambda no: p.ex_falso(p.false(there, no), beyond(x)))

        def past(x: Node, far: Theorem) -> Theorem:
            return p.k.discharge(far, t.neg(other.exists(self.pos(x))))

        def start(k: Node, k_in: Theorem, at: Theorem) -> Theorem:
            return p.obtain(
                other.first(nonempty),
                lambda y, y_in, y_at: found(k, y, y_in, p.have(t.eq(other.pos(y), self.pos(k)), y_at, at)),
            )

        def step(i: Node, i_in: Theorem, k: Node, k_in: Theorem, at: Theorem, good: Theorem) -> Theorem:
            def here(there: Theorem) -> Theorem:
                return p.obtain(there, beside)

            def beside(y: Node, y_in: Theorem, y_at: Theorem) -> Theorem:
                def more(less: Theorem) -> Theorem:
                    return p.obtain(
                        other.next(y, y_in, less),
                        lambda z, z_in, z_at: found(
                            k, z, z_in, p.have(t.eq(other.pos(z), self.pos(k)), z_at, y_at, at)
                        ),
                    )

                def end(no: Theorem) -> Theorem:
                    return past(k, p.have(beyond(k), p.k.order(no), y_at, at))

                return p.cases(t.gt(card(m) - other.pos(y)), more, end)

            return p.either(good, here, lambda far: past(k, p.have(beyond(k), far, at)))

        return self.by_induction(holds, start, step)

    def whole_gap(self, other: Positions, nonempty: Theorem, other_nonempty: Theorem, more: Theorem) -> Theorem:
        """|m| + 1 <= |n| from |m| < |n|, for the other set m: sizes are whole numbers."""
        p = self.p
        goal = t.ge(card(self.n) - card(other.n) - 1)
        every = self.counterpart(other, other_nonempty)

        def end(x: Node, x_in: Theorem, at: Theorem) -> Theorem:
            def beside(y: Node, _: Theorem, y_at: Theorem) -> Theorem:
                return p.ex_falso(p.have(t.FALSE, other.most(y), y_at, at, more), goal)

            return p.either(
                p.use(every, x, x_in), lambda there: p.obtain(there, beside), lambda far: p.have(goal, far, at)
            )

        return p.obtain(self.last(nonempty), end)
