"""From SymPy to core: the only place where an expression is read.

Nothing is simplified: a node is lowered as it was built, so that its domain conditions stay. What has no
place in the language is refused with a line that says what to write instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

import sympy
from sympy.core.relational import (
    Equality,
    GreaterThan,
    LessThan,
    StrictGreaterThan,
    StrictLessThan,
    Unequality,
)

from varproof.lang import core
from varproof.lang.errors import StatementError
from varproof.lang.nodes import (
    And,
    Applied,
    Apply,
    Array,
    At,
    Call,
    D,
    Exists,
    Fixed,
    ForAll,
    Fun,
    Holds,
    Implies,
    Index,
    Integral,
    Lam,
    Map,
    Max,
    MaxOver,
    Min,
    MinOver,
    Not,
    Or,
    Pos,
    Prod,
    Quantifier,
    Real,
    Shifted,
    Size,
    Sum,
)
from varproof.lang.walks import neighbours, parts

Core = core.Core

_INSTEAD = {
    sympy.And: "varproof.lang.And (SymPy's reorders its arguments)",
    sympy.Or: "varproof.lang.Or (SymPy's reorders its arguments)",
    sympy.Not: "varproof.lang.Not",
    sympy.Implies: "varproof.lang.Implies",
    sympy.Max: "varproof.lang.Max (SymPy's forgets the order of its arguments)",
    sympy.Min: "varproof.lang.Min (SymPy's forgets the order of its arguments)",
    sympy.Sum: "varproof.lang.Sum(expr, index)",
    sympy.Integral: "varproof.lang.Integral(expr, X, low, high)",
    sympy.Derivative: "varproof.lang.D(expr, a[i])",
    sympy.Symbol: "a given: s.real(name), s.size(name), s.vec(name, n)",
}
_UNARY = {
    sympy.exp: "exp",
    sympy.log: "log",
    sympy.Abs: "abs",
    sympy.LambertW: "lambertw",
}


def term(expr: Any) -> Core:
    """The core of a term; StatementError on what the language has no node for."""
    if isinstance(expr, int | Fraction) and not isinstance(expr, bool):
        return Fraction(expr)
    if isinstance(expr, float | sympy.Float):
        raise StatementError(_float_hint(expr))
    for kind, read in _TERMS:
        if isinstance(expr, kind):
            return read(expr)
    raise _unknown(expr, "term")


def formula(expr: Any) -> Core:
    """The core of a formula."""
    if isinstance(expr, bool) or expr in (sympy.true, sympy.false):
        raise StatementError(
            f"a formula collapsed to {expr}: build it inside the statement, and write Eq(s, t) for s == t"
        )
    for kind, read in _FORMULAS:
        if isinstance(expr, kind):
            return read(expr)
    raise _unknown(expr, "formula")


def argument(arg: Any) -> Core:
    """The core of an argument of a definition or a map."""
    if isinstance(arg, Index):
        return index(arg)
    if isinstance(arg, Array):
        return ("array", arg.name)
    if isinstance(arg, Lam):
        indices, body = arg.args
        return ("lam", tuple(i.name for i in indices), tuple(i.size.name for i in indices), term(body))
    if isinstance(arg, Map):
        return ("map", arg.name)
    if isinstance(arg, Fun):
        names, indices, value = arg.args
        named = tuple((x.name, sort(x)) for x in names)
        return ("fun", named, tuple(i.name for i in indices), tuple(i.size.name for i in indices), term(value))
    return term(arg)


def index(arg: Index) -> Core:
    """The core of an index."""
    return ("index", arg.name)


def sort(name: Any) -> Core:
    """The sort of a given, a bound name or a parameter."""
    if isinstance(name, Index):
        return ("index", name.size.name)
    if isinstance(name, Array):
        return ("array", *(dim.name for dim in name.dims))
    if isinstance(name, Real):
        return ("real",)
    if isinstance(name, Map):
        return ("map", tuple(map(_taken, name.domain)), _names(name.to))
    raise StatementError(f"{name}: expected an index, an array, a real or a map")


def _taken(part: Any) -> Core:
    """The sort of an argument of a map: of an index over a size, of an array of a shape, of a real."""
    if isinstance(part, Size):
        return ("index", part.name)
    return ("array", *_names(part)) if part else ("real",)


def _names(sizes: Iterable[Size]) -> tuple[str, ...]:
    return tuple(size.name for size in sizes)


def _float_hint(value: Any) -> str:
    near = Fraction(float(value)).limit_denominator(1000)
    shown = near if float(near) == float(value) else Fraction(str(float(value)))
    return (
        f"the float {float(value)!r} is not exact; write Q({shown.numerator}, {shown.denominator})"
        " (in Python 1/3 is a float, Q(1, 3) is not)"
    )


def _unknown(expr: Any, wanted: str) -> StatementError:
    if isinstance(expr, Applied):
        return StatementError(f"{expr} is used as a {wanted}: give it {expr.missing} more indices")
    if isinstance(expr, Map | Fun):
        return StatementError(f"{expr} is used as a {wanted}; only its values are numbers: give it its arguments")
    if isinstance(expr, Array | Index | Lam):
        return StatementError(f"{expr} is used as a {wanted}; only entries a[i] are numbers")
    for kind, instead in _INSTEAD.items():
        if isinstance(expr, kind) and not isinstance(expr, Real | Size):
            return StatementError(f"{type(expr).__name__} in {expr} is not in the language; use {instead}")
    return StatementError(f"{type(expr).__name__} ({expr}) cannot be a {wanted} of the statement language")


def _joined(head: str, expr: Any) -> Core:
    members: list[Core] = []
    for part in map(term, expr.args):
        members.extend(part[1:] if isinstance(part, tuple) and part[0] == head else (part,))
    return (head, *sorted(members, key=core.line))


def _product(expr: Any) -> Core:
    above: list[Any] = []
    below: list[Core] = []
    for factor in expr.args:
        inverse = _reciprocal(factor)
        if inverse is None:
            above.append(factor)
        else:
            below.append(inverse)
    if not below:
        return _joined("*", expr)
    top: Core = Fraction(1)
    if len(above) == 1:
        top = term(above[0])
    elif above:
        top = _joined("*", sympy.Mul(*above, evaluate=False))
    for divisor in below:
        top = ("/", top, divisor)
    return top


def _reciprocal(factor: Any) -> Core:
    if isinstance(factor, sympy.Pow) and isinstance(factor.exp, sympy.Rational) and factor.exp < 0:
        return _power_of(factor.base, Fraction(-factor.exp.p, factor.exp.q))
    return None


def _power(expr: Any) -> Core:
    base, exponent = expr.args
    if base is sympy.E:
        return ("exp", term(exponent))
    if not isinstance(exponent, sympy.Rational):
        return _positive_power(base, exponent)
    inverse = _reciprocal(expr)
    if inverse is not None:
        return ("/", Fraction(1), inverse)
    return _power_of(base, Fraction(exponent.p, exponent.q))


def _power_of(base: Any, exponent: Fraction) -> Core:
    if exponent == Fraction(1, 2):
        return ("sqrt", term(base))
    if exponent == 0:
        raise StatementError(f"({base})^0: a power is not zero; write 1")
    if exponent.denominator != 1:
        return _positive_power(base, sympy.Rational(exponent.numerator, exponent.denominator))
    return term(base) if exponent == 1 else ("^", term(base), int(exponent))


def _positive_power(base: Any, exponent: Any) -> Core:
    """The power of a positive base: exp(exponent log(base))."""
    return ("exp", _joined("*", sympy.Mul(exponent, sympy.log(base, evaluate=False), evaluate=False)))


def _function(expr: Any) -> Core:
    if len(expr.args) != 1:
        raise StatementError(f"{expr}: {type(expr).__name__} takes one argument here; write a quotient of logarithms")
    return (_UNARY[type(expr)], term(expr.args[0]))


def _sum(expr: Sum) -> Core:
    return _summed(expr, term(expr.args[0]))


def _summed(expr: Sum | Prod, body: Core) -> Core:
    """Over the indices, and their neighbours that occur."""
    cond = None if expr.where is None else formula(expr.where)
    for i in reversed(tuple(expr.args[1])):
        for near in reversed(neighbours(i, expr)):
            where = _beside(near) if cond is None else ("and", _beside(near), cond)
            body, cond = ("sum", near.name, near.size.name, where, body), None
        body, cond = ("sum", i.name, i.size.name, cond, body), None
    return body


def _prod(expr: Prod) -> Core:
    return ("exp", _summed(expr, ("log", term(expr.args[0]))))


def _beside(near: Shifted) -> Core:
    at = (Fraction(near.steps), ("pos", index(near.base)))
    return ("=", ("pos", index(near)), ("+", *sorted(at, key=core.line)))


def clause(expr: Any) -> Core:
    """The core of a formula that stands for itself: the first and last indices are bound outside it."""
    bound = {i.name for over in parts(expr, Quantifier) for i in over.args[0]}
    bound |= {i.name for over in parts(expr, Sum | Prod) for i in over.args[1]}
    for near in parts(expr, Shifted):
        if near.base.name not in bound:
            i = near.base.name
            raise StatementError(f"{i} + {near.steps}: bind {i} by ForAll, Exists or Sum, where it has this neighbour")
    body = formula(expr)
    for end in dict.fromkeys(parts(expr, Fixed)):
        place: Core = Fraction(1) if end.is_first else ("card", end.size.name)
        body = ("forall", end.name, sort(end), ("implies", ("=", ("pos", index(end)), place), body))
    return body


def _extremum(head: str) -> Callable[[Any], Core]:
    def read(expr: Any) -> Core:
        body = term(expr.args[0])
        for i in reversed(tuple(expr.args[1])):
            body = (head, i.name, i.size.name, body)
        return body

    return read


def _pick(head: str) -> Callable[[Any], Core]:
    def read(expr: Any) -> Core:
        first, *others = map(term, expr.args)
        for other in others:
            first = (head, first, other)
        return first

    return read


def _integral(expr: Any) -> Core:
    body, over, low, high = expr.args
    return ("integral", over.name, sort(over), term(low), term(high), term(body))


def _call(expr: Any) -> Core:
    definition, *args = expr.args
    return ("call", definition.name, *map(argument, args))


def _relation(head: str, swap: bool) -> Callable[[Any], Core]:
    def read(expr: Any) -> Core:
        left, right = map(term, expr.args)
        return (head, right, left) if swap else (head, left, right)

    return read


def _equality(expr: Any) -> Core:
    left, right = expr.args
    if isinstance(left, Index) and isinstance(right, Index):
        return ("same", index(left), index(right))
    return ("=", term(left), term(right))


def _unequality(expr: Any) -> Core:
    left, right = expr.args
    if isinstance(left, Index) and isinstance(right, Index):
        return ("not", ("same", index(left), index(right)))
    return ("!=", term(left), term(right))


def _quantified(expr: Quantifier) -> Core:
    head = "forall" if isinstance(expr, ForAll) else "exists"
    names, body = expr.args[0], formula(expr.args[1])
    for name in reversed(tuple(names)):
        for near in reversed(neighbours(name, expr.args[1]) if isinstance(name, Index) else []):
            body = (head, near.name, sort(near), ("implies" if head == "forall" else "and", _beside(near), body))
        body = (head, name.name, sort(name), body)
    return body


_TERMS: list[tuple[Any, Callable[[Any], Core]]] = [
    (sympy.Rational, lambda e: Fraction(int(e.p), int(e.q))),
    (Real, lambda e: ("real", e.name)),
    (Size, lambda e: ("card", e.name)),
    (Pos, lambda e: ("pos", index(e.args[0]))),
    (At, lambda e: ("at", e.args[0].name, *map(index, e.args[1:]))),
    (sympy.Add, lambda e: _joined("+", e)),
    (sympy.Mul, _product),
    (sympy.Pow, _power),
    (type(sympy.E), lambda e: ("exp", Fraction(1))),
    (type(sympy.pi), lambda e: ("pi",)),
    (tuple(_UNARY), _function),
    (Sum, _sum),
    (Prod, _prod),
    (MaxOver, _extremum("maxover")),
    (MinOver, _extremum("minover")),
    (Max, _pick("max")),
    (Min, _pick("min")),
    (D, lambda e: ("deriv", term(e.args[0]), term(e.args[1]))),
    (Integral, _integral),
    (Call, _call),
    (Apply, lambda e: ("apply", e.args[0].name, *map(argument, e.args[1:]))),
]
_FORMULAS: list[tuple[Any, Callable[[Any], Core]]] = [
    (LessThan, _relation("<=", swap=False)),
    (StrictLessThan, _relation("<", swap=False)),
    (GreaterThan, _relation("<=", swap=True)),
    (StrictGreaterThan, _relation("<", swap=True)),
    (Equality, _equality),
    (Unequality, _unequality),
    (And, lambda e: ("and", *map(formula, e.args))),
    (Or, lambda e: ("or", *map(formula, e.args))),
    (Implies, lambda e: ("implies", *map(formula, e.args))),
    (Not, lambda e: ("not", formula(e.args[0]))),
    (ForAll, _quantified),
    (Exists, _quantified),
    (Holds, _call),
]
