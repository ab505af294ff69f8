"""Hypotheses that cannot be evaluated at data, such as those for all reals or maps: proved to hold there.

The author's script for the data is run (`Entry.shows`), or a default one; the independent checker translates the
hypotheses at the data for itself and replays the proof.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from varproof.lang.core import Core
from varproof.lang.data import Data
from varproof.lang.evaluate import Point
from varproof.proof import opened, proof
from varproof.proof.script import ProofError

if TYPE_CHECKING:
    from varproof.lang.statement import Variant

Script = Callable[[proof.Proof], None]


def undecided(point: Point) -> list[str] | None:
    """The labels of the hypotheses that are neither true nor false at a point; None where one is not true."""
    found = {label: point.assumption(label).value for label in point.ground.assume}
    return None if False in found.values() else [label for label, value in found.items() if value is None]


def proofs(statement: Core, data: Data, labels: Sequence[str], script: Script | None = None) -> dict[str, Any]:
    """The part of a certificate that proves these hypotheses at the data. Raises ProofError."""
    record = proof.run_at(statement, data, labels, script or opened.script)
    return {"labels": list(labels), **record.steps}


def _by_form(statement: Core, data: Data, labels: Sequence[str]) -> dict[str, Any] | None:
    try:
        return proofs(statement, data, labels)
    except ProofError:
        return None


def _nothing(p: proof.Proof) -> None:
    """The script that leaves all goals to what the context shows; it is quicker than by form to find that it fails."""


def at(variant: Variant, name: str, statement: Core, data: Data) -> dict[str, Any] | None:
    """The proofs that all hypotheses hold at data called `name`: {} where none is needed, None where one fails.

    Raises ProofError where one is neither true nor proved.
    """
    labels = undecided(Point(statement, data))
    if not labels:
        return None if labels is None else {}
    script = variant.entry.shown.get((variant.name, name))
    try:
        return proofs(statement, data, labels, script or _nothing)
    except ProofError as error:
        if script is None and (found := _by_form(statement, data, labels)) is not None:
            return found
        said = f"its proof does not go through: {error}" if script else "its form does not show it"
        hint = "" if script else f'; prove it with @entry.shows("{variant.name}", "{name}")'
        raise ProofError(f"{', '.join(labels)} cannot be evaluated there, and {said}{hint}") from error
