"""Steps on vectors and matrices that several proofs share."""

from __future__ import annotations

from collections.abc import Callable

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof

Function = Callable[..., Node]


def at_most_root(p: Proof, square: Theorem, x: Node, y: Node, nonneg: Theorem) -> Theorem:
    """x <= y from x^2 <= y^2 and y >= 0."""
    return p.by_contradiction(
        t.ge(y - x), lambda no: p.have(t.FALSE, p.k.order(no), square, nonneg, products=[(0, 0), (0, 2)])
    )


def triangle(p: Proof, d: Node, u: Function, v: Function) -> Theorem:
    """|u + v| <= |u| + |v|."""
    return p.cite("thy:triangle-inequality", n=d, x=u, y=v)


def absolute(p: Proof, x: Node, nonneg: Theorem) -> Theorem:
    """|x| = x from x >= 0."""
    size, square, _ = p.root(x)
    below = at_most_root(p, p.have(t.ge(x * x - size * size), square), size, x, nonneg)
    return p.k.antisym(p.have(t.ge(size - x), p.abs_at_least(x)), p.have(t.ge(x - size), below))
