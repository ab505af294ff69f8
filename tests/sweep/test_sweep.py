"""Sweeps from the command line: resumed after every kind of death, exported, drawn; and what they refuse."""

from __future__ import annotations

import csv
import importlib.util
import json
import os
import re
import shlex
import signal
import sqlite3
import subprocess
from argparse import Namespace
from fractions import Fraction
from functools import partial
from pathlib import Path

import pytest

from tests.sweep.scratch import ALWAYS, GRID, ONCE, catalog, command, count, forget, read, rows, sweep, wait_for_writes
from varproof import cli
from varproof.catalog import catalog as paper
from varproof.cli import main
from varproof.sweep import grid as grids
from varproof.sweep.grid import Grid
from varproof.sweep.point import Judge, Row
from varproof.sweep.table import Table, TableError

pytestmark = pytest.mark.usefixtures("own_cache")

QUESTION = {"statement": "lem:x stated", "grid": "x=1:1*5"}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    folder = tmp_path_factory.mktemp("undisturbed")
    return rows(catalog(folder / "catalog"), folder / "r.db")


def test_an_undisturbed_sweep(undisturbed: list[list[str]]) -> None:
    header, *found = undisturbed
    assert header == ["n", "x", "verdict", "reason", "slack", "bound low", "bound high"]
    assert len(found) == 44
    by_point = {(row[0], row[1]): row[2:] for row in found}
    assert by_point["2", "-1/4"] == ["outside", "nonnegative is false (by its form)", "", "", ""]
    assert by_point["2", "1/2"] == ["holds", "", "1", "1", "1"]
    assert by_point["3", "1"][0] == "holds" and by_point["3", "5/4"][0] == "refuted"
    assert by_point["4", "sqrt(2)"][:2] == ["refuted", "family flat: small is false (by balls of 64 bits)"]
    assert by_point["4", "log4"][3].startswith("5.545177444") and by_point["4", "log4"][3] != by_point["4", "log4"][4]


def test_a_killed_sweep_goes_on(tmp_path: Path, undisturbed: list[list[str]]) -> None:
    """Killed twice at work; the last run finds rows, adds the rest, and the table is the undisturbed one."""
    folder, table = catalog(tmp_path / "catalog", pause=0.1), tmp_path / "r.db"
    for kill in range(2):
        before = count(table)
        process = subprocess.Popen(command(folder, table, "--jobs", "2"))
        wait_for_writes(process, table, 2)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert before < count(table) < 44, kill
    there = count(table)
    words = command(folder, table, "--jobs", "2", "--export", str(tmp_path / "r.csv"))
    assert f"{there} points were there already" in subprocess.run(words, capture_output=True, text=True).stdout
    assert read(tmp_path / "r.csv") == undisturbed


def test_a_worker_that_dies_costs_nothing(tmp_path: Path, undisturbed: list[list[str]]) -> None:
    folder = catalog(tmp_path / "catalog", deed=ONCE)
    assert rows(folder, tmp_path / "r.db") == undisturbed
    assert (folder / "died").exists()


def test_a_point_that_kills_its_worker_is_an_error_row(tmp_path: Path, undisturbed: list[list[str]]) -> None:
    folder = catalog(tmp_path / "catalog", deed=ALWAYS)
    found = rows(folder, tmp_path / "r.db")
    bad = ["2", "1", "error", "its worker process died 3 times", "", "", ""]
    assert found == [bad if row[:2] == bad[:2] else row for row in undisturbed]


def test_an_interrupted_sweep_says_so_and_goes_on(tmp_path: Path, undisturbed: list[list[str]]) -> None:
    folder, table = catalog(tmp_path / "catalog", pause=0.1), tmp_path / "r.db"
    process = subprocess.Popen(command(folder, table, "--jobs", "2"), stderr=subprocess.PIPE)
    wait_for_writes(process, table, 2)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    *told, last = said.splitlines()
    assert process.returncode == 130 and last == b"varproof: interrupted"
    assert all(re.fullmatch(rb"\d+/44 points, .* left", line) for line in told)  # every ten seconds
    assert 0 < count(table) < 44
    assert subprocess.run(command(folder, table, "--export", str(tmp_path / "r.csv"))).returncode == 0
    assert read(tmp_path / "r.csv") == undisturbed


def test_progress_on_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from varproof.commands.sweep import _progress
    from varproof.commands.watch import Line

    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    tell = _progress(Line())
    for done, left in ((10, 7384.2), (20, 184.9), (30, 4.0), (44, 0.0)):
        tell(done, 44, left)
    shown = capsys.readouterr().err.split("\r\x1b[2K")
    assert shown == [
        "",
        "10/44 points, 2 h 3 min left",
        "20/44 points, 3 min 4 s left",
        "30/44 points, 4 s left",
        "",
    ]


def test_a_worker_with_another_catalog_is_found_out(tmp_path: Path) -> None:
    """The key of what a worker finds has to be the key of the task."""
    from varproof.commands.sweep import load
    from varproof.sweep.run import Task, work

    folder = catalog(tmp_path / "catalog")
    found = partial(load, str(folder), "lem:power-mean", "stated", (), (), False)
    _, key = found()
    grid = grids.read(GRID[1::2])
    assert [r.verdict for r in work(Task(found, key, grid), (0, 3, 9))] == ["outside", "holds", "refuted"]
    with pytest.raises(TableError, match="a worker has other versions"):
        work(Task(found, key[::-1], grid), (0,))


def test_dask_gives_the_same_table(tmp_path: Path, undisturbed: list[list[str]]) -> None:
    """On a cluster of two worker processes, one of which is killed at work."""
    pytest.importorskip("distributed", reason="Dask is not installed: pip install 'varproof[dask]'")
    folder = catalog(tmp_path / "catalog", deed=ONCE)
    said = sweep(folder, tmp_path / "r.db", "--executor", "dask", "--jobs", "2")
    assert "44 points (4 n × 11 x)" in said and (folder / "died").exists()
    assert rows(folder, tmp_path / "r.db") == undisturbed


def test_another_question_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, table = catalog(tmp_path / "catalog"), tmp_path / "r.db"
    sweep(folder, table)
    kept = table.read_bytes()

    def refused(*words: str) -> str:
        code = main(["--catalog", str(folder), "sweep", "lem:power-mean", "-o", str(table), *words])
        said = capsys.readouterr().err
        assert code == 2 and said.count("\n") == 1 and table.read_bytes() == kept
        return said

    assert "holds a sweep with another grid (n=1:1*4" in refused("--grid", "n=1:5", *GRID[2:])
    assert "another list of dropped hypotheses (none, now above)" in refused(*GRID, "--drop", "above")
    lemma = folder / "lem-power-mean.py"
    text = lemma.read_text()
    lemma.write_text(text.replace("return dict(a=[x] * n)", "return dict(a=[2 * x] * n)"))
    forget()
    assert "another version of the code" in refused(*GRID)
    lemma.write_text(text.replace("i) <= n)", "i) <= n + 1)"))
    forget()
    assert "another text of the statement" in refused(*GRID)


def test_bad_input_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = catalog(tmp_path / "catalog")
    (tmp_path / "text.db").write_text("no database " * 100)
    base = sqlite3.connect(tmp_path / "other.db")
    base.execute("CREATE TABLE birds (name TEXT)")
    base.close()
    good = [*GRID, "-o", str(tmp_path / "r.db")]
    for words, says in (
        ([], "--output"),
        (["-o", str(tmp_path / "r.db")], "a sweep needs a grid"),
        (["--grid", "n=1:4", "--grid", "x=y", "-o", "r.db"], "y is no number"),
        ([*good, "--jobs", "0"], "--jobs"),
        (["--grid", "n=1:4", "-o", str(tmp_path / "r.db")], "the family flat needs x"),
        ([*good, "--drop", "above", "--drop", "above"], "no hypothesis 'above'"),
        ([*good, "--export", "table.txt"], ".csv or .parquet"),
        ([*good, "--figure", "map.jpg"], "a map is drawn to .svg, .png, .pdf"),
        ([*good, "--scheduler", "tcp://nowhere:1"], "--executor dask"),
        ([*GRID, "-o", str(tmp_path / "text.db")], "not a table of a sweep"),
        ([*GRID, "-o", str(tmp_path / "other.db")], "a database of something else"),
        ([*GRID, "-o", str(tmp_path / "no" / "folder.db")], "there is no folder"),
        ([*good, "--export", str(tmp_path / "no" / "t.csv")], "there is no folder"),
        (["--grid", "n=2", "--grid", "x=1", "-o", str(tmp_path / "r.db"), "--figure", "map.svg"], "one or two axes"),
    ):
        code = main(["--catalog", str(folder), "sweep", "lem:power-mean", *words])
        said = capsys.readouterr()
        assert code == 2 and says in said.err and said.err.count("\n") == 1 and not said.out, words
    assert main(["sweep", "lem:boltz-separation", "--grid", "n=2", "-o", str(tmp_path / "r.db")]) == 2
    assert "choose one with --variant" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("module", "words"),
    [
        ("matplotlib", ("--figure", "map.svg")),
        ("pyarrow", ("--export", "t.parquet")),
        ("distributed", ("--executor", "dask")),
    ],
)
def test_what_is_not_installed_is_said_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], module: str, words: tuple[str]
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == module else find(name))
    folder = catalog(tmp_path / "catalog")
    monkeypatch.chdir(tmp_path)
    assert main(command(folder, tmp_path / "r.db", *words)[3:]) == 3
    assert f"pip install {module}" in capsys.readouterr().err and not (tmp_path / "r.db").exists()


def test_the_sweeps_of_the_readme_can_be_done() -> None:
    """Their words are options, and their grids fit the statement: the first point of each is judged."""
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8").replace("\\\n", " ")
    found = [shlex.split(line, comments=True) for line in re.findall(r"^varproof (sweep .*)$", readme, re.MULTILINE)]
    statements = [words for words in found if words[1] != "construct"]
    assert len(statements) == 2
    for words, points in zip(statements, (63 * 27, 12 * 16), strict=True):
        options = cli._parser().parse_args(words, Namespace(json=False, catalog=None))
        variant = paper()[options.id].variants[options.variant]
        judge = Judge(variant, grids.read(options.grid), tuple(options.drop))
        assert len(judge.grid) == points and judge.row(0).verdict == "holds"


def test_json(tmp_path: Path) -> None:
    folder = catalog(tmp_path / "catalog")
    found = json.loads(sweep(folder, tmp_path / "r.db", "--json"))
    assert found["schema"] == 1 and found["points"] == 44 and found["before"] == 0
    assert found["verdicts"] == {
        "proved": 0, "holds": 20, "refuted": 16, "outside": 8, "undecided": 0, "error": 0,
    }  # fmt: skip
    assert found["grid"] == ["n=1:1*4", "x=-1/2:1/4*9,sqrt(2),log4"]


def test_parquet_has_the_rows_of_csv(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="install 'varproof[parquet]'")
    folder = catalog(tmp_path / "catalog")
    sweep(folder, tmp_path / "r.db", "--export", str(tmp_path / "r.parquet"))
    sweep(folder, tmp_path / "r.db", "--export", str(tmp_path / "r.csv"))
    columns = parquet.read_table(tmp_path / "r.parquet").to_pydict()
    with (tmp_path / "r.csv").open(newline="") as file:
        header, *found = csv.reader(file)
    assert list(columns) == header and columns["n"][0] == 1 and isinstance(columns["seconds"][0], float)
    read_back = [["" if x is None else str(x) for x in row] for row in zip(*columns.values(), strict=True)]
    assert [row[:-1] for row in read_back] == [row[:-1] for row in found]


def test_integers_beyond_64_bits_are_text_in_parquet(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="install 'varproof[parquet]'")
    with table(tmp_path / "t.db", grids.read([f"n={2**70}:{2**70 + 1}", "k=-1:0"])) as open_:
        open_.add([row(k) for k in range(4)])
        open_.export(tmp_path / "t.parquet")
    columns = parquet.read_table(tmp_path / "t.parquet").to_pydict()
    assert columns["n"][0] == str(2**70) and columns["k"] == [-1, 0, -1, 0]


def test_the_map_shows_each_verdict_and_the_frontier(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="install 'varproof[notebook]'")
    from varproof.sweep.figure import _boxes, _frontier

    folder = catalog(tmp_path / "catalog")
    for name in ("one.svg", "two.svg"):
        sweep(folder, tmp_path / "r.db", "--figure", str(tmp_path / name))
    drawn = (tmp_path / "one.svg").read_text()
    assert drawn == (tmp_path / "two.svg").read_text()
    for label in ("holds (20)", "refuted (16)", "outside (8)", "lem:power-mean stated", "sqrt(2)"):
        assert label in drawn
    assert "proved (" not in drawn
    cells = [["holds", "holds", "refuted"], ["holds", "refuted", "refuted"]]
    assert list(_boxes(cells, "refuted")) == [
        [(1.5, -0.5), (2.5, -0.5), (2.5, 0.5), (1.5, 0.5)],
        [(0.5, 0.5), (2.5, 0.5), (2.5, 1.5), (0.5, 1.5)],
    ]
    assert list(_frontier(cells)) == [
        [(1.5, -0.5), (1.5, 0.5)],
        [(0.5, 0.5), (0.5, 1.5)],
        [(0.5, 0.5), (1.5, 0.5)],
    ]


# ---- the table alone


def table(path: Path, grid: Grid, **changed: str) -> Table:
    return Table(path, {**QUESTION, **changed}, grid, ["c"])


def row(number: int) -> Row:
    return Row(number, "holds", "", "1.5", (None,), 0.25)


def test_a_batch_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    grid = grids.read(["x=1:5"])
    with table(tmp_path / "t.db", grid) as open_:
        open_.add([row(1), row(3)])
        with pytest.raises(sqlite3.IntegrityError):
            open_.add([row(4), row(1)])
        assert list(open_.missing()) == [0, 2, 4]
        assert [r.number for r in open_.rows()] == [1, 3]
    with table(tmp_path / "t.db", grid) as again:
        assert list(again.rows()) == [row(1), row(3)] and again.seconds() == 0.5


def test_two_sweeps_do_not_share_a_file(tmp_path: Path) -> None:
    grid = grids.read(["x=1:5"])
    with table(tmp_path / "t.db", grid), pytest.raises(TableError, match="another sweep is at work on this file"):
        table(tmp_path / "t.db", grid)
    with table(tmp_path / "t.db", grid) as again:
        assert len(again) == 0


def test_an_interrupted_first_moment_leaves_a_usable_file(tmp_path: Path) -> None:
    """A file that was made and nothing more, as when the process is killed at once, is taken over."""
    sqlite3.connect(tmp_path / "t.db").close()
    with table(tmp_path / "t.db", grids.read(["x=1:5"])) as taken:
        assert list(taken.missing()) == [0, 1, 2, 3, 4]


def test_an_export_that_fails_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with table(tmp_path / "t.db", grids.read(["x=1:5"])) as open_:
        open_.add([row(0)])
        monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
        with pytest.raises(OSError, match="full"):
            open_.export(tmp_path / "t.csv")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["t.db"]


def test_slack_is_compared_as_a_number(tmp_path: Path) -> None:
    with table(tmp_path / "t.db", grids.read(["x=1:5"])) as open_:
        open_.add([row(k)._replace(slack=s) for k, s in enumerate(["10", "9.5", "1e2", "0.9999", "1"])])
        assert open_.tightest() == (3, "0.9999")
        assert Fraction(open_.seconds()) == Fraction(5, 4)
