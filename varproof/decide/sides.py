"""What is false at a counterexample: the values of both sides of the relation that fails there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from varproof.arith.balls import Ball
from varproof.arith.decimals import told_apart
from varproof.lang import core
from varproof.lang.core import Core
from varproof.lang.data import Data
from varproof.lang.evaluate import UNDEFINED, Point
from varproof.lang.scope import Place, Scope

if TYPE_CHECKING:
    from varproof.lang.statement import Variant


class Sides(NamedTuple):
    """Both values, exact as `1/3` where this is short, else digits that are right as `0.3333…`, or bounds; the indices
    where the relation fails, each from 1 on. No values where what is claimed is undefined."""

    left: str | None
    right: str | None
    at: tuple[tuple[str, int], ...] = ()


def at(variant: Variant, data: Data, label: str) -> Sides | None:
    """The sides of what fails at a counterexample, under this label: a claim, or its consequence.

    A relation `u >= v` is `v <= u` in a statement, and so are its sides. None where no single relation is false: no
    index or real does what is claimed, a relation is denied, or it stands in a definition.
    """
    formulas = dict(core.parts(variant.core).claim)
    if variant.consequence is not None:
        formulas[variant.consequence[0]] = variant.consequence[1]
    point, formula = Point(variant.core, data), formulas[label]
    if formula[0] == "defined" or point.decide(formula).outcome == UNDEFINED:
        return Sides(None, None)
    return _failing(point, formula, point.ground.scope, ())


def _failing(point: Point, f: Core, scope: Scope, at: tuple[tuple[str, int], ...]) -> Sides | None:
    head = f[0]
    if head in ("<=", "<", "=", "!="):
        left, right = told_apart(*((_exact(point, t, scope), _enclosures(point, t, scope)) for t in f[1:]))
        return Sides(left, right, at)
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
    first = next((part for part in parts if point.is_false_in(part[0], part[1])), None)
    return None if first is None else _failing(point, *first)


def _exact(point: Point, t: Core, scope: Scope) -> str | None:
    value = point.rational_in(t, scope)
    return None if value is None or len(str(value)) > 20 else str(value)


def _enclosures(point: Point, t: Core, scope: Scope) -> Callable[[int], Ball | None]:
    return lambda bits: point.enclosure_in(t, scope, bits)
