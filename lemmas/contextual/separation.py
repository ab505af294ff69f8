"""The separation of the Boltzmann operator, for vectors over any finite index set.

Two vectors v, w have entries in [-r, r], each separated by d, and an entry of one that differs from an entry of the
other is at distance at least d from it. They differ as sets. With q = exp(-d), d >= 1 and q <= 1/4,

    P = 1/(1 - q),  kappa = q P^2,  beta = 1/(1 + q) - q (2 - q) P^2,  t = 2 r - d >= (n - 1) d,

    |boltz(v) - boltz(w)| >= (1 - q) beta (t - kappa d) exp(-t) and > 0,  and >= beta t exp(-t) if n <= 2.

Let z be the largest value that only one of them has, say v. Above z both have the same values: their sums agree.
Below z lie ladders. Above nothing: boltz(v) >= z - kappa d and boltz(w) <= z - d. Otherwise both operators are the
common mean mu minus a correction, and the correction of v, which holds z itself, is larger.
"""

from __future__ import annotations

from fractions import Fraction

from varproof_lemmas.contextual.boltz import at_most, operator
from varproof_lemmas.contextual.ladder import Values, counting, exponentials, moments, opened, separated
from varproof_lemmas.contextual.separation_cases import Cases
from varproof_lemmas.contextual.separation_common import Common
from varproof_lemmas.contextual.separation_scalars import Scalars

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, exists, forall, fresh, func, lam, sum_over, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node, exp
from varproof.proof.proof import Proof


def cross(n: Node, v: Values, w: Values, d: Node) -> Node:
    """v_i <= w_j and v_i != w_j give v_i <= w_j - d."""
    return forall(
        n,
        lambda i: forall(n, lambda j: t.imp(v(i) <= w(j), t.imp(t.neg(t.eq(v(i), w(j))), v(i) <= w(j) - d))),
    )


def missing(n: Node, v: Values, w: Values, k: Node) -> Node:
    """w_j != v_k for all j."""
    return forall(n, lambda j: t.neg(t.eq(w(j), v(k))))


def covered(n: Node, v: Values, w: Values, k: Node, z: Node) -> Node:
    """Every v_i > z is some w_j."""
    return forall(n, lambda i: t.imp(v(i) > z, exists(n, lambda j: t.eq(w(j), v(i)))))


def bounds(n: Node, v: Values, r: Node) -> Node:
    return forall(n, lambda i: t.conj(v(i) >= -r, v(i) <= r))


def value(n: Node, v: Values) -> Node:
    return sum_over(n, lambda i: v(i) * exp(v(i))) / sum_over(n, lambda i: exp(v(i)))


class Separation:
    """The proof for a given index set, range and constants; `theorem` is its result, universal in v and w."""

    def __init__(self, p: Proof, n: Node, r: Node, c: Scalars, size: Theorem) -> None:
        self.p, self.n, self.r, self.c, self.size = p, n, r, c, size
        self.T = 2 * r - c.d
        self.exponentials = exponentials(p, c.d, c.q, c.P, c.P_unit, c.P_positive)
        self.counting = counting(p, c.d, -r)
        with p.silent():
            self.all_moments = moments(p, c.d, c.q, c.P, c.one, c.P_unit, c.P_positive)
        for symbol, term in (("n", n), ("r", r), ("t", self.T)):
            p.name(symbol, term)
        self.lines: dict[str, Theorem] = {}
        self.print_ladder()
        self.theorem = self.both_sides()

    def print_ladder(self) -> None:
        p, lines = self.p, self.lines
        p.say(
            "Write t = 2 r − δ. Ladder lemma: let the values u(i), for i in a finite set S, be δ apart and at most "
            "z − δ. Then, by induction over S, taking away the largest value,"
        )
        fact = opened(p, self.exponentials, ["u", "S", "z"])
        lines["exp"] = p.state(fact, "∑[i∈S] exp(u(i)) ≤ q P exp(z)", "1 + q P = P")
        fact = opened(p, self.all_moments, ["μ", "u", "S", "z"])
        line = "∑[i∈S] (μ − u(i)) exp(u(i)) ≤ exp(z) ((μ − z) q P + δ q P²)"
        lines["mean"] = p.state(fact, line, "if z ≤ μ, as exp(s) ≥ 1 + s")
        fact = opened(p, self.counting, ["u", "S", "z"])
        lines["count"] = p.state(fact, "δ |S| ≤ z + r", "if neither z nor a value is below −r")

    def moments(self, mu: Node) -> Theorem:
        return self.p.k.specialise(self.all_moments, mu)

    # ---- what is proved

    def conclusion(self, v: Values, w: Values) -> Node:
        c, T, n = self.c, self.T, self.n
        gap = value(n, v) - value(n, w)
        size = t.fn("sqrt", gap * gap)
        return t.conj(
            t.gt(size),
            t.ge(size - (1 - c.q) * c.beta * (T - c.kappa * c.d) * exp(-T)),
            t.ge(T - (card(n) - 1) * c.d),
            t.imp(card(n) <= 2, t.ge(size - c.beta * T * exp(-T))),
        )

    def hypotheses(self, v: Values, w: Values, k: Node) -> list[Node]:
        n, d, r = self.n, self.c.d, self.r
        return [
            separated(n, v, d),
            separated(n, w, d),
            cross(n, v, w, d),
            cross(n, w, v, d),
            bounds(n, v, r),
            bounds(n, w, r),
            t.member(k, n),
            missing(n, v, w, k),
            covered(n, v, w, k, v(k)),
            covered(n, w, v, k, v(k)),
        ]

    def both_sides(self) -> Theorem:
        """For all v, w, k with the hypotheses: the conclusion."""
        p = self.p
        v_name, w_name, k = fresh("v"), fresh("w"), fresh("k")
        v, w = func(v_name), func(w_name)
        self.v, self.w, self.k_ = v, w, t.var(k)
        hyps = [p.k.assume(h) for h in self.hypotheses(v, w, t.var(k))]
        (
            self.v_sep,
            self.w_sep,
            self.vw,
            self.wv,
            self.v_range,
            self.w_range,
            self.k_in,
            self.missing,
            self.v_covered,
            self.w_covered,
        ) = hyps
        self.z = v(t.var(k))
        self.bv, self.bw = operator(p, self.n, v, self.k_in), operator(p, self.n, w, self.k_in)
        for symbol, meaning in (("z", self.z), ("boltz(v)", self.bv.value), ("boltz(w)", self.bw.value)):
            p.name(symbol, meaning)
        p.say(
            "Let z be the largest value that only one of the two vectors has; call this one v, the other w. Above z "
            "both have the same values, below z each has a ladder."
        )
        out = p.cases(exists(self.n, lambda i: v(i) > self.z), self.common, self.top)
        for h in reversed(hyps):
            out = p.k.discharge(out, h.concl)
        for sort, name in (("real", k), ("fn1", w_name), ("fn1", v_name)):
            out = p.k.generalise(out, sort, name)
        return out

    def finish(self, positive: Theorem, general: Theorem, count: Theorem, small: Theorem, sign: int) -> Theorem:
        """The conclusion from bounds of sign * (boltz v - boltz w)."""
        p, c, T = self.p, self.c, self.T
        gap = self.bv.value - self.bw.value
        size = t.fn("sqrt", gap * gap)
        with p.silent():
            reach = p.abs_at_least(gap * sign)
            first = p.have(t.gt(size), reach, positive)
            second = p.have(t.ge(size - (1 - c.q) * c.beta * (T - c.kappa * c.d) * exp(-T)), reach, general)
            two = p.implies(
                card(self.n) <= 2, lambda h: p.have(t.ge(size - c.beta * T * exp(-T)), reach, p.use(small, h))
            )
            return p.both(first, p.both(second, p.both(count, two)))

    # ---- ranges

    def low(self, range_: Theorem, i: Node, i_in: Theorem) -> Theorem:
        return self.p.left(self.p.use(range_, i, i_in))

    def high(self, range_: Theorem, i: Node, i_in: Theorem) -> Theorem:
        return self.p.right(self.p.use(range_, i, i_in))

    def below(self, j: Node, j_in: Theorem, le: Theorem) -> Theorem:
        """w_j <= z gives w_j <= z - d, since w_j != z."""
        return self.p.use(self.wv, j, j_in, self.k_, self.k_in, le, self.p.use(self.missing, j, j_in))

    # ---- nothing above z

    def top(self, none: Theorem) -> Theorem:
        p, c, n, v, w, z, T = self.p, self.c, self.n, self.v, self.w, self.z, self.T
        d, kappa = c.d, c.kappa
        rest = where(n, lambda i: t.neg(t.eq(i, self.k_)))

        def v_below(i: Node, i_in: Theorem) -> Theorem:
            i_n = p.base(i_in)
            no = p.by_contradiction(
                z >= v(i),
                lambda h: p.false(p.some(n, lambda x: v(x) > z, i, i_n, p.have(v(i) > z, p.k.order(h))), none),
            )
            return p.use(self.v_sep, i, i_n, self.k_, self.k_in, p.holds(i_in), no)

        def w_below(j: Node, j_in: Theorem) -> Theorem:
            def above(h: Theorem) -> Theorem:
                higher = p.have(w(j) > z, p.k.order(h))
                there = p.use(self.w_covered, j, j_in, higher)
                return p.obtain(
                    there,
                    lambda i, i_in, same: p.false(
                        p.some(n, lambda x: v(x) > z, i, i_in, p.have(v(i) > z, same, higher)), none
                    ),
                )

            return self.below(j, j_in, p.by_contradiction(z >= w(j), above))

        with p.silent():
            sep_rest = p.forall(
                rest,
                lambda i, i_in: p.forall(rest, lambda j, j_in: p.use(self.v_sep, i, p.base(i_in), j, p.base(j_in))),
            )
            moment = p.use(self.moments(z), lam(v), rest, sep_rest, z, p.forall(rest, v_below), p.have(t.ge(z - z)))
            tail = p.sum_at_least(rest, lambda i, _: p.have(t.ge(exp(v(i))), p.exp_positive(v(i))))
            Z_split, A_split = (
                p.take(self.k_in, lambda i: exp(v(i))),
                p.take(self.k_in, lambda i: v(i) * exp(v(i))),
            )
            large = p.have(t.ge(self.bv.Z - exp(z)), Z_split, tail)
            kd = p.have(t.gt(kappa * d), c.kappa_positive, c.one)
            spread = p.have(
                t.ge(d * kappa * self.bv.Z - (z * self.bv.Z - self.bv.A)),
                moment,
                Z_split,
                A_split,
                large,
                kd,
                products=[(3, 4)],
            )
        upper = p.have(t.ge(self.bv.value - (z - kappa * d)), spread, self.bv.unit, self.bv.inverse_positive)
        lower = at_most(p, self.bw, z - d, w_below)
        gap = self.bv.value - self.bw.value
        with p.silent():
            far = p.have(t.ge(gap - d * Fraction(5, 9)), upper, lower, c.kappa_small, c.one, products=[(2, 3), (2,)])
            positive = p.have(t.gt(gap), far, c.one)
            under = p.forall(n, w_below)
            low = p.forall(n, lambda j, j_in: p.have(t.ge(w(j) + self.r), self.low(self.w_range, j, j_in)))
            counted = p.use(
                self.counting,
                lam(w),
                n,
                self.w_sep,
                low,
                z,
                under,
                p.have(t.ge(z + self.r), self.low(self.v_range, self.k_, self.k_in)),
            )
            count = p.have(t.ge(T - (card(n) - 1) * d), counted, self.high(self.v_range, self.k_, self.k_in))
            T_nonneg = p.have(t.ge(T), count, self.size, c.one, products=[(1, 2), (1,)])
            half = p.exp_tangent(T * Fraction(1, 2))
            grow = p.have(
                t.ge(exp(T) - 2 * T),
                half,
                T_nonneg,
                squares=[1 - T * Fraction(1, 2)],
                products=[(0, 0), (0, 1), (0,)],
            )
            peak = p.have(t.ge(Fraction(1, 2) - T * exp(-T)), grow, p.exp_positive(-T), products=[(0, 1)])
            Te = p.have(t.ge(T * exp(-T)), T_nonneg, p.exp_positive(-T))
            small = p.have(t.ge(gap - c.beta * T * exp(-T)), far, c.one, peak, Te, c.beta_one, products=[(3, 4)])
            bTe = p.have(t.ge(c.beta * T * exp(-T)), c.beta_positive, Te)
            kde = p.have(t.ge(kappa * d * exp(-T)), kd, p.exp_positive(-T))
            factor = p.have(
                t.gt((1 - c.q) * c.beta), c.quarter, c.q_positive, c.beta_positive, products=[(0, 2), (1, 2)]
            )
            general = p.have(
                t.ge(gap - (1 - c.q) * c.beta * (T - kappa * d) * exp(-T)),
                small,
                bTe,
                c.q_positive,
                factor,
                kde,
                products=[(1, 2), (3, 4)],
            )
            two = p.implies(card(n) <= 2, lambda _: small)
        with p.block("Case 2: nothing lies above z."):
            p.state(upper, "boltz(v) ≥ z − κ δ", "for μ = z, the other values of v below z", [self.lines["mean"]])
            p.state(lower, "boltz(w) ≤ z − δ", "a mean of values that are at most z − δ")
            p.state(far, "boltz(v) − boltz(w) ≥ 5/9 δ", "κ ≤ 4/9", [upper, lower])
            p.state(peak, "1/2 ≥ t exp(−t)", "exp(t) ≥ (1 + t/2)² ≥ 2 t")
            p.state(small, "boltz(v) − boltz(w) ≥ β t exp(−t)", "β ≤ 1 ≤ δ", [far, peak])
            p.state(general, "boltz(v) − boltz(w) ≥ (1 − q) β (t − κ δ) exp(−t)", "", [small])
            p.state(count, "t ≥ (n − 1) δ", "w lies below z, and z ≤ r", [self.lines["count"]])
        return self.finish(positive, general, count, two, 1)

    # ---- common values above z

    def common(self, some: Theorem) -> Theorem:
        p, n, v = self.p, self.n, self.v

        def with_top(m: Node, m_in: Theorem, at: Theorem) -> Theorem:
            with p.silent():
                largest = p.forall(n, lambda i, i_in: p.have(v(i) <= v(m), p.at_most_max(i_in, v), at))
                higher = p.obtain(some, lambda i, i_in, h: p.have(v(m) > self.z, h, p.use(largest, i, i_in)))
            return Cases(Common(self, m, m_in, largest, higher)).result()

        with p.block("Case 1: some values lie above z."):
            return p.maximum(self.k_in, v, with_top)
