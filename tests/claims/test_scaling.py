"""Homogeneous claims: found and proved on the outer parts of their boxes; forged scalings are refused."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from tests.recheck.test_tree import certificate
from varproof import recheck
from varproof.claims import scaling
from varproof.claims.forms import Forms
from varproof.claims.prove import judge
from varproof.claims.state import State
from varproof.claims.strategy import Planner
from varproof.lang import claims
from varproof.lang.expressions import Graph, goals
from varproof.recheck.box.claims import term
from varproof.recheck.box.scaling import degree
from varproof.recheck.reading import Rejected

BUDGET = 2_500
GAINED = [  # not proved with BUDGET boxes on the whole box
    ("x**4*y**2 + x**2*y**4 + z**6 >= 3*x**2*y**2*z**2", ["x=0:1", "y=0:1", "z=0:1"], []),
    ("sqrt(x**2+y**2) + sqrt(y**2+z**2) + sqrt(z**2+x**2) >= sqrt(2)*(x+y+z)", ["x=0:1", "y=0:1", "z=0:1"], []),
]
REFUTED = [
    ("x/y + y/x >= 2", ["x=0:1", "y=0:1"], []),  # undefined at the origin, and where one is 0
    ("x**2 + y**2 > 1.99*x*y", ["x=0:1", "y=0:1"], []),  # only at the origin
    ("x**2 + x*y + 0.001*x >= 0", ["x=-1/1000:1", "y=0:1"], []),
    ("x**2 - x*y + 0.001*x + y**2/4 >= 0", ["x=-1/2000:1", "y=0:1"], []),
    ("sqrt(x/y) <= x + 1/y", ["x=-1:1", "y=1/2:1"], []),
    ("x**3 + y**3 + z**3 >= 3.001*x*y*z", ["x=0:5", "y=0:5", "z=0:5"], []),
    ("x**3 + y**3 + z**3 >= 3*x*y*z", ["x=-1:5", "y=-1:5", "z=-1:5"], []),
    ("x/(x + y) >= 0", ["x=0:1", "y=0:1"], []),
]


@pytest.mark.parametrize(("claim", "sides", "assume"), GAINED)
def test_what_scaling_proves(claim: str, sides: list[str], assume: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Planner, "means", lambda *_: None)  # they prove one in another way
    proof = judge(claim, claims.box(sides), assume, BUDGET)
    assert proof.verdict.name == "PROVED" and proof.certificate is not None
    assert any(token[:1] == "g" for tree in proof.certificate["proofs"] for token in tree.split())
    monkeypatch.setattr(Planner, "scaled", lambda *_: None)
    assert judge(claim, claims.box(sides), assume, BUDGET).verdict.name == "UNDECIDED"


@pytest.mark.parametrize(("claim", "sides", "assume"), REFUTED)
def test_what_is_false(claim: str, sides: list[str], assume: list[str]) -> None:
    assert judge(claim, claims.box(sides), assume, BUDGET).verdict.name == "REFUTED"


@pytest.mark.parametrize(
    ("claim", "names"),
    [("1/x + 1/y >= 4/(x+y)", "xy"), ("x/(y+z) + y/(z+x) + z/(x+y) >= 3/2", "xyz"),
     ("x**2/y + y**2/z + z**2/x >= x + y + z", "xyz")],
)  # fmt: skip
def test_divisors_that_hypotheses_keep_from_0(claim: str, names: str) -> None:
    """The origin and more of the box is outside the domain, and outside the hypotheses."""
    box = claims.box([f"{x}=0:1" for x in names])
    assert judge(claim, box, [f"{x} > 0" for x in names], BUDGET).verdict.name == "PROVED"
    assert judge(claim, box, [f"{x} >= 0" for x in names], BUDGET).verdict.name == "REFUTED"


def found(claim: str, sides: list[str], assume: list[str] | None = None) -> list[tuple[str, str]]:
    box = claims.box(sides)
    graph = Graph(list(box))
    given = [g for h in assume or [] for g in goals(graph, claims.parse(h, "assumption"))]
    goal = goals(graph, claims.parse(claim))[-1]
    state = State(graph, Forms(graph), list(box), goal, given, list(box.values()))
    return [(",".join(map(str, w)), str(k)) for w, k in scaling.weights(state)]


def test_the_weights_that_are_found() -> None:
    square = ["x=0:1", "y=0:1"]
    assert found("x**2 + y >= 2*x*sqrt(y)", square) == [("1/2,1", "1")]
    assert found("x**3 >= y**2", square) == [("2/3,1", "2")]
    assert found("x**2*y >= 0", square) == [("1,0", "2"), ("0,1", "1")]
    assert found("(a*x+b*y)**2 <= (a**2+b**2)*(x**2+y**2)", ["a=0:1", "b=0:1", *square]) == [
        ("1,1,0,0", "2"), ("0,0,1,1", "2"),
    ]  # fmt: skip
    assert found("exp(x/y) >= 1 + x/y", ["x=0:1", "y=1:2"]) == [("1,1", "0")]
    assert found("max(x, y) + abs(x) + 0 >= min(x, sqrt(x*y))", square) == [("1,1", "1")]
    assert found("x**2 + x*y + 0.001*x >= 0", square) == []
    assert found("exp(x) >= y", square) == [] and found("x >= y + 1", square) == []
    positive = ["x=1:2", "y=1:2"]
    assert found("x*log(x) + y*log(y) >= (x+y)*log((x+y)/2)", positive) == [("1,1", "1")]
    assert found("log(x) - 2*log(y) <= 1", positive) == [("2,1", "0")]
    assert found("exp(3*log(x)) - y <= 9", positive) == [] and found("exp(3*log(x)) >= y/9", positive) == [
        ("1/3,1", "1")
    ]
    assert found("x*exp(y) >= 0", square) == [("1,0", "1")] and found("exp(x) + x*y >= 0", square) == []
    assert found("log(x)*log(y) >= 0", positive) == [] and found("x*log(x) >= y - 1", positive) == []
    assert found("x*y >= 1/9", square) == []  # the weights 1 and -1 are not of one sign
    assert found("x*y <= x**2 + y**2", ["x=1:1", "y=0:1"]) == []  # x is a number
    assert found("x*y <= x**2 + y**2", square, ["x + y <= 1"]) == []
    assert found("x <= 2", square, ["y >= 0.01*x"]) == [] and found("x >= 0", square, ["y**2 > 0"]) == [("1,0", "1")]
    assert found("x*y <= x**2 + y**2", square, ["x <= 2*y"]) == [("1,1", "2")]
    assert found("x*y <= x**2 + y**2", ["x=1/2:1", "y=0:1"], ["x >= 1/2"]) == [("1,1", "2")]


GOOD = [
    ("x**2 + y**2 >= 2*x*y", {"x": (0, 1), "y": (0, 1)}, [], "g1,1:2 i:1=1~2:1-y i:1=1~2:x-1 p"),
    ("x**2 + y**2 >= 2*x*y", {"x": (-1, 1), "y": (0, 1)}, [], "g1,1:2 i:1=1~2:1+y i:1=1~2:1-y i:1=1~2:x-1 p"),
    ("x**2 + y**2 >= 2*x*y", {"x": ("1/2", 1), "y": (0, 1)}, [], "g1,1:2 i:1=1~2:1-y i:1=1~2:x-1"),
    ("x**2 + y**2 >= 2*x*y", {"x": (-2, -1), "y": (0, 3)}, [], "g1,1:2 i:1=1~2:2+y i:1=1~2:x-3"),
    ("x**2*exp(y) >= 0", {"x": (0, 1), "y": (-3, 1)}, [], "g1,0:2 n n"),
    ("x <= y", {"x": (0, 1), "y": (0, 1)}, ["2*y - 2*x > 0"], "g1,1:1 h h v"),
    ("x >= 0", {"x": (0, 1)}, ["x > 1/2"], "g3:3 n n"),
]
BAD = [  # (what is wrong with it, claim, box, hypotheses, proof)
    ("degree", "x**2 + y**2 >= 2*x*y", {"x": (0, 1), "y": (0, 1)}, [], "g1,1:1 i:1=1~2:1-y i:1=1~2:x-1 p"),
    ("two degrees", "x**2 + y**2 >= 2*x*y", {"x": (0, 1), "y": (0, 1)}, [], "g1,2:2 i:1=1~2:1-y i:1=1~2:x-1 p"),
    ("must be >= 0", "x**2 + y**2 >= 2*x*y", {"x": (0, 1), "y": (0, 1)}, [], "g-1,-1:-2 i:1=1~2:1-y i:1=1~2:x-1 p"),
    ("must be >= 0", "x*y >= 2*x*y", {"x": (0, 1), "y": (0, 1)}, [], "g1,-1:0 n"),
    ("not all 0", "x >= 2", {"x": (0, 1)}, [], "g0:0"),
    ("not all 0", "2 >= 3", {"x": (0, 1)}, [], "g0:0"),
    ("weight for each", "x >= y", {"x": (0, 1), "y": (0, 1)}, [], "g1:1 n n"),
    ("number must be", "x >= y", {"x": (0, 1), "y": (0, 1)}, [], "g1,y:1 n n"),
    ("number must be", "x >= 0", {"x": (0, 1)}, [], "g1: n n"),
    ("ends too early", "x**2 + y**2 >= 2*x*y", {"x": (0, 1), "y": (0, 1)}, [], "g1,1:2 i:1=1~2:1-y i:1=1~2:x-1"),
    ("ends too early", "x**2 + y**2 >= 2*x*y", {"x": (0, 1), "y": (0, 1)}, [], "g1,1:2 i:1=1~2:1-y"),
    ("follows", "x**2 + y**2 >= 2*x*y", {"x": ("1/2", 1), "y": (0, 1)}, [], "g1,1:2 i:1=1~2:1-y i:1=1~2:x-1 p"),
    ("does not prove", "x >= 0", {"x": (-1, 1)}, [], "g1:1 n n n"),
    ("does not prove", "x > 0", {"x": (0, 1)}, [], "g1:1 n n"),  # false at the origin alone
    ("does not prove", "1/x >= 1", {"x": (0, 1)}, [], "n"),
    ("degree", "x >= x**2", {"x": (0, 1)}, [], "g1:1 n n"),
    ("two degrees", "x**2 + x*y + 0.001*x > -1", {"x": (0, 1), "y": (0, 1)}, [], "g1,1:2 n n n"),
    ("without a degree", "exp(x) >= 1 + 0*y", {"x": (0, 1), "y": (0, 1)}, [], "g1,0:0 n n"),
    ("without a degree", "x*sin(x) >= x", {"x": (0, 1)}, [], "g1:1 n n"),
    ("two degrees", "log(x/y)*x + log(x) <= 0", {"x": (1, 2), "y": (1, 2)}, [], "g1,1:1 n n"),
    ("logarithm is left", "x*log(x) <= x*log(3)", {"x": (1, 2), "y": (1, 2)}, [], "g1,1:1 n n"),
    ("logarithm is left", "x*log(x) <= 2*y*log(y)", {"x": (1, 2), "y": (1, 2)}, [], "g1,1:1 n n"),
    ("product of", "log(x)*log(y) <= x*y/x/y", {"x": (1, 2), "y": (1, 2)}, [], "g1,1:0 n n"),
    ("function of a", "abs(log(x)) <= 1", {"x": (1, 2)}, [], "g1:0 n"),
    ("two degrees", "exp(2*log(x)-log(y)) <= 1/2", {"x": (1, 2), "y": (1, 2)}, [], "g1,1:1 n n"),
    ("no such hypothesis", "x >= y/4", {"x": (0, 1), "y": (0, 1)}, ["x >= 0.5"], "g1,1:1 n i:1=1~#0 n"),
    ("does not prove", "x**2 >= y**2", {"x": (0, 1), "y": (0, 1)}, ["x >= 1"], "g1,1:2 n h p"),  # it is dropped
]  # fmt: skip


@pytest.mark.parametrize(("claim", "box", "assume", "proof"), GOOD)
def test_a_scaling_that_proves(claim: str, box: dict[str, Any], assume: list[str], proof: str) -> None:
    report = recheck.check(certificate(claim, box, assume, [proof]))
    assert report.ok, report.message


@pytest.mark.parametrize(("wrong", "claim", "box", "assume", "proof"), BAD)
def test_forged_scalings(wrong: str, claim: str, box: dict[str, Any], assume: list[str], proof: str) -> None:
    report = recheck.check(certificate(claim, box, assume, [proof]))
    assert report.verdict == "REJECTED" and wrong in report.message


def test_an_undefined_origin_is_not_proved() -> None:
    """The part at the origin has no value: nothing proves it."""
    assert not recheck.check(certificate("1/x > 0", {"x": (0, 1)}, [], ["g1:1 n n", "g1:-1 n n"])).ok
    assert not recheck.check(certificate("1/x > 0", {"x": (0, 1)}, [], ["g1:1 n p", "g1:-1 n p"])).ok
    assert recheck.check(certificate("1/x > 0", {"x": (0, 1)}, ["x > 0"], ["h", "g1:-1 n v"])).ok


DEGREES = {
    "x*y/z": 1, "sqrt(x*y)": 1, "abs(x)+max(x,min(y,z))": 1, "x**3-3*x*y*z": 3, "exp(x/y)*z": 1, "log(x/y)": 0,
    "0*x**5": None, "0": None, "7": 0, "0*sin(x/y)+x": 1, "-x**2+(x+y)*z": 2, "sqrt(x)*sqrt(y)*v": 1, "v**2": 0,
    "x*log(x)-x*log(y)": 1, "exp(2*log(x)-log(y)/2)": Fraction(3, 2), "abs(log(x)-log(2*y))": 0, "y*(log(x)-log(z))": 1,
    "x*log(x)+y*log(y)-(x+y)*log((x+y)/2)": 1, "(log(x)-log(y))*log(v)": 0, "log(x)/log(v)-log(y)/log(v)": 0,
    "tanh(v)*x": 1, "1/x": -1, "x/0": None, "cos(0)": 0,
}  # fmt: skip


@pytest.mark.parametrize("text", DEGREES)
def test_degrees(text: str) -> None:
    weights = dict.fromkeys("xyz", Fraction(1)) | {"v": Fraction(0)}
    assert degree(term(text), weights) == DEGREES[text]


@pytest.mark.parametrize(
    "text",
    [
        "x+1",
        "exp(x)",
        "log(x)",
        "0*(x+1)",
        "0*exp(x)",
        "x/(x-1)",
        "sqrt(x+v)",
        "max(x,v)",
        "log(x)-2*log(y)",
        "log(x)*log(y)",
        "exp(x*log(y))",
        "abs(log(x))",
        "x*log(x)-y*log(y)",
        "sqrt(log(x))",
        "1/log(x)",
    ],
)
def test_terms_without_a_degree(text: str) -> None:
    with pytest.raises(Rejected):
        degree(term(text), dict.fromkeys("xyz", Fraction(1)) | {"v": Fraction(0)})
