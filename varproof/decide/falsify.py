"""Search for a counterexample: floats propose, exact arithmetic and balls confirm.

`search` attacks a statement at small sizes and at the sizes of its seeds. At each it tries families of points
(constant, one-hot, two-level, ladder, near-copies of one given in another, reals at the edge that the arrays
give), then improves the best by moves that keep ties, and tries every seed rescaled by powers of 2 and 10. What
looks false is rounded to short rationals, confirmed, and shrunk while it stays confirmed. The budget counts
evaluations, so the result depends on the seed of the random numbers and not on the speed of the machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import numpy as np

from varproof.arith.floats import Floats
from varproof.decide.moves import Layout
from varproof.decide.shrink import shrink
from varproof.decide.witness import Outcome, check_point
from varproof.lang import core
from varproof.lang.core import Core, Parts
from varproof.lang.data import Data
from varproof.lang.evaluate import Point
from varproof.lang.ground import Ground
from varproof.lang.program import Node, Program, ProgramError
from varproof.lang.vector import margins

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
_KEPT = 24
_CONFIRMATIONS = 6  # of ties at one choice of sizes, while they last
_ALL_CONFIRMATIONS = 24
_SCALES = tuple(Fraction(b) ** k for k in (1, 2, 3, 6, 10, 30, 100, 300, 1000, 3000) for b in (2, 10))
_CLOSE = 1e-9


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
    p = core.parts(statement)
    places = list(_places(p, seeds))
    work = budget * _WORK
    ties = _ALL_CONFIRMATIONS
    too_large: list[dict[str, int]] = []
    for number, (sizes, indices) in enumerate(places):
        if work <= 0:
            break
        if any(all(sizes[n] >= large[n] for n in large) for large in too_large):
            continue
        largest = work // (6 * _STEP)
        try:
            ground = Ground(statement, sizes, indices, largest=largest)
        except ProgramError:
            too_large.append(sizes)
            work -= largest * _STEP
            continue
        if not any(_may_fail(ground.program, f, True) for f in ground.claim.values()):
            work -= ground.steps * _STEP
            continue
        here = [seed for seed in seeds if seed.sizes == sizes and _indices(p, seed) == indices]
        allowed = min(_CONFIRMATIONS, max(1, ties // 2))
        attack = _Attack(ground, np.random.default_rng((rng_seed, number)), allowed)
        share = work // (len(places) - number)
        found = attack.run(here, max(share, work // 16 if here else 0))
        work -= attack.work
        ties -= allowed - attack.ties
        if found is not None:
            data, outcome = shrink(statement, found[0], found[1])
            return Counterexample(data, str(outcome.label), outcome.reason)
    return None


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


def _indices(p: Parts, data: Data) -> dict[str, int]:
    return {name: data.values[name] for name, sort in p.given if sort[0] == "index"}


def _places(p: Parts, seeds: Sequence[Data]) -> Iterator[tuple[dict[str, int], dict[str, int]]]:
    """Sizes and indices in the order in which they are tried; each once."""
    seen = set()
    for sizes, wanted in _size_choices(p, seeds):
        for indices in [wanted] if wanted is not None else _index_choices(p, sizes):
            key = (tuple(sizes.items()), tuple(indices.items()))
            if key not in seen:
                seen.add(key)
                yield sizes, indices


def _size_choices(p: Parts, seeds: Sequence[Data]) -> Iterator[tuple[dict[str, int], dict[str, int] | None]]:
    names = [n for n, _ in p.sizes]
    least = dict(p.sizes)
    if not names:
        yield {}, None
        return
    small = [{n: max(k, least[n]) for n in names} for k in (1, 2)]
    yield from ((sizes, None) for sizes in small)
    yield from ((dict(seed.sizes), _indices(p, seed)) for seed in seeds)
    for k in _SIZES[2:]:
        if k <= 5 or len(names) == 1:
            yield {n: max(k, least[n]) for n in names}, None
        if len(names) > 1:
            for base in small:
                for n in names:
                    yield {**base, n: max(k, least[n])}, None


def _index_choices(p: Parts, sizes: dict[str, int]) -> Iterable[dict[str, int]]:
    given = [(name, sort[1]) for name, sort in p.given if sort[0] == "index"]
    ranges = [sorted({0, min(1, sizes[n] - 1)}) for _, n in given]
    for choice in list(product(*ranges))[:4]:
        yield {name: k for (name, _), k in zip(given, choice, strict=True)}


class _Attack:
    """The search at one choice of sizes and indices."""

    def __init__(self, ground: Ground, rng: np.random.Generator, ties: int) -> None:
        self.ground = ground
        self.layout = Layout(ground)
        self.rng = rng
        self.cost = len(ground.program)
        self.work = ground.steps * _STEP + self.cost * _BUILD
        program = ground.program
        inputs = [program.var(name, where) for name, where in ground.inputs()]
        self._assume = len(ground.assume)
        roots = [*ground.assume.values(), *ground.claim.values()]
        self._margins = margins(program, inputs, roots)
        self._tried: set[tuple[Fraction, ...]] = set()
        self.ties = ties  # that may still be confirmed

    def run(self, seeds: Sequence[Data], work: int) -> tuple[Data, Outcome] | None:
        """A confirmed point, or None once the work is done."""
        rows = [self.layout.row(seed) for seed in seeds]
        if not self.layout.entries:
            return self._confirm(())
        for row in rows:
            found = self._confirm(row)
            if found is not None:
                return found
        found = self._rescaled(rows[:4])
        if found is not None:
            return found
        each = self.cost + _POINT + 50 * len(self.layout.entries)
        points = self.layout.families(self.rng, min(4 * _BATCH, max(8, (work - self.work) // (2 * each))))
        if rows:
            points = np.concatenate([np.array([[_float(v) for v in row] for row in rows]).T, points], axis=1)
        scores = self._scores(points)
        found = self._best(points, scores)
        while found is None and self.work < work:
            keep = _distinct(points, scores, _KEPT)
            points, scores = points[:, keep], scores[keep]
            if not np.isfinite(scores[0]):
                return None
            children = self.layout.moves(self.rng, points, min(_BATCH, max(8, (work - self.work) // each)))
            fresh = self._scores(children)
            points, scores = np.concatenate([points, children], axis=1), np.concatenate([scores, fresh])
            found = self._best(children, fresh)
        return found

    def _scores(self, points: Floats) -> Floats:
        """Low is good: below 10 the hypotheses hold, below 0 a claim fails; infinite where floats cannot tell."""
        self.work += (self.cost + _POINT + 50 * len(self.layout.entries)) * points.shape[1]
        found = self._margins(points)
        hypotheses = np.min([np.ones(points.shape[1]), *found[: self._assume]], axis=0)
        claims = np.min([np.ones(points.shape[1]), *found[self._assume :]], axis=0)
        scores: Floats = np.where(hypotheses >= -_CLOSE, claims, 10 - hypotheses)
        return np.where(np.isnan(scores), np.inf, scores)

    def _best(self, points: Floats, scores: Floats) -> tuple[Data, Outcome] | None:
        """Confirm the most promising of the points."""
        for k in _distinct(points, scores, 3):
            if scores[k] > _CLOSE or self.ties <= 0:
                return None
            self.ties -= 1 if scores[k] > -_CLOSE else 0
            found = self._confirm(self.layout.rationals(points[:, k]))
            if found is not None:
                return found
        return None

    def _rescaled(self, rows: Sequence[tuple[Fraction, ...]]) -> tuple[Data, Outcome] | None:
        """Every seed in other units; where floats overflow or cannot tell, by balls."""
        if self.cost > _RESCALED:
            return None
        for row in rows:
            for scale in _SCALES:
                for factor in (scale, 1 / scale):
                    moved = tuple(v * factor for v in row)
                    score = float(self._scores(np.array([[_float(v)] for v in moved]))[0])
                    if _CLOSE < score < 10 - 1e-3 and scale < 10**100:
                        continue
                    found = self._confirm(moved)
                    if found is not None:
                        return found
        return None

    def _confirm(self, row: tuple[Fraction, ...]) -> tuple[Data, Outcome] | None:
        if row in self._tried:
            return None
        self._tried.add(row)
        self.work += _CONFIRM * self.cost
        data = self.layout.data(row)
        outcome = check_point(Point(self.ground.statement, data, self.ground), ladder=_LADDER)
        return (data, outcome) if outcome.refutes is True else None


def _float(value: Fraction) -> float:
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def _distinct(points: Floats, scores: Floats, count: int) -> list[int]:
    """The positions of the best points, equal scores once."""
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
