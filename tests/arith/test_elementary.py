"""The error bounds of the elementary functions, proved in their module, hold; and a wrong one shows."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest

from varproof.arith import elementary
from varproof.arith.balls import Ball, precision

Function = Callable[[float], float]


def exp(x: float) -> float:
    k = round(x * elementary.PER_LN2)
    return math.ldexp(elementary.exp_part(x, float(k)), k)


def log(x: float) -> float:
    m, k = math.frexp(x)
    return elementary.log(m, float(k)) if m >= elementary.SQRT_HALF else elementary.log(2 * m, float(k - 1))


def wave(x: float, shift: int) -> float:
    k = round(x * elementary.PER_HALF_PI)
    r = elementary.turned(x, float(k))
    found = elementary.cos_part(r) if (k + shift) % 2 else elementary.sin_part(r)
    return found if (k + shift) % 4 < 2 else -found


def sin(x: float) -> float:
    return wave(x, 0)


def cos(x: float) -> float:
    return wave(x, 1)


def expm1(x: float) -> float:
    return elementary.expm1_part(x)


def error(function: Function, x: float, relative: bool) -> Fraction:
    with precision(300):
        ball = Ball.of(Fraction(x))
        true = ball.exp() - 1 if function is expm1 else getattr(ball, function.__name__)()
        low, high = true.bounds()
    gap = max(abs(Fraction(function(x)) - low), abs(Fraction(function(x)) - high))
    return gap / min(abs(low), abs(high)) if relative else gap


def points(low: float, high: float, *more: float) -> list[float]:
    rng = random.Random(1)
    return [*(rng.uniform(low, high) for _ in range(1500)), *more]


CASES = [
    (exp, points(-700, 700, 0.34657359, -0.3465735, 700.0, -700.0), 49, True),
    (log, points(0.5, 2, 0.70710678, 1.4142135, 1 - 2.0**-53, 1 + 2.0**-52, 1e-310, 1e308, 2.0**-1074), 50, True),
    (log, points(1e-6, 1e6), 50, True),
    (sin, points(-0.785, 0.785, 1e-8, 0.7853981), 51, True),
    (sin, points(-1e6, 1e6, 355.0, 710.0, 103993.0, -104348.0), 50, False),
    (cos, points(-1e6, 1e6, 355.0, 710.0, 103993.0, -104348.0), 50, False),
    (cos, points(-3, 3), 50, False),
    (expm1, points(0, 0.3466, 0.3466, 1e-9), 50, True),
]


@pytest.mark.parametrize(("function", "at", "bits", "relative"), CASES)
def test_errors_are_within_their_bounds(function: Function, at: list[float], bits: int, relative: bool) -> None:
    assert max(error(function, x, relative) for x in at) < Fraction(1, 2**bits)


def test_a_coefficient_that_is_slightly_wrong_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, function, at in (("_SIN", sin, 0.7), ("_COS", cos, 0.7), ("_LOG", log, 0.8), ("EXP_TAYLOR", exp, 0.3)):
        wrong = [c * (1 + 1e-10) if j == 2 else c for j, c in enumerate(getattr(elementary, name))]
        monkeypatch.setattr(elementary, name, wrong)
        assert error(function, at, function is not cos) > Fraction(1, 2**49)


def test_arrays_and_single_numbers_agree() -> None:
    """The same operations in the same order: the same bits."""
    x = np.array(points(-5, 5))
    k = np.rint(x * elementary.PER_HALF_PI)
    for part in (elementary.sin_part, elementary.cos_part):
        together = part(elementary.turned(x, k))
        assert together.tolist() == [part(elementary.turned(a, b)) for a, b in zip(x.tolist(), k.tolist(), strict=True)]
    m, e = np.frexp(np.abs(x))
    assert elementary.log(m, e.astype(float)).tolist() == [
        elementary.log(a, float(b)) for a, b in zip(m.tolist(), e.tolist(), strict=True)
    ]
