"""Roots by squares, sums of logarithms by powers. The checker has the arguments; nothing here is evidence."""

from __future__ import annotations

from collections.abc import Callable
from math import lcm
from typing import TypeAlias

from varproof.claims import identities
from varproof.claims.domains import defined
from varproof.claims.forms import ONE, TooLarge, plus
from varproof.claims.state import State

Prove: TypeAlias = Callable[[State], list[str] | None]
_LOGS, _POWERS = 4, 8  # of which powers are made


def rooted(s: State, prove: Prove) -> list[str] | None:
    """t = a - b r with a >= 0, b > 0, or t = b r - a, for a product r of roots of terms without a divisor: from the
    negation and the squares."""
    forms, g = s.forms, s.graph
    if s.kind != "ge":
        return None
    try:
        over, under = forms.of(s.node)
        roots = {k for m in over for k, _ in m if g.ops[k][0] == "sqrt" and s.variables(k)}
        split = {m: tuple((k, e) for k, e in m if k in roots) for m in over}
        products = {r for r in split.values() if r}
        if under != ONE or len(products) != 1:
            return None
        (r,) = products
        a = {m: c for m, c in over.items() if not split[m]}
        b = {tuple(x for x in m if x not in r): c for m, c in over.items() if split[m]}
        known = identities.known_sign(s, b)
        inside = [forms.of(g.ops[k][1]) for k, _ in r]
        if known is None or not known.token or any(below != ONE for _, below in inside):
            return None
        bend = forms.times(b, b)
        for u, _ in inside:
            bend = forms.times(bend, u)
        gap = forms.node(plus({m: -known.sign * c for m, c in forms.times(a, a).items()}, bend, known.sign))
        s = s._replace(given=[*s.given, negation(s)])
        base, front = len(s.given) - 1, ["~"]
        for node in [gap] if known.sign > 0 else [forms.node(a), gap]:
            inner = prove(s._replace(goal=("ge", node)))
            if inner is None:
                return None
            front += [f"cge:{s.text(node)}", *inner]
            s = s._replace(given=[*s.given, ("ge", node)])
    except TooLarge:
        return None
    root = s.text(forms.monomial(r))
    size = f"{2 * known.scale}~{known.token}~{root}" if known.sign > 0 else f"2~#{base + 1}"
    return [*front, f"i:1~#{base};{size}=1~#{len(s.given) - 1}"]


def powers(s: State, prove: Prove) -> list[str] | None:
    """A sum of logarithms and a rest, by the powers and the exponential."""
    forms, g = s.forms, s.graph
    try:
        over, under = forms.of(s.node)
    except TooLarge:
        return None
    logs = {m: c for m, c in over.items() if any(g.ops[k][0] == "log" and s.variables(k) for k, _ in m)}
    m = lcm(*(c.denominator for c in logs.values())) if logs else 0
    single = all(len(n) == 1 and n[0][1] == 1 and abs(c * m) <= _POWERS for n, c in logs.items())
    if s.kind == "ne" or under != ONE or not 0 < len(logs) <= _LOGS or not single:
        return None
    if not all(defined(s, k, s.node) for n in logs for k, _ in n):
        return None
    rest = forms.node({n: c * m for n, c in over.items() if n not in logs})
    left, right = g.op("exp", rest), g.const(1)
    for ((k, _),), c in logs.items():
        u = g.ops[k][1]
        if c > 0:
            left = g.op("*", left, g.power(u, int(c * m)))
        else:
            right = g.op("*", right, g.power(u, int(-c * m)))
    found = prove(s._replace(goal=(s.kind, g.op("-", left, right))))
    parts = ";".join(f"{s.text(g.ops[k][1])}~{c * m}" for ((k, _),), c in logs.items())
    return None if found is None else [f"a{m}:{parts}:{s.text(rest)}", *found]


def negation(s: State) -> tuple[str, int]:
    return "gt" if s.kind == "ge" else "ge", s.graph.op("neg", s.node)


def negated(s: State) -> list[str] | None:
    """An identity with the negation of the goal among the hypotheses."""
    if s.kind == "ne" or not s.given:
        return None
    leaf = identities.find(s._replace(given=[*s.given, negation(s)])).leaf
    return None if leaf is None else ["~", leaf]
