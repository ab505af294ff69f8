"""How far separable resizing in floating point can be from the exact value: a written rounding model, and its bounds.

The model, for a map of n x n' positions resized to m x m', in a format of unit roundoff u (2^-24, 2^-53) whose least
positive number is 2 eta. Every +, -, *, / is correctly rounded, or exact, or fused with its neighbour, in any order of
the summands; a product may also lose at most eta by underflow.

1. Coordinates. The scale n/m is rounded; x = (i - 1/2) n/m - 1/2 (counted from 0) is made of it by a product and a
   difference. So it is wrong by at most d = gamma_2 (|x| + 1/2) + u (|x| + 1/2).
2. Fraction. f = x - floor(x) is wrong by u more, 1 + f, 1 - f, 2 - f by 2 u more. Near a whole number floor may be off
   by one. A kernel that is continuous with slopes at most L (Lipschitz) then moves by at most L (d + 3 u), for every
   position, also of the taps that are reached only so.
3. Weights. A cubic piece is evaluated by Horner's scheme in at most 6 operations with exact coefficients: its error is
   at most gamma_6 P(|arg|), where P has the absolute values of the coefficients (0 for the linear kernel).
4. Sums. A value is a sum of products w_p w'_q X_pq of at most 8 roundings each: relative error gamma_8 of a summand.
5. Underflow. At most 16 + 8 products of factors whose cofactors are at most 2 each: 64 eta.

With the exact taps |w|, and their errors e of 1 to 3, added up by position into matrices T, E (T', E' for columns):

    |computed - exact| <= sum_pq ((T + E)_p (T' + E')_q (1 + gamma_8) - T_p T'_q) |X_pq| + 64 eta.

The mean of the k x k' positions of a window: at most k k' + 1 roundings of every summand, and 4 eta.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import floor
from typing import Any, NamedTuple

import numpy as np

F = Fraction
Matrix = Any  # an array of ints


class Format(NamedTuple):
    """Unit roundoff, and half of the least positive number."""

    dtype: type
    u: Fraction
    eta: Fraction


FLOAT32 = Format(np.float32, F(1, 2**24), F(1, 2**150))
FLOAT64 = Format(np.float64, F(1, 2**53), F(1, 2**1075))


class Kernel(NamedTuple):
    """W on the reals, taps on each side, a bound of the slopes, and of the pieces with absolute coefficients."""

    value: Callable[[Fraction], Fraction]
    taps: int
    slope: Fraction
    absolute: Callable[[Fraction], Fraction]


def keys(a: Fraction) -> Kernel:
    """The cubic convolution kernel; its steepest slope is at (a + 3)/(3 (a + 2)), for -1 <= a < 0."""

    def value(x: Fraction) -> Fraction:
        x = abs(x)
        if x <= 1:
            return ((a + 2) * x - (a + 3)) * x * x + 1
        return a * (((x - 5) * x + 8) * x - 4) if x <= 2 else F(0)

    def absolute(x: Fraction) -> Fraction:
        x = abs(x)
        if x <= 1:
            return ((a + 2) * x + a + 3) * x * x + 1
        return -a * (((x + 5) * x + 8) * x + 4)

    return Kernel(value, 2, (a + 3) ** 2 / (3 * (a + 2)), absolute)


LINEAR = Kernel(lambda x: max(1 - abs(x), F(0)), 1, F(1), lambda x: F(0))


def gamma(k: int, u: Fraction) -> Fraction:
    return k * u / (1 - k * u)


def taps(kernel: Kernel, n: int, m: int, u: Fraction) -> tuple[Matrix, Matrix]:
    """(T, E): absolute taps and their errors, by output and clamped input position."""
    T, E = np.full((m, n), F(0)), np.full((m, n), F(0))
    for i in range(m):
        x = (i + F(1, 2)) * n / m - F(1, 2)
        moved = (gamma(2, u) + u) * (abs(x) + F(1, 2)) + 3 * u
        low, high = floor(x - moved), floor(x + moved)
        for p in range(low - kernel.taps + 1, high + kernel.taps + 1):
            at = min(max(p, 0), n - 1)
            T[i, at] += abs(kernel.value(x - p))
            E[i, at] += kernel.slope * moved + gamma(6, u) * kernel.absolute(x - p)
    return T, E


def resize_bound(rows: tuple[Matrix, Matrix], columns: tuple[Matrix, Matrix], X: Matrix, form: Format) -> Matrix:
    """The bound of the module's docstring, for every output position."""
    (T, E), (U, G) = rows, columns
    size = np.abs(X)
    most = (1 + gamma(8, form.u)) * product(T + E, size, U + G)
    return most - product(T, size, U) + 64 * form.eta


def area_bound(A: Matrix, B: Matrix, X: Matrix, form: Format) -> Matrix:
    """The bound for means, from the exact weights of the two axes."""
    most = max(int((A != 0).sum(axis=1).max()), 1) * max(int((B != 0).sum(axis=1).max()), 1)
    return gamma(most + 1, form.u) * product(A, np.abs(X), B) + 4 * form.eta


def product(A: Matrix, X: Matrix, B: Matrix) -> Matrix:
    """A X B^T, exactly, by whole numbers over common denominators."""
    (a, da), (x, dx), (b, db) = map(_whole, (A, X, B))
    scale = F(1, da * dx * db)
    return (a @ x @ b.T) * scale


def _whole(M: Matrix) -> tuple[Matrix, int]:
    common = int(np.lcm.reduce([entry.denominator for entry in M.flat], dtype=object))
    return np.array([[int(entry * common) for entry in row] for row in M], dtype=object), common
