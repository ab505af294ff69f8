"""Enclosures of integrals over cubes: a sum over boxes, the worst of which is halved until there are enough.

A number that depends on the variables is enclosed on a box with middle m in three ways: f(m); f anywhere; and slopes
s_i with f(x) - f(m) = sum s_i (x_i - m_i). If s_i lies within r_i of c_i, then c_i (x_i - m_i) integrates to 0, and the
integral differs from volume * f(m) by at most volume * sum r_i w_i / 4, w the sides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache
from heapq import heappop, heappush
from math import prod
from typing import Any

from varproof.recheck.numbers.rounding import exp_, lambertw_, log_, ratio, rounding, sqrt_

DIGITS = 24
BOXES_PER_DIGIT = 4
BUDGET = 5000  # boxes
Interval = tuple[Decimal, Decimal]
Slopes = list[Interval] | None  # None: not bounded
Value = tuple[Interval, Interval, Slopes]
NIL, ONE = Decimal(0), Decimal(1)
UP, DOWN = rounding(DIGITS, True), rounding(DIGITS, False)


def add(a: Interval, b: Interval) -> Interval:
    return DOWN.add(a[0], b[0]), UP.add(a[1], b[1])


def minus(a: Interval) -> Interval:
    return a[1].copy_negate(), a[0].copy_negate()


def times(a: Interval, b: Interval) -> Interval:
    if a[0] >= 0:
        return DOWN.multiply(a[b[0] < 0], b[0]), UP.multiply(a[b[1] >= 0], b[1])
    if a[1] <= 0:
        return minus(times(minus(a), b))
    if b[0] >= 0 or b[1] <= 0:
        return times(b, a)
    return (
        min(DOWN.multiply(a[0], b[1]), DOWN.multiply(a[1], b[0])),
        max(UP.multiply(a[0], b[0]), UP.multiply(a[1], b[1])),
    )


def inverse(a: Interval) -> Interval:
    """DivisionByZero (a DecimalException) or a wrong order cannot pass: 0 is outside."""
    if a[0] <= 0 <= a[1]:
        raise ZeroDivisionError
    return DOWN.divide(ONE, a[1]), UP.divide(ONE, a[0])


@lru_cache(maxsize=10_000)
def number(q: Fraction) -> Interval:
    return ratio(q, DOWN), ratio(q, UP)


def hull(a: Interval, b: Interval) -> Interval:
    return min(a[0], b[0]), max(a[1], b[1])


def increasing(function: Callable[[Decimal, Context], Decimal], a: Interval) -> Interval:
    return function(a[0], DOWN), function(a[1], UP)


def tilted(by: Interval, slopes: Slopes) -> Slopes:
    return slopes and [times(by, s) for s in slopes]


def both(a: Slopes, b: Slopes, join: Callable[[Interval, Interval], Interval]) -> Slopes:
    return a and b and [join(s, t) for s, t in zip(a, b, strict=True)]


class Box:
    """One box: its sides, and what is known of numbers on it."""

    def __init__(self, sides: Sequence[tuple[Fraction, Fraction]], variables: Sequence[Any]) -> None:
        self.sides = sides
        self.known: dict[Any, Value] = {}
        self.reach = [hull(half, minus(half)) for half in (number((b - a) / 2) for a, b in sides)]
        for k, (x, (a, b)) in enumerate(zip(variables, sides, strict=True)):
            slopes = [(ONE, ONE) if j == k else (NIL, NIL) for j in range(len(sides))]
            self.known[x] = number((a + b) / 2), (ratio(a, DOWN), ratio(b, UP)), slopes

    def fill(self, order: Sequence[Any], still: Callable[[Any], Interval]) -> None:
        """The numbers in order, what they are made of first."""
        flat: Slopes = [(NIL, NIL)] * len(self.sides)

        def get(x: Any) -> Value:
            return self.known[x] if x in self.known else (still(x), still(x), flat)

        for x in order:
            if x not in self.known:
                middle, anywhere, slopes = self.made(x, get, flat)
                if slopes:
                    other = middle
                    for s, w in zip(slopes, self.reach, strict=True):
                        other = add(other, times(s, w))
                    anywhere = max(anywhere[0], other[0]), min(anywhere[1], other[1])
                self.known[x] = middle, anywhere, slopes

    def made(self, x: Any, get: Callable[[Any], Value], flat: Slopes) -> Value:
        kind = x.kind
        if kind == "linear":
            middle = anywhere = number(x.args[1])
            slopes = flat
            for y, c in x.args[0]:
                m, r, s = get(y)
                by = number(c)
                middle, anywhere = add(middle, times(by, m)), add(anywhere, times(by, r))
                slopes = both(slopes, tilted(by, s), add)
            return middle, anywhere, slopes
        (m, r, s), *others = [get(y) for y in x.args if hasattr(y, "kind")]
        if kind == "variable":
            return m, r, s
        if kind == "mul":
            n, q, t = others[0]
            return times(m, n), times(r, q), both(tilted(q, s), tilted(m, t), add)
        if kind == "max":
            n, q, t = others[0]
            if r[0] >= q[1] or q[0] >= r[1]:
                return (m, r, s) if r[0] >= q[1] else (n, q, t)
            return (max(m[0], n[0]), max(m[1], n[1])), (max(r[0], q[0]), max(r[1], q[1])), both(s, t, hull)
        if kind == "pow":
            power, steep = [m, r], number(Fraction(x.args[1]))
            for _ in range(x.args[1] - 1):
                power, steep = [times(power[0], m), times(power[1], r)], times(steep, r)
            return power[0], power[1], tilted(steep, s)
        if kind == "inv":
            back = inverse(r)
            return inverse(m), back, tilted(minus(times(back, back)), s)
        r = (max(r[0], NIL), r[1]) if kind in ("sqrt", "lambertw") else r  # of numbers known to be >= 0 all over
        m = (max(m[0], NIL), m[1]) if kind in ("sqrt", "lambertw") else m
        function = {"exp": exp_, "log": log_, "sqrt": sqrt_, "lambertw": lambertw_}[kind]
        value = increasing(function, r)
        if kind == "sqrt" and value[0] <= 0:
            return increasing(function, m), value, None
        steep = {
            "exp": lambda: value,
            "log": lambda: inverse(r),
            "sqrt": lambda: inverse(add(value, value)),
            "lambertw": lambda: inverse(times(add(value, (ONE, ONE)), increasing(exp_, value))),
        }[kind]()
        return increasing(function, m), value, tilted(steep, s)

    def integral(self, x: Any) -> tuple[Interval, list[Decimal]]:
        """Of the number x over the box, and the share of each side in the error."""
        middle, anywhere, slopes = self.known[x]
        widths = [b - a for a, b in self.sides]
        volume = number(prod(widths, start=Fraction(1)))
        if slopes is None:
            return times(volume, anywhere), [ratio(w, UP) for w in widths]
        shares = [UP.multiply(UP.subtract(b, a), ratio(w / 8, UP)) for (a, b), w in zip(slopes, widths, strict=True)]
        for share in shares:
            middle = add(middle, (share.copy_negate(), share))
        return times(volume, (max(middle[0], anywhere[0]), min(middle[1], anywhere[1]))), shares


def enclose(
    body: Any,
    variables: Sequence[Any],
    low: Fraction,
    high: Fraction,
    order: Sequence[Any],
    still: Callable[[Any], Interval],
    boxes: int,
    charge: Callable[[int], None],
) -> Interval:
    """The integral of the body over all values of the variables from low to high."""
    queue: list[tuple[Decimal, int, Box, Interval, list[Decimal]]] = []
    total = 0

    def push(sides: Sequence[tuple[Fraction, Fraction]]) -> None:
        nonlocal total
        charge(len(order) * len(sides))
        box = Box(sides, variables)
        box.fill(order, still)
        found, shares = box.integral(body)
        total += 1
        heappush(queue, (DOWN.subtract(found[0], found[1]), total, box, found, shares))

    push([(low, high)] * len(variables))
    while len(queue) < boxes and queue[0][0]:
        _, _, box, _, shares = heappop(queue)
        k = shares.index(max(shares))
        a, b = box.sides[k]
        for side in ((a, (a + b) / 2), ((a + b) / 2, b)):
            push([*box.sides[:k], side, *box.sides[k + 1 :]])
    out = NIL, NIL
    for *_, found, _ in queue:
        out = add(out, found)
    return out
