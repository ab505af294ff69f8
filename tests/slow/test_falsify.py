"""`falsify` over the whole catalog: it refutes what is refuted, nothing that is proved, and its pytest cases fail."""

from __future__ import annotations

import json
from typing import Any

import pytest

from varproof.catalog import catalog
from varproof.cli import main

BUDGET = "500"


def falsify(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, Any]:
    code = main(["falsify", *argv, "--budget", BUDGET, "--json"])
    return code, json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("name", list(catalog()))
def test_an_entry(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    refuted = {v.name for v in catalog()[name].variants.values() if v.expect == "REFUTED" and v.ill_typed is None}
    code, data = falsify(capsys, name)
    found = data["counterexamples"]
    assert {one["variant"] for one in found} == refuted and code == (1 if refuted else 0)
    for one in found:
        scope: dict[str, Any] = {}
        exec(one["pytest"], scope)
        (case,) = (f for word, f in scope.items() if word.startswith("test_"))
        with pytest.raises(AssertionError):
            case()


@pytest.mark.parametrize(
    ("claim", "box", "false"),
    [
        ("x*(1-x) < 1/4", ["x=0:1"], True),
        ("x*exp(-x) <= 0.367", ["x=0:8"], True),
        ("x*y <= x + y", ["x=0:3", "y=0:3"], True),
        ("log(x) < x - 1", ["x=1/2:2"], True),
        ("x*exp(-x) <= 0.368", ["x=0:8"], False),
    ],
)
def test_a_claim(claim: str, box: list[str], false: bool, capsys: pytest.CaptureFixture[str]) -> None:
    code, data = falsify(capsys, claim, *(word for side in box for word in ("--box", side)))
    assert code == int(false) and (data["counterexample"] is not None) is false
    if false:
        scope: dict[str, Any] = {}
        exec(data["pytest"], scope)
        with pytest.raises(AssertionError):
            scope["test_claim"]()
