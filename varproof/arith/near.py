"""Arrays of numbers near floats: a middle and a radius for each, with proved bounds of everything that is rounded.

`Near(mid, rad)` stands for every array x with |x - mid| <= rad; an entry whose middle or radius is not finite says
nothing, and no such entry ever becomes finite again. u = 2^-53, rounding to nearest; m is the length of inner sums.

Sums and products. BLAS may add in any order, with or without fused operations, and flush subnormal numbers to 0. Each
way the computed product C of A and B is within m u |A||B| (1 + m u) + 2 m 2^-1022 of A B, where the last term is less
than TINY for m <= LONGEST. By Cauchy and Schwarz (|A||B|)_ij <= a_i b_j, a_i and b_j the Euclidean norms of row i and
column j: two vectors in place of a second product of matrices. With radii of norms r_i and s_j,

    |A' B' - C|_ij <= (g a_i + r_i) (b_j + s_j) + a_i s_j + TINY,      g = (m + 2) 2^-52.

A sum that overflows somewhere is not finite at its end. In a square that underflows at most 2^-1022 is lost, in a norm
at most sqrt(m) 2^-511 < FLOOR.

Radii are sums of products of numbers that are not negative, at most some LONGEST roundings each: they lose less than
2^-41 of themselves and what underflows, which `_up` gives back.

Softmax means. Row i of scores is moved by its largest middle, so that the weights w = exp(x) have one equal to 1; x is
clipped at -700, and exp is that of `varproof.arith.elementary`, within 2^-48, relatively. Let e_i <= 1/8 bound
the radii of the row's scores and the rounding of x. Each true weight is within d_i = e_i + e_i^2 + 2^-46 of w,
relatively, or, where x is clipped, within 2^-1008. So the true shares of row i and the quotients w / sum w differ by at
most 2 d_i + 2^-990 in sum over the row, and as their differences sum to 0, means of values between c - h and c + h
differ by that times h. Sum, product and quotient lose 4 g of the largest value.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from varproof.arith import elementary

LONGEST = 4096  # terms of a sum
TINY = 2.0**-1000
FLOOR = 2.0**-500
SMALL = 0.125  # of a score's radius, for anything to be said
_ROOM = 1 + 2.0**-40
_PIECE = 8192  # entries that stay in the cache
_QUIET = np.errstate(all="ignore")  # what overflows or is no number has no finite radius


class Near(NamedTuple):
    """All arrays x with |x - mid| <= rad, entry by entry; both are arrays of one shape."""

    mid: Any
    rad: Any

    @property
    def known(self) -> Any:
        """Where something is said."""
        return np.isfinite(self.mid) & np.isfinite(self.rad)


def exactly(values: Any) -> Near:
    """The floats themselves."""
    mid = np.asarray(values, float)
    return Near(mid, np.zeros(mid.shape))


def rounded(values: Any) -> Near:
    """Numbers of which these floats are the nearest."""
    mid = np.asarray(values, float)
    return Near(mid, np.abs(mid) * 2.0**-52 + 2.0**-1074)


@_QUIET
def plus(a: Near, b: Near) -> Near:
    """a + b."""
    mid = a.mid + b.mid
    return Near(mid, _up(a.rad + b.rad + np.abs(mid) * 2.0**-52))


@_QUIET
def times(a: Near, b: Near) -> Near:
    """a b, entry by entry."""
    mid = a.mid * b.mid
    room = np.abs(a.mid) * b.rad + a.rad * (np.abs(b.mid) + b.rad)
    return Near(mid, _up(room + np.abs(mid) * 2.0**-52))


@_QUIET
def product(a: Near, b: Near) -> Near:
    """The matrix product a b of (..., n, m) and (..., m, k), m <= LONGEST; ValueError."""
    inner = a.mid.shape[-1]
    if inner > LONGEST:
        raise ValueError(f"a product over {inner} terms; the bounds are proved up to {LONGEST}")
    size, width = _norm(a.mid, -1), _norm(a.rad, -1)
    other, wide = _norm(b.mid, -2), _norm(b.rad, -2)
    rad = ((inner + 2) * 2.0**-52 * size + width) * (other + wide)
    if b.rad.any():
        rad = rad + size * wide
    return Near(a.mid @ b.mid, _up(rad))


@_QUIET
def softmax_mean(scores: Near, values: Near) -> Near:
    """sum_l softmax_l(scores_il) values_lj for scores (..., n, m) and values (..., m, k), m <= LONGEST; ValueError."""
    inner = values.mid.shape[-2]
    if inner > LONGEST:
        raise ValueError(f"a mean of {inner} values; the bounds are proved up to {LONGEST}")
    top = scores.mid.max(axis=-1, keepdims=True)
    reach = top - scores.mid.min(axis=-1, keepdims=True)
    off = scores.rad.max(axis=-1, keepdims=True) + np.minimum(reach, 700.0) * 2.0**-52
    safe = (off < SMALL) & np.isfinite(reach)
    shares = _weights(scores.mid, top)
    total = shares.sum(axis=-1, keepdims=True)
    mid = (shares @ values.mid) / total
    least, most = (values.mid - values.rad).min(axis=-2), (values.mid + values.rad).max(axis=-2)
    largest = np.abs(values.mid).max(axis=-2)
    half = (most - least) / 2 + (np.abs(most) + np.abs(least)) * 2.0**-52
    lost = values.rad.max(axis=-2) + 4 * (inner + 2) * 2.0**-52 * largest
    apart = np.where(safe, 2 * (off + off * off + 2.0**-46) + 2.0**-990, np.inf)
    return Near(mid, _up(apart * (half + FLOOR)[..., None, :] + lost[..., None, :]))


def attention(x: Near, query: Near, key: Near, value: Near) -> Near:
    """The rows sum_l softmax_l(<Q x_k, K x_l>) V x_l, for tokens x (..., n, d) and matrices (d, m)."""
    q, k, v = product(x, query), product(x, key), product(x, value)
    return softmax_mean(product(q, Near(np.swapaxes(k.mid, -1, -2), np.swapaxes(k.rad, -1, -2))), v)


def _weights(scores: Any, top: Any) -> Any:
    """exp(scores - top), clipped below, piece by piece."""
    found = np.empty(scores.shape)
    flat, goal = scores.reshape(-1, scores.shape[-1]), found.reshape(-1, scores.shape[-1])
    tops = np.broadcast_to(top, (*scores.shape[:-1], 1)).reshape(-1, 1)
    step = max(1, _PIECE // flat.shape[1])
    for start in range(0, len(flat), step):
        cut = slice(start, start + step)
        x = np.maximum(flat[cut] - tops[cut], -700.0)
        np.nan_to_num(x, copy=False, nan=-700.0)  # such a row says nothing
        k = np.rint(x * elementary.PER_LN2)
        scale = ((k.astype(np.int64) + 1023) << 52).view(np.float64)
        np.multiply(elementary.exp_part(x, k), scale, out=goal[cut])
    return found


def _norm(x: Any, axis: int) -> Any:
    """Upper bounds of the Euclidean norms along an axis, which is kept."""
    return np.sqrt((x * x).sum(axis=axis, keepdims=True)) * _ROOM + FLOOR


def _up(rad: Any) -> Any:
    """At least what the radius would be without rounding."""
    return rad * _ROOM + TINY
