"""A proof in parts: accepted as a whole; rejected when a part is missing, changed, swapped, or not beside it."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from varproof import recheck
from varproof.claims.prove import canonical, judge
from varproof.cli import main
from varproof.lang import claims
from varproof.store import parts


def test_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "SIZE", 100)
    path = tmp_path / "proof.json"
    assert main(["prove", "x*exp(-x) <= 0.36788", "--box", "x=-1:9", "--certificate", str(path)]) == 0
    files = sorted(p.name for p in tmp_path.iterdir() if p != path)
    assert len(files) >= 2
    whole = judge("x*exp(-x) <= 0.36788", claims.box(["x=-1:9"])).certificate
    assert whole is not None
    assert recheck.check_file(path).ok and main(["check", str(tmp_path)]) == 0
    assert not recheck.check(json.loads(path.read_text())).ok  # without its parts
    first, second = (tmp_path / files[0], tmp_path / files[1])
    kept = first.read_bytes()
    for broken in (kept[:-1], kept + b" ", second.read_bytes()):
        first.write_bytes(broken)
        report = recheck.check_file(path)
        assert report.verdict == "REJECTED" and files[0] in report.message
    first.unlink()
    assert "cannot be read" in recheck.check_file(path).message
    first.write_bytes(kept)
    manifest = json.loads(path.read_text())
    manifest["proofs"][0].reverse()
    path.write_text(canonical(manifest))
    assert not recheck.check_file(path).ok
    shutil.copy(first, tmp_path.parent / "outside.part")
    manifest["proofs"][0].reverse()
    manifest["proofs"][0][0]["file"] = "../outside.part"
    path.write_text(canonical(manifest))
    assert "beside" in recheck.check_file(path).message


@pytest.mark.parametrize("name", ["", "x" * 5000, "\ud800", "pipe.json", "zero", "folder"])
def test_parts_that_are_no_files(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "zero").symlink_to("/dev/zero")
    (tmp_path / "folder").mkdir()
    path = tmp_path / "proof.json"
    path.write_text(json.dumps({"kind": "box", "proofs": [[{"file": name, "sha256": ""}]]}))
    assert "cannot be read" in recheck.check_file(path).message


def test_a_folder_with_what_is_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    for name, target in (("zero", "/dev/zero"), ("lost", "nowhere"), ("loop", "loop.json")):
        (tmp_path / f"{name}.json").symlink_to(target)
    (tmp_path / "folder.json").mkdir()
    assert main(["check", str(tmp_path)]) == 2 and "no certificate" in capsys.readouterr().err
    assert recheck.main([str(tmp_path)]) == 2
