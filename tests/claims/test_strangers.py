"""Claims of the kinds that people bring: roots and logarithms compared, contact, open ends, equations as hypotheses,
polynomials in several variables; true ones and ones that are a little too strong."""

from __future__ import annotations

import pytest

from varproof.claims.prove import judge
from varproof.lang import claims, typed

ABC = "a=0.1:10 b=0.1:10 c=0.1:10"
UNIT = "a=0:1 b=0:1 c=0:1"
PROVED = [
    # roots, logarithms, exponentials compared
    ("sqrt((t+1)*max(v, b*v+(1-b)*g**2)) >= sqrt(t*v)", "t=1:1000 b=0:1 v=0:10 g=-10:10", ""),
    ("sqrt(a)+sqrt(b) >= sqrt(a+b)", "a=0:9 b=0:9", ""),
    ("(a+b)/2-sqrt(a*b) <= (a-b)**2/(8*b)", "a=0:10 b=0:10", "0 < b;b <= a"),
    ("p*(1-p)*log(p/q) - (1-p)*p*log((1-p)/(1-q)) == p*(1-p)*(log(p)-log(q)-log(1-p)+log(1-q))",
     "p=0.1:0.9 q=0.1:0.9", ""),
    ("log(a*b/c) == log(a)+log(b)-log(c)", "a=0.1:5 b=0.1:5 c=0.1:5", ""),
    ("2*u+exp(1+x+x**4) <= 2*v+exp(1+y+y**4)", "x=0:2 y=0:2 u=-5:5 v=-5:5", "0 < x;x < y;u < v"),
    ("exp(x/(x-1)) <= 1-x", "x=-20:1", "x < 1"),
    ("exp(-1/x) < 2*x", "x=0:3", "x > 0"),
    ("exp(-1/x**2) < 5*x**8", "x=-3:3", "x != 0"),
    # hypotheses with divisors, near the boundary, with slack
    ("x > 0 and x < 2", "x=-10:10", "abs(1/(x-1)) > 1"),
    ("y < 1", "y=0:10", "1/(1+y) > 1/2"),
    ("x < 6", "x=1:50", "x+sqrt(1+2*x) < x+3.5"),
    ("a*b*c*d*e*f*g*h <= 1", " ".join(f"{x}=-2:2" for x in "abcdefgh"),
     "a**2+b**2+c**2+d**2+e**2+f**2+g**2+h**2 < 1"),
    # coupled irrational points
    ("b <= 3.15", "a=-5:5 b=-5:5", "a**2==3;(b-a)**2==2"), ("a*c <= 2.45", "a=-5:5 c=-5:5", "a**2==2;c**2==3"),
    ("c <= 1.56", "a=-3:3 c=-3:3", "a**2==2;c**2==a+1"),
    # divisors that vanish at an end that is excluded
    ("sin(x)/x < (2+cos(x))/3+0.0001", "x=0:3", "x > 0"), ("(exp(x)-1)/x > 1", "x=0:5", "x > 0"),
    ("log(1+x)/x < 1", "x=0:9", "x > 0"), ("exp(x) < 1/(1-x)", "x=-5:0.999", "x != 0"),
    ("(1-cos(x))/x**2 <= 1/2", "x=-3:3", "x != 0"),
    # open ends
    ("x*log(x) >= -0.36788", "x=0:1", "x > 0"), ("x**2*log(x) >= -0.184", "x=0:1", "x > 0"),
    ("x*log(1+x) < 1+x*log(x)", "x=0:13", "x > 0"),
    ("2*abs(x)/(2+x) <= abs(log(1+x))", "x=-1:100", "x > -1"),
    # contact at points and along curves
    ("x*y <= exp(x)+y*(log(y)-1)", "x=-5:5 y=0:20", "y > 0"), ("x*log(x/y) >= x-y", "x=0:5 y=0:5", "x > 0;y > 0"),
    ("x*(2+cos(x)) > 3*sin(x)", "x=0:6", "x > 0"), ("sin(x) > x-x**3/6", "x=0:3", "x > 0"),
    ("log(x) <= a/exp(1)*exp(log(x)/a)", "x=0.1:50 a=0.5:10", ""),
    ("min(sin(x),cos(x)) <= sqrt(2)/2", "x=0:1.57", ""),
    ("abs(tanh(x) - tanh(y)) <= abs(x - y)", "x=-3:3 y=-3:3", ""),
    # polynomials and quotients in several variables
    ("a+b+c <= a**2+b**2+c**2", ABC, "a*b*c == 1"), ("a*b+b*c+c*a >= 3", ABC, "a*b*c == 1"),
    ("3 <= a+b+c", "a=0:5 b=0:5 c=0:5", "9+3*a*b*c == 4*(a*b+b*c+c*a)"),
    ("(a**2+b**2)*(b**2+c**2)*(c**2+a**2) <= 1/32", UNIT, "a+b+c == 1"),
    ("a+b+c >= 3", "a=0:5 b=0:5 c=0:5", "a*b+b*c+c*a == 3"),
    ("a/(b+c)+b/(c+a)+c/(a+b) >= 3/2", ABC, ""), ("a**2/b+b**2/c+c**2/a >= a+b+c", ABC, ""),
    ("10/(a+b+c)**2 <= 1/(a**2+b**2)+1/(b**2+c**2)+1/(c**2+a**2)", ABC, ""),
]  # fmt: skip
REFUTED = [
    ("sqrt((t+1)*min(v,w)) >= sqrt(t*v)", "t=1:10 v=0:5 w=0:5", ""),
    ("log(x/y) >= x-y", "x=0.1:2 y=0.1:2", ""),
    ("x*log(x) >= -0.3678", "x=0:1", "x > 0"),
    ("x < 5.6", "x=1:50", "x+sqrt(1+2*x) < x+3.5"),
    ("exp(-1/x**2) < x**8/100", "x=-3:3", "x != 0"),
    ("x*(2+cos(x)) > 3.01*sin(x)", "x=0:6", "x > 0"),
    ("min(sin(x),cos(x)) <= 0.7071", "x=0:1.57", ""),
    ("a+b+c >= 3.001", ABC, "a*b*c == 1"),
    ("a/(b+c)+b/(c+a)+c/(a+b) >= 1.51", ABC, ""),
    ("x*y*z <= 0.19", "x=0:1 y=0:1 z=0:1", "x**2+y**2+z**2 == 1"),
    ("b <= 0", "a=-3:3 b=-3:3", "a*a == 3;b > a"),
    ("a+b >= 1", "a=-5:5 b=-5:5", "a**2 == 2;(b+a)**2 == 3"),
    ("(exp(x)-1)/x > 1.001", "x=0:5", "x > 0"), ("sin(x)/x > 0.999", "x=-1:1", "x != 0"),
    ("(1-cos(x))/x**2 <= 0.4999", "x=-3:3", "x != 0"),
    ("b <= 0", "a=-10:10 b=-10:10 c=-10:10", "a*a == 2;(c-a)*(c-a) == 2;c > b"),
    ("b <= 1", "a=-5:5 b=-5:5", "a**2==3;(b-a)**2==2"), ("a*c <= 1", "a=-5:5 c=-5:5", "a**2==2;c**2==3"),
    ("c <= 1.5", "a=-3:3 c=-3:3", "a**2==2;c**2==a+1"), ("a + b < 3.14", "a=-5:5 b=-5:5", "a**2==3;b**2==2"),
]  # fmt: skip


def verdict(claim: str, box: str, assume: str) -> str:
    return judge(claim, claims.box(box.split()), [h for h in assume.split(";") if h]).verdict.name


@pytest.mark.parametrize(("claim", "box", "assume"), PROVED)
def test_proved(claim: str, box: str, assume: str) -> None:
    assert verdict(claim, box, assume) == "PROVED"


@pytest.mark.parametrize(("claim", "box", "assume"), REFUTED)
def test_refuted(claim: str, box: str, assume: str) -> None:
    assert verdict(claim, box, assume) == "REFUTED"


def test_a_step_whose_forms_have_no_value_is_left_out() -> None:
    """A case of it divides by 0 (the mediant of two fractions)."""
    said = typed.problem(
        "min(a/c, b/d) <= (a+b)/(c+d) <= max(a/c, b/d)", ["a=-3:3", "b=-3:3", "c=0.1:3", "d=0.1:3"], []
    )
    assert judge(said.claim, said.sides, said.given, 500).verdict.name != "REFUTED"
