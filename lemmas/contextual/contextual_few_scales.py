"""The contextual mapping theorem with small scores, for polynomially many scales (see `contextual_scale`)."""

from __future__ import annotations

from fractions import Fraction

from varproof_lemmas.appendix.powers import exponents
from varproof_lemmas.contextual.contextual_proof import defined
from varproof_lemmas.contextual.contextual_scale import Query
from varproof_lemmas.contextual.contextual_small_scores import SmallScores, small_scores
from varproof_lemmas.contextual.contextual_weights import Dataset, dataset
from varproof_lemmas.contextual.direction import at_most_root
from varproof_lemmas.contextual.separation_choice import Choice
from varproof_lemmas.contextual.signs import Function
from varproof_lemmas.contextual.temperature_runs import Runs, close_square, most, run_scales
from varproof_lemmas.support.counting import no_more
from varproof_lemmas.support.exponential_scales import algebra

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof


def ratio(D: Dataset) -> Node:
    """q = m^3 high^2/(low eps)."""
    m = card(D.m)
    return m * m * m * D.high * D.high * t.inv(D.low) * t.inv(D.eps)


class FewScales(SmallScores):
    """At most (2 n^2 + 1)(n^2 + 2) scales are bad; V = K q."""

    def constants(self) -> tuple[Node, Node]:
        p, D, R, gap, step = self.p, self.D, self.R, self.gap, self.step
        m, K = card(D.m), card(p["K"])
        low_unit, low_inverse = p.inverse(D.low_positive, D.low)
        eps_unit, eps_inverse = p.inverse(D.eps_positive, D.eps)
        self.q = ratio(D)
        self.q_positive = p.have(t.gt(self.q), self.R_positive, low_inverse, eps_inverse, products=[(0, 1, 2)])
        top = m * m * m * D.high * D.high
        self.q_equation = p.k.arith(
            [low_unit, eps_unit], t.eq(self.q * gap, top), [], [(top * D.eps * t.inv(D.eps), 0), (top, 1)]
        )
        V = K * self.q
        self.V_positive = p.have(t.gt(V), p.nonempty[p["K"]], self.q_positive, products=[(0, 1)])
        one = p.k.arith(
            [self.K_unit, self.R_unit], t.eq(K * step * R, 1), [], [(R * t.inv(R), 0), (t.ONE, 1)]
        )  # q gap = 2 R
        V_equation = p.k.arith([self.q_equation, one], t.eq(V * gap * step, 2), [], [(K * step, 0), (t.lift(2), 1)])
        step_two = p.have(
            t.ge(1 - 2 * R * step), self.two_scales(),
            p.k.arith([self.R_unit], t.eq(R * step, t.inv(K)), [], [(t.inv(K), 0)]),
        )  # fmt: skip
        full = p.k.arith([self.K_unit], t.eq(K * step, self.L), [], [(self.L, 0)])
        values, facts = run_scales(
            p, D.n, p.given("n>=1"), p["K"], R, self.R_positive, gap, self.g_positive, step, self.step_positive,
            step_two, p.have(t.ge(self.L - K * step), full), V, self.V_positive, V_equation,
        )  # fmt: skip
        self.runs = Runs(p, D.n, p.given("n>=1"), p["K"], values, facts)
        return values[5], most(D.n)

    def two_scales(self) -> Theorem:
        """2/K <= 1."""
        p, D = self.p, self.D
        N, n, K = card(D.N), card(D.n), card(p["K"])
        square = p.have(t.ge(n * n), squares=[n])
        many = p.have(t.ge(most(D.n) - 1), square, products=[(0, 0), (0,)])
        N_one, n_one = p.have(t.ge(N - 1), p.given("N>=1")), p.have(t.ge(n - 1), p.given("n>=1"))
        pairs = p.have(t.ge(N * N * n - 1), N_one, n_one, products=[(0, 0, 1), (0, 0), (0, 1), (0,), (1,)])
        product = algebra(p, "AB", lambda A, B: ([t.ge(A - 1), t.ge(B - 1)], t.ge(A * B - 1)), (0, 1), (0,), (1,))
        least = p.use(product, N * N * n, most(D.n), pairs, many)
        two = p.have(t.ge(K - 2), p.given("scales"), least)
        _, inverse = p.inverse(p.nonempty[p["K"]], K)
        return p.have(t.ge(1 - 2 * t.inv(K)), two, inverse, self.K_unit, products=[(0, 1)])

    def settle(self) -> None:
        p, D = self.p, self.D
        defined(p, self.V_positive, self.q_positive, p.not_zero(p.nonempty[D.n], card(D.n)))

    def close(self, a: Function, b: Function, lam: Node) -> Node:
        return close_square(self.D.n, a, b, self.delta, lam)

    def closeness(self, gap: Node, high: Theorem, bounds: Theorem) -> Theorem:
        p = self.p
        return p.have(t.ge(self.delta * self.delta - gap * gap), p.left(bounds), p.right(bounds), products=[(0, 1)])

    def link(self, delta: Node) -> Theorem:
        p, D, m = self.p, self.D, card(self.D.m)
        y = t.exp(-t.log(self.q))
        one = p.have(t.eq(self.q * y, 1), p.log_exp(self.q_positive, self.q))
        scaled = p.k.arith(
            [self.q_equation, one], t.eq(m * m * m * D.high * D.high * y, D.low * D.eps), [], [(-y, 0), (self.gap, 1)]
        )
        goal = t.eq(self.delta * D.eps, 2 * m * m * m * D.high * D.high * delta)
        inner = D.eps * t.inv(card(D.n)) * t.inv(card(D.n)) * t.exp(-5 - card(D.n) * card(D.n) * self.v())
        return p.k.arith([scaled], goal, [], [(-inner, 0)])

    def v(self) -> Node:
        return 2 + t.log(card(self.p["K"]) * self.q)

    def count_nonneg(self) -> Theorem:
        p, n = self.p, card(self.D.n)
        return p.have(t.ge(self.count), p.have(t.ge(n * n), squares=[n]), products=[(0, 0), (0,)])

    def few(self, at: Query, j: Node, j_in: Theorem, B: Node, different: Theorem) -> Theorem:
        p, D, (i, i_in, k, _) = self.p, self.D, at
        a, b = self.slope(i, k, i), self.slope(i, k, j)
        own = {i: self.own(at, i, i_in), j: self.own(at, j, j_in)}

        def separated(s: Node) -> Theorem:
            f = self.slope(i, k, s)

            def pair(x: Node, x_in: Theorem, y: Node, y_in: Theorem) -> Theorem:
                def ordered(no: Theorem) -> Theorem:
                    far = p.use(own[s], x, x_in, y, y_in, no)
                    return p.implies(f(x) <= f(y), lambda le: self.below(f(x), f(y), far, le))

                return p.implies(t.neg(t.eq(x, y)), ordered)

            return p.forall(D.n, lambda x, x_in: p.forall(D.n, lambda y, y_in: pair(x, x_in, y, y_in)))

        def across(s: Node, s_in: Theorem, u: Node, u_in: Theorem) -> Theorem:
            f, g, every = self.slope(i, k, s), self.slope(i, k, u), self.across(at, s, s_in, u, u_in)

            def pair(x: Node, x_in: Theorem, y: Node, y_in: Theorem) -> Theorem:
                def ordered(le: Theorem) -> Theorem:
                    return p.implies(
                        t.neg(t.eq(f(x), g(y))),
                        lambda no: self.below(f(x), g(y), p.use(every, x, x_in, y, y_in, no), le),
                    )

                return p.implies(f(x) <= g(y), ordered)

            return p.forall(D.n, lambda x, x_in: p.forall(D.n, lambda y, y_in: pair(x, x_in, y, y_in)))

        facts = [
            separated(i),
            separated(j),
            across(i, i_in, j, j_in),
            across(j, j_in, i, i_in),
            self.in_range(at, i, i_in),
            self.in_range(at, j, j_in),
        ]
        found = Choice(p, self.runs, a, b, facts, different).conclusion
        near = where(self.place.n, lambda x: self.close(a, b, self.grid(x)))

        def to(x: Node, x_in: Theorem) -> Theorem:
            return p.in_where(p.base(x_in), p.right(p.holds(x_in)), lambda y: self.close(a, b, self.grid(y)))

        return p.have(t.ge(self.count - card(B)), no_more(p, B, near, to), found)

    def below(self, x: Node, y: Node, far: Theorem, le: Theorem) -> Theorem:
        """x <= y - g from x <= y and (x - y)^2 >= g^2."""
        p = self.p
        return p.have(x <= y - self.gap, at_most_root(p, far, self.gap, y - x, p.have(t.ge(y - x), le)))

    def small(self, delta: Node, two: Theorem, wide: Theorem) -> Theorem:
        """delta < eps/2: the exponent is negative, as q >= 1 and K >= 1."""
        p, D = self.p, self.D
        n, m, K = card(D.n), card(D.m), card(p["K"])
        hh = p.have(
            t.gt(2 * D.high * D.high - D.low * D.eps), self.W.low_below_high, wide, D.low_positive, D.eps_positive,
            self.high_positive, products=[(0, 1), (0, 3), (1, 2), (1, 4), (0, 4), (2, 1)],
        )  # fmt: skip
        cube = p.have(t.ge(m * m * m - 8), two, products=[(0, 0, 0), (0, 0), (0,)])
        square = p.have(t.gt(D.high * D.high), self.high_positive, products=[(0, 0)])
        q_one = p.by_contradiction(
            t.ge(self.q - 1),
            lambda no: p.have(
                t.FALSE, p.k.order(no), self.q_equation, hh, cube, square, self.g_positive,
                products=[(0, 5), (3, 4), (2,), (4,)],
            ),
        )  # fmt: skip
        K_one = p.have(t.ge(K - 1), p.given("K>=1"))
        V_one = p.have(t.ge(K * self.q - 1), K_one, q_one, products=[(0, 1), (0,), (1,)])

        def log_nonneg(x: Node, positive: Theorem, one: Theorem) -> Theorem:
            return exponents(p, p.have(t.ge(t.exp(t.log(x)) - 1), p.log_exp(positive, x), one), t.ZERO, t.log(x))

        q_log, V_log = log_nonneg(self.q, self.q_positive, q_one), log_nonneg(K * self.q, self.V_positive, V_one)
        nn = p.have(t.ge(n * n), squares=[n])
        power = n * n * self.v() + t.log(self.q)
        large = p.have(t.ge(5 + power), nn, V_log, q_log, products=[(0, 1), (0,), (2,)])
        less = p.exp_monotone(large, -5 - power, t.ZERO)
        unit, inverse = p.inverse(p.nonempty[D.n], n)
        n_one = p.have(t.ge(n - 1), p.given("n>=1"))
        n_small = p.have(t.ge(1 - t.inv(n)), n_one, inverse, unit, products=[(0, 1)])
        n_square = p.have(t.ge(1 - t.inv(n) * t.inv(n)), n_small, inverse, products=[(0, 1), (0,)])
        positive = p.have(t.gt(t.inv(n) * t.inv(n)), inverse, products=[(0, 0)])
        part = p.have(
            t.ge(1 - t.inv(n) * t.inv(n) * t.exp(-5 - power)), less, n_square, positive, products=[(0, 2), (1,)]
        )
        return p.have(t.ge(D.eps * Fraction(1, 2) - delta), part, D.eps_positive, products=[(0, 1)])


def separation(p: Proof) -> Node:
    """delta as the statement has it."""
    D = dataset(p)
    n, q = card(D.n), ratio(D)
    power = n * n * (2 + t.log(card(p["K"]) * q)) + t.log(q)
    return D.eps * Fraction(1, 2) * t.inv(n) * t.inv(n) * t.exp(-5 - power)


def few_scales(p: Proof, label: str) -> None:
    """Prove the claim, and that it is defined."""
    small_scores(
        p,
        label,
        separation(p),
        FewScales,
        "By the sharpened lem:boltz-temperatures at most (2 n² + 1)(n² + 2) of the λ fail to tell sequences i and j "
        "with different token sets apart for query (i, k), by δ₀ = 4 R δ/ε. There are N n N choices of i, k and j, and "
        "K is larger than N² n times that: some λ is good for all of them. Then |B − B′| > δ₀/(m γₘₐₓ), and the "
        "outputs are more than η δ₀/(m γₘₐₓ) = δ apart.",
    )
