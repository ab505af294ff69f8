"""Permutations of variables that a claim does not notice; nothing here is evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice, pairwise, permutations

from varproof.claims.forms import TooLarge
from varproof.claims.rewrite import same, substituted
from varproof.claims.state import State

_ROWS = 4  # at most so many variables are turned
Rows = list[list[int]]


def _unchanged(s: State, moves: dict[int, int]) -> bool:
    """The sides, the goal and the hypotheses with variables, by number, in the places of others."""
    if any(s.sides[i] != s.sides[k] for i, k in moves.items()):
        return False
    nodes = [s.node, *(h for _, h in s.given)]
    places = {i: s.graph.of(("var", s.names[k])) for i, k in moves.items()}
    try:
        images = [substituted(s.graph, n, places) for n in nodes]
        return same(s, images[0], s.node) and all(any(same(s, m, n) for n in nodes) for m in images)
    except TooLarge:
        return False


def alike(s: State) -> list[int]:
    """Variables of the goal of which any two can be exchanged."""
    used = sorted(s.variables(s.node))
    found = used[:1]
    for k in used[1:]:
        if _unchanged(s, {found[-1]: k, k: found[-1]}):
            found.append(k)
    return found


def in_order(s: State, xs: list[int]) -> State:
    """With each of these variables at least the next."""
    return _assuming(s, list(pairwise(xs)))


def turns(s: State) -> Iterator[Rows]:
    """All variables of the goal in rows, the turn of which, all at once, is not noticed."""
    used = sorted(s.variables(s.node))
    if not 2 < len(used) <= _ROWS:
        return
    first, *others = used
    for rest in permutations(others):
        whole = [first, *rest]
        halves = [whole[:2], whole[2:]]
        for rows in [[whole], halves] if len(used) == 4 and rest[1] < rest[2] else [[whole]]:
            if _unchanged(s, {i: k for row in rows for i, k in zip(row, row[1:] + row[:1], strict=True)}):
                yield rows


def first_largest(s: State, rows: Rows) -> State:
    """With the first variable of the first row at least the others there."""
    first, *others = rows[0]
    return _assuming(s, [(first, k) for k in others])


def symmetric(s: State, prove: Callable[[State], list[str] | None]) -> list[str] | None:
    """Variables in order, or one the largest, where the goal and the hypotheses do not tell them apart."""
    xs = alike(s)
    if len(xs) > 1:
        found = prove(in_order(s, xs))
        return None if found is None else ["o" + ",".join(map(str, xs)), *found]
    for rows in islice(turns(s), 1):
        found = prove(first_largest(s, rows))
        if found is not None:
            return ["r" + ";".join(",".join(map(str, row)) for row in rows), *found]
    return None


def _assuming(s: State, pairs: list[tuple[int, int]]) -> State:
    x = {k: s.graph.of(("var", s.names[k])) for pair in pairs for k in pair}
    return s._replace(given=[*s.given, *(("ge", s.graph.op("-", x[i], x[k])) for i, k in pairs)])
