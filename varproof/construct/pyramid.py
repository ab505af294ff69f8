"""Word to image: a pyramid of scales, up-interpolated with the Keys kernel, that approximates a map of words
(thm:var-universal). All tokens after an up-interpolation of a word are equal; a positional embedding after the last one
tells them their places. The levels before the last are identity layers, exactly.

FlowAR's pyramid (cor:flowar-universal) repeats entries in place of the Keys kernel, and the transformer of a scale sees
the maps of all scales before: here it does not attend to them, and its output is its last block. The network that
predicts the velocity is left out, as in the corollary: with the printed normalisation it is undefined on rows that are
constant, as all rows of one channel are, and with a regulariser there is no theorem that it comes near a given map.

With one channel the last feed-forward layer is piecewise linear in the word itself, and the bound holds at every word.
With more, words are rounded to a grid as in `varproof.construct.build`, and the norm is a mean over the entries.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from varproof.arith.decimals import decimal
from varproof.construct.build import built
from varproof.construct.errors import InputError
from varproof.construct.interpolation import AXES
from varproof.construct.model import Model
from varproof.construct.piecewise import interpolated
from varproof.construct.target import BlackBox, Formula, formula, word_symbols
from varproof.construct.task import POINTS, Task, constant, numbers, quiet


def construct_var(
    f: Any,
    scales: Sequence[int] = (1, 2, 4, 8),
    eps: Any = Fraction(1, 8),
    alpha: Any = 1,
    *,
    d: int = 1,
    lipschitz: Any = None,
    budget: int = POINTS,
    progress: Callable[[str], None] = quiet,
    up: str = "keys",
) -> Model:
    """The pyramid within eps of f, a map from words in [0, 1]^d to images of h_r x h_r pixels with d channels.

    `f` is a SymPy Matrix of h_r^2 rows (pixels, row by row) and d columns in `word_symbols(d)`, or a function from
    one row of d Fractions to such rows with a constant `lipschitz`, assumed. For d = 1 the bound is of the largest
    error of a pixel, at every word; else of ``(integral of the mean of |error|^alpha over the entries)^(1/alpha)``.
    `up` is the up-interpolation: "keys", or "repeat" for sides that divide each other. InputError, TooLarge.
    """
    eps, alpha = numbers(eps, alpha, d=d, budget=budget)
    sizes = tuple(scales)
    if not sizes or any(type(h) is not int or h < 1 for h in sizes) or list(sizes) != sorted(set(sizes)):
        raise InputError(f"scales: {sizes}; whole numbers that increase are expected, such as (1, 2, 4, 8)")
    if up not in AXES:
        raise InputError(f"up: {up!r}; there are {' and '.join(AXES)}")
    if up == "repeat" and any(large % small for small, large in pairwise(sizes)):
        raise InputError(f"scales: {sizes}; entries are repeated where each side is a multiple of the one before")
    m = sizes[-1] ** 2
    target: Any = BlackBox(f, (1, d), (m, d)) if callable(f) else formula(f, word_symbols(d))
    if target.shape != (m, d):
        raise InputError(
            f"target: {target.shape[0]} x {target.shape[1]} entries; {m} pixels of {d} channels are expected"
        )
    known, assumed = constant(target, lipschitz)
    task = Task(target, known, m, d, eps, alpha, True, "none", budget, assumed, progress)
    exact = d == 1 and isinstance(target, Formula)
    model = interpolated(task) if exact else built(task)
    assert model.facts is not None
    steps = (*_before(sizes, up, model.error_bound), *model.facts.steps)
    return replace(model, scales=sizes, up=up, facts=replace(model.facts, steps=steps))


def construct_flowar(f: Any, scales: Sequence[int] = (1, 2, 4, 8), eps: Any = Fraction(1, 8), alpha: Any = 1, *,
                     d: int = 1, lipschitz: Any = None, budget: int = POINTS,
                     progress: Callable[[str], None] = quiet) -> Model:  # fmt: skip
    """The same for FlowAR, without its network of the velocity: sides divide each other. InputError, TooLarge."""
    return construct_var(f, scales, eps, alpha, d=d, lipschitz=lipschitz, budget=budget, progress=progress, up="repeat")


def _before(sizes: tuple[int, ...], up: str, bound: Fraction) -> tuple[str, ...]:
    """The errors of the layers, as lem:layer-errors adds them up."""
    climb = ["all tokens after the up-interpolations are the word, as their rows sum to 1"]
    if len(sizes) > 1:
        shown = ", ".join(f"{h} x {h}" for h in sizes[:-1])
        total = decimal(bound, 4, up=True)
        climb.append(f"layers at {shown} are the identity, with error 0: layer by layer errors add up to {total}, "
                     "that of the last layer")  # fmt: skip
    if up == "repeat":
        climb.append("the last block is the output; it attends to no other, and the velocity's network is left out")
    return tuple(climb)
