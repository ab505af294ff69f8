"""A claim over a box as a theorem of Coq, by its tactic `interval` (the package coq-interval, which is not ours).

Certificates of kind `box` are trees of moves, of which Coq knows nothing here; so the claim itself is handed over, and
Coq proves it again in its own way, or does not: it needs some room between the sides.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from varproof.coq.build import Missing, axioms_in, complaint, coqc, version
from varproof.recheck.box import claims
from varproof.recheck.box.claims import Term
from varproof.recheck.box.state import Box

SECONDS = 60
INSTALL = (
    "Coq's interval tactic is not installed: `sudo apt install libcoq-interval` (Debian, Ubuntu) or "
    "`opam install coq-interval`"
)
# Coq's functions are total, as its 1/0 and ln(-1) are numbers; the tactic gives no bounds where there is no value.
_FUNCTIONS = {
    **{"exp": "exp {}", "log": "ln {}", "sqrt": "sqrt {}", "abs": "Rabs {}", "sin": "sin {}", "cos": "cos {}"},
    **{"atan": "atan {}", "tanh": "1 - 2 / (exp (2 * {0}) + 1)", "asinh": "ln ({0} + sqrt ({0} ^ 2 + 1))"},
    "max": "({0} + {1} + Rabs ({0} - {1})) / 2",
    "min": "({0} + {1} - Rabs ({0} - {1})) / 2",
}
_FILE = """From Coq Require Import Reals Lra.
From Interval Require Import Tactic.
Open Scope R_scope.

{theorem}
Proof.
  intros; repeat split; {tactic}.
Qed.
Print Assumptions claim.
"""
_NUMBERS = ("FloatAxioms.", "PrimFloat.", "PrimInt63.", "Uint63.")
_TAKEN = set(
    "exp ln sqrt sin cos atan Rabs R as at cofix else end exists exists2 fix for forall fun if in let match mod "
    "Prop return Set then Type using where with".split()
)


class Handed(NamedTuple):
    """What Coq was asked to prove, and its axioms; or why it did not."""

    theorem: str
    axioms: tuple[str, ...]
    message: str

    @property
    def ok(self) -> bool:
        return not self.message

    def text(self) -> str:
        if not self.ok:
            return f"not a theorem of Coq by its interval tactic: {self.message}"
        numbers = [name for name in self.axioms if name.startswith(_NUMBERS)]
        others = [name for name in self.axioms if name not in numbers]
        if numbers:
            others.append(f"{len(numbers)} of Coq's machine numbers ({_NUMBERS[0]}... {_NUMBERS[-1]}...)")
        rest = ", ".join(others) or "no axiom"
        return f"a theorem of Coq, by its interval tactic:\n\n{self.theorem}\n\nresting on {rest}"


class Unknown(ValueError):
    """A function that the tactic has not."""


def theorem(claim: str, box: Box, given: Sequence[str]) -> str:
    """The statement of a claim over a box, as Coq reads it. Raises Unknown."""
    relations = [_relation(*r) for r in claims.relations(claim)]
    premises = [_relation(*r) for said in given for r in claims.relations(said)]
    ends = [f"{_number(low)} <= {_name(x)} <= {_number(high)}" for x, (low, high) in box.items()]
    wanted = r" /\ ".join(relations)
    lines = [*(f"  {line} ->" for line in [*ends, *premises]), f"  {wanted}."]
    bound = f"  forall {' '.join(map(_name, box))} : R,"
    return "\n".join(["Theorem claim :", bound, *lines])


def handed(claim: str, box: Box, given: Sequence[str]) -> Handed:
    """Have Coq prove a claim over a box. Raises Missing where Coq or coq-interval is not there."""
    version()
    try:
        said = theorem(claim, box, given)
    except Unknown as error:
        return Handed("", (), str(error))
    text = _FILE.format(theorem=said, tactic=_tactic(list(box)))
    with tempfile.TemporaryDirectory() as scratch:
        for room in ("theories", "statements"):
            Path(scratch, room).mkdir()
        Path(scratch, "Claim.v").write_text(text, encoding="utf-8")
        try:
            done = coqc(Path(scratch), "Claim.v", SECONDS)
        except subprocess.TimeoutExpired:
            return Handed(said, (), f"it found no proof in {SECONDS} s")
    if "Cannot find a physical path" in done.stderr:
        raise Missing(INSTALL)
    if done.returncode:
        return Handed(said, (), f"it found no proof: {complaint(done.stderr)}")
    return Handed(said, axioms_in(done.stdout), "")


def _tactic(names: Sequence[str]) -> str:
    """Bounds of the difference: at once, by halving the box, and by derivatives or Taylor models of one variable."""
    halves = ", ".join(f"i_bisect {_name(x)}" for x in names)
    ways = ["interval", f"interval with ({halves}, i_depth 14)"]
    ways += [
        f"interval with ({halves}, {way} {_name(x)}, i_depth 14)" for way in ("i_autodiff", "i_taylor") for x in names
    ]
    return f"first [lra | first [apply Rminus_le | apply Rminus_lt | apply Rminus_not_eq]; first [{' | '.join(ways)}]]"


def _relation(sign: str, left: Term, right: Term) -> str:
    if sign in (">=", ">"):
        sign, left, right = {">=": "<=", ">": "<"}[sign], right, left
    return f"{_term(left)} {({'==': '=', '!=': '<>'}).get(sign, sign)} {_term(right)}"


def _name(x: str) -> str:
    return f"{x}_" if x in _TAKEN else x


def _number(q: Fraction) -> str:
    if q.denominator == 1:
        return str(q) if q >= 0 else f"({q})"
    return f"({q.numerator} / {q.denominator})"


def _term(t: Term) -> str:
    """In brackets, but for numbers and names."""
    match t[0]:
        case "const":
            return _number(t[1])
        case "var":
            return _name(t[1])
        case "neg":
            return f"(- {_term(t[1])})"
        case "^":
            return f"({_term(t[1])} ^ {t[2]})"
        case "+" | "-" | "*" | "/":
            return f"({_term(t[1])} {t[0]} {_term(t[2])})"
    if t[0] not in _FUNCTIONS:
        raise Unknown(f"it has no {t[0]}")
    return f"({_FUNCTIONS[t[0]].format(*map(_term, t[1:]))})"
