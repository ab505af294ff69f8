"""Derived rules of natural deduction: connectives, quantifiers, sets that are picked out by a formula, equality."""

from __future__ import annotations

from collections.abc import Callable

from varproof.proof.kernel import build
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import fresh
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.kernel.text import text
from varproof.proof.script import ProofError, Script


class Deduction(Script):
    """A script that argues by cases, by contradiction, and with values for what is quantified."""

    # ---- logic

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
        return t.instantiate(body, (build.eta(x, sort),)), sort, x  # type: ignore[arg-type]

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
