"""The identifiers: what the head of attention writes behind each token's own number, enclosed for all cells.

The identifier of token k in a cell is own_k + mean_k / scale with whole numbers own_k and a softmax mean

    mean_k = sum_l exp(beta own_k code_l) code_l / sum_l exp(beta own_k code_l)

of whole numbers below `scale`: two tokens with different own numbers differ in front of the point, and contexts
behind it. Two heads are known. `softmax` is that of the proof: tokens are rounded to levels, own number and code are
the number with the token's levels as digits, and the temperature beta is chosen so that all means differ. `mean` has
constant scores, and the first layer writes level g of token k as g R^(k-1), R = N^d: then the sum of the codes is a
number whose digits are all the levels, and every weight and every identifier is rational.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from varproof.arith.balls import Ball, precision, scaled
from varproof.construct.grid import Grid
from varproof.construct.layers import Attention, Vector

HEADS = ("softmax", "mean")


@dataclass(frozen=True)
class Head:
    """A head and what it makes of a grid: the values of the levels for each coordinate, the same for every token as an
    array (cells, n, d), own numbers and codes (cells, n), the scale, the temperature, and the direction in which the
    second layer reads identifiers."""

    kind: str
    values: list[list[Fraction]]
    tokens: Any
    own: Any
    codes: Any
    scale: int
    beta: Fraction
    attention: Attention
    direction: Vector


def head(kind: str, grid: Grid, beta: Fraction | None = None) -> Head:
    """The head of this kind for the grid, with a temperature that was found before where it is given; of a word every
    token knows all, and attention adds nothing."""
    return _nothing(grid) if grid.word else _softmax(grid, beta) if kind == "softmax" else _mean(grid)


def _softmax(grid: Grid, known: Fraction | None) -> Head:
    n, d, levels = grid.n, grid.d, grid.levels
    base = (n + 1) * levels
    places = [base ** (d - 1 - j) for j in range(d)]
    whole = grid.tokens() + levels * np.arange(1, n + 1)[None, :, None]
    codes = (whole * np.array(places)).sum(axis=2)
    beta = _temperature(grid, codes, known)
    reads = tuple(Fraction(levels * p) for p in places)
    scale = base**d
    out = (Fraction(1, levels * places[0] * scale), *[Fraction(0)] * (d - 1))
    attention = Attention(tuple(beta * a for a in reads), reads, reads, out)
    values = [Fraction(levels + m, levels) for m in range(n * levels)]
    tokens = np.array([Fraction(m, levels) for m in range(base)], dtype=object)[whole]
    return Head("softmax", [values] * d, tokens, codes, codes, scale, beta, attention, reads)


def _mean(grid: Grid) -> Head:
    n, d, levels = grid.n, grid.d, grid.levels
    whole = levels**d
    values: list[int] = []
    start = 1
    for k in range(n):
        values += [start + g * whole**k for g in range(levels)]
        start = values[-1] + 1
    places = [levels ** (d - 1 - j) for j in range(d)]
    table, digits = np.array(values, dtype=object).reshape(n, levels), grid.tokens()
    tokens = np.stack([table[k][digits[:, k, :]] for k in range(n)], axis=1)
    codes = (tokens * np.array(places, dtype=object)).sum(axis=2) * n
    scale = int(codes.max()) + 1
    nil = (Fraction(0),) * d
    out = (Fraction(1, scale), *nil[1:])
    attention = Attention(nil, nil, tuple(Fraction(n * p) for p in places), out)
    columns, direction = [[Fraction(v) for v in values]] * d, (Fraction(1), *nil[1:])
    return Head("mean", columns, tokens, tokens[:, :, 0], codes, scale, Fraction(0), attention, direction)


def _nothing(grid: Grid) -> Head:
    n, d, levels = grid.n, grid.d, grid.levels
    places = [levels ** (d - 1 - j) for j in range(d)]
    whole = grid.tokens().copy()
    whole[:, :, 0] += levels * np.arange(1, n + 1)[None, :]
    own = (whole * np.array(places)).sum(axis=2)
    nil = (Fraction(0),) * d
    values = [[Fraction(levels + m, levels) for m in range(n * levels)]]
    values += [[Fraction(m, levels) for m in range(levels)]] * (d - 1)
    tokens = np.array([Fraction(m, levels) for m in range((n + 1) * levels)], dtype=object)[whole]
    return Head("none", values, tokens, own, np.zeros_like(own), 1, Fraction(0), Attention(nil, nil, nil, nil),
                tuple(Fraction(levels * p) for p in places))  # fmt: skip


def _temperature(grid: Grid, codes: Any, known: Fraction | None) -> Fraction:
    """A dyadic beta at which floats see the means of equal own numbers furthest apart; they only propose. One that is
    known is taken if it is among those that are tried and floats see these means apart."""
    if grid.n < 3 or grid.levels == 1:
        return Fraction(0)  # the plain mean tells two tokens apart
    spread = float((codes.max(axis=0) * (codes.max() - codes.min())).max())
    tried = [Fraction(round(2**40 * 24 * k / 48 / spread), 2**40) for k in range(1, 49)]
    if known in tried and _least_gap(grid, codes, float(known)) > 0:
        return known
    best, found = -1.0, Fraction(0)
    for beta in tried:
        gap = _least_gap(grid, codes, float(beta))
        if gap > best:
            best, found = gap, beta
    return found


def _least_gap(grid: Grid, codes: Any, beta: float) -> float:
    """The least distance of two means of equal own numbers, in floats."""
    least = np.inf
    for k in range(grid.n):
        mean = _means(codes, k, beta)
        order = np.lexsort((mean, codes[:, k]))
        gaps = np.diff(mean[order])[np.diff(codes[order, k]) == 0]
        least = min(least, float(gaps.min())) if len(gaps) else least
    return least


def _means(codes: Any, k: int, beta: float) -> Any:
    scores = beta * codes[:, k : k + 1].astype(float) * codes
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    return (shares * codes).sum(axis=1) / shares.sum(axis=1)


def enclosed(found: Head, bits: int) -> tuple[list[int], int]:
    """Whole numbers within `error` of 2^bits scale (identifier), for the tokens of all cells, cell by cell; and
    error."""
    own, codes = found.own.tolist(), found.codes.tolist()
    unit = found.scale << bits
    if not found.beta:
        n = len(own[0])
        sums = [sum(row) << bits for row in codes]
        inexact = int(any(total % n for total in sums))
        return [o * unit + total // n for line, total in zip(own, sums, strict=True) for o in line], inexact
    made: dict[int, Any] = {}
    whole = []
    with precision(bits + 64 + found.scale.bit_length()):
        top = max(o * c for line, row in zip(own, codes, strict=True) for o in (max(line),) for c in (max(row),))
        zero = Ball.of(0)

        def share(score: int) -> Ball:
            ball = made.get(score)
            if ball is None:
                ball = made[score] = Ball.of(found.beta * (score - top)).exp()
            return ball

        for line, row in zip(own, codes, strict=True):
            for o in line:
                total, mean = zero, zero
                for c in row:
                    e = share(o * c)
                    total, mean = total + e, mean + e * c
                whole.append(o * unit + int(scaled(mean / total, bits)))
    return whole, 2
