"""How far dot-product attention moves, in proofs."""

from __future__ import annotations

from collections.abc import Callable

from varproof_lemmas.appendix.vectors import (
    Frobenius,
    Function,
    absolute,
    image,
    inner_at_most,
    product_at_most,
    sum_of_sizes,
    triangle,
)
from varproof_lemmas.contextual.direction import inner, swap
from varproof_lemmas.contextual.signs import length
from varproof_lemmas.support.softmax import Change

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import forall, lam, max_over, sum_over
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof

Bound = Callable[[Node, Theorem], Theorem]


def mixture(p: Proof, s: Node, d: Node, g: Function, w: Function, M: Node, sign: Theorem, bound: Bound) -> Theorem:
    """|sum_j g_j w_j| <= (sum_j |g_j|) M from |w_j| <= M and M >= 0: with v = sum_j g_j w_j,
    |v|^2 = sum_j g_j <w_j, v> <= sum_j |g_j| M |v|."""

    def v(c: Node) -> Node:
        return sum_over(s, lambda j: g(j) * w(j, c))

    N, N_square, N_nonneg = p.norm(d, v)
    swapped = swap(p, d, s, lambda c, j: g(j) * w(j, c) * v(c))

    def term(j: Node, j_in: Theorem) -> Theorem:
        z = inner(d, lambda c: w(j, c), v)
        (size, _, nonneg), y = p.root(g(j)), p.root(z)[0]
        reach = p.have(
            t.ge(M * N - y), inner_at_most(p, d, lambda c: w(j, c), v), bound(j, j_in), N_nonneg, products=[(1, 2)]
        )
        wide = p.have(t.ge(size * (M * N - y)), reach, nonneg, products=[(0, 1)])
        return p.have(t.ge(size * M * N - g(j) * z), product_at_most(p, g(j), z), wide)

    total = sum_over(s, lambda j: p.root(g(j))[0])
    square = p.have(t.ge(total * M * N - N * N), p.sum_at_least(s, term), swapped, N_square)
    sizes = p.sum_at_least(s, lambda j, _: p.root(g(j))[2])
    most = p.have(t.ge(total * M), sizes, sign, products=[(0, 1)])
    return p.by_contradiction(
        t.ge(total * M - N), lambda no: p.have(t.FALSE, p.k.order(no), square, most, products=[(0, 0), (0, 2)])
    )


def averages(p: Proof, s: Node, d: Node, inside: Theorem) -> Theorem:
    """|sum_j P_j a_j - sum_j Q_j b_j| <= D + B M for P = softmax(x), Q = softmax(y) over s, which has a member: for all
    functions x, y, a, b and reals D, M, B >= 0 with |a_j - b_j| <= D, |b_j| <= M and |x_j - y_j| <= B for all j.

    The difference is sum_j P_j (a_j - b_j) + sum_j (P_j - Q_j) b_j.
    """

    def every(x: Function, y: Function, a: Function, b: Function) -> Theorem:
        D, M, B = (t.var(name) for name in ("D'", "M'", "B'"))
        signs = [p.k.assume(t.ge(z)) for z in (D, M, B)]
        bounds = [
            p.k.assume(forall(s, lambda j: t.ge(D - size_of(d, lambda c: a(j, c) - b(j, c))))),
            p.k.assume(forall(s, lambda j: t.ge(M - size_of(d, lambda c: b(j, c))))),
            p.k.assume(forall(s, lambda j: t.ge(B - p.root(x(j) - y(j))[0]))),
        ]
        near, short, turn = (lambda j, j_in, q=q: p.use(q, j, j_in) for q in bounds)
        change = Change(p, s, x, y, inside)
        P = change.P

        def first(c: Node) -> Node:
            return sum_over(s, lambda j: P.weight(j) * (a(j, c) - b(j, c)))

        def second(c: Node) -> Node:
            return sum_over(s, lambda j: change.gap(j) * b(j, c))

        one = mixture(p, s, d, P.weight, lambda j, c: a(j, c) - b(j, c), D, signs[0], near)
        two = mixture(p, s, d, change.gap, b, M, signs[1], short)
        plain = p.sum_equal(s, lambda j, _: absolute(p, P.weight(j), P.weight_nonneg(j)))
        weights = p.have(t.eq(sum_over(s, lambda j: p.root(P.weight(j))[0]), 1), plain, P.unit)
        all_of_it = p.k.arith([weights], t.eq(weights.concl.args[0] * D), [], [(D, 0)])
        spread = change.at_most(B, signs[2], turn)
        scaled = p.have(t.ge((B - change.S) * M), spread, signs[1], products=[(0, 1)])
        whole = size_of(d, lambda c: first(c) + second(c))
        result = p.have(t.ge(D + B * M - whole), triangle(p, d, first, second), one, two, all_of_it, scaled)
        for h in reversed([*signs, *bounds]):
            result = p.k.discharge(result, h.concl)
        for name in ("B'", "M'", "D'"):
            result = p.k.generalise(result, "real", name)
        return result

    return p.forall_function(
        1,
        lambda x: p.forall_function(
            1, lambda y: p.forall_function(2, lambda a: p.forall_function(2, lambda b: every(x, y, a, b)))
        ),
    )


def size_of(d: Node, v: Function) -> Node:
    """|v|."""
    return t.fn("sqrt", length(d, v))


Pair = Callable[[Node, Theorem], tuple[Theorem, Theorem]]


class Attention:
    """Attn(X)_k - Attn(Y)_k for the n tokens X_j, Y_j of d entries, of norm at most R (`radius`: both for all j), by
    `averages`, the theorem of that name."""

    def __init__(
        self,
        p: Proof,
        averages: Theorem,
        n: Node,
        d: Node,
        W_Q: Function,
        W_K: Function,
        W_V: Function,
        X: Function,
        Y: Function,
        k_in: Theorem,
        R: Node,
        radius: Theorem,
    ) -> None:
        self.p, self.averages, self.n, self.d, self.X, self.Y, self.R = p, averages, n, d, X, Y, R
        self.W_Q, self.W_K, self.W_V, self.k_in, self.radius = W_Q, W_K, W_V, k_in, radius
        self.k: Node = k_in.concl.args[0]
        self.top = max_over(n, self.distance)
        self.low = p.have(t.ge(self.top), p.at_most_max(k_in, self.distance), p.norm(d, self.gap(self.k))[2])
        self.positive = p.have(t.ge(R), p.left(p.use(radius, self.k, k_in)), p.norm(d, self.row(X, self.k))[2])

    def form(self, u: Function, v: Function) -> Node:
        """u A v^T, with A = W_Q W_K^T."""
        d = self.d
        return sum_over(
            d,
            lambda a: sum_over(d, lambda b: sum_over(d, lambda h: u(a) * self.W_Q(a, h) * self.W_K(b, h) * v(b))),
        )

    def gap(self, j: Node) -> Function:
        return lambda a: self.X(j, a) - self.Y(j, a)

    def row(self, Z: Function, j: Node) -> Function:
        return lambda a: Z(j, a)

    def value(self, v: Function) -> Function:
        """v W_V."""
        return lambda c: sum_over(self.d, lambda a: v(a) * self.W_V(a, c))

    def distance(self, j: Node) -> Node:
        """|X_j - Y_j|."""
        return size_of(self.d, self.gap(j))

    def turn(self, j: Node, j_in: Theorem, L_A: Node, A_sign: Theorem, scores: Pair) -> Theorem:
        """The score of X_j differs from that of Y_j by at most 2 L_A R max_j |X_j - Y_j|."""
        p, d, R, top = self.p, self.d, self.R, self.top
        first, second = (
            self.form(self.gap(self.k), self.row(self.X, j)),
            self.form(self.row(self.Y, self.k), self.gap(j)),
        )
        parts = []
        for near, near_in, vector, most in (
            (self.k, self.k_in, self.row(self.X, j), p.left(p.use(self.radius, j, j_in))),
            (j, j_in, self.row(self.Y, self.k), p.right(p.use(self.radius, self.k, self.k_in))),
        ):
            x, y = self.distance(near), size_of(d, vector)
            one = p.have(
                t.ge((top - x) * y), p.at_most_max(near_in, self.distance), p.norm(d, vector)[2], products=[(0, 1)]
            )
            two = p.have(t.ge((R - y) * top), most, self.low, products=[(0, 1)])
            both = p.have(t.ge(R * top - x * y), one, two)
            parts.append(p.have(t.ge(L_A * (R * top - x * y)), both, A_sign, products=[(0, 1)]))
        goal = t.ge(2 * L_A * R * top - p.root(first + second)[0])
        return p.have(goal, sum_of_sizes(p, first, second), *scores(j, j_in), *parts)

    def bound(self, L_V: Node, V_sign: Theorem, values: Pair, L_A: Node, A_sign: Theorem, scores: Pair) -> Theorem:
        """|Attn(X)_k - Attn(Y)_k| <= L_V (1 + 2 L_A R^2) max_j |X_j - Y_j|, for L_V, L_A >= 0, from `values`:
        |(X_j - Y_j) W_V| <= L_V |X_j - Y_j| and |Y_j W_V| <= L_V |Y_j|; and `scores`: the bounds of
        |(X_k - Y_k) A X_j^T| and of |Y_k A (X_j - Y_j)^T|."""
        p, n, d, R, top, Y = self.p, self.n, self.d, self.R, self.top, self.Y

        def near(j: Node, j_in: Theorem) -> Theorem:
            most = p.at_most_max(j_in, self.distance)
            wide = p.have(t.ge(L_V * (top - self.distance(j))), V_sign, most, products=[(0, 1)])
            return p.have(t.ge(L_V * top - size_of(d, self.value(self.gap(j)))), values(j, j_in)[0], wide)

        def short(j: Node, j_in: Theorem) -> Theorem:
            most = p.right(p.use(self.radius, j, j_in))
            wide = p.have(t.ge(L_V * most.concl.args[0]), V_sign, most, products=[(0, 1)])
            return p.have(t.ge(L_V * R - size_of(d, self.value(self.row(Y, j)))), values(j, j_in)[1], wide)

        V_top = p.have(t.ge(L_V * top), V_sign, self.low, products=[(0, 1)])
        V_R = p.have(t.ge(L_V * R), V_sign, self.positive, products=[(0, 1)])
        A_R = p.have(t.ge(L_A * R), A_sign, self.positive, products=[(0, 1)])
        A_top = p.have(t.ge(2 * L_A * R * top), A_R, self.low, products=[(0, 1)])
        scores_of = (lam(lambda j, Z=Z: self.form(self.row(Z, self.k), self.row(Z, j))) for Z in (self.X, Y))
        values_of = (lam(lambda j, c, Z=Z: self.value(self.row(Z, j))(c), 2) for Z in (self.X, Y))
        bounds = (
            p.forall(n, near), p.forall(n, short),
            p.forall(n, lambda j, j_in: self.turn(j, j_in, L_A, A_sign, scores)),
        )  # fmt: skip
        signs = V_top, V_R, A_top
        sizes = L_V * top, L_V * R, 2 * L_A * R * top
        return p.use(self.averages, *scores_of, *values_of, *sizes, *signs, *bounds)

    def frobenius(self) -> Theorem:
        """The bound with the Frobenius norms of W_V and A."""
        p, d = self.p, self.d
        V = Frobenius(p, d, d, lambda c, a: self.W_V(a, c))
        A = Frobenius(p, d, d, lambda a, b: sum_over(d, lambda h: self.W_Q(a, h) * self.W_K(b, h)))

        def score(x: Function, y: Function) -> Theorem:
            """|x A y^T| <= |x| |A y^T| <= |A|_F |x| |y|."""

            def product(a: Node) -> Node:
                return sum_over(d, lambda b: sum_over(d, lambda h: self.W_Q(a, h) * self.W_K(b, h) * y(b)))

            inside = inner_at_most(p, d, x, product)
            near = A.bounds(y)
            wide = p.have(t.ge(size_of(d, x) * near.concl.args[0]), near, p.norm(d, x)[2], products=[(0, 1)])
            goal = t.ge(A.value * size_of(d, x) * size_of(d, y) - p.root(self.form(x, y))[0])
            return p.have(goal, inside, wide)

        return self.bound(
            V.value,
            V.nonneg,
            lambda j, _: (V.bounds(self.gap(j)), V.bounds(self.row(self.Y, j))),
            A.value,
            A.nonneg,
            lambda j, _: (
                score(self.gap(self.k), self.row(self.X, j)),
                score(self.row(self.Y, self.k), self.gap(j)),
            ),
        )


class SkipAttention(Attention):
    """The same for the layer X_k + sum_j P_j W_O W_V X_j with scores <W_K X_j, W_Q X_k> and hidden size |h|."""

    def __init__(
        self,
        p: Proof,
        averages: Theorem,
        n: Node,
        d: Node,
        h: Node,
        weights: tuple[Function, Function, Function, Function],
        X: Function,
        Y: Function,
        k_in: Theorem,
        R: Node,
        radius: Theorem,
    ) -> None:
        self.h = h
        self.W_O, W_V, W_K, W_Q = weights
        super().__init__(p, averages, n, d, W_Q, W_K, W_V, X, Y, k_in, R, radius)

    def form(self, u: Function, v: Function) -> Node:
        """<W_K v, W_Q u>."""
        return inner(self.h, image(self.d, self.W_K, v), image(self.d, self.W_Q, u))

    def value(self, v: Function) -> Function:
        """W_O W_V v."""
        return image(self.h, self.W_O, image(self.d, self.W_V, v))

    def frobenius(self) -> Theorem:
        """The change is at most (1 + |W_O| |W_V| (1 + 2 |W_K| |W_Q| R^2)) max_j |X_j - Y_j|."""
        p, d, h = self.p, self.d, self.h
        O, V = Frobenius(p, d, h, self.W_O), Frobenius(p, h, d, self.W_V)
        K, Q = Frobenius(p, h, d, self.W_K), Frobenius(p, h, d, self.W_Q)

        def value(x: Function) -> Theorem:
            inside = V.bounds(x)
            wide = p.have(t.ge(O.value * inside.concl.args[0]), inside, O.nonneg, products=[(0, 1)])
            goal = t.ge(O.value * V.value * size_of(d, x) - size_of(d, self.value(x)))
            return p.have(goal, O.bounds(image(d, self.W_V, x)), wide)

        def score(x: Function, y: Function) -> Theorem:
            key, query = image(d, self.W_K, y), image(d, self.W_Q, x)
            inside = inner_at_most(p, h, key, query)
            near, far = K.bounds(y), Q.bounds(x)
            one = p.have(t.ge(near.concl.args[0] * size_of(h, query)), near, p.norm(h, query)[2], products=[(0, 1)])
            key_bound = p.have(t.ge(K.value * size_of(d, y)), K.nonneg, p.norm(d, y)[2], products=[(0, 1)])
            two = p.have(t.ge(key_bound.concl.args[0] * far.concl.args[0]), key_bound, far, products=[(0, 1)])
            goal = t.ge(K.value * Q.value * size_of(d, x) * size_of(d, y) - p.root(self.form(x, y))[0])
            return p.have(goal, inside, one, two)

        mixed = self.bound(
            O.value * V.value,
            p.have(t.ge(O.value * V.value), O.nonneg, V.nonneg, products=[(0, 1)]),
            lambda j, _: (value(self.gap(j)), value(self.row(self.Y, j))),
            K.value * Q.value,
            p.have(t.ge(K.value * Q.value), K.nonneg, Q.nonneg, products=[(0, 1)]),
            lambda j, _: (score(self.gap(self.k), self.row(self.X, j)), score(self.row(self.Y, self.k), self.gap(j))),
        )
        added = triangle(p, d, self.gap(self.k), self.change)
        near = p.at_most_max(self.k_in, self.distance)
        whole = size_of(d, lambda c: self.gap(self.k)(c) + self.change(c))
        goal = t.ge((1 + O.value * V.value * (1 + 2 * K.value * Q.value * self.R * self.R)) * self.top - whole)
        return p.have(goal, mixed, added, near)

    def change(self, c: Node) -> Node:
        """The change of what is added."""

        def mean(Z: Function) -> Node:
            def weight(j: Node) -> Node:
                return t.exp(self.form(self.row(Z, self.k), self.row(Z, j)))

            values = sum_over(self.n, lambda j: weight(j) * self.value(self.row(Z, j))(c))
            return values * t.inv(sum_over(self.n, weight))

        return mean(self.X) - mean(self.Y)
