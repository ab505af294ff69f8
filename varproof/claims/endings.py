"""Goals that vanish at an end of the box, or reach to infinity.

Slopes of higher order where a goal and its slopes vanish at an end; a part of an infinite side as a variable of its
own, and the rest by slopes; an excluded end apart from what is far from it. Each step gives nodes of a proof; the
checker has the arguments (`varproof.recheck.box.nodes`); nothing here is evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from varproof.claims import renaming, slopes
from varproof.claims.rewrite import KINKS, replaced, substituted
from varproof.claims.slopes import vanishes, ways
from varproof.claims.state import State
from varproof.lang.claims import Term
from varproof.lang.functions import JUMPS

Prove: TypeAlias = Callable[[State], list[str] | None]

_FAR = Fraction(15, 16)  # for t, where t/(1 - t) is 15
_ORDER, _NODES, _CLOSE = 10, 400, 1e-9


def fixed(s: State) -> bool:
    """Whether the side of a variable of the goal has one point, as two hypotheses say."""
    g, known = s.graph, {h for kind, h in s.given if kind == "ge"}
    for h in known:
        xs = s.variables(h)
        if g.op("neg", h) in known and len(xs) == 1 and xs <= s.variables(s.node):
            (k,) = xs
            if s.sides[k][0] == s.sides[k][1]:
                return True
    return False


def within(s: State, prove: Prove, told: Callable[..., list[str] | None]) -> list[str] | None:
    """What stands for a variable with an infinite side as a variable on a finite part; the rest as it is."""
    for k, node in renaming.finite(s):
        low, high = s.sides[k]
        if high != 1 or low not in (0, -1):
            continue
        w: Term = ("var", len(s.sides))
        term: Term = ("/", w, ("+", ("const", Fraction(1)), w if low == 0 else ("abs", w)))
        inner = told(k, term, lambda: renaming.bounded(_on(s, k, (max(low, -_FAR), _FAR)), k, node, prove))  # noqa: B023
        if inner is None:
            return None
        after = prove(_on(s, k, (_FAR, high)))
        before = prove(_on(s, k, (low, -_FAR))) if low < 0 and after is not None else None
        if after is None or (low < 0 and before is None):
            return None
        front = [] if before is None else [f"s{k}:{float(-_FAR).hex()}", *before]
        return [*front, f"s{k}:{float(_FAR).hex()}", *inner, *after]
    return None


def outward(s: State, prove: Prove, cases: Callable[[State, int], list[str] | None]) -> list[str] | None:
    """The outer part of an infinite side."""
    for k, node in renaming.finite(s):
        low, high = s.sides[k]
        if (high == 1 and low > 0) or (low == -1 and high < 0):
            if s.heads(node) & {*KINKS}:
                return cases(s, s.graph.of(("var", s.names[k])))
            found = _outward(s, k, node, prove)
            if found is not None:
                return found
    return None


def ended(s: State, near: Prove, prove: Prove) -> list[str] | None:
    """A strict goal that vanishes at an excluded end, apart from what is far from it."""
    if s.kind != "gt" or len(s.variables(s.node)) != 1:
        return None
    (k,) = s.variables(s.node)
    for front, first, second, away in _parts(s, k):
        one = slopes.monotone(second if away else first, near)
        two = None if one is None else prove(first if away else second)
        if one is not None and two is not None:
            return [front, *two, *one] if away else [front, *one, *two]
    return None


def crossing(s: State) -> int | None:
    """A variable, or a variable less 1, that has both signs and with which the goal vanishes."""
    if s.kind == "ne" or s.heads(s.node) & {*KINKS, "slope", "kink", *JUMPS}:
        return None
    for k in sorted(s.variables(s.node)):
        for c in (0, 1):
            if s.sides[k][0] < c < s.sides[k][1] and _vanishes_at(s, k, Fraction(c)):
                return s.graph.op("-", s.graph.of(("var", s.names[k])), s.graph.const(c))
    return None


def _on(s: State, k: int, ends: tuple[Fraction, Fraction]) -> State:
    return s._replace(sides=[ends if j == k else side for j, side in enumerate(s.sides)])


def series(s: State, prove: Prove, decide: Prove, order: int = _ORDER, only: int = -1) -> list[str] | None:
    """By the slopes of higher order, only at one end of one variable: the goal and all of lower order vanish there;
    `decide` has the sign of the last one where an enclosure has not."""
    low, high = s.enclosure(s.node)
    if low > 0 or (low >= 0 and s.kind == "ge"):
        return ["n"]
    if s.kind == "ne" or not order or high < 0 or {*KINKS, "slope", "kink", *JUMPS} & s.heads(s.node):
        return None
    if vanishes(s, s.node):
        return ["i:1="] if s.kind == "ge" else None
    for k in sorted(s.variables(s.node)):
        sides = s.sides[k] if s.sides[k][0] < s.sides[k][1] else ()
        ends = [end for end, at in enumerate(sides) if only in (-1, 2 * k + end) and _vanishes_at(s, k, at)]
        for mark, sign in [("+", -1) if end else ("-", 1) for end in ends]:
            slope = s.graph.derivative(s.node, k)
            slope = slope if sign == 1 else s.graph.op("neg", slope)
            if len(s.graph.order(slope)) > _NODES:
                continue
            for way in ways(s, k, sign):
                strict = way.strict and s.kind == "gt"
                if (s.kind == "gt" and not strict) or not vanishes(way.rest, _at_end(way.rest, k)):
                    continue
                state = way.on_it._replace(goal=("gt" if strict else "ge", slope))
                inner = series(state, prove, decide, order - 1, 2 * k + (sign < 0))
                single = ["i:1="] if way.bound else ["p"] if len(s.variables(s.node)) == 1 else None
                rest = single if single or inner is None else prove(way.rest)
                if inner is not None and rest is not None:
                    letter = "e" if strict else "b" if way.inner else "d"
                    return [*way.front, f"{letter}{k}{mark}{way.bound}", *inner, *rest]
    return decide(s) if order < _ORDER and _seems_positive(s) else None


def _outward(s: State, k: int, u: int, prove: Prove, order: int = _ORDER) -> list[str] | None:
    """A goal f(u), where u grows without bounds towards an end of the side of the k-th variable: moved to the other
    end, as f'(u) is shown to have its sign in the same way; u is t/(1 - t) or t/(1 + t)."""
    low, _, _ = s.bounds(s.node)
    if low > 0 or (low >= 0 and s.kind == "ge"):
        return ["n"]
    if s.kind == "ne" or not order or k not in s.variables(s.node) or not _seems_positive(s):
        return None
    g, count = s.graph, len(s.sides)
    w = g.variable(next(name for name in ("w", "u", "v", "w_") if name not in s.names), count)
    slope = replaced(g, g.derivative(replaced(g, s.node, {u: w}), count), {w: u})
    mark, sign = ("-", 1) if s.sides[k][1] == 1 else ("+", -1)
    slope = slope if sign == 1 else g.op("neg", slope)
    for way in ways(s, k, sign):
        if way.bound or way.inner:
            continue
        inner = _outward(way.on_it._replace(goal=("ge", slope)), k, u, prove, order - 1)
        rest = None if inner is None else prove(way.rest)
        if inner is not None and rest is not None:
            t = s.names[k]
            grown = f"1/(1-{t})**2" if sign == 1 else f"1/(1+{t})**2"
            last = f"i:1=1~#{len(way.on_it.given)}~{grown}"
            return [f"d{k}{mark}", f"cge:{s.text(slope)}", *inner, last, *rest]
    return None


def _seems_positive(s: State) -> bool:
    values = s.sample([s.node])[s.node]
    values = values[np.isfinite(values)]
    return bool(len(values) and (values >= -_CLOSE * float(np.abs(values).max())).all())


def _parts(s: State, k: int) -> Iterator[tuple[str, State, State, bool]]:
    """Both parts of the side of the k-th variable, cut somewhere, where a strict hypothesis excludes an end at which
    the goal vanishes; whether the first part is the one without it."""
    for sign in (1, -1):
        if any(way.strict and vanishes(way.rest, way.rest.node) for way in ways(s, k, sign)):
            low, high = s.sides[k]
            for part in (Fraction(1, 2), Fraction(1, 8)):
                at = Fraction(float(low + (high - low) * part if sign == 1 else high - (high - low) * part))
                if low < at < high:
                    ends = (low, at), (at, high)
                    yield f"s{k}:{float(at).hex()}", _on(s, k, ends[0]), _on(s, k, ends[1]), sign == -1


def _at_end(s: State, k: int) -> int:
    low, high = s.sides[k]
    return substituted(s.graph, s.node, {k: s.graph.const(low)}) if low == high else s.node


def _vanishes_at(s: State, k: int, end: Fraction) -> bool:
    return vanishes(s, substituted(s.graph, s.node, {k: s.graph.const(end)}))
