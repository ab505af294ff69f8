"""Polynomials with rational coefficients in numbered atoms, of which forms are quotients."""

from __future__ import annotations

from fractions import Fraction

Mono = tuple[tuple[int, Fraction], ...]  # powers of atoms; only those of exp may be negative or broken
Poly = dict[Mono, Fraction]
Form = tuple[Poly, Poly]
ONE: Poly = {(): Fraction(1)}
PRIMES = [p for p in range(2, 1000) if all(p % k for k in range(2, int(p**0.5) + 1))]


def constant(p: Poly) -> Fraction | None:
    """The rational that a polynomial is, or None."""
    return p.get((), Fraction(0)) if not p.keys() - {()} else None


def add(a: Poly, b: Poly, c: Fraction = Fraction(1)) -> Poly:
    """a + c b."""
    out = dict(a)
    for m, d in b.items():
        out[m] = out.get(m, Fraction(0)) + c * d
        if not out[m]:
            del out[m]
    return out


def prime_powers(q: Fraction) -> tuple[dict[int, int], Fraction]:
    """A positive rational as small primes to whole powers, times the rest."""
    found: dict[int, int] = {}
    for p in PRIMES:
        while q.numerator % p == 0:
            q, found[p] = q / p, found.get(p, 0) + 1
        while q.denominator % p == 0:
            q, found[p] = q * p, found.get(p, 0) - 1
    return found, q
