"""Hardmax attention on tokens that lie on a line: its scores, its outputs, and which token it selects."""

from __future__ import annotations

from collections.abc import Callable

from varproof_lemmas.contextual.ladder import only

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, max_over, sum_over, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof


class Line:
    """Scores and values of tokens on a line: score(i, k, j) = T_ik T_ij omega and value(i, j, c) = T_ij nu_c."""

    def __init__(self, p: Proof) -> None:
        self.p = p
        self.n, self.d, self.h, self.X, self.T, self.f = p["n"], p["d"], p["s"], p["X"], p["T"], p["f"]
        self.line = p.given("line")

    def projected(self, w: Callable[[Node], Node], i: Node, i_in: Theorem, j: Node, j_in: Theorem) -> Theorem:
        """<w, X_ij> = T_ij <w, f>."""
        p = self.p
        equal = p.sum_equal(
            self.d,
            lambda c, c_in: p.have(
                t.eq(w(c) * self.X(i, j, c) - w(c) * self.T(i, j) * self.f(c)),
                p.use(self.line, i, i_in, j, j_in, c, c_in),
            ),
        )
        return p.have(t.eq(self.along(w, i, j), self.T(i, j) * sum_over(self.d, lambda c: w(c) * self.f(c))), equal)

    def along(self, w: Callable[[Node], Node], i: Node, j: Node) -> Node:
        return sum_over(self.d, lambda c: w(c) * self.X(i, j, c))

    def score(self, i: Node, k: Node, j: Node) -> Node:
        W_K, W_Q = self.p["W_K"], self.p["W_Q"]
        return sum_over(self.h, lambda u: self.along(lambda a: W_K(u, a), i, j) * self.along(lambda a: W_Q(u, a), i, k))

    def omega(self) -> Node:
        W_K, W_Q = self.p["W_K"], self.p["W_Q"]
        return sum_over(
            self.h,
            lambda u: (
                sum_over(self.d, lambda a: W_K(u, a) * self.f(a)) * sum_over(self.d, lambda a: W_Q(u, a) * self.f(a))
            ),
        )

    def score_is(self, i: Node, i_in: Theorem, k: Node, k_in: Theorem, j: Node, j_in: Theorem) -> Theorem:
        """score = T_ik T_ij omega."""
        p, W_K, W_Q = self.p, self.p["W_K"], self.p["W_Q"]

        def one(u: Node, _: Theorem) -> Theorem:
            first = self.projected(lambda a: W_K(u, a), i, i_in, j, j_in)
            second = self.projected(lambda a: W_Q(u, a), i, i_in, k, k_in)
            x, y = self.along(lambda a: W_K(u, a), i, j), self.along(lambda a: W_Q(u, a), i, k)
            x2 = self.T(i, j) * sum_over(self.d, lambda a: W_K(u, a) * self.f(a))
            y2 = self.T(i, k) * sum_over(self.d, lambda a: W_Q(u, a) * self.f(a))
            return p.k.arith([first, second], t.eq(x * y, x2 * y2), [], [(y, 0), (x2, 1)])

        return p.have(t.eq(self.score(i, k, j), self.T(i, k) * self.T(i, j) * self.omega()), p.sum_equal(self.h, one))

    def value(self, i: Node, j: Node, c: Node) -> Node:
        W_O, W_V = self.p["W_O"], self.p["W_V"]
        return sum_over(self.h, lambda u: W_O(c, u) * self.along(lambda a: W_V(u, a), i, j))

    def nu(self, c: Node) -> Node:
        W_O, W_V = self.p["W_O"], self.p["W_V"]
        return sum_over(self.h, lambda u: W_O(c, u) * sum_over(self.d, lambda a: W_V(u, a) * self.f(a)))

    def value_is(self, i: Node, i_in: Theorem, j: Node, j_in: Theorem, c: Node) -> Theorem:
        """value = T_ij nu_c."""
        p, W_O, W_V = self.p, self.p["W_O"], self.p["W_V"]

        def one(u: Node, _: Theorem) -> Theorem:
            x = self.along(lambda a: W_V(u, a), i, j)
            x2 = self.T(i, j) * sum_over(self.d, lambda a: W_V(u, a) * self.f(a))
            return p.k.arith(
                [self.projected(lambda a: W_V(u, a), i, i_in, j, j_in)],
                t.eq(W_O(c, u) * x, W_O(c, u) * x2),
                [],
                [(W_O(c, u), 0)],
            )

        return p.have(t.eq(self.value(i, j, c), self.T(i, j) * self.nu(c)), p.sum_equal(self.h, one))

    def best(self, i: Node, k: Node) -> Callable[[Node], Node]:
        return lambda j: t.eq(self.score(i, k, j), max_over(self.n, lambda x: self.score(i, k, x)))

    def output(self, i: Node, k: Node, c: Node) -> Node:
        chosen = where(self.n, self.best(i, k))
        return self.X(i, k, c) + sum_over(chosen, lambda j: self.value(i, j, c)) / card(chosen)

    # -- one member selected

    def selected(
        self,
        i: Node,
        i_in: Theorem,
        k: Node,
        k_in: Theorem,
        theta: Theorem,
        body: Callable[[Node, Theorem, Theorem, Callable[[Node], Theorem]], Theorem],
    ) -> Theorem:
        """With T_ik omega != 0 one j has the largest score: body(j, j in n, max = score, output_c = X + T_ij nu_c)."""
        p = self.p
        factor = self.T(i, k) * self.omega()

        def at(m: Node, m_in: Theorem, equal: Theorem) -> Theorem:
            def unique(x: Node, x_in: Theorem, x_best: Theorem) -> Theorem:
                def absurd(no: Theorem) -> Theorem:
                    differ = p.use(p.given("distinct"), i, i_in, x, x_in, m, m_in, no)
                    zero = p.have(
                        t.eq(factor * (self.T(i, x) - self.T(i, m))),
                        x_best,
                        equal,
                        self.score_is(i, i_in, k, k_in, x, x_in),
                        self.score_is(i, i_in, k, k_in, m, m_in),
                    )
                    unit = p.k.inv(theta, factor)
                    same = p.k.arith(
                        [zero, unit],
                        t.eq(self.T(i, x), self.T(i, m)),
                        [],
                        [(t.inv(factor), 0), (-(self.T(i, x) - self.T(i, m)), 1)],
                    )
                    return p.false(same, differ)

                return p.by_contradiction(t.eq(x, m), absurd)

            here = p.have(self.best(i, k)(m), equal)
            count = only(p, self.n, self.best(i, k), m, m_in, here, unique, lambda j: t.ONE)
            chosen = where(self.n, self.best(i, k))
            one = p.congruence(count, card(chosen), t.ONE, t.inv)

            def out(c: Node) -> Theorem:
                total = only(p, self.n, self.best(i, k), m, m_in, here, unique, lambda j: self.value(i, j, c))
                return p.have(
                    t.eq(self.output(i, k, c), self.X(i, k, c) + self.T(i, m) * self.nu(c)),
                    total,
                    one,
                    self.value_is(i, i_in, m, m_in, c),
                )

            return body(m, m_in, equal, out)

        return p.maximum(k_in, lambda j: self.score(i, k, j), at)

    def extreme(
        self,
        i: Node,
        i_in: Theorem,
        k: Node,
        k_in: Theorem,
        m: Node,
        m_in: Theorem,
        equal: Theorem,
        sign: int,
        theta: Theorem,
    ) -> Theorem:
        """sign T_im = max of sign T: T_im is the largest (sign 1, T_ik omega > 0) or the smallest (sign -1)."""
        p = self.p
        factor = self.T(i, k) * self.omega()

        def f(j: Node) -> Node:
            return sign * self.T(i, j)

        def top(x: Node, x_in: Theorem, at: Theorem) -> Theorem:
            less = p.have(
                t.ge(factor * (self.T(i, m) - self.T(i, x))),
                p.at_most_max(x_in, lambda j: self.score(i, k, j)),
                equal,
                self.score_is(i, i_in, k, k_in, x, x_in),
                self.score_is(i, i_in, k, k_in, m, m_in),
            )
            size = sign * factor
            _, inverse = p.inverse(theta, size)
            unit = p.k.inv(theta, size)
            order = p.have(t.ge(f(m) - f(x)), less, inverse, unit, products=[(0, 1)])
            return p.have(t.ge(f(m) - max_over(self.n, f)), order, at)

        below = p.maximum(m_in, f, top)
        return p.k.antisym(p.have(t.ge(max_over(self.n, f) - f(m)), p.at_most_max(m_in, f)), below)

    # -- all tied

    def tied(self, i: Node, i_in: Theorem, k: Node, k_in: Theorem, zero: Theorem) -> Callable[[Node], Theorem]:
        """With omega = 0 the output is X + (sum_j T_ij) nu_c/n."""
        p = self.p
        best = self.best(i, k)
        chosen = where(self.n, best)

        def null(j: Node, j_in: Theorem) -> Theorem:
            return p.have(t.eq(self.score(i, k, j)), self.score_is(i, i_in, k, k_in, j, j_in), zero)

        top = p.maximum(
            k_in,
            lambda j: self.score(i, k, j),
            lambda m, m_in, at: p.have(t.eq(max_over(self.n, lambda j: self.score(i, k, j))), at, null(m, m_in)),
        )

        def same(g: Callable[[Node], Node]) -> Theorem:
            x = "tied'"
            inside, plain = p.k.assume(t.member(t.var(x), chosen)), p.k.assume(t.member(t.var(x), self.n))
            into = p.in_where(plain, p.have(best(t.var(x)), null(t.var(x), plain), top), best)
            return p.k.sum_ext(p.base(inside), into, x, chosen, self.n, t.close(g(t.var(x)), "real", x))

        count = same(lambda j: t.ONE)
        inverse = p.congruence(count, card(chosen), card(self.n), t.inv)

        def out(c: Node) -> Theorem:
            values = p.sum_equal(
                self.n,
                lambda j, j_in: p.have(
                    t.eq(self.value(i, j, c) - self.T(i, j) * self.nu(c)), self.value_is(i, i_in, j, j_in, c)
                ),
            )
            total = same(lambda j: self.value(i, j, c))
            mean = sum_over(self.n, lambda j: self.T(i, j)) * self.nu(c) / card(self.n)
            added = p.have(
                t.eq(
                    sum_over(chosen, lambda j: self.value(i, j, c)),
                    sum_over(self.n, lambda j: self.T(i, j)) * self.nu(c),
                ),
                total,
                values,
            )
            quotient = p.k.arith(
                [added, inverse],
                t.eq(sum_over(chosen, lambda j: self.value(i, j, c)) / card(chosen), mean),
                [],
                [(t.inv(card(chosen)), 0), (sum_over(self.n, lambda j: self.T(i, j)) * self.nu(c), 1)],
            )
            return p.have(t.eq(self.output(i, k, c), self.X(i, k, c) + mean), quotient)

        return out


def counts(p: Proof, L: Line) -> list[Theorem]:
    """Some token has the largest score, so the number of those that have it is not 0."""

    def nonempty(i: Node, k: Node, k_in: Theorem) -> Theorem:
        best = L.best(i, k)

        def at(m: Node, m_in: Theorem, equal: Theorem) -> Theorem:
            inside = p.in_where(m_in, p.have(best(m), equal), best)
            return p.not_zero(p.sum_positive(inside, lambda _: t.ONE, lambda *_: p.positive(1)), card(where(L.n, best)))

        return p.maximum(k_in, lambda j: L.score(i, k, j), at)

    return [p.forall(p["N"], lambda i, _: p.forall(L.n, lambda k, k_in: nonempty(i, k, k_in)))]
