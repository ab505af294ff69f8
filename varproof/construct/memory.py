"""The second layer: prescribed values at finitely many identifiers, by one neuron for each, all of one direction.

On the line of identifiers the layer adds a function that is linear between neighbours and constant outside them. Its
kinks stand at rational numbers next to the identifiers and its slopes are dyadic: each is chosen so that the value at
the next kink, with all that was rounded before, comes as near as it can. So errors do not add up, and the values at the
kinks are known exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from varproof.construct.layers import FeedForward, Vector

FINE = 48  # bits of the values at the kinks beyond the point


@dataclass(frozen=True)
class Memory:
    """The layer, the values that it adds at the kinks (in their order along the line), and a bound of its slopes."""

    layer: FeedForward
    added: tuple[tuple[Fraction, ...], ...]
    steepest: Fraction


def memory(kinks: Sequence[int], unit: int, wanted: Sequence[Sequence[Fraction]], direction: Vector) -> Memory:
    """The layer with kinks at kinks[i] / unit, increasing, that adds about wanted[i] (a vector of length d) there; the
    error is at most 2^-FINE of a unit of the line."""
    d = len(direction)
    gaps = [b - a for a, b in pairwise(kinks)]
    fine = FINE + max([1, *gaps]).bit_length() - unit.bit_length() + 1 if gaps else FINE
    grid = unit << max(fine, FINE)  # values are whole multiples of 1 / grid
    columns, start, steepest = [], [], 0
    for j in range(d):
        at = round(wanted[0][j] * grid)
        start.append(Fraction(at, grid))
        slopes, values = [], [at]
        for i, gap in enumerate(gaps):
            goal = wanted[i + 1][j]
            slope = _nearest(goal.numerator * grid - at * goal.denominator, goal.denominator * gap)
            at += slope * gap
            slopes.append(slope)
            values.append(at)
        bends = [b - a for a, b in zip([0, *slopes], [*slopes, 0], strict=True)]
        columns.append((bends, values))
        steepest = max([steepest, *map(abs, slopes)])
    over = grid // unit
    out = tuple(zip(*([Fraction(b, over) for b in bends] for bends, _ in columns), strict=True))
    added = tuple(zip(*([Fraction(v, grid) for v in values] for _, values in columns), strict=True))
    thresholds = tuple(Fraction(k, unit) for k in kinks)
    layer = FeedForward((direction,) * len(kinks), thresholds, out, tuple(start))
    return Memory(layer, added, Fraction(steepest, over))


def _nearest(over: int, under: int) -> int:
    return (2 * over + under) // (2 * under)
