"""thy:prefix-sums. Sums over the times before t: the first is empty, each adds one term, all terms are the total.

sum_{s < 1} a_s = 0,   sum_{s < t+1} a_s = sum_{s < t} a_s + a_t,   sum_{s < T} a_s + a_T = sum_s a_s
"""

from typing import Any

from varproof.lang import Entry, Eq, ForAll, Implies, Index, Pos, Q, Source, Sum
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, sum_over
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.order import Order
from varproof.proof.positions import Positions
from varproof.proof.proof import Proof

entry = Entry("thy:prefix-sums", "Sums over the times before", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    T = s.size("T")
    a = s.vec("a", T)
    i, j, k = Index("i", T), Index("j", T), Index("k", T)

    def before(j: Any) -> Any:
        return Sum(a[k], k, where=Pos(k) < Pos(j))

    s.claim("first", ForAll(i, Implies(Eq(Pos(i), 1), Eq(before(i), 0))))
    s.claim("next", ForAll(i, j, Implies(Eq(Pos(j), Pos(i) + 1), Eq(before(j), before(i) + a[i]))))
    s.claim("last", ForAll(i, Implies(Eq(Pos(i), T), Eq(before(i) + a[i], Sum(a[k], k)))))

    s.instance("three", a=[1, Q(1, 2), -3])
    s.instance("one", a=[2])
    s.false("one more", claims={"first": ForAll(i, Implies(Eq(Pos(i), 1), Eq(before(i), a[i])))}, at=dict(a=[1]))
    s.false(
        "the next term",
        claims={"next": ForAll(i, j, Implies(Eq(Pos(j), Pos(i) + 1), Eq(before(j), before(i) + a[j])))},
        at=dict(a=[1, 2]),
    )


@entry.proof("stated")
def proof(p: Proof) -> None:
    T, a = p["T"], p["a"]
    o = Positions(p, T)
    order = Order(
        p, T, o.pos, p.forall(T, lambda x, x_in: p.forall(T, lambda y, y_in: _differ(p, o, x, x_in, y, y_in)))
    )

    def total(x: Node) -> Node:
        return sum_over(order.below(x), a)

    def first(x: Node, x_in: Theorem, at: Theorem) -> Theorem:
        def none(y: Node, y_in: Theorem) -> Theorem:
            absurd = p.have(t.FALSE, p.holds(y_in), o.at_least_one(y, p.base(y_in)), at)
            return p.ex_falso(absurd, t.eq(a(y)))

        return p.have(t.eq(total(x)), p.sum_equal(order.below(x), none))

    def following(x: Node, x_in: Theorem, y: Node, y_in: Theorem, at: Theorem) -> Theorem:
        def between(z: Node, z_in: Theorem) -> Theorem:
            def late(no: Theorem) -> Theorem:
                more = p.have(t.gt(o.pos(z) - o.pos(x)), p.k.order(no))
                return p.have(t.ge(o.pos(z) - o.pos(y)), o.gap(x, x_in, z, z_in, more), at)

            return p.implies(t.neg(t.ge(o.pos(x) - o.pos(z))), late)

        less = p.have(t.gt(o.pos(y) - o.pos(x)), at)
        shift = order.shift(a, x, y, less, p.forall(T, between))
        return p.have(t.eq(total(y), total(x) + a(x)), shift, order.drop(a, x, x_in))

    def last(x: Node, x_in: Theorem, at: Theorem) -> Theorem:
        whole = order.whole(a, x, p.forall(T, lambda y, _: p.have(t.ge(o.pos(x) - o.pos(y)), o.most(y), at)))
        return p.have(t.eq(total(x) + a(x), sum_over(T, a)), order.drop(a, x, x_in), whole)

    p.prove(p.forall(T, lambda x, x_in: p.implies(t.eq(o.pos(x), 1), lambda at: first(x, x_in, at))))
    p.prove(p.forall(T, lambda x, x_in: p.implies(t.eq(o.pos(x), card(T)), lambda at: last(x, x_in, at))))
    p.prove(p.forall(T, lambda x, x_in: p.forall(T, lambda y, y_in: p.implies(
        t.eq(o.pos(y), o.pos(x) + 1), lambda at: following(x, x_in, y, y_in, at)
    ))))  # fmt: skip


def _differ(p: Proof, o: Positions, x: Node, x_in: Theorem, y: Node, y_in: Theorem) -> Theorem:
    """Different times have different positions."""

    def no(h: Theorem) -> Theorem:
        return p.implies(t.eq(o.pos(x), o.pos(y)), lambda at: p.false(o.injective(x, x_in, y, y_in, at), h))

    return p.implies(t.neg(t.eq(x, y)), no)
