"""Layered drawings of acyclic graphs: columns, the order in each, and positions. Deterministic, without libraries."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

Edge = tuple[str, str]  # from what is used to what uses it

_SWEEPS = 24


class Layout(NamedTuple):
    """Columns from left to right, and heights; an edge is the heights at which it crosses the columns it passes."""

    columns: list[list[str]]
    heights: dict[str, float]
    routes: dict[Edge, list[float]]


def reduction(edges: Sequence[Edge]) -> list[Edge]:
    """The edges that no longer path replaces."""
    after: dict[str, set[str]] = {}
    for a, b in edges:
        after.setdefault(a, set()).add(b)
    reach: dict[str, set[str]] = {}

    def reached(a: str) -> set[str]:
        if a not in reach:
            reach[a] = set().union(*(({b} | reached(b)) for b in sorted(after.get(a, ()))))
        return reach[a]

    return [(a, b) for a, b in edges if not any(b in reached(c) for c in after[a] if c != b)]


def layout(nodes: Sequence[str], edges: Sequence[Edge], gap: float, thin: float) -> Layout:
    """Columns by longest path; nodes are `gap` apart, edges that pass a column `thin` from their neighbours."""
    rank = _ranks(nodes, edges)
    columns: list[list[str]] = [[] for _ in range(max(rank.values(), default=-1) + 1)]
    for n in nodes:
        columns[rank[n]].append(n)
    chains: dict[Edge, list[str]] = {}
    for a, b in edges:
        passing = [f"{a}>{b}@{r}" for r in range(rank[a] + 1, rank[b])]
        for r, dummy in enumerate(passing, rank[a] + 1):
            columns[r].append(dummy)
        chains[a, b] = [a, *passing, b]
    steps = [pair for chain in chains.values() for pair in itertools.pairwise(chain)]
    left: dict[str, list[str]] = {n: [] for column in columns for n in column}
    right: dict[str, list[str]] = {n: [] for n in left}
    for a, b in steps:
        right[a].append(b)
        left[b].append(a)
    columns = _ordered(columns, left, right)
    heights = _heights(columns, left, right, {n: gap if n in rank else thin for n in left})
    return Layout(
        [[n for n in column if n in rank] for column in columns],
        heights,
        {edge: [heights[n] for n in chain[1:-1]] for edge, chain in chains.items()},
    )


def _ranks(nodes: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    before: dict[str, list[str]] = {n: [] for n in nodes}
    after: dict[str, list[str]] = {n: [] for n in nodes}
    for a, b in edges:
        before[b].append(a)
        after[a].append(b)
    rank: dict[str, int] = {}

    def ranked(n: str) -> int:
        if n not in rank:
            rank[n] = max((ranked(m) + 1 for m in before[n]), default=0)
        return rank[n]

    for n in nodes:
        ranked(n)
    for n in nodes:  # what rests on nothing stands next to what uses it
        if not before[n] and after[n]:
            rank[n] = min(rank[m] for m in after[n]) - 1
    return rank


def _ordered(
    columns: list[list[str]], left: Mapping[str, Sequence[str]], right: Mapping[str, Sequence[str]]
) -> list[list[str]]:
    """Each column in the order of its neighbours' means, swept to and fro; the order with fewest crossings."""
    best, fewest = columns, _crossings(columns, right)
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        columns = [list(c) for c in columns]
        for k in range(1, len(columns)) if forward else range(len(columns) - 2, -1, -1):
            fixed = {n: float(p) for p, n in enumerate(columns[k - 1 if forward else k + 1])}
            near = left if forward else right
            place = {n: float(p) for p, n in enumerate(columns[k])}
            mean = {n: sum(fixed[m] for m in near[n]) / len(near[n]) if near[n] else place[n] for n in columns[k]}
            columns[k].sort(key=lambda n, mean=mean, place=place: (mean[n], place[n]))  # type: ignore[misc]
        found = _crossings(columns, right)
        if found < fewest:
            best, fewest = columns, found
    return best


def _crossings(columns: Sequence[Sequence[str]], right: Mapping[str, Sequence[str]]) -> int:
    total = 0
    for here, there in itertools.pairwise(columns):
        place = {n: p for p, n in enumerate(there)}
        ends = [q for n in here for q in sorted(place[m] for m in right[n])]
        total += sum(a > b for k, a in enumerate(ends) for b in ends[k + 1 :])
    return total


def _heights(
    columns: Sequence[Sequence[str]],
    left: Mapping[str, Sequence[str]],
    right: Mapping[str, Sequence[str]],
    room: Mapping[str, float],
) -> dict[str, float]:
    """Every node as near to the mean of its neighbours as the order and the gaps allow."""
    at: dict[str, float] = {}
    for column in columns:
        offset = _offsets(column, room)
        at.update({n: offset[n] - offset[column[-1]] / 2 for n in column})
    for sweep in range(_SWEEPS):
        for column in columns if sweep % 2 == 0 else reversed(columns):
            wish = {}
            for n in column:
                near = [at[m] for m in (*left[n], *right[n])]
                wish[n] = sum(near) / len(near) if near else at[n]
            at.update(_fitted(column, wish, _offsets(column, room)))
    top = min(at.values(), default=0.0)
    return {n: y - top for n, y in at.items()}


def _offsets(column: Sequence[str], room: Mapping[str, float]) -> dict[str, float]:
    offset, found = 0.0, {}
    for k, n in enumerate(column):
        offset += (room[column[k - 1]] + room[n]) / 2 if k else 0.0
        found[n] = offset
    return found


def _fitted(column: Sequence[str], wish: Mapping[str, float], offset: Mapping[str, float]) -> dict[str, float]:
    """Positions in order and far enough apart whose squared distance from the wishes is least (pooling neighbours)."""
    pools: list[tuple[float, int]] = []  # mean, number
    for n in column:
        mean, size = wish[n] - offset[n], 1
        while pools and pools[-1][0] > mean:
            m, k = pools.pop()
            mean, size = (m * k + mean * size) / (k + size), k + size
        pools.append((mean, size))
    means = [mean for mean, size in pools for _ in range(size)]
    return {n: mean + offset[n] for n, mean in zip(column, means, strict=True)}
