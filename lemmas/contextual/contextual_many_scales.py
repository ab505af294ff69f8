"""The contextual mapping theorem with small scores, for K >= N^2 n 2^(n^2) scales (see `contextual_scale`)."""

from __future__ import annotations

from fractions import Fraction

from varproof_lemmas.appendix.powers import exponents
from varproof_lemmas.contextual.contextual_proof import defined
from varproof_lemmas.contextual.contextual_scale import Query
from varproof_lemmas.contextual.contextual_small_scores import SmallScores, small_scores
from varproof_lemmas.contextual.contextual_weights import dataset
from varproof_lemmas.contextual.means import close_at
from varproof_lemmas.contextual.signs import Function
from varproof_lemmas.contextual.temperature_scales import few, scales
from varproof_lemmas.contextual.temperatures import temperatures

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof


class ManyScales(SmallScores):
    """Fewer than 2^(n^2) - 1 scales are bad; Y = 4 K, V = 2 n m^3 high^2/(low eps)."""

    def constants(self) -> tuple[Node, Node]:
        p, D, R, gap, step = self.p, self.D, self.R, self.gap, self.step
        n, m, K = card(D.n), card(D.m), card(p["K"])
        Y_equation = p.k.arith(
            [self.K_unit, self.R_unit], t.eq(4 * K * step * R, 4), [], [(4 * R * t.inv(R), 0), (t.lift(4), 1)]
        )
        low_unit, low_inverse = p.inverse(D.low_positive, D.low)
        eps_unit, eps_inverse = p.inverse(D.eps_positive, D.eps)
        top = 2 * n * m * m * m * D.high * D.high
        self.V = top * t.inv(D.low) * t.inv(D.eps)
        self.V_positive = p.have(
            t.gt(self.V), p.nonempty[D.n], self.R_positive, low_inverse, eps_inverse, products=[(0, 1, 2, 3)]
        )
        self.V_equation = p.k.arith(
            [low_unit, eps_unit], t.eq(self.V * gap, top), [], [(top * D.eps * t.inv(D.eps), 0), (top, 1)]
        )
        self.Y_positive = p.have(t.gt(4 * K), p.nonempty[p["K"]])
        values, facts = scales(
            p, D.n, p.given("n>=1"), R, self.R_positive, gap, self.g_positive, step, self.step_positive,
            self.step_small, 4 * K, self.Y_positive, Y_equation, self.V, self.V_positive, self.V_equation,
        )  # fmt: skip
        self.theorem = p.use(temperatures(p, D.n, p.given("n>=1")), *values, *facts)
        self.two, self.two_equation = values[6], facts[6]
        return values[9], t.exp(self.two * n * n) - 1

    def settle(self) -> None:
        p, D = self.p, self.D
        defined(p, self.V_positive, self.Y_positive, p.positive(2), p.not_zero(p.nonempty[D.n], card(D.n)))

    def close(self, a: Function, b: Function, lam: Node) -> Node:
        return close_at(self.D.n, a, b, self.delta, self.L, lam)

    def closeness(self, gap: Node, high: Theorem, bounds: Theorem) -> Theorem:
        p, W = self.p, self.W
        return p.both(p.have(t.ge(W.lam), W.lam_pos), p.both(high, bounds))

    def link(self, delta: Node) -> Theorem:
        D, m = self.D, card(self.D.m)
        return self.p.identity(self.delta * D.eps, 2 * m * m * m * D.high * D.high * delta)

    def count_nonneg(self) -> Theorem:
        p, N = self.p, card(self.D.n)
        nonneg = exponents(p, p.have(t.ge(t.exp(self.two) - 1), self.two_equation), t.ZERO, self.two)
        square = p.have(t.ge(N * N), squares=[N])
        return p.have(t.ge(self.count), p.exp_tangent(self.two * N * N), nonneg, square, products=[(1, 2)])

    def apart(self, x: Node, x_in: Theorem, y: Node, y_in: Theorem, no: Theorem) -> Theorem:
        """Different scales are a step apart."""
        p, place, grid, positive = self.p, self.place, self.grid, self.step_positive
        target = grid(x) <= grid(y) - self.step

        def after(gt: Theorem) -> Theorem:
            more = place.increasing(y, x, x_in, gt)
            return p.implies(
                grid(x) <= grid(y),
                lambda le: p.ex_falso(p.have(t.FALSE, le, more, positive, products=[(1, 2), (2,)]), target),
            )

        def before(lt: Theorem) -> Theorem:
            more = place.increasing(x, y, y_in, lt)
            return p.implies(grid(x) <= grid(y), lambda _: p.have(target, more, positive, products=[(0, 1)]))

        return p.ne_cases(x, y, before, after, no)

    def few(self, at: Query, j: Node, j_in: Theorem, B: Node, different: Theorem) -> Theorem:
        p, D, (i, i_in, k, _) = self.p, self.D, at

        def separate(x: Node, x_in: Theorem, y: Node, y_in: Theorem) -> Theorem:
            return p.implies(t.neg(t.eq(x, y)), lambda no: self.apart(x, p.base(x_in), y, p.base(y_in), no))

        part = p.forall(B, lambda x, x_in: p.forall(B, lambda y, y_in: separate(x, x_in, y, y_in)))
        close = p.forall(B, lambda x, x_in: p.right(p.holds(x_in)))
        found = few(
            p, self.theorem, D.n, self.slope(i, k, i), self.slope(i, k, j), B, self.grid, part, close,
            (self.in_range(at, i, i_in), self.in_range(at, j, j_in)), (self.own(at, i, i_in), self.own(at, j, j_in)),
            self.across(at, i, i_in, j, j_in), different,
        )  # fmt: skip
        return p.have(t.ge(self.count - card(B)), found)

    def small(self, delta: Node, two: Theorem, wide: Theorem) -> Theorem:
        """delta < eps/2: the exponent is negative, as V >= 1."""
        p, D, V = self.p, self.D, self.V
        n, m, K = card(D.n), card(D.m), card(p["K"])
        n_one, m_one = p.have(t.ge(n - 1), p.given("n>=1")), p.have(t.ge(m - 1), p.given("m>=1"))
        hh = p.have(
            t.gt(2 * D.high * D.high - D.low * D.eps), self.W.low_below_high, wide, D.low_positive, D.eps_positive,
            self.high_positive, products=[(0, 1), (0, 3), (1, 2), (1, 4), (0, 4), (2, 1)],
        )  # fmt: skip
        cube = p.have(
            t.ge(n * m * m * m - 1),
            n_one,
            m_one,
            products=[(0, 1, 1, 1), (0, 1, 1), (0, 1), (0,), (1, 1, 1), (1, 1), (1,)],
        )
        square = p.have(t.gt(D.high * D.high), self.high_positive, products=[(0, 0)])
        V_one = p.by_contradiction(
            t.ge(V - 1),
            lambda no: p.have(
                t.FALSE, p.k.order(no), self.V_equation, hh, cube, square, self.g_positive,
                products=[(0, 5), (3, 4), (2,)],
            ),
        )  # fmt: skip

        def log_nonneg(x: Node, positive: Theorem, one: Theorem) -> Theorem:
            return exponents(p, p.have(t.ge(t.exp(t.log(x)) - 1), p.log_exp(positive, x), one), t.ZERO, t.log(x))

        K_log = log_nonneg(4 * K, self.Y_positive, p.have(t.ge(4 * K - 1), p.given("K>=1")))
        V_log = log_nonneg(V, self.V_positive, V_one)
        power = n * n * (6 + t.log(4 * K)) + (2 * n - 1) * (1 + t.log(V))
        large = p.have(t.ge(power), n_one, K_log, V_log, products=[(0, 0, 1), (0, 1), (0, 0), (0, 2), (0,), (1,), (2,)])
        less = p.exp_monotone(p.have(t.ge(6 + power), large), -6 - power, t.ZERO)
        unit, inverse = p.inverse(p.nonempty[D.n], n)
        n_small = p.have(t.ge(1 - t.inv(n)), n_one, inverse, unit, products=[(0, 1)])
        part = p.have(t.ge(1 - t.inv(n) * t.exp(-6 - power)), less, n_small, inverse, products=[(0, 2), (1,)])
        return p.have(t.gt(D.eps * Fraction(1, 2) - delta), part, D.eps_positive, products=[(0, 1), (1,)])


def separation(p: Proof) -> Node:
    """delta as the statement has it."""
    D = dataset(p)
    n, m, K = card(D.n), card(D.m), card(p["K"])
    ratio = D.high * t.inv(D.low) * D.high * t.inv(D.eps)
    power = n * n * (6 + t.log(4 * K)) + (2 * n - 1) * (1 + t.log(2 * n * m * m * m * ratio))
    return D.eps * Fraction(1, 4) * t.inv(n) * t.exp(-6 - power)


def many_scales(p: Proof, label: str) -> None:
    """Prove the claim, and that it is defined."""
    small_scores(
        p,
        label,
        separation(p),
        ManyScales,
        "By lem:boltz-temperatures fewer than 2^(n²) − 1 of the λ fail to tell sequences i and j with different token "
        "sets apart for query (i, k), by δ₀ = 4 R δ/ε. There are N n N choices of i, k and j, and K ≥ N² n 2^(n²): "
        "some λ is good for all of them. Then |B − B′| > δ₀/(m γₘₐₓ), and the outputs are more than "
        "η δ₀/(m γₘₐₓ) = δ apart.",
    )
