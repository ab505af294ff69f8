"""What occurs in an expression: its parts of a kind, variables, definitions, neighbours of indices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from varproof.lang.nodes import Array, Call, Definition, Holds, Index, Map, Real, Shifted, Size


def neighbours(i: Any, expr: Any) -> list[Shifted]:
    """The neighbours of an index that occur in an expression."""
    found = {near.name: near for near in parts(expr, Shifted) if near.base == i}
    return sorted(found.values(), key=lambda near: near.steps)


def parts(expr: Any, kind: Any) -> Iterator[Any]:
    """Every part of a kind, with repetitions."""
    if isinstance(expr, kind):
        yield expr
    for arg in getattr(expr, "args", ()):
        yield from parts(arg, kind)


def definitions(expr: Any) -> Iterator[Definition]:
    """The definitions that an expression calls, those they use first (with repetitions)."""
    if isinstance(expr, Call | Holds):
        yield from _with_uses(expr.args[0])
    for arg in getattr(expr, "args", ()):
        if not isinstance(arg, Definition):
            yield from definitions(arg)


def _with_uses(definition: Definition) -> Iterator[Definition]:
    """A definition after everything it uses."""
    for used in definition.uses:
        yield from _with_uses(used)
    yield definition


def variables(expr: Any) -> Iterator[Any]:
    """Every index, array, real and size that occurs in an expression, with repetitions."""
    return parts(expr, Index | Array | Real | Size | Map)
