"""Kernels of practice as data of the definition piecewise_cubic (def:bicubic-spline-kernel): knots, and what each adds.

The coefficients are those of the claims called contact in the lemmas on the kernels.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

_F = Fraction


def _spline(knots: list[Fraction], **added: list[Fraction]) -> dict[str, Any]:
    zero = [_F(0)] * len(knots)
    return dict(w=_F(0), t=knots, **{name: added.get(name, zero) for name in "abcd"})


def keys(a: Fraction) -> dict[str, Any]:
    """The cubic convolution kernel; its pieces join with a continuous derivative."""
    c, d = [a, 4 * a + 3, _F(0), -(4 * a + 3), -a], [-a, _F(-2), 2 * (a + 2), _F(-2), -a]
    return _spline([_F(k) for k in range(-2, 3)], c=c, d=d)


B_SPLINE = _spline([_F(k) for k in range(-2, 3)], d=[_F(k, 6) for k in (1, -4, 6, -4, 1)])
MITCHELL = _spline(
    [_F(k) for k in range(-2, 3)],
    c=[_F(k, 3) for k in (-1, 2, 0, -2, 1)],
    d=[_F(k, 18) for k in (7, -28, 42, -28, 7)],
)
LINEAR = _spline([_F(-1), _F(0), _F(1)], b=[_F(1), _F(-2), _F(1)])
NEAREST = _spline([_F(-1, 2), _F(1, 2)], a=[_F(1), _F(-1)])
