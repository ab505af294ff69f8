"""`verify` and `prove`, killed at random moments, leave nothing half-written and end with the files of a calm run."""

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

IDS = ["lem:boltz-range", "lem:boltz-gradient", "lem:boltz-monotone", "lem:one-layer-different", "fact:hadamard"]
HARD = ["prove", "x*x + y*y + z*z + 2*x*y - 2*x*z - 2*y*z >= -0.015", "--budget", "2000000"]
HARD += [word for name in "xyz" for word in ("--box", f"{name}=0:3")]
KILLS = 10


def run(cache: Path, argv: list[str], seconds: float | None = None) -> bool:
    """Whether the command ended by itself, with 0; after so many seconds it is killed with all its workers."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    process = subprocess.Popen(
        [sys.executable, "-m", "varproof", *argv], env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        return process.wait(seconds) == 0
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return False


def contents(folder: Path) -> dict[str, bytes]:
    """The certificates of a folder by name, each of them whole."""
    found = {path.name: path.read_bytes() for path in sorted(folder.glob("*.json"))}
    for text in found.values():
        json.loads(text)
    return found


@pytest.mark.parametrize("what", ["verify", "prove"])
def test_killed_at_random_moments(tmp_path: Path, what: str) -> None:
    """Killed up to a little later than a calm run ends on this machine, at least the first time before it ends."""

    def argv(out: Path) -> list[str]:
        out.mkdir(exist_ok=True)
        if what == "verify":
            return ["verify", *IDS, "--certificates", str(out)]
        return [*HARD, "--certificate", str(out / "proof.json")]

    begun = time.monotonic()
    assert run(tmp_path / "calm", argv(tmp_path / "undisturbed"))
    longest = 1.2 * (time.monotonic() - begun)
    chance, out = random.Random(10), tmp_path / "disturbed"
    killed = 0
    for _ in range(KILLS):
        killed += not run(tmp_path / "cache", argv(out), chance.uniform(0.2, longest))
        contents(out)
    assert killed > 0
    assert run(tmp_path / "cache", argv(out))
    assert contents(out) == contents(tmp_path / "undisturbed") != {}
