"""More claims over boxes that Coq's interval tactic proves, and others."""

from __future__ import annotations

import pytest

from tests.coq.test_interval import handed


@pytest.mark.parametrize(
    "claim", ["exp(x*y) >= 1/2 + x*y and max(x,y) < 3/2", "1/(1+x) > 2/5", "tanh(x) + atan(y) != 3", "x >= 0"]
)
def test_it_is_a_theorem(claim: str) -> None:
    found = handed(claim)
    assert found.ok and "forall x y : R" in found.theorem
    assert "Classical" in found.text() and "a theorem of Coq" in found.text()


@pytest.mark.parametrize("claim", ["x + y <= 3/2", "1/x >= 0", "log(x) <= 1", "exp(x) >= 1 + x", "x == y"])
def test_what_is_false_or_undefined_or_touches_is_none(claim: str) -> None:
    found = handed(claim)
    assert not found.ok and "found no proof" in found.text()


def test_hypotheses_that_bound_a_variable_are_used() -> None:
    assert handed("x*y <= 1/3", "x <= 1/4").ok
    assert not handed("x*y <= 1/3").ok


MEANT = {  # within a thousandth
    "max(1,2)": "2", "min(1,2)": "1", "max(2,1)": "2", "min(2,1)": "1", "abs(-3)": "3", "sqrt(2)": "1.4142",
    "exp(1)": "2.7183", "log(2)": "0.6931", "sin(1)": "0.8415", "cos(1)": "0.5403", "atan(1)": "0.7854",
    "tanh(1)": "0.7616", "asinh(1)": "0.8814", "2**3-7/2": "4.5", "-(1/3)**2": "-0.1111",
}  # fmt: skip


@pytest.mark.parametrize("term", MEANT)
def test_functions_are_those_of_the_claim(term: str) -> None:
    said = f"{term} < {MEANT[term]} + 1/1000 and {term} > {MEANT[term]} - 1/1000"
    assert handed(said).ok and not handed(f"{term} < {MEANT[term]} - 1/1000").ok
