"""Balls against exact rationals."""

import pickle
from fractions import Fraction as F

import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from varproof.arith import balls
from varproof.arith.balls import LADDER, Ball, precision

rationals = st.fractions(min_value=-50, max_value=50, max_denominator=1000)
points = st.tuples(rationals, rationals, st.fractions(min_value=0, max_value=1, max_denominator=64))


def box(low, high, t):
    """A ball around two rationals, and a rational between them."""
    low, high = min(low, high), max(low, high)
    return Ball.between(low, high), low + t * (high - low)


@given(points, points)
def test_arithmetic_contains_the_exact_result(p, q):
    (x, a), (y, b) = box(*p), box(*q)
    assert (x + y).contains(a + b)
    assert (x - y).contains(a - b)
    assert (x * y).contains(a * b)
    assert (-x).contains(-a)
    assert x.abs().contains(abs(a))
    assert x.max(y).contains(max(a, b))
    assert x.min(y).contains(min(a, b))
    assert x.power(2).contains(a**2)
    assert x.power(3).contains(a**3)
    assert x.power(6).contains(a**6)
    assert Ball.combine(F(1, 3), [(F(2, 7), x), (F(-1), y), (F(1), y)]).contains(F(1, 3) + F(2, 7) * a)
    if b:
        assert (x / y).contains(a / b)


@given(points)
def test_functions_contain_the_value_at_a_point(p):
    x, a = box(*p)
    for name in ("exp", "log", "sqrt", "lambertw", "sin", "cos", "tanh"):
        if name in ("log", "sqrt", "lambertw") and a <= (0 if name == "log" else -1):
            continue
        with precision(300):
            exact = getattr(Ball.of(abs(a) if name in ("sqrt", "lambertw") else a), name)()
        if name in ("sqrt", "lambertw") and a < 0:
            continue
        wide = getattr(x, name)()
        low, high = exact.bounds()
        assert not wide.is_finite() or (wide.bounds()[0] <= low and high <= wide.bounds()[1])


@pytest.mark.parametrize("bits", [64, 4096])
def test_pi(bits):
    with precision(bits):
        low, high = Ball.pi().bounds()
    with mpmath.workprec(2 * bits):
        assert mpmath.mpf(low.numerator) / low.denominator < mpmath.pi < mpmath.mpf(high.numerator) / high.denominator
    assert high - low < F(1, 2 ** (bits - 8))


@given(rationals)
def test_signs_are_those_of_the_rational(a):
    sign = Ball.of(a).sign()
    assert sign == (a > 0) - (a < 0)
    assert (Ball.of(a) - Ball.of(a)).sign() in (0, None)


@given(points)
def test_a_decided_sign_is_that_of_every_point(p):
    x, a = box(*p)
    assert x.sign() in (None, (a > 0) - (a < 0))


def test_not_finite_is_never_decided():
    zero = Ball.of(0)
    bad = [Ball.of(1) / zero, zero.log(), Ball.of(-1).sqrt(), Ball.of(-1).log(), Ball.of(-1).lambertw()]
    bad += (
        [b.exp() for b in bad] + [b + Ball.of(1) for b in bad] + [b.power(2) for b in bad] + [b.tanh() for b in bad[:1]]
    )
    for ball in bad[:-1]:
        assert not ball.is_finite()
        assert ball.sign() is None
        assert ball.contains(12345)
        with pytest.raises(ArithmeticError):
            ball.bounds()


def test_no_order_no_truth_value_no_float():
    x, y = Ball.of(1), Ball.of(2)
    for action in (
        lambda: x < y, lambda: x <= y, lambda: x > y, lambda: x >= y, lambda: x == y, lambda: x != y,
        lambda: bool(x), lambda: float(x), lambda: int(x), lambda: hash(x), lambda: max(x, y), lambda: sorted([x, y]),
        lambda: x in [y], lambda: not x,
    ):  # fmt: skip
        with pytest.raises(TypeError):
            action()


@pytest.mark.parametrize("value", [0.1, "1", True, None, 1 + 0j])
def test_only_exact_numbers_make_a_ball(value):
    with pytest.raises(TypeError):
        Ball.of(value)
    with pytest.raises(TypeError):
        Ball(value)


def test_precision_is_scoped_and_climbs():
    before = balls.working_precision()
    widths = []
    for bits in LADDER[:3]:
        with precision(bits):
            low, high = Ball.of(2).sqrt().bounds()
            assert balls.working_precision() == bits
        assert low**2 < 2 < high**2
        widths.append(high - low)
    assert widths == sorted(widths, reverse=True)
    with pytest.raises(RuntimeError), precision(99):
        raise RuntimeError
    assert balls.working_precision() == before
    with pytest.raises(ValueError), precision(0):
        pass


@given(points)
def test_pickling_keeps_the_contents(p):
    x, a = box(*p)
    assert pickle.loads(pickle.dumps(x)).contains(a)
    low, high = x.bounds()
    again = pickle.loads(pickle.dumps(x)).bounds()
    assert again[0] <= low and high <= again[1]
    assert not pickle.loads(pickle.dumps(Ball.of(1) / Ball.of(0))).is_finite()


def test_astronomical_balls_are_not_written_out():
    tiny = Ball.of(-(10**9)).exp()
    assert tiny.sign() == 1
    with pytest.raises(ArithmeticError):
        tiny.bounds()


def test_an_empty_interval_is_refused():
    with pytest.raises(ValueError):
        Ball.between(F(1), F(0))


def test_radii_beyond_what_is_written_out():
    """A bound of the radius from above, None where there is none."""
    with precision(64):
        tiny, huge = Ball.between(F(-(10**9)) - 1, F(-(10**9))).exp(), Ball.between(F(10**9), F(10**9) + 1).exp()
        radius = tiny.radius()
        assert radius is not None and 0 < radius < F(1, 10**1000)
        assert huge.radius() is None and huge.is_finite()
        assert Ball.of(3).radius() == 0 and Ball.between(F(0), F(2)).radius() >= 1
