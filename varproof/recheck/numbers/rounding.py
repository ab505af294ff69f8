"""Directed rounding with the standard library's decimal arithmetic.

There +, *, / honour the direction of the context; exp, ln and sqrt are correctly rounded to nearest, so that the
neighbour of their result bounds the true value.  No under- or overflow passes: they raise.
"""

from __future__ import annotations

import decimal
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction
from functools import lru_cache

TRAPS = [decimal.DivisionByZero, decimal.InvalidOperation, decimal.Overflow, decimal.Subnormal, decimal.Underflow]


@lru_cache(maxsize=64)
def rounding(digits: int, up: bool) -> Context:
    return Context(digits, ROUND_CEILING if up else ROUND_FLOOR, decimal.MIN_EMIN, decimal.MAX_EMAX, 1, 0, [], TRAPS)


def ratio(q: Fraction, c: Context) -> Decimal:
    return c.divide(Decimal(q.numerator), Decimal(q.denominator))


def outside(x: Decimal, c: Context) -> Decimal:
    """The neighbour of a result to nearest, on the safe side."""
    return c.next_plus(x) if c.rounding == ROUND_CEILING else c.next_minus(x)


@lru_cache(maxsize=20_000)  # boxes that were split share their ends
def _exp_or_log(x: Decimal, digits: int, up: bool, exp: bool) -> Decimal:
    c = rounding(digits, up)
    return outside(c.exp(x) if exp else c.ln(x), c)


def exp_(x: Decimal, c: Context) -> Decimal:
    return _exp_or_log(x, c.prec, c.rounding == ROUND_CEILING, True)


def log_(x: Decimal, c: Context) -> Decimal:
    return _exp_or_log(x, c.prec, c.rounding == ROUND_CEILING, False)


def sqrt_(x: Decimal, c: Context) -> Decimal:
    return outside(c.sqrt(x), c) if x else x


def lambertw_(x: Decimal, c: Context) -> Decimal:
    """W(x), x >= 0: Newton's method proposes, w exp(w) against x decides; else the trivial bounds 0 and x."""
    if not x:
        return x
    up = c.rounding == ROUND_CEILING
    near, other = rounding(c.prec + 9, True), rounding(c.prec + 9, not up)
    w = near.ln(near.add(x, Decimal(1)))
    for _ in range(c.prec.bit_length() + 9):
        e = near.exp(w)
        step = near.divide(near.subtract(near.multiply(w, e), x), near.multiply(e, near.add(w, Decimal(1))))
        w = near.subtract(w, step)
        if step.adjusted() < w.adjusted() - c.prec:
            break
    w = outside(c.plus(w), c)
    reached = other.multiply(w, exp_(w, other))
    return w if w > 0 and (reached >= x if up else reached <= x) else x if up else Decimal(0)


def pi_(c: Context) -> Decimal:
    """pi = 16 arctan(1/5) - 4 arctan(1/239) (Machin), in whole units of 10^-(digits + 9).

    arctan(1/x) = 1/x - 1/(3 x^3) + ...: each term rounded down is off by less than a unit, and what follows the last
    one that was taken is smaller than the next, which is below a unit.
    """
    one, total, error = 10 ** (c.prec + 9), 0, 0
    for weight, x in ((16, 5), (-4, 239)):
        power, k = one // x, 1  # power = one / x^k rounded down
        while power:
            total += weight * (power // k)
            error += abs(weight)
            weight, power, k = -weight, power // (x * x), k + 2
        error += abs(weight)
    return ratio(Fraction(total + (error if c.rounding == ROUND_CEILING else -error), one), c)
