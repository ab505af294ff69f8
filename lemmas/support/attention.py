"""How far dot-product attention moves, in proofs."""

from __future__ import annotations

from collections.abc import Callable

from varproof_lemmas.appendix.vectors import Function, absolute, inner_at_most, product_at_most, triangle
from varproof_lemmas.contextual.direction import inner, swap
from varproof_lemmas.contextual.signs import length
from varproof_lemmas.support.softmax import Change

from varproof.decide.kernel import terms as t
from varproof.decide.kernel.build import forall, sum_over
from varproof.decide.kernel.rules import Theorem
from varproof.decide.kernel.terms import Node
from varproof.decide.proof import Proof

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
