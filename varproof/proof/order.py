"""Finite sets in order: induction along it, and sums up to a member."""

from __future__ import annotations

from collections.abc import Callable

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, forall, fresh, sum_over, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.tactics import Tactics

Function = Callable[..., Node]


def one(_: Node) -> Node:
    """1, as a function: what is summed to count."""
    return t.ONE


def subject(inside: Theorem) -> Node:
    """x of the theorem x in S."""
    x = inside.concl.args[0]
    assert isinstance(x, Node)
    return x


class Order:
    """The members of the set n ("steps") ordered by the reals T; `different`: T tells different members apart."""

    def __init__(self, p: Tactics, n: Node, T: Function, different: Theorem) -> None:
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
            x, base = subject(inside), p.base(p.base(inside))
            unequal = p.use(self.different, x, base, k, k_in, p.holds(inside))
            le = p.holds(p.base(inside))

            def no(h: Theorem) -> Theorem:
                same = p.k.antisym(p.have(t.ge(T(x) - T(k)), p.k.order(h)), p.have(t.ge(T(k) - T(x)), le))
                return p.false(same, unequal)

            return p.in_where(base, p.by_contradiction(t.gt(T(k) - T(x)), no), lambda l: t.gt(T(k) - T(l)))

        def back(inside: Theorem) -> Theorem:
            x = subject(inside)
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
            x = subject(inside)
            base = p.base(inside)
            le = p.by_contradiction(
                t.ge(T(i) - T(x)),
                lambda no: p.have(t.FALSE, p.use(between, x, base, no), p.holds(inside)),
            )
            return p.in_where(base, le, lambda l: t.ge(T(i) - T(l)))

        def back(inside: Theorem) -> Theorem:
            x = subject(inside)
            return p.in_where(
                p.base(inside), p.have(t.gt(T(k) - T(x)), p.holds(inside), less), lambda l: t.gt(T(k) - T(l))
            )

        return self.same_sum(f, self.below(k), self.upto(i), to, back)

    def next_sum(self, f: Function, i: Node, k: Node, k_in: Theorem, less: Theorem, between: Theorem) -> Theorem:
        """sum up to k = f(k) + sum up to i, when k comes right after i."""
        whole = t.eq(sum_over(self.upto(k), f), f(k) + sum_over(self.upto(i), f))
        return self.p.have(whole, self.drop(f, k, k_in), self.shift(f, i, k, less, between))

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

    def everywhere(
        self,
        holds: Callable[[Node], Node],
        start: Callable[[Node, Theorem, Theorem], Theorem],
        step: Callable[[Node, Theorem, Node, Theorem, Theorem, Theorem, Theorem], Theorem],
    ) -> Theorem:
        """For all k: holds(k), by induction: at the first, and at k right after i if at i.

        `start(k, k_in, is_first)` and `step(i, i_in, k, k_in, less, between, holds(i))` prove holds(k). An earliest
        step that violates it would come right after one that does not, or first.
        """
        p, n, T = self.p, self.n, self.T

        def bad(k: Node) -> Node:
            return t.neg(holds(k))

        def earliest(m: Node, m_bad: Theorem, at: Theorem) -> Theorem:
            m_in = p.base(m_bad)

            def later(i: Node, i_in: Theorem, less: Theorem, between: Theorem) -> Theorem:
                def worse(no: Theorem) -> Theorem:
                    i_bad = p.in_where(i_in, no, bad)
                    return p.have(t.FALSE, p.at_most_max(i_bad, lambda q: -T(q)), at, less)

                return step(i, i_in, m, m_in, less, between, p.by_contradiction(holds(i), worse))

            return p.false(self.before(m, m_in, lambda is_first: start(m, m_in, is_first), later), p.holds(m_bad))

        def each(k: Node, k_in: Theorem) -> Theorem:
            return p.by_contradiction(
                holds(k), lambda no: p.maximum(p.in_where(k_in, no, bad), lambda q: -T(q), earliest)
            )

        return p.forall(n, each)

    def along(
        self,
        E: Function,
        A: Function,
        start: Callable[[Node, Theorem, Theorem], Theorem],
        step: Callable[[Node, Theorem, Node, Theorem, Theorem, Theorem], Theorem],
    ) -> Theorem:
        """For all k: E(k) <= sum of A up to k, from E(k) <= A(k) at the first and E(k) <= E(i) + A(k) right after i
        (a discrete form of Gronwall's inequality)."""
        p = self.p

        def total(k: Node) -> Node:
            return sum_over(self.upto(k), A)

        def at_first(k: Node, k_in: Theorem, is_first: Theorem) -> Theorem:
            return p.have(t.ge(total(k) - E(k)), start(k, k_in, is_first), self.first_sum(A, k, k_in, is_first))

        def later(
            i: Node, i_in: Theorem, k: Node, k_in: Theorem, less: Theorem, between: Theorem, good: Theorem
        ) -> Theorem:
            return p.have(
                t.ge(total(k) - E(k)),
                good,
                step(i, i_in, k, k_in, less, between),
                self.next_sum(A, i, k, k_in, less, between),
            )

        return self.everywhere(lambda k: t.ge(total(k) - E(k)), at_first, later)

    def _nothing(self, is_first: Theorem, goal: Callable[[Node], Node]) -> Callable[[Node, Theorem], Theorem]:
        """Anything about the steps before the first one."""
        p = self.p

        def absurd(x: Node, x_in: Theorem) -> Theorem:
            return p.ex_falso(p.have(t.FALSE, p.use(is_first, x, p.base(x_in)), p.holds(x_in)), goal(x))

        return absurd

    def first_sum(self, f: Function, k: Node, k_in: Theorem, is_first: Theorem) -> Theorem:
        """sum up to the first step k = f(k)."""
        empty = self.p.sum_equal(self.below(k), self._nothing(is_first, lambda x: t.eq(t.lift(f(x)))))
        return self.p.have(t.eq(sum_over(self.upto(k), f), t.lift(f(k))), self.drop(f, k, k_in), empty)

    def first_place(self, k: Node, is_first: Theorem) -> Theorem:
        """place(k) = 0 at the first step."""
        return self.p.sum_equal(self.below(k), self._nothing(is_first, lambda _: t.eq(t.ONE)))

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
                p.have(t.ge(T(k) - T(subject(x_in))), p.use(is_last, subject(x_in), x_in)),
                lambda l: t.ge(T(k) - T(l)),
            ),
        )

    def place(self, k: Node) -> Node:
        """The number of steps before k."""
        return card(self.below(k))

    def most(self, k: Node) -> Theorem:
        """The number of steps up to k is at most that of all."""
        p = self.p

        def late(l: Node) -> Node:
            return t.ge(self.T(k) - self.T(l))

        more = p.sum_at_least(where(self.n, lambda l: t.neg(late(l))), lambda *_: p.have(t.ge(t.ONE)))
        return p.have(t.ge(card(self.n) - card(self.upto(k))), p.split(self.n, late, one), more)

    def jump(self, k: Node, l: Node, less: Theorem) -> Theorem:
        """place(l) is at least the number of steps up to k, from T(k) < T(l)."""
        p = self.p

        def late(x: Node) -> Node:
            return t.ge(self.T(k) - self.T(x))

        def to(inside: Theorem) -> Theorem:
            return p.in_where(p.base(p.base(inside)), p.holds(inside), late)

        def back(inside: Theorem) -> Theorem:
            x = subject(inside)
            before = p.have(t.gt(self.T(l) - self.T(x)), less, p.holds(inside))
            low = p.in_where(p.base(inside), before, lambda y: t.gt(self.T(l) - self.T(y)))
            return p.in_where(low, p.holds(inside), late)

        below = self.below(l)
        same = self.same_sum(one, where(below, late), self.upto(k), to, back)
        more = p.sum_at_least(where(below, lambda x: t.neg(late(x))), lambda *_: p.have(t.ge(t.ONE)))
        return p.have(t.ge(self.place(l) - card(self.upto(k))), p.split(below, late, one), same, more)

    def next_place(self, i: Node, i_in: Theorem, k: Node, less: Theorem, between: Theorem) -> Theorem:
        """place(k) = place(i) + 1 when k comes right after i."""
        return self.p.have(
            t.eq(self.place(k), self.place(i) + 1), self.shift(one, i, k, less, between), self.drop(one, i, i_in)
        )

    def last_place(self, k: Node, k_in: Theorem, is_last: Theorem) -> Theorem:
        """place(k) = |n| - 1 at the last step."""
        return self.p.have(t.eq(self.place(k), card(self.n) - 1), self.drop(one, k, k_in), self.whole(one, k, is_last))
