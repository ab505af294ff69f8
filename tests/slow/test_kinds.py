"""Variations of 36 kinds of claims (tests/cases/kinds.tsv): no answer is wrong, and all but a few are decided."""

from __future__ import annotations

import json

import pytest

from tests.cases.blind import KINDS, OPEN_KINDS, WANTED, judged
from varproof import recheck


def test_each_kind_has_five() -> None:
    kinds = [row[4] for row in KINDS]
    assert len(set(kinds)) == 36 and all(kinds.count(kind) >= 5 for kind in kinds)
    assert {row[1] for row in KINDS} > OPEN_KINDS


@pytest.mark.parametrize("row", KINDS, ids=lambda row: row[1])
def test_kind(row: tuple[str, ...]) -> None:
    wanted, claim, box, assume, _ = row
    found = judged(claim, box, assume, 20_000 if claim in OPEN_KINDS else 200_000)
    verdict = found.verdict.name
    assert verdict == WANTED[wanted] or (claim in OPEN_KINDS and verdict == "UNDECIDED")
    assert found.certificate is None or recheck.check_text(json.dumps(found.certificate)).ok
