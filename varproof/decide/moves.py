"""Candidate points for the falsifier: families to begin with, and moves from one point to the next.

Points are columns of floats, one row for each real entry of the givens. Their values are short rationals, and
equal entries stay equal unless a move means to part them.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from varproof.arith.floats import Floats
from varproof.lang.data import Data, is_numeric
from varproof.lang.ground import Ground, entry

_LEVELS = np.array([0.01, 0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 15.0, 20.0, 50.0, 100.0])
_FACTORS = np.array([-1.0, 0.0, 2.0, 0.5, 1.1, 0.9, 1.1**2, 0.9**2, 10.0, -0.5])
_REALS = np.array([0.0, 0.0, 1.0, 1.0, 2.0, 3.0, 5.0, 10.0, 0.5, 0.1, 0.01, 100.0, 1000.0, -1.0, -2.0, -0.5, -10.0])


class Layout:
    """How the entries of the givens are laid out in a point."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.entries = list(ground.inputs())
        self.shapes: dict[str, tuple[int, ...]] = {}
        self.rows: dict[str, slice] = {}
        start = 0
        for name, sort in ground.parts.given:
            if not is_numeric(sort):
                continue
            shape = tuple(ground.sizes[n] for n in sort[1:])
            size = int(np.prod(shape, dtype=int))
            self.shapes[name], self.rows[name] = shape, slice(start, start + size)
            start += size
        self.arrays = [name for name, shape in self.shapes.items() if shape]
        self.reals = [name for name, shape in self.shapes.items() if not shape]
        self.known: dict[float, Fraction] = {}  # what some floats stand for

    # ---- exact data

    def row(self, data: Data) -> tuple[Fraction, ...]:
        return tuple(entry(data.values[name], where) for name, where in self.entries)

    def data(self, row: tuple[Fraction, ...]) -> Data:
        values: dict[str, Any] = {}
        for name, sort in self.ground.parts.given:
            if not is_numeric(sort):
                values[name] = self.ground.fixed[name]
            elif sort[0] == "real":
                values[name] = row[self.rows[name].start]
            else:
                values[name] = _nested(row[self.rows[name]], self.shapes[name])
        return Data(dict(self.ground.sizes), values)

    def rationals(self, point: Floats) -> tuple[Fraction, ...]:
        """Each float as a rational, the shortest one where a short one has that float."""
        return tuple(self.known.get(float(v)) or rational(float(v)) for v in point)

    # ---- families

    def families(self, rng: np.random.Generator, count: int) -> Floats:
        """Points to begin with."""
        out = np.zeros((len(self.entries), count))
        for k in range(count):
            for name in self.arrays:
                out[self.rows[name], k] = self._array(rng, name, out[:, k]).ravel()
            for name in self.reals:
                out[self.rows[name], k] = self._real(rng, out[:, k])
        return out

    def _array(self, rng: np.random.Generator, name: str, point: Floats) -> Floats:
        shape = self.shapes[name]
        before = [other for other in self.arrays if other != name and self.shapes[other] == shape]
        before = before[: self.arrays.index(name)]
        level = float(rng.choice(_LEVELS))
        if before and rng.random() < 0.6:
            copy = point[self.rows[before[int(rng.integers(len(before)))]]].copy()
            kind = int(rng.integers(4))
            if kind == 0:
                small = 10.0 ** -int(rng.integers(0, 5))
                copy[int(rng.integers(copy.size))] += _short(level * small) * (1 if rng.random() < 0.5 else -1)
            elif kind == 1:
                copy = copy[rng.permutation(copy.size)]
            elif kind == 2:
                copy = copy + level
            return copy.reshape(shape)
        if len(shape) > 1 and rng.random() < 0.3:  # equal along one axis
            axis = int(rng.integers(len(shape)))
            line = self._pattern(rng, shape[axis], level)
            return np.moveaxis(np.broadcast_to(line, (*_without(shape, axis), shape[axis])), -1, axis)
        return self._pattern(rng, int(np.prod(shape, dtype=int)), level).reshape(shape)

    def _pattern(self, rng: np.random.Generator, size: int, level: float) -> Floats:
        kind = int(rng.integers(8))
        sign = 1.0 if rng.random() < 0.7 else -1.0
        base = 0.0 if rng.random() < 0.6 else float(rng.choice(_LEVELS)) * (1 if rng.random() < 0.5 else -1)
        out = np.full(size, base)
        if kind == 0:
            return out
        if kind in (1, 2):  # one-hot
            out[0 if rng.random() < 0.5 else int(rng.integers(size))] += sign * level
        elif kind == 3:  # two levels
            out[: int(rng.integers(1, size + 1))] += sign * level
            if rng.random() < 0.5:
                out = out[rng.permutation(size)]
        elif kind == 4:  # ladder
            steps = np.arange(size, dtype=float) if rng.random() < 0.6 else rng.permutation(size).astype(float)
            out += sign * level * steps
        elif kind == 5:
            out += level * rng.integers(-3, 4, size)
        elif kind == 6:
            out += level * np.round(rng.standard_normal(size) * 16) / 16
        else:  # three levels, few ties broken
            out += sign * level * rng.integers(0, 3, size)
        return out

    def _real(self, rng: np.random.Generator, point: Floats) -> float:
        if self.arrays and rng.random() < 0.5:
            values = point[self.rows[self.arrays[int(rng.integers(len(self.arrays)))]]]
            return _edge(rng, values)
        return float(rng.choice(_REALS)) if rng.random() < 0.7 else float(rng.choice(_LEVELS))

    def relatives(self, rng: np.random.Generator, seeds: Floats, count: int) -> Floats:
        """Points like the seeds, some givens scaled, exchanged or moved together: what was tight may stay so."""
        out = seeds[:, np.arange(count) % seeds.shape[1]].copy()
        names = list(self.shapes)
        for k in range(count):
            for _ in range(int(rng.integers(1, 4))):
                chosen = [name for name in names if rng.random() < 0.5] or names
                kind = int(rng.integers(6))
                if kind <= 1 or (kind == 2 and not self.arrays):
                    some = [names[int(rng.integers(len(names)))]] if kind == 0 else chosen
                    factor = float(rng.choice(_FACTORS))
                    for name in some:
                        out[self.rows[name], k] = [_scaled(v, factor) for v in out[self.rows[name], k]]
                elif kind == 2:
                    shift = float(rng.choice(_LEVELS)) * (1 if rng.random() < 0.5 else -1)
                    for name in chosen:
                        if name in self.arrays:
                            out[self.rows[name], k] += shift
                elif kind == 3:
                    one, other = (names[int(j)] for j in rng.integers(0, len(names), 2))
                    if self.shapes[one] == self.shapes[other]:
                        kept = out[self.rows[one], k].copy()
                        out[self.rows[one], k] = out[self.rows[other], k]
                        out[self.rows[other], k] = kept
                else:
                    self._move(rng, out[:, k], names[int(rng.integers(len(names)))])
        return out

    # ---- moves

    def moves(self, rng: np.random.Generator, parents: Floats, count: int) -> Floats:
        """Children of random parents, each by one or two moves."""
        chosen = rng.integers(0, parents.shape[1], count)
        out = parents[:, np.minimum(chosen, rng.integers(0, parents.shape[1], count))].copy()
        names = list(self.shapes)
        for k in range(count):
            for _ in range(1 if rng.random() < 0.6 else 2):
                self._move(rng, out[:, k], names[int(rng.integers(len(names)))])
        return out

    def _move(self, rng: np.random.Generator, point: Floats, name: str) -> None:
        block = point[self.rows[name]]
        j = int(rng.integers(block.size))
        step = float(2.0 ** rng.integers(-7, 4)) * (1 if rng.random() < 0.5 else -1)
        if rng.random() < 0.3:
            step *= max(abs(float(block[j])), 2.0**-10) if np.isfinite(block[j]) else 1.0
            step = _short(step)
        kind = int(rng.integers(13))
        if kind <= 2:  # a class of equal entries together
            block[block == block[j]] += step
        elif kind <= 4:
            block[j] += step
        elif kind == 5:  # a tie, within the given or with any other entry
            other = block if rng.random() < 0.7 else point
            block[j] = other[int(rng.integers(other.size))]
        elif kind == 6:
            block[j] = float(rng.choice([0.0, 1.0, -1.0]))
        elif kind == 7:
            factor = float(rng.choice([0.5, 2.0, 10.0, 0.1, -1.0, 1.1, 0.9]))
            target = point if rng.random() < 0.6 else block
            target[:] = [_scaled(v, factor) for v in target]
        elif kind == 8:
            block += step
        elif kind == 9:
            i = int(rng.integers(block.size))
            block[i], block[j] = block[j], block[i]
        elif kind == 10 and not self.shapes[name]:
            block[0] = self._real(rng, point)
        elif kind == 10 and len(self.shapes[name]) > 1:  # a row like another
            matrix = block.reshape(self.shapes[name])
            i, k = rng.integers(0, matrix.shape[0], 2)
            matrix[i] = matrix[k]
        elif kind == 11:  # a rational with a small denominator: where equality is attained
            bound = int(rng.integers(1, 13))
            close = block == block[j]
            block[close] = _rounded(float(block[j]), bound)
        else:
            i = int(rng.integers(block.size))
            block[j] = _short((float(block[j]) + float(block[i])) / 2)


def rational(value: float) -> Fraction:
    """A rational with this float: a short one if there is one."""
    exact = Fraction(value) if np.isfinite(value) else Fraction(0)
    for bound in (1, 10, 100, 1000):
        short = exact.limit_denominator(bound)
        if float(short) == value:
            return short
    return exact


def _rounded(value: float, bound: int) -> float:
    return float(Fraction(value).limit_denominator(bound)) if np.isfinite(value) else value


def _short(value: float) -> float:
    """Rounded to 12 significant bits, so that moves do not pile up digits."""
    if value == 0 or not np.isfinite(value):
        return value
    mantissa, exponent = np.frexp(value)
    return float(np.ldexp(np.round(mantissa * 4096), int(exponent) - 12))


def _scaled(value: float, factor: float) -> float:
    """The product, to 12 digits: short decimals stay short."""
    return float(f"{value * factor:.12g}")


def _edge(rng: np.random.Generator, values: Floats) -> float:
    """A real that an array suggests: its largest size, width, least gap, or an entry."""
    kind = int(rng.integers(5))
    if kind == 0:
        return float(np.max(np.abs(values)))
    if kind == 1:
        return float(np.max(values) - np.min(values))
    if kind == 2:
        gaps = np.diff(np.unique(values))
        return float(np.min(gaps)) if gaps.size else 1.0
    if kind == 3:
        return float(np.sum(values))
    return float(values[int(rng.integers(values.size))])


def _without(shape: tuple[int, ...], axis: int) -> tuple[int, ...]:
    return shape[:axis] + shape[axis + 1 :]


def _nested(flat: tuple[Fraction, ...], shape: tuple[int, ...]) -> Any:
    if len(shape) == 1:
        return tuple(flat)
    step = len(flat) // shape[0]
    return tuple(_nested(flat[k * step : (k + 1) * step], shape[1:]) for k in range(shape[0]))
