"""The steps of the proof are checked on the object: one that is wrong anywhere is noticed."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from varproof.construct import build, steps
from varproof.construct.grid import Grid
from varproof.construct.identifiers import Head, head
from varproof.construct.layers import Layers
from varproof.construct.target import formula, image_symbols
from varproof.construct.task import Task

Q = Fraction
KINDS = ["softmax", "mean"]


def built(kind: str) -> Any:
    """A construction for three tokens, its layers and ramps."""
    target = formula([["x_1_1*x_2_1"], ["x_2_1*x_3_1"], ["x_3_1**2"]], image_symbols(3, 1))
    task = Task(target, Q(3), 3, 1, Q(3, 4), Q(1), False, kind, 10**5)
    made = build._Construction(task, *build.fine_enough(task))
    return made, made.model()


def moved(values: Any, at: int = 1) -> Any:
    """The same with one number that is larger."""
    if isinstance(values, np.ndarray):
        made = values.copy()
        made.reshape(-1)[at] += 1
        return made
    return type(values)(v + (k == at) for k, v in enumerate(values))


@pytest.mark.parametrize("kind", KINDS)
def test_a_wrong_object_is_noticed(kind: str) -> None:
    made, model = built(kind)
    grid, layers, theta, found, memory = made.grid, model.layers, model.theta, made.head, made.memory
    line = [made.whole[i] for i in made.order]

    def run(layers: Layers = layers, found: Head = found, memory: Any = memory, theta: Fraction = theta,
            separation: int = 1) -> None:  # fmt: skip
        steps.quantised(layers, grid, theta, found)
        steps.distinct(grid, found)
        steps.separated(layers, found, Q(separation))
        steps.reproduced(layers, memory, line, made.unit, Q(1))

    run()
    a, first, second = layers.attention, layers.first, layers.second
    wrong: list[dict[str, Any]] = [
        {"found": replace(found, values=[moved(found.values[0])])},
        {"found": replace(found, tokens=moved(found.tokens))},
        {"found": replace(found, own=moved(found.own))}, {"found": replace(found, codes=moved(found.codes))},
        {"found": replace(found, scale=found.scale + 1)}, {"theta": theta / 2}, {"separation": 0},
        {"layers": replace(layers, first=replace(first, thresholds=moved(first.thresholds)))},
        {"layers": replace(layers, first=replace(first, shift=moved(first.shift, 0)))},
        {"layers": replace(layers, attention=replace(a, out=moved(a.out, 0)))},
        {"layers": replace(layers, attention=replace(a, value=moved(a.value, 0)))},
        {"layers": replace(layers, attention=replace(a, query=moved(a.query, 0)))},
        {"layers": replace(layers, second=replace(second, thresholds=moved(second.thresholds)))},
        {"layers": replace(layers, second=replace(second, shift=moved(second.shift, 0)))},
        {"layers": replace(layers, second=replace(second, out=(moved(second.out[0], 0), *second.out[1:])))},
        {"memory": replace(memory, added=(moved(memory.added[0], 0), *memory.added[1:]))},
    ]  # fmt: skip
    for change in wrong:
        with pytest.raises(ArithmeticError, match="the construction is wrong"):
            run(**change)


def test_equal_tokens_are_noticed() -> None:
    found = head("softmax", Grid(2, 1, 3))
    with pytest.raises(ArithmeticError, match="two tokens may be equal"):
        steps.distinct(Grid(2, 1, 3), replace(found, values=[found.values[0][:3] * 2]))
