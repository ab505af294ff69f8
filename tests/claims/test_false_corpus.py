"""The false variants of the catalog: no proof script proves them, and exact points refute each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from varproof import recheck
from varproof.catalog import catalog
from varproof.decide import falsify, granted, witness
from varproof.lang.statement import False_, Variant
from varproof.proof import proof
from varproof.proof.library import Library
from varproof.proof.script import ProofError
from varproof.store.cache import canonical

HARD = ("thm:", "fact:", "lem:projection", "lem:attention-contextual")  # long proofs of their own
# Where the search for a proof of what is false takes seconds to give up: tests/slow runs these.
LONG = """aux:boltz-gap aux:exponential-gap aux:good-choice aux:largest-frequency aux:lonely-frequency
aux:longest-sum aux:one-list aux:one-more-change aux:rank-one-layer aux:two-words c1:bump c1:context-constants
c1:granularity c1:grid-separation def:layer-norm lem:attention-change lem:attention-lipschitz lem:average-change
lem:boltz-separation lem:boltz-temperatures lem:curve-memory lem:deep-construction lem:down-norm
lem:exponential-coefficient lem:ffn-lipschitz lem:grid-codes lem:hat-memory lem:hofar-step lem:layer-lipschitz
lem:layer-norm-lipschitz lem:listing lem:memorise lem:neurons lem:piecewise-constant lem:piecewise-linear
lem:place-curves lem:ramp-measure lem:score-bound lem:skip-attention-lipschitz lem:small-exponential-sums
lem:softmax-lipschitz lem:stack-memory lem:sup-from-alpha lem:transformer-construction lem:up-norm lem:update-error
lem:weighted-sum lem:word-transformer""".split()
CORPUS = [
    (variant, false)
    for variant in catalog().variants()
    if variant.expect == "PROVED" and not variant.id.startswith(HARD)
    for false in variant.falses
]


def named(pairs: Sequence[tuple[Variant, False_]]) -> Mapping[str, Any]:
    """Arguments of parametrize: a test for each."""
    names = [f"{variant.id} {variant.name}: {false.name}" for variant, false in pairs]
    return {"argnames": ("variant", "false"), "argvalues": pairs, "ids": names}


def fails_on(variant: Variant, false: False_) -> None:
    """The script of the true variant does not prove the false one, by what is claimed."""
    assert variant.proof is not None
    with pytest.raises(ProofError) as failure:
        proof.run(false.core, variant.proof, library=Library(variant))
    assert "nothing may be cited here" not in str(failure.value)


def test_there_are_enough() -> None:
    assert len(CORPUS) >= 50
    chain = [variant for variant, _ in CORPUS if variant.id.startswith("lem:boltz")]
    assert len(chain) >= 30


@pytest.mark.parametrize(**named([pair for pair in CORPUS if pair[0].id not in LONG]))
def test_the_true_variants_script_does_not_prove_it(variant: Variant, false: False_) -> None:
    fails_on(variant, false)


@pytest.mark.parametrize(**named(CORPUS))
def test_its_point_refutes_it_also_for_the_checker(variant: Variant, false: False_) -> None:
    assert false.at is not None
    proofs = granted.at(variant, false.name, false.core, false.at)  # of hypotheses that cannot be evaluated there
    assert proofs is not None
    outcome = witness.check(false.core, false.at, granted=proofs.get("labels", ()))
    assert outcome.refutes is True and outcome.label is not None
    certificate = witness.certificate(false.core, false.at, outcome.label, proofs=proofs)
    assert recheck.check_text(canonical(certificate)).ok


@pytest.mark.parametrize("name", ["lem:boltz-range", "lem:boltz-gradient"])
def test_the_falsifier_finds_points_by_itself(name: str) -> None:
    for variant in catalog()[name].variants.values():
        for false in variant.falses:
            found = falsify.search(false.core, list(variant.instances.values()), 2000)
            assert found is not None, false.name
            assert witness.check(false.core, found.data).refutes is True
