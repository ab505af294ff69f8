"""The theory: what any paper needs, proved once; every entry is judged here, cited by the catalog or not."""

from __future__ import annotations

from varproof.catalog import THEORY, catalog
from varproof.decide import verify
from varproof.lang import lock


def test_every_entry_is_as_expected_and_locked() -> None:
    theory = catalog(THEORY)
    judged = verify.here(list(theory.variants()))
    results = [judged[lock.key(v)].result for v in theory.variants()]
    assert {r.id: r.why for r in results if not r.ok} == {}
    assert {(r.verdict, r.evidence) for r in results} == {("PROVED", ("kernel",))}
    assert not lock.compare(lock.read(theory.lock), theory.variants())
