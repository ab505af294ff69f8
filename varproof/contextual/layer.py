"""One attention head on one dataset: exact scores and values, and all identifiers enclosed, token by token.

The identifier of token c in a context S (c among S) is y = v_c + sum_j p_j A v_j with A = W_O W_V and p the softmax of
the exact scores <W_K v_j, W_Q v_c>, j in S. An axis g is chosen, and x = g . (y - v_c) = (sum_S E_j a_j)/(sum_S E_j)
with a_j = g . A v_j and E_j = exp(score_j - highest score of c) is enclosed in whole numbers:

    G_j, F_j within 2 of 2^p E_j and 2^p E_j a_j / T (T a power of 2, |a_j| <= T),
    X = floor(2^p sum F / sum G),     |X - 2^p x/T| <= 4 n 2^p/(least sum G) + 1.

Proof of the error: N/D - F/G = (N - F)/G + (N/D)(G - D)/G, and |N/D| <= 1. The exponentials are shared by all
contexts; a context costs two sums and one division.

When all A v_j lie on one line, g is on it, and x alone gives y. Otherwise y is enclosed coordinate by coordinate.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import starmap
from math import lcm
from operator import floordiv, mul
from typing import Any

from varproof.arith.balls import Ball, precision, scaled
from varproof.contextual.dataset import Dataset
from varproof.contextual.errors import InputError, TooCoarse
from varproof.contextual.weights import Vector, Weights, apply, dot

_GUARD = 32
_SMALL_SCORE = 1 << 16  # up to here exponentials are shared by all tokens; the guard bits make up for their size
_LARGEST_SCORE = 1 << 40  # no two scores further apart
_KEPT = 50_000


@dataclass(frozen=True)
class Numbers:
    """Whole numbers X_k with |X_k - 2^bits x_k / T| <= radius."""

    values: list[Any]
    radius: int


class Layer:
    """The head with these weights on this dataset."""

    def __init__(self, weights: Weights, data: Dataset) -> None:
        if weights.dimension != data.dimension:
            raise InputError(f"weights for tokens of R^{weights.dimension}, a dataset in R^{data.dimension}")
        self.data = data
        self.weights = weights
        self.values = [apply(weights.W_O, apply(weights.W_V, v)) for v in data.vocabulary]
        keys, below_keys = _whole([apply(weights.W_K, v) for v in data.vocabulary])
        queries, below_queries = _whole([apply(weights.W_Q, v) for v in data.vocabulary])
        self.keys, self.queries, self.unit = keys, queries, below_keys * below_queries
        self._powers: dict[tuple[int, int], Ball] = {}
        self._columns: dict[int, list[list[Ball]]] = {}
        lead = next((a for a in self.values if any(a)), None)
        self.on_line = lead is None or all(_parallel(lead, a) for a in self.values)
        self.axis: Vector = _lowest_terms(lead) if self.on_line and lead is not None else _axis(self.values)

    def scores(self, c: int) -> list[int]:
        """<W_K v_j, W_Q v_c> for every token j, times `unit`."""
        query = self.queries[c]
        return [sum(map(mul, key, query)) for key in self.keys]

    @cached_property
    def along(self) -> list[Fraction]:
        """g . A v_j."""
        return [dot(self.axis, a) for a in self.values]

    @cached_property
    def size(self) -> Fraction:
        """T: a power of 2 that bounds what is enclosed."""
        columns = [self.along] if self.on_line else [self.along, *map(list, zip(*self.values, strict=True))]
        largest = max(abs(x) for column in columns for x in column) or Fraction(1)
        exponent = largest.numerator.bit_length() - largest.denominator.bit_length() + 1
        return Fraction(2) ** exponent

    def enclose(self, c: int, bits: int) -> Numbers:
        """x for every context of token c, in the order of the dataset."""
        return self._enclose(c, bits)[0]

    def coordinates(self, c: int, bits: int) -> list[Numbers]:
        """x, and the coordinates of y - v_c, for every context of token c."""
        return self._enclose(c, bits)

    def _shares(self, bits: int) -> list[list[Ball]]:
        """a_j/T, and the coordinates of A v_j/T where they are needed."""
        if bits not in self._columns:
            columns = [self.along] if self.on_line else [self.along, *map(list, zip(*self.values, strict=True))]
            self._columns = {bits: [[Ball.of(a / self.size) for a in column] for column in columns]}
        return self._columns[bits]

    def _exponential(self, score: int, bits: int) -> Ball:
        """exp(score/unit); a score that occurs again costs nothing."""
        found = self._powers.get((score, bits))
        if found is None:
            found = (Ball.of(score) / Ball.of(self.unit)).exp()
            if len(self._powers) >= _KEPT:
                self._powers.clear()
            self._powers[score, bits] = found
        return found

    def _enclose(self, c: int, bits: int) -> list[Numbers]:
        scores = self.scores(c)
        highest = max(scores)
        if highest - min(scores) > _LARGEST_SCORE * self.unit:
            raise TooCoarse(f"scores of token {c} differ by more than 2^40: an exponential that no precision reaches")
        with precision(bits + _GUARD):
            base = 0 if max(map(abs, scores)) <= _SMALL_SCORE * self.unit else highest
            shift = Ball.of(1) / self._exponential(highest - base, bits)
            balls = [self._exponential(s - base, bits) * shift for s in scores]
            rows = [
                [scaled(e * a, bits) << bits for e, a in zip(balls, column, strict=True)]
                for column in self._shares(bits)
            ]
            under = self.data.sums(c, [scaled(e, bits) for e in balls])
        least = int(min(under))
        if least <= 2 * self.data.length:
            raise TooCoarse(f"the exponentials of token {c} are below 2^-{bits}")
        radius = (4 * self.data.length << bits) // least + 2
        return [Numbers(list(starmap(floordiv, zip(self.data.sums(c, row), under, strict=True))), radius)
                for row in rows]  # fmt: skip


def _whole(vectors: list[Vector]) -> tuple[list[tuple[int, ...]], int]:
    """The vectors times their common denominator, and that."""
    common = lcm(*{x.denominator for v in vectors for x in v})
    return [tuple(int(x * common) for x in v) for v in vectors], common


def _parallel(x: Vector, y: Vector) -> bool:
    k = next(k for k, entry in enumerate(x) if entry)
    return all(s * y[k] == t * x[k] for s, t in zip(x, y, strict=True))


def _lowest_terms(x: Vector) -> Vector:
    """A short multiple of x: its largest entry is 1."""
    largest = max(x, key=abs)
    return tuple(entry / largest for entry in x)


def _axis(values: list[Vector]) -> Vector:
    """About the direction in which the values differ most; any choice is right, a good one is fast."""
    import numpy as np

    largest = max(abs(x) for a in values for x in a)
    table = np.array([[float(x / largest) for x in a] for a in values])
    _, _, rows = np.linalg.svd(table - table.mean(axis=0))
    found = tuple(Fraction(round(1024 * float(x))) for x in rows[0])
    return found if any(found) else tuple(Fraction(int(k == 0)) for k in range(len(found)))
