"""Counterexamples at roots that have no name: a goal > 0 or != 0 that is 0 where another term h changes its sign.

For a goal t != 0 that is t itself, or a factor of t. Where t is least and 0 it is the slope of t, with A t = B h and A
not 0: coefficients found by linear algebra over monomials in the atoms of t, as cos x for 1 - sin x, with
(1 + sin x) (1 - sin x) = (cos x) (cos x). The checker has the argument (`varproof.recheck.box.replay`);
nothing here is evidence.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations_with_replacement
from typing import NamedTuple

import numpy as np

from varproof.arith.polynomials import factors
from varproof.claims import points
from varproof.claims.enclosures import Enclosures
from varproof.claims.forms import Mono, Poly, TooLarge, plus
from varproof.claims.lattice import Lattice
from varproof.claims.squares import kernel
from varproof.claims.state import State

_STEPS, _HALVINGS, _BASIS = 257, 60, 20


class Root(NamedTuple):
    """A place, of which the k-th coordinate is about x and between two ends; the texts of h, A and B."""

    place: list[Fraction]
    k: int
    x: float
    ends: tuple[Fraction, Fraction]
    texts: dict[str, str]

    def point(self, names: list[str]) -> dict[str, str]:
        found = {name: str(q) for name, q in zip(names, self.place, strict=True)}
        return {**found, names[self.k]: f"{self.ends[0]}:{self.ends[1]}"}

    def named(self) -> Iterator[tuple[points.Coordinate, ...]]:
        """The place, where the root is perhaps a number that has a name."""
        for q in (*(Fraction(self.x).limit_denominator(d) for d in (1, 10, 1000)), *points.closed(self.x)):
            yield (*self.place[: self.k], q, *self.place[self.k + 1 :])


def roots(s: State) -> Iterator[Root]:
    low, high = s.enclosure(s.node)
    if s.kind == "ge" or low > 0 or high < 0:
        return
    places = [[min(max(Fraction(0), low), high) for low, high in s.sides], [(a + b) / 2 for a, b in s.sides]]
    for k in sorted(s.variables(s.node)):
        for h, known in [*_parts(s), (s.graph.derivative(s.node, k), None)]:
            for place in places:
                for x, ends in _changes(s, h, k, place):
                    found = known or _factors(s, h, [*place[:k], (ends[0] + ends[1]) / 2, *place[k + 1 :]])
                    if found is not None:
                        yield Root(place, k, x, ends, {"zero": s.text(h), "left": found[0], "right": found[1]})


def _parts(s: State) -> list[tuple[int, tuple[str, str] | None]]:
    """The factors of the numerator of t, or t alone, with A and B."""
    forms, g = s.forms, s.graph
    found: list[tuple[int, tuple[str, str] | None]] = [(s.node, ("1", "1"))] if s.kind == "ne" else []
    try:
        over, under = forms.of(s.node)
        lattice = Lattice(s, [over])
        dense, unit = lattice.dense(over)
        c, parts = factors(dense, lattice.count)
        powers = [(forms.node(lattice.poly(f)), e) for f, e in parts]
        for h, _ in powers if len(powers) > 1 or any(e > 1 for _, e in powers) else []:
            rest = g.op("*", g.const(c), forms.monomial(unit))
            for f, e in powers:
                rest = g.op("*", rest, g.power(f, e - (f == h)))
            found.append((h, (s.text(forms.node(under)), s.text(rest))))
    except TooLarge:
        pass
    return found


def _changes(s: State, h: int, k: int, place: list[Fraction]) -> Iterator[tuple[float, tuple[Fraction, Fraction]]]:
    """Roots of h in the k-th variable, and ends around them at which h certainly has different signs."""
    e = Enclosures(s.graph, h, len(s.sides))
    x = [float(q) for q in place]

    def value(y: float) -> float:
        return e.floats((h,), [*x[:k], y, *x[k + 1 :]])[0]

    low, high = s.sides[k]
    grid = np.linspace(float(low), float(high), _STEPS).tolist()
    values = [value(y) for y in grid]
    for a, b, v, w in zip(grid, grid[1:], values, values[1:], strict=False):
        if not v * w < 0:
            continue
        for _ in range(_HALVINGS):
            c = (a + b) / 2
            a, b, v = (c, b, value(c)) if v * value(c) > 0 else (a, c, v)
        for digits in (1, 2, 4, 7):
            left, right = (Fraction(round((a + b) / 2 * 10**digits) + j, 10**digits) for j in (-1, 1))
            left, right = max(left, low), min(right, high)
            ends = [points.sign(s.graph.term(h), {**dict(enumerate(place)), k: q}) for q in (left, right)]
            if left < right and None not in ends and ends[0] == -(ends[1] or 2):
                yield (a + b) / 2, (left, right)


def _factors(s: State, h: int, at: list[Fraction]) -> tuple[str, str] | None:
    """A and B with A t = B h, and A not 0 near a point."""
    forms = s.forms
    try:
        (p, q), (r, d) = forms.of(s.node), forms.of(h)
        basis = _monomials(p, r)
        rows: dict[Mono, list[Fraction]] = {}
        for j, column in enumerate([forms.times(m, f) for f, sign in ((p, 1), (r, -1)) for m in basis]):
            for m, c in column.items():
                rows.setdefault(m, [Fraction(0)] * (2 * len(basis)))[j] = c if j < len(basis) else -c
        for vector in kernel(list(rows.values()), 2 * len(basis)):
            a, b = (_sum(basis, part) for part in (vector[: len(basis)], vector[len(basis) :]))
            if not a:
                continue
            left, right = s.graph.op("*", forms.node(a), forms.node(q)), s.graph.op("*", forms.node(b), forms.node(d))
            size = Enclosures(s.graph, left, len(s.sides)).floats((left,), [float(x) for x in at])[0]
            if abs(size) > 1e-3:
                return s.text(left), s.text(right)
    except TooLarge:
        return None
    return None


def _sum(basis: list[Poly], coefficients: list[Fraction]) -> Poly:
    out: Poly = {}
    for m, c in zip(basis, coefficients, strict=True):
        out = plus(out, m, c)
    return out


def _monomials(p: Poly, r: Poly) -> list[Poly]:
    """1, the atoms of polynomials, and products of two of them."""
    atoms = sorted({k for m in (*p, *r) for k, _ in m})
    pairs = [((j, 1), (k, 1)) if j != k else ((j, 2),) for j, k in combinations_with_replacement(atoms, 2)]
    found = [(), *(((k, 1),) for k in atoms), *pairs]
    return [{tuple((k, Fraction(e)) for k, e in m): Fraction(1)} for m in found[:_BASIS]]
