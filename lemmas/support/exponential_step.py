"""One more frequency: H is small, since G = H' - w H is (see `exponential_sums`)."""

from __future__ import annotations

from collections.abc import Callable

from varproof_lemmas.appendix.powers import exponents
from varproof_lemmas.contextual.ladder import Formula
from varproof_lemmas.support.exponential_scales import Points, Scales, algebra
from varproof_lemmas.support.selection import Selection, chosen

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, forall_real, fresh, func, lam
from varproof.proof.kernel.derivative import derivative
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node, exp


class Step:
    """claim(H, N) from claim(G, M), where G = H' - w H, |w| <= W (low: W + w >= 0, high: W - w >= 0) and N = M + 1."""

    def __init__(self, S: Scales, H: Formula, G: Formula, w: Node, low: Theorem, high: Theorem) -> None:
        self.S, self.p, self.H, self.G, self.w = S, S.p, H, G, w
        p = S.p
        self.one, self.near = S.one(low, high), S.near(w, low, high)
        self.E_positive = p.have(t.gt(S.E), self.one)
        size = p.have(t.gt(3 * S.E * S.E), self.E_positive, products=[(0, 0)])
        self.q_positive = p.by_contradiction(
            t.gt(S.q),
            lambda no: p.have(t.FALSE, p.k.order(no), S.g_positive, S.q_large, size, products=[(0, 1), (2,)]),
        )

    def power(self, x: Node, equation: Theorem, value: Node, N: Node, M: Node, count: Theorem) -> Theorem:
        """exp(x N) = value exp(x M), from exp(x) = value and N = M + 1."""
        p = self.p
        same = p.congruence(count, N, M + 1, lambda y: exp(x * y))
        return p.k.arith([same, equation], t.eq(exp(x * N), value * exp(x * M)), [], [(t.ONE, 0), (exp(x * M), 1)])

    def at_least_one(self, x: Node, equation: Theorem, large: Theorem, M: Node, M_nonneg: Theorem) -> Theorem:
        """exp(x M) >= 1, from exp(x) >= 1 and M >= 0."""
        p = self.p
        nonneg = exponents(p, p.have(t.ge(exp(x) - 1), equation, large), t.ZERO, x)
        return p.have(t.ge(exp(x * M) - 1), p.exp_tangent(x * M), nonneg, M_nonneg, products=[(1, 2)])

    def constant_sign(
        self,
        sign: int,
        a: Node,
        b: Node,
        le: Theorem,
        square: Callable[[Node, Theorem, Theorem], Theorem],
        positive: Theorem,
    ) -> Theorem:
        """sign G(b) > 0 from sign G(a) > 0, a <= b and G(x)^2 > 0 on [a, b]: the derivative of G/|G| is 0."""
        p, name = self.p, fresh("x")
        x = t.var(name)

        def G(z: Node) -> Node:
            return sign * self.G(z)

        def size(z: Node, above: Theorem) -> tuple[Node, Theorem, Theorem, Theorem]:
            """r = |G(z)|, with r^2 = G^2, r > 0 and r * (1/r) = 1."""
            r, squares, nonneg = p.root(G(z))
            r_positive = p.by_contradiction(
                t.gt(r), lambda no: p.have(t.FALSE, above, squares, p.k.antisym(nonneg, p.k.order(no)))
            )
            return r, squares, r_positive, p.k.inv(r_positive, r)

        above = square(x, p.k.assume(t.ge(x - a)), p.k.assume(t.ge(b - x)))
        r, squares, r_positive, unit = size(x, above)
        flat = algebra(
            p,
            "Gdri",
            lambda G, d, r, i: ([t.eq(r * r, G * G), t.eq(r * i, 1)], t.eq(d * i - G * G * d * i * i * i)),
        )
        slope = p.use(flat, G(x), derivative(G(x), name, x)[0], r, t.inv(r), squares, unit)
        level = p.k.arith([slope], t.ge(slope.concl.args[0]), [], [(t.ONE, 0)])
        risen = p.k.mp(p.k.rise([level, r_positive, above], name, G(x) * t.inv(r), a, b), le)
        r_a, _, r_a_positive, _ = size(a, p.have(t.gt(G(a) * G(a)), positive, products=[(0, 0)]))
        r_b, _, r_b_positive, unit_b = size(b, square(b, le, p.have(t.ge(b - b))))
        end = algebra(
            p,
            "AiBjr",
            lambda A, i, B, j, r: ([t.gt(A), t.gt(i), t.ge(B * j - A * i), t.gt(r), t.eq(r * j, 1)], t.gt(B)),
            (0, 1, 3),
            (2, 3),
        )
        i_positive = p.inverse(r_a_positive, r_a)[1]
        return p.use(end, G(a), t.inv(r_a), G(b), t.inv(r_b), r_b, positive, i_positive, risen, r_b_positive, unit_b)

    def small_between(self, eta: Node, eta_positive: Theorem, a: Node, at_a: Theorem, b: Node, at_b: Theorem,
                      gap: Theorem) -> Theorem:  # fmt: skip
        """Some v in [a, b] has |G(v)| <= q eta, from |H| <= eta at a and b (and both in [0, L]) and a <= b - g."""
        p, S, w = self.p, self.S, self.w
        rho = S.q * eta
        rho_positive = p.have(t.gt(rho), self.q_positive, eta_positive, products=[(0, 1)])
        none = p.k.assume(forall_real(lambda v: t.neg(between(S.good(self.G, rho), a, b)(v))))
        a_low, a_high = p.left(at_a), p.left(p.right(at_a))
        b_low, b_high = p.left(at_b), p.left(p.right(at_b))

        def absurd(v: Node, low: Theorem, high: Theorem, below: Theorem, above: Theorem) -> Theorem:
            """A contradiction from |G(v)| <= q eta (below, above)."""
            inside = p.have(t.ge(v), low, a_low), p.have(t.ge(S.L - v), high, b_high)
            good = p.both(inside[0], p.both(inside[1], p.both(below, above)))
            return p.false(p.both(low, p.both(high, good)), p.use(none, v))

        def square(x: Node, low: Theorem, high: Theorem) -> Theorem:
            """G(x)^2 > 0."""

            def zero(no: Theorem) -> Theorem:
                null = p.zero_of_square(self.G(x), p.k.order(no))
                return absurd(
                    x,
                    low,
                    high,
                    p.have(t.ge(rho - self.G(x)), null, rho_positive),
                    p.have(t.ge(rho + self.G(x)), null, rho_positive),
                )

            return p.by_contradiction(t.gt(self.G(x) * self.G(x)), zero)

        def run(sign: int, positive: Theorem) -> Theorem:
            """A contradiction from sign G(a) > 0."""
            name = fresh("x")
            x = t.var(name)
            low, high = p.k.assume(t.ge(x - a)), p.k.assume(t.ge(b - x))
            here = self.constant_sign(
                sign, a, x, low, lambda y, y_low, y_high: square(y, y_low, p.have(t.ge(b - y), y_high, high)), positive
            )

            def small(no: Theorem) -> Theorem:
                one = p.have(t.ge(rho - sign * self.G(x)), p.k.order(no))
                other = p.have(t.ge(rho + sign * self.G(x)), here, rho_positive)
                return absurd(x, low, high, *((one, other) if sign > 0 else (other, one)))

            large = p.by_contradiction(t.gt(sign * self.G(x) - rho), small)
            e = exp(w * (a - x))
            x_in = p.have(t.ge(x), low, a_low), p.have(t.ge(S.L - x), high, b_high)
            e_positive = p.exp_positive(w * (a - x))
            e_low = p.have(
                t.ge(S.E * e - 1), p.use(self.near, x, a, *x_in, a_low, a_high), e_positive, products=[(0, 1)]
            )
            steep = algebra(
                p,
                "EeGr",
                lambda E, e, G, r: ([t.ge(E * e - 1), t.gt(E), t.gt(e), t.gt(G - r), t.gt(r)], t.ge(E * G * e - r)),
                (1, 2, 3),
                (0, 4),
            )
            slope = p.use(steep, S.E, e, sign * self.G(x), rho, e_low, self.E_positive, e_positive, large, rho_positive)
            rise = p.k.rise([slope], name, S.E * sign * self.H(x) * e - rho * x, a, b)
            risen = p.k.mp(rise, p.have(t.ge(b - a), gap, S.g_positive))
            bounds = [self.signed(at_b, sign)[0], self.signed(at_a, sign)[1]]
            e = exp(w * (a - b))
            e_high = p.use(self.near, a, b, a_low, a_high, b_low, b_high)
            clash = algebra(
                p,
                "EABeqyguv",
                lambda E, A, B, e, q, y, g, u, v: (
                    [
                        t.ge(E * B * e - q * y * v - E * A + q * y * u),
                        t.ge(y - B),
                        t.ge(y + A),
                        t.ge(E - e),
                        t.gt(e),
                        t.ge(v - g - u),
                        t.gt(y),
                        t.gt(q),
                        t.ge(E - 1),
                        t.ge(q * g - 3 * E * E),
                    ],
                    t.FALSE,
                ),
                (8, 1, 4), (1, 4), (8, 6, 3), (6, 3), (8, 2), (2,), (7, 6, 5), (8, 8, 6), (8, 6), (6,),
            )  # fmt: skip
            return p.use(
                clash, S.E, sign * self.H(a), sign * self.H(b), e, S.q, eta, S.g, a, b, risen, *bounds, e_high,
                p.exp_positive(w * (a - b)), gap, eta_positive, self.q_positive, self.one, S.q_large,
            )  # fmt: skip

        start = square(a, p.have(t.ge(a - a)), p.have(t.ge(b - a), gap, S.g_positive))

        def negative(no: Theorem) -> Theorem:
            le = p.k.order(no)
            below = p.by_contradiction(
                t.gt(-self.G(a)),
                lambda h: p.have(t.FALSE, start, p.k.antisym(p.have(t.ge(self.G(a)), p.k.order(h)), le)),
            )
            return run(-1, below)

        return p.k.discharge(p.cases(t.gt(self.G(a)), lambda h: run(1, h), negative), none.concl)

    def signed(self, good: Theorem, sign: int) -> tuple[Theorem, Theorem]:
        """eta - sign H >= 0 and eta + sign H >= 0 at a point where H is small."""
        p, both = self.p, self.p.right(self.p.right(good))
        parts = p.left(both), p.right(both)
        return parts if sign > 0 else (parts[1], parts[0])

    def result(self, N: Node, M: Node, count: Theorem, M_nonneg: Theorem, smaller: Theorem) -> Theorem:
        """claim(H, N) from claim(G, M) (smaller), N = M + 1 (count) and M >= 0."""
        p, S = self.p, self.S
        twice = self.power(S.two, S.two_equation, t.lift(2), N, M, count)
        two_one = self.at_least_one(S.two, S.two_equation, p.positive(1), M, M_nonneg)
        D = S.E + S.E * S.L * S.q
        times = self.power(S.ell, S.ell_equation, D, N, M, count)
        large = p.have(t.ge(D - 1), self.one, S.L_nonneg, self.q_positive, self.E_positive, products=[(1, 2, 3), (0,)])
        ell_one = self.at_least_one(S.ell, S.ell_equation, large, M, M_nonneg)

        def body(o: Points) -> Theorem:
            rho = S.q * o.eta
            f = S.good(self.G, rho)

            def pair(j: Node, j_in: Theorem, k: Node, k_in: Theorem, gap: Theorem) -> Theorem:
                return self.small_between(
                    o.eta, o.positive, o.xi(j), p.use(o.good, j, j_in), o.xi(k), p.use(o.good, k, k_in), gap
                )

            pairs = p.forall(
                o.b,
                lambda j, j_in: p.forall(
                    o.b,
                    lambda k, k_in: p.implies(o.xi(j) <= o.xi(k) - S.g, lambda gap: pair(j, j_in, k, k_in, gap)),
                ),
            )
            points = Selection(p, o.b, o.xi, S.g, S.g_positive, f, lambda v, h: p.left(h), o.apart, pairs).result()
            some = p.have(t.gt(card(o.b)), o.enough, twice, two_one)
            rho_positive = p.have(t.gt(rho), self.q_positive, o.positive, products=[(0, 1)])

            def found(y_name: str, h: Theorem) -> Theorem:
                y = func(y_name)
                part = chosen(o.b, y)
                enough = p.have(S.enough(part, M), p.right(p.right(h)), o.enough, twice)
                small = p.use(smaller, part, lam(y), rho, rho_positive, p.left(p.right(h)), p.left(h), enough)
                return p.member_of(some, o.b, lambda k, k_in: everywhere(k, k_in, small))

            def everywhere(k: Node, k_in: Theorem, small: Theorem) -> Theorem:
                at = p.use(o.good, k, k_in)
                return S.within(
                    lambda z, low, high: p.both(
                        *(self.bound(o, N, M, times, ell_one, o.xi(k), at, small, z, low, high, s) for s in (1, -1))
                    )
                )

            return p.obtain_function(points, found)

        return S.prove(self.H, N, body)

    def bound(self, o: Points, N: Node, M: Node, times: Theorem, one: Theorem, a: Node, at: Theorem, small: Theorem,
              z: Node, low: Theorem, high: Theorem, sign: int) -> Theorem:  # fmt: skip
        """exp(ell N) eta - sign H(z) >= 0, from |H(a)| <= eta (at) and |G| <= exp(ell M) q eta (small)."""
        p, S, w = self.p, self.S, self.w
        P = exp(S.ell * M)
        P_positive = p.exp_positive(S.ell * M)
        top = P * S.q * o.eta
        top_positive = p.have(t.gt(top), P_positive, self.q_positive, o.positive, products=[(0, 1, 2)])
        a_low, a_high = p.left(at), p.left(p.right(at))
        limit = algebra(
            p,
            "MGEe",
            lambda M, G, E, e: ([t.ge(M - G), t.ge(E - e), t.gt(e), t.gt(M)], t.ge(M * E - G * e)),
            (0, 2),
            (1, 3),
        )

        def rise(way: int, lower: Node, upper: Node, lower_in: Theorem, upper_in: Theorem, le: Theorem) -> Theorem:
            """top E x - way sign H(x) exp(w (z - x)) rises from lower to upper."""
            name = fresh("x")
            x = t.var(name)
            x_low = p.have(t.ge(x), p.k.assume(t.ge(x - lower)), lower_in)
            x_high = p.have(t.ge(S.L - x), p.k.assume(t.ge(upper - x)), upper_in)
            both, e = p.use(small, x, x_low, x_high), exp(w * (z - x))
            slope = p.use(
                limit, top, way * sign * self.G(x), S.E, e, p.left(both) if way * sign > 0 else p.right(both),
                p.use(self.near, z, x, low, high, x_low, x_high), p.exp_positive(w * (z - x)), top_positive,
            )  # fmt: skip
            return p.k.mp(p.k.rise([slope], name, top * S.E * x - way * sign * self.H(x) * e, lower, upper), le)

        last = algebra(
            p,
            "XPELqyhaed",
            lambda X, P, E, L, q, y, h, a, e, d: (
                [
                    t.eq(X, (E + E * L * q) * P),
                    t.ge(P * q * y * E * d + a * e - h),
                    t.ge(L - d),
                    t.ge(y - a),
                    t.ge(E - e),
                    t.gt(e),
                    t.ge(P - 1),
                    t.gt(P),
                    t.gt(E),
                    t.gt(y),
                    t.gt(q),
                ],
                t.ge(X * y - h),
            ),
            (1,), (7, 10, 9, 8, 2), (3, 5), (9, 4), (8, 9, 6),
        )  # fmt: skip

        def end(risen: Theorem, d: Node, short: Theorem) -> Theorem:
            e = exp(w * (z - a))
            return p.use(
                last, exp(S.ell * N), P, S.E, S.L, S.q, o.eta, sign * self.H(z), sign * self.H(a), e, d,
                times, risen, short, self.signed(at, sign)[0], p.use(self.near, z, a, low, high, a_low, a_high),
                p.exp_positive(w * (z - a)), one, P_positive, self.E_positive, o.positive, self.q_positive,
            )  # fmt: skip

        return p.compare(
            a,
            z,
            lambda le: end(rise(1, a, z, a_low, high, le), z - a, p.have(t.ge(S.L - z + a), high, a_low)),
            lambda gt: end(
                rise(-1, z, a, low, a_high, p.have(t.ge(a - z), gt)), a - z, p.have(t.ge(S.L - a + z), low, a_high)
            ),
        )


def between(f: Formula, a: Node, b: Node) -> Formula:
    """v in [a, b] and f(v)."""
    return lambda v: t.conj(v >= a, v <= b, f(v))
