"""Hypotheses at exact data: each is true as it is evaluated there, or is proved to hold there."""

from __future__ import annotations

from typing import Any

from varproof.recheck.kernel.at_data import AtData
from varproof.recheck.kernel.replay import Replay
from varproof.recheck.kernel.statement import Statement
from varproof.recheck.kernel.terms import Terms
from varproof.recheck.kernel.translate import Goal
from varproof.recheck.numbers.witness import Evaluate, Outcomes
from varproof.recheck.reading import natural, need


def established(replay: Replay, numbers: Any, goals: list[Goal]) -> None:
    """Each goal is the conclusion of the step listed for it, from allowed hypotheses only."""
    wanted = f"the certificate must list {len(goals)} goals ({', '.join(g.label for g in goals)})"
    need(isinstance(numbers, list) and len(numbers) == len(goals), wanted)
    for position, (number, goal) in enumerate(zip(numbers, goals, strict=True)):
        name = f"goal {position} ({goal.label})"
        need(natural(number, len(replay.thms)), f"{name}: no such step")
        thm = replay.thms[number]
        need(thm.concl is goal.formula, f"{name}: step {number} proves something else")
        need(thm.hyps <= set(goal.allowed), f"{name}: step {number} uses a hypothesis that is not granted")


def granted(part: Any, st: Statement, sizes: Any, data: Any) -> list[str]:
    """The labels of the assumptions that are proved to hold at data, which have been read before."""
    need(isinstance(part, dict) and part.keys() == {"labels", "nodes", "steps", "goals"}, "malformed proofs")
    known = dict(st.assume)
    labels: list[str] = part["labels"]
    need(isinstance(labels, list) and all([isinstance(x, str) and x in known for x in labels]), "malformed labels")
    k = Terms()
    wanted = AtData(k, st, sizes, data, labels).goals
    established(Replay(k, part["nodes"], part["steps"]), part["goals"], wanted)
    return labels


def satisfied(ev: Evaluate, st: Statement, part: dict[str, Any]) -> None:
    """Every assumption is true at data: as it is evaluated there, or as it is proved."""
    proved = granted(part["proofs"], st, part["sizes"], part["data"]) if "proofs" in part else []
    for label, f in st.assume:
        if label not in proved:
            found = ev.formula(f, ev.env)
            need(found == {"T"}, f"assumption {label}: {words(found)} at the witness")
            need(not ev.num.local, f"assumption {label}: undecided at the witness: conditions of a derivative")


def words(found: Outcomes) -> str:
    return "undecided" if len(found) > 1 else {"T": "true", "F": "false", "U": "undefined"}[min(found)]


def fits(part: Any, st: Statement) -> None:
    """The instance of a kernel certificate: data at which every assumption of the statement holds."""
    need(isinstance(part, dict) and part.keys() == {"sizes", "data", "proofs"}, "malformed instance")
    satisfied(Evaluate(st, part["sizes"], part["data"]), st, part)
