"""From core back to SymPy: the maps among data, to be printed."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import sympy

from varproof.lang import core
from varproof.lang.core import Core
from varproof.lang.nodes import Array, At, Index, Lam, Max, MaxOver, Min, MinOver, Pos, Real, Size, Sum

Names = dict[str, Any]

_PLAIN: dict[str, Callable[..., Any]] = {
    "+": lambda *t: sympy.Add(*t, evaluate=False),
    "*": lambda *t: sympy.Mul(*sorted(t, key=lambda s: not s.is_Rational), evaluate=False),
    "/": lambda s, t: sympy.Mul(s, sympy.Pow(t, -1, evaluate=False), evaluate=False),
    "exp": lambda t: sympy.exp(t, evaluate=False),
    "log": lambda t: sympy.log(t, evaluate=False),
    "sqrt": lambda t: sympy.Pow(t, sympy.Rational(1, 2), evaluate=False),
    "abs": lambda t: sympy.Abs(t, evaluate=False),
    "lambertw": lambda t: sympy.LambertW(t, evaluate=False),
    "max": Max,
    "min": Min,
}
_OVER: dict[str, Callable[..., Any]] = {"sum": Sum, "maxover": MaxOver, "minover": MinOver}


def fun(text: str) -> Any:
    """The map that a canonical text ``(fun ...)`` is. CoreError where it has parts that cannot be printed."""
    _, params, indices, sizes, body = core.parse(text)
    names: Names = {name: _named(name, sort) for name, sort in params}
    over = tuple(Index(i, Size(n)) for i, n in zip(indices, sizes, strict=True))
    names |= {i.name: i for i in over}
    value = _term(body, names)
    return Lam(tuple(names[name] for name, _ in params), Lam(over, value) if over else value)


def _named(name: str, sort: Core) -> Any:
    if sort[0] == "real":
        return Real(name)
    return Index(name, Size(sort[1])) if sort[0] == "index" else Array(name, *map(Size, sort[1:]))


def _term(t: Core, names: Names) -> Any:
    if isinstance(t, Fraction):
        return sympy.Rational(t.numerator, t.denominator)
    head = t[0]
    if head == "real":
        return names[t[1]]
    if head == "pi":
        return sympy.pi
    if head == "card":
        return Size(t[1])
    if head == "pos":
        return Pos(names[t[1][1]])
    if head == "at":
        return At(names[t[1]], *(names[i[1]] for i in t[2:]))
    if head == "^":
        return sympy.Pow(_term(t[1], names), t[2], evaluate=False)
    if head in _OVER and (head != "sum" or t[3] is None):
        i = Index(t[1], Size(t[2]))
        return _OVER[head](_term(t[-1], {**names, t[1]: i}), i)
    if head in _PLAIN:
        return _PLAIN[head](*(_term(part, names) for part in t[1:]))
    raise core.CoreError(f"{head} is not printed in a map")
