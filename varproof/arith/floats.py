"""The operations on NumPy arrays of floats. For exploration only: nothing here is evidence.

Values may overflow or be undefined; they are then infinite or NaN, without a warning.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]


def lambertw(t: Floats) -> Floats:
    """The principal branch for t >= 0, NaN elsewhere, by Halley's iteration."""
    t = np.asarray(t, dtype=float)
    w = np.where(t < 3, np.log1p(t), np.log(np.maximum(t, 1)) - np.log(np.log(np.maximum(t, 3))))
    for _ in range(6):
        e = np.exp(w)
        f = w * e - t
        w = w - f / (e * (w + 1) - (w + 2) * f / (2 * w + 2))
    return np.where(t >= 0, w, np.nan)


def largest(terms: Sequence[Any]) -> Any:
    out = terms[0]
    for t in terms[1:]:
        out = np.maximum(out, t)
    return out


def smallest(terms: Sequence[Any]) -> Any:
    out = terms[0]
    for t in terms[1:]:
        out = np.minimum(out, t)
    return out


def pick(keys: Sequence[Any], values: Sequence[Any]) -> Any:
    """The value whose key is the largest."""
    shape = np.broadcast_shapes(*(np.shape(t) for t in (*keys, *values)))
    stacked = np.stack([np.broadcast_to(t, shape) for t in keys])
    chosen = np.stack([np.broadcast_to(t, shape) for t in values])
    return np.take_along_axis(chosen, np.argmax(stacked, axis=0)[None, ...], axis=0)[0]


def balance(t: Any) -> Any:
    """t squeezed into (-1, 1), with its sign."""
    return t / (1 + np.abs(t))


def relative(t: Any, parts: Sequence[Any]) -> Any:
    """t over the sum of the sizes of the parts whose sum it is: a margin that does not change with the units."""
    size = abs(parts[0])
    for part in parts[1:]:
        size = size + np.abs(part)
    return t / np.maximum(size, 1e-300)
