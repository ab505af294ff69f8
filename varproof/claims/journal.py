"""A long search, written down as it goes: after an interruption it goes on from there, to the same end.

What is written is the work queue of the branch and bound with everything its further course depends on. It proves
nothing by itself: the independent checker replays the finished proof whatever it was put together from.
"""

from __future__ import annotations

import hashlib
from fractions import Fraction
from typing import Any, Protocol

from varproof.lang.expressions import Graph
from varproof.store import cache

EVERY = 20_000  # boxes from one entry to the next


class Counters(Protocol):
    """What a planner counts."""

    left: int
    spent: int
    attempts: int


class Journal:
    """The entries of one search, of which the last is kept; `what` says which search it is."""

    def __init__(self, what: object, counters: Counters) -> None:
        text = f"{what!r} {cache.code_digest()}"
        self.name = hashlib.sha256(f"search {text}".encode()).hexdigest()
        self.counters, self.at = counters, 0

    def load(self, graph: Graph) -> dict[str, Any] | None:
        """The last entry; the graph and the counters are put into the state of that time."""
        data = cache.load(self.name)
        if not isinstance(data, dict):
            return None
        for head, *parts in data["graph"][len(graph.ops) :]:
            graph.restore(head, *(Fraction(p) if head == "const" else p for p in parts))
        graph.variables = data["variables"]
        c = self.counters
        c.left, c.spent, c.attempts = data["counters"]
        self.at = data["total"]
        return data

    def due(self, total: int) -> bool:
        """Whether enough boxes were looked at since the last entry."""
        return total - self.at >= EVERY

    def save(self, graph: Graph, total: int, data: dict[str, Any]) -> None:
        """Replace the last entry, whole or not at all."""
        ops = [[head, *(str(p) if head == "const" else p for p in parts)] for head, *parts in graph.ops]
        c = self.counters
        counters = [c.left, c.spent, c.attempts]
        self.at = total
        cache.store(
            self.name,
            {**data, "total": total, "graph": ops, "variables": graph.variables, "counters": counters},
        )

    def end(self) -> None:
        """Nothing is to be continued."""
        cache.forget(self.name)
