"""Sides with irrational and infinite ends, by sides with rational ends, hypotheses, and other variables.

An irrational end is a hypothesis, on a side that is a little longer. x on [a, oo) is a + t/(1 - t), on (-oo, b] it is
b - t/(1 - t), with t in [0, 1) in both cases; on the whole line it is t/(1 - abs(t)) with -1 < t < 1. These are one to
one, so that a claim in x says the same as the one in t.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor, isfinite
from typing import NamedTuple

from varproof.arith import intervals
from varproof.lang import claims
from varproof.lang.claims import ClaimError, Sides
from varproof.lang.expressions import Graph


class Read(NamedTuple):
    """Sides, hypotheses, what a variable stands for, the ends of each side that has an infinite one, and those of each
    that has an irrational one."""

    sides: Sides
    given: list[str]
    stands: dict[str, str]
    infinite: dict[str, tuple[str, str]]
    irrational: dict[str, tuple[str, str]]


def read(texts: list[str]) -> Read:
    """Sides such as x=0:1, x=0:oo and x=0:pi/2."""
    found = Read({}, [], {}, {}, {})
    for text in texts:
        name, _, both = text.partition("=")
        low, _, high = both.partition(":")
        what = f"box {text[:30]}"
        if "oo" in (low.strip("+-"), high.strip("+-")):
            _infinite(found, name, low, high, what)
        else:
            known = len(found.given)
            claims.put(found.sides, name, _end(found, name, low, ">=", what), _end(found, name, high, "<=", what))
            if len(found.given) > known:
                found.irrational[name] = low, high
    return found


def place(name: str) -> str:
    """The variable that has the place of one with an infinite side."""
    return f"t_{name}"


def _end(found: Read, name: str, text: str, sign: str, what: str) -> Fraction:
    try:
        return claims.number(text, what)
    except ClaimError:
        near = enclosed(text, what)
    found.given.append(f"{name} {sign} {text}")
    return near[sign == "<="]


def enclosed(text: str, what: str) -> tuple[Fraction, Fraction]:
    """Short rationals around an irrational constant; ClaimError for what is none."""
    term, graph = claims.term(text, what), Graph([])
    if claims.names([("==", term, term)]):
        raise ClaimError(f"{what}: {text[:20]!r} is not an exact finite number")
    node = graph.of(term)
    low, high, bad = intervals.evaluate(graph.ops, [])[node]
    if bad or not (isfinite(low) and isfinite(high)):
        raise ClaimError(f"{what}: {text[:20]!r} has no value, or one that is too large")
    unit = 10**9
    return Fraction(floor(Fraction(low) * unit), unit), Fraction(ceil(Fraction(high) * unit), unit)


def _infinite(found: Read, name: str, low: str, high: str, what: str) -> None:
    claims.check_name(name, what)
    t = place(name)
    if t in found.sides or name in found.stands:
        raise ClaimError(f"{what}: {name} has a side already")
    found.infinite[name] = (low, high.strip("+"))
    if low == "-oo" and high.strip("+") == "oo":
        claims.put(found.sides, t, Fraction(-1), Fraction(1))
        found.given.append(f"{t} > -1 and {t} < 1")
        found.stands[name] = f"{t}/(1-abs({t}))"
        return
    finite = high if low == "-oo" else low
    if "oo" in finite or high == "-oo":
        raise ClaimError(f"{what}: the ends are reversed")
    claims.put(found.sides, t, Fraction(0), Fraction(1))
    found.given.append(f"{t} < 1")
    end = "" if claims.number(finite, what) == 0 else finite
    found.stands[name] = f"{end}-{t}/(1-{t})" if low == "-oo" else f"{end}+{t}/(1-{t})" if end else f"{t}/(1-{t})"
