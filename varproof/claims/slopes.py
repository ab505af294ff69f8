"""Monotone variables: a goal is moved along one of them to where it is hardest, an end of the side or the bound that a
hypothesis gives; and the levels, where a goal vanishes, on whose two sides its slopes may have one sign each.

The sign of a slope is a goal of its own. The checker has the argument (`varproof.recheck.box.nodes`, nodes f, d and e);
nothing here is evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

import numpy as np

from varproof.arith.polynomials import factors
from varproof.claims.domains import defined, kept, smooth
from varproof.claims.forms import ONE, TooLarge
from varproof.claims.identities import known_sign
from varproof.claims.lattice import Lattice
from varproof.claims.rewrite import KINKS, substituted
from varproof.claims.state import State
from varproof.lang.functions import JUMPS

_NODES, _GROWTH, _CLOSE = 400, 3, 1e-9
_ROUGH = {*KINKS, "slope", "kink", *JUMPS, "sqrt", "cbrt", "exp"}


class Way(NamedTuple):
    """Where a variable is moved to: the nodes before it, the text of a bound or none, what is then to be proved, what
    more is known on the way; strict: a hypothesis says that the way has a length; inner: no end of the way counts."""

    front: list[str]
    bound: str
    rest: State
    on_it: State
    strict: bool
    inner: bool = False


def monotone(s: State, prove: Callable[[State], list[str] | None]) -> list[str] | None:
    """The nodes of a proof that moves one variable, when its slope seems to have one sign on the way."""
    if s.kind == "ne":
        return None
    free = [k for k in sorted(s.variables(s.node)) if s.sides[k][0] < s.sides[k][1]]
    slopes = {k: s.graph.derivative(s.node, k) for k in free}
    if not free or len(s.graph.order(*slopes.values())) > min(_NODES, _GROWTH * len(s.graph.order(s.node)) + 40):
        return None
    for k in free:
        for mark, sign in (("-", 1), ("+", -1)):
            slope = slopes[k] if sign == 1 else s.graph.op("neg", slopes[k])
            for way in ways(s, k, sign):
                found = _along(s, slope, way, prove)
                if found is not None:
                    letter, *rest = found
                    return [*way.front, f"{letter}{k}{mark}{way.bound}", *rest]
    return None


def _along(s: State, slope: int, way: Way, prove: Callable[[State], list[str] | None]) -> list[str] | None:
    """The letter of the node, and the proofs of its children."""
    values = way.on_it.sample([slope])[slope]
    flat = vanishes(way.on_it, slope)
    if not len(values):  # the hypotheses may exclude the way
        values = way.on_it._replace(given=way.on_it.given[-1:]).sample([slope])[slope]
    if not flat and (not len(values) or not (values >= -_CLOSE * float(np.abs(values).max())).all()):
        return None
    strict = way.strict and s.kind == "gt"
    goal = way.rest.goal
    rest = prove(way.rest._replace(goal=("ge", goal[1])) if strict else way.rest)
    if rest is None:
        return None
    inner = _simpler(way.on_it._replace(goal=("gt" if strict else "ge", slope)), prove)
    return None if inner is None else ["e" if strict else "b" if way.inner else "d", *inner, *rest]


def vanishes(s: State, node: int) -> bool:
    try:
        return not s.forms.of(node)[0]
    except TooLarge:
        return False


def _simpler(s: State, prove: Callable[[State], list[str] | None]) -> list[str] | None:
    """A proof of the goal, perhaps in its form."""
    if s.kind == "ge" and vanishes(s, s.node):
        return ["i:1="]
    try:
        node = s.forms.node(*s.forms.of(s.node))
    except TooLarge:
        node = s.node
    if len(s.graph.order(node)) >= len(s.graph.order(s.node)) or not defined(s, node, s.node):
        return prove(s)
    found = prove(s._replace(goal=(s.kind, node)))
    return None if found is None else [f"c{s.kind}:{s.text(node)}", *found, "h"]


def ways(s: State, k: int, sign: int) -> Iterator[Way]:
    """To the bounds that hypotheses give, and to the end of the side; k decreases for the sign 1."""
    g, down = s.graph, sign == 1
    x = g.of(("var", s.names[k]))
    for kind, h in s.given:
        bound = None if kind == "ne" else solved(s, h, k, sign)
        if bound is None:
            continue
        head, *a = g.ops[bound]
        ends = s.sides[a[0]] if head == "var" else s.enclosure(bound)
        if not np.isfinite([float(e) for e in ends]).all():
            continue
        low, high = min(s.sides[k][0], Fraction(ends[0])), max(s.sides[k][1], Fraction(ends[1]))
        there = s._replace(sides=[(low, high) if j == k else side for j, side in enumerate(s.sides)])
        if there.sides != s.sides:
            there = there._replace(always=tuple(fact for fact in s.always if k not in s.variables(fact[1])))
        facts = kept(there, k, down, bound)
        gap = ("gt", g.op("-", x, bound) if down else g.op("-", bound, x))
        if smooth(there, k, down, bound, facts, gap):
            goal, *given = ((kind, substituted(g, n, {k: bound})) for kind, n in (s.goal, *facts))
            front = [f"w{k}:{low}:{high}"] if there.sides != s.sides else []
            on_it = there._replace(given=[*facts, gap])
            yield Way(front, f":{s.text(bound)}", there._replace(goal=goal, given=given), on_it, kind == "gt")
    end = s.sides[k][0 if down else 1]
    last = g.const(end)
    facts = kept(s, k, down, last)
    gap = ("gt", g.op("-", x, last) if down else g.op("-", last, x))
    if smooth(s, k, down, last, facts, gap):
        sides = [(end, end) if j == k else side for j, side in enumerate(s.sides)]
        yield Way([], "", s._replace(given=facts, sides=sides), s._replace(given=[*facts, gap]), False)
    elif smooth(s, k, down, last, facts, gap, inner=True):
        other = g.const(s.sides[k][1 if down else 0])
        beyond = ("gt", g.op("-", other, x) if down else g.op("-", x, other))
        sides = [(end, end) if j == k else side for j, side in enumerate(s.sides)]
        yield Way([], "", s._replace(given=facts, sides=sides), s._replace(given=[*facts, gap, beyond]), False, True)


def solved(s: State, node: int, k: int, sign: int = 0) -> int | None:
    """u with node = c (x_k - u), where c is a constant, with this sign if one is given."""
    x = s.graph.of(("var", s.names[k]))
    try:
        over, under = s.forms.of(node)
        c = over.get(((x, Fraction(1)),), Fraction(0))
        if under != ONE or not c or c * sign < 0:
            return None
        bound = s.forms.node({m: -a / c for m, a in over.items() if m != ((x, Fraction(1)),)})
    except TooLarge:
        return None
    return None if k in s.variables(bound) else bound


def equation(s: State) -> tuple[int, int, State] | None:
    """A variable that two hypotheses say to be a node, and the state with the node put in for it."""
    g = s.graph
    known = {h for kind, h in s.given if kind == "ge"}
    for h in sorted(known):
        for k in sorted(s.variables(s.node) & s.variables(h)) if g.op("neg", h) in known else []:
            u = solved(s, h, k)
            if u is None:
                continue
            low, high = (g.const(end) for end in s.sides[k])
            kept = [(kind, other) for kind, other in s.given if s.forms.ratio(other, h) is None]
            given = [(kind, substituted(g, other, {k: u})) for kind, other in kept]
            given += [("ge", g.op("-", u, low)), ("ge", g.op("-", high, u))]
            sides = [(a, a) if j == k else (a, b) for j, (a, b) in enumerate(s.sides)]
            return k, u, s._replace(goal=(s.kind, substituted(g, s.node, {k: u})), given=given, sides=sides, always=())
    return None


def touches(s: State) -> bool:
    """Whether the goal vanishes where two variables are equal, or all over the bound that a hypothesis gives."""
    heads = s.heads(s.node)
    if s.kind != "ge" or len(s.variables(s.node)) < 2 or "log" not in heads or heads & _ROUGH:
        return False
    bounds = [(k, solved(s, h, k)) for _, h in s.given for k in s.variables(h) & s.variables(s.node)]
    known = any(u is not None and s.variables(u) and _zero(s, k, u) for k, u in bounds)
    return known or level(s) is not None


def _zero(s: State, k: int, u: int) -> bool:
    try:
        return not s.forms.of(substituted(s.graph, s.node, {k: u}))[0]
    except TooLarge:
        return False


def level(s: State) -> int | None:
    """The first one whose sign is not known."""
    if s.kind == "ne" or s.heads(s.node) & {*KINKS, "slope", "kink", *JUMPS}:
        return None
    return next((u for u in levels(s) if known_sign(s, s.forms.of(u)[0]) is None), None)


def levels(s: State) -> Iterator[int]:
    """Nodes u such that the goal vanishes where u = 0: differences of variables, and factors of slopes."""
    used = sorted(s.variables(s.node))
    x = {k: s.graph.of(("var", s.names[k])) for k in used}
    found: dict[int, None] = {}
    for i, j in combinations(used, 2):
        found[s.graph.op("-", x[i], x[j])] = None
    if len(used) > 1 and len(s.graph.order(s.node)) < _NODES // 4:
        for k in used:
            found |= dict.fromkeys(_factors(s, s.graph.derivative(s.node, k)))
    for u in found:
        for k in used:
            bound = solved(s, u, k)
            if bound is not None and s.variables(bound):
                try:
                    if not s.forms.of(substituted(s.graph, s.node, {k: bound}))[0]:
                        yield u
                        break
                except TooLarge:
                    continue


def _factors(s: State, slope: int) -> list[int]:
    try:
        over, _ = s.forms.of(slope)
        lattice = Lattice(s, [over])
        return [s.forms.node(lattice.poly(f)) for f, _ in factors(lattice.dense(over)[0], lattice.count)[1]]
    except TooLarge:
        return []
