"""The corpus: every claim is decided, and decided rightly; every certificate is replayed by the checker."""

from __future__ import annotations

import json

import pytest

from tests.claims.corpus import COUNTS, FALSE, MALFORMED, TRUE
from varproof import recheck
from varproof.claims.prove import canonical, judge
from varproof.lang import claims
from varproof.lang.claims import ClaimError

BUDGET = 60_000
TIGHT = "(x*exp(-x) + y*exp(-y))/(1 + exp(-x) + exp(-y)) <= 0.4641", claims.box(["x=0:16", "y=0:16"])
CASES = [
    pytest.param(*case, verdict, id=f"{category}: {case[0]}")
    for table, verdict in ((TRUE, "PROVED"), (FALSE, "REFUTED"))
    for category, cases in table.items()
    for case in cases
]


def test_the_corpus_is_whole() -> None:
    counts = {**{c: len(cases) for c, cases in TRUE.items()}, "malformed": len(MALFORMED)}
    counts |= {f"false {c}": len(cases) for c, cases in FALSE.items()}
    assert counts == COUNTS and sum(counts.values()) > 300
    assert len({str(case.values) for case in CASES}) == len(CASES)


@pytest.mark.parametrize(("claim", "sides", "assume", "verdict"), CASES)
def test_the_verdict_is_the_known_one(claim: str, sides: list[str], assume: list[str], verdict: str) -> None:
    proof = judge(claim, claims.box(sides), assume, BUDGET)
    assert proof.verdict.name == verdict
    assert proof.certificate is not None
    report = recheck.check(json.loads(canonical(proof.certificate)))
    assert report.ok and report.verdict == verdict
    wrong = {**proof.certificate, "verdict": "PROVED" if verdict == "REFUTED" else "REFUTED"}
    assert not recheck.check(wrong).ok


@pytest.mark.parametrize(("claim", "sides", "assume"), MALFORMED)
def test_malformed(claim: str, sides: list[str], assume: list[str]) -> None:
    with pytest.raises(ClaimError):
        judge(claim, claims.box(sides), assume)


def test_what_is_not_decided_is_said() -> None:
    proof = judge(*TIGHT, (), 100)  # true, and proved with more boxes: it is in the corpus
    assert proof.verdict.name == "UNDECIDED" and proof.verdict.reason
    assert proof.certificate is None and proof.counterexample is None
