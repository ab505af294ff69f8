"""The least distance and the greatest norm of identifiers, certified.

Two identifiers have to differ when their tokens or their sets of tokens do. Identifiers of one token are sorted along
the axis; distance >= |axis difference|/|g|, with equality when all values lie on a line, where neighbours suffice.
Different tokens c, c' are further apart than |v_c - v_c'| less the diameter of the values; only where this does not
exceed the least distance found so far are they searched: along the axis, from the nearest on.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache, partial
from itertools import combinations, islice
from operator import sub
from typing import Any

from varproof.contextual.dataset import Context, Dataset, above, below
from varproof.contextual.errors import TooCoarse
from varproof.contextual.layer import Layer, Numbers
from varproof.contextual.weights import Vector, Weights, dot

_MOST = 200_000
_BITS = 80
Where = tuple[int, int]  # a token, and the number of one of its contexts


@dataclass
class Closest:
    """Bounds of the least distance, and the pair that attains the upper one; no bounds without a pair."""

    lower: Fraction | None = None
    upper: Fraction | None = None
    pair: tuple[Where, Where] | None = None

    def meet(self, lower: Fraction, upper: Fraction, first: Where, second: Where) -> None:
        """One more pair, or many with these bounds of their least distance."""
        lower = max(lower, Fraction(0))
        self.lower = lower if self.lower is None else min(lower, self.lower)
        if self.upper is None or upper < self.upper:
            self.upper, self.pair = upper, (first, second)


@dataclass(frozen=True)
class Summary:
    """What is to be known of one token: nearest identifiers, and the ends along the axis."""

    closest: Closest
    low: Any
    high: Any
    longest: tuple[Fraction, Fraction]


@dataclass
class Cloud:
    """The identifiers of one token."""

    axis: Numbers
    rest: list[Numbers] = field(default_factory=list)
    order: list[int] = field(default_factory=list)

    @property
    def sorted(self) -> list[Any]:
        return [self.axis.values[k] for k in self.order]


class Geometry:
    """Distances of the identifiers of one layer at one precision."""

    def __init__(self, layer: Layer, bits: int) -> None:
        self.layer = layer
        self.bits = bits
        self.unit = layer.size / (1 << bits)  # axis differences and coordinates are whole multiples of this
        self.g2 = dot(layer.axis, layer.axis)
        self.root_bits = max(128, bits // 4)  # bits of square roots and norms, which nothing is subtracted from
        self.under_g, self.over_g = below(1 / self.g2, self.root_bits), above(1 / self.g2, self.root_bits)
        self.cloud = lru_cache(maxsize=4)(self._cloud)

    def _cloud(self, c: int) -> Cloud:
        found = [self.layer.enclose(c, self.bits)] if self.layer.on_line else self.layer.coordinates(c, self.bits)
        values = found[0].values
        return Cloud(found[0], found[1:], sorted(range(len(values)), key=values.__getitem__))

    # ---- one token

    def summary(self, c: int) -> Summary:
        """The nearest identifiers of one token, and their ends."""
        if self.layer.on_line and not self.layer.data.repeats:
            return self._summary_on_line(c)
        cloud = self._cloud(c)
        kinds = [frozenset(s) for s in self.layer.data.contexts(c)] if self.layer.data.repeats else None
        closest = Closest()
        self._sweep(cloud, c, kinds, closest)
        norms = [self._norm(c, cloud, k) for k in self._ends(cloud)]
        longest = max(low for low, _ in norms), max(high for _, high in norms)
        values = cloud.axis.values
        return Summary(closest, values[cloud.order[0]], values[cloud.order[-1]], longest)

    def _summary_on_line(self, c: int) -> Summary:
        found = self.layer.enclose(c, self.bits)
        line = sorted(found.values)
        closest = Closest()
        if len(line) > 1:
            gaps = list(map(sub, line[1:], line))
            k = min(range(len(gaps)), key=gaps.__getitem__)
            first = found.values.index(line[k])
            second = found.values.index(line[k + 1], first + 1 if line[k] == line[k + 1] else 0)
            error = 2 * found.radius
            low, high = int(gaps[k]) - error, int(gaps[k]) + error
            closest.meet(self.under_g * self.unit * low, self.over_g * self.unit * high,
                         (c, first), (c, second))  # fmt: skip
        norms = [self._norm_at(c, x, found.radius) for x in (line[0], line[-1])]
        longest = max(low for low, _ in norms), max(high for _, high in norms)
        return Summary(closest, line[0], line[-1], longest)

    def _ends(self, cloud: Cloud) -> list[int]:
        """Where the norm can be greatest: it is convex along a line."""
        return [cloud.order[0], cloud.order[-1]] if self.layer.on_line else cloud.order

    def _norm_at(self, c: int, value: Any, radius: int) -> tuple[Fraction, Fraction]:
        """Bounds of |v_c + g x/|g|^2|, which changes by at most |x - x'|/|g|."""
        cut = max(0, self.bits - self.root_bits)
        unit = self.unit * (1 << cut)
        v, x, radius = self.layer.data.vocabulary[c], int(value >> cut) * unit, (radius >> cut) + 2
        square = dot(v, v) + (2 * dot(self.layer.axis, v) * x + x * x) / self.g2
        error = radius * unit * self.over_g
        return below(square, self.root_bits) - error, above(square, self.root_bits) + error

    def _norm(self, c: int, cloud: Cloud, k: int) -> tuple[Fraction, Fraction]:
        if self.layer.on_line:
            return self._norm_at(c, cloud.axis.values[k], cloud.axis.radius)
        v = self.layer.data.vocabulary[c]
        y = [x + int(n.values[k]) * self.unit for x, n in zip(v, cloud.rest, strict=True)]
        error = len(y) * cloud.axis.radius * self.unit
        square = sum((x * x for x in y), Fraction(0))
        return below(square, self.root_bits) - error, above(square, self.root_bits) + error

    def _sweep(self, cloud: Cloud, c: int, kinds: list[frozenset[int]] | None, closest: Closest) -> None:
        line, order, error = cloud.sorted, cloud.order, 2 * cloud.axis.radius
        most = _MOST
        reach = self._reach(closest)
        for i in range(len(line)):
            for j in range(i + 1, len(line)):
                gap = int(line[j] - line[i])
                if reach is not None and gap - error > reach:
                    break
                if kinds is not None and kinds[order[i]] == kinds[order[j]]:
                    continue
                most -= 1
                if not most:
                    raise TooCoarse("too many identifiers of one token are close to one another along the axis")
                self._meet(closest, (c, order[i]), cloud, (c, order[j]), cloud, gap, error, Fraction(0))
                reach = self._reach(closest)

    def _reach(self, closest: Closest) -> int | None:
        """Axis differences beyond this many units mean more than the least distance."""
        if closest.upper is None:
            return None
        return int(closest.upper * above(self.g2, _BITS) / self.unit) + 1

    def _meet(self, closest: Closest, first: Where, a: Cloud, second: Where, b: Cloud, gap: int, error: int,
              across: Fraction) -> None:  # fmt: skip
        """Take the distance of two identifiers into account; `across` is its square orthogonal to the axis."""
        if self.layer.on_line:
            square = across + (gap * self.unit) ** 2 / self.g2
            margin = error * self.unit * self.over_g
        else:
            v, w = self.layer.data.vocabulary[first[0]], self.layer.data.vocabulary[second[0]]
            difference = [
                x - y + int(p.values[first[1]] - q.values[second[1]]) * self.unit
                for x, y, p, q in zip(v, w, a.rest, b.rest, strict=True)
            ]
            square = sum((x * x for x in difference), Fraction(0))
            margin = len(v) * (a.axis.radius + b.axis.radius) * self.unit
        closest.meet(below(square, self.root_bits) - margin, above(square, self.root_bits) + margin, first, second)

    # ---- two tokens

    def across(self, c: int, other: int, closest: Closest) -> None:
        """The nearest identifiers of two different tokens."""
        v, w = self.layer.data.vocabulary[c], self.layer.data.vocabulary[other]
        step: Vector = tuple(x - y for x, y in zip(v, w, strict=True))
        offset = dot(self.layer.axis, step)
        orthogonal = dot(step, step) - offset * offset / self.g2 if self.layer.on_line else Fraction(0)
        if closest.upper is not None and orthogonal > closest.upper**2:
            return
        a, b = self.cloud(c), self.cloud(other)
        shift = offset / self.unit
        whole, error = shift.numerator // shift.denominator, a.axis.radius + b.axis.radius + 1
        line = b.sorted
        most = _MOST
        for i, x in enumerate(a.axis.values):
            for j, gap in _nearest(line, x + whole):
                reach = self._reach(closest)
                if reach is not None and gap - error > reach:
                    break
                most -= 1
                if not most:
                    raise TooCoarse("too many identifiers of two tokens are close to one another along the axis")
                self._meet(closest, (c, i), a, (other, b.order[j]), b, gap, error, orthogonal)
                if self.layer.on_line:
                    break


def _nearest(line: list[Any], target: Any) -> Iterator[tuple[int, int]]:
    """Places in a sorted list with their distances from a target, nearest first."""
    right = bisect_left(line, target)
    left = right - 1
    while left >= 0 or right < len(line):
        before = int(target - line[left]) if left >= 0 else None
        after = int(line[right] - target) if right < len(line) else None
        if after is None or (before is not None and before <= after):
            yield left, before or 0
            left -= 1
        else:
            yield right, after
            right += 1


@dataclass(frozen=True)
class Measured:
    """Certified bounds: `lower` <= least distance of identifiers that have to differ <= `upper` (None when there are
    none), `longest` for the greatest norm, and the nearest pair as (token, context) each."""

    lower: Fraction | None
    upper: Fraction | None
    pair: tuple[tuple[int, Context], tuple[int, Context]] | None
    longest: tuple[Fraction, Fraction]
    bits: int
    identifiers: int


def measure(weights: Weights, data: Dataset, bits: int, jobs: int = 1) -> Measured:
    """Enclose every identifier at `bits` bits after the point; TooCoarse when that tells nothing.

    `jobs` processes share the tokens. Time grows linearly with the contexts, sorting aside.
    """
    layer = Layer(weights, data)
    geometry = Geometry(layer, bits)
    tokens = [c for c in range(len(data.vocabulary)) if next(data.contexts(c), None) is not None]
    if jobs > 1:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        shared = (weights, data, bits)
        with ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_set_up, initargs=shared) as pool:
            summaries = list(pool.map(_summary, tokens, chunksize=max(1, len(tokens) // (4 * jobs))))
    else:
        summaries = list(map(geometry.summary, tokens))
    closest = Closest()
    for s in summaries:
        if s.closest.lower is not None and s.closest.upper is not None and s.closest.pair is not None:
            closest.meet(s.closest.lower, s.closest.upper, *s.closest.pair)
    _different_tokens(layer, geometry, tokens, closest)
    longest = max(s.longest[0] for s in summaries), max(s.longest[1] for s in summaries)
    pair = None if closest.pair is None else tuple(map(partial(_named, data), closest.pair))
    return Measured(closest.lower, closest.upper, pair, longest, bits, data.count())  # type: ignore[arg-type]


_WORKER: list[Geometry] = []


def _set_up(weights: Weights, data: Dataset, bits: int) -> None:
    _WORKER[:] = [Geometry(Layer(weights, data), bits)]


def _summary(c: int) -> Summary:
    return _WORKER[0].summary(c)


def _different_tokens(layer: Layer, geometry: Geometry, tokens: list[int], closest: Closest) -> None:
    common, whole = layer.data.whole
    if layer.on_line:
        width = (max(layer.along) - min(layer.along)) * geometry.over_g
    else:
        width = 2 * max(above(dot(a, a)) for a in layer.values)
    gaps = []
    for c, other in combinations(tokens, 2):
        gaps.append((sum((x - y) ** 2 for x, y in zip(whole[c], whole[other], strict=True)), c, other))
    for square, c, other in sorted(gaps):
        far = below(Fraction(square), _BITS) / common - width
        if closest.upper is not None and far > closest.upper:
            break  # so are all that follow
        geometry.across(c, other, closest)


def _named(data: Dataset, where: Where) -> tuple[int, Context]:
    return where[0], next(islice(data.contexts(where[0]), where[1], None))
