"""Datasets on which the contextual mapping theorem is carried out. Everything is exact and the same at every run.

`all sets of n` means every set of n different tokens of the vocabulary as one sequence: the order of a sequence
changes no identifier, and a repeated token is excluded by the theorem. Random tokens have coordinates k/1000.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from pathlib import Path

from varproof.contextual.dataset import AllSets, Dataset, Token, dataset

LETTERS = Path(__file__).with_name("letters.npy")
WORDS = """
act age air and any art ask bad bag bar bat bed big bit box boy bus but buy can cap car cat cow cry cup cut day die dog
dry ear eat end fat few fit fly for fox fun get god gun guy hat her hit hot how ice its job key kid lab law lay leg let
lie lot low man map may mix net new nor now oil old one our out own pay pet pie put ran red rob row run sad sat sea set
she sit six sky son sun tea ten the tie tip top toy try two use war was way who why win yes yet you
""".split()


def random_tokens(seed: int, count: int, dimension: int) -> list[Token]:
    """Different tokens with coordinates k/1000, |k| <= 1000."""
    source, found = random.Random(seed), list[Token]()
    while len(found) < count:
        token = tuple(Fraction(source.randint(-1000, 1000), 1000) for _ in range(dimension))
        if any(token) and token not in found:
            found.append(token)
    return found


def rows(*tokens: tuple[int | str | Fraction, ...]) -> list[Token]:
    return [tuple(Fraction(x) for x in token) for token in tokens]


def random_sequences() -> Dataset:
    """20 sequences of 4 of 12 tokens in R^3."""
    source, tokens = random.Random(1), random_tokens(1, 12, 3)
    return dataset([source.sample(tokens, 4) for _ in range(20)])


def nearly_colliding() -> Dataset:
    """Two tokens 10^-12 apart among six in the plane; all sets of 3."""
    near = ("1", "0"), ("1", "1e-12")
    return AllSets(rows(*near, ("0", "1"), ("-1", "1/2"), ("1/2", "-1"), ("-3/4", "-3/4")), 3)


def levels() -> Dataset:
    """32 levels 1 + k/32 on a line; all sets of 3."""
    return AllSets(rows(*((1 + Fraction(k, 32),) for k in range(32))), 3)


def norm_ratio() -> Dataset:
    """Eight tokens in the plane with norms from 10^-3 to 10^4; all sets of 3."""
    lengths = [Fraction(10) ** k for k in range(-3, 5)]
    return AllSets(rows(*((x * Fraction(3, 5), (-1) ** k * x * Fraction(4, 5)) for k, x in enumerate(lengths))), 3)


def negative() -> Dataset:
    """Five levels and their negatives on a line; all sets of 4."""
    return AllSets(rows(*((k,) for k in range(-5, 6) if k)), 4)


def of_length(n: int) -> Callable[[], Dataset]:
    """All sets of n of 10 random tokens in R^4."""
    return lambda: AllSets(random_tokens(2, 10, 4), n)


def twelve() -> Dataset:
    """All sets of 3 of 12 random tokens in R^6."""
    return AllSets(random_tokens(3, 12, 6), 3)


def images() -> Dataset:
    """All 81 images of 2 x 2 pixels with 3 grey levels; a token is (level, row, column), levels 1, 3/2, 2."""
    places = list(product((1, 2), repeat=2))
    return dataset([
        [(1 + Fraction(level, 2), Fraction(y), Fraction(x)) for level, (y, x) in zip(image, places, strict=True)]
        for image in product(range(3), repeat=4)
    ])  # fmt: skip


def words() -> Dataset:
    """Words of three different letters, with the trained vectors (R^256, float32) of a model of English spelling."""
    import numpy as np

    table = np.load(LETTERS, allow_pickle=False)
    letters = [tuple(Fraction(float(x)) for x in row) for row in table]
    return dataset([[letters[ord(letter) - ord("a")] for letter in word] for word in WORDS])


def tiny() -> Dataset:
    """5u and -5u with u = 2^-85, in one sequence: where the printed lemma fails."""
    u = Fraction(1, 2**85)
    return dataset([[(5 * u,), (-5 * u,)]])
