"""Arrays of closed float64 intervals that are rounded outwards.

`Interval(lo, hi, bad)` holds arrays of one shape. For every choice of numbers in the arguments at which an operation
is defined, the result contains the exact value; ``bad`` marks the intervals on which it may be undefined somewhere.
Infinite ends mean "no bound". Nothing is ever NaN.

Rounding. IEEE 754 addition, subtraction, multiplication, division and square root are correctly rounded to nearest,
so the exact result lies between the neighbours of the computed one, which `nextafter` gives, also for subnormal and
infinite results. A sum is not widened where it is exact: Knuth's TwoSum gives its rounding error exactly (barring
overflow, when the error is not finite and the result is widened to the neighbour), and its sign tells the side on
which the exact sum lies. Products by 0, 1 and -1 and of short numbers are exact.

Elementary functions are not NumPy's. exp: with k = rint(x/ln 2) and ln 2 = H + L, H of 32 bits so that k H is exact
for |k| < 2^20, r = (x - k H) - k L and |r| <= 0.3467. The subtraction x - k H is exact by Sterbenz' lemma or a single
rounding; the error of r is below 2^-53 (|x - k H| + 2 |k L|) + |k| 2^-86 < 2^-54 for |k| <= 1100, where
|k L| < 2^-21. The Taylor polynomial of degree 13 has truncation error below 0.3467^14/14! * 1.03 < 2^-57. Horner's
scheme with every partial value below 1.5 loses at most the sum of 2^-53 * 3 * 0.3467^j < 2^-53 * 3 * 1.54 < 2^-50.7 in
total, where each step rounds once for the product, once for the sum, once for the coefficient. Relative to
exp(r) >= 0.707 the whole is below 2^-49. Arguments are clipped to [-700, 700], where the multiplication by 2^k (ldexp)
is exact, and fixed bounds stand for what is beyond. So the factors 1 - 2^-48 and 1 + 2^-48, one more rounding
included, are safe with a margin of nearly 2. exp is increasing, so it is evaluated at the ends.

log, sin, cos, tanh: the ends are computed by balls of 64 bits (`varproof.arith.balls`) and rounded outwards, point by
point. sin and cos have their extrema located with a certified enclosure of x/pi.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import factorial, inf, nextafter
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from varproof.arith.balls import Ball, precision

Floats: TypeAlias = npt.NDArray[np.float64]
Mask: TypeAlias = npt.NDArray[np.bool_]

LN2_HIGH = float.fromhex("0x1.62e42fee00000p-1")  # ln 2 to 32 bits
LN2_LOW = float.fromhex("0x1.a39ef35793c76p-33")
EXP_TAYLOR = [1.0 / factorial(k) for k in range(14)]
_WIDE = 2.0**-48
_LARGEST = float.fromhex("0x1.fffffffffffffp+1023")


class Interval(NamedTuple):
    """lo <= value <= hi wherever it is defined; bad: it may be undefined somewhere."""

    lo: Floats
    hi: Floats
    bad: Mask


def _down(x: Floats) -> Floats:
    return np.nextafter(x, -inf)


def _up(x: Floats) -> Floats:
    return np.nextafter(x, inf)


def make(lo: Floats, hi: Floats, bad: Mask) -> Interval:
    """NaN, which comes from infinite ends alone, means no bound."""
    return Interval(np.where(np.isnan(lo), -inf, lo), np.where(np.isnan(hi), inf, hi), bad)


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


def const(q: Fraction, shape: int) -> Interval:
    return Interval(np.full(shape, below(q)), np.full(shape, above(q)), np.zeros(shape, bool))


def _sum(a: Floats, b: Floats, up: bool) -> Floats:
    s = a + b
    part = s - a
    error = (a - (s - part)) + (b - part)
    move = ~(error <= 0) if up else ~(error >= 0)
    return np.where(move, np.nextafter(s, inf if up else -inf), s)


def add(a: Interval, b: Interval) -> Interval:
    return make(_sum(a.lo, b.lo, False), _sum(a.hi, b.hi, True), a.bad | b.bad)


def neg(a: Interval) -> Interval:
    return Interval(-a.hi, -a.lo, a.bad)


def sub(a: Interval, b: Interval) -> Interval:
    return add(a, neg(b))


def _product(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """Bounds of a b; 0 times anything is 0, as ends are limits of finite numbers."""
    nil = (a == 0) | (b == 0)
    p = np.where(nil, 0.0, a * b)
    exact = nil | (np.abs(a) == 1) | (np.abs(b) == 1) | (_short(a) & _short(b) & (np.abs(p) > 1e-290))
    return np.where(exact, p, _down(p)), np.where(exact, p, _up(p))


def _short(x: Floats) -> Mask:
    """Veltkamp's splitting rounds to 26 bits; two numbers that it leaves alone have a product of at most 52 bits,
    which is exact off the subnormal numbers. False for huge ones, whose splitting overflows."""
    big = x * 134217729.0
    out: Mask = big - (big - x) == x
    return out


def mul(a: Interval, b: Interval) -> Interval:
    ends = [_product(x, y) for x in (a.lo, a.hi) for y in (b.lo, b.hi)]
    lo = np.minimum(np.minimum(ends[0][0], ends[1][0]), np.minimum(ends[2][0], ends[3][0]))
    hi = np.maximum(np.maximum(ends[0][1], ends[1][1]), np.maximum(ends[2][1], ends[3][1]))
    return make(lo, hi, a.bad | b.bad)


def div(a: Interval, b: Interval) -> Interval:
    """No bound, and bad, where the divisor reaches 0; the multiplication by the outward reciprocal otherwise."""
    hit = (b.lo <= 0) & (b.hi >= 0)
    lo, hi = _down(1.0 / np.where(hit, 1.0, b.hi)), _up(1.0 / np.where(hit, 1.0, b.lo))
    positive = b.lo > 0
    lo = np.where(positive, np.maximum(lo, 0.0), lo)
    hi = np.where(b.hi < 0, np.minimum(hi, 0.0), hi)
    out = mul(a, Interval(lo, hi, b.bad))
    return Interval(np.where(hit, -inf, out.lo), np.where(hit, inf, out.hi), out.bad | hit)


def power(a: Interval, k: int) -> Interval:
    """k >= 0; by repeated multiplication of the absolute values at the ends."""
    one = np.ones_like(a.lo)
    if k == 0:
        return Interval(one, one, a.bad)
    low, high = np.abs(a.lo), np.abs(a.hi)
    (l0, l1), (h0, h1) = _raise(low, k), _raise(high, k)
    if k % 2:
        return make(np.where(a.lo < 0, -l1, l0), np.where(a.hi < 0, -h0, h1), a.bad)
    straddles = (a.lo <= 0) & (a.hi >= 0)
    return make(np.where(straddles, 0.0, np.minimum(l0, h0)), np.maximum(l1, h1), a.bad)


def _raise(x: Floats, k: int) -> tuple[Floats, Floats]:
    """Bounds of x^k, x >= 0."""
    lo = hi = x
    for _ in range(k - 1):
        lo, hi = np.maximum(_product(lo, x)[0], 0.0), _product(hi, x)[1]
    return lo, hi


def exp(a: Interval) -> Interval:
    lo, hi = _exp(a.lo), _exp(a.hi)
    lo = np.where(a.lo < -700, 0.0, np.where(a.lo > 700, float.fromhex("0x1p1009"), lo * (1 - _WIDE)))
    hi = np.where(a.hi < -700, float.fromhex("0x1p-1009"), np.where(a.hi > 700, inf, hi * (1 + _WIDE)))
    return Interval(np.where(a.lo == 0, 1.0, lo), np.where(a.hi == 0, 1.0, hi), a.bad)


def _exp(x: Floats) -> Floats:
    """Within a relative error of 2^-50 for |x| <= 700, see above; the same on every CPU: + - * and ldexp only."""
    x = np.clip(x, -700.0, 700.0)
    k = np.rint(x * 1.4426950408889634)
    r = (x - k * LN2_HIGH) - k * LN2_LOW
    p = np.full_like(r, EXP_TAYLOR[-1])
    for c in EXP_TAYLOR[-2::-1]:
        p = p * r + c
    out: Floats = np.ldexp(p, k.astype(np.int64))
    return out


def sqrt(a: Interval) -> Interval:
    """Of the part that is not negative; exact where the root of an end is a whole number."""
    lo, hi = np.maximum(a.lo, 0.0), np.maximum(a.hi, 0.0)
    r, s = np.sqrt(lo), np.sqrt(hi)
    lo = np.where(_is_root(r, lo), r, np.maximum(_down(r), 0.0))
    hi = np.where(_is_root(s, hi), s, _up(s))
    none = a.hi < 0
    return Interval(np.where(none, -inf, lo), np.where(none, inf, hi), a.bad | (a.lo < 0))


def _is_root(r: Floats, x: Floats) -> Mask:
    """A whole number r below 2^26 has a square that float64 represents, so that r r == x is exact."""
    out: Mask = (r == np.floor(r)) & (r < 2.0**26) & (r * r == x)
    return out


def absolute(a: Interval) -> Interval:
    lo = np.where(a.lo >= 0, a.lo, np.where(a.hi <= 0, -a.hi, 0.0))
    return Interval(lo, np.maximum(np.abs(a.lo), np.abs(a.hi)), a.bad)


def maximum(a: Interval, b: Interval) -> Interval:
    return Interval(np.maximum(a.lo, b.lo), np.maximum(a.hi, b.hi), a.bad | b.bad)


def minimum(a: Interval, b: Interval) -> Interval:
    return Interval(np.minimum(a.lo, b.lo), np.minimum(a.hi, b.hi), a.bad | b.bad)


def _at(x: float, operation: Callable[[Ball], Ball]) -> tuple[float, float]:
    """Bounds of an elementary function at a finite point by balls."""
    with precision(80):
        ball = operation(Ball.of(Fraction(x)))
        if not ball.is_finite():
            return -inf, inf
        try:
            low, high = ball.bounds()
        except ArithmeticError:
            return -inf, inf
    return below(low), above(high)


def _ends(x: Floats, operation: Callable[[Ball], Ball], side: int) -> Floats:
    """One bound at every point; equal points are computed once."""
    different, where = np.unique(x, return_inverse=True)
    values = np.array([_at(float(v), operation)[side] for v in different], dtype=np.float64)
    out: Floats = values[where].reshape(x.shape)
    return out


def log(a: Interval) -> Interval:
    """Of the part that is positive."""
    bad = a.lo <= 0
    none = a.hi <= 0
    low, high = np.where(bad | np.isinf(a.lo), 1.0, a.lo), np.where(none | np.isinf(a.hi), 1.0, a.hi)
    lo = np.where(np.isposinf(a.lo), 700.0, np.where(bad, -inf, _ends(low, Ball.log, 0)))
    hi = np.where(none | np.isinf(a.hi), inf, _ends(high, Ball.log, 1))
    return Interval(lo, hi, a.bad | bad)


def tanh(a: Interval) -> Interval:
    """Increasing, and beyond 30 within 2^-80 of its limit."""
    low, high = np.clip(a.lo, -30.0, 30.0), np.clip(a.hi, -30.0, 30.0)
    lo = np.where(a.lo < -30, -1.0, _ends(low, Ball.tanh, 0))
    hi = np.where(a.hi > 30, 1.0, _ends(high, Ball.tanh, 1))
    return Interval(np.maximum(lo, -1.0), np.minimum(hi, 1.0), a.bad)


# 1/pi from below and above: pi lies between 3.1415926535897931 and 3.1415926535897934.
_PER_PI = (0.31830988618379064, 0.31830988618379075)


def _wave(a: Interval, operation: Callable[[Ball], Ball], shift: float) -> Interval:
    """sin (shift 1/2) or cos (shift 0): maxima at pi (2 j + shift), minima at pi (2 j + 1 + shift)."""
    small = np.abs(a.lo) < 1e6
    small &= np.abs(a.hi) < 1e6
    low, high = np.where(small, a.lo, 0.0), np.where(small, a.hi, 0.0)
    # turns: an interval that contains x / pi - shift, widened far beyond the rounding of 1e6/pi
    first = np.floor(np.minimum(low * _PER_PI[0], low * _PER_PI[1]) - shift - 1e-9)
    last = np.floor(np.maximum(high * _PER_PI[0], high * _PER_PI[1]) - shift + 1e-9)
    count = last - first  # whole numbers j in (first, last]: possible extrema, maxima where j is even
    odd = np.mod(first, 2.0) != 0  # the first one, first + 1, is then even
    top = (count >= 2) | ((count == 1) & odd)
    bottom = (count >= 2) | ((count == 1) & ~odd)
    lo = np.minimum(_ends(low, operation, 0), _ends(high, operation, 0))
    hi = np.maximum(_ends(low, operation, 1), _ends(high, operation, 1))
    lo = np.where(bottom | ~small, -1.0, np.maximum(lo, -1.0))
    hi = np.where(top | ~small, 1.0, np.minimum(hi, 1.0))
    return Interval(lo, hi, a.bad)


def sin(a: Interval) -> Interval:
    return _wave(a, Ball.sin, 0.5)


def cos(a: Interval) -> Interval:
    return _wave(a, Ball.cos, 0.0)


def slope(a: Interval) -> Interval:
    """The slopes of abs at the numbers of a, but for single points: 1 where a >= 0, -1 where a <= 0, else [-1, 1]."""
    lo, hi = np.where(a.lo >= 0, 1.0, -1.0), np.where((a.hi <= 0) & (a.lo < 0), -1.0, 1.0)
    return Interval(lo, hi, a.bad)


def kink(a: Interval) -> Interval:
    """The slope of `slope`: 0 off its jump; bad where a reaches 0."""
    hit = (a.lo <= 0) & (a.hi >= 0)
    return Interval(np.where(hit, -inf, 0.0), np.where(hit, inf, 0.0), a.bad | hit)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "exp": exp, "log": log, "sqrt": sqrt, "abs": absolute, "tanh": tanh, "sin": sin, "cos": cos, "max": maximum,
    "min": minimum, "slope": slope, "kink": kink, "neg": neg, "+": add, "-": sub, "*": mul, "/": div,
}  # fmt: skip
