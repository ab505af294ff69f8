"""A catalog of somebody else, from installation to the last command, without touching varproof.

`tests/stranger` is a package of its own: another field, another project file, its own lock. It is installed by pip into
an environment of its own that sees the libraries of this one; nothing is downloaded.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import site
import subprocess
import sysconfig
import venv
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from varproof import cli

STRANGER = Path(__file__).parent / "stranger"
VARIANTS = 9
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run Python of an environment where the stranger's package is installed, in an empty folder."""
    root = tmp_path_factory.mktemp("stranger")
    venv.create(root / "venv", with_pip=False, symlinks=os.name != "nt")
    python = root / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    purelib = Path(sysconfig.get_path("purelib", vars={"base": str(root / "venv"), "platbase": str(root / "venv")}))
    here = [*site.getsitepackages(), sysconfig.get_path("purelib")]
    lines = [f"import site; site.addsitedir({folder!r})" for folder in dict.fromkeys(here)]
    (purelib / "libraries.pth").write_text("\n".join(lines) + "\n")
    shutil.copytree(STRANGER, root / "source", ignore=shutil.ignore_patterns("__pycache__", "build", "*.egg-info"))
    (root / "work").mkdir()
    env = {**os.environ, "XDG_CACHE_HOME": str(root / "cache"), "PYTHONNOUSERSITE": "1"}
    env.pop("PYTHONPATH", None)

    def go(*words: object) -> subprocess.CompletedProcess[str]:
        command = [str(python), *map(str, words)]
        return subprocess.run(command, capture_output=True, text=True, cwd=root / "work", env=env, timeout=300)

    quiet = ("--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--disable-pip-version-check")
    done = go("-m", "pip", "install", *quiet, root / "source")
    assert done.returncode == 0, done.stderr
    assert (purelib / "convexity_notes" / "statements.lock").exists()
    return go


@pytest.fixture(scope="module")
def varproof(run: Run) -> Run:
    return lambda *words: run("-m", "varproof", "--catalog", "convexity", *words)


def complaints(errors: str) -> list[str]:
    """What is said on the error stream but how far a long command is, which it may say every ten seconds."""
    return [line for line in errors.splitlines() if not re.match(r"\d+/\d+(, |$)", line)]


def succeeded(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0 and not complaints(done.stderr), done.stderr or done.stdout
    return done.stdout


def test_it_is_found_by_name(run: Run, varproof: Run) -> None:
    assert "thm:gradient-contraction" in succeeded(varproof("list"))
    assert "convexity, gallery, varproof" in succeeded(run("-m", "varproof", "doctor"))
    refused = run("-m", "varproof", "--catalog", "convex", "list")
    assert refused.returncode == 2
    said, _, names = refused.stderr.strip().partition("; installed catalogs: ")
    assert said == "varproof: convex: no such catalog, package or folder"
    another = {"begun-notes"}  # which the test of `new --package` installs
    assert set(names.split(", ")) - another == {"convexity", "gallery", "varproof"}


def test_it_is_verified_certified_and_checked(run: Run, varproof: Run) -> None:
    found = json.loads(succeeded(varproof("verify", "--json", "--certificates", "certificates")))
    verdicts = {(e["id"], e["variant"]): (e["verdict"], e["evidence"]) for e in found["entries"]}
    assert len(verdicts) == VARIANTS
    assert verdicts.pop(("thm:gradient-contraction", "printed")) == ("REFUTED", ["witness"])
    assert set(map(str, verdicts.values())) == {str(("PROVED", ["kernel"]))}
    assert f"{VARIANTS} certificates, {VARIANTS} accepted." in succeeded(varproof("check", "certificates"))
    refused = run("-m", "varproof", "check", "certificates")  # against the lock of another catalog
    assert refused.returncode == 1 and f"{VARIANTS} certificates, 0 accepted." in refused.stdout
    assert "0 differences" in succeeded(varproof("lock", "--check"))


def test_it_is_browsed(varproof: Run) -> None:
    page = succeeded(varproof("show", "thm:gradient-contraction"))
    assert "at which contracts fails" in page and "PROVED" in page
    assert "def:quadratic" in succeeded(varproof("graph", "--focus", "lem:descent"))
    assert "The rate 1 - eta mu is claimed for steps up to 2/L" in succeeded(varproof("findings"))
    assert "lem:markov" in succeeded(varproof("trust"))
    assert "1.098612" in succeeded(varproof("constants", "lem:entropy", "--set", "n=3"))


def test_its_false_lemma_is_refuted_from_scratch(varproof: Run) -> None:
    done = varproof("falsify", "thm:gradient-contraction", "--variant", "printed")
    assert done.returncode == 1
    assert 'catalog(\'convexity\')["thm:gradient-contraction"].variants["printed"]' in done.stdout


def test_it_is_swept(varproof: Run, tmp_path: Path) -> None:
    """The printed theorem fails exactly where eta (mu + L) > 2 and its own hypothesis eta L <= 2 still holds."""
    grid = ("--grid", "n=2", "--grid", "mu=1/2", "--grid", "L=1/2,1,2,4", "--grid", "eta=1/4:2:1/4")
    out = tmp_path / "sweep.csv"
    words = ("sweep", "thm:gradient-contraction", "--variant", "printed", *grid)
    said = succeeded(varproof(*words, "-o", tmp_path / "sweep.db", "--export", out))
    assert "32 points" in said
    with out.open(newline="") as file:
        for row in csv.DictReader(file):
            L, eta = Fraction(row["L"]), Fraction(row["eta"])
            wanted = "outside" if eta * L > 2 else "refuted" if eta * (L + Fraction(1, 2)) > 2 else "holds"
            assert row["verdict"] == wanted, row


def test_it_runs_under_pytest(run: Run) -> None:
    done = run("-m", "pytest", "--varproof", "--varproof-catalog", "convexity", "-q", "-p", "no:cacheprovider")
    assert f"{VARIANTS + 1} passed" in done.stdout, done.stdout


@pytest.mark.parametrize(
    ("command", "words", "made"),
    [
        ("latex", ("-o", "convexity.tex"), "convexity.tex"),
        ("report", ("-o", "site"), "site/index.html"),
    ],
)
def test_it_is_exported(varproof: Run, tmp_path: Path, command: str, words: tuple[str, ...], made: str) -> None:
    if command not in cli.COMMANDS:
        pytest.skip(f"there is no command {command}")
    words = tuple(str(tmp_path / word) if word == words[-1] else word for word in words)
    succeeded(varproof(command, *words))
    written = (tmp_path / made).read_text(encoding="utf-8")
    assert "gradient-contraction" in written or "Gradient descent contracts" in written


def test_a_package_is_begun(run: Run) -> None:
    """`varproof new --package` writes a catalog that verifies by the instructions that it prints, from every folder."""
    said = succeeded(run("-m", "varproof", "new", "begun-notes", "--package"))
    (place,) = set(re.findall(r"--catalog (\S*/begun-notes) verify", said))
    assert f"-m pip install -e {place}" in said and "varproof --catalog begun-notes verify" in said
    for source in (place, "begun-notes", f"{place}/begun_notes"):
        assert "1 PROVED" in succeeded(run("-m", "varproof", "--catalog", source, "verify"))
    succeeded(run("-m", "varproof", "--catalog", "begun-notes", "lock"))
    quiet = ("--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--disable-pip-version-check")
    succeeded(run("-m", "pip", "install", *quiet, "-e", place))
    assert "1 PROVED" in succeeded(run("-m", "varproof", "--catalog", "begun-notes", "verify"))
    succeeded(run("-m", "varproof", "--catalog", "begun-notes", "lock"))
    assert not (Path(place) / "statements.lock").exists()
    for name, says in (("begun-notes", "is there already"), ("json", "a module json already"), ("X y", "lower-case")):
        refused = run("-m", "varproof", "new", name, "--package")
        assert refused.returncode == 2 and says in refused.stderr and refused.stderr.count("\n") == 1
