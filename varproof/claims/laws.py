"""Laws of the functions of `varproof.lang.functions` for the forms of a claim; nothing here is evidence.

The checker has the same ones (`varproof.recheck.box.laws`), written apart from these.
"""

from __future__ import annotations

from fractions import Fraction
from math import factorial, floor
from typing import Any, TypeAlias

from varproof.lang.claims import PI, Term
from varproof.lang.claims import term as parsed
from varproof.lang.functions import INCREASING, TABLE

Mono: TypeAlias = tuple[tuple[int, Fraction], ...]
Poly: TypeAlias = dict[Mono, Fraction]
Form: TypeAlias = tuple[Poly, Poly]

_ONE: Poly = {(): Fraction(1)}
_BITS = 1000
_DOWN = -20  # how far below 0 lgamma is brought up
_EXACT: dict[str, tuple[str, str]] = {  # sine and cosine of c pi/4
    "0": ("0", "1"), "1/3": ("(sqrt(6)-sqrt(2))/4", "(sqrt(6)+sqrt(2))/4"),
    "2/5": ("(sqrt(5)-1)/4", "sqrt(10+2*sqrt(5))/4"), "1/2": ("sqrt(2-sqrt(2))/2", "sqrt(2+sqrt(2))/2"),
    "2/3": ("1/2", "sqrt(3)/2"), "4/5": ("sqrt(10-2*sqrt(5))/4", "(1+sqrt(5))/4"), "1": ("sqrt(2)/2", "sqrt(2)/2"),
}  # fmt: skip


def _scaled(p: Poly, c: Fraction | int) -> Poly:
    return {m: c * d for m, d in p.items()}


def _sum(p: Poly, q: Poly, c: Fraction | int = 1) -> Poly:
    out = dict(p)
    for m, d in q.items():
        out[m] = out.get(m, Fraction(0)) + c * d
        if not out[m]:
            del out[m]
    return out


def _term(forms: Any, t: Term) -> Form:
    found: Form = forms.of(forms.graph.of(t))
    return found


def _atom(forms: Any, head: str, p: Poly, q: Poly = _ONE) -> Poly:
    found: Poly = forms.atom(forms.graph.op(head, forms.node(p, q)))
    return found


def positive(forms: Any, node: int) -> bool:
    """A value > 0 of an increasing odd function at a rational."""
    head, *a = forms.graph.ops[node]
    q = forms.graph.rational(a[0]) if head in INCREASING else None
    return q is not None and q > 0


def applied(forms: Any, head: str, p: Poly, q: Poly) -> Form:
    """The form of head(p/q)."""
    if head == "erfc":
        return _sum(_ONE, applied(forms, "erf", p, q)[0], -1), _ONE
    if TABLE[head].odd and p and p[forms.first(p)] < 0:
        over, under = applied(forms, head, _scaled(p, -1), q)
        return _scaled(over, -1), under
    if not (p.keys() | q.keys()) - {()}:
        c = p.get((), Fraction(0)) / q[()]
        if max(abs(c.numerator), c.denominator).bit_length() < _BITS and (found := _at(forms, head, c)) is not None:
            return found
    if head == "cbrt" and len(p) == len(q) == 1 and p.keys() | q.keys() != {()}:
        return _cubic(forms, p), _cubic(forms, q)
    shift = p.get((), Fraction(0))
    if head == "floor" and q == _ONE and floor(shift):
        return _sum(_atom(forms, head, _sum(p, _ONE, -floor(shift))), _ONE, floor(shift)), _ONE
    if head in ("lgamma", "digamma") and q == _ONE and p.keys() - {()} and _DOWN < shift < 1:
        over, under = applied(forms, head, _sum(p, _ONE), _ONE)
        if head == "lgamma":
            return _sum(over, forms._log(p, _ONE)[0], -1), under
        return _sum(forms.times(over, p), under, -1), forms.times(under, p)
    return _atom(forms, head, p, q), _ONE


def _cubic(forms: Any, p: Poly) -> Poly:
    """The cubic root of one term."""
    ((m, c),) = p.items()
    out = applied(forms, "cbrt", {(): c}, _ONE)[0]
    for k, e in m:
        if forms.head(k) == "exp":
            out = forms.times(out, forms.atom(k, e / 3))
            continue
        out = forms.times(out, forms.atom(k, e // 3)) if e > 2 else out
        for _ in range(int(e % 3)):
            out = forms.times(out, forms.atom(forms.graph.op("cbrt", k)))
    return out


def _at(forms: Any, head: str, c: Fraction) -> Form | None:
    if head == "sign":
        return ({(): Fraction(1)} if c else {}), _ONE
    if TABLE[head].odd and c == 0:
        return {}, _ONE
    if head == "floor":
        return ({(): Fraction(floor(c))} if floor(c) else {}), _ONE
    if head == "atan" and c > 1:
        return _sum(_scaled(_atom(forms, head, _ONE), 2), _atom(forms, head, {(): 1 / c}), -1), _ONE
    if head == "cbrt":
        out, inside = Fraction(1), c
        for prime, e in forms._primes(c).items():
            out *= Fraction(prime) ** (e // 3)
            inside *= Fraction(prime) ** (-3 * (e // 3))
        return ({(): out} if inside == 1 else _scaled(_atom(forms, head, {(): inside}), out)), _ONE
    if head == "lgamma" and 0 < c < 200 and 2 % c.denominator == 0:
        if c.denominator == 1:
            whole: Form = forms._log({(): Fraction(factorial(int(c) - 1))}, _ONE)
            return whole
        total = _scaled(_term(forms, ("log", PI))[0], Fraction(1, 2))
        for j in range(floor(c)):
            total = _sum(total, forms._log({(): Fraction(2 * j + 1, 2)}, _ONE)[0])
        return total, _ONE
    return None


def part_of_pi(forms: Any, head: str, p: Poly) -> Poly | None:
    """sin or cos of a rational multiple of pi."""
    ((m, c),) = p.items()
    if m not in _atom(forms, "atan", _ONE):
        return None
    turn = (c if head == "sin" else c + 2) % 8
    sign, turn = (-1, turn - 4) if turn >= 4 else (1, turn)
    turn = min(turn, 4 - turn)
    head, turn = ("sin", turn) if turn <= 1 else ("cos", 2 - turn)
    if str(turn) in _EXACT:
        return _scaled(_term(forms, parsed(_EXACT[str(turn)][head == "cos"], "a sine"))[0], sign)
    return _scaled(_atom(forms, head, {m: turn}), sign)
