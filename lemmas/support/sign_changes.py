"""Sign changes of exponential sums at equally spaced points, in proofs (Descartes' rule, after Laguerre).

x_k = pos(k) h for k in K. f changes its sign at k when one of f(x_k), f(x_k + h) is positive and the other is not. A
constant plus an exponential sum with N terms changes its sign at most N times: for one of the frequencies w,
f(z + h) - exp(w h) f(z) has the others, and f changes its sign at most once more (aux:one-more-change).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from varproof_lemmas.contextual.ladder import Formula
from varproof_lemmas.support.counting import no_more

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, exists, fresh, lam, where
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

    def before(q: Node) -> Node:
        return t.conj(t.ge(q - x), t.gt(y - q), phi(q))

    def next_fails(k: Node, q: Node) -> Node:
        return t.conj(t.eq(place.pos(q), place.pos(k) + 1), t.neg(phi(q)))

    def goal(k: Node) -> Node:
        return t.conj(t.ge(k - x), t.gt(y - k), phi(k), exists(K, lambda q: next_fails(k, q)))

    def last(k: Node, k_in: Theorem, at: Theorem) -> Theorem:
        base, low, high = p.base(k_in), p.left(p.holds(k_in)), p.left(p.right(p.holds(k_in)))
        reach = place.increasing(k, y, y_in, high)

        def found(m: Node, m_in: Theorem, m_at: Theorem) -> Theorem:
            after = place.less(k, base, m, p.have(t.gt(place.pos(m) - place.pos(k)), m_at))

            def too_early(early: Theorem, yes: Theorem) -> Theorem:
                inside = p.in_where(m_in, p.both(p.have(t.ge(m - x), low, after), p.both(early, yes)), before)
                return p.have(t.FALSE, p.at_most_max(inside, lambda q: q), at, after)

            def at_end(no: Theorem, yes: Theorem) -> Theorem:
                late = p.implies(t.gt(m - y), lambda h: p.have(t.FALSE, place.increasing(y, m, m_in, h), reach, m_at))
                same = p.k.antisym(p.k.order(no), p.k.order(late))
                return p.false(p.equal(p.have(t.eq(m, y), same), m, y, phi, yes), at_y)

            def fails(yes: Theorem) -> Theorem:
                return p.cases(t.gt(y - m), lambda h: too_early(h, yes), lambda no: at_end(no, yes))

            there = p.some(K, lambda q: next_fails(k, q), m, m_in, p.both(m_at, p.implies(phi(m), fails)))
            return p.some(K, goal, k, base, p.both(low, p.both(high, p.both(p.right(p.right(p.holds(k_in))), there))))

        more = p.have(t.gt(card(K) - place.pos(k)), reach, place.most(y))
        return p.obtain(place.next(k, base, more), found)

    first = p.in_where(x_in, p.both(p.have(t.ge(x - x)), p.both(less, at_x)), before)
    return p.maximum(first, lambda q: q, last)


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
        p, place, h, X = self.p, self.place, self.h, exp(w * self.h)
        K = place.n

        def here(f: Formula) -> Node:
            return lam(lambda k: f(self.x(k)))

        def there(f: Formula) -> Node:
            return lam(lambda k: f(self.x(k) + h))

        def next_(k: Node, q: Node) -> Theorem:
            def values(following: Theorem) -> Theorem:
                same = p.k.arith([following], t.eq(self.x(q), self.x(k) + h), [], [(h, 0)])
                return p.both(*(p.congruence(same, self.x(q), self.x(k) + h, f) for f in (E, G)))

            return p.implies(t.eq(place.pos(q), place.pos(k) + 1), values)

        following = p.forall(K, lambda k, _: p.forall(K, lambda q, _: next_(k, q)))
        differences = p.forall(K, lambda k, _: p.identity(G(self.x(k)), E(self.x(k) + h) - X * E(self.x(k))))
        fewer = p.cite(
            "aux:one-more-change", p.exp_positive(w * h), following, differences, K=K, X=X,
            u=here(E), v=there(E), p=here(G), q=there(G),
        )  # fmt: skip
        return p.have(t.ge(N - card(self.changes(E))), fewer, known, count)
