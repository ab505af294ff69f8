"""The weights of a model as they stand in its file: whole numbers over a common denominator; shapes are checked."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from varproof.recheck.reading import Rational, natural, need, rational

TOKENS = 4_000_000  # tokens of all cells that are replayed at most

Vector = list[Fraction]


@dataclass
class FeedForward:
    """Directions, thresholds, out and shift of x_j + shift_j + sum_h out_hj ReLU(<direction_h, x> - threshold_h)."""

    directions: list[Vector]
    thresholds: Vector
    out: list[Vector]
    shift: Vector


@dataclass
class Weights:
    """Everything between the input and the output."""

    embedding: list[Vector]
    first: FeedForward
    attention: dict[str, Vector]  # W_Q, W_K, W_V, W_O
    second: FeedForward


def digest(weights: Any) -> str:
    """SHA-256 of the weights' canonical JSON."""
    return hashlib.sha256(json.dumps(weights, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def exact(x: object) -> Fraction:
    return Fraction(rational(x))


def array(x: Any, rows: int | None, width: int | None, what: str) -> list[Any]:
    """A matrix (width given) or vector, {"over": q, "values": [...]} row by row; rows None: as many as there are."""
    need(isinstance(x, dict) and x.keys() == {"over", "values"}, f"{what}: over and values are expected")
    over, values = x["over"], x["values"]
    need(type(over) is int and over > 0 and isinstance(values, list), f"{what}: over and values are expected")
    need(all(type(v) is int for v in values), f"{what}: values are whole numbers")
    count = len(values) // (width or 1) if rows is None else rows
    need(len(values) == count * (width or 1), f"{what}: another number of values than its shape has")
    flat = [Fraction(v, over) for v in values]
    return flat if width is None else [flat[h * width : (h + 1) * width] for h in range(count)]


def feed_forward(x: Any, d: int, what: str) -> FeedForward:
    need(isinstance(x, dict) and x.keys() == {"W1", "b1", "W2", "b2"}, f"{what}: W1, b1, W2 and b2 are expected")
    thresholds = array(x["b1"], None, None, f"{what} b1")
    count = len(thresholds)
    shared = isinstance(x["W1"], dict) and x["W1"].keys() == {"row"}  # all neurons read one direction
    if shared:
        row = array(x["W1"]["row"], d, None, f"{what} W1")
        directions = [row] * count
    else:
        directions = array(x["W1"], count, d, f"{what} W1")
    return FeedForward(
        directions, thresholds, array(x["W2"], count, d, f"{what} W2"), array(x["b2"], d, None, f"{what} b2")
    )


def read(x: Any, n: int, d: int) -> Weights:
    """The weights for n tokens in R^d; Rejected."""
    need(isinstance(x, dict) and x.keys() == {"embedding", "first", "attention", "second"}, "malformed weights")
    heads = x["attention"]
    need(isinstance(heads, dict) and heads.keys() == {"W_Q", "W_K", "W_V", "W_O"}, "attention: W_Q, W_K, W_V and W_O")
    return Weights(
        array(x["embedding"], n, d, "embedding"),
        feed_forward(x["first"], d, "first"),
        {name: array(a, d, None, name) for name, a in heads.items()},
        feed_forward(x["second"], d, "second"),
    )


def size(x: object, what: str, most: int) -> int:
    need(natural(x, most + 1) and x != 0, f"{what}: a whole number from 1 to {most} is expected")
    return int(x)  # type: ignore[call-overload, no-any-return]


def number(x: object, what: str) -> Rational:
    need(type(x) in (int, str), f"{what} is not an exact number")
    return rational(x)
