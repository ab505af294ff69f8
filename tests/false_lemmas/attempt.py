"""A proof script for whatever is claimed: all that follows the shape of a goal, from every hypothesis."""

from varproof.decide.implied import settle
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof
from varproof.proof.script import ProofError


def attempt(p: Proof) -> None:
    """Each goal by signs, by a hypothesis of its shape, or by arithmetic from the hypotheses that are relations."""
    settle(p, [], [p.k.assume(h) for h in p.problem.hypotheses.values()])
    given = [p.k.assume(h) for h in p.problem.hypotheses.values() if h.op in ("ge", "gt", "eq")]
    for goal in p.problem.goals:
        if goal.formula.op in ("ge", "gt", "eq"):
            try:
                p.prove(_found(p, goal.formula, given))
            except ProofError:
                continue


def _found(p: Proof, goal: Node, given: list) -> object:
    term = goal.args[0]
    shaped = {"ge": p.nonnegative_term, "gt": p.positive_term}.get(goal.op, lambda _: None)(term)
    return shaped if shaped is not None else p.have(goal, *given)
