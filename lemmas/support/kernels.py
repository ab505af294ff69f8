"""Proofs about piecewise polynomial kernels: each relation is a sum of products of the bounds, with chosen squares."""

from __future__ import annotations

from collections.abc import Sequence

from varproof.decide.kernel import terms as t
from varproof.decide.kernel.rules import Theorem
from varproof.decide.kernel.terms import Node
from varproof.decide.proof import Proof


def prove_claims(p: Proof, squares: Sequence[Node], facts: Sequence[Theorem] = ()) -> None:
    """Prove every claim, a relation or a conjunction of two, from the hypotheses and the squares."""
    p.settle_definedness()
    bounds = [p.left(p.given("unit")), p.right(p.given("unit")), *facts]
    for goal in p.problem.goals:
        with p.silent():
            theorem = conjuncts(p, goal.formula, bounds, squares)
        p.prove(p.show(theorem))


def conjuncts(p: Proof, goal: Node, bounds: Sequence[Theorem], squares: Sequence[Node]) -> Theorem:
    """A relation, or f and g."""
    if goal.op == "imp" and goal.args[1] is t.FALSE and goal.args[0].op == "imp":
        f, not_g = goal.args[0].args
        return p.both(conjuncts(p, f, bounds, squares), conjuncts(p, not_g.args[0], bounds, squares))
    return p.have(goal, *bounds, squares=squares)
