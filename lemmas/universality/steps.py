"""Steps one after the other: an index set ordered by distinct reals t, and what adds up along it.

Statements: `first`, `last` and `after` as formulas. Proofs: `Order.along` is a discrete form of Gronwall's inequality,
`Order.later` counts the steps that are still to come, `Rate` weighs step k by K^-place(k).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from varproof.decide.kernel import terms as t
from varproof.decide.kernel.build import card, forall, fresh, sum_over, where
from varproof.decide.kernel.rules import Theorem
from varproof.decide.kernel.terms import Node
from varproof.decide.proof import Proof
from varproof.lang import And, ForAll, Implies, Index, Ne, Or

Function = Callable[..., Node]


def distinct(times, n):
    """No two steps at the same time."""
    i, k = Index("i", n), Index("k", n)
    return ForAll(i, k, Implies(Ne(i, k), Ne(times[i], times[k])))


def first(times, k, n):
    """Step k comes first."""
    l = Index("l", n)
    return ForAll(l, times[k] <= times[l])


def last(times, k, n):
    """Step k comes last."""
    l = Index("l", n)
    return ForAll(l, times[l] <= times[k])


def after(times, i, k, n):
    """Step k comes right after step i."""
    l = Index("l", n)
    return And(times[i] < times[k], ForAll(l, Or(times[l] <= times[i], times[k] <= times[l])))


class Order:
    """The steps n of a proof, ordered by T."""

    def __init__(self, p: Proof, n: Node, T: Function, different: Theorem) -> None:
        self.p, self.n, self.T, self.different = p, n, T, different

    def below(self, k: Node) -> Node:
        """The steps before k."""
        return where(self.n, lambda l: t.gt(self.T(k) - self.T(l)))

    def upto(self, k: Node) -> Node:
        """The steps before k, and k."""
        return where(self.n, lambda l: t.ge(self.T(k) - self.T(l)))

    def same_sum(
        self, f: Function, a: Node, b: Node, to: Callable[[Theorem], Theorem], back: Callable[[Theorem], Theorem]
    ) -> Theorem:
        """sum over a of f = sum over b of f, from inclusions both ways."""
        x = fresh()
        inside, other = (self.p.k.assume(t.member(t.var(x), s)) for s in (a, b))
        return self.p.k.sum_ext(to(inside), back(other), x, a, b, t.close(t.lift(f(t.var(x))), "real", x))

    def drop(self, f: Function, k: Node, k_in: Theorem) -> Theorem:
        """sum up to k = f(k) + sum before k."""
        p, T = self.p, self.T
        up = p.in_where(k_in, p.have(t.ge(t.ZERO)), lambda l: t.ge(T(k) - T(l)))
        others = where(self.upto(k), lambda l: t.neg(t.eq(l, k)))

        def to(inside: Theorem) -> Theorem:
            x, base = inside.concl.args[0], p.base(p.base(inside))
            unequal = p.use(self.different, x, base, k, k_in, p.holds(inside))
            le = p.holds(p.base(inside))

            def no(h: Theorem) -> Theorem:
                same = p.k.antisym(p.have(t.ge(T(x) - T(k)), p.k.order(h)), p.have(t.ge(T(k) - T(x)), le))
                return p.false(same, unequal)

            return p.in_where(base, p.by_contradiction(t.gt(T(k) - T(x)), no), lambda l: t.gt(T(k) - T(l)))

        def back(inside: Theorem) -> Theorem:
            x: Node = inside.concl.args[0]
            less = p.holds(inside)
            le = p.in_where(p.base(inside), p.have(t.ge(T(k) - T(x)), less), lambda l: t.ge(T(k) - T(l)))
            differ = p.implies(t.eq(x, k), lambda h: p.have(t.FALSE, less, p.congruence(h, x, k, T)))
            return p.in_where(le, differ, lambda l: t.neg(t.eq(l, k)))

        rest = self.same_sum(f, others, self.below(k), to, back)
        whole = sum_over(self.upto(k), f)
        return p.have(t.eq(whole, f(k) + sum_over(self.below(k), f)), p.take(up, f), rest)

    def shift(self, f: Function, i: Node, k: Node, less: Theorem, between: Theorem) -> Theorem:
        """sum before k = sum up to i, when k comes right after i: less is T(i) < T(k), between that nothing is."""
        p, T = self.p, self.T

        def to(inside: Theorem) -> Theorem:
            x: Node = inside.concl.args[0]
            base = p.base(inside)
            le = p.by_contradiction(
                t.ge(T(i) - T(x)),
                lambda no: p.have(t.FALSE, p.use(between, x, base, no), p.holds(inside)),
            )
            return p.in_where(base, le, lambda l: t.ge(T(i) - T(l)))

        def back(inside: Theorem) -> Theorem:
            x: Node = inside.concl.args[0]
            return p.in_where(
                p.base(inside), p.have(t.gt(T(k) - T(x)), p.holds(inside), less), lambda l: t.gt(T(k) - T(l))
            )

        return self.same_sum(f, self.below(k), self.upto(i), to, back)

    def before(
        self,
        k: Node,
        k_in: Theorem,
        start: Callable[[Theorem], Theorem],
        step: Callable[[Node, Theorem, Theorem, Theorem], Theorem],
    ) -> Theorem:
        """What follows both if k comes first, and if it comes right after some i (`less`, `between`)."""
        p, n, T = self.p, self.n, self.T

        def is_first(yes: Theorem) -> Theorem:
            return start(p.forall(n, lambda l, l_in: p.have(t.ge(T(l) - T(k)), p.k.order(p.use(yes, l, l_in)))))

        def some(x: Node, x_in: Theorem, less: Theorem) -> Theorem:
            inside = p.in_where(x_in, less, lambda l: t.gt(T(k) - T(l)))

            def top(i: Node, i_in: Theorem, at: Theorem) -> Theorem:
                def nothing(l: Node, l_in: Theorem) -> Theorem:
                    def late(no: Theorem) -> Theorem:
                        def early(h: Theorem) -> Theorem:
                            l_below = p.in_where(
                                l_in, p.have(t.gt(T(k) - T(l)), p.k.order(h)), lambda q: t.gt(T(k) - T(q))
                            )
                            return p.have(t.FALSE, p.at_most_max(l_below, T), at, p.k.order(no))

                        return p.by_contradiction(t.ge(T(l) - T(k)), early)

                    return p.implies(t.neg(t.ge(T(i) - T(l))), late)

                return step(i, p.base(i_in), p.holds(i_in), p.forall(n, nothing))

            return p.maximum(inside, T, top)

        none = forall(n, lambda l: t.neg(t.gt(T(k) - T(l))))
        return p.cases(none, is_first, lambda no: p.obtain(no, some))

    def along(
        self,
        E: Function,
        A: Function,
        start: Callable[[Node, Theorem, Theorem], Theorem],
        step: Callable[[Node, Theorem, Node, Theorem, Theorem, Theorem], Theorem],
    ) -> Theorem:
        """For all k: E(k) <= sum of A up to k, from E(k) <= A(k) at the first and E(k) <= E(i) + A(k) right after i.

        A first step that violates it would come right after one that does not, or first.
        """
        p, n, T = self.p, self.n, self.T

        def total(k: Node) -> Node:
            return sum_over(self.upto(k), A)

        def bad(k: Node) -> Node:
            return t.neg(t.ge(total(k) - E(k)))

        def earliest(m: Node, m_bad: Theorem, at: Theorem) -> Theorem:
            m_in = p.base(m_bad)

            def at_start(is_first: Theorem) -> Theorem:
                def absurd(x: Node, x_in: Theorem) -> Theorem:
                    no = p.have(t.FALSE, p.use(is_first, x, p.base(x_in)), p.holds(x_in))
                    return p.ex_falso(no, t.eq(t.lift(A(x))))

                empty = p.sum_equal(self.below(m), absurd)
                return p.have(t.ge(total(m) - E(m)), start(m, m_in, is_first), self.drop(A, m, m_in), empty)

            def later(i: Node, i_in: Theorem, less: Theorem, between: Theorem) -> Theorem:
                def worse(no: Theorem) -> Theorem:
                    i_bad = p.in_where(i_in, no, bad)
                    return p.have(t.FALSE, p.at_most_max(i_bad, lambda q: -T(q)), at, less)

                good = p.by_contradiction(t.ge(total(i) - E(i)), worse)
                return p.have(
                    t.ge(total(m) - E(m)),
                    good,
                    step(i, i_in, m, m_in, less, between),
                    self.drop(A, m, m_in),
                    self.shift(A, i, m, less, between),
                )

            return p.false(self.before(m, m_in, at_start, later), p.holds(m_bad))

        def each(k: Node, k_in: Theorem) -> Theorem:
            return p.by_contradiction(
                t.ge(total(k) - E(k)),
                lambda no: p.maximum(p.in_where(k_in, no, bad), lambda q: -T(q), earliest),
            )

        return p.forall(n, each)

    def whole(self, f: Function, k: Node, is_last: Theorem) -> Theorem:
        """sum up to the last step = sum over all."""
        p, T = self.p, self.T
        return self.same_sum(
            f,
            self.upto(k),
            self.n,
            p.base,
            lambda x_in: p.in_where(
                x_in,
                p.have(t.ge(T(k) - T(x_in.concl.args[0])), p.use(is_last, x_in.concl.args[0], x_in)),
                lambda l: t.ge(T(k) - T(l)),
            ),
        )

    def place(self, k: Node) -> Node:
        """The number of steps before k."""
        return card(self.below(k))

    def most(self, k: Node) -> Theorem:
        """The number of steps up to k is at most that of all."""
        p, late = self.p, lambda l: t.ge(self.T(k) - self.T(l))
        more = p.sum_at_least(where(self.n, lambda l: t.neg(late(l))), lambda *_: p.have(t.ge(t.ONE)))
        return p.have(t.ge(card(self.n) - card(self.upto(k))), p.split(self.n, late, lambda _: t.ONE), more)

    def jump(self, k: Node, l: Node, less: Theorem) -> Theorem:
        """place(l) is at least the number of steps up to k, from T(k) < T(l)."""
        p = self.p

        def late(x: Node) -> Node:
            return t.ge(self.T(k) - self.T(x))

        def to(inside: Theorem) -> Theorem:
            return p.in_where(p.base(p.base(inside)), p.holds(inside), late)

        def back(inside: Theorem) -> Theorem:
            x: Node = inside.concl.args[0]
            before = p.have(t.gt(self.T(l) - self.T(x)), less, p.holds(inside))
            low = p.in_where(p.base(inside), before, lambda y: t.gt(self.T(l) - self.T(y)))
            return p.in_where(low, p.holds(inside), late)

        below = self.below(l)
        same = self.same_sum(lambda _: t.ONE, where(below, late), self.upto(k), to, back)
        more = p.sum_at_least(where(below, lambda x: t.neg(late(x))), lambda *_: p.have(t.ge(t.ONE)))
        return p.have(t.ge(self.place(l) - card(self.upto(k))), p.split(below, late, lambda _: t.ONE), same, more)

    def next_place(self, i: Node, i_in: Theorem, k: Node, less: Theorem, between: Theorem) -> Theorem:
        """place(k) = place(i) + 1 when k comes right after i."""
        one = lambda _: t.ONE  # noqa: E731
        return self.p.have(
            t.eq(self.place(k), self.place(i) + 1), self.shift(one, i, k, less, between), self.drop(one, i, i_in)
        )

    def last_place(self, k: Node, k_in: Theorem, is_last: Theorem) -> Theorem:
        """place(k) = |n| - 1 at the last step."""
        one = lambda _: t.ONE  # noqa: E731
        return self.p.have(t.eq(self.place(k), card(self.n) - 1), self.drop(one, k, k_in), self.whole(one, k, is_last))

    def later(self, j: Node, j_in: Theorem) -> Theorem:
        """The number of steps after j is |n| - 1 - place(j)."""
        p, T = self.p, self.T
        above = where(self.n, lambda l: t.gt(T(l) - T(j)))
        rest = where(self.n, lambda l: t.neg(t.ge(T(j) - T(l))))

        def to(inside: Theorem) -> Theorem:
            x: Node = inside.concl.args[0]
            no = p.implies(t.ge(T(j) - T(x)), lambda h: p.have(t.FALSE, h, p.holds(inside)))
            return p.in_where(p.base(inside), no, lambda l: t.neg(t.ge(T(j) - T(l))))

        def back(inside: Theorem) -> Theorem:
            x: Node = inside.concl.args[0]
            more = p.have(t.gt(T(x) - T(j)), p.k.order(p.holds(inside)))
            return p.in_where(p.base(inside), more, lambda l: t.gt(T(l) - T(j)))

        one = lambda _: t.ONE  # noqa: E731
        same = self.same_sum(one, above, rest, to, back)
        split = p.split(self.n, lambda l: t.ge(T(j) - T(l)), one)
        return p.have(t.eq(card(above), card(self.n) - 1 - self.place(j)), same, split, self.drop(one, j, j_in))


class Rate:
    """The weights K^-place(k), as exp(-place(k) log K), for K > 0."""

    def __init__(self, order: Order, K: Node, positive: Theorem) -> None:
        self.p, self.order, self.K = order.p, order, K
        self.log = t.log(K)
        self.unit = self.p.have(t.eq(K * t.exp(-self.log), 1), self.p.log_exp(positive, K))

    def __call__(self, k: Node) -> Node:
        return t.exp(-self.log * self.order.place(k))

    def positive(self, k: Node) -> Theorem:
        return self.p.exp_positive(-self.log * self.order.place(k))

    def at(self, place: Theorem, k: Node, value: Node) -> Theorem:
        """K^-place(k) = K^-value from place(k) = value."""
        return self.p.congruence(place, self.order.place(k), value, lambda q: t.exp(-self.log * q))

    def start(self, k: Node, is_first: Theorem) -> Theorem:
        """The weight of the first step is 1."""
        p = self.p

        def absurd(x: Node, x_in: Theorem) -> Theorem:
            no = p.have(t.FALSE, p.use(is_first, x, p.base(x_in)), p.holds(x_in))
            return p.ex_falso(no, t.eq(t.ONE))

        return self.at(p.sum_equal(self.order.below(k), absurd), k, t.ZERO)

    def step(
        self, i: Node, i_in: Theorem, k: Node, less: Theorem, between: Theorem, D: Function, a: Node, rate: Theorem
    ) -> Theorem:
        """D(k) K^-place(k) <= D(i) K^-place(i) + a K^-place(k), from `rate`: D(k) <= K D(i) + a."""
        place = self.order.next_place(i, i_in, k, less, between)
        moved = self.at(place, k, self.order.place(i) + 1)
        goal = t.ge(D(i) * self(i) + a * self(k) - D(k) * self(k))
        return self.p.k.arith(
            [rate, self.positive(k), moved, self.unit],
            goal,
            [(Fraction(1), t.ONE, (0, 1))],
            [(-self.K * D(i), 2), (-D(i) * self(i), 3)],
        )
