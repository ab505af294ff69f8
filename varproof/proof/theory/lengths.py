"""Steps on Euclidean lengths that several proofs of the theory share."""

from __future__ import annotations

from collections.abc import Callable

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import sum_over
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof


def length(s: Node, x: Callable[[Node], Node]) -> Node:
    """|x|^2."""
    return sum_over(s, lambda i: x(i) * x(i))


def at_most(p: Proof, squares: Theorem, x: Node, y: Node, sign: Theorem) -> Theorem:
    """x <= y from x^2 <= y^2 and y >= 0: else x > y >= 0."""
    return p.by_contradiction(
        t.ge(y - x), lambda no: p.have(t.FALSE, p.k.order(no), squares, sign, products=[(0, 0), (0, 2)])
    )
