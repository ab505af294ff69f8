"""The page of a built model and its picture, by the command."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import pytest

import varproof as vp
from tests.commands.catalogs import SUM, SUM_PROOF, entry
from tests.show.check import problems
from varproof.construct.frontier import FORMATS

pytest.importorskip("matplotlib")

Run = Callable[..., tuple[int, str, str]]
MODELS = [["x_1_1**2", "--eps", "1/8"], ["x_1_1*x_2_1", "x_1_1**2", "--tokens", "2"],
          ["--scales", "1,2", "--picture", "disc", "--eps", "1/8"],
          ["--scales", "1,2", "--picture", "gradient", "--channels", "3"]]  # fmt: skip


@pytest.mark.parametrize("argv", MODELS)
def test_page(run: Run, tmp_path: Path, argv: list[str]) -> None:
    page, picture, model = tmp_path / "m.html", tmp_path / "m.png", tmp_path / "m.json"
    code, out, _ = run("construct", *argv, "--report", page, "--figure", picture, "-o", model)
    assert code == 0 and picture.read_bytes()[1:4] == b"PNG"
    text = page.read_text(encoding="utf-8")
    ElementTree.fromstring(text.removeprefix("<!DOCTYPE html>\n"))
    said = re.search(r"error at most ([0-9.]+)", out)
    assert said is not None and f"error at most {said[1]} " in text
    assert f"varproof check {model}" in text and "https://" not in re.sub(r"<svg.*?</svg>", "", text, flags=re.S)
    assert ("misses this target by at least" in text) == ("--tokens" in argv or "--scales" in argv)


def test_the_command_says_what_fails_without_positions(run: Run) -> None:
    _, out, _ = run("construct", "1", "0", "--tokens", "2")
    assert "without a positional embedding every network misses by at least 0.9999" in out
    _, out, _ = run("construct", "x_1_1", "x_2_1", "--tokens", "2")
    assert "misses" not in out


def test_the_report_has_a_page_for_each_model(run: Run, tmp_path: Path) -> None:
    """Linked from the first page, with the model beside it; also for a target that is a function."""
    catalog = tmp_path / "catalog"
    catalog.mkdir()
    (catalog / "lem-small.py").write_text(entry("small", SUM, proof=SUM_PROOF))
    assert run("--catalog", catalog, "lock")[0] == 0
    assert run("construct", "--scales", "1,2", "--picture", "disc", "-o", tmp_path / "a disc.json")[0] == 0
    model = vp.construct_transformer(lambda rows: [[rows[0][0] / 2]], 1, 1, Fraction(1, 4), lipschitz=1)
    model.save(tmp_path / "half.npz")
    folder = tmp_path / "report"
    argv = ["--catalog", catalog, "report", "-o", folder, "--model", tmp_path / "a disc.json", "--model"]
    assert run(*argv, tmp_path / "half.npz")[0] == 0
    site = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    assert not problems(site)
    index = site["index.html"].decode()
    assert "models/a%20disc.html" in index and "4 pixels at every word" in index and "models/half.html" in index
    assert "assumed" in site["models/half.html"].decode() and run("check", folder / "models/half.npz")[0] == 0
    code, _, error = run(*argv, tmp_path / "none.json")
    assert code == 2 and "cannot be read as a model" in error and len(error.splitlines()) == 1


def test_the_command_says_where_float64_is_too_short(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    _, out, _ = run("construct", "x_1_1")
    assert re.search(r"precision: [0-9]+ bits keep tokens apart; float64 has 53\n", out)
    monkeypatch.setitem(FORMATS, "float64", 5)
    _, out, _ = run("construct", "x_1_1")
    assert "float64 has 5, so that outputs in float64 may be those of other cells" in out


@pytest.mark.parametrize("wrong", [["--figure", "m.gif"], ["--report", "m.txt"], ["-o", "m.bin"]])
def test_outputs_that_cannot_be_written_are_refused_first(run: Run, wrong: list[str]) -> None:
    code, _, error = run("construct", "x_1_1", *wrong)
    assert code == 2 and len(error.splitlines()) == 1 and wrong[1] in error
