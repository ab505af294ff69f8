"""One coefficient of a small exponential sum, in proofs.

E(z) = c exp(alpha z) + sum_j c_j exp(w_j z) with N frequencies w_j, all at least g away from alpha; h > 0, and
exp(|alpha| h), exp(|w_j| h) <= e; V g h >= e (1 + e):

    |E(z)| <= mu for all z in [0, N h]  gives  |c| <= V^N mu.

Induction over N: E(z + h) - exp(w h) E(z) is at most (1 + e) mu, has no frequency w any more, and the coefficient
c (exp(alpha h) - exp(w h)), where |exp(alpha h) - exp(w h)| >= g h/e. The w_j need not be different.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from varproof_lemmas.contextual.ladder import Formula, Values
from varproof_lemmas.support.exponential_scales import algebra

from varproof.decide.kernel import terms as t
from varproof.decide.kernel.build import card, forall, forall_real, fresh, func, lam, sum_over, where
from varproof.decide.kernel.rules import Theorem
from varproof.decide.kernel.terms import Node, exp
from varproof.decide.proof import Proof


@dataclass(frozen=True)
class Elimination:
    """h, g > 0, exp(|alpha| h) <= e and exp(v) g h >= e (1 + e)."""

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

    def far(self, w: Node) -> Node:
        """exp(|w| h) <= e and |alpha - w| >= g."""
        gap = self.alpha - w
        return t.conj(
            t.ge(self.e - exp(w * self.h)), t.ge(self.e - exp(-w * self.h)), t.ge(gap * gap - self.g * self.g)
        )

    def small(self, E: Formula, N: Node, mu: Node) -> Node:
        """|E| <= mu on [0, N h]."""
        return forall_real(
            lambda z: t.imp(t.ge(z), t.imp(t.ge(N * self.h - z), t.conj(t.ge(mu - E(z)), t.ge(mu + E(z)))))
        )

    def claim(self, E: Formula, c: Node, N: Node) -> Node:
        """|c| <= V^N mu if |E| <= mu."""
        name = fresh("mu")
        mu = t.var(name)
        top = exp(self.v * N) * mu
        out = t.imp(self.small(E, N, mu), t.conj(t.ge(top - c), t.ge(top + c)))
        return t.all_body("real", t.close(out, "real", name))

    def prove(self, E: Formula, N: Node, body: Callable[[Node, Theorem], Theorem]) -> Theorem:
        name = fresh("mu")
        mu = t.var(name)
        hyp = self.small(E, N, mu)
        return self.p.k.generalise(self.p.k.discharge(body(mu, self.p.k.assume(hyp)), hyp), "real", name)

    def within(self, N: Node, body: Callable[[Node, Theorem, Theorem], Theorem]) -> Theorem:
        """For all z in [0, N h]."""
        z = fresh("z")
        low, high = t.ge(t.var(z)), t.ge(N * self.h - t.var(z))
        out = body(t.var(z), self.p.k.assume(low), self.p.k.assume(high))
        return self.p.k.generalise(self.p.k.discharge(self.p.k.discharge(out, high), low), "real", z)

    def transfer(
        self, known: Theorem, E: Formula, F: Formula, same: Callable[[Node], Theorem], c: Node, N: Node, M: Node,
        equal: Theorem,
    ) -> Theorem:  # fmt: skip
        """claim(F, c, M) from claim(E, c, N), for F(z) = E(z) and N = M."""
        p = self.p
        power = p.congruence(equal, N, M, lambda x: exp(self.v * x))

        def body(mu: Node, small: Theorem) -> Theorem:
            def at(z: Node, low: Theorem, high: Theorem) -> Theorem:
                reach = p.k.arith([equal], t.eq(M * self.h, N * self.h), [], [(-self.h, 0)])
                both = p.use(small, z, low, p.have(t.ge(M * self.h - z), high, reach))
                return p.both(p.have(t.ge(mu - E(z)), p.left(both), same(z)),
                              p.have(t.ge(mu + E(z)), p.right(both), same(z)))  # fmt: skip

            found = p.use(known, mu, self.within(N, at))
            top = exp(self.v * M) * mu
            scaled = p.k.arith([power], t.eq(exp(self.v * N) * mu, top), [], [(mu, 0)])
            return p.both(p.have(t.ge(top - c), p.left(found), scaled), p.have(t.ge(top + c), p.right(found), scaled))

        return self.prove(F, M, body)

    def step(
        self, E: Formula, c: Node, w: Node, far: Theorem, N: Node, M: Node, count: Theorem, M_nonneg: Theorem,
        known: Theorem,
    ) -> Theorem:  # fmt: skip
        """claim(E, c, N) from claim(F, c (exp(alpha h) - exp(w h)), M), F(z) = E(z + h) - exp(w h) E(z), N = M + 1."""
        p, h, e, v = self.p, self.h, self.e, self.v
        x = exp(w * h)
        gap = exp(self.alpha * h) - x
        up, down = p.left(far), p.left(p.right(far))
        x_positive = p.exp_positive(w * h)
        e_positive = p.have(t.gt(e), up, x_positive)
        P = exp(v * M)
        power = p.congruence(count, N, M + 1, lambda y: exp(v * y))
        reach = p.k.arith([count], t.eq(N * h, M * h + h), [], [(h, 0)])

        def body(mu: Node, small: Theorem) -> Theorem:
            far_end = p.have(t.ge(N * h), reach, M_nonneg, self.h_positive, products=[(0, 1), (1,)])
            start = p.use(small, t.ZERO, p.have(t.ge(t.ZERO)), far_end)
            mu_nonneg = p.have(t.ge(mu), p.left(start), p.right(start))
            shrink = algebra(
                p,
                "mabex",
                lambda m, a, b, e, x: (
                    [t.ge(m - a), t.ge(m + b), t.ge(e - x), t.gt(x), t.ge(m)], t.ge((1 + e) * m - a + x * b)
                ),
                (0,), (1, 3), (2, 4),
            )  # fmt: skip

            def at(z: Node, low: Theorem, high: Theorem) -> Theorem:
                one = p.use(small, z, low, p.have(t.ge(N * h - z), high, reach, self.h_positive))
                two = p.use(small, z + h, p.have(t.ge(z + h), low, self.h_positive),
                            p.have(t.ge(N * h - z - h), high, reach))  # fmt: skip
                rest = e, x
                facts = up, x_positive, mu_nonneg
                return p.both(
                    p.use(shrink, mu, E(z + h), E(z), *rest, p.left(two), p.right(one), *facts),
                    p.use(shrink, mu, -E(z + h), -E(z), *rest, p.right(two), p.left(one), *facts),
                )

            found = p.use(known, (1 + e) * mu, self.within(M, at))
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
            X = exp(v * N)
            P_positive = p.exp_positive(v * M)
            large = p.have(t.ge(exp(v) * self.g * h * P - e * (1 + e) * P), self.v_large, P_positive, products=[(0, 1)])
            scaled = p.k.arith([power], t.eq(X * self.g * h, exp(v) * P * self.g * h), [], [(self.g * h, 0)])
            large = p.have(t.ge(X * self.g * h - e * (1 + e) * P), large, scaled)

            def bound(sign: int, way: int, steep: Theorem) -> Theorem:
                """V^N mu - sign c >= 0, from way e (exp(alpha h) - exp(w h)) >= g h."""
                side = p.left(found) if sign * way > 0 else p.right(found)
                return p.by_contradiction(
                    t.ge(X * mu - sign * c),
                    lambda no: p.use(
                        clash, X, mu, sign * c, self.g, h, e, way * gap, P,
                        p.have(t.gt(sign * c - X * mu), p.k.order(no)),
                        large, steep, side, e_positive, mu_nonneg, p.exp_positive(v * N), self.g_positive,
                        self.h_positive,
                    ),
                )  # fmt: skip

            def both(way: int, steep: Theorem) -> Theorem:
                return p.both(bound(1, way, steep), bound(-1, way, steep))

            return p.compare(
                w,
                self.alpha,
                lambda le: both(1, self.steep(self.alpha, w, down, far, le)),
                lambda gt: both(-1, self.steep(w, self.alpha, self.down, far, p.have(t.ge(w - self.alpha), gt))),
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


def eliminate(o: Elimination, rest: Callable[[Values, Node], Node], count: Node, count_nonneg: Theorem,
              known: Theorem, s: Node, w: Values, shift: Callable[[Values, Node], Values]) -> Theorem:  # fmt: skip
    """For all r, f, c: claim(c exp(alpha z) + rest(r, z) + sum over s of f exp(w z), c, count + |s|), from that for all
    r, c without the sum (known); `far` for all w_j is a hypothesis of the result.

    shift(r, w): the coefficients of rest(r, z + h) - exp(w h) rest(r, z).
    """
    p, h = o.p, o.h
    r_name, f_name, c_name, name, e_name = (fresh(x) for x in ("r", "f", "c", "S", "e"))
    r, f, c, y, e = func(r_name), func(f_name), t.var(c_name), t.setvar(name), t.var(e_name)
    sorts = (("real", c_name), ("fn1", f_name), ("fn1", r_name))

    def value(u: Node, r: Values, f: Values, c: Node) -> Formula:
        return lambda z: c * exp(o.alpha * z) + rest(r, z) + sum_over(u, lambda j: f(j) * exp(w(j) * z))

    def number(u: Node) -> Node:
        return count + card(u)

    def over(theorem: Theorem) -> Theorem:
        for sort, x in sorts:
            theorem = p.k.generalise(theorem, sort, x)
        return theorem

    def away(u: Node) -> Node:
        return forall(u, lambda j: o.far(w(j)))

    def claim(u: Node) -> Node:
        inner = o.claim(value(u, r, f, c), c, number(u))
        for sort, x in sorts:
            inner = t.all_body(sort, t.close(inner, sort, x))
        return t.imp(away(u), inner)

    none = p.k.assume(t.all_body("real", t.neg(t.member(t.bound(0), y))))

    def zero(body: Formula) -> Theorem:
        """The sum over no element is 0."""
        return p.sum_equal(y, lambda j, j_in: p.ex_falso(p.false(j_in, p.use(none, j)), t.eq(body(j))))

    def before(z: Node) -> Node:
        return c * exp(o.alpha * z) + rest(r, z)

    first = o.transfer(
        p.use(known, lam(r), c),
        before,
        value(y, r, f, c),
        lambda z: p.have(t.eq(value(y, r, f, c)(z), before(z)), zero(lambda j: f(j) * exp(w(j) * z))),
        c,
        count,
        number(y),
        p.have(t.eq(count, number(y)), zero(lambda _: t.ONE)),
    )
    empty = p.k.discharge(over(first), away(y))

    e_in = p.k.assume(t.member(e, y))
    others = where(y, lambda j: t.neg(t.eq(j, e)))
    smaller = p.k.assume(claim(others))
    within = p.k.assume(away(y))
    x = exp(w(e) * h)

    def shifted(j: Node) -> Node:
        return f(j) * (exp(w(j) * h) - x)

    coefficient = c * (exp(o.alpha * h) - x)
    less = p.use(
        smaller,
        p.forall(others, lambda j, j_in: p.use(within, j, p.base(j_in))),
        lam(shift(r, w(e))),
        lam(shifted),
        coefficient,
    )
    G = value(y, shift(r, w(e)), shifted, coefficient)
    G_less = value(others, shift(r, w(e)), shifted, coefficient)
    fewer = o.transfer(
        less,
        G_less,
        G,
        lambda z: p.have(t.eq(G(z), G_less(z)), p.take(e_in, lambda j: shifted(j) * exp(w(j) * z))),
        coefficient,
        number(others),
        number(others),
        p.identity(number(others), number(others)),
    )
    left = p.sum_at_least(others, lambda *_: p.have(t.ge(t.ONE)))
    nonneg = p.have(t.ge(number(others)), count_nonneg, left)
    more = p.have(t.eq(number(y), number(others) + 1), p.take(e_in, lambda _: t.ONE))
    next_ = o.step(value(y, r, f, c), c, w(e), p.use(within, e, e_in), number(y), number(others), more, nonneg, fewer)
    whole = p.k.induct(empty, p.k.discharge(over(next_), within.concl), name, e_name, lam(lambda j: t.ZERO), claim(y))
    return p.k.specialise(p.k.generalise(whole, "set", name), s)


def two_families(o: Elimination, s: Node, a: Values, u: Node, b: Values) -> Theorem:
    """For all r, f, c: claim(c exp(alpha z) + sum over s of r exp(a z) + sum over u of f exp(b z), c, |s| + |u|); that
    all frequencies are far from alpha are hypotheses (two, in this order)."""
    p = o.p
    idle, c = fresh("r"), fresh("c")

    def start(mu: Node, small: Theorem) -> Theorem:
        none = p.have(t.ge(t.ZERO))
        return p.use(small, t.ZERO, none, none)

    alone = o.prove(lambda z: t.var(c) * exp(o.alpha * z), t.ZERO, start)
    alone = p.k.generalise(p.k.generalise(alone, "real", c), "fn1", idle)
    zero = p.have(t.ge(t.ZERO))
    first = eliminate(o, lambda r, z: t.ZERO, t.ZERO, zero, alone, s, a, lambda r, w: r)
    away = p.k.assume(first.concl.args[0])
    r, c = fresh("r"), fresh("c")
    one = p.use(first, away, lam(lambda _: t.ZERO), lam(func(r)), t.var(c))
    one = p.k.generalise(p.k.generalise(one, "real", c), "fn1", r)
    some = p.sum_at_least(s, lambda *_: p.have(t.ge(t.ONE)))
    second = eliminate(
        o,
        lambda r, z: sum_over(s, lambda j: r(j) * exp(a(j) * z)),
        card(s),
        some,
        one,
        u,
        b,
        lambda r, w: lambda j: r(j) * (exp(a(j) * o.h) - exp(w * o.h)),
    )
    return p.k.discharge(second, away.concl)
