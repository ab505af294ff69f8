"""Terms as quotients of polynomials with rational coefficients in atoms; equal forms are equal functions.

An atom is a variable or one of exp, log, sqrt, abs, sin, cos, slope, kink of a form. The laws built in hold wherever
the term is defined: ring laws, exp(s + t) = exp(s) exp(t) with exp(c m) = exp(m)^c for a monomial m, exp(log u) = u,
log(exp(u) v) = u + log v, logarithms and roots of positive rationals by prime factors, sqrt(u)^2 = u, |u|^2 = u^2,
|u v| = |u| |v| for monomials, sqrt(u^2) = |u|, sin^2 + cos^2 = 1, sin and cos odd and even, the addition theorems,
tanh by exp, max and min by abs. With a variable x known to be >= 0: log(x v) = log x + log v, log(v/w) = log v - log w
where w >= 0 shows, as neither x nor w is then 0; sqrt(x m) = sqrt(x) sqrt(m) for a monomial m of such; |x| = x. So
with terms u that are known to be >= 0: log(u v) = log u + log v, log(u/v) = log u - log v and log(v/u) = log v - log u,
sqrt(u/v) and sqrt(v/u) likewise, sqrt(u v) = sqrt(u) sqrt(v), also with u^k; cbrt likewise
of all terms. The numerator 0 is the number 0.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from varproof.recheck.box import laws
from varproof.recheck.box.claims import Term
from varproof.recheck.box.polynomials import ONE as ONE
from varproof.recheck.box.polynomials import Form as Form
from varproof.recheck.box.polynomials import Mono, Poly, prime_powers
from varproof.recheck.box.polynomials import add as add
from varproof.recheck.box.polynomials import constant as constant
from varproof.recheck.box.work import charge
from varproof.recheck.reading import Rejected, bits, steps

LARGEST, WORK = 20_000, 100_000  # terms or bits; products of terms in one form


class Forms:
    """values: forms that stand for variables; floor: the variables known to be >= 0; above: whether a term is known
    to be >= 0."""

    def __init__(
        self,
        values: dict[str, Form] | None = None,
        floor: frozenset[str] = frozenset(),
        above: Callable[[Term], bool] = lambda t: False,
    ) -> None:
        self.values, self.floor, self.known = values or {}, floor, above
        self.numbers: dict[Any, int] = {}
        self.atoms: list[tuple[str, Poly, Poly]] = []
        self.folded: set[int] = set()  # atoms with a law for their square
        self.memo: dict[int, tuple[Term, Form]] = {}
        self.work = 0

    def of(self, t: Term) -> Form:
        found = self.memo.get(id(t))
        if found is None:
            found = self.memo[id(t)] = t, self.lean(*self.find(t))
        return found[1]

    def zero(self, t: Term) -> bool:
        return not self.of(t)[0]

    def ratio(self, s: Term, t: Term) -> Fraction | None:
        """c with s = c t, when the forms show it."""
        (p, q), (r, d) = self.of(s), self.of(t)
        left, right = self.times(p, d), self.times(r, q)
        if not left or left.keys() != right.keys():
            return None
        found = {a / right[m] for m, a in left.items()}
        return found.pop() if len(found) == 1 else None

    # polynomials

    def atom(self, head: str, p: Any, q: Poly = ONE, power: Fraction = Fraction(1)) -> Poly:
        key = head, p if head == "var" else frozenset(p.items()), frozenset(q.items())
        if key not in self.numbers:
            self.numbers[key] = len(self.atoms)
            self.atoms.append((head, p, q))
            if head in ("sqrt", "abs", "cos", "cbrt") and q == ONE:
                self.folded.add(self.numbers[key])
        return {((self.numbers[key], power),): Fraction(1)} if power else ONE

    def times(self, a: Poly, b: Poly) -> Poly:
        self.work += len(a) * len(b)
        if self.work > WORK or len(a) * len(b) > LARGEST:
            raise Rejected("a polynomial is too large")
        size = max(map(bits, a.values()), default=0) + max(map(bits, b.values()), default=0)
        if size > 2 * LARGEST:
            raise Rejected("a coefficient is too large")
        charge((10 + steps(size)) * (1 + len(a) * len(b)))
        out: Poly = {}
        for m, c in a.items():
            for n, d in b.items():
                out = self.collect(out, m, n, c * d)
        return out

    def collect(self, out: Poly, m: Mono, n: Mono, c: Fraction) -> Poly:
        """out + c m n, with sqrt(u)^2, |u|^2, cos(u)^2 and cbrt(u)^3 replaced; out is changed."""
        powers = dict(m)
        for k, e in n:
            powers[k] = powers.get(k, Fraction(0)) + e
        for k in self.folded.intersection(powers):
            e, (head, p, _) = powers[k], self.atoms[k]
            many = 3 if head == "cbrt" else 2
            if e >= many:
                rest: Poly = {
                    tuple(sorted((j, f if j != k else e - many) for j, f in powers.items() if j != k or e > many)): c
                }
                square = self.times(p, p) if head == "abs" else p
                if head == "cos":
                    sine = self.atom("sin", p)
                    square = add(ONE, self.times(sine, sine), Fraction(-1))
                return add(out, self.times(rest, square))
        mono = tuple(sorted((k, e) for k, e in powers.items() if e))
        out[mono] = out.get(mono, Fraction(0)) + c
        if not out[mono]:
            del out[mono]
        return out

    def power(self, a: Poly, k: int) -> Poly:
        out = ONE
        for _ in range(k):
            out = self.times(out, a)
            if any(c.numerator.bit_length() + c.denominator.bit_length() > LARGEST for c in out.values()):
                raise Rejected("a coefficient is too large")
        return out

    def units(self, m: Mono, sign: int = 1) -> Mono:
        """The exponentials of a monomial, or their inverses."""
        return tuple((k, sign * e) for k, e in m if self.atoms[k][0] == "exp")

    def first(self, p: Poly) -> Mono:
        """The least term by the exponents of the atoms in order, so that a factor of all terms does not matter."""
        charge(len(p) * (1 + len(self.atoms)))
        return min(p, key=self.exponents)

    def exponents(self, m: Mono) -> list[Fraction]:
        powers, none = dict(m), Fraction(0)
        return [powers.get(k, none) for k in range(len(self.atoms))]

    def lean(self, p: Poly, q: Poly) -> Form:
        """A quotient with simpler numerator and denominator: the first term of q has no exponentials and coefficient
        1; a common monomial is cancelled when q has one term, in which no roots of rationals are left."""
        if not q:
            raise Rejected("a divisor is 0")
        if not p:
            return {}, ONE
        for k in [k for m in q if len(q) == 1 for k, e in m if e == 1 and self.atoms[k][0] == "sqrt"]:
            if constant(self.atoms[k][1]) is not None and self.atoms[k][2] == ONE:
                root: Poly = {((k, Fraction(1)),): Fraction(1)}
                p, q = self.times(p, root), self.times(q, root)
        first = self.first(q)
        unit: Poly = {self.units(first, -1): 1 / q[first]}
        p, q = (p, q) if unit == ONE else (self.times(p, unit), self.times(q, unit))
        if len(q) == 1 and q != ONE:
            (m,) = q
            common = {k: min([e, *(dict(n).get(k, Fraction(0)) for n in p)]) for k, e in m}
            p, q = ({tuple((k, e - common.get(k, 0)) for k, e in n if e != common.get(k, 0)): c for n, c in r.items()}
                    for r in (p, q))  # fmt: skip
        first = min(p)
        if p.keys() == q.keys() and len({c / q[m] for m, c in p.items()}) == 1:
            return {(): p[first] / q[first]}, ONE
        return p, q

    # terms

    def find(self, t: Term) -> Form:
        head = t[0]
        if head == "const":
            return ({(): t[1]} if t[1] else {}), ONE
        if head == "var":
            return self.values.get(t[1]) or (self.atom("var", t[1]), ONE)
        if head in ("log", "sqrt", "cbrt") and (parts := self.apart(head, t[1])) is not None:
            return self.of(parts)
        p, q = self.of(t[1])
        if head == "neg":
            return add({}, p, Fraction(-1)), q
        if head == "^":
            return self.power(p, t[2]), self.power(q, t[2])
        if head in ("+", "-", "*", "/"):
            r, s = self.of(t[2])
            if head in "*/":
                r, s = (r, s) if head == "*" else (s, r)
                return self.times(p, r), self.times(q, s)
            sign = Fraction(1 if head == "+" else -1)
            return (add(p, r, sign), q) if q == s else (add(self.times(p, s), self.times(r, q), sign), self.times(q, s))
        if head in ("max", "min"):
            half = ("const", Fraction(1, 2) if head == "max" else Fraction(-1, 2))
            mean, gap = ("*", ("const", Fraction(1, 2)), ("+", t[1], t[2])), ("abs", ("-", t[1], t[2]))
            return self.of(("+", mean, ("*", half, gap)))
        if head == "tanh":
            e = ("exp", ("*", ("const", Fraction(2)), t[1]))
            return self.of(("/", ("-", e, ("const", Fraction(1))), ("+", e, ("const", Fraction(1)))))
        if head in ("exp", "log", "sqrt", "abs"):
            return {"exp": self.exp, "log": self.log, "sqrt": self.sqrt, "abs": self.abs}[head](p, q)
        if head in ("sin", "cos"):
            return self.wave(head, p, q), ONE
        return laws.applied(self, head, p, q) if head in laws.HEADS else (self.atom(head, p, q), ONE)

    def apart(self, head: str, t: Term) -> Term | None:
        """log or sqrt of t, a product, quotient or power of which one part is known to be >= 0: where log t is defined
        that part is not 0, and so the other one is > 0. Where sqrt t is, both are >= 0 if the one is not 0, as a
        divisor is not; of a product both must be known. cbrt of a product, quotient or power is that of cbrt."""
        if head == "cbrt":
            if t[0] == "^" and t[2] > 0:
                return "^", (head, t[1]), t[2]
            return (t[0], (head, t[1]), (head, t[2])) if t[0] in ("*", "/") else None
        if t[0] == "^" and t[2] > 0 and (t[2] % 2 == 1 or self.known(t[1])):
            inner: Term = (head, t[1])
            return ("*", ("const", Fraction(t[2])), inner) if head == "log" else ("^", inner, t[2])
        if t[0] not in ("*", "/") or "const" in (t[1][0], t[2][0]):
            return None
        first, second = self.known(t[1]), self.known(t[2])
        if head == "log" and (first or second):
            return "+" if t[0] == "*" else "-", (head, t[1]), (head, t[2])
        if head == "sqrt" and (second if t[0] == "/" else first and second):
            return t[0], (head, t[1]), (head, t[2])
        return None

    def above(self, k: int) -> bool:
        """Whether an atom is certainly >= 0."""
        head, p, q = self.atoms[k]
        return head in ("exp", "sqrt", "abs") or (head == "var" and str(p) in self.floor) or laws.positive(head, p, q)

    def wave(self, head: str, p: Poly, q: Poly) -> Poly:
        """sin or cos, the terms of a short sum one by one, as well as small multiples."""
        if not p:
            return {} if head == "sin" else ONE
        if q == ONE and len(p) == 1 and (known := laws.part_of_pi(self, head, p)) is not None:
            return known
        first = min(p)
        c, whole = p[first], p[first].denominator == 1 and first
        if q == ONE and (1 < len(p) < 4 or (len(p) == 1 and whole and 1 < abs(c) < 5)):
            part = {first: c if len(p) > 1 else c / abs(c)}
            rest = add(p, part, Fraction(-1))
            (s, u), (t, v) = ((self.wave("sin", r, ONE), self.wave("cos", r, ONE)) for r in (part, rest))
            if head == "sin":
                return add(self.times(s, v), self.times(u, t))
            return add(self.times(u, v), self.times(s, t), Fraction(-1))
        turn = Fraction(1 if p[self.first(p)] > 0 else -1)
        return add({}, self.atom(head, add({}, p, turn), q), turn if head == "sin" else Fraction(1))

    def exp(self, p: Poly, q: Poly) -> Form:
        over, under = ONE, ONE
        if q != ONE:
            c = p[self.first(p)]
            return self.atom("exp", add({}, p, 1 / c), q, c), ONE
        for m, c in p.items():
            inner = self.atoms[m[0][0]] if len(m) == 1 and m[0][1] == 1 else None
            if inner is not None and inner[0] == "log" and c.denominator <= 2:
                u, v = (inner[1], inner[2]) if c.denominator == 1 else self.sqrt(inner[1], inner[2])
                u, v = (u, v) if c > 0 else (v, u)
                over = self.times(over, self.power(u, abs(c.numerator)))
                under = self.times(under, self.power(v, abs(c.numerator)))
            else:
                over = self.times(over, self.atom("exp", {m: Fraction(1)}, ONE, c))
        return over, under

    def log(self, p: Poly, q: Poly) -> Form:
        if not p:
            raise Rejected("a logarithm of 0")
        first = self.first(p)
        total: Poly = {}
        for k, e in self.units(first):
            if self.atoms[k][2] == ONE:
                total = add(total, self.atoms[k][1], e)
                p = self.times(p, {((k, -e),): Fraction(1)})
        c = p[self.first(p)]
        primes, rest = prime_powers(abs(c))
        for number, times in primes.items():
            total = add(total, self.atom("log", {(): Fraction(number)}), Fraction(times))
        p = add({}, p, rest / abs(c))
        if q != ONE and all(c > 0 and all(self.above(k) or e % 2 == 0 for k, e in m) for m, c in q.items()):
            total, q = add(total, self.log(q, ONE)[0], Fraction(-1)), ONE
        for k, _ in self.first(p):
            e = min(dict(m).get(k, Fraction(0)) for m in p)
            if e and self.above(k) and self.atoms[k][0] != "exp":
                head, *inner = self.atoms[k]
                single: Poly = self.atom("log", {((k, Fraction(1)),): Fraction(1)})
                total = add(total, self.log(*inner)[0] if head == "sqrt" else single, e / 2 if head == "sqrt" else e)
                p = self.times(p, {((k, -e),): Fraction(1)})
        return (total, ONE) if p == q == ONE else (add(total, self.atom("log", p, q)), ONE)

    def sqrt(self, p: Poly, q: Poly) -> Form:
        if len(p) == len(q) == 1:
            ((m, c),), ((n, d),) = p.items(), q.items()
            if c / d > 0 and all(e % 2 == 0 or self.above(k) for k, e in (*m, *n)):
                primes, rest = prime_powers(c / d)
                root = ONE if rest == 1 else self.atom("sqrt", {(): rest})
                for number, e in primes.items():
                    root = add({}, root, Fraction(number) ** (e // 2))
                    root = self.times(root, self.atom("sqrt", {(): Fraction(number)})) if e % 2 else root
                over, under = self.halved(m), self.halved(n)
                return self.times(root, over), under
        return ({}, ONE) if not p else (self.atom("sqrt", p, q), ONE)

    def halved(self, m: Mono) -> Poly:
        """The root of a monomial, of atoms >= 0 or with even powers."""
        out = ONE
        for k, e in m:
            if self.atoms[k][0] == "exp":
                out = self.times(out, {((k, e / 2),): Fraction(1)})
                continue
            out = self.times(out, self.size({((k, Fraction(e // 2)),): Fraction(1)}) if e > 1 else ONE)
            out = self.times(out, self.atom("sqrt", {((k, Fraction(1)),): Fraction(1)})) if e % 2 else out
        return out

    def abs(self, p: Poly, q: Poly) -> Form:
        return self.size(p), self.size(q)

    def size(self, p: Poly) -> Poly:
        """|p|."""
        if len(p) == 1:
            ((m, c),) = p.items()
            out: Poly = {(): abs(c)}
            for k, e in m:
                plain = self.above(k) or e % 2 == 0
                single: Poly = {((k, e if plain else Fraction(1)),): Fraction(1)}
                out = self.times(out, single if plain else self.power(self.atom("abs", single), int(e)))
            return out
        if not p:
            return {}
        c = p[self.first(p)]
        return add({}, self.atom("abs", add({}, p, 1 / c)), abs(c))
