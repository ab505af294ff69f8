"""An interrupted search goes on from its journal, to the same proof; a killed command leaves nothing half-written."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from varproof.claims import journal
from varproof.claims.boxes import Search
from varproof.claims.journal import Journal
from varproof.claims.prove import judge
from varproof.lang import claims
from varproof.lang.expressions import Graph, goals
from varproof.store import cache

CLAIM, BOX = "x*x + y*y + z*z + 2*x*y - 2*x*z - 2*y*z >= -0.05", ["x=0:3", "y=0:3", "z=0:3"]
HARD = ["prove", "sin(x*y) + sin(x*y + 1) <= 1.7555", "--box", "x=0:5", "--box", "y=0:5", "--json"]


class Counters:
    def __init__(self) -> None:
        self.left, self.spent, self.attempts = 7, 8, 9


def search() -> Search:
    sides = claims.box(BOX)
    graph = Graph(list(sides))
    (goal,) = goals(graph, claims.parse(CLAIM))
    return Search(graph, goal, [], list(sides.values()), 100_000, set())


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(journal, "EVERY", 300)
    return tmp_path


@pytest.mark.parametrize("times", [1, 2])
def test_an_interrupted_search_ends_as_an_undisturbed_one(
    store: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    wanted = search().run()
    assert wanted.tokens is not None and wanted.boxes > 3000
    save, count = Journal.save, 0

    def interrupted(self: Journal, *args: Any) -> None:
        nonlocal count
        save(self, *args)
        count += 1
        if count % 2 == 0:
            raise KeyboardInterrupt

    monkeypatch.setattr(Journal, "save", interrupted)
    for _ in range(times):
        with pytest.raises(KeyboardInterrupt):
            search().run(Journal("s", Counters()))
    monkeypatch.setattr(Journal, "save", save)
    c = Counters()
    c.left = 0  # what the journal says counts
    last = Journal("s", c)
    resumed = search()
    found = resumed.run(last)
    assert c.left == 7 and last.at > 0
    assert found == wanted
    last.end()
    assert cache.load(last.name) is None


def test_a_journal_of_another_search_is_not_read(store: Path) -> None:
    s = search()
    s.run(Journal("one", Counters()))
    assert Journal("one", Counters()).load(s.graph) is not None
    assert Journal("other", Counters()).load(s.graph) is None


# every entry takes a tenth of a second, so that a signal that follows one finds the search at work
SCRIPT = """
import sys, time
from varproof import cli
from varproof.claims import journal

def slowly(self, *args, save=journal.Journal.save):
    save(self, *args)
    time.sleep(0.1)

journal.EVERY, journal.Journal.save = 100, slowly
sys.exit(cli.main(sys.argv[1:]))
"""


def start(folder: Path, *argv: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    command = [sys.executable, "-c", SCRIPT, *argv]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def journals(folder: Path) -> list[Path]:
    return [path for path in (folder / "cache").rglob("*.json") if '"tokens"' in path.read_text()]


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_a_killed_prove_goes_on(tmp_path: Path, sent: signal.Signals, code: int) -> None:
    (tmp_path / "undisturbed").mkdir()
    whole = tmp_path / "undisturbed" / "proof.json"
    process = start(tmp_path / "undisturbed", *HARD, "--certificate", str(whole))
    wanted = json.loads(process.communicate(timeout=300)[0])
    assert wanted["verdict"] == "PROVED" and not journals(tmp_path / "undisturbed")

    path = tmp_path / "proof.json"
    process = start(tmp_path, *HARD, "--certificate", str(path))
    while process.poll() is None and not journals(tmp_path):
        time.sleep(0.002)
    process.send_signal(sent)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (code, "") and journals(tmp_path), err
    assert list(tmp_path.glob("*.json")) == [] and list(tmp_path.glob(".*")) == []

    process = start(tmp_path, *HARD, "--certificate", str(path))
    found = json.loads(process.communicate(timeout=300)[0])
    assert path.read_bytes() == whole.read_bytes()
    assert {**found, "certificate": ""} == {**wanted, "certificate": ""}
    assert not journals(tmp_path)


def test_a_forged_journal_proves_nothing(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The journal of a finished search, for a claim that is false at a point which is not looked at."""

    def forged(self: Journal, graph: Graph) -> dict[str, Any]:
        nothing: list[Any] = [[], [], [], [], []]
        return {"tokens": ["n"], "below": [0], "course": [1, 0], "candidates": [], "open": nothing, "total": 1}

    monkeypatch.setattr(Journal, "load", forged)
    found = judge("(x - 1/3)**2 + (y - 1/7)**2 > 1e-9*sin(x + 2)", claims.box(["x=0:1", "y=0:1"]), [])
    assert found.verdict.name == "UNDECIDED" and "does not follow" in found.verdict.reason
