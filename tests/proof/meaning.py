"""What kernel formulas mean over the reals with small finite sets: a second reading, by floats, for tests only."""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random
from typing import Any

from scipy.special import lambertw

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.terms import Node

TOLERANCE = 1e-7


class Unclear(Exception):
    """Too close to call by floats, or quantified over more than finitely many things."""


class Model:
    """Random values for free names: sets of 1 to 4 whole numbers, functions with random values."""

    def __init__(self, seed: int, given: dict[tuple[str, str], Any] | None = None) -> None:
        self.seed = seed
        self.values: dict[tuple[str, str], Any] = dict(given or {})

    def __getitem__(self, key: tuple[str, str]) -> Any:
        if key not in self.values:
            sort, name = key
            random = Random(f"{self.seed} {sort} {name}")
            if sort == "set":
                self.values[key] = list(range(random.randint(1, 4)))
            elif sort == "real":
                whole = sorted({x for (s, _), v in self.values.items() if s == "set" for x in v})
                self.values[key] = random.choice([*whole, random.uniform(-3, 3)])
            else:
                self.values[key] = _random_function(f"{self.seed} {name}")
        return self.values[key]


def _random_function(seed: str) -> Callable[..., float]:
    def value(*args: float) -> float:
        return Random(f"{seed} {[round(a, 6) for a in args]}").choice([-2, -1, 0, 1, 2, 0.5, -3.25, 2.75])

    return value


def number(node: Node, m: Model, b: tuple[Any, ...] = ()) -> float:
    """The value of a term; 1/0, log 0 and so on have some value, as in the kernel."""
    a: Any = node.args
    match node.op:
        case "poly":
            return math.fsum(float(c) * number(mono, m, b) for mono, c in t.terms(node))
        case "mono":
            return math.prod(_power(atom, e, m, b) for atom, e in t.factors(node))
        case "var":
            return float(m["real", a[0]])
        case "bound":
            return float(b[-1 - a[0]])
        case "app":
            function = m[f"fn{len(a[1])}", a[0]] if isinstance(a[0], str) else b[-1 - a[0]]
            return float(function(*[number(x, m, b) for x in a[1]]))
        case "inv":
            below = number(a[0], m, b)
            if 0 < abs(below) < TOLERANCE:
                raise Unclear
            return 1 / below if below else 17.0
        case "fn":
            return _function(a[0], number(a[1], m, b))
        case "exp":
            return math.exp(number(a[0], m, b))
        case "sum":
            return math.fsum(number(a[1], m, (*b, x)) for x in members(a[0], m, b))
        case "max":
            return max((number(a[1], m, (*b, x)) for x in members(a[0], m, b)), default=-23.0)
        case "deriv":
            at, h = number(a[1], m, b), 1e-4
            return (number(a[0], m, (*b, at + h)) - number(a[0], m, (*b, at - h))) / (2 * h)
    # a test may not pass over what it does not know
    raise NotImplementedError(f"a node without a meaning here: {node.op}")


def _power(atom: Node, e: Any, m: Model, b: tuple[Any, ...]) -> float:
    if atom.op == "exp":
        return math.exp(float(e) * number(atom.args[0], m, b))
    return number(atom, m, b) ** int(e)


def _function(name: str, x: float) -> float:
    if name == "pi":
        return math.pi
    if name == "log":
        return math.log(x) if x > 0 else -5.0
    if name == "sqrt":
        return math.sqrt(x) if x >= 0 else -7.0
    return float(lambertw(x).real) if x >= 0 else -9.0


def members(s: Node, m: Model, b: tuple[Any, ...]) -> list[float]:
    a: Any = s.args
    if s.op == "set":
        return list(m["set", a[0]])
    if s.op == "setb":
        return list(b[-1 - a[0]])
    return [x for x in members(a[0], m, b) if true(a[1], m, (*b, x))]


def true(f: Node, m: Model, b: tuple[Any, ...] = ()) -> bool:
    """Whether the formula holds; Unclear where floats cannot tell."""
    a: Any = f.args
    match f.op:
        case "ge" | "gt" | "eq":
            value = number(a[0], m, b)
            if not math.isfinite(value) or abs(value) > 1e6:
                raise Unclear
            near = abs(value) < (1e-5 if _has_derivative(f) else TOLERANCE)
            if f.op == "gt" and near and t.constant(a[0]) is None:
                raise Unclear
            return near if f.op == "eq" else value > 0 if f.op == "gt" else value >= 0 or near
        case "in":
            return any(abs(number(a[0], m, b) - x) < TOLERANCE for x in members(a[1], m, b))
        case "imp":
            return not true(a[0], m, b) or true(a[1], m, b)
        case "all" if a[0] == "real":
            inner = a[1]
            if inner.op == "imp" and inner.args[0].op == "in" and inner.args[0].args[0] is t.bound(0):
                values = members(inner.args[0].args[1], m, (*b, None))
                return all(true(inner.args[1], m, (*b, x)) for x in values)
            raise Unclear
    raise Unclear


def _has_derivative(node: Any) -> bool:
    if isinstance(node, tuple):
        return any(_has_derivative(x) for x in node)
    return isinstance(node, Node) and (node.op == "deriv" or _has_derivative(node.args))
