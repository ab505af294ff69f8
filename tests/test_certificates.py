"""A certificate for every verdict, whatever it rests on; and only for the problem that is asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from varproof.cli import main

ENTRIES = ["def:feed-forward", "c1:bump", "def:layer-norm", "def:linear-up-sample"]


def test_every_kind_of_evidence_has_an_accepted_certificate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", *ENTRIES, "--certificates", str(tmp_path), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["entries"]
    assert {e for r in rows for e in r["evidence"]} == {"kernel", "witness", "ill-typed"}
    assert main(["check", str(tmp_path), "--json"]) == 0
    checked = json.loads(capsys.readouterr().out)["certificates"]
    verdicts = {(r["id"], r["variant"]): r["verdict"] for r in rows}
    assert {(c["id"], c["variant"]): c["verdict"] for c in checked} == verdicts


def test_check_refuses_a_certificate_of_another_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(tmp_path / "proof.json")
    assert main(["prove", "-x**2 <= 0", "--box", "x=-8:8", "--certificate", path]) == 0
    assert main(["check", path]) == 0
    assert main(["check", path, "--claim", "-x**2<=0", "--box", "x=-8:8"]) == 0
    assert "the claim that is asked" in capsys.readouterr().out
    for asked in (
        ["-x**2 <= 0", "--box", "x=-9:8"], ["-x**2 < 0", "--box", "x=-8:8"], ["x**2 >= 0", "--box", "x=-8:8"],
        ["-x**2 <= 0", "--box", "x=-8:8", "--assume", "x > 0"],
    ):  # fmt: skip
        assert main(["check", path, "--claim", *asked]) == 1
        assert "another problem" in capsys.readouterr().out
    for asked in (["-x**2 <= 0"], ["-x**2", "--box", "x=-8:8"]):
        assert main(["check", path, "--claim", *asked]) == 2
    assert main(["check", path, "--box", "x=-8:8"]) == 2
    assert capsys.readouterr().err.count("\n") == 3
