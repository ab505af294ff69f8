"""A proof in parts: accepted as a whole; rejected when a part is missing, changed, swapped, or not beside it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from varproof import recheck
from varproof.cli import main
from varproof.decide import parts
from varproof.decide.prove import canonical, judge
from varproof.lang import claims


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
