"""The grid of a sweep: axes of exact numbers, and its points by number.

    --grid n=2:64               2, 3, ..., 64; both ends belong to it
    --grid delta=log4:8:0.25    log 4, log 4 + 1/4, ..., as long as they are at most 8
    --grid r=1/2,1,sqrt(2)      the values themselves; ranges may stand among them

Ends and values are expressions of the language of claims without variables; log4, sqrt2, exp1 abbreviate log(4),
sqrt(2), exp(1). Nothing is rounded: how many steps fit is decided exactly, or the axis is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import prod
from typing import Any, NamedTuple

from varproof.claims import points
from varproof.lang import claims
from varproof.lang.claims import ClaimError, Term

LARGEST = 10**9  # values of one range

_SHORT = re.compile(r"(log|sqrt|exp)(\d{1,9})", re.ASCII)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)
_FUNCTIONS = ("exp", "log", "sqrt", "abs", "max", "min")


class Value(NamedTuple):
    """An exact number: as text, and as a Fraction or (when it is not known to be rational) an expression."""

    text: str
    number: Fraction | Term

    def sympy(self) -> Any:
        """For the data that lemma files construct."""
        return _sympy(self.number)


class Piece(NamedTuple):
    """base, base + step, ..., `length` of them; `text` is the base as it was written."""

    text: str
    base: Fraction | Term
    step: Fraction
    length: int

    def value(self, k: int) -> Value:
        shift = k * self.step
        if isinstance(self.base, Fraction):
            return Value(str(self.base + shift), self.base + shift)
        if not shift:
            return Value(self.text, self.base)
        return Value(f"{self.text}+{shift}", ("+", self.base, ("const", shift)))


@dataclass(frozen=True)
class Axis:
    """The values of one parameter, in the order in which they were written."""

    name: str
    pieces: tuple[Piece, ...]

    def __len__(self) -> int:
        return sum(piece.length for piece in self.pieces)

    def __getitem__(self, k: int) -> Value:
        for piece in self.pieces:
            if k < piece.length:
                return piece.value(k)
            k -= piece.length
        raise IndexError(k)

    @property
    def text(self) -> str:
        """Canonical: what makes two axes the same."""
        return f"{self.name}=" + ",".join(
            p.value(0).text + (f":{p.step}*{p.length}" if p.length > 1 else "") for p in self.pieces
        )


@dataclass(frozen=True)
class Grid:
    """All combinations of the values of the axes; the last axis varies fastest."""

    axes: tuple[Axis, ...]

    @cached_property
    def lengths(self) -> tuple[int, ...]:
        return tuple(map(len, self.axes))

    def __len__(self) -> int:
        return prod(self.lengths)

    @property
    def text(self) -> str:
        """Canonical: one axis a line."""
        return "\n".join(axis.text for axis in self.axes)

    def places(self, number: int) -> tuple[int, ...]:
        """Where a point is on each axis."""
        found = []
        for length in reversed(self.lengths):
            number, k = divmod(number, length)
            found.append(k)
        return tuple(reversed(found))

    def point(self, number: int) -> dict[str, Value]:
        """The parameters of a point."""
        return {axis.name: axis[k] for axis, k in zip(self.axes, self.places(number), strict=True)}


def read(given: Sequence[str]) -> Grid:
    """The grid of axes such as n=2:64; ClaimError in one line."""
    axes: list[Axis] = []
    for item in given:
        name, equals, values = item.partition("=")
        name = name.strip()
        if not equals or not _NAME.fullmatch(name):
            raise ClaimError(f"--grid {item[:40]}: write a name, = and values, such as n=2:64 or delta=log4:8:1/4")
        if any(axis.name == name for axis in axes):
            raise ClaimError(f"--grid {item[:40]}: {name} has an axis already; separate its values by commas")
        axes.append(Axis(name, tuple(_piece(part, f"--grid {name}={part.strip()[:30]}") for part in _split(values))))
    if not axes:
        raise ClaimError("a sweep needs a grid; add --grid n=2:64")
    return Grid(tuple(axes))


def _split(values: str) -> Iterator[str]:
    """The parts between commas that are in no bracket."""
    depth, start = 0, 0
    for at, sign in enumerate(values):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            yield values[start:at]
            start = at + 1
    yield values[start:]


def _piece(text: str, what: str) -> Piece:
    ends = text.split(":")
    if len(ends) > 3:
        raise ClaimError(f"{what}: write low:high or low:high:step")
    numbers = [_number(end, what) for end in ends]
    low, short = numbers[0], re.sub(r"\s+", "", ends[0])
    if len(ends) == 1:
        return Piece(short, low, Fraction(1), 1)
    step = numbers[2] if len(ends) == 3 else Fraction(1)
    if not isinstance(step, Fraction) or step <= 0:
        raise ClaimError(f"{what}: the step {ends[-1]} is not a positive rational number")
    count = _fitting(low, numbers[1], step, what)
    if count < 1:
        raise ClaimError(f"{what}: the ends are reversed, so that it holds no value")
    return Piece(short, low, step, count)


def _fitting(low: Fraction | Term, high: Fraction | Term, step: Fraction, what: str) -> int:
    """How many of low, low + step, ... are at most high."""
    if isinstance(low, Fraction) and isinstance(high, Fraction):
        count = int((high - low) // step) + 1
        if count > LARGEST:
            raise ClaimError(f"{what}: more than {LARGEST} values")
        return count

    def fits(k: int) -> bool:
        over = ("-", ("-", _term(high), _term(low)), ("const", k * step))
        sign = points.sign(over, {})
        if sign is None:
            raise ClaimError(f"{what}: whether low + {k} steps is at most high is not decided; move an end")
        return sign >= 0

    if not fits(0):
        return 0
    beyond = 1
    while fits(beyond):
        if beyond > LARGEST:
            raise ClaimError(f"{what}: more than {LARGEST} values")
        beyond *= 2
    within = beyond // 2
    while beyond - within > 1:
        middle = (within + beyond) // 2
        within, beyond = (middle, beyond) if fits(middle) else (within, middle)
    return within + 1


def _number(text: str, what: str) -> Fraction | Term:
    term = _spelt(claims.term(text, what), what)
    if points.defined(term, {}) is not True:
        raise ClaimError(f"{what}: {text.strip()[:20]} has no value, or is not known to have one")
    value = _sympy(term)
    return Fraction(int(value.p), int(value.q)) if value.is_Rational else term


def _spelt(t: Term, what: str) -> Term:
    """The expression with log4 and the like written out; ClaimError for variables and what data cannot hold."""
    if t[0] == "var":
        short = _SHORT.fullmatch(t[1])
        if short is None:
            raise ClaimError(f"{what}: {t[1][:20]} is no number; write such as 3, 7/2, log(4) or sqrt(2)")
        return (short[1], ("const", Fraction(short[2])))
    if t[0] not in ("const", "neg", "+", "-", "*", "/", "^", *_FUNCTIONS):
        raise ClaimError(f"{what}: {t[0]} is no function of the statement language; there are {' '.join(_FUNCTIONS)}")
    return tuple(_spelt(part, what) if type(part) is tuple else part for part in t)


def _term(number: Fraction | Term) -> Term:
    return ("const", number) if isinstance(number, Fraction) else number


def _sympy(t: Fraction | Term) -> Any:
    """The exact number as a SymPy expression."""
    from varproof.lang import Abs, Max, Min, Q, exp, log, sqrt

    if isinstance(t, Fraction):
        return Q(t)
    head = t[0]
    if head == "const":
        return Q(t[1])
    a = _sympy(t[1])
    if head == "neg":
        return -a
    if head == "^":
        return a ** t[2]
    if head in ("+", "-", "*", "/"):
        b = _sympy(t[2])
        return {"+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b, "/": lambda: a / b}[head]()
    if head in ("max", "min"):
        return {"max": Max, "min": Min}[head](a, _sympy(t[2]))
    return {"exp": exp, "log": log, "sqrt": sqrt, "abs": Abs}[head](a)
