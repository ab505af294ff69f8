"""The levels delta, 2 delta, ..., 1 of a grid in proofs: v(g) = delta #{h : v(h) <= v(g)}, with delta |m| = 1."""

from __future__ import annotations

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.order import Order, one
from varproof.proof.proof import Proof


class Levels(Order):
    """The levels of a statement with the hypotheses `different`, `levels` and `unit`."""

    def __init__(self, p: Proof, m: Node) -> None:
        super().__init__(p, m, p["v"], p.given("different"))
        self.v, self.delta, self.unit, self.values = p["v"], p["delta"], p.given("unit"), p.given("levels")
        self.positive = p.by_contradiction(
            t.gt(self.delta),
            lambda no: p.have(t.FALSE, p.k.order(no), p.nonempty[m], self.unit, products=[(0, 1)]),
        )

    def rank(self, g: Node, g_in: Theorem) -> Theorem:
        """v(g) = delta (place(g) + 1)."""
        value = t.eq(self.v(g), self.delta * self.place(g) + self.delta)
        return self.p.have(value, self.p.use(self.values, g, g_in), self.drop(one, g, g_in))

    def low(self, g: Node, g_in: Theorem) -> Theorem:
        """v(g) >= delta."""
        place = self.p.sum_at_least(self.below(g), lambda *_: self.p.have(t.ge(t.ONE)))
        return self.p.have(t.ge(self.v(g) - self.delta), self.rank(g, g_in), place, self.positive, products=[(0, 1)])

    def high(self, g: Node, g_in: Theorem) -> Theorem:
        """v(g) <= 1."""
        value = self.p.use(self.values, g, g_in)
        return self.p.have(t.ge(1 - self.v(g)), value, self.most(g), self.positive, self.unit, products=[(0, 1)])

    def higher(self, a: Node, a_in: Theorem, b: Node, b_in: Theorem, less: Theorem) -> Theorem:
        """v(b) >= v(a) + delta from v(a) < v(b)."""
        step = self.p.have(t.ge(self.place(b) - self.place(a) - 1), self.jump(a, b, less), self.drop(one, a, a_in))
        goal = t.ge(self.v(b) - self.v(a) - self.delta)
        return self.p.have(goal, step, self.positive, self.rank(a, a_in), self.rank(b, b_in), products=[(0, 1)])
