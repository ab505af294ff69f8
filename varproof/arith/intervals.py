"""Closed float64 intervals, one at a time, rounded outwards: as narrow as float64 allows for + - * /.

An interval is (lo, hi, bad). For every choice of numbers in the arguments at which an operation is defined, the result
contains the exact value; ``bad`` marks an interval on which it may be undefined somewhere. Infinite ends mean "no
bound". Nothing is ever NaN. `varproof.arith.batches` does the same for arrays, faster and coarser.

Rounding. IEEE 754 addition, subtraction, multiplication, division and square root are correctly rounded to nearest,
so the exact result lies between the neighbours of the computed one, also for subnormal and infinite results. An end is
moved to the neighbour only where the exact result lies on that side: Knuth's TwoSum gives the rounding error of a sum
exactly, Dekker's product that of a product, and the remainder of a quotient. An overflow in a sum makes the error NaN,
and then the end is moved; near under- and overflow, where Dekker's product is not exact, it is always moved.

The elementary functions, with their error bounds, are those of `varproof.arith.elementary`; they are monotone but for
sin and cos, whose extrema are located with an enclosure of x/pi.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cache, lru_cache
from math import floor, frexp, inf, ldexp, nextafter
from math import sqrt as root
from typing import Any, TypeAlias

from varproof.arith import elementary as e
from varproof.arith import special

Interval: TypeAlias = tuple[float, float, bool]

_LARGEST = float.fromhex("0x1.fffffffffffffp+1023")
_LEAST, _MOST = 2.0**-960, 2.0**1000  # the sizes of products whose rounding error is found exactly
_TINY = 5e-324


def below(q: Fraction) -> float:
    """The largest float64 that is at most q."""
    return _around(q)[0]


def above(q: Fraction) -> float:
    """The least float64 that is at least q."""
    return _around(q)[1]


def _around(q: Fraction) -> tuple[float, float]:
    try:
        x = q.numerator / q.denominator
    except OverflowError:
        return (_LARGEST, inf) if q > 0 else (-inf, -_LARGEST)
    exact = Fraction(x)
    return (x if exact <= q else nextafter(x, -inf)), (x if exact >= q else nextafter(x, inf))


@cache
def const(q: Fraction) -> Interval:
    return *_around(q), False


def add(a: Interval, b: Interval) -> Interval:
    x, y = a[0], b[0]
    lo = x + y
    part = lo - x
    if not (x - (lo - part)) + (y - part) >= 0:
        lo = nextafter(lo, -inf) if lo == lo else -inf
    x, y = a[1], b[1]
    hi = x + y
    part = hi - x
    if not (x - (hi - part)) + (y - part) <= 0:
        hi = nextafter(hi, inf) if hi == hi else inf
    return lo, hi, a[2] or b[2]


def neg(a: Interval) -> Interval:
    return -a[1], -a[0], a[2]


def sub(a: Interval, b: Interval) -> Interval:
    return add(a, (-b[1], -b[0], b[2]))


def _error(x: float, y: float, p: float) -> float:
    """x y - p for p = x y rounded, by Veltkamp's splitting and Dekker's product; NaN on overflow."""
    big = 134217729.0 * x
    x1 = big - (big - x)
    x2 = x - x1
    big = 134217729.0 * y
    y1 = big - (big - y)
    y2 = y - y1
    return ((x1 * y1 - p) + x1 * y2 + x2 * y1) + x2 * y2


def _low(x: float, y: float) -> float:
    """x y from below; 0 times anything is 0, as ends are limits of finite numbers."""
    if x == 0 or y == 0:
        return 0.0
    p = x * y
    return p if _LEAST < abs(p) < _MOST and _error(x, y, p) >= 0 else nextafter(p, -inf)


def _high(x: float, y: float) -> float:
    if x == 0 or y == 0:
        return 0.0
    p = x * y
    return p if _LEAST < abs(p) < _MOST and _error(x, y, p) <= 0 else nextafter(p, inf)


def mul(a: Interval, b: Interval) -> Interval:
    (al, ah, bad), (bl, bh, other) = a, b
    bad = bad or other
    if al >= 0:
        if bl >= 0:
            return max(_low(al, bl), 0.0), _high(ah, bh), bad
        return _low(ah, bl), (_high(ah, bh) if bh >= 0 else min(_high(al, bh), 0.0)), bad
    if ah <= 0:
        if bh <= 0:
            return max(_low(ah, bh), 0.0), _high(al, bl), bad
        return _low(al, bh), (_high(al, bl) if bl <= 0 else min(_high(ah, bl), 0.0)), bad
    if bl >= 0:
        return _low(al, bh), _high(ah, bh), bad
    if bh <= 0:
        return _low(ah, bl), _high(al, bl), bad
    return min(_low(al, bh), _low(ah, bl)), max(_high(al, bl), _high(ah, bh)), bad


def _quotient(x: float, y: float, up: float) -> float:
    """x / y towards up, inf or -inf, for y > 0; infinite y gives 0."""
    if x == 0 or y == inf:
        return 0.0
    q = x / y
    if _LEAST < abs(x) < _MOST and _LEAST < abs(q):
        p = q * y
        error = (x - p) - _error(q, y, p)  # of the sign of x / y - q
        if error <= 0 if up > 0 else error >= 0:
            return q
    return nextafter(q, up)


def div(a: Interval, b: Interval) -> Interval:
    """No bound, and bad, where the divisor reaches 0."""
    lo, hi, bad = b
    if lo <= 0 <= hi:
        return -inf, inf, True
    (al, ah, other) = a
    if hi < 0:
        al, ah, lo, hi = -ah, -al, -hi, -lo
    low = max(_quotient(al, hi, -inf), 0.0) if al >= 0 else _quotient(al, lo, -inf)
    high = min(_quotient(ah, hi, inf), 0.0) if ah <= 0 else _quotient(ah, lo, inf)
    return low, high, bad or other


def power(a: Interval, k: int) -> Interval:
    """k >= 0; by repeated multiplication of the absolute values at the ends."""
    lo, hi, bad = a
    if k == 0:
        return 1.0, 1.0, bad
    if k % 2 == 0:
        x, y = abs(lo), abs(hi)
        low, high = (0.0, max(x, y)) if lo <= 0 <= hi else (min(x, y), max(x, y))
        return _raise(low, k)[0], _raise(high, k)[1], bad
    return (
        -_raise(-lo, k)[1] if lo < 0 else _raise(lo, k)[0],
        -_raise(-hi, k)[0] if hi < 0 else _raise(hi, k)[1],
        bad,
    )


def _raise(x: float, k: int) -> tuple[float, float]:
    """Bounds of x^k, x >= 0."""
    lo = hi = x
    for _ in range(k - 1):
        lo, hi = max(_low(lo, x), 0.0), _high(hi, x)
    return lo, hi


@lru_cache(maxsize=20_000)  # boxes that were split share their ends
def _exp(x: float) -> float:
    """Within 2^-49, relatively, for |x| <= 700."""
    k = round(x * e.PER_LN2)
    return ldexp(e.exp_part(x, float(k)), k)


def exp(a: Interval) -> Interval:
    lo, hi, bad = a
    if lo:
        lo = 0.0 if lo < -700 else 2.0**1009 if lo > 700 else _exp(lo) * (1 - e.EXP_ROOM)
    else:
        lo = 1.0
    if hi:
        hi = 2.0**-1009 if hi < -700 else inf if hi > 700 else _exp(hi) * (1 + e.EXP_ROOM)
    else:
        hi = 1.0
    return lo, hi, bad


def sqrt(a: Interval) -> Interval:
    """Of the part that is not negative."""
    lo, hi, bad = a
    if hi < 0:
        return -inf, inf, True
    low = 0.0 if lo <= 0 else root(lo)
    if low and not _is_root(low, lo):
        low = nextafter(low, -inf)
    high = root(hi)
    if high and not _is_root(high, hi):
        high = nextafter(high, inf)
    return low, high, bad or lo < 0


def _is_root(r: float, x: float) -> bool:
    return _LEAST < x < _MOST and r * r == x and _error(r, r, x) == 0


def absolute(a: Interval) -> Interval:
    lo, hi, bad = a
    return (a if lo >= 0 else (-hi, -lo, bad)) if lo >= 0 or hi <= 0 else (0.0, max(-lo, hi), bad)


def maximum(a: Interval, b: Interval) -> Interval:
    return max(a[0], b[0]), max(a[1], b[1]), a[2] or b[2]


def minimum(a: Interval, b: Interval) -> Interval:
    return min(a[0], b[0]), min(a[1], b[1]), a[2] or b[2]


def _log(x: float, room: float) -> float:
    m, k = frexp(x)
    if m < e.SQRT_HALF:
        m, k = 2 * m, k - 1
    found = e.log(m, float(k))
    return found + abs(found) * room


def log(a: Interval) -> Interval:
    """Of the part that is positive."""
    lo, hi, bad = a
    low = -inf if lo <= 0 else 700.0 if lo == inf else _log(lo, -e.LOG_ROOM)
    high = inf if hi <= 0 or hi == inf else _log(hi, e.LOG_ROOM)
    return low, high, bad or lo <= 0


def _tanh(x: float, room: float) -> float:
    t = min(2 * abs(x), 60.0)
    part = e.expm1_part(t) if t <= 0.3466 else _exp(t) - 1
    found = part / (part + 2)
    if x < 0:
        found = -found
    return found + found * (room if x > 0 else -room) + (_TINY if room > 0 else -_TINY) if x else 0.0


def tanh(a: Interval) -> Interval:
    return max(_tanh(a[0], -e.TANH_ROOM), -1.0), min(_tanh(a[1], e.TANH_ROOM), 1.0), a[2]


# 1/pi from below and above: pi lies between 3.1415926535897931 and 3.1415926535897934.
PER_PI = (0.31830988618379064, 0.31830988618379075)


def _wave_at(x: float, shift: int) -> tuple[float, float]:
    """sin x (shift 0) or cos x (shift 1) from below and above, |x| <= 10^6."""
    k = round(x * e.PER_HALF_PI)
    r, turn = e.turned(x, float(k)), (k + shift) % 4
    found = e.cos_part(r) if turn % 2 else e.sin_part(r)
    if turn > 1:
        found = -found
    room = e.WAVE_ROOM if k or shift else abs(found) * e.WAVE_ROOM + _TINY if x else 0.0
    return found - room, found + room


def _wave(a: Interval, shift: int) -> Interval:
    """Maxima of sin at pi (2 j + 1/2), of cos at 2 pi j; minima half a turn later."""
    lo, hi, bad = a
    if not (-1e6 < lo and hi < 1e6):
        return -1.0, 1.0, bad
    # whole numbers in (first, last]: possible extrema, maxima the even ones; widened far beyond the rounding of x/pi
    first = floor(min(lo * PER_PI[0], lo * PER_PI[1]) - (1 - shift) / 2 - 1e-9)
    last = floor(max(hi * PER_PI[0], hi * PER_PI[1]) - (1 - shift) / 2 + 1e-9)
    (a0, a1), (b0, b1) = _wave_at(lo, shift), _wave_at(hi, shift)
    top = last - first >= 2 or (last > first and first % 2 == 1)
    bottom = last - first >= 2 or (last > first and first % 2 == 0)
    return -1.0 if bottom else max(min(a0, b0), -1.0), 1.0 if top else min(max(a1, b1), 1.0), bad


def sin(a: Interval) -> Interval:
    return _wave(a, 0)


def cos(a: Interval) -> Interval:
    return _wave(a, 1)


def slope(a: Interval) -> Interval:
    """The slopes of abs at the numbers of a, but for single points: 1 where a >= 0, -1 where a <= 0, else [-1, 1]."""
    lo, hi, bad = a
    return 1.0 if lo >= 0 else -1.0, -1.0 if hi <= 0 and lo < 0 else 1.0, bad


def kink(a: Interval) -> Interval:
    """The slope of `slope`: 0 off its jump; bad where a reaches 0."""
    lo, hi, bad = a
    return (-inf, inf, True) if lo <= 0 <= hi else (0.0, 0.0, bad)


FUNCTIONS: dict[str, Callable[..., Interval]] = {
    "exp": exp, "log": log, "sqrt": sqrt, "abs": absolute, "tanh": tanh, "sin": sin, "cos": cos, "max": maximum,
    "min": minimum, "slope": slope, "kink": kink, "neg": neg, "+": add, "-": sub, "*": mul, "/": div,
    **special.INTERVALS,
}  # fmt: skip


def evaluate(ops: Sequence[tuple[Any, ...]], sides: Sequence[Interval]) -> list[Interval]:
    """Values of all operations, parts first: ("const", q), ("var", k), ("^", part, k), (name, part, ...)."""
    values: list[Interval] = []
    for head, *parts in ops:
        if head == "const":
            values.append(const(parts[0]))
        elif head == "var":
            values.append(sides[parts[0]])
        elif head == "^":
            values.append(power(values[parts[0]], parts[1]))
        else:
            values.append(FUNCTIONS[head](*[values[p] for p in parts]))
    return values
