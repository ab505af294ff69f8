"""Counterexamples to a variant: stored ones and found ones, which count when the independent checker accepts them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from varproof import recheck
from varproof.decide import falsify, granted, witness
from varproof.lang import core
from varproof.lang.core import Core
from varproof.lang.data import Data, build
from varproof.lang.program import ProgramError
from varproof.proof import proof
from varproof.proof.script import ProofError
from varproof.store.cache import canonical

if TYPE_CHECKING:
    from varproof.lang.statement import Variant

SEARCH = 4000  # evaluations for a statement without an accepted proof

Certificate = dict[str, Any]


@dataclass(frozen=True)
class Hit:
    """A confirmed counterexample: its data, what fails there, and the accepted certificate."""

    data: Data
    fails: str  # the claim, or its consequence
    certificate: Certificate
    derivation: proof.Record | None = None  # of the consequence from the claim

    def values(self) -> dict[str, Any]:
        """Sizes, then givens, exactly, as JSON."""
        return {**self.certificate["sizes"], **self.certificate["data"]}


def attack(
    variant: Variant, budget: int = SEARCH, scratch: bool = False, known: Sequence[proof.Record] = ()
) -> Hit | None:
    """A counterexample that the independent checker accepts: a stored one, else by search.

    From `scratch`, the search comes first and does not know the stored ones. `known` are derivations of the
    consequence, to be tried before its script.
    """
    if scratch:
        return search(variant, budget, {}) or _stored(variant)
    return _stored(variant, known) or search(variant, budget, variant.counterexamples)


def refutes(variant: Variant, values: Mapping[str, Any]) -> Hit | None:
    """The counterexample that exact values by name are, if the independent checker accepts it as one."""
    return _confirmed(variant, build(variant.core, "point", values))


def _stored(variant: Variant, known: Sequence[proof.Record] = ()) -> Hit | None:
    hits = (_confirmed(variant, data, name, known) for name, data in variant.counterexamples.items())
    return next((hit for hit in hits if hit is not None), None)


def search(variant: Variant, budget: int, known: Mapping[str, Data]) -> Hit | None:
    """A counterexample by search, from the stored data of the variant; `known` are counterexamples to begin with."""
    stored = [known, variant.instances, variant.needed]
    seeds = [d for group in stored for d in group.values()]
    seeds += [f.at for f in variant.falses if f.at is not None]
    statement = variant.core
    if variant.consequence is not None:
        statement = core.parts(statement)._replace(claim=(variant.consequence,)).core()
    found = falsify.search(statement, seeds, budget)
    return None if found is None else _confirmed(variant, found.data)


def _confirmed(variant: Variant, data: Data, name: str = "", known: Sequence[proof.Record] = ()) -> Hit | None:
    """The counterexample, when both the evaluation here and the independent checker accept it."""
    proofs = _proofs(variant, name, variant.core, data)
    if proofs is None:
        return None
    held = proofs.get("labels", ())
    if variant.consequence is None:
        outcome = witness.check(variant.core, data, granted=held)
        if outcome.refutes is not True or outcome.label is None:
            return None
        certificate = witness.certificate(variant.core, data, outcome.label, proofs=proofs)
        return Hit(data, outcome.label, certificate) if recheck.check_text(canonical(certificate)).ok else None
    label, formula = variant.consequence
    claim = core.parts(variant.core).claim[0][0]
    if witness.check(variant.core, data, claim, formula, granted=held).refutes is not True:
        return None
    for record in (*known, None):
        record = record or _derivation(variant)
        certificate = witness.certificate(variant.core, data, claim, (formula, record.steps), proofs)
        if recheck.check_text(canonical(certificate)).ok:
            return Hit(data, label, certificate, record)
    return None


def _proofs(variant: Variant, name: str, statement: Core, data: Data) -> Certificate | None:
    """The proofs of the hypotheses that cannot be evaluated at data; None where one fails or is not proved."""
    try:
        return granted.at(variant, name, statement, data)
    except (ProofError, ProgramError):
        return None


@cache
def _derivation(variant: Variant) -> proof.Record:
    """The kernel's proof that the first claim implies the consequence. Raises ProofError."""
    if variant.consequence is None or variant.proof is None:
        raise ProofError("no proof is written that the claim implies the consequence")
    claim = core.parts(variant.core).claim[0][0]
    return proof.run(variant.core, variant.proof, (claim, variant.consequence[1]))


def refutes_there(variant: Variant, name: str, statement: Core, data: Data) -> witness.Outcome:
    """Does data that is stored under this name refute a neighbour of a variant?"""
    proofs = _proofs(variant, name, statement, data)
    return witness.check(statement, data, granted=() if proofs is None else proofs.get("labels", ()))
