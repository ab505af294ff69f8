"""The false variants of the catalog on which the search takes long to give up."""

from __future__ import annotations

import pytest

from tests.claims.test_false_corpus import CORPUS, LONG, fails_on, named
from varproof.lang.statement import False_, Variant


@pytest.mark.parametrize(**named([pair for pair in CORPUS if pair[0].id in LONG]))
def test_the_true_variants_script_does_not_prove_it(variant: Variant, false: False_) -> None:
    fails_on(variant, false)
