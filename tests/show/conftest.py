"""A site of the whole catalog: a few entries are judged, the others carry what the catalog expects of them."""

from __future__ import annotations

import pytest

from varproof.catalog import catalog
from varproof.decide import referee
from varproof.decide.result import Result
from varproof.lang.statement import Variant
from varproof.show.report import Site
from varproof.store import cache

# Proofs of one line and of many, a counterexample, an ill-typed form, a slack that is attained.
JUDGED = ["def:softmax", "def:boltzmann", "lem:boltz-range", "def:layer-norm", "def:feed-forward", "c1:step-function"]


def expected(v: Variant) -> Result:
    """What the catalog expects, without having judged: for the structure of pages, not for verdicts."""
    about = {"id": v.id, "kind": v.entry.kind, "variant": v.name, "hash": v.hash}
    return Result(**about, verdict=v.expect, expected=v.expect, evidence=v.evidence)


@pytest.fixture(scope="session")
def site() -> Site:
    entries = catalog()
    results: dict[str, dict[str, Result]] = {}
    certificates = {}
    for v in entries.variants():
        if v.id in JUDGED:
            result, certificate = referee.judge(v)
            if certificate is not None:
                certificates[v.id, v.name] = cache.canonical(certificate)
        else:
            result = expected(v)
        results.setdefault(v.id, {})[v.name] = result
    return Site(entries.title, entries, results, certificates)


@pytest.fixture(scope="session")
def small(site: Site) -> Site:
    """The judged entries alone."""
    return Site("Small", {i: site.entries[i] for i in JUDGED}, {i: site.results[i] for i in JUDGED}, site.certificates)
