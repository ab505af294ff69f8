"""The error of one second-order update, which the step of HOFAR and its universality share."""

from __future__ import annotations

from varproof_lemmas.appendix.vectors import Function, triangle

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof


def update_error(
    p: Proof, n: Node, w1: Function, w2: Function, D: Node, eps: Node, low: Theorem, first: Theorem, second: Theorem
) -> Theorem:
    """|w1 D + w2 D^2/2| <= eps (D + D^2/2) from |w1| <= eps, |w2| <= eps and D >= 0."""
    half = D * D / 2

    def scaled(w: Function, factor: Node, nonneg: Theorem, near: Theorem) -> Theorem:
        """|w factor| <= factor eps."""
        size, square, size_nonneg = p.norm(n, w)
        long, long_square, long_nonneg = p.norm(n, lambda i: w(i) * factor)
        same = p.k.arith(
            [long_square, square],
            t.eq(long * long, factor * size * factor * size),
            [],
            [(t.ONE, 0), (-factor * factor, 1)],
        )
        reach = p.have(t.ge(factor * size), nonneg, size_nonneg, products=[(0, 1)])
        below = p.by_contradiction(
            t.ge(factor * size - long),
            lambda no: p.have(t.FALSE, p.k.order(no), same, reach, long_nonneg, products=[(0, 0), (0, 1), (0, 2)]),
        )
        more = p.have(t.ge(factor * eps - factor * size), nonneg, near, products=[(0, 1)])
        return p.have(t.ge(factor * eps - long), below, more)

    parts = scaled(w1, D, low, first), scaled(w2, half, p.have(t.ge(half), squares=[D]), second)
    sides = triangle(p, n, lambda i: w1(i) * D, lambda i: w2(i) * half)
    moved = p.norm(n, lambda i: w1(i) * D + w2(i) * half)[0]
    return p.have(t.ge(eps * (D + half) - moved), *parts, sides)
