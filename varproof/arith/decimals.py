"""Decimals around numbers, rounded outwards, also around those that cannot be written out."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from varproof.arith.balls import Ball, precision

_BITS = 192  # of precision for the logarithm of what cannot be written out


class Bracket(NamedTuple):
    """A number between two decimals, which are rounded outwards."""

    low: str
    high: str

    @property
    def text(self) -> str:
        return self.low if self.low == self.high else f"[{self.low}, {self.high}]"


def decimal(value: Fraction, digits: int, up: bool) -> str:
    """A decimal of so many digits on the named side of a rational: 1.0987, 3.2e-41."""
    if value < 0:
        return "-" + decimal(-value, digits, not up)
    if value == 0:
        return "0"
    exponent = len(str(value.numerator)) - len(str(value.denominator)) if _short(value) else _exponent(value)
    while value >= Fraction(10) ** (exponent + 1):
        exponent += 1
    while value < Fraction(10) ** exponent:
        exponent -= 1
    scaled = value / Fraction(10) ** (exponent - digits + 1)
    whole = -(-scaled.numerator // scaled.denominator) if up else scaled.numerator // scaled.denominator
    if whole == 10**digits:
        whole, exponent = whole // 10, exponent + 1
    figures = str(whole)
    if -5 <= exponent < digits:
        figures = "0" * -exponent + figures if exponent < 0 else figures
        point = max(exponent, 0) + 1
        return (figures[:point] + "." + figures[point:]).rstrip("0").rstrip(".")
    mantissa = (figures[0] + "." + figures[1:]).rstrip("0").rstrip(".")
    return f"{mantissa}e{exponent}"


def told_apart(*numbers: tuple[str | None, Callable[[int], Ball | None]]) -> list[str]:
    """Numbers as texts, with so many digits that they can be told apart; each is given by its exact text, where it has
    a short one, and by its enclosures, a ball for a number of bits."""
    for digits in (8, 16, 40):
        decimals = [digits_of(ball, digits) for _, ball in numbers]
        if len(set(decimals)) == len(decimals):
            break
    return [exact or found for (exact, _), found in zip(numbers, decimals, strict=True)]


def digits_of(enclosure: Callable[[int], Ball | None], digits: int) -> str:
    """The first digits of a number, cut off, as `1.0987…`, or bounds that have so many where balls leave them open."""
    found = "a number that is not known so well"
    for bits in (128, 512, 2048):
        ball = enclosure(bits)
        try:
            low, high = (None, None) if ball is None else ball.bounds()
        except ArithmeticError:  # not finite, or too large or too small to be written out
            continue
        if low is None or high is None:
            continue
        first, last = (decimal(value, digits, up=value < 0) for value in (low, high))
        if first == last and low * high > 0:
            return f"{first}…"
        if low == high == 0:
            return "0"
        if low <= 0 <= high:
            found = f"a number within {decimal(max(-low, high), 2, up=True)} of 0"
        else:
            found = f"a number between {decimal(low, digits, up=False)} and {decimal(high, digits, up=True)}"
    return found


def _short(value: Fraction) -> bool:
    return max(value.numerator.bit_length(), value.denominator.bit_length()) < 10_000


def _exponent(value: Fraction) -> int:
    """The decimal exponent, to within a few, of a number with too many digits to print."""
    return int((value.numerator.bit_length() - value.denominator.bit_length()) * 0.30103) - 1


def bracket(ball: Ball, digits: int = 10) -> Bracket:
    """Decimals around a ball; by its logarithm where it is too large or too small to be written out."""
    try:
        low, high = ball.bounds()
    except ArithmeticError:
        return _astronomical(ball, digits)
    return Bracket(decimal(low, digits, up=False), decimal(high, digits, up=True))


def _astronomical(ball: Ball, digits: int) -> Bracket:
    with precision(_BITS):
        exponent = _logarithm(ball)
        whole = math.floor(exponent.bounds()[0])
        low, high = ((exponent - whole) * Ball.of(10).log()).exp().bounds()
    ends = (f"{decimal(low, digits, up=False)}e{whole}", f"{decimal(high, digits, up=True)}e{whole}")
    return Bracket(*ends) if ball.sign() == 1 else Bracket(f"-{ends[1]}", f"-{ends[0]}")


def _logarithm(ball: Ball) -> Ball:
    """The decimal logarithm of a ball's absolute value; ArithmeticError unless its sign is certain."""
    if ball.sign() not in (1, -1):
        raise ArithmeticError("a ball around 0 has no logarithm")
    return ball.abs().log() / Ball.of(10).log()


def narrow(ball: Ball) -> bool:
    """Whether a ball gives twelve digits."""
    try:
        low, high = ball.bounds()
    except ArithmeticError:
        with precision(_BITS):
            low, high = _logarithm(ball).bounds()
        return (high - low) * 10**12 <= 1
    return (high - low) * 10**12 <= max(abs(low), abs(high))
