"""The constants of `temperatures` in terms of the data, and the two vectors that it compares."""

from __future__ import annotations

from fractions import Fraction

from varproof_lemmas.contextual.temperatures import scale_conditions

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node, exp
from varproof.proof.proof import Proof


def separation(N: Node, R: Node, Y: Node, V: Node) -> Node:
    """delta = (R/n) exp(-6 - n^2 (6 + log Y) - (2 n - 1) (1 + log V)), for Y = 4/(R s) and V = 4 n R/g."""
    return R / N * exp(-6 - N * N * (6 + t.log(Y)) - (2 * N - 1) * (1 + t.log(V)))


def scales(
    p: Proof, n: Node, size: Theorem, R: Node, R_positive: Theorem, g: Node, g_positive: Theorem, s: Node,
    s_positive: Theorem, s_small: Theorem, Y: Node, Y_positive: Theorem, Y_equation: Theorem, V: Node,
    V_positive: Theorem, V_equation: Theorem,
) -> tuple[tuple[Node, ...], list[Theorem]]:  # fmt: skip
    """The constants R, ..., delta and what they satisfy, from R s <= 1, Y R s = 4 and V g = 4 n R."""
    N = card(n)
    some = p.have(t.gt(N), size)
    unit = p.k.inv(R_positive, R)
    N_unit, N_inverse = p.inverse(some, N)
    L = t.inv(R)
    q = (exp(4) * Y - 1) * R
    ell, two, h, v = 6 + t.log(Y), t.log(t.lift(2)), L * t.inv(N) / 2, 1 + t.log(V)
    delta = separation(N, R, Y, V)
    values = (R, g, s, L, q, ell, two, h, v, delta)
    goals = scale_conditions(n, values)
    e = exp(t.ONE)
    e4 = p.have(t.ge(exp(4) - 1), p.exp_tangent(t.lift(4)))
    scaled = p.k.arith([Y_equation], t.eq(exp(4) * Y * R * s, 4 * exp(4)), [], [(exp(4), 0)])
    log_Y, log_V = p.log_exp(Y_positive, Y), p.log_exp(V_positive, V)
    larger = p.exp_monotone(p.have(t.ge(t.lift(Fraction(1, 2)))), t.lift(Fraction(1, 2)), t.ONE)
    product = p.have(t.eq(V * g * h, 2), V_equation, unit, N_unit, p.k.arith(
        [V_equation], t.eq(V * g * h, 4 * N * R * h), [], [(h, 0)]),
        p.k.arith([unit, N_unit], t.eq(4 * N * R * h, 2), [], [(2 * N * t.inv(N), 0), (t.lift(2), 1)]),
    )  # fmt: skip
    facts = [
        R_positive,
        g_positive,
        s_positive,
        unit,
        p.have(goals[4], scaled, e4, s_small),
        p.k.arith(
            [log_Y, unit],
            goals[5],
            [],
            [(exp(6), 0), (-exp(2) * (exp(4) * Y - 1), 1)],
        ),
        p.log_exp(p.positive(2), t.lift(2)),
        p.k.arith([N_unit], goals[7], [], [(L, 0)]),
        p.have(
            goals[8],
            p.k.arith([log_V, product], t.eq(exp(v) * g * h, 2 * e), [], [(e * g * h, 0), (e, 1)]),
            larger,
        ),
        p.have(t.gt(delta), R_positive, N_inverse, p.exp_positive(-6 - N * N * ell - (2 * N - 1) * v),
               products=[(0, 1, 2)]),
        p.k.arith([N_unit], goals[10], [], [(-R, 0)]),
    ]  # fmt: skip
    return values, facts
