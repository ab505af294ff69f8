"""What an interrupted construction had found out: which grids are too coarse, one that is fine enough, a temperature.

These are proposals, kept in the user's cache folder under the question that they answer: the next run begins with them
and computes anew all that is said of them. Of a function the question is its Lipschitz constant: grid and temperature
depend on nothing else, and its values are asked anew, as it has no name.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from varproof.construct.target import Formula
from varproof.construct.task import Task
from varproof.store import cache


def load(task: Task) -> dict[str, Any]:
    """What is kept for this question; empty when that is nothing, or damaged."""
    found = cache.load(_name(task))
    return found if isinstance(found, dict) else {}


def store(task: Task, **found: Any) -> None:
    """Keep more of it."""
    cache.store(_name(task), {**load(task), **found})


def levels(task: Task) -> tuple[int, int]:
    """A number of levels that is too coarse, or 0, and the next one to try; within the budget."""
    found = load(task)
    coarse, fine = (found.get(name) for name in ("coarse", "fine"))
    if type(coarse) is not int or type(fine) is not int or not 0 <= coarse < fine:
        return 0, 1
    return (coarse, fine) if task.n * (fine + 1) ** task.inputs <= task.budget else (0, 1)


def temperature(task: Task) -> Fraction | None:
    """The temperature that was chosen."""
    try:
        return Fraction(load(task)["beta"])
    except (KeyError, TypeError, ValueError, ArithmeticError):  # nothing, or no number
        return None


def _name(task: Task) -> str:
    target = task.target
    aim = [target.variables, target.texts] if isinstance(target, Formula) else str(task.lipschitz)
    asked = [aim, task.n, task.d, str(task.eps), str(task.alpha), task.word, task.attention, task.budget]
    return cache.key("construct", cache.canonical(asked), "")
