"""The functions beyond exp, log, sqrt, abs, tanh, sin and cos: their derivatives, by a graph's operations.

`varproof.arith.special` has their table. `DERIVED` are read as terms in others when they are typed
(`varproof.lang.typed`).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from varproof.arith.balls import POLY as POLY
from varproof.arith.special import TABLE as TABLE


def _atan(g: Any, t: int) -> int:
    return int(g.op("/", g.const(1), g.op("+", g.const(1), g.power(t, 2))))


def _asinh(g: Any, t: int) -> int:
    return int(g.op("/", g.const(1), g.op("sqrt", g.op("+", g.const(1), g.power(t, 2)))))


def _cbrt(g: Any, t: int) -> int:
    return int(g.op("/", g.const(Fraction(1, 3)), g.power(g.op("cbrt", t), 2)))


def _erf(g: Any, t: int) -> int:
    """2/sqrt(pi) exp(-t^2), where pi = 4 atan 1."""
    return int(g.op("/", g.op("exp", g.op("neg", g.power(t, 2))), g.op("sqrt", g.op("atan", g.const(1)))))


def _erfc(g: Any, t: int) -> int:
    return int(g.op("neg", _erf(g, t)))


def _next(name: str) -> Callable[[Any, int], int]:
    return lambda g, t: int(g.op(name, t))


SLOPES: dict[str, Callable[[Any, int], int]] = {
    **{"atan": _atan, "asinh": _asinh, "cbrt": _cbrt, "erf": _erf, "erfc": _erfc, "lgamma": _next("digamma")},
    **{name: _next(after) for name, after in zip(POLY, [*POLY[1:], "jump"], strict=True)},
}
JUMPS = tuple(name for name, f in TABLE.items() if f.jumps)
INCREASING = ("atan", "asinh", "cbrt", "erf")  # strictly, everywhere

DERIVED: dict[str, str] = {
    "tan": "(sin({x})/cos({x}))",
    "cot": "(cos({x})/sin({x}))",
    "sec": "(1/cos({x}))",
    "csc": "(1/sin({x}))",
    "sinh": "((exp({x})-exp(-({x})))/2)",
    "cosh": "((exp({x})+exp(-({x})))/2)",
    "coth": "(1/tanh({x}))",
    "acosh": "log({x}+sqrt(({x})**2-1))",
    "atanh": "(log((1+({x}))/(1-({x})))/2)",
    "asin": "(2*atan(({x})/(1+sqrt(1-({x})**2))))",
    "acos": "(pi/2-2*atan(({x})/(1+sqrt(1-({x})**2))))",
    "log2": "(log({x})/log(2))",
    "log10": "(log({x})/log(10))",
    "log1p": "log(1+({x}))",
    "expm1": "(exp({x})-1)",
    "ceil": "(-floor(-({x})))",
    "gamma": "exp(lgamma({x}))",
    "sigmoid": "(1/(1+exp(-({x}))))",
}
