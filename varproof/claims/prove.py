"""`prove`: a claim of the claim language over a box, with hypotheses.

A claim means: defined and true at every point of the box that satisfies the hypotheses (an undefined hypothesis is
not satisfied). It is proved goal by goal (`varproof.lang.expressions.goals`), and PROVED only when the independent
checker accepts the certificate; it is refuted by a point that exact numbers and balls confirm on the terms
as they were written.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import islice, product
from math import isfinite
from typing import Any, NamedTuple

from varproof import recheck
from varproof.claims import points, roots
from varproof.claims.critical import Place
from varproof.claims.forms import Forms
from varproof.claims.journal import Journal
from varproof.claims.state import State
from varproof.claims.strategy import Planner
from varproof.lang import claims
from varproof.lang.claims import ClaimError, Relation, Sides
from varproof.lang.expressions import Graph, goals
from varproof.lang.verdict import Verdict

BUDGET = 200_000
_POINTS, _ROOTS = 100, 8


class Proof(NamedTuple):
    """What came out; the certificate belongs to PROVED and REFUTED."""

    claim: str
    box: dict[str, list[str]]
    verdict: Verdict
    boxes: int
    counterexample: dict[str, str] | None
    certificate: dict[str, Any] | None

    def text(self) -> str:
        """One line for people."""
        values = ", ".join(f"{x} = {q}" for x, q in (self.counterexample or {}).items())
        at = f" at {values}" if values else ""
        reason = f": {self.verdict.reason}" if self.verdict.reason else ""
        return f"{self.verdict}{at}{reason} ({self.boxes} boxes)"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": self.text()}

    def data(self) -> dict[str, Any]:
        return {
            **{"claim": self.claim, "box": self.box, "verdict": self.verdict.name},
            **{"evidence": list(self.verdict.evidence), "boxes": self.boxes, "counterexample": self.counterexample},
            "reason": self.verdict.reason,
        }


def canonical(data: Any) -> str:
    """Canonical JSON."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"))


def judge(claim: str, box: Sides, assume: Iterable[str] = (), budget: int = BUDGET) -> Proof:
    """Judge a claim; ClaimError for bad input."""
    relations = claims.parse(claim)
    hypotheses = [claims.parse(h, "assumption") for h in assume]
    claims.check_names(relations, hypotheses, box)
    problem: dict[str, Any] = {
        "claim": claim,
        "box": {name: [str(low), str(high)] for name, (low, high) in box.items()},
        "assume": list(assume),
    }
    text = canonical(problem)
    head = {"schema": 1, "kind": "box", **problem, "hash": hashlib.sha256(text.encode()).hexdigest()}
    attempt = _Attempt(relations, hypotheses, box, budget, head)
    verdict, found, evidence = attempt.run()
    certificate = None if found is None else {**head, "verdict": verdict.name, **found}
    if certificate is not None:
        report = recheck.check(certificate)
        if not report.ok:
            verdict = Verdict("UNDECIDED", (), f"the independent checker does not follow: {report.message}")
            certificate = evidence = None
    for journal in attempt.journals:
        journal.end()
    return Proof(claim, problem["box"], verdict, attempt.boxes, evidence, certificate)


def claim_text(claim: Any) -> str:
    """A claim as text: a string as it is, a SymPy relation or a conjunction of them printed and read again."""
    if isinstance(claim, str):
        return claim
    if type(claim).__name__ == "And":
        return " and ".join(sorted(claim_text(part) for part in claim.args))
    if not hasattr(claim, "rel_op"):
        raise ClaimError(f"claim: a text or a relation of SymPy is expected, not {str(claim)[:40]!r}")
    text = f"{claim.lhs} {claim.rel_op} {claim.rhs}"
    for ours, theirs in (("abs", "Abs"), ("max", "Max"), ("min", "Min"), ("exp(1)", "E")):
        text = re.sub(rf"\b{theirs}\b", ours, text)
    return text


def prove(claim: Any, box: Mapping[Any, tuple[Any, Any]], assume: Iterable[Any] = (), budget: int = BUDGET) -> Proof:
    """A claim as text or SymPy relation, over a box such as ``{x: (-8, 8)}`` of exact numbers (ints,
    Fractions, texts such as "1/3", SymPy's rationals; a float stands for its exact value). ClaimError for bad input."""
    sides = []
    for name, ends in box.items():
        low, high = (str(Fraction(e)) if isinstance(e, float) and isfinite(e) else str(e) for e in ends)
        sides.append(f"{name}={low}:{high}")
    return judge(claim_text(claim), claims.box(sides), [claim_text(h) for h in assume], budget)


class _Refuted(Exception):
    """A counterexample settles the claim."""

    def __init__(self, at: Place) -> None:
        super().__init__()
        self.at = at


class _Rooted(Exception):
    """A counterexample at a root settles the claim."""

    def __init__(self, certificate: dict[str, Any]) -> None:
        super().__init__()
        self.certificate = certificate
        zero = certificate["root"]["zero"]
        between = {x: text.split(":") for x, text in certificate["point"].items()}
        self.point = {
            x: ends[0] if len(ends) == 1 else f"a zero of {zero} between {ends[0]} and {ends[1]}"
            for x, ends in between.items()
        }


class _Attempt:
    def __init__(
        self,
        relations: list[Relation],
        hypotheses: list[list[Relation]],
        box: Sides,
        budget: int,
        head: dict[str, Any],
    ) -> None:
        self.relations, self.hypotheses, self.box, self.budget = relations, hypotheses, box, budget
        self.head = head
        self.names, self.boxes = list(box), 0
        self.journals: list[Journal] = []
        self.seen: set[Place] = set()

    def run(self) -> tuple[Verdict, dict[str, Any] | None, dict[str, str] | None]:
        graph = Graph(self.names)
        planner = Planner(self.look, self.budget)
        try:
            self.look(self.grid())
            given = [g for h in self.hypotheses for g in goals(graph, h)]
            proofs = []
            sides = list(self.box.values())
            floor = frozenset(k for k, (low, _) in enumerate(sides) if low >= 0)
            for number, goal in enumerate(goals(graph, self.relations)):
                state = State(graph, Forms(graph, floor), self.names, goal, given, sides)
                self.look_at_roots(state, number)
                found = planner.prove(state)
                if found is None:
                    return Verdict("UNDECIDED", (), planner.reason), None, None
                proofs.append(" ".join(found))
        except _Rooted as refuted:
            return Verdict("REFUTED", ("witness",)), refuted.certificate, refuted.point
        except _Refuted as refuted:
            point = {name: points.text(q) for name, q in zip(self.names, refuted.at, strict=True)}
            return Verdict("REFUTED", ("witness",)), {"point": point}, point
        finally:
            self.boxes, self.journals = planner.spent, planner.journals
        vacuous = any(all(node == "v" or node[0] in "sx" for node in proof.split()) for proof in proofs)
        says = "as no point of the box satisfies the hypotheses" if vacuous else ""
        return Verdict("PROVED", ("box",), says), {"proofs": proofs}, None

    def grid(self) -> Iterable[Place]:
        """Ends, middles and small whole numbers."""
        sides = []
        for low, high in self.box.values():
            some = [low, high, *(Fraction(k) for k in (0, 1, -1)), (low + high) / 2]
            sides.append(list(dict.fromkeys(q for q in some if low <= q <= high)))
        diagonal = [tuple(s[min(k, len(s) - 1)] for s in sides) for k in range(6)]
        return dict.fromkeys([*diagonal, *islice(product(*sides), _POINTS)])

    def look_at_roots(self, state: State, number: int) -> None:
        """Raises _Rooted where a goal is 0 at a root, and the checker follows."""
        for root in islice(roots.roots(state), _ROOTS):
            self.look(root.named())
            found = {"point": root.point(self.names), "root": {"goal": str(number), **root.texts}}
            if recheck.check({**self.head, "verdict": "REFUTED", **found}).ok:
                raise _Rooted(found)

    def fails(self, at: Place) -> bool:
        """Certainly a counterexample: inside, the hypotheses true, the claim false or undefined."""
        point: points.Point = dict(zip(self.names, at, strict=True))
        if not all(points.within(q, *side) for side, q in zip(self.box.values(), at, strict=True)):
            return False
        return all(points.holds(h, point) for h in self.hypotheses) and points.holds(self.relations, point) is False

    def look(self, candidates: Iterable[Place]) -> None:
        """Raises _Refuted at the first candidate that is confirmed, with smaller numbers where these do as well."""
        for at in candidates:
            at = at[: len(self.names)]
            if at in self.seen:
                continue
            self.seen.add(at)
            if self.fails(at):
                for limit in (1, 2, 10, 100, 1000):
                    small = tuple(q.limit_denominator(limit) if isinstance(q, Fraction) else q for q in at)
                    if self.fails(small):
                        raise _Refuted(small)
                raise _Refuted(at)
