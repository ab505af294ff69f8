"""Certified decimals: values of constants, and their slack at instances."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from varproof.arith.balls import LADDER, Ball, precision
from varproof.lang import core
from varproof.lang.core import Core
from varproof.lang.data import Data
from varproof.lang.errors import StatementError
from varproof.lang.evaluate import Point

if TYPE_CHECKING:
    from varproof.lang.statement import Constant, Variant

_NUMBER = re.compile(
    r"[+-]?(\d{1,1000}(/\d{1,1000})?|\d{0,1000}\.\d{1,1000}|\d{1,1000}\.)([eE][+-]?\d{1,4})?", re.ASCII
)

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


def setting(name: str, text: str) -> Fraction:
    """The exact number that a user writes: 3, -7/2, 0.25, 1e-6; StatementError for anything else."""
    try:
        if not _NUMBER.fullmatch(text):
            raise ValueError
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise StatementError(f"{name}={text[:40]}: not an exact number, such as 3, 7/2 or 1e-6") from None


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


def values(variant: Variant, constant: Constant, settings: Mapping[str, Fraction]) -> Bracket:
    """The value of a constant where the sizes and reals that occur in it are set.

    StatementError names what is missing, unknown, or outside the domain.
    """
    p = variant.parts
    where = f"{variant.id} {variant.name}, constant {constant.name}"
    sizes, reals = occurring(constant.formula, variant.core)
    known = {n for n, _ in p.sizes} | {x for x, sort in p.given if sort[0] == "real"}
    for name in settings:
        if name not in known:
            raise StatementError(f"{where}: {name} is no size or real of it; there are {', '.join(sorted(known))}")
    missing = [name for name in (*sizes, *reals) if name not in settings]
    if missing:
        raise StatementError(f"{where}: needs {', '.join(missing)}; add --set {missing[0]}=...")
    least = dict(p.sizes)
    for n in sizes:
        if settings[n].denominator != 1 or settings[n] < least[n]:
            raise StatementError(f"{where}: {n} = {settings[n]} is not a whole number of at least {least[n]}")
    given = tuple((x, sort) for x, sort in p.given if x in reals)
    alone = p._replace(given=given, assume=(), claim=(), sizes=tuple((n, k) for n, k in p.sizes if n in sizes))
    data = Data({n: int(settings[n]) for n in sizes}, {x: settings[x] for x in reals})
    point = Point(alone.core(), data)
    for bits in LADDER:
        ball = point.enclosure(constant.formula, bits)
        if ball is None:
            continue
        try:
            found, narrow = bracket(ball), _narrow(ball)
        except ArithmeticError:  # not finite, or next to 0 and too small to be written out
            continue
        if bits == LADDER[-1] or narrow:
            return found
    raise StatementError(f"{where}: is not defined at these values, or not known to be")


def _narrow(ball: Ball) -> bool:
    try:
        low, high = ball.bounds()
    except ArithmeticError:
        with precision(_BITS):
            low, high = _logarithm(ball).bounds()
        return (high - low) * 10**12 <= 1
    return (high - low) * 10**12 <= max(abs(low), abs(high))


def occurring(formula: Core, statement: Core) -> tuple[list[str], list[str]]:
    """The sizes and the given reals that a term mentions; StatementError when it mentions an array or an index."""
    p = core.parts(statement)
    sizes, givens = depends(formula, statement)
    for name, sort in p.given:
        if name in givens and sort[0] != "real":
            raise StatementError(
                f"{p.id} {p.variant}: the constant depends on the whole of {name}; it has no one value"
            )
    return sizes, givens


def depends(formula: Core, statement: Core) -> tuple[list[str], list[str]]:
    """The sizes and the givens that a term mentions."""
    p = core.parts(statement)
    free = core.free(formula)
    words = {word for node in core.walk(formula) if isinstance(node, tuple) for word in node if isinstance(word, str)}
    return [n for n, _ in p.sizes if n in words], [x for x, _ in p.given if x in free]


def slack(constant: Constant, points: Sequence[Point]) -> str | None:
    """The smallest certified ratio of bound to quantity over the points: at least 1 where the bound holds.

    Points where the divisor is 0 or not known to be positive are left out; None when all are, and for a constant of a
    claim of existence.
    """
    over, under = constant.formula, constant.bounds
    if under is None:
        return None
    if constant.side == "lower":
        over, under = under, over
    least: Fraction | None = None
    for point in points:
        found = _ratio(point, over, under)
        if found is not None and (least is None or found < least):
            least = found
    return None if least is None else decimal(least, 4, up=False)


def _ratio(point: Point, over: Core, under: Core) -> Fraction | None:
    """A lower bound of over / under at a point, close to it."""
    for bits in LADDER[:4]:
        top, bottom = point.enclosure(over, bits), point.enclosure(under, bits)
        if top is None or bottom is None or bottom.sign() in (0, -1):
            return None
        if bottom.sign() == 1:
            quotient = top / bottom
            if quotient.is_finite() and _narrow(quotient):
                return quotient.bounds()[0]
    return None
