"""Directed rounding.  A bound (m, e) is the number m 2^e; each function takes a number of bits and a direction, and its
value bounds the true value from above (up) or from below."""

from __future__ import annotations

from functools import lru_cache
from math import isqrt

Bound = tuple[int, int]


class Wide(Exception):
    """No enclosure at this precision (a divisor's contains 0, an exponent is huge); no exact form of moderate size."""


def shr(m: int, s: int, up: bool) -> int:
    return -((-m) >> s) if up else m >> s


def quo(m: int, d: int, up: bool) -> int:
    return -((-m) // d) if up else m // d


def cut(m: int, e: int, p: int, up: bool) -> Bound:
    s = m.bit_length() - p
    return (m, e) if s <= 0 else (shr(m, s, up), e + s)


def plus(x: Bound, y: Bound, p: int, up: bool) -> Bound:
    (a, e), (b, f) = (x, y) if x[1] >= y[1] else (y, x)
    if not a or not b:
        return cut(b, f, p, up) if not a else cut(a, e, p, up)
    if e - f >= 2 * p + b.bit_length():  # |y| < 2^(e-2p): replace it by 0 or +-2^(e-2p) on the safe side
        b, f = (int(b > 0) if up else -int(b < 0)), e - 2 * p
    return cut((a << (e - f)) + b, f, p, up)


def minus(x: Bound) -> Bound:
    return -x[0], x[1]


def side(x: Bound, y: Bound) -> int:
    """Sign of x - y (exact: rounding to 8 bits keeps the sign of a nonzero number)."""
    m = plus(x, minus(y), 8, False)[0]
    return (m > 0) - (m < 0)


def prod(x: Bound, y: Bound, p: int, up: bool) -> Bound:
    return cut(x[0] * y[0], x[1] + y[1], p, up)


def ratio(n: int, d: int, p: int, up: bool) -> Bound:
    """n/d for d > 0."""
    s = max(0, p + d.bit_length() - n.bit_length() + 1)
    return cut(quo(n << s, d, up), -s, p, up)


def inv_(x: Bound, p: int, up: bool) -> Bound:
    """1/x for x != 0."""
    m, e = ratio(1 if x[0] > 0 else -1, abs(x[0]), p, up)
    return m, e - x[1]


def fixed(x: Bound, w: int, up: bool) -> int:
    """x 2^w rounded to an integer."""
    return x[0] << (x[1] + w) if x[1] + w >= 0 else shr(x[0], -x[1] - w, up)


@lru_cache(maxsize=64)
def ln2(w: int, up: bool) -> int:
    """2^w log 2 = 2^w 2 artanh(1/3), a series of positive terms; its tail is below twice its first term."""
    term, n, total = quo(2 << w, 3, up), 1, 0
    while term > int(up):
        total += quo(term, n, up)
        term, n = quo(term, 9, up), n + 2
    return total + (2 * term if up else 0)


def exp_(x: Bound, p: int, up: bool) -> Bound:
    """exp: x = k log 2 + r, Taylor series (positive terms) at r / 2^h, squared h times; |x| <= 2^64 is required."""
    if x[0] and x[0].bit_length() + x[1] > 64:
        raise Wide
    h = isqrt(p) // 2 + 2
    w = p + 2 * h + 90
    fx = fixed(x, w, up)
    n = fx // ln2(w, False) + 1
    r = -1
    while r < 0:  # an upper bound of r subtracts a lower bound of k log 2
        n -= 1
        r = fx - n * ln2(w, (n >= 0) != up)
    y = shr(r, h, up)
    total = term = 1 << w
    count = 0
    while term > int(up):
        count += 1
        term = quo(shr(term * y, w, up), count, up)
        total += term
    total += term if up else 0  # y < 1/2: the tail is below the last term
    for _ in range(h):
        total = shr(total * total, w, up)
    return cut(total, n - w, p, up)


def log_(x: Bound, p: int, up: bool) -> Bound:
    """log of x > 0: x = f 2^k, f in [1, 2), h square roots, artanh series (positive terms)."""
    b = x[0].bit_length()
    k, h = x[1] + b - 1, isqrt(p) // 2 + 2
    w = p + h + 90
    one = 1 << w
    f = fixed((x[0], 1 - b), w, up)
    for _ in range(h):
        f = isqrt((f << w) - 1) + 1 if up else isqrt(f << w)
    z = quo((f - one) << w, f + one, up)
    square, term, total, n = shr(z * z, w, up), z, 0, 1
    while term > int(up):
        total += quo(term, n, up)
        term, n = shr(term * square, w, up), n + 2
    total += 2 * term if up else 0  # z <= 1/3
    return cut((total << (h + 1)) + k * ln2(w, (k >= 0) == up), -w, p, up)


def sqrt_(x: Bound, p: int, up: bool) -> Bound:
    m, e = x
    s = max(0, 2 * p - m.bit_length())
    s += (e - s) & 1
    return (isqrt((m << s) - 1) + 1 if up and m else isqrt(m << s)), (e - s) // 2


def lambertw_(x: Bound, p: int, up: bool) -> Bound:
    """W(x), x >= 0: Newton's method proposes, w exp(w) against x decides; else the trivial bounds 0 and x."""
    if not x[0]:
        return x
    q = p + 16
    w = log_(plus(x, (1, 0), q, True), q, True)
    for _ in range(p.bit_length() + 16):
        e = exp_(w, q, True)
        top = plus(prod(w, e, q, True), minus(x), q, True)
        slope = prod(e, plus(w, (1, 0), q, True), q, True)
        w = plus(w, minus(prod(top, inv_(slope, q, True), q, True)), q, True)
        if w[0] <= 0:
            break
    w = prod(w, ((1 << p) + (256 if up else -256), -p), p, up)
    if w[0] > 0 and side(prod(w, exp_(w, p, not up), p, not up), x) * (1 if up else -1) >= 0:
        return w
    return x if up else (0, 0)
