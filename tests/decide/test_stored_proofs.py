"""Proofs that are shipped or stored take the place of scripts only where the checker accepts them for what is asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands.catalogs import SUM, SUM_PROOF, entry
from varproof.catalog import one
from varproof.cli import main
from varproof.decide.proofs import known
from varproof.decide.verify import Judged, Task, _judge, item, sources
from varproof.lang.statement import Variant
from varproof.store import cache, shipped

SPOILED = 'raise AssertionError("the script is run")'


def folder_with(tmp_path: Path, proof: str = SUM_PROOF) -> Path:
    (tmp_path / "lem-small.py").write_text(entry("small", SUM, proof=proof))
    return tmp_path


def task(folder: Path) -> Task:
    found = one(folder, "lem:small")
    digest = sources(found, "any", folder)

    def load() -> Variant:
        return found.variants["stated"]

    return Task(found.variants["stated"], digest, folder, load)


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Task, dict[str, Any]]:
    """A task, and what is to be shipped of it; from here on its script breaks down when it is run."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    found = task(folder_with(tmp_path))
    what = item(found, _judge(found.load, None, ()))
    assert what is not None

    def broken(p: Any) -> None:
        raise AssertionError("the script is run")

    found.variant.entry.proofs["stated"] = broken
    return found, what


def ship(found: Task, what: object) -> Judged:
    shipped.write(found.folder, found.place.stem, {"stated": what})
    return _judge(found.load, found.place, ())


def test_a_shipped_proof_is_replayed(made: tuple[Task, dict[str, Any]]) -> None:
    found, what = made
    judged = ship(found, what)
    assert judged.result.verdict == "PROVED" and judged.result.replayed
    assert judged.certificate == cache.canonical(what["certificate"])
    assert judged.result.hypotheses["nonnegative"] == "used"
    assert judged.result.rules["sum_sign"] == 1 and judged.result.instances == 1  # all else is done as ever


def test_without_it_the_script_runs(made: tuple[Task, dict[str, Any]]) -> None:
    found, _ = made
    assert "the script is run" in _judge(found.load, found.place, ()).result.reason


@pytest.mark.parametrize(
    "spoil",
    [
        lambda w: {**w, "sources": "0" * 64},  # made from other files
        lambda w: {**w, "certificate": {**w["certificate"], "hash": "0" * 64}},  # of another statement
        lambda w: {**w, "certificate": {**w["certificate"], "steps": w["certificate"]["steps"][:-1]}},
        lambda w: {**w, "certificate": {**w["certificate"], "goals": [0] * len(w["certificate"]["goals"])}},
        lambda w: {**w, "certificate": {**w["certificate"], "kind": "witness"}},
        lambda w: {**w, "certificate": None},
        lambda w: {**w, "proof": 3},
        lambda w: {**w, "used": None},
        lambda w: {},
        lambda w: 7,
    ],
)
def test_what_is_stale_or_tampered_with_does_not_count(
    made: tuple[Task, dict[str, Any]], spoil: Callable[[dict[str, Any]], Any]
) -> None:
    found, what = made
    judged = ship(found, spoil(what))
    assert judged.result.verdict != "PROVED" and "the script is run" in judged.result.reason


def test_a_proof_of_one_statement_does_not_prove_another(made: tuple[Task, dict[str, Any]], tmp_path: Path) -> None:
    """Not even when everything about it calls it the other's."""
    _, what = made
    other = tmp_path / "other"
    other.mkdir()
    (other / "lem-small.py").write_text(entry("small", "Sum(a[i], i) > 0", expect="UNDECIDED"))
    false = task(other)
    about = {**what["certificate"], "statement": false.variant.text, "hash": false.variant.hash}
    judged = ship(false, {**what, "certificate": about, "sources": false.sources})
    assert judged.result.verdict != "PROVED"


def test_what_cannot_be_unpacked_counts_as_absent(made: tuple[Task, dict[str, Any]]) -> None:
    found, what = made
    path = shipped.write(found.folder, found.place.stem, {"stated": what})
    assert path is not None
    whole = path.read_bytes()
    for content in (b"", b"{}", whole[:-9], whole[:20], b"\x1f\x8b" + b"\0" * 40):
        path.write_bytes(content)
        assert shipped.read(found.folder, found.place.stem) == {} and known(found.place) == []


def test_writing_again_changes_no_byte(made: tuple[Task, dict[str, Any]]) -> None:
    found, what = made
    path = shipped.write(found.folder, "a", {"stated": what})
    assert path is not None
    first = path.read_bytes()
    assert shipped.write(found.folder, "a", {"stated": what}) is None
    path.unlink()
    shipped.write(found.folder, "a", {"stated": what})
    assert path.read_bytes() == first
    shipped.write(found.folder, "a", {})
    assert not path.exists()


def test_the_commands_write_compare_and_use_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "catalog").mkdir()
    folder = folder_with(tmp_path / "catalog")

    def run(*words: str) -> tuple[int, str]:
        code = main(["--catalog", str(folder), *words])
        return code, capsys.readouterr().out

    assert run("lock")[0] == 0
    code, out = run("verify", "--fresh", "--compare-certificates")
    assert code == 1 and "lem-small.json.gz: not what the scripts prove now" in out
    assert "1 file of certificates written." in run("verify", "--write-certificates")[1]
    assert run("verify", "--fresh", "--compare-certificates")[0] == 0
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "empty"))
    rows = json.loads(run("verify", "--json")[1])["entries"]
    assert [r["replayed"] for r in rows] == [True]
    assert "a stored certificate, replayed" in run("trust")[1]
    rows = json.loads(run("verify", "--fresh", "--json")[1])["entries"]
    assert [r["replayed"] for r in rows] == [False]


@pytest.mark.parametrize("proof, verdict", [(SPOILED, "ERROR"), ("p.have('1 = 2')", "HOLDS_ON_INSTANCES")])
def test_a_script_that_breaks_takes_no_certificate_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, proof: str, verdict: str
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "catalog").mkdir()
    folder = folder_with(tmp_path / "catalog")
    write = ["--catalog", str(folder), "verify", "--write-certificates"]
    main([*write[:2], "lock"])
    assert main(write) == 0
    file = shipped.path(folder, "lem-small")
    before = file.read_bytes()
    folder_with(folder, proof)
    capsys.readouterr()
    assert main(write) != 0
    said = capsys.readouterr().out.splitlines()
    assert file.read_bytes() == before
    assert f"lem:small stated: it is {verdict} now; the certificate that was shipped is kept" in said
    assert "0 files of certificates written." in said


def test_the_store_keeps_proofs_for_the_next_version(made: tuple[Task, dict[str, Any]]) -> None:
    found, what = made
    cache.store(found.place.key, what)
    assert _judge(found.load, found.place, ()).result.replayed
