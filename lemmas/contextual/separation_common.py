"""The separation of the Boltzmann operator when the two vectors share values above z (see `separation`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from varproof_lemmas.contextual.ladder import Values, same_values
from varproof_lemmas.contextual.separation_scalars import mediants

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, fresh, lam, sum_over, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node, exp

if TYPE_CHECKING:
    from varproof_lemmas.contextual.separation import Separation


@dataclass(frozen=True)
class Estimate:
    """How far the operators are apart by the mean mu of the values above z, with the weights exp."""

    mu_name: str
    mean: Theorem  # assumed: mu A = A1
    A: Node  # sum of exp(x) over the values x above z
    A1: Node  # sum of x exp(x) over them
    E: Node  # exp z
    mu: Node
    y: Node  # mu - z
    reach: Node  # E y/A
    diff: Node  # boltz(w) - boltz(v)
    unit: Theorem  # A (1/A) = 1
    inverse: Theorem  # 1/A > 0
    A_top: Theorem  # A >= exp(v_m)
    E_positive: Theorem
    y_big: Theorem  # y >= d
    s_big: Theorem  # v_m - z >= d
    t_s: Theorem  # v_m - z <= t
    lower: Theorem  # diff >= beta reach
    count: Theorem  # t >= (n - 1) d


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

    def estimate(self) -> Estimate:
        """(X - Y) A >= beta y E, written down, for any mean mu of the values above z: mu A = A1."""
        o, p, c = self.o, self.p, self.o.c
        v, w, z, d, q, P, T = o.v, o.w, o.z, c.d, c.q, c.P, o.T
        A, A1 = sum_over(self.C, lambda i: exp(v(i))), sum_over(self.C, lambda i: v(i) * exp(v(i)))
        RA, RA1 = sum_over(self.TA, lambda i: exp(v(i))), sum_over(self.TA, lambda i: v(i) * exp(v(i)))
        RB, RB1 = sum_over(self.TB, lambda j: exp(w(j))), sum_over(self.TB, lambda j: w(j) * exp(w(j)))
        E = exp(z)
        mu_name = fresh("mu")
        mu = t.var(mu_name)
        y = mu - z
        mean = p.k.assume(t.eq(mu * A, A1))
        for symbol, term in (("A", A), ("E", E), ("R", RA), ("R′", RB), ("y", y), ("μ", mu)):
            p.name(symbol, term)
        with p.silent():
            A_positive = p.sum_positive(self.m_C, lambda i: exp(v(i)), lambda i, _: p.exp_positive(v(i)))
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
            unit, inverse = p.inverse(A_positive, A)
            y_big = p.have(t.ge(y - d), p.have(t.ge(A * (y - d)), heads, mean), inverse, unit, products=[(0, 1)])
            others = p.sum_at_least(
                where(self.C, lambda i: t.neg(t.eq(i, self.m))),
                lambda i, _: p.have(t.ge(exp(v(i))), p.exp_positive(v(i))),
            )
            A_top = p.have(t.ge(A - exp(v(self.m))), p.take(self.m_C, lambda i: exp(v(i))), others)
            top_head = p.exp_monotone(self.v_head(self.m, self.m_C), z + d, v(self.m))
            small_E = p.have(
                t.ge(q * A - E),
                p.have(t.ge(A - exp(z + d)), A_top, top_head),
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
            Zv, Zw = A + E + RA, A + RB
            UA, UB = mu * RA - RA1, mu * RB - RB1
            x_eq = p.have(
                t.eq(X * o.bv.Z, y * E + UA + (mu * A - A1)),
                o.bv.unit,
                *self.v_parts["exp"],
                *self.v_parts["mean"],
            )
            y_eq = p.have(t.eq(Y * o.bw.Z, UB + (mu * A - A1)), o.bw.unit, *self.w_parts["exp"], *self.w_parts["mean"])
            zv = p.have(t.eq(o.bv.Z, Zv), *self.v_parts["exp"])
            zw = p.have(t.eq(o.bw.Z, Zw), *self.w_parts["exp"])
            x_eq = p.have(t.eq(X * Zv, y * E + UA), x_eq, zv, mean)
            y_eq = p.have(t.eq(Y * Zw, UB), y_eq, zw, mean)
            tail = p.have(t.ge(UA - y * RA), UA_big)
            ladder = p.have(t.ge(E * (y * q * P + d * q * P * P) - UB), UB_small)
            algebra = mediants(p, c)
            gap = p.use(
                algebra,
                A,
                E,
                RA,
                UA,
                X,
                RB,
                UB,
                Y,
                y,
                A_positive,
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
        reach = E * y * t.inv(A)
        diff = o.bw.value - o.bv.value
        with p.silent():
            lower = p.have(t.ge(diff - c.beta * reach), gap, inverse, unit, products=[(0, 1)])
        for symbol, term in (("m", top), ("s", s)):
            p.name(symbol, term)
        p.state(lower, "boltz(w) − boltz(v) ≥ β E y/A", "", [gap])
        p.state(count, "t ≥ (n − 1) δ", "w has ladders below z and, upwards, above z", [o.lines["count"]])
        return Estimate(
            mu_name, mean, A, A1, E, mu, y, reach, diff,
            unit, inverse, A_top, E_positive, y_big, s_big, t_s, lower, count,
        )  # fmt: skip
