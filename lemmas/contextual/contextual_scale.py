"""The contextual mapping theorem with scores in [-1, 1]: one of finitely many scales is good for all tokens and sets.

Directions u, w and weights as in `contextual_weights`, but with a scale lambda = pos/(K R), R = m^3 gamma_max^2/2, at
which T(i, k) U(j, .) lie in [-R, R]; they are g = epsilon gamma_min apart. For a token (i, k) and a sequence j with
another token set than i only so many of the scales are bad, hence one of K is good for all: `contextual_many_scales`
and `contextual_few_scales` say how many, and how far apart the means are at the others.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from fractions import Fraction

from varproof_lemmas.contextual.contextual_exists import Facts
from varproof_lemmas.contextual.contextual_layer import Weights
from varproof_lemmas.contextual.contextual_sets import scores_of_tokens, sets_differ
from varproof_lemmas.contextual.contextual_terms import same_vocabulary
from varproof_lemmas.contextual.contextual_weights import Dataset, Geometry, token
from varproof_lemmas.contextual.direction import at_most_root, inner
from varproof_lemmas.contextual.signs import Function
from varproof_lemmas.support.counting import union_bound

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, exists, forall, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.positions import Positions
from varproof.proof.proof import Proof

Query = tuple[Node, Theorem, Node, Theorem]  # i, k, each with its membership


class ScaleChoice(ABC):
    """Constants, and the slopes T(i, k) U(j, .) of the scores in the scale.

    To be said: what a close pair of means is, at how many scales it may be (`count`), and a proof of that.
    """

    def __init__(self, p: Proof, D: Dataset, g: Geometry, u: Function, w: Function, facts: Facts) -> None:
        self.p, self.D = p, D
        m, K = card(D.m), card(p["K"])
        self.w, self.u = w, u
        self.m_positive = p.have(t.gt(m), p.given("m>=1"))
        high = p.member_of(
            p.nonempty[D.N],
            D.N,
            lambda i, i_in: p.member_of(
                p.nonempty[D.n],
                D.n,
                lambda k, k_in: p.have(t.gt(D.high), p.use(D.under, i, i_in, k, k_in), p.norm(D.d, token(D, i, k))[2]),
            ),
        )
        self.high_positive = high
        R, gap = m * m * m * D.high * D.high * Fraction(1, 2), D.low * D.eps
        self.R_positive = p.have(t.gt(R), self.m_positive, high, products=[(0, 0, 0, 1, 1)])
        self.g_positive = p.have(t.gt(gap), D.low_positive, D.eps_positive, products=[(0, 1)])
        K_positive = p.nonempty[p["K"]]
        R_unit, R_inverse = p.inverse(self.R_positive, R)
        K_unit, K_inverse = p.inverse(K_positive, K)
        step = t.inv(K) * t.inv(R)
        step_positive = p.have(t.gt(step), K_inverse, R_inverse, products=[(0, 1)])
        K_one = p.have(t.ge(K - 1), p.given("K>=1"))
        step_small = p.have(
            t.ge(1 - step * R), p.have(t.ge(1 - t.inv(K)), K_one, K_inverse, K_unit, products=[(0, 1)]),
            p.k.arith([R_unit], t.eq(step * R, t.inv(K)), [], [(t.inv(K), 0)]),
        )  # fmt: skip
        self.R, self.gap, self.step, self.L = R, gap, step, t.inv(R)
        self.step_positive, self.step_small = step_positive, step_small
        self.R_unit, self.K_unit = R_unit, K_unit
        self.place = Positions(p, p["K"])
        self.delta, self.count = self.constants()
        self.W = Weights(p, D, g, u, w, facts, self.scale)

    @abstractmethod
    def constants(self) -> tuple[Node, Node]:
        """The distance of means that are not close, and how many scales may be bad for a query and two sequences."""

    @abstractmethod
    def close(self, a: Function, b: Function, lam: Node) -> Node:
        """The means of a and b at lam, in [0, L], are close."""

    @abstractmethod
    def few(self, at: Query, j: Node, j_in: Theorem, B: Node, different: Theorem) -> Theorem:
        """count >= |B|, for the scales B that are bad for the query and sequence j (different: as sets of slopes)."""

    @abstractmethod
    def count_nonneg(self) -> Theorem:
        """count >= 0."""

    def grid(self, x: Node) -> Node:
        """The scales."""
        return self.place.pos(x) * self.step

    def in_interval(self, x: Node, x_in: Theorem) -> tuple[Theorem, Theorem]:
        """A scale is positive and at most L."""
        p, place = self.p, self.place
        positive = p.have(t.gt(self.grid(x)), place.at_least_one(x, x_in), self.step_positive, products=[(0, 1), (1,)])
        full = p.k.arith([self.K_unit], t.eq(card(place.n) * self.step, self.L), [], [(self.L, 0)])
        return positive, p.have(t.ge(self.L - self.grid(x)), place.most(x), self.step_positive, full, products=[(0, 1)])

    def slope(self, i: Node, k: Node, j: Node) -> Function:
        """The scores of query (i, k) in sequence j, for the scale 1."""
        D = self.D
        return lambda x: inner(D.d, self.w, token(D, i, k)) * inner(D.d, self.u, token(D, j, x))

    def bad(self, i: Node, k: Node, j: Node, lam: Node) -> Node:
        """The token sets of i and j differ, but the means of query (i, k) in both are close."""
        return t.conj(t.neg(same_vocabulary(self.D, i, j)), self.close(self.slope(i, k, i), self.slope(i, k, j), lam))

    def scale(self, lam: Node) -> Node:
        """lam <= 1/R, and it is not bad for any token and two sequences."""
        D = self.D
        every = forall(D.N, lambda i: forall(D.n, lambda k: forall(D.N, lambda j: t.neg(self.bad(i, k, j, lam)))))
        return t.conj(t.ge(self.L - lam), every)

    def far(self, at: Query, j: Node, j_in: Theorem, x: Node, x_in: Theorem,
            j2: Node, j2_in: Theorem, y: Node, y_in: Theorem, unequal: Theorem) -> Theorem:  # fmt: skip
        """(T U - T U')^2 >= g^2 for different tokens (j, x), (j2, y)."""
        p, D, W = self.p, self.D, self.W
        T, gap = W.T(at[0], at[2]), W.U(j, x) - W.U(j2, y)
        squares = [p.have(t.ge(q * q), squares=[q]) for q in (D.low, gap)]
        return p.have(
            t.ge(T * T * gap * gap - self.gap * self.gap), W.T_large(*at),
            W.U_apart(j, j_in, x, x_in, j2, j2_in, y, y_in, unequal), *squares, products=[(0, 3), (1, 2)],
        )  # fmt: skip

    def in_range(self, at: Query, j: Node, j_in: Theorem) -> Theorem:
        """-R <= T U <= R."""
        p, D, W, R = self.p, self.D, self.W, self.R
        T, m = W.T(at[0], at[2]), W.m
        T_small = W.T_small(*at)
        nonneg = p.have(t.ge(R), self.R_positive)

        def one(x: Node, x_in: Theorem) -> Theorem:
            U = W.U(j, x)
            TT = p.have(t.ge(T * T), squares=[T])
            mh = p.have(t.ge(m * m * m * m * D.high * D.high), squares=[m * m * D.high])
            wide = p.have(
                t.ge(R * R - T * T * U * U), W.U_small(j, j_in, x, x_in), T_small, TT, mh, products=[(0, 2), (1, 3)]
            )
            return p.both(
                p.have(t.ge(R + T * U), at_most_root(p, wide, -T * U, R, nonneg)),
                p.have(t.ge(R - T * U), at_most_root(p, wide, T * U, R, nonneg)),
            )

        return p.forall(D.n, one)

    def own(self, at: Query, j: Node, j_in: Theorem) -> Theorem:
        """Slopes of one sequence at different places are g apart, by their squares."""
        p, D = self.p, self.D

        def pair(x: Node, x_in: Theorem, y: Node, y_in: Theorem) -> Theorem:
            return p.implies(
                t.neg(t.eq(x, y)),
                lambda no: self.far(at, j, j_in, x, x_in, j, j_in, y, y_in,
                                    p.use(D.distinct, j, j_in, x, x_in, y, y_in, no)),
            )  # fmt: skip

        return p.forall(D.n, lambda x, x_in: p.forall(D.n, lambda y, y_in: pair(x, x_in, y, y_in)))

    def across(self, at: Query, i: Node, i_in: Theorem, j: Node, j_in: Theorem) -> Theorem:
        """Different slopes of two sequences are g apart, by their squares."""
        p, D = self.p, self.D
        a, b = self.slope(at[0], at[2], i), self.slope(at[0], at[2], j)

        def pair(x: Node, x_in: Theorem, y: Node, y_in: Theorem) -> Theorem:
            return p.implies(
                t.neg(t.eq(a(x), b(y))),
                lambda no: self.far(at, i, i_in, x, x_in, j, j_in, y, y_in,
                                    scores_of_tokens(self.W, no, (i, x), (j, y))),
            )  # fmt: skip

        return p.forall(D.n, lambda x, x_in: p.forall(D.n, lambda y, y_in: pair(x, x_in, y, y_in)))

    def slopes_differ(self, at: Query, j: Node, j_in: Theorem, sets: Theorem) -> Theorem:
        """The sets of slopes differ, as the token sets do."""
        p, (i, i_in, k, _) = self.p, at
        a, b = self.slope(i, k, i), self.slope(i, k, j)

        def unequal(x: Node, x_in: Theorem, y: Node, y_in: Theorem, tokens: Theorem) -> Theorem:
            wide = self.far(at, i, i_in, x, x_in, j, j_in, y, y_in, tokens)

            def absurd(same: Theorem) -> Theorem:
                zero = p.have(t.ge(-self.gap * self.gap), wide, p.congruence(same, a(x), b(y), lambda q: q * q),
                              p.k.arith([same], t.eq(a(x) * b(y), b(y) * b(y)), [], [(b(y), 0)]))  # fmt: skip
                return p.have(t.FALSE, zero, self.g_positive, products=[(0,), (1, 1)])

            return p.implies(t.eq(a(x), b(y)), absurd)

        return sets_differ(self.W, i, j, sets, a, b, unequal)

    def few_bad(self, i: Node, i_in: Theorem, k: Node, k_in: Theorem, j: Node, j_in: Theorem) -> Theorem:
        """At most `count` scales are bad for the query (i, k) and the sequences i, j."""
        p, at = self.p, (i, i_in, k, k_in)
        B = where(self.place.n, lambda x: self.bad(i, k, j, self.grid(x)))

        def differ(sets: Theorem) -> Theorem:
            return self.few(at, j, j_in, B, self.slopes_differ(at, j, j_in, sets))

        def same(no: Theorem) -> Theorem:
            none = p.sum_equal(B, lambda x, x_in: p.ex_falso(p.false(p.left(p.holds(x_in)), no), t.eq(t.ONE)))
            return p.have(t.ge(self.count - card(B)), none, self.count_nonneg())

        return p.cases(t.neg(same_vocabulary(self.D, i, j)), differ, same)

    def good_scale(self, body: Callable[[Node, Theorem, Theorem], Theorem]) -> Theorem:
        """What follows from a scale lam > 0 with scale(lam)."""
        p, D, K = self.p, self.D, self.p["K"]
        grid, bound = self.grid, self.count

        def in_j(i: Node, i_in: Theorem, k: Node, k_in: Theorem) -> Theorem:
            each = p.forall(D.N, lambda j, j_in: self.few_bad(i, i_in, k, k_in, j, j_in))
            return union_bound(p, D.N, K, lambda j, x: self.bad(i, k, j, grid(x)), bound, each)

        def some_j(i: Node, k: Node, x: Node) -> Node:
            return exists(D.N, lambda j: self.bad(i, k, j, grid(x)))

        def some_k(i: Node, x: Node) -> Node:
            return exists(D.n, lambda k: some_j(i, k, x))

        def in_k(i: Node, i_in: Theorem) -> Theorem:
            each = p.forall(D.n, lambda k, k_in: in_j(i, i_in, k, k_in))
            return union_bound(p, D.n, K, lambda k, x: some_j(i, k, x), card(D.N) * bound, each)

        every = p.forall(D.N, in_k)
        total = union_bound(p, D.N, K, some_k, card(D.n) * card(D.N) * bound, every)

        def some(x: Node) -> Node:
            return exists(D.N, lambda i: some_k(i, x))

        room = p.have(t.gt(card(D.N) * card(D.N) * card(D.n)), p.nonempty[D.N], p.nonempty[D.n], products=[(0, 0, 1)])
        left = p.have(
            t.gt(card(where(K, lambda x: t.neg(some(x))))),
            total, room, p.given("scales"), p.split(K, some, lambda _: t.ONE),
        )  # fmt: skip

        def found(x: Node, x_in: Theorem) -> Theorem:
            inside, none = p.base(x_in), p.holds(x_in)

            def good(i: Node, i_in: Theorem, k: Node, k_in: Theorem, j: Node, j_in: Theorem) -> Theorem:
                def absurd(h: Theorem) -> Theorem:
                    at_j = p.some(D.N, lambda z: self.bad(i, k, z, grid(x)), j, j_in, h)
                    at_k = p.some(D.n, lambda z: some_j(i, z, x), k, k_in, at_j)
                    return p.false(p.some(D.N, lambda z: some_k(z, x), i, i_in, at_k), none)

                return p.implies(self.bad(i, k, j, grid(x)), absurd)

            ever = p.forall(
                D.N,
                lambda i, i_in: p.forall(
                    D.n, lambda k, k_in: p.forall(D.N, lambda j, j_in: good(i, i_in, k, k_in, j, j_in))
                ),
            )
            positive, high = self.in_interval(x, inside)
            return body(grid(x), p.both(high, ever), positive)

        return p.member_of(left, where(K, lambda x: t.neg(some(x))), found)
