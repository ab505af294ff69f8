"""Layers with exact weights, evaluated densely in balls: the definition that every faster evaluation must agree with.

Rows are tokens. All weights are Fractions; a token-wise feed-forward layer has a skip connection, the head of attention
has size 1 and a skip connection:

    FFN(x)_j  = x_j + b2_j + sum_h V_hj ReLU(<w_h, x> - t_h),
    Attn(X)_k = X_k + o sum_l p_kl <v, X_l>,   p_k = softmax_l(<q, X_k> <k, X_l>).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any

import numpy as np

from varproof.arith.balls import Ball

Vector = tuple[Fraction, ...]
Row = Sequence[Ball]


def dot(w: Vector, x: Row) -> Ball:
    """<w, x>."""
    return Ball.combine(Fraction(0), ((a, y) for a, y in zip(w, x, strict=True) if a))


@dataclass(frozen=True)
class FeedForward:
    """c neurons: directions w (c of length d), thresholds t (c), out V (c of length d), shift b2 (d)."""

    directions: tuple[Vector, ...]
    thresholds: Vector
    out: tuple[Vector, ...]
    shift: Vector

    def __call__(self, x: Row) -> list[Ball]:
        """One token through the layer, along the lines on which it is piecewise linear."""
        carried = {line.whole for line in self.lines.values()}
        skip = zip(x, self.shift, strict=True)
        total = [Ball.of(0) if j in carried else y + b for j, (y, b) in enumerate(skip)]
        for direction, line in self.lines.items():
            total = [y + a for y, a in zip(total, line(dot(direction, x)), strict=True)]
        return total

    def dense(self, x: Row) -> list[Ball]:
        """One token through the layer, neuron by neuron: the definition."""
        total = [Ball.combine(b, [(Fraction(1), y)]) for b, y in zip(self.shift, x, strict=True)]
        along: dict[Vector, Ball] = {}
        for w, t, v in zip(self.directions, self.thresholds, self.out, strict=True):
            if w not in along:
                along[w] = dot(w, x)
            active = Ball.combine(-t, [(Fraction(1), along[w])]).max(Ball.of(0))
            if active.sign() != 0:
                total = [
                    Ball.combine(Fraction(0), [(Fraction(1), y), (a, active)]) for y, a in zip(total, v, strict=True)
                ]
        return total

    @cached_property
    def lines(self) -> dict[Vector, Line]:
        """What the neurons add, direction by direction; several neurons can read one."""
        parts: dict[Vector, list[int]] = {}
        for h, w in enumerate(self.directions):
            parts.setdefault(w, []).append(h)
        return {w: Line(self, w, neurons) for w, neurons in parts.items()}

    def weights(self) -> Iterator[tuple[str, Fraction]]:
        """Every number of the layer with a name."""
        for name, rows in (("W1", self.directions), ("W2", self.out)):
            for h, row in enumerate(rows):
                for j, a in enumerate(row):
                    yield f"{name}[{h},{j}]", a
        for name, vector in (("b1", self.thresholds), ("b2", self.shift)):
            for h, a in enumerate(vector):
                yield f"{name}[{h}]", a

    @property
    def neurons(self) -> int:
        return len(self.thresholds)


class Line:
    """sum_h V_h ReLU(p - t_h) over the neurons of one direction, as a function of one real number p: piecewise linear,
    by its exact values at the kinks.

    Along a unit vector e_j coordinate j is taken whole, p + b2_j + sum_h V_hj ReLU(p - t_h): on the levels of a
    quantiser that is constant, and nothing cancels.
    """

    def __init__(self, layer: FeedForward, direction: Vector, neurons: list[int]) -> None:
        order = sorted(neurons, key=layer.thresholds.__getitem__)
        reads = [j for j, a in enumerate(direction) if a]
        self.whole = reads[0] if len(reads) == 1 and direction[reads[0]] == 1 else None
        self.kinks = [layer.thresholds[h] for h in order]
        columns = []
        for j, b in enumerate(layer.shift):
            own = j == self.whole
            slopes = list(accumulate((layer.out[h][j] for h in order), initial=Fraction(own)))
            at = self.kinks[0] + b if own else Fraction(0)
            steps = (s * (t - r) for s, (r, t) in zip(slopes[1:], pairwise(self.kinks), strict=False))
            columns.append((list(accumulate(steps, initial=at)), slopes))
        self.columns = columns

    @property
    def steepest(self) -> Fraction:
        """The largest slope."""
        return max(abs(s) for _, slopes in self.columns for s in slopes)

    @cached_property
    def floats(self) -> tuple[Any, Any, Any]:
        """Kinks, values and slopes, the last two with a row for each coordinate, rounded to float64; OverflowError."""
        values, slopes = (np.array([[float(x) for x in part] for part in parts])
                          for parts in zip(*self.columns, strict=True))  # fmt: skip
        return np.array([float(t) for t in self.kinks]), values, slopes

    def __call__(self, p: Ball) -> list[Ball]:
        """Enclosures of all coordinates."""
        low, high = p.bounds()
        first, last = bisect_right(self.kinks, low), bisect_right(self.kinks, high)
        found = []
        for values, slopes in self.columns:
            ball = self._piece(p, first, values, slopes)
            for k in range(first + 1, last + 1):  # the pieces that the ball reaches, joined at their kinks
                ball = ball.hull(self._piece(p, k, values, slopes)).hull(Ball.of(values[k - 1]))
            found.append(ball)
        return found

    def _piece(self, p: Ball, k: int, values: list[Fraction], slopes: list[Fraction]) -> Ball:
        at = max(k - 1, 0)
        return (p - self.kinks[at]) * slopes[k] + values[at]


@dataclass(frozen=True)
class Attention:
    """One head of size 1: query q, key k, value v and output o, each of length d."""

    query: Vector
    key: Vector
    value: Vector
    out: Vector

    def __call__(self, rows: Sequence[Row]) -> list[list[Ball]]:
        """All tokens through the head: as they are where it writes nothing, and one mean where all scores are 0."""
        if not any(self.value) or not any(self.out):
            return [list(x) for x in rows]
        if any(self.query) and any(self.key):
            return self.dense(rows)
        mean = Ball.combine(Fraction(0), ((Fraction(1, len(rows)), dot(self.value, x)) for x in rows))
        return [[y + mean * o for y, o in zip(x, self.out, strict=True)] for x in rows]

    def dense(self, rows: Sequence[Row]) -> list[list[Ball]]:
        """All tokens through the head, and the skip connection: the definition."""
        queries, keys, values = ([dot(w, x) for x in rows] for w in (self.query, self.key, self.value))
        found = []
        for x, q in zip(rows, queries, strict=True):
            shares = [(q * k - q * keys[0]).exp() for k in keys]
            total, mean = Ball.of(0), Ball.of(0)
            for share, value in zip(shares, values, strict=True):
                total, mean = total + share, mean + share * value
            inc = mean / total
            found.append([y + inc * o for y, o in zip(x, self.out, strict=True)])
        return found

    def weights(self) -> Iterator[tuple[str, Fraction]]:
        """Every number of the head with a name."""
        for name, row in (("W_Q", self.query), ("W_K", self.key), ("W_V", self.value), ("W_O", self.out)):
            for j, a in enumerate(row):
                yield f"{name}[{j}]", a


@dataclass(frozen=True)
class Layers:
    """FFN o Attn o FFN o (. + E): embedding E (n rows of length d), first, attention, second."""

    embedding: tuple[Vector, ...]
    first: FeedForward
    attention: Attention
    second: FeedForward

    def __call__(self, rows: Sequence[Row]) -> list[list[Ball]]:
        """n tokens of d balls through all layers."""
        return [self.second(z) for z in self.attention([self.first(x) for x in self.placed(rows)])]

    def dense(self, rows: Sequence[Row]) -> list[list[Ball]]:
        """The same neuron by neuron and score by score: the definition."""
        return [self.second.dense(z) for z in self.attention.dense([self.first.dense(x) for x in self.placed(rows)])]

    def placed(self, rows: Sequence[Row]) -> list[list[Ball]]:
        """The tokens with their positions."""
        return [
            [x + e for x, e in zip(row, shift, strict=True)] for row, shift in zip(rows, self.embedding, strict=True)
        ]

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.embedding), len(self.embedding[0])
