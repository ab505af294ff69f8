"""Goals that vanish at an end of the box or reach to infinity."""

from __future__ import annotations

import pytest

from tests.claims.test_functions import proof

TRUE = [
    ("cosh(x) >= 1 + x^2/2", "x=-oo:oo"), ("sinh(x) >= x + x^3/6", "x=0:oo"), ("cos(x) >= 1 - x^2/2", "x=-oo:oo"),
    ("sin(x) >= x - x^3/6", "x=0:oo"), ("abs(sin(x)) <= abs(x)", "x=-oo:oo"),
    ("exp(x) >= 1 + x + x^2/2", "x=0:oo"), ("x*exp(-x) <= 1/e", "x=-oo:oo"),
    ("exp(x) >= 1 + x + x^2/2 + x^3/6", "x=-5:5"), ("cosh(x) >= 1 + x^2/2", "x=-9:9"),
    ("x*(2+cos(x)) >= 3*sin(x)", "x=0:1"), ("tan(x) >= x", "x=0:pi/2", "x < pi/2"),
    ("1/cos(x) >= 1", "x=0:pi/2", "x < pi/2"),
    ("max(0,x) >= x*(1+erf(x/sqrt(2)))/2", "x=-10:10"), ("a/(1+a) + b/(1+b) <= 2/3", "a=0:1 b=0:1", "a + b == 1"),
    ("atan(x) + atan(1/x) == pi/2", "x=0.1:10"),
]  # fmt: skip
FALSE = [
    ("cosh(x) >= 1 + 0.51*x^2", "x=-oo:oo"), ("sinh(x) >= x + x^3/5", "x=0:oo"), ("cos(x) >= 1 - 0.49*x^2", "x=-oo:oo"),
    ("sin(x) >= x - x^3/7", "x=0:oo"), ("x*exp(-x) <= 0.36", "x=-oo:oo"), ("tan(x) >= x", "x=0:pi/2"),
    ("exp(x) >= 1 + x + x^2/2 + x^3/5", "x=-5:5"), ("x*(2+cos(x)) >= 3.01*sin(x)", "x=0:1"),
    ("1/cos(x) >= 1", "x=0:1.6", "x < 1.6"),
]  # fmt: skip


@pytest.mark.parametrize("case", TRUE, ids=lambda case: case[0])
def test_true(case: tuple[str, ...]) -> None:
    assert proof(*case).verdict.name == "PROVED"


@pytest.mark.parametrize("case", FALSE, ids=lambda case: case[0])
def test_false(case: tuple[str, ...]) -> None:
    assert proof(*case).verdict.name == "REFUTED"
