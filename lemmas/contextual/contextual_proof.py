"""The contextual mapping theorem, assembled (see `contextual_weights` for the weights and the idea)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from varproof_lemmas.contextual.contextual_weights import (
    Dataset,
    Geometry,
    agree,
    cauchy,
    dataset,
    differ,
    minus,
    token,
)
from varproof_lemmas.contextual.direction import at_most_root, inner, length
from varproof_lemmas.contextual.separation import Separation, missing
from varproof_lemmas.contextual.separation_choice import Choice
from varproof_lemmas.contextual.separation_scalars import Scalars, scalars
from varproof_lemmas.contextual.signs import Function

from varproof.decide.kernel import terms as t
from varproof.decide.kernel.build import card, exists, forall, fresh, func, lam, sum_over, where
from varproof.decide.kernel.rules import Theorem
from varproof.decide.kernel.terms import Node, exp
from varproof.decide.proof import Proof

Output = Callable[[Node, Node, Node], Node]  # (i, k, c) -> coordinate c of output token k of sequence i


def same_vocabulary(D: Dataset, i: Node, j: Node) -> Node:
    """V(i) = V(j), token by token."""

    def equal(k: Node, l: Node) -> Node:
        return agree(D.d, token(D, i, k), token(D, j, l))

    return t.conj(
        forall(D.n, lambda k: exists(D.n, lambda l: equal(k, l))),
        forall(D.n, lambda l: exists(D.n, lambda k: equal(k, l))),
    )


def root(d: Node, x: Function) -> Node:
    return t.fn("sqrt", length(d, x))


def contextual(D: Dataset, out: Output, gamma: Node, delta: Node) -> Node:
    """The outputs are a (gamma, delta)-contextual mapping."""

    def apart(i: Node, j: Node, k: Node, l: Node) -> Node:
        unequal = t.disj(t.neg(same_vocabulary(D, i, j)), differ(D.d, token(D, i, k), token(D, j, l)))
        return t.imp(unequal, root(D.d, lambda c: out(i, k, c) - out(j, l, c)) > delta)

    return t.conj(
        forall(D.N, lambda i: forall(D.n, lambda k: root(D.d, lambda c: out(i, k, c)) < gamma)),
        forall(D.N, lambda i: forall(D.N, lambda j: forall(D.n, lambda k: forall(D.n, lambda l: apart(i, j, k, l))))),
    )


@dataclass(frozen=True)
class Log4:
    """s = log 4 with q = exp(-s) = 1/4 and the constants of the separation at s."""

    s: Node
    c: Scalars
    four: Theorem  # exp(s) = 4
    one: Theorem  # s >= 1
    beta: Theorem  # beta = 1/45
    kappa: Theorem  # kappa = 4/9
    q: Theorem  # q = 1/4


def log4(p: Proof) -> Log4:
    s = t.log(t.lift(4))
    four = p.log_exp(p.positive(4), t.lift(4))
    half = p.exp_tangent(t.lift(Fraction(-1, 2)))
    small_e = p.have(t.ge(4 - exp(1)), half, p.exp_positive(t.lift(1)), products=[(0, 0, 1), (0, 1)])
    one = p.by_contradiction(
        t.ge(s - 1),
        lambda no: p.have(t.FALSE, p.exp_monotone(p.have(t.gt(1 - s), p.k.order(no)), s, t.lift(1)), four, small_e),
    )
    q = p.have(t.eq(exp(-s), Fraction(1, 4)), four)
    c = scalars(p, s, one, p.have(t.ge(1 - 4 * exp(-s)), q))
    P = p.have(t.eq(c.P, Fraction(4, 3)), c.P_unit, q)
    i = p.have(t.eq(c.i, Fraction(4, 5)), c.i_unit, q)
    P2 = p.have(t.eq(c.P * c.P, Fraction(16, 9)), P)
    kappa = p.have(t.eq(c.kappa, Fraction(4, 9)), P2, q)
    qqPP = p.have(t.eq(c.q * c.q * c.P * c.P, Fraction(1, 9)), kappa, q)
    beta = p.have(t.eq(c.beta, Fraction(1, 45)), i, kappa, qqPP)
    return Log4(s, c, four, one, beta, kappa, q)


class Weights:
    """The weights for directions u, w, and what the layer does with them.

    lam, eta, rho are variables with lam eps low = s, eta 2 m^2 high = eps, rho^2 d = 1; they are replaced at the end.
    `delta` is claimed; `bound(theorem m >= 2, theorem 2 high > eps)` proves delta <= sharp.
    """

    def __init__(
        self,
        p: Proof,
        D: Dataset,
        g: Geometry,
        u: Function,
        w: Function,
        facts: tuple[Theorem, Theorem, Theorem, Theorem],
        logs: Log4,
    ) -> None:
        self.p, self.D, self.g, self.u, self.w, self.logs = p, D, g, u, w, logs
        self.u_far, self.u_short, self.w_far, self.w_short = facts
        self.names = {x: fresh(x) for x in ("lam", "eta", "rho")}
        self.lam, self.eta, self.rho = (t.var(self.names[x]) for x in ("lam", "eta", "rho"))
        m = self.m = card(D.m)
        self.equations = [
            p.k.assume(f)
            for f in (
                t.eq(self.lam * D.eps * D.low, logs.s),
                t.eq(2 * self.eta * m * m * D.high, D.eps),
                t.eq(self.rho * self.rho * card(D.d), 1),
                t.gt(self.lam),
                t.gt(self.eta),
            )
        ]
        self.e_lam, self.e_eta, self.e_rho, self.lam_pos, self.eta_pos = self.equations
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
        """four value^2 <= factor^2 high^2 from value^2 <= size token_size, four size <= factor^2, token_size < high^2."""
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
        weight = lambda j: exp(z * self.lam * self.U(i, j) * T)  # noqa: E731
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
        weight = lambda j: exp(self.lam * self.U(i, j) * T)  # noqa: E731
        Z = sum_over(D.n, weight)
        out = []

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
        out = [p.left(both), p.right(both)]
        return out[0], out[1]

    def triangle(self, x: Function, tau: Node, limit: Node, plus: Theorem, minus_: Theorem) -> Theorem:
        """|x + tau e| <= |x| + limit for |tau| <= limit and the unit vector e = (rho, ..., rho)."""
        p, d = self.p, self.D.d
        rho = self.rho
        norm, square, nonneg = p.norm(d, x)
        moved = lambda c: x(c) + tau * rho  # noqa: E731
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
            return p.have(
                root(D.d, lambda c: self.output(t.ONE)(i, k, c)) < D.high + D.eps * Fraction(1, 4),
                near,
                p.use(D.under, i, i_in, k, k_in),
            )

        return p.forall(D.N, lambda i, i_in: p.forall(D.n, lambda k, k_in: one(i, i_in, k, k_in)))

    def sharp(self) -> Node:
        """(eps/47) exp(-2 r) with 2 r = log 4 m^3 high^2/(eps low)."""
        return self.D.eps * Fraction(1, 47) * exp(-2 * self.reach)

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

    def apart(self, delta: Node, small: Callable[[Theorem, Theorem], Theorem]) -> Theorem:
        """Condition (2) for delta; `small(m >= 2, eps < 2 high)` proves delta <= (eps/47) exp(-2 r)."""
        p, D = self.p, self.D
        separation = Separation(p, D.n, self.reach, self.logs.c, p.given("n>=1"))

        def pair(
            i: Node, i_in: Theorem, j: Node, j_in: Theorem, k: Node, k_in: Theorem, l: Node, l_in: Theorem
        ) -> Theorem:
            out = self.output(t.ONE)
            goal = root(D.d, lambda c: out(i, k, c) - out(j, l, c)) > delta
            same_sets = same_vocabulary(D, i, j)
            unequal = differ(D.d, token(D, i, k), token(D, j, l))
            either = p.k.assume(t.disj(t.neg(same_sets), unequal))

            def different(no: Theorem) -> Theorem:
                two, wide = self.two_words(i, i_in, k, k_in, j, j_in, l, l_in, no)
                return p.have(
                    goal,
                    self.tokens_apart(i, i_in, j, j_in, k, k_in, l, l_in, no),
                    small(two, wide),
                    self.sharp_small(two, wide),
                )

            def equal(no: Theorem) -> Theorem:
                sets = p.by_contradiction(t.neg(same_sets), lambda h: p.false(p.k.mp(either, h), no))
                same = p.forall(
                    D.d,
                    lambda c, c_in: p.by_contradiction(
                        t.eq(D.X(i, k, c), D.X(j, l, c)),
                        lambda x: p.false(
                            p.some(D.d, lambda e: t.neg(t.eq(D.X(i, k, e), D.X(j, l, e))), c, c_in, x), no
                        ),
                    ),
                )
                return self.contexts_apart(separation, i, i_in, j, j_in, k, k_in, l, l_in, same, sets, goal, small)

            return p.k.discharge(p.cases(unequal, different, equal), either.concl)

        return p.forall(
            D.N,
            lambda i, i_in: p.forall(
                D.N,
                lambda j, j_in: p.forall(
                    D.n, lambda k, k_in: p.forall(D.n, lambda l, l_in: pair(i, i_in, j, j_in, k, k_in, l, l_in))
                ),
            ),
        )

    def sharp_small(self, two: Theorem, wide: Theorem) -> Theorem:
        """(eps/47) exp(-2 r) < eps/2."""
        p, D = self.p, self.D
        reach = self.reach_large(two, wide)
        less = p.exp_monotone(p.have(t.ge(2 * self.reach), reach, self.logs.one), -2 * self.reach, t.ZERO)
        return p.have(t.gt(D.eps * Fraction(1, 2) - self.sharp()), less, D.eps_positive, products=[(0, 1), (1,)])

    def reach_large(self, two: Theorem, wide: Theorem) -> Theorem:
        """r >= 2 s: m^3 >= 8, and high^2 >= low eps/2."""
        p, D, m = self.p, self.D, self.m
        some = self.low_below_high
        product = p.have(
            t.ge(2 * D.high * D.high - D.low * D.eps),
            some,
            wide,
            D.eps_positive,
            D.low_positive,
            products=[(0, 1), (0, 2), (1, 3)],
        )
        cube = p.have(t.ge(m * m * m - 8), two, products=[(0, 0, 0), (0, 0), (0,)])
        wide2 = p.have(
            t.ge(2 * self.lam * D.high * D.high - self.logs.s), product, self.lam_pos, self.e_lam, products=[(0, 1)]
        )
        hh = p.have(t.ge(self.lam * D.high * D.high), self.lam_pos, squares=[D.high])
        return p.have(
            t.ge(self.reach - 2 * self.logs.s),
            wide2,
            p.have(t.ge(self.reach - 4 * self.lam * D.high * D.high), cube, hh, products=[(0, 1)]),
        )

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

    def contexts_apart(
        self,
        separation: Separation,
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

        def gap(first: Token, second: Token, unequal: Theorem, le: Theorem) -> Theorem:
            """score <= other score of a different token: then it is smaller by s."""
            x, y = self.lam * T * self.U(first[0], first[2]), self.lam * T * self.U(second[0], second[2])
            return at_most_root(p, far(first, second, unequal), s, y - x, le)

        def different_tokens(no: Theorem, first: tuple[Node, Node], second: tuple[Node, Node]) -> Theorem:
            """Different scores come from different tokens."""

            def absurd(h: Theorem) -> Theorem:
                def one(c: Node, c_in: Theorem) -> Theorem:
                    same_c = t.eq(D.X(*first, c), D.X(*second, c))
                    return p.have(
                        t.eq(self.u(c) * D.X(*first, c) - self.u(c) * D.X(*second, c)),
                        p.by_contradiction(same_c, lambda x: p.false(x, p.use(h, c, c_in))),
                    )

                equation: Node = no.concl.args[0]  # type: ignore[assignment]
                return p.false(p.have(equation, p.sum_equal(D.d, one)), no)

            return p.implies(forall(D.d, lambda c: t.neg(t.neg(t.eq(D.X(*first, c), D.X(*second, c))))), absurd)

        def sets_differ() -> Theorem:
            """Some score of one sequence is no score of the other."""
            first = exists(D.n, lambda x: forall(D.n, lambda y: t.neg(t.eq(a(x), b(y)))))
            second = exists(D.n, lambda y: missing(D.n, b, a, y))
            no_first, no_second = p.k.assume(t.neg(first)), p.k.assume(t.neg(second))

            def unequal(x: Node, x_in: Theorem, y: Node, y_in: Theorem, none: Theorem) -> Theorem:
                """a(x) != b(y) when the tokens do not agree."""

                def absurd(h: Theorem) -> Theorem:
                    every = p.forall(
                        D.d,
                        lambda c, c_in: p.by_contradiction(
                            t.eq(D.X(i, x, c), D.X(j, y, c)), lambda no: p.false(no, p.use(h, c, c_in))
                        ),
                    )
                    return p.false(every, none)

                coordinate = p.implies(forall(D.d, lambda c: t.neg(t.neg(t.eq(D.X(i, x, c), D.X(j, y, c))))), absurd)
                wide = far((i, i_in, x, x_in), (j, j_in, y, y_in), coordinate)
                return p.implies(
                    t.eq(a(x), b(y)),
                    lambda same: p.have(
                        t.FALSE, p.have(t.ge(-s * s), wide, same), self.logs.one, products=[(0,), (1, 1), (1,)]
                    ),
                )

            def covered(x: Node, x_in: Theorem) -> Theorem:
                goal = exists(D.n, lambda y: agree(D.d, token(D, i, x), token(D, j, y)))
                return p.by_contradiction(
                    goal,
                    lambda no: p.false(
                        p.some(
                            D.n,
                            lambda z: forall(D.n, lambda y: t.neg(t.eq(a(z), b(y)))),
                            x,
                            x_in,
                            p.forall(
                                D.n,
                                lambda y, y_in: unequal(
                                    x,
                                    x_in,
                                    y,
                                    y_in,
                                    lonely(no, lambda z: agree(D.d, token(D, i, x), token(D, j, z)), y, y_in),
                                ),
                            ),
                        ),
                        no_first,
                    ),
                )

            def covered_back(y: Node, y_in: Theorem) -> Theorem:
                goal = exists(D.n, lambda x: agree(D.d, token(D, i, x), token(D, j, y)))
                return p.by_contradiction(
                    goal,
                    lambda no: p.false(
                        p.some(
                            D.n,
                            lambda z: missing(D.n, b, a, z),
                            y,
                            y_in,
                            p.forall(
                                D.n,
                                lambda x, x_in: unequal(
                                    x,
                                    x_in,
                                    y,
                                    y_in,
                                    lonely(no, lambda z: agree(D.d, token(D, i, z), token(D, j, y)), x, x_in),
                                ),
                            ),
                        ),
                        no_second,
                    ),
                )

            def lonely(no: Theorem, f: Callable[[Node], Node], z: Node, z_in: Theorem) -> Theorem:
                """not f(z) from `no z has f`."""
                return p.implies(f(z), lambda h: p.false(p.some(D.n, f, z, z_in, h), no))

            both = p.both(p.forall(D.n, covered), p.forall(D.n, covered_back))
            absurd = p.false(both, sets)
            return p.k.discharge(p.k.contradiction(absurd, second), no_first.concl)

        def sep(i_: Node, i_in_: Theorem) -> Theorem:
            f = score(i_)

            def one(x: Node, x_in: Theorem, y: Node, y_in: Theorem) -> Theorem:
                def unequal(no: Theorem) -> Theorem:
                    return p.implies(
                        f(x) <= f(y),
                        lambda le: p.have(
                            f(x) <= f(y) - s,
                            gap(
                                (i_, i_in_, x, x_in),
                                (i_, i_in_, y, y_in),
                                p.use(D.distinct, i_, i_in_, x, x_in, y, y_in, no),
                                le,
                            ),
                        ),
                    )

                return p.implies(t.neg(t.eq(x, y)), unequal)

            return p.forall(D.n, lambda x, x_in: p.forall(D.n, lambda y, y_in: one(x, x_in, y, y_in)))

        def across(i_: Node, i_in_: Theorem, j_: Node, j_in_: Theorem) -> Theorem:
            f, g = score(i_), score(j_)

            def one(x: Node, x_in: Theorem, y: Node, y_in: Theorem) -> Theorem:
                def ordered(le: Theorem) -> Theorem:
                    return p.implies(
                        t.neg(t.eq(f(x), g(y))),
                        lambda no: p.have(
                            f(x) <= g(y) - s,
                            gap((i_, i_in_, x, x_in), (j_, j_in_, y, y_in), different_tokens(no, (i_, x), (j_, y)), le),
                        ),
                    )

                return p.implies(f(x) <= g(y), ordered)

            return p.forall(D.n, lambda x, x_in: p.forall(D.n, lambda y, y_in: one(x, x_in, y, y_in)))

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

        facts = [
            sep(i, i_in),
            sep(j, j_in),
            across(i, i_in, j, j_in),
            across(j, j_in, i, i_in),
            ranges(i, i_in),
            ranges(j, j_in),
        ]
        different = sets_differ()
        conclusion = Choice(p, separation, a, b, facts, different).conclusion
        words = self.words(i, i_in, j, j_in, different, different_tokens)
        two, wide = p.left(words), p.right(words)
        return self.distance(
            i, k, j, l, same, T_equal, T_small, p.left(p.right(conclusion)), a, b, two, wide, goal, small
        )

    def words(
        self,
        i: Node,
        i_in: Theorem,
        j: Node,
        j_in: Theorem,
        different: Theorem,
        different_tokens: Callable[[Theorem, tuple[Node, Node], tuple[Node, Node]], Theorem],
    ) -> Theorem:
        """m >= 2 and eps < 2 high, when the two sequences have different sets of scores."""
        p, D = self.p, self.D

        def from_pair(x: Node, x_in: Theorem, y: Node, y_in: Theorem, no: Theorem) -> Theorem:
            return p.both(*self.two_words(i, i_in, x, x_in, j, j_in, y, y_in, different_tokens(no, (i, x), (j, y))))

        def first(there: Theorem) -> Theorem:
            return p.obtain(there, lambda x, x_in, alone: from_pair(x, x_in, x, x_in, p.use(alone, x, x_in)))

        def second(there: Theorem) -> Theorem:
            return p.obtain(there, lambda y, y_in, alone: from_pair(y, y_in, y, y_in, p.use(alone, y, y_in)))

        return p.either(different, first, second)

    def distance(
        self,
        i: Node,
        k: Node,
        j: Node,
        l: Node,
        same: Theorem,
        T_equal: Theorem,
        T_small: Theorem,
        general: Theorem,
        a: Function,
        b: Function,
        two: Theorem,
        wide: Theorem,
        goal: Node,
        small: Callable[[Theorem, Theorem], Theorem],
    ) -> Theorem:
        """|out - out'|^2 = eta^2 (B - B')^2, and lam T (B - B') is the difference of two Boltzmann values."""
        p, D, s, r, m = self.p, self.D, self.logs.s, self.reach, self.m
        T, T2 = self.T(i, k), self.T(j, l)
        out = self.output(t.ONE)
        B, B2, B2_here = self.mean(i, T), self.mean(j, T2), self.mean(j, T)
        moved = p.congruence(T_equal, T2, T, lambda z: self.mean(j, z))
        O, O_square, O_nonneg = p.norm(D.d, lambda c: out(i, k, c) - out(j, l, c))
        shift = self.eta * (B - B2)
        lengths = self.g.same_length_of(
            lambda c: out(i, k, c) - out(j, l, c),
            lambda c: shift * self.rho,
            lambda c, c_in: p.have(t.eq(out(i, k, c) - out(j, l, c), shift * self.rho), p.use(same, c, c_in)),
        )
        plain = p.have(t.eq(O * O, shift * shift), O_square, lengths, self.e_rho)
        names = {x: fresh(x) for x in ("O", "B", "C", "T", "S", "r", "x")}
        reach_large = self.reach_large(two, wide)
        exp_pos = p.exp_positive(-2 * r)
        scale = p.have(t.eq(exp(-(2 * r - s)), 4 * exp(-2 * r)), self.logs.four)
        low = Fraction(1, 15) * (2 * r - Fraction(13, 9) * s) * exp(-2 * r)
        c = self.logs.c
        front = p.have(t.eq((1 - c.q) * c.beta, Fraction(1, 60)), self.logs.q, self.logs.beta)
        size = t.fn("sqrt", self._gap(a, b) * self._gap(a, b))
        ks = p.have(t.eq(c.kappa * s, Fraction(4, 9) * s), self.logs.kappa)
        rest = 2 * r - s - c.kappa * s
        rest_is = p.have(t.eq(rest, 2 * r - Fraction(13, 9) * s), ks)
        product = p.have(
            t.eq((1 - c.q) * c.beta * rest * exp(-(2 * r - s)), low), *self._three(front, rest_is, scale, rest, r, s)
        )
        size_low = p.have(t.ge(size - low), general, product)
        low_pos = p.have(
            t.gt(low), p.have(t.gt(2 * r - Fraction(13, 9) * s), reach_large, self.logs.one), exp_pos, products=[(0, 1)]
        )
        _, size_square, _ = p.root(self._gap(a, b))
        gap_is = p.have(t.eq(self._gap(a, b), self.lam * T * (B - B2_here)))
        gap_square = p.congruence(gap_is, self._gap(a, b), self.lam * T * (B - B2_here), lambda q: q * q)
        here = p.have(t.eq(B - B2, B - B2_here), moved)
        here_square = p.congruence(here, B - B2, B - B2_here, lambda q: q * q)
        del names
        # abstract the large terms: O^2 = eta^2 x^2, lam^2 T^2 x^2 = S^2, S >= low > 0, T^2 <= m^2 high^2
        final = self._divide(
            p,
            O,
            T,
            B - B2_here,
            size,
            low,
            plain=p.have(t.eq(O * O, self.eta * self.eta * (B - B2_here) * (B - B2_here)), plain, here_square),
            size_is=p.have(
                t.eq(size * size, self.lam * self.lam * T * T * (B - B2_here) * (B - B2_here)), size_square, gap_square
            ),
            size_low=size_low,
            low_pos=low_pos,
            T_small=T_small,
            O_nonneg=O_nonneg,
        )
        reach_pos = p.have(t.gt(r), reach_large, self.logs.one)
        r_low = p.have(t.ge(2 * r - Fraction(13, 9) * s - Fraction(23, 18) * r), reach_large)
        scaled = p.have(t.ge(O * r - D.eps * Fraction(1, 60) * (2 * r - Fraction(13, 9) * s) * exp(-2 * r)), final)
        eps_exp = p.have(t.gt(D.eps * exp(-2 * r)), D.eps_positive, exp_pos, products=[(0, 1)])
        linear = p.have(
            t.ge(O * r - Fraction(23, 1080) * D.eps * exp(-2 * r) * r), scaled, r_low, eps_exp, products=[(1, 2)]
        )
        unit, inverse = p.inverse(reach_pos, r)
        above = p.have(t.ge(O - Fraction(23, 1080) * D.eps * exp(-2 * r)), linear, inverse, unit, products=[(0, 1)])
        return p.have(goal, above, small(two, wide), eps_exp)

    def _gap(self, a: Function, b: Function) -> Node:
        n = self.D.n

        def value(f: Function) -> Node:
            return sum_over(n, lambda x: f(x) * exp(f(x))) / sum_over(n, lambda x: exp(f(x)))

        return value(a) - value(b)

    def _three(self, front: Theorem, rest_is: Theorem, scale: Theorem, rest: Node, r: Node, s: Node) -> list[Theorem]:
        """front * rest * scale, one factor after the other."""
        p, c = self.p, self.logs.c
        e = exp(-(2 * r - s))
        one = p.k.arith([front], t.eq((1 - c.q) * c.beta * rest * e, Fraction(1, 60) * rest * e), [], [(rest * e, 0)])
        two = p.k.arith(
            [rest_is],
            t.eq(Fraction(1, 60) * rest * e, Fraction(1, 60) * (2 * r - Fraction(13, 9) * s) * e),
            [],
            [(e * Fraction(1, 60), 0)],
        )
        three = p.k.arith(
            [scale],
            t.eq(
                Fraction(1, 60) * (2 * r - Fraction(13, 9) * s) * e,
                Fraction(1, 15) * (2 * r - Fraction(13, 9) * s) * exp(-2 * r),
            ),
            [],
            [((2 * r - Fraction(13, 9) * s) * Fraction(1, 60), 0)],
        )
        return [one, two, three]

    def _divide(
        self,
        p: Proof,
        O: Node,
        T: Node,
        x: Node,
        S: Node,
        low: Node,
        *,
        plain: Theorem,
        size_is: Theorem,
        size_low: Theorem,
        low_pos: Theorem,
        T_small: Theorem,
        O_nonneg: Theorem,
    ) -> Theorem:
        """O r >= eps low/4, from O^2 = eta^2 x^2, S^2 = lam^2 T^2 x^2, S >= low > 0, T^2 <= m^2 high^2."""
        D, m = self.D, self.m
        o, tt, xx, ss, lo = (fresh(q) for q in "OTXSL")
        vo, vt, vx, vs, vl = map(t.var, (o, tt, xx, ss, lo))
        hyps = [
            t.eq(vo * vo, self.eta * self.eta * vx * vx),
            t.eq(vs * vs, self.lam * self.lam * vt * vt * vx * vx),
            t.ge(vs - vl),
            t.gt(vl),
            t.ge(m * m * D.high * D.high - vt * vt),
            t.ge(vo),
        ]
        a, b, c, e, f, g = (p.k.assume(h) for h in hyps)
        high = p.have(t.gt(2 * self.eta * m * m * D.high), self.e_eta, D.eps_positive)
        mm = p.have(t.gt(2 * self.eta * m * m), self.eta_pos, self.m_pos, products=[(0, 1, 1)])
        high_pos = p.by_contradiction(
            t.gt(D.high), lambda no: p.have(t.FALSE, high, mm, p.k.order(no), products=[(1, 2)])
        )
        square = p.have(t.ge(vs * vs - vl * vl), c, e, products=[(0, 0), (0, 1)])
        o2 = p.have(t.ge(vo * vo), squares=[vo])
        lam2 = p.have(
            t.ge(self.lam * self.lam * vo * vo),
            o2,
            p.have(t.ge(self.lam * self.lam), squares=[self.lam]),
            products=[(0, 1)],
        )
        wide = p.have(
            t.ge(vo * vo * self.lam * self.lam * m * m * D.high * D.high - vo * vo * self.lam * self.lam * vt * vt),
            f,
            lam2,
            products=[(0, 1)],
        )
        eta2 = p.have(t.ge(self.eta * self.eta), squares=[self.eta])
        both = p.have(
            t.ge(self.eta * self.eta * vs * vs - self.eta * self.eta * vl * vl), square, eta2, products=[(0, 1)]
        )
        linked = p.k.arith(
            [a, b],
            t.eq(vo * vo * self.lam * self.lam * vt * vt, self.eta * self.eta * vs * vs),
            [],
            [(self.lam * self.lam * vt * vt, 0), (-self.eta * self.eta, 1)],
        )
        left = vo * self.lam * m * D.high
        total = p.have(t.ge(left * left - (self.eta * vl) * (self.eta * vl)), wide, both, linked)
        left_nonneg = p.have(t.ge(left), g, self.lam_pos, self.m_pos, high_pos, products=[(0, 1, 2, 3)])
        root_ = at_most_root(p, total, self.eta * vl, left, left_nonneg)
        half = p.have(t.gt(m * m * D.high), self.m_pos, high_pos, products=[(0, 0, 1)])
        result = p.have(t.ge(vo * self.reach - D.eps * Fraction(1, 4) * vl), root_, half, self.e_eta, products=[(0, 1)])
        for h in reversed(hyps):
            result = p.k.discharge(result, h)
        for name in (lo, ss, xx, tt, o):
            result = p.k.generalise(result, "real", name)
        return p.use(result, O, T, x, S, low, plain, size_is, size_low, low_pos, T_small, O_nonneg)


def exists_weights(p: Proof, label: str, delta: Node, small: Callable[[Weights, Theorem, Theorem], Theorem]) -> Theorem:
    """The claim `label`: some weights make the layer a contextual mapping with separation delta <= (eps/47) exp(-2 r)."""
    D = dataset(p)
    goal = p.goal(label)
    with p.silent():
        g = Geometry(p, D)
        logs = log4(p)

        def with_u(u_name: str, spread: Theorem) -> Theorem:
            return p.obtain_function(g.away(), lambda w_name, away: build(u_name, spread, w_name, away), "w")

        def build(u_name: str, spread: Theorem, w_name: str, away: Theorem) -> Theorem:
            u, w = func(u_name), func(w_name)
            facts = (p.left(spread), p.right(spread), p.left(away), p.right(away))
            W = Weights(p, D, g, u, w, facts, logs)
            iota = t.inv(card(D.h))
            values = [
                lam(lambda c, h: W.eta * W.rho * iota, 2),
                lam(lambda h, c: u(c), 2),
                lam(lambda h, c: u(c), 2),
                lam(lambda h, c: W.lam * iota * w(c), 2),
            ]
            formulas = [goal]
            for v in values:
                formulas.append(p.opened_some(formulas[-1], v))
            gamma = D.high + D.eps * Fraction(1, 4)
            at_one = p.both(W.bounded(), W.apart(delta, lambda two, wide: small(W, two, wide)))
            z = card(D.h) * iota
            one = p.have(t.eq(t.ONE, z), p.k.inv(p.nonempty[D.h], card(D.h)))
            result = p.equal(one, t.ONE, z, lambda x: contextual(D, W.output(x), gamma, delta), at_one)
            for formula, v in zip(reversed(formulas[:-1]), reversed(values), strict=True):
                result = p.some_function(formula, v, result)
            return close(W, result)

        def close(W: Weights, result: Theorem) -> Theorem:
            """Put in lam = s/(eps low), eta = eps/(2 m^2 high), rho = 1/sqrt d."""
            for h in reversed(W.equations):
                result = p.k.discharge(result, h.concl)
            for key in ("rho", "eta", "lam"):
                result = p.k.generalise(result, "real", W.names[key])
            m = card(D.m)
            base = p.have(t.gt(D.eps * D.low), D.eps_positive, D.low_positive, products=[(0, 1)])
            unit_l, inv_l = p.inverse(base, D.eps * D.low)
            s_pos = p.have(t.gt(logs.s), logs.one)
            lam_ = logs.s * t.inv(D.eps * D.low)
            high = p.have(t.gt(D.high), W.low_below_high, D.low_positive)
            top = 2 * m * m * D.high
            top_pos = p.have(t.gt(top), W.m_pos, high, products=[(0, 0, 1)])
            unit_e, inv_e = p.inverse(top_pos, top)
            eta_ = D.eps * t.inv(top)
            size = card(D.d)
            root_d = t.fn("sqrt", size)
            d_pos = p.nonempty[D.d]
            d_root = p.k.special(p.have(t.ge(size), d_pos), "sqrt", 0, size)
            d_nonneg = p.k.special(p.have(t.ge(size), d_pos), "sqrt", 1, size)
            root_pos = p.by_contradiction(
                t.gt(root_d), lambda no: p.have(t.FALSE, d_pos, d_root, p.k.antisym(d_nonneg, p.k.order(no)))
            )
            unit_r = p.k.inv(root_pos, root_d)
            rho_ = t.inv(root_d)
            squares = p.have(t.eq(rho_ * rho_ * root_d * root_d, 1), unit_r)
            rho_square = p.have(t.eq(rho_ * rho_ * size, 1), squares, d_root)
            return p.use(
                result,
                lam_,
                eta_,
                rho_,
                p.have(t.eq(lam_ * D.eps * D.low, logs.s), unit_l),
                p.have(t.eq(2 * eta_ * m * m * D.high, D.eps), unit_e),
                rho_square,
                p.have(t.gt(lam_), s_pos, inv_l, products=[(0, 1)]),
                p.have(t.gt(eta_), D.eps_positive, inv_e, products=[(0, 1)]),
            )

        return p.obtain_function(g.spread(), with_u, "u")


def defined(p: Proof) -> None:
    """The domain conditions of the contextual mapping claims."""
    D = dataset(p)
    with p.silent():
        low, eps = p.not_zero(D.low_positive, D.low), p.not_zero(D.eps_positive, D.eps)
        p.settle_definedness(*(p.under_functions(4, 2, fact) for fact in (low, eps, p.positive(4), p.nonempty[D.n])))


def sharp_delta(p: Proof) -> Node:
    """(eps/47) exp(-log 4 m^3 high^2/(low eps))."""
    D, m = dataset(p), card(p["m"])
    return D.eps * Fraction(1, 47) * exp(-t.log(t.lift(4)) * m * m * m * D.high * D.high / D.low / D.eps)


def sharp_equal(p: Proof, W: Weights) -> Theorem:
    """W.sharp() = sharp_delta(p), by the equation of lam."""
    D, m = W.D, W.m
    unit_l, unit_e = p.k.inv(D.low_positive, D.low), p.k.inv(D.eps_positive, D.eps)
    power = W.logs.s * m * m * m * D.high * D.high / D.low / D.eps
    reach = p.have(t.eq(2 * W.reach, power), W.e_lam, unit_l, unit_e)
    same = p.congruence(reach, 2 * W.reach, power, lambda x: exp(-x))
    return p.have(t.eq(W.sharp(), sharp_delta(p)), same)


def sharp(p: Proof, label: str) -> None:
    """Prove the claim with separation (eps/47) 4^(-m^3 high^2/(low eps)), and that it is defined."""
    defined(p)

    def small(W: Weights, two: Theorem, wide: Theorem) -> Theorem:
        return p.have(t.ge(W.sharp() - sharp_delta(p)), sharp_equal(p, W))

    p.say(
        "Directions: u with <u, v_a - v_b>^2 ≥ |v_a - v_b|^2 and |u| ≤ m^2/2, w with <w, v_a>^2 ≥ |v_a|^2 and |w| ≤ m."
    )
    p.say("Weights of rank one with lambda = log 4/(epsilon gamma_min) and eta = epsilon/(2 m^2 gamma_max).")
    p.say("Every output moves by at most epsilon/4, so different tokens stay epsilon/2 apart.")
    p.say("The same token in different token sets: scores are log 4 apart, and the Boltzmann operator separates them.")
    p.prove(p.show(exists_weights(p, label, sharp_delta(p), small)))


def m4dA(p: Proof, D: Dataset) -> Node:
    """m^4 d high^2/(low eps)."""
    m = card(D.m)
    return m * m * m * m * card(D.d) * D.high * D.high / D.low / D.eps


def at_least_two(p: Proof, s: Node, some: Theorem, more: Theorem) -> Theorem:
    """|s| >= 2 from |s| > 1."""

    def one(e: Node, e_in: Theorem) -> Theorem:
        others = where(s, lambda i: t.neg(t.eq(i, e)))
        count = p.take(e_in, lambda _: t.ONE)

        def two(x: Node, x_in: Theorem) -> Theorem:
            rest = p.sum_at_least(where(others, lambda i: t.neg(t.eq(i, x))), lambda *_: p.have(t.ge(t.ONE)))
            return p.have(t.ge(card(s) - 2), count, p.take(x_in, lambda _: t.ONE), rest)

        return p.member_of(p.have(t.gt(card(others)), count, more), others, two)

    return p.member_of(some, s, one)


def corrected(p: Proof, label: str) -> None:
    """Prove the claim with separation eps exp(-5 m^4 d high^2 log n/(low eps)): for n = 1 without attention, else below
    the sharp one, since log n >= log 2, m >= 2 and 2 high^2 >= low eps."""
    defined(p)
    D, m, size = dataset(p), card(p["m"]), card(p["d"])
    L = t.log(card(D.n))
    A = D.high * D.high / D.low / D.eps
    delta = D.eps * exp(-5 * L * m4dA(p, D))

    def small(W: Weights, two: Theorem, wide: Theorem) -> Theorem:
        s = W.logs.s
        L_low = p.by_contradiction(
            t.ge(2 * L - s),
            lambda no: p.have(
                t.FALSE,
                p.exp_monotone(p.have(t.gt(s - 2 * L), p.k.order(no)), 2 * L, s),
                W.logs.four,
                e_L,
                several,
                p.have(t.ge((card(D.n) - 2) * (card(D.n) + 2)), several, products=[(0, 0), (0,)]),
                p.k.arith([e_L], t.eq(exp(2 * L), card(D.n) * card(D.n)), [], [(exp(L) + card(D.n), 0)]),
            ),
        )
        unit_l, unit_e = p.k.inv(D.low_positive, D.low), p.k.inv(D.eps_positive, D.eps)
        inv_l, inv_e = p.inverse(D.low_positive, D.low)[1], p.inverse(D.eps_positive, D.eps)[1]
        product = p.have(
            t.ge(2 * D.high * D.high - D.low * D.eps),
            W.low_below_high,
            wide,
            D.eps_positive,
            D.low_positive,
            products=[(0, 1), (0, 2), (1, 3)],
        )
        A_half = p.have(
            t.ge(2 * A - D.low * t.inv(D.low) * D.eps * t.inv(D.eps)), product, inv_l, inv_e, products=[(0, 1, 2)]
        )
        one = p.have(
            t.eq(D.low * t.inv(D.low) * D.eps * t.inv(D.eps), 1),
            unit_l,
            p.k.arith(
                [unit_l],
                t.eq(D.low * t.inv(D.low) * D.eps * t.inv(D.eps), D.eps * t.inv(D.eps)),
                [],
                [(D.eps * t.inv(D.eps), 0)],
            ),
            unit_e,
        )
        A_half = p.have(t.ge(2 * A - 1), A_half, one)
        return abstract(W, s, L, A, L_low, A_half, two)

    def abstract(W: Weights, s: Node, L_: Node, A_: Node, L_low: Theorem, A_half: Theorem, two: Theorem) -> Theorem:
        """5 m^4 d A L >= m^3 A s + 3 s, from 2 L >= s >= 1, 2 A >= 1, m >= 2, d >= 1."""
        dim = p.have(t.ge(size - 1), p.given("d>=1"))
        half = p.have(t.ge(A_ - Fraction(1, 2)), A_half)
        m3 = p.have(t.ge(m * m * m - 8), two, products=[(0, 0, 0), (0, 0), (0,)])
        m4 = p.have(t.ge(m * m * m * m - 2 * m * m * m), two, m3, products=[(0, 1), (0,)])
        dA = p.have(t.ge(size * A_ - A_), dim, half, products=[(0, 1), (0,)])
        s_one = W.logs.one
        m4_low = p.have(t.ge(m * m * m * m - 16), m4, m3)
        first = p.have(t.ge(m * m * m * m * (2 * L_ - s) - 16 * (2 * L_ - s)), m4_low, L_low, products=[(0, 1)])
        scaled = p.have(t.ge(m * m * m * m * (2 * L_ - s)), first, L_low)
        dA_low = p.have(t.ge(size * A_), dA, half)
        one = p.have(t.ge(size * A_ * m * m * m * m * (2 * L_ - s)), scaled, dA_low, products=[(0, 1)])
        m4s = p.have(t.ge(m * m * m * m * s), m4_low, s_one, products=[(0, 1), (0,), (1,)])
        two_ = p.have(t.ge(m * m * m * m * s * (size * A_ - A_)), m4s, dA, products=[(0, 1)])
        As = p.have(t.ge(A_ * s - s * Fraction(1, 2)), half, s_one, products=[(0, 1), (0,)])
        As_pos = p.have(t.ge(A_ * s), As, s_one)
        three = p.have(t.ge(A_ * s * (m * m * m * m - 2 * m * m * m)), m4, As_pos, products=[(0, 1)])
        four = p.have(t.ge(A_ * s * (m * m * m - 8)), m3, As_pos, products=[(0, 1)])
        total = p.have(
            t.ge(5 * L_ * m * m * m * m * size * A_ - m * m * m * A_ * s - 3 * s), one, two_, three, four, As, s_one
        )
        low = p.exp_monotone(total, -5 * L_ * m * m * m * m * size * A_, -m * m * m * A_ * s - 3 * s)
        cube = p.have(t.eq(exp(-3 * s), Fraction(1, 64)), *cubes(W))
        product = p.k.arith(
            [cube],
            t.eq(exp(-m * m * m * A_ * s - 3 * s), Fraction(1, 64) * exp(-m * m * m * A_ * s)),
            [],
            [(exp(-m * m * m * A_ * s), 0)],
        )
        positive = p.exp_positive(-m * m * m * A_ * s)
        return p.have(
            t.ge(W.sharp() - delta),
            p.have(
                t.ge(sharp_delta(p) - delta),
                p.have(
                    t.ge(Fraction(1, 47) * exp(-m * m * m * A_ * s) - exp(-5 * L_ * m * m * m * m * size * A_)),
                    low,
                    product,
                    positive,
                ),
                D.eps_positive,
                products=[(0, 1)],
            ),
            sharp_equal(p, W),
        )

    def cubes(W: Weights) -> list[Theorem]:
        """exp(-s) = 1/4, exp(-2 s) = 1/16 and the link to exp(-3 s)."""
        s = W.logs.s
        q = W.logs.q
        q2 = p.k.arith([q], t.eq(exp(-2 * s), Fraction(1, 4) * exp(-s)), [], [(exp(-s), 0)])
        q3 = p.k.arith([q], t.eq(exp(-3 * s), Fraction(1, 4) * exp(-2 * s)), [], [(exp(-2 * s), 0)])
        return [q, q2, q3]

    with p.silent():
        e_L = p.log_exp(p.nonempty[D.n], card(D.n))
    goal = p.goal(label)

    def many(more: Theorem) -> Theorem:
        nonlocal several
        several = at_least_two(p, D.n, p.nonempty[D.n], more)
        return exists_weights(p, label, delta, small)

    several = e_L
    with p.silent():
        result = p.compare(card(D.n), t.ONE, lambda few: without_attention(p, D, goal, delta, e_L, few), many)
    p.say("For n = 1 the layer without attention will do: the tokens themselves are epsilon apart, and log n = 0.")
    p.say("Otherwise 5 m^4 d log n ≥ 3 m^3 and more, so the separation is below that of the sharp theorem.")
    p.prove(p.show(result))


def without_attention(p: Proof, D: Dataset, goal: Node, delta: Node, e_L: Theorem, few: Theorem) -> Theorem:
    """For n <= 1 all weights may be 0: the outputs are the tokens, and delta = eps."""
    L = t.log(card(D.n))
    one = p.k.antisym(p.have(t.ge(card(D.n) - 1), p.given("n>=1")), p.have(t.ge(1 - card(D.n)), few))
    inverse = p.have(t.ge(1 - exp(-L)), e_L, p.given("n>=1"), p.exp_positive(-L))
    zero = p.k.antisym(p.have(t.ge(L), p.exp_tangent(-L), inverse), p.have(t.ge(-L), p.exp_tangent(L), e_L, one))
    equal = p.have(t.eq(delta, D.eps), p.congruence(zero, L, t.ZERO, lambda x: D.eps * exp(-5 * x * m4dA(p, D))))

    def alike(x: Node, x_in: Theorem, y: Node, y_in: Theorem) -> Theorem:
        """All indices are equal."""

        def absurd(no: Theorem) -> Theorem:
            inside = p.in_where(
                y_in, p.implies(t.eq(y, x), lambda h: p.false(p.have(t.eq(x, y), h), no)), lambda z: t.neg(t.eq(z, x))
            )
            others = where(D.n, lambda z: t.neg(t.eq(z, x)))
            rest = p.sum_at_least(where(others, lambda z: t.neg(t.eq(z, y))), lambda *_: p.have(t.ge(t.ONE)))
            return p.have(t.FALSE, p.take(x_in, lambda _: t.ONE), p.take(inside, lambda _: t.ONE), rest, few)

        return p.by_contradiction(t.eq(x, y), absurd)

    def pair(i: Node, i_in: Theorem, j: Node, j_in: Theorem, k: Node, k_in: Theorem, l: Node, l_in: Theorem) -> Theorem:
        unequal = differ(D.d, token(D, i, k), token(D, j, l))
        sets = same_vocabulary(D, i, j)
        either = p.k.assume(t.disj(t.neg(sets), unequal))

        def same_sets(none: Theorem) -> Theorem:
            every = p.forall(
                D.d,
                lambda c, c_in: p.by_contradiction(
                    t.eq(D.X(i, k, c), D.X(j, l, c)),
                    lambda x: p.false(p.some(D.d, lambda e: t.neg(t.eq(D.X(i, k, e), D.X(j, l, e))), c, c_in, x), none),
                ),
            )

            def here(x: Node, x_in: Theorem, y: Node, y_in: Theorem) -> Theorem:
                first = p.equal(
                    alike(k, k_in, x, x_in), k, x, lambda z: agree(D.d, token(D, i, z), token(D, j, l)), every
                )
                return p.equal(
                    alike(l, l_in, y, y_in), l, y, lambda z: agree(D.d, token(D, i, x), token(D, j, z)), first
                )

            forth = p.forall(
                D.n,
                lambda x, x_in: p.some(
                    D.n, lambda y: agree(D.d, token(D, i, x), token(D, j, y)), l, l_in, here(x, x_in, l, l_in)
                ),
            )
            back = p.forall(
                D.n,
                lambda y, y_in: p.some(
                    D.n, lambda x: agree(D.d, token(D, i, x), token(D, j, y)), k, k_in, here(k, k_in, y, y_in)
                ),
            )
            return p.both(forth, back)

        def absurd(none: Theorem) -> Theorem:
            same = same_sets(none)
            return p.false(p.k.mp(either, p.implies(t.neg(sets), lambda h: p.false(same, h))), none)

        no = p.by_contradiction(unequal, absurd)
        far = p.use(D.apart, i, i_in, k, k_in, j, j_in, l, l_in, no)
        distance = root(D.d, lambda c: D.X(i, k, c) - D.X(j, l, c))
        return p.k.discharge(p.have(distance > delta, far, equal), either.concl)

    bounded = p.forall(
        D.N,
        lambda i, i_in: p.forall(
            D.n,
            lambda k, k_in: p.have(
                root(D.d, token(D, i, k)) < D.high + D.eps * Fraction(1, 4),
                p.use(D.under, i, i_in, k, k_in),
                D.eps_positive,
            ),
        ),
    )
    apart = p.forall(
        D.N,
        lambda i, i_in: p.forall(
            D.N,
            lambda j, j_in: p.forall(
                D.n, lambda k, k_in: p.forall(D.n, lambda l, l_in: pair(i, i_in, j, j_in, k, k_in, l, l_in))
            ),
        ),
    )
    values = [lam(lambda *_: t.ZERO, 2)] * 4
    formulas = [goal]
    for v in values:
        formulas.append(p.opened_some(formulas[-1], v))
    result = p.both(bounded, apart)
    for formula, v in zip(reversed(formulas[:-1]), values, strict=True):
        result = p.some_function(formula, v, result)
    return result
