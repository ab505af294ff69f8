"""The tree that proves one goal, read in preorder: each node states how its children, or nothing, make it true.

A state is (goal, hypotheses, box): kind(t), with kind ge, gt or ne, at every point of the box where the hypotheses
are defined and true and t is defined. (That t is defined there is a goal of its own.) The soundness of each node is
argued where it is read. Terms in nodes are written in the claim language without blanks.
"""

from __future__ import annotations

from decimal import DecimalException

from varproof.recheck.box.claims import Term
from varproof.recheck.box.enclose import Open
from varproof.recheck.box.leaves import LEAVES
from varproof.recheck.box.nodes import NODES
from varproof.recheck.box.state import Box, Fact, Goal, State
from varproof.recheck.reading import Rejected, need


def replay(kind: str, t: Term, given: list[Fact], box: Box, tokens: list[str]) -> None:
    """The tree proves the goal; Rejected."""
    stack, at = [State(Goal(kind, t), tuple(given), box)], 0
    while stack:
        need(at < len(tokens), "the tree ends too early")
        state, token, at = stack.pop(), tokens[at], at + 1
        try:
            if token in LEAVES or token[:2] in LEAVES:
                need(LEAVES[token if token in LEAVES else token[:2]](state, token[2:]), "it does not prove its box")
            else:
                need(token[:1] in NODES, "unknown")
                stack += reversed(NODES[token[:1]](state, token[1:]))
        except (Open, DecimalException, Rejected) as error:
            raise Rejected(f"node {token[:30]!r}: {error}") from None
    need(at == len(tokens), "something follows the tree")
