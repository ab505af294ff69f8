"""One attention layer with rank-one weights: its output, how far it moves a token, and how far apart tokens are."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from varproof_lemmas.contextual.contextual_terms import Output, root
from varproof_lemmas.contextual.contextual_weights import (
    Dataset,
    Geometry,
    cauchy,
    minus,
    token,
)
from varproof_lemmas.contextual.direction import at_most_root, inner, length
from varproof_lemmas.contextual.signs import Function

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, fresh, sum_over, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node, exp
from varproof.proof.proof import Proof


class Weights:
    """The weights for directions u, w, and what the layer does with them.

    lam, eta, rho are variables with lam, eta > 0, scale(lam), eta 2 m^2 high = eps and rho^2 d = 1; they are replaced
    at the end.
    """

    def __init__(
        self,
        p: Proof,
        D: Dataset,
        g: Geometry,
        u: Function,
        w: Function,
        facts: tuple[Theorem, Theorem, Theorem, Theorem],
        scale: Callable[[Node], Node],
    ) -> None:
        self.p, self.D, self.g, self.u, self.w = p, D, g, u, w
        self.u_far, self.u_short, self.w_far, self.w_short = facts
        self.names = {x: fresh(x) for x in ("lam", "eta", "rho")}
        self.lam, self.eta, self.rho = (t.var(self.names[x]) for x in ("lam", "eta", "rho"))
        m = self.m = card(D.m)
        self.equations = [
            p.k.assume(f)
            for f in (
                scale(self.lam),
                t.eq(2 * self.eta * m * m * D.high, D.eps),
                t.eq(self.rho * self.rho * card(D.d), 1),
                t.gt(self.lam),
                t.gt(self.eta),
            )
        ]
        self.scale, self.e_eta, self.e_rho, self.lam_pos, self.eta_pos = self.equations
        self.reach = self.lam * m * m * m * D.high * D.high * Fraction(1, 2)  # r: all scores lie in [-r, r]
        with p.silent():
            self.m_one = p.given("m>=1")
            self.m_pos = p.have(t.gt(m), self.m_one)

    # -- the two projections of tokens

    def U(self, i: Node, j: Node) -> Node:
        return inner(self.D.d, self.u, token(self.D, i, j))

    def T(self, i: Node, k: Node) -> Node:
        return inner(self.D.d, self.w, token(self.D, i, k))

    def U_small(self, i: Node, i_in: Theorem, j: Node, j_in: Theorem) -> Theorem:
        """4 U^2 <= m^4 high^2."""
        p, D = self.p, self.D
        low, high = self.g.token_low(i, i_in, j, j_in), self.g.token_high(i, i_in, j, j_in)
        positive = p.have(t.gt(length(D.d, token(D, i, j))), low, D.low_positive, products=[(0,), (1, 1)])
        z = cauchy(p, D.d, self.u, token(D, i, j), positive)
        return self._product(
            z,
            self.u_short,
            positive,
            high,
            self.U(i, j),
            length(D.d, self.u),
            length(D.d, token(D, i, j)),
            self.m * self.m,
            4,
        )

    def T_small(self, i: Node, i_in: Theorem, k: Node, k_in: Theorem) -> Theorem:
        """T^2 <= m^2 high^2."""
        p, D = self.p, self.D
        low, high = self.g.token_low(i, i_in, k, k_in), self.g.token_high(i, i_in, k, k_in)
        positive = p.have(t.gt(length(D.d, token(D, i, k))), low, D.low_positive, products=[(0,), (1, 1)])
        z = cauchy(p, D.d, self.w, token(D, i, k), positive)
        return self._product(
            z, self.w_short, positive, high, self.T(i, k), length(D.d, self.w), length(D.d, token(D, i, k)), self.m, 1
        )

    def _product(
        self,
        z: Theorem,
        short: Theorem,
        positive: Theorem,
        high: Theorem,
        value: Node,
        size: Node,
        token_size: Node,
        factor: Node,
        four: int,
    ) -> Theorem:
        """four value^2 <= (factor high)^2; value^2 <= size token_size, four size <= factor^2, token_size < high^2."""
        p, D = self.p, self.D
        first = p.have(t.ge(factor * factor * token_size - four * value * value), z, short, positive, products=[(1, 2)])
        square = p.have(t.ge(factor * factor), squares=[factor])
        return p.have(
            t.ge(factor * factor * D.high * D.high - four * value * value), first, square, high, products=[(1, 2)]
        )

    def T_large(self, i: Node, i_in: Theorem, k: Node, k_in: Theorem) -> Theorem:
        """T^2 > low^2."""
        p, D = self.p, self.D

        def found(a: Node, a_in: Theorem, same: Theorem) -> Theorem:
            equal = p.sum_equal(
                D.d,
                lambda c, c_in: p.have(t.eq(self.w(c) * D.X(i, k, c) - self.w(c) * D.v(a, c)), p.use(same, c, c_in)),
            )
            z = inner(D.d, self.w, lambda c: D.v(a, c))
            big = p.have(t.gt(z * z - D.low * D.low), p.use(self.w_far, a, a_in), self.g.word_low(a, a_in))
            return p.have(
                t.gt(self.T(i, k) * self.T(i, k) - D.low * D.low),
                big,
                p.have(t.eq(self.T(i, k), z), equal),
                p.congruence(p.have(t.eq(self.T(i, k), z), equal), self.T(i, k), z, lambda x: x * x),
            )

        return p.obtain(p.use(D.v_covers, i, i_in, k, k_in), found)

    def U_apart(
        self,
        i: Node,
        i_in: Theorem,
        j: Node,
        j_in: Theorem,
        i2: Node,
        i2_in: Theorem,
        j2: Node,
        j2_in: Theorem,
        unequal: Theorem,
    ) -> Theorem:
        """(U_ij - U_i2j2)^2 > eps^2 for different tokens."""
        p, D = self.p, self.D
        gap = self.U(i, j) - self.U(i2, j2)
        target = t.gt(gap * gap - D.eps * D.eps)

        def first(a: Node, a_in: Theorem, same_a: Theorem) -> Theorem:
            def second(b: Node, b_in: Theorem, same_b: Theorem) -> Theorem:
                def one(c: Node, c_in: Theorem) -> Theorem:
                    return p.have(
                        t.eq(D.v(a, c) - D.v(b, c), D.X(i, j, c) - D.X(i2, j2, c)),
                        p.use(same_a, c, c_in),
                        p.use(same_b, c, c_in),
                    )

                def apart(same: Theorem) -> Theorem:
                    def coordinate(c: Node, c_in: Theorem, no: Theorem) -> Theorem:
                        at = p.congruence(same, a, b, lambda z: D.v(z, c))
                        return p.false(p.have(t.eq(D.X(i, j, c), D.X(i2, j2, c)), one(c, c_in), at), no)

                    return p.obtain(unequal, coordinate)

                far = p.use(self.u_far, a, a_in, b, b_in, p.implies(t.eq(a, b), apart))
                wide = self.g.token_apart(i, i_in, j, j_in, i2, i2_in, j2, j2_in, unequal)
                x = minus(lambda c: D.v(a, c), lambda c: D.v(b, c))
                y = minus(token(D, i, j), token(D, i2, j2))
                z = inner(D.d, self.u, x)
                lengths = self.g.same_length_of(x, y, one)
                equal = p.sum_equal(
                    D.d, lambda c, c_in: p.have(t.eq(self.u(c) * x(c) - self.u(c) * y(c)), one(c, c_in))
                )
                same_gap = p.have(t.eq(gap, z), equal)
                return p.have(target, far, wide, lengths, p.congruence(same_gap, gap, z, lambda q: q * q))

            return p.obtain(p.use(D.v_covers, i2, i2_in, j2, j2_in), second)

        return p.obtain(p.use(D.v_covers, i, i_in, j, j_in), first)

    # -- the layer

    def mean(self, i: Node, T: Node, z: Node = t.ONE) -> Node:
        """B: the mean of U under the softmax of the scores z lam T U."""
        D = self.D

        def weight(j: Node) -> Node:
            return exp(z * self.lam * self.U(i, j) * T)

        return sum_over(D.n, lambda j: self.U(i, j) * weight(j)) / sum_over(D.n, weight)

    def output(self, z: Node) -> Output:
        """X + z eta rho B in every coordinate, where z = 1 is the hidden size times its inverse."""
        return lambda i, k, c: self.D.X(i, k, c) + z * self.eta * self.rho * self.mean(i, self.T(i, k), z)

    def added(self, i: Node, k: Node) -> Node:
        return self.eta * self.mean(i, self.T(i, k))

    def added_small(self, i: Node, i_in: Theorem, k: Node) -> tuple[Theorem, Theorem]:
        """eta B <= eps/4 and -eta B <= eps/4."""
        p, D = self.p, self.D
        T = self.T(i, k)
        top = self.m * self.m * D.high * Fraction(1, 2)

        def weight(j: Node) -> Node:
            return exp(self.lam * self.U(i, j) * T)

        Z = sum_over(D.n, weight)

        def body(e: Node, e_in: Theorem) -> Theorem:
            Z_pos = p.sum_positive(e_in, weight, lambda j, _: p.exp_positive(self.lam * self.U(i, j) * T))
            unit, inverse = p.inverse(Z_pos, Z)
            results = []
            for sign in (1, -1):

                def one(j: Node, j_in: Theorem, sign: int = sign) -> Theorem:
                    small = self.U_small(i, i_in, j, j_in)
                    high = p.have(t.gt(D.high), p.use(D.under, i, i_in, j, j_in), p.norm(D.d, token(D, i, j))[2])
                    top_pos = p.have(t.gt(top), self.m_pos, high, products=[(0, 0, 1)])
                    U_top = at_most_root(
                        p,
                        p.have(t.ge(top * top - self.U(i, j) * self.U(i, j)), small),
                        sign * self.U(i, j),
                        top,
                        p.have(t.ge(top), top_pos),
                    )
                    return p.have(
                        t.ge((top - sign * self.U(i, j)) * weight(j)),
                        U_top,
                        p.exp_positive(self.lam * self.U(i, j) * T),
                        products=[(0, 1)],
                    )

                total = p.sum_at_least(D.n, one)
                B = self.mean(i, T)
                bound = p.have(t.ge(top - sign * B), total, inverse, unit, products=[(0, 1)])
                results.append(
                    p.have(
                        t.ge(D.eps * Fraction(1, 4) - sign * self.eta * B),
                        bound,
                        self.eta_pos,
                        self.e_eta,
                        products=[(0, 1)],
                    )
                )
            return p.both(*results)

        both = p.member_of(p.nonempty[D.n], D.n, body)
        return p.left(both), p.right(both)

    def triangle(self, x: Function, tau: Node, limit: Node, plus: Theorem, minus_: Theorem) -> Theorem:
        """|x + tau e| <= |x| + limit for |tau| <= limit and the unit vector e = (rho, ..., rho)."""
        p, d = self.p, self.D.d
        rho = self.rho
        norm, square, nonneg = p.norm(d, x)

        def moved(c: Node) -> Node:
            return x(c) + tau * rho

        norm2, square2, _ = p.norm(d, moved)
        e = inner(d, lambda c: rho, x)
        unit = p.have(t.eq(length(d, lambda c: rho), 1), self.e_rho)
        gap = p.sum_at_least(
            d,
            lambda c, _: p.k.arith([], t.ge((x(c) - e * rho) * (x(c) - e * rho)), [(Fraction(1), x(c) - e * rho, ())]),
        )
        e2 = p.have(t.ge(norm * norm - e * e), gap, unit, square)
        up = at_most_root(p, e2, e, norm, nonneg)
        down = at_most_root(p, p.have(t.ge(norm * norm - (-e) * (-e)), e2), -e, norm, nonneg)
        limit_nonneg = p.have(t.ge(limit), plus, minus_)
        expand = p.have(t.eq(length(d, moved), length(d, x) + 2 * tau * e + tau * tau), self.e_rho)
        cross = p.have(t.ge(limit * norm - tau * e), plus, minus_, up, down, products=[(0, 3), (1, 2)])
        own = p.have(t.ge(limit * limit - tau * tau), plus, minus_, products=[(0, 1)])
        total = p.have(t.ge((norm + limit) * (norm + limit) - norm2 * norm2), cross, own, expand, square, square2)
        return at_most_root(p, total, norm2, norm + limit, p.have(t.ge(norm + limit), nonneg, limit_nonneg))

    def bounded(self) -> Theorem:
        """Every output is below high + eps/4."""
        p, D = self.p, self.D

        def one(i: Node, i_in: Theorem, k: Node, k_in: Theorem) -> Theorem:
            up, down = self.added_small(i, i_in, k)
            near = self.triangle(token(D, i, k), self.added(i, k), D.eps * Fraction(1, 4), up, down)
            size = root(D.d, lambda c: self.output(t.ONE)(i, k, c))
            j = fresh("j")
            small = self.U_small(i, i_in, t.var(j), p.k.assume(t.member(t.var(j), D.n)))
            mean = self.mean(i, self.T(i, k))
            for symbol, meaning in (("U(i, j)", self.U(i, t.var(j))), ("B(i, k)", mean), ("‖Y(i, k)‖", size)):
                p.name(symbol, meaning)
            result = p.have(size < D.high + D.eps * Fraction(1, 4), near, p.use(D.under, i, i_in, k, k_in))
            with p.block("Condition (1)."):
                p.state(small, "4 U(i, j)² ≤ m⁴ γₘₐₓ²", "Cauchy–Schwarz, ‖X(i, j)‖ < γₘₐₓ", [self.u_short])
                p.state(up, "η B(i, k) ≤ ε/4", "B(i, k) is a mean of U(i, ·)", [small, self.e_eta])
                p.state(down, "−η B(i, k) ≤ ε/4", "likewise", [small, self.e_eta])
                p.state(result, "‖Y(i, k)‖ < γₘₐₓ + ε/4", "(ρ, …, ρ) has length 1", [up, down, self.e_rho])
            return result

        return p.forall(D.N, lambda i, i_in: p.forall(D.n, lambda k, k_in: one(i, i_in, k, k_in)))

    def tokens_apart(
        self,
        i: Node,
        i_in: Theorem,
        j: Node,
        j_in: Theorem,
        k: Node,
        k_in: Theorem,
        l: Node,
        l_in: Theorem,
        unequal: Theorem,
    ) -> Theorem:
        """Different tokens: the outputs are more than eps/2 apart."""
        p, D = self.p, self.D
        out = self.output(t.ONE)
        up, down = self.added_small(i, i_in, k)
        up2, down2 = self.added_small(j, j_in, l)
        tau = self.added(j, l) - self.added(i, k)
        near = self.triangle(
            lambda c: out(i, k, c) - out(j, l, c),
            tau,
            D.eps * Fraction(1, 2),
            p.have(t.ge(D.eps * Fraction(1, 2) - tau), up2, down),
            p.have(t.ge(D.eps * Fraction(1, 2) + tau), up, down2),
        )
        far = p.use(D.apart, i, i_in, k, k_in, j, j_in, l, l_in, unequal)
        return p.have(root(D.d, lambda c: out(i, k, c) - out(j, l, c)) > D.eps * Fraction(1, 2), near, far)

    def two_words(
        self,
        i: Node,
        i_in: Theorem,
        k: Node,
        k_in: Theorem,
        j: Node,
        j_in: Theorem,
        l: Node,
        l_in: Theorem,
        unequal: Theorem,
    ) -> tuple[Theorem, Theorem]:
        """m >= 2 and eps < 2 high, from two different tokens."""
        p, D = self.p, self.D
        far = p.use(D.apart, i, i_in, k, k_in, j, j_in, l, l_in, unequal)
        near = p.near(
            D.d, token(D, i, k), token(D, j, l), p.use(D.under, i, i_in, k, k_in), p.use(D.under, j, j_in, l, l_in)
        )
        wide = p.have(t.gt(2 * D.high - D.eps), far, near)

        def first(a: Node, a_in: Theorem, same_a: Theorem) -> Theorem:
            def second(b: Node, b_in: Theorem, same_b: Theorem) -> Theorem:
                def apart(same: Theorem) -> Theorem:
                    def coordinate(c: Node, c_in: Theorem, no: Theorem) -> Theorem:
                        at = p.congruence(same, b, a, lambda z: D.v(z, c))
                        return p.false(
                            p.have(
                                t.eq(D.X(i, k, c), D.X(j, l, c)), p.use(same_a, c, c_in), p.use(same_b, c, c_in), at
                            ),
                            no,
                        )

                    return p.obtain(unequal, coordinate)

                others = where(D.m, lambda x: t.neg(t.eq(x, a)))
                inside = p.in_where(b_in, p.implies(t.eq(b, a), apart), lambda x: t.neg(t.eq(x, a)))
                rest = p.sum_at_least(where(others, lambda x: t.neg(t.eq(x, b))), lambda *_: p.have(t.ge(t.ONE)))
                return p.have(t.ge(self.m - 2), p.take(a_in, lambda _: t.ONE), p.take(inside, lambda _: t.ONE), rest)

            return p.obtain(p.use(D.v_covers, j, j_in, l, l_in), second)

        return p.obtain(p.use(D.v_covers, i, i_in, k, k_in), first), wide

    @property
    def low_below_high(self) -> Theorem:
        """low < high, from any token."""
        p, D = self.p, self.D

        def body(i: Node, i_in: Theorem) -> Theorem:
            return p.member_of(
                p.nonempty[D.n],
                D.n,
                lambda k, k_in: p.have(
                    t.gt(D.high - D.low), p.use(D.above, i, i_in, k, k_in), p.use(D.under, i, i_in, k, k_in)
                ),
            )

        return p.member_of(p.nonempty[D.N], D.N, body)
