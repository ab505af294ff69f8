"""Where names live, and which of them are named together: a, b ∈ ℝⁿ, r ∈ ℝ. What every notation shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from varproof.lang import nodes


def sort(given: Any) -> tuple[str, ...]:
    """The set that a given or bound name ranges over, by the names of its sizes."""
    if isinstance(given, nodes.Index):
        return "index", given.size.name
    if isinstance(given, nodes.Array):
        return "array", *(dim.name for dim in given.dims)
    if isinstance(given, nodes.Map):
        return "map", str(given.domain), str(given.to)
    return ("real",)


def neighbours(givens: Iterable[Any]) -> list[list[Any]]:
    """Neighbours of one sort together."""
    return [list(group) for _, group in groupby(givens, sort)]


def waits(lam: Any) -> bool:
    """Is this array a value of a definition or map without its indices: G(X), not i, k ↦ G(X)[i, k]?"""
    over, body = lam.args
    if not isinstance(body, nodes.Call | nodes.Apply) or body.args[0].trailing != len(over):
        return False
    leading, last = body.args[: -len(over)], body.args[-len(over) :]
    return bool(last == tuple(over)) and not any(arg.has(*over) for arg in leading)


def bound(expr: Any) -> Iterator[Any]:
    """The indices that sums, maxima and maps in an expression bind."""
    if isinstance(expr, nodes.Sum | nodes.Prod | nodes.MaxOver | nodes.MinOver):
        yield from expr.args[1]
    elif isinstance(expr, nodes.Lam) and not waits(expr):
        yield from expr.args[0]
    if not isinstance(expr, nodes.Definition):
        for arg in getattr(expr, "args", ()):
            yield from bound(arg)


def by_range(expressions: Iterable[Any], more: Iterable[Any] = ()) -> list[list[Any]]:
    """All indices of one range together, each name once: more, and those that sums, maxima and maps bind."""
    over: dict[tuple[str, ...], dict[str, Any]] = {}
    for index in (*more, *(i for expr in expressions for i in bound(expr))):
        over.setdefault(sort(index), {}).setdefault(index.name, index)
    return [list(names.values()) for names in over.values()]
