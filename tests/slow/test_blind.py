"""The blind lists (tests/cases/blind*.tsv): every claim that can be read is judged, and no answer is wrong."""

from __future__ import annotations

import json

import pytest

from tests.cases.blind import EVERY, OPEN, UNREAD, WANTED, judged
from varproof import recheck
from varproof.lang.claims import ClaimError


@pytest.mark.parametrize("row", EVERY, ids=lambda row: row[1])
def test_blind(row: tuple[str, ...]) -> None:
    wanted, claim, box, assume, _ = row
    if claim in UNREAD:
        with pytest.raises(ClaimError):
            judged(claim, box, assume)
        return
    found = judged(claim, box, assume, 20_000 if claim in OPEN else 200_000)
    verdict = found.verdict.name
    assert verdict == WANTED[wanted] or (claim in OPEN and verdict == "UNDECIDED")
    assert found.certificate is None or recheck.check_text(json.dumps(found.certificate)).ok
