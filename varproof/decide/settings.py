"""Exact numbers that a user sets: 3, -7/2, 0.25, 1e-6, log(4), sqrt(2)/3."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

from varproof.arith.balls import LADDER
from varproof.lang import claims, core
from varproof.lang.claims import ClaimError, Term
from varproof.lang.core import Core, Parts
from varproof.lang.data import Data, Value
from varproof.lang.errors import StatementError
from varproof.lang.evaluate import Point

_SHORT = re.compile(r"(log|sqrt|exp)(\d{1,9})", re.ASCII)
_CLOSED = {"pi", "+", "*", "/", "^", "exp", "log", "sqrt", "abs", "lambertw", "max", "min"}
_LEVEL = {"+": 1, "*": 2, "/": 2, "^": 3}


def read(name: str, text: str) -> Value:
    """A Fraction, or the closed core term of a number that is not known to be rational; StatementError."""
    what = f"{name}={text[:40]}"
    try:
        found = claims.term(text, what)
    except ClaimError as error:
        raise StatementError(f"{error}; write an exact number, such as 3, 7/2, 1e-6 or log(4)") from None
    rational = claims.constant(found)
    if rational is not None:
        return rational

    def named(word: str) -> Core:
        short = _SHORT.fullmatch(word)
        if word == "pi":
            return ("pi",)
        if short is None:
            raise StatementError(f"{what}: {word[:20]} is no number; write such as 3, 7/2, 1e-6, log(4) or sqrt(2)")
        return (short[1], Fraction(short[2]))

    term = lowered(found, named, what)
    if not has_value(term):
        raise StatementError(f"{what}: has no value, or is not known to have one")
    return term


def lowered(t: Term, named: Callable[[str], Core], what: str) -> Core:
    """A term of the claim language as a term of statements; `named` says what a name is."""
    head, *rest = t
    if head == "const":
        return rest[0]
    if head == "var":
        return named(rest[0])
    if head == "^":
        base, k = lowered(rest[0], named, what), rest[1]
        return Fraction(1) if k == 0 else base if k == 1 else ("^", base, k)
    parts = [lowered(part, named, what) for part in rest]
    if head == "neg":
        return ("*", Fraction(-1), parts[0])
    if head == "-":
        return ("+", parts[0], ("*", Fraction(-1), parts[1]))
    if head in _CLOSED:
        return (head, *parts)
    raise StatementError(f"{what}: statements know no {head}")


@lru_cache(maxsize=100_000)
def has_value(term: Core) -> bool:
    """Whether a closed term is defined and finite; StatementError when it is not closed."""
    words = {node[0] for node in core.walk(term) if isinstance(node, tuple)}
    if words - _CLOSED:
        raise StatementError(f"{core.line(term)[:60]} is not a number")
    point = Point(Parts("", "", "", (), (), (), (), ()).core(), Data({}, {}))
    return any(point.enclosure(term, bits) is not None for bits in LADDER)


def text(value: Value) -> str:
    """An exact number as it can be typed again."""
    return _text(value)[0]


def _text(value: Value) -> tuple[str, int]:
    """The text, and how tightly its outermost operation binds."""
    if isinstance(value, int | Fraction):
        q = Fraction(value)
        return str(q), 1 if q < 0 else 2 if q.denominator > 1 else 4
    head, *parts = value
    if head == "pi":
        return "pi", 4
    if head == "^":
        return f"{_in(parts[0], 4)}**{parts[1]}", 3
    if head in _LEVEL:
        level = _LEVEL[head]
        sign = f" {head} " if head == "+" else head
        return sign.join(_in(part, level + (k > 0 and head == "/")) for k, part in enumerate(parts)), level
    return f"{head}({', '.join(text(part) for part in parts)})", 4


def _in(part: Value, level: int) -> str:
    shown, own = _text(part)
    return shown if own >= level else f"({shown})"
