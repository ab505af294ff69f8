"""Truth of relations at one point, by exact numbers and balls; the code path that confirms a refutation.

Coordinates are rationals, or terms without variables such as exp(-1) or sqrt(2).
"""

from __future__ import annotations

from fractions import Fraction
from math import exp, floor, log, pi
from typing import Any, TypeAlias

from varproof.arith.balls import Ball, precision
from varproof.arith.exact import Inexact, Number
from varproof.lang.claims import PI, Relation, Term, parse
from varproof.lang.expressions import DOMAINS, Graph
from varproof.lang.functions import TABLE

_LADDER = (64, 256, 1024, 4096)
Coordinate: TypeAlias = Fraction | Term
Point: TypeAlias = dict[Any, Coordinate]


def _exact(t: Term, point: Point) -> Number:
    head = t[0]
    if head in ("const", "var"):
        value = t[1] if head == "const" else point[t[1]]
        return Number.of(value) if isinstance(value, Fraction) else _exact(value, {})
    a = _exact(t[1], point)
    if head == "^":
        return a.power(t[2]) if t[2] else Number.of(1)
    if head == "neg":
        return Number.of(0) - a
    if head in ("+", "-", "*", "/", "max", "min"):
        b = _exact(t[2], point)
        operations = {"+": Number.__add__, "-": Number.__sub__, "*": Number.__mul__, "/": Number.__truediv__}
        operations |= {"max": Number.max, "min": Number.min}
        return operations[head](a, b)
    if head in ("sin", "cos", "tanh"):
        if a.is_zero() is not True:
            raise Inexact(f"{head} off 0")
        return Number.of(int(head == "cos"))
    if head in TABLE:
        return _special(head, a)
    if head == "jump":
        raise Inexact("known nowhere")
    if head in ("slope", "kink"):
        sign = a.sign()
        if not sign:
            raise Inexact("at a kink")
        return Number.of(sign if head == "slope" else 0)
    operation = {"exp": Number.exp, "log": Number.log, "sqrt": Number.sqrt, "abs": Number.abs}[head]
    return operation(a)


def _special(head: str, a: Number) -> Number:
    """The values of functions of the table that are plain rationals."""
    q, sign = a.rational(), a.sign()
    if head == "sign" and sign is not None:
        return Number.of(sign)
    if q is not None and head == "floor":
        return Number.of(floor(q))
    if TABLE[head].odd and sign == 0:
        return Number.of(0)
    if q is not None and ((head == "erfc" and q == 0) or (head == "lgamma" and q in (1, 2))):
        return Number.of(int(head == "erfc"))
    raise Inexact(f"{head} where its value is no plain rational")


def _ball(t: Term, point: Point) -> Ball:
    head = t[0]
    if head in ("const", "var"):
        value = t[1] if head == "const" else point[t[1]]
        return Ball.of(value) if isinstance(value, Fraction) else _ball(value, {})
    a = _ball(t[1], point)
    if head == "^":
        return a.power(t[2]) if t[2] else Ball.of(1)
    if head == "neg":
        return -a
    if head in ("+", "-", "*", "/", "max", "min"):
        b = _ball(t[2], point)
        operations: dict[str, Any] = {"+": Ball.__add__, "-": Ball.__sub__, "*": Ball.__mul__, "/": Ball.__truediv__}
        operations |= {"max": Ball.max, "min": Ball.min}
        return operations[head](a, b)  # type: ignore[no-any-return]
    if head in TABLE:
        return a.function(head)
    if head in ("slope", "kink"):
        sign = a.sign()
        return Ball.of(sign if head == "slope" else 0) if sign else Ball.of(1) / 0
    if head == "jump":
        return Ball.of(1) / 0  # it is known nowhere
    return getattr(a, head)()  # type: ignore[no-any-return]


def _is_zero(t: Term, point: Point) -> bool:
    """Whether the form of a term, with the point put in, is 0."""
    from varproof.claims.forms import Forms, TooLarge

    def closed_term(s: Term) -> Term:
        if s[0] == "var":
            value = point[s[1]]
            return ("const", value) if isinstance(value, Fraction) else value
        return (s[0], *(closed_term(p) if type(p) is tuple else p for p in s[1:]))

    graph = Graph([])
    try:
        return not Forms(graph).of(graph.of(closed_term(t)))[0]
    except (TooLarge, RecursionError):
        return False


def sign(t: Term, point: Point) -> int | None:
    """The sign of a term at a point where it is defined; None when it is not decided."""
    first, *ladder = _LADDER
    with precision(first):
        quick = _ball(t, point).sign()
    if quick:
        return quick
    try:
        found = _exact(t, point).sign()
        if found is not None:
            return found
    except (Inexact, RecursionError):
        pass
    if _is_zero(t, point):
        return 0
    for bits in ladder:
        with precision(bits):
            found = _ball(t, point).sign()
        if found:
            return found
    return None


def defined(t: Term, point: Point) -> bool | None:
    """Whether a term has a value; None when it is not decided."""
    outcome: bool | None = True
    for part in t[1:]:
        if type(part) is tuple:
            inner = defined(part, point)
            if inner is False:
                return False
            outcome = outcome and inner
    if outcome and t[0] in DOMAINS:
        s = sign(t[-1], point)
        if s is None:
            return None
        return {"ne": s != 0, "gt": s > 0, "ge": s >= 0}[DOMAINS[t[0]]]
    return outcome


def holds(relations: list[Relation], point: Point) -> bool | None:
    """Whether all relations are defined and true; False is certain, None is not decided."""
    outcome: bool | None = True
    for relation, left, right in relations:
        t = ("-", left, right)
        well = defined(t, point)
        s = sign(t, point) if well else None
        if well is False:
            return False
        if s is None:
            outcome = None
        elif not {"<=": s <= 0, "<": s < 0, ">=": s >= 0, ">": s > 0, "==": s == 0, "!=": s != 0}[relation]:
            return False
    return outcome


def text(value: Coordinate) -> str:
    """A coordinate in the claim language."""
    if isinstance(value, Fraction):
        return str(value)
    if value[0] == "const":
        return str(value[1])
    if value == PI:
        return "pi"
    if value[0] in ("+", "-", "*", "/"):
        return f"({text(value[1])}){value[0]}({text(value[2])})"
    if value[0] == "^":
        return f"({text(value[1])})**{value[2]}"
    return f"{value[0]}({text(value[1])})" if value[0] != "neg" else f"-({text(value[1])})"


def put_in(place: tuple[Coordinate, ...], k: int, t: Term) -> tuple[Coordinate, ...]:
    """The place with the value there of a term, over variables by number, for the k-th coordinate."""

    def made(s: Term) -> Term:
        if s[0] == "var":
            value = place[s[1]]
            return ("const", value) if isinstance(value, Fraction) else value
        return s if s[0] == "const" else (s[0], *(made(p) if type(p) is tuple else p for p in s[1:]))

    there = made(t)
    try:
        q = _exact(there, {}).rational()
    except Inexact:
        q = None
    return (*place[:k], there if q is None else q, *place[k + 1 :])


def read(written: str) -> Coordinate:
    """The coordinate of a text."""
    try:
        return Fraction(written)
    except ValueError:
        ((_, term, _),) = parse(f"{written} == 0", "coordinate")
        return term


def within(value: Coordinate, low: Fraction, high: Fraction) -> bool:
    """Certainly between the ends."""
    if isinstance(value, Fraction):
        return low <= value <= high
    between = [sign(("-", value, ("const", low)), {}), sign(("-", ("const", high), value), {})]
    return all(s is not None and s >= 0 for s in between)


def closed(x: float) -> list[Coordinate]:
    """Irrational numbers of simple form within 10^-9 of x: roots, logarithms and exponentials of small rationals."""
    found: list[Coordinate] = []
    turns = Fraction(x / pi).limit_denominator(12)
    if turns and abs(float(turns) * pi - x) <= 1e-9 * abs(x):
        found.append(("*", ("const", turns), PI))
    for head, y, limit in (("sqrt", x * x, 100), ("log", exp(min(x, 50.0)), 20), ("exp", log(abs(x) or 1.0), 20)):
        q = Fraction(y).limit_denominator(limit)
        if abs(float(q) - y) > 1e-9 * max(1.0, abs(y)) or q == 0 or (head == "log" and q == 1):
            continue
        term: Term = (head, ("const", q))
        found.append(("neg", term) if x < 0 and head != "log" else term)
    return found
