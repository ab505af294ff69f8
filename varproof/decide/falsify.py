"""Search for a counterexample: floats propose, exact arithmetic and balls confirm.

`search` attacks a statement at small sizes and at the sizes of its seeds. At each it tries families of points
(constant, one-hot, two-level, ladder, near-copies of one given in another, reals at the edge that the arrays
give), every seed rescaled by powers of 2 and 10, and relatives of the seeds, whose givens are scaled, exchanged or
moved together; then it improves the best by moves that keep ties, and looks at the statement's own constants
(`varproof.decide.marks`). `search_all` does so for many statements, each
point tried on all of them. What looks false is rounded to short rationals, confirmed, and shrunk while it stays
confirmed. What equations of the hypotheses determine, such as recurrences over time, is run forward. The budget
counts evaluations, so the result depends on the seed of the random numbers and not on the speed of the machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product, zip_longest

import numpy as np

from varproof.arith.floats import Floats
from varproof.decide import functions, granted, marks
from varproof.decide.moves import Layout
from varproof.decide.shrink import shrink
from varproof.decide.witness import Outcome, check_point
from varproof.lang import core
from varproof.lang.core import Core, Parts
from varproof.lang.data import Data, Value
from varproof.lang.evaluate import Point
from varproof.lang.ground import Ground
from varproof.lang.program import Node, Program, ProgramError
from varproof.lang.recurrence import completed, determined
from varproof.lang.substitute import substitute
from varproof.lang.vector import margins
from varproof.proof.script import ProofError

BUDGET = 20_000
_SIZES = (1, 2, 3, 5, 8, 13, 21, 34)
_LADDER = (64, 256, 1024)
_WORK = 36_000  # the budget in operations on one point (a few nanoseconds each) for each evaluation
_STEP, _BUILD, _CONFIRM, _POINT = (
    1_500,
    2_500,
    3_000,
    6_000,
)  # what a step of writing out, an operation and a point cost
_RESCALED = 4_000  # operations of a program that is rescaled beyond the range of floats
_BATCH = 192
_KEPT = 24  # points from which the next ones are made
_MARKED = 4 * _BATCH  # points at constants
_FEWEST = 4  # of these, for each of several statements
_CONFIRMATIONS = 6  # of ties at one choice of sizes, while they last
_ALL_CONFIRMATIONS = 24
_SCALES = tuple(Fraction(b) ** k for k in (1, 2, 3, 6, 10, 30, 100, 300, 1000, 3000) for b in (2, 10))
_MAPS = 3  # times the budget for a statement with maps, each of which is searched at few sizes only
_CLOSE = 1e-9
_PROOFS, _PROOF = 4, 200_000  # tries to prove hypotheses at one choice of sizes, and what one costs
_ALL_PROOFS = 40


@dataclass(frozen=True)
class Counterexample:
    """A confirmed point, the claim that fails there, and why it does."""

    data: Data
    label: str
    reason: str


def search(
    statement: Core, seeds: Sequence[Data] = (), budget: int = BUDGET, rng_seed: int = 0
) -> Counterexample | None:
    """A confirmed and shrunk counterexample, or None when the budget is spent without one."""
    return search_all([statement], seeds, budget, rng_seed)[0]


def search_all(
    statements: Sequence[Core], seeds: Sequence[Data] = (), budget: int = BUDGET, rng_seed: int = 0
) -> list[Counterexample | None]:
    """`search` for several statements with the same sizes and givens: every point is tried on all of them.

    The budget is for each; the points that it buys are shared.
    """
    parts = [core.parts(statement) for statement in statements]
    p = parts[0]._replace(sizes=tuple((n, min(dict(q.sizes)[n] for q in parts)) for n, _ in parts[0].sizes))
    found: dict[int, Counterexample] = {}
    ties = dict.fromkeys(range(len(parts)), _ALL_CONFIRMATIONS)
    too_large: list[dict[str, int]] = []
    proofs = _ALL_PROOFS
    places = list(_places(p, seeds))
    work = budget * _WORK * len(parts) * (_MAPS if _has_maps(p) else 1)
    for number, (sizes, fixed) in enumerate(places):
        if work <= 0:
            break
        if any(all(sizes[n] >= large[n] for n in large) for large in too_large):
            continue
        largest = work // (6 * _STEP)
        grounds: dict[int, Ground] = {}
        steps = 0
        for k, q in enumerate(parts):
            if k in found or any(sizes[n] < least for n, least in q.sizes):
                continue
            try:
                beside = next(iter(grounds.values()), None)
                ground = Ground(statements[k], sizes, fixed, max(largest - steps, 0), beside)
            except ProgramError:
                too_large.append(sizes)
                work -= largest * _STEP
                break
            steps += ground.steps
            if any(_may_fail(ground.program, f, True) for f in ground.claim.values()):
                grounds[k] = ground
        work -= steps * _STEP
        if not grounds:
            continue
        here = [seed for seed in seeds if seed.sizes == sizes and seed.fixed(p) == fixed]
        allowed = {k: min(_CONFIRMATIONS, max(1, ties[k] // 2)) for k in grounds}
        attack = _Attack(grounds, np.random.default_rng((rng_seed, number)), allowed, min(_PROOFS, proofs))
        share = work // (len(places) - number)
        attack.run(here, max(share, work // 16 if here else 0))
        work -= attack.work
        proofs -= attack.tried_proofs
        for k in grounds:
            ties[k] -= allowed[k] - attack.ties[k]
            if k in attack.found:
                data, outcome = attack.found[k]
                if granted.undecided(Point(statements[k], data)) == []:  # else a proof would have to follow each step
                    data, outcome = shrink(statements[k], data, outcome)
                found[k] = Counterexample(data, str(outcome.label), outcome.reason)
        if len(found) == len(parts):
            break
    return [found.get(k) for k in range(len(parts))]


def _may_fail(program: Program, f: Node, fail: bool) -> bool:
    """Can this formula ever be decided not to be true (fail), or to be true (not fail)?"""
    op = program.ops[f]
    head: str = op[0]
    if head in ("true", "false", "undef"):
        return fail == (head != "true")
    if head in ("open", "every"):
        return False
    if head == "not":
        return _may_fail(program, op[1], not fail)
    if head in ("and", "all", "def", "or", "any"):
        some = fail == (head in ("and", "all", "def"))
        parts = [_may_fail(program, part, fail) for part in op[1:]]
        return any(parts) if some else all(parts)
    return True


def _has_maps(p: Parts) -> bool:
    return any(sort[0] == "map" for _, sort in p.given)


def _places(p: Parts, seeds: Sequence[Data]) -> Iterator[tuple[dict[str, int], dict[str, Value]]]:
    """Sizes, and indices and maps, in the order in which they are tried; each once."""
    seen = set()
    for sizes, wanted in _size_choices(p, seeds):
        for fixed in [wanted] if wanted is not None else _choices(p, sizes, seeds):
            key = (tuple(sizes.items()), tuple(fixed.items()))
            if key not in seen:
                seen.add(key)
                yield sizes, fixed


def _size_choices(p: Parts, seeds: Sequence[Data]) -> Iterator[tuple[dict[str, int], dict[str, Value] | None]]:
    names = [n for n, _ in p.sizes]
    least = dict(p.sizes)
    if not names:
        yield {}, None
        return
    small = [{n: max(k, least[n]) for n in names} for k in (1, 2)]
    yield from ((sizes, None) for sizes in small)
    yield from ((dict(seed.sizes), seed.fixed(p)) for seed in seeds)
    for k in _SIZES[2:3] if _has_maps(p) else _SIZES[2:]:
        if k <= 5 or len(names) == 1:
            yield {n: max(k, least[n]) for n in names}, None
        if len(names) > 1:
            for base in small:
                for n in names:
                    yield {**base, n: max(k, least[n])}, None


def _choices(p: Parts, sizes: dict[str, int], seeds: Sequence[Data]) -> Iterator[dict[str, Value]]:
    """The first two values of each index, with maps of the seeds and then others."""
    given = [(name, sort[1]) for name, sort in p.given if sort[0] == "index"]
    ranges = [sorted({0, min(1, sizes[n] - 1)}) for _, n in given]
    known = [{name: seed.values[name] for name, sort in p.given if sort[0] == "map"} for seed in seeds]
    for maps in functions.choices(p, known):
        for choice in list(product(*ranges))[:4]:
            chosen = {**maps, **{name: k for (name, _), k in zip(given, choice, strict=True)}}
            yield {name: chosen[name] for name, sort in p.given if name in chosen}


class _Attack:
    """The search at one choice of sizes, indices and maps, for statements that are written out in one program."""

    def __init__(
        self, grounds: Mapping[int, Ground], rng: np.random.Generator, ties: Mapping[int, int], proofs: int
    ) -> None:
        self.grounds = grounds
        self.first = next(iter(grounds.values()))
        self.layout = Layout(self.first)
        self.rng = rng
        self.cost = len(self.first.program)
        self.work = self.cost * _BUILD
        self.ties = dict(ties)  # that may still be confirmed
        self.found: dict[int, tuple[Data, Outcome]] = {}
        self.proofs, self.tried_proofs = proofs, 0  # of hypotheses that cannot be evaluated
        program = self.first.program
        self._inputs = [program.var(name, where) for name, where in self.first.inputs()]
        found = [determined(ground) for ground in grounds.values()]
        self._determined = found[0] if all(entries == found[0] for entries in found) else {}
        self._roots: list[Node] = []
        self._rows: dict[int, tuple[list[int], list[int]]] = {}  # of the roots: the hypotheses and the claims
        for k, ground in grounds.items():
            self._rows[k] = self._root_rows(ground.assume.values()), self._root_rows(ground.claim.values())
        into = substitute(program, program, self._determined)
        self._margins = margins(program, self._inputs, list(map(into, self._roots)))
        self._tried: set[tuple[int, tuple[Fraction, ...]]] = set()
        self._last: tuple[tuple[Fraction, ...], Point] | None = None

    def _root_rows(self, formulas: Iterable[Node]) -> list[int]:
        for f in formulas:
            if f not in self._roots:
                self._roots.append(f)
        return [self._roots.index(f) for f in formulas]

    @property
    def _open(self) -> list[int]:
        return [k for k in self.grounds if k not in self.found]

    def run(self, seeds: Sequence[Data], work: int) -> None:
        """Put confirmed points into `found`, until each statement has one or the work is done."""
        work += self.work
        rows = [self.layout.row(seed) for seed in seeds]
        if not self.layout.entries:
            rows = [()]
        for row in rows:
            for k in self._open:
                self._confirm(k, row)
        if not self.layout.entries or not self._open:
            return
        each = self.cost + _POINT + 50 * len(self.layout.entries)
        count = min(4 * _BATCH, max(8, (work - self.work) // (2 * each)))
        points = self.layout.families(self.rng, count)
        if rows:
            known = np.array([[_float(v) for v in row] for row in rows]).T
            points = np.concatenate([known, self.layout.relatives(self.rng, known, count), points], axis=1)
        scores = self._scores(points)
        self._best(points, scores)
        self._rescaled(rows[:4], work - (work - self.work) // 2)
        if self._open:
            self._marked(min(_MARKED, max(8, (work - self.work) // (2 * each))))
        self._improve(points, scores, work, each)

    def _improve(self, points: Floats, scores: dict[int, Floats], work: int, each: int) -> None:
        """Moves from the best points to better ones."""
        while self._open and self.work < work:
            best = {k: _varied(scores[k], max(_FEWEST, _KEPT // len(self._open))) for k in self._open}
            keep = list(dict.fromkeys(j for rank in zip_longest(*best.values()) for j in rank if j is not None))
            points, scores = points[:, keep], {k: rows[:, keep] for k, rows in scores.items()}
            if not any(np.isfinite(scores[k][0]).any() for k in self._open):
                return
            children = self.layout.moves(self.rng, points, min(_BATCH, max(8, (work - self.work) // each)))
            fresh = self._scores(children)
            points = np.concatenate([points, children], axis=1)
            scores = {k: np.concatenate([scores[k], rows], axis=1) for k, rows in fresh.items()}
            self._best(children, fresh)

    def _marked(self, count: int) -> None:
        """Points at the constants of the statements, on the equations of the hypotheses and on what must not be 0."""
        own = list(dict.fromkeys(q for k in self._open for q in marks.constants(self.grounds[k].statement)))
        program, before = self.first.program, (self._determined, self._margins, dict(self.ties))
        self.layout.known = {float(q): q for q in reversed(own)}
        claims = [f for k in self._open for f in self.grounds[k].claim.values()]
        for f in [None, *claims[:1]]:
            self._determined = marks.solved(self.first, self._inputs, before[0], f)
            into = substitute(program, program, self._determined)
            self._margins = margins(program, self._inputs, list(map(into, self._roots)))
            self.ties = dict.fromkeys(self.ties, _CONFIRMATIONS)
            points = marks.points(np.random.default_rng(len(own)), own, len(self.layout.entries), count // 2)
            for cut in np.array_split(points, max(1, count // (2 * _BATCH)), axis=1):
                if self._open:
                    self._best(cut, self._scores(cut))
        self._determined, self._margins, self.ties = before
        self.layout.known = {}

    def _scores(self, points: Floats) -> dict[int, Floats]:
        """For each statement the scores and the room of the points, and the least margin of a hypothesis there.

        A low score is good: below 10 the hypotheses hold, below 0 a claim fails; infinite where floats cannot tell.
        Room is how far the hypotheses are from failing.
        """
        self.work += (self.cost + _POINT + 50 * len(self.layout.entries)) * points.shape[1]
        found = self._margins(points)
        scores = {}
        for k in self._open:
            assumed, claimed = ([found[row] for row in rows] for rows in self._rows[k])
            hypotheses = np.min([np.ones(points.shape[1]), *assumed], axis=0)
            claims = np.min([np.ones(points.shape[1]), *claimed], axis=0)
            score = np.where(hypotheses >= -_CLOSE, claims, 10 - hypotheses)
            room = np.sum([np.clip(margin, 0, 1) for margin in assumed], axis=0) + 0 * score
            rows = np.array([score, room, hypotheses])
            scores[k] = np.where(np.isnan(rows), np.inf, rows)
        return scores

    def _best(self, points: Floats, scores: Mapping[int, Floats]) -> None:
        """Confirm the most promising of the points."""
        for k in self._open:
            score = scores[k][0]
            inner = np.where(scores[k][2] > _CLOSE, score, np.inf)
            for j in dict.fromkeys([*_distinct(inner, 1), *_distinct(score, 3)]):
                tie = score[j] > -_CLOSE
                if k in self.found or score[j] > _CLOSE or (tie and self.ties[k] <= 0):
                    continue
                self.ties[k] -= tie
                self._confirm(k, self._completed(self.layout.rationals(points[:, j])))

    def _rescaled(self, rows: Sequence[tuple[Fraction, ...]], work: int) -> None:
        """Every seed in other units; where floats overflow or cannot tell, by balls."""
        if self.cost > _RESCALED * len(self.grounds):
            return
        units = [factor for scale in _SCALES for factor in (scale, 1 / scale)]
        for row in rows:
            moved = [tuple(v * factor for v in row) for factor in units]
            scores = self._scores(np.array([[_float(v) for v in other] for other in moved]).T)
            for j, factor in enumerate(units):
                for k in self._open:
                    score, near = scores[k][0][j], max(factor, 1 / factor) < 10**100
                    open_ = not (near and _CLOSE < score < 10 - 1e-3)
                    if score < -_CLOSE or (open_ and self.work < work):  # what looks false is always looked at
                        self._confirm(k, self._completed(moved[j]))

    def _completed(self, row: tuple[Fraction, ...]) -> tuple[Fraction, ...] | None:
        """A point in which equations of the hypotheses, such as recurrences, are run forward."""
        return completed(self.first, self._determined, self._inputs, row)

    def _confirm(self, k: int, row: tuple[Fraction, ...] | None) -> None:
        if row is None or (k, row) in self._tried:
            return
        self._tried.add((k, row))
        self.work += _CONFIRM * self.cost // len(self.grounds)
        if self._last is None or self._last[0] != row:
            self._last = row, Point(self.first.statement, self.layout.data(row), self.first)
        point = self._last[1].beside(self.grounds[k])
        outcome = check_point(point, ladder=_LADDER)
        if outcome.refutes is None and self.proofs > 0:
            outcome = self._granted(point, outcome)
        if outcome.refutes is True:
            self.found[k] = point.data, outcome

    def _granted(self, point: Point, outcome: Outcome) -> Outcome:
        """The outcome when the hypotheses that cannot be evaluated there are proved, if a claim fails."""
        labels = granted.undecided(point)
        if not labels or check_point(point, ladder=_LADDER, granted=labels).refutes is not True:
            return outcome
        self.proofs, self.tried_proofs = self.proofs - 1, self.tried_proofs + 1
        self.work += _PROOF
        try:
            granted.proofs(point.ground.statement, point.data, labels)
        except ProofError:
            return outcome
        return check_point(point, ladder=_LADDER, granted=labels)


def _float(value: Fraction) -> float:
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def _varied(scores: Floats, count: int) -> list[int]:
    """The positions of the best scores, half of them with hypotheses that are no ties; of equal ones those with the
    most room come first, and equal room once."""
    order = np.lexsort((-scores[1], scores[0]))
    first: dict[tuple[float, float], int] = {}
    for k in order:
        first.setdefault((float(scores[0][k]), float(scores[1][k])), int(k))
    inner = [k for k in first.values() if scores[2][k] > _CLOSE]
    return list(dict.fromkeys([*inner[: count // 2], *first.values()]))[:count]


def _distinct(scores: Floats, count: int) -> list[int]:
    """The positions of the best scores, equal ones once."""
    kept: list[int] = []
    seen: set[float] = set()
    for k in np.argsort(scores, kind="stable"):
        score = float(scores[k])
        if score not in seen:
            seen.add(score)
            kept.append(int(k))
            if len(kept) == count:
                break
    return kept
