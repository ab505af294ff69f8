"""A polynomial that is not negative where others are not, as p = sum of w s^2 + sum of v g + sum of r l.

The g are known to be >= 0 and the l to be 0, such as sin^2 + cos^2 - 1; w and v are rationals >= 0. As for sums of
squares (`varproof.claims.squares`), a matrix found by floats is rounded to rationals; first the squares are restricted
to what vanishes where p is 0, and the g to those that are 0 there. Such a point is found by descent and recognised:
its coordinates are rationals, or rational multiples of one root of a rational.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

import numpy as np

from varproof.arith.polynomials import Dense
from varproof.claims.squares import centre, combined, diagonal, kernel, moderate, products, solutions

_BASIS, _COLUMNS, _STARTS, _CLOSE, _LARGEST = 10, 150, 4, 1e-6, 60
_ROUNDS = 60
_LEVELS = (1, 2, 12, 60, 1000, 10**6, 10**9)
Pair = tuple[Fraction, Fraction]  # a + b rho
_NIL: Pair = (Fraction(0), Fraction(0))
Found = tuple[list[tuple[Fraction, Dense]], list[Fraction]]


def combination(p: Dense, facts: list[Dense], laws: list[Dense], root: tuple[int, Fraction] | None) -> Found | None:
    """(w, s) and v, one for each g; None where nothing is found. root: the variable that is rho = sqrt(D), and D."""
    if not moderate(p, *facts, *laws):
        return None
    count, degree = len(next(iter(p))), max(sum(m) for m in p)
    half = (max(degree, *(sum(m) for law in laws for m in law)) + 1) // 2 if laws else (degree + 1) // 2
    basis = [m for m in product(range(half + 1), repeat=count) if sum(m) <= half]
    if len(basis) > _BASIS:
        return None
    rows: list[list[Fraction]] = []
    live = set(range(len(facts)))
    for zero, square in _zeros(p, facts, laws, root):
        values = [_value({m: Fraction(1)}, zero, square) for m in basis]
        rows += [[v[j] for v in values] for j in (0, 1)]
        live = {k for k in live if _value(facts[k], zero, square) == _NIL}
    vectors = kernel(rows, len(basis))
    places = [(i, j) for i in range(len(vectors)) for j in range(i + 1)]
    columns, used = products(basis, vectors, places), sorted(live)
    columns += [facts[k] for k in used]
    for law in laws:
        top = max(2 * half, degree) - max(sum(m) for m in law)
        shifts = [m for m in product(range(top + 1), repeat=count) if sum(m) <= top]
        columns += [{tuple(a + b for a, b in zip(m, n, strict=True)): c for n, c in law.items()} for m in shifts]
    if len(columns) > _COLUMNS:
        return None
    space = solutions(columns, p)
    if space is None:
        return None
    first, moves = space
    size = len(vectors) + len(used)
    both = [*places, *((len(vectors) + k, len(vectors) + k) for k in range(len(used)))]
    try:
        found = centre(first[: len(both)], [m[: len(both)] for m in moves], both, size)
    except np.linalg.LinAlgError:
        return None
    if found is None:
        return None
    for level in _LEVELS:
        entries = list(first)
        for y, move in zip(found, moves, strict=True):
            q = Fraction(round(float(y) * level), level)
            entries = [e + q * m for e, m in zip(entries, move, strict=True)]
        gram = [[Fraction(0)] * len(vectors) for _ in vectors]
        for (i, j), e in zip(places, entries, strict=False):
            gram[i][j] = gram[j][i] = e
        squares, weights = diagonal(gram), entries[len(places) : len(both)]
        if squares is not None and all(w >= 0 for w in weights):
            whole = dict(zip(used, weights, strict=True))
            return [(w, combined(basis, vectors, v)) for w, v in squares], [
                whole.get(k, Fraction(0)) for k in range(len(facts))
            ]
    return None


def _value(p: Dense, at: list[Pair], square: Fraction) -> Pair:
    """The value at a point, exactly."""
    a, b = Fraction(0), Fraction(0)
    for m, c in p.items():
        x, y = c, Fraction(0)
        for (u, v), e in zip(at, m, strict=True):
            for _ in range(e):
                x, y = x * u + y * v * square, x * v + y * u
        a, b = a + x, b + y
    return a, b


class _Floats:
    """A polynomial and its slopes in floats."""

    def __init__(self, p: Dense) -> None:
        self.c = np.array([float(c) for c in p.values()])
        self.m = np.array(list(p), dtype=float)

    def value(self, x: np.ndarray) -> float:
        return float(self.c @ np.prod(x**self.m, axis=1))

    def slopes(self, x: np.ndarray) -> np.ndarray:
        found = []
        for j in range(len(x)):
            lower = self.m.copy()
            lower[:, j] = np.maximum(lower[:, j] - 1, 0)
            found.append(float((self.c * self.m[:, j]) @ np.prod(x**lower, axis=1)))
        return np.array(found)


def _zeros(
    p: Dense, facts: list[Dense], laws: list[Dense], root: tuple[int, Fraction] | None
) -> Iterator[tuple[list[Pair], Fraction]]:
    """Points at which p and the laws are 0 and the facts are not negative, and the square of rho there."""
    from scipy.optimize import minimize

    count = len(next(iter(p)))
    whole, known, zero = _Floats(p), [_Floats(g) for g in facts], [_Floats(h) for h in laws]
    if root:
        known.append(_Floats({tuple(int(j == root[0]) for j in range(count)): Fraction(1)}))
    limits = [{"type": "ineq", "fun": g.value, "jac": g.slopes} for g in known]
    limits += [{"type": "eq", "fun": h.value, "jac": h.slopes} for h in zero]
    rng = np.random.default_rng(0)
    tried = [np.array(x, dtype=float) for x in product((0, 1, -1), repeat=count)]
    for _ in range(_STARTS):
        start = rng.standard_normal(count)
        with np.errstate(all="ignore"):
            options = {"ftol": 1e-15, "maxiter": _ROUNDS}
            found = minimize(whole.value, start, jac=whole.slopes, constraints=limits, method="SLSQP", options=options)
        tried.append(found.x)
    for x in tried:
        if not (np.abs(x) < 1e6).all() or any(g.value(x) < -_CLOSE for g in known):
            continue
        at, square = _recognised(x.tolist(), root and root[1])
        if at is not None and all(_value(q, at, square) == _NIL for q in (p, *laws)):
            yield at, square


def _recognised(x: list[float], square: Fraction | None) -> tuple[list[Pair] | None, Fraction]:
    """Coordinates a or b rho, and the square of rho: the given one, or that of a coordinate."""
    found: list[Pair] = []
    for v in x:
        q = Fraction(v).limit_denominator(_LARGEST)
        if abs(float(q) - v) < _CLOSE:
            found.append((q, Fraction(0)))
            continue
        if square is None:
            square = Fraction(v * v).limit_denominator(_LARGEST)
        q = Fraction(v / float(square) ** 0.5).limit_denominator(_LARGEST) if square > 0 else q
        if abs(float(q) * float(square) ** 0.5 - v) >= _CLOSE:
            return None, Fraction(0)
        found.append((Fraction(0), q))
    return found, square or Fraction(0)
