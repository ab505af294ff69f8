"""The judgement of one variant.

A proof is run and its record given to the independent checker; only what that accepts is PROVED. What it cites is
taken to be proved, and named in the result: `verify` holds it against the verdicts on the cited statements.

Whatever has no accepted proof is attacked; a counterexample counts when the independent checker accepts it. What is
left is tried at the listed instances. Then the checkers are checked: neighbours that must be refuted, hypotheses that
must be needed, instances that must satisfy the hypotheses, and a proved statement must withstand the falsifier.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from varproof import recheck
from varproof.decide import falsify, granted, sides, witness
from varproof.decide.constants import slack
from varproof.decide.counterexamples import SEARCH, Certificate, Hit, attack, refutes_there, search
from varproof.decide.result import Result
from varproof.lang.evaluate import Point
from varproof.lang.verdict import Verdict
from varproof.proof import proof
from varproof.proof.library import Library
from varproof.proof.script import ProofError
from varproof.recheck.kernel.cited import citations
from varproof.store.cache import canonical

if TYPE_CHECKING:
    from varproof.lang.statement import False_, Variant

AGAINST_PROOF = 100  # evaluations against a proved statement
NEIGHBOUR = 2000  # evaluations for a false neighbour that comes without a point


@dataclass
class _Case:
    """What has been found out so far."""

    variant: Variant
    verdict: Verdict
    library: Library
    certificate: Certificate | None = None
    record: proof.Record | None = None
    hit: Hit | None = None
    broken: bool = False  # the script, not only the proof
    problems: list[tuple[str, str]] = field(default_factory=list)
    known: Sequence[proof.Record] = ()
    rejected: str = ""  # why the checker does not accept the last proof

    def problem(self, kind: str, sentence: str) -> None:
        self.problems.append((kind, sentence))


def judge(
    variant: Variant, known: Sequence[proof.Record] = (), denied: Mapping[str, str] | None = None
) -> tuple[Result, Certificate | None]:
    """The result for a variant, and the certificate of its verdict, on condition that what it cites is proved.

    A `known` proof, if the independent checker accepts it, takes the place of running the script. All else is done
    as without it. `denied` says of statements by name ("id variant") why they are not proved, and so not to be cited.
    """
    begun = time.perf_counter()
    case = _Case(variant, Verdict("UNDECIDED", reason="nothing was tried"), Library(variant, denied), known=known)
    found: dict[str, Any] = {}
    if variant.ill_typed is not None:
        _refute_ill_typed(case, variant.ill_typed)
    else:
        _prove(case)
        _attack(case)
        points = _instances(case)
        found = {
            "instances": len(points),
            "constants": _slacks(variant, points),
            "hypotheses": _hypotheses(case),
            "refuted": _neighbours(case),
            **_written(case.record),
        }
        if case.hit is not None:
            seen = sides.at(variant, case.hit.data, case.hit.fails)
            found |= {"counterexample": case.hit.values(), "fails": case.hit.fails, "sides": seen}
            found |= _written(case.hit.derivation)
    name, evidence = case.verdict.name, case.verdict.evidence
    if name == variant.expect and variant.evidence and set(evidence) != set(variant.evidence):
        wanted = ", ".join(variant.evidence)
        case.problem("evidence", f"the verdict rests on {', '.join(evidence) or 'nothing'}; expected {wanted}")
    cites = _cites(case)
    result = Result(
        id=variant.id,
        kind=variant.entry.kind,
        variant=variant.name,
        verdict=name,
        expected=variant.expect,
        hash=variant.hash,
        evidence=evidence,
        reason=case.verdict.reason,
        problems=tuple(case.problems),
        seconds=round(time.perf_counter() - begun, 3),
        replayed=any(
            r is not None and r.stored for r in (case.record, None if case.hit is None else case.hit.derivation)
        ),
        cites=cites,
        **found,
    )
    return result, case.certificate


# ---- proof


def _prove(case: _Case) -> None:
    v = case.variant
    if v.expect == "REFUTED":
        return
    if any(_accepted(case, record) for record in case.known):
        return
    try:
        record = proof.run(v.core, v.proof or proof.by_default, library=case.library)
    except proof.ScriptError as error:
        case.verdict = Verdict("UNDECIDED", reason=f"the proof script breaks down: {error}")
        case.broken = True
        return
    except ProofError as error:
        reason = f"the proof does not go through: {error}"
        case.verdict = Verdict("UNDECIDED", reason=f"no proof is written; {error}" if v.proof is None else reason)
        return
    if not _accepted(case, record):
        case.verdict = Verdict("ERROR", reason=f"the checker rejects the kernel's proof: {case.rejected}")


def _accepted(case: _Case, record: proof.Record) -> bool:
    """Whether the checker accepts a proof, which then decides the case."""
    certificate = {**record.steps, **_head(case.variant, "kernel")}
    report = recheck.check_text(canonical(certificate), proved=case.library.texts(record.steps))
    if report.ok:
        case.verdict, case.record, case.certificate = Verdict("PROVED", ("kernel",)), record, certificate
    case.rejected = report.message
    return report.ok


def _cites(case: _Case) -> tuple[tuple[str, str], ...]:
    """What the certificate of a proof cites, all of which has to be among what the entry uses."""
    if case.verdict.name != "PROVED" or case.record is None:
        return ()
    entry, cites = case.variant.entry, citations(case.record.steps)
    for name, _ in cites:
        if name.split()[0] not in (entry.id, *entry.uses):
            case.problem("uses", f"the proof cites {name}, but the script does not name it where it cites it")
    return tuple(sorted(cites))


def _refute_ill_typed(case: _Case, misfit: str) -> None:
    """The checker reads the statement by itself and has to find a shape that does not fit."""
    certificate = _head(case.variant, "ill-typed")
    report = recheck.check_text(canonical(certificate))
    if report.ok:
        case.verdict, case.certificate = Verdict("REFUTED", ("ill-typed",), misfit), certificate
    else:
        case.verdict = Verdict("ERROR", reason=f"the checker finds no misfit: {report.message}")


def _head(variant: Variant, kind: str) -> Certificate:
    return {
        "schema": 1,
        "kind": kind,
        "id": variant.id,
        "variant": variant.name,
        "statement": variant.text,
        "hash": variant.hash,
    }


def _written(record: proof.Record | None) -> dict[str, Any]:
    """The rules and the text of a proof; names that the script made up become letters again."""
    if record is None:
        return {}
    rules = Counter(step[0] for step in record.steps["steps"])
    text = "\n".join(sentence for _, sentence in record.lines)
    names: dict[str, str] = {}
    for name in re.findall(r"[A-Za-z]+'[0-9]+", text):
        stem = name.split("'")[0]
        taken = {*names.values(), *re.findall(r"[A-Za-z]+(?!['A-Za-z])", text)}
        if name not in names:
            choices = [stem, *(f"{stem}{k}" for k in range(1, len(names) + 2))]
            names[name] = next(c for c in choices if c not in taken)
    lines = [(d, re.sub(r"[A-Za-z]+'[0-9]+", lambda m: names[m[0]], s)) for d, s in record.lines]
    return {"rules": dict(sorted(rules.items())), "proof": tuple(lines), "used": tuple(sorted(record.used))}


# ---- counterexamples


def _attack(case: _Case) -> None:
    v = case.variant
    if case.verdict.name == "ERROR":
        return
    if case.verdict.name == "PROVED":
        case.hit = search(v, AGAINST_PROOF, v.counterexamples)
        if case.hit is not None:
            case.verdict = Verdict("ERROR", reason="proved, and yet there is a counterexample")
        return
    try:
        case.hit = attack(v, known=case.known)
    except ProofError as error:
        case.verdict = Verdict("UNDECIDED", reason=f"the consequence is not derived: {error}")
        return
    if case.hit is not None:
        case.verdict, case.certificate = Verdict("REFUTED", ("witness",)), case.hit.certificate
    elif case.broken:
        case.verdict = Verdict("ERROR", reason=case.verdict.reason)
    elif not case.verdict.reason.startswith("the proof"):
        reason = f"no counterexample in {SEARCH} evaluations"
        case.verdict = Verdict("UNDECIDED", reason=f"{case.verdict.reason}; {reason}" if v.proof is None else reason)


# ---- instances, neighbours, hypotheses, constants


def _instances(case: _Case) -> dict[str, Point]:
    """The points of the instances that satisfy all hypotheses; without a verdict so far, they decide."""
    v = case.variant
    points: dict[str, Point] = {}
    open_ = []
    for name, data in v.instances.items():
        point = Point(v.core, data)
        if not _holds(case, name, point):
            continue
        points[name] = point
        if v.expect == "REFUTED" or case.verdict.name == "REFUTED":
            continue
        for label in point.ground.claim:
            claimed = point.claimed(label)
            if claimed.value is False:
                case.verdict = Verdict("ERROR", reason=f"instance {name}: {label} is {claimed.reason}")
            elif claimed.value is None:
                open_.append(f"{name}: {label} is {claimed.reason}")
    if not points and case.hit is None:
        reason = "no listed instance satisfies all hypotheses; add one with s.instance(...)"
        case.problem("vacuous", f"{reason}, or the hypotheses contradict each other")
        if case.verdict.name == "PROVED":
            case.verdict = Verdict("UNDECIDED", reason="there is a proof, but perhaps of nothing")
    elif case.verdict.name == "UNDECIDED" and points and not open_ and v.expect != "REFUTED":
        case.verdict = Verdict("HOLDS_ON_INSTANCES", ("instances",), case.verdict.reason)
    elif case.verdict.name == "UNDECIDED" and open_:
        more = f" (and {len(open_) - 1} more)" if len(open_) > 1 else ""
        case.verdict = Verdict("UNDECIDED", reason=f"{case.verdict.reason}; instance {open_[0]}{more}")
    return points


def _holds(case: _Case, name: str, point: Point) -> bool:
    """Do all hypotheses hold at an instance? One that rests on a proof becomes part of the certificate."""
    v = case.variant
    try:
        proofs = granted.at(v, name, v.core, point.data)
    except ProofError as error:
        case.problem("instance", f"{name}: not all hypotheses are known to hold: {error}")
        return False
    if proofs is None:
        case.problem("instance", f"{name}: not all hypotheses hold: {point.hypotheses().reason}")
        return False
    if proofs and case.verdict.name == "PROVED" and case.certificate is not None:
        case.certificate["instance"] = {**witness.exactly(point.data), "proofs": proofs}
        wrong = recheck.check_instance(v.text, canonical(case.certificate["instance"]))
        if wrong:
            case.verdict = Verdict("ERROR", reason=f"the checker rejects the instance {name}: {wrong}")
    return True


def _slacks(variant: Variant, points: dict[str, Point]) -> dict[str, str]:
    found = {name: slack(constant, list(points.values())) for name, constant in variant.constants.items()}
    return {name: value for name, value in found.items() if value is not None}


def _neighbours(case: _Case) -> tuple[str, ...]:
    """The false neighbours that are refuted; the others are problems."""
    refuted = []
    for neighbour in case.variant.falses:
        if _is_refuted(neighbour, case.variant):
            refuted.append(neighbour.name)
        else:
            case.problem("neighbour", f"the false neighbour {neighbour.name!r} is not refuted")
    return tuple(refuted)


def _is_refuted(neighbour: False_, variant: Variant) -> bool:
    if neighbour.at is not None:
        return refutes_there(variant, neighbour.name, neighbour.core, neighbour.at).refutes is True
    seeds = list(variant.instances.values())
    return falsify.search(neighbour.core, seeds, NEIGHBOUR) is not None


def _hypotheses(case: _Case) -> dict[str, str]:
    """For each hypothesis: needed (a stored point shows it), not used, used, or undecided."""
    v = case.variant
    p = v.parts
    labels = [f"{n}>={least}" for n, least in p.sizes if least > 1] + [label for label, _ in p.assume]
    used = None if case.record is None else case.record.used
    statuses = {label: "undecided" if used is None else "used" if label in used else "not used" for label in labels}
    for label, data in v.needed.items():
        outcome = refutes_there(v, label, v.without(label), data)
        if outcome.refutes is True:
            statuses[label] = "needed"
        else:
            case.problem("needed", f"the point stored for {label} does not show that it is needed: {outcome.reason}")
    return statuses
