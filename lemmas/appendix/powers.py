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
