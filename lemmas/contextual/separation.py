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

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from varproof.decide.kernel import terms as t
from varproof.decide.kernel.build import card, exists, forall, fresh, func, lam, sum_over, where
from varproof.decide.kernel.rules import Theorem
from varproof.decide.kernel.terms import Node, exp
from varproof.decide.proof import Proof
from varproof_lemmas.contextual.boltz import Boltz, at_most, operator
from varproof_lemmas.contextual.ladder import Values, counting, exponentials, moments, same_values, separated


@dataclass(frozen=True)
class Scalars:
    """The constants of the bound and what is known of them."""

    d: Node
    q: Node
    P: Node
    i: Node
    kappa: Node
    beta: Node
    one: Theorem  # d >= 1
    quarter: Theorem  # 1 - 4 q >= 0
    q_positive: Theorem
    P_unit: Theorem  # (1 - q) P = 1
    P_positive: Theorem
    i_unit: Theorem  # (1 + q) i = 1
    i_positive: Theorem
    kappa_small: Theorem  # kappa <= 4/9
    kappa_positive: Theorem
    beta_positive: Theorem
    beta_one: Theorem  # beta <= 1


def scalars(p: Proof, d: Node, one: Theorem, quarter: Theorem) -> Scalars:
    """beta = (1 - 4 q + q^3) P^2/(1 + q) lies in (0, 1], and kappa <= 4/9."""
    q = exp(-d)
    P, i = t.inv(1 - q), t.inv(1 + q)
    kappa, beta = q * P * P, i - q * (2 - q) * P * P
    with p.silent():
        q_positive = p.exp_positive(-d)
        P_unit, P_positive = p.inverse(p.have(t.gt(1 - q), quarter), 1 - q)
        i_unit, i_positive = p.inverse(p.have(t.gt(1 + q), q_positive), 1 + q)
        P_small = p.have(t.ge(Fraction(4, 3) - P), P_unit, P_positive, quarter, products=[(1, 2)])
        P2 = p.have(t.ge(Fraction(16, 9) - P * P), P_small, P_positive)
        kappa_small = p.have(t.ge(Fraction(4, 9) - kappa), P2, quarter, q_positive, P_positive,
                             products=[(0, 2), (1,)])
        kappa_positive = p.have(t.gt(kappa), q_positive, P_positive, products=[(0, 1, 1)])
        factor = p.have(t.gt(1 - 4 * q + q * q * q), quarter, q_positive, products=[(1, 1, 1)])
        product = p.have(t.eq(beta, i * P * P * (1 - 4 * q + q * q * q)), P_unit, i_unit)
        beta_positive = p.have(t.gt(beta), product, factor, i_positive, P_positive, products=[(1, 2, 3, 3)])
        i_one = p.have(t.ge(1 - i), i_unit, i_positive, q_positive, products=[(1, 2)])
        beta_one = p.have(t.ge(1 - beta), i_one, kappa_positive, quarter, products=[(1, 2), (1,)])
    return Scalars(d, q, P, i, kappa, beta, one, quarter, q_positive, P_unit, P_positive, i_unit, i_positive,
                   kappa_small, kappa_positive, beta_positive, beta_one)


def cross(n: Node, v: Values, w: Values, d: Node) -> Node:
    """v_i <= w_j and v_i != w_j give v_i <= w_j - d."""
    return forall(n, lambda i: forall(n, lambda j: t.imp(v(i) <= w(j), t.imp(t.neg(t.eq(v(i), w(j))), v(i) <= w(j) - d))))


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


def decreasing(p: Proof, u: Node, one: Theorem, s: Node, T: Node, le: Theorem) -> Theorem:
    """u exp(-s) >= (u + T - s) exp(-T) for u >= 1 and s <= T."""
    grow = p.have(t.ge(u * exp(T - s) - u - (T - s)), p.exp_tangent(T - s), one, le, products=[(0, 1), (1, 2)])
    return p.have(t.ge(u * exp(-s) - (u + T - s) * exp(-T)), grow, p.exp_positive(-T), products=[(0, 1)])


class Separation:
    """The proof for a given index set, range and constants; `theorem` is its result, universal in v and w."""

    def __init__(self, p: Proof, n: Node, r: Node, c: Scalars, size: Theorem) -> None:
        self.p, self.n, self.r, self.c, self.size = p, n, r, c, size
        self.T = 2 * r - c.d
        self.exponentials = exponentials(p, c.d, c.q, c.P, c.one, c.P_unit, c.P_positive)
        self.counting = counting(p, c.d, -r, c.one)
        p.say("Ladder lemma, by induction over finite sets (remove the largest value): for values separated by d and at "
              "most z - d,")
        p.show(self.exponentials)
        p.show(self.counting)
        self.theorem = self.both_sides()

    def moments(self, mu: Node) -> Theorem:
        with self.p.silent():
            return moments(self.p, self.c.d, self.c.q, self.c.P, mu, self.c.one, self.c.P_unit, self.c.P_positive)

    # ---- what is proved

    def conclusion(self, v: Values, w: Values) -> Node:
        c, T, n = self.c, self.T, self.n
        gap = value(n, v) - value(n, w)
        size = t.fn("sqrt", gap * gap)
        return t.conj(t.gt(size), t.ge(size - (1 - c.q) * c.beta * (T - c.kappa * c.d) * exp(-T)),
                      t.ge(T - (card(n) - 1) * c.d),
                      t.imp(card(n) <= 2, t.ge(size - c.beta * T * exp(-T))))

    def hypotheses(self, v: Values, w: Values, k: Node) -> list[Node]:
        n, d, r = self.n, self.c.d, self.r
        return [separated(n, v, d), separated(n, w, d), cross(n, v, w, d), cross(n, w, v, d), bounds(n, v, r),
                bounds(n, w, r), t.member(k, n), missing(n, v, w, k), covered(n, v, w, k, v(k)),
                covered(n, w, v, k, v(k))]

    def both_sides(self) -> Theorem:
        """For all v, w, k with the hypotheses: the conclusion."""
        p = self.p
        v_name, w_name, k = fresh("v"), fresh("w"), fresh("k")
        v, w = func(v_name), func(w_name)
        p.names.update({})
        self.v, self.w, self.k_ = v, w, t.var(k)
        hyps = [p.k.assume(h) for h in self.hypotheses(v, w, t.var(k))]
        (self.v_sep, self.w_sep, self.vw, self.wv, self.v_range, self.w_range, self.k_in, self.missing, self.v_covered,
         self.w_covered) = hyps
        self.z = v(t.var(k))
        p.name("v", t.var(v_name))
        self.bv, self.bw = operator(p, self.n, v, self.k_in), operator(p, self.n, w, self.k_in)
        p.say("Let z = v(k) be a value that w lacks, such that above z both have the same values.")
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
            two = p.implies(card(self.n) <= 2, lambda h: p.have(t.ge(size - c.beta * T * exp(-T)), reach, p.use(small, h)))
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
            no = p.by_contradiction(z >= v(i), lambda h: p.false(p.some(n, lambda x: v(x) > z, i, i_n, p.have(v(i) > z, p.k.order(h))), none))
            return p.use(self.v_sep, i, i_n, self.k_, self.k_in, p.holds(i_in), no)

        def w_below(j: Node, j_in: Theorem) -> Theorem:
            def above(h: Theorem) -> Theorem:
                higher = p.have(w(j) > z, p.k.order(h))
                there = p.use(self.w_covered, j, j_in, higher)
                return p.obtain(there, lambda i, i_in, same: p.false(
                    p.some(n, lambda x: v(x) > z, i, i_in, p.have(v(i) > z, same, higher)), none))
            return self.below(j, j_in, p.by_contradiction(z >= w(j), above))

        with p.silent():
            sep_rest = p.forall(rest, lambda i, i_in: p.forall(rest, lambda j, j_in: p.use(self.v_sep, i, p.base(i_in), j, p.base(j_in))))
            moment = p.use(self.moments(z), lam(v), rest, sep_rest, z, p.forall(rest, v_below), p.have(t.ge(z - z)))
            tail = p.sum_at_least(rest, lambda i, _: p.have(t.ge(exp(v(i))), p.exp_positive(v(i))))
            Z_split, A_split = p.take(self.k_in, lambda i: exp(v(i))), p.take(self.k_in, lambda i: v(i) * exp(v(i)))
            large = p.have(t.ge(self.bv.Z - exp(z)), Z_split, tail)
            kd = p.have(t.gt(kappa * d), c.kappa_positive, c.one)
            spread = p.have(t.ge(d * kappa * self.bv.Z - (z * self.bv.Z - self.bv.A)), moment, Z_split, A_split, large, kd,
                            products=[(3, 4)])
        upper = p.have(t.ge(self.bv.value - (z - kappa * d)), spread, self.bv.unit, self.bv.inverse_positive,
                       why="nothing of v is above z, the rest is a ladder below z")
        lower = at_most(p, self.bw, z - d, w_below)
        gap = self.bv.value - self.bw.value
        with p.silent():
            far = p.have(t.ge(gap - d * Fraction(5, 9)), upper, lower, c.kappa_small, c.one, products=[(2, 3), (2,)])
            positive = p.have(t.gt(gap), far, c.one)
            under = p.forall(n, w_below)
            low = p.forall(n, lambda j, j_in: p.have(t.ge(w(j) + self.r), self.low(self.w_range, j, j_in)))
            counted = p.use(self.counting, lam(w), n, self.w_sep, low, z, under,
                            p.have(t.ge(z + self.r), self.low(self.v_range, self.k_, self.k_in)))
            count = p.have(t.ge(T - (card(n) - 1) * d), counted, self.high(self.v_range, self.k_, self.k_in))
            T_nonneg = p.have(t.ge(T), count, self.size, c.one, products=[(1, 2), (1,)])
            half = p.exp_tangent(T * Fraction(1, 2))
            grow = p.have(t.ge(exp(T) - 2 * T), half, T_nonneg, squares=[1 - T * Fraction(1, 2)],
                          products=[(0, 0), (0, 1), (0,)])
            peak = p.have(t.ge(Fraction(1, 2) - T * exp(-T)), grow, p.exp_positive(-T), products=[(0, 1)])
            Te = p.have(t.ge(T * exp(-T)), T_nonneg, p.exp_positive(-T))
            small = p.have(t.ge(gap - c.beta * T * exp(-T)), far, c.one, peak, Te, c.beta_one, products=[(3, 4)])
            bTe = p.have(t.ge(c.beta * T * exp(-T)), c.beta_positive, Te)
            kde = p.have(t.ge(kappa * d * exp(-T)), kd, p.exp_positive(-T))
            factor = p.have(t.gt((1 - c.q) * c.beta), c.quarter, c.q_positive, c.beta_positive, products=[(0, 2), (1, 2)])
            general = p.have(t.ge(gap - (1 - c.q) * c.beta * (T - kappa * d) * exp(-T)), small, bTe, c.q_positive, factor,
                             kde, products=[(1, 2), (3, 4)])
            two = p.implies(card(n) <= 2, lambda _: small)
        p.show(general, "t exp(-t) ≤ 1/2 and 5/9 d > 1/2")
        return self.finish(positive, general, count, two, 1)

    # ---- common values above z

    def common(self, some: Theorem) -> Theorem:
        p, n, v = self.p, self.n, self.v

        def with_top(m: Node, m_in: Theorem, at: Theorem) -> Theorem:
            with p.silent():
                largest = p.forall(n, lambda i, i_in: p.have(v(i) <= v(m), p.at_most_max(i_in, v), at))
                higher = p.obtain(some, lambda i, i_in, h: p.have(v(m) > self.z, h, p.use(largest, i, i_in)))
            return Common(self, m, m_in, largest, higher).result()

        return p.maximum(self.k_in, v, with_top)


class Common:
    """The case in which v and w share values above z; the largest of them is v_m."""

    def __init__(self, o: Separation, m: Node, m_in: Theorem, largest: Theorem, higher: Theorem) -> None:
        self.o, self.p, self.m, self.m_in, self.largest = o, o.p, m, m_in, largest
        p, n, v, w, z, c = o.p, o.n, o.v, o.w, o.z, o.c
        d = c.d
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
                self.v_parts[label] = (p.split(n, lambda i: v(i) > z, lambda i, f=f: f(v(i))),  # type: ignore[misc]
                                       p.take(k_in, lambda i, f=f: f(v(i))))  # type: ignore[misc]
                self.w_parts[label] = (p.split(n, lambda j: w(j) > z, lambda j, f=f: f(w(j))),  # type: ignore[misc]
                                       self.matched(f))
            self.z_low = self.low_of_z()
        p.show(self.z_low, "w has as many entries as v, so one of them is below z")

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
                return p.implies(t.eq(v(i), v(j)), lambda same: p.have(
                    t.FALSE, same, p.use(sep, i, p.base(i_in), j, p.base(j_in), no, p.have(v(i) <= v(j), same)), d.one))
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

        return same_values(p, self.C, v, self.CB, w, p.forall(self.C, to), p.forall(self.CB, fro),
                           self.distinct(self.C, v, o.v_sep), self.distinct(self.CB, w, o.w_sep), f)

    def subset(self, s: Node, sep: Theorem) -> Theorem:
        p = self.p
        return p.forall(s, lambda i, i_in: p.forall(s, lambda j, j_in: p.use(sep, i, p.base(i_in), j, p.base(j_in))))

    def low_of_z(self) -> Theorem:
        """z >= -r + d: the tail of w has 1 + |tail of v| members."""
        o, p = self.o, self.p
        rest = p.sum_at_least(self.TA, lambda *_: p.have(t.ge(t.ONE)))
        member = p.have(t.gt(card(self.TB)), *self.v_parts["one"], *self.w_parts["one"], rest)
        return p.member_of(member, self.TB, lambda j, j_in: p.have(
            t.ge(o.z + o.r - o.c.d), self.w_tail(j, j_in), o.low(o.w_range, j, p.base(j_in))))

    def counted(self) -> Theorem:
        """d n <= 2 r, counting the entries of w above and below z."""
        o, p, c = self.o, self.p, self.o.c
        w, z = o.w, o.z
        low = p.forall(self.TB, lambda j, j_in: p.have(t.ge(w(j) + o.r), o.low(o.w_range, j, p.base(j_in))))
        tail = p.use(o.counting, lam(w), self.TB, self.subset(self.TB, o.w_sep), low, z, p.forall(self.TB, self.w_tail),
                     p.have(t.ge(z + o.r), self.z_low, c.one))

        def turned(i: Node, i_in: Theorem, j: Node, j_in: Theorem) -> Theorem:
            def gap(no: Theorem) -> Theorem:
                back = p.implies(t.eq(j, i), lambda h: p.false(p.have(t.eq(i, j), h), no))
                return p.implies(-w(i) <= -w(j), lambda le: p.have(-w(i) <= -w(j) - c.d, p.use(
                    o.w_sep, j, p.base(j_in), i, p.base(i_in), back, p.have(w(j) <= w(i), le))))
            return p.implies(t.neg(t.eq(i, j)), gap)

        def head(j: Node, j_in: Theorem) -> Theorem:
            le = p.have(z <= w(j), p.holds(j_in))
            differ = p.implies(t.eq(z, w(j)), lambda h: p.have(t.FALSE, h, p.holds(j_in)))
            return p.have(-w(j) <= -z - c.d, p.use(o.vw, o.k_, o.k_in, j, p.base(j_in), le, differ))

        sep = p.forall(self.CB, lambda i, i_in: p.forall(self.CB, lambda j, j_in: turned(i, i_in, j, j_in)))
        high = p.forall(self.CB, lambda j, j_in: p.have(t.ge(-w(j) + o.r), o.high(o.w_range, j, p.base(j_in))))
        top = p.use(o.counting, lam(lambda j: -w(j)), self.CB, sep, high, -z, p.forall(self.CB, head),
                    p.have(t.ge(-z + o.r), o.high(o.v_range, o.k_, o.k_in)))
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
        for symbol, term in (("A0", A0), ("A1", A1), ("μ", mu)):
            p.name(symbol, term)
        p.say("Let A0 = ∑ exp v(i) over v(i) > z and μ the mean of the common values, μ A0 = A1.")
        with p.silent():
            A0_positive = p.sum_positive(self.m_C, lambda i: exp(v(i)), lambda i, _: p.exp_positive(v(i)))
            E_positive = p.exp_positive(z)
            heads = p.sum_at_least(self.C, lambda i, i_in: p.have(
                t.ge((v(i) - z - d) * exp(v(i))), self.v_head(i, i_in), p.exp_positive(v(i)), products=[(0, 1)]))
            unit0, inverse0 = p.inverse(A0_positive, A0)
            y_big = p.have(t.ge(y - d), p.have(t.ge(A0 * (y - d)), heads, mean), inverse0, unit0, products=[(0, 1)])
            others = p.sum_at_least(where(self.C, lambda i: t.neg(t.eq(i, self.m))),
                                    lambda i, _: p.have(t.ge(exp(v(i))), p.exp_positive(v(i))))
            A0_top = p.have(t.ge(A0 - exp(v(self.m))), p.take(self.m_C, lambda i: exp(v(i))), others)
            top_head = p.exp_monotone(self.v_head(self.m, self.m_C), z + d, v(self.m))
            small_E = p.have(t.ge(q * A0 - E), p.have(t.ge(A0 - exp(z + d)), A0_top, top_head), c.q_positive, products=[(0, 1)])
            # the correction of v
            RA_nonneg = p.sum_at_least(self.TA, lambda i, _: p.have(t.ge(exp(v(i))), p.exp_positive(v(i))))
            UA_big = p.sum_at_least(self.TA, lambda i, i_in: p.have(
                t.ge((z - v(i)) * exp(v(i))), self.v_tail(i, i_in), p.exp_positive(v(i)), c.one, products=[(0, 1), (1, 2), (1,)]))
            RB_nonneg = p.sum_at_least(self.TB, lambda j, _: p.have(t.ge(exp(w(j))), p.exp_positive(w(j))))
            UB_nonneg = p.sum_at_least(self.TB, lambda j, j_in: p.have(
                t.ge((mu - w(j)) * exp(w(j))), p.have(t.ge(mu - w(j)), self.w_tail(j, j_in), y_big, c.one), p.exp_positive(w(j)),
                products=[(0, 1)]))
            UB_small = p.use(o.moments(mu), lam(w), self.TB, self.subset(self.TB, o.w_sep), z, p.forall(self.TB, self.w_tail),
                             p.have(t.ge(mu - z), y_big, c.one))
            X, Y = mu - o.bv.value, mu - o.bw.value
            Zv, Zw = A0 + E + RA, A0 + RB
            UA, UB = mu * RA - RA1, mu * RB - RB1
            x_eq = p.have(t.eq(X * o.bv.Z, y * E + UA + (mu * A0 - A1)), o.bv.unit, *self.v_parts["exp"], *self.v_parts["mean"])
            y_eq = p.have(t.eq(Y * o.bw.Z, UB + (mu * A0 - A1)), o.bw.unit, *self.w_parts["exp"], *self.w_parts["mean"])
            zv = p.have(t.eq(o.bv.Z, Zv), *self.v_parts["exp"])
            zw = p.have(t.eq(o.bw.Z, Zw), *self.w_parts["exp"])
            x_eq = p.have(t.eq(X * Zv, y * E + UA), x_eq, zv, mean)
            y_eq = p.have(t.eq(Y * Zw, UB), y_eq, zw, mean)
            algebra = self.algebra()
            gap = p.use(algebra, A0, E, RA, UA, X, RB, UB, Y, y, A0_positive, E_positive, RA_nonneg, small_E,
                        p.have(t.ge(UA - y * RA), UA_big), x_eq, RB_nonneg, UB_nonneg, p.have(
                            t.ge(E * (y * q * P + d * q * P * P) - UB), UB_small), y_eq, y_big)
        p.show(x_eq, "X = μ - boltz v")
        p.show(y_eq, "Y = μ - boltz w")
        p.show(gap, "mediants and the ladder below z")
        top, s = v(self.m), v(self.m) - z
        with p.silent():
            count = self.counted()
            t_s = p.have(t.ge(T - s), o.high(o.v_range, self.m, self.m_in), self.z_low)
            s_big = p.have(t.ge(s - d), self.v_head(self.m, self.m_C))
        reach = E * y * t.inv(A0)
        diff = o.bw.value - o.bv.value
        with p.silent():
            lower = p.have(t.ge(diff - c.beta * reach), gap, inverse0, unit0, products=[(0, 1)])
        p.show(lower)
        alone_set = where(self.C, lambda i: t.neg(t.eq(i, self.m)))
        simple = T * exp(-T)
        weak = (1 - q) * (T - c.kappa * d) * exp(-T)

        def finish(reach_weak: Theorem, small: Callable[[Theorem], Theorem]) -> Theorem:
            with p.silent():
                positive = p.have(t.gt(diff), lower, p.have(t.gt(c.beta * reach), c.beta_positive, p.have(
                    t.gt(reach), E_positive, p.have(t.gt(y), y_big, c.one), inverse0, products=[(0, 1, 2)]), products=[(0, 1)]))
                general = p.have(t.ge(diff - c.beta * weak), lower, c.beta_positive, reach_weak, products=[(1, 2)])
                two = p.implies(card(o.n) <= 2, small)
            p.show(general)
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

                sep = p.forall(alone_set, lambda i, i_in: p.forall(alone_set, lambda j, j_in: p.use(
                    o.v_sep, i, p.base(p.base(i_in)), j, p.base(p.base(j_in)))))
                below = p.forall(alone_set, under)
                sums = p.use(o.exponentials, lam(v), alone_set, sep, top, below)
                spreads = p.use(o.moments(top), lam(v), alone_set, sep, top, below, p.have(t.ge(top - top)))
                takes = [p.take(self.m_C, f) for f in (lambda i: exp(v(i)), lambda i: v(i) * exp(v(i)))]
                A0_small = p.have(t.ge(exp(top) * P - A0), takes[0], sums, c.P_unit)
                kd = p.have(t.gt(c.kappa * d), c.kappa_positive, c.one)
                raised = p.have(t.ge(A0 * (mu - top + c.kappa * d)), p.have(
                    t.ge(exp(top) * c.kappa * d - (top - mu) * A0), spreads, *takes, mean), A0_top, kd, products=[(1, 2)])
                u = s - c.kappa * d
                y_u = p.have(t.ge(y - u), raised, inverse0, unit0, products=[(0, 1)])
                u_one = p.have(t.ge(u - 1), s_two, c.kappa_small, c.one, products=[(1, 2)])
                inverse_big = p.have(t.ge(t.inv(A0) - (1 - q) * exp(-top)), p.have(
                    t.ge(1 - (1 - q) * exp(-top) * A0), A0_small, p.have(t.gt((1 - q) * exp(-top)), c.quarter, p.exp_positive(-top),
                                                                          c.q_positive, products=[(0, 1), (2, 1), (1,)]), c.P_unit,
                    products=[(0, 1)]), inverse0, unit0, products=[(0, 1)])
                Eu = p.have(t.gt(E * u), E_positive, u_one, products=[(0, 1), (0,)])
                first = p.have(t.ge(reach - E * u * t.inv(A0)), y_u, E_positive, inverse0, products=[(0, 1, 2)])
                second = p.have(t.ge(E * u * t.inv(A0) - (1 - q) * u * exp(-s)), Eu, inverse_big, products=[(0, 1)])
                move = decreasing(p, u, u_one, s, T, t_s)
                one_q = p.have(t.gt(1 - q), c.quarter, c.q_positive)
                far = p.have(t.ge(reach - weak), first, second, move, one_q, products=[(2, 3)])

                def absurd(h: Theorem) -> Theorem:
                    rest = p.sum_at_least(self.TA, lambda *_: p.have(t.ge(t.ONE)))
                    many = p.obtain(there, lambda i, i_in, _: p.have(card(alone_set) >= 1, p.take(i_in, lambda x: t.ONE),
                        p.sum_at_least(where(alone_set, lambda x: t.neg(t.eq(x, i))), lambda *_: p.have(t.ge(t.ONE)))))
                    no = p.have(t.FALSE, h, rest, many, *self.v_parts["one"], p.take(self.m_C, lambda x: t.ONE))
                    return p.ex_falso(no, t.ge(diff - c.beta * simple))
            return finish(far, absurd)

        def single(none: Theorem) -> Theorem:
            with p.silent():
                def empty(f: Callable[[Node], Node]) -> Theorem:
                    return p.sum_equal(alone_set, lambda i, i_in: p.ex_falso(
                        p.false(p.some(alone_set, lambda x: t.neg(t.FALSE), i, i_in, p.implies(t.FALSE, lambda h: h)), none), t.eq(f(v(i)))))
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
            return finish(far, lambda h: p.have(t.ge(diff - c.beta * simple), lower, c.beta_positive, near, products=[(1, 2)]))

        out = p.cases(exists(alone_set, lambda i: t.neg(t.FALSE)), several, single)
        closed = p.k.generalise(p.k.discharge(out, mean.concl), "real", mu_name)
        with p.silent():
            return p.use(closed, A1 * t.inv(A0), p.have(t.eq(A1 * t.inv(A0) * A0, A1), unit0))

    def algebra(self) -> Theorem:
        """For all reals with the hypotheses below: (X - Y) A0 >= E y beta."""
        p, c = self.p, self.o.c
        d, q, P = c.d, c.q, c.P
        names = [fresh(x) for x in ("A", "E", "R", "U", "X", "S", "V", "Y", "y")]
        A0, E, RA, UA, X, RB, UB, Y, y = (t.var(x) for x in names)
        hyps = [t.gt(A0), t.gt(E), t.ge(RA), t.ge(q * A0 - E), t.ge(UA - y * RA), t.eq(X * (A0 + E + RA), y * E + UA),
                t.ge(RB), t.ge(UB), t.ge(E * (y * q * P + d * q * P * P) - UB), t.eq(Y * (A0 + RB), UB), t.ge(y - d)]
        a0, e, ra, small, ua, x_eq, rb, ub0, ub, y_eq, y_d = (p.k.assume(h) for h in hyps)
        y_pos = p.have(t.gt(y), y_d, c.one)
        goal = t.ge(X * (1 + q) * A0 - y * E)

        def light(le: Theorem) -> Theorem:
            base = p.have(t.ge(X * (A0 + E) - y * E), x_eq, ua, le, ra, products=[(2, 3)])
            AE = p.have(t.gt(A0 + E), a0, e)
            yE = p.have(t.gt(y * E), y_pos, e, products=[(0, 1)])
            X_pos = p.by_contradiction(t.gt(X), lambda no: p.have(t.FALSE, base, yE, p.k.order(no), AE, products=[(2, 3)]))
            return p.have(goal, base, X_pos, small, products=[(1, 2)])

        def heavy(gt: Theorem) -> Theorem:
            yA = p.have(t.ge(y * A0 * q - y * E), y_pos, small, products=[(0, 1)])
            qA = p.have(t.gt((1 + q) * A0), a0, c.q_positive, products=[(0, 1), (0,)])
            return p.have(goal, gt, qA, yA, p.have(t.gt(y * A0), y_pos, a0, products=[(0, 1)]), products=[(0, 1)])

        x_big = p.compare(X, y, light, heavy)
        x_big = p.have(t.ge(X * A0 - c.i * y * E), x_big, c.i_positive, c.i_unit, products=[(0, 1)])
        AR = p.have(t.gt(A0 + RB), a0, rb)
        Y_nonneg = p.by_contradiction(t.ge(Y), lambda no: p.have(t.FALSE, p.k.order(no), AR, y_eq, ub0, products=[(0, 1)]))
        y_small = p.have(t.ge(UB - Y * A0), y_eq, Y_nonneg, rb, products=[(1, 2)])
        EqP = p.have(t.gt(E * q * P * P), e, c.q_positive, c.P_positive, products=[(0, 1, 2, 2)])
        ub = p.have(t.ge(E * y * (q * P + q * P * P) - UB), ub, EqP, y_d, products=[(1, 2)])
        out = p.have(t.ge((X - Y) * A0 - E * y * c.beta), x_big, y_small, ub, c.P_unit)
        for h in reversed(hyps):
            out = p.k.discharge(out, h)
        for name in reversed(names):
            out = p.k.generalise(out, "real", name)
        return out
