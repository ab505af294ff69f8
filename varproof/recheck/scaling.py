"""Scaling: with weights w >= 0 of the variables, t(s^w x) = s^k t(x) for all s > 0, where s^w x has the coordinates
s^(w_i) x_i; and t is defined at s^w x exactly where it is at x. So t has one sign along the curve of the s^w x.

As s grows, a coordinate of positive weight moves away from 0, and does not move where it is 0. So a point of a box
stays in it until the first coordinate comes to the end of its side away from 0; only a point all of whose coordinates
of positive weight are 0 never comes there.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from varproof.recheck.claims import Term
from varproof.recheck.reading import Rejected, need

ZERO: Term = ("const", Fraction(0))


def degree(t: Term, weights: Mapping[str, Fraction], memo: dict[int, Fraction | None]) -> Fraction | None:
    """The k of the term; None for the number 0, of which every k is right. memo: of parts, by identity. Rejected."""
    if id(t) not in memo:
        memo[id(t)] = _degree(t, weights, memo)
    return memo[id(t)]


def _degree(t: Term, weights: Mapping[str, Fraction], memo: dict[int, Fraction | None]) -> Fraction | None:
    head = t[0]
    if head == "const":
        return None if t == ZERO else Fraction(0)
    if head == "var":
        return weights[t[1]]
    a = degree(t[1], weights, memo)
    if head in ("neg", "abs"):
        return a
    if head == "sqrt":
        return None if a is None else a / 2
    if head == "^":
        return None if a is None else a * t[2]
    if head in ("+", "-", "*", "/", "max", "min"):
        b = degree(t[2], weights, memo)
        if head in ("*", "/"):
            return None if a is None or b is None else a + b if head == "*" else a - b
        need(a is None or b is None or a == b, "a term of two degrees")
        return b if a is None else a
    need(head in ("exp", "log", "sin", "cos", "tanh") and a in (None, 0), "a term without a degree")
    return Fraction(0)


def homogeneous(t: Term, weights: Mapping[str, Fraction]) -> bool:
    try:
        degree(t, weights, {})
    except Rejected:
        return False
    return True


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
