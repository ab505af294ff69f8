"""Datasets: sequences of n tokens in Q^d, kept as a vocabulary of different tokens and sequences of their numbers.

A context is a token together with the tokens of its sequence. Contexts are produced token by token and never kept,
so that a dataset of all sets of a vocabulary can be larger than memory.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from math import comb, isqrt, lcm
from pathlib import Path
from typing import Any, TypeVar

from varproof.contextual.errors import InputError
from varproof.contextual.reading import array, load, number

Token = tuple[Fraction, ...]
Context = tuple[int, ...]
_T = TypeVar("_T")

LARGEST = 4_000_000


@dataclass(frozen=True)
class Parameters:
    """Rationals with gamma_min < |v|, |v| < gamma_max and |v - v'| > epsilon for all different tokens, nearly tight.

    gamma_min is 0 when some token is 0. With a single token epsilon is gamma_max, which nothing contradicts.
    """

    gamma_min: Fraction
    gamma_max: Fraction
    epsilon: Fraction


class Dataset:
    """A vocabulary and what sequences are made of it; see `Listed` and `AllSets`."""

    vocabulary: tuple[Token, ...]
    length: int
    repeats: bool  # does some sequence hold a token twice?

    @property
    def dimension(self) -> int:
        return len(self.vocabulary[0])

    def contexts(self, c: int) -> Iterator[Context]:
        """The different contexts of token c, as sorted numbers of tokens (c among them)."""
        raise NotImplementedError

    def sums(self, c: int, row: Sequence[Any]) -> list[Any]:
        """The sum of row over each context of token c, in the order of `contexts`."""
        raise NotImplementedError

    def count(self) -> int:
        """How many (token, context) pairs there are."""
        raise NotImplementedError

    def place(self, c: int, context: Context) -> tuple[int, int]:
        """Sequence and position (from 0) where token c has this context."""
        raise NotImplementedError

    def digest(self) -> str:
        """SHA-256 of the dataset, order included."""
        raise NotImplementedError

    @cached_property
    def whole(self) -> tuple[int, tuple[tuple[int, ...], ...]]:
        """A common denominator D and the whole numbers D v."""
        common = lcm(*{x.denominator for v in self.vocabulary for x in v})
        return common, tuple(tuple(int(x * common) for x in v) for v in self.vocabulary)

    @cached_property
    def parameters(self) -> Parameters:
        """What the dataset is separated by."""
        common, tokens = self.whole
        lengths = [sum(x * x for x in v) for v in tokens]
        gaps = [sum((x - y) ** 2 for x, y in zip(a, b, strict=True)) for a, b in combinations(tokens, 2)]
        unit = Fraction(1, common)
        low, high = below(Fraction(min(lengths))) * unit, above(Fraction(max(lengths))) * unit
        return Parameters(low, high or unit, below(Fraction(min(gaps))) * unit if gaps else high or unit)


class Listed(Dataset):
    """Sequences given one by one."""

    def __init__(self, vocabulary: Sequence[Token], sequences: Sequence[Context]) -> None:
        self.vocabulary = tuple(vocabulary)
        self.sequences = tuple(sequences)
        self.length = len(self.sequences[0])
        self.repeats = any(len(set(s)) < len(s) for s in self.sequences)
        self._places: dict[int, dict[Context, tuple[int, int]]] = defaultdict(dict)
        for i, s in enumerate(self.sequences):
            key = tuple(sorted(s))
            for k, c in enumerate(s):
                self._places[c].setdefault(key, (i, k))

    def contexts(self, c: int) -> Iterator[Context]:
        return iter(self._places[c])

    def sums(self, c: int, row: Sequence[Any]) -> list[Any]:
        return [sum(map(row.__getitem__, s[1:]), row[s[0]]) for s in self._places[c]]

    def count(self) -> int:
        return sum(map(len, self._places.values()))

    def place(self, c: int, context: Context) -> tuple[int, int]:
        return self._places[c][context]

    def digest(self) -> str:
        return _digest(self.vocabulary, ";".join(",".join(map(str, s)) for s in self.sequences))


class AllSets(Dataset):
    """Every set of n tokens of a vocabulary, as one sequence in the order of the vocabulary."""

    def __init__(self, vocabulary: Sequence[Token], length: int) -> None:
        if not 1 <= length <= len(vocabulary):
            raise InputError(f"sequences of {length} different tokens need a vocabulary of at least that size")
        self.vocabulary = tuple(vocabulary)
        self.length = length
        self.repeats = False

    def contexts(self, c: int) -> Iterator[Context]:
        others = [k for k in range(len(self.vocabulary)) if k != c]
        return (tuple(sorted((c, *rest))) for rest in combinations(others, self.length - 1))

    def sums(self, c: int, row: Sequence[Any]) -> list[Any]:
        return _sums(row[c], [*row[:c], *row[c + 1 :]], self.length - 1)

    def count(self) -> int:
        return comb(len(self.vocabulary), self.length) * self.length

    def place(self, c: int, context: Context) -> tuple[int, int]:
        m, n, i, last = len(self.vocabulary), self.length, 0, -1
        for k, v in enumerate(context):
            i += sum(comb(m - 1 - u, n - 1 - k) for u in range(last + 1, v))
            last = v
        return i, context.index(c)

    def digest(self) -> str:
        return _digest(self.vocabulary, f"all sets of {self.length}")


def _sums(base: Any, rest: Sequence[Any], k: int) -> list[Any]:
    """base plus the sum of each k of the rest, in the order of itertools.combinations; partial sums are shared."""
    if k == 0:
        return [base]
    if k == 1:
        return [base + x for x in rest]
    found: list[Any] = []
    for i in range(len(rest) - k + 1):
        found += _sums(base + rest[i], rest[i + 1 :], k - 1)
    return found


def _digest(vocabulary: tuple[Token, ...], sequences: str) -> str:
    tokens = ";".join(",".join(f"{x.numerator:x}/{x.denominator:x}" for x in v) for v in vocabulary)
    return hashlib.sha256(f"{tokens}|{sequences}".encode()).hexdigest()


def below(x: Fraction, bits: int = 40) -> Fraction:
    """A rational with a square below x, by a relative 2^-bits or so; 0 for 0."""
    if x == 0:
        return Fraction(0)
    root, scale = _root(x, bits)
    return (root - 1) / scale


def above(x: Fraction, bits: int = 40) -> Fraction:
    """A rational with a square above x, by a relative 2^-bits or so; 0 for 0."""
    if x == 0:
        return Fraction(0)
    root, scale = _root(x, bits)
    return (root + 1) / scale


def _root(x: Fraction, bits: int) -> tuple[Fraction, Fraction]:
    """floor(scale sqrt x) and the scale, a power of 2, such that the floor has about `bits` bits."""
    half = bits - (x.numerator.bit_length() - x.denominator.bit_length()) // 2
    scaled = x * Fraction(4) ** half
    return Fraction(isqrt(scaled.numerator // scaled.denominator)), Fraction(2) ** half


def dataset(source: Any) -> Dataset:
    """A dataset from a file, from nested lists [sequence][token][coordinate] (NumPy arrays as well), or from
    {"vocabulary": [[...]], "sequences": [[0, 1, 2], ...]}, where "all_sets": n may stand for the sequences.

    A single sequence may be given without the outer list. InputError on anything else.
    """
    if isinstance(source, Dataset):
        return source
    if isinstance(source, str | Path):
        return _from_object(load(Path(source)), str(source))
    return _from_object(source.tolist() if hasattr(source, "tolist") else source, "dataset")


def _from_object(found: Any, where: str) -> Dataset:
    if isinstance(found, dict):
        return _from_dictionary(found, where)
    if _depth(found) == 2:
        found = [found]
    sequences: tuple[tuple[Token, ...], ...] = array(found, 3, where)
    numbers: dict[Token, int] = {}
    width = len(sequences[0][0])
    for i, s in enumerate(sequences):
        for k, token in enumerate(s):
            if len(token) != width:
                raise InputError(f"{where}: ragged: token [{i}][{k}] has {len(token)} coordinates, [0][0] has {width}")
            numbers.setdefault(token, len(numbers))
    return Listed(tuple(numbers), [tuple(numbers[token] for token in s) for s in sequences])


def _from_dictionary(found: dict[str, Any], where: str) -> Dataset:
    if set(found) == {"sequences"}:
        return _from_object(found["sequences"], where)
    if "vocabulary" not in found or len(found) != 2 or not set(found) & {"sequences", "all_sets"}:
        raise InputError(f'{where}: expected "sequences", or "vocabulary" with "sequences" or "all_sets"')
    vocabulary = array(found["vocabulary"], 2, f"{where} vocabulary")
    seen: dict[Token, int] = {}
    for k, token in enumerate(vocabulary):
        if seen.setdefault(token, k) != k:
            raise InputError(f"{where} vocabulary: tokens {seen[token]} and {k} are equal; list each token once")
    if "all_sets" in found:
        sets = AllSets(vocabulary, _whole(found["all_sets"], 1, len(vocabulary), f"{where} all_sets"))
        if sets.count() > LARGEST:
            raise InputError(f"{where}: {sets.count()} identifiers; at most {LARGEST}")
        return sets
    rows = array(found["sequences"], 2, f"{where} sequences")
    return Listed(vocabulary, [
        tuple(_whole(x, 0, len(vocabulary) - 1, f"{where} sequences[{i}][{k}]") for k, x in enumerate(row))
        for i, row in enumerate(rows)
    ])  # fmt: skip


def _whole(value: Any, low: int, high: int, where: str) -> int:
    x = number(value, where)
    if x.denominator != 1 or not low <= x <= high:
        raise InputError(f"{where}: {str(x)[:40]} is not a whole number from {low} to {high}")
    return int(x)


def _depth(value: Any) -> int:
    depth = 0
    while isinstance(value, list | tuple) and value:
        depth, value = depth + 1, value[0]
    return depth
