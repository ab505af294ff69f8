"""A model that was built: its layers, its error bound, and what is known about each step of its proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from varproof.arith.balls import Ball, precision
from varproof.construct.errors import InputError
from varproof.construct.grid import Grid
from varproof.construct.interpolation import climbed
from varproof.construct.layers import Layers
from varproof.construct.target import BlackBox, Formula


@dataclass(frozen=True)
class Counts:
    """Neurons of both layers, beside what the theorem and what the paper count for the same grid."""

    first: int
    second: int
    theorem: int
    paper: int


@dataclass(frozen=True)
class Facts:
    """What the construction found on its way: a bound of every |tau(X)_kj - f(X)_kj| where no coordinate lies on a
    ramp, one at all X, how far apart the identifiers are, the temperature of the head, and each step of the proof in
    words."""

    sup_bound: Fraction
    sup_everywhere: Fraction
    separation: Fraction
    beta: Fraction
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Model:
    """A transformer tau with a certified bound of its distance to a target f.

    `error_bound` bounds ``(integral over the cube of sum |tau(X)_kj - f(X)_kj|^alpha dX)^(1/alpha)``; of a word the
    mean over the entries stands for the sum, and where there are no ramps (theta = 0) it bounds every entry at every
    word. `up` is the up-interpolation between the `scales`. `facts` is None for a model that was read from a file.
    """

    target: Formula | BlackBox
    lipschitz: Fraction
    alpha: Fraction
    grid: Grid
    layers: Layers
    theta: Fraction
    bits: int
    error_bound: Fraction
    scales: tuple[int, ...] = ()
    up: str = "keys"
    assumed: tuple[str, ...] = ()
    facts: Facts | None = None

    def __call__(self, rows: Sequence[Sequence[Any]]) -> list[list[Ball]]:
        """The output, n rows of d balls, at n rows of d Fractions in [0, 1]; of a word at one row, which goes up the
        pyramid first. 64 bits more than the separation needs. InputError."""
        exact = self.read(rows)
        with precision(self.bits + 64):
            return self.layers(climbed([[Ball.of(x) for x in row] for row in exact], self.scales, self.up))

    def read(self, rows: Sequence[Sequence[Any]]) -> list[list[Fraction]]:
        """The input, checked; InputError."""
        d = self.grid.d
        expected = 1 if self.grid.word else self.grid.n
        if len(rows) != expected or any(len(row) != d for row in rows):
            raise InputError(f"model: {expected} rows of {d} numbers are expected")
        return [[_coordinate(x, k, j) for j, x in enumerate(row)] for k, row in enumerate(rows)]

    @property
    def parameters(self) -> int:
        """How many numbers the layers hold, zeros included."""
        n, d = self.layers.shape
        return n * d + 4 * d + sum((2 * d + 1) * f.neurons + d for f in (self.layers.first, self.layers.second))

    @property
    def counts(self) -> Counts:
        """Neurons, beside the d (2 n N + 1) + n N^(n d) of the theorem and the 3 d n N^(n d) of the paper's second
        layer; of a word, N^d for N^(n d)."""
        g = self.grid
        theorem = g.d * (2 * g.n * g.levels + 1) + g.n * g.cells
        return Counts(self.layers.first.neurons, self.layers.second.neurons, theorem, 3 * g.d * g.n * g.cells)

    @property
    def certificate(self) -> dict[str, Any]:
        """What `varproof check` replays: the weights, the target, the bound."""
        from varproof.construct.files import certificate

        return certificate(self)

    def save(self, path: str | Path) -> None:
        """Write the model to a file, whole or not at all: .json is the certificate, exact; .npz has rounded weights."""
        from varproof.construct.files import save

        save(self, Path(path))


def _coordinate(x: Any, k: int, j: int) -> Fraction:
    if type(x) not in (int, Fraction):
        raise InputError(f"model: row {k + 1}, entry {j + 1} is {str(x)[:30]!r}; ints and Fractions are exact")
    if not 0 <= x <= 1:
        raise InputError(f"model: row {k + 1}, entry {j + 1} is {x}, outside the cube [0, 1]")
    return Fraction(x)
