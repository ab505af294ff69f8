"""One row of an axis of an up-interpolation with printed weights, in proofs: where its taps fall."""

from __future__ import annotations

from collections.abc import Callable

from varproof_lemmas.appendix.vectors import absolute

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, forall, fresh, sum_over, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.order import subject
from varproof.proof.positions import Positions
from varproof.proof.proof import Proof

Values = Callable[[Node], Node]


def clamp(q: Node, N: Node) -> Node:
    """min(max(q, 1), N)."""
    low = (q + 1 + t.fn("sqrt", (q - 1) * (q - 1))) / 2
    return (low + N - t.fn("sqrt", (low - N) * (low - N))) / 2


class Clamp:
    """min(max(q, 1), N) is 1 for q <= 1, q between, and N for q >= N, where N >= 1."""

    def __init__(self, p: Proof) -> None:
        q, N = t.var("q'"), t.var("N'")
        below, above = p.k.assume(t.ge(1 - q)), p.k.assume(t.ge(q - 1))
        inside, beyond = p.k.assume(t.ge(N - q)), p.k.assume(t.ge(q - N))
        size = p.k.assume(t.ge(N - 1))
        y = (q + 1 + t.fn("sqrt", (q - 1) * (q - 1))) / 2 - N
        low = p.abs_of_nonpositive(below, q - 1)
        high = absolute(p, q - 1, above)
        flat = p.abs_of_nonpositive(p.have(t.ge(-y), low, size), y)
        between = p.abs_of_nonpositive(p.have(t.ge(-y), high, inside), y)
        over = absolute(p, y, p.have(t.ge(y), high, beyond))
        self.p = p
        self.low = self._rule(p.have(t.eq(clamp(q, N), 1), low, flat), below, size)
        self.mid = self._rule(p.have(t.eq(clamp(q, N), q), high, between), above, inside)
        self.high = self._rule(p.have(t.eq(clamp(q, N), N), high, over), above, beyond)

    def _rule(self, result: Theorem, *given: Theorem) -> Theorem:
        for fact in reversed(given):
            result = self.p.k.discharge(result, fact.concl)
        return self.p.k.generalise(self.p.k.generalise(result, "real", "N'"), "real", "q'")


class Row:
    """Row i of an axis from the positions n to m, with the taps f: x rounded is #{k in n : cond(k)}."""

    def __init__(self, p: Proof, rules: Clamp, n: Node, f: Node, cond: Callable[[Node], Node]) -> None:
        self.p, self.rules, self.n, self.f, self.cond = p, rules, n, f, cond
        self.positions, self.taps, self.N = Positions(p, n), Positions(p, f), card(n)
        self.place = card(where(n, cond))
        self.size = p.have(t.ge(self.N - 1), p.given("n>=1"))

    def tap(self, a: Node) -> Node:
        """The position of tap a, before clamping."""
        return self.place + self.taps.pos(a) - 2

    def rounded(self, none: Callable[[Theorem], Theorem], some: Callable[..., Theorem]) -> Theorem:
        """What follows both if x is rounded to 0, and if it is rounded to the position of some k in n."""
        p, n, cond, positions = self.p, self.n, self.cond, self.positions
        empty = forall(n, lambda k: t.neg(cond(k)))

        def absurd(h: Theorem) -> Theorem:
            def no(k: Node, k_in: Theorem) -> Theorem:
                return p.ex_falso(p.false(p.holds(k_in), p.use(h, k, p.base(k_in))), t.eq(t.ONE))

            return none(p.sum_equal(where(n, cond), no))

        def last(k: Node, k_in: Theorem, at: Theorem) -> Theorem:
            base, here = p.base(k_in), p.holds(k_in)

            def before(y: Node, le: Theorem) -> Theorem:
                """cond(y) from y <= k."""

                def same(no: Theorem) -> Theorem:
                    equal = p.k.antisym(p.have(t.ge(y - k), p.k.order(no)), le)
                    return p.have(cond(y), here, p.congruence(equal, y, k, positions.pos))

                less = t.gt(k - y)
                return p.cases(less, lambda lt: p.have(cond(y), here, positions.increasing(y, k, base, lt)), same)

            upto = where(n, lambda y: t.ge(k - y))
            whole = positions.same_sum(
                lambda _: t.ONE,
                where(n, cond),
                upto,
                lambda inside: p.in_where(
                    p.base(inside),
                    p.have(t.ge(k - subject(inside)), p.at_most_max(inside, lambda z: z), at),
                    lambda y: t.ge(k - y),
                ),
                lambda inside: p.in_where(p.base(inside), before(subject(inside), p.holds(inside)), cond),
            )
            return some(k, base, p.have(t.eq(positions.pos(k), self.place), whole))

        return p.cases(
            empty,
            absurd,
            lambda no: p.obtain(no, lambda k, k_in, h: p.maximum(p.in_where(k_in, h, cond), lambda z: z, last)),
        )

    def falls(self) -> Theorem:
        """For every tap a: some j in n has pos(j) = the clamped tap; and the tap is -1, 0 or at least 1."""
        p, N, rules, positions = self.p, self.N, self.rules, self.positions

        def kinds(a: Node) -> tuple[Node, Node, Node]:
            q = self.tap(a)
            return t.eq(q, -1), t.eq(q, 0), t.ge(q - 1)

        def goal(a: Node) -> Node:
            return positions.exists(clamp(self.tap(a), N))

        def holds(a: Node) -> Node:
            return t.conj(t.disj(*kinds(a)), goal(a))

        def kind(a: Node, fact: Theorem) -> Theorem:
            """The alternative that the fact is."""
            first, second, third = kinds(a)

            def rest() -> Theorem:
                if fact.concl is third:
                    return p.implies(t.neg(second), lambda _: fact)
                return p.implies(t.neg(second), lambda no: p.ex_falso(p.false(fact, no), third))

            if fact.concl is first:
                return p.implies(t.neg(first), lambda no: p.ex_falso(p.false(fact, no), t.disj(second, third)))
            return p.implies(t.neg(first), lambda _: rest())

        def placed(a: Node, fact: Theorem, j: Node, j_in: Theorem, at: Theorem, value: Theorem) -> Theorem:
            """holds(a) from j at the place `value` of the clamped tap."""
            same = p.have(t.eq(positions.pos(j), clamp(self.tap(a), N)), at, value)
            return p.both(
                kind(a, fact), p.some(self.n, lambda y: t.eq(positions.pos(y), clamp(self.tap(a), N)), j, j_in, same)
            )

        def at_first(a: Node, fact: Theorem, *more: Theorem) -> Theorem:
            """The tap is at most 1, and clamped to 1."""
            low = p.have(t.ge(1 - self.tap(a)), *(more or [fact]))
            value = p.use(rules.low, self.tap(a), N, low, self.size)
            return p.obtain(
                positions.first(p.nonempty[self.n]), lambda j, j_in, at: placed(a, fact, j, j_in, at, value)
            )

        def within(a: Node, j: Node, j_in: Theorem, at: Theorem) -> Theorem:
            """pos(j) is the tap."""
            low = p.have(t.ge(self.tap(a) - 1), positions.at_least_one(j, j_in), at)
            high = p.have(t.ge(N - self.tap(a)), positions.most(j), at)
            return placed(a, low, j, j_in, at, p.use(rules.mid, self.tap(a), N, low, high))

        def start(a: Node, a_in: Theorem, at: Theorem) -> Theorem:
            def none(zero: Theorem) -> Theorem:
                return at_first(a, p.have(t.eq(self.tap(a), -1), zero, at))

            def some(k: Node, k_in: Theorem, at_k: Theorem) -> Theorem:
                def later(more: Theorem) -> Theorem:
                    return p.obtain(
                        positions.previous(k, k_in, more),
                        lambda j, j_in, at_j: within(
                            a, j, j_in, p.have(t.eq(positions.pos(j), self.tap(a)), at_j, at_k, at)
                        ),
                    )

                def only(no: Theorem) -> Theorem:
                    one = p.k.antisym(positions.at_least_one(k, k_in), p.k.order(no))
                    return at_first(a, p.have(t.eq(self.tap(a), 0), one, at_k, at))

                return p.cases(t.gt(positions.pos(k) - 1), later, only)

            return self.rounded(none, some)

        def step(i: Node, i_in: Theorem, a: Node, a_in: Theorem, at: Theorem, good: Theorem) -> Theorem:
            q = self.tap(i)

            def high(fact: Theorem) -> Theorem:
                return p.obtain(p.right(good), lambda j, j_in, at_j: beyond(fact, j, j_in, at_j))

            def beyond(fact: Theorem, j: Node, j_in: Theorem, at_j: Theorem) -> Theorem:
                def inside(less: Theorem) -> Theorem:
                    value = p.use(rules.mid, q, N, fact, p.have(t.ge(N - q), less))
                    here = p.have(t.eq(positions.pos(j), q), at_j, value)
                    more = p.have(t.gt(N - positions.pos(j)), here, less)
                    return p.obtain(
                        positions.next(j, j_in, more),
                        lambda y, y_in, at_y: within(
                            a, y, y_in, p.have(t.eq(positions.pos(y), self.tap(a)), at_y, here, at)
                        ),
                    )

                def outside(no: Theorem) -> Theorem:
                    over = p.have(t.ge(q - N), p.k.order(no))
                    before = p.use(rules.high, q, N, fact, over)
                    low = p.have(t.ge(self.tap(a) - 1), fact, at)
                    after = p.use(rules.high, self.tap(a), N, low, p.have(t.ge(self.tap(a) - N), over, at))
                    return placed(a, low, j, j_in, p.have(t.eq(positions.pos(j), N), at_j, before), after)

                return p.cases(t.gt(N - q), inside, outside)

            return p.either(
                p.left(good),
                lambda fact: at_first(a, p.have(t.eq(self.tap(a), 0), fact, at)),
                lambda rest: p.either(
                    rest, lambda fact: at_first(a, p.have(t.ge(self.tap(a) - 1), fact, at), fact, at), high
                ),
            )

        return self.taps.by_induction(holds, start, step)

    def count(self, value: Node, j: Node, j_in: Theorem, at: Theorem) -> Theorem:
        """Exactly one position is at the value, from pos(j) = value."""
        p, positions = self.p, self.positions

        def back(inside: Theorem) -> Theorem:
            y = subject(inside)
            same = p.congruence(p.holds(inside), y, j, positions.pos)
            return p.in_where(p.base(inside), p.have(t.eq(positions.pos(y), value), same, at), here)

        def to(inside: Theorem) -> Theorem:
            y = subject(inside)
            same = p.have(t.eq(positions.pos(y), positions.pos(j)), p.holds(inside), at)
            return p.in_where(
                p.base(inside), positions.injective(y, p.base(inside), j, j_in, same), lambda z: t.eq(z, j)
            )

        def here(y: Node) -> Node:
            return t.eq(positions.pos(y), value)

        only = where(self.n, lambda y: t.eq(y, j))
        same = positions.same_sum(lambda _: t.ONE, where(self.n, here), only, to, back)
        return p.have(t.eq(card(where(self.n, here)), 1), same, p.k.sum_one(j_in, t.ONE, j, self.n))

    def at_most_one(self, value: Node) -> Theorem:
        """At most one position is at the value."""
        p, n = self.p, self.n

        def here(y: Node) -> Node:
            return t.eq(self.positions.pos(y), value)

        goal = t.ge(1 - card(where(n, here)))

        def none(h: Theorem) -> Theorem:
            def no(y: Node, y_in: Theorem) -> Theorem:
                return p.ex_falso(p.false(p.holds(y_in), p.use(h, y, p.base(y_in))), t.eq(t.ONE))

            return p.have(goal, p.sum_equal(where(n, here), no))

        def some(no: Theorem) -> Theorem:
            return p.obtain(no, lambda j, j_in, at: p.have(goal, self.count(value, j, j_in, at)))

        return p.cases(forall(n, lambda y: t.neg(here(y))), none, some)

    def entry_of(self, W: Values, value: Values) -> Values:
        """j -> the sum of the weights of the taps that fall on j."""
        return lambda j: sum_over(where(self.f, lambda a: t.eq(self.positions.pos(j), value(a))), W)

    def swapped(self, W: Values, value: Values) -> Theorem:
        """The sum of all entries, tap by tap: W(a) times the number of positions that tap a falls on."""
        j, a = fresh("j"), fresh("a")
        falls = t.eq(self.positions.pos(t.var(j)), value(t.var(a)))
        return self.p.k.sum_swap(j, a, self.n, self.f, falls, W(t.var(a)))

    def clamped(self, a: Node) -> Node:
        return clamp(self.tap(a), self.N)

    def all_of_it(self, W: Values) -> Theorem:
        """With a clamped border the entries add up to all weights."""
        p, n = self.p, self.n
        falls = self.falls()

        def each(a: Node, a_in: Theorem) -> Theorem:
            one = p.obtain(p.right(p.use(falls, a, a_in)), lambda j, j_in, at: self.count(self.clamped(a), j, j_in, at))
            return p.k.arith([one], t.eq(W(a) * one.concl.args[0]), [], [(W(a), 0)])

        entries = sum_over(n, self.entry_of(W, self.clamped))
        return p.have(t.eq(entries, sum_over(self.f, W)), self.swapped(W, self.clamped), p.sum_equal(self.f, each))

    def at_most_all(self, W: Values, nonneg: Theorem) -> Theorem:
        """With a zero border they add up to no more, for weights W >= 0."""
        p, n = self.p, self.n

        def each(a: Node, a_in: Theorem) -> Theorem:
            one = self.at_most_one(self.tap(a))
            return p.have(t.ge(W(a) * one.concl.args[0]), one, p.use(nonneg, a, a_in), products=[(0, 1)])

        entries = sum_over(n, self.entry_of(W, self.tap))
        goal = t.ge(sum_over(self.f, W) - entries)
        return p.have(goal, self.swapped(W, self.tap), p.sum_at_least(self.f, each))

    def plain(self, W: Values, nonneg: Theorem, value: Values) -> Theorem:
        """The absolute values of the entries add up to the sum of the entries, for weights W >= 0."""
        p, entry_of = self.p, self.entry_of(W, value)

        def each(j: Node, _: Theorem) -> Theorem:
            taps = where(self.f, lambda a: t.eq(self.positions.pos(j), value(a)))
            sign = p.sum_at_least(taps, lambda a, a_in: p.use(nonneg, a, p.base(a_in)))
            return absolute(p, entry_of(j), sign)

        return p.sum_equal(self.n, each)
