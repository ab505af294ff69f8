"""Cases for floor and sign, which then are numbers (`varproof.recheck.box.steps`), for kinks, and for what is not 0."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import floor, isfinite
from typing import TypeAlias

from varproof.claims.forms import ONE, TooLarge
from varproof.claims.rewrite import KINKS, replaced, resolved, same
from varproof.claims.state import State
from varproof.lang.functions import JUMPS

Prove: TypeAlias = Callable[[State], list[str] | None]

_CASES = 500


def stepped(s: State, prove: Prove) -> list[str] | None:
    """An inner one first, those of the goal before those of the hypotheses."""
    g = s.graph
    for nodes in ([s.node], [h for _, h in s.given]):
        for n in g.order(*nodes):
            head, *a = g.ops[n]
            if head in JUMPS:
                found = _floors(s, a[0]) if head == "floor" else _signs(s, a[0])
                return None if found is None else _proved(s, head, a[0], *found, prove)
    return None


def kink(s: State) -> int | None:
    """The term whose sign decides one kink, an inner one first, those of the goal before those of the hypotheses."""
    for nodes in ([s.node], [h for _, h in s.given]):
        for n in s.graph.order(*nodes):
            head, *a = s.graph.ops[n]
            if head in KINKS:
                u = a[0] if head == "abs" else s.graph.op("-", a[0], a[1])
                return u if s.graph.rational(u) is None else None
    return None


def cases(s: State, u: int, prove: Prove) -> list[str] | None:
    """u >= 0 and -u >= 0."""
    front = [f"k:{s.text(u)}"]
    for turn in (1, -1):
        side = u if turn == 1 else s.graph.op("neg", u)
        try:
            given = [(kind, resolved(s, h, u, turn)) for kind, h in s.given]
            goal = s.kind, resolved(s, s.node, u, turn)
        except TooLarge:
            return None
        inner = prove(s._replace(goal=goal, given=[*given, ("ge", side)]))
        if inner is None:
            return None
        front += inner
    return front


def parted(s: State, prove: Prove) -> list[str] | None:
    """u > 0 and -u > 0, where a hypothesis says that u is not 0."""
    for kind, u in s.given if s.kind != "ne" else ():
        turned, (low, high) = s.graph.op("neg", u), s.enclosure(u)
        known = [fact for fact in s.given if fact[1] in (u, turned)]
        if kind != "ne" or not low < 0 < high or len(known) > 1:
            continue
        front = [f"k:{s.text(u)}"]
        for side in (u, turned):
            inner = prove(s._replace(given=[*s.given, ("ge", side), ("gt", side)]))
            if inner is None:
                return None
            front += [f"cgt:{s.text(side)}", f"i:1=1~{s.text(side)}", *inner]
        return front
    return None


def vanishing(s: State) -> tuple[list[str], State]:
    """x >= 0 and -x >= 0 for a variable of which a hypothesis says that -x^2 >= 0: otherwise -x^2 is -x or x times
    what is > 0."""
    front: list[str] = []
    for number, (kind, h) in enumerate(s.given):
        try:
            over, under = s.forms.of(h)
        except TooLarge:
            continue
        ((m, c),) = over.items() if len(over) == 1 else (((), Fraction(0)),)
        if kind != "ge" or under != ONE or c >= 0 or len(m) != 1 or m[0][1] != 2 or s.forms.head(m[0][0]) != "var":
            continue
        x = m[0][0]
        for u in (x, s.graph.op("neg", x)):
            if ("ge", u) not in s.given:
                front += [f"cge:{s.text(u)}", "~", f"i:1~#{len(s.given)}={-1 / c}~#{number}"]
                s = s._replace(given=[*s.given, ("ge", u)])
    return front, s


def signs(s: State, decide: Callable[[State], str | None], prove: Prove) -> list[str] | None:
    """A variable with an end 0 is 0 or not: where it is not, a leaf, as from a multiple of the goal."""
    for k in sorted(s.variables(s.node)):
        if 0 not in s.sides[k] or not any(s.sides[k]):
            continue
        x = s.graph.of(("var", s.names[k]))
        token, cases = _signs(s, x)
        if any(fact in s.given for _, facts in cases for fact in facts):
            continue
        above = s.sides[k][1] > 0
        leaf = decide(s._replace(given=[*s.given, *cases[0 if above else 2][1]]))
        at_zero = None if leaf is None else prove(s._replace(given=[*s.given, *cases[1][1]]))
        if leaf is not None and at_zero is not None:
            return [token, *([leaf, *at_zero, "v"] if above else ["v", *at_zero, leaf])]
    return None


def _floors(s: State, u: int) -> tuple[str, list[tuple[int, list[tuple[str, int]]]]] | None:
    g, (low, high) = s.graph, s.enclosure(u)
    if not (isfinite(low) and isfinite(high)) or high - low > _CASES:
        return None
    first, last = floor(low), floor(high)
    cases = [
        (n, [("ge", g.op("-", u, g.const(n))), ("gt", g.op("-", g.const(n + 1), u))]) for n in range(first, last + 1)
    ]
    return f"jfloor:{first}:{last}:{s.text(u)}", cases


def _signs(s: State, u: int) -> tuple[str, list[tuple[int, list[tuple[str, int]]]]]:
    turned = s.graph.op("neg", u)
    cases = [(1, [("gt", u)]), (0, [("ge", u), ("ge", turned)]), (-1, [("gt", turned)])]
    return f"jsign:{s.text(u)}", cases


def _proved(
    s: State, head: str, u: int, token: str, cases: list[tuple[int, list[tuple[str, int]]]], prove: Prove
) -> list[str] | None:
    front = [token]
    for value, facts in cases:
        try:
            parts = {n: s.graph.const(value * c) for n, c in _alike(s, head, u).items()}
            given = [(kind, replaced(s.graph, h, parts)) for kind, h in s.given]
            goal = s.kind, replaced(s.graph, s.node, parts)
        except TooLarge:
            return None
        inner = prove(s._replace(goal=goal, given=[*given, *facts]))
        if inner is None:
            return None
        front += inner
    return front


def _alike(s: State, head: str, u: int) -> dict[int, Fraction]:
    """The nodes of this function of what is like u, and the sign with which."""
    g, found = s.graph, dict[int, Fraction]()
    for n in g.order(s.node, *(h for _, h in s.given)):
        if g.ops[n][0] == head:
            v = g.ops[n][1]
            c = s.forms.ratio(v, u) if head == "sign" and not same(s, v, u) else Fraction(int(same(s, v, u)))
            if c:
                found[n] = Fraction(1 if c > 0 else -1)
    return found
