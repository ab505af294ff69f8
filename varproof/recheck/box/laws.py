"""Laws of the functions of `varproof.recheck.box.functions` that forms know, and of sin and cos at parts of pi.

erfc = 1 - erf; atan, asinh, cbrt, erf and sign are odd; floor(u + n) = floor(u) + n; for c > 1,
atan c = 2 atan 1 - atan(1/c); cbrt of a rational without its cubes, cbrt(u v) = cbrt(u) cbrt(v) for monomials;
where lgamma u is defined, lgamma u = lgamma(u + 1) - log u and digamma u = digamma(u + 1) - 1/u, used while the
constant part of u is below 1; lgamma of whole numbers and of halves.
"""

from __future__ import annotations

from fractions import Fraction
from math import factorial, floor
from typing import Any

from varproof.recheck.box.claims import PI, term
from varproof.recheck.box.functions import JUMPS, TABLE
from varproof.recheck.box.polynomials import ONE, Form, Poly, add, prime_powers
from varproof.recheck.reading import bits, need

ODD = {head for head, f in TABLE.items() if f.odd} | {"sign"}
HEADS = {*TABLE, *JUMPS}
# of the angle c pi/4: c, the sine, the cosine
TURNS = {
    Fraction(0): ("0", "1"), Fraction(1): ("sqrt(2)/2", "sqrt(2)/2"), Fraction(2, 3): ("1/2", "sqrt(3)/2"),
    Fraction(2, 5): ("(sqrt(5)-1)/4", "sqrt(10+2*sqrt(5))/4"),
    Fraction(1, 2): ("sqrt(2-sqrt(2))/2", "sqrt(2+sqrt(2))/2"),
    Fraction(4, 5): ("sqrt(10-2*sqrt(5))/4", "(1+sqrt(5))/4"),
    Fraction(1, 3): ("(sqrt(6)-sqrt(2))/4", "(sqrt(6)+sqrt(2))/4"),
}  # fmt: skip


def constant(p: Poly, q: Poly) -> Fraction | None:
    if p.keys() - {()} or q.keys() - {()}:
        return None
    return p.get((), Fraction(0)) / q[()]


def negative(p: Poly) -> Poly:
    return {m: -c for m, c in p.items()}


def positive(head: str, p: Any, q: Poly) -> bool:
    """Whether head(p/q) is an increasing odd function of a positive rational."""
    c = constant(p, q) if head in TABLE and TABLE[head].odd else None
    return c is not None and c > 0


def applied(forms: Any, head: str, p: Poly, q: Poly) -> Form:
    """The form of head(p/q)."""
    c = constant(p, q)
    if head == "erfc":
        return add(ONE, applied(forms, "erf", p, q)[0], Fraction(-1)), ONE
    if head in ODD and p and p[forms.first(p)] < 0:
        over, under = applied(forms, head, negative(p), q)
        return negative(over), under
    if c is not None and bits(c) < 1000:
        found = at_rational(forms, head, c)
        if found is not None:
            return found
    if head == "cbrt" and len(p) == len(q) == 1 and p.keys() | q.keys() != {()}:
        return cubic_root(forms, p), cubic_root(forms, q)
    if head == "floor" and q == ONE:
        n = floor(p.get((), Fraction(0)))
        return add(forms.atom(head, add(p, ONE, Fraction(-n))), ONE, Fraction(n)) if n else forms.atom(head, p), ONE
    if head in ("lgamma", "digamma") and q == ONE and p.keys() != {()} and -20 < p.get((), Fraction(0)) < 1:
        above = add(p, ONE)
        over, under = applied(forms, head, above, ONE)
        step = forms.log(p, ONE)[0] if head == "lgamma" else ONE
        if head == "lgamma":
            return add(over, step, Fraction(-1)), under
        return add(forms.times(over, p), under, Fraction(-1)), forms.times(under, p)
    return forms.atom(head, p, q), ONE


def cubic_root(forms: Any, p: Poly) -> Poly:
    """That of a polynomial with one term: the roots of its parts."""
    ((m, c),) = p.items()
    out = applied(forms, "cbrt", {(): c}, ONE)[0]
    for k, e in m:
        if forms.atoms[k][0] == "exp":
            out = forms.times(out, {((k, e / 3),): Fraction(1)})
            continue
        need(e.denominator == 1, "a broken power of what is no exponential")
        whole, rest = Fraction(e // 3), e % 3
        part = forms.atom("cbrt", {((k, Fraction(1)),): Fraction(1)})
        for factor in [{((k, whole),): Fraction(1)}] * bool(whole) + [part] * int(rest):
            out = forms.times(out, factor)
    return out


def at_rational(forms: Any, head: str, c: Fraction) -> Form | None:
    if head in ODD and c == 0:
        return {}, ONE
    if head == "sign":
        return ONE, ONE
    if head == "floor":
        n = Fraction(floor(c))
        return ({(): n} if n else {}), ONE
    if head == "atan" and c > 1:
        half = {m: 2 * d for m, d in forms.atom("atan", ONE).items()}
        return add(half, forms.atom("atan", {(): 1 / c}), Fraction(-1)), ONE
    if head == "cbrt":
        primes, inner = prime_powers(c)
        root = Fraction(1)
        for prime, e in primes.items():
            root *= Fraction(prime) ** (e // 3)
            inner *= Fraction(prime) ** (e % 3)
        return ({(): root} if inner == 1 else {m: root * d for m, d in forms.atom(head, {(): inner}).items()}), ONE
    if head == "lgamma" and 0 < c < 200 and (2 * c).denominator == 1:
        if c.denominator == 1:
            found: Form = forms.log({(): Fraction(factorial(int(c) - 1))}, ONE)
            return found
        total = {m: d / 2 for m, d in forms.of(("log", PI))[0].items()}
        for j in range(int(c - Fraction(1, 2))):
            total = add(total, forms.log({(): j + Fraction(1, 2)}, ONE)[0])
        return total, ONE
    return None


def part_of_pi(forms: Any, head: str, p: Poly) -> Poly | None:
    """sin or cos of a rational multiple of pi, an angle in [0, pi/4] being left."""
    ((m, c),) = p.items()
    if m not in forms.atom("atan", ONE):
        return None
    c = (c if head == "sin" else c + 2) % 8
    sign = Fraction(-1 if c >= 4 else 1)
    c = c % 4
    c = 4 - c if c > 2 else c
    head, c = ("sin", c) if c <= 1 else ("cos", 2 - c)
    if c in TURNS:
        inner = forms.of(term(TURNS[c][head == "cos"]))[0]
    else:
        inner = forms.atom(head, {m: c})
    return {n: sign * d for n, d in inner.items()}
