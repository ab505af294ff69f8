"""What a certificate of kind box may cost: steps are counted, and equal parts of terms are walked once.

Equal terms have one number, given when their parts have theirs; no walk depends on how often a term contains another.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

from varproof.recheck.reading import Rejected, need

Term = tuple[Any, ...]
T = TypeVar("T")

STEPS = 200_000_000  # elementary steps in one certificate
DEPTH = 1500  # of terms in terms


class Work:
    """The steps spent on one certificate, its terms by number, and what was found for them."""

    def __init__(self) -> None:
        self.spent = 0
        self.seen: dict[int, tuple[Term, int]] = {}  # by id; the term is kept, so that the id stays its own
        self.numbers: dict[Any, int] = {}
        self.depths: list[int] = []
        self.found: dict[Any, Any] = {}

    def charge(self, steps: int = 1) -> None:
        self.spent += steps
        if self.spent > STEPS:
            raise Rejected("budget of elementary steps spent")


CURRENT: ContextVar[Work] = ContextVar("work")


def work() -> Work:
    """That of the certificate that is being checked; a new one outside of all."""
    made = CURRENT.get(None)
    if made is None:
        made = Work()
        CURRENT.set(made)
    return made


def charge(steps: int = 1) -> None:
    work().charge(steps)


def number(t: Term) -> int:
    """Equal terms have equal numbers; Rejected where a term is nested too deeply."""
    w = work()
    known = w.seen.get(id(t))
    if known is not None:
        return known[1]
    w.charge()
    key: list[Any] = [t[0]]
    depth = 0
    for part in t[1:]:
        if type(part) is tuple:
            k = number(part)
            depth = max(depth, w.depths[k])
            key.append(k)
        else:
            key.append((type(part), part))
    need(depth < DEPTH, "a term is nested too deeply")
    found = w.numbers.setdefault(tuple(key), len(w.depths))
    if found == len(w.depths):
        w.depths.append(depth + 1)
    w.seen[id(t)] = t, found
    return found


def same(s: Term, t: Term) -> bool:
    return s is t or number(s) == number(t)


def once(function: Callable[..., T]) -> Callable[..., T]:
    """Computed once for equal terms (and one further argument)."""

    @wraps(function)
    def remembered(t: Term, x: Any = None) -> T:
        w, key = work(), (function, number(t), x)
        if key not in w.found:
            w.charge()
            w.found[key] = function(t) if x is None else function(t, x)
        return w.found[key]  # type: ignore[no-any-return]

    return remembered
