"""Temperatures at which the Boltzmann operator tells two vectors apart, in proofs.

a and b have entries in [-R, R]; one entry a_z is at distance at least g from all other a_k and from all b_l. With
m_a(z) = sum a exp(a z)/sum exp(a z) = boltz(z a)/z, L = 1/R, D = E + E L q (as in `exponential_sums`, E = e^2) and
V g h >= e^(1/2) (1 + e^(1/2)), h = L/(2 n): of points xi_k in [0, L], s apart,

    |m_a(xi_k) - m_b(xi_k)| <= delta,   delta n e^6 D^(n^2) V^(2 n - 1) <= R,   for fewer than 2^(n^2) - 1.

Let Z_a = sum exp(a z). H = Z_a' Z_b - Z_a Z_b' has n^2 terms and is at most n^2 e^2 delta at these points. If there
were more of them, it would be at most C = D^(n^2) n^2 e^2 delta everywhere in [0, L]; then Z_a/Z_b, which is 1 at 0,
stays close to 1, |Z_a - Z_b| <= n e L C (e/n)^2; but in Z_a - Z_b the term exp(a_z z) has coefficient 1.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from varproof_lemmas.contextual.ladder import Values, separated
from varproof_lemmas.contextual.means import Means, close_at, in_range, lonely, moment, weights
from varproof_lemmas.support.exponential_coefficient import OnInterval, two_families
from varproof_lemmas.support.exponential_scales import algebra
from varproof_lemmas.support.exponential_sums import SmallSums

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, forall, fresh, func, lam, sum_over, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node, exp
from varproof.proof.proof import Proof


class Argument(Means):
    """The proof for given constants: for all a, b, B, xi, z: in_range(a), in_range(b), z in n, lonely(a, b, z),
    separated(B, xi, s), close_at(xi_k) for all k in B give |B| + 1 < 2^(n^2). What is asked of the constants stands in
    lem:boltz-temperatures."""

    def __init__(self, p: Proof, n: Node, size: Theorem, values: tuple[Node, ...], facts: list[Theorem]) -> None:
        self.R, self.g, self.s, self.L, self.q, self.ell, self.two, self.h, self.v, self.delta = values
        (self.R_positive, self.g_positive, self.s_positive, self.unit, self.q_large, self.ell_equation,
         self.two_equation, self.h_equation, self.v_large, self.delta_positive, self.room) = facts  # fmt: skip
        self.a_name, self.b_name = fresh("a"), fresh("b")
        super().__init__(p, n, size, func(self.a_name), func(self.b_name), self.R, self.L, self.R_positive, self.unit)
        N, self.E = card(n), exp(2)
        self.h_positive = p.by_contradiction(
            t.gt(self.h),
            lambda no: p.have(t.FALSE, p.k.order(no), self.some, self.L_positive, self.h_equation, products=[(0, 1)]),
        )
        self.N_unit, self.N_inverse = p.inverse(self.some, N)
        self.e_large = p.have(t.ge(self.e - 2), p.exp_tangent(t.ONE))

    def result(self) -> Theorem:
        p, n = self.p, self.n
        B_name, xi_name, z_name = fresh("B"), fresh("xi"), fresh("z")
        B, xi, z = t.setvar(B_name), func(xi_name), t.var(z_name)
        a_range, b_range = (p.k.assume(in_range(n, f, self.R)) for f in (self.a, self.b))
        z_in, alone = p.k.assume(t.member(z, n)), p.k.assume(lonely(n, self.a, self.b, z, self.g))
        apart = p.k.assume(separated(B, xi, self.s))
        close = p.k.assume(forall(B, lambda k: close_at(n, self.a, self.b, self.delta, self.L, xi(k))))
        few = t.gt(exp(self.two * card(n) * card(n)) - card(B) - 1)
        result = p.by_contradiction(
            few, lambda no: self.absurd(a_range, b_range, z, z_in, alone, B, xi, apart, close, p.k.order(no))
        )
        for h in reversed([a_range, b_range, z_in, alone, apart, close]):
            result = p.k.discharge(result, h.concl)
        for sort, name in (
            ("real", z_name),
            ("fn1", xi_name),
            ("set", B_name),
            ("fn1", self.b_name),
            ("fn1", self.a_name),
        ):
            result = p.k.generalise(result, sort, name)
        return result

    # ---- the contradiction

    def absurd(
        self, a_range: Theorem, b_range: Theorem, z: Node, z_in: Theorem, alone: Theorem, B: Node, xi: Values,
        apart: Theorem, close: Theorem, many: Theorem,
    ) -> Theorem:  # fmt: skip
        p, n, a, b, N = self.p, self.n, self.a, self.b, card(self.n)
        W = 2 * self.R
        wide = p.congruence(p.have(t.eq(W * self.L, 2), self.unit), W * self.L, t.lift(2), exp)
        L_nonneg = p.have(t.ge(self.L), self.L_positive)
        S = SmallSums(
            p, self.L, self.s, W, self.E, self.q, self.ell, self.two, L_nonneg, self.s_positive,
            p.have(t.ge(self.E - exp(W * self.L)), wide), self.q_large, self.ell_equation, self.two_equation,
        )  # fmt: skip
        eta = self.delta * N * N * self.E
        eta_positive = p.have(
            t.gt(eta), self.delta_positive, self.some, p.exp_positive(t.lift(2)), products=[(0, 1, 1, 2)]
        )

        def frequency(x: Node, x_in: Theorem, y: Node, y_in: Theorem) -> Theorem:
            one, two = p.use(a_range, x, x_in), p.use(b_range, y, y_in)
            return p.both(
                p.have(t.ge(W + a(x) + b(y)), p.left(one), p.left(two)),
                p.have(t.ge(W - a(x) - b(y)), p.right(one), p.right(two)),
            )

        pairs = p.forall(n, lambda x, x_in: p.forall(n, lambda y, y_in: frequency(x, x_in, y, y_in)))
        table = S.over_table(n, lambda x: n, lambda x, y: a(x) + b(y))
        known = p.use(table, pairs, lam(lambda x, y: a(x) - b(y), 2), t.ZERO)

        def H(x: Node) -> Node:
            return moment(n, a, x) * weights(n, b, x) - weights(n, a, x) * moment(n, b, x)

        good = p.forall(
            B,
            lambda k, k_in: self.small(self.delta, self.delta_positive, xi(k), p.use(close, k, k_in), a_range, b_range),
        )
        enough = p.have(S.enough(B, N * N), many)
        everywhere = p.use(known, B, lam(xi), eta, eta_positive, apart, good, enough)
        C = exp(self.ell * N * N) * eta
        C_positive = p.have(t.gt(C), p.exp_positive(self.ell * N * N), eta_positive, products=[(0, 1)])
        mu = N * self.e * C * self.e * t.inv(N) * self.e * t.inv(N) * self.L

        def near(x: Node, low: Theorem, high: Theorem) -> Theorem:
            return self.difference(H, C, C_positive, everywhere, mu, x, low, high, a_range, b_range)

        return self.compare(z, z_in, alone, a_range, b_range, mu, near)

    def difference(
        self, H: Values, C: Node, C_positive: Theorem, everywhere: Theorem, mu: Node, x: Node, low: Theorem,
        high: Theorem, a_range: Theorem, b_range: Theorem,
    ) -> Theorem:  # fmt: skip
        """|Z_a(x) - Z_b(x)| <= mu, for x in [0, L]: the derivative of Z_a/Z_b is H/Z_b^2."""
        p, n, N = self.p, self.n, card(self.n)
        j = self.e * t.inv(N)
        kappa = C * j * j
        name = fresh("y")
        y = t.var(name)
        y_low = p.k.assume(t.ge(y))
        y_high = p.have(t.ge(self.L - y), p.k.assume(t.ge(x - y)), high)

        def inverse(y: Node, low: Theorem, high: Theorem) -> tuple[Theorem, Theorem, Theorem, Theorem]:
            """Z_b > 0, Z_b i = 1, i > 0, i <= j for i = 1/Z_b."""
            Z = weights(n, self.b, y)
            b_low, _ = self.weights_bounds(self.b, b_range, y, low, high)
            bottom = p.have(t.gt(N * exp(t.lift(-1))), self.some, p.exp_positive(t.lift(-1)), products=[(0, 1)])
            positive = p.have(t.gt(Z), b_low, bottom)
            unit, i_positive = p.inverse(positive, Z)
            lemma = algebra(
                p,
                "ZinmeE",
                lambda Z, i, n, m, e, E: (
                    [t.ge(Z - n * E), t.eq(Z * i, 1), t.gt(i), t.eq(n * m, 1), t.gt(m), t.eq(e * E, 1), t.gt(e)],
                    t.ge(e * m - i),
                ),
                (0, 2, 4, 6),
            )
            e_unit = p.identity(self.e * exp(t.lift(-1)), 1)
            below = p.use(
                lemma, Z, t.inv(Z), N, t.inv(N), self.e, exp(t.lift(-1)), b_low, unit, i_positive, self.N_unit,
                self.N_inverse, e_unit, p.exp_positive(t.ONE),
            )  # fmt: skip
            return positive, unit, i_positive, below

        positive, unit, i_positive, below = inverse(y, y_low, y_high)
        Z, A, B = weights(n, self.a, y), moment(n, self.a, y), moment(n, self.b, y)
        Y = weights(n, self.b, y)
        both = p.use(everywhere, y, y_low, y_high)
        flat = algebra(
            p,
            "CAZBYij",
            lambda C, A, Z, B, Y, i, j: (
                [t.ge(C - (A * Y - Z * B)), t.eq(Y * i, 1), t.gt(i), t.ge(j - i), t.gt(C)],
                t.ge(C * j * j - (A * i - Z * B * i * i)),
            ),
            (0, 2, 2), (4, 3, 3), (4, 2, 3),
        )  # fmt: skip
        j_nonneg = p.have(t.gt(j), p.exp_positive(t.ONE), self.N_inverse, products=[(0, 1)])
        end, end_unit, _, _ = inverse(x, low, high)
        top = self.weights_bounds(self.b, b_range, x, low, high)[1]

        def side(sign: int) -> Theorem:
            """mu - sign (Z_a(x) - Z_b(x)) >= 0."""
            slope = p.use(
                flat, C, sign * A, sign * Z, B, Y, t.inv(Y), j, p.left(both) if sign > 0 else p.right(both), unit,
                i_positive, below, C_positive,
            )  # fmt: skip
            rise = p.k.rise([slope, positive], name, kappa * y - sign * Z * t.inv(Y), t.ZERO, x)
            risen = p.k.mp(rise, p.have(t.ge(x), low))
            lemma = algebra(
                p,
                "ZYinmkxLT",
                lambda Z, Y, i, n, m, k, x, L, T: (
                    [t.ge(k * x - sign * Z * i + sign * n * m), t.eq(n * m, 1), t.eq(Y * i, 1), t.gt(Y), t.ge(T - Y),
                     t.ge(L - x), t.gt(k), t.ge(x), t.gt(L)],
                    t.ge(T * k * L - sign * (Z - Y)),
                ),
                (0, 3), (3, 6, 5), (4, 6, 8), (4, 6, 7),
            )  # fmt: skip
            kappa_positive = p.have(t.gt(kappa), C_positive, j_nonneg, products=[(0, 1, 1)])
            return p.use(
                lemma, weights(n, self.a, x), weights(n, self.b, x), t.inv(weights(n, self.b, x)), N, t.inv(N), kappa,
                x, self.L, N * self.e, risen, self.N_unit, end_unit, end, top, high, kappa_positive, low,
                self.L_positive,
            )  # fmt: skip

        return p.both(side(1), side(-1))

    def compare(
        self, z: Node, z_in: Theorem, alone: Theorem, a_range: Theorem, b_range: Theorem, mu: Node,
        near: Callable[[Node, Theorem, Theorem], Theorem],
    ) -> Theorem:  # fmt: skip
        """A contradiction from |Z_a - Z_b| <= mu on [0, L]: the coefficient 1 of exp(a_z z) is at most V^(2n-1) mu."""
        p, n, a, b, N, h = self.p, self.n, self.a, self.b, card(self.n), self.h
        root = exp(Fraction(1, 2))
        half = p.have(t.ge(self.L - 2 * h), self.least, self.h_equation, self.h_positive, products=[(0, 2)])

        def reach(a_k: Node, at_k: Theorem) -> tuple[Theorem, Theorem]:
            """exp(a_k h), exp(-a_k h) <= e^(1/2), since |a_k| h <= R L/2."""
            out = []
            for sign, side in ((1, p.right(at_k)), (-1, p.left(at_k))):
                bound = p.have(
                    t.ge(Fraction(1, 2) - sign * a_k * h), side, self.h_positive, half, self.R_positive, self.unit,
                    products=[(0, 1), (2, 3)],
                )  # fmt: skip
                up = p.exp_monotone(bound, sign * a_k * h, t.lift(Fraction(1, 2)))
                out.append(p.have(t.ge(root - exp(sign * a_k * h)), up))
            return out[0], out[1]

        up, down = reach(a(z), p.use(a_range, z, z_in))
        one = p.have(t.ge(exp(a(z) * t.ZERO) - 1))
        o = OnInterval(
            p, h, self.g, root, self.v, a(z), self.h_positive, self.g_positive, self.v_large, up, down, t.ZERO, t.ONE,
            one,
        )  # fmt: skip
        others = where(n, lambda k: t.neg(t.eq(k, z)))
        families = two_families(o, others, a, n, b)

        def far(value: Node, at: Theorem, square: Theorem) -> Theorem:
            first, second = reach(value, at)
            return p.both(first, p.both(second, square))

        a_far = p.forall(
            others,
            lambda k, k_in: far(
                a(k), p.use(a_range, k, p.base(k_in)), p.use(p.left(alone), k, p.base(k_in), p.holds(k_in))
            ),
        )
        b_far = p.forall(n, lambda l, l_in: far(b(l), p.use(b_range, l, l_in), p.use(p.right(alone), l, l_in)))
        known = p.use(families, a_far, b_far, lam(lambda *_: t.ONE, 2), lam(lambda _: t.lift(-1)), t.ONE, mu)
        size = p.take(z_in, lambda _: t.ONE)
        number = card(others) + N

        def value(x: Node) -> Node:
            return exp(a(z) * x) + sum_over(others, lambda k: exp(a(k) * x)) - weights(n, b, x)

        def at(x: Node, place: Theorem) -> Theorem:
            low = p.left(place)
            inside = p.have(
                t.ge(self.L - x), p.right(place), size, self.h_equation, self.h_positive,
                p.k.arith([size], t.eq(N * h, h + card(others) * h), [], [(h, 0)]),
            )  # fmt: skip
            both, whole = near(x, low, inside), p.take(z_in, lambda k: exp(a(k) * x))
            return p.both(
                p.have(t.ge(mu - value(x)), p.left(both), whole), p.have(t.ge(mu + value(x)), p.right(both), whole)
            )

        found = p.left(p.use(known, p.have(t.ge(t.ZERO)), o.within(number, at)))  # exp(v number) mu >= 1
        power = p.congruence(p.have(t.eq(number, 2 * N - 1), size), number, 2 * N - 1, lambda y: exp(self.v * y))
        scaled = p.k.arith([power], t.eq(exp(self.v * number) * mu, exp(self.v * (2 * N - 1)) * mu), [], [(mu, 0)])
        large = p.have(t.ge(exp(self.v * (2 * N - 1)) * mu - 1), found, scaled)
        clash = algebra(
            p,
            "XdniLRe",
            lambda X, d, n, i, L, R, e: (
                [t.ge(X * e**5 * d * n * n * n * i * i * L - 1), t.ge(R - d * n * e**6 * X), t.eq(n * i, 1),
                 t.eq(R * L, 1), t.ge(e - 2), t.gt(L), t.gt(e)],
                t.FALSE,
            ),
            (0, 6), (1, 5), (4,),
        )  # fmt: skip
        return p.use(
            clash, exp(self.v * (2 * N - 1)) * exp(self.ell * N * N), self.delta, N, t.inv(N), self.L, self.R, self.e,
            large, self.room, self.N_unit, self.unit, self.e_large, self.L_positive, p.exp_positive(t.ONE),
        )  # fmt: skip
