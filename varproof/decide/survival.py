"""What becomes of the mutants of a proved statement: killed by a confirmed point, surviving because true, or undecided.

All mutants of a statement are attacked together; a point kills one when the independent checker accepts it. One that
is not killed is true for a reason that can be checked: its form only weakens the statement, or the kernel proves it, by
the certificate of the statement, by its script, or from the statement by the signs of terms. What neither falls nor is
proved is attacked once more. Budgets are counted, not timed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

from varproof import recheck
from varproof.decide import falsify, functions, processes, witness
from varproof.decide.implied import Original
from varproof.decide.mutants import Mutant, mutants
from varproof.lang import core
from varproof.lang.core import Core
from varproof.lang.data import Data
from varproof.proof import proof
from varproof.proof.library import Library
from varproof.proof.script import ProofError
from varproof.store import cache

if TYPE_CHECKING:
    from varproof.decide.verify import Judged, Task
    from varproof.lang.statement import Variant

KILLED, SURVIVES, UNDECIDED = "killed", "survives", "undecided"
EVALUATIONS = 200  # against each mutant, before its proof is tried
FURTHER = 1000  # against each one that is not proved
STEPS = 1500  # a script whose proof takes more steps is not run on mutants

Certificate = Mapping[str, Any]


@dataclass(frozen=True)
class Fate:
    """A mutant's end: `why` says what fails at the point, or why it is true, or what was tried."""

    kind: str
    change: str
    fate: str
    why: str
    point: Mapping[str, Any] | None = None
    certificate: Certificate | None = None

    def row(self) -> dict[str, Any]:
        """As JSON, without the certificate."""
        return {"kind": self.kind, "change": self.change, "fate": self.fate, "why": self.why, "point": self.point}


Fates = Sequence[Fate] | processes.Failure


def run(
    tasks: Sequence[Task],
    judged: Sequence[Judged],
    *,
    jobs: int | None = None,
    watch: processes.Watch | None = None,
) -> list[Fates]:
    """The fates of the mutants of each task, which is proved as `judged` says."""
    told = watch or processes.Watch()
    done: dict[int, Fates] = {}

    def finished(k: int, answer: Fates) -> None:
        done[k] = answer
        told.decided(k, answer)

    calls = [partial(_examine, task.load, str(j.certificate)) for task, j in zip(tasks, judged, strict=True)]
    try:
        processes.run(calls, jobs, finished, told)
    finally:
        told.ended()
    return [done[k] for k in range(len(tasks))]


def _examine(load: Callable[[], Variant], certificate: str) -> list[Fate]:
    return [replace(fate, certificate=None) for fate in fates(load(), json.loads(certificate))]


def fates(variant: Variant, certificate: Certificate) -> list[Fate]:
    """The fate of every mutant of a variant that is proved by this certificate."""
    library = Library(variant)
    every, original = mutants(variant.core), Original(certificate, library.goals)
    found: dict[int, Fate] = {}
    for k, mutant in enumerate(every):
        if mutant.weaker:
            found[k] = Fate(mutant.kind, mutant.change, SURVIVES, mutant.weaker)
    beyond = {k for k, mutant in enumerate(every) if _only_existence(suspected(variant.core, mutant.core))}
    for budget in (EVALUATIONS, FURTHER):
        rest = [k for k in range(len(every)) if k not in found and k not in beyond]
        killed = kill_all(variant.core, [every[k].core for k in rest], seeds(variant), budget)
        for k, kill in zip(rest, killed, strict=True):
            if kill is not None:
                point = {**kill["sizes"], **kill["data"]}
                found[k] = Fate(every[k].kind, every[k].change, KILLED, f"{kill['fails']} fails", point, kill)
        if budget == EVALUATIONS:
            for k, mutant in enumerate(every):
                proved = _proved(library, certificate, original, mutant) if k not in found else None
                found.update({k: proved} if proved is not None else {})
    tried = "a claim of existence, which no point refutes", f"no counterexample in {EVALUATIONS + FURTHER} evaluations"
    for k, mutant in enumerate(every):
        if k not in found:
            why = f"{tried[k not in beyond]}, and no proof"
            found[k] = Fate(mutant.kind, mutant.change, UNDECIDED, why)
    return [found[k] for k in range(len(every))]


def _only_existence(statement: Core) -> bool:
    """Does every claim say that some real or array exists?"""
    claims = [f for _, f in core.parts(opened(statement)).claim]
    return all(f[0] == "exists" and f[2][0] != "index" for f in claims)


def seeds(variant: Variant) -> list[Data]:
    """Every point that is stored with a variant."""
    stored = [variant.instances, variant.needed, variant.counterexamples]
    return [d for group in stored for d in group.values()] + [f.at for f in variant.falses if f.at is not None]


def kill_all(
    original: Core, statements: Sequence[Core], points: Sequence[Data], budget: int = EVALUATIONS
) -> list[Certificate | None]:
    """For each mutant of a proved statement the accepted certificate of a counterexample, if one is found."""
    attacked = [opened(suspected(original, statement)) for statement in statements]
    found: list[Certificate | None] = [None] * len(statements)
    groups: dict[Core, list[int]] = {}
    for k, statement in enumerate(attacked):
        groups.setdefault(core.parts(statement).given, []).append(k)
    for given, members in groups.items():
        here = [filled(point, given) for point in points]
        hits = falsify.search_all([attacked[k] for k in members], here, budget)
        for k, hit in zip(members, hits, strict=True):
            if hit is not None:
                same = core.parts(attacked[k]).given == core.parts(statements[k]).given
                certificate = witness.certificate(statements[k] if same else attacked[k], hit.data, hit.label)
                found[k] = certificate if recheck.check_text(cache.canonical(certificate)).ok else None
    return found


def suspected(original: Core, mutant: Core) -> Core:
    """The mutant with those claims only that may be false: where no more than claims differ, these."""
    p, q = core.parts(original), core.parts(mutant)
    if (p.sizes, p.define, p.assume) != (q.sizes, q.define, q.assume):
        return mutant
    return q._replace(claim=tuple(claim for claim in q.claim if claim not in p.claim)).core()


def opened(statement: Core) -> Core:
    """The statement, if it has one claim, with what this says for all reals and arrays as givens: it says the same."""
    p = core.parts(statement)
    while len(p.claim) == 1 and p.claim[0][1][0] == "forall" and p.claim[0][1][2][0] != "index":
        ((label, (_, name, sort, body)),) = p.claim
        p = p._replace(given=(*p.given, (name, sort)), claim=((label, body),))
    return p.core()


def filled(point: Data, given: Core) -> Data:
    """The point with ones for what it does not give."""

    def ones(dims: Sequence[str]) -> Any:
        return tuple(ones(dims[1:]) for _ in range(point.sizes[dims[0]])) if dims else Fraction(1)

    def one(sort: Core) -> Any:
        return functions.constant(sort, Fraction(1), set(point.sizes)) if sort[0] == "map" else ones(sort[1:])

    return Data(point.sizes, {x: point.values[x] if x in point.values else one(sort) for x, sort in given})


def _proved(library: Library, certificate: Certificate, original: Original, mutant: Mutant) -> Fate | None:
    """The mutant's survival by a certificate that the checker accepts; what the original cites is proved."""
    for why, steps in _proofs(library, certificate, original, mutant):
        record = {**certificate, **_heading(mutant.core), **steps}
        if recheck.check_text(cache.canonical(record), proved=library.texts(steps)).ok:
            return Fate(mutant.kind, mutant.change, SURVIVES, why, None, record)
    return None


def _proofs(
    library: Library, certificate: Certificate, original: Original, mutant: Mutant
) -> Iterator[tuple[str, Certificate]]:
    """What may show that the mutant is true, each with its reason."""
    follows = original.implies(mutant.core)
    if follows is not None:
        yield follows
    script = library.owner.proof
    if mutant.kind != "hypothesis" and len(certificate["steps"]) <= STEPS and script is not None:
        with suppress(ProofError):
            yield "the kernel proves it by the same script", proof.run(mutant.core, script, library=library).steps


def _heading(statement: Core) -> dict[str, Any]:
    p = core.parts(statement)
    return {"id": p.id, "variant": p.variant, "statement": core.text(statement), "hash": core.digest(statement)}
