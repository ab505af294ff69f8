"""Listed instances that are not decided are named in the reason."""

from __future__ import annotations

from pathlib import Path

from varproof.catalog import catalog

ENTRY = """
from varproof.lang import Entry, Q, Source, exp, log

entry = Entry("lem:near", "Near", source=Source(text="ours"))

with entry.variant("stated", expect="HOLDS_ON_INSTANCES", finding="no proof") as s:
    x = s.real("x")
    s.assume("right", x > 0)
    s.claim("bound", exp(log(2) / 2) ** 2 * x <= 2 * x)
    s.claim("hard", exp(x) >= x**3 / 5)  # true, and not found without a script
    s.instance("near", x=1)
    s.instance("far", x=3)
"""


def test_an_undecided_instance_is_named(tmp_path: Path) -> None:
    (tmp_path / "lem-near.py").write_text(ENTRY, encoding="utf-8")
    found = catalog(tmp_path)["lem:near"].verify(variant="stated")
    assert found.verdict == "UNDECIDED"
    assert "instance near: bound is not decided" in found.result.reason and "(and 1 more)" in found.result.reason
