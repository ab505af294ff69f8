"""Every stored point of the catalog does what it is stored for, by a second reading of the statements."""

import pytest

import varproof
from varproof.lang import core

from . import numeric

VARIANTS = list(varproof.catalog().variants())


def _skip_maps(variant):
    """The second reading (tests/lang/numeric.py) has no maps, which are given by formulas and not by tables of numbers:
    points with maps are checked by `varproof verify` alone."""
    if any(sort[0] == "map" for _, sort in variant.parts.given):
        pytest.skip("maps as givens are not known to the second reading")


def _numeric(formula, statement):
    """Whether finitely many evaluations decide a formula: no quantifier over reals or arrays, also in what it calls."""
    bodies = {name: body for name, _, body in core.parts(statement).define}
    todo, seen = [formula], set()
    while todo:
        for node in core.walk(todo.pop()):
            if isinstance(node, tuple) and node and node[0] in ("forall", "exists") and node[2][0] != "index":
                return False
            if isinstance(node, tuple) and node and node[0] == "call" and node[1] not in seen:
                seen.add(node[1])
                todo.append(bodies[node[1]])
    return True


def _all(clauses, at, statement):
    return all(numeric.holds(formula, at) for _, formula in clauses if _numeric(formula, statement))


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda v: f"{v.id} {v.name}")
def test_instances_satisfy_hypotheses_and_claims(variant):
    assert len(variant.instances) >= (3 if variant.expect == "PROVED" else 1)
    _skip_maps(variant)
    parts = variant.parts
    for name, data in variant.instances.items():
        at = numeric.scope(variant.core, data)
        assert _all(parts.assume, at, variant.core), name
        for label, formula in parts.claim:
            if variant.expect == "PROVED" and _numeric(formula, variant.core):
                assert numeric.holds(formula, at), (name, label)


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda v: f"{v.id} {v.name}")
def test_false_variants_are_false(variant):
    _skip_maps(variant)
    for false in variant.falses:
        assert false.at is not None, false.name
        parts = core.parts(false.core)
        at = numeric.scope(false.core, false.at)
        assert _all(parts.assume, at, false.core), false.name
        assert not _all(parts.claim, at, false.core), false.name


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda v: f"{v.id} {v.name}")
def test_each_stored_witness_shows_that_its_hypothesis_is_needed(variant):
    _skip_maps(variant)
    for label, data in variant.needed.items():
        statement = variant.without(label)
        parts = core.parts(statement)
        at = numeric.scope(statement, data)
        assert _all(parts.assume, at, statement), label
        assert not _all(parts.claim, at, statement), label


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda v: f"{v.id} {v.name}")
def test_counterexamples_refute(variant):
    for name, data in variant.counterexamples.items():
        at = numeric.scope(variant.core, data)
        assert _all(variant.parts.assume, at, variant.core), name
        if variant.consequence:
            assert not numeric.holds(variant.consequence[1], at), name
        else:
            assert not _all(variant.parts.claim, at, variant.core), name


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda v: f"{v.id} {v.name}")
def test_proved_statements_have_false_neighbours(variant):
    if variant.expect == "PROVED":
        assert len(variant.falses) >= 2
