"""Models as files: JSON with exact weights, which is the certificate itself, and npz with floats for other tools.

A matrix is {"over": q, "values": [whole numbers]}, row by row; all neurons of one direction have W1 = {"row": vector}.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from varproof.construct.layers import FeedForward, Layers
from varproof.construct.model import Model
from varproof.construct.target import Formula


def array(numbers: Iterable[Fraction]) -> dict[str, Any]:
    """Exact numbers as whole numbers over the least common denominator."""
    found = list(numbers)
    over = math.lcm(*(x.denominator for x in found)) if found else 1
    return {"over": over, "values": [x.numerator * (over // x.denominator) for x in found]}


def _matrix(rows: Iterable[Iterable[Fraction]]) -> dict[str, Any]:
    return array(a for row in rows for a in row)


def _feed_forward(layer: FeedForward) -> dict[str, Any]:
    w = layer.directions
    one = len(set(w)) == 1 and len(w) > 1
    return {
        "W1": {"row": array(w[0])} if one else _matrix(w),
        "b1": array(layer.thresholds),
        "W2": _matrix(layer.out),
        "b2": array(layer.shift),
    }


def weights(layers: Layers) -> dict[str, Any]:
    """All weights, exactly."""
    a = layers.attention
    return {
        "embedding": _matrix(layers.embedding),
        "first": _feed_forward(layers.first),
        "attention": {"W_Q": array(a.query), "W_K": array(a.key), "W_V": array(a.value), "W_O": array(a.out)},
        "second": _feed_forward(layers.second),
    }


def certificate(model: Model, scales: tuple[int, ...] = ()) -> dict[str, Any]:
    """What `varproof check` replays."""
    from varproof.recheck.model.weights import digest

    target = model.task.target
    assert isinstance(target, Formula)
    data = weights(model.layers)
    return {
        "schema": 1,
        "kind": "model",
        "target": {"variables": list(target.variables), "rows": [list(row) for row in target.texts]},
        "n": model.grid.n,
        "d": model.grid.d,
        "levels": model.grid.levels,
        "scales": list(scales),
        "alpha": str(model.task.alpha),
        "theta": str(model.theta),
        "bound": str(model.error_bound),
        "digits": max(40, math.ceil((model.bits + 64) * math.log10(2)) + 10),
        "sha256": digest(data),
        "weights": data,
    }
