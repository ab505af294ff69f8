"""A model that was built: its layers, its error bound, and what is known about each step of its proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from varproof.arith.balls import Ball, precision
from varproof.construct.errors import InputError
from varproof.construct.grid import Grid
from varproof.construct.layers import Layers
from varproof.construct.task import Task


@dataclass(frozen=True)
class Counts:
    """Neurons of both layers, beside what the theorem and what the paper count for the same grid."""

    first: int
    second: int
    theorem: int
    paper: int


@dataclass(frozen=True)
class Model:
    """A transformer tau with certified bounds of its distance to the target f of a task.

    `error_bound` bounds (integral over the cube of sum |tau(X)_kj - f(X)_kj|^alpha dX)^(1/alpha), of a word with the mean
    over the entries for the sum. `sup_bound` bounds every |tau(X)_kj - f(X)_kj| where no coordinate lies on a ramp,
    `sup_everywhere` at all X. `theta` is 0 where there are no ramps: then all three are one.
    """

    task: Task
    grid: Grid
    layers: Layers
    theta: Fraction
    beta: Fraction
    bits: int
    separation: Fraction
    error_bound: Fraction
    sup_bound: Fraction
    sup_everywhere: Fraction
    steps: tuple[str, ...]

    def __call__(self, rows: Sequence[Sequence[Any]]) -> list[list[Ball]]:
        """The output at n rows of d Fractions in [0, 1], as balls with as many bits as the separation needs and 64 more."""
        n, d = self.layers.shape
        if len(rows) != n or any(len(row) != d for row in rows):
            raise InputError(f"model: {n} rows of {d} numbers are expected")
        exact = self.check(rows)
        with precision(self.bits + 64):
            return self.layers([[Ball.of(x) for x in row] for row in exact])

    def check(self, rows: Sequence[Sequence[Any]]) -> list[list[Fraction]]:
        """The rows as exact numbers in [0, 1]; InputError."""
        return [[_coordinate(x, k, j) for j, x in enumerate(row)] for k, row in enumerate(rows)]

    @property
    def parameters(self) -> int:
        """How many numbers the layers hold, zeros included."""
        n, d = self.layers.shape
        return n * d + 4 * d + sum((2 * d + 1) * f.neurons + d for f in (self.layers.first, self.layers.second))

    @property
    def counts(self) -> Counts:
        """Neurons, beside the d (2 n N + 1) + n N^(n d) of the theorem and the 3 d n N^(n d) of the paper's second layer;
        of a word, N^d for N^(n d)."""
        g = self.grid
        theorem = g.d * (2 * g.n * g.levels + 1) + g.n * g.cells
        return Counts(self.layers.first.neurons, self.layers.second.neurons, theorem, 3 * g.d * g.n * g.cells)

    @property
    def assumed(self) -> tuple[str, ...]:
        """What is assumed and not proved."""
        return self.task.assumed


def _coordinate(x: Any, k: int, j: int) -> Fraction:
    if type(x) not in (int, Fraction):
        raise InputError(f"model: row {k + 1}, entry {j + 1} is {str(x)[:30]!r}; ints and Fractions are exact")
    if not 0 <= x <= 1:
        raise InputError(f"model: row {k + 1}, entry {j + 1} is {x}, outside the cube [0, 1]")
    return Fraction(x)
