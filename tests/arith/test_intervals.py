"""Intervals contain what they should: against exact fractions and balls."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from varproof.arith import intervals
from varproof.arith.balls import Ball, precision
from varproof.arith.intervals import Interval

finite = st.floats(allow_nan=False, allow_infinity=False)
moderate = st.floats(-30, 30)


def interval(a: float, b: float) -> Interval:
    return min(a, b), max(a, b), False


def inside(value: Fraction, found: Interval) -> bool:
    lo, hi, _ = found
    return (lo == -math.inf or Fraction(lo) <= value) and (hi == math.inf or value <= Fraction(hi))


def narrow(values: list[Fraction], found: Interval) -> bool:
    """Are the ends the float64 next to the least and the largest of the values?"""
    return found[:2] == (intervals.below(min(values)), intervals.above(max(values)))


@settings(max_examples=400, deadline=None)
@given(finite, finite, finite, finite)
def test_field_operations(a: float, b: float, c: float, d: float) -> None:
    s, t = interval(a, b), interval(c, d)
    for x, y in ((a, c), (a, d), (b, c), (b, d)):
        p, q = Fraction(x), Fraction(y)
        assert inside(p + q, intervals.add(s, t))
        assert inside(p - q, intervals.sub(s, t))
        assert inside(p * q, intervals.mul(s, t))
        if q:
            assert inside(p / q, intervals.div(s, t))
        else:
            assert intervals.div(s, t)[2]
        assert inside(max(p, q), intervals.maximum(s, t)) and inside(min(p, q), intervals.minimum(s, t))
        assert inside(abs(p), intervals.absolute(s))


@settings(max_examples=400, deadline=None)
@given(moderate, moderate, moderate, moderate)
def test_as_narrow_as_can_be(a: float, b: float, c: float, d: float) -> None:
    """Off underflow and overflow sums, products and quotients have the best ends there are."""
    a, b, c, d = (round(x * 2**40) / 2**40 for x in (a, b, c, d))
    corners = [(Fraction(x), Fraction(y)) for x in (a, b) for y in (c, d)]
    s, t = interval(a, b), interval(c, d)
    assert narrow([p + q for p, q in corners], intervals.add(s, t))
    assert narrow([p * q for p, q in corners], intervals.mul(s, t))
    if min(c, d) > 0 or max(c, d) < 0:
        assert narrow([p / q for p, q in corners], intervals.div(s, t))


@settings(max_examples=200, deadline=None)
@given(moderate, moderate, st.integers(0, 9))
def test_powers(a: float, b: float, k: int) -> None:
    for x in (a, b, (a + b) / 2):
        assert inside(Fraction(x) ** k, intervals.power(interval(a, b), k))


@settings(max_examples=400, deadline=None)
@given(st.floats(-800, 800), st.floats(-800, 800), st.sampled_from(["exp", "log", "sqrt", "tanh", "sin", "cos"]))
def test_functions(a: float, b: float, name: str) -> None:
    found = intervals.FUNCTIONS[name](interval(a, b))
    for x in (a, b, a / 2 + b / 2, a * 0.9 + b * 0.1):
        if not min(a, b) <= x <= max(a, b):
            continue
        if (name == "log" and x <= 0) or (name == "sqrt" and x < 0):
            assert found[2]
            continue
        with precision(200):
            ball = getattr(Ball.of(Fraction(x)), name)()
            low, high = ball.bounds()
        # the true value lies in both: they must meet, and the interval may miss the ball only by the ball's radius
        assert found[0] == -math.inf or Fraction(found[0]) <= high
        assert found[1] == math.inf or low <= Fraction(found[1])


@pytest.mark.parametrize("x", [5e-324, -5e-324, 1e-310, 1e-300, -1e-160, 2.0**-27])
@pytest.mark.parametrize("name", ["sin", "cos", "tanh", "exp"])
def test_functions_of_small_numbers(x: float, name: str) -> None:
    found = intervals.FUNCTIONS[name](interval(x, x))
    with precision(3000):
        low, high = getattr(Ball.of(Fraction(x)), name)().bounds()
    assert Fraction(found[0]) <= low and high <= Fraction(found[1])


@pytest.mark.parametrize("x", [0.0, 1.0, 4.0, 9.0])
def test_exact_where_it_matters(x: float) -> None:
    one = interval(x, x)
    assert intervals.sqrt(one)[:2] == (math.sqrt(x), math.sqrt(x))
    assert intervals.sub(one, one)[:2] == (0, 0)
    assert intervals.mul(one, one)[:2] == (x * x, x * x)
    assert intervals.log((1.0, 1.0, False))[:2] == intervals.sin((0.0, 0.0, False))[:2] == (0, 0)


@pytest.mark.parametrize("name", ["sin", "cos"])
def test_extrema_are_found(name: str) -> None:
    """On [a, b] about each extremum, and just beside it."""
    for j in range(-6, 7):
        at = math.pi * (j + (0.5 if name == "sin" else 0.0))
        end = 1.0 if j % 2 == 0 else -1.0
        assert end in intervals.FUNCTIONS[name]((at - 0.1, at + 0.1, False))[:2]
        beside = intervals.FUNCTIONS[name]((at + 0.1, at + 0.2, False))
        assert -0.999 < beside[0] <= beside[1] < 0.999
