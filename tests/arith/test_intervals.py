"""Intervals contain what they should: against exact fractions and balls."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from varproof.arith import intervals
from varproof.arith.balls import Ball, precision
from varproof.arith.intervals import Interval

finite = st.floats(allow_nan=False, allow_infinity=False)
moderate = st.floats(-30, 30)


def interval(a: float, b: float) -> Interval:
    return Interval(np.array([min(a, b)]), np.array([max(a, b)]), np.zeros(1, bool))


def inside(value: Fraction, found: Interval) -> bool:
    lo, hi = float(found.lo[0]), float(found.hi[0])
    return (lo == -math.inf or Fraction(lo) <= value) and (hi == math.inf or value <= Fraction(hi))


@settings(max_examples=400, deadline=None)
@given(finite, finite, finite, finite)
def test_field_operations(a: float, b: float, c: float, d: float) -> None:
    with np.errstate(all="ignore"):
        for x, y in ((a, c), (a, d), (b, c), (b, d)):
            p, q = Fraction(x), Fraction(y)
            s, t = interval(a, b), interval(c, d)
            assert inside(p + q, intervals.add(s, t))
            assert inside(p - q, intervals.sub(s, t))
            assert inside(p * q, intervals.mul(s, t))
            if q:
                assert inside(p / q, intervals.div(s, t))
            else:
                assert intervals.div(s, t).bad[0]
            assert inside(max(p, q), intervals.maximum(s, t)) and inside(min(p, q), intervals.minimum(s, t))
            assert inside(abs(p), intervals.absolute(s))


@settings(max_examples=200, deadline=None)
@given(moderate, moderate, st.integers(0, 9))
def test_powers(a: float, b: float, k: int) -> None:
    for x in (a, b, (a + b) / 2):
        assert inside(Fraction(x) ** k, intervals.power(interval(a, b), k))


@settings(max_examples=400, deadline=None)
@given(st.floats(-800, 800), st.floats(-800, 800), st.sampled_from(["exp", "log", "sqrt", "tanh", "sin", "cos"]))
def test_functions(a: float, b: float, name: str) -> None:
    with np.errstate(all="ignore"):
        found = intervals.FUNCTIONS[name](interval(a, b))
    for x in (a, b, a / 2 + b / 2, a * 0.9 + b * 0.1):
        if not min(a, b) <= x <= max(a, b):
            continue
        if (name == "log" and x <= 0) or (name == "sqrt" and x < 0):
            assert found.bad[0]
            continue
        with precision(200):
            ball = getattr(Ball.of(Fraction(x)), name)()
            low, high = ball.bounds()
        # the true value lies in both: they must meet, and the interval may miss the ball only by the ball's radius
        assert found.lo[0] == -math.inf or Fraction(float(found.lo[0])) <= high
        assert found.hi[0] == math.inf or low <= Fraction(float(found.hi[0]))


def test_the_error_of_exp() -> None:
    """The proven bound, 2^-49, with room."""
    worst = Fraction(0)
    for x in [*np.random.default_rng(1).uniform(-700, 700, 2000).tolist(), 0.34657359, -0.3465735, 700.0, -700.0]:
        with precision(200):
            low, _ = Ball.of(Fraction(x)).exp().bounds()
        worst = max(worst, abs(Fraction(float(intervals._exp(np.array([x]))[0])) / low - 1))
    assert worst < Fraction(1, 2**50)


@pytest.mark.parametrize("x", [0.0, 1.0, 4.0, 9.0])
def test_exact_where_it_matters(x: float) -> None:
    one = interval(x, x)
    assert intervals.sqrt(one).lo[0] == intervals.sqrt(one).hi[0] == math.sqrt(x)
    assert intervals.sub(one, one).lo[0] == intervals.sub(one, one).hi[0] == 0
    assert intervals.mul(one, one).lo[0] == intervals.mul(one, one).hi[0] == x * x
