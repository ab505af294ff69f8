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


def bits_needed(model: Model) -> int:
    """The least p at which identifiers stay apart and lost digits move the output by at most eps/8, in the model
    above."""
    assert model.facts is not None
    second = model.layers.second
    largest = max(abs(t) for t in second.thresholds)
    lost = (3 * model.grid.n + 12) * largest  # times u
    room = model.facts.separation / 2
    steepest = max(line.steepest for line in second.lines.values())
    allowed = min(room, model.error_bound / 8 / steepest) if steepest else room
    return max(1, math.ceil(math.log2(float(lost / allowed))))


def frontier(target: Any, n: int, d: int, accuracies: Sequence[Fraction], **options: Any) -> Iterator[Size]:
    """Both heads at every accuracy, the paper's bumps counted beside them (3 d neurons for each of ours)."""
    for eps in accuracies:
        for head in ("softmax", "mean"):
            model = construct_transformer(target, n, d, eps, attention=head, **options)
            counts, bits = model.counts, bits_needed(model)
            neurons = counts.first + counts.second
            yield Size(head, eps, model.grid.levels, neurons, model.parameters, bits, model.error_bound)
            if head == "softmax":
                paper = counts.first + counts.paper
                yield Size("paper's bumps", eps, model.grid.levels, paper, (2 * d + 1) * paper, bits, model.error_bound)
