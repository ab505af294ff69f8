"""The separation of the Boltzmann operator when the two vectors share values above z (see `separation`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from varproof_lemmas.contextual.ladder import Values, same_values
from varproof_lemmas.contextual.separation_scalars import decreasing, mediants

from varproof.decide.kernel import terms as t
from varproof.decide.kernel.build import card, exists, fresh, lam, sum_over, where
from varproof.decide.kernel.rules import Theorem
from varproof.decide.kernel.terms import Node, exp

if TYPE_CHECKING:
    from varproof_lemmas.contextual.separation import Separation


class Common:
    """The case in which v and w share values above z; the largest of them is v_m."""

    def __init__(self, o: Separation, m: Node, m_in: Theorem, largest: Theorem, higher: Theorem) -> None:
        self.o, self.p, self.m, self.m_in, self.largest = o, o.p, m, m_in, largest
        p, n, v, w, z = o.p, o.n, o.v, o.w, o.z
        self.C, self.not_C = where(n, lambda i: v(i) > z), where(n, lambda i: t.neg(v(i) > z))
        self.TA = where(self.not_C, lambda i: t.neg(t.eq(i, o.k_)))
        self.CB, self.TB = where(n, lambda j: w(j) > z), where(n, lambda j: t.neg(w(j) > z))
        self.m_C = p.in_where(m_in, higher, lambda i: v(i) > z)
        with p.silent():
            k_not = p.implies(v(o.k_) > z, lambda h: p.have(t.FALSE, h))
            k_in = p.in_where(o.k_in, k_not, lambda i: t.neg(v(i) > z))
            self.v_parts = {}
            self.w_parts = {}
            for label, f in self.kinds().items():
                self.v_parts[label] = (
                    p.split(n, lambda i: v(i) > z, lambda i, f=f: f(v(i))),
                    p.take(k_in, lambda i, f=f: f(v(i))),
                )
                self.w_parts[label] = (
                    p.split(n, lambda j: w(j) > z, lambda j, f=f: f(w(j))),
                    self.matched(f),
                )
            self.z_low = self.low_of_z()

    @staticmethod
    def kinds() -> dict[str, Callable[[Node], Node]]:
        return {"exp": exp, "mean": lambda x: x * exp(x), "one": lambda x: t.ONE}

    # -- members

    def v_tail(self, i: Node, i_in: Theorem) -> Theorem:
        """v_i <= z - d on the tail of v."""
        o, p = self.o, self.p
        inner = p.base(i_in)
        le = p.have(o.v(i) <= o.z, p.k.order(p.holds(inner)))
        return p.use(o.v_sep, i, p.base(inner), o.k_, o.k_in, p.holds(i_in), le)

    def w_tail(self, j: Node, j_in: Theorem) -> Theorem:
        o, p = self.o, self.p
        return o.below(j, p.base(j_in), p.have(o.w(j) <= o.z, p.k.order(p.holds(j_in))))

    def v_head(self, i: Node, i_in: Theorem) -> Theorem:
        """v_i >= z + d above z."""
        o, p = self.o, self.p
        above = p.holds(i_in)

        def same(h: Theorem) -> Theorem:
            return p.have(t.FALSE, above, p.congruence(h, o.k_, i, o.v))

        apart = p.implies(t.eq(o.k_, i), same)
        return p.use(o.v_sep, o.k_, o.k_in, i, p.base(i_in), apart, p.have(o.z <= o.v(i), above))

    def distinct(self, s: Node, v: Values, sep: Theorem) -> Theorem:
        """Separated values are distinct."""
        p, d = self.p, self.o.c

        def pair(i: Node, i_in: Theorem, j: Node, j_in: Theorem) -> Theorem:
            def apart(no: Theorem) -> Theorem:
                return p.implies(
                    t.eq(v(i), v(j)),
                    lambda same: p.have(
                        t.FALSE,
                        same,
                        p.use(sep, i, p.base(i_in), j, p.base(j_in), no, p.have(v(i) <= v(j), same)),
                        d.one,
                    ),
                )

            return p.implies(t.neg(t.eq(i, j)), apart)

        return p.forall(s, lambda i, i_in: p.forall(s, lambda j, j_in: pair(i, i_in, j, j_in)))

    def matched(self, f: Callable[[Node], Node]) -> Theorem:
        """The sums of f over the values above z agree."""
        o, p = self.o, self.p
        v, w, z = o.v, o.w, o.z

        def to(i: Node, i_in: Theorem) -> Theorem:
            def found(j: Node, j_in: Theorem, same: Theorem) -> Theorem:
                inside = p.in_where(j_in, p.have(w(j) > z, same, p.holds(i_in)), lambda x: w(x) > z)
                return p.some(self.CB, lambda x: t.eq(w(x), v(i)), j, inside, same)

            return p.obtain(p.use(o.v_covered, i, p.base(i_in), p.holds(i_in)), found)

        def fro(j: Node, j_in: Theorem) -> Theorem:
            def found(i: Node, i_in: Theorem, same: Theorem) -> Theorem:
                turned = p.have(t.eq(w(j), v(i)), same)
                inside = p.in_where(i_in, p.have(v(i) > z, same, p.holds(j_in)), lambda x: v(x) > z)
                return p.some(self.C, lambda x: t.eq(w(j), v(x)), i, inside, turned)

            return p.obtain(p.use(o.w_covered, j, p.base(j_in), p.holds(j_in)), found)

        return same_values(
            p,
            self.C,
            v,
            self.CB,
            w,
            p.forall(self.C, to),
            p.forall(self.CB, fro),
            self.distinct(self.C, v, o.v_sep),
            self.distinct(self.CB, w, o.w_sep),
            f,
        )

    def subset(self, s: Node, sep: Theorem) -> Theorem:
        p = self.p
        return p.forall(s, lambda i, i_in: p.forall(s, lambda j, j_in: p.use(sep, i, p.base(i_in), j, p.base(j_in))))

    def low_of_z(self) -> Theorem:
        """z >= -r + d: the tail of w has 1 + |tail of v| members."""
        o, p = self.o, self.p
        rest = p.sum_at_least(self.TA, lambda *_: p.have(t.ge(t.ONE)))
        member = p.have(t.gt(card(self.TB)), *self.v_parts["one"], *self.w_parts["one"], rest)
        return p.member_of(
            member,
            self.TB,
            lambda j, j_in: p.have(t.ge(o.z + o.r - o.c.d), self.w_tail(j, j_in), o.low(o.w_range, j, p.base(j_in))),
        )

    def counted(self) -> Theorem:
        """d n <= 2 r, counting the entries of w above and below z."""
        o, p, c = self.o, self.p, self.o.c
        w, z = o.w, o.z
        low = p.forall(self.TB, lambda j, j_in: p.have(t.ge(w(j) + o.r), o.low(o.w_range, j, p.base(j_in))))
        tail = p.use(
            o.counting,
            lam(w),
            self.TB,
            self.subset(self.TB, o.w_sep),
            low,
            z,
            p.forall(self.TB, self.w_tail),
            p.have(t.ge(z + o.r), self.z_low, c.one),
        )

        def turned(i: Node, i_in: Theorem, j: Node, j_in: Theorem) -> Theorem:
            def gap(no: Theorem) -> Theorem:
                back = p.implies(t.eq(j, i), lambda h: p.false(p.have(t.eq(i, j), h), no))
                return p.implies(
                    -w(i) <= -w(j),
                    lambda le: p.have(
                        -w(i) <= -w(j) - c.d,
                        p.use(o.w_sep, j, p.base(j_in), i, p.base(i_in), back, p.have(w(j) <= w(i), le)),
                    ),
                )

            return p.implies(t.neg(t.eq(i, j)), gap)

        def head(j: Node, j_in: Theorem) -> Theorem:
            le = p.have(z <= w(j), p.holds(j_in))
            differ = p.implies(t.eq(z, w(j)), lambda h: p.have(t.FALSE, h, p.holds(j_in)))
            return p.have(-w(j) <= -z - c.d, p.use(o.vw, o.k_, o.k_in, j, p.base(j_in), le, differ))

        sep = p.forall(self.CB, lambda i, i_in: p.forall(self.CB, lambda j, j_in: turned(i, i_in, j, j_in)))
        high = p.forall(self.CB, lambda j, j_in: p.have(t.ge(-w(j) + o.r), o.high(o.w_range, j, p.base(j_in))))
        top = p.use(
            o.counting,
            lam(lambda j: -w(j)),
            self.CB,
            sep,
            high,
            -z,
            p.forall(self.CB, head),
            p.have(t.ge(-z + o.r), o.high(o.v_range, o.k_, o.k_in)),
        )
        return p.have(t.ge(o.T - (card(o.n) - 1) * c.d), tail, top, self.w_parts["one"][0])

    # -- the estimate

    def result(self) -> Theorem:
        o, p, c = self.o, self.p, self.o.c
        v, w, z, d, q, P, T = o.v, o.w, o.z, c.d, c.q, c.P, o.T
        A0, A1 = sum_over(self.C, lambda i: exp(v(i))), sum_over(self.C, lambda i: v(i) * exp(v(i)))
        RA, RA1 = sum_over(self.TA, lambda i: exp(v(i))), sum_over(self.TA, lambda i: v(i) * exp(v(i)))
        RB, RB1 = sum_over(self.TB, lambda j: exp(w(j))), sum_over(self.TB, lambda j: w(j) * exp(w(j)))
        E = exp(z)
        mu_name = fresh("mu")
        mu = t.var(mu_name)
        y = mu - z
        mean = p.k.assume(t.eq(mu * A0, A1))
        for symbol, term in (("A", A0), ("E", E), ("R", RA), ("R′", RB), ("y", y), ("μ", mu)):
            p.name(symbol, term)
        with p.silent():
            A0_positive = p.sum_positive(self.m_C, lambda i: exp(v(i)), lambda i, _: p.exp_positive(v(i)))
            E_positive = p.exp_positive(z)
            heads = p.sum_at_least(
                self.C,
                lambda i, i_in: p.have(
                    t.ge((v(i) - z - d) * exp(v(i))),
                    self.v_head(i, i_in),
                    p.exp_positive(v(i)),
                    products=[(0, 1)],
                ),
            )
            unit0, inverse0 = p.inverse(A0_positive, A0)
            y_big = p.have(t.ge(y - d), p.have(t.ge(A0 * (y - d)), heads, mean), inverse0, unit0, products=[(0, 1)])
            others = p.sum_at_least(
                where(self.C, lambda i: t.neg(t.eq(i, self.m))),
                lambda i, _: p.have(t.ge(exp(v(i))), p.exp_positive(v(i))),
            )
            A0_top = p.have(t.ge(A0 - exp(v(self.m))), p.take(self.m_C, lambda i: exp(v(i))), others)
            top_head = p.exp_monotone(self.v_head(self.m, self.m_C), z + d, v(self.m))
            small_E = p.have(
                t.ge(q * A0 - E),
                p.have(t.ge(A0 - exp(z + d)), A0_top, top_head),
                c.q_positive,
                products=[(0, 1)],
            )
            # the correction of v
            RA_nonneg = p.sum_at_least(self.TA, lambda i, _: p.have(t.ge(exp(v(i))), p.exp_positive(v(i))))
            UA_big = p.sum_at_least(
                self.TA,
                lambda i, i_in: p.have(
                    t.ge((z - v(i)) * exp(v(i))),
                    self.v_tail(i, i_in),
                    p.exp_positive(v(i)),
                    c.one,
                    products=[(0, 1), (1, 2), (1,)],
                ),
            )
            RB_nonneg = p.sum_at_least(self.TB, lambda j, _: p.have(t.ge(exp(w(j))), p.exp_positive(w(j))))
            UB_nonneg = p.sum_at_least(
                self.TB,
                lambda j, j_in: p.have(
                    t.ge((mu - w(j)) * exp(w(j))),
                    p.have(t.ge(mu - w(j)), self.w_tail(j, j_in), y_big, c.one),
                    p.exp_positive(w(j)),
                    products=[(0, 1)],
                ),
            )
            UB_small = p.use(
                o.moments(mu),
                lam(w),
                self.TB,
                self.subset(self.TB, o.w_sep),
                z,
                p.forall(self.TB, self.w_tail),
                p.have(t.ge(mu - z), y_big, c.one),
            )
            X, Y = mu - o.bv.value, mu - o.bw.value
            Zv, Zw = A0 + E + RA, A0 + RB
            UA, UB = mu * RA - RA1, mu * RB - RB1
            x_eq = p.have(
                t.eq(X * o.bv.Z, y * E + UA + (mu * A0 - A1)),
                o.bv.unit,
                *self.v_parts["exp"],
                *self.v_parts["mean"],
            )
            y_eq = p.have(t.eq(Y * o.bw.Z, UB + (mu * A0 - A1)), o.bw.unit, *self.w_parts["exp"], *self.w_parts["mean"])
            zv = p.have(t.eq(o.bv.Z, Zv), *self.v_parts["exp"])
            zw = p.have(t.eq(o.bw.Z, Zw), *self.w_parts["exp"])
            x_eq = p.have(t.eq(X * Zv, y * E + UA), x_eq, zv, mean)
            y_eq = p.have(t.eq(Y * Zw, UB), y_eq, zw, mean)
            tail = p.have(t.ge(UA - y * RA), UA_big)
            ladder = p.have(t.ge(E * (y * q * P + d * q * P * P) - UB), UB_small)
            algebra = mediants(p, c)
            gap = p.use(
                algebra,
                A0,
                E,
                RA,
                UA,
                X,
                RB,
                UB,
                Y,
                y,
                A0_positive,
                E_positive,
                RA_nonneg,
                small_E,
                tail,
                x_eq,
                RB_nonneg,
                UB_nonneg,
                ladder,
                y_eq,
                y_big,
            )
        for symbol, term in (("X", X), ("Y", Y), ("U", UA), ("U′", UB)):
            p.name(symbol, term)
        p.say(
            "Let A = ∑ exp(x) over the values x above z, which v and w share, and μ their mean with these weights. "
            "Write E = exp(z), y = μ − z, X = μ − boltz(v), Y = μ − boltz(w); R = ∑ exp(x) and U = ∑ (μ − x) exp(x) "
            "over the values x < z of v, and R′, U′ likewise for w."
        )
        p.state(x_eq, "X (A + E + R) = y E + U", "the values above z contribute 0")
        p.state(y_eq, "Y (A + R′) = U′", "likewise")
        p.state(tail, "U ≥ y R", "x < z")
        p.state(ladder, "U′ ≤ E (y q P + δ q P²)", "w is a ladder below z", [o.lines["mean"]])
        p.state(small_E, "E ≤ q A", "the largest value is at least z + δ")
        lines = [x_eq, y_eq, tail, ladder, small_E]
        p.state(gap, "(X − Y) A ≥ β y E", "y ≥ δ; X ≥ y or X (A + E) ≥ y E", lines)
        top, s = v(self.m), v(self.m) - z
        with p.silent():
            count = self.counted()
            t_s = p.have(t.ge(T - s), o.high(o.v_range, self.m, self.m_in), self.z_low)
            s_big = p.have(t.ge(s - d), self.v_head(self.m, self.m_C))
        reach = E * y * t.inv(A0)
        diff = o.bw.value - o.bv.value
        with p.silent():
            lower = p.have(t.ge(diff - c.beta * reach), gap, inverse0, unit0, products=[(0, 1)])
        for symbol, term in (("m", top), ("s", s)):
            p.name(symbol, term)
        p.state(lower, "boltz(w) − boltz(v) ≥ β E y/A", "", [gap])
        p.state(count, "t ≥ (n − 1) δ", "w has ladders below z and, upwards, above z", [o.lines["count"]])
        alone_set = where(self.C, lambda i: t.neg(t.eq(i, self.m)))
        simple = T * exp(-T)
        weak = (1 - q) * (T - c.kappa * d) * exp(-T)

        def finish(reach_weak: Theorem, why: Theorem, small: Callable[[Theorem], Theorem]) -> Theorem:
            with p.silent():
                positive = p.have(
                    t.gt(diff),
                    lower,
                    p.have(
                        t.gt(c.beta * reach),
                        c.beta_positive,
                        p.have(
                            t.gt(reach),
                            E_positive,
                            p.have(t.gt(y), y_big, c.one),
                            inverse0,
                            products=[(0, 1, 2)],
                        ),
                        products=[(0, 1)],
                    ),
                )
                general = p.have(t.ge(diff - c.beta * weak), lower, c.beta_positive, reach_weak, products=[(1, 2)])
                two = p.implies(card(o.n) <= 2, small)
            p.state(general, "boltz(w) − boltz(v) ≥ (1 − q) β (t − κ δ) exp(−t)", "", [lower, why])
            return o.finish(positive, general, count, two, -1)

        def several(there: Theorem) -> Theorem:
            with p.silent():

                def spread(i: Node, i_in: Theorem, _: Theorem) -> Theorem:
                    i_n = p.base(p.base(i_in))
                    below = p.use(o.v_sep, i, i_n, self.m, self.m_in, p.holds(i_in), p.use(self.largest, i, i_n))
                    return p.have(t.ge(s - 2 * d), below, self.v_head(i, p.base(i_in)))

                s_two = p.obtain(there, spread)

                def under(i: Node, i_in: Theorem) -> Theorem:
                    i_n = p.base(p.base(i_in))
                    return p.use(o.v_sep, i, i_n, self.m, self.m_in, p.holds(i_in), p.use(self.largest, i, i_n))

                sep = p.forall(
                    alone_set,
                    lambda i, i_in: p.forall(
                        alone_set,
                        lambda j, j_in: p.use(o.v_sep, i, p.base(p.base(i_in)), j, p.base(p.base(j_in))),
                    ),
                )
                below = p.forall(alone_set, under)
                sums = p.use(o.exponentials, lam(v), alone_set, sep, top, below)
                spreads = p.use(o.moments(top), lam(v), alone_set, sep, top, below, p.have(t.ge(top - top)))
                takes = [p.take(self.m_C, f) for f in (lambda i: exp(v(i)), lambda i: v(i) * exp(v(i)))]
                A0_small = p.have(t.ge(exp(top) * P - A0), takes[0], sums, c.P_unit)
                kd = p.have(t.gt(c.kappa * d), c.kappa_positive, c.one)
                raised = p.have(
                    t.ge(A0 * (mu - top + c.kappa * d)),
                    p.have(t.ge(exp(top) * c.kappa * d - (top - mu) * A0), spreads, *takes, mean),
                    A0_top,
                    kd,
                    products=[(1, 2)],
                )
                u = s - c.kappa * d
                y_u = p.have(t.ge(y - u), raised, inverse0, unit0, products=[(0, 1)])
                u_one = p.have(t.ge(u - 1), s_two, c.kappa_small, c.one, products=[(1, 2)])
                inverse_big = p.have(
                    t.ge(t.inv(A0) - (1 - q) * exp(-top)),
                    p.have(
                        t.ge(1 - (1 - q) * exp(-top) * A0),
                        A0_small,
                        p.have(
                            t.gt((1 - q) * exp(-top)),
                            c.quarter,
                            p.exp_positive(-top),
                            c.q_positive,
                            products=[(0, 1), (2, 1), (1,)],
                        ),
                        c.P_unit,
                        products=[(0, 1)],
                    ),
                    inverse0,
                    unit0,
                    products=[(0, 1)],
                )
                Eu = p.have(t.gt(E * u), E_positive, u_one, products=[(0, 1), (0,)])
                first = p.have(t.ge(reach - E * u * t.inv(A0)), y_u, E_positive, inverse0, products=[(0, 1, 2)])
                second = p.have(t.ge(E * u * t.inv(A0) - (1 - q) * u * exp(-s)), Eu, inverse_big, products=[(0, 1)])
                move = decreasing(p, u, u_one, s, T, t_s)
                one_q = p.have(t.gt(1 - q), c.quarter, c.q_positive)
                far = p.have(t.ge(reach - weak), first, second, move, one_q, products=[(2, 3)])

                def absurd(h: Theorem) -> Theorem:
                    rest = p.sum_at_least(self.TA, lambda *_: p.have(t.ge(t.ONE)))
                    many = p.obtain(
                        there,
                        lambda i, i_in, _: p.have(
                            card(alone_set) >= 1,
                            p.take(i_in, lambda x: t.ONE),
                            p.sum_at_least(
                                where(alone_set, lambda x: t.neg(t.eq(x, i))), lambda *_: p.have(t.ge(t.ONE))
                            ),
                        ),
                    )
                    no = p.have(t.FALSE, h, rest, many, *self.v_parts["one"], p.take(self.m_C, lambda x: t.ONE))
                    return p.ex_falso(no, t.ge(diff - c.beta * simple))

            p.say("Case 1a: several values above z, m the largest and s = m − z.")
            p.state(y_u, "y ≥ s − κ δ", "the values below m", [o.lines["mean"]])
            p.state(inverse_big, "1/A ≥ (1 − q) exp(−m)", "P (1 − q) = 1", [o.lines["exp"]])
            why = "s ≤ t, and (x − c) exp(−x) falls from x = 1 + c on"
            p.state(far, "E y/A ≥ (1 − q) (t − κ δ) exp(−t)", why, [y_u, inverse_big])
            return finish(far, far, absurd)

        def single(none: Theorem) -> Theorem:
            with p.silent():

                def empty(f: Callable[[Node], Node]) -> Theorem:
                    return p.sum_equal(
                        alone_set,
                        lambda i, i_in: p.ex_falso(
                            p.false(
                                p.some(
                                    alone_set,
                                    lambda x: t.neg(t.FALSE),
                                    i,
                                    i_in,
                                    p.implies(t.FALSE, lambda h: h),
                                ),
                                none,
                            ),
                            t.eq(f(v(i))),
                        ),
                    )

                takes = [p.take(self.m_C, f) for f in (lambda i: exp(v(i)), lambda i: v(i) * exp(v(i)))]
                A0_is = p.have(t.eq(A0, exp(top)), takes[0], empty(exp))
                A1_is = p.have(t.eq(A1, top * exp(top)), takes[1], empty(lambda x: x * exp(x)))
                y_is = p.have(t.eq(y, s), mean, A0_is, A1_is, p.identity(exp(top) * exp(-top), 1))
                inverse_is = p.have(t.eq(t.inv(A0), exp(-top)), unit0, A0_is)
                reach_is = p.have(t.eq(reach, s * exp(-s)), y_is, inverse_is)
                s_one = p.have(t.ge(s - 1), s_big, c.one)
                move = decreasing(p, s, s_one, s, T, t_s)
                near = p.have(t.ge(reach - simple), reach_is, move)
                T_one = p.have(t.ge(T - 1), t_s, s_one)
                kd = p.have(t.gt(c.kappa * d), c.kappa_positive, c.one)
                ke = p.have(t.gt(c.kappa * d * exp(-T)), kd, p.exp_positive(-T))
                qe = p.have(t.gt(T * exp(-T)), T_one, p.exp_positive(-T), products=[(0, 1), (1,)])
                one_q = p.have(t.gt(1 - q), c.quarter, c.q_positive)
                far = p.have(t.ge(reach - weak), near, ke, one_q, qe, c.q_positive, products=[(1, 2), (3, 4)])
                pair = p.have(t.ge(diff - c.beta * simple), lower, c.beta_positive, near, products=[(1, 2)])
            p.say("Case 1b: one value m = μ above z.")
            p.state(reach_is, "E y/A = s exp(−s)", "A = exp(m) and y = s")
            p.state(pair, "boltz(w) − boltz(v) ≥ β t exp(−t)", "1 ≤ s ≤ t", [lower, reach_is])
            return finish(far, pair, lambda _: pair)

        out = p.cases(exists(alone_set, lambda i: t.neg(t.FALSE)), several, single)
        closed = p.k.generalise(p.k.discharge(out, mean.concl), "real", mu_name)
        with p.silent():
            return p.use(closed, A1 * t.inv(A0), p.have(t.eq(A1 * t.inv(A0) * A0, A1), unit0))
