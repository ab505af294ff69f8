"""Decimals around numbers, also around those that cannot be written out."""

from __future__ import annotations

from fractions import Fraction

import pytest

from varproof.arith.balls import Ball, precision
from varproof.arith.decimals import bracket, decimal


@pytest.mark.parametrize("up", [False, True])
def test_a_decimal_is_on_the_named_side(up: bool) -> None:
    for value in (
        Fraction(1, 3),
        Fraction(2, 3),
        Fraction(-1, 3),
        Fraction(10**30, 7),
        Fraction(7, 10**40),
        Fraction(5),
    ):
        found = Fraction(decimal(value, 6, up))
        assert found >= value if up else found <= value
        assert abs(found - value) <= abs(value) / 10**5


def test_a_bracket_of_what_cannot_be_written_out() -> None:
    with precision(128):
        tiny = Ball.of(-1_796_000).exp()  # 10^-779992.88954...: 10^0.1104... = 1.2897...
        huge = Ball.of(10**17).exp()
    low, high = bracket(tiny)
    assert low.endswith("e-779993") and high.endswith("e-779993")
    assert 1.2897 < float(low.split("e")[0]) < float(high.split("e")[0]) < 1.2898
    minus = bracket(-tiny)
    assert (minus.low, minus.high) == (f"-{high}", f"-{low}")
    assert bracket(huge).low.endswith("e43429448190325182")


def test_the_logarithm_agrees_with_what_can_be_written_out(monkeypatch: pytest.MonkeyPatch) -> None:
    with precision(128):
        number = Ball.of(-1000).exp()
    written = bracket(number)
    monkeypatch.setattr("varproof.arith.balls._LARGEST_EXPONENT", 200)
    assert bracket(number) == written


def test_no_bracket_where_the_sign_is_not_known() -> None:
    with precision(64):
        around = Ball.of(-1_796_000).exp() * Ball.between(Fraction(-1), Fraction(1))
    with pytest.raises(ArithmeticError):
        bracket(around)
