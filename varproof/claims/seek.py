"""Candidates of a counterexample where hypotheses bind: local minima of a goal by floats, then exact points close by.

An exact point keeps all hypotheses: rationals a little inside, numbers with names, or an equation solved for one of
its variables. Nothing here is evidence: each candidate is confirmed elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, product
from math import isfinite
from typing import Any

import numpy as np

from varproof.arith.floats import Floats
from varproof.claims import points
from varproof.claims.critical import Place
from varproof.claims.enclosures import Enclosures
from varproof.claims.forms import ONE, TooLarge
from varproof.claims.state import State

_STARTS, _SAMPLES, _ROUNDS = 4, 2000, 60
_HUGE = 1e9


def candidates(s: State) -> Iterator[Place]:
    """Places near the least values of the goal."""
    both = [h for kind, h in s.given if kind == "ge" and ("ge", s.graph.op("neg", h)) in s.given]
    equations = [h for h in both if s.graph.ops[h][0] != "neg"]
    bounds = [h for kind, h in s.given if kind != "ne" and h not in both]
    inner = _inside(s, bounds) if bounds and not equations else None
    for x in _minima(s, bounds, equations):
        if inner is not None:
            for step in (0.0, 1e-9, 1e-7, 1e-5, 1e-3):
                yield _rational(s, x + step * (inner - x), 10**12)
        for limit in (1, 2, 12, 100):
            yield _rational(s, x, limit)
        yield from _named(s, x)
        if equations:
            yield from _solved(s, equations, x)


def _clamped(s: State, k: int, q: Fraction) -> Fraction:
    low, high = s.sides[k]
    return min(max(q, low), high)


def _rational(s: State, x: Floats, limit: int) -> Place:
    return tuple(_clamped(s, k, Fraction(float(v)).limit_denominator(limit)) for k, v in enumerate(x))


def _named(s: State, x: Floats) -> Iterator[Place]:
    """With roots, logarithms and exponentials of small rationals."""
    choices: list[list[points.Coordinate]] = []
    for k, v in enumerate(x.tolist()):
        found = [c for c in points.closed(v) if points.within(c, *s.sides[k])]
        choices.append([*found, _clamped(s, k, Fraction(v).limit_denominator(100))])
    yield from islice(product(*choices), 8)


def _solved(s: State, equations: list[int], x: Floats) -> Iterator[Place]:
    """Rationals, and what the equations then say of one variable each, of degree 1 or 2 in it, one after the other."""
    middle = np.array([float(a + b) / 2 for a, b in s.sides])
    for limit, step in ((10, 0.0), (1000, 0.0), (10, 0.2), (1000, 1e-2), (10**6, 0.0)):
        place, solved = _rational(s, x + step * (middle - x), limit), set[int]()
        try:
            for h in sorted(equations, key=lambda h: len(s.variables(h))):
                free = sorted(s.variables(h) - solved, reverse=True)
                found = next(((k, t) for k in free if (t := _root(s, h, k, x)) is not None), None)
                if found is None:
                    break
                place = points.put_in(place, *found)
                solved.add(found[0])
            else:
                yield place
        except TooLarge:
            return


def _root(s: State, h: int, k: int, x: Floats) -> Any:
    """The term for the k-th variable by which h = 0, near x."""
    g, forms = s.graph, s.forms
    v = g.of(("var", s.names[k]))
    over, under = forms.of(h)
    parts = [
        {tuple(f for f in m if f[0] != v): c for m, c in over.items() if dict(m).get(v, 0) == e} for e in (0, 1, 2)
    ]
    if under != ONE or sum(map(len, parts)) < len(over) or not (parts[1] or parts[2]):
        return None
    c, b, a = (forms.node(p) for p in parts)
    if any(k in s.variables(n) for n in (a, b, c)):
        return None
    if not parts[2]:
        return g.term(g.op("neg", g.op("/", c, b)))
    half = g.op("/", g.op("neg", b), g.op("*", g.const(2), a))
    root = g.op("sqrt", g.op("-", g.power(half, 2), g.op("/", c, a)))
    middle = Enclosures(g, half, len(s.sides)).floats((half,), x.tolist())[0]
    return g.term(g.op("+" if x[k] >= middle else "-", half, root))


def _inside(s: State, bounds: list[int]) -> Floats | None:
    """A point well inside the hypotheses, among some samples."""
    rng = np.random.default_rng(1)
    e = Enclosures(s.graph, s.node, len(s.sides))
    best, depth = None, 0.0
    for _ in range(_SAMPLES // 10):
        x = [float(a) + (float(b) - float(a)) * rng.random() for a, b in s.sides]
        least = min([1.0, *e.floats(tuple(bounds), x)]) if bounds else 1.0
        if isfinite(least) and least > depth:
            best, depth = np.array(x), least
    return best


def _minima(s: State, bounds: list[int], equations: list[int]) -> Iterator[Floats]:
    from scipy.optimize import minimize

    e, g = Enclosures(s.graph, s.node, len(s.sides)), s.graph
    count = range(len(s.sides))
    slopes = {h: tuple(g.derivative(h, k) for k in count) for h in (s.node, *bounds, *equations)}

    def value(h: int, x: Floats) -> float:
        v = e.floats((h,), x.tolist())[0]
        return v if isfinite(v) else _HUGE

    def slope(h: int, x: Floats) -> Floats:
        found: Floats = np.nan_to_num(np.array(e.floats(slopes[h], x.tolist())), posinf=0.0, neginf=0.0)
        return found

    def part(kind: str, h: int) -> dict[str, Any]:
        return {"type": kind, "fun": lambda x: value(h, x), "jac": lambda x: slope(h, x)}

    sides = [(float(a), float(b)) for a, b in s.sides]
    limits = [*(part("ineq", h) for h in bounds), *(part("eq", h) for h in equations)]
    rng = np.random.default_rng(0)
    starts = [np.array([(a + b) / 2 for a, b in sides])]
    more = 3 * _STARTS if equations else _STARTS - 1
    starts += [np.array([a + (b - a) * rng.random() for a, b in sides]) for _ in range(more)]
    for start in starts:
        with np.errstate(all="ignore"):
            found = minimize(
                lambda x: value(s.node, x), start, jac=lambda x: slope(s.node, x), bounds=sides, constraints=limits,
                method="SLSQP", options={"maxiter": _ROUNDS, "ftol": 1e-14},
            )  # fmt: skip
        if np.isfinite(found.x).all():
            yield np.array(found.x, dtype=float)
