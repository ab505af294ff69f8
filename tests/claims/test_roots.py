"""Claims that fail only where a term that has no name for its root is 0: found, replayed, and forged."""

from __future__ import annotations

import json
from typing import Any

import pytest

from varproof import recheck
from varproof.claims.prove import canonical, judge
from varproof.lang import claims

REFUTED = [
    ("x**3 != 3", ["x=0:2"], []), ("cos(x) != x", ["x=0:1"], []),
    ("3*sin(x) + 4*cos(x) < 5", ["x=0:3"], []), ("exp(x) + 2*exp(-x) > 2*sqrt(2)", ["x=-2:2"], []),
    ("x*(x-1)*(x-2)*(x-3) != -1", ["x=0:3"], []), ("1/(x**3-3)**2 >= 0", ["x=0:2"], []),
    ("log((cos(x) - x)**2) <= 9", ["x=0:1"], []),
    ("exp(x)*x != y", ["x=0:1", "y=2:3"], ["y <= 5/2"]),
]  # fmt: skip
PROVED = [
    ("x**3 != 3", ["x=0:1.4"], []), ("cos(x) != x", ["x=0:0.7"], []), ("sin(x) < 1", ["x=0:1.5"], []),
    ("sin(x) != 1 + x**2", ["x=1:3"], []), ("x**3 != 3", ["x=0:2"], ["x <= 1.4"]),
]  # fmt: skip
ROOT = {"goal": "0", "zero": "x**3-3", "left": "1", "right": "1"}
SINE = {"goal": "0", "zero": "cos(x)", "left": "1+sin(x)", "right": "cos(x)"}


@pytest.mark.parametrize(("claim", "sides", "assume"), REFUTED)
def test_a_root_is_found(claim: str, sides: list[str], assume: list[str]) -> None:
    proof = judge(claim, claims.box(sides), assume)
    assert proof.verdict.name == "REFUTED" and proof.counterexample is not None and proof.certificate is not None
    assert any("a zero of" in text for text in map(str, proof.counterexample.values()))
    assert recheck.check(json.loads(canonical(proof.certificate))).ok


@pytest.mark.parametrize(("claim", "sides", "assume"), PROVED)
def test_what_has_no_root_there_is_proved(claim: str, sides: list[str], assume: list[str]) -> None:
    assert judge(claim, claims.box(sides), assume).verdict.name == "PROVED"


def test_a_root_with_a_name_is_named() -> None:
    assert judge("x**2 != 2", claims.box(["x=0:2"])).counterexample == {"x": "sqrt(2)"}
    assert judge("sin(x) < 1", claims.box(["x=0:3"])).counterexample == {"x": "(1/2)*(pi)"}
    assert judge("sin(x)*cos(x) < 1/2", claims.box(["x=0:2"])).counterexample == {"x": "(1/4)*(pi)"}


def certificate(claim: str, sides: list[str], assume: list[str], point: Any, root: Any) -> dict[str, Any]:
    found = judge(claim, claims.box(sides), assume).certificate
    assert found is not None
    head = {key: found[key] for key in ("schema", "kind", "claim", "box", "assume", "hash")}
    return {**head, "verdict": "REFUTED", "point": point, "root": root}


@pytest.mark.parametrize(
    ("claim", "sides", "assume", "point", "root"),
    [("x**3 != 3", ["x=0:2"], [], {"x": "1:2"}, ROOT),
     ("x**3 != 3", ["x=0:2", "y=0:1"], [], {"x": "1:3/2", "y": "1"}, ROOT),
     ("x**3 > 3 - y", ["x=1:2", "y=0:1"], ["x >= 1"], {"x": "1:3/2", "y": "0"}, {**ROOT, "zero": "x**3-3+y"}),
     ("x != 1/2", ["x=0:1"], [], {"x": "0:1"}, {**ROOT, "goal": "1", "zero": "2*x-1", "left": "2"}),
     ("sin(x) < 1", ["x=0:3"], [], {"x": "3/2:8/5"}, SINE)],
)  # fmt: skip
def test_roots_by_hand(claim: str, sides: list[str], assume: list[str], point: Any, root: Any) -> None:
    assert recheck.check(certificate(claim, sides, assume, point, root)).ok


@pytest.mark.parametrize(
    ("claim", "sides", "assume", "point", "root"),
    [
        ("x**3 != 3", ["x=0:2"], [], {"x": "1:7/5"}, ROOT),  # no root between the ends
        ("x**3 != 3", ["x=0:2"], [], {"x": "2:1"}, ROOT),
        ("x**3 != 3", ["x=0:1.4"], [], {"x": "1:2"}, ROOT),  # outside the box
        ("x**3 != 3", ["x=0:2"], ["x <= 1.4"], {"x": "1:2"}, ROOT),  # outside a hypothesis
        ("x**3 != 3", ["x=0:2"], ["x != 1"], {"x": "1:2"}, ROOT),  # a hypothesis that fails at an end
        ("x**3 != 3", ["x=-2:2"], ["1/x >= 0"], {"x": "-1:2"}, ROOT),  # a hypothesis that is undefined between
        ("x**3 >= 0", ["x=0:2"], [], {"x": "1:2"}, ROOT),  # another term
        ("x**3 >= 3", ["x=2:3"], [], {"x": "1:2"}, ROOT),  # not strict
        ("x**3 != 3", ["x=0:2"], [], {"x": "1:2"}, {**ROOT, "goal": "1"}),
        ("x**3 != 3", ["x=0:2"], [], {"x": "1:2"}, {**ROOT, "left": "0"}),
        ("x**3 != 3", ["x=0:2"], [], {"x": "1:2"}, {**ROOT, "left": "x-3/2", "right": "x-3/2"}),  # may be 0
        ("x**3 != 3", ["x=0:2"], [], {"x": "1:2"}, {**ROOT, "left": "2"}),
        ("x**3 != 3", ["x=0:2"], [], {"x": "1:2"}, {**ROOT, "zero": "(x**3-3)/(x-3/2)", "right": "x-3/2"}),
        ("x**3 != 2 + 1/(x-3/2)", ["x=1:1.4"], [], {"x": "1:2"}, {**ROOT, "zero": "1/(x-3/2)"}),
        ("x**2 + 1 != 0", ["x=-1:1"], [], {"x": "-1:1"}, {**ROOT, "zero": "x", "right": "x+1/x"}),  # a pole
        ("1 + x/x != 1", ["x=1:2"], [], {"x": "1:2"}, {**ROOT, "zero": "x-3/2", "right": "1/(x-3/2)"}),
        ("sin(x) < 1", ["x=0:1.5"], [], {"x": "3/2:8/5"}, SINE),
        ("sin(x) > -1", ["x=0:3"], [], {"x": "3/2:8/5"}, SINE),
        ("sin(x) < 1", ["x=0:3"], [], {"x": "3/2:8/5"}, {**SINE, "left": "1-sin(x)"}),
        ("x**3 != 3", ["x=0:2"], [], {"x": "1:2"}, {"goal": "0", "zero": "x**3-3", "left": "1"}),
        ("x**3 != 3", ["x=0:2"], [], {"x": "1"}, ROOT), ("x**3 != 3", ["x=0:2"], [], {"x": ["1", "2"]}, ROOT),
        ("x**3 != 3", ["x=0:2"], [], {}, ROOT), ("x**3 != 3", ["x=0:2"], [], {"x": "1:2"}, None),
    ],
)  # fmt: skip
def test_forged_roots(claim: str, sides: list[str], assume: list[str], point: Any, root: Any) -> None:
    report = recheck.check(certificate(claim, sides, assume, point, root))
    assert not report.ok and report.message


def test_a_root_proves_nothing() -> None:
    found = certificate("x**3 != 3", ["x=0:2"], [], {"x": "1:2"}, ROOT)
    assert recheck.check(found).ok and not recheck.check({**found, "verdict": "PROVED"}).ok
