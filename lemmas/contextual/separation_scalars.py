"""The constants of the separation bound, and the algebra that needs no sums."""

from __future__ import annotations

from dataclasses import dataclass

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import fresh
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node, exp
from varproof.proof.proof import Proof


@dataclass(frozen=True)
class Scalars:
    """The constants of the bound and what is known of them."""

    d: Node
    q: Node
    P: Node
    i: Node
    kappa: Node
    beta: Node
    one: Theorem  # d >= 1
    quarter: Theorem  # 1 - 4 q >= 0
    q_positive: Theorem
    P_unit: Theorem  # (1 - q) P = 1
    P_positive: Theorem
    i_unit: Theorem  # (1 + q) i = 1
    i_positive: Theorem
    kappa_small: Theorem  # kappa <= 4/9
    kappa_positive: Theorem
    beta_positive: Theorem
    beta_one: Theorem  # beta <= 1


def scalars(p: Proof, d: Node, one: Theorem, quarter: Theorem) -> Scalars:
    """beta = (1 - 4 q + q^3) P^2/(1 + q) lies in (0, 1], and kappa <= 4/9."""
    q = exp(-d)
    P, i = t.inv(1 - q), t.inv(1 + q)
    kappa, beta = q * P * P, i - q * (2 - q) * P * P
    p.let(**{"δ": d, "q": q, "P": P, "κ": kappa, "β": beta, "I": i})
    p.say("Write q = exp(−δ), P = 1/(1 − q), κ = q P² and β = 1/(1 + q) − q (2 − q) P².")
    with p.silent():
        q_positive = p.have("q > 0")
        gap = p.have("1 - q > 0", quarter)
        P_unit, P_positive = p.have("(1 - q) P = 1", gap), p.have("P > 0", gap)
        i_unit, i_positive = p.have("(1 + q) I = 1", q_positive), p.have("I > 0", q_positive)
        P_small = p.have("P <= 4/3", P_unit, P_positive, quarter)
        P_square = p.have("P^2 <= 16/9", P_small, P_positive)
        kappa_small = p.have("κ <= 4/9", P_square, quarter, q_positive)
        kappa_positive = p.have("κ > 0", q_positive, P_positive)
        factor = p.have("1 - 4 q + q^3 > 0", quarter, q_positive)
        product = p.have("β = I P^2 (1 - 4 q + q^3)", P_unit, i_unit)
        beta_positive = p.have("β > 0", product, p.have("I P^2 (1 - 4 q + q^3) > 0", factor, i_positive, P_positive))
        i_one = p.have("I <= 1", i_unit, i_positive, q_positive)
        beta_one = p.have("β <= 1", i_one, p.have("q (2 - q) P^2 > 0", kappa_positive, quarter))
    return Scalars(
        d,
        q,
        P,
        i,
        kappa,
        beta,
        one,
        quarter,
        q_positive,
        P_unit,
        P_positive,
        i_unit,
        i_positive,
        kappa_small,
        kappa_positive,
        beta_positive,
        beta_one,
    )


def decreasing(p: Proof, u: Node, one: Theorem, s: Node, T: Node, le: Theorem) -> Theorem:
    """u exp(-s) >= (u + T - s) exp(-T) for u >= 1 and s <= T."""
    p.let(u0=u, s0=s, T0=T)
    with p.silent():
        grow = p.have("u0 exp(T0 - s0) >= u0 (1 + T0 - s0) >= u0 + T0 - s0", one, le)
        return p.have("u0 exp(-s0) >= (u0 + T0 - s0) exp(-T0)", grow, "exp(-T0) > 0")


def mediants(p: Proof, c: Scalars) -> Theorem:
    """For all reals with the hypotheses below: (X - Y) A0 >= E y beta."""
    d, q, P = c.d, c.q, c.P
    names = [fresh(x) for x in ("A", "E", "R", "U", "X", "S", "V", "Y", "y")]
    A0, E, RA, UA, X, RB, UB, Y, y = (t.var(x) for x in names)
    hyps = [
        t.gt(A0),
        t.gt(E),
        t.ge(RA),
        t.ge(q * A0 - E),
        t.ge(UA - y * RA),
        t.eq(X * (A0 + E + RA), y * E + UA),
        t.ge(RB),
        t.ge(UB),
        t.ge(E * (y * q * P + d * q * P * P) - UB),
        t.eq(Y * (A0 + RB), UB),
        t.ge(y - d),
    ]
    a0, e, ra, small, ua, x_eq, rb, ub0, ub, y_eq, y_d = (p.k.assume(h) for h in hyps)
    y_pos = p.have(t.gt(y), y_d, c.one)
    goal = t.ge(X * (1 + q) * A0 - y * E)

    def light(le: Theorem) -> Theorem:
        base = p.have(t.ge(X * (A0 + E) - y * E), x_eq, ua, le, ra, products=[(2, 3)])
        AE = p.have(t.gt(A0 + E), a0, e)
        yE = p.have(t.gt(y * E), y_pos, e, products=[(0, 1)])
        X_pos = p.by_contradiction(t.gt(X), lambda no: p.have(t.FALSE, base, yE, p.k.order(no), AE, products=[(2, 3)]))
        return p.have(goal, base, X_pos, small, products=[(1, 2)])

    def heavy(gt: Theorem) -> Theorem:
        yA = p.have(t.ge(y * A0 * q - y * E), y_pos, small, products=[(0, 1)])
        qA = p.have(t.gt((1 + q) * A0), a0, c.q_positive, products=[(0, 1), (0,)])
        return p.have(goal, gt, qA, yA, p.have(t.gt(y * A0), y_pos, a0, products=[(0, 1)]), products=[(0, 1)])

    x_big = p.compare(X, y, light, heavy)
    x_big = p.have(t.ge(X * A0 - c.i * y * E), x_big, c.i_positive, c.i_unit, products=[(0, 1)])
    AR = p.have(t.gt(A0 + RB), a0, rb)
    Y_nonneg = p.by_contradiction(t.ge(Y), lambda no: p.have(t.FALSE, p.k.order(no), AR, y_eq, ub0, products=[(0, 1)]))
    y_small = p.have(t.ge(UB - Y * A0), y_eq, Y_nonneg, rb, products=[(1, 2)])
    EqP = p.have(t.gt(E * q * P * P), e, c.q_positive, c.P_positive, products=[(0, 1, 2, 2)])
    ub = p.have(t.ge(E * y * (q * P + q * P * P) - UB), ub, EqP, y_d, products=[(1, 2)])
    out = p.have(t.ge((X - Y) * A0 - E * y * c.beta), x_big, y_small, ub, c.P_unit)
    for h in reversed(hyps):
        out = p.k.discharge(out, h)
    for name in reversed(names):
        out = p.k.generalise(out, "real", name)
    return out
