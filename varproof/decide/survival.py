"""What becomes of the mutants of a proved statement: killed by a confirmed point, surviving because true, or undecided.

A mutant is attacked by the falsifier; a point kills it when the independent checker accepts it. One that is not
killed is true for a reason that can be checked: its form only weakens the statement, or the kernel proves it, by the
certificate of the statement, by its script, or from its claims by arithmetic. Budgets are counted, not timed.
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
from varproof.decide import cache, falsify, processes, proof, witness
from varproof.decide.kernel import build
from varproof.decide.kernel import terms as t
from varproof.decide.kernel.rules import Theorem
from varproof.decide.kernel.terms import Node
from varproof.decide.mutants import Mutant, mutants
from varproof.decide.proof import Proof
from varproof.decide.script import ProofError
from varproof.lang import core
from varproof.lang.core import Core

if TYPE_CHECKING:
    from varproof.decide.verify import Judged, Progress, Task
    from varproof.lang.statement import Variant

KILLED, SURVIVES, UNDECIDED = "killed", "survives", "undecided"
EVALUATIONS = 600  # against each mutant
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
    fresh: bool = False,
    progress: Progress | None = None,
) -> list[Fates]:
    """The fates of the mutants of each task, which is proved as `judged` says; stored ones unless `fresh`."""
    keys = [cache.key(f"{task.name} mutants", task.variant.hash, task.sources) for task in tasks]
    done: dict[int, Fates] = {}
    for k, key in enumerate(keys):
        stored = None if fresh else cache.load(key)
        if isinstance(stored, list):
            done[k] = [Fate(**row) for row in stored]
    todo = [k for k in range(len(tasks)) if k not in done]

    def finished(number: int, answer: Fates) -> None:
        k = todo[number]
        done[k] = answer
        if not isinstance(answer, processes.Failure):
            cache.store(keys[k], [fate.row() for fate in answer])
        if progress is not None:
            progress(len(done), len(tasks), tasks[k].name)

    if todo:
        calls = [partial(_examine, tasks[k].load, str(judged[k].certificate)) for k in todo]
        processes.run(calls, jobs, finished)
    return [done[k] for k in range(len(tasks))]


def _examine(load: Callable[[], Variant], certificate: str) -> list[Fate]:
    return [replace(fate, certificate=None) for fate in fates(load(), json.loads(certificate))]


def fates(variant: Variant, certificate: Certificate) -> list[Fate]:
    """The fate of every mutant of a variant that is proved by this certificate."""
    return [_fate(variant, certificate, mutant) for mutant in mutants(variant.core)]


def _fate(variant: Variant, certificate: Certificate, mutant: Mutant) -> Fate:
    killed = kill(mutant.core, seeds(variant))
    if killed is not None:
        point = {**killed["sizes"], **killed["data"]}
        return Fate(mutant.kind, mutant.change, KILLED, f"{killed['fails']} fails", point, killed)
    if mutant.weaker:
        return Fate(mutant.kind, mutant.change, SURVIVES, mutant.weaker)
    for why, record in _proofs(variant, certificate, mutant):
        if recheck.check(record).ok:
            return Fate(mutant.kind, mutant.change, SURVIVES, why, None, record)
    return Fate(mutant.kind, mutant.change, UNDECIDED, f"no counterexample in {EVALUATIONS} evaluations, and no proof")


def seeds(variant: Variant) -> list[Any]:
    """Every point that is stored with a variant."""
    stored = [variant.instances, variant.needed, variant.counterexamples]
    return [d for group in stored for d in group.values()] + [f.at for f in variant.falses if f.at is not None]


def kill(statement: Core, points: Sequence[Any], budget: int = EVALUATIONS) -> Certificate | None:
    """The accepted certificate of a counterexample to a statement, if one is found."""
    found = falsify.search(statement, points, budget)
    if found is None:
        return None
    certificate = witness.certificate(statement, found.data, found.label)
    return certificate if recheck.check(certificate).ok else None


def _proofs(variant: Variant, certificate: Certificate, mutant: Mutant) -> Iterator[tuple[str, Certificate]]:
    """What may show that the mutant is true, each with its reason; the checker has the last word."""
    own = {**certificate, **_heading(mutant.core)}
    if mutant.kind == "hypothesis":
        yield "the proof does not use it", own
    with suppress(ProofError):
        implied, why = implication(variant.core, mutant.core)
        yield why, {**own, **_heading(implied), **proof.run(implied, by_signs).steps}
    if mutant.kind != "hypothesis" and len(certificate["steps"]) <= STEPS and variant.proof is not None:
        with suppress(ProofError):
            yield "the kernel proves it by the same script", {**own, **proof.run(mutant.core, variant.proof).steps}


def _heading(statement: Core) -> dict[str, Any]:
    p = core.parts(statement)
    return {"id": p.id, "variant": p.variant, "statement": core.text(statement), "hash": core.digest(statement)}


def implication(statement: Core, mutant: Core) -> tuple[Core, str]:
    """A statement by which the mutant follows from the original, and what it says. ProofError where there is none.

    Where claims were changed: the claims of the original, as further hypotheses, imply them. Where hypotheses were
    changed or dropped: those of the mutant imply them.
    """
    p, q = core.parts(statement), core.parts(mutant)
    if (p.sizes, p.define) != (q.sizes, q.define) or any(f[0] == "defined" for _, f in p.claim):
        raise ProofError("more than a hypothesis or a claim was changed")
    if p.assume == q.assume:
        pairs = [(old, new) for old, new in zip(p.claim, q.claim, strict=True) if old != new]
        given = [(f"{label}~proved", f) for (label, f), _ in pairs]
        claim = tuple(new for _, new in pairs)
        why = "the claim implies it"
    else:
        given, claim = [], tuple((f"{label}~original", f) for label, f in p.assume if (label, f) not in q.assume)
        why = "its hypotheses imply the original one"
    return q._replace(variant=f"{q.variant}~implied", assume=(*q.assume, *given), claim=claim).core(), why


# ---- a formula from another one of the same shape


def by_signs(p: Proof) -> None:
    """Each goal from a hypothesis of the same shape: a relation below the same quantifiers and conditions that is
    weaker because of the signs of terms."""
    p.settle_definedness()
    for goal in p.problem.goals:
        for hypothesis in p.problem.hypotheses.values():
            found = _alike(p, p.k.assume(hypothesis), goal.formula)
            if found is not None:
                p.prove(found)
                break


def _alike(p: Proof, fact: Theorem, goal: Node) -> Theorem | None:
    f = fact.concl
    if f is goal:
        return fact
    if goal.op in ("ge", "gt") and f.op in ("ge", "gt", "eq"):
        return _weaker(p, fact, goal)
    if f.op != goal.op or goal.op not in ("all", "imp"):
        return None
    if goal.op == "imp":  # the condition of the goal has to imply that of the fact
        (needed, _), (condition, rest) = f.args, goal.args
        assert isinstance(needed, Node) and isinstance(condition, Node) and isinstance(rest, Node)
        granted = _alike(p, p.k.assume(condition), needed)
        below = granted and _alike(p, p.k.mp(fact, granted), rest)
        return below and p.k.discharge(below, condition)
    if f.args[0] != goal.args[0]:
        return None
    opened, sort, name = p.open_any(goal)
    arity = 0 if sort == "real" else int(sort[2:])
    value = t.lam_body(arity, t.app(name, tuple(t.bound(j) for j in range(arity)))) if arity else t.var(name)
    below = _alike(p, p.k.specialise(fact, value), opened)
    return below and p.k.generalise(below, sort, name)


def _weaker(p: Proof, fact: Theorem, goal: Node) -> Theorem | None:
    """goal = c fact + rest with a rest that the signs of its terms show to be nonnegative, or positive."""
    x, y = fact.concl.args[0], goal.args[0]
    assert isinstance(x, Node) and isinstance(y, Node)
    mine, theirs = dict(t.terms(x)), dict(t.terms(y))
    ratios = dict.fromkeys([Fraction(1), *(theirs[m] / c for m, c in mine.items() if m in theirs)])
    for ratio in ratios:
        rest = y - x * ratio
        if ratio == 0 or (ratio < 0 and fact.concl.op != "eq"):
            continue
        strict = goal.op == "gt" and fact.concl.op != "gt"
        sign = (positive if strict else nonnegative)(p, rest) if rest is not t.ZERO else None
        if sign is None and (strict or rest is not t.ZERO):
            continue
        products = [(Fraction(1), t.ONE, (1,))] if sign is not None else []
        if fact.concl.op == "eq":
            return p.k.arith([fact, sign] if sign else [fact], goal, products, [(t.ONE * ratio, 0)])
        return p.k.arith([fact, sign] if sign else [fact], goal, [(ratio, t.ONE, (0,)), *products])
    return None


def positive(p: Proof, x: Node) -> Theorem | None:
    return p.positive_term(x)


def nonnegative(p: Proof, x: Node) -> Theorem | None:
    """x >= 0 by its shape; also multiples of a logarithm of a size."""
    found = p.nonnegative_term(x)
    if found is not None:
        return found
    ((mono, c), *more) = t.terms(x)
    atoms = t.factors(mono)
    if more or c < 0 or len(atoms) != 1 or atoms[0][1] != 1 or atoms[0][0].op != "fn" or atoms[0][0].args[0] != "log":
        return None
    n = atoms[0][0].args[1]
    assert isinstance(n, Node)
    least = next((h for h in p.problem.hypotheses.values() if h is t.ge(n - 1)), None)
    if least is None or n not in [build.card(s) for s in p.nonempty]:
        return None
    log, size = t.monomial(mono), p.k.assume(least)
    inverse = p.exp_positive(-log)
    equal = p.log_exp(p.have(t.gt(n), size), n)
    # log n = [exp(-log n) - 1 + log n] + exp(-log n) (n - 1) + exp(-log n) (exp(log n) - n)
    products = [(c, t.ONE, (0,)), (c, t.ONE, (1, 2))]
    return p.k.arith([p.exp_tangent(-log), inverse, size, equal], t.ge(x), products, [(t.exp(-log) * c, 3)])
