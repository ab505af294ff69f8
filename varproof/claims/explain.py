"""What fails at a counterexample of a claim: a part that is undefined there, or a relation with the values of its
sides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from varproof.arith.balls import Ball, precision
from varproof.arith.decimals import digits_of, told_apart
from varproof.arith.exact import Inexact
from varproof.claims import points
from varproof.lang import claims
from varproof.lang.claims import Relation, Term


class Failure(NamedTuple):
    """The first relation that is not true; `undefined` is the part without a value, else `left` and `right` are the
    values of the sides, exactly (3/4), as decimals that are cut off (0.36787…), or by bounds."""

    relation: Relation
    undefined: Term | None
    why: str
    left: str
    right: str


def failure(claim: str, point: Mapping[str, str]) -> Failure | None:
    """What fails there; None where this cannot be told, as at a zero that has no closed form."""
    try:
        at: points.Point = {name: points.read(text) for name, text in point.items()}
    except claims.ClaimError:
        return None
    for relation in claims.parse(claim):
        if points.holds([relation], at) is False:
            _, left, right = relation
            for side in (left, right):
                found = _undefined(side, at)
                if found is not None:
                    return Failure(relation, found, _why(found, at), "", "")
            return Failure(relation, None, "", *_values(left, right, at))
    return None


def _undefined(t: Term, at: points.Point) -> Term | None:
    """The innermost part that has no value."""
    if points.defined(t, at) is not False:
        return None
    inner = (_undefined(part, at) for part in t[1:] if type(part) is tuple)
    return next((part for part in inner if part is not None), t)


def _why(t: Term, at: points.Point) -> str:
    if t[0] == "/":
        return "a division by 0"
    value = _exact(t[1], at)
    of = f" of {value if value is not None else digits_of(_enclosures(t[1], at), 6)}" if len(t) == 2 else ""
    return {"log": "the logarithm", "sqrt": "the square root"}.get(t[0], f"{t[0]} outside its domain,") + of


def _values(left: Term, right: Term, at: points.Point) -> tuple[str, str]:
    """The values of two terms, with so many digits that they can be told apart."""
    first, second = told_apart(*((_exact(t, at), _enclosures(t, at)) for t in (left, right)))
    return first, second


def _exact(t: Term, at: points.Point) -> str | None:
    try:
        value = points._exact(t, at).rational()
    except (Inexact, RecursionError):
        return None
    return None if value is None or len(str(value)) > 20 else str(value)


def _enclosures(t: Term, at: points.Point) -> Callable[[int], Ball]:
    def enclosure(bits: int) -> Ball:
        with precision(bits):
            return points._ball(t, at)

    return enclosure
