"""Scaling: with weights w >= 0 of the variables, t(s^w x) = s^k t(x) for all s > 0, where s^w x has the coordinates
s^(w_i) x_i; and t is defined at s^w x exactly where it is at x. So t has one sign along the curve of the s^w x.

As s grows, a coordinate of positive weight moves away from 0, and does not move where it is 0. So a point of a box
stays in it until the first coordinate comes to the end of its side away from 0; only a point all of whose coordinates
of positive weight are 0 never comes there.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from varproof.recheck.box.claims import UNARY, Term
from varproof.recheck.box.enclose import build
from varproof.recheck.box.forms import Forms, constant
from varproof.recheck.box.work import same
from varproof.recheck.reading import Rejected, need

ZERO: Term = ("const", Fraction(0))
Scaled = tuple[Fraction | None, Term]


def degree(t: Term, weights: Mapping[str, Fraction]) -> Fraction | None:
    """The k of a term; None for the number 0, of which every k is right. Rejected."""
    k, g = _scaled(t, weights, {})
    need(_vanishes(g), "a logarithm is left")
    return k


def homogeneous(t: Term, weights: Mapping[str, Fraction]) -> bool:
    try:
        degree(t, weights)
    except Rejected:
        return False
    return True


def _vanishes(g: Term) -> bool:
    return same(g, ZERO) or Forms().zero(g)


def _scaled(t: Term, weights: Mapping[str, Fraction], memo: dict[int, Scaled]) -> Scaled:
    """k and g with t(s^w x) = s^k (t(x) + log(s) g(x)), g being defined where t is: g is made of parts of t, and is
    divided only by divisors in t."""
    if id(t) not in memo:
        parts = [_scaled(u, weights, memo) for u in t[1:] if type(u) is tuple]
        memo[id(t)] = _made(t, parts, weights)
    return memo[id(t)]


def _made(t: Term, parts: list[Scaled], weights: Mapping[str, Fraction]) -> Scaled:
    head = t[0]
    if head == "const":
        return (None if t[1] == 0 else Fraction(0)), ZERO
    if head == "var":
        return weights[t[1]], ZERO
    a, g = parts[0]
    if head == "neg":
        return a, build("neg", g)
    if head == "exp":
        (p, q) = Forms().of(g)
        over, under = constant(p), constant(q)
        need(a in (None, 0) and over is not None and under is not None, "an exponent without a degree")
        return over / under, ZERO  # type: ignore[operator]
    if head in ("+", "-", "*", "/"):
        (b, h), none = parts[1], None in (a, parts[1][0])
        if head in ("+", "-"):
            need(none or a == b, "a term of two degrees")
            return (b if a is None else a), build(head, g, h)
        need(_vanishes(h) or (head == "*" and _vanishes(g)), "a product of logarithms")
        k = None if a is None or b is None else a + b if head == "*" else a - b
        return k, build("+", build("*", g, t[2]), build("*", t[1], h)) if head == "*" else build("/", g, t[2])
    need(all(_vanishes(h) for _, h in parts), "a function of a logarithm")
    if head == "log":
        return Fraction(0), ("const", a or Fraction(0))
    if head == "^":
        return None if a is None else a * t[2], ZERO
    if head == "sqrt":
        return None if a is None else a / 2, ZERO
    if head in ("abs", "max", "min"):
        k = a if a is not None else parts[-1][0]
        need(all(b in (None, k) for b, _ in parts), "a term of two degrees")
        return k, ZERO
    if head == "cbrt":
        return None if a is None else a / 3, ZERO
    need(head in UNARY and a in (None, 0), "a function without a degree")
    return Fraction(0), ZERO


def outer(box: Mapping[str, tuple[Fraction, Fraction]], weights: Mapping[str, Fraction]) -> list[dict[str, Fraction]]:
    """The parts of the box, by values of some variables, to one of which every point is brought by an s >= 1: the ends
    away from 0 of the sides of positive weight, the lower one of a side first, and 0 for all of these where they
    all contain it."""
    moved = {x: box[x] for x, w in weights.items() if w > 0}
    need(bool(moved) and all(w >= 0 for w in weights.values()), "the weights must be >= 0 and not all 0")
    faces = [{x: end} for x, (low, high) in moved.items() for end, off in ((low, low < 0), (high, high > 0)) if off]
    if all(low <= 0 <= high for low, high in moved.values()):
        faces.append(dict.fromkeys(moved, Fraction(0)))
    return faces
