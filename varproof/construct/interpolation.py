"""Up-interpolation as exact matrices: with the Keys kernel, a = -3/4, half-pixel centres and a clamped border, as VAR
has it; or every entry repeated, the up-sampling that is taken for FlowAR."""

from __future__ import annotations

from fractions import Fraction

from varproof.arith.balls import Ball

Matrix = tuple[tuple[Fraction, ...], ...]
KEYS = Fraction(-3, 4)


def keys(x: Fraction) -> Fraction:
    """The cubic convolution kernel with a = -3/4: (a+2)|x|^3 - (a+3) x^2 + 1 up to 1, a|x|^3 - 5a x^2 + 8a|x| - 4a
    up to 2."""
    t, a = abs(x), KEYS
    if t <= 1:
        return (a + 2) * t**3 - (a + 3) * t**2 + 1
    return a * t**3 - 5 * a * t**2 + 8 * a * t - 4 * a if t < 2 else Fraction(0)


def axis(small: int, large: int) -> Matrix:
    """Up-interpolation along one axis, half-pixel centres and clamped border: large rows of small entries with sum
    1."""
    rows = []
    for i in range(large):
        at = Fraction((2 * i + 1) * small, 2 * large) - Fraction(1, 2)
        row = [Fraction(0)] * small
        for s in range(-1, 3):
            place = at // 1 + s
            row[min(max(place, 0), small - 1)] += keys(at - place)
        rows.append(tuple(row))
    return tuple(rows)


def repeated(small: int, large: int) -> Matrix:
    """Up-sampling along one axis, large a multiple of small: every entry large / small times."""
    return tuple(tuple(Fraction(int(j == i * small // large)) for j in range(small)) for i in range(large))


AXES = {"keys": axis, "repeat": repeated}


def up(small: int, large: int, kind: str = "keys") -> Matrix:
    """Up-interpolation of small x small images, flattened row by row, to large x large: the product of both axes."""
    one = AXES[kind](small, large)
    return tuple(tuple(a * b for a in one[i] for b in one[j]) for i in range(large) for j in range(large))


def climbed(rows: list[list[Ball]], scales: tuple[int, ...], kind: str = "keys") -> list[list[Ball]]:
    """One row, a word, through all up-interpolations 1 -> h_1 -> ... -> h_r; without scales the rows as they are."""
    for small, large in zip((1, *scales), scales, strict=False):
        rows = [
            [Ball.combine(Fraction(0), ((a, rows[i][j]) for i, a in enumerate(line) if a)) for j in range(len(rows[0]))]
            for line in up(small, large, kind)
        ]
    return rows
