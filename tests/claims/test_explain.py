"""A counterexample says what is undefined there, or what both sides are; a claim is echoed as it was read."""

from __future__ import annotations

from fractions import Fraction

import pytest

import varproof as vp
from varproof.claims import explain, notation


@pytest.mark.parametrize(
    ("claim", "box", "undefined", "why"),
    [
        ("x*log(x) >= -0.37", "x=0:3", "log(x)", "the logarithm of 0"),
        ("sin(x)/x <= 1", "x=-1:1", "sin(x)/x", "a division by 0"),
        ("1/x >= 1", "x=0:1", "1/x", "a division by 0"),
        ("exp(-1/x) <= 1", "x=0:1", "−1/x", "a division by 0"),
        ("sqrt(x) < 9", "x=-4:4", "√x", "the square root of"),
    ],
)
def test_undefined_is_said_as_such(claim: str, box: str, undefined: str, why: str) -> None:
    found = vp.prove(claim, box)
    assert found.verdict.name == "REFUTED" and found.undefined == undefined and found.sides is None
    assert f"{undefined} is undefined there ({why}" in found.text()
    data = found.data()
    assert data["undefined"] == undefined and data["sides"] is None


def test_false_shows_both_sides() -> None:
    found = vp.prove("x*exp(-x) <= 0.367", {"x": (0, 8)})
    assert found.undefined is None and found.sides == ("0.36787944…", "367/1000")
    assert "is false there; the sides are 0.36787944… and 0.367" in found.text()
    assert vp.prove("x**2 >= 1/2", "x=0:0").sides == ("0", "1/2")
    assert vp.prove("x >= 0", "x=1:2").sides is None and vp.prove("x >= 0", "x=1:2").undefined is None


def test_sides_that_are_close_are_told_apart() -> None:
    found = explain.failure("exp(x) <= 271828182845904523/10**17", {"x": "1"})
    assert found is not None and found.left.startswith("2.718281828459045") and found.left != found.right


def test_the_values_are_cut_off_not_rounded() -> None:
    found = explain.failure("-exp(x) >= log(x)", {"x": "2"})
    assert found is not None and found.left.startswith("-7.389056") and found.right.startswith("0.6931471")


@pytest.mark.parametrize(
    ("claim", "shown"),
    [
        ("x*exp(-x) <= 0.368", "x exp(−x) ≤ 0.368"),
        ("x*(1 - x) < 1/4", "x (1 − x) < 1/4"),
        ("2*3*x >= -1", "2 · 3 x ≥ −1"),
        ("x**2 - (y - 1) != 0", "x² − (y − 1) ≠ 0"),
        ("(x + y)**2/(2*x) > 0", "(x + y)²/(2 x) > 0"),
        ("abs(x) >= sqrt(x + 1)", "|x| ≥ √(x + 1)"),
        ("-(x + y) < (-x)**2 and lambda_1 == x_max", "−(x + y) < (−x)² and λ₁ = x_max"),
        ("1/2*x > 0", "1/2 · x > 0"),
        ("x/2/y > x/(2*y)", "x/2/y > x/(2 y)"),
    ],
)
def test_the_reading_in_notation(claim: str, shown: str) -> None:
    assert notation.text(claim) == shown


def test_the_problem_on_one_line() -> None:
    said = notation.problem("x <= y", {"x": ["-8", "8"], "y": ["0", "1/2"]}, ["x >= 0"])
    assert said == "x ≤ y, if x ≥ 0, for x ∈ [−8, 8], y ∈ [0, 1/2]"
    assert notation.term(("const", Fraction(-1, 3))) == "−1/3"


def test_pi_is_shown_as_such() -> None:
    assert notation.text("sin(4*atan(1)*x) <= 1") == "sin(π x) ≤ 1"
    assert notation.text("4*atan(x) <= 1") == "4 atan(x) ≤ 1"
