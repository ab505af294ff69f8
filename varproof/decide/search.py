"""Untrusted search for the multipliers of the rule `arith`: linear programming, then an exact solution.

Nothing here counts as evidence: what is found is checked by the kernel and again by the independent checker.
"""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from varproof.decide.kernel import terms as t
from varproof.decide.kernel.terms import Node

Product = tuple[Fraction, Node, tuple[int, ...]]
_COLUMNS = 6000


class NotFound(ValueError):
    """No multipliers were found within the degree tried."""


def multipliers(
    goal: Node,
    premises: Sequence[Node],
    squares: Sequence[Node] = (),
    products: Sequence[tuple[int, ...]] = (),
) -> tuple[list[Product], list[tuple[Node, int]]]:
    """(products, equalities) that prove the relation `goal` from the relations `premises` by the rule `arith`.

    Tried in turn: single premises, pairs, pairs with squares of `squares`; `products` adds chosen products.
    Raises NotFound.
    """
    for degree, rounds in ((1, 1), (1, 2), (2, 1), (2, 2), (3, 1)):
        found = _attempt(goal, premises, squares, products, degree, rounds)
        if found is not None:
            return found
    raise NotFound(f"arith: no proof found of {goal!r} from " + ("; ".join(map(repr, premises)) or "nothing"))


def _attempt(
    goal: Node,
    premises: Sequence[Node],
    squares: Sequence[Node],
    chosen: Sequence[tuple[int, ...]],
    degree: int,
    rounds: int,
) -> tuple[list[Product], list[tuple[Node, int]]] | None:
    c: Node = goal.args[0]  # type: ignore[assignment]
    signs = [i for i, p in enumerate(premises) if p.op in ("ge", "gt")]
    equations = [i for i, p in enumerate(premises) if p.op == "eq"]
    candidates: list[tuple[Node, Node, tuple[int, ...]]] = []  # (s^2 * product, s, factors)
    if goal.op != "eq":
        subsets = {s for d in range(degree + 1) for s in itertools.combinations_with_replacement(signs, d)}
        for subset in sorted(subsets | set(chosen), key=lambda s: (len(s), s)):
            for s in [t.ONE, *squares]:
                value = t.mul(s, s)
                for i in subset:
                    value = t.mul(value, premises[i].args[0])  # type: ignore[arg-type]
                candidates.append((value, s, subset))
    strict = [
        j
        for j, (_, s, subset) in enumerate(candidates)
        if goal.op == "gt" and t.constant(s) and all(premises[i].op == "gt" for i in subset)
    ]
    multiples: list[tuple[Node, Node, int]] = []  # (r * equation, r, equation)
    pool = {m for value, _, _ in candidates for m, _ in t.terms(value)} | {m for m, _ in t.terms(c)}
    seen: set[tuple[Node, int]] = set()
    for _ in range(rounds):
        extra: set[Node] = set()
        for i in equations:
            e: Node = premises[i].args[0]  # type: ignore[assignment]
            for m in sorted(_quotients(pool, e), key=lambda m: m.id):
                r = t.monomial(m)
                if (r, i) not in seen:
                    seen.add((r, i))
                    value = t.mul(r, e)
                    multiples.append((value, r, i))
                    extra.update(m for m, _ in t.terms(value))
        pool |= extra
        if len(multiples) > _COLUMNS:
            return None
    columns = [value for value, _, _ in candidates] + [value for value, _, _ in multiples]
    weights = solve(dict(t.terms(c)), [dict(t.terms(value)) for value in columns], len(candidates), strict)
    if weights is None:
        return None
    products = [(w, s, subset) for w, (_, s, subset) in zip(weights, candidates, strict=False) if w]
    equalities = [(t.scale(w, r), i) for w, (_, r, i) in zip(weights[len(candidates) :], multiples, strict=True) if w]
    return products, _merged(equalities)


def _merged(equalities: Iterable[tuple[Node, int]]) -> list[tuple[Node, int]]:
    total: dict[int, Node] = {}
    for r, i in equalities:
        total[i] = t.add(total.get(i, t.ZERO), r)
    return [(r, i) for i, r in total.items()]


def _quotients(pool: Iterable[Node], e: Node) -> set[Node]:
    """The monomial 1 and all M / m for M in the pool, m in e that divide."""
    out = {t.ONE_MONO}
    divisors = [dict(t.factors(m)) for m, _ in t.terms(e)]
    for big in sorted(pool, key=lambda m: m.id):  # new terms are made below: their order must not vary
        for small in divisors:
            left = dict(t.factors(big))
            for atom, k in small.items():
                left[atom] = left.get(atom, Fraction(0)) - k
            if all(k > 0 or k == 0 or atom.op == "exp" for atom, k in left.items()):
                out.add(t.product({atom: k for atom, k in left.items() if k}))
    return out


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
