"""How far softmax moves, in proofs: with P = softmax(x), Q = softmax(y) and S = sum |P_i - Q_i|,

    2 |P - Q|_2^2 <= S^2 <= <P - Q, x - y>.

Why: log P_i - log Q_i = x_i - y_i - c with one c for all i, and sum (P_i - Q_i) = 0, so the inner product is the sum of
(P_i - Q_i)(log P_i - log Q_i) >= 2 (P_i - Q_i)^2/(P_i + Q_i), by s (e^s + 1) >= 2 (e^s - 1) for s >= 0. For every r it
is at least 4 r |P_i - Q_i| - 2 r^2 (P_i + Q_i), which sums to 4 r S - 4 r^2 = S^2 at r = S/2. And no |P_i - Q_i| is
more than the sum of the others.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from varproof_lemmas.appendix.vectors import absolute, product_at_most
from varproof_lemmas.contextual.direction import at_most_root, inner
from varproof_lemmas.contextual.signs import length

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import sum_over, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof

Values = Callable[[Node], Node]


def chord(p: Proof, s: Node, nonneg: Theorem) -> Theorem:
    """s (e^s + 1) >= 2 (e^s - 1) from s >= 0: the difference is 0 at 0, its derivative 1 - e^s + s e^s >= 0."""
    x = t.var("z'")

    def gap(z: Node) -> Node:
        return z * (t.exp(z) + 1) - 2 * (t.exp(z) - 1)

    slope = p.have(t.ge(1 - t.exp(x) + x * t.exp(x)), p.exp_tangent(-x), p.exp_positive(x), products=[(0, 1)])
    risen = p.k.rise([slope], "z'", gap(x), t.ZERO, s)
    return p.k.mp(risen, nonneg)


def term_bound(p: Proof) -> Theorem:
    """For all q > 0, s, r: q (e^s - 1) s >= 4 r |q e^s - q| - 2 r^2 (q e^s + q)."""
    q, s, r = (t.var(x) for x in ("q'", "s'", "r'"))

    def up(q: Node, s: Node, positive: Theorem, nonneg: Theorem) -> Theorem:
        """The bound for s >= 0; for s <= 0 it is that for q e^s and -s."""
        E = t.exp(s)
        above = p.have(t.ge(E - 1), p.exp_tangent(s), nonneg)
        plus = p.have(t.gt(E + 1), p.exp_positive(s))
        unit, inverse = p.inverse(plus, E + 1)
        k = t.inv(E + 1)
        size = absolute(p, q * E - q, p.have(t.ge(q * E - q), above, positive, products=[(0, 1)]))
        plain = p.k.arith(
            [positive, above, inverse, chord(p, s, nonneg), plus, unit],
            t.ge(q * (E - 1) * s - 4 * r * (q * E - q) + 2 * r * r * (q * E + q)),
            [(Fraction(1), t.ONE, (0, 1, 2, 3)), (Fraction(2), (E - 1) * k - r, (0, 4))],
            [(-q * (E - 1) * s - 2 * q * (E - 1) * (E - 1) * k + 4 * r * q * (E - 1), 5)],
        )
        return p.have(
            t.ge(q * (E - 1) * s - 4 * r * t.fn("sqrt", (q * E - q) * (q * E - q)) + 2 * r * r * (q * E + q)),
            plain,
            p.k.arith([size], t.eq(r * size.concl.args[0]), [], [(r, 0)]),
        )

    positive = p.k.assume(t.gt(q))
    other = p.have(t.gt(q * t.exp(s)), positive, p.exp_positive(s), products=[(0, 1)])
    result = p.compare(
        t.ZERO,
        s,
        lambda low: up(q, s, positive, low),
        lambda high: up(q * t.exp(s), -s, other, p.have(t.ge(-s), high)),
    )
    result = p.k.discharge(result, positive.concl)
    for name in ("r'", "s'", "q'"):
        result = p.k.generalise(result, "real", name)
    return result


class Softmax:
    """The sums of softmax over the finite set s, which has a member: P(i) = exp(x_i)/Z."""

    def __init__(self, p: Proof, s: Node, x: Values, inside: Theorem) -> None:
        self.p, self.s, self.x = p, s, x
        self.Z = sum_over(s, lambda i: t.exp(x(i)))
        self.positive = p.sum_positive(inside, lambda i: t.exp(x(i)), lambda i, _: p.exp_positive(x(i)))
        self.unit, self.inverse = p.inverse(self.positive, self.Z)
        self.log = t.log(self.Z)
        self.one = p.have(t.eq(self.Z * t.exp(-self.log), 1), p.log_exp(self.positive, self.Z))
        # exp(-log Z) = exp(-log Z) Z/Z = 1/Z
        self.same = p.k.arith(
            [self.unit, self.one],
            t.eq(t.exp(-self.log), t.inv(self.Z)),
            [],
            [(-t.exp(-self.log), 0), (t.inv(self.Z), 1)],
        )

    def weight(self, i: Node, scale: Node | None = None) -> Node:
        """P(i), with 1/Z or what stands for it."""
        return t.exp(self.x(i)) * (t.inv(self.Z) if scale is None else scale)

    def weight_nonneg(self, i: Node) -> Theorem:
        return self.p.have(t.ge(self.weight(i)), self.p.exp_positive(self.x(i)), self.inverse, products=[(0, 1)])


class Change:
    """P = softmax(x) and Q = softmax(y) over one set; S = sum |P(i) - Q(i)|."""

    def __init__(self, p: Proof, s: Node, x: Values, y: Values, inside: Theorem) -> None:
        self.p, self.s, self.inside = p, s, inside
        self.P, self.Q = Softmax(p, s, x, inside), Softmax(p, s, y, inside)
        self.S = sum_over(s, lambda i: self.size(i))
        self.nonneg = p.sum_at_least(s, lambda i, _: p.root(self.gap(i))[2])
        self.centred = p.have(t.eq(sum_over(s, self.gap)), self.P.unit, self.Q.unit)

    def gap(self, i: Node, *scales: Node) -> Node:
        u, w = scales or (None, None)
        return self.P.weight(i, u) - self.Q.weight(i, w)

    def size(self, i: Node, *scales: Node) -> Node:
        """|P(i) - Q(i)|."""
        return t.fn("sqrt", self.gap(i, *scales) * self.gap(i, *scales))

    def towards(self) -> Theorem:
        """S^2 <= <P - Q, x - y>."""
        p, s, P, Q = self.p, self.s, self.P, self.Q
        u, w = t.exp(-P.log), t.exp(-Q.log)
        S = sum_over(s, lambda i: self.size(i, u, w))
        bound = term_bound(p)

        def term(i: Node, _: Theorem) -> Theorem:
            q, shift = t.exp(Q.x(i)) * w, P.x(i) - Q.x(i) - P.log + Q.log
            return p.use(bound, q, shift, S / 2, p.exp_positive(Q.x(i) - Q.log))

        total = p.sum_at_least(s, term)

        def goal(u: Node, w: Node) -> Node:
            S = sum_over(s, lambda i: self.size(i, u, w))
            return t.ge(inner(s, lambda i: self.gap(i, u, w), lambda i: P.x(i) - Q.x(i)) - S * S)

        result = p.k.arith(
            [total, P.one, Q.one],
            goal(u, w),
            [(Fraction(1), t.ONE, (0,))],
            [(P.log - Q.log - S * S / 2, 1), (Q.log - P.log - S * S / 2, 2)],
        )
        result = p.equal(P.same, u, t.inv(P.Z), lambda z: goal(z, w), result)
        return p.equal(Q.same, w, t.inv(Q.Z), lambda z: goal(t.inv(P.Z), z), result)

    def half(self) -> Theorem:
        """2 |P - Q|^2 <= S^2."""
        p, s, S = self.p, self.s, self.S

        def part(i: Node, i_in: Theorem) -> Theorem:
            """S |P(i) - Q(i)| >= 2 |P(i) - Q(i)|^2."""
            a, square, nonneg = p.root(self.gap(i))
            others = where(s, lambda j: t.neg(t.eq(j, i)))

            def beyond(sign: int) -> Theorem:
                rest = p.sum_at_least(
                    others,
                    lambda j, _: p.have(t.ge(self.size(j) + sign * self.gap(j)), p.abs_at_least(-sign * self.gap(j))),
                )
                sums = [p.take(i_in, f) for f in (self.size, self.gap)]
                return p.have(t.ge(S - a - sign * self.gap(i)), rest, *sums, self.centred)

            low, high = beyond(1), beyond(-1)
            wide = p.k.arith(
                [low, high, square], t.ge((S - a) * (S - a) - a * a), [(Fraction(1), t.ONE, (0, 1))], [(-t.ONE, 2)]
            )
            le = at_most_root(p, wide, a, S - a, p.have(t.ge(S - a), low, high))
            return p.k.arith(
                [le, nonneg, square],
                t.ge(S * a - 2 * self.gap(i) * self.gap(i)),
                [(Fraction(1), t.ONE, (0, 1))],
                [(t.lift(2), 2)],
            )

        return p.have(t.ge(S * S - 2 * length(s, self.gap)), p.sum_at_least(s, part))

    def at_most(self, B: Node, nonneg: Theorem, bound: Callable[[Node, Theorem], Theorem]) -> Theorem:
        """S <= B from |x_i - y_i| <= B for all i (`bound`, with x_i - y_i first) and B >= 0."""
        p, S = self.p, self.S

        def part(i: Node, i_in: Theorem) -> Theorem:
            """(P - Q)(x - y) <= |P - Q| B."""
            v, d = self.gap(i), self.P.x(i) - self.Q.x(i)
            (a, _, a_nonneg), (b, _, _) = p.root(v), p.root(d)
            product = product_at_most(p, v, d)
            wide = p.have(t.ge(a * (B - b)), bound(i, i_in), a_nonneg, products=[(0, 1)])
            return p.have(t.ge(a * B - v * d), product, wide)

        total = p.sum_at_least(self.s, part)
        square = p.have(t.ge(S * B - S * S), total, self.towards())
        return p.by_contradiction(
            t.ge(B - S), lambda no: p.have(t.FALSE, p.k.order(no), square, nonneg, products=[(0, 0), (0, 2)])
        )
