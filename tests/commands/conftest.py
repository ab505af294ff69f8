"""The commands, run in this process on small catalogs."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.commands.catalogs import SUM, SUM_PROOF, Run, entry


@pytest.fixture
def run(run: Run) -> Run:
    """Run a command in this process, which forgets what it has imported of folders: exit code, output, errors."""

    def go(*argv: str | Path) -> tuple[int, str, str]:
        from varproof import catalog

        catalog._load.cache_clear()
        for name in [n for n in sys.modules if n.startswith("varproof_catalog_")]:
            del sys.modules[name]
        return run(*argv)

    return go


@pytest.fixture
def small(tmp_path: Path, run: Run) -> Path:
    """A catalog of one proved lemma, locked."""
    folder = tmp_path / "catalog"
    folder.mkdir()
    (folder / "lem-small.py").write_text(entry("small", SUM, proof=SUM_PROOF))
    assert run("--catalog", folder, "lock")[0] == 0
    return folder
