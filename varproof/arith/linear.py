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
    left = _Reduced(goal, columns, split)
    if not left.reduce():
        return None
    open_ = sorted(left.columns)
    wanted = [j for j in strict if j in left.columns] if strict else []
    positive = any(left.weights.get(j, 0) > 0 for j in strict)
    if strict and not positive and not wanted:
        return None
    weights = [left.weights.get(j, Fraction(0)) for j in range(len(columns))]
    if left.rows or (wanted and not positive):
        place = {j: k for k, j in enumerate(open_)}
        rest = _programme(
            {m: b for m, b in left.target.items() if b},
            [left.columns[j] for j in open_],
            sum(j < split for j in open_),
            [] if positive else [place[j] for j in wanted],
        )
        if rest is None:
            return None
        for j, w in zip(open_, rest, strict=True):
            weights[j] = w
    return weights


class _Reduced:
    """A system less the weights that its rows determine: rows without columns, with one, or with one sign."""

    def __init__(
        self, goal: Mapping[Any, Fraction | int], columns: Sequence[Mapping[Any, Fraction | int]], split: int
    ) -> None:
        self.split = split
        self.target: dict[Any, Fraction] = {m: Fraction(a) for m, a in goal.items()}
        self.columns: dict[int, Mapping[Any, Fraction | int]] = dict(enumerate(columns))
        self.rows: dict[Any, set[int]] = {}
        for j, column in self.columns.items():
            for m, a in column.items():
                if a:
                    self.rows.setdefault(m, set()).add(j)
        self.weights: dict[int, Fraction] = {}

    def reduce(self) -> bool:
        """Take out all that is determined; False when there is no solution."""
        todo = list(dict.fromkeys([*self.target, *self.rows]))
        waiting = set(todo)
        while todo:
            m = todo.pop()
            waiting.discard(m)
            fixed = self._row(m)
            if fixed is None:
                return False
            for j, w in fixed:
                for k, a in self.columns[j].items():
                    if a:
                        self.rows[k].discard(j)
                        self.target[k] = self.target.get(k, Fraction(0)) - w * a
                        if k not in waiting:
                            waiting.add(k)
                            todo.append(k)
                del self.columns[j]
                self.weights[j] = w
        self.rows = {m: live for m, live in self.rows.items() if live}
        return True

    def _row(self, m: Any) -> list[tuple[int, Fraction]] | None:
        """The weights that this row determines, or None when it cannot be met."""
        b = self.target.get(m, Fraction(0))
        live = self.rows.get(m, ())
        if not live:
            return None if b else []
        if len(live) == 1:
            (j,) = live
            w = b / self.columns[j][m]
            return None if w < 0 and j < self.split else [(j, w)]
        if any(j >= self.split for j in live):
            return []
        signs = {self.columns[j][m] > 0 for j in live}
        if len(signs) == 1:
            if not b:
                return [(j, Fraction(0)) for j in sorted(live)]
            if (b > 0) not in signs:
                return None
        return []


def _programme(
    target_: Mapping[Any, Fraction],
    columns: Sequence[Mapping[Any, Fraction | int]],
    split: int,
    strict: Sequence[int],
) -> list[Fraction] | None:
    """The same by a linear programme in floats, whose support is then solved exactly."""
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import coo_array

    rows: dict[Hashable, int] = {}
    data: list[tuple[int, int, Fraction]] = []
    for j, column in enumerate(columns):
        for m, a in column.items():
            data.append((rows.setdefault(m, len(rows)), j, Fraction(a)))
    target: dict[int, Fraction] = {}
    for m, a in target_.items():
        if m not in rows:
            return None
        target[rows[m]] = a
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
