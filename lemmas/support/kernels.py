"""Proofs about piecewise polynomial kernels: each relation is a sum of products of the bounds, with chosen squares."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof


def prove_claims(p: Proof, squares: Sequence[Node], facts: Sequence[Theorem] = (), apart: Sequence[str] = ()) -> None:
    """Prove every claim but those apart, a relation or a conjunction, from the hypotheses and the squares."""
    p.settle_definedness()
    bounds = [p.left(p.given("unit")), p.right(p.given("unit")), *facts]
    for goal in p.problem.goals:
        if goal.label in apart:
            continue
        with p.silent():
            theorem = conjuncts(p, goal.formula, bounds, squares)
        p.prove(p.show(theorem))


def conjuncts(p: Proof, goal: Node, bounds: Sequence[Theorem], squares: Sequence[Node]) -> Theorem:
    """A relation, or f and g."""
    if goal.op == "imp" and goal.args[1] is t.FALSE and goal.args[0].op == "imp":
        f, not_g = goal.args[0].args
        return p.both(conjuncts(p, f, bounds, squares), conjuncts(p, not_g.args[0], bounds, squares))
    return p.have(goal, *bounds, squares=squares)


def everywhere(p: Proof, goal: Node, x: Node, value: Callable[[Node, Node], Node], upper: Fraction) -> Theorem:
    """goal: 0 <= W(x) <= upper, for W = value(max(2 - r, 0), max(1 - r, 0)) with r = |x|, in three cases of r."""
    r, _, nonneg = p.root(x)
    far, near = 2 - r, 1 - r

    def size(s: Node) -> Node:
        return p.root(s)[0]

    def known(s: Node, sign: Theorem) -> tuple[Node, Theorem]:
        """(v, |s| = v) from a sign of s."""
        if sign.concl is t.ge(s):
            return s, p.abs_of_nonpositive(sign, -s)
        return -s, p.abs_of_nonpositive(p.have(t.ge(-s), sign), s)

    def at(a: Node, b: Node) -> Node:
        """W with a for |2 - r| and b for |1 - r|."""
        return value((far + a) / 2, (near + b) / 2)

    def case(far_sign: Theorem, near_sign: Theorem) -> Theorem:
        (a, a_is), (b, b_is) = known(far, far_sign), known(near, near_sign)
        bounds = [nonneg, far_sign, near_sign]
        low = p.have(t.ge(at(a, b)), *bounds, squares=[r, far, near])
        high = p.have(t.ge(upper - at(a, b)), *bounds, squares=[r, far, near])
        first = p.congruence(a_is, size(far), a, lambda z: at(z, size(near)))
        second = p.congruence(b_is, size(near), b, lambda z: at(a, z))
        return conjuncts(p, goal, [low, high, first, second], [])

    def outside(no: Theorem) -> Theorem:
        beyond = p.k.order(no)
        return p.cases(
            t.ge(far),
            lambda yes: case(yes, beyond),
            lambda no: case(p.k.order(no), p.have(t.ge(-near), p.k.order(no))),
        )

    with p.silent():
        return p.cases(t.ge(near), lambda yes: case(p.have(t.ge(far), yes), yes), outside)
