"""Targets to look at: images whose pixels are Lipschitz functions of a word, on h x h pixels."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from varproof.construct.errors import InputError
from varproof.construct.target import word_symbols


def _centre(i: int, h: int) -> Any:
    import sympy

    return sympy.Rational(2 * i + 1, 2 * h)


def _soft(x: Any, width: Any) -> Any:
    """0 below -width/2, 1 above width/2, linear between."""
    import sympy

    return sympy.Max(0, sympy.Min(1, x / width + sympy.Rational(1, 2)))


def disc(h: int) -> Any:
    """A bright disc that moves from left to right and grows with the word, one channel."""
    import sympy

    (x,) = word_symbols(1)
    column, radius = sympy.Rational(1, 4) + x / 2, sympy.Rational(1, 5) + x / 10

    def pixel(i: int, j: int) -> Any:
        aside, along = _centre(i, h) - sympy.Rational(1, 2), _centre(j, h) - column
        away = sympy.sqrt(aside**2 + along**2) if aside else abs(along)  # a root has no slope at 0
        return _soft(radius - away, sympy.Rational(1, 4))

    return _image(h, lambda i, j: [pixel(i, j)])


def bar(h: int) -> Any:
    """A bar through the middle that turns by half a turn with the word, one channel."""
    import sympy

    (x,) = word_symbols(1)

    def pixel(i: int, j: int) -> Any:
        u, v = _centre(i, h) - sympy.Rational(1, 2), _centre(j, h) - sympy.Rational(1, 2)
        away = abs(u * sympy.cos(3 * x) - v * sympy.sin(3 * x))
        return _soft(sympy.Rational(1, 8) - away, sympy.Rational(1, 4))

    return _image(h, lambda i, j: [pixel(i, j)])


def gradient(h: int) -> Any:
    """A slope of light whose colour is the word, three channels."""
    word = word_symbols(3)

    def pixel(i: int, j: int) -> list[Any]:
        light = (_centre(i, h) + _centre(j, h)) / 2
        return [light * word[c] for c in range(3)]

    return _image(h, pixel)


GLYPH = ("..##..", ".#..#.", "#....#", "######", "#....#", "#....#")


def glyph(h: int) -> Any:
    """The letter A that appears with the word, one channel."""
    (x,) = word_symbols(1)

    def pixel(i: int, j: int) -> Any:
        ink = GLYPH[i * 6 // h][j * 6 // h] == "#"
        return x if ink else x * Fraction(1, 8)

    return _image(h, lambda i, j: [pixel(i, j)])


PICTURES: dict[str, Callable[[int], Any]] = {"disc": disc, "bar": bar, "gradient": gradient, "glyph": glyph}


def picture(name: str, h: int) -> Any:
    """The picture of this name as a SymPy Matrix of h^2 rows; InputError."""
    if name not in PICTURES:
        raise InputError(f"picture: {name!r}; there are {', '.join(PICTURES)}")
    return PICTURES[name](h)


def _image(h: int, pixel: Callable[[int, int], list[Any]]) -> Any:
    import sympy

    return sympy.Matrix([pixel(i, j) for i in range(h) for j in range(h)])
