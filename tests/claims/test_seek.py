"""Counterexamples where hypotheses bind: at their edge, by little, and on the curve of an equation."""

from __future__ import annotations

import pytest

from varproof.claims.prove import judge
from varproof.lang import claims

DISC = "x**2 + y**2 <= 1"
REFUTED = [
    ("x + y < sqrt(2)", ["x=-1:1", "y=-1:1"], DISC), ("x + y <= 1.4142", ["x=-1:1", "y=-1:1"], DISC),
    ("2*x + 3*y <= 3.6055", ["x=-1:1", "y=-1:1"], "x**2 + y**2 == 1"),
    ("x + 2*y <= 2.23606", ["x=-1:1", "y=-1:1"], "x**2 + y**2 == 1"),
    ("x + y + z <= 1.73205", ["x=-1:1", "y=-1:1", "z=-1:1"], "x**2 + y**2 + z**2 <= 1"),
    ("x*y*z < 1/27", ["x=0:1", "y=0:1", "z=0:1"], "x + y + z == 1"),
    ("x*y <= 0.38489", ["x=0:1", "y=0:1"], "x**2 + y == 1"),
]  # fmt: skip
PROVED = [
    ("x + y < 1.4143", ["x=-1:1", "y=-1:1"], DISC), ("x*y <= 0.3850", ["x=0:1", "y=0:1"], "x**2 + y == 1"),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "sides", "assume"), REFUTED)
def test_counterexamples_at_the_edge(claim: str, sides: list[str], assume: str) -> None:
    assert judge(claim, claims.box(sides), [assume]).verdict.name == "REFUTED"


@pytest.mark.parametrize(("claim", "sides", "assume"), PROVED)
def test_none_where_there_is_room(claim: str, sides: list[str], assume: str) -> None:
    assert judge(claim, claims.box(sides), [assume]).verdict.name == "PROVED"
