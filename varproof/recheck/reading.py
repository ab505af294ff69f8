"""What is refused and how exact input is read: errors, budgets, rationals, JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

Rational = int | Fraction

WORK = 30_000_000  # elementary polynomial or evaluation steps in one certificate
DEPTH = 600  # nesting of kernel nodes; also of brackets in a statement
BITS = 1_000_000  # size of a coefficient
EXPONENT = 4_000  # bits of an exponent

INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*|0x[0-9a-f]+)")


class Rejected(Exception):
    """The certificate does not establish its statement."""


class BadInput(Exception):
    """The input is not a certificate (or not a lock) at all."""


def need(condition: bool, message: str) -> None:
    """Reject unless the condition holds."""
    if not condition:
        raise Rejected(message)


def natural(x: object, below: int) -> bool:
    """Whether x is an int (not a bool) with 0 <= x < below."""
    return type(x) is int and 0 <= x < below


def lean(q: Rational) -> Rational:
    """The one representation of a rational: int when integral, Fraction otherwise."""
    return q if type(q) is int else q.numerator if q.denominator == 1 else q


def bits(q: Rational) -> int:
    return q.numerator.bit_length() + q.denominator.bit_length()


def integer(text: str) -> int:
    need(bool(INTEGER.fullmatch(text)), f"not an integer: {text[:40]!r}")
    try:
        return int(text, 16 if "x" in text else 10)
    except ValueError:
        raise Rejected("decimal integer too long (use hexadecimal)") from None


def steps(size: int) -> int:
    """What arithmetic with a rational of so many bits costs beyond an elementary step: it is quadratic."""
    k = size >> 10
    return k + 3 * k * k


def rational(x: object) -> Rational:
    """An int, or a string p, p/q, 0x.., 0x../0x.. with q > 0; never a float or a bool."""
    if type(x) is int:
        return x
    need(type(x) is str, f"not a rational: {str(x)[:40]}")
    top, slash, bottom = str(x).partition("/")
    q = integer(bottom) if slash else 1
    need(q > 0, f"denominator is not positive: {str(x)[:40]}")
    return lean(Fraction(integer(top), q))


def rows(x: Any, width: int) -> Iterator[list[Any]]:
    """The entries of a JSON list of lists of one width."""
    need(isinstance(x, list), "not a list")
    for row in x:
        need(isinstance(row, list) and len(row) == width, f"not a list of {width} entries")
        yield row


def read_json(text: str) -> Any:
    """JSON without floats, NaN or repeated keys."""

    def refuse(literal: str) -> Any:
        raise BadInput(f"not an exact number: {literal[:40]}")

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) != len(pairs):
            raise BadInput("an object repeats a key")
        return dict(pairs)

    try:
        return json.loads(text, parse_float=refuse, parse_constant=refuse, object_pairs_hook=unique)
    except RecursionError:
        raise BadInput("nested too deeply") from None
    except ValueError as error:
        raise BadInput(f"not JSON: {error}") from None
