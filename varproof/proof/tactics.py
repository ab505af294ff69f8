"""Tactics that follow the shape of a term: signs, norms, and equals for equals below binders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import isqrt

from varproof.proof.analysis import Analysis
from varproof.proof.kernel import build
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import fresh
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.script import ProofError


class Tactics(Analysis):
    """A script that knows which of its sets have members (`nonempty`: |S| > 0 by set), and signs of terms."""

    def __init__(self) -> None:
        super().__init__()
        self.nonempty: dict[Node, Theorem] = {}
        self.signs: dict[Node, Theorem] = {}

    # ---- signs

    def positive_term(self, x: Node) -> Theorem | None:
        """x > 0 where the shape of x shows it: a sum of nonnegative terms, one of them positive; else None."""
        known = self.signs.get(x)
        if known is not None and known.concl.op == "gt":
            return known
        parts = [self._product(mono, c) for mono, c in t.terms(x)]
        signs = [p for p in parts if p is not None]
        if len(signs) < len(parts) or not any(p.concl.op == "gt" for p in signs):
            return None
        return self._total(t.gt(x), signs)

    def nonnegative_term(self, x: Node) -> Theorem | None:
        """x >= 0 where the shape of x shows it: a square, or a sum of nonnegative terms; else None."""
        if x in self.signs:
            return self._total(t.ge(x), [self.signs[x]])
        root = square_root(x)
        if root is not None:
            return self.k.arith([], t.ge(x), [(Fraction(1), root, ())])
        parts = [self._product(mono, c) for mono, c in t.terms(x)]
        signs = [p for p in parts if p is not None]
        if len(signs) == len(parts):
            return self._total(t.ge(x), signs)
        return self._one_sum(x)

    def _total(self, goal: Node, signs: list[Theorem]) -> Theorem:
        return self.k.arith(signs, goal, [(Fraction(1), t.ONE, (i,)) for i in range(len(signs))])

    def _product(self, mono: Node, c: Fraction) -> Theorem | None:
        """c m > 0 or >= 0 by the signs of its factors."""
        if c < 0:
            return None
        root, signs = t.ONE, []
        for atom, e in t.factors(mono):
            one = t.monomial(t.product({atom: Fraction(1)}))
            if atom.op == "exp":
                signs.append(self.exp_positive(t.monomial(atom.args[0]) * e))  # type: ignore[arg-type]
                continue
            root = root * one ** (int(e) // 2)
            if e % 2:
                sign = self._atom(atom, one)
                if sign is None:
                    return None
                signs.append(sign)
        strict = t.constant(root) and all(p.concl.op == "gt" for p in signs)
        goal = t.monomial(mono, c)
        return self.k.arith(signs, t.gt(goal) if strict else t.ge(goal), [(c, root, tuple(range(len(signs))))])

    def _atom(self, atom: Node, one: Node) -> Theorem | None:
        if one in self.signs:
            return self.signs[one]
        if atom.op == "inv":
            below = self.positive_term(atom.args[0])  # type: ignore[arg-type]
            return below and self.inverse(below, atom.args[0])[1]  # type: ignore[arg-type]
        if atom.op == "fn" and atom.args[0] == "sqrt":
            inside = self.nonnegative_term(atom.args[1])  # type: ignore[arg-type]
            return inside and self.k.special(inside, "sqrt", 1, atom.args[1])  # type: ignore[arg-type]
        if atom.op == "fn" and atom.args[0] == "log":
            return self._log_sign(atom.args[1])  # type: ignore[arg-type]
        if atom.op == "sum":
            s, body = atom.args
            assert isinstance(s, Node) and isinstance(body, Node)
            x = fresh()
            inner = t.instantiate(body, (t.var(x),))
            sign = self.positive_term(inner)
            if sign is not None and s in self.nonempty:
                return self.member_of(
                    self.nonempty[s],
                    s,
                    lambda e, e_in: self.sum_positive(
                        e_in, lambda y: t.instantiate(body, (y,)), lambda y, _: self._again(sign, x, y)
                    ),
                )
            return self._one_sum(one)
        return None

    def _log_sign(self, x: Node) -> Theorem | None:
        """log x >= 0 from x >= 1: log x >= 1 - exp(-log x) = 1 - 1/x."""
        above = self.nonnegative_term(x - 1)
        if above is None:
            return None
        log = t.log(x)
        equal = self.log_exp(self.k.arith([above], t.gt(x), [(Fraction(1), t.ONE, (0,)), (Fraction(1), t.ONE, ())]), x)
        # log x = [exp(-log x) - 1 + log x] + exp(-log x) (x - 1) + exp(-log x) (exp(log x) - x)
        products = [(Fraction(1), t.ONE, (0,)), (Fraction(1), t.ONE, (1, 2))]
        facts = [self.exp_tangent(-log), self.exp_positive(-log), above, equal]
        return self.k.arith(facts, t.ge(log), products, [(t.exp(-log), 3)])

    def _again(self, theorem: Theorem, x: str, y: Node) -> Theorem:
        """The theorem with y for the variable x."""
        return self.k.specialise(self.k.generalise(theorem, "real", x), y)

    def _one_sum(self, x: Node) -> Theorem | None:
        """x >= 0 when x is one sum over a set after collecting terms, with a nonnegative body."""
        over: Node | None = None
        i = fresh()
        body = t.ZERO
        for mono, c in t.terms(x):
            sums = [(atom, e) for atom, e in t.factors(mono) if atom.op == "sum"]
            if len(sums) != 1 or sums[0][1] != 1 or (over is not None and sums[0][0].args[0] is not over):
                return None
            atom = sums[0][0]
            over = atom.args[0]  # type: ignore[assignment]
            rest = t.product({a: e for a, e in t.factors(mono) if a is not atom})
            body = body + t.monomial(rest, c) * t.instantiate(atom.args[1], (t.var(i),))  # type: ignore[arg-type]
        if over is None:
            return None
        inside = self.nonnegative_term(body)
        if inside is None:
            return None
        return self.k.sum_sign(inside, i, over)

    # ---- norms

    def norm(self, s: Node, v: Callable[[Node], Node]) -> tuple[Node, Theorem, Theorem]:
        """N = sqrt(sum over s of v^2), with N^2 = that sum and N >= 0."""
        nonneg = self.sum_at_least(s, lambda i, _: self.k.arith([], t.ge(v(i) * v(i)), [(Fraction(1), v(i), ())]))
        inside = build.sum_over(s, lambda i: v(i) * v(i))
        return (
            t.fn("sqrt", inside),
            self.k.special(nonneg, "sqrt", 0, inside),
            self.k.special(nonneg, "sqrt", 1, inside),
        )

    def spread(self, s: Node, v: Callable[[Node], Node], w: Callable[[Node], Node]) -> Theorem:
        """|v - w|^2 <= 2 |v|^2 + 2 |w|^2, summed from (v + w)^2 >= 0."""
        return self.sum_at_least(
            s,
            lambda i, _: self.k.arith(
                [],
                t.ge(2 * v(i) * v(i) + 2 * w(i) * w(i) - (v(i) - w(i)) * (v(i) - w(i))),
                [(Fraction(1), v(i) + w(i), ())],
            ),
        )

    def near(
        self, s: Node, v: Callable[[Node], Node], w: Callable[[Node], Node], first: Theorem, second: Theorem
    ) -> Theorem:
        """|v - w| < 2 g from |v| < g and |w| < g: |v - w|^2 <= 2 |v|^2 + 2 |w|^2 < 4 g^2."""
        a, a_square, a_nonneg = self.norm(s, v)
        b, b_square, b_nonneg = self.norm(s, w)
        c, c_square, _ = self.norm(s, lambda i: v(i) - w(i))
        g = first.concl.args[0] + a  # type: ignore[operator]
        wide = self.spread(s, v, w)
        names = [fresh(x) for x in "ABCGUVW"]
        A, B, C, G, U, V, W = (t.var(x) for x in names)
        hyps = [
            t.gt(G - A),
            t.gt(G - B),
            t.ge(A),
            t.ge(B),
            t.eq(A * A, U),
            t.eq(B * B, V),
            t.eq(C * C, W),
            t.ge(2 * U + 2 * V - W),
        ]
        below_a, below_b, low_a, low_b, square_a, square_b, square_c, spread = (self.k.assume(x) for x in hyps)
        part_a = self.have(t.gt(G * G - A * A), below_a, low_a, products=[(0, 0), (0, 1)])
        part_b = self.have(t.gt(G * G - B * B), below_b, low_b, products=[(0, 0), (0, 1)])
        part_c = self.have(t.gt(4 * G * G - C * C), part_a, part_b, square_a, square_b, square_c, spread)
        positive = self.have(t.gt(G), below_a, low_a)
        result = self.by_contradiction(
            t.gt(2 * G - C),
            lambda no: self.have(t.FALSE, self.k.order(no), positive, part_c, products=[(0, 0), (0, 1)]),
        )
        for h in reversed(hyps):
            result = self.k.discharge(result, h)
        for name in reversed(names):
            result = self.k.generalise(result, "real", name)
        squares = [build.sum_over(s, lambda i, f=f: f(i) * f(i)) for f in (v, w, lambda i: v(i) - w(i))]  # type: ignore[misc]
        return self.use(
            result, a, b, c, g, *squares, first, second, a_nonneg, b_nonneg, a_square, b_square, c_square, wide
        )

    # ---- equals for equals

    def rewrite(
        self,
        f: Callable[[Node], Node],
        x: Node,
        y: Node,
        rows: Callable[[Node, Node, dict[Node, Theorem]], Theorem],
        inside: dict[Node, Theorem] | None = None,
    ) -> Theorem:
        """f(x) = f(y), when applications that mention x equal the same with y.

        `rows(before, after, inside)` proves an equation of two applications; `inside` holds the memberships of the
        variables bound on the way, by variable.
        """
        h = fresh("h")
        return self._same(f(t.var(h)), h, x, y, rows, inside or {})

    def _same(
        self,
        term: Node,
        h: str,
        x: Node,
        y: Node,
        rows: Callable[[Node, Node, dict[Node, Theorem]], Theorem],
        inside: dict[Node, Theorem],
    ) -> Theorem:
        key = ("real", h)

        def at(node: Node, value: Node) -> Node:
            return t.substitute(node, {key: value})

        start = at(term, x)
        result = self.identity(start, start)
        current = term  # atoms that are done have y for h
        for atom in sorted({a for m, _ in t.terms(term) for a, _ in t.factors(m) if key in a.free}, key=lambda a: a.id):
            for power in sorted({e for m, _ in t.terms(current) for a, e in t.factors(m) if a is atom}):
                single = atom.op != "exp"
                part = t.monomial(t.product({atom: Fraction(1) if single else power}))
                equation = self._same_atom(atom, part, power, h, x, y, rows, inside)
                hole = fresh("z")
                template = t.ZERO
                for mono, c in t.terms(current):
                    factors = dict(t.factors(mono))
                    e = factors.get(atom)
                    if e is not None and (single or e == power):
                        del factors[atom]
                        template = template + t.monomial(t.product(factors), c) * t.var(hole) ** (
                            int(e) if single else 1
                        )
                    else:
                        template = template + t.monomial(mono, c)
                before, after = at(part, x), at(part, y)
                shape = t.eq(start, at(template, x))
                result = self.k.replace(equation, result, hole, before, after, shape)
                current = t.substitute(template, {("real", hole): after})
                if single:
                    break
        if t.substitute(current, {key: x}) is not at(term, y):
            raise ProofError("rewrite: not every occurrence could be replaced")
        return result

    def _same_atom(
        self,
        atom: Node,
        part: Node,
        power: Fraction,
        h: str,
        x: Node,
        y: Node,
        rows: Callable[[Node, Node, dict[Node, Theorem]], Theorem],
        inside: dict[Node, Theorem],
    ) -> Theorem:
        key = ("real", h)
        before, after = (t.substitute(part, {key: v}) for v in (x, y))
        if before is after:
            return self.identity(before, after)
        a: tuple[object, ...] = atom.args
        if atom.op == "app":
            return rows(before, after, inside)
        if atom.op in ("inv", "fn", "exp"):
            inner: Node = t.monomial(a[0]) * power if atom.op == "exp" else a[-1]  # type: ignore[arg-type, assignment]
            build_: Callable[[Node], Node] = {"inv": t.inv, "exp": t.exp}.get(atom.op, lambda u: t.fn(str(a[0]), u))
            equal = self._same(inner, h, x, y, rows, inside)
            return self.congruence(equal, t.substitute(inner, {key: x}), t.substitute(inner, {key: y}), build_)
        if atom.op == "sum":
            s, body = a
            assert isinstance(s, Node) and isinstance(body, Node)
            if key not in s.free:

                def member(i: Node, i_in: Theorem) -> Theorem:
                    return self._same(t.instantiate(body, (i,)), h, x, y, rows, {**inside, i: i_in})

                return self.sum_equal(s, member)
        raise ProofError(f"rewrite: cannot replace inside {part!r}")


def square_root(x: Node) -> Node | None:
    """A polynomial r with r^2 = x, if there is one: its terms one by one, in the order of the exponents."""
    atoms = sorted({a for m, _ in t.terms(x) for a, _ in t.factors(m)}, key=lambda a: a.id)
    root, left = t.ZERO, x
    first: dict[Node, Fraction] = {}
    scale = Fraction(0)
    for _ in range(len(t.terms(x))):
        lead, c = max(t.terms(left), key=lambda term: _exponents(term[0], atoms))
        powers = dict(t.factors(lead))
        if root is t.ZERO:
            first = powers = {a: e / 2 for a, e in powers.items()}
            scale = c = Fraction(isqrt(max(c.numerator, 0)), isqrt(c.denominator))
        else:
            powers = {a: powers.get(a, Fraction(0)) - first.get(a, Fraction(0)) for a in powers | first}
            c /= 2 * scale
        if not c or any(a.op != "exp" and (e < 0 or e.denominator > 1) for a, e in powers.items()):
            return None
        term = t.monomial(t.product({a: e for a, e in powers.items() if e}), c)
        left = left - term * (2 * root + term)
        root = root + term
        if left is t.ZERO:
            return root
    return None


def _exponents(mono: Node, atoms: Sequence[Node]) -> tuple[Fraction, ...]:
    powers = dict(t.factors(mono))
    return tuple(powers.get(a, Fraction(0)) for a in atoms)
