"""Values of constants at exact settings, inside the hypotheses only, and their slack at instances."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from varproof.arith.balls import LADDER
from varproof.arith.decimals import Bracket, bracket, decimal, narrow
from varproof.decide.hypotheses import Outside, require, require_case
from varproof.lang import core
from varproof.lang.core import Core
from varproof.lang.data import Data, Value
from varproof.lang.errors import StatementError
from varproof.lang.evaluate import Point

if TYPE_CHECKING:
    from varproof.lang.statement import Constant, Variant


class Row(NamedTuple):
    """A constant at those settings that its statement knows; without a value, `why` there is none."""

    variant: Variant
    constant: Constant
    at: Mapping[str, Value]
    value: Bracket | None
    why: StatementError | None


def rows(variants: Iterable[Variant], settings: Mapping[str, Value]) -> list[Row]:
    """Every constant of the variants at the settings; StatementError for a setting that none of them knows.

    When something is set and no constant has a value there, the first reason is raised.
    """
    chosen = [v for v in variants if v.constants]
    known = {v.name: settable(v) for v in chosen}
    for name in settings:
        if not any(name in names for names in known.values()):
            every = sorted(set().union(*known.values()))
            near = difflib.get_close_matches(name, every, n=1)
            hint = f"did you mean {near[0]}?" if near else f"it has {', '.join(every)}"
            raise StatementError(f"--set {name}: no size or real of {chosen[0].id if chosen else 'it'}; {hint}")
    found = []
    for v in chosen:
        at = {name: q for name, q in settings.items() if name in known[v.name]}
        for constant in v.constants.values():
            try:
                found.append(Row(v, constant, at, values(v, constant, at), None))
            except StatementError as error:
                found.append(Row(v, constant, at, None, error))
    if settings and found and all(row.value is None for row in found):
        raise next((row.why for row in found if isinstance(row.why, Outside)), None) or found[0].why or AssertionError
    return found


def settable(variant: Variant) -> set[str]:
    """The sizes and reals of a variant."""
    p = variant.parts
    return {*(n for n, _ in p.sizes), *(x for x, sort in p.given if sort[0] == "real")}


def values(variant: Variant, constant: Constant, settings: Mapping[str, Value], drop: tuple[str, ...] = ()) -> Bracket:
    """The value of a constant where the sizes and reals that occur in it are set.

    StatementError names what is missing, unknown, or outside the domain; Outside the hypothesis that is not true
    there (but for those to `drop`), or the only case in which the constant is claimed.
    """
    p = variant.parts
    where = f"{variant.id} {variant.name}, constant {constant.name}"
    sizes, reals = occurring(constant.formula, variant.core)
    for name in settings:
        if name not in settable(variant):
            there = ", ".join(sorted(settable(variant)))
            raise StatementError(f"{where}: {name} is no size or real of it; there are {there}")
    require(variant, settings, drop)
    require_case(variant, constant, settings)
    missing = [name for name in (*sizes, *reals) if name not in settings]
    if missing:
        raise StatementError(f"{where}: needs {', '.join(missing)}; add --set {missing[0]}=...")
    given = tuple((x, sort) for x, sort in p.given if x in reals)
    alone = p._replace(given=given, assume=(), claim=(), sizes=tuple((n, k) for n, k in p.sizes if n in sizes))
    data = Data({n: int(settings[n]) for n in sizes}, {x: settings[x] for x in reals})
    point = Point(alone.core(), data)
    for bits in LADDER:
        ball = point.enclosure(constant.formula, bits)
        if ball is None:
            continue
        try:
            found, enough = bracket(ball), narrow(ball)
        except ArithmeticError:  # not finite, or next to 0 and too small to be written out
            continue
        if bits == LADDER[-1] or enough:
            return found
    raise StatementError(f"{where}: is not defined at these values, or not known to be")


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

    Points outside the constant's case, and where the divisor is 0 or not known to be positive, are left out; None when
    all are, and for a constant of a claim of existence.
    """
    over, under = constant.formula, constant.bounds
    if under is None:
        return None
    if constant.side == "lower":
        over, under = under, over
    least: Fraction | None = None
    for point in points:
        if constant.case is not None and point.decide(constant.case).value is not True:
            continue
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
            if quotient.is_finite() and narrow(quotient):
                return quotient.bounds()[0]
    return None
