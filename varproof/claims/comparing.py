"""Differences of values of an increasing function, in goals and hypotheses, quotients in hypotheses, and parts of the
box that the hypotheses leave out. The checker has the arguments (`varproof.recheck.box.rewriting`); nothing here is
evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from varproof.claims.domains import defined, shown
from varproof.claims.forms import ONE, Mono, Poly, TooLarge, plus
from varproof.claims.state import State

Prove: TypeAlias = Callable[[State], list[str] | None]
_SLABS, _ROUNDS, _TERMS, _CLOSE = 6, 3, 12, 1e-12


def unwrapped(s: State, prove: Prove, sums: bool = False) -> list[str] | None:
    """exp(a) - exp(b) by the exponents, also with the logarithms of sums, differences of roots by the squares."""
    try:
        over, under = s.forms.of(s.node)
        if under != ONE or not over:
            return None
        for way in (_by_logarithms, _by_squares, _sides_squared, _by_cubes):
            known, front = s, list[str]()
            m = _alone(s, over) if way is _by_logarithms and len(over) > 2 else None
            rest = None if m is None else _sum(s, over, m)
            if rest is not None and not shown(s, "gt", rest, s.given):
                if not sums:
                    continue
                found = prove(s._replace(goal=("gt", rest)))
                if found is None:
                    continue
                front, known = [f"cgt:{s.text(rest)}", *found], s._replace(given=[*s.given, ("gt", rest)])
            made = way(known, over)
            if made is None:
                continue
            function, a, b = made
            whole = s.graph.op("-", s.graph.op(function, a), s.graph.op(function, b))
            if s.forms.ratio(s.node, whole) is None:  # the laws of forms may not go as far
                continue
            gap = s.graph.op("-", a, b)
            plain = s.forms.node(*s.forms.of(gap))
            plain = plain if known is s and defined(s, plain, gap) else gap
            found = prove(known._replace(goal=(s.kind, plain)))
            if found is not None:
                front += [f"u:{function}:{s.text(a)}:{s.text(b)}"]
                return [*front, *found] if plain == gap else [*front, f"c{s.kind}:{s.text(plain)}", *found, "h"]
    except TooLarge:
        pass
    return None


def _alone(s: State, p: Poly) -> Mono | None:
    """A term with an exponential: the only one, or one that all others seem to be less than, or more."""
    found = [m for m in p if any(s.forms.head(k) == "exp" and s.variables(k) for k, _ in m)]
    if len(found) == 2 == len(p):
        found = found[:1]
    if len(found) > 1:
        found = [m for m in found if _logarithm(s, m, abs(p[m])) is not None and _positive(s, _sum(s, p, m))]
    return found[0] if len(found) in (1, 2) else None


def _positive(s: State, node: int) -> bool:
    values = s.sample([node])[node]
    return bool(len(values) and (values > 0).all())


def _sum(s: State, p: Poly, m: Mono) -> int:
    """What a term is compared with."""
    return s.forms.node({n: -c if p[m] > 0 else c for n, c in p.items() if n != m})


def _by_logarithms(s: State, p: Poly) -> tuple[str, int, int] | None:
    """The logarithms of the term alone and of the others taken together."""
    m = _alone(s, p) if len(p) > 1 else None
    if m is None:
        return None
    sign = 1 if p[m] > 0 else -1
    one = _logarithm(s, m, abs(p[m]))
    if len(p) == 2:
        two = next(_logarithm(s, n, -sign * c) for n, c in p.items() if n != m)
    else:
        whole = _sum(s, p, m)
        two = s.graph.op("log", whole) if shown(s, "gt", whole, s.given) else None
    if one is None or two is None:
        return None
    return ("exp", one, two) if sign > 0 else ("exp", two, one)


def _logarithm(s: State, m: Mono, c: Fraction) -> int | None:
    if c <= 0:
        return None
    g, total = s.graph, s.graph.const(0) if c == 1 else s.graph.op("log", s.graph.const(c))
    for k, e in m:
        if s.forms.head(k) == "exp":
            single = g.ops[k][1]
        else:
            base = k if e % 2 else g.op("abs", k)
            if not shown(s, "gt", base, s.given):
                return None
            single = g.op("log", base)
        total = g.op("+", total, g.op("*", g.const(e), single))
    return total


def _by_squares(s: State, p: Poly) -> tuple[str, int, int] | None:
    """The squares of what is added and what is taken off, where roots are; both are known to be >= 0."""
    forms = s.forms
    if not any(forms.head(k) == "sqrt" and s.variables(k) for m in p for k, _ in m) or len(p) > _TERMS:
        return None
    if len(p) == 1 and s.kind == "gt":
        (((m, c),)) = p.items()
        return ("sqrt", s.graph.ops[m[0][0]][1], s.graph.const(0)) if c > 0 and len(m) == m[0][1] == 1 else None
    parts = [{m: abs(c) for m, c in p.items() if (c > 0) == positive} for positive in (True, False)]
    if not all(parts) or not all(shown(s, "ge", forms.node(q), s.given) for q in parts):
        return None
    a, b = (_square(s, q) for q in parts)
    return "sqrt", a, b


def _sides_squared(s: State, p: Poly) -> tuple[str, int, int] | None:
    """The squares of the two sides as they stand, both plainly >= 0, where products hide the signs of their terms."""
    head, *a = s.graph.ops[s.node]
    rooted = any(s.forms.head(k) == "sqrt" and s.variables(k) for m in p for k, _ in m)
    if head != "-" or not rooted or not all(shown(s, "ge", n, s.given) for n in a):
        return None
    return "sqrt", s.graph.power(a[0], 2), s.graph.power(a[1], 2)


def _by_cubes(s: State, p: Poly) -> tuple[str, int, int] | None:
    """The cubes of what is added and what is taken off, where one of them is a term with a cubic root of a sum."""
    roots = {k for m in p for k, _ in m if s.forms.head(k) == "cbrt" and len(s.forms.of(s.graph.ops[k][1])[0]) > 1}
    parts = [{m: abs(c) for m, c in p.items() if (c > 0) == positive} for positive in (True, False)]
    alone = any(len(q) == 1 and roots <= {k for m in q for k, _ in m} for q in parts)
    if not roots or not all(parts) or not alone or len(p) > _TERMS:
        return None
    a, b = (s.graph.power(s.forms.node(q), 3) for q in parts)
    return "cbrt", a, b


def _square(s: State, p: Poly) -> int:
    if len(p) == 1:
        (((m, c),)) = p.items()
        if c == 1 and len(m) == 1 and m[0][1] == 1 and s.forms.head(m[0][0]) == "sqrt":
            return int(s.graph.ops[m[0][0]][1])
    return s.graph.power(s.forms.node(p), 2)


def termwise(s: State, prove: Prove) -> list[str] | None:
    """A difference f(a) - f(b) in a sum, and the rest, each for itself."""
    forms = s.forms
    try:
        over, under = forms.of(s.node)
    except TooLarge:
        return None
    if under != ONE or not 2 < len(over) <= _TERMS or s.kind == "ne":
        return None
    for m, n in _pairs(s, over):
        size = min(over[m], -over[n])
        part: Poly = {m: size, n: -size}
        first, second = forms.node(part), forms.node(plus(over, part, -1))
        values = s.sample([first, second])
        if any(not len(v) or not (v >= -_CLOSE * np.abs(v).max()).all() for v in values.values()):
            continue
        kinds = [s.kind, "ge"] if (values[first] > 0).all() else ["ge", s.kind]
        front: list[str] = []
        for kind, node in zip(kinds, (first, second), strict=True):
            found = prove(s._replace(goal=(kind, node)))
            if found is None:
                break
            front += [f"c{kind}:{s.text(node)}", *found]
            s = s._replace(given=[*s.given, (kind, node)])
        else:
            count = len(s.given)
            return [*front, f"i:1=1~#{count - 2};1~#{count - 1}"]
        s = s._replace(given=s.given[: len(s.given) - bool(front)])
    return None


def _pairs(s: State, p: Poly) -> Iterator[tuple[Mono, Mono]]:
    """Terms c f(a) and -d f(b), c and d > 0, of exponentials, logarithms or roots."""

    def kind(m: Mono) -> str:
        heads = {s.forms.head(k) for k, _ in m}
        return heads.pop() if len(heads) == 1 and any(s.variables(k) for k, _ in m) else ""

    for m, c in p.items():
        for n, d in p.items():
            if c > 0 > d and kind(m) == kind(n) and kind(m) in ("exp", "log", "sqrt"):
                yield m, n


def cleared(s: State, first: int = 0) -> tuple[list[str], State]:
    """Hypotheses, from a first one on, without divisors, and without increasing functions of the two sides, in
    addition."""
    front: list[str] = []
    for number, (kind, h) in list(enumerate(s.given))[first:]:
        try:
            found = _without_divisor(s, h) or _bare(s, h)
        except TooLarge:
            continue
        if found is not None:
            (letter, rest), node = found
            front.append(f"{letter}{'#' * (letter == 'u')}{number}:{rest}")
            s = s._replace(given=[*s.given, (kind, node)])
    return front, s


def _without_divisor(s: State, h: int) -> tuple[tuple[str, str], int] | None:
    forms = s.forms
    over, under = forms.of(h)
    if under == ONE or not s.variables(forms.node(under)):
        return None
    divisor = forms.node(under)
    if s.bounds(divisor)[0] >= 0:
        return ("y", f"{s.text(forms.node(over))}:{s.text(divisor)}"), forms.node(over)
    product = forms.node(forms.times(over, under))
    return ("y", f"{s.text(product)}:2:{s.text(divisor)}"), product


def _bare(s: State, h: int) -> tuple[tuple[str, str], int] | None:
    over, under = s.forms.of(h)
    made = _by_logarithms(s, over) if under == ONE and over else None
    if made is None and under == ONE and len(over) == 2:
        made = _by_squares(s, over)
    if made is None and under == ONE:
        made = _by_number(s, over)
    if made is None:
        return None
    function, a, b = made
    return ("u", f"{function}:{s.text(a)}:{s.text(b)}"), s.graph.op("-", a, b)


def _by_number(s: State, p: Poly) -> tuple[str, int, int] | None:
    """The argument of a logarithm and 1."""
    ((m, c),) = p.items() if len(p) == 1 else (((), Fraction(0)),)
    if len(m) != 1 or m[0][1] != 1 or s.forms.head(m[0][0]) != "log" or not s.variables(m[0][0]):
        return None
    u, one = s.graph.ops[m[0][0]][1], s.graph.const(1)
    return ("log", u, one) if c > 0 else ("log", one, u)


def clipped(s: State) -> tuple[list[str], State | None]:
    """Sides cut to the hypotheses on single variables; no state when nothing is left."""
    front: list[str] = []
    for number, (kind, h) in enumerate(s.given):
        try:
            over, under = s.forms.of(h)
        except TooLarge:
            continue
        atoms = [m for m in over if m]
        if kind == "ne" or under != ONE or len(atoms) != 1 or len(atoms[0]) != 1 or atoms[0][0][1] != 1:
            continue
        head, *a = s.graph.ops[atoms[0][0][0]]
        if head != "var":
            continue
        slope, (low, high) = over[atoms[0]], s.sides[a[0]]
        end = -over.get((), Fraction(0)) / slope
        cut = (max(low, end), high) if slope > 0 else (low, min(high, end))
        if cut[0] > cut[1]:
            return front, None
        if cut != (low, high):
            front.append(f"x{number}")
            s = s._replace(sides=[cut if k == a[0] else side for k, side in enumerate(s.sides)])
    return front, s


def shaved(s: State) -> tuple[list[str], list[str], State]:
    """What is left of the box when slabs at its ends are taken off on which a hypothesis is false: the nodes before
    and after the proof for the rest."""
    front: list[str] = []
    back: list[str] = []
    for _ in range(_ROUNDS):
        before = s.sides
        for k in sorted(s.variables(*(h for _, h in s.given))):
            for upper in (True, False):
                part = Fraction(1, 2)
                for _ in range(4 * _SLABS):
                    low, high = s.sides[k]
                    at = Fraction(float(high - (high - low) * part if upper else low + (high - low) * part))
                    if part < Fraction(1, 2**_SLABS) or not low < at < high:
                        break
                    slab = (at, high) if upper else (low, at)
                    if excluded(s._replace(sides=[slab if j == k else side for j, side in enumerate(s.sides)])):
                        rest = (low, at) if upper else (at, high)
                        s = s._replace(sides=[rest if j == k else side for j, side in enumerate(s.sides)])
                        front += [f"s{k}:{float(at).hex()}"] + ([] if upper else ["v"])
                        back += ["v"] if upper else []
                    else:
                        part /= 2
        if s.sides == before:
            break
    return front, back, s


def excluded(s: State) -> bool:
    """Whether a hypothesis is false all over the box."""
    return any(_false(kind, s.bounds(h)[:2]) for kind, h in s.given)


def _false(kind: str, ends: tuple[float, float]) -> bool:
    low, high = ends
    return {"ge": high < 0, "gt": high <= 0, "ne": low == high == 0}[kind]
