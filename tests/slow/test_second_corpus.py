"""The claims of the second corpus that take long."""

from __future__ import annotations

import pytest

from tests.claims.second_corpus import SLOW
from varproof.claims.prove import judge
from varproof.lang import claims


@pytest.mark.parametrize(("verdict", "case"), SLOW)
def test_the_verdict_is_the_known_one(verdict: str, case: tuple[str, ...]) -> None:
    assert judge(case[0], claims.box(case[1].split()), case[2:]).verdict.name == verdict
