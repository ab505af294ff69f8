"""Equally spaced temperatures at which the Boltzmann operator tells two vectors apart, in proofs.

a and b have entries in [-R, R]; different ones are g apart; x_k = pos(k) s, k in K, lie in [0, L], L = 1/R, 2 R s <= 1.
a_k is the largest value that only one of them has. With m_a(z) = boltz(z a)/z and V g s >= e (1 + e),

    (m_a(x_k) - m_b(x_k))^2 <= delta^2,   delta n^2 e^5 V^(n^2) <= g,   for at most (2 n^2 + 1)(n^2 + 2) of the k.

H = Z_a' Z_b - Z_a Z_b' has n^2 terms and is at most eta = n^2 e^2 delta at these points. H - eta and -H - eta change
their signs at most n^2 times, so that with more points there are n^2 + 1 of them in a row (`runs`). The pairs of values
above a_k cancel; what remains has the largest frequency a_k + max b, g away from the others (`temperature_top`), with
the coefficient a_k - max b, which is at least g; but it is at most e^2 V^(n^2) eta.
"""

from __future__ import annotations

from varproof_lemmas.appendix.powers import exponents
from varproof_lemmas.appendix.vectors import at_most_root
from varproof_lemmas.contextual.ladder import Values, separated
from varproof_lemmas.contextual.means import mean
from varproof_lemmas.contextual.separation import bounds, covered, cross, missing
from varproof_lemmas.contextual.temperature_top import TopFrequency
from varproof_lemmas.support.counting import no_more
from varproof_lemmas.support.exponential_coefficient import table
from varproof_lemmas.support.frequencies import over_table
from varproof_lemmas.support.runs import OnRun, long_run
from varproof_lemmas.support.sign_changes import Changes

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, fresh, func, lam, sum_over, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node, exp
from varproof.proof.positions import Positions
from varproof.proof.proof import Proof


def close_square(n: Node, a: Values, b: Values, delta: Node, x: Node) -> Node:
    """(m_a(x) - m_b(x))^2 <= delta^2."""
    gap = mean(n, a, x) - mean(n, b, x)
    return t.ge(delta * delta - gap * gap)


def most(n: Node) -> Node:
    """(2 n^2 + 1)(n^2 + 2)."""
    N = card(n) * card(n)
    return (2 * N + 1) * (N + 2)


class Runs:
    """The theorem for given constants, in the form that `Choice` wants; `theorem` is universal in a, b and k.

    values: R, g, s, L, v, delta; facts: R, g, s > 0, R L = 1, 2 R s <= 1, |K| s <= L, V g s >= e (1 + e), delta > 0,
    delta n^2 e^5 V^(n^2) <= g, V = exp v.
    """

    def __init__(self, p: Proof, n: Node, size: Theorem, K: Node, values: tuple[Node, ...], facts: list[Theorem]):
        self.p, self.n, self.size, self.place = p, n, size, Positions(p, K)
        self.values, self.given = values, facts
        with p.silent():
            self.theorem = self.prove()

    def prove(self) -> Theorem:
        p, n = self.p, self.n
        a_name, b_name, k_name = fresh("a"), fresh("b"), fresh("k")
        a, b, k = func(a_name), func(b_name), t.var(k_name)
        R, g = self.values[:2]
        hyps = [
            separated(n, a, g),
            separated(n, b, g),
            cross(n, a, b, g),
            cross(n, b, a, g),
            bounds(n, a, R),
            bounds(n, b, R),
            t.member(k, n),
            missing(n, a, b, k),
            covered(n, a, b, k, a(k)),
            covered(n, b, a, k, a(k)),
        ]
        out = Run(self, a, b, k, [p.k.assume(h) for h in hyps]).result()
        for h in reversed(hyps):
            out = p.k.discharge(out, h)
        for sort, name in (("real", k_name), ("fn1", b_name), ("fn1", a_name)):
            out = p.k.generalise(out, sort, name)
        return out


class Run(TopFrequency):
    """The proof for vectors a, b, and k."""

    def result(self) -> Theorem:
        """At most (2 n^2 + 1)(n^2 + 2) of the x_k are close."""
        p, n, place, K = self.p, self.n, self.place, self.place.n
        C = Changes(p, place, self.s)
        f = (lambda z: -self.eta + self.H(z), lambda z: -self.eta - self.H(z))
        every = over_table(C, C.start(), n, lambda x: n, lambda x, y: self.a(x) + self.b(y))
        none = p.have(t.ge(t.ZERO))
        allowed = p.forall(n, lambda x, _: p.forall(n, lambda y, _: none))

        def difference(sign: int) -> Node:
            return lam(lambda x, y: sign * (self.a(x) - self.b(y)), 2)

        few = (p.use(every, allowed, difference(1), -self.eta), p.use(every, allowed, difference(-1), -self.eta))

        def small(k: Node) -> Node:
            return t.conj(t.ge(-f[0](C.x(k))), t.ge(-f[1](C.x(k))))

        near = where(K, lambda k: close_square(n, self.a, self.b, self.delta, C.x(k)))

        def to(k: Node, k_in: Theorem) -> Theorem:
            x = C.x(k)
            gap = mean(n, self.a, x) - mean(n, self.b, x)
            nonneg = p.have(t.ge(self.delta), self.delta_positive)
            sides = [at_most_root(p, p.holds(k_in), sign * gap, self.delta, nonneg) for sign in (1, -1)]
            low, high = self.in_interval(k, p.base(k_in))
            gaps = p.both(p.have(t.ge(self.delta - gap), sides[0]), p.have(t.ge(self.delta + gap), sides[1]))
            whole = p.both(low, p.both(high, gaps))
            found = self.small(self.delta, self.delta_positive, x, whole, self.a_range, self.b_range)
            return p.in_where(p.base(k_in), p.right(p.right(found)), small)

        fewer = no_more(p, near, where(K, small), to)
        square = p.have(t.ge(self.N), squares=[card(n)])
        M_nonneg = p.have(t.ge(self.N + 1), square)

        def absurd(no: Theorem) -> Theorem:
            many = p.have(t.gt(card(where(K, small)) - (2 * self.N + 1) * (self.N + 2)), fewer, p.k.order(no))
            there = long_run(C, f, few, self.N, self.N + 1, M_nonneg, many)
            return p.obtain(
                there,
                lambda q, q_in, h: p.maximum(self.k_in, self.b, lambda y, y_in, at: self.end(q, q_in, h, y, y_in, at)),
            )

        return p.by_contradiction(t.ge(most(n) - card(near)), absurd)

    def in_interval(self, k: Node, k_in: Theorem) -> tuple[Theorem, Theorem]:
        """x_k in [0, L]."""
        p, place = self.p, self.place
        x = place.pos(k) * self.s
        low = p.have(t.ge(x), place.at_least_one(k, k_in), self.s_positive, products=[(0, 1), (1,)])
        return low, p.have(t.ge(self.L - x), place.most(k), self.s_positive, self.grid_small, products=[(0, 1)])

    def end(self, q: Node, q_in: Theorem, run: Theorem, top: Node, top_in: Theorem, at: Theorem) -> Theorem:
        """A contradiction from a run that starts at q, with max b = b_top (at)."""
        p, n, a, b, k, s, place = self.p, self.n, self.a, self.b, self.k, self.s, self.place
        alpha, c = a(k) + b(top), a(k) - b(top)
        _, columns = self.columns(top)
        first = place.pos(q) * s
        up, down = self.reach(alpha, self.pair_range(k, self.k_in, top, top_in))
        x_low, x_high = self.in_interval(q, q_in)
        low, _ = self.pair_range(k, self.k_in, top, top_in)
        scale = p.exp_monotone(
            p.have(
                t.ge(2 + alpha * first), low, x_low, x_high, self.R_positive, self.unit, products=[(0, 1), (2, 3)]
            ),
            t.ZERO,
            2 + alpha * first,
        )  # fmt: skip
        o = OnRun(
            p, s, self.g, self.e, self.v, alpha, self.s_positive, self.g_positive, self.v_large, up, down, first,
            exp(2), p.have(t.ge(exp(2) * exp(alpha * first) - 1), scale), place, q, q_in,
        )  # fmt: skip
        known = table(o, n, columns, lambda x, y: a(x) + b(y))
        allowed = p.forall(
            n,
            lambda x, x_in: p.forall(columns(x), lambda y, y_in: self.condition(o, x, x_in, y, y_in, top, top_in, at)),
        )
        number = sum_over(n, lambda x: card(columns(x)))
        few = p.have(
            t.ge(self.N - number),
            p.sum_at_least(n, lambda x, _: no_more(p, columns(x), n, lambda y, y_in: p.base(y_in))),
        )
        room = p.have(o.room(number), p.left(run), few)

        def value(z: Node) -> Node:
            return c * exp(alpha * z) + sum_over(
                n, lambda x: sum_over(columns(x), lambda y: (a(x) - b(y)) * exp((a(x) + b(y)) * z))
            )

        def small(z: Node, inside: Theorem) -> Theorem:
            same = self.remaining(z, top, top_in)

            def found(r: Node, r_in: Theorem, h: Theorem) -> Theorem:
                r_low, r_high, equal = p.left(h), p.left(p.right(h)), p.right(p.right(h))
                reach = p.have(t.gt(place.pos(q) + self.N + 1 - place.pos(r)), r_high, few)
                both = p.use(p.right(run), r, r_in, r_low, reach)
                moved = p.congruence(equal, z, o.x(r), self.H)
                return p.both(
                    p.have(t.ge(self.eta - value(z)), p.left(both), moved, same),
                    p.have(t.ge(self.eta + value(z)), p.right(both), moved, same),
                )

            return p.obtain(inside, found)

        bound = p.use(known, allowed, lam(lambda x, y: a(x) - b(y), 2), c, self.eta, room, o.within(number, small))
        return self.clash(number, few, bound, top, top_in)

    def clash(self, number: Node, few: Theorem, bound: Theorem, top: Node, top_in: Theorem) -> Theorem:
        """A contradiction from |a_k - b_top| <= e^2 V^number eta (bound), number <= n^2."""
        p, g, s, v, c = self.p, self.g, self.s, self.v, self.a(self.k) - self.b(top)
        value = exp(2) * exp(v * number) * self.eta

        def least(le: Theorem) -> Theorem:
            other = p.implies(
                t.eq(self.a(self.k), self.b(top)),
                lambda same: p.false(p.have(t.eq(self.b(top), self.a(self.k)), same), p.use(self.alone, top, top_in)),
            )
            far = p.use(self.ab, self.k, self.k_in, top, top_in, le, other)
            return p.both(p.have(t.ge(value - g), far, p.right(bound)), p.have(t.ge(-c - g), far))

        def most_(gt: Theorem) -> Theorem:
            le = p.have(self.b(top) <= self.a(self.k), gt)
            far = p.use(self.ba, top, top_in, self.k, self.k_in, le, p.use(self.alone, top, top_in))
            return p.both(p.have(t.ge(value - g), far, p.left(bound)), p.have(t.ge(c - g), far))

        a_low, b_low = p.use(self.a_range, self.k, self.k_in), p.use(self.b_range, top, top_in)

        def wide(both: Theorem) -> Theorem:
            """exp(v number) e^2 eta >= g and g <= 2 R."""
            facts = [p.left(a_low), p.right(a_low), p.left(b_low), p.right(b_low)]
            return p.both(p.left(both), p.have(t.ge(2 * self.R - g), p.right(both), *facts))

        both = p.compare(self.a(self.k), self.b(top), lambda le: wide(least(le)), lambda gt: wide(most_(gt)))
        large, narrow = p.left(both), p.right(both)
        gs = p.have(t.ge(1 - g * s), narrow, self.s_positive, self.step_small, products=[(0, 1)])
        e_large = p.have(t.ge(self.e - 2), p.exp_tangent(t.ONE))
        V_one = p.have(
            t.ge(exp(v) - 1), self.v_large, gs, e_large, p.exp_positive(v), p.exp_positive(t.ONE),
            products=[(1, 3), (2, 4), (2,)],
        )  # fmt: skip
        nonneg = exponents(p, V_one, t.ZERO, v)
        product = p.have(t.ge(v * (self.N - number)), nonneg, few, products=[(0, 1)])
        power = p.exp_monotone(product, v * number, v * self.N)
        eta_nonneg = p.have(
            t.ge(self.delta * self.N),
            self.delta_positive,
            p.have(t.ge(self.N), squares=[card(self.n)]),
            products=[(0, 1)],
        )
        four = p.exp_positive(t.lift(4))
        scaled = p.have(
            t.ge(self.delta * self.N * exp(4) * exp(v * self.N) - value), power, eta_nonneg, four, products=[(0, 1, 2)]
        )
        twice = p.have(
            t.ge(self.delta * self.N * exp(4) * exp(v * self.N) * (self.e - 2)), eta_nonneg, four,
            p.exp_positive(v * self.N), e_large, products=[(0, 1, 2, 3)],
        )  # fmt: skip
        return p.have(t.FALSE, large, scaled, twice, self.room, self.g_positive)
