"""`construct`, killed at random moments, leaves its file whole or not at all, and ends with that of a calm run."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

IMAGE = ["construct", "x_1_1*x_2_1", "x_2_1*x_3_1", "x_3_1**2", "--tokens", "3", "--eps", "1/10"]
WORD = ["construct", "--scales", "1,2,4,8", "--picture", "gradient", "--channels", "3", "--eps", "1/16"]
KILLS = 8


def run(cache: Path, argv: list[str], seconds: float | None = None) -> bool:
    """Whether the command ended by itself, with 0; after so many seconds it is killed."""
    process = subprocess.Popen(
        [sys.executable, "-m", "varproof", *argv],
        env={**os.environ, "XDG_CACHE_HOME": str(cache)},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return process.wait(seconds) == 0
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return False


@pytest.mark.parametrize("suffix", [".json", ".npz"])
@pytest.mark.parametrize("argv", [IMAGE, WORD])
def test_killed_at_random_moments(tmp_path: Path, argv: list[str], suffix: str) -> None:
    calm, out = tmp_path / f"calm{suffix}", tmp_path / f"out{suffix}"
    begun = time.monotonic()
    assert run(tmp_path / "calm", [*argv, "-o", str(calm)])
    longest, chance, killed = time.monotonic() - begun, random.Random(11), 0
    for _ in range(KILLS):
        killed += not run(tmp_path / "cache", [*argv, "-o", str(out)], chance.uniform(0.3, longest))
        assert not out.exists() or out.stat().st_size == calm.stat().st_size
        out.unlink(missing_ok=True)
    assert killed > 0
    assert run(tmp_path / "cache", [*argv, "-o", str(out)])
    if suffix == ".json":
        assert json.loads(out.read_text()) == json.loads(calm.read_text())
    assert subprocess.run([sys.executable, "-m", "varproof", "check", str(out)], check=False).returncode == 0
