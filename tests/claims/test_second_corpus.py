"""The second corpus: every claim is decided, and decided rightly; what is open is not decided wrongly."""

from __future__ import annotations

import pytest

from tests.claims import corpus
from tests.claims.second_corpus import COUNTS, FALSE, OPEN, SLOW, TRUE
from varproof.claims.prove import judge
from varproof.lang import claims

BUDGET, LITTLE = 60_000, 2_000
CASES = [
    pytest.param(verdict, *case[:2], case[2:], id=f"{category}: {case[0]}")
    for table, verdict in ((TRUE, "PROVED"), (FALSE, "REFUTED"))
    for category, cases in table.items()
    for case in cases
]


def test_the_corpus_is_whole() -> None:
    counts = {category: len(cases) for category, cases in TRUE.items()}
    counts |= {f"false {category}": len(cases) for category, cases in FALSE.items()}
    assert {**counts, "slow": len(SLOW), "open": len(OPEN)} == COUNTS
    mine = [*(case.values[1:] for case in CASES), *((c[0], c[1], c[2:]) for _, c in (*SLOW, *OPEN))]
    theirs = [case for table in (corpus.TRUE, corpus.FALSE) for cases in table.values() for case in cases]
    other = {(claim, " ".join(sides), tuple(hypotheses)) for claim, sides, hypotheses in theirs}
    assert len(set(mine)) == len(mine) and not other & set(mine)
    assert len(OPEN) <= 0.03 * len(mine)


@pytest.mark.parametrize(("verdict", "claim", "sides", "assume"), CASES)
def test_the_verdict_is_the_known_one(verdict: str, claim: str, sides: str, assume: tuple[str, ...]) -> None:
    assert judge(claim, claims.box(sides.split()), assume, BUDGET).verdict.name == verdict


@pytest.mark.parametrize(("verdict", "case"), OPEN)
def test_what_is_open_is_not_decided_wrongly(verdict: str, case: tuple[str, ...]) -> None:
    found = judge(case[0], claims.box(case[1].split()), case[2:], LITTLE).verdict
    assert found.name in (verdict, "UNDECIDED") and (found.name == verdict or found.reason)
