"""The constants of `temperatures` in terms of the data, and the two vectors that it compares."""

from __future__ import annotations

from fractions import Fraction

from varproof_lemmas.contextual.ladder import Values
from varproof_lemmas.contextual.temperatures import scale_conditions

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, lam
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


def few(
    p: Proof, theorem: Theorem, n: Node, a: Values, b: Values, B: Node, xi: Values,
    apart: Theorem, close: Theorem, ranges: tuple[Theorem, Theorem], own: tuple[Theorem, Theorem], cross: Theorem,
    different: Theorem,
) -> Theorem:  # fmt: skip
    """|B| + 1 < 2^(n^2) from `theorem`, for these constants, and vectors that differ as sets.

    own: different entries of a (of b) are g apart; cross: so are different entries of a and b; all by their squares.
    close: for k in B `close_at` holds at xi_k.
    """

    def swapped(k: Node, k_in: Theorem) -> Theorem:
        """`close_at` for b and a."""
        low, rest = p.left(p.use(close, k, k_in)), p.right(p.use(close, k, k_in))
        gaps = p.right(rest)
        return p.both(low, p.both(p.left(rest), p.both(p.right(gaps), p.left(gaps))))

    def of_a(z: Node, z_in: Theorem, alone: Theorem) -> Theorem:
        mine = p.forall(n, lambda k, k_in: p.implies(t.neg(t.eq(k, z)), lambda no: p.use(own[0], k, k_in, z, z_in, no)))
        others = p.forall(n, lambda j, j_in: p.use(cross, z, z_in, j, j_in, p.use(alone, j, j_in)))
        return p.use(theorem, lam(a), lam(b), B, lam(xi), z, *ranges, z_in, p.both(mine, others), apart, close)

    def of_b(z: Node, z_in: Theorem, alone: Theorem) -> Theorem:
        mine = p.forall(n, lambda k, k_in: p.implies(t.neg(t.eq(k, z)), lambda no: p.use(own[1], k, k_in, z, z_in, no)))
        others = p.forall(n, lambda i, i_in: p.use(cross, i, i_in, z, z_in, p.use(alone, i, i_in)))
        back = p.forall(B, swapped)
        return p.use(
            theorem, lam(b), lam(a), B, lam(xi), z, ranges[1], ranges[0], z_in, p.both(mine, others), apart, back
        )

    return p.either(different, lambda h: p.obtain(h, of_a), lambda h: p.obtain(h, of_b))
