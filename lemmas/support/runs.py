"""Runs of points at which an exponential sum is small, in proofs.

x_k = pos(k) h for k in K. If f_1 and f_2 change their signs at most N times each, and at more than (2 N + 1)(M + 1) of
the points neither is positive, then this is so at M of them in a row: otherwise each of them is less than M places
before a change of f_1 or f_2, or before the end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from varproof_lemmas.contextual.ladder import Formula
from varproof_lemmas.support.counting import at_most_two, union_bound, window
from varproof_lemmas.support.exponential_coefficient import Elimination
from varproof_lemmas.support.sign_changes import Changes, change, crossing

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, exists, forall, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.positions import Positions


def run(C: Changes, M: Node, small: Formula, k: Node) -> Node:
    """The points k, and M - 1 after it, are small, and there are as many."""
    K, place = C.place.n, C.place
    return t.conj(
        t.ge(card(K) + 1 - place.pos(k) - M),
        forall(K, lambda q: t.imp(t.ge(q - k), t.imp(t.gt(place.pos(k) + M - place.pos(q)), small(q)))),
    )


def long_run(
    C: Changes, f: tuple[Formula, Formula], few: tuple[Theorem, Theorem], N: Node, M: Node, M_nonneg: Theorem,
    many: Theorem,
) -> Theorem:  # fmt: skip
    """Some k has run(k), from |changes| <= N for both (few) and |small| > (2 N + 1)(M + 1) (many), where small(k) says
    that -f_1(x_k) >= 0 and -f_2(x_k) >= 0."""
    p, place, K = C.p, C.place, C.place.n

    def small(k: Node) -> Node:
        return t.conj(t.ge(-f[0](C.x(k))), t.ge(-f[1](C.x(k))))

    goal = exists(K, lambda k: run(C, M, small, k))
    changing = where(K, lambda k: t.disj(C.changes_at(f[0], k), C.changes_at(f[1], k)))

    def near(P: Node, x: Node) -> Node:
        return t.conj(t.gt(place.pos(x) - P + M), t.ge(P - place.pos(x)))

    before = where(K, lambda x: exists(changing, lambda k: near(place.pos(k), x)))
    end = where(K, lambda x: near(card(K) + 1, x))
    bad = where(K, small)

    def absurd(none: Theorem) -> Theorem:
        def covered(x: Node, x_in: Theorem) -> Theorem:
            """x is in `end` unless it is in `before`."""
            base, here = p.base(x_in), p.holds(x_in)
            no_before = p.k.assume(t.neg(t.member(x, before)))
            not_run = p.implies(
                run(C, M, small, x), lambda h: p.false(p.some(K, lambda k: run(C, M, small, k), x, base, h), none)
            )
            room = t.ge(card(K) + 1 - place.pos(x) - M)

            def at_end(no: Theorem) -> Theorem:
                late = p.have(t.gt(place.pos(x) - card(K) - 1 + M), p.k.order(no))
                return p.in_where(
                    base, p.both(late, p.have(t.ge(card(K) + 1 - place.pos(x)), place.most(x))),
                    lambda q: near(card(K) + 1, q),
                )  # fmt: skip

            def inside(yes: Theorem) -> Theorem:
                def still(q: Node, q_in: Theorem, low: Theorem, high: Theorem) -> Theorem:
                    """small(q), since there is no change between x and q."""

                    def no(h: Theorem) -> Theorem:
                        def same(less: Theorem) -> Theorem:
                            equal = p.have(t.eq(x, q), p.k.antisym(low, p.have(t.ge(x - q), p.k.order(less))))
                            return p.false(p.equal(equal, x, q, small, here), h)

                        def later(less: Theorem) -> Theorem:
                            there = crossing(p, place, small, x, base, q, q_in, less, here, h)
                            return p.obtain(there, lambda k, k_in, at: changed(k, k_in, at, q, q_in, high))

                        return p.cases(t.gt(q - x), later, same)

                    return p.by_contradiction(small(q), no)

                def changed(k: Node, k_in: Theorem, at: Theorem, q: Node, q_in: Theorem, high: Theorem) -> Theorem:
                    k_low, k_high = p.left(at), p.left(p.right(at))
                    k_small, after = p.left(p.right(p.right(at))), p.right(p.right(p.right(at)))

                    def next_(m: Node, m_in: Theorem, h: Theorem) -> Theorem:
                        member = p.in_where(k_in, one_changes(k, k_small, m, h), lambda q: t.disj(
                            C.changes_at(f[0], q), C.changes_at(f[1], q)))  # fmt: skip

                        def same(less: Theorem) -> Theorem:
                            equal = p.have(t.eq(k, x), p.k.antisym(k_low, p.have(t.ge(x - k), p.k.order(less))))
                            return p.have(t.ge(place.pos(k) - place.pos(x)), p.congruence(equal, k, x, place.pos))

                        order = p.cases(
                            t.gt(k - x),
                            lambda less: p.have(t.ge(place.pos(k) - place.pos(x)), place.increasing(x, k, k_in, less)),
                            same,
                        )
                        close = p.have(
                            t.gt(place.pos(x) - place.pos(k) + M), high, place.increasing(k, q, q_in, k_high)
                        )
                        there = p.some(changing, lambda y: near(place.pos(y), x), k, member, p.both(close, order))
                        found = p.in_where(base, there, lambda y: exists(changing, lambda z: near(place.pos(z), y)))
                        return p.false(found, no_before)

                    return p.obtain(after, next_)

                whole = p.forall(
                    K,
                    lambda q, q_in: p.implies(
                        t.ge(q - x),
                        lambda low: p.implies(
                            t.gt(place.pos(x) + M - place.pos(q)), lambda high: still(q, q_in, low, high)
                        ),
                    ),
                )
                return p.ex_falso(p.false(p.both(yes, whole), not_run), t.member(x, end))

            return p.k.discharge(p.cases(room, inside, at_end), no_before.concl)

        def one_changes(k: Node, k_small: Theorem, m: Node, h: Theorem) -> Theorem:
            """f_1 or f_2 changes upwards at k, since both are not positive there, but not both at the next one m."""
            u = [g(C.x(k)) for g in f]
            v = [g(C.x(k) + C.h) for g in f]
            place_m = p.k.arith([p.left(h)], t.eq(C.x(m), C.x(k) + C.h), [], [(C.h, 0)])
            fails = p.equal(
                place_m, C.x(m), C.x(k) + C.h, lambda z: t.neg(t.conj(t.ge(-f[0](z)), t.ge(-f[1](z)))), p.right(h)
            )

            def up(i: int, positive: Theorem) -> Theorem:
                before_ = (p.left if i == 0 else p.right)(k_small)
                fact = p.k.discharge(p.both(before_, positive), t.neg(change(True, u[i], v[i])))
                if i:
                    return p.k.discharge(fact, t.neg(C.changes_at(f[0], k)))
                return p.implies(t.neg(fact.concl), lambda no: p.ex_falso(p.false(fact, no), C.changes_at(f[1], k)))

            def first_small(low: Theorem) -> Theorem:
                second = p.implies(t.ge(-v[1]), lambda other: p.false(p.both(low, other), fails))
                return up(1, p.have(t.gt(v[1]), p.k.order(second)))

            return p.cases(t.ge(-v[0]), first_small, lambda no: up(0, p.have(t.gt(v[0]), p.k.order(no))))

        def one_of(x: Node, x_in: Theorem) -> Theorem:
            """x is a change of f_2 unless it is one of f_1."""
            no = p.k.assume(t.neg(t.member(x, C.changes(f[0]))))
            base = p.base(x_in)
            target = t.member(x, C.changes(f[1]))
            found = p.either(
                p.holds(x_in),
                lambda h: p.ex_falso(p.false(p.in_where(base, h, lambda q: C.changes_at(f[0], q)), no), target),
                lambda h: p.in_where(base, h, lambda q: C.changes_at(f[1], q)),
            )
            return p.k.discharge(found, no.concl)

        total = at_most_two(p, bad, before, end, covered)
        few_changes = at_most_two(p, changing, C.changes(f[0]), C.changes(f[1]), one_of)
        windows = p.forall(changing, lambda k, _: window(p, place, place.pos(k), M, M_nonneg))
        union = union_bound(p, changing, K, lambda k, x: near(place.pos(k), x), M + 1, windows)
        last = window(p, place, card(K) + 1, M, M_nonneg)
        number = p.have(t.ge(2 * N - card(changing)), few_changes, *few)
        product = p.have(t.ge((2 * N - card(changing)) * (M + 1)), number, M_nonneg, products=[(0, 1), (0,)])
        return p.have(t.FALSE, total, union, last, product, many)

    return p.by_contradiction(goal, absurd)


@dataclass(frozen=True)
class OnRun(Elimination):
    """The domain of N: x_k, and N more points after it, h apart."""

    place: Positions
    k: Node
    k_in: Theorem

    def x(self, q: Node) -> Node:
        return self.place.pos(q) * self.h

    def room(self, N: Node) -> Node:
        return t.ge(card(self.place.n) - self.place.pos(self.k) - N)

    def at(self, N: Node, z: Node) -> Callable[[Node], Node]:
        pos = self.place.pos
        return lambda q: t.conj(t.ge(q - self.k), t.ge(pos(self.k) + N - pos(q)), t.eq(z, self.x(q)))

    def inside(self, N: Node, z: Node) -> Node:
        return exists(self.place.n, self.at(N, z))

    def first_inside(self, N: Node, nonneg: Theorem) -> Theorem:
        p, k = self.p, self.k
        here = p.both(p.have(t.ge(k - k)), p.both(p.have(t.ge(N), nonneg), p.identity(self.first, self.x(k))))
        return p.some(self.place.n, self.at(N, self.first), k, self.k_in, here)

    def wider(self, N: Node, M: Node, count: Theorem, room: Theorem, z: Node, inside: Theorem) -> Theorem:
        p, place = self.p, self.place
        pos = place.pos

        def found(q: Node, q_in: Theorem, h: Theorem) -> Theorem:
            low, high, at = p.left(h), p.left(p.right(h)), p.right(p.right(h))
            here = p.both(low, p.both(p.have(t.ge(pos(self.k) + N - pos(q)), high, count), at))
            one = p.some(place.n, self.at(N, z), q, q_in, here)

            def after(m: Node, m_in: Theorem, m_at: Theorem) -> Theorem:
                less = place.less(q, q_in, m, p.have(t.gt(pos(m) - pos(q)), m_at))
                step = p.k.arith([at, m_at], t.eq(z + self.h, self.x(m)), [], [(t.ONE, 0), (-self.h, 1)])
                up = p.both(
                    p.have(t.ge(m - self.k), low, less),
                    p.both(p.have(t.ge(pos(self.k) + N - pos(m)), high, count, m_at), step),
                )
                return p.some(place.n, self.at(N, z + self.h), m, m_in, up)

            more = p.have(t.gt(card(place.n) - pos(q)), room, high, count)
            return p.both(one, p.obtain(place.next(q, q_in, more), after))

        return p.obtain(inside, found)

    def less_room(self, N: Node, M: Node, count: Theorem, room: Theorem) -> Theorem:
        return self.p.have(self.room(M), room, count)
