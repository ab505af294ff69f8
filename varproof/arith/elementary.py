"""exp, log, sin, cos and tanh in float64 with proven error bounds, for single numbers and for arrays alike.

NumPy's functions and those of the C library promise no bound and differ between processors. What follows uses + - * /
to nearest alone (and scaling by powers of 2 by its callers), so that the results are the same everywhere. u = 2^-53.

exp. k = rint(x / ln 2); ln 2 = H + L, H of 32 bits so that k H is exact for |k| < 2^20, |ln 2 - H - L| < 2^-86;
r = (x - k H) - k L, |r| <= 0.3467. x - k H is exact by Sterbenz' lemma or a single rounding; the error of r is below
u (|x - k H| + 2 |k L|) + |k| 2^-86 < 2^-54 for |k| <= 1100, where |k L| < 2^-21. The Taylor polynomial of degree 13 has
truncation error below 0.3467^14/14! * 1.03 < 2^-57. Horner's scheme with every partial value below 1.5 loses at most
the sum of u * 3 * 0.3467^j < u * 3 * 1.54 < 2^-50.7, where each step rounds once for the product, once for the sum,
once for the coefficient. Relative to exp(r) >= 0.707 the whole is below 2^-49.

log. x = m 2^e with 0.7071 <= m <= 1.4143; s = (m - 1)/(m + 1), |s| <= 0.1716, z = s^2; log m = 2 s (1 + z/3 + z^2/5 +
... + z^10/21 + rest), rest < z^11/23 * 1.04 < 2^-60. m - 1 is exact (Sterbenz), so s is within 2.1 u, relatively; the
sum, at most 1.0103 and at least 1, is within 1.2 u (its last addition rounds once, everything before counts at most
0.03 of itself); the product rounds once: log m within 4.5 u, relatively. The value is e H + (log m + e L): e H is
exact, |e L| < 2^-21, |log m| <= 0.3467, and for e != 0 the value is at least 0.3465 in size, so that the error of log m
and two more roundings are below 4.5 u + 2.1 u; for e = 0 the two additions of 0 are exact. Within 2^-50, relatively.

sin, cos, |x| <= 10^6. k = rint(2 x/pi), |k| < 2^20; pi/2 = P + Q + R, P and Q of 33 bits so that k P and k Q are exact,
|pi/2 - P - Q - R| < 2^-122. For k != 0 x is a multiple of 2^-53 and |x - k P| < 1, so x - k P is exact; then
r = ((x - k P) - k Q) - k R has two roundings of 2^-54 at most and the error of k R, |k R| < 2^-48: within 2^-52.
|r| <= 0.7855. The Taylor polynomials r (1 - r^2/6 + ...), to r^17, and 1 - r^2/2 + ..., to r^18, have truncation errors
below 2^-63. With z = r^2 <= 0.618 rounded once, the last addition loses u, the product before it, z and what comes
earlier less than 0.6 u together (1.1 u for cos): sin r within 2.7 u, relatively, as its sum is at least 0.89, and cos r
within 2.2 u. With the error of r: within 2^-50, absolutely; for k = 0, where r = x, sin x within 2^-51, relatively.

tanh, by E = exp(t) - 1, t = 2 |x| <= 60: tanh |x| = E/(E + 2). For t <= 0.3466 E = t (1 + t/2 + ... + t^12/13!), the
sum, between 1 and 1.2, within 3 u, with a truncation below 2^-56: E within 4.2 u, relatively. The slope of log tanh in
log E is below 1, and E + 2 and the quotient are rounded once each: tanh within 7 u. For t > 0.3466 E = e - 1 with
e = exp(t) within 2^-49; a relative change of e changes tanh = (e - 1)/(e + 1) by 1/sinh t < 2.83 of it, relatively, and
there are three more roundings: within 2^-47.

These are bounds for normal numbers; where a result may be subnormal, callers allow for 2^-1074 more.
"""

from __future__ import annotations

from math import factorial
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Number = TypeVar("Number", float, npt.NDArray[np.float64])

PER_LN2 = 1.4426950408889634
LN2_HIGH = float.fromhex("0x1.62e42fee00000p-1")  # ln 2 to 32 bits
LN2_LOW = float.fromhex("0x1.a39ef35793c76p-33")
EXP_TAYLOR = [1.0 / factorial(k) for k in range(14)]
PER_HALF_PI = 0.6366197723675814
HALF_PI = [float.fromhex(part) for part in ("0x1.921fb54400000p+0", "0x1.0b4611a600000p-34", "0x1.3198a2e037073p-69")]
SQRT_HALF = 0.7071067811865476

# what a computed value is multiplied by, or what is added to it, for a bound
EXP_ROOM = LOG_ROOM = 2.0**-48
WAVE_ROOM = 2.0**-49
TANH_ROOM = 2.0**-46

_LOG = [1.0 / (2 * j + 1) for j in range(11)]
_SIN = [(-1.0) ** j / factorial(2 * j + 1) for j in range(9)]
_COS = [(-1.0) ** j / factorial(2 * j) for j in range(10)]


def _horner(coefficients: list[float], z: Number) -> Number:
    total = z * coefficients[-1] + coefficients[-2]
    for c in coefficients[-3::-1]:
        total = total * z + c
    return total


def exp_part(x: Number, k: Number) -> Number:
    """exp(x) / 2^k, k = rint(x PER_LN2), |x| <= 700; within 2^-49."""
    return _horner(EXP_TAYLOR, (x - k * LN2_HIGH) - k * LN2_LOW)


def log(m: Number, e: Number) -> Number:
    """log(m 2^e), SQRT_HALF <= m <= 2 SQRT_HALF; within 2^-50."""
    s = (m - 1.0) / (m + 1.0)
    return e * LN2_HIGH + ((s + s) * _horner(_LOG, s * s) + e * LN2_LOW)


def turned(x: Number, k: Number) -> Number:
    """x - k pi/2, k = rint(x PER_HALF_PI), |x| <= 10^6; within 2^-52."""
    first, second, third = HALF_PI
    return ((x - k * first) - k * second) - k * third


def sin_part(r: Number) -> Number:
    """sin r, |r| <= 0.7855; within 2^-51, relatively."""
    return r * _horner(_SIN, r * r)


def cos_part(r: Number) -> Number:
    """cos r, |r| <= 0.7855; within 2^-51."""
    return _horner(_COS, r * r)


def expm1_part(t: Number) -> Number:
    """exp(t) - 1, 0 <= t <= 0.3466; within 2^-50, relatively."""
    return t * _horner(EXP_TAYLOR[1:], t)
