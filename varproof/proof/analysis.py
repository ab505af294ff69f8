"""Derived rules of analysis: elementary functions, their slopes, finite sums and maxima."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from varproof.proof.deduction import Deduction
from varproof.proof.kernel import build
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import fresh
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import FALSE, Node


class Analysis(Deduction):
    """A script that knows exp, log, roots and absolute values, and estimates sums and maxima over finite sets."""

    # ---- elementary functions

    def pi_bounds(self) -> tuple[Theorem, Theorem]:
        """3 < pi and pi < 22/7."""
        zero = self.k.arith([], t.ge(t.ZERO), [])
        return self.k.special(zero, "pi", 0, t.ZERO), self.k.special(zero, "pi", 1, t.ZERO)

    def exp_positive(self, x: Node) -> Theorem:
        """exp x > 0: it is the square of exp(x/2) and has an inverse."""
        with self.silent():
            half = t.exp(x * Fraction(1, 2))
            nonneg = self.k.arith([], t.ge(t.exp(x)), [(Fraction(1), half, ())])
            if t.constant(t.exp(x)) is not None:
                return self.have(t.gt(t.exp(x)))

            def absurd(no: Theorem) -> Theorem:
                zero = self.k.antisym(nonneg, self.k.order(no))
                return self.k.arith([zero], FALSE, [(Fraction(1), t.ONE, ())], [(-t.exp(-x), 0)])

            return self.by_contradiction(t.gt(t.exp(x)), absurd)

    def exp_tangent(self, x: Node) -> Theorem:
        """exp x >= 1 + x."""
        return self.k.exp(x)

    def exp_monotone(self, le: Theorem, x: Node, y: Node) -> Theorem:
        """exp x <= exp y (or <) from x <= y (or <): exp(y - x) >= 1 + (y - x), times exp x > 0."""
        with self.silent():
            goal = t.gt(t.exp(y) - t.exp(x)) if le.concl.op == "gt" else t.ge(t.exp(y) - t.exp(x))
            return self.have(goal, le, self.k.exp(y - x), self.exp_positive(x))

    def log_exp(self, positive: Theorem, x: Node) -> Theorem:
        """exp(log x) = x from x > 0."""
        return self.k.special(positive, "log", 0, x)

    def inverse(self, positive: Theorem, x: Node) -> tuple[Theorem, Theorem]:
        """x * (1/x) = 1 and 1/x > 0, from x > 0."""
        with self.silent():
            unit = self.k.inv(positive, x)
            return unit, self.by_contradiction(
                t.gt(t.inv(x)),
                lambda no: self.k.arith(
                    [self.k.order(no), positive, unit],
                    FALSE,
                    [(Fraction(1), t.ONE, ()), (Fraction(1), t.ONE, (0, 1))],
                    [(t.ONE, 2)],
                ),
            )

    def not_zero(self, positive: Theorem, x: Node) -> Theorem:
        """x != 0 from x > 0."""
        with self.silent():
            return self.implies(t.eq(x), lambda zero: self.have(FALSE, positive, zero))

    def slope(self, f: Callable[[Node], Node], e: Node, *premises: Theorem) -> Theorem:
        """The derivative of f at e by the rules of calculus."""
        x = fresh()
        return self.k.deriv(premises, x, f(t.var(x)), e)

    def slope_of_equal(
        self, same: Callable[[Node], Theorem], f: Callable[[Node], Node], g: Callable[[Node], Node], e: Node
    ) -> Theorem:
        """Equal functions have equal derivatives at e; `same(x)` proves f(x) = g(x)."""
        x = fresh()
        return self.k.deriv_ext(same(t.var(x)), x, f(t.var(x)), g(t.var(x)), e)

    def exp_injective(self, equal: Theorem, x: Node, y: Node) -> Theorem:
        """x = y from exp x = exp y: both differences are at most 0 by the tangent at 0."""
        with self.silent():
            one = [
                self.k.arith([equal], t.eq(t.exp(a - b), 1), [], [(r, 0)])
                for a, b, r in ((x, y, t.exp(-y)), (y, x, -t.exp(-x)))
            ]
            below = self.have(t.ge(y - x), one[0], self.k.exp(x - y))
            above = self.have(t.ge(x - y), one[1], self.k.exp(y - x))
            return self.k.antisym(above, below)

    def root(self, x: Node) -> tuple[Node, Theorem, Theorem]:
        """|x| = sqrt(x^2), with |x|^2 = x^2 and |x| >= 0."""
        square = self.k.arith([], t.ge(x * x), [(Fraction(1), x, ())])
        return (
            t.fn("sqrt", x * x),
            self.k.special(square, "sqrt", 0, x * x),
            self.k.special(square, "sqrt", 1, x * x),
        )

    def zero_of_square(self, x: Node, small: Theorem) -> Theorem:
        """x = 0 from -x^2 >= 0: else x has an inverse and 1 = (x/x)^2 <= 0."""

        def differ(no: Theorem) -> Theorem:
            unit = self.k.inv(no, x)
            return self.k.arith(
                [small, unit], FALSE, [(Fraction(1), t.ONE, ()), (Fraction(1), t.inv(x), (0,))], [(x * t.inv(x) + 1, 1)]
            )

        return self.by_contradiction(t.eq(x), differ)

    def abs_at_least(self, x: Node) -> Theorem:
        """|x| >= x: otherwise x > |x| >= 0 and x^2 > |x|^2."""
        size, square, nonneg = self.root(x)
        with self.silent():
            return self.by_contradiction(
                size >= x,
                lambda no: self.have(FALSE, self.k.order(no), nonneg, square, products=[(0, 0), (0, 1)]),
            )

    def abs_of_nonpositive(self, p: Theorem, x: Node) -> Theorem:
        """|x| = -x from x <= 0 (the relation -x >= 0)."""
        size, square, _ = self.root(x)
        with self.silent():
            below = self.by_contradiction(
                -x >= size,
                lambda no: self.have(FALSE, self.k.order(no), p, square, products=[(0, 0), (0, 1)]),
            )
            return self.k.antisym(self.have(t.ge(size + x), self.abs_at_least(-x)), below)

    # ---- sums

    def sum_at_least(self, s: Node, body: Callable[[Node, Theorem], Theorem]) -> Theorem:
        """sum over s of f >= 0 from f(x) >= 0 for x in s."""
        x = fresh()
        return self.k.sum_sign(body(t.var(x), self.k.assume(t.member(t.var(x), s))), x, s)

    def sum_equal(self, s: Node, body: Callable[[Node, Theorem], Theorem]) -> Theorem:
        """sum over s of f = 0 from f(x) = 0 for x in s."""
        x = fresh()
        zero = body(t.var(x), self.k.assume(t.member(t.var(x), s)))
        value: Node = zero.concl.args[0]  # type: ignore[assignment]
        up = self.k.arith([zero], t.ge(value), [], [(t.ONE, 0)])
        down = self.k.arith([zero], t.ge(-value), [], [(-t.ONE, 0)])
        return self.k.antisym(self.k.sum_sign(up, x, s), self.k.sum_sign(down, x, s))

    def split(self, s: Node, f: Callable[[Node], Node], body: Callable[[Node], Node]) -> Theorem:
        """sum over s = sum over {x in s | f} + sum over {x in s | not f}."""
        return self.k.sum_split(s, build.body(f), build.body(lambda x: t.lift(body(x))))

    def take(self, inside: Theorem, body: Callable[[Node], Node]) -> Theorem:
        """sum over s of f = f(e) + sum over {x in s | x != e} of f, from e in s."""
        e, s = inside.concl.args
        assert isinstance(e, Node) and isinstance(s, Node)
        inner = build.body(lambda x: t.lift(body(x)))
        first = self.split(s, lambda x: t.eq(x, e), body)
        one = self.k.sum_one(inside, inner, e, s)
        with self.silent():
            rest = t.sum_body(build.where(s, lambda x: t.neg(t.eq(x, e))), inner)
            return self.have(t.eq(t.sum_body(s, inner), t.instantiate(inner, (e,)) + rest), first, one)

    def sum_positive(
        self, inside: Theorem, f: Callable[[Node], Node], body: Callable[[Node, Theorem], Theorem]
    ) -> Theorem:
        """sum over s of f > 0 from f(x) > 0 for x in s and a member e."""
        e, s = inside.concl.args
        assert isinstance(e, Node) and isinstance(s, Node)
        with self.silent():
            others = build.where(s, lambda x: t.neg(t.eq(x, e)))

            def weaken(x: Node, x_in: Theorem) -> Theorem:
                return self.have(t.ge(t.lift(f(x))), body(x, self.base(x_in)))

            rest = self.sum_at_least(others, weaken)
            return self.have(t.gt(build.sum_over(s, f)), self.take(inside, f), rest, body(e, inside))

    def member_of(self, positive: Theorem, s: Node, body: Callable[[Node, Theorem], Theorem]) -> Theorem:
        """What follows from x in s, when |s| > 0 is known; x must not stay in the result."""
        none = build.forall(s, lambda x: FALSE)

        def absurd(h: Theorem) -> Theorem:
            def empty(x: Node, inside: Theorem) -> Theorem:
                return self.k.contradiction(self.use(h, x, inside), t.ge(t.lift(-1)))

            with self.silent():
                return self.have(FALSE, self.sum_at_least(s, empty), positive)

        there = self.k.discharge(absurd(self.k.assume(none)), none)
        x = fresh("e")
        inside = t.member(t.var(x), s)
        result = body(t.var(x), self.k.assume(inside))
        no = self.k.assume(t.neg(result.concl))
        every = self.k.generalise(self.k.discharge(self.k.mp(no, result), inside), "real", x)
        return self.k.contradiction(self.k.mp(there, every), result.concl)

    def maximum(
        self,
        inside: Theorem,
        f: Callable[[Node], Node],
        body: Callable[[Node, Theorem, Theorem], Theorem],
        name: str = "m",
    ) -> Theorem:
        """What follows from: m in s and max over s of f = f(m)."""
        e, s = inside.concl.args
        assert isinstance(e, Node) and isinstance(s, Node)
        return self.obtain(self.k.max_attained(inside, s, e, build.body(lambda x: t.lift(f(x)))), body, name)

    def at_most_max(self, inside: Theorem, f: Callable[[Node], Node]) -> Theorem:
        """f(e) <= max over s of f from e in s."""
        e, s = inside.concl.args
        assert isinstance(e, Node) and isinstance(s, Node)
        return self.k.max_bound(inside, s, e, build.body(lambda x: t.lift(f(x))))
