"""Where the theorem stops describing real networks: size and precision of constructions against their accuracy.

The rounding model: every weight, and every result on the way from the input to an identifier, is rounded to p bits,
with a relative error of at most u = 2^-p; sums of n terms lose n u. An identifier is a sum of a token's own number
and a mean of n codes behind the point, all positive: it loses at most (3 n + 12) u of itself (n for each of three
sums, exponentials and a quotient counted with 12). Two identifiers stay apart while that is below half their
distance, and the second layer multiplies what is lost by its steepest slope.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from varproof.construct.image import construct_transformer
from varproof.construct.model import Model

FORMATS = {"bfloat16": 8, "float16": 11, "float32": 24, "float64": 53}


@dataclass(frozen=True)
class Size:
    """One construction at one accuracy: levels, neurons, parameters, bits, and the bound that it has."""

    construction: str
    eps: Fraction
    levels: int
    neurons: int
    parameters: int
    bits: int
    bound: Fraction


def bits_needed(model: Model, steepest: Fraction | None = None) -> int:
    """The least p at which identifiers stay apart and lost digits move the output by at most eps/8, in the model
    above; with the slopes of the second layer, or a steepest slope of another one."""
    assert model.facts is not None
    second = model.layers.second
    largest = max(abs(t) for t in second.thresholds)
    lost = (3 * model.grid.n + 12) * largest  # times u
    room = model.facts.separation / 2
    slope = max(line.steepest for line in second.lines.values()) if steepest is None else steepest
    allowed = min(room, model.error_bound / 8 / slope) if slope else room
    return max(1, math.ceil(math.log2(float(lost / allowed))))


def slope_of_bumps(model: Model) -> Fraction:
    """The least slope of bumps that take the same values, one at each identifier, and vanish at its neighbours."""
    second, steepest = model.layers.second, Fraction(0)
    for line in second.lines.values():
        gaps = [b - a for a, b in pairwise(line.kinks)]
        for j, (values, _) in enumerate(line.columns):
            for k, (t, value) in enumerate(zip(line.kinks, values, strict=True)):
                added = value - t if line.whole == j else value + second.shift[j]
                steepest = max([steepest, *(abs(added) / gap for gap in gaps[max(k - 1, 0) : k + 1])])
    return steepest


def frontier(target: Any, n: int, d: int, accuracies: Sequence[Fraction], **options: Any) -> Iterator[Size]:
    """Both heads at every accuracy, and beside them the paper's bumps: 3 d neurons for each of ours, with the slopes
    that they need at least."""
    for eps in accuracies:
        for head in ("softmax", "mean"):
            model = construct_transformer(target, n, d, eps, attention=head, **options)
            counts, bits = model.counts, bits_needed(model)
            neurons = counts.first + counts.second
            yield Size(head, eps, model.grid.levels, neurons, model.parameters, bits, model.error_bound)
            if head == "softmax":
                paper, bits = counts.first + counts.paper, bits_needed(model, slope_of_bumps(model))
                yield Size("paper's bumps", eps, model.grid.levels, paper, (2 * d + 1) * paper, bits, model.error_bound)
