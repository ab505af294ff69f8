"""The functions of one argument beyond exp, log, sqrt, abs, tanh, sin and cos: one table, and enclosures at a point.

Everything is decimal intervals with directed rounding (`Around`), a few digits more than are asked for, and a formula
whose remainder is bounded. With x > 0 (odd functions otherwise by their symmetry):

- atan x = pi/2 - atan(1/x) for x > 1; atan x = 2 atan(x/(1 + sqrt(1 + x^2))), three times, leaves x < 1/10, where the
  terms of the alternating series fall: it lies between any two sums in a row.
- asinh x = log(x + sqrt(1 + x^2)) for x > 1/5; else 2 artanh z with z = x/(1 + sqrt(1 + x^2)) < 1/10, a series of
  positive terms, of which those after z^k/k are below z^(k+2)/(1 - z^2) together.
- cbrt x = exp(log(x)/3), made exact where the rounded number has this cube.
- erf x = 2/sqrt(pi) exp(-x^2) sum of 2^k x^(2k+1)/(1 3 5 .. (2k+1)): positive terms, whose quotient 2 x^2/(2k+3) is
  below 1/2 at last, so that what follows a term is less than it. erfc x = 1 - erf x with more digits; for large x
  exp(-x^2)/(x sqrt(pi)) (1 - 1/(2 x^2) + 3/(2 x^2)^2 - ..), which lies between any two of its sums in a row.
- lgamma x, x > 0, by Stirling's series at y = x + n, less the logarithm of x (x+1) .. (x+n-1); polygamma functions,
  its derivatives, by the derivatives of both. For y > 0 the remainder of these series has the sign of the first term
  left out and is smaller.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction
from functools import lru_cache
from math import comb, factorial
from typing import NamedTuple

from varproof.recheck.numbers.rounding import exp_, log_, pi_, ratio, rounding, sqrt_

Interval = tuple[Decimal, Decimal]
NIL, ONE, END = Decimal(0), Decimal(1), Decimal("Infinity")
MORE = 12  # digits beyond those that are asked for
LEAST = (Decimal("1.46163214496836"), Decimal("1.46163214496837"))  # around the place of the minimum of lgamma
BOTTOM = Decimal("-0.12148629053584961")  # below it


def neg(a: Interval) -> Interval:
    return a[1].copy_negate(), a[0].copy_negate()


class Around:
    """Intervals of so many digits; they contain what exact numbers of their arguments give."""

    def __init__(self, digits: int) -> None:
        self.digits, self.down, self.up = digits, rounding(digits, False), rounding(digits, True)

    def of(self, q: Fraction | int) -> Interval:
        return ratio(Fraction(q), self.down), ratio(Fraction(q), self.up)

    def add(self, a: Interval, b: Interval) -> Interval:
        return self.down.add(a[0], b[0]), self.up.add(a[1], b[1])

    def sub(self, a: Interval, b: Interval) -> Interval:
        return self.down.subtract(a[0], b[1]), self.up.subtract(a[1], b[0])

    def mul(self, a: Interval, b: Interval) -> Interval:
        if a[0] >= 0 and b[0] >= 0:
            return self.down.multiply(a[0], b[0]), self.up.multiply(a[1], b[1])
        pairs = [(x, y) for x in a for y in b]
        return min(self.down.multiply(x, y) for x, y in pairs), max(self.up.multiply(x, y) for x, y in pairs)

    def over(self, a: Interval, b: Interval) -> Interval:
        """a / b, b > 0."""
        if a[0] >= 0:
            return self.down.divide(a[0], b[1]), self.up.divide(a[1], b[0])
        pairs = [(x, y) for x in a for y in b]
        return min(self.down.divide(x, y) for x, y in pairs), max(self.up.divide(x, y) for x, y in pairs)

    def exp(self, a: Interval) -> Interval:
        return exp_(a[0], self.down), exp_(a[1], self.up)

    def log(self, a: Interval) -> Interval:
        return log_(a[0], self.down) if a[0] != 1 else NIL, log_(a[1], self.up) if a[1] != 1 else NIL

    def sqrt(self, a: Interval) -> Interval:
        return sqrt_(a[0], self.down), sqrt_(a[1], self.up)

    def pi(self) -> Interval:
        return pi_(self.down), pi_(self.up)

    def power(self, a: Interval, k: int) -> Interval:
        """a^k, a > 0, k >= 0."""
        out = a if k else (ONE, ONE)
        for bit in bin(k)[3:]:
            out = self.mul(out, out)
            out = self.mul(out, a) if bit == "1" else out
        return out

    def done(self, total: Interval, rest: Interval) -> Interval:
        """The total with anything between 0 and the rest."""
        return self.add(total, (min(NIL, rest[0]), max(NIL, rest[1])))

    def small(self, term: Interval, total: Interval) -> bool:
        """Whether a term does not matter."""
        sizes = (max(a[0].copy_abs(), a[1].copy_abs()).adjusted() for a in (term, total))
        return next(sizes) < next(sizes) - self.digits


def atan(x: Decimal, r: Around) -> Interval:
    a, one = (x, x), (ONE, ONE)
    if x > 1:
        a = r.over(one, a)
    for _ in range(3):
        a = r.over(a, r.add(one, r.sqrt(r.add(one, r.mul(a, a)))))
    square, power, total, k = r.mul(a, a), a, (NIL, NIL), 1
    while True:
        term = r.over(power, r.of(k))
        term = term if k % 4 == 1 else neg(term)
        if total[1] and r.small(term, total):
            break
        total, power, k = r.add(total, term), r.mul(power, square), k + 2
    found = r.mul(r.of(8), r.done(total, term))
    return r.sub(r.over(r.pi(), r.of(2)), found) if x > 1 else found


def asinh(x: Decimal, r: Around) -> Interval:
    a, one = (x, x), (ONE, ONE)
    root = r.sqrt(r.add(one, r.mul(a, a)))
    if 5 * x > 1:
        return r.log(r.add(a, root))
    z = r.over(a, r.add(one, root))
    square, power, total, k = r.mul(z, z), z, (NIL, NIL), 1
    while not total[1] or not r.small(power, total):
        total, power, k = r.add(total, r.over(power, r.of(k))), r.mul(power, square), k + 2
    return r.mul(r.of(2), r.done(total, r.over(power, r.sub(one, square))))


def cbrt(x: Decimal, r: Around) -> Interval:
    found = r.exp(r.over(r.log((x, x)), r.of(3)))
    near = rounding(r.digits - MORE, True).plus(found[0])
    exact = rounding(4 * r.digits, True)
    return (near, near) if exact.multiply(near, exact.multiply(near, near)) == x else found


def erf(x: Decimal, r: Around) -> Interval:
    if far(x, r):
        return r.sub((ONE, ONE), erfc(x, r))
    a = (x, x)
    square, term, total, k = r.mul(r.of(2), r.mul(a, a)), a, (NIL, NIL), 1
    while not (total[1] and r.small(term, total) and 2 * square[1] < k + 2):
        total, k = r.add(total, term), k + 2
        term = r.over(r.mul(term, square), r.of(k))
    total = r.done(total, r.mul(r.of(2), term))
    bell = r.exp(neg(r.over(square, r.of(2))))
    return r.over(r.mul(r.mul(r.of(2), bell), total), r.sqrt(r.pi()))


def far(x: Decimal, r: Around) -> bool:
    return x > 10**6 or x * x > 3 * r.digits


def erfc(x: Decimal, r: Around) -> Interval:
    if x < 0:
        return r.add((ONE, ONE), erf(x.copy_negate(), r))
    if x > 10**8:
        return NIL, Decimal("1e-999999999999999")
    if not far(x, r):
        more = Around(r.digits + int(x * x) // 2 + 5)
        return more.sub((ONE, ONE), erf(x, more)) if x else (ONE, ONE)
    a = (x, x)
    twice, term, total, k = r.mul(r.of(2), r.mul(a, a)), (ONE, ONE), (NIL, NIL), 1
    while not total[1] or not r.small(term, total):
        total = r.add(total, term)
        term, k = neg(r.over(r.mul(term, r.of(k)), twice)), k + 2
    total = r.done(total, term)
    return r.over(r.mul(r.exp(neg(r.over(twice, r.of(2)))), total), r.mul(a, r.sqrt(r.pi())))


@lru_cache(maxsize=1000)
def bernoulli(n: int) -> Fraction:
    """B_n, for even n > 0."""
    if n % 2:
        return Fraction(0)
    return (Fraction(n - 1, 2) - sum(comb(n + 1, k) * bernoulli(k) for k in range(2, n, 2))) / (n + 1)


def shifted(x: Decimal, r: Around) -> int:
    """An n with x + n large enough for the series."""
    return max(0, int(r.digits * 2 // 3 + 6 - x)) if x < r.digits + 6 else 0


def lgamma(x: Decimal, r: Around) -> Interval:
    n = shifted(x, r)
    y = r.add((x, x), r.of(n))
    half = r.of(Fraction(1, 2))
    total = r.sub(r.mul(r.sub(y, half), r.log(y)), y)
    total = r.add(total, r.mul(half, r.log(r.mul(r.of(2), r.pi()))))
    square, power, k = r.mul(y, y), y, 2
    while True:
        term = r.over(r.of(bernoulli(k) / (k * (k - 1))), power)
        if r.small(term, (ONE, ONE)) or k > 4 * r.digits:
            break
        total, power, k = r.add(total, term), r.mul(power, square), k + 2
    total = r.done(total, term)
    product = (ONE, ONE)
    for j in range(n):
        product = r.mul(product, r.add((x, x), (Decimal(j), Decimal(j))))
    return r.sub(total, r.log(product)) if n else total


def polygamma(m: int, x: Decimal, r: Around) -> Interval:
    """The m-th derivative of digamma; of digamma itself for m = 0: with c = (-1)^(m+1),
    c ((m-1)!/y^m + m!/(2 y^(m+1)) + sum of B_k (k+m-1)!/(k! y^(k+m))), or log y - 1/(2y) - .., and c m!/(x+j)^(m+1)."""
    n = shifted(x, r)
    y = r.add((x, x), r.of(n))
    head = neg(r.log(y)) if m == 0 else r.over(r.of(factorial(m - 1)), r.power(y, m))
    total = r.add(head, r.over(r.of(Fraction(factorial(m), 2)), r.power(y, m + 1)))
    size = total if m else (ONE, ONE)
    square, power, k = r.mul(y, y), r.power(y, m + 2), 2
    while True:
        term = r.over(r.of(bernoulli(k) * factorial(k + m - 1) / factorial(k)), power)
        if r.small(term, size) or k > 4 * r.digits:
            break
        total, power, k = r.add(total, term), r.mul(power, square), k + 2
    total = r.done(total, term)
    top = r.of(factorial(m))
    for j in range(n):
        total = r.add(total, r.over(top, r.power(r.add((x, x), (Decimal(j), Decimal(j))), m + 1)))
    return total if m % 2 else neg(total)


class Function(NamedTuple):
    """at: enclosures for x > 0 (for all x, where it is not odd and has no domain); domain: what is asked of the
    argument; way: 1 increasing, -1 decreasing, 0 as lgamma; ends: bounds of its values."""

    at: Callable[[Decimal, Around], Interval]
    odd: bool = False
    domain: str = ""
    way: int = 1
    ends: tuple[Decimal, Decimal] = (END.copy_negate(), END)


POLY = ("digamma", "trigamma", *(f"psi{m}" for m in range(2, 10)))
HALF = Decimal("1.5707963267948966192313216917")  # above pi/2
TABLE: dict[str, Function] = {
    "atan": Function(atan, odd=True, ends=(-HALF, HALF)),
    "asinh": Function(asinh, odd=True),
    "cbrt": Function(cbrt, odd=True),
    "erf": Function(erf, odd=True, ends=(-ONE, ONE)),
    "erfc": Function(erfc, way=-1, ends=(NIL, Decimal(2))),
    "lgamma": Function(lgamma, domain="gt", way=0, ends=(BOTTOM, END)),
}


def _poly(m: int) -> Function:
    ends = (END.copy_negate(), END) if m == 0 else (NIL, END) if m % 2 else (END.copy_negate(), NIL)
    return Function(lambda x, r: polygamma(m, x, r), domain="gt", way=-1 if m % 2 else 1, ends=ends)


TABLE |= {name: _poly(m) for m, name in enumerate(POLY)}
JUMPS = ("floor", "sign")


@lru_cache(maxsize=20_000)  # boxes that were split share their ends
def point(head: str, x: Decimal, digits: int) -> Interval:
    """At one number of the domain, or at an infinite one: within the bounds."""
    f = TABLE[head]
    if not x.is_finite():
        return f.ends
    if f.odd and x <= 0:
        low, high = point(head, x.copy_negate(), digits) if x else (NIL, NIL)
        return high.copy_negate(), low.copy_negate()
    low, high = f.at(x, Around(digits + MORE))
    down, up = rounding(digits, False), rounding(digits, True)
    return max(down.plus(low), f.ends[0]), min(up.plus(high), f.ends[1])


def enclose(head: str, low: Decimal, high: Decimal, digits: int) -> Interval:
    """The values on an interval, of its part in the domain, which is not empty."""
    if head == "floor":
        return floor(low), floor(high)
    if head == "sign":
        return tuple(Decimal((x > 0) - (x < 0)) for x in (low, high))  # type: ignore[return-value]
    f = TABLE[head]
    first = point(head, low, digits) if low > 0 or not f.domain else f.ends
    last = point(head, high, digits) if low != high else first
    if f.way:
        return (first[0], last[1]) if f.way > 0 else (last[0], first[1])
    if high <= LEAST[0] or low >= LEAST[1]:
        return min(first[0], last[0]), max(first[1], last[1])
    return BOTTOM, max(first[1], last[1])


def floor(x: Decimal) -> Decimal:
    return x.to_integral_value(ROUND_FLOOR) if x.is_finite() else x
