"""A sweep that is killed twenty times at random moments ends with the table of an undisturbed one.

What is killed: the sweep on worker processes, the sweep on Dask, or a Dask worker at work (the sweep has to go on after
that, and is killed later). Moments are random, from the first instant of a process to the middle of its work.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.sweep.scratch import GRID, catalog, command, count, read, wait_for_writes

KILLS = 20
MANY = ("--grid", "n=1:12", *GRID[2:])  # 132 points


def finish(folder: Path, table: Path) -> list[list[str]]:
    out = table.with_suffix(".csv")
    done = subprocess.run(
        command(folder, table, "--export", str(out), grid=MANY), capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stderr
    return read(out)


def test_killed_twenty_times(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed", reason="Dask is not installed: pip install 'varproof[dask]'")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    chance = random.Random(20)
    folder, table = catalog(tmp_path / "catalog", pause=0.25), tmp_path / "r.db"
    kinds = ["processes", "processes", "dask", "worker"] * (KILLS // 4)
    chance.shuffle(kinds)
    rows_after = []
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        for kind in kinds:
            more = ["--jobs", "2"]
            if kind != "processes":
                more = ["--executor", "dask", "--scheduler", cluster.scheduler_address]
            process = subprocess.Popen(command(folder, table, *more, grid=MANY))
            if kind == "worker":
                wait_for_writes(process, table, chance.randrange(1, 3))
                worker = chance.choice(list(cluster.workers.values()))
                os.kill(worker.pid, signal.SIGKILL)
                wait_for_writes(process, table, 2)
            elif chance.random() < 0.25:
                time.sleep(chance.uniform(0, 3))  # perhaps before it has begun
            else:
                wait_for_writes(process, table, 1)
                time.sleep(chance.uniform(0, 0.5))
            assert process.poll() is None, "the sweep ended before it was killed"
            process.send_signal(signal.SIGKILL)
            process.wait()
            rows_after.append(count(table))
        assert rows_after == sorted(rows_after), "a row was lost"
        assert rows_after[-1] < 132, "the table was complete before the last kill"
    assert len(rows_after) == KILLS and rows_after[-1] > 20
    disturbed = finish(folder, table)
    assert len(disturbed) == 1 + 132
    assert disturbed == finish(folder, tmp_path / "undisturbed.db")
