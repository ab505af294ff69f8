"""Certificates edited by hand are rejected end to end: `varproof check` is asked, and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from varproof.catalog import catalog

Data = dict[str, Any]


def varproof(*argv: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "varproof", *argv], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def proved() -> Data:
    return dict(catalog()["lem:boltz-range"].verify(variant="stated").certificate)


@pytest.fixture(scope="module")
def refuted() -> Data:
    return dict(catalog()["lem:attention-contextual"].verify(variant="printed").certificate)


def asked(tmp_path: Path, certificate: Data) -> subprocess.CompletedProcess[str]:
    path = tmp_path / "certificate.json"
    path.write_text(json.dumps(certificate, sort_keys=True, separators=(",", ":")), encoding="utf-8")
    return varproof("check", str(path))


def reworded(c: Data, old: str, new: str) -> Data:
    text = c["statement"].replace(old, new)
    assert text != c["statement"]
    return {**c, "statement": text, "hash": sha256(text.encode()).hexdigest()}


def without_step(c: Data) -> Data:
    return {**c, "steps": c["steps"][:-1]}


def other_goal(c: Data) -> Data:
    return {**c, "goals": [0] * len(c["goals"])}


def fewer_goals(c: Data) -> Data:
    return {**c, "goals": c["goals"][:-1]}


def stronger(c: Data) -> Data:
    """The statement and its hash changed together, to one that is false."""
    return reworded(c, "(log (card n))", "(log 1)")


def other_statement(c: Data) -> Data:
    other = catalog()["lem:boltz-range"].variants["sharpened"]
    return {**c, "statement": other.text, "hash": other.hash, "variant": "sharpened"}


def other_name(c: Data) -> Data:
    return {**c, "id": "lem:boltz-separation"}


def assumption(c: Data) -> Data:
    """Every step an assumption of what it is to prove."""
    node = next(k for k, row in enumerate(c["nodes"]) if row[0] == "ge")
    return {**c, "steps": [["assume", [], [node]]] * len(c["steps"])}


def unknown_rule(c: Data) -> Data:
    return {**c, "steps": [["trust", [], []], *c["steps"][1:]]}


FORGED: dict[str, Callable[[Data], Data]] = {
    f.__name__: f
    for f in (
        without_step, other_goal, fewer_goals, stronger, other_statement, other_name, assumption, unknown_rule,
    )
}  # fmt: skip


def test_the_certificates_themselves_are_accepted(tmp_path: Path, proved: Data, refuted: Data) -> None:
    for certificate, verdict in ((proved, "PROVED"), (refuted, "REFUTED")):
        done = asked(tmp_path, certificate)
        assert done.returncode == 0 and verdict in done.stdout and "1 accepted" in done.stdout


@pytest.mark.parametrize("how", FORGED)
def test_a_forged_proof_is_rejected(tmp_path: Path, proved: Data, how: str) -> None:
    done = asked(tmp_path, FORGED[how](proved))
    assert done.returncode in (1, 2)
    assert "0 accepted" in done.stdout and "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    "data",
    [
        {"epsilon": "1"},  # then the separation is small: the consequence holds
        {"gamma_min": "1"},  # a hypothesis fails
        {"X": [[["0"], ["0"]]]},  # equal tokens
        {"X": "0"},
        {"epsilon": "1/0"},
    ],
)
def test_a_point_that_refutes_nothing_is_rejected(tmp_path: Path, refuted: Data, data: Data) -> None:
    done = asked(tmp_path, {**refuted, "data": {**refuted["data"], **data}})
    assert done.returncode in (1, 2)
    assert "0 accepted" in done.stdout and "Traceback" not in done.stdout + done.stderr
