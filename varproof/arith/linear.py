"""Linear systems with signs: weights found by linear programming in floats, then solved for exactly."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from typing import Any


def solve(
    goal: Mapping[Any, Fraction | int],
    columns: Sequence[Mapping[Any, Fraction | int]],
    split: int,
    strict: Sequence[int],
) -> list[Fraction] | None:
    """Weights w with sum w_j column_j = goal, w_j >= 0 for j < split, and w_j > 0 for some strict j if there are any.
    Columns and goal are sparse: coefficients by monomial."""
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import coo_array

    rows: dict[Hashable, int] = {}
    data: list[tuple[int, int, Fraction]] = []
    for j, column in enumerate(columns):
        for m, a in column.items():
            data.append((rows.setdefault(m, len(rows)), j, Fraction(a)))
    target: dict[int, Fraction] = {}
    for m, a in goal.items():
        if m not in rows:
            return None
        target[rows[m]] = Fraction(a)
    if not columns:
        return [] if not target else None
    b = np.zeros(len(rows))
    for r, a in target.items():
        b[r] = float(a)
    matrix = coo_array(
        ([float(a) for _, _, a in data], ([r for r, _, _ in data], [j for _, j, _ in data])),
        shape=(len(rows), len(columns)),
    ).tocsc()
    cost = np.array([1e-6 if strict else 1.0] * split + [0.0] * (len(columns) - split))
    bounds: list[tuple[float | None, float | None]] = [(0, None)] * split + [(None, None)] * (len(columns) - split)
    for j in strict:
        cost[j] = -1.0
        bounds[j] = (0, 1e3)
    result = linprog(cost, A_eq=matrix, b_eq=b, bounds=bounds, method="highs-ds")
    if result.x is None:
        return None
    for threshold in (1e-7, 1e-10):
        support = [j for j, x in enumerate(result.x) if abs(x) > threshold]
        weights = _exact(len(rows), data, target, support, result.x)
        nonnegative = weights is not None and all(w >= 0 for w in weights[:split])
        if weights is not None and nonnegative and (not strict or any(weights[j] > 0 for j in strict)):
            return weights
    return None


def _exact(
    rows: int,
    data: Sequence[tuple[int, int, Fraction]],
    target: dict[int, Fraction],
    support: Sequence[int],
    guess: Sequence[float],
) -> list[Fraction] | None:
    """The exact solution on the support, by elimination, or None; free weights keep their guess, rounded."""
    place = {j: k for k, j in enumerate(support)}
    system: list[dict[int, Fraction]] = [{} for _ in range(rows)]
    for r, j, a in data:
        if j in place:
            system[r][place[j]] = system[r].get(place[j], Fraction(0)) + a
    rhs = len(support)
    for r, a in target.items():
        system[r][rhs] = a
    pivots: dict[int, dict[int, Fraction]] = {}
    for row in system:
        for k in sorted(set(row) - {rhs}):
            if k in pivots and row.get(k):
                f = row[k]
                for i, a in pivots[k].items():
                    row[i] = row.get(i, Fraction(0)) - f * a
        live = {k: a for k, a in row.items() if a}
        free = [k for k in live if k != rhs]
        if not free:
            if live:
                return None
            continue
        k = min(free)
        lead = live[k]
        new = {i: a / lead for i, a in live.items()}
        for old in pivots.values():
            f = old.get(k, Fraction(0))
            if f:
                for i, a in new.items():
                    old[i] = old.get(i, Fraction(0)) - f * a
        pivots[k] = new
    weights = [Fraction(0)] * len(guess)
    for k, j in enumerate(support):
        if k not in pivots:
            weights[j] = Fraction(float(guess[j])).limit_denominator(1000)
    for k, row in pivots.items():
        rest = sum((a * weights[support[i]] for i, a in row.items() if i not in (k, rhs)), Fraction(0))
        weights[support[k]] = row.get(rhs, Fraction(0)) - rest
    return weights
