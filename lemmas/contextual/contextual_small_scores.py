"""Outputs of attention with small scores are apart, and the theorem (see `contextual_scale`)."""

from __future__ import annotations

from fractions import Fraction

from varproof_lemmas.appendix.powers import exponents
from varproof_lemmas.contextual.contextual_exists import Facts, put_in, some_weights, with_directions
from varproof_lemmas.contextual.contextual_proof import defined
from varproof_lemmas.contextual.contextual_scale import SmallScale
from varproof_lemmas.contextual.contextual_sets import Tokens, every_pair, same_token
from varproof_lemmas.contextual.contextual_weights import Dataset, Geometry, dataset
from varproof_lemmas.contextual.direction import at_most_root
from varproof_lemmas.contextual.signs import Function

from varproof.decide.kernel import terms as t
from varproof.decide.kernel.build import card, fresh
from varproof.decide.kernel.rules import Theorem
from varproof.decide.kernel.terms import Node
from varproof.decide.proof import Proof


class SmallScores(SmallScale):
    """The scale with condition (2) of a contextual mapping."""

    def condition_two(self, delta: Node) -> Theorem:
        p, W = self.p, self.W

        def different(at: Tokens, no: Theorem, goal: Node) -> Theorem:
            i, i_in, j, j_in, k, k_in, l, l_in = at
            _, wide = W.two_words(i, i_in, k, k_in, j, j_in, l, l_in, no)
            apart = W.tokens_apart(i, i_in, j, j_in, k, k_in, l, l_in, no)
            return p.have(goal, apart, self.small(delta, wide))

        def equal(at: Tokens, same: Theorem, sets: Theorem, goal: Node) -> Theorem:
            return self.contexts(delta, at, same, sets, goal)

        return every_pair(W, delta, different, equal)

    def small(self, delta: Node, wide: Theorem) -> Theorem:
        """delta < eps/2: the exponent is negative, as V >= 1 from eps < 2 high (wide)."""
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

    def contexts(self, delta: Node, at: Tokens, same: Theorem, sets: Theorem, goal: Node) -> Theorem:
        """The same token with different token sets: the scale is not bad for it."""
        p, D, W = self.p, self.D, self.W
        i, i_in, j, j_in, k, k_in, l, _ = at
        T, T2 = W.T(i, k), W.T(j, l)
        T_same = p.sum_equal(
            D.d, lambda c, c_in: p.have(t.eq(W.w(c) * D.X(i, k, c) - W.w(c) * D.X(j, l, c)), p.use(same, c, c_in))
        )
        O, O_nonneg, plain = same_token(W, i, k, j, l, same, p.have(t.eq(T2, T), T_same))
        x = W.mean(i, T) - W.mean(j, T)
        T_small = W.T_small(i, i_in, k, k_in)
        high, not_bad = p.left(W.scale), p.use(p.right(W.scale), i, i_in, k, k_in, j, j_in)

        def absurd(no: Theorem) -> Theorem:
            near = p.have(t.ge(delta - O), p.k.order(no))
            bounds = self.divide(O, T, x, delta, near, O_nonneg, plain, T_small)
            gap = p.both(p.left(bounds), p.right(bounds))
            close = p.both(p.have(t.ge(W.lam), W.lam_pos), p.both(high, gap))
            return p.false(p.both(sets, close), not_bad)

        return p.by_contradiction(goal, absurd)

    def divide(
        self, O: Node, T: Node, x: Node, delta: Node, near: Theorem, O_nonneg: Theorem, plain: Theorem, T_small: Theorem
    ) -> Theorem:
        """|T x| <= delta_0 from O <= delta, O^2 = eta^2 x^2, T^2 <= m^2 high^2 and delta_0 eps = 4 R delta."""
        p, D, W = self.p, self.D, self.W
        names = [fresh(q) for q in ("O", "T", "x", "z", "y")]
        vo, vt, vx, vd, vy = map(t.var, names)
        m, h, eta = W.m, D.high, W.eta
        hyps = [
            t.ge(vd - vo),
            t.ge(vo),
            t.eq(vo * vo, eta * eta * vx * vx),
            t.ge(m * m * h * h - vt * vt),
            t.eq(vy * D.eps, 2 * m * m * m * h * h * vd),
        ]
        a, b, c, d, e = (p.k.assume(f) for f in hyps)
        mh = p.have(t.gt(2 * m * m * h), W.m_pos, self.high_positive, products=[(0, 0, 1)])
        linked = p.k.arith([W.e_eta, e], t.eq(2 * m * m * h * (eta * vy - m * h * vd)), [], [(vy, 0), (t.ONE, 1)])
        equal = p.k.arith(
            [linked, p.k.inv(mh, 2 * m * m * h)], t.eq(eta * vy, m * h * vd), [],
            [(t.inv(2 * m * m * h), 0), (-(eta * vy - m * h * vd), 1)],
        )  # fmt: skip
        square = p.have(t.ge(vd * vd - vo * vo), a, b, products=[(0, 0), (0, 1)])
        mhmh = p.have(t.ge(m * m * h * h), squares=[m * h])
        oo = p.have(t.ge(vo * vo), squares=[vo])
        wide = p.have(t.ge(m * m * h * h * vd * vd - vt * vt * vo * vo), square, mhmh, oo, d, products=[(0, 1), (2, 3)])
        value = eta * vt * vx
        total = p.have(
            t.ge((m * h * vd) * (m * h * vd) - value * value), wide,
            p.k.arith([c], t.eq(vt * vt * vo * vo, value * value), [], [(vt * vt, 0)]),
        )  # fmt: skip
        nonneg = p.have(t.ge(m * h * vd), W.m_pos, self.high_positive, p.have(t.ge(vd), a, b), products=[(0, 1, 2)])
        sides = []
        for sign in (1, -1):
            small = at_most_root(p, total, sign * value, m * h * vd, nonneg)
            scaled = p.have(t.ge(eta * (vy - sign * vt * vx)), small, equal)
            sides.append(
                p.by_contradiction(
                    t.ge(vy - sign * vt * vx),
                    lambda no, scaled=scaled: p.have(t.FALSE, scaled, p.k.order(no), W.eta_pos, products=[(1, 2)]),
                )
            )
        result = p.both(*sides)
        for f in reversed(hyps):
            result = p.k.discharge(result, f)
        for name in reversed(names):
            result = p.k.generalise(result, "real", name)
        same = p.identity(self.delta * D.eps, 2 * m * m * m * h * h * delta)
        return p.use(result, O, T, x, delta, self.delta, near, O_nonneg, plain, T_small, same)


def separation(p: Proof) -> Node:
    """delta as the statement has it."""
    D = dataset(p)
    n, m, K = card(D.n), card(D.m), card(p["K"])
    ratio = D.high * t.inv(D.low) * D.high * t.inv(D.eps)
    power = n * n * (6 + t.log(4 * K)) + (2 * n - 1) * (1 + t.log(2 * n * m * m * m * ratio))
    return D.eps * Fraction(1, 4) * t.inv(n) * t.exp(-6 - power)


def small_scale(p: Proof, label: str) -> None:
    """Prove the claim, and that it is defined."""
    p.concise = True
    delta = separation(p)

    def build(D: Dataset, g: Geometry, u: Function, w: Function, facts: Facts) -> Theorem:
        with p.silent():
            S = SmallScores(p, D, g, u, w, facts)
            defined(p, S.V_positive, S.Y_positive, p.positive(2), p.not_zero(p.nonempty[D.n], card(D.n)))
            conditions = p.both(S.W.bounded(), S.condition_two(delta))
            result = some_weights(S.W, p.goal(label), delta, conditions)
            return S.good_scale(lambda lam, good, positive: put_in(S.W, result, lam, good, positive))

    p.say(
        "Directions and weights are those of thm:contextual-sharp, but with a scale λ that is one of the numbers "
        "k/(K R), k = 1, …, K, R = m³ γₘₐₓ²/2. Query (i, k) has the slopes T(i, k) U(j, x), T(i, k) = ⟨w, X(i, k)⟩ "
        "and U(j, x) = ⟨u, X(j, x)⟩, in sequence j; they lie in [−R, R] and are ε γₘᵢₙ apart for different tokens. "
        "The layer adds η B along a unit vector, and T(i, k) B is boltz(λ T(i, k) U(j, ·))/λ."
    )
    p.say(
        "By lem:boltz-temperatures fewer than 2^(n²) − 1 of the λ fail to tell sequences i and j with different token "
        "sets apart for query (i, k), by δ₀ = 4 R δ/ε. There are N n N choices of i, k and j, and K ≥ N² n 2^(n²): "
        "some λ is good for all of them. Then |B − B′| > δ₀/(m γₘₐₓ), and the outputs are more than "
        "η δ₀/(m γₘₐₓ) = δ apart."
    )
    p.say("Different tokens stay more than ε/2 > δ apart, and no output is longer than γₘₐₓ + ε/4, as |η B| ≤ ε/4.")
    p.prove(p.show(with_directions(p, build)))
