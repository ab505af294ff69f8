"""Every theorem on the way of a proof is true at random finite models that satisfy its hypotheses."""

from __future__ import annotations

from typing import Any

import pytest

from varproof.catalog import catalog
from varproof.proof import proof
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.rules import Theorem
from varproof.proof.library import Library

from . import meaning

CHAIN = ["def:softmax", "lem:boltz-range", "lem:boltz-gradient", "lem:boltz-monotone", "lem:boltz-concave"]
VARIANTS = [v for name in CHAIN for v in catalog()[name].variants.values()]


def theorems(variant: Any) -> list[Theorem]:
    seen: list[Theorem] = []

    def script(p: proof.Proof) -> None:
        variant.proof(p)
        seen.extend(p.k.theorems)

    proof.run(variant.core, script, library=Library(variant))
    return seen


def check(theorem: Theorem, model: meaning.Model) -> bool | None:
    """Whether the sequent holds in the model; None when a hypothesis fails or floats cannot tell."""
    try:
        if not all(meaning.true(h, model) for h in theorem.hyps):
            return None
        return meaning.true(theorem.concl, model)
    except (meaning.Unclear, OverflowError):
        return None


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda v: f"{v.id} {v.name}")
def test_theorems_hold_in_random_models(variant: Any) -> None:
    found = theorems(variant)
    confirmed = set()
    for seed in range(25):
        model = meaning.Model(seed)
        for theorem in found:
            value = check(theorem, model)
            assert value is not False, (seed, theorem)
            if value:
                confirmed.add(theorem.step)
    assert len(confirmed) > len(found) / 2  # most are put to the test at least once


def test_the_reading_can_tell_falsehood() -> None:
    """The evaluation is no rubber stamp: false formulas are found false."""
    x, S, f = t.var("x"), t.setvar("S"), t.app("f", (t.bound(0),))
    false = [
        t.gt(-t.exp(x)),
        t.eq(t.exp(x) - 1 - x - 5),
        t.ge(t.sum_body(S, f) - t.sum_body(S, f * f) - 100),
        t.gt(t.sum_body(S, f) - t.max_body(S, f) - 50),
    ]
    for formula in false:
        assert not meaning.true(formula, meaning.Model(1))


def test_a_model_of_the_hypotheses_satisfies_the_claims() -> None:
    """The final theorems, at models made to satisfy the hypothesis: one entry far below the others."""
    for name, variant_name in (("lem:boltz-monotone", "stated"), ("lem:boltz-concave", "sharpened")):
        variant = catalog()[name].variants[variant_name]
        last = theorems(variant)[-1]
        tested = 0
        for size in (2, 3, 5):
            for low in (-4.5, -6.0, -9.0):
                given = {
                    ("set", "n"): list(range(size)),
                    ("real", "i"): 1,
                    ("fn1", "a"): lambda x, low=low: low if x == 1 else 0.25 * x,
                }
                value = check(last, meaning.Model(0, given))
                assert value is not False
                tested += value is True
        assert tested >= 6
