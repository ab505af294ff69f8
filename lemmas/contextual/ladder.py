"""Values v_i, i in S, are *separated* by d when i != j and v_i <= v_j give v_i <= v_j - d."""

from __future__ import annotations

from collections.abc import Callable

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import forall
from varproof.proof.kernel.terms import Node

Values = Callable[[Node], Node]
Formula = Callable[[Node], Node]


def separated(s: Node, v: Values, d: Node) -> Node:
    """i != j and v_i <= v_j give v_i <= v_j - d, for i, j in s."""
    return forall(s, lambda i: forall(s, lambda j: t.imp(t.neg(t.eq(i, j)), t.imp(v(i) <= v(j), v(i) <= v(j) - d))))
