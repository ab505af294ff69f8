"""The command, and the tier of evidence that it gives."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.commands.catalogs import Run
from varproof.coq import build, project


@pytest.fixture(autouse=True)
def cache(own_cache: None) -> None:
    """Nothing is stored but by these tests."""


def without_coq(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    build.version.cache_clear()


@pytest.mark.parametrize("command", [["coq"], ["verify", "--coq"]])
def test_without_coq_the_project_is_written_and_how_to_install_it_is_said(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: list[str]
) -> None:
    without_coq(monkeypatch, tmp_path)
    folder = ["-o", str(tmp_path / "p")] if command == ["coq"] else []
    code, out, err = run(*command, "lem:boltz-range", "--variant", "stated", *folder)
    assert (code, out) == (3, "")
    last = err.strip().splitlines()[-1]  # before it, on a slow machine, progress
    assert "sudo apt install coq libcoq-coquelicot" in last
    if folder:
        listed = (tmp_path / "p" / "_CoqProject").read_text().split()
        assert "statements/lem_boltz_range_stated.v" in listed
        assert all((tmp_path / "p" / name).is_file() for name in listed if name.endswith(".v"))
        assert (tmp_path / "p" / "Makefile").is_file()
    build.version.cache_clear()


def test_coquelicot_is_missing_only_where_coq_does_not_find_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Any other complaint is a fault, by which no test is skipped."""
    program = tmp_path / "coqc"
    for said, error in (
        ("Cannot find a physical path bound to logical path Coquelicot.", build.Missing),
        ("Coquelicot.vo: bad version", RuntimeError),
    ):
        program.write_text(f"#!/bin/sh\necho 'Error: {said}' >&2\nexit 1\n")
        program.chmod(0o755)
        without_coq(monkeypatch, tmp_path)
        with pytest.raises(error):
            build.version()
    build.version.cache_clear()


def test_what_coq_accepted_is_a_tier_of_its_own(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Coq is played by a function here, that accepts or refuses."""
    said = {"ok": True}

    def coqc(folder: Path, file: str) -> subprocess.CompletedProcess[str]:
        if said["ok"]:
            return subprocess.CompletedProcess([], 0, "Closed under the global context\n", "")
        return subprocess.CompletedProcess([], 1, "", "Error: no")

    monkeypatch.setattr(build, "coqc", coqc)
    monkeypatch.setattr(build, "version", lambda: "0")
    monkeypatch.setattr(build, "library", lambda folder, fresh: None)
    asked = ("lem:boltz-range", "--variant", "stated")

    def evidence(*argv: str) -> list[str]:
        found: list[str] = json.loads(run(*argv, "--json")[1])["entries"][0]["evidence"]
        return found

    assert evidence("verify", *asked) == ["kernel"]
    said["ok"] = False
    code, out, _ = run("verify", *asked, "--coq")
    assert (
        code == 1 and "Coq refuses the certificate: Coq does not accept it: no" in out and "0 of 1 certificates" in out
    )
    assert evidence("verify", *asked) == ["kernel"]
    said["ok"] = True
    code, out, _ = run("verify", *asked, "--coq")
    assert code == 0 and "kernel, coq" in out and "1 of 1 certificates" in out
    assert evidence("verify", *asked) == ["kernel", "coq"]
    assert "a theorem of Coq" in run("trust", *asked)[1]
    assert "resting on kernel, coq" in run("show", "lem:boltz-range")[1]
    assert "resting on kernel, coq" in run("latex", *asked)[1]
    said["ok"] = False
    assert run("verify", *asked, "--coq")[0] == 0  # it was accepted before, and is not asked again
    assert evidence("verify", *asked, "--fresh") == ["kernel"]  # what is stored does not count
    code, out, _ = run("verify", *asked, "--coq", "--fresh")
    assert code == 1 and "Coq does not accept it: no" in out and "kernel, coq" not in out
    assert evidence("verify", *asked) == ["kernel"]  # nor is it kept


def test_a_file_that_changes_while_coq_reads_it_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is accepted is another file then."""
    file = project.File("lem:a stated", "Print Assumptions x.", (), (), "{}")
    path = tmp_path / "statements" / "lem_a_stated.v"
    project.put(path, file.text)

    def coqc(folder: Path, name: str) -> subprocess.CompletedProcess[str]:
        path.write_text("Print Assumptions y.")
        return subprocess.CompletedProcess([], 0, "Closed under the global context\n", "")

    monkeypatch.setattr(build, "coqc", coqc)
    outcome = build._compile(tmp_path, file.name, {file.name: file}, "0")
    assert not outcome.ok and "was changed" in outcome.message
    assert build.known(file.name, {file.name: file}) is None


def test_what_is_stored_is_of_this_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """With another writer of files, or reader of what Coq says, Coq is asked again."""
    file = project.File("lem:a stated", "Print Assumptions x.", (), (("a", "a : True"),), "{}")
    build.keep(file)
    assert build.theorems("{}") == ("a : True",)
    before = build.key(file.name, {file.name: file})
    monkeypatch.setattr(build, "writer_digest", lambda: "another")
    assert build.theorems("{}") is None and build.key(file.name, {file.name: file}) != before
