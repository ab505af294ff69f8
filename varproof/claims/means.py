"""Sums of monomials by the inequality of weighted means, as a^3 + b^3 + c^3 >= 3 a b c: each term that may be negative
is at most a mean of terms that are not, with weights found by linear programming.

The means are equal to their bounds where all variables are 1, or where the sum seems to be least, so that this finds
what has equality there, and much of what has slack. The checker has the argument
(`varproof.recheck.box.rewriting`); nothing here is evidence.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import lcm, prod
from typing import Any

import numpy as np

from varproof.arith.floats import Floats
from varproof.arith.linear import solve
from varproof.claims.domains import shown
from varproof.claims.forms import ONE, Mono, Poly
from varproof.claims.state import State

_COLUMNS, _MOST, _TERMS = 2000, 40, 12
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
    if s.kind == "ne" or not 1 < len(over) <= _COLUMNS:
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
    for size in _sizes(over, powers):
        if sum(c * size[m] * (1 if m in above else -1 if c > 0 else 1) for m, c in over.items()) >= 0:
            found = _weighted(s, over, powers, size, above, rest, s.text(below))
            if found is not None:
                return found
    return None


def _sizes(over: Poly, powers: dict[Mono, Exponents]) -> Iterator[dict[Mono, Fraction]]:
    """The values of the terms where all variables are 1, and where the sum seems to be least beside its terms."""
    from scipy.optimize import minimize

    yield dict.fromkeys(over, Fraction(1))
    atoms = sorted({k for m in powers.values() for k in m})
    rows = np.array([[float(m.get(k, 0)) for k in atoms] for m in powers.values()])
    c = np.array([float(a) for a in over.values()])
    if len(over) > _TERMS:
        return

    def ratio(y: Floats) -> float:
        terms = c * np.exp(rows @ np.clip(y, -9, 9))
        return float(terms.sum() / np.abs(terms).sum())

    y = minimize(ratio, np.zeros(len(atoms)), options={"gtol": 1e-12}).x
    for k in range(len(atoms)):
        at = [Fraction(float(v)).limit_denominator(64) for v in np.exp(np.clip(y - y[k], -9, 9))]
        if not all(at):
            continue  # a power below 0 of it has no value
        found = {m: _value(dict(zip(atoms, at, strict=True)), e) for m, e in powers.items()}
        sizes = {m: v for m, v in found.items() if v}
        if len(sizes) == len(over):
            yield sizes


def _value(at: dict[int, Fraction], e: Exponents) -> Fraction | None:
    """The value of a term, where it is rational."""
    bottom = lcm(*(f.denominator for f in e.values())) if e else 1
    whole = prod((at[k] ** int(f * bottom) for k, f in e.items()), start=Fraction(1))
    if max(whole.numerator, whole.denominator) > 10**12:
        return None
    found = Fraction(round(whole.numerator ** (1 / bottom)), round(whole.denominator ** (1 / bottom)))
    return found if found**bottom == whole else None


def _weighted(
    s: State,
    over: Poly,
    powers: dict[Mono, Exponents],
    size: dict[Mono, Fraction],
    above: list[Mono],
    rest: list[Mono],
    below: str,
) -> list[str] | None:
    """The same by means of the terms divided by these sizes."""
    forms = s.forms
    over = {m: c * size[m] for m, c in over.items()}
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
    parts = [
        f"{w / size[m]}~{s.text(forms.monomial(m))}"
        for w, (m, n) in zip(weights, places, strict=True)
        if w and n is None
    ]
    for number, n in enumerate(rest, len(s.given)):
        whole = abs(over[n])
        mine = {m: w / whole for w, (m, j) in zip(weights, places, strict=True) if w and j == n}
        count = lcm(*(w.denominator for w in mine.values()))
        if count > _MOST:
            return None
        mean = forms.node({n: (-1 if over[n] > 0 else 1) / size[n]})
        terms = ";".join(f"{w * count}~{s.text(forms.node({m: 1 / size[m]}))}" for m, w in mine.items())
        front.append(f"M{terms}:{s.text(mean)}")
        parts.append(f"{whole / count}~#{number}")
    return [*front, f"i:1~{below}={';'.join(parts)}"]
