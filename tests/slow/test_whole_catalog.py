"""Every verdict of the catalog has a certificate that the independent checker accepts against the lock."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from varproof.catalog import catalog


def test_every_verdict_has_an_accepted_certificate(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "varproof"]
    judged = subprocess.run([*command, "verify", "--json", "--certificates", str(tmp_path)], capture_output=True)
    rows = json.loads(judged.stdout)["entries"]
    assert len(rows) == sum(1 for _ in catalog().variants())
    decided = {(r["id"], r["variant"]): r["verdict"] for r in rows if r["verdict"] in ("PROVED", "REFUTED")}
    checked = subprocess.run([*command, "check", "--json", str(tmp_path)], capture_output=True)
    assert checked.returncode == 0, checked.stderr
    certificates = json.loads(checked.stdout)["certificates"]
    found = {(c["id"], c["variant"]): c["verdict"] for c in certificates if c["ok"]}
    assert found == decided and len(certificates) == len(decided)


def test_the_checker_alone_accepts_them(tmp_path: Path) -> None:
    """`python -m varproof.recheck` in isolated mode, from a copy of its folder and nothing else of varproof."""
    import shutil

    subprocess.run([sys.executable, "-m", "varproof", "verify", "--certificates", str(tmp_path / "c")], check=True)
    package = Path(__file__).resolve().parents[2] / "varproof"
    (tmp_path / "lone" / "varproof").mkdir(parents=True)
    shutil.copytree(package / "recheck", tmp_path / "lone" / "varproof" / "recheck")
    argv = [sys.executable, "-S", "-m", "varproof.recheck", "--lock", str(catalog().lock), str(tmp_path / "c")]
    done = subprocess.run(argv, cwd=tmp_path / "lone", capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == len(list((tmp_path / "c").iterdir()))
