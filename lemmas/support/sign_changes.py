"""Sign changes of exponential sums at equally spaced points, in proofs (Descartes' rule, after Laguerre).

x_k = pos(k) h for k in K. f changes its sign at k when one of f(x_k), f(x_k + h) is positive and the other is not. A
constant plus an exponential sum with N terms changes its sign at most N times: for one of the frequencies w, let
G(z) = f(z + h) - exp(w h) f(z), which has the others. G is positive where f changes upwards and negative where it
changes downwards, and between two changes of f in one direction there is one in the other: G changes its sign between
any two changes of f.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from varproof_lemmas.contextual.ladder import Formula
from varproof_lemmas.support.counting import interlaced, no_more

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, exists, forall_real, fresh, func, lam, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node, exp
from varproof.proof.positions import Positions
from varproof.proof.proof import Proof


def sign(down: bool, u: Node) -> Node:
    """What f is before a change: positive (down) or not (up)."""
    return t.gt(u) if down else t.ge(-u)


def change(down: bool, u: Node, v: Node) -> Node:
    """A change from the value u to v, downwards or upwards."""
    return t.conj(sign(down, u), sign(not down, v))


def crossing(p: Proof, place: Positions, phi: Formula, x: Node, x_in: Theorem, y: Node, y_in: Theorem, less: Theorem,
             at_x: Theorem, at_y: Theorem) -> Theorem:  # fmt: skip
    """Some k has x <= k < y, phi(k), and not phi for the next one, from phi(x), not phi(y) and x < y (less)."""
    K = place.n

    def next_fails(k: Node) -> Node:
        return exists(K, lambda q: t.conj(t.eq(place.pos(q), place.pos(k) + 1), t.neg(phi(q))))

    def goal(k: Node) -> Node:
        return t.conj(t.ge(k - x), t.gt(y - k), phi(k), next_fails(k))

    def later(q: Node) -> Node:
        return t.conj(t.gt(q - x), t.neg(phi(q)))

    y_later = p.in_where(y_in, p.both(less, at_y), later)

    def first(m: Node, m_in: Theorem, at: Theorem) -> Theorem:
        base, after, fails = p.base(m_in), p.left(p.holds(m_in)), p.right(p.holds(m_in))
        far = place.increasing(x, m, base, after)

        def found(k: Node, k_in: Theorem, k_at: Theorem) -> Theorem:
            before = place.less(k, k_in, m, p.have(t.gt(place.pos(m) - place.pos(k)), k_at))
            low = p.by_contradiction(
                t.ge(k - x),
                lambda no: p.have(t.FALSE, place.increasing(k, x, x_in, p.have(t.gt(x - k), p.k.order(no))), far, k_at),
            )
            high = p.have(t.gt(y - k), before, p.at_most_max(y_later, lambda q: -q), at)

            def holds(no: Theorem) -> Theorem:
                def beyond(h: Theorem) -> Theorem:
                    inside = p.in_where(k_in, p.both(h, no), later)
                    return p.have(t.FALSE, p.at_most_max(inside, lambda q: -q), at, before)

                def same(h: Theorem) -> Theorem:
                    equal = p.have(t.eq(x, k), p.k.antisym(low, p.have(t.ge(x - k), p.k.order(h))))
                    return p.false(p.equal(equal, x, k, phi, at_x), no)

                return p.cases(t.gt(k - x), beyond, same)

            here = p.by_contradiction(phi(k), holds)
            after_k = p.both(p.have(t.eq(place.pos(m), place.pos(k) + 1), k_at), fails)
            next_ = p.some(K, lambda q: t.conj(t.eq(place.pos(q), place.pos(k) + 1), t.neg(phi(q))), m, base, after_k)
            return p.some(K, goal, k, k_in, p.both(low, p.both(high, p.both(here, next_))))

        more = p.have(t.gt(place.pos(m) - 1), far, place.at_least_one(x, x_in))
        return p.obtain(place.previous(m, base, more), found)

    return p.maximum(y_later, lambda q: -q, first)


@dataclass(frozen=True)
class Changes:
    """The kind of claim (see `frequencies`): a constant and N exponentials change their sign at most N times."""

    p: Proof
    place: Positions
    h: Node

    def head(self, c: Node, z: Node) -> Node:
        return c

    def remaining(self, c: Node, w: Node) -> Node:
        return c * self.factor(t.ZERO, w)

    def factor(self, other: Node, w: Node) -> Node:
        return exp(other * self.h) - exp(w * self.h)

    def condition(self, w: Node) -> Node:
        return t.ge(t.ZERO)

    def x(self, k: Node) -> Node:
        return self.place.pos(k) * self.h

    def changes_at(self, f: Formula, k: Node) -> Node:
        u, v = f(self.x(k)), f(self.x(k) + self.h)
        return t.disj(change(True, u, v), change(False, u, v))

    def changes(self, f: Formula) -> Node:
        return where(self.place.n, lambda k: self.changes_at(f, k))

    def claim(self, E: Formula, c: Node, N: Node) -> Node:
        return t.ge(N - card(self.changes(E)))

    def start(self) -> Theorem:
        """For all c: a constant does not change its sign."""
        p, c = self.p, fresh("c")
        constant = self.changes(lambda z: t.var(c))

        def absurd(k: Node, k_in: Theorem) -> Theorem:
            def clash(h: Theorem) -> Theorem:
                return p.ex_falso(p.have(t.FALSE, p.left(h), p.right(h)), t.eq(t.ONE))

            return p.either(p.holds(k_in), clash, clash)

        none = p.sum_equal(constant, absurd)
        return p.k.generalise(p.have(t.ge(-card(constant)), none), "real", c)

    def transfer(
        self, known: Theorem, E: Formula, F: Formula, same: Callable[[Node], Theorem], c: Node, N: Node, M: Node,
        equal: Theorem,
    ) -> Theorem:  # fmt: skip
        p = self.p

        def to(k: Node, k_in: Theorem) -> Theorem:
            x, y = self.x(k), self.x(k) + self.h

            def shape(u: Node, v: Node) -> Node:
                return t.disj(change(True, u, v), change(False, u, v))

            first = p.equal(same(x), F(x), E(x), lambda u: shape(u, F(y)), p.holds(k_in))
            second = p.equal(same(y), F(y), E(y), lambda v: shape(E(x), v), first)
            return p.in_where(p.base(k_in), second, lambda q: self.changes_at(E, q))

        fewer = no_more(p, self.changes(F), self.changes(E), to)
        return p.have(t.ge(M - card(self.changes(F))), known, fewer, equal)

    def step(
        self, E: Formula, G: Formula, c: Node, w: Node, allowed: Theorem, N: Node, M: Node, count: Theorem,
        nonneg: Theorem, known: Theorem,
    ) -> Theorem:  # fmt: skip
        p, X, z = self.p, exp(w * self.h), fresh("z")
        same = p.k.generalise(p.identity(G(t.var(z)), E(t.var(z) + self.h) - X * E(t.var(z))), "real", z)
        fewer = p.use(self.one_more(), lam(E), lam(G), X, p.exp_positive(w * self.h), same)
        return p.have(t.ge(N - card(self.changes(E))), fewer, known, count)

    def one_more(self) -> Theorem:
        """For all E, G, X > 0 with G(z) = E(z + h) - X E(z) for all z: E changes its sign at most once more than G."""
        p = self.p
        E_name, G_name, X_name = fresh("E"), fresh("G"), fresh("X")
        E, G, X = func(E_name), func(G_name), t.var(X_name)
        positive = p.k.assume(t.gt(X))
        relation = p.k.assume(forall_real(lambda z: t.eq(G(z), E(z + self.h) - X * E(z))))
        result = self.interlace(E, G, X, positive, relation)
        for h in (relation, positive):
            result = p.k.discharge(result, h.concl)
        for sort, name in (("real", X_name), ("fn1", G_name), ("fn1", E_name)):
            result = p.k.generalise(result, sort, name)
        return result

    def interlace(self, E: Formula, G: Formula, X: Node, X_positive: Theorem, relation: Theorem) -> Theorem:
        """E changes its sign at most once more than G, since G changes its sign between any two changes of E."""
        p, A, B = self.p, self.changes(E), self.changes(G)

        def slope(k: Node, down: bool, at: Theorem) -> Theorem:
            """G(x_k) > 0 where E changes upwards, -G(x_k) > 0 where it changes downwards."""
            value = -G(self.x(k)) if down else G(self.x(k))
            before, after, here = p.left(at), p.right(at), p.use(relation, self.x(k))
            return p.have(t.gt(value), before, after, X_positive, here, products=[(0, 2), (1,)])

        def pair(x: Node, x_in: Theorem, y: Node, y_in: Theorem, less: Theorem) -> Theorem:
            x_K, y_K = p.base(x_in), p.base(y_in)

            def of_G(down: bool, k: Node, k_in: Theorem, order: Theorem, at_x: Theorem, at_k: Theorem,
                     high: Theorem) -> Theorem:  # fmt: skip
                """The goal, when G changes (down or not) between x and k <= y."""
                strict = [
                    p.have(sign(side, G(self.x(q))), at) for side, q, at in ((down, x, at_x), (not down, k, at_k))
                ]
                there = self.fall(G, down, x, x_K, k, k_in, order, lambda q, at: strict[0], strict[1])

                def found(z: Node, z_in: Theorem, at: Theorem) -> Theorem:
                    both = p.right(p.right(at))
                    member = p.in_where(z_in, self.one_of(G, z, down, both), lambda q: self.changes_at(G, q))
                    low, less_z = p.left(at), p.have(t.gt(y - z), p.left(p.right(at)), high)
                    return p.some(B, lambda q: t.conj(t.ge(q - x), t.gt(y - q)), z, member, p.both(low, less_z))

                return p.obtain(there, found)

            def case(x_down: bool, y_down: bool, at_x: Theorem, at_y: Theorem) -> Theorem:
                x_slope = slope(x, x_down, at_x)
                if x_down != y_down:
                    end = p.have(t.ge(y - y))
                    return of_G(not x_down, y, y_K, less, x_slope, slope(y, y_down, at_y), end)
                # between two changes in one direction there is one in the other
                x_after = p.right(at_x)

                def contradiction(q: Node, at: Theorem) -> Theorem:
                    return p.ex_falso(
                        p.have(t.FALSE, *self.next_value(E, x, q, at), x_after), sign(not x_down, E(self.x(x)))
                    )

                there = self.fall(E, not x_down, x, x_K, y, y_K, less, contradiction, p.left(at_y))

                def found(k: Node, k_in: Theorem, at: Theorem) -> Theorem:
                    low, high, turn = p.left(at), p.left(p.right(at)), p.right(p.right(at))

                    def same(no: Theorem) -> Theorem:
                        equal = p.k.antisym(low, p.have(t.ge(x - k), p.k.order(no)))
                        values = p.congruence(p.have(t.eq(k, x), equal), k, x, lambda q: E(self.x(q)))
                        return p.have(t.FALSE, values, p.left(turn), p.left(at_x))

                    order = p.by_contradiction(t.gt(k - x), same)
                    return of_G(
                        not x_down, k, k_in, order, x_slope, slope(k, not x_down, turn), p.have(t.ge(y - k), high)
                    )

                return p.obtain(there, found)

            def with_y(x_down: bool, at_x: Theorem) -> Theorem:
                return p.either(
                    p.holds(y_in), lambda h: case(x_down, True, at_x, h), lambda h: case(x_down, False, at_x, h)
                )

            return p.either(p.holds(x_in), lambda h: with_y(True, h), lambda h: with_y(False, h))

        between = p.forall(
            A,
            lambda x, x_in: p.forall(
                A, lambda y, y_in: p.implies(t.gt(y - x), lambda less: pair(x, x_in, y, y_in, less))
            ),
        )
        return interlaced(p, A, B, between)

    def one_of(self, f: Formula, k: Node, down: bool, fact: Theorem) -> Theorem:
        """f changes at k, from a change downwards or upwards."""
        p, u, v = self.p, f(self.x(k)), f(self.x(k) + self.h)
        no = t.neg(change(True, u, v))
        if down:
            return p.implies(no, lambda h: p.ex_falso(p.false(fact, h), change(False, u, v)))
        return p.k.discharge(fact, no)

    def next_value(self, f: Formula, k: Node, q: Node, at: Theorem) -> list[Theorem]:
        """f(x_q) = f(x_k + h) and what is known of f(x_q), from pos(q) = pos(k) + 1 and that (at)."""
        p = self.p
        place = p.k.arith([p.left(at)], t.eq(self.x(q), self.x(k) + self.h), [], [(self.h, 0)])
        return [p.congruence(place, self.x(q), self.x(k) + self.h, f), p.right(at)]

    def fall(
        self, f: Formula, down: bool, x: Node, x_in: Theorem, y: Node, y_in: Theorem, less: Theorem,
        at_start: Callable[[Node, Theorem], Theorem], at_y: Theorem,
    ) -> Theorem:  # fmt: skip
        """Some k has x <= k < y and f changes there (down or not), from the sign of f(x_y) (at_y); `at_start` proves
        that of f(x_x) when f has the other sign at the next q already (pos(q) = pos(x) + 1, the sign of f(x_q))."""
        p, place, K = self.p, self.place, self.place.n

        def phi(k: Node) -> Node:
            return t.disj(t.eq(k, x), sign(down, f(self.x(k))))

        def goal(k: Node) -> Node:
            return t.conj(t.ge(k - x), t.gt(y - k), change(down, f(self.x(k)), f(self.x(k) + self.h)))

        def not_y(h: Theorem) -> Theorem:
            return p.either(
                h,
                lambda same: p.have(t.FALSE, same, less),
                lambda at: p.have(t.FALSE, at, at_y),
            )

        start_eq = p.identity(x, x)
        start = p.implies(t.neg(start_eq.concl), lambda no: p.ex_falso(p.false(start_eq, no), sign(down, f(self.x(x)))))
        there = crossing(p, place, phi, x, x_in, y, y_in, less, start, p.implies(phi(y), not_y))

        def found(k: Node, k_in: Theorem, at: Theorem) -> Theorem:
            low, high = p.left(at), p.left(p.right(at))
            here, after = p.left(p.right(p.right(at))), p.right(p.right(p.right(at)))

            def next_(q: Node, q_in: Theorem, h: Theorem) -> Theorem:
                fails = p.right(h)
                not_sign = p.implies(
                    sign(down, f(self.x(q))), lambda s: p.false(p.k.discharge(s, t.neg(t.eq(q, x))), fails)
                )
                other = p.both(p.left(h), p.k.order(not_sign))
                values = self.next_value(f, k, q, other)
                v = p.have(sign(not down, f(self.x(k) + self.h)), *values)

                def at_x(same: Theorem) -> Theorem:
                    back = p.have(t.eq(k, x), same)
                    moved = p.both(
                        p.have(t.eq(place.pos(q), place.pos(x) + 1), p.left(h), p.congruence(back, k, x, place.pos)),
                        p.k.order(not_sign),
                    )
                    return p.equal(
                        p.have(t.eq(x, k), same), x, k, lambda z: sign(down, f(self.x(z))), at_start(q, moved)
                    )

                u = p.either(here, at_x, lambda h: h)
                return p.some(K, goal, k, k_in, p.both(low, p.both(high, p.both(u, v))))

            return p.obtain(after, next_)

        return p.obtain(there, found)
