"""Terms of a claim as quotients of polynomials in atoms, for the search of identities; nothing here is evidence.

An atom is a node of the graph: a variable, or exp, log, sqrt, abs, sin, cos of an argument written in normal form.
The laws are those that the independent checker builds into its own forms (`varproof.recheck.box.forms`).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import isqrt
from typing import TypeAlias

from varproof.claims import laws
from varproof.claims.stellensatz import Budget
from varproof.lang.expressions import Graph
from varproof.lang.functions import TABLE

Mono: TypeAlias = tuple[tuple[int, Fraction], ...]
Poly: TypeAlias = dict[Mono, Fraction]
Form: TypeAlias = tuple[Poly, Poly]
ONE: Poly = {(): Fraction(1)}
_LARGEST = 4_000
_DIGITS = 100_000  # binary digits of a coefficient
_PRIMES = [p for p in range(2, 1000) if all(p % k for k in range(2, isqrt(p) + 1))]


class TooLarge(ValueError):
    """A form is too large to be useful, or has no value."""


def plus(a: Poly, b: Poly, c: Fraction | int = 1) -> Poly:
    """a + c b."""
    out = dict(a)
    for m, d in b.items():
        out[m] = out.get(m, Fraction(0)) + c * d
        if not out[m]:
            del out[m]
    return out


def _bits(c: Fraction) -> int:
    return c.numerator.bit_length() + c.denominator.bit_length()


def rational(p: Poly) -> Fraction | None:
    return p.get((), Fraction(0)) if not p.keys() - {()} else None


class Forms:
    """Forms of the nodes of one graph; floor: the numbers of the variables that are >= 0 all over the claim's box;
    known: whether a node is >= 0 there."""

    def __init__(
        self,
        graph: Graph,
        floor: frozenset[int] = frozenset(),
        known: Callable[[int], bool] = lambda n: False,
    ) -> None:
        self.graph, self.floor, self.known = graph, floor, known
        self.memo: dict[int, Form] = {}
        self.budget = Budget()

    def of(self, node: int) -> Form:
        for n in self.graph.order(node):
            if n not in self.memo:
                self.memo[n] = self.lean(*self._find(n))
        return self.memo[node]

    def atom(self, node: int, power: Fraction | int = 1) -> Poly:
        return {((node, Fraction(power)),): Fraction(1)}

    def nodes(self, p: Poly) -> set[int]:
        """The nodes of which a polynomial is made, atoms and their parts."""
        return set(self.graph.order(*{k for m in p for k, _ in m}))

    def head(self, node: int) -> str:
        return str(self.graph.ops[node][0])

    # ---- back to nodes

    def monomial(self, m: Mono) -> int:
        g, out = self.graph, self.graph.const(1)
        for node, e in m:
            if self.head(node) == "exp":
                out = g.op("*", out, g.op("exp", g.op("*", g.const(e), g.ops[node][1])))
            else:
                out = g.op("*", out, g.power(node, int(e)))
        return out

    def node(self, p: Poly, q: Poly = ONE) -> int:
        """The node with this form; positive terms first."""
        g, out = self.graph, None
        for m, c in sorted(p.items(), key=lambda mc: (mc[1] < 0, mc[0])):
            size = g.op("*", g.const(abs(c)), self.monomial(m))
            out = (size if c > 0 else g.op("neg", size)) if out is None else g.op("+" if c > 0 else "-", out, size)
        over = g.const(0) if out is None else out
        return over if q == ONE else g.op("/", over, self.node(q))

    # ---- arithmetic

    def times(self, a: Poly, b: Poly) -> Poly:
        if len(a) * len(b) > _LARGEST:
            raise TooLarge("a long product")
        out: Poly = {}
        for m, c in a.items():
            for n, d in b.items():
                powers = dict(m)
                for k, e in n:
                    powers[k] = powers.get(k, Fraction(0)) + e
                out = plus(out, self._squares(powers, c * d))
        return out

    def _squares(self, powers: dict[int, Fraction], c: Fraction) -> Poly:
        for k, e in powers.items():
            head = self.head(k)
            many = 3 if head == "cbrt" else 2
            if e >= many and head in ("sqrt", "abs", "cos", "cbrt"):
                p, q = self.of(self.graph.ops[k][1])
                if q != ONE:
                    continue
                if head == "cos":
                    p = plus(ONE, self.atom(self.graph.op("sin", self.graph.ops[k][1]), 2), -1)
                elif head == "abs":
                    p = self.times(p, p)
                rest = {**powers, k: e - many}
                return self.times({tuple(sorted((j, f) for j, f in rest.items() if f)): c}, p)
        return {tuple(sorted((k, e) for k, e in powers.items() if e)): c}

    def power(self, a: Poly, k: int) -> Poly:
        if k > _LARGEST or k * max((_bits(c) for c in a.values()), default=0) > _DIGITS:
            raise TooLarge("a large power")
        out = ONE
        for _ in range(k):
            out = self.times(out, a)
        return out

    def units(self, m: Mono, sign: int = 1) -> Mono:
        return tuple((k, sign * e) for k, e in m if self.head(k) == "exp")

    def first(self, p: Poly) -> Mono:
        nodes = sorted({k for m in p for k, _ in m})
        return min(p, key=lambda m: [dict(m).get(k, Fraction(0)) for k in nodes])

    def lean(self, p: Poly, q: Poly) -> Form:
        if not q:
            raise TooLarge("a divisor is 0")
        if not p:
            return {}, ONE
        if len(q) == 1:
            for k in [
                k for m in q for k, _ in m if self.head(k) == "sqrt" and self.head(self.graph.ops[k][1]) == "const"
            ]:
                p, q = self.times(p, self.atom(k)), self.times(q, self.atom(k))
        first = self.first(q)
        unit: Poly = {self.units(first, -1): 1 / q[first]}
        p, q = (p, q) if unit == ONE else (self.times(p, unit), self.times(q, unit))
        if len(q) == 1 and q != ONE:
            (m,) = q
            common = {k: min([e, *(dict(n).get(k, Fraction(0)) for n in p)]) for k, e in m}
            p, q = (
                {tuple((k, e - common.get(k, 0)) for k, e in n if e != common.get(k, 0)): c for n, c in r.items()}
                for r in (p, q)
            )
        c = self.quotient(p, q)
        return (p, q) if c is None else ({(): c}, ONE)

    def quotient(self, p: Poly, q: Poly) -> Fraction | None:
        """The c with p = c q."""
        if p.keys() != q.keys() or not p:
            return None
        c = next(p[m] / q[m] for m in p)
        return c if all(p[m] == c * d for m, d in q.items()) else None

    def ratio(self, s: int, t: int) -> Fraction | None:
        """The c with s = c t."""
        (p, q), (r, d) = self.of(s), self.of(t)
        return self.quotient(self.times(p, d), self.times(r, q))

    # ---- operations

    def _find(self, n: int) -> Form:
        head, *a = self.graph.ops[n]
        if head == "const":
            return ({(): a[0]} if a[0] else {}), ONE
        if head == "var":
            return self.atom(n), ONE
        p, q = self.memo[a[0]]
        g = self.graph
        if head in ("log", "sqrt", "cbrt") and (parts := self._apart(head, a[0])) is not None:
            return self.of(parts)
        if head == "neg":
            return plus({}, p, -1), q
        if head == "^":
            return self.power(p, a[1]), self.power(q, a[1])
        if head in ("+", "-", "*", "/"):
            r, s = self.memo[a[1]]
            if head in "*/":
                r, s = (r, s) if head == "*" else (s, r)
                return self.times(p, r), self.times(q, s)
            if q != s:
                p, r, q = self.times(p, s), self.times(r, q), self.times(q, s)
            return plus(p, r, 1 if head == "+" else -1), q
        if head in ("max", "min"):
            half = g.const(Fraction(1, 2) if head == "max" else Fraction(-1, 2))
            gap = g.op("*", half, g.op("abs", g.op("-", *a)))
            return self.of(g.op("+", g.op("*", g.const(Fraction(1, 2)), g.op("+", *a)), gap))
        if head == "tanh":
            e, one = g.op("exp", g.op("*", g.const(2), a[0])), g.const(1)
            return self.of(g.op("/", g.op("-", e, one), g.op("+", e, one)))
        if head in ("exp", "log", "sqrt"):
            return {"exp": self._exp, "log": self._log, "sqrt": self._sqrt}[head](p, q)
        if head == "abs":
            return self._size(p), self._size(q)
        if head in ("sin", "cos"):
            return self._wave(head, p, q), ONE
        if head in TABLE:
            return laws.applied(self, head, p, q)
        return self.atom(g.op(head, self.node(p, q))), ONE

    def _apart(self, head: str, node: int) -> int | None:
        """log or sqrt of a product, quotient or power of which one part is known to be >= 0; any cbrt of such."""
        g = self.graph
        (mark, *a) = g.ops[node]
        if head == "cbrt":
            if mark == "^":
                return g.power(g.op(head, a[0]), a[1])
            return g.op(mark, *(g.op(head, t) for t in a)) if mark in ("*", "/") else None
        if mark == "^" and (a[1] % 2 == 1 or self.known(a[0])):
            inner = g.op(head, a[0])
            return g.op("*", g.const(a[1]), inner) if head == "log" else g.power(inner, a[1])
        if mark not in ("*", "/") or any(g.rational(t) is not None for t in a):
            return None
        first, second = map(self.known, a)
        if head == "log" and (first or second):
            return g.op("+" if mark == "*" else "-", *(g.op(head, t) for t in a))
        if head == "sqrt" and (second if mark == "/" else first and second):
            return g.op(mark, *(g.op(head, t) for t in a))
        return None

    def above(self, node: int) -> bool:
        """Whether an atom is certainly >= 0."""
        head, *a = self.graph.ops[node]
        return head in ("exp", "sqrt", "abs") or (head == "var" and a[0] in self.floor) or laws.positive(self, node)

    def _wave(self, head: str, p: Poly, q: Poly) -> Poly:
        """sin or cos, the terms of a short sum one by one, as well as small multiples."""
        if not p:
            return {} if head == "sin" else ONE
        if q == ONE and len(p) == 1 and (known := laws.part_of_pi(self, head, p)) is not None:
            return known
        first = self.first(p)
        c, whole = p[first], p[first].denominator == 1 and first
        if q == ONE and (1 < len(p) < 4 or (len(p) == 1 and whole and 1 < abs(c) < 5)):
            part = {first: c if len(p) > 1 else c / abs(c)}
            rest = plus(p, part, -1)
            (s, u), (t, v) = ((self._wave("sin", r, ONE), self._wave("cos", r, ONE)) for r in (part, rest))
            if head == "sin":
                return plus(self.times(s, v), self.times(u, t))
            return plus(self.times(u, v), self.times(s, t), -1)
        turn = 1 if c > 0 else -1
        made = self.atom(self.graph.op(head, self.node(plus({}, p, turn), q)))
        return plus({}, made, turn if head == "sin" else 1)

    def _exp(self, p: Poly, q: Poly) -> Form:
        g, over, under = self.graph, ONE, ONE
        if q != ONE:
            c = p[self.first(p)]
            return self.atom(g.op("exp", self.node(plus({}, p, 1 / c), q)), c), ONE
        for m, c in p.items():
            if len(m) == 1 and m[0][1] == 1 and self.head(m[0][0]) == "log" and c.denominator <= 2:
                u, v = self.of(g.ops[m[0][0]][1])
                u, v = (u, v) if c.denominator == 1 else self._sqrt(u, v)
                u, v = (u, v) if c > 0 else (v, u)
                over, under = (self.times(r, self.power(s, abs(c.numerator))) for r, s in ((over, u), (under, v)))
            else:
                over = self.times(over, self.atom(g.op("exp", self.monomial(m)), c))
        return over, under

    def _log(self, p: Poly, q: Poly) -> Form:
        if not p:
            raise TooLarge("a logarithm of 0")
        g = self.graph
        total: Poly = {}
        for k, e in self.units(self.first(p)):
            arg, under = self.of(g.ops[k][1])
            if under == ONE:
                total = plus(total, arg, e)
                p = self.times(p, self.atom(k, -e))
        c = abs(p[self.first(p)])
        for prime, times in self._primes(c).items():
            total = plus(total, self.atom(g.op("log", g.const(prime))), times)
            c /= Fraction(prime) ** times
        p = plus({}, p, c / abs(p[self.first(p)]))
        if q != ONE and all(c > 0 and all(self.above(k) or e % 2 == 0 for k, e in m) for m, c in q.items()):
            total, q = plus(total, self._log(q, ONE)[0], -1), ONE
        for k, _ in self.first(p):
            e = min(dict(m).get(k, Fraction(0)) for m in p)
            if e and self.above(k) and self.head(k) != "exp":
                root = self.head(k) == "sqrt"
                single = self._log(*self.of(g.ops[k][1]))[0] if root else self.atom(g.op("log", k))
                total = plus(total, single, e / 2 if root else e)
                p = self.times(p, self.atom(k, -e))
        return (total if p == q == ONE else plus(total, self.atom(g.op("log", self.node(p, q))))), ONE

    def _sqrt(self, p: Poly, q: Poly) -> Form:
        if not p:
            return {}, ONE
        if len(p) == len(q) == 1:
            ((m, c),), ((n, d),) = p.items(), q.items()
            if c / d > 0 and all(e % 2 == 0 or self.above(k) for k, e in (*m, *n)):
                primes = self._primes(c / d)
                root = ONE
                rest = c / d
                for prime, e in primes.items():
                    rest /= Fraction(prime) ** e
                    root = plus({}, root, Fraction(prime) ** (e // 2))
                    if e % 2:
                        root = self.times(root, self.atom(self.graph.op("sqrt", self.graph.const(prime))))
                if rest != 1:
                    root = self.times(root, self.atom(self.graph.op("sqrt", self.graph.const(rest))))
                return self.times(root, self._halved(m)), self._halved(n)
        return self.atom(self.graph.op("sqrt", self.node(p, q))), ONE

    def _halved(self, m: Mono) -> Poly:
        """The root of a monomial, of atoms >= 0 or with even powers."""
        out = ONE
        for k, e in m:
            if self.head(k) == "exp":
                out = self.times(out, self.atom(k, e / 2))
                continue
            out = self.times(out, self._size(self.atom(k, e // 2)) if e > 1 else ONE)
            out = self.times(out, self.atom(self.graph.op("sqrt", k))) if e % 2 else out
        return out

    def _primes(self, q: Fraction) -> dict[int, int]:
        found: dict[int, int] = {}
        for p in _PRIMES:
            for part, sign in ((q.numerator, 1), (q.denominator, -1)):
                while part % p == 0:
                    part, found[p] = part // p, found.get(p, 0) + sign
        return found

    def _size(self, p: Poly) -> Poly:
        g = self.graph
        if not p:
            return {}
        if len(p) > 1:
            c = p[self.first(p)]
            return plus({}, self.atom(g.op("abs", self.node(plus({}, p, 1 / c)))), abs(c))
        ((m, c),) = p.items()
        out: Poly = {(): abs(c)}
        for k, e in m:
            plain = self.above(k) or e % 2 == 0
            out = self.times(out, self.atom(k, e) if plain else self.power(self.atom(g.op("abs", k)), int(e)))
        return out


def text(graph: Graph, node: int, names: list[str]) -> str:
    """The node in the claim language, without blanks."""
    made: dict[int, str] = {}
    for n in graph.order(node):
        head, *a = graph.ops[n]
        if head == "const":
            made[n] = str(a[0]) if a[0].denominator == 1 and a[0] >= 0 else f"({a[0]})"
        elif head == "var":
            made[n] = names[a[0]]
        elif head == "^":
            made[n] = f"{made[a[0]]}**{a[1]}"
        elif head == "neg":
            made[n] = f"(-{made[a[0]]})"
        elif head in ("+", "-", "*", "/"):
            made[n] = f"({made[a[0]]}{head}{made[a[1]]})"
        else:
            made[n] = f"{head}({','.join(made[p] for p in a)})"
    return made[node]
