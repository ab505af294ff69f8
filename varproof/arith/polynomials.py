"""Factors and common divisors of polynomials in several variables over the rationals, and echelon forms, by FLINT.

A polynomial is a dictionary from tuples of exponents to coefficients that are not 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from flint import Ordering, fmpq, fmpq_mat, fmpq_mpoly_ctx

Dense: TypeAlias = dict[tuple[int, ...], Fraction]


def _lift(p: Dense, count: int) -> Any:
    context = fmpq_mpoly_ctx.get([f"x{k}" for k in range(count)], Ordering.lex)
    return context.from_dict({m: fmpq(c.numerator, c.denominator) for m, c in p.items()})


def _lower(p: Any) -> Dense:
    return {tuple(int(e) for e in m): Fraction(int(c.p), int(c.q)) for m, c in p.to_dict().items()}


def factors(p: Dense, count: int) -> tuple[Fraction, list[tuple[Dense, int]]]:
    """p, not 0, as a rational times irreducible factors with whole coefficients, to powers."""
    c, found = _lift(p, count).factor()
    return Fraction(int(c.p), int(c.q)), [(_lower(f), int(k)) for f, k in found]


def reduced(p: Dense, q: Dense, count: int) -> tuple[Dense, Dense]:
    """Numerator and denominator without common divisor."""
    a, b = _lift(p, count), _lift(q, count)
    g = a.gcd(b)
    return _lower(divmod(a, g)[0]), _lower(divmod(b, g)[0])


def echelon(rows: Sequence[Sequence[Fraction]]) -> list[dict[int, Fraction]]:
    """The rows that are not 0 of the reduced echelon form, by FLINT."""
    matrix, rank = fmpq_mat([[fmpq(c.numerator, c.denominator) for c in row] for row in rows]).rref()
    entries = [{k: matrix[r, k] for k in range(matrix.ncols()) if matrix[r, k] != 0} for r in range(rank)]
    return [{k: Fraction(int(c.p), int(c.q)) for k, c in row.items()} for row in entries]
