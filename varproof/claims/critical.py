"""Where a goal is least or 0: points that Newton's method proposes, and the leaf ``t`` at a point that is exact.

Floats propose; the signs that count are those of exact numbers and balls (`varproof.claims.points`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, product
from typing import TypeAlias

import numpy as np

from varproof.claims import points
from varproof.claims.enclosures import Enclosures

Place: TypeAlias = tuple[points.Coordinate, ...]
Sides: TypeAlias = list[tuple[Fraction, Fraction]]


def sign(e: Enclosures, node: int, at: Place) -> int | None:
    return points.sign(e.graph.term(node), dict(enumerate(at)))


def least(e: Enclosures, sides: Sides, free: list[int]) -> Iterator[tuple[Place, int]]:
    """Points of a box at which f, if it is convex there, is least, and the sign of f: all slopes point inwards."""
    tried: set[Place] = set()
    for c in _newton(e, sides, free):
        if c in tried:
            continue
        tried.add(c)
        found = sign(e, e.f, c)
        if found is not None and (found < 0 or all(_inward(e, k, c, sides[k]) for k in free)):
            yield c, found


def _newton(e: Enclosures, sides: Sides, free: list[int]) -> list[Place]:
    """Points near the critical point of f in the box: simple rationals first, then roots and the like."""
    ends = [(float(low), float(high)) for low, high in sides]
    x = [low / 2 + high / 2 for low, high in ends]
    slopes = tuple(e.gradient[k] for k in free)
    bends = tuple(e.hessian[max(j, k)][min(j, k)] for j in free for k in free)
    size = 1.0
    for _ in range(8):
        made = e.floats((*slopes, *bends), x)
        gradient, matrix = np.array(made[: len(free)]), np.array(made[len(free) :]).reshape(len(free), -1)
        if not (np.isfinite(gradient).all() and np.isfinite(matrix).all()):
            break
        size = float(np.abs(matrix).max())
        if len(free) == 1:
            move = [made[0] / made[1] if made[1] else 0.0]
        else:
            move = np.linalg.lstsq(matrix, gradient, rcond=None)[0].tolist()
        for k, m in zip(free, move, strict=True):
            x[k] = min(max(x[k] - m, ends[k][0]), ends[k][1])
        if all(abs(m) <= 1e-13 * (abs(x[k]) + 1e-3) for k, m in zip(free, move, strict=True)):
            break
    found: list[Place] = []
    rest = [(low + high) / 2 for low, high in sides]  # of variables without influence, well inside
    for limit in (1, 2, 12, 100, 1000):
        c = {k: min(max(Fraction(x[k]).limit_denominator(limit), sides[k][0]), sides[k][1]) for k in free}
        # an inner coordinate that is not critical would be in vain: its slope is about size times its distance
        if all(q in sides[k] or size * abs(float(q) - x[k]) <= 1e-9 * (1 + size * abs(x[k])) for k, q in c.items()):
            found.append(tuple(c.get(k, rest[k]) for k in range(len(sides))))
    special: list[list[points.Coordinate]] = [[q] for q in rest]
    for k in free:
        low, high = sides[k]
        half = min(max(Fraction(x[k]).limit_denominator(2), low), high)
        special[k] = [v for v in points.closed(x[k]) if points.within(v, low, high)] or [half]
    return [*found, *islice(product(*special), 8)]


def _inward(e: Enclosures, k: int, at: Place, ends: tuple[Fraction, Fraction]) -> bool:
    found = sign(e, e.gradient[k], at)
    return found == 0 or (found == 1 and at[k] == ends[0]) or (found == -1 and at[k] == ends[1])


def root(e: Enclosures, sides: Sides, free: list[int]) -> Iterator[Place]:
    """Points of a box at which f is 0, along one variable each."""
    for k in free:
        low, high = (float(end) for end in sides[k])
        x = [float(a) / 2 + float(b) / 2 for a, b in sides]
        for _ in range(30):
            value, slope = e.floats((e.f, e.gradient[k]), x)
            if not slope or not math.isfinite(value / slope):
                break
            x[k] = min(max(x[k] - value / slope, low), high)
        near = [Fraction(x[k]).limit_denominator(q) for q in (1, 10, 1000, 10**6)]
        places: list[points.Coordinate] = [min(max(q, sides[k][0]), sides[k][1]) for q in near]
        places += [v for v in points.closed(x[k]) if points.within(v, *sides[k])]
        for place in places:
            c = tuple(place if j == k else Fraction(v) for j, v in enumerate(x))
            if sign(e, e.f, c) == 0:
                yield c
                break
