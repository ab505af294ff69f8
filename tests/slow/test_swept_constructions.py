"""A sweep of constructions on Dask gives the rows that processes give."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

SWEEP = [
    "sweep",
    "construct",
    "--target",
    "x_k_j*x_1_j",
    "--target",
    "x_k_j**2",
    "--grid",
    "eps=1/2,1/4",
    "--jobs",
    "2",
]


def table(path: Path) -> list[list[str]]:
    with path.open(newline="") as file:
        return [row[:-1] for row in csv.reader(file)]  # without the seconds


def test_dask_gives_the_same_rows(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="Dask is not installed: pip install 'varproof[dask]'")
    assert run(*SWEEP, "-o", tmp_path / "p.db", "--export", tmp_path / "p.csv")[0] == 0
    assert run(*SWEEP, "-o", tmp_path / "d.db", "--export", tmp_path / "d.csv", "--executor", "dask")[0] == 0
    assert table(tmp_path / "p.csv") == table(tmp_path / "d.csv")
