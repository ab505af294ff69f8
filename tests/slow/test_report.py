"""The report of the whole paper, judged in full, and every page of it in the browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.show.browser import Browser, program
from tests.show.check import problems
from tests.show.test_browser import walk
from varproof import recheck
from varproof.catalog import catalog
from varproof.cli import main


def test_the_report_of_the_whole_paper(tmp_path: Path) -> None:
    folder = tmp_path / "report"
    assert main(["report", "-o", str(folder)]) == 0
    files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    assert problems(files) == []
    lock = recheck.load(catalog().lock)
    certificates = sorted((folder / "certificates").glob("*.json"))
    assert len(certificates) == sum(1 for _ in catalog().variants())
    assert all(recheck.check_file(path, lock).ok for path in certificates)
    path = program()
    if path is None:
        pytest.skip("no Chromium is installed: apt-get install chromium")
    browser = Browser(path, tmp_path / "profile")
    seen, wrong = walk(browser, folder / "index.html")
    browser.close()
    assert wrong == [] and len(seen) == len(catalog()) + 6
