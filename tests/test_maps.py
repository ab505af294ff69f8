"""Statements about functions and maps as givens, from several fields: each is judged as it is pinned."""

from __future__ import annotations

from pathlib import Path

import pytest

from varproof.catalog import catalog
from varproof.decide.referee import judge

FOLDER = Path(__file__).parent / "maps"
VARIANTS = [(e.id, v.name) for e in catalog(str(FOLDER)).values() for v in e.variants.values()]


@pytest.mark.parametrize(("name", "variant"), VARIANTS)
def test_judged_as_pinned(name: str, variant: str) -> None:
    entry = catalog(str(FOLDER))[name]
    result, certificate = judge(entry.variants[variant])
    assert (result.verdict, result.problems, result.reason) == (result.expected, (), result.reason)
    assert certificate is not None
