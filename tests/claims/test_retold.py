"""Claims over infinite sides are echoed in the variables that were typed; the certificate has others."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from varproof.claims.prove import judge
from varproof.claims.retold import retold
from varproof.lang import typed


@pytest.mark.parametrize(
    ("claim", "sides", "echo", "substitution"),
    [
        ("exp(x) >= 1 + x", ["x=0:oo"], "exp(x) ≥ 1 + x, for x ∈ [0, ∞)", "x = t_x/(1 − t_x)"),
        ("x**2 >= 0", ["x=-oo:oo"], "x² ≥ 0, for x ∈ (−∞, ∞)", "x = t_x/(1 − |t_x|)"),
        ("x <= 3", ["x=-oo:3"], "x ≤ 3, for x ∈ (−∞, 3]", "x = 3 − t_x/(1 − t_x)"),
        ("x >= y", ["x=2:oo", "y=0:1"], "x ≥ y, for x ∈ [2, ∞), y ∈ [0, 1]", "x = 2 + t_x/(1 − t_x)"),
    ],
)
def test_the_reading_is_in_the_variable_that_was_typed(
    run: Callable[..., tuple[int, str, str]], claim: str, sides: list[str], echo: str, substitution: str
) -> None:
    code, out, _ = run("prove", claim, *(word for side in sides for word in ("--box", side)))
    assert code == 0
    assert out.splitlines()[1] == f"read as: {echo}; judged, and certified, with {substitution}"


@pytest.mark.parametrize(
    ("claim", "side"),
    [("x <= 2", "x=0:oo"), ("x <= 7/2", "x=1/2:oo"), ("x >= -5", "x=-oo:3"), ("x**2 <= 9", "x=-oo:oo")],
)
def test_a_counterexample_is_a_point_of_the_claim_that_was_typed(claim: str, side: str) -> None:
    said = typed.problem(claim, [side], [])
    shown = retold(judge(said.claim, said.sides, said.given), said)
    assert shown.verdict.name == "REFUTED" and shown.counterexample is not None
    x = Fraction(str(shown.counterexample["x"]))
    again = judge(claim, {"x": (x, x)})
    assert again.verdict.name == "REFUTED" and again.sides == shown.sides
    assert "t_x" not in shown.text() + shown.problem()


def test_hypotheses_that_were_typed_stay(run: Callable[..., tuple[int, str, str]]) -> None:
    _, out, _ = run("prove", "x*y <= 1", "--box", "x=0:oo", "--box", "y=0:1", "--assume", "x <= y")
    assert "read as: x y ≤ 1, if x ≤ y, for x ∈ [0, ∞), y ∈ [0, 1]; judged" in out


def test_the_certificate_is_about_what_was_judged(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    run("prove", "exp(x) >= 1 + x", "--box", "x=0:oo", "--certificate", path)
    assert json.loads(path.read_text())["box"] == {"t_x": ["0", "1"]}
    assert run("check", path, "--claim", "exp(x) >= 1 + x", "--box", "x=0:oo")[0] == 0
