"""The page of a built model and its picture, by the command."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

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
    assert ("misses this target by at least" in text) == ("--tokens" in argv)


def test_the_command_says_what_fails_without_positions(run: Run) -> None:
    _, out, _ = run("construct", "1", "0", "--tokens", "2")
    assert "without a positional embedding every network misses by at least 0.9999" in out
    _, out, _ = run("construct", "x_1_1", "x_2_1", "--tokens", "2")
    assert "misses" not in out


@pytest.mark.parametrize("wrong", [["--figure", "m.gif"], ["--report", "m.txt"], ["-o", "m.bin"]])
def test_outputs_that_cannot_be_written_are_refused_first(run: Run, wrong: list[str]) -> None:
    code, _, error = run("construct", "x_1_1", *wrong)
    assert code == 2 and len(error.splitlines()) == 1 and wrong[1] in error
