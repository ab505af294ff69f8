"""Image to image: a transformer within eps of a Lipschitz map of the cube, in the alpha-norm
(lem:one-layer-universal)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from varproof.construct.build import built
from varproof.construct.errors import InputError
from varproof.construct.model import Model
from varproof.construct.target import BlackBox, formula, image_symbols
from varproof.construct.task import POINTS, Task, constant, head_kind, numbers, quiet


def construct_transformer(f: Any, L: int, d: int, eps: Any, alpha: Any = 1, *, lipschitz: Any = None,
                          attention: str = "softmax", budget: int = POINTS,
                          progress: Callable[[str], None] = quiet) -> Model:  # fmt: skip
    """The transformer FFN o Attn o FFN o (. + E) within eps of f over [0, 1]^(L d), in the alpha-norm.

    `f` is a SymPy Matrix of shape (L, d) in the entries of `image_symbols(L, d)`, or a function from L rows of d
    Fractions to such rows with a constant `lipschitz`, which is then assumed. A constant that is given for a formula
    and wrong is refused with two points. `attention` is "softmax", the head of the proof, or "mean", with constant
    scores. Raises InputError, and TooLarge when more than `budget` identifiers would be needed.
    """
    eps, alpha = numbers(eps, alpha, L=L, d=d, budget=budget)
    if callable(f):
        target: Any = BlackBox(f, (L, d), (L, d))
    else:
        target = formula(f, image_symbols(L, d))
    if target.shape != (L, d):
        raise InputError(f"target: a matrix of shape {target.shape[0]} x {target.shape[1]}; {L} x {d} is expected")
    known, assumed = constant(target, lipschitz)
    return built(Task(target, known, L, d, eps, alpha, False, head_kind(attention), budget, assumed, progress))
