"""Coq with the library compiled, once for all tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from varproof.coq import build, project

Accepts = Callable[..., str]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the compiled library; a file of it that Coq does not accept is a failure of every test.

    Skipped only where Coq or Coquelicot is not installed: varproof works without them, they cannot be had by pip, and
    without Coq there is nothing that could accept or refuse.
    """
    try:
        build.version()
    except build.Missing as error:
        pytest.skip(str(error))  # which says what to install; pip cannot
    path = tmp_path_factory.mktemp("coq")
    project.write(path, {})
    build.library(path)
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
