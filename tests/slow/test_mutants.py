"""No mutant of any proved statement of the catalog is both killed and proved."""

from __future__ import annotations

import pytest

from tests.decide.test_mutants import alarms, are_true
from varproof.catalog import catalog
from varproof.decide import falsify, mutants, survival
from varproof.lang.statement import Variant

PROVED = [v for v in catalog().variants() if v.expect == "PROVED"]


@pytest.mark.parametrize("variant", PROVED, ids=lambda v: f"{v.id} {v.name}")
def test_no_mutant_is_both_killed_and_proved(variant: Variant) -> None:
    certificate = variant.entry.verify(variant=variant.name).certificate
    fates = survival.fates(variant, certificate)
    assert alarms(variant, certificate, fates) == []
    cores = {m.change: m.core for m in mutants.mutants(variant.core)}
    survivors = [cores[f.change] for f in fates if f.fate == survival.SURVIVES]
    if survivors:
        assert not any(survival.kill_all(variant.core, survivors, survival.seeds(variant), 50))
    assert len(fates) == len(cores)
    assert falsify.search(variant.core, survival.seeds(variant), 500) is None


def test_what_survives_is_true_and_what_is_killed_is_false() -> None:
    are_true("c1:neuron-count", "printed")
