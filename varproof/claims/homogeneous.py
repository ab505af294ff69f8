"""An equation g = c with a homogeneous polynomial g, as a + b + c = 1 or a b c = 1, by which a goal becomes
homogeneous, to be proved without the equation; and powers of new variables in the place of variables under roots.

Each step gives nodes of a proof and what `prove` finds for the rest; nothing here is evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple, TypeAlias

import numpy as np

from varproof.claims.certificates import equations, multiple
from varproof.claims.comparing import unwrapped
from varproof.claims.domains import shown
from varproof.claims.forms import ONE, Poly, plus
from varproof.claims.renaming import exchanged
from varproof.claims.state import State

Prove: TypeAlias = Callable[[State], list[str] | None]
_ROOTS: dict[int, tuple[str, ...]] = {2: ("sqrt",), 3: ("cbrt",), 4: ("sqrt", "sqrt"), 6: ("sqrt", "cbrt")}
_NEAR, _VARIABLES = 1e-9, 5


class Level(NamedTuple):
    """g = c, for h = scale (g - c) by two hypotheses; g is homogeneous of this degree."""

    g: Poly
    c: Fraction
    scale: Fraction
    degree: int
    tokens: tuple[str, str]


def _degrees(s: State, p: Poly) -> set[int] | None:
    """Those of the terms of a polynomial in the variables; None for others."""
    if any(s.forms.head(k) != "var" for m in p for k, _ in m):
        return None
    return {int(sum(e for _, e in m)) for m in p}


def _levels(s: State) -> Iterator[Level]:
    for h, tokens in equations(s):
        c, g = h.get((), Fraction(0)), {m: a for m, a in h.items() if m}
        degrees = _degrees(s, g)
        if c and tokens and degrees and len(degrees) == 1:
            scale = Fraction(-1 if c > 0 else 1)
            yield Level({m: a / scale for m, a in g.items()}, abs(c), scale, degrees.pop(), tokens)


def of_one_degree(s: State, prove: Prove) -> list[str] | None:
    """An equation used up by making the goal homogeneous, roots of variables as variables, and rational coefficients in
    the place of roots."""
    cubic = [unwrapped] if "cbrt" in s.heads(s.node) else []
    for step in (*cubic, homogeneous, unrooted, rational):
        found = step(s, prove)
        if found is not None:
            return found
    return None


def homogeneous(s: State, prove: Prove) -> list[str] | None:
    """The goal with the powers of g/c that give all terms one degree."""
    forms = s.forms
    if s.kind == "ne":
        return None
    for level in _levels(s):
        over, under = forms.of(s.node)
        degrees = _degrees(s, over)
        if degrees is None or not (under == ONE or shown(s, "gt", forms.node(under), s.given)):
            return None
        top = max(degrees)
        if len(degrees) < 2:
            continue
        if any((top - d) % level.degree for d in degrees):
            found = _with_roots(s, level, prove)
            if found is not None:
                return found
            continue
        unit = {m: a / level.c for m, a in level.g.items()}
        whole: Poly = {}
        rest: Poly = {}
        powers = [ONE]
        for _ in range((top - min(degrees)) // level.degree):
            powers.append(forms.times(powers[-1], unit))
        for m, a in over.items():
            k = (top - int(sum(e for _, e in m))) // level.degree
            whole = plus(whole, forms.times({m: a}, powers[k]))
            for j in range(k):
                rest = plus(rest, forms.times({m: a}, powers[j]), -1 / (level.scale * level.c))
        node = forms.node(whole)
        kept = [n for n, (_, h) in enumerate(s.given) if len(_degrees(s, forms.of(h)[0]) or ()) == 1]
        inner = s._replace(goal=(s.kind, node), given=[s.given[n] for n in kept])
        values = inner.sample([node])[node]
        if not len(values) or values.min() < -_NEAR * np.abs(values).max():
            continue
        found = prove(inner)
        if found is not None:
            parts = [(Fraction(1), [f"#{len(s.given)}"]), *(multiple(s, rest, level.tokens) if rest else [])]
            text = ";".join("~".join([str(w), *tokens]) for w, tokens in parts)
            keep = "z" + ",".join(map(str, kept))
            return [f"c{s.kind}:{s.text(node)}", keep, *found, f"i:1~{s.text(forms.node(under))}={text}"]
    return None


def _with_roots(s: State, level: Level, prove: Prove) -> list[str] | None:
    """Roots of the variables as new ones, where the equation says what their product is."""
    g, d = s.graph, level.degree
    (m, a) = next(iter(level.g.items()))
    root = _root(level.c, d)
    if len(level.g) > 1 or a != 1 or root is None or d not in _ROOTS or any(e != 1 for _, e in m):
        return None
    xs = [int(g.ops[k][1]) for k, _ in m]
    if any(s.sides[k][0] < 0 for k in xs):
        return None
    front, state = exchanged(s, {k: _power(s, k, d) for k in xs})
    new = [g.of(("var", name)) for name in state.names[len(s.names) :]]
    for other in _levels(state):
        if other.c != level.c or set(other.g) != {tuple((w, Fraction(d)) for w in sorted(new))}:
            continue
        product, t = g.const(1), g.const(root)
        for w in new:
            product = g.op("*", product, w)
        total = g.const(0)
        for j in range(d):
            total = g.op("+", total, g.op("*", g.power(product, j), g.power(t, d - 1 - j)))
        given = list(state.given)
        tokens = other.tokens if other.scale > 0 else other.tokens[::-1]
        for token, gap in zip(tokens, (g.op("-", product, t), g.op("-", t, product)), strict=True):
            front += [f"cge:{state.text(gap)}", f"i:1~{state.text(total)}=1~{token}"]
            given.append(("ge", gap))
        kept = [n for n in range(len(given)) if f"#{n}" not in tokens]
        front.append("z" + ",".join(map(str, kept)))
        found = homogeneous(state._replace(given=[given[n] for n in kept]), prove)
        return None if found is None else [*front, *found]
    return None


def _root(c: Fraction, d: int) -> Fraction | None:
    found = Fraction(round(c.numerator ** (1 / d)), round(c.denominator ** (1 / d))) if c < 10**12 else c
    return found if found**d == c else None


def _power(s: State, k: int, d: int) -> tuple[int, Callable[[int], int]]:
    """The d-th root of a variable, and the power of a new one."""
    u = s.graph.of(("var", s.names[k]))
    for head in _ROOTS[d]:
        u = s.graph.op(head, u)
    return u, lambda w: s.graph.power(w, d)


def unrooted(s: State, prove: Prove) -> list[str] | None:
    """Cubic roots of variables as new variables, with sixth ones for those that also have square roots."""
    g, forms = s.graph, s.forms
    heads: dict[int, set[str]] = {}
    for p in forms.of(s.node):
        for k in {k for m in p for k, _ in m}:
            head, *a = g.ops[k]
            if head in ("sqrt", "cbrt") and g.ops[a[0]][0] == "var":
                heads.setdefault(int(g.ops[a[0]][1]), set()).add(head)
    found = {k: 6 if "sqrt" in some else 3 for k, some in sorted(heads.items()) if "cbrt" in some}
    if not found:
        return None
    front, state = exchanged(s, {k: _power(s, k, d) for k, d in found.items()})
    inner = prove(state)
    return None if inner is None else [*front, *inner]


def rational(s: State, prove: Prove) -> list[str] | None:
    """Variables times square roots of primes as new ones, where this leaves no such root in the coefficients."""
    g, forms = s.graph, s.forms
    polys = [p for n in (s.node, *(h for _, h in s.given)) for p in forms.of(n)]
    roots = {k for p in polys for m in p for k, _ in m if g.ops[k][0] == "sqrt" and not s.variables(k)}
    xs = sorted(s.variables(s.node))
    for k in sorted(roots) if len(xs) <= _VARIABLES else []:
        for chosen in (c for size in range(1, len(xs) + 1) for c in combinations(xs, size)):
            moved = {k, *(g.of(("var", s.names[x])) for x in chosen)}
            if all(len({sum(e for j, e in m if j in moved) % 2 for m in p}) < 2 for p in polys):
                front, state = exchanged(s, {x: _times(s, x, k) for x in chosen})
                inner = prove(state)
                return None if inner is None else [*front, *inner]
    return None


def _times(s: State, x: int, root: int) -> tuple[int, Callable[[int], int]]:
    """The root times a variable, and back."""
    g = s.graph
    part = g.op("/", root, g.ops[root][1])
    return g.op("*", root, g.of(("var", s.names[x]))), lambda w: g.op("*", part, w)
