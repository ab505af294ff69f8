"""What a failed proof says: the goal, the facts in play, and what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from varproof.proof.automation.facts import RELATIONS, Facts
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.terms import Node
from varproof.proof.kernel.text import text

if TYPE_CHECKING:
    from varproof.proof.automation.prover import Prover

SHOWN = 8  # facts, and lines of what is left
LINE = 160  # characters of a formula


class Spent(Exception):
    """The budget of a proof is spent."""


def failure(p: Prover, goal: Node, facts: Facts, spent: bool) -> str:
    """The message of a proof that was not found."""

    def said(f: Node) -> str:
        line = text(f, p.script.names)
        return line if len(line) <= LINE else line[: LINE - 4] + " ..."

    lines = [f"cannot prove {said(goal)}"]
    known = [th for f, th in facts.all.items() if f.op in RELATIONS or f.op in ("in", "all")]
    relations = [th for th in known if th.concl.op in RELATIONS]
    general = [th for th in known if th.concl.op not in RELATIONS]
    near = [*p.near(goal, relations), *general] if goal.op in RELATIONS else known
    lines.append("facts in play: " + ("none" if not near else ""))
    lines += [f"  {said(th.concl)}" for th in near[:SHOWN]]
    if len(near) > SHOWN:
        lines.append(f"  and {len(near) - SHOWN} more")
    left = [f for f in dict.fromkeys(p.residue) if f is not goal][-SHOWN:]
    if left:
        lines.append("left to prove:")
        lines += [f"  {said(f)}" for f in left]
    missing = unknown(p, goal, facts) if not spent and goal.op in RELATIONS else []
    if missing:
        lines.append("of unknown sign: " + ", ".join(said(x) for x in missing[:SHOWN]))
    if spent:
        lines.append("the budget is spent: name the facts, or take a step between")
    return "\n".join(line.rstrip() for line in lines)


def unknown(p: Prover, goal: Node, facts: Facts) -> list[Node]:
    """The terms of the goal without a known sign, as far as what is left of the budget goes."""
    from varproof.proof.automation.signs import sign

    out = []
    for m, _ in t.terms(goal.args[0]):  # type: ignore[arg-type]
        x = t.monomial(m)
        try:
            known = t.constant(x) is not None or sign(p, x, facts) is not None or sign(p, -x, facts) is not None
        except Spent:
            break
        if not known:
            out.append(x)
    return out
