"""Steps one after the other: an index set ordered by distinct reals t, and what adds up along it.

Statements: `first`, `last` and `after` as formulas. Proofs: with an `Order` of the steps, `Rate` weighs step k by
K^-place(k).
"""

from __future__ import annotations

from fractions import Fraction

from varproof.lang import And, ForAll, Implies, Index, Ne, Or
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.order import Function, Order


def distinct(times, n):
    """No two steps at the same time."""
    i, k = Index("i", n), Index("k", n)
    return ForAll(i, k, Implies(Ne(i, k), Ne(times[i], times[k])))


def first(times, k, n):
    """Step k comes first."""
    l = Index("l", n)
    return ForAll(l, times[k] <= times[l])


def last(times, k, n):
    """Step k comes last."""
    l = Index("l", n)
    return ForAll(l, times[l] <= times[k])


def after(times, i, k, n):
    """Step k comes right after step i."""
    l = Index("l", n)
    return And(times[i] < times[k], ForAll(l, Or(times[l] <= times[i], times[k] <= times[l])))


class Rate:
    """The weights K^-place(k), as exp(-place(k) log K), for K > 0."""

    def __init__(self, order: Order, K: Node, positive: Theorem) -> None:
        self.p, self.order, self.K = order.p, order, K
        self.log = t.log(K)
        self.unit = self.p.have(t.eq(K * t.exp(-self.log), 1), self.p.log_exp(positive, K))

    def __call__(self, k: Node) -> Node:
        return t.exp(-self.log * self.order.place(k))

    def positive(self, k: Node) -> Theorem:
        return self.p.exp_positive(-self.log * self.order.place(k))

    def at(self, place: Theorem, k: Node, value: Node) -> Theorem:
        """K^-place(k) = K^-value from place(k) = value."""
        return self.p.congruence(place, self.order.place(k), value, lambda q: t.exp(-self.log * q))

    def start(self, k: Node, is_first: Theorem) -> Theorem:
        """The weight of the first step is 1."""
        return self.at(self.order.first_place(k, is_first), k, t.ZERO)

    def step(
        self, i: Node, i_in: Theorem, k: Node, less: Theorem, between: Theorem, D: Function, a: Node, rate: Theorem
    ) -> Theorem:
        """D(k) K^-place(k) <= D(i) K^-place(i) + a K^-place(k), from `rate`: D(k) <= K D(i) + a."""
        place = self.order.next_place(i, i_in, k, less, between)
        moved = self.at(place, k, self.order.place(i) + 1)
        goal = t.ge(D(i) * self(i) + a * self(k) - D(k) * self(k))
        return self.p.k.arith(
            [rate, self.positive(k), moved, self.unit],
            goal,
            [(Fraction(1), t.ONE, (0, 1))],
            [(-self.K * D(i), 2), (-D(i) * self(i), 3)],
        )
