"""The recipes of the guide *Writing proofs*: each is a complete entry, and verifies as it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from varproof import proof
from varproof.catalog import catalog
from varproof.decide import verify

GUIDE = (Path(proof.__file__).parent / "writing-proofs.md").read_text(encoding="utf-8")
RECIPES = GUIDE[GUIDE.index("## Twenty recipes") :]
IMPORTS = re.findall(r"```\n(.*?)```", RECIPES[: RECIPES.index("**1.")], re.DOTALL)[0]
BLOCKS = re.findall(r"\*\*(\d+)\. .*?```python\n(.*?)```", RECIPES, re.DOTALL)


def judged(code: str, folder: Path) -> dict[str, verify.Judged]:
    (id,) = re.findall(r'Entry\("([a-z:-]+)"', code)
    (folder / f"{id.replace(':', '-')}.py").write_text(f"{IMPORTS}\n{code}", encoding="utf-8")
    return verify.here(list(catalog(folder).variants()))


def test_there_are_twenty() -> None:
    assert [int(number) for number, _ in BLOCKS] == list(range(1, 21))


@pytest.mark.parametrize(("number", "code"), BLOCKS, ids=[number for number, _ in BLOCKS])
def test_recipe(number: str, code: str, tmp_path: Path) -> None:
    results = [one.result for one in judged(code, tmp_path).values()]
    assert {r.id: f"{r.verdict}: {r.why}" for r in results if not r.ok} == {}


def test_a_recipe_with_a_false_line_fails(tmp_path: Path) -> None:
    (code,) = (code for number, code in BLOCKS if number == "15")
    results = judged(code.replace("x^3 <= x^2 <= x <= 1", "x^3 <= x^2 <= x <= 1/2"), tmp_path)
    assert [r.result.ok for r in results.values()] == [False]
