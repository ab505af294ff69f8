"""Good directions and temperatures, by floating-point search. Nothing here is evidence: it proposes, others certify.

Scores are lambda (w . x_c)(u . x_j), and u . x_j is what is averaged. Bang's sign argument provides a u that is not
nearly orthogonal to any difference of tokens and a w that is not nearly orthogonal to any token: signs e_i with
|sum e_i w_i| locally greatest for unit vectors w_i have |<sum e_i w_i, w_j>| >= 1 for every j. From there a hill is
climbed: the least difference of averages of one token, over the greatest |u . x|.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, islice, pairwise
from typing import Any

import numpy as np

from varproof.contextual.dataset import Dataset

_GRID = 1 << 12
_MOST = 200_000
_STARTS = 3
_SPREADS = np.geomspace(0.02, 40, 12)


@dataclass(frozen=True)
class Proposal:
    """Directions in whole numbers, a temperature, and what floats think of them."""

    u: tuple[int, ...]
    w: tuple[int, ...]
    temperature: Fraction
    promise: float


def propose(data: Dataset, budget: int, seed: int) -> list[Proposal]:
    """Proposals, the most promising first; those of the sign argument are always among them.

    `budget` counts identifiers, of about 2e7 a second; the result depends on nothing but the arguments.
    """
    random = np.random.default_rng(seed)
    judge = _Judge(data, random)
    starts = [(bang(differences(data), random), bang(directions(data), random)) for _ in range(_STARTS)]
    starts += [(random.standard_normal(data.dimension), random.standard_normal(data.dimension)) for _ in range(_STARTS)]
    found = [judge(u, w, s) for u, w in starts for s in _SPREADS]
    kept = [max(found[k * len(_SPREADS) : (k + 1) * len(_SPREADS)], key=lambda p: p.promise) for k in range(_STARTS)]
    best = max(found, key=lambda p: p.promise)
    steps = max(0, min(600, budget // judge.cost) - len(found))
    for step in range(steps):
        width = 0.5 * 0.02 ** (step / max(steps, 1))
        u, w = np.array(best.u, float), np.array(best.w, float)
        spread = judge.spread(best) * np.exp(2 * width * random.standard_normal())
        u = u + width * np.linalg.norm(u) * random.standard_normal(len(u)) / np.sqrt(len(u))
        w = w + width * np.linalg.norm(w) * random.standard_normal(len(w)) / np.sqrt(len(w))
        best = max(best, judge(u, w, spread), key=lambda p: p.promise)
    steady = [judge(u, w, s) for u, w in starts[:1] for s in (0.3, 3.0)]
    return sorted({*kept, *steady, best}, key=lambda p: -p.promise)


class _Judge:
    """What floats think of directions: the least difference of averages of one token, over the greatest |u . x|."""

    def __init__(self, data: Dataset, random: Any) -> None:
        common, whole = data.whole
        largest = max(abs(x) for v in whole for x in v) or 1
        self.scale = Fraction(common, largest)
        self.tokens = np.array([[float(Fraction(x, largest)) for x in v] for v in whole])
        order, rows, queries, total = random.permutation(len(whole)), [], [], 0
        for c in order:
            contexts = list(islice(data.contexts(int(c)), _MOST))
            if total and total + len(contexts) > _MOST:
                break
            rows += contexts
            queries += [int(c)] * len(contexts)
            total += len(contexts)
        self.rows, self.queries = np.array(rows, dtype=np.int32), np.array(queries, dtype=np.int32)
        self.kinds = [frozenset(s) for s in rows] if data.repeats else None
        self.cost = max(1, total * data.length)

    def __call__(self, u: Any, w: Any, spread: float) -> Proposal:
        whole_u, whole_w = _whole(u), _whole(w)
        p, q = self.tokens @ np.array(whole_u, float), self.tokens @ np.array(whole_w, float)
        reach = float(np.abs(q).max() * (p.max() - p.min()))
        temperature = _short(spread / reach) if reach > 0 else Fraction(1)
        promise = self._promise(p, q, float(temperature))
        return Proposal(whole_u, whole_w, temperature * self.scale**2, promise)

    def spread(self, found: Proposal) -> float:
        """The greatest difference of scores."""
        p, q = self.tokens @ np.array(found.u, float), self.tokens @ np.array(found.w, float)
        return float(found.temperature / self.scale**2) * float(np.abs(q).max() * (p.max() - p.min()))

    def _promise(self, p: Any, q: Any, temperature: float) -> float:
        largest = float(np.abs(p).max())
        if largest == 0:
            return 0.0
        there = p[self.rows]
        scores = temperature * q[self.queries][:, None] * there
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        middle = p[self.queries]
        means = (powers * (there - middle[:, None])).sum(axis=1) / powers.sum(axis=1)
        order = np.lexsort((means, self.queries))
        same = self.queries[order][1:] == self.queries[order][:-1]
        if self.kinds is not None:
            same &= np.array([self.kinds[a] != self.kinds[b] for a, b in pairwise(order)])
        gaps = np.diff(means[order])[same]
        return float(gaps.min()) / largest if len(gaps) else 1.0


def _whole(direction: Any) -> tuple[int, ...]:
    largest = float(np.abs(direction).max())
    return tuple(round(float(x) / largest * _GRID) for x in direction) if largest > 0 else (1,) * len(direction)


def _short(x: float) -> Fraction:
    """x with 12 bits."""
    mantissa, exponent = np.frexp(x)
    return Fraction(round(float(mantissa) * _GRID), _GRID) * Fraction(2) ** int(exponent)


def bang(units: Any, random: Any) -> Any:
    """A signed sum of the unit vectors that no flip of one sign makes longer."""
    signs = random.choice([-1.0, 1.0], len(units))
    total = signs @ units
    for _ in range(100 * len(units)):
        worth = signs * (units @ total)
        k = int(worth.argmin())
        if worth[k] >= 1 - 1e-9:
            break
        total = total - 2 * signs[k] * units[k]
        signs[k] = -signs[k]
    return total


def differences(data: Dataset) -> Any:
    """The normalised differences of tokens; the tokens' own directions when there is one token."""
    _, whole = data.whole
    pairs = [[x - y for x, y in zip(a, b, strict=True)] for a, b in combinations(whole, 2)]
    return _units(pairs) if pairs else directions(data)


def directions(data: Dataset) -> Any:
    """The normalised tokens; a zero token is left out."""
    nonzero = [list(v) for v in data.whole[1] if any(v)]
    return _units(nonzero or [[1] * data.dimension])


def _units(vectors: list[list[int]]) -> Any:
    table = np.array([[float(Fraction(x, max(map(abs, v)))) for x in v] for v in vectors])
    return table / np.linalg.norm(table, axis=1, keepdims=True)
