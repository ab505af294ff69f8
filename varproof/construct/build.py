"""The construction: a grid that is fine enough, identifiers, the memory, the ramps, and the bound."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np

from varproof.arith.decimals import decimal
from varproof.construct import error, kept, steps
from varproof.construct.errors import TooLarge
from varproof.construct.grid import Grid, quantiser
from varproof.construct.identifiers import Head, enclosed, head
from varproof.construct.layers import Layers
from varproof.construct.memory import Memory, memory
from varproof.construct.model import Facts, Model
from varproof.construct.target import BlackBox, Formula
from varproof.construct.task import Task, refuse, root_of

SHARE = Fraction(1, 64)  # of eps^alpha that ramps and roundings may use
SLACK = Fraction(1, 2**30)  # of the output at a cell, while the grid is chosen
BITS = (64, 128, 256, 512, 1024, 2048)


def built(task: Task) -> Model:
    """The model on the coarsest grid, of those tried, that is fine enough; TooLarge beyond the budget."""
    grid, cells = fine_enough(task)
    return _Construction(task, grid, cells).model()


def fine_enough(task: Task) -> tuple[Grid, error.Cells | None]:
    """A grid whose cells leave room for ramps and roundings; for a formula also its values there. TooLarge."""
    room = (1 - SHARE) ** 2 * task.eps
    last, levels = kept.levels(task)
    while True:
        grid = Grid(task.n, task.d, levels, task.word)
        if task.n * grid.cells > task.budget:
            raise TooLarge(_needed(task, levels))
        task.progress(f"a grid of {levels} levels")
        cells, total = judged(task, grid)
        if error.root_above(total, task.alpha) <= room:
            break
        last, levels = levels, max(levels + 1, levels * 5 // 4)
        kept.store(task, coarse=last, fine=levels)
    while levels - last > 1:
        kept.store(task, coarse=last, fine=levels)
        middle = (levels + last) // 2
        task.progress(f"a grid of {middle} levels")
        finer = Grid(task.n, task.d, middle, task.word)
        found, total = judged(task, finer)
        if error.root_above(total, task.alpha) <= room:
            levels, grid, cells = middle, finer, found
        else:
            last = middle
    kept.store(task, coarse=last, fine=levels)
    return grid, cells


def judged(task: Task, grid: Grid, slack: Fraction = SLACK) -> tuple[error.Cells | None, Fraction]:
    """The cells of a formula, and the integral of the error off the ramps when outputs are `slack` off."""
    if isinstance(task.target, Formula):
        cells = error.from_ranges(*task.target.ranges(grid.sides()), slack, task.alpha)
        return cells, error.interior(cells.powers, grid) * task.share
    return None, error.power_above(away(task, grid, slack), task.alpha) * spread(task) * task.share


def away(task: Task, grid: Grid, slack: Fraction) -> Fraction:
    """K rho + slack sqrt(entries), rho the largest distance from the middle of a cell (Frobenius norms)."""
    return task.lipschitz * root_of(grid.inputs) / (2 * grid.levels) + slack * root_of(task.entries)


def spread(task: Task) -> Fraction:
    """The largest ratio of the alpha-th powers of alpha-norm and Frobenius norm: entries^(1 - alpha/2), at least 1."""
    return Fraction(1) if task.alpha >= 2 else error.power_above(root_of(task.entries), 2 - task.alpha)


def _needed(task: Task, levels: int) -> str:
    inputs = task.d if task.word else task.n * task.d
    size = float(task.entries * task.share) ** (1 / float(task.alpha)) * math.sqrt(inputs)
    guess = max(levels, math.ceil(task.lipschitz * Fraction(size) / (2 * task.eps)))
    about = decimal(Fraction(guess), 6, up=True)
    return f"a grid of about {about} levels a coordinate is needed: {taken(task, task.n * guess**inputs)}"


def taken(task: Task, neurons: int) -> str:
    """What so many neurons take."""
    shown, size = (
        decimal(Fraction(x), 3, up=True) for x in (neurons, Fraction(neurons * (2 * task.d + 1) * 100, 2**30))
    )
    bits = (neurons - 1).bit_length()
    return (
        f"{shown} neurons, about {size} GiB of exact weights, at least {bits} bits; the budget is {task.budget} neurons"
    )


def separated(found: Head) -> tuple[list[int], int, int]:
    """Identifiers at the first of the precisions at which they are certainly different, their error, and the bits."""
    for bits in BITS:
        whole, off = enclosed(found, bits)
        line = sorted(whole)
        gap = min((b - a for a, b in pairwise(line)), default=1 << bits)
        if gap > 2**20 * off and gap > 0:
            return whole, off, bits
        if gap == 0 and off == 0:
            break
    raise TooLarge(f"attention {found.kind!r} does not tell the grid's sequences apart with {bits} bits")


@dataclass
class _Construction:
    """One run of the construction on a grid."""

    task: Task
    grid: Grid
    cells: error.Cells | None

    def __post_init__(self) -> None:
        self.task.progress(f"a temperature for {self.grid.n * self.grid.cells} identifiers")
        self.head = head(self.task.attention, self.grid, kept.temperature(self.task))
        kept.store(self.task, beta=str(self.head.beta))
        self.task.progress("identifiers")
        self.whole, self.off, self.bits = separated(self.head)
        self.unit = self.head.scale << self.bits
        self.order = sorted(range(len(self.whole)), key=self.whole.__getitem__)
        self.task.progress("values")
        self.wanted = self.prescribed()
        self.carried = self.skipped()
        self.memory = self.stored()

    def model(self) -> Model:
        task, grid = self.task, self.grid
        slack, everywhere = self.slack(), self.everywhere()
        theta = self.theta(everywhere)
        layers = Layers(
            grid.embedding(), quantiser(grid, theta, self.head.values), self.head.attention, self.memory.layer
        )
        _, inside = judged(task, grid, slack)
        ramps = error.ramps(grid, theta) * error.power_above(everywhere, task.alpha) * task.entries * task.share
        line = [self.whole[i] for i in self.order]
        gap = min((b - a for a, b in pairwise(line)), default=self.unit)
        separation = Fraction(gap - 2 * self.off, self.unit)
        task.progress("the steps of the proof")
        said = (
            steps.quantised(layers, grid, theta, self.head),
            steps.distinct(grid, self.head),
            steps.separated(layers, self.head, separation),
            steps.reproduced(layers, self.memory, line, self.unit, slack),
        )
        facts = Facts(self.sup(slack), everywhere, separation, self.head.beta, said)
        bound = error.root_above(inside + ramps, task.alpha)
        return Model(
            task.target, task.lipschitz, task.alpha, grid, layers, theta, self.bits, bound, assumed=task.assumed,
            facts=facts,
        )  # fmt: skip

    def prescribed(self) -> list[list[Fraction]]:
        """The value at each token of each cell, cell by cell."""
        grid, target = self.grid, self.task.target
        if self.cells is not None:
            table = self.cells.values.T.reshape(-1, grid.d)
            return [[Fraction(x) for x in row] for row in table.tolist()]
        assert isinstance(target, BlackBox)
        refuse(self.task.lipschitz, target.refuted(self.task.lipschitz, grid))
        return target.table(grid)

    def skipped(self) -> list[list[Fraction]]:
        """What the skip connections carry to the second layer: the token's values, and the mean in the first
        coordinate."""
        own, over, out = self.head.own.reshape(-1).tolist(), self.unit // self.head.scale, self.head.attention.out[0]
        rows = self.head.tokens.reshape(len(own), -1).tolist()
        if not out:
            return [list(map(Fraction, row)) for row in rows]
        behind = [out * Fraction(w - o * self.unit, over) for w, o in zip(self.whole, own, strict=True)]
        return [[row[0] + m, *map(Fraction, row[1:])] for row, m in zip(rows, behind, strict=True)]

    def stored(self) -> Memory:
        adds = [[h - z for h, z in zip(self.wanted[i], self.carried[i], strict=True)] for i in self.order]
        return memory([self.whole[i] for i in self.order], self.unit, adds, self.head.direction)

    def slack(self) -> Fraction:
        """How far the output at a cell may be from the prescribed value: rounded slopes, and the width of
        identifiers."""
        rounded = max(
            abs(z + a - h)
            for i, adds in zip(self.order, self.memory.added, strict=True)
            for z, a, h in zip(self.carried[i], adds, self.wanted[i], strict=True)
        )
        wide = self.memory.steepest + abs(self.head.attention.out[0]) * self.head.scale
        return rounded + wide * Fraction(self.off, self.unit)

    def everywhere(self) -> Fraction:
        """A bound of |tau - f| at every point and entry, ramps included: what the skip connections carry lies
        between the least and the largest value, plus the mean; what the second layer adds, between its values at the
        kinks."""
        carried = [v for column in self.head.values for v in column]
        adds = [a for row in self.memory.added for a in row]
        bottom = min(carried) + min(adds)
        top = max(carried) + self.head.attention.out[0] * self.head.scale + max(adds)
        if isinstance(self.task.target, Formula):
            whole = Grid(self.grid.n, self.grid.d, 1, self.grid.word)
            low, high = self.task.target.ranges(whole.sides())
            least, most = Fraction(float(low.min())), Fraction(float(high.max()))
        else:
            values = [h for row in self.wanted for h in row]
            reach = self.task.lipschitz * root_of(self.grid.inputs) / self.grid.levels
            least, most = min(values) - reach, max(values) + reach
        return max(top - least, most - bottom)

    def theta(self, everywhere: Fraction) -> Fraction:
        """A power of two such that the ramps cost at most their share of eps^alpha."""
        task, grid = self.task, self.grid
        room = SHARE / 2 * error.power_above(task.eps, task.alpha)
        theta = Fraction(1, 2 ** (grid.levels.bit_length() + 1))
        cost = error.power_above(everywhere, task.alpha) * task.entries * task.share
        while error.ramps(grid, theta) * cost > room:
            theta /= 2
        return theta

    def sup(self, slack: Fraction) -> Fraction:
        """A bound of every entry of tau - f off the ramps."""
        if not isinstance(self.task.target, Formula):
            return away(self.task, self.grid, slack)
        assert self.cells is not None
        low, high = self.task.target.ranges(self.grid.sides())
        worst = float(np.maximum(high - self.cells.values, self.cells.values - low).max())
        return Fraction(float(np.nextafter(worst, np.inf))) + slack
