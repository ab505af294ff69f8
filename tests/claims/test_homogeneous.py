"""Means of terms, goals made homogeneous by an equation, and new variables for roots: what they prove, and that close
false claims are refuted or left open."""

from __future__ import annotations

import pytest

from varproof.claims.prove import judge
from varproof.lang import claims

BUDGET = 3_000
POSITIVE = ["a=1/10:10", "b=1/10:10", "c=1/100:100"]
UNIT = ["a=0:1", "b=0:1", "c=0:1"]
WEIGHTED = [
    ("a**5 + b**5 + c**5 >= a**3*b*c + b**3*c*a + c**3*a*b", UNIT, []),
    ("a**6 + b**6 + c**6 + d**6 + e**6 + f**6 >= 6*a*b*c*d*e*f", [f"{x}=-2:2" for x in "abcdef"], []),
    ("a**5 + b**5 + c**5 + c > a**3*b*c + b**3*c*a + c**3*a*b", POSITIVE, []),
    ("(1+a)*(1+b)*(1+c) >= (1+cbrt(a*b*c))**3", UNIT, []),
    ("a + sqrt(a*b) + cbrt(a*b*c) <= 4/3*(a+b+c)", UNIT, []),  # equality at a = 4 b = 16 c
]
BY_DEGREE = [
    ("z", "1/(1+a+b) + 1/(1+b+c) + 1/(1+c+a) <= 1", POSITIVE, ["a*b*c == 1"]),
    ("l", "a/b + b/c + c/a >= (a+b+c)/2", POSITIVE, ["a*b*c == 8"]),
    ("z", "1/(1+a**2) + 1/(1+b**2) + 1/(1+c**2) >= 3/2", ["a=0:10", "b=0:10", "c=0:99"], ["a*b + b*c + c*a == 3"]),
    ("l", "a**2 + b**2 + c**2 + 3*cbrt(a**2*b**2*c**2) >= 2*(a*b + b*c + c*a)", UNIT, []),
    ("l", "a*b + b*c <= sqrt(2)/2", UNIT, ["a**2 + b**2 + c**2 == 1"]),
]
SQUARED = [  # cases for a factor that may be 0, products of roots, quotients in cases
    ("a*x**2 + 2*b*x*y + c*y**2 >= 0", ["a=0:2", "b=-2:2", "c=0:2", "x=-2:2", "y=-2:2"], ["a*c >= b**2"]),
    ("min(a/c,b/d) <= (a+b)/(c+d)", ["a=-3:3", "b=-3:3", "c=1/10:3", "d=1/10:3"], []),
    ("sqrt(a**2-a*b+b**2) + sqrt(b**2-b*c+c**2) >= sqrt(a**2+a*c+c**2)", UNIT, []),
    ("a*b*c >= 8", ["a=1/10:20", "b=1/10:20", "c=1/10:20"], ["a+b+c+2 == a*b*c"]),
    ("a*c + b*d <= cbrt(a**3+b**3)*cbrt(c**1.5+d**1.5)**2", [*UNIT, "d=0:1"], []),
]
FALSE = [
    ("a*x**2 + 2*b*x*y + c*y**2 >= 0", ["a=0:2", "b=-2:2", "c=0:2", "x=-2:2", "y=-2:2"], ["2*a*c >= b**2"]),
    ("a*b*c >= 801/100", ["a=1/10:20", "b=1/10:20", "c=1/10:20"], ["a+b+c+2 == a*b*c"]),
    ("a**5 + b**5 + c**5 >= 1001/1000*(a**3*b*c + b**3*c*a + c**3*a*b)", UNIT, []),
    ("a**4 + b**4 + 2 + c >= 4001/1000*a*b", ["a=-3:3", "b=-3:3", "c=0:1"], []),
    ("a + b > 2*sqrt(a)*sqrt(b)", ["a=0:4", "b=0:4"], []),
    ("1/(1+a+b) + 1/(1+b+c) + 1/(1+c+a) <= 999/1000", POSITIVE, ["a*b*c == 1"]),
    ("a*b + b*c <= 707/1000", UNIT, ["a**2 + b**2 + c**2 == 1"]),
]


@pytest.mark.parametrize(("claim", "sides", "assume"), WEIGHTED)
def test_means(claim: str, sides: list[str], assume: list[str]) -> None:
    proof = judge(claim, claims.box(sides), assume, BUDGET)
    assert proof.verdict.name == "PROVED" and proof.certificate is not None
    assert any(token[:1] == "M" for token in proof.certificate["proofs"][-1].split())


@pytest.mark.parametrize(("node", "claim", "sides", "assume"), BY_DEGREE)
def test_degrees(node: str, claim: str, sides: list[str], assume: list[str]) -> None:
    proof = judge(claim, claims.box(sides), assume, BUDGET)
    assert proof.verdict.name == "PROVED" and proof.certificate is not None
    assert any(token[:1] == node for token in proof.certificate["proofs"][-1].split())


@pytest.mark.parametrize(("claim", "sides", "assume"), SQUARED)
def test_squares(claim: str, sides: list[str], assume: list[str]) -> None:
    assert judge(claim, claims.box(sides), assume, BUDGET).verdict.name == "PROVED"


@pytest.mark.parametrize(("claim", "sides", "assume"), FALSE)
def test_false_neighbours(claim: str, sides: list[str], assume: list[str]) -> None:
    assert judge(claim, claims.box(sides), assume, BUDGET).verdict.name == "REFUTED"
