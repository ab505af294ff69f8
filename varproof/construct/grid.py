"""The grid: N levels a coordinate, cells of [0, 1]^(n d), and the numbers that the first layer gives the tokens.

A cell is given by its n d levels, row by row, and numbered in the order of these digits. The first layer rounds the
coordinates of token k to levels; `codes` says which whole number then stands for the token.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from varproof.construct.layers import FeedForward, Vector


@dataclass(frozen=True)
class Grid:
    """n tokens of d coordinates with N levels each; of a word all tokens have the same coordinates."""

    n: int
    d: int
    levels: int
    word: bool = False

    @property
    def inputs(self) -> int:
        """The dimension of the cube."""
        return self.d if self.word else self.n * self.d

    @property
    def cells(self) -> int:
        return int(self.levels**self.inputs)

    def digits(self) -> Any:
        """The levels of every cell, an array (cells, inputs)."""
        return np.indices((self.levels,) * self.inputs).reshape(self.inputs, -1).T

    def tokens(self) -> Any:
        """The levels of the tokens of every cell, an array (cells, n, d)."""
        digits = self.digits()
        if self.word:
            return np.broadcast_to(digits[:, None, :], (self.cells, self.n, self.d))
        return digits.reshape(-1, self.n, self.d)

    def sides(self) -> list[tuple[Any, Any]]:
        """The ends of all cells, coordinate by coordinate, rounded outwards to floats."""
        down = np.array([_float(k, self.levels, -1) for k in range(self.levels + 1)])
        up = np.array([_float(k, self.levels, 1) for k in range(self.levels + 1)])
        return [(down[g], up[g + 1]) for g in self.digits().T]

    def centre(self, digits: tuple[int, ...]) -> list[list[Fraction]]:
        """The middle of a cell, in rows of d."""
        flat = [Fraction(2 * g + 1, 2 * self.levels) for g in digits]
        return [flat[k : k + self.d] for k in range(0, self.inputs, self.d)]

    def embedding(self) -> tuple[Vector, ...]:
        """Token k, counted from 1, is moved by k: in every coordinate; in the first alone where the input is a word."""
        return tuple((Fraction(k + 1),) + (Fraction(0 if self.word else k + 1),) * (self.d - 1) for k in range(self.n))

    def starts(self) -> list[int]:
        """Where each coordinate of the first token begins, 1 or 0, and each of the last ends at n + 1 or 1."""
        return [1] + [0 if self.word else 1] * (self.d - 1)


def _float(k: int, over: int, direction: int) -> float:
    """k / over rounded down or up."""
    near = k / over
    beyond = (Fraction(near) - Fraction(k, over)) * direction >= 0
    return near if beyond else float(np.nextafter(near, np.inf * direction))


def quantiser(grid: Grid, theta: Fraction, values: list[list[Fraction]]) -> FeedForward:
    """The layer that sends coordinate j of a moved token, u in [s, s + M/N) with s = starts[j] and M values, to
    values[j][m], m = floor((u - s) N), unless u lies on a ramp [s + m/N - theta, s + m/N], m >= 1, where it is
    linear in between: two neurons a step, and one that takes away what the skip connection adds. theta < 1/N."""
    directions, thresholds, out = [], [], []
    for j, (start, column) in enumerate(zip(grid.starts(), values, strict=True)):
        unit = tuple(Fraction(int(i == j)) for i in range(grid.d))
        directions.append(unit)
        thresholds.append(Fraction(0))
        out.append(tuple(-a for a in unit))
        for m in range(1, len(column)):
            slope, top = (column[m] - column[m - 1]) / theta, start + Fraction(m, grid.levels)
            for threshold, sign in ((top - theta, 1), (top, -1)):
                directions.append(unit)
                thresholds.append(threshold)
                out.append(tuple(sign * slope * a for a in unit))
    return FeedForward(tuple(directions), tuple(thresholds), tuple(out), tuple(column[0] for column in values))
