"""Terms of the claim language over decimal intervals, signs at points, and derivatives; built by `build`."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_FLOOR, Context, Decimal, DecimalException, InvalidOperation
from fractions import Fraction
from functools import partial
from typing import Any

from varproof.recheck.box import functions
from varproof.recheck.box.claims import Term
from varproof.recheck.box.forms import Forms, constant
from varproof.recheck.box.work import charge, once, same, work
from varproof.recheck.numbers.rounding import exp_, log_, ratio, rounding, sqrt_
from varproof.recheck.reading import Rejected, bits

DIGITS = 34
LADDER = (34, 120, 400)  # of digits, for signs at points
FAR = Decimal(10**17)
LONG, BITS = 9999, 8000  # digits of a number that is written out; bits of a constant that is folded
PRICE = {
    "exp": 30,
    "log": 50,
    "sqrt": 3,
    "sin": 200,
    "cos": 200,
    "tanh": 60,
    "^": 10,
    **dict.fromkeys(functions.TABLE, 2000),
}  # in steps, at few digits
Interval = tuple[Decimal, Decimal]
NIL, ONE = Decimal(0), Decimal(1)


class Open(Exception):
    """No enclosure, or not defined for certain."""


def build(head: str, *p: Any) -> Term:
    """A term with constants folded; 0 and 1 dropped. Its function is that of the plain term where that is defined."""
    charge()
    q: list[Any] = [t[1] if type(t) is tuple and t[0] == "const" else None for t in p]
    if head == "^" and p[1] <= 1:
        return p[0] if p[1] else ("const", Fraction(1))
    if head == "^" and q[0] is not None and bits(q[0]) * p[1] < BITS:
        return "const", q[0] ** p[1]
    if head == "^" and p[0][0] == "abs" and p[1] % 2 == 0:
        return build("^", p[0][1], p[1])
    if head == "neg" and (q[0] is not None or p[0][0] == "neg"):
        return p[0][1] if q[0] is None else ("const", -q[0])
    if head == "abs" and q[0] is not None:
        return "const", abs(q[0])
    if head in ("max", "min") and None not in q:
        return "const", max(q) if head == "max" else min(q)
    if head in ("+", "-", "*", "/") and None not in q and (head != "/" or q[1]) and sum(map(bits, q)) < BITS:
        a, b = q
        return "const", a / b if head == "/" else {"+": a + b, "-": a - b, "*": a * b}[head]
    if (head == "+" and q[0] == 0) or (head == "*" and (q[0] == 1 or q[1] == 0)):
        return p[1]  # type: ignore[no-any-return]
    if (head in "+-" and q[1] == 0) or (head in ("*", "/") and (q[1] == 1 or q[0] == 0)):
        return p[0]  # type: ignore[no-any-return]
    if head in ("+", "-") and p[1][0] == "neg":
        return build("-" if head == "+" else "+", p[0], p[1][1])
    if head == "+" and p[0][0] == "neg":
        return build("-", p[1], p[0][1])
    if head in ("*", "/") and "neg" in (p[0][0], p[1][0]):
        size = build(head, *(t[1] if t[0] == "neg" else t for t in p))
        return size if p[0][0] == p[1][0] else build("neg", size)
    if head == "*" and -1 in q:
        return build("neg", p[q[0] == -1])
    if head in ("-", "*") and same(p[0], p[1]):
        return ("const", Fraction(0)) if head == "-" else build("^", p[0], 2)
    if head == "*" and (p[0][0] == "/" or p[1][0] == "/"):
        for u, v in (p, p[::-1]):
            if v[0] == "/" and same(v[2], u):
                return v[1]  # type: ignore[no-any-return]
    if head == "/" and same(p[0], p[1]):
        return "const", Fraction(1)
    if head == "-" and q[0] == 0:
        return build("neg", p[1])
    return (head, *p)


@once
def plain(t: Term) -> Term:
    """A parsed term, built again."""
    return t if t[0] in ("const", "var") else build(t[0], *[plain(s) if type(s) is tuple else s for s in t[1:]])


@once
def derive(t: Term, x: str) -> Term:
    """d t / d x; slope is the derivative of abs, kink that of slope."""
    head = t[0]
    if head in ("const", "var"):
        return "const", Fraction(int(head == "var" and t[1] == x))
    u = t[1]
    du = derive(u, x)
    if head == "neg":
        return build("neg", du)
    if head == "^":
        return build("*", build("*", ("const", Fraction(t[2])), build("^", u, t[2] - 1)), du)
    if head in ("+", "-", "*", "/", "max", "min"):
        v, dv = t[2], derive(t[2], x)
        if head in ("+", "-"):
            return build(head, du, dv)
        if head == "*":
            return build("+", build("*", du, v), build("*", u, dv))
        if head == "/":
            return build("/", build("-", du, build("*", t, dv)), v)
        half = ("const", Fraction(1, 2))
        side = build("*", build("*", half, build("slope", build("-", u, v))), build("-", du, dv))
        return build("+" if head == "max" else "-", build("*", half, build("+", du, dv)), side)
    if du == ("const", Fraction(0)):
        return du
    if head in functions.JUMPS:
        raise Rejected(f"a derivative of {head}")
    one = ("const", Fraction(1))
    outer: dict[str, Callable[[], Term]] = {
        "exp": lambda: t, "log": lambda: build("/", one, u), "cos": lambda: build("neg", ("sin", u)),
        "sqrt": lambda: build("/", ("const", Fraction(1, 2)), t), "sin": lambda: ("cos", u),
        "tanh": lambda: build("-", one, build("^", t, 2)), "abs": lambda: ("slope", u), "slope": lambda: ("kink", u),
        "kink": lambda: ("kink", u), **{name: partial(_outer, name, u) for name in functions.TABLE},
    }  # fmt: skip
    return build("*", outer[head](), du)


def _outer(head: str, u: Term) -> Term:
    """The derivative of a function of the table."""
    one: Term = ("const", Fraction(1))
    square = build("^", u, 2)
    if head in ("atan", "asinh"):
        below = build("+", one, square)
        return build("/", one, below if head == "atan" else ("sqrt", below))
    if head == "cbrt":
        return build("/", ("const", Fraction(1, 3)), build("^", ("cbrt", u), 2))
    if head in ("erf", "erfc"):  # 2/sqrt(pi) exp(-u^2)
        bell = build("/", ("exp", build("neg", square)), ("sqrt", ("atan", one)))
        return bell if head == "erf" else build("neg", bell)
    names = ("lgamma", *functions.POLY)
    if head == names[-1]:
        raise Rejected(f"a derivative of {head}")
    return names[names.index(head) + 1], u


def fraction(x: Decimal, c: Context) -> Fraction:
    """x, or for a tiny one a neighbour in the direction of the context, that is written out in full; Open."""
    if x and x.is_finite() and x.adjusted() < -LONG:
        return Fraction(0) if (x > 0) == (c.rounding == ROUND_FLOOR) else Fraction(1 if x > 0 else -1, 10**LONG)
    if not x.is_finite() or x.adjusted() > LONG:
        raise Open("a number out of range")
    return Fraction(x)


def turn(x: Fraction, sine: bool, digits: int = DIGITS) -> Interval:
    """sin or cos of a rational in [-10^6, 10^6]: Taylor series at x / 2^m, m <= 20, then doubled angles, in whole units
    of 10^-(digits + 26).

    Rounding x and each of the fewer than digits + 40 terms costs less than 3 units a term, and what follows the last
    one less than 3; with digits <= 1000 that is below 4000. Each doubling multiplies the error by less than 3 and adds
    2 units: in total below 3^20 * 4001 < 10^14 units.
    """
    if not 0 < digits <= 1000:
        raise Open("more digits than the error bound is for")
    if x == 0:
        return (NIL, NIL) if sine else (ONE, ONE)
    if abs(x) > 10**6:
        raise Open("a large angle")
    m = 0
    while abs(x) > 1:
        x, m = x / 2, m + 1
    unit = 10 ** (digits + 26)
    y = round(abs(x) * unit)
    sums, term, k = [unit, 0], unit, 0
    while term:
        k += 1
        term = term * y // (unit * k)
        sums[k % 2] += term if k % 4 < 2 else -term
    c, s = sums[0], sums[1] if x > 0 else -sums[1]
    for _ in range(m):
        s, c = 2 * s * c // unit, (c * c - s * s) // unit
    value, slack = (s if sine else c), 10**14
    down, up = (ratio(Fraction(value + e, unit), rounding(digits, e > 0)) for e in (-slack, slack))
    return max(down, -ONE), min(up, ONE)


PI = (Fraction(31415926535897932384626433832, 10**28), Fraction(31415926535897932384626433833, 10**28))


class Enclose:
    """Interval values of terms over one box, each term once. sure: everything met was certainly defined.

    Signs are changed by copy_negate and copy_abs: unlike these, - and abs round, to nearest, to 28 digits.
    """

    def __init__(self, box: dict[str, tuple[Fraction, Fraction]], digits: int = DIGITS) -> None:
        self.digits, self.down, self.up = digits, rounding(digits, False), rounding(digits, True)
        self.box = {x: (ratio(a, self.down), ratio(b, self.up)) for x, (a, b) in box.items()}
        self.memo: dict[int, tuple[Term, Interval]] = {}
        self.sure = True
        self.charge = work().charge

    def value(self, t: Term) -> Interval:
        """Contains t wherever it is defined; Open."""
        found = self.memo.get(id(t))
        if found is None:
            self.charge(1 if t[0] not in PRICE else 1 + PRICE[t[0]] * (1 + self.digits**3 // 250_000))
            try:
                found = t, self.find(t)
            except DecimalException:
                raise Open("a number out of range") from None
            self.memo[id(t)] = found
        return found[1]

    def find(self, t: Term) -> Interval:
        head = t[0]
        if head == "const":
            return ratio(t[1], self.down), ratio(t[1], self.up)
        if head == "var":
            return self.box[t[1]]
        a = self.value(t[1])
        if head in ("+", "-", "*", "/", "max", "min"):
            return self.two(head, a, self.value(t[2]))
        if head == "^":
            return self.power(a, t[2])
        return self.one(head, a)

    def two(self, head: str, a: Interval, b: Interval) -> Interval:
        down, up = self.down, self.up
        if head == "+":
            return down.add(a[0], b[0]), up.add(a[1], b[1])
        if head == "-":
            return down.subtract(a[0], b[1]), up.subtract(a[1], b[0])
        if head in ("max", "min"):
            pick = max if head == "max" else min
            return pick(a[0], b[0]), pick(a[1], b[1])
        return self.product(a, b) if head == "*" else self.quotient(a, b)

    def product(self, a: Interval, b: Interval) -> Interval:
        """By the signs of the ends."""
        (p, q), (r, s), down, up = a, b, self.down.multiply, self.up.multiply
        try:
            if p >= 0:
                return (down(p, r) if r >= 0 else down(q, r)), (up(q, s) if s >= 0 else up(p, s))
            if q <= 0:
                return (down(q, s) if s <= 0 else down(p, s)), (up(p, r) if r <= 0 else up(q, r))
            if r >= 0 or s <= 0:
                return (down(p, s), up(q, s)) if r >= 0 else (down(q, r), up(p, r))
            return min(down(p, s), down(q, r)), max(up(p, r), up(q, s))
        except InvalidOperation:  # an infinite bound is no value: what is multiplied with 0 is finite
            pairs = [(x, y) for x in a for y in b]
            ends = ([c(x, y) if x and y else NIL for x, y in pairs] for c in (down, up))
            return min(next(ends)), max(next(ends))

    def quotient(self, a: Interval, b: Interval) -> Interval:
        (p, q), (r, s) = a, b
        if r <= 0 <= s:  # no bound, where it is defined
            self.sure = False
            return Decimal("-Infinity"), Decimal("Infinity")
        if s < 0:
            p, q, r, s = q.copy_negate(), p.copy_negate(), s.copy_negate(), r.copy_negate()
        return self.down.divide(p, s if p >= 0 else r), self.up.divide(q, r if q >= 0 else s)

    def power(self, a: Interval, k: int) -> Interval:
        low, high = sorted((a[0].copy_abs(), a[1].copy_abs()))
        least = NIL if a[0] <= 0 <= a[1] else low
        lo, hi, l0 = ONE, ONE, ONE
        for _ in range(k):
            lo, hi, l0 = self.down.multiply(lo, least), self.up.multiply(hi, high), self.up.multiply(l0, low)
        if k % 2 == 0 or a[0] >= 0:
            return lo, hi
        if a[1] <= 0:
            return hi.copy_negate(), lo.copy_negate()
        left, right = (hi, l0) if a[0].copy_abs() >= a[1] else (l0, hi)
        return left.copy_negate(), right

    def one(self, head: str, a: Interval) -> Interval:
        low, high = a
        if head == "neg":
            return high.copy_negate(), low.copy_negate()
        if head == "exp":
            # beyond +-FAR the context has no numbers; exp increases
            return (NIL if low < -(10**6) else exp_(min(low, FAR), self.down) if low else ONE), (
                Decimal("Infinity") if high > FAR else exp_(max(high, -FAR), self.up) if high else ONE
            )
        if head == "log":
            if high <= 0:
                raise Open("a logarithm of numbers that are not positive")
            self.sure &= low > 0
            least = log_(low, self.down) if low > 0 else Decimal("-Infinity")
            return least if low != 1 else NIL, log_(high, self.up) if high != 1 else NIL
        if head == "sqrt":
            self.sure &= low >= 0
            if high < 0:
                raise Open("a root of negative numbers")
            return self.root(max(low, NIL), self.down), self.root(high, self.up)
        if head == "abs":
            sizes = low.copy_abs(), high.copy_abs()
            return (NIL if low <= 0 <= high else min(sizes)), max(sizes)
        if head == "tanh":
            return self.tanh(low)[0], self.tanh(high)[1]
        if head in ("sin", "cos"):
            return self.wave(low, high, head == "sin")
        if head in functions.TABLE or head in functions.JUMPS:
            if head in functions.TABLE and functions.TABLE[head].domain:
                self.sure &= low > 0
                if high <= 0:
                    raise Open(f"{head} of numbers that are not positive")
            return functions.enclose(head, low, high, self.digits)
        if head == "slope":
            return (ONE if low >= 0 else -ONE), (-ONE if high <= 0 and low < 0 else ONE)
        if low <= 0 <= high:
            raise Open("a kink")
        return NIL, NIL

    def root(self, x: Decimal, c: Any) -> Decimal:
        near = c.sqrt(x)
        return near if rounding(2 * c.prec, True).multiply(near, near) == x else sqrt_(x, c)

    def tanh(self, x: Decimal) -> Interval:
        """1 - 2 / (exp(2 x) + 1) at a point, in [-1, 1]; odd."""
        if x == 0 or abs(x) > 100:
            return (NIL, NIL) if x == 0 else (Decimal("0.999"), ONE) if x > 0 else (-ONE, Decimal("-0.999"))
        low, high = (c.add(exp_(ratio(2 * fraction(x, c), c), c), ONE) for c in (self.down, self.up))
        return (
            max(self.down.subtract(ONE, self.up.divide(Decimal(2), low)), -ONE),
            min(self.up.subtract(ONE, self.down.divide(Decimal(2), high)), ONE),
        )

    def wave(self, left: Decimal, right: Decimal, sine: bool) -> Interval:
        """The ends, and 1 or -1 where a multiple of pi (plus pi/2) may lie between them."""
        if not -(10**6) <= left <= right <= 10**6 or right > self.down.add(left, Decimal(6)):
            return -ONE, ONE
        low, high = fraction(left, self.down), fraction(right, self.up)
        ends = [turn(x, sine, self.digits) for x in (low, high)]
        lo, hi = min(e[0] for e in ends), max(e[1] for e in ends)
        start = low // PI[0]
        for j in range(start - 2, start + 4):
            first, last = sorted((j + Fraction(int(sine), 2)) * p for p in PI)
            if first <= high and last >= low:
                lo, hi = (lo, ONE) if j % 2 == 0 else (-ONE, hi)
        return lo, hi


def inside(at: dict[str, Term], digits: int = DIGITS) -> Enclose:
    """Enclosures at a point whose coordinates are terms without variables; Open."""
    e = Enclose({}, digits)
    e.box = {x: e.value(t) for x, t in at.items()}
    return e


def sign(t: Term, at: dict[str, Term]) -> int | None:
    """The sign at such a point, where t is defined there, by its enclosures or exactly; None when not decided."""
    for digits in LADDER:
        try:
            low, high = inside(at, digits).value(t)
            if low > 0 or high < 0 or low == high:
                return int(high > 0) - int(low < 0)
        except Open:
            pass
        if digits == DIGITS and (found := by_form(t, at)) is not None:
            return found
    return by_form(resolved(t, at), at)


def by_form(t: Term, at: dict[str, Term]) -> int | None:
    """The sign at such a point when the form of t shows it."""
    try:
        forms = Forms()
        forms.values = {x: forms.of(c) for x, c in at.items()}
        over, under = (constant(p) for p in forms.of(t))
    except Rejected:
        return None
    if over == 0:
        return 0
    return None if over is None or under is None else (over * under > 0) - (over * under < 0)


def resolved(t: Term, at: dict[str, Term], memo: dict[int, Term] | None = None) -> Term:
    """With |u|, max and min replaced by what they are at the point, where the enclosures there tell."""
    memo = {} if memo is None else memo
    if id(t) not in memo:
        memo[id(t)] = t if t[0] in ("const", "var") else chosen(
            build(t[0], *[resolved(s, at, memo) if type(s) is tuple else s for s in t[1:]]), at
        )  # fmt: skip
    return memo[id(t)]


def chosen(made: Term, at: dict[str, Term]) -> Term:
    if made[0] not in ("abs", "max", "min"):
        return made
    try:
        low, high = inside(at, LADDER[-1]).value(made[1] if made[0] == "abs" else build("-", made[1], made[2]))
    except Open:
        return made
    if low < 0 < high:
        return made
    if made[0] == "abs":
        return made[1] if low >= 0 else build("neg", made[1])
    return made[1] if (low >= 0) == (made[0] == "max") else made[2]  # type: ignore[no-any-return]
