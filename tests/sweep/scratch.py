"""A small catalog to be swept, and the command that sweeps it in a process of its own."""

from __future__ import annotations

import csv
import io
import sqlite3
import subprocess
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from varproof import catalog as found
from varproof.cli import main

LEMMA = '''"""lem:power-mean. For the tests: false where x > 1, outside where x < 0."""
import os, signal, time
from pathlib import Path
from varproof.lang import Entry, ForAll, Index, Q, Source, Sum, log

entry = Entry("lem:power-mean", "For the tests", source=Source(text="ours"))
HERE = Path(__file__).parent


def flat(n, x):
    end = time.process_time() + {pause}
    while time.process_time() < end:
        pass
    {deed}
    return dict(a=[x] * n)


with entry.variant("stated", expect="REFUTED") as s:
    n = s.size("n")
    a = s.vec("a", n)
    x = s.real("x")
    i = Index("i", n)
    s.assume("nonnegative", x >= 0)
    s.assume("above", ForAll(i, a[i] >= x))
    s.claim("small", Sum(a[i] ** 2, i) <= n)
    s.constant("bound", n * x, bounds=Sum(a[i], i), side="lower")
    s.counterexample("two", a=[2], x=2)
    s.family("flat", flat)
'''
ONCE = """if (n, x) == (2, 1) and not (HERE / "died").exists():
        (HERE / "died").touch()
        os.kill(os.getpid(), signal.SIGKILL)"""
ALWAYS = "if (n, x) == (2, 1): os.kill(os.getpid(), signal.SIGKILL)"
GRID = ("--grid", "n=1:4", "--grid", "x=-1/2:3/2:1/4,sqrt(2),log4")  # 44 points


def catalog(folder: Path, pause: float = 0.0, deed: str = "pass") -> Path:
    """Write the catalog; `pause` is the processor time that each point takes, `deed` what else happens at it."""
    folder.mkdir(exist_ok=True)
    (folder / "lem-power-mean.py").write_text(LEMMA.format(pause=pause, deed=deed))
    return folder


def command(folder: Path, table: Path, *more: str, grid: tuple[str, ...] = GRID) -> list[str]:
    """The command line of a sweep in a process of its own."""
    words = ["--catalog", str(folder), "sweep", "lem:power-mean", *grid, "-o", str(table), *more]
    return [sys.executable, "-m", "varproof", *words]


def forget() -> None:
    """Make this process read the catalogs in folders again."""
    found._load.cache_clear()
    for name in [n for n in sys.modules if n.startswith("varproof_catalog_")]:
        del sys.modules[name]


def sweep(folder: Path, table: Path, *more: str) -> str:
    """Sweep to the end, from this process; what it prints."""
    said, complaints = io.StringIO(), io.StringIO()
    with redirect_stdout(said), redirect_stderr(complaints):
        code = main(command(folder, table, *more)[3:])
    assert code in (0, 1) and not complaints.getvalue(), complaints.getvalue()
    return said.getvalue()


def rows(folder: Path, table: Path) -> list[list[str]]:
    """The finished table without its timings."""
    out = table.with_suffix(".csv")
    sweep(folder, table, "--export", str(out))
    return read(out)


def count(table: Path) -> int:
    """How many rows a table has, once no sweep is at work on it."""
    if not table.exists():
        return 0
    base = sqlite3.connect(table, timeout=20)
    made = base.execute("SELECT count(*) FROM sqlite_master WHERE name = 'points'").fetchone()[0]
    found = base.execute("SELECT count(*) FROM points").fetchone()[0] if made else 0
    base.close()
    return int(found)


def wait_for_writes(process: subprocess.Popen[bytes], table: Path, least: int) -> None:
    """Until the log of the table has grown by so many transactions."""
    log = table.with_name(table.name + "-wal")
    begin = time.monotonic()
    sizes: set[int] = set()
    while len(sizes) <= least and time.monotonic() < begin + 120:
        assert process.poll() is None, "the sweep ended before it was killed"
        if log.exists():
            sizes.add(log.stat().st_size)
        time.sleep(0.01)


def read(out: Path) -> list[list[str]]:
    """An exported table without its timings."""
    with out.open(newline="", encoding="utf-8") as file:
        return [row[:-1] for row in csv.reader(file)]
