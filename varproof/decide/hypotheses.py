"""The hypotheses of a statement that speak of sizes and reals alone, where these are set."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from varproof.arith.balls import LADDER
from varproof.arith.decimals import Bracket, bracket, decimal, narrow
from varproof.decide.settings import text
from varproof.lang import core
from varproof.lang.core import Core
from varproof.lang.data import Data, Value
from varproof.lang.errors import StatementError
from varproof.lang.evaluate import Point

if TYPE_CHECKING:
    from varproof.lang.statement import Constant, Variant

_TURNED = {"<=": ">=", "<": ">", "=": "=", "!=": "!="}


class Outside(StatementError):
    """Settings at which a hypothesis is not true; the message names it and the value that it needs."""


def alone(statement: Core, names: set[str]) -> Core:
    """The statement with only those sizes and givens, the hypotheses that speak of nothing else, and no claim."""
    p = core.parts(statement)
    others = {n for n, _ in p.sizes} - names
    heard = tuple((label, f) for label, f in p.assume if core.free(f) <= names and not others & _words(f))
    given = tuple((x, sort) for x, sort in p.given if x in names)
    sizes = tuple((n, least) for n, least in p.sizes if n in names)
    return p._replace(sizes=sizes, given=given, assume=heard, claim=()).core()


def require(variant: Variant, settings: Mapping[str, Value], drop: tuple[str, ...] = ()) -> None:
    """Raise Outside at the first hypothesis (but those to `drop`) that is not true at the settings, whatever else."""
    where = f"{variant.id} {variant.name}"
    p = variant.parts
    for n, least in p.sizes:
        q = settings.get(n, least)
        if f"{n}>={least}" not in drop and not (isinstance(q, int | Fraction) and q == int(q) and q >= least):
            raise Outside(f"{where}: {n} = {text(q)} is not a whole number of at least {least}")
    point = _point(alone(variant.core, set(settings)), settings)
    for label in point.ground.assume:
        decision = point.assumption(label)
        if label not in drop and decision.value is not True:
            needed = _needed(point, dict(p.assume)[label], settings)
            raise Outside(f"{where}: outside the hypothesis {label}{needed or f', which is {decision.reason}'}")


def require_case(variant: Variant, constant: Constant, settings: Mapping[str, Value]) -> None:
    """Raise Outside where a constant that holds in one case is asked for in another."""
    if constant.case is None:
        return
    where = f"{variant.id} {variant.name}, constant {constant.name}: holds for {constant.case_text} only"
    p = core.parts(alone(variant.core, set(settings)))
    there = {*dict(p.sizes), *dict(p.given)}
    asked = [x for x in (*dict(variant.parts.sizes), *dict(variant.parts.given)) if x in _words(constant.case)]
    for name in asked:
        if name not in there:
            raise Outside(f"{where}; add --set {name}=...")
    if _point(p._replace(assume=()).core(), settings).decide(constant.case).value is not True:
        raise Outside(f"{where}, and {', '.join(f'{x} = {text(settings[x])}' for x in asked)}")


def _point(statement: Core, settings: Mapping[str, Value]) -> Point:
    p = core.parts(statement)
    return Point(statement, Data({n: int(settings[n]) for n, _ in p.sizes}, {x: settings[x] for x, _ in p.given}))


def _words(node: Core) -> set[str]:
    return {word for part in core.walk(node) if isinstance(part, tuple) for word in part if isinstance(word, str)}


def _needed(point: Point, formula: Core, settings: Mapping[str, Value]) -> str | None:
    """What a relation needs: `: it needs delta > 5.772589, and delta = 3`; None where this cannot be said."""
    if formula[0] == "and":
        failing = (part for part in formula[1:] if point.decide(part).value is not True)
        return next((said for said in (_needed(point, part, settings) for part in failing) if said), None)
    if formula[0] not in _TURNED:
        return None
    sign, left, right = formula
    for side, other, relation in ((left, right, sign), (right, left, _TURNED[sign])):
        if isinstance(side, tuple) and side[0] in ("real", "card"):
            value = _value(point, other)
            if value is not None:
                name, bound = side[1], _bound(value, relation)
                return f": it needs {name} {relation} {bound}, and {name} = {text(settings[name])}"
    ends = [_value(point, left), _value(point, right)]
    if ends[0] is None or ends[1] is None:
        return None
    return f": it needs a left side {sign} its right side, and these are {ends[0].text} and {ends[1].text}"


def _bound(value: Bracket, relation: str) -> str:
    """Seven digits, rounded to where the relation is sure."""
    if value.low == value.high or relation not in ("<", "<=", ">", ">="):
        return value.text
    up = relation[0] == ">"
    try:
        return decimal(Fraction(value.high if up else value.low), 7, up)
    except ValueError:  # beyond what is written out
        return value.text


def _value(point: Point, t: Core) -> Bracket | None:
    for bits in LADDER[:4]:
        ball = point.enclosure(t, bits)
        if ball is not None and narrow(ball):
            return bracket(ball)
    return None
