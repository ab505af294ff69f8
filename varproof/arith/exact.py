"""Exact real numbers: quotients of polynomials with rational coefficients in exponentials and a few surds.

A `Number` is N / D, where N and D are sums of c * exp(q) * m with rationals c, q and m a product of powers of atoms:
``("log", p)`` and ``("sqrt", p)`` for whole numbers p, squares of roots being reduced, and ``("log", s)`` for a sum s
of this kind with its first term divided out. Equal forms are equal numbers, so a zero found here is a zero. Without
atoms the converse holds as well (Lindemann and Weierstrass: the exponentials of different rationals are linearly
independent over the rationals), so that "not zero" is certain.
Operations that leave the class, or grow beyond `LARGEST` terms, raise `Inexact`.
"""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from math import isqrt
from operator import mul
from typing import Any, NoReturn, TypeAlias

from varproof.arith.balls import Ball, precision

LARGEST = 20_000
_SHOWN = 8  # terms that are written out
_BITS = 100_000
_TRIAL = 1000

Atom: TypeAlias = tuple[str, Any]
Monomial: TypeAlias = tuple[Fraction, tuple[tuple[Atom, int], ...]]
Sum: TypeAlias = dict[Monomial, Fraction]

_UNIT: Monomial = (Fraction(0), ())
_ONE: Sum = {_UNIT: Fraction(1)}


class Inexact(ArithmeticError):
    """The result is not a number of this class, or too large to write out."""


class Number:
    """An exact real number N / D with D not zero."""

    __slots__ = ("_sign", "over", "under")

    def __init__(self, over: Sum, under: Sum) -> None:
        self.over = over
        self.under = under
        self._sign: int | str | None = "?"

    @staticmethod
    def of(value: Fraction | int) -> Number:
        """An exact rational."""
        if type(value) is not int and type(value) is not Fraction:
            raise TypeError(f"Number.of({value!r}): an int or a Fraction is exact, {type(value).__name__} is not")
        return Number({_UNIT: Fraction(value)} if value else {}, _ONE)

    @staticmethod
    def pi() -> NoReturn:
        raise Inexact("pi")

    def rational(self) -> Fraction | None:
        """The number as a rational, when its form shows that it is one."""
        if not self.over:
            return Fraction(0)
        if self.over.keys() != self.under.keys():
            return None
        ratios = {c / self.under[m] for m, c in self.over.items()}
        return ratios.pop() if len(ratios) == 1 else None

    def is_zero(self) -> bool | None:
        """True and False are certain; None when atoms leave it open."""
        if not self.over:
            return True
        atoms = [atom for _, found in self.over for atom, _ in found]
        if len(self.over) == 1:
            return False if all(type(p) is int for _, p in atoms) else None
        return None if atoms else False

    def sign(self, bits: int = 1024) -> int | None:
        """The sign, 0 only for a certain zero; found by balls of up to this precision, None when they do not tell."""
        if self._sign == "?":
            self._sign = self._find_sign(bits)
        return self._sign  # type: ignore[return-value]

    def _find_sign(self, bits: int) -> int | None:
        if not self.over:
            return 0
        over, under = _sign_of(self.over, bits), _sign_of(self.under, bits)
        return over * under if over and under else None

    def ball(self) -> Ball:
        """An enclosure at the working precision."""
        return _ball(self.over) / _ball(self.under)

    def __repr__(self) -> str:
        """As it is written down, (1 + exp(1))/2; a long one by its first digits."""
        if max(len(self.over), len(self.under)) > _SHOWN:
            with precision(128):
                return f"<{self.ball()!r}, exactly a quotient of {len(self.over)} by {len(self.under)} terms>"
        over, under = _written(self.over), _written(self.under)
        if self.under == _ONE:
            return over
        return f"{_enclosed(over)}/{_enclosed(under)}"

    # ---- operations

    @staticmethod
    def combine(constant: Fraction, pairs: list[tuple[Fraction, Number]]) -> Number:
        """constant + sum of coefficient * number."""
        groups: list[tuple[Sum, Sum]] = [({_UNIT: constant} if constant else {}, _ONE)]
        for c, x in pairs:
            for over, under in groups:
                if under == x.under:
                    _accumulate(over, x.over, c)
                    break
            else:
                groups.append(({m: c * k for m, k in x.over.items()}, x.under))
        total = Number(*groups[0])
        for over, under in groups[1:]:
            if over:
                top = _times(total.over, under)
                _accumulate(top, _times(over, total.under), Fraction(1))
                total = Number(top, _times(total.under, under))
        return total if total.over else Number.of(0)

    def __add__(self, other: Number) -> Number:
        return Number.combine(Fraction(0), [(Fraction(1), self), (Fraction(1), other)])

    def __sub__(self, other: Number) -> Number:
        return Number.combine(Fraction(0), [(Fraction(1), self), (Fraction(-1), other)])

    def __mul__(self, other: Number) -> Number:
        if self.over == other.under:
            return _quotient(other.over, self.under)
        if other.over == self.under:
            return _quotient(self.over, other.under)
        return _quotient(_times(self.over, other.over), _times(self.under, other.under))

    def __truediv__(self, other: Number) -> Number:
        """Inexact unless the divisor is certainly not zero."""
        if not other.sign():
            raise Inexact("division by what may be zero")
        if self.under == other.under:
            return _quotient(self.over, other.over)
        return self * Number(other.under, other.over)

    def power(self, k: int) -> Number:
        """k >= 1."""
        return reduce(mul, [self] * k)

    def exp(self) -> Number:
        """Of q + sum of whole multiples of logarithms of whole numbers."""
        if self.over and self.under != _ONE:
            q = self.rational()
            if q is None:
                raise Inexact("exponential of a quotient")
            return Number({(q, ()): Fraction(1)}, _ONE)
        exponent, factor = Fraction(0), Fraction(1)
        for (q, atoms), c in self.over.items():
            if (q, atoms) == _UNIT:
                exponent = c
            elif not q and len(atoms) == 1 and atoms[0][0][0] == "log" and atoms[0][1] == 1 and c.denominator == 1:
                if abs(c) * atoms[0][0][1].bit_length() > _BITS:
                    raise Inexact("a power too large to write out")
                factor *= Fraction(atoms[0][0][1]) ** int(c)
            else:
                raise Inexact("exponential of an irrational number")
        return Number({(exponent, ()): factor}, _ONE)

    def log(self) -> Number:
        """Of a number that is certainly positive."""
        if self.sign() != 1:
            raise Inexact("logarithm of what may not be positive")
        q = self.rational()
        if q is not None:
            return _log_of({_UNIT: q})
        negative = _sign_of(self.over, 1024) == -1
        over, under = ({m: -c if negative else c for m, c in part.items()} for part in (self.over, self.under))
        return _log_of(over) - _log_of(under)

    def sqrt(self) -> Number:
        """Of a rational >= 0 times exp(q)."""
        if not self.over:
            return self
        value = self.rational()
        if value is not None:
            c, q = value, Fraction(0)
        elif len(self.over) == 1 and len(self.under) == 1:
            ((q, atoms), c), ((r, under), d) = *self.over.items(), *self.under.items()
            if atoms or under:
                raise Inexact("root of an irrational number")
            c, q = c / d, q - r
        else:
            raise Inexact("root of an irrational number")
        if c < 0:
            raise Inexact("root of a negative number")
        factor, atoms_found = Fraction(1, c.denominator), {}
        for p, k in _factors(c.numerator * c.denominator):
            factor *= p ** (k // 2)
            if k % 2:
                atoms_found[p] = 1
        monomial = (q / 2, tuple((("sqrt", p), 1) for p in sorted(atoms_found)))
        return Number({monomial: factor}, _ONE)

    def abs(self) -> Number:
        sign = self.sign()
        if sign is None:
            raise Inexact("the sign is not known")
        return self if sign >= 0 else Number.of(0) - self

    def max(self, other: Number) -> Number:
        sign = (self - other).sign()
        if sign is None:
            raise Inexact("the larger one is not known")
        return self if sign >= 0 else other

    def min(self, other: Number) -> Number:
        sign = (self - other).sign()
        if sign is None:
            raise Inexact("the smaller one is not known")
        return self if sign <= 0 else other

    def lambertw(self) -> Number:
        """Of 0, and of q exp(q) with q >= 0."""
        if not self.over:
            return self
        if len(self.over) == 1 and self.under == _ONE:
            (((q, atoms), c),) = self.over.items()
            if not atoms and q == c and q > 0:
                return Number.of(q)
        raise Inexact("Lambert W of this number")


def _quotient(over: Sum, under: Sum) -> Number:
    """over / under, with a divisor c * exp(q) divided out."""
    if not over:
        return Number.of(0)
    if len(under) == 1:
        (((r, atoms), d),) = under.items()
        if not atoms:
            return Number({(q - r, rest): c / d for (q, rest), c in over.items()}, _ONE)
    return Number(over, under)


def _log_of(terms: Sum) -> Number:
    """The logarithm of a positive sum."""
    plain = [m for m in terms if not m[1]]
    if not plain:
        raise Inexact("logarithm of this number")
    lead = min(plain)
    c = abs(terms[lead])
    total: Sum = {_UNIT: lead[0]} if lead[0] else {}
    for n, factor in ((c.numerator, 1), (c.denominator, -1)):
        for p, k in _factors(n):
            _accumulate(total, {(Fraction(0), ((("log", p), 1),)): Fraction(k * factor)}, Fraction(1))
    if len(terms) > 1:
        rest = sorted(((q - lead[0], atoms), k / c) for (q, atoms), k in terms.items() if not atoms)
        if len(rest) < len(terms):
            raise Inexact("logarithm of a sum with surds")
        total[(Fraction(0), ((("log", tuple(rest)), 1),))] = Fraction(1)
    return Number(total, _ONE)


def _sign_of(terms: Sum, bits: int) -> int | None:
    level = 64
    while level <= bits:
        with precision(level):
            sign = _ball(terms).sign()
        if sign:
            return sign
        level *= 4
    return None


def _ball(terms: Sum) -> Ball:
    pairs = []
    for (q, atoms), c in terms.items():
        value = Ball.of(q).exp() if q else Ball.of(1)
        for (kind, p), k in atoms:
            inner = Ball.of(p) if type(p) is int else _ball(dict(p))
            base = inner.log() if kind == "log" else inner.sqrt()
            value = value * base.power(k)
        pairs.append((c, value))
    return Ball.combine(Fraction(0), pairs)


def _accumulate(total: Sum, more: Sum, factor: Fraction) -> None:
    for m, c in more.items():
        value = total.get(m, Fraction(0)) + factor * c
        if value:
            total[m] = value
        else:
            total.pop(m, None)


def _times(a: Sum, b: Sum) -> Sum:
    if a == _ONE:
        return dict(b)
    if b == _ONE:
        return dict(a)
    if len(a) * len(b) > LARGEST:
        raise Inexact(f"a product of {len(a)} by {len(b)} terms")
    out: Sum = {}
    for (q, atoms), c in a.items():
        for (r, more), d in b.items():
            rest, factor = _join(atoms, more) if atoms and more else (atoms or more, Fraction(1))
            key = (q + r, rest)
            value = out.get(key, Fraction(0)) + c * d * factor
            if value:
                out[key] = value
            else:
                out.pop(key, None)
    return out


def _join(
    a: tuple[tuple[Atom, int], ...], b: tuple[tuple[Atom, int], ...]
) -> tuple[tuple[tuple[Atom, int], ...], Fraction]:
    powers = dict(a)
    for atom, k in b:
        powers[atom] = powers.get(atom, 0) + k
    factor = Fraction(1)
    for atom, k in list(powers.items()):
        if atom[0] == "sqrt" and k > 1:
            factor *= Fraction(atom[1]) ** (k // 2)
            powers[atom] = k % 2
            if not k % 2:
                del powers[atom]
    return tuple(sorted(powers.items(), key=repr)), factor


def _factors(n: int) -> list[tuple[int, int]]:
    """Whole numbers p with exponents whose product is n >= 1: primes below a bound, and what remains."""
    if n.bit_length() > _BITS:
        raise Inexact("a number too large to factor")
    found = []
    p = 2
    while p < _TRIAL and p * p <= n:
        k = 0
        while n % p == 0:
            n //= p
            k += 1
        if k:
            found.append((p, k))
        p += 1 if p == 2 else 2
    if n > 1:
        root = isqrt(n)
        found.append((root, 2) if root * root == n else (n, 1))
    return found


def _written(terms: Sum) -> str:
    """A sum as it is typed."""
    shown = ""
    for (q, atoms), c in sorted(terms.items(), key=lambda item: (item[0][0], repr(item[0][1]))):
        factors = [f"exp({q})"] if q else []
        factors += [_atom(atom) + (f"**{k}" if k != 1 else "") for atom, k in atoms]
        size = str(abs(c)) if abs(c) != 1 or not factors else ""
        term = "*".join([*([size] if size else []), *factors])
        shown += (" - " if c < 0 else " + ") + term if shown else ("-" if c < 0 else "") + term
    return shown or "0"


def _atom(atom: Atom) -> str:
    head, of = atom
    return f"{head}({of if isinstance(of, int) else _written(dict(of))})"


def _enclosed(text: str) -> str:
    """In brackets where it is a sum, a product or a quotient."""
    return f"({text})" if any(sign in text for sign in (" ", "*", "/")) else text
