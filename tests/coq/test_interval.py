"""Claims over boxes that Coq's interval tactic proves, and others; skipped where it is not installed."""

from __future__ import annotations

import json
import subprocess
import sys
from fractions import Fraction

import pytest

from varproof.coq import build, interval

UNIT = {"x": (Fraction(0), Fraction(1)), "y": (Fraction(0), Fraction(1))}


def handed(claim: str, *given: str) -> interval.Handed:
    try:
        return interval.handed(claim, UNIT, given)
    except build.Missing as error:
        pytest.skip(str(error))  # which says what to install; pip cannot


def test_what_is_false_is_no_theorem() -> None:
    found = handed("x <= 3/4")
    assert not found.ok and "found no proof" in found.text()


def test_names_and_numbers_are_those_of_the_claim() -> None:
    sides = {"at": (Fraction(-1), Fraction(1, 3)), "exp": (Fraction(0), Fraction(1))}
    said = interval.theorem("exp(-at) < exp**2 + 1/2", sides, [])
    assert said.splitlines()[1:3] == ["  forall at_ exp_ : R,", "  (-1) <= at_ <= (1 / 3) ->"]
    assert said.endswith("  (exp (- at_)) < ((exp_ ^ 2) + (1 / 2)).")
    with pytest.raises(interval.Unknown, match="it has no erf"):
        interval.theorem("erf(x) <= 1", UNIT, [])


def test_the_command() -> None:
    assert handed("x >= 0").axioms  # skipped where it is not installed
    argv = [
        sys.executable,
        "-m",
        "varproof",
        "prove",
        "exp(x*y) <= 3",
        "--box",
        "x=0:1",
        "--box",
        "y=0:1",
        "--coq",
        "--json",
    ]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    said = json.loads(done.stdout)
    assert done.returncode == 0 and said["verdict"] == "PROVED"
    assert said["coq"]["theorem"].startswith("Theorem claim") and said["coq"]["axioms"] and not said["coq"]["message"]
