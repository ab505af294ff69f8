"""What is wrong with a script is said in the words of its author, with the line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from varproof.lang import Entry, ForAll, Index, Source, Sum, mean
from varproof.proof import proof
from varproof.proof.proof import Proof, ScriptError
from varproof.proof.script import ProofError


def statement(of: Callable[[Any, Any], Any]) -> Any:
    """The statement that a nonnegative vector has a nonnegative sum, or mean."""
    entry = Entry("lem:small", "Small", Source(text="ours"))
    with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
        n = s.size("n")
        a = s.vec("a", n)
        i = Index("i", n)
        s.assume("nonnegative", ForAll(i, a[i] >= 0))
        s.claim("sum", of(a[i], i) >= 0)
        s.instance("zero", a=[0])
    return entry.variants["stated"].core


def right(p: Proof) -> None:
    p.prove(p.sum_at_least(p["n"], lambda i, i_in: p.use(p.given("nonnegative"), i, i_in)))


def below(p: Proof) -> None:
    p.prove(p.sum_at_least(p["n"], lambda i: p.use(p.given("nonnegative"), i)))


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (lambda p: p.prove(p.goal("sum")), "prove: a formula stands where a theorem is expected; p.given"),
        (lambda p: p.prove(None), "prove: nothing stands where"),
        (lambda p: p.arith(p.goal("sum")), "a proof has no arith; "),
        (lambda p: p.given_("sum"), "a proof has no given_; did you mean given"),
        (below, "sum_at_least calls a function of the script with other arguments than it has: .*lambda.*takes 1"),
        (lambda p: 1 / 0, "ZeroDivisionError: division by zero"),
    ],
)
def test_what_is_wrong_with_a_script(script: Callable[[Proof], Any], said: str) -> None:
    with pytest.raises(ProofError, match=rf"^test_faults\.py:\d+: ({said})"):
        proof.run(statement(Sum), script)


def test_a_script_that_is_right_is_not_blamed() -> None:
    assert proof.run(statement(Sum), right).used == {"nonnegative"}


def test_open_conditions_name_what_settles_them() -> None:
    with pytest.raises(ProofError, match=r"\[sum is defined\] .*; p\.settle_definedness\(FACTS\) settles that"):
        proof.run(statement(mean), right)


def test_a_fault_is_told_from_a_proof_that_is_not_found() -> None:
    with pytest.raises(ScriptError):
        proof.run(statement(Sum), below)
    with pytest.raises(ProofError) as found:
        proof.run(statement(Sum), lambda p: p.have("1 >= 2"))
    assert not isinstance(found.value, ScriptError)
