"""A call is defined where its real arguments are, used or not: one table, asked of every reading of a statement."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from tests.lang import numeric
from tests.proof import meaning
from tests.recheck.by_hand import statement, wrap
from varproof.lang import core
from varproof.lang.data import Data
from varproof.lang.evaluate import FALSE, TRUE, UNDEFINED, Point
from varproof.proof.problem import problem
from varproof.recheck import check
from varproof.recheck.kernel.statement import Reader
from varproof.recheck.kernel.terms import Terms
from varproof.recheck.kernel.translate import Translate

DEFINE = """(one ((p (real))) 1) (first ((p (real)) (q (real))) (real p))
  (twice ((p (real))) (call one (call one (real p))))
  (small ((p (real))) (<= (real p) 1)) (square ((p (real))) (<= 0 (^ (real p) 2)))
  (truth ((p (real))) (<= 0 1)) (either ((p (real))) (or (<= 0 1) (<= (real p) 1)))
  (entry ((v (array m)) (k (index m))) (at v (index k)))"""
HOLE, LOG = "(/ 1 (real r))", "(log (real r))"
# a claim, and what it is at r = -1, 0, 2
TABLE = [
    (f"(<= (call one {HOLE}) 1)", "TUT"),
    (f"(<= (call one {LOG}) 1)", "UUT"),
    (f"(< 1 (call one {LOG}))", "UUF"),
    (f"(<= (call first (real r) {LOG}) 1)", "UUF"),
    (f"(<= (call first {LOG} (real r)) 1)", "UUT"),
    (f"(<= (call twice {LOG}) 1)", "UUT"),
    (f"(<= (call one (call one {LOG})) 1)", "UUT"),
    (f"(<= (* 0 (call one {LOG})) 1)", "UUT"),
    (f"(call small {HOLE})", "TUT"),
    (f"(call small (* 2 {HOLE}))", "TUT"),
    (f"(call square {HOLE})", "TUT"),
    (f"(call truth {LOG})", "UUT"),
    (f"(call either {LOG})", "UUT"),
    (f"(call truth (call one {LOG}))", "UUT"),
    (f"(not (call truth {LOG}))", "UUF"),
    (f"(or (<= (real r) 0) (call truth {LOG}))", "TTT"),
    (f"(or (call truth {LOG}) (<= (real r) 0))", "UUT"),
    (f"(and (< 0 (real r)) (call truth {LOG}))", "FFT"),
    (f"(and (call truth {LOG}) (< 0 (real r)))", "UUT"),
    (f"(implies (< 0 (real r)) (call truth {LOG}))", "TTT"),
    (f"(implies (call truth {LOG}) (< 3 (real r)))", "UUF"),
    (f"(forall i (index n) (call truth {LOG}))", "UUT"),
    (f"(exists i (index n) (or (<= 0 1) (call truth {LOG})))", "TTT"),
    (f"(<= (sum i n - (call one {LOG})) 9)", "UUT"),
    (f"(<= (sum i n (< 0 (real r)) (call one {LOG})) 9)", "TTT"),
    (f"(<= (sum i n (call truth {LOG}) 1) 9)", "UUT"),
    (f"(<= (maxover i n (call one {LOG})) 9)", "UUT"),
    (f"(defined (call one {LOG}))", "UUT"),
    (f"(defined (call truth {LOG}))", "UUT"),
    # of an array argument those entries count that are used
    (f"(forall k (index n) (<= (call entry (lam (i) (n) {LOG}) (index k)) 1))", "UUT"),
    ("(<= (call entry (lam (i) (n) (log (pos (index i)))) (index j)) 1)", "TTT"),
    ("(<= (call entry (lam (i) (n) (/ 1 (+ -2 (pos (index i))))) (index j)) 1)", "TTT"),
]
POINTS = (Fraction(-1), Fraction(0), Fraction(2))
ROWS = [(claim, r, o) for claim, outcomes in TABLE for r, o in zip(POINTS, outcomes, strict=True)]
CASES = [pytest.param(*row, id=f"{row[0]} at {row[1]}") for row in ROWS]
FLOATS = [case for case in CASES if case.values[1] or "log" not in case.values[0]]  # 0 < 0: no float tells
MEANS = {"T": TRUE, "F": FALSE, "U": UNDEFINED}


def text_of(claim: str, assume: str = "") -> str:
    return statement(f"(c {claim})", sizes="(n 2)", given="(r (real)) (j (index n))", define=DEFINE, assume=assume)


def parsed(claim: str) -> Any:
    return core.parse(text_of(claim))


def at_goal(formula: Any, r: Fraction) -> bool:
    return meaning.true(formula, meaning.Model(0, {("real", "r"): float(r), ("set", "n"): [0, 1], ("real", "j"): 0.0}))


@pytest.mark.parametrize("claim, r, outcome", CASES)
def test_the_language(claim: str, r: Fraction, outcome: str) -> None:
    found = Point(parsed(claim), Data({"n": 2}, {"r": r, "j": 0})).claimed("c").outcome
    if "defined" in claim:
        assert (found == TRUE) == (outcome == "T") and found in (TRUE, FALSE)
    else:
        assert found == MEANS[outcome]


@pytest.mark.parametrize("claim, r, outcome", CASES)
def test_the_reading_of_the_tests(claim: str, r: Fraction, outcome: str) -> None:
    place = numeric.scope(parsed(claim), Data({"n": 2}, {"r": r, "j": 0}))
    assert numeric.holds(core.parts(parsed(claim)).claim[0][1], place) == (outcome == "T")


@pytest.mark.parametrize("claim, r, outcome", CASES)
def test_the_checker(claim: str, r: Fraction, outcome: str) -> None:
    """As a claim that fails and as a hypothesis that holds."""
    data = {"sizes": {"n": 2}, "data": {"r": str(r), "j": 0}, "fails": "c"}
    report = check(wrap(text_of(claim), "witness", **data))
    assert report.ok == (outcome != "T")
    assert ({"T": "true", "F": "false", "U": "undefined"}[outcome]) in report.message
    if "defined" not in claim:
        report = check(wrap(text_of("(<= 1 0)", f"(h {claim})"), "witness", **data))
        assert report.ok == (outcome == "T")


@pytest.mark.parametrize("claim, r, outcome", FLOATS)
def test_the_goals_of_a_proof(claim: str, r: Fraction, outcome: str) -> None:
    """Every domain condition is true exactly where the claim is defined; the checker asks as many goals."""
    goals = problem(parsed(claim)).goals
    asked = len(goals) if "defined" in claim else len(goals) - 1
    conditions = [at_goal(goal.formula, r) for goal in goals[:asked]]
    assert all(conditions) == (outcome != "U")
    if all(conditions) and "defined" not in claim:
        assert at_goal(goals[-1].formula, r) == (outcome == "T")
    assert len(Translate(Terms(), Reader().statement(text_of(claim))).goals) == len(goals)
