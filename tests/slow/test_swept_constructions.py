"""A sweep of constructions on Dask gives the rows that processes give."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.construct.test_swept import SWEEP, Run, table


def test_dask_gives_the_same_rows(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="Dask is not installed: pip install 'varproof[dask]'")
    assert run(*SWEEP, "-o", tmp_path / "p.db", "--export", tmp_path / "p.csv")[0] == 0
    assert run(*SWEEP, "-o", tmp_path / "d.db", "--export", tmp_path / "d.csv", "--executor", "dask")[0] == 0
    assert table(tmp_path / "p.csv") == table(tmp_path / "d.csv")
