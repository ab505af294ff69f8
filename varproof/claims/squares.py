"""Kernels, squares and centres of matrices, exact or guessed from floats and then checked exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

import numpy as np

from varproof.arith.floats import Floats
from varproof.arith.polynomials import Dense

_ROUNDS, _SAMPLES = 60, 2000
_GUESSES = ((2, 1.5e-2), (12, 2e-3), (60, 1e-4))  # denominators, and how close to a number with such
Pair: TypeAlias = tuple[Fraction, Fraction]  # a + b rho


def moderate(*polys: Dense) -> bool:
    """Whether products of a few coefficients are within the range of floats."""
    return all(abs(c) < 10**90 for p in polys for c in p.values())


def combined(basis: list[tuple[int, ...]], vectors: list[list[Fraction]], v: list[Fraction]) -> Dense:
    out: Dense = {}
    for c, vector in zip(v, vectors, strict=True):
        for m, d in zip(basis, vector, strict=True):
            if c * d:
                out[m] = out.get(m, Fraction(0)) + c * d
    return {m: c for m, c in out.items() if c}


def kernel(rows: list[list[Fraction]], width: int) -> list[list[Fraction]]:
    """A basis of the vectors orthogonal to all rows."""
    pivots: list[int] = []
    reduced: list[list[Fraction]] = []
    for row in rows:
        row = list(row)
        for pivot, old in zip(pivots, reduced, strict=True):
            if row[pivot]:
                row = [a - row[pivot] * b for a, b in zip(row, old, strict=True)]
        k = next((j for j, a in enumerate(row) if a), None)
        if k is None:
            continue
        row = [a / row[k] for a in row]
        reduced = [[a - old[k] * b for a, b in zip(old, row, strict=True)] for old in reduced]
        pivots.append(k)
        reduced.append(row)
    found = []
    for free in (j for j in range(width) if j not in pivots):
        vector = [Fraction(0)] * width
        vector[free] = Fraction(1)
        for pivot, row in zip(pivots, reduced, strict=True):
            vector[pivot] = -row[free]
        found.append(vector)
    return found


def products(basis: list[tuple[int, ...]], vectors: list[list[Fraction]], places: list[tuple[int, int]]) -> list[Dense]:
    """v_i v_j for the places i >= j, twice off the diagonal."""
    polys = [{m: c for m, c in zip(basis, v, strict=True) if c} for v in vectors]
    found = []
    for i, j in places:
        out: Dense = {}
        for m, c in polys[i].items():
            for n, d in polys[j].items():
                key = tuple(x + y for x, y in zip(m, n, strict=True))
                out[key] = out.get(key, Fraction(0)) + c * d * (1 if i == j else 2)
        found.append({m: c for m, c in out.items() if c})
    return found


def solutions(columns: list[Dense], p: Dense) -> tuple[list[Fraction], list[list[Fraction]]] | None:
    """One solution e of sum e_k column_k = p, and a basis of the homogeneous ones."""
    width = len(columns)
    rows: dict[tuple[int, ...], list[Fraction]] = {}
    for k, column in enumerate(columns):
        for m, c in column.items():
            rows.setdefault(m, [Fraction(0)] * (width + 1))[k] = c
    for m, c in p.items():
        if m not in rows:
            return None
        rows[m][width] = -c
    found = kernel(list(rows.values()), width + 1)
    last = [v for v in found if v[width]]
    if not last:
        return None
    first = [a / last[0][width] for a in last[0][:width]]
    return first, [v[:width] for v in found if not v[width]]


def centre(
    first: list[Fraction], moves: list[list[Fraction]], places: list[tuple[int, int]], size: int
) -> np.ndarray | None:
    """The y for which G(y) has the largest determinant among the positive definite ones, by Newton's method.

    np.linalg.LinAlgError where floats do not carry it.
    """

    def matrix(entries: list[Fraction]) -> np.ndarray:
        out = np.zeros((size, size))
        for (i, j), e in zip(places, entries, strict=True):
            out[i, j] = out[j, i] = float(e)
        return out

    start, steps = matrix(first), [matrix(m) for m in moves]
    if len(steps) > 150:
        return None
    y, weight = np.zeros(len(steps)), 1.0
    shift = max(0.0, -float(np.linalg.eigvalsh(start)[0])) * 1.1 + 1e-3 if size else 0.0
    shift = shift if np.linalg.eigvalsh(start)[0] <= 1e-9 else 0.0
    for _ in range(_ROUNDS * 4):
        gram = start + sum((a * m for a, m in zip(y, steps, strict=True)), np.zeros((size, size)))
        free = [*steps, np.eye(size)] if shift else steps
        inverse = np.linalg.inv(gram + shift * np.eye(size))
        scaled = np.array([inverse @ m for m in free]).reshape(len(free), size, size)
        slope = np.trace(scaled, axis1=1, axis2=2)
        if shift:
            slope[-1] -= weight
        if not free:
            break
        rows, columns = (m.reshape(len(free), -1) for m in (scaled, scaled.transpose(0, 2, 1)))
        bend = rows @ columns.T + 1e-12 * np.eye(len(free))  # traces of products
        move = np.linalg.solve(bend, slope)
        size_ = max(float(slope @ move), 0.0) ** 0.5
        move = move / (1 + size_)
        y = y + move[: len(steps)]
        if shift:
            shift = shift + float(move[-1])
            now = start + sum((a * m for a, m in zip(y, steps, strict=True)), np.zeros((size, size)))
            if np.linalg.eigvalsh(now)[0] > 1e-7 * max(1.0, float(np.abs(now).max())):
                shift = 0.0
            elif size_ < 0.3:
                weight *= 2
            if weight > 1e9:
                return None
        elif size_ < 1e-9:
            break
    return None if shift else y


def diagonal(gram: list[list[Fraction]]) -> list[tuple[Fraction, list[Fraction]]] | None:
    """G = sum of w v v^T with w > 0; None if G is not positive semidefinite."""
    size = len(gram)
    found: list[tuple[Fraction, list[Fraction]]] = []
    rest = [list(row) for row in gram]
    for k in range(size):
        pivot = rest[k][k]
        if pivot < 0 or (pivot == 0 and any(rest[k])):
            return None
        if pivot:
            v = [a / pivot for a in rest[k]]
            found.append((pivot, v))
            rest = [[a - pivot * v[i] * v[j] for j, a in enumerate(row)] for i, row in enumerate(rest)]
    return found


def rational_rows(rows: Floats, root: Fraction | None) -> list[list[Fraction]] | None:
    """Rational rows whose kernel is that of the given ones: reduced, its numbers recognised."""
    rows = rows.copy()
    found: list[list[Fraction]] = []
    for k in range(len(rows)):
        part = rows[k:]
        i, j = np.unravel_index(int(np.abs(part).argmax()), part.shape)
        rows[[k, k + int(i)]] = rows[[k + int(i), k]]
        rows[k] /= rows[k, int(j)]
        for other in range(len(rows)):
            if other != k:
                rows[other] -= rows[other, int(j)] * rows[k]
    for row in rows:
        pairs = [_recognised(float(v), root) for v in row]
        if any(pair is None for pair in pairs):
            return None
        parts = [[pair[j] for pair in pairs if pair] for j in (0, 1)]
        found += [part for part in parts if any(part)]
    return found


def _recognised(v: float, root: Fraction | None) -> Pair | None:
    """a + b rho with small rationals, rho^2 = root: kernels come out to three digits, so that few denominators are
    asked; a wrong guess only fails."""
    nil = Fraction(0)
    for limit, near in _GUESSES:
        q = Fraction(v).limit_denominator(limit)
        if abs(float(q) - v) < near:
            return q, nil
    if root is None:
        return None
    rho = float(root) ** 0.5
    for bottom in (root.numerator * j for j in (1, 2, 3) if root < 100):
        q = Fraction(round(v / rho * bottom), bottom)
        if abs(float(q) * rho - v) < _GUESSES[1][1]:
            return nil, q
    for limit, near in _GUESSES[1:]:
        q = Fraction(v / rho).limit_denominator(limit)
        if abs(float(q) * rho - v) < near:
            return nil, q
    for bottom in (1, 2, 3, 4, 6):
        for top in range(1, 2 * bottom + 1):
            for b in (Fraction(top, bottom), Fraction(-top, bottom)):
                a = Fraction(v - float(b) * rho).limit_denominator(6)
                if abs(float(a) + float(b) * rho - v) < _GUESSES[1][1]:
                    return a, b
    return None


def fails(p: Dense, facts: list[Dense]) -> bool:
    """Whether p is negative at one of some points where the facts hold."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((_SAMPLES, len(next(iter(p))))) * 2.0 ** rng.integers(-3, 4, (_SAMPLES, 1))
    for single in (x, np.abs(x)):
        values = [_values(f, single) for f in facts]
        keep = np.logical_and.reduce([v >= 0 for v in values]) if values else np.ones(_SAMPLES, bool)
        sizes = _values({m: abs(c) for m, c in p.items()}, np.abs(single))
        if (_values(p, single)[keep] < -1e-9 * sizes[keep]).any():
            return True
    return False


def _values(p: Dense, x: Floats) -> Floats:
    total: Floats = np.zeros(len(x))
    for m, c in p.items():
        total = total + float(c) * np.prod(x ** np.array(m, dtype=float), axis=1)
    return total
