"""Forty false universal lemmas, each with a proof script that tries all it can: none is PROVED, each is refuted.

They are one small step from something true; the file of each says which and where it fails. The author of each
gives one point at which it holds, as authors do.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from varproof import recheck
from varproof.catalog import Catalog, catalog
from varproof.decide import counterexamples, referee
from varproof.proof import proof
from varproof.proof.script import ProofError

FOLDER = Path(__file__).resolve().parent / "false_lemmas"
BY_MUTATION = {
    "flipped relation": "boltz-mean norm-cubes softmax-square sum-maxima",
    "strict": "boltz-below-top norm-cauchy-strict softmax-entropy softmax-half",
    "only at equality": "sum-isolated",
    "constant": "boltz-half-log boltz-nonexpansive interpolation-exp norm-largest norm-parallelogram softmax-floor"
    " softmax-lipschitz sum-square",
    "exponent": "perturbation-layers",
    "minimum for maximum": "attention-smallest boltz-smallest perturbation-exp",
    "dropped hypothesis": "attention-injective interpolation-between sum-chebyshev",
    "weakened hypothesis": "interpolation-hats",
    "dropped factor": "matrix-norm-entry",
    "missing term": "perturbation-square",
    "sign": "interpolation-cubic-positive perturbation-quotient",
    "undefined": "perturbation-normalised",
    "exchanged quantifiers": "sum-dominated",
    "false generalisation": "boltz-homogeneous boltz-order",
    "only for n >= 3": "boltz-middle norm-sum-root-two softmax-top",
    "only for large n": "sum-log-size",
    "extreme scale": "attention-gap sum-far",
    "units": "attention-margin",
}
NAMES = [f"lem:{name}" for names in BY_MUTATION.values() for name in names.split()]


@pytest.fixture(scope="module")
def lemmas() -> Catalog:
    return catalog(FOLDER)


def test_the_list_is_that_of_the_folder(lemmas: Catalog) -> None:
    assert sorted(NAMES) == sorted(lemmas) and len(set(NAMES)) == 40
    for mutation, names in BY_MUTATION.items():
        for name in names.split():
            assert f"Mutation: {mutation}." in (FOLDER / f"lem-{name}.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_it_is_refuted_and_not_proved(lemmas: Catalog, name: str) -> None:
    variant = lemmas[name].variants["stated"]
    assert variant.expect == "PROVED" and variant.proof is not None
    with pytest.raises(ProofError):
        proof.run(variant.core, variant.proof)
    hit = counterexamples.attack(variant, scratch=True)
    assert hit is not None, "no counterexample"
    report = recheck.check(hit.certificate)
    assert report.ok and report.verdict == "REFUTED"


@pytest.mark.parametrize("name", ["lem:softmax-half", "lem:perturbation-normalised", "lem:sum-dominated"])
def test_the_referee_says_so(lemmas: Catalog, name: str) -> None:
    result, certificate = referee.judge(lemmas[name].variants["stated"])
    assert (result.verdict, result.evidence, result.ok) == ("REFUTED", ("witness",), False)
    assert certificate is not None and recheck.check(certificate).ok


def test_the_script_proves_what_is_true(tmp_path: Path) -> None:
    """It is no empty gesture: with another claim in its place, the script proves it."""
    text = (FOLDER / "lem-interpolation-hats.py").read_text(encoding="utf-8").replace("Source", "Source, exp", 1)
    claim, rest = text.index('    s.claim("one"'), text.index("    s.instance")
    text = text[:claim] + '    s.claim("one", x**2 + exp(x) > 0)\n' + text[rest:]
    (tmp_path / "lem-interpolation-hats.py").write_text(text, encoding="utf-8")
    (tmp_path / "attempt.py").write_text((FOLDER / "attempt.py").read_text(encoding="utf-8"), encoding="utf-8")
    result, _ = referee.judge(catalog(tmp_path)["lem:interpolation-hats"].variants["stated"])
    assert result.verdict == "PROVED", result.reason
