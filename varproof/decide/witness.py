"""Refutation by an explicit point: every assumption is defined and true there, a claim is false or undefined.

With a consequence (a formula that the kernel derives from the claim) the point makes that formula false instead.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from varproof.arith.balls import LADDER
from varproof.lang import core
from varproof.lang.core import Core
from varproof.lang.data import Data, Value, build, is_map
from varproof.lang.evaluate import Point
from varproof.lang.program import ProgramError

SCHEMA = 1
_DIGITS = 4000


@dataclass(frozen=True)
class Outcome:
    """Whether a point refutes a statement: True, False (it certainly does not) or None (open), and why."""

    refutes: bool | None
    label: str | None
    reason: str

    def __bool__(self) -> bool:
        raise TypeError("an outcome may be open; compare its `refutes` with `is True`")


def check(
    statement: Core,
    data: Data,
    fails: str | None = None,
    consequence: Core | None = None,
    *,
    granted: Collection[str] = (),
    ladder: Sequence[int] = LADDER,
) -> Outcome:
    """Does the point refute the statement, at the claim `fails` (any claim when None)?

    With a consequence, a formula over the same sizes and givens, that must be false there. Hypotheses that are
    `granted` are known to hold.
    """
    p = core.parts(statement)
    labels = [label for label, _ in p.claim]
    if fails is not None and fails not in labels:
        raise ValueError(f"{p.id} {p.variant}: no claim {fails!r}; there are {', '.join(labels)}")
    build(statement, "witness", data.keywords())
    try:
        point = Point(statement, data)
    except ProgramError as error:
        return Outcome(None, fails, str(error))
    return check_point(point, fails, consequence, ladder, granted)


def check_point(
    point: Point, fails: str | None = None, consequence: Core | None = None, ladder: Sequence[int] = LADDER,
    granted: Collection[str] = (),
) -> Outcome:  # fmt: skip
    """`check` for a point that is already written out."""
    for label in point.ground.assume:
        if label in granted:
            continue
        decision = point.assumption(label, ladder)
        if decision.value is not True:
            refutes = False if decision.value is False else None
            return Outcome(refutes, fails, f"assumption {label} is {decision.reason}")
    if consequence is not None:
        decision = point.decide(consequence, ladder)
        refutes = None if decision.value is None else not decision.value
        return Outcome(refutes, fails, f"the consequence is {decision.reason}")
    reason, open_ = "every claim holds here", False
    for label in point.ground.claim if fails is None else (fails,):
        decision = point.claimed(label, ladder)
        if decision.value is False:
            return Outcome(True, label, f"claim {label} is {decision.reason}")
        if decision.value is None:
            reason, open_ = f"claim {label} is {decision.reason}", True
    return Outcome(None if open_ else False, fails, reason if fails is None or open_ else f"claim {fails} holds here")


def certificate(
    statement: Core,
    data: Data,
    fails: str,
    consequence: tuple[Core, Mapping[str, Any]] | None = None,
    proofs: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The witness certificate, to be written as canonical JSON.

    `consequence` is a formula and the kernel's part: a mapping with the nodes, steps and goals of its proof; `proofs`
    are those of the hypotheses that cannot be evaluated (see `granted`).
    """
    p = core.parts(statement)
    out: dict[str, Any] = {
        "schema": SCHEMA, "kind": "witness", "id": p.id, "variant": p.variant, "statement": core.text(statement),
        "hash": core.digest(statement), "fails": fails, **exactly(data),
    }  # fmt: skip
    if proofs:
        out["proofs"] = dict(proofs)
    if consequence is not None:
        formula, proof = consequence
        out["consequence"] = {"formula": core.text(formula), **{key: proof[key] for key in ("nodes", "steps", "goals")}}
    return out


def exactly(data: Data) -> dict[str, Any]:
    """Sizes and data for JSON."""
    return {"sizes": dict(data.sizes), "data": {name: plain(value) for name, value in data.values.items()}}


def plain(value: Value) -> Any:
    """A value of `Data` for JSON: rationals as strings, arrays as lists, indices as ints, maps as canonical text."""
    if is_map(value):
        return core.text(value)
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if type(value) is int:
        return value
    return _text(Fraction(value))


def _text(q: Fraction) -> str:
    over = _integer(q.numerator)
    return over if q.denominator == 1 else f"{over}/{_integer(q.denominator)}"


def _integer(n: int) -> str:
    """Decimal, or hexadecimal beyond 4000 digits (Python refuses to read or write longer decimals)."""
    return hex(n) if abs(n) >= 10**_DIGITS else str(n)
