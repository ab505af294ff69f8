"""One coefficient of a small exponential sum, in proofs.

E(z) = c exp(alpha z) + sum_j c_j exp(w_j z) with N frequencies w_j, all at least g away from alpha; h > 0, and
exp(|alpha| h), exp(|w_j| h) <= e; V g h >= e (1 + e):

    |E(z)| <= mu for z in a domain of N  gives  |c| <= scale V^N mu.

The domain of 0 has a member z with scale exp(alpha z) >= 1, and with z in that of N - 1, z and z + h are in that of N:
an interval of length N h, or N + 1 numbers in steps of h.

Induction over N: E(z + h) - exp(w h) E(z) is at most (1 + e) mu, has no frequency w any more, and the coefficient
c (exp(alpha h) - exp(w h)), where |exp(alpha h) - exp(w h)| >= g h/e. The w_j need not be different.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

from varproof_lemmas.contextual.ladder import Formula, Values
from varproof_lemmas.support.exponential_scales import algebra
from varproof_lemmas.support.frequencies import Rest, Table, no_rest, over_set, over_table

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, forall_real, fresh, func, lam, sum_over
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node, exp
from varproof.proof.proof import Proof


@dataclass(frozen=True)
class Elimination(ABC):
    """h, g > 0, exp(|alpha| h) <= e and exp(v) g h >= e (1 + e); a domain, to be said, and its scale.

    `first`: a member of each domain, with scale exp(alpha first) >= 1 (scale_large).
    """

    p: Proof
    h: Node
    g: Node
    e: Node
    v: Node
    alpha: Node
    h_positive: Theorem
    g_positive: Theorem
    v_large: Theorem
    up: Theorem
    down: Theorem
    first: Node
    scale: Node
    scale_large: Theorem

    # ---- the domain

    @abstractmethod
    def room(self, N: Node) -> Node:
        """There is a domain of N."""

    @abstractmethod
    def inside(self, N: Node, z: Node) -> Node:
        """z is in the domain of N."""

    @abstractmethod
    def first_inside(self, N: Node, nonneg: Theorem) -> Theorem:
        """The first member, from N >= 0."""

    @abstractmethod
    def wider(self, N: Node, M: Node, count: Theorem, room: Theorem, z: Node, inside: Theorem) -> Theorem:
        """z and z + h are in the domain of N, from z in that of M, N = M + 1."""

    @abstractmethod
    def less_room(self, N: Node, M: Node, count: Theorem, room: Theorem) -> Theorem:
        """room(M) from room(N), N = M + 1."""

    # ---- the induction

    def head(self, c: Node, z: Node) -> Node:
        return c * exp(self.alpha * z)

    def remaining(self, c: Node, w: Node) -> Node:
        return c * self.factor(self.alpha, w)

    def factor(self, other: Node, w: Node) -> Node:
        return exp(other * self.h) - exp(w * self.h)

    def condition(self, w: Node) -> Node:
        """exp(|w| h) <= e and |alpha - w| >= g."""
        gap = self.alpha - w
        return t.conj(
            t.ge(self.e - exp(w * self.h)), t.ge(self.e - exp(-w * self.h)), t.ge(gap * gap - self.g * self.g)
        )

    def small(self, E: Formula, N: Node, mu: Node) -> Node:
        """|E| <= mu on the domain of N."""
        return forall_real(lambda z: t.imp(self.inside(N, z), t.conj(t.ge(mu - E(z)), t.ge(mu + E(z)))))

    def claim(self, E: Formula, c: Node, N: Node) -> Node:
        """|c| <= scale V^N mu if there is room and |E| <= mu."""
        name = fresh("mu")
        mu = t.var(name)
        top = self.scale * exp(self.v * N) * mu
        out = t.imp(self.room(N), t.imp(self.small(E, N, mu), t.conj(t.ge(top - c), t.ge(top + c))))
        return t.all_body("real", t.close(out, "real", name))

    def prove(self, E: Formula, N: Node, body: Callable[[Node, Theorem, Theorem], Theorem]) -> Theorem:
        name = fresh("mu")
        mu = t.var(name)
        room, small = self.room(N), self.small(E, N, mu)
        out = body(mu, self.p.k.assume(room), self.p.k.assume(small))
        return self.p.k.generalise(self.p.k.discharge(self.p.k.discharge(out, small), room), "real", name)

    def within(self, N: Node, body: Callable[[Node, Theorem], Theorem]) -> Theorem:
        """For all z in the domain of N."""
        z = fresh("z")
        inside = self.inside(N, t.var(z))
        out = body(t.var(z), self.p.k.assume(inside))
        return self.p.k.generalise(self.p.k.discharge(out, inside), "real", z)

    def scale_positive(self) -> Theorem:
        p = self.p
        X_positive = p.exp_positive(self.alpha * self.first)
        return p.by_contradiction(
            t.gt(self.scale),
            lambda no: p.have(t.FALSE, p.k.order(no), self.scale_large, X_positive, products=[(0, 2), (1,)]),
        )

    def start(self) -> Theorem:
        """For all c: the claim for c exp(alpha z) alone."""
        p, c = self.p, fresh("c")

        def alone(mu: Node, room: Theorem, small: Theorem) -> Theorem:
            X = exp(self.alpha * self.first)
            both = p.use(small, self.first, self.first_inside(t.ZERO, p.have(t.ge(t.ZERO))))
            clash = algebra(
                p,
                "cmXs",
                lambda c, m, X, s: (
                    [t.gt(c - s * m), t.ge(m - c * X), t.ge(s * X - 1), t.ge(m), t.gt(X), t.gt(s)], t.FALSE
                ),
                (0,), (2, 0), (2, 5, 3), (5, 1),
            )  # fmt: skip
            nonneg = p.have(t.ge(mu), p.left(both), p.right(both))
            X_positive = p.exp_positive(self.alpha * self.first)
            return p.both(
                *(
                    p.by_contradiction(
                        t.ge(self.scale * mu - sign * t.var(c)),
                        lambda no, sign=sign: p.use(
                            clash, sign * t.var(c), mu, X, self.scale,
                            p.have(t.gt(sign * t.var(c) - self.scale * mu), p.k.order(no)),
                            p.left(both) if sign > 0 else p.right(both), self.scale_large, nonneg, X_positive,
                            self.scale_positive(),
                        ),
                    )
                    for sign in (1, -1)
                )
            )  # fmt: skip

        return p.k.generalise(self.prove(lambda z: self.head(t.var(c), z), t.ZERO, alone), "real", c)

    def transfer(
        self, known: Theorem, E: Formula, F: Formula, same: Callable[[Node], Theorem], c: Node, N: Node, M: Node,
        equal: Theorem,
    ) -> Theorem:  # fmt: skip
        """claim(F, c, M) from claim(E, c, N), for F(z) = E(z) and N = M."""
        p = self.p
        back = p.have(t.eq(M, N), equal)
        power = p.congruence(equal, N, M, lambda x: self.scale * exp(self.v * x))

        def body(mu: Node, room: Theorem, small: Theorem) -> Theorem:
            def at(z: Node, inside: Theorem) -> Theorem:
                both = p.use(small, z, p.equal(equal, N, M, lambda x: self.inside(x, z), inside))
                return p.both(p.have(t.ge(mu - E(z)), p.left(both), same(z)),
                              p.have(t.ge(mu + E(z)), p.right(both), same(z)))  # fmt: skip

            found = p.use(known, mu, p.equal(back, M, N, self.room, room), self.within(N, at))
            top = self.scale * exp(self.v * M) * mu
            scaled = p.k.arith([power], t.eq(self.scale * exp(self.v * N) * mu, top), [], [(mu, 0)])
            return p.both(p.have(t.ge(top - c), p.left(found), scaled), p.have(t.ge(top + c), p.right(found), scaled))

        return self.prove(F, M, body)

    def step(
        self, E: Formula, G: Formula, c: Node, w: Node, allowed: Theorem, N: Node, M: Node, count: Theorem,
        nonneg: Theorem, known: Theorem,
    ) -> Theorem:  # fmt: skip
        """claim(E, c, N) from claim(G, c (exp(alpha h) - exp(w h)), M), G(z) = E(z + h) - exp(w h) E(z), N = M + 1."""
        p, h, e, v = self.p, self.h, self.e, self.v
        x = exp(w * h)
        gap = exp(self.alpha * h) - x
        up, down = p.left(allowed), p.left(p.right(allowed))
        x_positive = p.exp_positive(w * h)
        e_positive = p.have(t.gt(e), up, x_positive)
        power = p.congruence(count, N, M + 1, lambda y: exp(v * y))
        nonneg_N = p.have(t.ge(N), count, nonneg)

        def body(mu: Node, room: Theorem, small: Theorem) -> Theorem:
            start = p.use(small, self.first, self.first_inside(N, nonneg_N))
            mu_nonneg = p.have(t.ge(mu), p.left(start), p.right(start))
            shrink = algebra(
                p,
                "mabex",
                lambda m, a, b, e, x: (
                    [t.ge(m - a), t.ge(m + b), t.ge(e - x), t.gt(x), t.ge(m)], t.ge((1 + e) * m - a + x * b)
                ),
                (0,), (1, 3), (2, 4),
            )  # fmt: skip

            def at(z: Node, inside: Theorem) -> Theorem:
                both = self.wider(N, M, count, room, z, inside)
                one, two = p.use(small, z, p.left(both)), p.use(small, z + h, p.right(both))
                rest = e, x
                facts = up, x_positive, mu_nonneg
                return p.both(
                    p.use(shrink, mu, E(z + h), E(z), *rest, p.left(two), p.right(one), *facts),
                    p.use(shrink, mu, -E(z + h), -E(z), *rest, p.right(two), p.left(one), *facts),
                )

            found = p.use(known, (1 + e) * mu, self.less_room(N, M, count, room), self.within(M, at))
            clash = algebra(
                p,
                "XmcghEDP",
                lambda X, m, c, g, h, E, D, P: (
                    [
                        t.gt(c - X * m),
                        t.ge(X * g * h - E * (1 + E) * P),
                        t.ge(E * D - g * h),
                        t.ge(P * (1 + E) * m - c * D),
                        t.gt(E),
                        t.ge(m),
                        t.gt(X),
                        t.gt(g),
                        t.gt(h),
                    ],
                    t.FALSE,
                ),
                (0, 7, 8), (2, 0), (2, 6, 5), (4, 3), (1, 5),
            )  # fmt: skip
            X, P = self.scale * exp(v * N), self.scale * exp(v * M)
            X_positive, P_positive = (
                p.have(t.gt(self.scale * exp(v * K)), self.scale_positive(), p.exp_positive(v * K), products=[(0, 1)])
                for K in (N, M)
            )
            large = p.have(t.ge(exp(v) * self.g * h * P - e * (1 + e) * P), self.v_large, P_positive, products=[(0, 1)])
            scaled = p.k.arith(
                [power], t.eq(X * self.g * h, exp(v) * P * self.g * h), [], [(self.scale * self.g * h, 0)]
            )
            large = p.have(t.ge(X * self.g * h - e * (1 + e) * P), large, scaled)

            def bound(sign: int, way: int, steep: Theorem) -> Theorem:
                """V^N mu - sign c >= 0, from way e (exp(alpha h) - exp(w h)) >= g h."""
                side = p.left(found) if sign * way > 0 else p.right(found)
                return p.by_contradiction(
                    t.ge(X * mu - sign * c),
                    lambda no: p.use(
                        clash, X, mu, sign * c, self.g, h, e, way * gap, P,
                        p.have(t.gt(sign * c - X * mu), p.k.order(no)),
                        large, steep, side, e_positive, mu_nonneg, X_positive, self.g_positive,
                        self.h_positive,
                    ),
                )  # fmt: skip

            def both(way: int, steep: Theorem) -> Theorem:
                return p.both(bound(1, way, steep), bound(-1, way, steep))

            return p.compare(
                w,
                self.alpha,
                lambda le: both(1, self.steep(self.alpha, w, down, allowed, le)),
                lambda gt: both(-1, self.steep(w, self.alpha, self.down, allowed, p.have(t.ge(w - self.alpha), gt))),
            )

        return self.prove(E, N, body)

    def steep(self, a: Node, b: Node, down: Theorem, far: Theorem, le: Theorem) -> Theorem:
        """e (exp(a h) - exp(b h)) >= g h from a >= b, |a - b| >= g and exp(-b h) <= e."""
        p, h = self.p, self.h
        square = p.right(p.right(far))
        wide = p.by_contradiction(
            t.ge(a - b - self.g),
            lambda no: p.have(t.FALSE, p.k.order(no), square, le, self.g_positive, products=[(0, 2), (0, 3), (1,)]),
        )
        one = p.have(t.ge(self.e * exp(b * h) - 1), down, p.exp_positive(b * h), products=[(0, 1)])
        rise = p.have(t.ge(exp((a - b) * h) - 1 - self.g * h), p.exp_tangent((a - b) * h), wide, self.h_positive,
                      products=[(1, 2)])  # fmt: skip
        some = p.have(t.ge(exp((a - b) * h) - 1), rise, self.g_positive, self.h_positive, products=[(1, 2)])
        return p.have(t.ge(self.e * (exp(a * h) - exp(b * h)) - self.g * h), one, rise, some, products=[(0, 2), (1,)])


class OnInterval(Elimination):
    """The domain of N is [0, N h]; the first member is 0, the scale 1."""

    def room(self, N: Node) -> Node:
        return t.ge(t.ZERO)

    def inside(self, N: Node, z: Node) -> Node:
        return t.conj(t.ge(z), t.ge(N * self.h - z))

    def first_inside(self, N: Node, nonneg: Theorem) -> Theorem:
        p = self.p
        return p.both(p.have(t.ge(t.ZERO)), p.have(t.ge(N * self.h), nonneg, self.h_positive, products=[(0, 1)]))

    def wider(self, N: Node, M: Node, count: Theorem, room: Theorem, z: Node, inside: Theorem) -> Theorem:
        p, h = self.p, self.h
        low, high = p.left(inside), p.right(inside)
        reach = p.k.arith([count], t.eq(N * h, M * h + h), [], [(h, 0)])
        return p.both(
            p.both(low, p.have(t.ge(N * h - z), high, reach, self.h_positive)),
            p.both(p.have(t.ge(z + h), low, self.h_positive), p.have(t.ge(N * h - z - h), high, reach)),
        )

    def less_room(self, N: Node, M: Node, count: Theorem, room: Theorem) -> Theorem:
        return room


def two_families(o: Elimination, s: Node, a: Values, u: Node, b: Values) -> Theorem:
    """For all r, f, c: claim(c exp(alpha z) + sum over s of r(x, 0) exp(a z) + sum over u of f exp(b z), c, |s| + |u|);
    the conditions on all a and all b are hypotheses (two, in this order)."""
    p = o.p
    known = p.k.generalise(o.start(), "fn2", fresh("r"))
    first = over_set(o, no_rest(p), known, s, a)
    allowed = p.k.assume(first.concl.args[0])
    r, c = fresh("r"), fresh("c")
    one = p.use(first, allowed, lam(lambda *_: t.ZERO, 2), lam(lambda x: func(r)(x, t.ZERO)), t.var(c))
    one = p.k.generalise(p.k.generalise(one, "real", c), "fn2", r)
    rest = Rest(
        lambda r, z: sum_over(s, lambda j: r(j, t.ZERO) * exp(a(j) * z)),
        lambda x, _: a(x),
        card(s),
        p.sum_at_least(s, lambda *_: p.have(t.ge(t.ONE))),
    )
    return p.k.discharge(over_set(o, rest, one, u, b), allowed.concl)


def table(o: Elimination, s: Node, columns: Callable[[Node], Node], w: Table) -> Theorem:
    """For all r, c: claim(c exp(alpha z) + sum over x in s, y in columns(x) of r exp(w(x, y) z), c, their number); the
    condition on all w(x, y) is a hypothesis."""
    return over_table(o, o.start(), s, columns, w)
