"""What people type: read as it is meant, or refused at the place with what to write."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from varproof.lang import claims, typed
from varproof.lang.claims import ClaimError

SIDES = {"x", "y", "n", "lambda", "x_1", "gamma_min", "d"}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("x**2 >= 0 and y < 1", "x**2 >= 0 and y < 1"),
        ("exp( x )>=1", "exp( x )>=1"),  # the language itself stays as it is
        ("x^2 >= 0", "x**2 >= 0"),
        ("2x <= 1", "2*x <= 1"),
        ("x(1-x) ≤ 1/4", "x*(1 - x) <= 1/4"),
        ("2(x+1)(y+1) > 0", "2*(x + 1)*(y + 1) > 0"),
        ("|x| < 3", "abs(x) < 3"),
        ("2|x-1| + |y| >= 0", "2*abs(x - 1) + abs(y) >= 0"),
        ("||x|-1| < 2", "abs(abs(x) - 1) < 2"),
        ("ln x <= x − 1", "log(x) <= x - 1"),
        ("e^x >= 1 + x", "exp(x) >= 1 + x"),
        ("e**(-x) > 0", "exp(-x) > 0"),
        ("e < 3", "exp(1) < 3"),
        ("x² + y² ≥ 2x·y", "x**2 + y**2 >= 2*x*y"),
        ("x⁻² > 0", "x**(-2) > 0"),
        ("√x ≤ (1+x)/2", "sqrt(x) <= (1 + x)/2"),
        ("√(x+1) > 0", "sqrt(x + 1) > 0"),
        ("0 <= x <= y < 3", "0 <= x and x <= y and y < 3"),
        (r"\frac{1}{1+x} \le 1", "(1/(1 + x)) <= 1"),
        (r"\frac12 x \leq \sqrt{x_1}", "(1/2)*x <= sqrt(x_1)"),
        (r"$\left|x\right|^2 \ge \log(1+x)$", "abs(x)**2 >= log(1 + x)"),
        (r"\log^2 n \lt n", "log(n)**2 < n"),
        (r"\gamma_{\min} \cdot x \geq e^{-x}", "gamma_min*x >= exp(-x)"),
        (r"\max\{x, y\} \ge x", "max(x, y) >= x"),
        ("λ² ≥ 0", "lambda**2 >= 0"),
        ("x₁ ≥ 0", "x_1 >= 0"),
        ("sin 2x <= 1", "sin(2*x) <= 1"),
        ("x = y", "x == y"),
        ("x ≠ y", "x != y"),
        ("½ x < 1", "(1/2)*x < 1"),
        ("x < 1 ∧ y > 2", "x < 1 and y > 2"),
        ("log_2(x) < x", "(log(x)/log(2)) < x"),
        ("2^x > 0", "exp(x*log(2)) > 0"),
        ("-x^2 <= 0", "-x**2 <= 0"),
        ("x^-1 > 0", "x**(-1) > 0"),
        ("tan(x) >= x", "(sin(x)/cos(x)) >= x"),
        ("π > 3 and 2π < 7", "pi > 3 and 2*pi < 7"),
        ("arctan(x + 1) <= 2", "atan(x + 1) <= 2"),
        ("sinh(x+1) > 0", "((exp((x + 1))-exp(-((x + 1))))/2) > 0"),
        ("gamma(x) > 0", "exp(lgamma(x)) > 0"),
        ("x^(1/3) <= 1", "x >= 0 and cbrt(x) <= 1"),
        ("x^0.3 <= 1", "x >= 0 and (sign(x)*exp(0.3*log(x+(1-sign(x))))) <= 1"),
        ("x^(1/4) + x^0.375 <= 1", "sqrt(sqrt(x)) + sqrt(sqrt(sqrt(x)))**3 <= 1"),
        ("x^y <= 1", "exp(y*log(x)) <= 1"),
        ("x^(6/2) + x^+3 + x^(4-1) <= 1", "x**(6/2) + x**3 + x**(4 - 1) <= 1"),  # no logarithm
        ("x^(2.5) + x^(1/2+1/2) <= 1", "x**(2.5) + x**(1/2 + 1/2) <= 1"),
        ("2^(√2) <= 3", "exp((sqrt(2))*log(2)) <= 3"),
        ("(-8)^(1/3) == -2", "(-8) >= 0 and cbrt(-8) == -2"),
        (r"(\frac12 x)*y <= 3", "((1/2)*x)*y <= 3"),  # a bracket is read twice, and a sum's term many times
        (r"sum(i=1..2, \frac12 x) <= 3", "(((1/2)*x)+((1/2)*x)) <= 3"),
        ("sum(i=1..3, x^i/i) >= 0", "((x**(1)/(1))+(x**(2)/(2))+(x**(3)/(3))) >= 0"),
        ("sum(x^i, i=0:1) >= 0", "((x**(0))+(x**(1))) >= 0"),
        ("integer(n)", "floor(n) == n"),
        ("not (x < 1 or y < 2)", "x >= 1 and y >= 2"),
        ("x <= 1 or (y <= 2 and n <= 3)", "max(1-(x), min(2-(y), 3-(n))) >= 0"),
        ("x < 1 or x > 2 or x ≠ y", "max(1-(x), x-(2), abs(x-(y))) > 0"),
        ("x <= 1 or y > 2", "max(sign(1-(x))+1/2, sign(y-(2))-1/2) > 0"),
    ],
)
def test_what_is_typed_is_read(text: str, read: str) -> None:
    assert typed.claim(text, SIDES) == read
    claims.parse(read)


def test_premises_are_hypotheses() -> None:
    assert typed.statement("x > 2 implies x^2 > 4", SIDES) == (["x > 2"], "x**2 > 4")
    assert typed.statement("x > 2 ⇒ y > 1 and x < 9 ⇒ x > y", SIDES) == (["x > 2", "y > 1 and x < 9"], "x > y")
    power = (["x >= 0 and cbrt(x) < 1"], "y >= 0 and cbrt(y) > x")  # each with the conditions of its own powers
    assert typed.statement("x^(1/3) < 1 implies y^(1/3) > x", SIDES) == power
    assert typed.statement("(x^(1/3) < 1 implies y^(1/3) > x)", SIDES) == power
    assert typed.claim("(x^(1/3) < 1 implies y < 1) and x < 1", SIDES).startswith("x >= 0 and max(")
    with pytest.raises(ClaimError, match="a hypothesis of its own"):
        typed.claim("x > 2 implies x^2 > 4", SIDES, "assumption")


def test_irrational_and_infinite_ends() -> None:
    said = typed.problem("sin(x) <= y", ["0 <= x <= pi/2", "y=0:oo"], ["y > 1"])
    low, high = said.sides["x"]
    assert low == 0 and 0 < high - F("1.570796326") < F(2, 10**9) and said.sides["t_y"] == (0, 1)
    assert said.given == ["x <= pi/2", "t_y < 1", "(t_y/(1-t_y)) > 1"]
    assert said.claim == "sin(x) <= (t_y/(1-t_y))" and said.stands == {"y": "t_y/(1-t_y)"}
    assert typed.problem("x >= 0", ["x=-oo:oo"], []).sides == {"t_x": (-1, 1)}
    for side, says in (("x=oo:1", "reversed"), ("x=0:1/0", "no value"), ("x=0:y", "not an exact")):
        with pytest.raises(ClaimError, match=says):
            typed.problem("x >= 0", [side], [])


@pytest.mark.parametrize(
    ("text", "at", "says"),
    [
        ("x ? 3", 3, "'?' is no sign"),
        ("x <= ", None, "expected a number"),
        ("x", None, "a relation is missing"),
        ("(x + 1 >= 0", 8, "expected )"),
        ("x + 1) >= 0", 6, "not opened"),
        ("x 2 > 1", 3, "write a sign before this number"),
        ("f(x) > 0", 1, "f is no function"),
        ("1/2x < 1", 4, "above or below the stroke"),
        ("x and y", 3, "not expected"),
        ("x_ > 0", 4, "a subscript"),
        ("sum(x) > 0", None, "a range is missing"),
        ("sum(i=1..x, x) > 0", 11, "whole number"),
        ("sum(i=1..500, x) > 0", 13, "1 to 200"),
        ("sin -x < 1", 5, "brackets"),
        ("x < ∞", 5, "infinity"),
        ("x => 1", 3, "for `at least` write >="),
        ("x =< 1", 4, "for `at most` write <="),
        ("x >= 0,5", 7, "numbers have a point, 0.5"),
        (r"\sum_{i} x_i >= 0", 1, "a sum is written sum(i=1..4, x^i)"),
        (r"\int_0^1 x dx <= 1", 1, "has neither integrals"),
        ("☃ > 0", 1, "no sign"),
        ("x > 0 > ", None, "expected a number"),
        *((f"x^{k} < 1", None, "as one number") for k in ("2^2", "(√4)", "|-2|", "(log_2(4))", "(π-π+2)", "(e^0)")),
        ("(" * 100 + "x" + ")" * 100 + " ≥ 0", None, "nested deeper"),
    ],
)
def test_what_is_not_understood_is_named_by_its_place(text: str, at: int | None, says: str) -> None:
    with pytest.raises(ClaimError) as error:
        typed.claim(text, SIDES)
    said = str(error.value)
    assert says in said and "\n" not in said
    assert at is None or f"at character {at}," in said


def test_functions_have_their_arguments() -> None:
    with pytest.raises(ClaimError, match="max takes two arguments or more, and has 1"):
        claims.parse("max(x) > 0")
    with pytest.raises(ClaimError, match="exp takes one argument, and has 2"):
        claims.parse("exp(x, y) > 0")


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("x=0:1", ["x=0:1"]),
        ("x in [0, 1]", ["x=0:1"]),
        ("x ∈ [0,1]", ["x=0:1"]),
        ("0 <= x <= 1", ["x=0:1"]),
        (r"0 \le \lambda \le 2", ["lambda=0:2"]),
        ("x=0..1", ["x=0:1"]),
        ("x=[0,1]", ["x=0:1"]),
        ("λ=0:8", ["lambda=0:8"]),
        ("x=0:1, y=-1:2^3", ["x=0:1", "y=-1:2**3"]),
        ("x, y in [0, 1], λ = 0:2", ["x=0:1", "y=0:1", "lambda=0:2"]),
        ("x₁=-1/2:1/2", ["x_1=-1/2:1/2"]),
    ],
)
def test_boxes(text: str, sides: list[str]) -> None:
    assert typed.box([text]) == sides


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x", "write a name"),
        ("x in (0,1)", "--assume"),
        ("=0:1", "write a name"),
        ("x+y=0:1", "no name"),
        ("x=0:1, y", "box y: write a name"),
        ("x + 1, y in [0, 1]", "'x + 1' is no name"),
    ],
)
def test_what_is_no_box(text: str, says: str) -> None:
    with pytest.raises(ClaimError, match="box") as error:
        typed.box([text])
    assert says in str(error.value)
