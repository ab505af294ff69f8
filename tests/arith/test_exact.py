"""Exact numbers against balls of high precision, and the identities they exist for."""

from fractions import Fraction as F

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from varproof.arith.balls import precision
from varproof.arith.exact import LARGEST, Inexact, Number

small = st.fractions(min_value=-4, max_value=4, max_denominator=6)
one = Number.of(1)


@st.composite
def numbers(draw, depth=3):
    if depth == 0 or draw(st.booleans()):
        q = draw(small)
        kind = draw(st.integers(0, 3))
        if kind == 0:
            return Number.of(q)
        if kind == 1:
            return Number.of(q).exp()
        return Number.of(abs(q) + 1).log() if kind == 2 else Number.of(abs(q)).sqrt()
    x, y = draw(numbers(depth=depth - 1)), draw(numbers(depth=depth - 1))
    kind = draw(st.integers(0, 3))
    if kind == 3 and y.sign():
        return x / y
    return (x + y, x - y, x * y, x)[kind]


def near(x, ball):
    """Both enclose the same number, as far as balls tell."""
    with precision(300):
        return not (x.ball() - ball).sign()


@settings(max_examples=60, deadline=None)
@given(numbers(), numbers())
def test_operations_agree_with_balls(x, y):
    with precision(300):
        a, b = x.ball(), y.ball()
        assert near(x + y, a + b)
        assert near(x - y, a - b)
        assert near(x * y, a * b)
        assert near(x.power(3), a.power(3))
        if y.sign():
            assert near(x / y, a / b)
        for name in ("exp", "log", "sqrt", "abs", "lambertw"):
            try:
                result = getattr(x, name)()
            except Inexact:
                continue
            assert near(result, getattr(a, name)())


@settings(max_examples=60, deadline=None)
@given(numbers(), numbers(), numbers())
def test_the_laws_of_a_ring_are_found(x, y, z):
    assert ((x + y) - (y + x)).sign() == 0
    assert ((x + y) * z - x * z - y * z).sign() in (0, None)
    assert (x - x).sign() == 0
    if y.sign():
        assert (x / y * y - x).sign() in (0, None)


def test_softmax_sums_to_one():
    weights = [Number.of(F(k, 3)).exp() for k in (0, 1, 1, 5)]
    total = Number.combine(F(0), [(F(1), w) for w in weights])
    assert Number.combine(F(-1), [(F(1), w / total) for w in weights]).sign() == 0


def test_logarithms_and_roots():
    log2, log3, log6 = (Number.of(k).log() for k in (2, 3, 6))
    assert (log2 + log3 - log6).sign() == 0
    assert (log6 - log3).sign() == 1
    assert (Number.of(F(3, 8)).log() - log3 + log2 + log2 + log2).sign() == 0
    assert (Number.of(8).sqrt() - Number.of(2).sqrt() - Number.of(2).sqrt()).sign() == 0
    assert (Number.of(F(1, 2)).sqrt() * Number.of(2).sqrt() - one).sign() == 0
    assert (log6 + log6).exp().rational() == 36
    e = Number.of(1).exp()
    assert ((e * e).log() - Number.of(2)).sign() == 0
    assert ((e + one).log() - (e * e + e).log() + one).sign() == 0
    assert (e.sqrt() * e.sqrt() - e).sign() == 0
    assert (e * Number.of(1)).lambertw().rational() == 1


def test_zero_is_told_from_nearly_zero():
    close = Number.of(F(1)).exp() - Number.of(1).exp() * Number.of(1 + F(1, 10**200))
    assert close.is_zero() is False
    assert close.sign() == -1
    assert (close - close).is_zero() is True
    unknown = Number.of(2).log() * Number.of(3).log() - Number.of(6).log()
    assert unknown.is_zero() is None
    assert unknown.sign() == -1


@pytest.mark.parametrize(
    "action",
    [
        lambda: one / (one - one),
        lambda: (one - one - one).log(),
        lambda: (one - one).log(),
        lambda: (one - one - one).sqrt(),
        lambda: one.exp().exp(),
        lambda: (one.exp() + one).sqrt(),
        lambda: one.lambertw(),
        lambda: Number.of(2).log().log().exp(),
    ],
)
def test_what_leaves_the_class_is_refused(action):
    with pytest.raises(Inexact):
        action()


def test_products_have_a_largest_size():
    x = Number.combine(F(0), [(F(1), Number.of(F(k, 7)).exp()) for k in range(int(LARGEST**0.5) + 2)])
    with pytest.raises(Inexact):
        x * x


@pytest.mark.parametrize("value", [0.5, "1", True, None])
def test_only_exact_numbers(value):
    with pytest.raises(TypeError):
        Number.of(value)
