"""A proof to be made by hand."""

from __future__ import annotations

import pytest

from tests.recheck.by_hand import Proof


@pytest.fixture
def p() -> Proof:
    return Proof()
