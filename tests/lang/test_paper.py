"""The catalog covers the paper: every numbered statement is there, and what else is there has a user.

What is expected here is what the catalog pins; that the verdicts come out as pinned is the business of
`varproof verify`.
"""

import pytest

import varproof

# Every statement of arXiv 2502.06167 and of the results it leans on, by the prefix of its id.
NUMBERED = {
    "alg": """
        hofar-inference hofar-training
    """,
    "asm": """
        target-class
    """,
    "c1": """
        bump context-constants granularity grid-separation neuron-count positional-embedding quantiser
        step-function
    """,
    "cor": """
        flowar-two-layer flowar-universal hofar-universal
    """,
    "def": """
        ar-transformer attention attention-matrix bicubic-spline-kernel boltzmann contextual-mapping
        convolution down-sample feed-forward flow flow-network flowar-attention flowar-inference
        flowar-loss layer-norm linear-down-sample linear-up-sample mlp pyramid pyramid-base softmax
        tokenizer tokenwise-separated up-interpolation up-sample var-attention var-class var-layer
        var-transformer vocabulary
    """,
    "fact": """
        hadamard inner-products matrix-norms
    """,
    "lem": """
        all-layers-different attention-contextual boltz-concave boltz-gradient boltz-monotone
        boltz-range boltz-separation duplicate-collapse one-layer-different one-layer-universal
        projection transformer-construction two-layer-perturbation
    """,
    "rem": """
        apply-up-interpolation flatten-pyramid
    """,
    "thm": """
        contextual-sharp contextual-small-scale hardmax-not-contextual ks-contextual var-universal
    """,
}
IDS = [f"{prefix}:{name}" for prefix, names in NUMBERED.items() for name in names.split()]
CATALOG = varproof.catalog()
# Entries that are asked whether they are true; a definition is only asked whether it is well formed.
CLAIMS = [e for e in CATALOG.values() if e.kind in ("lemma", "theorem", "corollary", "fact", "step")]


def _as_printed(entry):
    """The variant that says what was printed; the stated one where nothing was."""
    return entry.variants.get("printed") or entry.variants.get("stated")


@pytest.mark.parametrize("id", IDS)
def test_every_numbered_statement_is_in_the_catalog_as_printed(id):
    assert id in CATALOG
    assert _as_printed(CATALOG[id]) is not None


def test_what_else_is_in_the_catalog_supports_something():
    used = {name for entry in CATALOG.values() for name in entry.uses}
    idle = sorted(set(CATALOG) - set(IDS) - used)
    assert not idle, f"support entries that no entry uses: {', '.join(idle)}"


@pytest.mark.parametrize("variant", list(CATALOG.variants()), ids=lambda v: f"{v.id} {v.name}")
def test_instances_alone_prove_nothing_and_are_explained(variant):
    if variant.expect == "PROVED":
        assert variant.evidence and "instances" not in variant.evidence
    if variant.expect in ("HOLDS_ON_INSTANCES", "UNDECIDED"):
        assert len(variant.note or variant.entry.note) > 60, (
            "say why a proof for all parameters is out of reach and what is covered"
        )
    if variant.expect != "PROVED":
        assert variant.finding or variant.note or variant.entry.note


def test_most_claims_are_decided_as_printed():
    decided = [
        entry
        for entry in CLAIMS
        if (v := _as_printed(entry)) is not None and v.expect in ("PROVED", "REFUTED") and "ill-typed" not in v.evidence
    ]
    assert len(decided) >= 0.8 * len(CLAIMS), sorted({e.id for e in CLAIMS} - {e.id for e in decided})


def test_most_refuted_claims_have_a_proved_correction():
    refuted = [e for e in CLAIMS if (v := _as_printed(e)) is not None and v.expect == "REFUTED"]
    mended = [e for e in refuted if any(v.expect == "PROVED" for name, v in e.variants.items() if name != "printed")]
    assert refuted
    assert len(mended) >= 0.9 * len(refuted), sorted({e.id for e in refuted} - {e.id for e in mended})
