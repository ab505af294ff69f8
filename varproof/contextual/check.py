"""Is a layer with given weights a contextual mapping of a dataset? Computed rigorously, on a ladder of precisions.

The answers are no verdicts of the referee: there is no certificate that the independent checker could replay.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import add
from typing import Any

from varproof.arith.exact import Inexact, Number
from varproof.contextual.dataset import Context, Dataset, dataset
from varproof.contextual.distances import Measured, measure
from varproof.contextual.errors import InputError, TooCoarse
from varproof.contextual.layer import Layer
from varproof.contextual.reading import number
from varproof.contextual.weights import Weights, weights

LADDER = (64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384)
EXACT_FROM = 256  # bits at which an open comparison is tried exactly
_LARGEST_EXACT = 12


@dataclass(frozen=True, repr=False)
class Checked:
    """The answer (yes, no or open), what computed it (balls, exact numbers, nothing), and what the last precision
    enclosed; `pair` names (sequence, position) twice, from 0."""

    answer: str
    evidence: str
    reason: str
    measured: Measured | None
    pair: tuple[tuple[int, int], tuple[int, int]] | None

    @property
    def code(self) -> int:
        """The exit code of a command: 0 yes, 1 no, 4 open."""
        return {"yes": 0, "no": 1}.get(self.answer, 4)

    def text(self) -> str:
        """One line for people."""
        because = f": {self.reason}" if self.reason else ""
        said = f", by {self.evidence}, without a certificate" if self.evidence else ""
        return f"contextual mapping: {self.answer}{said}{because}"

    def __repr__(self) -> str:
        return self.text()


def rungs(max_bits: int) -> Iterator[int]:
    """The precisions to try, in turn."""
    if max_bits < LADDER[0]:
        raise InputError(f"{max_bits} bits: at least {LADDER[0]}")
    return (bits for bits in LADDER if bits <= max_bits)


def is_contextual_mapping(
    head: Any, data: Any, gamma: Any, delta: Any, *, max_bits: int = LADDER[-1], jobs: int = 1
) -> Checked:
    """yes, no or open: every output is shorter than gamma, and outputs are further apart than delta
    whenever the tokens, or the sets of tokens of their sequences, differ.

    `head` and `data` are what `weights` and `dataset` read. Equality is a no; it is recognised where the distance of
    the nearest pair is an exact number that can be written out, and stays open otherwise.
    """
    found, sequences = weights(head), dataset(data)
    bound, least = number(gamma, "gamma"), number(delta, "delta")
    reason, last = f"no precision of {max_bits} bits or less tells", None
    for bits in rungs(max_bits):
        try:
            last = measure(found, sequences, bits, jobs)
        except TooCoarse as error:
            reason = f"{error} at {bits} bits"
            continue
        found_out = _decide(last, bound, least)
        if found_out is None and bits >= EXACT_FROM and _equal(found, sequences, last, least):
            found_out = "no", "exact numbers", "the distance of the nearest pair is delta exactly"
        if found_out is not None:
            return Checked(*found_out, last, _places(sequences, last))
        reason = f"{bits} bits do not tell the least distance or the greatest norm from its bound"
    return Checked("open", "", reason, last, None if last is None else _places(sequences, last))


def _decide(found: Measured, gamma: Fraction, delta: Fraction) -> tuple[str, str, str] | None:
    """Answer, evidence and reason; None when these enclosures do not tell."""
    if found.longest[0] >= gamma:
        return "no", "balls", "an output is not shorter than gamma"
    if found.upper is not None and found.upper <= delta:
        return "no", "balls", "the nearest pair is not further apart than delta"
    if found.longest[1] < gamma and (found.lower is None or found.lower > delta):
        return "yes", "balls", ""
    return None


def _places(data: Dataset, found: Measured) -> tuple[tuple[int, int], tuple[int, int]] | None:
    return None if found.pair is None else (data.place(*found.pair[0]), data.place(*found.pair[1]))


def _equal(head: Weights, data: Dataset, found: Measured, delta: Fraction) -> bool:
    """Is the distance of the nearest pair delta, in exact arithmetic? False when it cannot be said."""
    if found.pair is None or found.lower is None or found.upper is None or not found.lower <= delta <= found.upper:
        return False
    if data.length > _LARGEST_EXACT:
        return False
    layer = Layer(head, data)
    try:
        first, second = (_output(layer, data, *where) for where in found.pair)
        squares = [(x - y).power(2) for x, y in zip(first, second, strict=True)]
        return (reduce(add, squares) - Number.of(delta * delta)).is_zero() is True
    except Inexact:
        return False


def _output(layer: Layer, data: Dataset, c: int, context: Context) -> list[Number]:
    """y as exact numbers."""
    scores = layer.scores(c)
    highest = max(scores[j] for j in context)
    powers = [Number.of(Fraction(scores[j] - highest, layer.unit)).exp() for j in context]
    total = reduce(add, powers)
    averages = [
        reduce(add, [e * Number.of(layer.values[j][k]) for e, j in zip(powers, context, strict=True)]) / total
        for k in range(data.dimension)
    ]
    return [Number.of(x) + average for x, average in zip(data.vocabulary[c], averages, strict=True)]


def separation(head: Any, data: Any, *, max_bits: int = LADDER[-1], jobs: int = 1) -> Measured:
    """The least distance of identifiers that have to differ, to about nine digits; TooCoarse when that fails."""
    found, sequences = weights(head), dataset(data)
    last: TooCoarse | None = None
    for bits in rungs(max_bits):
        try:
            result = measure(found, sequences, bits, jobs)
        except TooCoarse as error:
            last = error
            continue
        if result.lower is None or result.upper is None or (result.upper - result.lower) * 2**30 <= result.upper:
            if result.upper == 0:
                break
            return result
        last = TooCoarse(f"two identifiers that have to differ are not told apart at {bits} bits")
    raise last or TooCoarse("two identifiers that have to differ are equal")


def bits_needed(head: Weights, data: Dataset, enough: int) -> int:
    """The fewest bits after the point at which every two identifiers that have to differ are certified to do so.

    `enough` bits are known to suffice; TooCoarse otherwise.
    """
    low, high = 1, enough
    while high - low > 1:
        middle = (low + high) // 2
        try:
            found = measure(head, data, middle)
        except TooCoarse:
            low = middle
            continue
        if found.lower is None or found.lower > 0:
            high = middle
        else:
            low = middle
    return high
