"""Powers x^a = exp(a log x) of positive reals in proofs."""

from __future__ import annotations

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof


def exponents(p: Proof, le: Theorem, x: Node, y: Node) -> Theorem:
    """x <= y from exp x <= exp y."""

    def absurd(no: Theorem) -> Theorem:
        return p.have(t.FALSE, le, p.exp_monotone(p.k.order(no), y, x))

    return p.by_contradiction(t.ge(y - x), absurd)


def logs(p: Proof, le: Theorem, x: Node, x_positive: Theorem, y: Node, y_positive: Theorem) -> Theorem:
    """log x <= log y from 0 < x <= y."""
    gap = p.have(t.ge(t.exp(t.log(y)) - t.exp(t.log(x))), le, p.log_exp(x_positive, x), p.log_exp(y_positive, y))
    return exponents(p, gap, t.log(x), t.log(y))


def log_product(p: Proof, x: Node, x_positive: Theorem, y: Node, y_positive: Theorem) -> Theorem:
    """log(x y) = log x + log y for x, y > 0."""
    both = p.have(t.gt(x * y), x_positive, y_positive, products=[(0, 1)])
    equal = p.have(
        t.eq(t.exp(t.log(x * y)), t.exp(t.log(x) + t.log(y))),
        p.log_exp(both, x * y),
        p.log_exp(x_positive, x),
        p.log_exp(y_positive, y),
    )
    return p.exp_injective(equal, t.log(x * y), t.log(x) + t.log(y))
