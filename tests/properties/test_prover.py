"""Nothing that is proved of generated terms is false, and every refutation is confirmed."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume
from hypothesis import strategies as st

import varproof as vp
from tests.properties.generated import ELEMENTARY, RELATIONS, VARIABLES, decimals, fails, holds, place, printed, terms
from varproof import recheck
from varproof.claims import points
from varproof.lang import claims
from varproof.lang.claims import Term
from varproof.lang.verdict import Verdict

PLACES = [Fraction(k, 8) for k in range(-8, 9)]


def never_both(t: Term, sign: str, c: Fraction, low: int, high: int, prove: Callable[..., Any] = vp.prove) -> None:
    """Nothing proved is false or undefined at a rational point of the box; a refutation is confirmed by its point."""
    assume(low <= high)
    text = f"{printed(t)} {sign} {printed(('const', c))}"
    ends = Fraction(low, 2), Fraction(high, 2)
    proof = prove(text, {name: ends for name in VARIABLES}, budget=300)
    verdict, relations = proof.verdict.name, [(sign, t, ("const", c))]
    if verdict == "PROVED":
        inside = [q for q in {*PLACES, *ends} if ends[0] <= q <= ends[1]]
        for x, y in [(x, y) for x in inside for y in inside[:: max(1, len(inside) // 3)]]:
            assert points.holds(relations, place(x, y)) is not False, (text, x, y)
    if verdict == "REFUTED":
        at = {name: points.read(q) for name, q in proof.counterexample.items()}
        assert all(points.within(q, *ends) for q in at.values())
        assert points.holds(relations, at) is False, (text, at)


CLAIMS = (terms(ELEMENTARY, 4), RELATIONS, decimals, st.integers(-2, 2), st.integers(-2, 2))


def test_nothing_is_both_proved_and_false() -> None:
    seen: set[str] = set()

    def prove(*args: Any, **options: Any) -> Any:
        proof = vp.prove(*args, **options)
        seen.add(proof.verdict.name)
        if proof.verdict.name != "UNDECIDED":
            assert recheck.check(proof.certificate).verdict == proof.verdict.name
        return proof

    holds(lambda *claim: never_both(*claim, prove=prove), *CLAIMS, examples=250)
    assert {"PROVED", "REFUTED"} <= seen


def too_sure(claim: str, box: Any, budget: int) -> Any:
    """Proves what holds at the middle of the box."""
    proof = vp.prove(claim, box, budget=budget)
    middle = {name: sum(ends) / 2 for name, ends in box.items()}
    if points.holds(claims.parse(claim), middle) is False:
        return proof
    return proof._replace(verdict=Verdict("PROVED", ("box",)))


def elsewhere(claim: str, box: Any, budget: int) -> Any:
    """Refutes at a point that need not be one."""
    proof = vp.prove(claim, box, budget=budget)
    return proof if proof.counterexample is None else proof._replace(texts={name: "1/2" for name in box})


@pytest.mark.parametrize("wrong", [too_sure, elsewhere])
def test_a_wrong_prover_is_seen(wrong: Callable[..., Any]) -> None:
    fails(lambda *claim: never_both(*claim, prove=wrong), *CLAIMS)
