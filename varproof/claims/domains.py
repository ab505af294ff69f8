"""Signs that are plain, and where a node is defined and has a slope: as the checker will ask
(`varproof.recheck.box.moves`); nothing here is evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

import numpy as np

from varproof.claims.forms import ONE, Poly, TooLarge, plus
from varproof.claims.rewrite import substituted
from varproof.claims.state import State
from varproof.lang.expressions import DOMAINS, Goal, Graph
from varproof.lang.functions import JUMPS


def conditions(s: State, node: int) -> Iterator[Goal]:
    """What is to hold for a node to be defined."""
    for n in s.graph.order(node):
        head, *a = s.graph.ops[n]
        if head in DOMAINS:
            yield DOMAINS[head], a[-1]


def assured(
    s: State, unsure: set[tuple[object, ...]], search: Callable[[State], list[str] | None]
) -> tuple[list[str], State]:
    """What the goal's parts ask for to be defined, where this is not plain, as true all over the box: nodes before the
    proof, and the state that knows it; unsure: what was searched for in vain."""
    front: list[str] = []
    for n in sorted({base(s.graph, n) for _, n in conditions(s, s.node)}):
        place = n, tuple(s.sides)
        low, high = s.enclosure(n)
        if place in unsure or not np.isfinite([low, high]).all() or shown(s, "ne", n, s.always):
            continue
        node = n if high > -low else s.graph.op("neg", n)
        found = search(s._replace(goal=("gt", node), given=[]))
        if found is None:
            unsure.add(place)
            continue
        front += [f"Egt:{s.text(node)}", *found]
        s = s._replace(given=[*s.given, ("gt", node)], always=(*s.always, ("gt", node)))
    return front, s


def base(graph: Graph, node: int) -> int:
    """What a power is of."""
    head, *a = graph.ops[node]
    return base(graph, a[0]) if head in ("^", "sqrt") else node


def shown(s: State, kind: str, node: int, known: Iterable[Goal]) -> bool:
    """Whether kind(node) holds by an enclosure, one fact, or the signs of the parts."""
    head, *a = s.graph.ops[node]
    low, high, _ = s.bounds(node)
    if {"ge": low >= 0, "gt": low > 0, "ne": low > 0 or high < 0}[kind]:
        return True
    if any(_follows(s, (kind, node), fact) for fact in known):
        return True
    if kind == "gt" and any(_follows(s, ("ne", node), fact) for fact in known) and shown(s, "ge", node, known):
        return True
    if head == "exp":
        return True
    if head in ("sqrt", "abs"):
        return kind == "ge" or shown(s, "gt" if head == "sqrt" else "ne", a[0], known)
    if head == "^":
        return (kind == "ge" and a[1] % 2 == 0) or shown(s, "ne" if a[1] % 2 == 0 else kind, a[0], known)
    if head in ("*", "/"):
        return all(shown(s, kind, part, known) for part in a)
    if head == "neg":
        return kind == "ne" and shown(s, kind, a[0], known)
    kind = "gt" if kind == "ne" else kind
    if head == "+" and any(shown(s, kind, u, known) and shown(s, "ge", v, known) for u, v in (a, a[::-1])):
        return True
    return head in ("+", "-", "var") and _added(s, kind, node, known)


def _added(s: State, kind: str, node: int, known: Iterable[Goal]) -> bool:
    """Whether a linear node is at least a sum of multiples of one or two facts, as the checker has it."""
    whole = _line(s, node)
    if not whole:
        return False
    lines = [(k, p) for k, h in known if k != "ne" and (p := _line(s, h))]

    def bounded(p: Poly, strict: bool, more: int) -> bool:
        ends = [[c * end for end in s.sides[s.graph.ops[m[0][0]][1]]] if m else [c] for m, c in p.items()]
        least = sum(map(min, ends), Fraction(0))
        if least > 0 or (least == 0 and strict):
            return True
        tried = ((k, q, {p[m] / d for m, d in q.items() if m and m in p}) for k, q in (lines if more else ()))
        return any(bounded(plus(p, q, -c), strict or k == "gt", more - 1) for k, q, cs in tried for c in cs if c > 0)

    return bounded(whole, kind == "ge", 2)


def _line(s: State, node: int) -> Poly:
    """The form of a node that is linear in the variables; an empty one of others."""
    try:
        p, q = s.forms.of(node)
    except TooLarge:
        return {}
    plain = all(not m or (len(m) == 1 and m[0][1] == 1 and s.forms.head(m[0][0]) == "var") for m in p)
    return p if q == ONE and plain else {}


def defined(s: State, node: int, goal: int) -> bool:
    """Whether a node is defined wherever another one and the hypotheses are."""
    known = [*s.given, *s.always, *conditions(s, goal), *(c for _, h in s.given for c in conditions(s, h))]
    return all(c in known or shown(s, *c, known) for c in conditions(s, node))


def _follows(s: State, asked: Goal, fact: Goal) -> bool:
    if fact[0] not in (asked[0], "gt"):
        return False
    try:
        c = s.forms.ratio(asked[1], fact[1])
    except TooLarge:
        return False
    return c is not None and (c > 0 or asked[0] == "ne")


def stays(s: State, k: int, down: bool, end: int, fact: Goal) -> bool:
    """Whether what is true of a point is true on its whole way to where the k-th variable is `end`."""
    kind, h = fact
    if k not in s.variables(h):
        return True
    slope = s.graph.derivative(h, k)
    low, high = s.enclosure(slope)
    if kind == "ne" or not np.isfinite(s.enclosure(h)).all() or low < 0 < high or s.heads(h, slope) & {"slope", *JUMPS}:
        return False
    return (high <= 0 if down else low >= 0) or shown(s, kind, substituted(s.graph, h, {k: end}), ())


def kept(s: State, k: int, down: bool, end: int) -> list[Goal]:
    """The hypotheses that are still true on the way, also > 0 of what is neither 0 nor below."""
    both = [n for kind, h in s.given if kind == "ne" for n in (h, s.graph.op("neg", h))]
    above = [("gt", h) for h in both if shown(s, "ge", h, s.given)]
    return [fact for fact in s.given + above if stays(s, k, down, end, fact)]


def smooth(s: State, k: int, down: bool, end: int, facts: list[Goal], gap: Goal, inner: bool = False) -> bool:
    """Whether the goal is defined on the way, and has a slope; inner: between its ends."""
    slope = s.graph.derivative(s.node, k)
    if {"slope", "kink", "jump", *JUMPS} & s.heads(slope):
        return False
    here = [c for c in conditions(s, s.node) if k in s.variables(c[1])]
    known = [*facts, *s.always, *(c for c in here if stays(s, k, down, end, c)), ("ge", gap[1])]
    asked = [*(("gt" if kind == "ge" else kind, n) for kind, n in here), *conditions(s, slope)]
    there = [*known, gap, *(c for c in asked if inner and c[0] == "gt" and _between(s, k, c[1]))]
    return all(shown(s, *c, known) for c in here) and all(shown(s, *c, there) for c in asked)


def _between(s: State, k: int, node: int) -> bool:
    """Whether a node in one variable is concave, and >= 0 at both ends of its side."""
    if s.variables(node) != {k} or s.heads(node) & {*JUMPS, "abs", "max", "min"}:
        return False
    bend = s.graph.derivative(s.graph.derivative(node, k), k)
    ends = [substituted(s.graph, node, {k: s.graph.const(end)}) for end in s.sides[k]]
    return s.enclosure(bend)[1] < 0 and all(s.enclosure(end)[0] >= 0 for end in ends)
