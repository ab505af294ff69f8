"""A model at many inputs at once: rigorous float64 where it suffices, balls where it does not.

The layers are those of `varproof.construct.layers`, in their structure: feed-forward layers along their lines, one mean
where all scores are 0, nothing where attention writes nothing. Middles and radii are those of `varproof.arith.near`.

A line, in floats. F is piecewise linear with exact kinks t_k, values v_k and slopes s_k, and the floats nearest to
them are known. At p' with |p' - p| <= r the piece k of p in floats gives m = v_k + s_k (p - t_k). Let S be the steepest
of the pieces that [p - D, p + D], D = r + 2^-50 |p|, reaches, among rounded kinks; at most two. As F is continuous,
F(p') is within S r of F(p), that within 2 S u |t_k| of the exact piece at p, as p can only be on the wrong side of t_k
by its rounding, and the piece within u |v_k| + 6 S u (|p| + |t_k|) + u |m| of m. So the radius
S (r + 2^-49 (|p| + |t_k|)) + 2^-51 (|v_k| + |m|) is enough; where three pieces are reached nothing is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from varproof.arith import near
from varproof.arith.balls import Ball
from varproof.arith.near import Near
from varproof.construct.layers import Attention, FeedForward, Layers, Line, Vector
from varproof.construct.model import Model

CLOSE = 2.0**-20  # a radius that suffices
PIECE = 1 << 18  # scores that are held at once


def sampled(model: Model, inputs: Sequence[Sequence[Sequence[Fraction]]], close: float = CLOSE) -> Near:
    """Middles and radii of the outputs, arrays (inputs, n, d), at inputs as the model takes them: in floats where
    these are certain to `close`, else in balls. InputError."""
    exact = [model.read(rows) for rows in inputs]
    n, d = model.layers.shape
    step = max(1, PIECE // (n * n))
    found = [_floats(model, exact[k : k + step]) for k in range(0, len(exact), step)]
    mid, rad = (np.concatenate([part[side] for part in found]).reshape(-1, n, d) for side in (0, 1))
    for k in np.flatnonzero(~(rad <= close).all(axis=(1, 2))).tolist():
        mid[k], rad[k] = _balls(model(inputs[k]))
    return Near(mid, rad)


def _floats(model: Model, inputs: Sequence[Sequence[Sequence[Fraction]]]) -> Near:
    """The outputs in floats alone."""
    rows = _rounded(inputs)
    if model.grid.word:  # every row of an up-interpolation sums to 1
        rows = Near(*(np.repeat(side, model.grid.n, axis=1) for side in rows))
    try:
        return through(model.layers, rows)
    except OverflowError:  # a weight that is no float
        return Near(np.full(rows.mid.shape, np.nan), np.full(rows.mid.shape, np.inf))


def _balls(rows: list[list[Ball]]) -> tuple[Any, Any]:
    ends = [[ball.bounds() for ball in row] for row in rows]
    mid = np.array([[float((low + high) / 2) for low, high in row] for row in ends])
    rad = [[max(high - Fraction(m), Fraction(m) - low) for (low, high), m in zip(row, middle, strict=True)]
           for row, middle in zip(ends, mid.tolist(), strict=True)]  # fmt: skip
    return mid, np.nextafter(np.array(rad, dtype=float), np.inf)


def through(layers: Layers, rows: Near) -> Near:
    """Tokens (inputs, n, d) through all layers."""
    placed = near.plus(rows, _rounded(layers.embedding))
    return _feed_forward(layers.second, _attention(layers.attention, _feed_forward(layers.first, placed)))


def _attention(head: Attention, x: Near) -> Near:
    if not any(head.value) or not any(head.out):
        return x
    q, k, v, o = (_column(w) for w in (head.query, head.key, head.value, head.out))
    if any(head.query) and any(head.key):
        mean = near.attention(x, q, k, v)
    else:
        values = near.product(x, v)
        nil = np.zeros((*values.mid.shape[:-2], 1, values.mid.shape[-2]))
        mean = near.softmax_mean(Near(nil, nil), values)
    return near.plus(x, near.times(mean, Near(o.mid.T, o.rad.T)))


def _feed_forward(layer: FeedForward, x: Near) -> Near:
    carried = [line.whole for line in layer.lines.values()]
    keep = near.exactly([float(j not in carried) for j in range(len(layer.shift))])
    total = near.times(near.plus(x, _rounded(layer.shift)), keep)
    for direction, line in layer.lines.items():
        p = near.product(x, _column(direction))
        total = near.plus(total, _line(line, Near(p.mid[..., 0], p.rad[..., 0])))
    return total


def _line(line: Line, p: Near) -> Near:
    """All coordinates of a line at many places, an array (..., d)."""
    kinks, values, slopes = line.floats
    with np.errstate(all="ignore"):
        reach = p.rad * (1 + 2.0**-40) + 2.0**-50 * np.abs(p.mid) + near.TINY
        first, k, last = (np.searchsorted(kinks, at, "right") for at in (p.mid - reach, p.mid, p.mid + reach))
        at, start = kinks[np.maximum(k - 1, 0)], values[:, np.maximum(k - 1, 0)]
        wide = p.rad + 2.0**-49 * (np.abs(p.mid) + np.abs(at)) + near.TINY
        wide = np.where(last - first <= 1, wide, np.inf)
        mid = start + slopes[:, k] * (p.mid - at)
        steep = np.maximum(np.abs(slopes[:, first]), np.abs(slopes[:, last]))
        rad = steep * wide + 2.0**-51 * (np.abs(start) + np.abs(mid))
        rad = rad * (1 + 2.0**-40) + near.TINY
    return Near(np.moveaxis(mid, 0, -1), np.moveaxis(rad, 0, -1))


def _rounded(values: Any) -> Near:
    """Fractions, with radii of 0 where they are floats."""
    exact = np.array(values, dtype=object)
    found = near.rounded(exact.astype(float))
    same = [Fraction(m) == x for m, x in zip(found.mid.flat, exact.flat, strict=True)]
    return Near(found.mid, np.where(np.reshape(same, found.mid.shape), 0.0, found.rad))


def _column(w: Vector) -> Near:
    column = _rounded(w)
    return Near(column.mid[:, None], column.rad[:, None])
