"""Condition (2) of a contextual mapping: different tokens, and the same token with different token sets."""

from __future__ import annotations

from collections.abc import Callable

from varproof_lemmas.contextual.contextual_distance import Distances
from varproof_lemmas.contextual.contextual_lines import name_objects
from varproof_lemmas.contextual.contextual_sets import Tokens, every_pair, scores_of_tokens, sets_differ
from varproof_lemmas.contextual.contextual_terms import root
from varproof_lemmas.contextual.contextual_weights import (
    differ,
    token,
)
from varproof_lemmas.contextual.direction import at_most_root
from varproof_lemmas.contextual.separation import value
from varproof_lemmas.contextual.signs import Function

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import fresh
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node


class Contexts(Distances):
    """Weights for which condition (2) is proved."""

    def apart(self, delta: Node, small: Callable[[Theorem, Theorem], Theorem]) -> Theorem:
        """Condition (2) for delta; `small(m >= 2, eps < 2 high)` proves delta <= (eps/47) exp(-2 r)."""
        p, D = self.p, self.D
        name_objects(self)
        p.name("δ", delta)

        def different(at: Tokens, no: Theorem, goal: Node) -> Theorem:
            i, i_in, j, j_in, k, k_in, l, l_in = at
            out = self.output(t.ONE)
            p.name("‖Y(i, k) − Y(j, l)‖", root(D.d, lambda c: out(i, k, c) - out(j, l, c)))
            two, wide = self.two_words(i, i_in, k, k_in, j, j_in, l, l_in, no)
            apart = self.tokens_apart(i, i_in, j, j_in, k, k_in, l, l_in, no)
            with p.block("Condition (2), for different tokens X(i, k) ≠ X(j, l)."):
                p.state(two, "m ≥ 2")
                p.state(wide, "ε < 2 γₘₐₓ", "ε < ‖X(i, k) − X(j, l)‖")
                p.state(apart, "‖Y(i, k) − Y(j, l)‖ > ε/2", "ε < ‖X(i, k) − X(j, l)‖, either moves by at most ε/4")
                enough, sharp = small(two, wide), self.sharp_small(two, wide)
                p.state(sharp, "(ε/47) exp(−2 r) < ε/2", "r ≥ 0")
                facts = [apart, sharp, enough]
                return p.state(p.have(goal, *facts), "‖Y(i, k) − Y(j, l)‖ > δ", "", facts)

        def equal(at: Tokens, same: Theorem, sets: Theorem, goal: Node) -> Theorem:
            i, i_in, j, j_in, k, k_in, l, l_in = at
            return self.contexts_apart(i, i_in, j, j_in, k, k_in, l, l_in, same, sets, goal, small)

        return every_pair(self, delta, different, equal)

    def contexts_apart(
        self,
        i: Node,
        i_in: Theorem,
        j: Node,
        j_in: Theorem,
        k: Node,
        k_in: Theorem,
        l: Node,
        l_in: Theorem,
        same: Theorem,
        sets: Theorem,
        goal: Node,
        small: Callable[[Theorem, Theorem], Theorem],
    ) -> Theorem:
        """The same token with different token sets: separation of the Boltzmann operator."""
        p, D, s = self.p, self.D, self.logs.s
        T, T2 = self.T(i, k), self.T(j, l)
        T_same = p.sum_equal(
            D.d, lambda c, c_in: p.have(t.eq(self.w(c) * D.X(i, k, c) - self.w(c) * D.X(j, l, c)), p.use(same, c, c_in))
        )
        T_equal = p.have(t.eq(T2, T), T_same)
        T_large = self.T_large(i, i_in, k, k_in)
        T_small = self.T_small(i, i_in, k, k_in)

        def score(i_: Node) -> Function:
            return lambda x: self.lam * T * self.U(i_, x)

        a, b = score(i), score(j)

        Token = tuple[Node, Theorem, Node, Theorem]

        def far(first: Token, second: Token, unequal: Theorem) -> Theorem:
            """The scores of different tokens: (y - x)^2 >= s^2."""
            x, y = self.lam * T * self.U(first[0], first[2]), self.lam * T * self.U(second[0], second[2])
            apart = self.U_apart(*first, *second, unequal)
            g = self.U(first[0], first[2]) - self.U(second[0], second[2])
            squares = [p.have(t.ge(q * q), squares=[q]) for q in (D.low, g, self.lam)]
            product = p.have(
                t.ge(T * T * g * g - D.low * D.low * D.eps * D.eps),
                T_large,
                apart,
                squares[0],
                squares[1],
                products=[(0, 3), (1, 2)],
            )
            scaled = p.have(
                t.ge((y - x) * (y - x) - self.lam * self.lam * D.low * D.low * D.eps * D.eps),
                product,
                squares[2],
                products=[(0, 1)],
            )
            equal = p.congruence(self.e_lam, self.lam * D.eps * D.low, s, lambda q: q * q)
            return p.have(t.ge((y - x) * (y - x) - s * s), scaled, equal)

        def steps_apart(first: Token, second: Token, unequal: Theorem) -> Theorem:
            """The same without squares."""
            x, y = self.lam * T * self.U(first[0], first[2]), self.lam * T * self.U(second[0], second[2])
            size, square, nonneg = p.root(x - y)
            wide = p.have(t.ge(size * size - s * s), far(first, second, unequal), square)
            return at_most_root(p, wide, s, size, nonneg)

        def different_tokens(no: Theorem, first: tuple[Node, Node], second: tuple[Node, Node]) -> Theorem:
            return scores_of_tokens(self, no, first, second)

        def unequal(x: Node, x_in: Theorem, y: Node, y_in: Theorem, tokens: Theorem) -> Theorem:
            wide = far((i, i_in, x, x_in), (j, j_in, y, y_in), tokens)
            return p.implies(
                t.eq(a(x), b(y)),
                lambda same: p.have(
                    t.FALSE, p.have(t.ge(-s * s), wide, same), self.logs.one, products=[(0,), (1, 1), (1,)]
                ),
            )

        def pairs(apart: Callable[[Node, Theorem, Node, Theorem], Theorem]) -> Theorem:
            return p.forall(D.n, lambda x, x_in: p.forall(D.n, lambda y, y_in: apart(x, x_in, y, y_in)))

        def sep(i_: Node, i_in_: Theorem) -> Theorem:
            def one(x: Node, x_in: Theorem, y: Node, y_in: Theorem) -> Theorem:
                def unequal(no: Theorem) -> Theorem:
                    tokens = p.use(D.distinct, i_, i_in_, x, x_in, y, y_in, no)
                    return steps_apart((i_, i_in_, x, x_in), (i_, i_in_, y, y_in), tokens)

                return p.implies(t.neg(t.eq(x, y)), unequal)

            return pairs(one)

        def across(x: Node, x_in: Theorem, y: Node, y_in: Theorem) -> Theorem:
            def unequal(no: Theorem) -> Theorem:
                tokens = different_tokens(no, (i, x), (j, y))
                return steps_apart((i, i_in, x, x_in), (j, j_in, y, y_in), tokens)

            return p.implies(t.neg(t.eq(a(x), b(y))), unequal)

        def ranges(i_: Node, i_in_: Theorem) -> Theorem:
            f = score(i_)

            def one(x: Node, x_in: Theorem) -> Theorem:
                U_small = self.U_small(i_, i_in_, x, x_in)
                TT = p.have(t.ge(T * T), squares=[T])
                mh = p.have(
                    t.ge(self.m * self.m * self.m * self.m * D.high * D.high), squares=[self.m * self.m * D.high]
                )
                U2 = self.U(i_, x) * self.U(i_, x)
                prod = p.have(
                    t.ge(self.m**6 * D.high**4 - 4 * T * T * U2), U_small, T_small, TT, mh, products=[(0, 2), (1, 3)]
                )
                lam2 = p.have(t.ge(self.lam * self.lam), squares=[self.lam])
                scaled = p.have(t.ge(self.reach * self.reach - f(x) * f(x)), prod, lam2, products=[(0, 1)])
                nonneg = p.have(
                    t.ge(self.reach),
                    self.lam_pos,
                    self.m_pos,
                    p.have(t.ge(D.high * D.high), squares=[D.high]),
                    products=[(0, 1, 1, 1, 2)],
                )
                up = at_most_root(p, scaled, f(x), self.reach, nonneg)
                down = at_most_root(
                    p, p.have(t.ge(self.reach * self.reach - (-f(x)) * (-f(x))), scaled), -f(x), self.reach, nonneg
                )
                return p.both(p.have(f(x) >= -self.reach, down), p.have(f(x) <= self.reach, up))

            return p.forall(D.n, one)

        with p.silent():
            different = sets_differ(self, i, j, sets, a, b, unequal)
            first, second = ranges(i, i_in), ranges(j, j_in)

            def inside(x: Node, x_in: Theorem) -> Theorem:
                here, there = p.use(first, x, x_in), p.use(second, x, x_in)
                return p.both(p.left(here), p.both(p.right(here), there))

            facts = [sep(i, i_in), sep(j, j_in), pairs(across), p.forall(D.n, inside), different]
            known = dict(n=D.n, a=a, b=b, delta=s, r=self.reach)
            general = p.cite("aux:boltz-gap", self.logs.one, self.logs.c.quarter, *facts, claim="general", **known)
        words = self.words(i, i_in, j, j_in, different, different_tokens)
        two, wide = p.left(words), p.right(words)

        def tell() -> None:
            """Print that the scores are log 4 apart and lie in [-r, r], and what the Boltzmann operator makes of it."""
            x, y = (t.var(fresh(z)) for z in "xy")
            x_in, y_in = (p.k.assume(t.member(z, D.n)) for z in (x, y))
            first, second = (i, i_in, x, x_in), (j, j_in, y, y_in)
            unequal = p.k.assume(differ(D.d, token(D, i, x), token(D, j, y)))
            for symbol, meaning in (
                ("T", T), ("x", x), ("y", y), ("a", a), ("b", b), ("U(i, x)", self.U(i, x)), ("U(j, y)", self.U(j, y)),
                ("boltz(a)", value(D.n, a)), ("boltz(b)", value(D.n, b)),
            ):  # fmt: skip
                p.name(symbol, meaning)
            p.state(T_large, "T² > γₘᵢₙ²", "‖X(i, k)‖ > γₘᵢₙ, which is some ‖v(a)‖")
            p.state(T_small, "T² ≤ m² γₘₐₓ²", "Cauchy–Schwarz", [self.w_short])
            wide_ = p.state(self.U_apart(*first, *second, unequal), "(U(i, x) − U(j, y))² > ε²", "for different tokens")
            scores = p.state(far(first, second, unequal), "(b(y) − a(x))² ≥ (log 4)²", "", [T_large, wide_, self.e_lam])
            p.state(p.use(ranges(i, i_in), x, x_in), "a(x) ≥ −r and a(x) ≤ r", "4 U(i, x)² ≤ m⁴ γₘₐₓ²", [T_small])
            p.say(
                "So a and b are log 4 apart and differ as sets. By aux:boltz-gap for the step log 4, with "
                "q = 1/4, κ = q/(1 − q)² = 4/9 and β = 1/(1 + q) − q (2 − q)/(1 − q)² = 1/45,"
            )
            line = "|boltz(a) − boltz(b)| ≥ (1 − q) β (2 r − log 4 − κ log 4) exp(−(2 r − log 4))"
            p.state(general, line, "", [scores])

        name_objects(self)
        with p.block(
            "Condition (2), for the same token X(i, k) = X(j, l) in sequences with different token sets. Let "
            "T = T(i, k) = T(j, l); the scores are a(x) = λ T U(i, x) and b(y) = λ T U(j, y)."
        ):
            tell()
            return self.distance(i, k, j, l, same, T_equal, T_small, general, a, b, two, wide, goal, small)
