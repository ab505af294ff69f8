"""Attention as a contextual mapping: the weights, and why they work, for every dataset.

Tokens X(i, k, .) of norm between gamma_min and gamma_max, epsilon apart; v enumerates the m different ones. Two
directions: <u, v_a - v_b>^2 >= |v_a - v_b|^2 with |u| <= m^2/2, and <w, v_a>^2 >= |v_a|^2 with |w| <= m. With
U(i, j) = <u, X_ij>, T(i, k) = <w, X_ik> and s = log 4 the weights are of rank one:

    W_K = 1 u^T, W_Q = (lambda/s') 1 w^T, W_V = 1 u^T, W_O = (eta/(s' sqrt d)) 1 1^T     (s' the hidden size)

    lambda epsilon gamma_min = s,   eta * 2 m^2 gamma_max = epsilon,

so the scores of query (i, k) are lambda T(i, k) U(i, j), separated by s, and the layer adds eta B(i, k) along a unit
vector, B = boltz(scores)/(lambda T), |eta B| <= epsilon/4. Different tokens stay epsilon/2 apart; the same token with
different token sets is moved by different amounts, by the separation of the Boltzmann operator (q = 1/4, beta = 1/45):

    distance > (epsilon/47) 4^(-m^3 gamma_max^2/(epsilon gamma_min)).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from varproof_lemmas.contextual.direction import inner, length
from varproof_lemmas.contextual.directions import row_direction
from varproof_lemmas.contextual.signs import Function
from varproof_lemmas.contextual.spread import far_apart, spread_direction, unit

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, exists, exists_function, forall, func, lam
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof


@dataclass(frozen=True)
class Dataset:
    """The statement's objects and hypotheses, in the forms that the proof uses."""

    N: Node
    n: Node
    d: Node
    h: Node
    m: Node
    X: Function
    v: Function
    low: Node  # gamma_min
    high: Node  # gamma_max
    eps: Node
    low_positive: Theorem
    eps_positive: Theorem
    above: Theorem  # |X_ik| > gamma_min
    under: Theorem  # |X_ik| < gamma_max
    apart: Theorem  # X_ik != X_jl -> |X_ik - X_jl| > eps
    distinct: Theorem  # k != l -> X_ik != X_il
    v_distinct: Theorem
    v_covers: Theorem  # every token is some v_a
    v_used: Theorem  # every v_a is some token


def dataset(p: Proof) -> Dataset:
    """The dataset of a statement with the labels positive-norm, positive-step, separated, distinct, vocabulary."""
    separated, vocabulary = p.given("separated"), p.given("vocabulary")
    rest, words = p.right(separated), p.right(vocabulary)
    return Dataset(p["N"], p["n"], p["d"], p["s"], p["m"], p["X"], p["v"], p["gamma_min"], p["gamma_max"], p["epsilon"],
                   p.given("positive-norm"), p.given("positive-step"), p.left(separated), p.left(rest), p.right(rest),
                   p.given("distinct"), p.left(vocabulary), p.left(words), p.right(words))  # fmt: skip


def token(D: Dataset, i: Node, k: Node) -> Function:
    return lambda c: D.X(i, k, c)


def word(D: Dataset, a: Node) -> Function:
    return lambda c: D.v(a, c)


def minus(x: Function, y: Function) -> Function:
    return lambda c: x(c) - y(c)


def differ(d: Node, x: Function, y: Function) -> Node:
    """Some coordinate of x and y differs."""
    return exists(d, lambda c: t.neg(t.eq(x(c), y(c))))


def agree(d: Node, x: Function, y: Function) -> Node:
    return forall(d, lambda c: t.eq(x(c), y(c)))


def squared(p: Proof, d: Node, x: Function, bound: Theorem, value: Node, nonneg: Theorem, above: bool) -> Theorem:
    """|x|^2 > value^2 from |x| > value >= 0 (above), or |x|^2 < value^2 from |x| < value."""
    _, square, size = p.norm(d, x)
    if above:
        return p.have(t.gt(length(d, x) - value * value), bound, nonneg, square, products=[(0, 0), (0, 1)])
    return p.have(t.gt(value * value - length(d, x)), bound, size, square, products=[(0, 0), (0, 1)])


def cauchy(p: Proof, d: Node, u: Function, x: Function, x_positive: Theorem) -> Theorem:
    """<u, x>^2 <= |u|^2 |x|^2 for |x|^2 > 0: from | |x|^2 u - <u, x> x |^2 >= 0."""
    z, size = inner(d, u, x), length(d, x)
    gap = p.sum_at_least(
        d,
        lambda c, _: p.k.arith(
            [], t.ge((size * u(c) - z * x(c)) * (size * u(c) - z * x(c))), [(Fraction(1), size * u(c) - z * x(c), ())]
        ),
    )
    _, inverse = p.inverse(x_positive, size)
    unit = p.k.inv(x_positive, size)
    return p.have(t.ge(length(d, u) * size - z * z), gap, inverse, unit, products=[(0, 1)])


class Geometry:
    """Distances and sizes of tokens and words, and two good directions."""

    def __init__(self, p: Proof, D: Dataset) -> None:
        self.p, self.D = p, D
        self.eps_nonneg = p.have(t.ge(D.eps), D.eps_positive)
        self.low_nonneg = p.have(t.ge(D.low), D.low_positive)

    def same_length_of(self, x: Function, y: Function, same: Callable[[Node, Theorem], Theorem]) -> Theorem:
        """|x|^2 = |y|^2 from x(c) = y(c)."""
        p = self.p

        def one(c: Node, c_in: Theorem) -> Theorem:
            return p.k.arith([same(c, c_in)], t.eq(x(c) * x(c), y(c) * y(c)), [], [(x(c) + y(c), 0)])

        return p.sum_equal(self.D.d, one)

    def token_low(self, i: Node, i_in: Theorem, k: Node, k_in: Theorem) -> Theorem:
        """|X_ik|^2 > gamma_min^2."""
        return squared(
            self.p,
            self.D.d,
            token(self.D, i, k),
            self.p.use(self.D.above, i, i_in, k, k_in),
            self.D.low,
            self.low_nonneg,
            True,
        )

    def token_high(self, i: Node, i_in: Theorem, k: Node, k_in: Theorem) -> Theorem:
        """|X_ik|^2 < gamma_max^2."""
        return squared(
            self.p,
            self.D.d,
            token(self.D, i, k),
            self.p.use(self.D.under, i, i_in, k, k_in),
            self.D.high,
            self.low_nonneg,
            False,
        )

    def token_apart(
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
    ) -> Theorem:
        """|X_ik - X_jl|^2 > eps^2."""
        D = self.D
        far = self.p.use(D.apart, i, i_in, k, k_in, j, j_in, l, l_in, unequal)
        return squared(self.p, D.d, minus(token(D, i, k), token(D, j, l)), far, D.eps, self.eps_nonneg, True)

    def at_word(
        self, a: Node, a_in: Theorem, body: Callable[[Node, Theorem, Node, Theorem, Theorem], Theorem]
    ) -> Theorem:
        """What follows from v_a = X_ik for some token."""
        p = self.p
        return p.obtain(
            p.use(self.D.v_used, a, a_in),
            lambda i, i_in, some: p.obtain(some, lambda k, k_in, same: body(i, i_in, k, k_in, same)),
        )

    def word_low(self, a: Node, a_in: Theorem) -> Theorem:
        """|v_a|^2 > gamma_min^2."""
        p, D = self.p, self.D
        return self.at_word(
            a,
            a_in,
            lambda i, i_in, k, k_in, same: p.have(
                t.gt(length(D.d, word(D, a)) - D.low * D.low),
                self.token_low(i, i_in, k, k_in),
                self.same_length_of(word(D, a), token(D, i, k), lambda c, c_in: p.use(same, c, c_in)),
            ),
        )

    def word_apart(self, a: Node, a_in: Theorem, b: Node, b_in: Theorem, unequal: Theorem) -> Theorem:
        """|v_a - v_b|^2 > eps^2 from some differing coordinate."""
        p, D = self.p, self.D

        def tokens(i: Node, i_in: Theorem, k: Node, k_in: Theorem, same_a: Theorem) -> Theorem:
            def second(j: Node, j_in: Theorem, l: Node, l_in: Theorem, same_b: Theorem) -> Theorem:
                def coordinate(c: Node, c_in: Theorem, no: Theorem) -> Theorem:
                    x, y = token(D, i, k), token(D, j, l)
                    there = p.implies(
                        t.eq(x(c), y(c)),
                        lambda h: p.false(
                            p.have(t.eq(D.v(a, c), D.v(b, c)), h, p.use(same_a, c, c_in), p.use(same_b, c, c_in)), no
                        ),
                    )
                    far = self.token_apart(
                        i,
                        i_in,
                        k,
                        k_in,
                        j,
                        j_in,
                        l,
                        l_in,
                        p.some(D.d, lambda e: t.neg(t.eq(x(e), y(e))), c, c_in, there),
                    )
                    equal = self.same_length_of(
                        minus(word(D, a), word(D, b)),
                        minus(x, y),
                        lambda e, e_in: p.have(
                            t.eq(D.v(a, e) - D.v(b, e), x(e) - y(e)), p.use(same_a, e, e_in), p.use(same_b, e, e_in)
                        ),
                    )
                    return p.have(t.gt(length(D.d, minus(word(D, a), word(D, b))) - D.eps * D.eps), far, equal)

                return p.obtain(unequal, coordinate)

            return self.at_word(b, b_in, second)

        return self.at_word(a, a_in, tokens)

    def spread(self) -> Theorem:
        """Some u has <u, v_a - v_b>^2 >= |v_a - v_b|^2 for a != b and 4 |u|^2 <= m^4."""
        p, D, m = self.p, self.D, card(self.D.m)

        def positive(a: Node, a_in: Theorem, b: Node, b_in: Theorem, no: Theorem) -> Theorem:
            far = self.word_apart(a, a_in, b, b_in, p.use(D.v_distinct, a, a_in, b, b_in, no))
            gap = minus(word(D, a), word(D, b))
            return p.have(t.gt(length(D.d, gap)), far, D.eps_positive, products=[(0,), (1, 1)])

        def weaker(u_name: str, both: Theorem) -> Theorem:
            u = func(u_name)
            one = p.have(t.ge(m - 1), p.given("m>=1"))
            room = p.have(t.ge(m * m * (2 * m - 1)), one, products=[(0, 0, 0), (0, 0), (0,)])
            short = p.have(4 * length(D.d, u) <= m * m * m * m, p.right(both), room)
            goal = exists_function(
                1, lambda g: t.conj(far_apart(D.d, D.m, lambda a, c: D.v(a, c), g), 4 * length(D.d, g) <= m * m * m * m)
            )
            return p.some_function(goal, lam(u), p.both(p.left(both), short))

        return p.obtain_function(spread_direction(p, D.d, D.m, lambda a, c: D.v(a, c), positive), weaker)

    def away(self) -> Theorem:
        """Some w has <w, v_a>^2 >= |v_a|^2 and |w|^2 <= m^2."""
        p, D = self.p, self.D

        def positive(a: Node, a_in: Theorem) -> Theorem:
            return p.have(
                t.gt(length(D.d, word(D, a))), self.word_low(a, a_in), D.low_positive, products=[(0,), (1, 1)]
            )

        def direction(a: Node, c: Node) -> Node:
            return D.v(a, c) * t.inv(p.norm(D.d, word(D, a))[0])

        units = p.forall(D.m, lambda a, a_in: unit(p, D.d, word(D, a), positive(a, a_in))[1])
        best = row_direction(p, D.d, D.m, direction, units)

        def goal(w: Function) -> Node:
            return t.conj(
                forall(D.m, lambda a: inner(D.d, w, word(D, a)) * inner(D.d, w, word(D, a)) >= length(D.d, word(D, a))),
                length(D.d, w) <= card(D.m) * card(D.m),
            )

        def found(w_name: str, both: Theorem) -> Theorem:
            w = func(w_name)

            def one(a: Node, a_in: Theorem) -> Theorem:
                _, _, square, one_ = unit(p, D.d, word(D, a), positive(a, a_in))
                r = p.norm(D.d, word(D, a))[0]
                z = inner(D.d, w, word(D, a))
                scaled = p.have(t.ge(z * z * t.inv(r) * t.inv(r) - 1), p.use(p.left(both), a, a_in))
                rr = p.have(t.ge(r * r), squares=[r])
                wide = p.have(t.ge(z * z * t.inv(r) * t.inv(r) * r * r - r * r), scaled, rr, products=[(0, 1)])
                cancel = p.have(t.eq(t.inv(r) * t.inv(r) * r * r, 1), one_)
                return p.have(t.ge(z * z - length(D.d, word(D, a))), wide, cancel, square)

            whole = t.neg(t.all_body("fn1", t.neg(t.close(goal(func("w'")), "fn1", "w'"))))
            return p.some_function(whole, lam(w), p.both(p.forall(D.m, one), p.right(both)))

        return p.obtain_function(best, found)
