"""A row of a matrix under layer normalisation, in proofs."""

from __future__ import annotations

from fractions import Fraction

from varproof_lemmas.appendix.vectors import Function
from varproof_lemmas.contextual.signs import length

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, sum_over
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof


class Row:
    """Row j of X: `u` its deviations from the mean, `root` = sqrt(variance + eta), for eta > 0."""

    def __init__(self, p: Proof, d: Node, X: Function, j: Node, eta: Node, positive: Theorem) -> None:
        self.p, self.d, self.X, self.j = p, d, X, j
        self.size_unit, self.size_inverse = p.inverse(p.nonempty[d], card(d))
        squares = p.sum_at_least(d, lambda c, _: p.have(t.ge(self.u(c) * self.u(c)), squares=[self.u(c)]))
        inside = length(d, self.u) * t.inv(card(d)) + eta
        share = p.have(t.ge(inside - eta), squares, self.size_inverse, products=[(0, 1)])
        self.inside_positive = p.have(t.gt(inside), share, positive)
        self.above = share
        self.inside_nonneg = p.have(t.ge(inside), self.inside_positive)
        self.root = t.fn("sqrt", inside)
        self.square, nonneg = (p.k.special(self.inside_nonneg, "sqrt", which, inside) for which in (0, 1))
        self.positive = p.by_contradiction(
            t.gt(self.root),
            lambda no: self._zero(p.k.antisym(nonneg, p.k.order(no))),
        )

    def u(self, c: Node) -> Node:
        return self.X(self.j, c) - sum_over(self.d, lambda k: self.X(self.j, k)) * t.inv(card(self.d))

    def _zero(self, zero: Theorem) -> Theorem:
        """The root is not 0: its square is positive."""
        return self.p.k.arith(
            [zero, self.square, self.inside_positive],
            t.FALSE,
            [(Fraction(1), t.ONE, (2,))],
            [(-self.root, 0), (t.ONE, 1)],
        )

    def defined(self) -> list[Theorem]:
        """The size of the row is not 0, the variance plus eta is not negative, its root is not 0."""
        p = self.p
        return [p.not_zero(p.nonempty[self.d], card(self.d)), self.inside_nonneg, p.not_zero(self.positive, self.root)]
