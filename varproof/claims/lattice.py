"""Polynomials in atoms as polynomials with whole exponents, as libraries factor them."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from math import lcm

from varproof.arith.polynomials import Dense
from varproof.claims.forms import Mono, Poly, TooLarge
from varproof.claims.state import State

_DEGREE = 1000  # the largest exponent of an atom


class Lattice:
    """The atoms of some polynomials as variables with whole exponents: broken powers of exp are rescaled, and a
    variable v is s^2 where sqrt(v) = s occurs."""

    def __init__(self, state: State, polys: list[Poly]) -> None:
        self.forms, graph = state.forms, state.graph
        powers: dict[int, list[Fraction]] = {}
        for p in polys:
            for m in p:
                for k, e in m:
                    powers.setdefault(k, []).append(e)
        self.roots = {graph.ops[k][1]: k for k in powers if graph.ops[k][0] == "sqrt"}
        self.roots = {v: k for v, k in self.roots.items() if graph.ops[v][0] == "var"}
        self.atoms = sorted(k for k in powers if k not in self.roots)
        self.scale = {k: reduce(lcm, (e.denominator for e in powers.get(k, [])), 1) for k in self.atoms}
        self.count = len(self.atoms)

    def dense(self, p: Poly, lean: bool = True) -> tuple[Dense, Mono]:
        """p as a polynomial times a unit, a product of exponentials; lean: with all exponentials that divide p."""
        rows: dict[tuple[int, ...], Fraction] = {}
        for m, c in p.items():
            e = dict.fromkeys(self.atoms, Fraction(0))
            for k, power in m:
                root = self.roots.get(k)
                e[k if root is None else root] += power if root is None else 2 * power
            rows[tuple(int(e[k] * self.scale[k]) for k in self.atoms)] = c
        if any(abs(e) > _DEGREE for row in rows for e in row):
            raise TooLarge("a huge power")
        low = [min(0, min(row[j] for row in rows)) for j in range(self.count)]
        for j, k in enumerate(self.atoms):
            if lean and self.forms.head(k) == "exp":
                low[j] = min(row[j] for row in rows)
        unit = tuple((k, Fraction(low[j], self.scale[k])) for j, k in enumerate(self.atoms) if low[j])
        return {tuple(a - b for a, b in zip(row, low, strict=True)): c for row, c in rows.items()}, unit

    def poly(self, p: Dense) -> Poly:
        out: Poly = {}
        for row, c in p.items():
            term: Poly = {(): c}
            for k, e in zip(self.atoms, row, strict=True):
                term = self.forms.times(term, self.forms.power(self.forms.atom(k, Fraction(1, self.scale[k])), e))
            for m, d in term.items():
                out[m] = out.get(m, Fraction(0)) + d
        return {m: c for m, c in out.items() if c}
