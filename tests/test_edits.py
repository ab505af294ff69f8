"""What an edit of a statement does: drift against the lock; and once it is locked, a false one is refuted."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

LEMMAS = Path(__file__).resolve().parents[1] / "lemmas"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the catalog, locked as it stands."""
    copy = tmp_path / "lemmas"
    shutil.copytree(LEMMAS, copy, ignore=shutil.ignore_patterns("__pycache__"))
    assert varproof(copy, "lock").returncode == 0
    return copy


def varproof(folder: Path, *argv: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "varproof", "--catalog", str(folder), *argv]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def edit(folder: Path, name: str, old: str, new: str) -> None:
    """Replace the first occurrence in a lemma file."""
    path = folder / "contextual" / f"{name}.py"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def row(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert all(re.match(r"\d+/\d+(, |$)", line) for line in done.stderr.splitlines())  # how far it is
    (found,) = json.loads(done.stdout)["entries"]
    return dict(found)


def boltz(a: list[Fraction]) -> float:
    from math import exp

    top = max(a)
    weights = [exp(float(x - top)) for x in a]
    return sum(w * float(x) for w, x in zip(weights, a, strict=True)) / sum(weights)


EDITS = {
    "log n to log n / 2": (
        "lem-boltz-range",
        'claim("lower", MaxOver(a[i], i) - log(n) <= boltz(a))',
        'claim("lower", MaxOver(a[i], i) - log(n) / 2 <= boltz(a))',
    ),
    "a relation flipped": (
        "lem-boltz-range",
        'claim("upper", boltz(a) <= MaxOver(a[i], i))',
        'claim("upper", boltz(a) >= MaxOver(a[i], i))',
    ),
    "a relation made strict": (
        "lem-boltz-range",
        'claim("upper", boltz(a) <= MaxOver(a[i], i))',
        'claim("upper", boltz(a) < MaxOver(a[i], i))',
    ),
    "a hypothesis weakened": ("lem-boltz-monotone", "- log(n) - 1", "- log(n) / 3 - 1"),
}


def drifts_and_is_refuted(folder: Path, what: str) -> None:
    name, old, new = EDITS[what]
    stem = name.replace("lem-", "lem:")
    edit(folder, name, old, new)

    done = varproof(folder, "verify", stem, "--variant", "stated")
    assert done.returncode == 1
    assert "drift: " in done.stdout and stem in done.stdout and "varproof lock" in done.stdout

    assert varproof(folder, "lock").returncode == 0
    done = varproof(folder, "verify", stem, "--variant", "stated", "--json")
    found = row(done)
    assert done.returncode == 1
    assert (found["verdict"], found["evidence"], found["ok"]) == ("REFUTED", ["witness"], False)
    point = found["counterexample"]
    assert len(point["a"]) == point["n"]

    # By floats, the point does what it is said to do.
    from math import log

    a = [Fraction(x) for x in point["a"]]
    if what == "log n to log n / 2":
        assert float(max(a)) - log(len(a)) / 2 > boltz(a)
    elif what.startswith("a relation"):
        assert found["fails"] == "upper"
        assert (boltz(a) < float(max(a))) if "flipped" in what else len(set(a)) == 1
    else:
        i, step = point["i"], Fraction(1, 10**6)
        assert a[i] < max(a) - Fraction(log(len(a))) / 3 - 1
        raised = [x + step if k == i else x for k, x in enumerate(a)]
        assert boltz(raised) > boltz(a)


@pytest.mark.parametrize("what", ["log n to log n / 2", "a hypothesis weakened"])  # all of them in tests/slow
def test_an_edit_is_drift_and_then_refuted(folder: Path, what: str) -> None:
    drifts_and_is_refuted(folder, what)


def test_a_harmless_edit_is_still_drift(folder: Path) -> None:
    edit(folder, "lem-boltz-range", "- log(n) <= boltz(a)", "- log(n) <= 1 * boltz(a)")
    done = varproof(folder, "verify", "lem:boltz-range", "--variant", "stated")
    assert done.returncode == 1
    assert "drift: " in done.stdout and "PROVED" in done.stdout


def test_prose_and_proofs_are_no_statements(folder: Path) -> None:
    edit(folder, "lem-boltz-range", '"""lem:boltz-range.', '"""lem:boltz-range, reworded.')
    assert varproof(folder, "lock", "--check").returncode == 0
