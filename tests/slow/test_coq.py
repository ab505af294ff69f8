"""The whole catalog as theorems of Coq; the library once more by coqchk; many changed certificates."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.coq.conftest import Accepts, coq, folder
from tests.coq.test_rules import compare_changed
from varproof.coq.project import AXIOMS

__all__ = ["coq", "folder"]  # fixtures

if shutil.which("coqc") is None:
    pytest.skip("coqc is not installed", allow_module_level=True)


def test_every_kernel_proof_is_a_theorem(tmp_path: Path) -> None:
    argv = [sys.executable, "-m", "varproof", "coq", "--json", "-o", str(tmp_path / "project")]
    done = subprocess.run(argv, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    said = json.loads(done.stdout)
    assert set(said["axioms"]) == set(AXIOMS)
    assert set(said["without"].values()) <= {
        "not in the Coq library yet: a map that takes arrays",
        "not in the Coq library yet: a proved consequence that fails at a point",
        "not in the Coq library yet: integral in a statement",
    }
    assert len(said["theorems"]) > 100 and all(t["ok"] for t in said["theorems"])


def test_coqchk_accepts_the_library(folder: Path) -> None:
    """Another program of Coq, which reads the compiled files alone."""
    argv = [
        "coqchk",
        "-silent",
        "-o",
        "-R",
        "theories",
        "Varproof",
        "Varproof.Text",
        "Varproof.Entry",
        "Varproof.Exact",
    ]
    done = subprocess.run(argv, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.parametrize("name", ["def:softmax printed", "fact:inner-products printed", "lem:up-norm stated"])
def test_changed_certificates(coq: Accepts, name: str) -> None:
    compare_changed(coq, name, 160)
