"""Outputs of attention with small scores are apart, and the theorem (see `contextual_scale`)."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable

from varproof_lemmas.contextual.contextual_exists import Facts, put_in, some_weights, with_directions
from varproof_lemmas.contextual.contextual_scale import ScaleChoice
from varproof_lemmas.contextual.contextual_sets import Tokens, every_pair, same_token
from varproof_lemmas.contextual.contextual_weights import Dataset, Geometry
from varproof_lemmas.contextual.direction import at_most_root
from varproof_lemmas.contextual.signs import Function

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import fresh
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof


class SmallScores(ScaleChoice):
    """The scale with condition (2) of a contextual mapping."""

    @abstractmethod
    def settle(self) -> None:
        """The domain conditions of the statement."""

    @abstractmethod
    def small(self, delta: Node, two: Theorem, wide: Theorem) -> Theorem:
        """delta < eps/2, from m >= 2 and eps < 2 high."""

    @abstractmethod
    def link(self, delta: Node) -> Theorem:
        """delta_0 eps = 2 m^3 high^2 delta, where delta_0 is the distance of means that are not close."""

    @abstractmethod
    def closeness(self, gap: Node, high: Theorem, bounds: Theorem) -> Theorem:
        """The means at lam <= L (high) are close, from |gap| <= delta_0 for their difference (bounds)."""

    def condition_two(self, delta: Node) -> Theorem:
        p, W = self.p, self.W

        def different(at: Tokens, no: Theorem, goal: Node) -> Theorem:
            i, i_in, j, j_in, k, k_in, l, l_in = at
            two, wide = W.two_words(i, i_in, k, k_in, j, j_in, l, l_in, no)
            apart = W.tokens_apart(i, i_in, j, j_in, k, k_in, l, l_in, no)
            return p.have(goal, apart, self.small(delta, two, wide))

        def equal(at: Tokens, same: Theorem, sets: Theorem, goal: Node) -> Theorem:
            return self.contexts(delta, at, same, sets, goal)

        return every_pair(W, delta, different, equal)

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
            return p.false(p.both(sets, self.closeness(T * x, high, bounds)), not_bad)

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
        return p.use(result, O, T, x, delta, self.delta, near, O_nonneg, plain, T_small, self.link(delta))


def small_scores(
    p: Proof,
    label: str,
    delta: Node,
    kind: Callable[[Proof, Dataset, Geometry, Function, Function, Facts], SmallScores],
    why: str,
) -> None:
    """Prove the claim with separation delta, and that it is defined."""
    p.concise = True

    def build(D: Dataset, g: Geometry, u: Function, w: Function, facts: Facts) -> Theorem:
        with p.silent():
            S = kind(p, D, g, u, w, facts)
            S.settle()
            conditions = p.both(S.W.bounded(), S.condition_two(delta))
            result = some_weights(S.W, p.goal(label), delta, conditions)
            return S.good_scale(lambda lam, good, positive: put_in(S.W, result, lam, good, positive))

    p.say(
        "Directions and weights are those of thm:contextual-sharp, but with a scale λ that is one of the numbers "
        "k/(K R), k = 1, …, K, R = m³ γₘₐₓ²/2. Query (i, k) has the slopes T(i, k) U(j, x), T(i, k) = ⟨w, X(i, k)⟩ "
        "and U(j, x) = ⟨u, X(j, x)⟩, in sequence j; they lie in [−R, R] and are ε γₘᵢₙ apart for different tokens. "
        "The layer adds η B along a unit vector, and T(i, k) B is boltz(λ T(i, k) U(j, ·))/λ."
    )
    p.say(why)
    p.say("Different tokens stay more than ε/2 > δ apart, and no output is longer than γₘₐₓ + ε/4, as |η B| ≤ ε/4.")
    p.prove(p.show(with_directions(p, build)))
