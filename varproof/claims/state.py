"""What is to be proved at one place of a proof: a goal over a box under hypotheses, all nodes of one graph."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

import numpy as np

from varproof.arith import intervals
from varproof.arith.batches import Batch
from varproof.arith.intervals import Interval
from varproof.claims.enclosures import enclosures, floats, program, straight_line
from varproof.claims.forms import Forms, text
from varproof.lang.expressions import Goal, Graph

_FAR = 1e-3  # of the largest of some values of a goal


class State(NamedTuple):
    """kind(node) wherever the hypotheses hold on the box; sides by number of the variable; always: what is true all
    over the box."""

    graph: Graph
    forms: Forms
    names: list[str]
    goal: Goal
    given: list[Goal]
    sides: list[tuple[Fraction, Fraction]]
    always: tuple[Goal, ...] = ()

    @property
    def kind(self) -> str:
        return self.goal[0]

    @property
    def node(self) -> int:
        return self.goal[1]

    def text(self, node: int) -> str:
        return text(self.graph, node, self.names)

    def variables(self, *nodes: int) -> set[int]:
        """The numbers of the variables in nodes."""
        return {self.graph.ops[n][1] for n in self.graph.order(*nodes) if self.graph.ops[n][0] == "var"}

    def heads(self, *nodes: int) -> set[str]:
        return {self.graph.ops[n][0] for n in self.graph.order(*nodes)}

    def enclosure(self, node: int) -> tuple[float, float]:
        """Bounds over the box; infinite where the node may be undefined."""
        low, high, bad = self.bounds(node)
        return (-np.inf, np.inf) if bad else (low, high)

    def bounds(self, node: int) -> Interval:
        """Bounds over the part of the box where the node is defined, and whether that may not be all."""
        (found,) = enclosures(
            self.graph, [node], [(intervals.below(a), intervals.above(b), False) for a, b in self.sides]
        )
        return found

    def seems_strict(self) -> bool:
        """Whether the node is far from 0 at a few points; no evidence."""
        rng, count = np.random.default_rng(1), len(self.sides)
        line = straight_line(self.graph, [self.node])
        values = []
        for row in ([0.0] * count, [0.5] * count, *rng.random((14, count)).tolist()):
            place = [float(a) + (float(b) - float(a)) * t for (a, b), t in zip(self.sides, row, strict=True)]
            values += floats(line, place)
        return all(v > _FAR * max(values) for v in values)

    def sample(self, nodes: list[int], count: int = 400) -> dict[int, np.ndarray]:
        """Values of nodes at some points of the box where the hypotheses seem to hold; no evidence."""
        if not self.sides:
            return {n: np.array([]) for n in nodes}
        rng = np.random.default_rng(0)
        sides = []
        for a, b in self.sides:
            low, high = float(a), float(b)
            x = low + (high - low) * rng.random(count)
            x[: count // 4] = np.round(x[: count // 4])
            x = np.clip(x, low, high)
            sides.append(Batch(x, x, np.zeros(count, bool)))
        asked = [*nodes, *(h for _, h in self.given)]
        values = dict(zip(asked, program(self.graph, asked).run(sides), strict=True))
        keep = np.ones(count, bool)
        for kind, h in self.given:
            top = values[h].hi
            keep &= ~values[h].bad & {"ge": top >= 0, "gt": top > 0, "ne": top != 0}[kind]
        with np.errstate(all="ignore"):
            return {n: ((values[n].lo + values[n].hi) / 2)[keep] for n in nodes}
