"""Permutations that a claim does not notice are found and used."""

from __future__ import annotations

import pytest

from varproof.claims import symmetry
from varproof.claims.forms import Forms
from varproof.claims.prove import judge
from varproof.claims.state import State
from varproof.claims.strategy import Planner
from varproof.lang import claims
from varproof.lang.expressions import Graph, goals

THREE, FOUR = ["x=0:1", "y=0:1", "z=0:1"], ["a=1/2:1", "b=1/2:1", "x=1/2:1", "y=1/2:1"]


def state(claim: str, sides: list[str], assume: list[str]) -> State:
    box = claims.box(sides)
    graph = Graph(list(box))
    given = [g for h in assume for g in goals(graph, claims.parse(h, "assumption"))]
    return State(graph, Forms(graph), list(box), goals(graph, claims.parse(claim))[-1], given, list(box.values()))


@pytest.mark.parametrize(
    ("claim", "sides", "assume", "alike", "turns"),
    [
        ("x*y*z >= x + y + z", THREE, [], [0, 1, 2], [[[0, 1, 2]], [[0, 2, 1]]]),
        ("x**2*y + y**2*z + z**2*x >= 0", THREE, [], [0], [[[0, 1, 2]], [[0, 2, 1]]]),
        ("x**2*y + y**2*z + z**2*x >= 0", THREE, ["x >= y"], [0], []),
        ("x**2*y + y**2*z + z**2*x >= 0", ["x=0:1", "y=0:1", "z=0:2"], [], [0], []),
        ("x**2*y + y**2*z + 2*z**2*x >= 0", THREE, [], [0], []),
        ("a*x + b*y >= a*b*x*y", FOUR, [], [0, 2],
         [[[0, 1, 2, 3]], [[0, 1], [2, 3]], [[0, 2], [1, 3]], [[0, 3], [1, 2]], [[0, 3, 2, 1]]]),
        ("a*x + b*y >= a + b", FOUR, [], [0], [[[0, 1], [2, 3]]]),
        ("x >= y", THREE, [], [0], []),
    ],
)  # fmt: skip
def test_what_is_found(claim: str, sides: list[str], assume: list[str], alike: list[int], turns: object) -> None:
    s = state(claim, sides, assume)
    assert symmetry.alike(s) == alike and list(symmetry.turns(s)) == turns


def test_what_a_turn_proves(monkeypatch: pytest.MonkeyPatch) -> None:
    for step in ("squares", "means"):  # they prove it in another way
        monkeypatch.setattr(Planner, step, lambda *_: None)
    claim, box = "a/b + b/x + x/y + y/a >= 4", claims.box(FOUR)
    proof = judge(claim, box, [], 3_000)
    assert proof.verdict.name == "PROVED" and proof.certificate is not None
    assert proof.certificate["proofs"][-1].startswith("r0,1,2,3 ")
    assert judge(claim.replace(">= 4", "> 4"), box, [], 3_000).verdict.name == "REFUTED"
    monkeypatch.setattr(Planner, "symmetric", lambda *_: None)
    assert judge(claim, box, [], 3_000).verdict.name == "UNDECIDED"
