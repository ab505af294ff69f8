"""The README says what is so."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

from varproof import cli
from varproof.catalog import catalog
from varproof.proof.kernel.rules import RULES

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_rows_shown_are_those_of_the_catalog() -> None:
    (block,) = re.findall(r"<!-- output of: varproof verify -->\n```text\n(.*?)```", README, re.DOTALL)
    rows = [line.split()[:3] for line in block.splitlines()[1:]]
    there = [[v.id, v.name, v.expect] for v in catalog().variants()]
    assert len(rows) >= 10
    assert [row for row in rows if row not in there] == [], "paste rows that `varproof verify` prints into README.md"


def test_the_commands_exist() -> None:
    used = set(re.findall(r"varproof (?:--catalog FOLDER )?([a-z]+)", README)) - {"is"}
    assert used <= set(cli.COMMANDS)


def test_the_example_is_the_template() -> None:
    from varproof import template

    (block,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    written = template._LEMMA.format(id="lem:x")
    for line in block.splitlines():
        assert line.split("  #")[0].rstrip() in written, line


def test_the_sessions_are_as_printed() -> None:
    blocks = re.findall(r"```pycon\n(.*?)```", README, re.DOTALL)
    assert blocks
    for block in blocks:
        example = doctest.DocTestParser().get_doctest(block, {}, "README", "README.md", 0)
        assert doctest.DocTestRunner().run(example).failed == 0


def test_the_paths_of_the_layout_exist() -> None:
    rows = re.findall(r"^\| (`.+?`) \|", README.split("## Layout")[1], re.MULTILINE)
    paths = [name for row in rows for name in re.findall(r"`([^`]+)`", row)]
    assert len(paths) >= 8
    for path in paths:
        assert (ROOT / path).exists() or (ROOT / "varproof" / path).exists(), path


def test_the_pictures_are_there() -> None:
    pictures = re.findall(r"!\[(.+?)\]\((.+?)\)", README)
    assert len(pictures) >= 2
    for words, path in pictures:
        assert len(words) > 20 and (ROOT / path).read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def test_the_number_of_rules_is_that_of_the_kernel() -> None:
    tour = (ROOT / "notebooks" / "01-a-tour.ipynb").read_text(encoding="utf-8")
    assert f"one of {len(RULES)} rules" in README and f"{len(RULES)} small rules" in tour
