"""Real balls with rigorous radii; the only module that imports flint.

A `Ball` encloses one real number. It has no order, no truth value and no conversion to float: the only question
it answers is `sign`, and only when the answer is certain. Every operation returns a ball that contains the exact
result for every choice of numbers in its arguments; where that is impossible (a logarithm of a ball that reaches
0, a division by a ball that contains 0) the result is not finite, and its sign is unknown.

Precision is flint's one global setting; `precision(bits)` sets it for a block and restores it. Not for threads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any, NoReturn

from flint import acb, arb, ctx, fmpq, fmpz

LADDER = (64, 256, 1024, 4096, 16384)
_LARGEST_EXPONENT = 1_000_000
POLY = ("digamma", "trigamma", *(f"psi{m}" for m in range(2, 10)))  # the derivatives of lgamma, one after the other
_TINY = 4096  # bits after the point of a radius that is written out


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Work with this many bits inside the block, whatever happens in it."""
    if bits < 2:
        raise ValueError(f"precision {bits}: at least 2 bits")
    before = ctx.prec
    ctx.prec = bits
    try:
        yield
    finally:
        ctx.prec = before


def working_precision() -> int:
    """The bits in force."""
    return int(ctx.prec)


class Ball:
    """An enclosure of one real number."""

    __slots__ = ("_arb",)
    _arb: Any

    def __init__(self, enclosure: Any) -> None:
        if type(enclosure) is not arb:
            raise TypeError(f"Ball({enclosure!r}): use Ball.of(a Fraction or an int) or Ball.between(low, high)")
        self._arb = enclosure

    # ---- construction

    @staticmethod
    def of(value: Fraction | int) -> Ball:
        """The ball of an exact rational: a point where its binary expansion fits the precision."""
        if type(value) is int:
            return Ball(arb(fmpq(value)))
        if type(value) is not Fraction:
            raise TypeError(f"Ball.of({value!r}): an int or a Fraction is exact, {type(value).__name__} is not")
        return Ball(arb(fmpq(value.numerator, value.denominator)))

    @staticmethod
    def between(low: Fraction, high: Fraction) -> Ball:
        """A ball that contains the interval; slightly larger, so keep boxes as exact pairs."""
        if low > high:
            raise ValueError(f"Ball.between({low}, {high}): the interval is empty")
        return Ball(Ball.of(low)._arb.union(Ball.of(high)._arb))

    @staticmethod
    def pi() -> Ball:
        """The number pi."""
        return Ball(arb.pi())

    # ---- what is certain

    def is_finite(self) -> bool:
        """Neither NaN nor of infinite radius."""
        return bool(self._arb.is_finite())

    def sign(self) -> int | None:
        """1 or -1 when every number of the ball has that sign, 0 for the exact zero, None when not certain."""
        a = self._arb
        if not a.is_finite():
            return None
        if a > 0:
            return 1
        if a < 0:
            return -1
        return 0 if a.is_zero() else None

    def contains(self, value: Fraction | int) -> bool:
        """Can the number be this rational? An infinite ball contains everything, and so does NaN."""
        if not self.is_finite():
            return True
        low, high = self.bounds()
        return low <= value <= high

    def bounds(self) -> tuple[Fraction, Fraction]:
        """Exact rational bounds of the ball; ArithmeticError when it is not finite or astronomical."""
        if not self.is_finite():
            raise ArithmeticError("a ball that is not finite has no bounds")
        middle, radius = _fraction(self._arb.mid()), _fraction(self._arb.rad())
        return middle - radius, middle + radius

    def describe(self, digits: int = 15) -> str:
        """For people: middle and radius in decimals, rounded outwards."""
        return str(self._arb.str(digits))

    def _no(self, *_: object) -> NoReturn:
        raise TypeError("a ball has no order, no truth value and no conversion to float; ask for sign() or bounds()")

    __bool__ = __lt__ = __le__ = __gt__ = __ge__ = __float__ = __int__ = __complex__ = _no
    __eq__ = _no
    __ne__ = _no
    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Ball({self._arb.str(10)})"

    def __reduce__(self) -> tuple[Callable[..., Ball], tuple[Any, ...]]:
        if not self.is_finite():
            return _not_finite, ()
        return _restore, (_pair(self._arb.mid()), _pair(self._arb.rad()))

    # ---- operations

    def __neg__(self) -> Ball:
        return Ball(-self._arb)

    def __add__(self, other: Ball | Fraction | int) -> Ball:
        return Ball(self._arb + _lift(other))

    def __sub__(self, other: Ball | Fraction | int) -> Ball:
        return Ball(self._arb - _lift(other))

    def __mul__(self, other: Ball | Fraction | int) -> Ball:
        return Ball(self._arb * _lift(other))

    def __truediv__(self, other: Ball | Fraction | int) -> Ball:
        return Ball(self._arb / _lift(other))

    @staticmethod
    def combine(constant: Fraction, pairs: Iterable[tuple[Fraction, Ball]]) -> Ball:
        """constant + sum of coefficient * ball."""
        total = Ball.of(constant)._arb
        for coefficient, ball in pairs:
            if coefficient == 1:
                total += ball._arb
            elif coefficient == -1:
                total -= ball._arb
            else:
                total += ball._arb * _lift(coefficient)
        return Ball(total)

    def power(self, k: int) -> Ball:
        """The k-th power, k >= 1; an even power of a ball around 0 is not negative."""
        if k < 1:
            raise ValueError(f"power {k}: a positive integer")
        a = self._arb
        if k % 2 == 0 and a.is_finite() and not a > 0 and not a < 0:
            return Ball(_hull(arb(0), _power(a.abs_upper(), k)))
        return Ball(_power(a, k))

    def exp(self) -> Ball:
        return Ball(self._arb.exp())

    def log(self) -> Ball:
        """Domain: balls that are certainly positive; not finite otherwise."""
        return Ball(self._arb.log())

    def sqrt(self) -> Ball:
        """Of the part of the ball that is not negative; not finite when there is none."""
        a = self._arb
        if a.is_finite() and not a >= 0 and not a < 0:
            return Ball(_hull(arb(0), a.upper().sqrt()))
        return Ball(a.sqrt())

    def lambertw(self) -> Ball:
        """Principal branch on the part of the ball that is not negative; not finite when there is none."""
        a = self._arb
        if a < 0 or not a.is_finite():
            return Ball(arb("nan"))
        if not a >= 0:
            return Ball(_hull(arb(0), a.upper().lambertw()))
        return Ball(a.lambertw())

    def abs(self) -> Ball:
        return Ball(abs(self._arb))

    def max(self, other: Ball) -> Ball:
        return Ball(self._arb.max(other._arb))

    def min(self, other: Ball) -> Ball:
        return Ball(self._arb.min(other._arb))

    def sin(self) -> Ball:
        return Ball(self._arb.sin())

    def cos(self) -> Ball:
        return Ball(self._arb.cos())

    def function(self, name: str) -> Ball:
        """A function of `varproof.arith.special`; not finite off its domain, or where it jumps."""
        a = self._arb
        if name in ("floor", "sign"):
            known = a.is_finite() and (a.floor() if name == "floor" else a.sgn()).is_exact()
            return Ball((a.floor() if name == "floor" else a.sgn()) if known else arb("nan"))
        if name == "cbrt":
            return Ball(a.root(3) if a > 0 else -((-a).root(3)) if a < 0 else _hull(-_cube_root(a), _cube_root(a)))
        if name in POLY:
            return Ball(_polygamma(POLY.index(name), a) if a > 0 else arb("nan"))
        if name == "lgamma" and not a > 0:
            return Ball(arb("nan"))
        return Ball(getattr(a, name)())

    def hull(self, other: Ball) -> Ball:
        """A ball that contains both."""
        return Ball(_hull(self._arb, other._arb))

    def narrower(self, other: Ball) -> Ball:
        """Of two balls around one number the one of the smaller radius; one that is not finite loses."""
        if not self.is_finite():
            return other
        return other if other.is_finite() and other._arb.rad() < self._arb.rad() else self

    def radius(self) -> Fraction | None:
        """At least half the width: that, or a tiny number that is larger. None if not finite, or astronomical."""
        if not self.is_finite():
            return None
        mantissa, exponent = _pair(self._arb.rad())
        size = exponent + mantissa.bit_length()
        if mantissa and not -_TINY < size < _LARGEST_EXPONENT:
            return None if size > 0 else Fraction(1, 1 << _TINY)
        return _fraction(self._arb.rad())

    def tanh(self) -> Ball:
        """Increasing, so evaluated at the ends: wide balls stay inside [-1, 1] but for rounding."""
        if not self._arb.is_finite():
            return Ball(_hull(arb(-1), arb(1))) if not self._arb.is_nan() else Ball(arb("nan"))
        return Ball(_hull(self._arb.lower().tanh(), self._arb.upper().tanh()))


def ends(name: str, x: float) -> tuple[float, float]:
    """The ends of a ball for a function of `varproof.arith.special` at x, each to the nearest float64."""
    with precision(96):
        found = Ball(arb(x)).function(name)._arb
        return float(found.lower()), float(found.upper())


def _cube_root(a: Any) -> Any:
    return arb(abs(a).upper()).root(3).upper()


def _polygamma(m: int, a: Any) -> Any:
    return a.digamma() if m == 0 else acb(a).polygamma(m).real


def scaled(ball: Ball, bits: int) -> Any:
    """A whole number within 2 of 2^bits x for every x of the ball; ArithmeticError when the ball is too wide for one.

    The number is flint's, exact, and several times as fast as Python's when it is divided.
    """
    a = ball._arb * arb(fmpz(1) << bits)
    if not a.is_finite() or not a.rad() < 1:
        raise ArithmeticError(f"a ball too wide for {bits} bits after the point")
    if abs(a) < 1:
        return fmpz(0)
    mantissa, exponent = a.mid().man_exp()
    return mantissa << int(exponent) if exponent >= 0 else mantissa >> int(-exponent)


def _lift(value: Ball | Fraction | int) -> Any:
    return value._arb if type(value) is Ball else Ball.of(value)._arb  # type: ignore[arg-type]


def _hull(low: Any, high: Any) -> Any:
    return low.union(high)


def _power(base: Any, k: int) -> Any:
    """By repeated multiplication: arb's own operator gives NaN for a ball with middle 0."""
    result = None
    while True:
        if k & 1:
            result = base if result is None else result * base
        k >>= 1
        if not k:
            return result
        base = base * base


def _pair(exact: Any) -> tuple[int, int]:
    mantissa, exponent = exact.man_exp()
    return int(mantissa), int(exponent)


def _fraction(exact: Any) -> Fraction:
    mantissa, exponent = _pair(exact)
    if abs(exponent) > _LARGEST_EXPONENT:
        raise ArithmeticError(f"2^{exponent} is not written out as a rational")
    return Fraction(mantissa << exponent) if exponent >= 0 else Fraction(mantissa, 1 << -exponent)


def _restore(middle: tuple[int, int], radius: tuple[int, int]) -> Ball:
    whole = arb((fmpz(middle[0]), fmpz(middle[1])))
    if radius[0] == 0:
        return Ball(whole)
    return Ball(arb((fmpz(middle[0]), fmpz(middle[1])), (fmpz(radius[0]), fmpz(radius[1]))))


def _not_finite() -> Ball:
    return Ball(arb("nan"))
