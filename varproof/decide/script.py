"""Proof scripts: natural deduction and tactics over the kernel's rules.

A `Script` holds a session of the kernel. Its methods are derived rules: each ends in rule applications and can prove
nothing that the kernel cannot. Statements passed through `have`, `suppose`, `cases` and the like are written down as
lines, so that the proof can be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction

from varproof.decide import reading, search
from varproof.decide.kernel import build
from varproof.decide.kernel import terms as t
from varproof.decide.kernel.build import fresh
from varproof.decide.kernel.rules import Session, Theorem
from varproof.decide.kernel.terms import FALSE, Node
from varproof.decide.kernel.text import text


class ProofError(ValueError):
    """A proof script asked for something that does not follow; the message says what."""


class Script:
    """A proof in progress."""

    def __init__(self) -> None:
        self.k = Session()
        self.lines: list[tuple[int, str]] = []
        self.concise = False  # only `say`, `show` and `state` write, not each step
        self.names: dict[Node, str] = {}
        self.symbols: dict[str, reading.Meaning] = {}
        self._numbers: dict[int, int] = {}
        self._depth = 0
        self._silent = 0

    # ---- writing the proof down

    def name(self, symbol: str, term: reading.Meaning) -> None:
        """Print a term as this symbol from here on; in `state` it may also be a set or a function."""
        self.symbols[symbol] = term
        if not isinstance(term, Node) or term.op != "poly":
            return
        pairs = t.terms(term)
        if len(pairs) == 1 and pairs[0][1] == 1 and len(t.factors(pairs[0][0])) == 1:
            ((atom, power),) = t.factors(pairs[0][0])
            if power == 1:
                self.names[atom] = symbol
        self.names[term] = symbol

    def say(self, sentence: str) -> None:
        """Write a sentence into the proof."""
        if not self._silent:
            self.lines.append((self._depth, sentence))

    def show(self, theorem: Theorem, why: str = "", facts: Sequence[Theorem] = ()) -> Theorem:
        """Write a theorem down as a numbered line."""
        return self._write(theorem, None, why, facts)

    def state(self, theorem: Theorem, line: str, why: str = "", facts: Sequence[Theorem] = ()) -> Theorem:
        """Write a theorem down in these words; ProofError unless they say, with the names given so far, just that."""
        return self._write(theorem, line, why, facts)

    def _said(self, formula: Node) -> str:
        return text(formula, self.names)

    def _step(self, theorem: Theorem, why: str = "", facts: Sequence[Theorem] = ()) -> Theorem:
        """Write a theorem down that nobody asked for."""
        return theorem if self.concise else self._write(theorem, None, why, facts)

    def _read(self, theorem: Theorem, line: str) -> str:
        try:
            said = reading.formula(line, self.symbols)
        except (reading.ReadingError, t.TermError) as error:
            raise ProofError(str(error)) from error
        if said is not theorem.concl:
            raise ProofError(f"{line!r} says {text(said)}, the theorem {text(theorem.concl)}")
        return line

    def _write(self, theorem: Theorem, line: str | None, why: str, facts: Sequence[Theorem]) -> Theorem:
        if not self._silent:
            written = self._said(theorem.concl) if line is None else self._read(theorem, line)
            number = self._numbers.setdefault(theorem.step, len(self._numbers) + 1)
            refs = [f"({self._numbers[f.step]})" for f in facts if f.step in self._numbers]
            reason = ", ".join(x for x in [" ".join(refs), why] if x)
            self.lines.append(
                (
                    self._depth,
                    f"({number}) {written}" + (f"   [{reason}]" if reason else ""),
                )
            )
        return theorem

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Inside, nothing is written down."""
        self._silent += 1
        try:
            yield
        finally:
            self._silent -= 1

    @contextmanager
    def block(self, sentence: str = "") -> Iterator[None]:
        """Inside, lines are indented below the sentence."""
        if sentence:
            self.say(sentence)
            self._depth += 1
        try:
            yield
        finally:
            self._depth -= bool(sentence)

    # ---- arithmetic

    def have(
        self,
        goal: Node,
        *facts: Theorem,
        why: str = "",
        squares: Sequence[Node] = (),
        products: Sequence[tuple[int, ...]] = (),
    ) -> Theorem:
        """The goal, a relation, from the facts by arithmetic (multipliers found by search)."""
        relations = [f for f in facts if f.concl.op in ("ge", "gt", "eq")]
        if len(relations) != len(facts):
            raise ProofError(
                f"have {text(goal, self.names)}: a fact is no relation: "
                + next(text(f.concl, self.names) for f in facts if f not in relations)
            )
        for f in facts:
            if f.concl is goal:
                return self._step(f, why, [f])
        try:
            products_, equalities = search.multipliers(goal, [f.concl for f in facts], squares, products)
        except search.NotFound as error:
            raise ProofError(str(error)) from error
        return self._step(self.k.arith(facts, goal, products_, equalities), why, facts)

    def identity(self, s: Node, u: Node | int) -> Theorem:
        """s = u, when both have the same normal form."""
        return self.k.arith([], t.eq(s, u), [])

    def positive(self, q: Fraction | int) -> Theorem:
        """q > 0 for a positive rational."""
        return self.k.arith([], t.gt(t.lift(q)), [(Fraction(q), t.ONE, ())])

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

    # ---- logic

    def suppose(self, f: Node, why: str = "assumed") -> Theorem:
        """f |- f, written down."""
        return self._step(self.k.assume(f), why)

    def false(self, p: Theorem, not_p: Theorem) -> Theorem:
        """A contradiction from p and not p."""
        return self.k.mp(not_p, p)

    def ex_falso(self, absurd: Theorem, f: Node) -> Theorem:
        """Anything from a contradiction."""
        return self.k.contradiction(absurd, f)

    def by_contradiction(self, goal: Node, body: Callable[[Theorem], Theorem]) -> Theorem:
        """The goal, if its negation leads to a contradiction."""
        return self.k.contradiction(body(self.k.assume(t.neg(goal))), goal)

    def cases(self, f: Node, yes: Callable[[Theorem], Theorem], no: Callable[[Theorem], Theorem]) -> Theorem:
        """What follows both from f and from not f."""
        told = not self._silent and not self.concise
        with self.block(f"Case {text(f, self.names)}:" if told else ""):
            a = yes(self._step(self.k.assume(f), "case"))
        with self.block(f"Case {text(t.neg(f), self.names)}:" if told else ""):
            b = no(self._step(self.k.assume(t.neg(f)), "case"))
        if a.concl is not b.concl:
            raise ProofError(f"the cases end differently: {text(a.concl)} and {text(b.concl)}")
        goal = a.concl
        no_goal = self.k.assume(t.neg(goal))
        not_f = self.k.discharge(self.k.mp(no_goal, a), f)
        return self.k.contradiction(self.k.mp(no_goal, self.k.mp(self.k.discharge(b, t.neg(f)), not_f)), goal)

    def compare(self, x: Node, y: Node, le: Callable[[Theorem], Theorem], gt: Callable[[Theorem], Theorem]) -> Theorem:
        """What follows both from x <= y and from x > y."""
        return self.cases(t.ge(y - x), le, lambda no: gt(self.k.order(no)))

    def ne_cases(
        self,
        x: Node,
        y: Node,
        lt: Callable[[Theorem], Theorem],
        gt: Callable[[Theorem], Theorem],
        ne: Theorem,
    ) -> Theorem:
        """What follows both from x < y and from x > y, given x != y (in either direction)."""

        def le(p: Theorem) -> Theorem:
            def both(q: Theorem) -> Theorem:
                first, second = (p, q) if ne.concl is t.neg(t.eq(y, x)) else (q, p)
                return self.ex_falso(self.false(self.k.antisym(first, second), ne), goal)

            return self.cases(t.ge(x - y), both, lambda no: lt(self.have(t.gt(y - x), self.k.order(no))))

        with self.silent():
            goal = gt(self.k.assume(t.gt(x - y))).concl
        return self.compare(x, y, le, gt)

    def both(self, p: Theorem, q: Theorem) -> Theorem:
        """p and q."""
        h = self.k.assume(t.imp(p.concl, t.neg(q.concl)))
        return self.k.discharge(self.k.mp(self.k.mp(h, p), q), h.concl)

    def left(self, p: Theorem) -> Theorem:
        """f from f and g."""
        f, not_g = p.concl.args[0].args  # type: ignore[attr-defined]
        no = self.k.assume(t.neg(f))
        absurd = self.k.contradiction(self.k.mp(no, self.k.assume(f)), not_g)
        return self.k.contradiction(self.k.mp(p, self.k.discharge(absurd, f)), f)

    def right(self, p: Theorem) -> Theorem:
        """g from f and g."""
        f, not_g = p.concl.args[0].args  # type: ignore[attr-defined]
        g = not_g.args[0]
        return self.k.contradiction(self.k.mp(p, self.k.discharge(self.k.assume(not_g), f)), g)

    def either(self, p: Theorem, first: Callable[[Theorem], Theorem], second: Callable[[Theorem], Theorem]) -> Theorem:
        """What follows from each side of f or g."""
        f = p.concl.args[0].args[0]  # type: ignore[attr-defined]
        return self.cases(f, first, lambda no: second(self.k.mp(p, no)))

    def implies(self, f: Node, body: Callable[[Theorem], Theorem]) -> Theorem:
        """f -> g from a proof of g that may use f."""
        return self.k.discharge(body(self.k.assume(f)), f)

    def use(self, p: Theorem, *values: Node | Theorem) -> Theorem:
        """Specialise (by a node) and apply (to a theorem) in turn."""
        for value in values:
            p = self.k.mp(p, value) if isinstance(value, Theorem) else self.k.specialise(p, value)
        return p

    # ---- quantifiers and sets

    def forall(self, s: Node, body: Callable[[Node, Theorem], Theorem], name: str = "x") -> Theorem:
        """for all x in s: f(x), from a proof of f(x) that may use x in s."""
        x = fresh(name)
        inside = t.member(t.var(x), s)
        return self.k.generalise(self.k.discharge(body(t.var(x), self.k.assume(inside)), inside), "real", x)

    def some(self, s: Node, f: Callable[[Node], Node], e: Node, inside: Theorem, holds: Theorem) -> Theorem:
        """some x in s has f(x), shown by e."""
        none = build.forall(s, lambda x: t.neg(f(x)))
        h = self.k.assume(none)
        return self.k.discharge(self.false(holds, self.use(h, e, inside)), none)

    def opened(self, every: Node, x: Node) -> Node:
        """f(x) of the formula `for all x in s: f(x)`."""
        inner = t.instantiate(every.args[1], (x,))  # type: ignore[arg-type]
        return inner.args[1]  # type: ignore[return-value]

    def opened_all(self, every: Node, *xs: Node) -> Node:
        """f(x, y, ...) of the formula `for all x in s: for all y in u: ...: f(x, y, ...)`."""
        for x in xs:
            every = self.opened(every, x)
        return every

    def opened_function(self, every: Node, g: Callable[..., Node]) -> Node:
        """f(g) of the formula `for all functions g: f(g)`."""
        arity = int(str(every.args[0])[2:])
        return t.instantiate(every.args[1], (build.lam(g, arity),))  # type: ignore[arg-type]

    def opened_some(self, some: Node, value: Node) -> Node:
        """f(value) of the formula `some function has f`."""
        every: Node = some.args[0]  # type: ignore[assignment]
        return t.instantiate(every.args[1], (value,)).args[0]  # type: ignore[arg-type, return-value]

    def obtain(self, p: Theorem, body: Callable[[Node, Theorem, Theorem], Theorem], name: str = "x") -> Theorem:
        """What follows from some x in s with f(x), where p says that there is one; x must not stay in the result."""
        every: Node = p.concl.args[0]  # type: ignore[assignment]
        x = fresh(name)
        inner = t.instantiate(every.args[1], (t.var(x),))  # type: ignore[arg-type]
        inside: Node = inner.args[0]  # type: ignore[assignment]
        f: Node = inner.args[1].args[0]  # type: ignore[attr-defined]
        result = body(t.var(x), self.k.assume(inside), self.k.assume(f))
        goal = result.concl
        absurd = self.k.mp(self.k.assume(t.neg(goal)), result)
        none = self.k.generalise(self.k.discharge(self.k.discharge(absurd, f), inside), "real", x)
        return self.k.contradiction(self.k.mp(p, none), goal)

    def obtain_function(self, p: Theorem, body: Callable[[str, Theorem], Theorem]) -> Theorem:
        """What follows from some function with f, where p says that there is one; `body` gets its name."""
        opened, sort, x = self.open_any(p.concl.args[0])  # type: ignore[arg-type]
        f: Node = opened.args[0]  # type: ignore[assignment]
        result = body(x, self.k.assume(f))
        absurd = self.k.mp(self.k.assume(t.neg(result.concl)), result)
        none = self.k.generalise(self.k.discharge(absurd, f), sort, x)
        return self.k.contradiction(self.k.mp(p, none), result.concl)

    def some_function(self, goal: Node, value: Node, holds: Theorem) -> Theorem:
        """The goal `some function has f`, shown by the lambda `value`."""
        none: Node = goal.args[0]  # type: ignore[assignment]
        return self.k.discharge(self.false(holds, self.use(self.k.assume(none), value)), none)

    def forall_function(self, arity: int, body: Callable[[Callable[..., Node]], Theorem], name: str = "f") -> Theorem:
        """for all functions g: f(g), from a proof of f(g)."""
        x = fresh(name)
        return self.k.generalise(body(build.func(x)), f"fn{arity}", x)

    def open_any(self, every: Node) -> tuple[Node, str, str]:
        """f(x) of `for all x: f(x)` for a fresh x of its sort, real or function, with the sort and the name."""
        sort, body = str(every.args[0]), every.args[1]
        x = fresh()
        if sort == "real":
            return t.instantiate(body, (t.var(x),)), sort, x  # type: ignore[arg-type]
        arity = int(sort[2:])
        value = t.lam_body(arity, t.app(x, tuple(t.bound(j) for j in range(arity))))
        return t.instantiate(body, (value,)), sort, x  # type: ignore[arg-type]

    def in_where(self, inside: Theorem, holds: Theorem, f: Callable[[Node], Node]) -> Theorem:
        """e in {x in s | f(x)}."""
        e, s = inside.concl.args
        return self.k.filter_in(inside, holds, build.where(s, f), e)  # type: ignore[arg-type]

    def base(self, inside: Theorem) -> Theorem:
        """e in s from e in {x in s | f(x)}."""
        return self.k.filter_out(inside, 0)

    def holds(self, inside: Theorem) -> Theorem:
        """f(e) from e in {x in s | f(x)}."""
        return self.k.filter_out(inside, 1)

    def equal(self, p: Theorem, x: Node, y: Node, f: Callable[[Node], Node], q: Theorem) -> Theorem:
        """f(y) from x = y and f(x)."""
        hole = fresh("hole")
        return self.k.replace(p, q, hole, x, y, f(t.var(hole)))

    def congruence(self, p: Theorem, x: Node, y: Node, f: Callable[[Node], Node]) -> Theorem:
        """f(x) = f(y) from x = y."""
        return self.equal(p, x, y, lambda z: t.eq(f(x), f(z)), self.identity(f(x), f(x)))

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
        return self.k.sum_split(s, build._body(f), build._body(lambda x: t.lift(body(x))))

    def take(self, inside: Theorem, body: Callable[[Node], Node]) -> Theorem:
        """sum over s of f = f(e) + sum over {x in s | x != e} of f, from e in s."""
        e, s = inside.concl.args
        assert isinstance(e, Node) and isinstance(s, Node)
        inner = build._body(lambda x: t.lift(body(x)))
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
        return self.obtain(self.k.max_attained(inside, s, e, build._body(lambda x: t.lift(f(x)))), body, name)

    def at_most_max(self, inside: Theorem, f: Callable[[Node], Node]) -> Theorem:
        """f(e) <= max over s of f from e in s."""
        e, s = inside.concl.args
        assert isinstance(e, Node) and isinstance(s, Node)
        return self.k.max_bound(inside, s, e, build._body(lambda x: t.lift(f(x))))
