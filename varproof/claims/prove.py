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
from collections.abc import Iterable
from fractions import Fraction
from itertools import islice, product
from typing import TYPE_CHECKING, Any, NamedTuple

from varproof import recheck
from varproof.arith import intervals
from varproof.claims import explain, notation, points, readings, roots
from varproof.claims.critical import Place
from varproof.claims.enclosures import enclosures
from varproof.claims.forms import Forms
from varproof.claims.journal import Journal
from varproof.claims.state import State
from varproof.claims.strategy import Planner
from varproof.lang import claims
from varproof.lang.claims import Relation, Sides
from varproof.lang.expressions import Graph, goals
from varproof.lang.verdict import Verdict

if TYPE_CHECKING:
    from varproof.lang.objects import Box

BUDGET = 200_000
_POINTS, _ROOTS = 100, 8


class Proof(NamedTuple):
    """What was judged and what came out; the certificate belongs to PROVED and REFUTED. Of a counterexample `texts` has
    the exact numbers as they are written."""

    claim: str
    box: dict[str, list[str]]
    assume: list[str]
    verdict: Verdict
    boxes: int
    texts: dict[str, str] | None
    certificate: dict[str, Any] | None

    def text(self) -> str:
        """The verdict on one line, for people; of a counterexample also what is undefined there, or both sides."""
        reason = f": {self.verdict.reason}" if self.verdict.reason else ""
        fails = self.fails()
        why = f": {fails}" if fails else ""
        return f"{self.verdict}{self.at()}{why}{reason} ({self.boxes} box{'es' * (self.boxes != 1)})"

    def at(self) -> str:
        """The counterexample, as in ` at x = 1/3`."""
        values = ", ".join(f"{notation.name(x)} = {notation.number(q)}" for x, q in (self.texts or {}).items())
        return f" at {values}" if values else ""

    @property
    def failure(self) -> explain.Failure | None:
        """What fails at the counterexample, where this can be told."""
        return None if self.texts is None else explain.failure(self.claim, self.texts)

    @property
    def counterexample(self) -> dict[str, Fraction | str] | None:
        """A point that refutes the claim, in Fractions; what is irrational stays an expression, such as exp(-1)."""
        if self.texts is None:
            return None
        return {x: Fraction(q) if re.fullmatch(r"-?\d+(/\d+)?", q) else q for x, q in self.texts.items()}

    @property
    def undefined(self) -> str | None:
        """What has no value at the counterexample, as in `log(x)`; None where all is defined and the claim false."""
        found = self.failure
        return None if found is None or found.undefined is None else notation.term(found.undefined)

    @property
    def sides(self) -> tuple[str, str] | None:
        """The values of both sides of what fails at the counterexample."""
        found = self.failure
        return None if found is None or found.undefined is not None else (found.left, found.right)

    def fails(self) -> str:
        """In words, what fails at the counterexample."""
        found = self.failure
        if found is None:
            return ""
        if found.undefined is not None:
            return f"{notation.term(found.undefined)} is undefined there ({found.why})"
        if readings.formula([found.relation])[0] == "or":  # no one relation that was typed
            return f"{notation.relation(found.relation)} is false there"
        left, right = notation.value(found.left), notation.value(found.right)
        return f"{notation.relation(found.relation)} is false there; the sides are {left} and {right}"

    def problem(self) -> str:
        """What was judged, as it was read: the claim, its hypotheses and its box, in mathematical notation."""
        return notation.problem(self.claim, self.box, self.assume)

    def __repr__(self) -> str:
        return f"{self.text()}\n{self.problem()}"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/plain": repr(self)}

    def data(self) -> dict[str, Any]:
        return {
            **{"claim": self.claim, "box": self.box, "assume": self.assume, "verdict": self.verdict.name},
            **{"evidence": list(self.verdict.evidence), "boxes": self.boxes, "counterexample": self.texts},
            **{"undefined": self.undefined, "sides": None if self.sides is None else list(self.sides)},
            "reason": self.verdict.reason,
        }


def canonical(data: Any) -> str:
    """Canonical JSON."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"))


def judge(claim: str, box: Sides, assume: Iterable[str] = (), budget: int = BUDGET) -> Proof:
    """Judge a claim; ClaimError for bad input."""
    given = list(assume)
    relations = claims.parse(claim)
    hypotheses = [claims.parse(h, "assumption") for h in given]
    claims.check_names(relations, hypotheses, box)
    box = dict(sorted(box.items()))  # as it is read again: proofs name variables by number
    problem: dict[str, Any] = {
        "claim": claim,
        "box": {name: [str(low), str(high)] for name, (low, high) in box.items()},
        "assume": given,
    }
    text = canonical(problem)
    head = {"schema": 1, "kind": "box", **problem, "hash": hashlib.sha256(text.encode()).hexdigest()}
    for sums in (True, False):  # what the checker does not follow is tried again without logarithms of sums
        attempt = _Attempt(relations, hypotheses, box, budget, head, sums)
        verdict, found, evidence = attempt.run()
        certificate = None if found is None else {**head, "verdict": verdict.name, **found}
        report = None if certificate is None else recheck.check_text(canonical(certificate))
        if report is None or report.ok:
            break
        verdict = Verdict("UNDECIDED", (), f"the independent checker does not follow: {report.message}")
        certificate = evidence = None
    for journal in attempt.journals:
        journal.end()
    return Proof(claim, problem["box"], given, verdict, attempt.boxes, evidence, certificate)


def prove(claim: Any, box: Box, assume: Iterable[Any] = (), budget: int = BUDGET) -> Proof:
    """A claim as text or SymPy relation, over a box such as ``"x in [-8, 8]"`` or ``{x: (-8, 8)}``; ClaimError.

    Ends are exact numbers: ints, Fractions, texts such as "1/3", SymPy's rationals; a float stands for its exact value.

    What is judged is in the answer. Variables of SymPy are symbols, not names; the assumptions of a symbol have to be
    true on its whole side; SymPy's floats are refused.
    """
    from varproof.lang.objects import problem

    text, sides, given = problem(claim, box, assume)
    return judge(text, sides, given, budget)


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
        sums: bool,
    ) -> None:
        self.relations, self.hypotheses, self.box, self.budget = relations, hypotheses, box, budget
        self.head, self.sums = head, sums
        self.names, self.boxes = list(box), 0
        self.journals: list[Journal] = []
        self.seen: dict[Place, None] = {}  # in order

    def run(self) -> tuple[Verdict, dict[str, Any] | None, dict[str, str] | None]:
        graph = Graph(self.names)
        planner = Planner(self.look, self.budget, self.sums)
        try:
            self.look(self.grid())
            given = [g for h in self.hypotheses for g in goals(graph, h)]
            proofs = []
            sides = list(self.box.values())
            floor = frozenset(k for k, (low, _) in enumerate(sides) if low >= 0)
            ends = [(intervals.below(low), intervals.above(high), False) for low, high in sides]

            def above(n: int) -> bool:
                """Whether a node of the claim's own variables is >= 0 on the box."""
                ops = [graph.ops[m] for m in graph.order(n)]
                own = all(op[1] < len(ends) for op in ops if op[0] == "var")
                return own and enclosures(graph, [n], ends)[0][0] >= 0

            forms = Forms(graph, floor, above)
            for number, goal in enumerate(goals(graph, self.relations)):
                state = State(graph, forms, self.names, goal, given, sides)
                self.look_at_roots(state, number)
                found = planner.prove(state)
                if found is None:
                    return Verdict("UNDECIDED", (), planner.reason), None, None
                proofs.append(" ".join(found))
        except _Rooted as refuted:
            return Verdict("REFUTED", ("witness",)), refuted.certificate, refuted.point
        except _Refuted as refuted:
            point = self.written(refuted.at)
            return Verdict("REFUTED", ("witness",)), {"point": point}, point
        finally:
            self.boxes, self.journals = planner.spent, planner.journals
        if any(all(node == "v" or node[0] in "sx" for node in proof.split()) for proof in proofs):
            nothing = "as no point of the box satisfies the hypotheses"
            return Verdict("PROVED", ("box",), nothing), {"proofs": proofs}, None
        satisfied = self.satisfied() if self.hypotheses else None
        if satisfied is None and self.hypotheses:
            unknown = "whether any point of the box satisfies the hypotheses is not known"
            return Verdict("PROVED", ("box",), unknown), {"proofs": proofs}, None
        shown = {} if satisfied is None else {"satisfied": satisfied}
        return Verdict("PROVED", ("box",)), {"proofs": proofs, **shown}, None

    def satisfied(self) -> dict[str, str] | None:
        """A point at which the hypotheses hold, among those that were looked at; None where none was found."""
        for at in self.seen:
            point: points.Point = dict(zip(self.names, at, strict=True))
            inside = all(points.within(q, *side) for side, q in zip(self.box.values(), at, strict=True))
            if inside and all(points.holds(h, point) for h in self.hypotheses):
                return self.written(at)
        return None

    def written(self, at: Place) -> dict[str, str]:
        return {name: points.text(q) for name, q in zip(self.names, at, strict=True)}

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
            self.seen[at] = None
            if self.fails(at):
                for limit in (1, 2, 10, 100, 1000):
                    small = tuple(q.limit_denominator(limit) if isinstance(q, Fraction) else q for q in at)
                    if self.fails(small):
                        raise _Refuted(small)
                raise _Refuted(at)
