"""How far the operators are apart by what lies above z: several common values, or one (see `separation_common`)."""

from __future__ import annotations

from collections.abc import Callable

from varproof_lemmas.contextual.separation_common import Common
from varproof_lemmas.contextual.separation_scalars import decreasing

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, exists, lam, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node, exp


class Cases:
    """A bound of E y/A in each case; `result` is the conclusion of the separation."""

    def __init__(self, common: Common) -> None:
        self.common, self.e = common, common.estimate()
        o = common.o
        self.top, self.s = o.v(common.m), o.v(common.m) - o.z
        self.others = where(common.C, lambda i: t.neg(t.eq(i, common.m)))
        self.simple = o.T * exp(-o.T)
        self.weak = (1 - o.c.q) * (o.T - o.c.kappa * o.c.d) * exp(-o.T)

    def result(self) -> Theorem:
        """The conclusion, with the mean mu = A1/A of the values above z."""
        e, p = self.e, self.common.p
        out = p.cases(exists(self.others, lambda i: t.neg(t.FALSE)), self.several, self.single)
        closed = p.k.generalise(p.k.discharge(out, e.mean.concl), "real", e.mu_name)
        with p.silent():
            return p.use(closed, e.A1 * t.inv(e.A), p.have(t.eq(e.A1 * t.inv(e.A) * e.A, e.A1), e.unit))

    def finish(self, reach_weak: Theorem, why: Theorem, small: Callable[[Theorem], Theorem]) -> Theorem:
        """The conclusion from the bounds of E y/A: of the general one and, for n <= 2, of the difference."""
        e, o = self.e, self.common.o
        p, c = o.p, o.c
        y, reach, diff = e.y, e.reach, e.diff
        with p.silent():
            positive = p.have(
                t.gt(diff),
                e.lower,
                p.have(
                    t.gt(c.beta * reach),
                    c.beta_positive,
                    p.have(
                        t.gt(reach),
                        e.E_positive,
                        p.have(t.gt(y), e.y_big, c.one),
                        e.inverse,
                        products=[(0, 1, 2)],
                    ),
                    products=[(0, 1)],
                ),
            )
            general = p.have(t.ge(diff - c.beta * self.weak), e.lower, c.beta_positive, reach_weak, products=[(1, 2)])
            two = p.implies(card(o.n) <= 2, small)
        p.state(general, "boltz(w) − boltz(v) ≥ (1 − q) β (t − κ δ) exp(−t)", "", [e.lower, why])
        return o.finish(positive, general, e.count, two, -1)

    def several(self, there: Theorem) -> Theorem:
        """Case 1a, by the ladder lemma below the largest value."""
        common, e = self.common, self.e
        o, p, c = common.o, common.p, common.o.c
        v, d, q, P, T, top, s = o.v, c.d, c.q, c.P, o.T, self.top, self.s
        A, E, mu, y, reach, diff = e.A, e.E, e.mu, e.y, e.reach, e.diff
        with p.silent():

            def under(i: Node, i_in: Theorem) -> Theorem:
                i_n = p.base(p.base(i_in))
                return p.use(o.v_sep, i, i_n, common.m, common.m_in, p.holds(i_in), p.use(common.largest, i, i_n))

            def spread(i: Node, i_in: Theorem, _: Theorem) -> Theorem:
                return p.have(t.ge(s - 2 * d), under(i, i_in), common.v_head(i, p.base(i_in)))

            s_two = p.obtain(there, spread)
            sep = p.forall(
                self.others,
                lambda i, i_in: p.forall(
                    self.others,
                    lambda j, j_in: p.use(o.v_sep, i, p.base(p.base(i_in)), j, p.base(p.base(j_in))),
                ),
            )
            below = p.forall(self.others, under)
            sums = p.use(o.exponentials, lam(v), self.others, sep, top, below)
            spreads = p.use(o.moments(top), lam(v), self.others, sep, top, below, p.have(t.ge(top - top)))
            takes = [p.take(common.m_C, f) for f in (lambda i: exp(v(i)), lambda i: v(i) * exp(v(i)))]
            A_small = p.have(t.ge(exp(top) * P - A), takes[0], sums, c.P_unit)
            kd = p.have(t.gt(c.kappa * d), c.kappa_positive, c.one)
            raised = p.have(
                t.ge(A * (mu - top + c.kappa * d)),
                p.have(t.ge(exp(top) * c.kappa * d - (top - mu) * A), spreads, *takes, e.mean),
                e.A_top,
                kd,
                products=[(1, 2)],
            )
            u = s - c.kappa * d
            y_u = p.have(t.ge(y - u), raised, e.inverse, e.unit, products=[(0, 1)])
            u_one = p.have(t.ge(u - 1), s_two, c.kappa_small, c.one, products=[(1, 2)])
            inverse_big = p.have(
                t.ge(t.inv(A) - (1 - q) * exp(-top)),
                p.have(
                    t.ge(1 - (1 - q) * exp(-top) * A),
                    A_small,
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
                e.inverse,
                e.unit,
                products=[(0, 1)],
            )
            Eu = p.have(t.gt(E * u), e.E_positive, u_one, products=[(0, 1), (0,)])
            first = p.have(t.ge(reach - E * u * t.inv(A)), y_u, e.E_positive, e.inverse, products=[(0, 1, 2)])
            second = p.have(t.ge(E * u * t.inv(A) - (1 - q) * u * exp(-s)), Eu, inverse_big, products=[(0, 1)])
            move = decreasing(p, u, u_one, s, T, e.t_s)
            one_q = p.have(t.gt(1 - q), c.quarter, c.q_positive)
            far = p.have(t.ge(reach - self.weak), first, second, move, one_q, products=[(2, 3)])

            def absurd(h: Theorem) -> Theorem:
                rest = p.sum_at_least(common.TA, lambda *_: p.have(t.ge(t.ONE)))
                many = p.obtain(
                    there,
                    lambda i, i_in, _: p.have(
                        card(self.others) >= 1,
                        p.take(i_in, lambda x: t.ONE),
                        p.sum_at_least(where(self.others, lambda x: t.neg(t.eq(x, i))), lambda *_: p.have(t.ge(t.ONE))),
                    ),
                )
                no = p.have(t.FALSE, h, rest, many, *common.v_parts["one"], p.take(common.m_C, lambda x: t.ONE))
                return p.ex_falso(no, t.ge(diff - c.beta * self.simple))

        p.say("Case 1a: several values above z, m the largest and s = m − z.")
        p.state(y_u, "y ≥ s − κ δ", "the values below m", [o.lines["mean"]])
        p.state(inverse_big, "1/A ≥ (1 − q) exp(−m)", "P (1 − q) = 1", [o.lines["exp"]])
        why = "s ≤ t, and (x − c) exp(−x) falls from x = 1 + c on"
        p.state(far, "E y/A ≥ (1 − q) (t − κ δ) exp(−t)", why, [y_u, inverse_big])
        return self.finish(far, far, absurd)

    def single(self, none: Theorem) -> Theorem:
        """Case 1b: A and mu are explicit."""
        common, e = self.common, self.e
        p, c = common.p, common.o.c
        v, d, q, T, top, s = common.o.v, c.d, c.q, common.o.T, self.top, self.s
        A, A1, y, reach, diff = e.A, e.A1, e.y, e.reach, e.diff
        with p.silent():

            def empty(f: Callable[[Node], Node]) -> Theorem:
                return p.sum_equal(
                    self.others,
                    lambda i, i_in: p.ex_falso(
                        p.false(
                            p.some(
                                self.others,
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

            takes = [p.take(common.m_C, f) for f in (lambda i: exp(v(i)), lambda i: v(i) * exp(v(i)))]
            A_is = p.have(t.eq(A, exp(top)), takes[0], empty(exp))
            A1_is = p.have(t.eq(A1, top * exp(top)), takes[1], empty(lambda x: x * exp(x)))
            y_is = p.have(t.eq(y, s), e.mean, A_is, A1_is, p.identity(exp(top) * exp(-top), 1))
            inverse_is = p.have(t.eq(t.inv(A), exp(-top)), e.unit, A_is)
            reach_is = p.have(t.eq(reach, s * exp(-s)), y_is, inverse_is)
            s_one = p.have(t.ge(s - 1), e.s_big, c.one)
            move = decreasing(p, s, s_one, s, T, e.t_s)
            near = p.have(t.ge(reach - self.simple), reach_is, move)
            T_one = p.have(t.ge(T - 1), e.t_s, s_one)
            kd = p.have(t.gt(c.kappa * d), c.kappa_positive, c.one)
            ke = p.have(t.gt(c.kappa * d * exp(-T)), kd, p.exp_positive(-T))
            qe = p.have(t.gt(T * exp(-T)), T_one, p.exp_positive(-T), products=[(0, 1), (1,)])
            one_q = p.have(t.gt(1 - q), c.quarter, c.q_positive)
            far = p.have(t.ge(reach - self.weak), near, ke, one_q, qe, c.q_positive, products=[(1, 2), (3, 4)])
            pair = p.have(t.ge(diff - c.beta * self.simple), e.lower, c.beta_positive, near, products=[(1, 2)])
        p.say("Case 1b: one value m = μ above z.")
        p.state(reach_is, "E y/A = s exp(−s)", "A = exp(m) and y = s")
        p.state(pair, "boltz(w) − boltz(v) ≥ β t exp(−t)", "1 ≤ s ≤ t", [e.lower, reach_is])
        return self.finish(far, pair, lambda _: pair)
