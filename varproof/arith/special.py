"""Enclosures in float64 of the functions of one argument beyond those of `intervals`: by balls at the ends.

A ball's ends are rounded to nearest float64 and moved to the next one outwards, so that they are bounds.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from math import floor, inf, isfinite, nextafter
from typing import NamedTuple, TypeAlias

import numpy as np

from varproof.arith.balls import POLY, ends

Interval: TypeAlias = tuple[float, float, bool]


class Function(NamedTuple):
    """domain: what is asked of the argument ("gt": > 0); way: 1 increasing, -1 decreasing, 0 neither, on its domain;
    jumps: it has no derivative."""

    says: str
    domain: str = ""
    way: int = 1
    odd: bool = False
    jumps: bool = False


TABLE: dict[str, Function] = {
    "atan": Function("arcus tangent", odd=True),
    "asinh": Function("inverse of sinh", odd=True),
    "cbrt": Function("the real cube root", odd=True),
    "erf": Function("2/√π ∫₀ˣ exp(−t²) dt", odd=True),
    "erfc": Function("1 − erf", way=-1),
    "lgamma": Function("log Γ, on x > 0", "gt", 0),
    **{name: Function(f"derivative {m + 1} of lgamma", "gt", -1 if m % 2 else 1) for m, name in enumerate(POLY)},
    "floor": Function("the largest whole number ≤ x", jumps=True),
    "sign": Function("−1, 0 or 1", odd=True, jumps=True),
}
_LEAST = (1.46163214496836, 1.46163214496837)  # around the minimum of lgamma
_BOTTOM = -0.12148629053584962  # below it
_HALF_PI = 1.5707963267948968


def _bounds(head: str) -> tuple[float, float]:
    if head in ("atan", "erf", "erfc"):
        return {"atan": (-_HALF_PI, _HALF_PI), "erf": (-1.0, 1.0), "erfc": (0.0, 2.0)}[head]
    if head == "lgamma":
        return _BOTTOM, inf
    if TABLE[head].domain and head != "digamma":
        return (0.0, inf) if TABLE[head].way < 0 else (-inf, 0.0)
    return -inf, inf


@lru_cache(maxsize=20_000)
def at(head: str, x: float) -> tuple[float, float]:
    """From below and above, at a number of the domain or at an infinite one."""
    least, most = _bounds(head)
    if not isfinite(x):
        return least, most
    if x == 0 and TABLE[head].odd:
        return 0.0, 0.0
    low, high = ends(head, x)
    return max(least, nextafter(low, -inf)), min(most, nextafter(high, inf))


def enclosed(head: str, a: Interval) -> Interval:
    """Of the part that is in the domain; bad where this may not be all."""
    low, high, bad = a
    if head == "floor":
        return _floor(low), _floor(high), bad
    if head == "sign":
        return float((low > 0) - (low < 0)), float((high > 0) - (high < 0)), bad
    f = TABLE[head]
    if f.domain and low <= 0:
        bad = True
        if high <= 0:
            return -inf, inf, True
    first = at(head, low) if low > 0 or not f.domain else _bounds(head)
    last = at(head, high) if low != high else first
    if f.way:
        return (first[0], last[1], bad) if f.way > 0 else (last[0], first[1], bad)
    if high <= _LEAST[0] or low >= _LEAST[1]:
        return min(first[0], last[0]), max(first[1], last[1]), bad
    return _BOTTOM, max(first[1], last[1]), bad


def _floor(x: float) -> float:
    return float(floor(x)) if isfinite(x) else x


def jump(a: Interval) -> Interval:
    """The derivative of what jumps: not used anywhere."""
    return -inf, inf, True


INTERVALS: dict[str, Callable[[Interval], Interval]] = {head: partial(enclosed, head) for head in TABLE}
INTERVALS["jump"] = jump


def rows(head: str, x: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
    """The same for rows of lower and upper ends."""
    function = INTERVALS[head]
    made = [function((low, high, False)) for low, high in zip(*x.tolist(), strict=True)]
    low, high, bad = (np.array(part) for part in zip(*made, strict=True))
    return np.stack((low, high)), bad if bad.any() else None
