"""Products as papers write them: signs, quotients, powers."""

from __future__ import annotations

from typing import Any

import sympy


def sign(expr: Any) -> tuple[bool, Any]:
    """(True, t) when the term is written as −t."""
    if isinstance(expr, sympy.Rational) and expr < 0:
        return True, -expr
    if isinstance(expr, sympy.Mul):
        first, *others = expr.args
        if isinstance(first, sympy.Rational) and first < 0:
            rest = others if first == -1 else [-first, *others]
            return True, rest[0] if len(rest) == 1 else sympy.Mul(*rest, evaluate=False)
        minus, inner = sign(first)
        if minus:
            return True, sympy.Mul(inner, *others, evaluate=False)
    return False, expr


def factors(expr: Any) -> list[Any]:
    """The factors of nested products, in order."""
    return [f for arg in expr.args for f in (factors(arg) if isinstance(arg, sympy.Mul) else [arg])]


def power(arg: Any) -> tuple[Any, Any] | None:
    """Base and exponent of exp(arg), where arg is a product with one logarithm and something that is no number."""
    parts = factors(arg) if isinstance(arg, sympy.Mul) else []
    logs = [f for f in parts if isinstance(f, sympy.log)]
    rest = [f for f in parts if not isinstance(f, sympy.log)]
    if len(logs) != 1 or all(f.is_number for f in rest):
        return None
    return logs[0].args[0], rest[0] if len(rest) == 1 else sympy.Mul(*rest, evaluate=False)


def gathered(parts: list[Any]) -> list[Any]:
    """Equal neighbours in a product as a power."""
    out: list[tuple[Any, int]] = []
    for f in parts:
        if out and out[-1][0] == f and not f.is_number:
            out[-1] = (f, out[-1][1] + 1)
        else:
            out.append((f, 1))
    return [f if k == 1 else sympy.Pow(f, k, evaluate=False) for f, k in out]


def inverse(expr: Any) -> Any:
    """s when the term is written as 1/s."""
    if isinstance(expr, sympy.Pow) and expr.base is not sympy.E:
        exponent = expr.exp
        if isinstance(exponent, sympy.Rational) and exponent < 0:
            return expr.base if exponent == -1 else sympy.Pow(expr.base, -exponent, evaluate=False)
    return None
