"""New variables: for an argument of a function, for the root of a variable, and for differences.

Each step gives the nodes ``l`` of a proof and what `prove` finds for the goal in the new variables. The checker has
the argument (`varproof.recheck.box.nodes`); nothing here is evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import ceil, floor
from typing import TypeAlias

import numpy as np

from varproof.claims.domains import defined
from varproof.claims.forms import ONE, TooLarge
from varproof.claims.rewrite import replaced, same, substituted
from varproof.claims.state import State
from varproof.lang.functions import TABLE

Prove: TypeAlias = Callable[[State], list[str] | None]
_FINE, _SLACK = 1000, Fraction(1, 10**6)

_DIGITS = 9
_ARGUMENTS = ("exp", "log", "sqrt", "sin", "cos", "tanh", *TABLE)


def composed(s: State, prove: Prove) -> list[str] | None:
    """A new variable for an argument of a function, where one of the old variables is no longer needed then."""
    used, g = s.variables(s.node), s.graph
    if len(used) < 2:
        return None
    arguments = [g.ops[n][1] for n in g.order(s.node) if g.ops[n][0] in _ARGUMENTS]
    for u in dict.fromkeys(arguments):
        if len(s.variables(u)) < 2:
            continue
        try:
            state, w = with_variable(s, u)
            p, q = s.forms.of(u)
            for k in sorted(s.variables(u)):
                x = g.of(("var", s.names[k]))
                first = {tuple(f for f in m if f[0] != x): c for m, c in p.items() if (x, Fraction(1)) in m}
                rest = {m: c for m, c in p.items() if x not in dict(m)}
                if not first or len(first) + len(rest) < len(p) or x in s.forms.nodes(q):
                    continue
                there = g.op("/", g.op("-", g.op("*", w, s.forms.node(q)), s.forms.node(rest)), s.forms.node(first))
                goal = s.kind, s.forms.node(*s.forms.of(substituted(g, s.node, {k: there})))
                left = s.variables(goal[1]) <= (used | {len(s.sides)}) - {k} and goal[1] != s.node
                if left and same(s, substituted(g, goal[1], {len(s.sides): u}), s.node):
                    return renamed(s, state, u, goal, [], prove)
        except TooLarge:
            continue
    return None


def atom(s: State, prove: Prove) -> list[str] | None:
    """A new variable for the root of a variable, or for a function of one that occurs in it alone."""
    g = s.graph
    order = g.order(s.node)
    for n in order:
        head, *a = g.ops[n]
        if head not in _ARGUMENTS or g.ops[a[0]][0] != "var":
            continue
        k = int(g.ops[a[0]][1])
        alone = len(s.variables(s.node)) > 1 and all(m == n or a[0] not in g.parts(m) for m in order)
        if head != "sqrt" and not alone:
            continue
        try:
            state, w = with_variable(s, n)
        except TooLarge:
            continue
        there = {n: w, a[0]: g.power(w, 2)} if head == "sqrt" else {n: w}
        given = [(kind, replaced(g, h, there)) for kind, h in s.given if k in s.variables(h)]
        given = [(kind, h) for kind, h in given if k not in s.variables(h)]
        goal = s.kind, replaced(g, s.node, there)
        return renamed(s, state, n, goal, given, prove)
    return None


def finite(s: State) -> Iterator[tuple[int, int]]:
    """Variables t in t/(1 - t), t/(1 + t) or t/(1 - |t|) alone, with a pole at an end: the number and this node."""
    g = s.graph
    order = g.order(s.node)
    for n in order:
        head, *a = g.ops[n]
        if head != "/" or g.ops[a[0]][0] != "var" or g.ops[a[1]][0] not in ("-", "+"):
            continue
        one, size = g.ops[a[1]][1:]
        inner = {n, *g.order(a[1])}
        k = int(g.ops[a[0]][1])
        minus, (low, high) = g.ops[a[1]][0] == "-", s.sides[k]
        pole = (low == -1 and (not minus or size != a[0])) or (high == 1 and minus)
        plain = g.rational(one) == 1 and (size == a[0] or g.ops[size] == ("abs", a[0]))
        if plain and pole and all(a[0] not in g.parts(m) or m in inner for m in order):
            yield k, n


def bounded(s: State, k: int, node: int, prove: Prove) -> list[str] | None:
    """A new variable for a node, the only one in which the k-th variable occurs."""
    try:
        state, w = with_variable(s, node)
    except TooLarge:
        return None
    g = s.graph
    given = [(kind, replaced(g, h, {node: w})) for kind, h in s.given if k in s.variables(h)]
    given = [(kind, h) for kind, h in given if k not in s.variables(h)]
    return renamed(s, state, node, (s.kind, replaced(g, s.node, {node: w})), given, prove)


def translated(s: State, prove: Prove) -> list[str] | None:
    """Differences to one variable, where the goal does not change when all variables grow alike."""
    used = sorted(s.variables(s.node))
    if len(used) < 2:
        return None
    g, base = s.graph, used[0]
    shift = {k: g.op("-", g.of(("var", s.names[k])), g.of(("var", s.names[base]))) for k in used[1:]}
    try:
        moved = substituted(g, s.node, {**shift, base: g.const(0)})
        if not same(s, moved, s.node):
            return None
    except TooLarge:
        return None
    first, front = s, []
    for k in used[1:]:
        x, y = g.of(("var", s.names[base])), g.of(("var", s.names[k]))
        state, w = with_variable(s, shift[k])
        last = k == used[-1]
        there = {k: w, base: g.const(0)} if last else {k: g.op("+", w, x)}
        goal = s.kind, substituted(g, s.node, there)
        if not defined(s, substituted(g, goal[1], {len(s.sides): shift[k]}), s.node):
            return None
        given = []
        for kind, h in s.given:
            if k in s.variables(h):
                new = substituted(g, h, there)
                if same(s, substituted(g, new, {len(s.sides): g.op("-", y, x)}), h):
                    given.append((kind, new))
        front.append(_node(s, state, shift[k], goal, given))
        s = state._replace(goal=goal, given=[*s.given, *given])
    if len(s.sides) > len(first.sides) + 3:
        return None
    found = prove(s)
    return None if found is None else [*front, *found]


def exchanged(s: State, new: dict[int, tuple[int, Callable[[int], int]]]) -> tuple[list[str], State]:
    """New variables in the place of some, by number: for which node each stands, and the old one by its node. Only
    hypotheses in which none of the old ones is left are kept."""
    g, front, current = s.graph, list[str](), list(range(len(s.given)))
    for k, (u, back) in new.items():
        state, w = with_variable(s, u)
        low, high = (_rounded(end, up) for end, up in zip(state.sides[-1], (False, True), strict=True))
        state = state._replace(sides=[*s.sides, (low, high)])
        there = {k: back(w)}
        goal = s.kind, substituted(g, s.node, there)
        moved = [n for n in current if k in s.variables(s.given[n][1])]
        given = [(s.given[n][0], substituted(g, s.given[n][1], there)) for n in moved]
        front += [_node(s, state, u, goal, given), f"w{len(s.sides)}:{low}:{high}"]
        places = {n: len(s.given) + j for j, n in enumerate(moved)}
        current = [places.get(n, n) for n in current]
        s = state._replace(goal=goal, given=[*s.given, *given])
    front.append("z" + ",".join(map(str, current)))
    return front, s._replace(given=[s.given[n] for n in current])


def _rounded(end: Fraction, up: bool) -> Fraction:
    """A short number near an end, not within the side, as the checker may find another end by a little."""
    if round(end * _FINE) == end * _FINE:
        return end
    return Fraction(ceil(end * _FINE + _SLACK) if up else floor(end * _FINE - _SLACK), _FINE)


def with_variable(s: State, node: int) -> tuple[State, int]:
    """A state with one more variable, which stands for a node, and its node."""
    count = len(s.sides)
    name = next(w for w in ("w", "u", "v", *(f"w{j}" for j in range(1, 99))) if w not in s.names[:count])
    names = [*s.names[:count], name]
    graph, side = s.graph, _side(s, node)
    return s._replace(names=names, sides=[*s.sides, side]), graph.variable(name, count)


def _side(s: State, node: int) -> tuple[Fraction, Fraction]:
    """The range of a linear node where its ends are short decimals, or an enclosure."""
    over, under = s.forms.of(node)
    heads = {s.graph.ops[m[0][0]][0] for m in over if m}
    if under == ONE and heads <= {"var"} and all(len(m) == 0 or (len(m) == 1 and m[0][1] == 1) for m in over):
        low = high = over.get((), Fraction(0))
        for m, c in over.items():
            ends = sorted(c * end for end in s.sides[s.graph.ops[m[0][0]][1]]) if m else [Fraction(0)] * 2
            low, high = low + ends[0], high + ends[1]
        if all((10**_DIGITS * end).denominator == 1 and abs(end) < 10**_DIGITS for end in (low, high)):
            return low, high
    first, last = s.enclosure(node)
    if not (np.isfinite(first) and np.isfinite(last)):
        raise TooLarge("a new variable without bounds")
    return Fraction(first), Fraction(last)


def _node(s: State, state: State, node: int, goal: tuple[str, int], given: list[tuple[str, int]]) -> str:
    texts = [state.text(n) for n in (goal[1], *(h for _, h in given))]
    return f"l{state.names[-1]}={s.text(node)}:" + ":".join(texts)


def renamed(
    s: State,
    state: State,
    node: int,
    goal: tuple[str, int],
    given: list[tuple[str, int]],
    prove: Prove,
) -> list[str] | None:
    if not defined(s, substituted(s.graph, goal[1], {len(s.sides): node}), s.node):
        return None
    found = prove(state._replace(goal=goal, given=[*s.given, *given]))
    ends = ":".join(map(str, state.sides[-1]))
    return None if found is None else [_node(s, state, node, goal, given), f"w{len(s.sides)}:{ends}", *found]
