"""Every edit of a statement is drift; and once it is locked, the false one is refuted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_edits import EDITS, drifts_and_is_refuted, folder

__all__ = ["folder"]  # a fixture


@pytest.mark.parametrize("what", EDITS)
def test_an_edit_is_drift_and_then_refuted(folder: Path, what: str) -> None:
    drifts_and_is_refuted(folder, what)
