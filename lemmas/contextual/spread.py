"""One direction that tells all members of a family of vectors apart."""

from __future__ import annotations

from collections.abc import Callable

from varproof_lemmas.contextual.direction import inner, length
from varproof_lemmas.contextual.directions import pair_direction
from varproof_lemmas.contextual.pair_signs import below
from varproof_lemmas.contextual.signs import Function

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, exists_function, forall, func, lam
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof


def unit(p: Proof, d: Node, x: Function, positive: Theorem) -> tuple[Function, Theorem, Theorem, Theorem]:
    """x/r of length 1 for r = |x|; with r^2 = |x|^2 and r * (1/r) = 1, from |x|^2 > 0."""
    r, square, nonneg = p.norm(d, x)
    r_positive = p.by_contradiction(
        t.gt(r), lambda no: p.have(t.FALSE, positive, square, p.k.antisym(nonneg, p.k.order(no)))
    )
    one = p.k.inv(r_positive, r)
    i = t.inv(r)
    i2 = p.have(t.eq(i * i * r * r, 1), one)
    length_one = p.have(t.eq(length(d, lambda c: x(c) * i), 1), i2, square)
    return (lambda c: x(c) * i), length_one, square, one


def far_apart(d: Node, m: Node, v: Function, u: Function) -> Node:
    """<u, v_a - v_b>^2 >= |v_a - v_b|^2 for a != b."""

    def pair(a: Node, b: Node) -> Node:
        gap = difference(v, a, b)
        return t.imp(t.neg(t.eq(a, b)), inner(d, u, gap) * inner(d, u, gap) >= length(d, gap))

    return forall(m, lambda a: forall(m, lambda b: pair(a, b)))


def difference(v: Function, a: Node, b: Node) -> Function:
    return lambda c: v(a, c) - v(b, c)


def spread_direction(
    p: Proof, d: Node, m: Node, v: Function, positive: Callable[[Node, Theorem, Node, Theorem, Theorem], Theorem]
) -> Theorem:
    """Some u is far_apart and 2 |u| <= |m|^2 - |m|; `positive(a, b, a != b)` proves |v_a - v_b|^2 > 0."""

    def direction(a: Node, b: Node, c: Node) -> Node:
        return difference(v, a, b)(c) * t.inv(p.norm(d, difference(v, a, b))[0])

    def order(a: Node, b: Node, b_in: Theorem) -> Theorem:
        """a != b from b < a."""
        return p.implies(t.eq(a, b), lambda same: p.have(t.FALSE, same, p.holds(b_in)))

    def length_one(a: Node, a_in: Theorem, b: Node, b_in: Theorem) -> Theorem:
        return unit(p, d, difference(v, a, b), positive(a, a_in, b, p.base(b_in), order(a, b, b_in)))[1]

    units = p.forall(m, lambda a, a_in: p.forall(below(m, a), lambda b, b_in: length_one(a, a_in, b, b_in)))
    pairs_count = card(m) * card(m) - card(m)
    goal = exists_function(1, lambda g: t.conj(far_apart(d, m, v, g), 4 * length(d, g) <= pairs_count * pairs_count))

    def found(u_name: str, both: Theorem) -> Theorem:
        u = func(u_name)
        far = p.left(both)

        def ordered(a: Node, a_in: Theorem, b: Node, b_in: Theorem, lt: Theorem) -> Theorem:
            """The claim for b < a."""
            inside = p.in_where(b_in, lt, lambda z: z < a)
            gap = difference(v, a, b)
            _, _, square, one = unit(p, d, gap, positive(a, a_in, b, b_in, order(a, b, inside)))
            r, z = p.norm(d, gap)[0], inner(d, u, gap)
            scaled = p.have(t.ge(z * z * t.inv(r) * t.inv(r) - 1), p.use(far, a, a_in, b, inside))
            rr = p.have(t.ge(r * r), squares=[r])
            wide = p.have(t.ge(z * z * t.inv(r) * t.inv(r) * r * r - r * r), scaled, rr, products=[(0, 1)])
            cancel = p.have(t.eq(t.inv(r) * t.inv(r) * r * r, 1), one)
            return p.have(t.ge(z * z - length(d, gap)), wide, cancel, square)

        def pair(a: Node, a_in: Theorem, b: Node, b_in: Theorem, no: Theorem) -> Theorem:
            gap = difference(v, a, b)
            target = t.ge(inner(d, u, gap) * inner(d, u, gap) - length(d, gap))
            return p.ne_cases(
                a,
                b,
                lambda lt: p.have(target, ordered(b, b_in, a, a_in, lt)),
                lambda gt: p.have(target, ordered(a, a_in, b, b_in, gt)),
                no,
            )

        pairs = p.forall(
            m,
            lambda a, a_in: p.forall(
                m, lambda b, b_in: p.implies(t.neg(t.eq(a, b)), lambda no: pair(a, a_in, b, b_in, no))
            ),
        )
        return p.some_function(goal, lam(u), p.both(pairs, p.right(both)))

    return p.obtain_function(pair_direction(p, d, m, direction, units), found)
