"""The steps of the proof, checked on the layers that were built: exact numbers, every level, every cell, every kink.

Each function says in words what it found; ArithmeticError where the object is not what the proof says.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from varproof.arith.decimals import decimal
from varproof.construct.grid import Grid
from varproof.construct.identifiers import Head
from varproof.construct.layers import Layers, Line
from varproof.construct.memory import Memory


def quantised(layers: Layers, grid: Grid, theta: Fraction, head: Head) -> str:
    """Off the ramps the first layer is constant at every level, with the values of the head."""
    for j, (start, column) in enumerate(zip(grid.starts(), head.values, strict=True)):
        line = layers.first.lines[tuple(Fraction(int(i == j)) for i in range(grid.d))]
        for m, value in enumerate(column):
            low, high = start + Fraction(m, grid.levels), start + Fraction(m + 1, grid.levels) - theta
            straight = bisect_right(line.kinks, low) >= bisect_left(line.kinks, high)
            _need(straight and exact(line, low)[j] == exact(line, high)[j] == value, "a level is not quantised")
    values = len({v for column in head.values for v in column})
    return f"off the ramps the first layer sends a coordinate to one of {values} values"


def distinct(grid: Grid, head: Head) -> str:
    """In the first coordinate no two tokens of a sequence share a value; all tokens have the values of their levels."""
    _need(len(set(head.values[0])) == grid.n * grid.levels, "two tokens may be equal")
    levels = grid.tokens()
    for j, column in enumerate(head.values):
        first = 0 if grid.word and j else grid.levels * np.arange(grid.n)
        found = np.array(column, dtype=object)[levels[:, :, j] + first]
        _need(found == head.tokens[:, :, j], "a token has another value")
    return f"the tokens of each of the {grid.cells} grid sequences are distinct"


def separated(layers: Layers, head: Head, separation: Fraction) -> str:
    """The weights of the head give the scores, values and places along the second layer's line of which identifiers
    are made."""
    a, tokens = layers.attention, head.tokens
    _need(tokens @ np.array(head.direction, dtype=object) == head.own, "an own number is not read")
    _need(tokens @ np.array(a.value, dtype=object) == head.codes, "a code is not read")
    if head.beta:
        _need(tokens @ np.array(a.query, dtype=object) == head.beta * head.own, "a query is another")
        _need(tokens @ np.array(a.key, dtype=object) == head.codes, "a key is another")
    else:
        _need(not any(a.query), "a score is not 0")
    step = sum((x * y for x, y in zip(head.direction, a.out, strict=True)), Fraction(0))
    _need(step * head.scale == (1 if any(a.value) else 0), "a mean is not written behind the point")
    _need(separation > 0, "two identifiers may be equal")
    return f"the {head.own.size} identifiers are distinct, at least {decimal(separation, 4, up=False)} apart"


def reproduced(layers: Layers, memory: Memory, kinks: Sequence[int], unit: int, slack: Fraction) -> str:
    """The second layer has its kinks at the identifiers, and adds there what the error bound counts with."""
    second = layers.second
    (line,) = second.lines.values()
    _need(all(t * unit == k for t, k in zip(line.kinks, kinks, strict=True)), "a kink is no identifier")
    for j, (values, _) in enumerate(line.columns):
        own = line.whole == j
        for t, value, added in zip(line.kinks, values, memory.added, strict=True):
            _need((value - t if own else value + second.shift[j]) == added[j], "a value is another")
    return f"the second layer reproduces the prescribed values to {decimal(slack, 4, up=True)}"


def exact(line: Line, p: Fraction) -> list[Fraction]:
    """The values of a line at p."""
    k = bisect_right(line.kinks, p)
    at = max(k - 1, 0)
    return [(p - line.kinks[at]) * slopes[k] + values[at] for values, slopes in line.columns]


def _need(holds: Any, says: str) -> None:
    if not np.all(holds):
        raise ArithmeticError(f"the construction is wrong: {says}")
