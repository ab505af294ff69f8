"""Word to image: a pyramid of scales, up-interpolated with the Keys kernel, that approximates a map of words
(thm:var-universal). All tokens after an up-interpolation of a word are equal; a positional embedding after the last one
tells them their places. The levels before the last are identity layers, exactly.

With one channel the last feed-forward layer is piecewise linear in the word itself, and the bound holds at every word.
With more, words are rounded to a grid as in `varproof.construct.build`, and the norm is a mean over the entries.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from varproof.arith.balls import Ball, precision
from varproof.construct.build import built
from varproof.construct.errors import InputError
from varproof.construct.model import Model
from varproof.construct.piecewise import interpolated
from varproof.construct.target import BlackBox, formula, word_symbols
from varproof.construct.task import POINTS, Task, constant, numbers, quiet

Matrix = tuple[tuple[Fraction, ...], ...]
KEYS = Fraction(-3, 4)


def keys(x: Fraction) -> Fraction:
    """The cubic convolution kernel with a = -3/4: (a+2)|x|^3 - (a+3) x^2 + 1 up to 1, a|x|^3 - 5a x^2 + 8a|x| - 4a up to 2."""
    t, a = abs(x), KEYS
    if t <= 1:
        return (a + 2) * t**3 - (a + 3) * t**2 + 1
    return a * t**3 - 5 * a * t**2 + 8 * a * t - 4 * a if t < 2 else Fraction(0)


def axis(small: int, large: int) -> Matrix:
    """Up-interpolation along one axis, half-pixel centres and clamped border: large rows of small entries with sum 1."""
    rows = []
    for i in range(large):
        at = Fraction((2 * i + 1) * small, 2 * large) - Fraction(1, 2)
        row = [Fraction(0)] * small
        for s in range(-1, 3):
            place = at // 1 + s
            row[min(max(place, 0), small - 1)] += keys(at - place)
        rows.append(tuple(row))
    return tuple(rows)


def up(small: int, large: int) -> Matrix:
    """Up-interpolation of small x small images, flattened row by row, to large x large: the product of both axes."""
    one = axis(small, large)
    return tuple(tuple(a * b for a in one[i] for b in one[j]) for i in range(large) for j in range(large))


@dataclass(frozen=True)
class Pyramid:
    """A model behind up-interpolations of a word: scales h_1 < ... < h_r (1 before the first), one matrix each."""

    model: Model
    scales: tuple[int, ...]

    def matrices(self) -> list[Matrix]:
        return [up(a, b) for a, b in zip((1, *self.scales), self.scales, strict=False)]

    def __call__(self, word: Sequence[Any]) -> list[list[Ball]]:
        """The image of a word of d Fractions in [0, 1]: h_r^2 rows of d balls."""
        d = self.model.task.d
        if len(word) != d:
            raise InputError(f"model: a word of {d} numbers is expected")
        self.model.check([list(word)])
        with precision(self.model.bits + 64):
            rows = [[Ball.of(Fraction(x)) for x in word]]
            for matrix in self.matrices():
                rows = [
                    [Ball.combine(Fraction(0), ((a, rows[i][j]) for i, a in enumerate(line) if a)) for j in range(d)]
                    for line in matrix
                ]
            return self.model.layers(rows)

    @property
    def error_bound(self) -> Fraction:
        """Of the model: at every word for one channel, else in the alpha-norm (mean over the entries)."""
        return self.model.error_bound

    @property
    def layer_bound(self) -> Fraction:
        """The bound of lem:layer-errors, sum_j K_2^(r - j) (K_1 e_1j + e_2j): each g_j is its up-interpolation exactly, and
        so is each layer before the last the identity, so that one term is left, the error of the last layer."""
        return self.model.sup_bound


def construct_var(f: Any, scales: Sequence[int] = (1, 2, 4, 8), eps: Any = Fraction(1, 8), alpha: Any = 1, *, d: int = 1,
                  lipschitz: Any = None, budget: int = POINTS, progress: Callable[[str], None] = quiet) -> Pyramid:  # fmt: skip
    """The pyramid within eps of f, a map from words in [0, 1]^d to images of h_r x h_r pixels with d channels.

    `f` is a SymPy Matrix of h_r^2 rows (pixels, row by row) and d columns in `word_symbols(d)`, or a function from one row
    of d Fractions to such rows with a constant `lipschitz`, assumed. For d = 1 the bound is of the largest error of a
    pixel, at every word; else of (integral of the mean over the entries of |.|^alpha)^(1/alpha). InputError, TooLarge.
    """
    eps, alpha = numbers(eps, alpha, d=d, budget=budget)
    sizes = tuple(scales)
    if not sizes or any(type(h) is not int or h < 1 for h in sizes) or list(sizes) != sorted(set(sizes)):
        raise InputError(f"scales: {sizes}; whole numbers that increase are expected, such as (1, 2, 4, 8)")
    m = sizes[-1] ** 2
    target: Any = BlackBox(f, (1, d), (m, d)) if callable(f) else formula(f, word_symbols(d))
    if target.shape != (m, d):
        raise InputError(
            f"target: {target.shape[0]} x {target.shape[1]} entries; {m} pixels of {d} channels are expected"
        )
    known, assumed = constant(target, lipschitz)
    task = Task(target, known, m, d, eps, alpha, True, "none", budget, assumed, progress)
    return Pyramid(interpolated(task) if d == 1 else built(task), sizes)
