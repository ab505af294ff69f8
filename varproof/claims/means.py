"""Sums of monomials by the inequality of weighted means, as a^3 + b^3 + c^3 >= 3 a b c: each term that may be negative
is at most a mean of terms that are not, with weights found by linear programming.

The means are equal to their bounds where all variables are 1, so that this finds what has equality there, and much of
what has slack. The checker has the argument (`varproof.recheck.box.rewriting`); nothing here is evidence.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import Any

from varproof.arith.linear import solve
from varproof.claims.domains import shown
from varproof.claims.forms import ONE, Mono
from varproof.claims.state import State

_COLUMNS, _MOST = 2000, 40
Exponents = dict[int, Fraction]


def exponents(s: State, m: Mono) -> Exponents:
    """Those of the variables and other atoms, also of such under roots of monomials."""
    found: Exponents = {}
    for k, e in m:
        inner = [(k, Fraction(1))]
        root = {"sqrt": 2, "cbrt": 3}.get(s.forms.head(k))
        if root:
            p, q = s.forms.of(s.graph.ops[k][1])
            if q == ONE and len(p) == 1 and set(p.values()) == {1}:
                ((n, _),) = p.items()
                inner = [(j, f / root) for j, f in exponents(s, n).items()]
        for j, f in inner:
            found[j] = found.get(j, Fraction(0)) + e * f
    return {j: f for j, f in found.items() if f}


def means(s: State) -> list[str] | None:
    """The nodes M, and an identity."""
    forms = s.forms
    over, under = forms.of(s.node)
    if s.kind == "ne" or not 1 < len(over) <= _COLUMNS or sum(over.values()) < 0:
        return None
    powers = {m: exponents(s, m) for m in over}
    whole = all(s.forms.head(k) not in ("sqrt", "cbrt") or s.variables(k) for m in powers.values() for k in m)
    below = forms.node(under)
    if not whole or not (under == ONE or shown(s, "gt", below, s.given)):
        return None
    above = [m for m, c in over.items() if c > 0 and shown(s, "ge", forms.monomial(m), s.given)]
    rest = [m for m in over if m not in above]
    if not above or not rest or len(above) * len(rest) > _COLUMNS:
        return None
    columns: list[dict[Any, Fraction]] = []
    places: list[tuple[Mono, Mono | None]] = []
    for m in above:
        columns.append({("above", m): Fraction(1)})
        places.append((m, None))
        for n in rest:
            gap = {k: powers[m].get(k, Fraction(0)) - powers[n].get(k, Fraction(0)) for k in (*powers[m], *powers[n])}
            balance: dict[Any, Fraction] = {("balance", n, k): e for k, e in gap.items() if e}
            columns.append({("above", m): Fraction(1), ("rest", n): Fraction(1), **balance})
            places.append((m, n))
    goal: dict[Any, Fraction] = {("above", m): over[m] for m in above} | {("rest", n): abs(over[n]) for n in rest}
    sure = [j for j, (m, n) in enumerate(places) if n is None and shown(s, "gt", forms.monomial(m), s.given)]
    if s.kind == "gt" and not sure:
        return None
    weights = solve(goal, columns, len(columns), sure if s.kind == "gt" else [])
    if weights is None:
        return None
    front: list[str] = []
    parts = [f"{w}~{s.text(forms.monomial(m))}" for w, (m, n) in zip(weights, places, strict=True) if w and n is None]
    for number, n in enumerate(rest, len(s.given)):
        size = abs(over[n])
        mine = {m: w / size for w, (m, j) in zip(weights, places, strict=True) if w and j == n}
        count = lcm(*(w.denominator for w in mine.values()))
        if count > _MOST:
            return None
        mean = forms.node({n: Fraction(-1 if over[n] > 0 else 1)})
        terms = ";".join(f"{w * count}~{s.text(forms.monomial(m))}" for m, w in mine.items())
        front.append(f"M{terms}:{s.text(mean)}")
        parts.append(f"{size / count}~#{number}")
    return [*front, f"i:1~{s.text(below)}={';'.join(parts)}"]
