"""What is false at a counterexample: the values of both sides of the relation that fails there."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from varproof.arith.decimals import decimal, digits_between
from varproof.lang import core
from varproof.lang.core import Core
from varproof.lang.data import Data
from varproof.lang.evaluate import UNDEFINED, Point
from varproof.lang.scope import Place, Scope

if TYPE_CHECKING:
    from varproof.lang.statement import Variant


class Sides(NamedTuple):
    """Both values, exact as `1/3` where this is short, else digits that are right as `0.3333…`; the indices where the
    relation fails, each from 1 on. Values are None where nothing has a value because the formula is undefined."""

    left: str | None
    right: str | None
    at: tuple[tuple[str, int], ...] = ()


def at(variant: Variant, data: Data, label: str) -> Sides | None:
    """The sides of what fails at a counterexample, under this label: a claim, or its consequence."""
    formulas = dict(core.parts(variant.core).claim)
    if variant.consequence is not None:
        formulas[variant.consequence[0]] = variant.consequence[1]
    point = Point(variant.core, data)
    if point.decide(formulas[label]).outcome == UNDEFINED:
        return Sides(None, None)
    return failing(point, formulas[label])


def failing(point: Point, formula: Core) -> Sides | None:
    """The sides of the first relation in a formula that is false at a point; None where there is no single one, as in
    what is undefined, not true of any index or real, or true of what has to be false."""
    return _failing(point, formula, point.ground.scope, ())


def _failing(point: Point, f: Core, scope: Scope, at: tuple[tuple[str, int], ...]) -> Sides | None:
    head = f[0]
    if head in ("<=", "<", "=", "!="):
        left, right = (_texts(point, t, scope) for t in f[1:])
        shown = next((pair for pair in zip(left, right, strict=True) if pair[0] != pair[1]), None)
        return Sides(*shown, at) if shown is not None else None
    if head == "forall" and f[2][0] == "index":
        size = scope.size(f[2][1])
        places = ((k, scope.bind((f[1], Place(k, size)))) for k in range(size))
        parts: Iterable[tuple[Core, Scope, tuple[tuple[str, int], ...]]]
        parts = ((f[3], inner, (*at, (f[1], k + 1))) for k, inner in places)
    elif head == "and":
        parts = ((part, scope, at) for part in f[1:])
    elif head == "implies":
        parts = [(f[2], scope, at)]
    else:
        return None
    false = (part for part in parts if point.is_false_in(part[0], part[1]))
    first = next(false, None)
    return None if first is None else _failing(point, *first)


def _texts(point: Point, t: Core, scope: Scope) -> list[str]:
    """A term's value with more and more digits; an exact one that is short instead of all of them."""
    return [_text(point, t, scope, digits) for digits in (8, 16, 40)]


def _text(point: Point, t: Core, scope: Scope, digits: int) -> str:
    known = "a number that is not known"
    for bits in (128, 512, 2048):
        value = point.value_in(t, scope, bits)
        if isinstance(value, Fraction) and len(str(value)) <= 20:
            return str(value)
        try:
            low, high = (value, value) if value is None or isinstance(value, Fraction) else value.bounds()
        except ArithmeticError:  # too large or too small to be written out
            continue
        if low is None or high is None:
            continue
        shown = digits_between(low, high, digits)
        if shown is not None:
            return shown
        known = _near(low, high, digits)
    return known


def _near(low: Fraction, high: Fraction, digits: int) -> str:
    """A number that may have few digits, as balls enclose 3; none of its digits need be certain."""
    if low <= 0 <= high:
        return f"within {decimal(max(-low, high), 2, up=True)} of 0"
    return f"between {decimal(low, digits, up=False)} and {decimal(high, digits, up=True)}"
