"""Means under exponential weights: m_a(z) = sum a exp(a z)/sum exp(a z) = boltz(z a)/z, in proofs."""

from __future__ import annotations

from varproof_lemmas.contextual.ladder import Values
from varproof_lemmas.support.exponential_scales import algebra

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, forall, sum_over
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node, exp
from varproof.proof.proof import Proof


def weights(n: Node, a: Values, z: Node) -> Node:
    """Z_a(z)."""
    return sum_over(n, lambda k: exp(a(k) * z))


def moment(n: Node, a: Values, z: Node) -> Node:
    """Z_a'(z)."""
    return sum_over(n, lambda k: a(k) * exp(a(k) * z))


def mean(n: Node, a: Values, z: Node) -> Node:
    """m_a(z)."""
    return moment(n, a, z) * t.inv(weights(n, a, z))


def in_range(n: Node, a: Values, R: Node) -> Node:
    return forall(n, lambda k: t.conj(t.ge(R + a(k)), t.ge(R - a(k))))


def lonely(n: Node, a: Values, b: Values, z: Node, g: Node) -> Node:
    """a_z is at distance at least g from the other a_k and from all b_l."""

    def far(x: Node) -> Node:
        return t.ge((a(z) - x) * (a(z) - x) - g * g)

    return t.conj(forall(n, lambda k: t.imp(t.neg(t.eq(k, z)), far(a(k)))), forall(n, lambda l: far(b(l))))


def close_at(n: Node, a: Values, b: Values, delta: Node, L: Node, x: Node) -> Node:
    """x in [0, L] and |m_a(x) - m_b(x)| <= delta."""
    gap = mean(n, a, x) - mean(n, b, x)
    return t.conj(t.ge(x), t.ge(L - x), t.ge(delta - gap), t.ge(delta + gap))


class Means:
    """Vectors a, b over n (|n| >= 1: size) with entries in [-R, R], R L = 1, at points of [0, L]."""

    def __init__(
        self, p: Proof, n: Node, size: Theorem, a: Values, b: Values, R: Node, L: Node, R_positive: Theorem,
        unit: Theorem,
    ) -> None:  # fmt: skip
        self.p, self.n, self.least, self.a, self.b = p, n, size, a, b
        self.R, self.L, self.R_positive, self.unit = R, L, R_positive, unit
        self.some = p.have(t.gt(card(n)), size)
        self.e = exp(t.ONE)
        self.L_positive = p.by_contradiction(
            t.gt(L), lambda no: p.have(t.FALSE, p.k.order(no), R_positive, unit, products=[(0, 1)])
        )

    def size(self, a_k: Node, at_k: Theorem, x: Node, low: Theorem, high: Theorem) -> tuple[Theorem, Theorem]:
        """exp(a_k x) <= e and exp(-a_k x) <= e."""
        p = self.p
        out = []
        for sign, side in ((1, p.right(at_k)), (-1, p.left(at_k))):
            bound = p.have(
                t.ge(1 - sign * a_k * x), side, low, high, self.R_positive, self.unit, products=[(0, 1), (2, 3)]
            )
            out.append(p.have(t.ge(self.e - exp(sign * a_k * x)), p.exp_monotone(bound, sign * a_k * x, t.ONE)))
        return out[0], out[1]

    def weights_bounds(
        self, f: Values, range_: Theorem, x: Node, low: Theorem, high: Theorem
    ) -> tuple[Theorem, Theorem]:
        """n/e <= Z_f(x) <= n e."""
        p, n = self.p, self.n

        def above(k: Node, k_in: Theorem) -> Theorem:
            return self.size(f(k), p.use(range_, k, k_in), x, low, high)[0]

        def below(k: Node, k_in: Theorem) -> Theorem:
            down = self.size(f(k), p.use(range_, k, k_in), x, low, high)[1]
            return p.have(
                t.ge(exp(f(k) * x) - exp(t.lift(-1))), down, p.exp_positive(f(k) * x), p.exp_positive(t.lift(-1)),
                products=[(0, 1, 2)],
            )  # fmt: skip

        return p.sum_at_least(n, below), p.sum_at_least(n, above)

    def small(
        self, delta: Node, delta_positive: Theorem, x: Node, close: Theorem, a_range: Theorem, b_range: Theorem
    ) -> Theorem:
        """x in [0, L] and |H(x)| <= n^2 e^2 delta, for H = Z_a' Z_b - Z_a Z_b', from |m_a(x) - m_b(x)| <= delta."""
        p, n, N = self.p, self.n, card(self.n)
        low, rest = p.left(close), p.right(close)
        high, gaps = p.left(rest), p.right(rest)
        (a_low, a_high), (b_low, b_high) = (
            self.weights_bounds(f, range_, x, low, high) for f, range_ in ((self.a, a_range), (self.b, b_range))
        )
        Za, Zb, Aa, Ab = weights(n, self.a, x), weights(n, self.b, x), moment(n, self.a, x), moment(n, self.b, x)
        bottom = p.have(t.gt(N * exp(t.lift(-1))), self.some, p.exp_positive(t.lift(-1)), products=[(0, 1)])
        Za_positive, Zb_positive = p.have(t.gt(Za), a_low, bottom), p.have(t.gt(Zb), b_low, bottom)
        lemma = algebra(
            p,
            "ZYABijdT",
            lambda Z, Y, A, B, i, j, d, T: (
                [t.eq(Z * i, 1), t.eq(Y * j, 1), t.ge(d - (A * i - B * j)), t.gt(Z), t.gt(Y), t.gt(d), t.ge(T - Z),
                 t.ge(T - Y)],
                t.ge(d * T * T - (A * Y - Z * B)),
            ),
            (2, 3, 4), (5, 6, 7), (5, 6, 4), (5, 3, 7), (5, 3, 6), (5, 4, 7), (5, 4, 6),
        )  # fmt: skip
        top = N * self.e

        def side(sign: int, gap: Theorem) -> Theorem:
            return p.use(
                lemma, Za, Zb, sign * Aa, sign * Ab, t.inv(Za), t.inv(Zb), delta, top, p.k.inv(Za_positive, Za),
                p.k.inv(Zb_positive, Zb), gap, Za_positive, Zb_positive, delta_positive, a_high, b_high,
            )  # fmt: skip

        return p.both(low, p.both(high, p.both(side(1, p.left(gaps)), side(-1, p.right(gaps)))))
