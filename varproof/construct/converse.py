"""What fails without a positional embedding: such a network commutes with permutations of its tokens.

With P a permutation of the rows, tau(P X) = P tau(X), and the alpha-norm over the cube does not change under P, so

    |f P - P f| <= |f P - tau P| + |P tau - P f| = 2 |tau - f|,        |.| the alpha-norm:

half the norm of f(P X) - P f(X) is a lower bound of the error of every network of any size.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np

from varproof.construct.errors import InputError
from varproof.construct.grid import Grid
from varproof.construct.target import Formula

DOWN = 1 - 2.0**-40  # less than what a power, a sum and a product of floats below can gain


def error_without_embedding(target: Formula, n: int, d: int, alpha: int = 1, levels: int = 8) -> Fraction:
    """A lower bound of |tau - f|_alpha over [0, 1]^(n d) for every network tau without positional embedding, from the
    exchange of the first two tokens, enclosed on levels^(n d) cells; 0 for one token. InputError."""
    if type(alpha) is not int or alpha < 1:
        raise InputError(f"alpha: {alpha}; a whole number, at least 1, is expected")
    if n < 2:
        return Fraction(0)
    grid = Grid(n, d, levels)
    sides = grid.sides()
    swapped = [*sides[d : 2 * d], *sides[:d], *sides[2 * d :]]
    low, high = target.ranges(sides)
    other_low, other_high = target.ranges(swapped)
    order = [*range(d, 2 * d), *range(d), *range(2 * d, n * d)]
    gap = np.maximum(np.maximum(other_low - high[order], low[order] - other_high), 0.0)
    total = math.fsum(((gap * DOWN) ** alpha * DOWN).sum(axis=0).tolist()) * DOWN / grid.cells
    return Fraction(_root_below(total, alpha)) / 2


def _root_below(x: float, k: int) -> float:
    """A float at most the k-th root."""
    guess: Any = x ** (1 / k) * DOWN
    return guess if Fraction(guess) ** k <= Fraction(x) else 0.0
