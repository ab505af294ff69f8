"""What fails without a positional embedding: such a network commutes with permutations of its tokens.

With P a permutation of the rows, tau(P X) = P tau(X), and the alpha-norm over the cube does not change under P, so

    |f P - P f| <= |f P - tau P| + |P tau - P f| = 2 |tau - f|,        |.| the alpha-norm:

half the norm of f(P X) - P f(X) is a lower bound of the error of every network of any size. Of a word all tokens after
the up-interpolations are equal, so all rows of the output are, and at every word tau misses two pixels by half their
distance, one of them at least.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np

from varproof.construct.errors import InputError
from varproof.construct.grid import Grid
from varproof.construct.model import Model
from varproof.construct.target import Formula

DOWN = 1 - 2.0**-40  # less than what a power, a sum and a product of floats below can gain


def missed(model: Model) -> Fraction | None:
    """What every network without positional embedding misses at least, in the norm of the model's error bound; None
    for a function, fractional alpha, or more than 4 inputs."""
    g, target = model.grid, model.target
    if not isinstance(target, Formula) or model.alpha.denominator > 1 or g.inputs > 4:
        return None
    if not g.word:
        return error_without_embedding(target, g.n, g.d, int(model.alpha))
    return error_of_equal_pixels(target, g.n, g.d, int(model.alpha) if model.theta else None)


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
    return _half(gap, alpha, grid.cells)


def error_of_equal_pixels(target: Formula, n: int, d: int, alpha: int | None) -> Fraction:
    """A lower bound of the error, over the words of [0, 1]^d, of every network whose n output pixels are equal: of the
    largest error of an entry for alpha None, else of the mean of the alpha-th powers over words and entries."""
    grid = Grid(n, d, max(2, round(64 ** (1 / d))), word=True)
    low, high = (side.reshape(n, d, -1) for side in target.ranges(grid.sides()))
    if alpha is None:
        return Fraction(max(0.0, float((low.max(axis=0) - high.min(axis=0)).max())) * DOWN) / 2
    order = np.argsort(low + high, axis=0)  # the brightest pixel beside the darkest, and so on
    low, high = (np.take_along_axis(side, order, axis=0) for side in (low, high))
    gap = np.maximum(np.maximum(low - high[::-1], low[::-1] - high), 0.0)
    return _half(gap.reshape(n * d, -1), alpha, grid.cells * n * d)


def _half(gap: Any, alpha: int, count: int) -> Fraction:
    """Half the alpha-norm of what is certainly apart, an array (entries, cells), with sums divided by a number."""
    total = math.fsum(((gap * DOWN) ** alpha * DOWN).sum(axis=0).tolist()) * DOWN / count
    return Fraction(_root_below(total, alpha)) / 2


def _root_below(x: float, k: int) -> float:
    """A float at most the k-th root."""
    guess: Any = x ** (1 / k) * DOWN
    return guess if Fraction(guess) ** k <= Fraction(x) else 0.0
