"""Exact values for the sizes and givens of a statement."""

from __future__ import annotations

import numbers
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from varproof.lang import core, shapes
from varproof.lang.core import Core, Parts
from varproof.lang.errors import StatementError
from varproof.lang.shapes import shape

# A number (Fraction | closed core term), an index (a 0-based int), tuples of tuples of ... of numbers, or a map: the
# core ("fun", ...) of a term in its arguments, the sizes and the statement's definitions.
Value: TypeAlias = Any


@dataclass(frozen=True)
class Data:
    """A size for every size name, and a value for every given: a number, nested tuples of them, a 0-based int for
    an index, or the core of a map. A number is a Fraction; on the grids of sweeps also a closed core term, such as
    ("log", 4)."""

    sizes: dict[str, int]
    values: dict[str, Value]

    def keywords(self) -> dict[str, Any]:
        """The keyword arguments that build this again."""
        return {**self.sizes, **self.values}

    def fixed(self, p: Parts) -> dict[str, Value]:
        """The indices and maps."""
        return {name: self.values[name] for name, sort in p.given if not is_numeric(sort)}


def is_numeric(sort: Core) -> bool:
    """Does a given of this sort consist of reals?"""
    return sort[0] in ("real", "array")


def is_map(value: Value) -> bool:
    """Is this value of `Data` a map?"""
    return isinstance(value, tuple) and value[:1] == ("fun",)


def exact(value: Any, where: str) -> Fraction:
    """A Fraction from an int, a Fraction or exact SymPy arithmetic (Q(1, 2) + 3); StatementError otherwise."""
    if hasattr(value, "doit"):
        value = value.doit()
    if isinstance(value, bool) or not isinstance(value, numbers.Rational):
        raise StatementError(f"{where}: {value!r} is not an exact rational; write an int, Q(p, q) or Fraction(p, q)")
    return Fraction(int(value.numerator), int(value.denominator))


def build(statement: Core, name: str, keywords: Mapping[str, Any], number: Callable[[Any, str], Value] = exact) -> Data:
    """Check keyword arguments against a statement's sizes and givens; `number` reads a real.

    A size may be left out where the shape of a given array determines it. StatementError in one line:
    which data, which given, the shape that was expected and the one that was found.
    """
    p = core.parts(statement)
    where = f"{p.id} {p.variant}, {name}"
    known = {size for size, _ in p.sizes} | {given for given, _ in p.given}
    for key in keywords:
        if key not in known:
            raise StatementError(f"{where}: {key} is neither a size nor a given; there are {', '.join(sorted(known))}")
    sizes: dict[str, int] = {}
    for size, least in p.sizes:
        value = keywords.get(size, _inferred(size, p.given, keywords))
        if value is None and (told := _shaped(size, p.given, keywords)):
            raise StatementError(f"{where}: {told}")
        if isinstance(value, bool) or not isinstance(value, numbers.Integral):
            raise StatementError(f"{where}: size {size} is missing or not an integer; write {size}=...")
        if value < least:
            raise StatementError(f"{where}: size {size} is {value}, but must be at least {least}")
        sizes[size] = int(value)
    values: dict[str, Value] = {}
    for given, sort in p.given:
        if given not in keywords:
            raise StatementError(f"{where}: no value for {given}, {_expected(sort, sizes)}")
        if sort[0] == "map":
            values[given] = _map(statement, keywords[given], sort, f"{where}: {given}")
            continue
        values[given] = _value(keywords[given], sort, sizes, f"{where}: {given}", number)
    return Data(sizes, values)


def _expected(sort: Core, sizes: Mapping[str, int]) -> str:
    if sort[0] == "array":
        return f"an array of shape {shape(sort[1:])} = {_numbers(tuple(sizes[n] for n in sort[1:]))}"
    if sort[0] == "map":
        return shapes.said(sort)
    return "a real" if sort[0] == "real" else f"an index from 0 to {sizes[sort[1]] - 1}"


def _map(statement: Core, value: Any, sort: Core, where: str) -> Core:
    """The core of a map that is given by a formula, or by its canonical text."""
    from varproof.lang import lower

    try:
        found = core.parse(value) if isinstance(value, str) else value if is_map(value) else lower.argument(value)
        if not is_map(found):
            raise StatementError("write Lam(x, formula), or Lam(X, Lam((i, k), formula)) for arrays")
        shapes.check_value(statement, found, sort)
    except (StatementError, core.CoreError) as error:
        raise StatementError(f"{where}: expected {shapes.said(sort)}: {error}") from None
    return found


def _numbers(dims: tuple[int, ...]) -> str:
    return shape(tuple(map(str, dims)))


def _inferred(size: str, given: tuple[tuple[str, Core], ...], keywords: Mapping[str, Any]) -> int | None:
    for name, sort in given:
        if sort[0] == "array" and size in sort[1:] and name in keywords:
            level = keywords[name]
            for dim in sort[1:]:
                if not isinstance(level, list | tuple) or not level:
                    break
                if dim == size:
                    return len(level)
                level = level[0]
    return None


def _shaped(size: str, given: tuple[tuple[str, Core], ...], keywords: Mapping[str, Any]) -> str:
    """What is wrong with the first given array that would tell the size; nothing where there is none."""
    for name, sort in given:
        if sort[0] == "array" and size in sort[1:]:
            expected = f"an array of shape {shape(sort[1:])}"
            if name not in keywords:
                return f"no value for {name}, {expected}"
            return f"{name}: expected {expected}, got {keywords[name]!r:.40}"
    return ""


def _value(value: Any, sort: Core, sizes: Mapping[str, int], where: str, number: Callable[[Any, str], Value]) -> Value:
    if sort[0] == "real":
        return number(value, where)
    if sort[0] == "index":
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < sizes[sort[1]]:
            raise StatementError(f"{where}: expected {_expected(sort, sizes)}, got {value!r}")
        return value
    wanted = tuple(sizes[n] for n in sort[1:])
    found = _found(value)
    if found != wanted:
        got = "entries of unequal length" if found is None else f"shape {_numbers(found) if found else '()'}"
        raise StatementError(f"{where}: expected {_expected(sort, sizes)}, got {got}")
    return _nested(value, where, number)


def _found(value: Any) -> tuple[int, ...] | None:
    if not isinstance(value, list | tuple):
        return ()
    inner = {_found(item) for item in value}
    if len(inner) > 1 or None in inner:
        return None
    return (len(value), *(inner.pop() or () if inner else ()))


def _nested(value: Any, where: str, number: Callable[[Any, str], Value]) -> Value:
    if isinstance(value, list | tuple):
        return tuple(_nested(item, where, number) for item in value)
    return number(value, where)
