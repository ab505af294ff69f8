"""The gallery: lemmas of other fields, a second catalog that is installed, with a lock of its own."""

from __future__ import annotations

import inspect
from pathlib import Path
from statistics import median

import pytest

from varproof import recheck
from varproof.catalog import THEORY, Catalog, catalog, folder_of
from varproof.decide import verify
from varproof.lang import lock

GALLERY = Path(__file__).resolve().parents[1] / "varproof" / "gallery"


@pytest.fixture(scope="module")
def gallery() -> Catalog:
    return catalog(GALLERY)


@pytest.fixture(scope="module")
def judged(gallery: Catalog) -> dict[str, verify.Judged]:
    return verify.here(list(gallery.variants()))


def script_lines(function: object) -> int:
    """The lines of a proof's body."""
    lines, _ = inspect.getsourcelines(function)
    start = next(j for j, line in enumerate(lines) if line.rstrip().endswith(":") and "def " in line)
    return len([line for line in lines[start + 1 :] if line.strip()])


def test_every_entry_is_as_expected(gallery: Catalog, judged: dict[str, verify.Judged]) -> None:
    results = [judged[lock.key(v)].result for v in gallery.variants()]
    assert {r.id: r.why for r in results if not r.ok} == {}
    assert all(r.verdict == v.expect for r, v in zip(results, gallery.variants(), strict=True))


def test_the_checker_accepts_every_certificate(
    gallery: Catalog, judged: dict[str, verify.Judged], tmp_path: Path
) -> None:
    for name, one in judged.items():
        assert one.certificate is not None, name
        (tmp_path / recheck.certificate.file_name(name)).write_text(one.certificate)
    locks = recheck.locks([GALLERY / "statements.lock", folder_of(THEORY) / "statements.lock"])
    found = recheck.check_files(recheck.certificates(tmp_path), locks)
    assert len(found) == len(judged) and [r.message for r in found if not r.ok] == []


def test_the_statements_are_locked(gallery: Catalog) -> None:
    assert not lock.compare(lock.read(gallery.lock), gallery.variants())


def test_scripts_are_short(gallery: Catalog) -> None:
    counts = [script_lines(v.proof) for v in gallery.variants() if v.proof is not None]
    assert median(counts) <= 15
