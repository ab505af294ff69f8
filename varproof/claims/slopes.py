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
from varproof.claims.forms import ONE, TooLarge
from varproof.claims.lattice import Lattice
from varproof.claims.rewrite import KINKS, substituted
from varproof.claims.state import State
from varproof.lang.expressions import Goal

_NODES, _CLOSE = 400, 1e-9


class Way(NamedTuple):
    """Where a variable is moved to: the text of a bound or none, what is then to be proved, and what more is known on
    the way; strict: a hypothesis says that the way has a length."""

    bound: str
    rest: State
    known: list[Goal]
    strict: bool


def monotone(s: State, prove: Callable[[State], list[str] | None]) -> list[str] | None:
    """The nodes of a proof that moves one variable, when its slope seems to have one sign on the way."""
    if s.kind == "ne" or s.heads(s.node) & {*KINKS, "slope", "kink"}:
        return None
    free = [k for k in sorted(s.variables(s.node)) if s.sides[k][0] < s.sides[k][1]]
    slopes = {k: s.graph.derivative(s.node, k) for k in free}
    if not free or len(s.graph.order(*slopes.values())) > _NODES:
        return None
    if any(not all(map(np.isfinite, s.enclosure(n))) for n in (s.node, *slopes.values())):
        return None
    for k in free:
        for mark, sign in (("-", 1), ("+", -1)):
            slope = slopes[k] if sign == 1 else s.graph.op("neg", slopes[k])
            for way in _ways(s, k, sign):
                found = _along(s, slope, way, prove)
                if found is not None:
                    letter, *rest = found
                    return [f"{letter}{k}{mark}{way.bound}", *rest]
    return None


def _along(s: State, slope: int, way: Way, prove: Callable[[State], list[str] | None]) -> list[str] | None:
    """The letter of the node, and the proofs of its children."""
    on_the_way = s._replace(given=way.known)
    values = on_the_way.sample([slope])[slope]
    if not len(values) or not (values >= -_CLOSE * float(np.abs(values).max())).all():
        return None
    low, _ = s.enclosure(slope)
    strict = way.strict and s.kind == "gt"
    if low >= 0 and not strict:
        rest = prove(way.rest._replace(given=[]))
        return None if rest is None else ["f", *rest]
    goal = way.rest.goal
    rest = prove(way.rest._replace(goal=("ge", goal[1])) if strict else way.rest)
    if rest is None:
        return None
    inner = prove(on_the_way._replace(goal=("gt" if strict else "ge", slope)))
    return None if inner is None else ["e" if strict else "d", *inner, *rest]


def _ways(s: State, k: int, sign: int) -> Iterator[Way]:
    """To the bounds that hypotheses give, and to the end of the side; k decreases for the sign 1."""
    x = s.graph.of(("var", s.names[k]))
    kept = [(kind, h) for kind, h in s.given if k not in s.variables(h)]
    for kind, h in s.given:
        bound = None if kind == "ne" else solved(s, h, k, sign)
        if bound is None:
            continue
        head, *a = s.graph.ops[bound]
        low, high = s.sides[a[0]] if head == "var" else s.enclosure(bound)
        if s.sides[k][0] <= low and high <= s.sides[k][1]:
            gap = s.graph.op("-", x, bound) if sign == 1 else s.graph.op("-", bound, x)
            rest = s._replace(goal=(s.kind, substituted(s.graph, s.node, {k: bound})), given=kept)
            yield Way(f":{s.text(bound)}", rest, [*kept, ("gt", gap)], kind == "gt")
    low_, high_ = s.sides[k]
    end = (low_, low_) if sign == 1 else (high_, high_)
    sides = [end if j == k else side for j, side in enumerate(s.sides)]
    yield Way("", s._replace(given=kept, sides=sides), kept, False)


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
