"""Closed numbers as shared expressions: derivatives, exact zero test, rigorous enclosures; the decision is a sign.

A number that ranges over an interval, below an integral, has the sign that all its values have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from decimal import Decimal, DecimalException
from fractions import Fraction
from math import isqrt
from typing import Any, Concatenate, ParamSpec, TypeVar

from varproof.recheck.numbers import integral
from varproof.recheck.numbers.rounding import exp_, lambertw_, log_, pi_, ratio, rounding, sqrt_
from varproof.recheck.reading import BITS, WORK, Rational, bits, steps

LADDER = (20, 80, 310, 1240, 4930)  # digits
DEPTH = 1500  # of operations on operations
PRICE = {"exp": 1, "sqrt": 1, "log": 3, "lambertw": 20}  # in steps of p^3/250 000, for p digits
Interval = tuple[Decimal, Decimal]
Exponential = dict[Fraction, Fraction]  # q -> c_q, for sum c_q e^q
Quotient = tuple[Exponential, Exponential]
P = ParamSpec("P")
T = TypeVar("T")
ONE: Exponential = {Fraction(0): Fraction(1)}


class Undecided(Exception):
    """A sign could not be decided, or a thing is asked that this checker does not evaluate."""


class Undefined(Exception):
    """A domain condition fails."""


class Wide(Exception):
    """No enclosure at this precision (a divisor's contains 0, an exponent is huge); no exact form of moderate size."""


class Num:
    """A rational, the variable of a derivative (standing for its present value), a number that ranges over an interval,
    or an operation on numbers (interned).

    moving: the variable of a derivative occurs.  memo: what has been computed.  Domain conditions were checked before.
    """

    __slots__ = ("args", "depth", "kind", "memo", "moving", "rational")

    def __init__(self, kind: str, args: tuple[Any, ...], rational: Fraction | None, moving: bool) -> None:
        self.kind, self.args, self.rational, self.moving = kind, args, rational, moving
        self.memo: dict[Any, Any] = {}
        self.depth: int = 1 + max([y.depth for y in children(kind, args)], default=0)
        if self.depth > DEPTH:
            raise Undecided("a number is nested too deeply")


def moved(x: Num, seen: dict[Num, None]) -> Iterable[Num]:
    """What x is made of and ranges, parts first."""
    if ranges(x) and x not in seen:
        for y in children(x.kind, x.args):
            moved(y, seen)
        seen[x] = None
    return seen


def ranges(x: Num) -> bool:
    """Whether x depends on a number that ranges."""
    if "ranges" not in x.memo:
        inner = [] if x.kind == "integral" else children(x.kind, x.args)
        x.memo["ranges"] = x.kind == "range" or any([ranges(y) for y in inner])
    return bool(x.memo["ranges"])


def children(kind: str, args: tuple[Any, ...]) -> list[Num]:
    return [y for y, _ in args[0]] if kind == "linear" else [y for y in args if isinstance(y, Num)]


def once(method: Callable[Concatenate[Numbers, Num, P], T]) -> Callable[Concatenate[Numbers, Num, P], T]:
    """Computed once for each number and further argument; also when that has no answer (Wide)."""

    def remembered(self: Numbers, x: Num, /, *rest: P.args, **none: P.kwargs) -> T:
        key = (method.__name__, *rest)
        if key not in x.memo:
            self.charge()
            try:
                x.memo[key] = method(self, x, *rest, **none)
            except (Wide, DecimalException):
                x.memo[key] = Wide
        if x.memo[key] is Wide:
            raise Wide
        return x.memo[key]  # type: ignore[no-any-return]

    return remembered


class Numbers:
    """Operations on numbers: linear (sum of c y, plus a constant), mul, pow, inv, exp, log, sqrt, lambertw, max;
    integral (of a number, over numbers that range); and pi."""

    def __init__(self) -> None:
        self.table: dict[Any, Num] = {}
        self.work = self.smooth = 0  # smooth: how many derivatives are being evaluated
        self.local = False  # a condition below a derivative was decided at the point, not for all values as in a proof

    def charge(self, amount: int = 1) -> None:
        self.work += amount
        if self.work > WORK:
            raise Undecided("budget of evaluation steps spent")

    def const(self, q: Rational, power: int = 1) -> Num:
        """q^power."""
        if bits(q) * power > BITS:
            raise Undecided("a number is too large")
        self.charge(1 + steps(bits(q) * power))
        q = q**power
        found = self.table.get(("const", q))
        return found or self.table.setdefault(("const", q), Num("const", (), Fraction(q), False))

    def make(self, kind: str, *args: Any) -> Num:
        self.charge()
        if kind == "linear":
            self.charge(sum([4 + steps(bits(c)) for _, c in args[0]]) + steps(bits(args[1])))
        found = self.table.get((kind, args))
        if found is None:
            moving = any([y.moving for y in children(kind, args)])
            found = self.table[kind, args] = Num(kind, args, None, moving)
        return found

    def variable(self, value: Num) -> Num:
        """A new variable with a present value."""
        return Num("variable", (value,), None, True)

    def ranging(self, low: Fraction, high: Fraction) -> Num:
        """Any number of an interval."""
        return Num("range", (low, high), None, False)

    # operations

    def combine(self, terms: Iterable[tuple[Fraction, Num]], const: Fraction = Fraction(0)) -> Num:
        """const + sum of c x; linear combinations are merged, so that x - x is exactly 0."""
        rest: dict[Num, Fraction] = {}
        for c, x in terms:
            if x.rational is not None:
                const += c * x.rational
                continue
            parts, offset = x.args if x.kind == "linear" else (((x, Fraction(1)),), Fraction(0))
            self.charge(len(parts))
            const += c * offset
            for y, d in parts:
                rest[y] = rest.get(y, Fraction(0)) + c * d
        items = tuple([(y, d) for y, d in rest.items() if d])
        if not items:
            return self.const(const)
        return items[0][0] if not const and len(items) == 1 and items[0][1] == 1 else self.make("linear", items, const)

    def add(self, xs: Iterable[Num]) -> Num:
        return self.combine([(Fraction(1), x) for x in xs])

    def scale(self, c: Rational, x: Num) -> Num:
        return self.combine([(Fraction(c), x)])

    def sub(self, x: Num, y: Num) -> Num:
        return self.combine([(Fraction(1), x), (Fraction(-1), y)])

    def mul(self, x: Num, y: Num) -> Num:
        if y.rational is not None:
            x, y = y, x
        if x.rational is not None:
            return self.scale(x.rational, y)
        if x.kind == y.kind == "exp":
            return self.apply("exp", self.add([x.args[0], y.args[0]]))
        return self.make("mul", x, y)

    def power(self, x: Num, k: int) -> Num:
        if x.kind == "exp" or k == 1:
            return x if k == 1 else self.apply("exp", self.scale(k, x.args[0]))
        return self.const(x.rational, k) if x.rational is not None else self.make("pow", x, k)

    def apply(self, kind: str, x: Num) -> Num:
        """inv, exp, log, sqrt, abs, lambertw, with the domain condition; below a derivative no kinks and borders."""
        if kind == "abs" and ranges(x):
            return self.larger(x, self.scale(-1, x))
        if kind != "exp":
            sign = self.sign(x)
            if sign < (1 if kind == "log" else 0 if kind in ("sqrt", "lambertw") else -1) or (kind, sign) == ("inv", 0):
                raise Undefined
            if sign == 0 and self.smooth:
                raise Undecided("a derivative at a kink or at the border of a domain")
            if kind == "abs":
                return self.scale(sign, x)
        q = x.rational
        if q is not None:
            if kind == "inv":
                return self.const(1 / q)
            if q == 0 or (kind == "log" and q == 1):
                return self.const(1 if kind == "exp" else 0)
            if kind == "sqrt" and (root := Fraction(isqrt(q.numerator), isqrt(q.denominator))) ** 2 == q:
                return self.const(root)
        if kind == "exp" and x.kind == "linear" and len(x.args[0]) == 1 and not x.args[1]:  # exp(k log y) = y^k
            ((y, k),) = x.args[0]
            if y.kind == "log" and k.denominator == 1 and k > 0:
                return self.power(y.args[0], int(k))
        if kind in ("inv", "log") and x.kind == "exp":
            return x.args[0] if kind == "log" else self.make("exp", self.scale(-1, x.args[0]))
        return x.args[0] if (kind, x.kind) == ("exp", "log") else self.make(kind, x)

    def larger(self, x: Num, y: Num) -> Num:
        """max(x, y), where a tie below a derivative is not decided."""
        if self.smooth or (x.rational is not None and y.rational is not None):
            sign = self.sign(self.sub(x, y))
            if sign == 0 and self.smooth:
                raise Undecided("a derivative at a tie")
            return x if sign > 0 else y
        return x if x is y else self.make("max", x, y)

    # derivatives

    @once
    def slope(self, x: Num, v: Num) -> Num:
        """Derivative of x in the variable v; below a derivative abs and max are resolved (locally constant choice)."""
        if not x.moving or x.kind == "variable":
            return self.const(int(x is v))
        if x.kind == "integral":
            raise Undecided("a derivative of an integral")
        inner = [self.slope(y, v) for y in children(x.kind, x.args)]
        if x.kind == "linear":
            return self.combine([(c, dy) for (_, c), dy in zip(x.args[0], inner, strict=True)])
        u = x.args[0]
        if x.kind == "mul":
            return self.add([self.mul(inner[0], x.args[1]), self.mul(u, inner[1])])
        outer = {
            "pow": lambda: self.scale(x.args[1], self.power(u, x.args[1] - 1)),
            "inv": lambda: self.scale(-1, self.power(x, 2)),
            "exp": lambda: x,
            "log": lambda: self.apply("inv", u),
            "sqrt": lambda: self.apply("inv", self.scale(2, x)),
            "lambertw": lambda: self.apply("inv", self.mul(self.apply("exp", x), self.add([x, self.const(1)]))),
        }[x.kind]()
        return self.mul(outer, inner[0])

    @once
    def present(self, x: Num, v: Num) -> Num:
        """x with the variable v replaced by its value."""
        if not x.moving or x.kind == "variable":
            return v.args[0] if x is v else x
        inner = [self.present(y, v) for y in children(x.kind, x.args)]
        if x.kind == "linear":
            return self.combine([(c, y) for (_, c), y in zip(x.args[0], inner, strict=True)], x.args[1])
        if x.kind in ("mul", "pow"):
            return self.mul(*inner) if x.kind == "mul" else self.power(inner[0], x.args[1])
        return self.apply(x.kind, inner[0])

    # decision

    def sign(self, x: Num) -> int:
        """Sign of the present value; that of a moving number must not be 0."""
        sign = self.decide(x)
        if x.moving:
            self.local = True
            if sign == 0:
                raise Undecided("a derivative at a boundary")
        return sign

    @once
    def decide(self, x: Num) -> int:
        if x.rational is not None:
            return (x.rational > 0) - (x.rational < 0)
        for p in LADDER:
            with suppress(Wide):
                if p == LADDER[2] and not self.exact(x)[0]:
                    return 0
            with suppress(Wide):
                low, high = self.enclose(x, p)
                if low > 0 or high < 0:
                    return 1 if low > 0 else -1
        raise Undecided(f"a sign is not decided with {LADDER[-1]} digits")

    @once
    def exact(self, x: Num) -> Quotient:
        """x as a quotient of sums c_q e^q (q rational): zero exactly if all c_q are (Lindemann-Weierstrass)."""
        if x.rational is not None or x.kind == "exp":
            q, c = (Fraction(0), x.rational) if x.rational is not None else (x.args[0].rational, Fraction(1))
            if q is None:
                raise Wide
            return {q: c} if c else {}, ONE
        if x.kind == "max":
            return self.exact(x.args[self.sign(self.sub(*x.args)) < 0])
        if x.kind not in ("linear", "mul", "pow", "inv", "variable"):
            raise Wide
        known = [self.exact(y) for y in children(x.kind, x.args)]
        top, low = known[0] if x.kind != "linear" else ({Fraction(0): x.args[1]}, ONE)
        if x.kind == "linear":
            for (_, c), (a, b) in zip(x.args[0], known, strict=True):
                a = self.cross(a, {Fraction(0): c})
                if b != low:
                    a, top, low = self.cross(a, low), self.cross(top, b), self.cross(low, b)
                top = {q: d for q in {**top, **a} if (d := top.get(q, Fraction(0)) + a.get(q, Fraction(0)))}
        for a, b in known[1:] if x.kind == "mul" else known * (x.args[1] - 1) if x.kind == "pow" else ():
            top, low = self.cross(top, a), self.cross(low, b)
        return (low, top) if x.kind == "inv" else (top, low)

    def cross(self, a: Exponential, b: Exponential) -> Exponential:
        """Product."""
        if len(a) * len(b) > 10_000:
            raise Wide
        large = steps(max([bits(q) + bits(c) for e in (a, b) for q, c in e.items()], default=0))
        self.charge((10 + large) * len(a) * len(b))
        total: Exponential = {}
        for q, c in a.items():
            for r, d in b.items():
                total[q + r] = total.get(q + r, Fraction(0)) + c * d
        return {q: c for q, c in total.items() if c}

    @once
    def enclose(self, x: Num, p: int) -> Interval:
        """Rigorous interval with p digits."""
        inner = children(x.kind, x.args)
        many = x.args[1] if x.kind == "pow" else 1 + len(inner)
        self.charge(p // 20 * many + PRICE.get(x.kind, 0) * p**3 // 250_000)
        self.charge(steps(bits(x.rational or 0)))
        down, up = rounding(p, False), rounding(p, True)

        def times(a: Interval, b: Interval) -> Interval:
            pairs = [(s, t) for s in a for t in b]
            return min([down.multiply(s, t) for s, t in pairs]), max([up.multiply(s, t) for s, t in pairs])

        if x.rational is not None:
            return ratio(x.rational, down), ratio(x.rational, up)
        if x.kind == "pi":
            return pi_(down), pi_(up)
        if x.kind == "range":
            return ratio(x.args[0], down), ratio(x.args[1], up)
        if x.kind == "integral":
            return self.integral(x, p)
        kind, boxes = x.kind, [self.enclose(y, p) for y in inner]
        low, high = boxes[0]
        if kind == "linear":
            low, high = ratio(x.args[1], down), ratio(x.args[1], up)
            for (_, c), b in zip(x.args[0], boxes, strict=True):
                s, t = times((ratio(c, down), ratio(c, up)), b)
                low, high = down.add(low, s), up.add(high, t)
        elif kind == "mul":
            low, high = times(*boxes)
        elif kind == "pow":
            for _ in range(x.args[1] - 1):
                low, high = times((low, high), boxes[0])
            low = max(low, Decimal(0)) if x.args[1] % 2 == 0 else low
        elif kind == "max":
            low, high = max(low, boxes[1][0]), max(high, boxes[1][1])
        elif kind == "inv":
            if low <= 0 <= high:
                raise Wide
            low, high = down.divide(Decimal(1), high), up.divide(Decimal(1), low)
        elif kind != "variable":
            if kind == "log" and low <= 0:
                raise Wide
            low = max(low, Decimal(0)) if kind in ("sqrt", "lambertw") else low  # the value itself is known to be >= 0
            function = {"exp": exp_, "log": log_, "sqrt": sqrt_, "lambertw": lambertw_}[kind]
            low, high = function(low, down), function(high, up)
        return low, high

    def integral(self, x: Num, p: int) -> Interval:
        body, *variables = x.args
        low, high = variables[0].args
        boxes = integral.BOXES_PER_DIGIT * p
        if boxes > integral.BUDGET:
            raise Wide
        order = list(moved(body, {}))
        if any(y.kind == "range" and y not in variables for y in order):
            raise Undecided("an integral of an integral")
        try:
            return integral.enclose(body, variables, low, high, order, lambda y: self.enclose(y, p), boxes, self.charge)
        except ZeroDivisionError:
            raise Wide from None
