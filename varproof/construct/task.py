"""What is to be built, read and checked."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from varproof.construct.errors import InputError
from varproof.construct.identifiers import HEADS
from varproof.construct.target import BlackBox, Formula, Point

POINTS = 400_000  # identifiers that are built without asking
LARGEST = 32  # alpha


def quiet(text: str) -> None:
    """No report of progress."""


@dataclass(frozen=True)
class Task:
    """A target with a Lipschitz constant (Frobenius norms), the shape, the accuracy and the norm; of a word the norm
    is a mean over the entries, else their sum."""

    target: Formula | BlackBox
    lipschitz: Fraction
    n: int
    d: int
    eps: Fraction
    alpha: Fraction
    word: bool
    attention: str
    budget: int
    assumed: tuple[str, ...] = ()
    progress: Callable[[str], None] = quiet

    @property
    def entries(self) -> int:
        return self.n * self.d

    @property
    def inputs(self) -> int:
        """The dimension of the cube."""
        return self.d if self.word else self.entries

    @property
    def share(self) -> Fraction:
        """The weight of one entry in the norm."""
        return Fraction(1, self.entries if self.word else 1)


def exact(value: Any, what: str) -> Fraction:
    """An exact number: an int, a Fraction, a text such as 1/4, a finite float for its exact value; InputError."""
    try:
        return Fraction(value) if isinstance(value, float) else Fraction(str(value))
    except (ValueError, OverflowError, ZeroDivisionError):
        raise InputError(
            f"{what}: {str(value)[:30]!r} is no exact number; write a Fraction or a text such as 1/4"
        ) from None


def numbers(eps: Any, alpha: Any, **whole: Any) -> tuple[Fraction, Fraction]:
    """eps > 0 and alpha from 1 to LARGEST, and whole numbers >= 1 by their names; InputError."""
    found, power = exact(eps, "eps"), exact(alpha, "alpha")
    for name, value in whole.items():
        if type(value) is not int or value < 1:
            raise InputError(f"{name}: a whole number, at least 1, is expected, not {str(value)[:30]!r}")
    if found <= 0:
        raise InputError(f"eps: {found}; a positive number is expected")
    if power < 1:
        raise InputError(f"alpha: {power}; at least 1 is expected, as the alpha-norm is none below")
    if power > LARGEST:
        raise InputError(
            f"alpha: {power}; at most {LARGEST} is expected, as higher powers of small errors leave the floats"
        )
    return found, power


def head_kind(attention: str) -> str:
    if attention not in HEADS:
        raise InputError(f"attention: {attention!r}; there are {' and '.join(HEADS)}")
    return attention


def constant(target: Formula | BlackBox, stated: Any) -> tuple[Fraction, tuple[str, ...]]:
    """A Lipschitz constant of the target, and what is assumed about it; InputError for one that two points refute."""
    given = None if stated is None else exact(stated, "lipschitz")
    if given is not None and given <= 0:
        raise InputError(f"lipschitz: {given}; a positive number is expected")
    if isinstance(target, BlackBox):
        if given is None:
            raise InputError("lipschitz: a function needs a stated Lipschitz constant, such as lipschitz=2")
        return given, (f"the target is {given}-Lipschitz (Frobenius norms)",)
    proved = target.lipschitz()
    if given is not None and given < proved:
        refuse(given, target.refuted(given))
    return proved, ()


def refuse(given: Fraction, points: tuple[Point, Point] | None) -> None:
    """InputError for a constant that two points refute."""
    if points is not None:
        x, y = (", ".join(map(str, p)) for p in points)
        raise InputError(f"lipschitz: {given} is none: the values at ({x}) and ({y}) are further apart")


def root_of(k: int) -> Fraction:
    """An upper bound of sqrt(k)."""
    return Fraction(math.isqrt(k * 4**30) + 1, 2**30)
