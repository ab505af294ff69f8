"""Sweeps of constructions: rows, verdicts, resumption, refusals."""

from __future__ import annotations

import csv
import re
import shlex
from argparse import Namespace
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

import varproof as vp
from varproof import cli
from varproof.commands.swept_models import Models, entries
from varproof.sweep import grid

Run = Callable[..., tuple[int, str, str]]
Q = Fraction


def test_a_formula_stands_for_all_entries() -> None:
    assert entries("x_k_j*x_1_j", 2, 2) == [["x_1_1*x_1_1", "x_1_2*x_1_2"], ["x_2_1*x_1_1", "x_2_2*x_1_2"]]
    assert entries("x_k_1 + x_12_j", 1, 2) == [["x_1_1 + x_12_1", "x_1_1 + x_12_2"]]


def test_rows_are_those_of_the_models() -> None:
    """Bound, levels, neurons, parameters; what cannot be is outside, what is too large undecided."""
    models = Models(("x_k_j**2", "x_k_j*x_1_j", "x_3_1"), grid.read(["eps=1/4,0", "L=1,2", "head=2", "target=1:3"]))
    rows = [models.row(k) for k in range(12)]
    assert [r.verdict for r in rows] == ["proved", "proved", "outside"] * 2 + ["outside"] * 6
    model = vp.construct_transformer(entries("x_k_j*x_1_j", 2, 1), 2, 1, Q(1, 4), attention="mean")
    bound, *whole = rows[4].constants
    assert bound is not None and Q(bound.low) <= model.error_bound <= Q(bound.high)
    sizes = (model.grid.levels, model.counts.first + model.counts.second, model.parameters)
    assert [int(b.low) for b in whole if b is not None][:3] == list(sizes)
    assert Q(str(rows[4].slack)) <= Q(1, 4) / model.error_bound
    assert "x_3_1 is no entry" in rows[2].reason and "eps: 0" in rows[6].reason
    (large,) = (Models(("x_k_j",), grid.read(["eps=1/1000", "L=3"])).row(0),)
    assert large.verdict == "undecided" and "levels a coordinate is needed" in large.reason


def test_the_sweep_of_the_readme_can_be_done() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"^varproof (sweep construct .*)$", readme, re.MULTILINE)
    options = cli._parser().parse_args(shlex.split(line), Namespace(json=False, catalog=None))
    models = Models(tuple(options.target), grid.read(options.grid))
    assert len(models.grid) == 9 and models.row(0).verdict == "proved"


SWEEP = ["sweep", "construct", "--target", "x_k_j*x_1_j", "--target", "x_k_j**2", "--grid", "eps=1/2,1/4",
         "--jobs", "2"]  # fmt: skip


def table(path: Path) -> list[list[str]]:
    with path.open(newline="") as file:
        return [row[:-1] for row in csv.reader(file)]  # without the seconds


def test_the_command(run: Run, tmp_path: Path) -> None:
    code, out, _ = run(*SWEEP, "-o", tmp_path / "s.db", "--export", tmp_path / "s.csv")
    assert code == 0 and "4 points (2 eps × 2 target)\n4 proved" in out
    assert [row[:3] for row in table(tmp_path / "s.csv")[1:]] == [
        [e, t, "proved"] for e in ("1/2", "1/4") for t in "12"
    ]
    code, out, _ = run(*SWEEP, "-o", tmp_path / "s.db")
    assert code == 0 and "4 points were there already" in out
    code, _, error = run(*SWEEP, "--target", "x_k_j", "-o", tmp_path / "s.db")
    assert code == 2 and "another list of targets" in error


def test_the_figure_shows_bits_and_neurons_against_the_grid(run: Run, tmp_path: Path) -> None:
    """A line for each head and target, and the formats; what is not built is left out."""
    pytest.importorskip("matplotlib")
    more = ["--grid", "head=1:2", "--grid", "L=1,9", "--figure", tmp_path / "s.svg"]
    code, out, _ = run(*SWEEP, *more, "-o", tmp_path / "s.db")
    assert code == 0 and "undecided" in out
    drawn = (tmp_path / "s.svg").read_text(encoding="utf-8")
    names = re.findall(r"<!-- (.*?) -->", drawn)
    assert {"head = 2, L = 1, target = 1", "levels", "neurons", "bits", "float16", "bfloat16", "float32"} <= set(names)
    assert not any("L = 9" in name for name in names)
    code, _, error = run(*SWEEP, "-o", tmp_path / "t.db", "--figure", tmp_path / "s.gif")
    assert code == 2 and ".svg, .png, .pdf" in error


@pytest.mark.parametrize(("argv", "says"), [
    (["construct", "--grid", "eps=1"], "needs a target"),
    (["construct", "--target", "x_k_j", "--grid", "L=1:3"], "--grid eps=1/2,1/4"),
    (["construct", "--target", "x_k_j", "--grid", "e=1"], "have the axes eps, L"),
    (["construct", "--target", "x_k_j", "--grid", "eps=1", "--drop", "h"], "--drop is for statements"),
    (["lem:boltz-range", "--target", "x_k_j", "--grid", "n=2:3"], "--target is for constructions"),
])  # fmt: skip
def test_bad_input_is_one_line(run: Run, tmp_path: Path, argv: list[str], says: str) -> None:
    code, _, error = run("sweep", *argv, "-o", tmp_path / "s.db")
    assert code == 2 and says in error and len(error.splitlines()) == 1
    assert not (tmp_path / "s.db").exists()
