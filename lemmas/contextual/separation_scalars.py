"""The constants of the separation bound."""

from __future__ import annotations

from dataclasses import dataclass

from varproof.proof.kernel import terms as t
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
