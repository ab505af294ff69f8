"""The error of a construction over the whole cube: cells by enclosures, ramps by their measure. No sample."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from varproof.arith.batches import Batch, Program
from varproof.construct.grid import Grid

UP = 1 + Fraction(1, 2**44)  # more than what a rounded sum, power or product below loses


@dataclass(frozen=True)
class Cells:
    """Prescribed values, an array (entries, cells) of dyadic floats, and how far the target is from them on each cell:
    an upper bound of the sum over the entries of the alpha-th powers, for each cell."""

    values: Any
    powers: Any


def powered(distance: Any, alpha: Fraction) -> Any:
    """Upper bounds of distance^alpha, entry by entry; distances are not negative."""
    flat = np.maximum(distance.reshape(-1), 2.0**-200)
    box = [Batch(flat, flat, np.zeros(len(flat), bool))]
    if alpha.denominator == 1 and alpha <= 64:
        ops: list[tuple[Any, ...]] = [("var", 0), ("^", 0, int(alpha))]
    else:
        ops = [("var", 0), ("log", 0), ("const", alpha), ("*", 2, 1), ("exp", 3)]
    (found,) = Program(ops, [len(ops) - 1]).run(box)
    return found.hi.reshape(distance.shape)


def from_ranges(low: Any, high: Any, slack: Fraction, alpha: Fraction) -> Cells:
    """The middles of the ranges, rounded to 2^-24, and the error with an output that is `slack` off."""
    values = np.round((low + high) / 2 * 2.0**24) / 2.0**24
    away = np.maximum(np.nextafter(high - values, np.inf), np.nextafter(values - low, np.inf))
    away = np.nextafter(np.maximum(away, 0.0) + np.nextafter(float(slack), np.inf), np.inf)
    return Cells(values, np.nextafter(powered(away, alpha).sum(axis=0) * float(UP), np.inf))


def interior(powers: Any, grid: Grid) -> Fraction:
    """An upper bound of the integral of the alpha-th powers over the cells off the ramps."""
    return Fraction(math.fsum(powers.tolist())) * UP / grid.cells


def ramps(grid: Grid, theta: Fraction) -> Fraction:
    """An upper bound of the measure of the points with a coordinate on a ramp: inputs N theta."""
    return grid.inputs * grid.levels * theta


def root_above(total: Fraction, alpha: Fraction, bits: int = 24) -> Fraction:
    """A short rational E with E^alpha >= total."""
    if total == 0:
        return Fraction(0)
    p, q = alpha.numerator, alpha.denominator
    guess = Fraction(math.exp(_log(total) / float(alpha)))
    shift = bits - guess.numerator.bit_length() + guess.denominator.bit_length()
    unit = Fraction(1, 2**shift) if shift >= 0 else Fraction(2**-shift)
    found = (guess // unit) * unit
    while found**p < total**q:
        found += unit
    return found


def _log(x: Fraction) -> float:
    return math.log(x.numerator) - math.log(x.denominator)


def power_above(base: Fraction, alpha: Fraction) -> Fraction:
    """An upper bound of base^alpha, base >= 0."""
    if alpha.denominator == 1:
        return base ** int(alpha)
    above = float(base) if Fraction(float(base)) >= base else float(np.nextafter(float(base), np.inf))
    return Fraction(float(powered(np.array([above]), alpha)[0]))


def short(x: Fraction, bits: int = 24) -> Fraction:
    """A short rational >= x, x > 0."""
    return root_above(x, Fraction(1), bits)
