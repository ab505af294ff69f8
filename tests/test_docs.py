"""The documentation: what its examples show is what is printed, its links lead somewhere, and it builds."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest

from tests.commands.catalogs import Run
from varproof.cli import COMMANDS
from varproof.commands.docs import GUIDE, SOURCES, build

PAGES = sorted(SOURCES.glob("*.md"))
CONSOLE = [
    (page.name, block)
    for page in PAGES
    for block in re.findall(r"^```console\n(.*?)^```", page.read_text(encoding="utf-8"), re.S | re.M)
]


@pytest.mark.parametrize(("page", "block"), CONSOLE, ids=[f"{name}-{k}" for k, (name, _) in enumerate(CONSOLE)])
def test_what_a_command_is_said_to_print(run: Run, page: str, block: str) -> None:
    for part in block.split("$ ")[1:]:
        command, _, printed = part.partition("\n")
        program, *words = shlex.split(command)
        _, out, err = run(*words)
        assert (program, out + err) == ("varproof", printed), command


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_what_python_is_said_to_print(page: Path) -> None:
    blocks = re.findall(r"^```pycon\n(.*?)^```", page.read_text(encoding="utf-8"), re.S | re.M)
    for k, block in enumerate(blocks):
        test = doctest.DocTestParser().get_doctest(block, {}, f"{page.name} {k}", str(page), 0)
        assert doctest.DocTestRunner(verbose=False).run(test).failed == 0


def test_every_command_that_is_named_is_there() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for name in re.findall(r"(?:^(?:\$ )?|`)varproof (?:--catalog \S+ )?([a-z]+)", text, re.M):
            assert name in COMMANDS, (page.name, name)


def test_the_site_builds_and_is_offline(tmp_path: Path) -> None:
    pytest.importorskip("sphinx")
    pytest.importorskip("myst_parser")
    assert build(tmp_path / "site") == ""  # no warnings
    pages = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "site").glob("*.html")}
    assert {f"{page.stem}.html" for page in PAGES} | {"commands.html"} <= set(pages)
    for name, text in pages.items():
        assert not re.findall(r"<(?:script|link|img)[^>]+(?:src|href)=.https?:", text), name
        assert 'class="problematic"' not in text and "system-message" not in text, name
        for target, part in re.findall(r'href="([^"#:?]*)(?:[?][^"#]*)?(#[^"]*)?"', text):
            there = (tmp_path / "site" / target) if target else (tmp_path / "site" / name)
            assert there.is_file(), (name, target)
            if len(part) > 1:
                assert f'id="{part[1:]}"' in pages[there.name], (name, target, part)
    assert all(f'id="{command}"' in pages["commands.html"] for command in COMMANDS)
    assert "varproof.claims.prove.prove" in pages["api.html"] and "lem" in pages["proofs.html"]


def test_the_guide_to_proofs_is_at_hand(run: Run) -> None:
    code, out, _ = run("guide")
    assert code == 0 and out == GUIDE.read_text(encoding="utf-8") and "p.have(" in out
