"""Coq with the library compiled, once for all tests; where Coq is absent they are skipped and say so."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from varproof.coq import build, project

Accepts = Callable[..., str]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the compiled library."""
    if shutil.which("coqc") is None:
        pytest.skip("coqc is not installed")
    path = tmp_path_factory.mktemp("coq")
    project.write(path, {})
    try:
        build.library(path)
    except build.Missing as error:
        pytest.skip(str(error))
    return path


@pytest.fixture
def coq(folder: Path) -> Accepts:
    """Compile a file of the project: what Coq says, or "refused: ..."."""

    def compile_(text: str, name: str = "Test") -> str:
        (folder / "statements").mkdir(exist_ok=True)
        (folder / "statements" / f"{name}.v").write_text(text)
        done = build.coqc(folder, f"statements/{name}.v")
        return done.stdout if done.returncode == 0 else f"refused: {build.complaint(done.stderr)}"

    return compile_
