"""def:down-sample. Down(X, r) in R^{h/r x w/r x c} for X in R^{h x w x c}, r > 0 a whole number; no formula is printed.

Printed: h/r need not be a whole number, and then there is no such map (refuted at h = 3, r = 2). Corrected: the number
of rows m is any size, h = r m where r divides h, and two readings of the rule as a matrix for each axis, so that
Down(X, r) = A X B^T in every channel (`up` of def:up-interpolation), A with m rows and n = h columns, B alike:

- `axis_area`: the mean of the positions that the window from (i - 1) n/m to i n/m touches, in practice called area;
- `axis_subsample`: the first of them.
"""

from varproof.lang import And, Entry, Eq, Index, Pos, Source, Sum
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.positions import Positions
from varproof.proof.proof import Proof

entry = Entry(
    "def:down-sample",
    "Down-sampling by a whole factor",
    source=Source(icml="D.2", text="read"),
    uses=["def:up-interpolation"],
)

with entry.definition(
    "printed",
    expect="REFUTED",
    evidence=["witness"],
    finding="The map of h/r rows does not exist where r does not divide h.",
) as s:
    h, r = s.size("h"), s.size("r")
    k, j = Index("k", h), Index("j", r)
    x = s.vec("x", h)
    number = Sum(Pos(k), k, where=Eq(Pos(k) * r, h)) / Sum(1, k, where=Eq(Pos(k) * r, h))
    s.define("down_rows", (x, j), (), number)

    s.instance("factor 1", x=[0, 0, 0], r=1, j=0)
    s.instance("factor 2", x=[0, 0, 0, 0], r=2, j=0)
    s.counterexample("three rows, factor 2", x=[0, 0, 0], r=2, j=0)

with entry.definition(
    "corrected",
    note="The number of rows is any size; the mean of a window and its first position are the two readings.",
) as s:
    n, m = s.size("n"), s.size("m")
    i, j, k, l = Index("i", m), Index("j", n), Index("k", n), Index("l", n)
    low, high = (Pos(i) - 1) * n / m, Pos(i) * n / m

    def touched(q):
        """Position q is in the window."""
        return And(low < Pos(q), Pos(q) < high + 1)

    number = Sum(1, l, where=touched(l))
    axis_area = s.define("axis_area", (), (i, j), Sum(1, k, where=And(Eq(k, j), touched(j))) / number)
    first = And(Eq(k, j), low < Pos(j), Pos(j) <= low + 1)
    axis_subsample = s.define("axis_subsample", (), (i, j), Sum(1, k, where=first))

    s.instance("one to one", n=1, m=1, i=0, j=0)
    s.instance("four to two", n=4, m=2, i=1, j=2)
    s.instance("five to three", n=5, m=3, i=1, j=1)
    s.instance("one to three", n=1, m=3, i=2, j=0)

    s.false("an open window", claims={"axis_area": 1 / Sum(1, l, where=And(low < Pos(l), Pos(l) < high))},
            at=dict(n=1, m=1, i=0, j=0))  # fmt: skip
    s.false("relative to the first", claims={"axis_subsample": 1 / Sum(1, k, where=first)}, at=dict(n=4, m=2, i=0, j=3))


@entry.proof("corrected")
def proof(p: Proof) -> None:
    n, m = p["n"], p["m"]
    places, rows = Positions(p, n), Positions(p, m)
    step = card(n) * t.inv(card(m))
    end = rows.pos(p["i"]) * step
    start = end - step

    def late(q: Node) -> Node:
        return t.gt(places.pos(q) - start)

    def window(q: Node) -> Node:
        return t.conj(late(q), t.gt(end + 1 - places.pos(q)))

    def count(q: Node, q_late: Theorem, at: Theorem) -> Theorem:
        """The first position after the start is before the end: else the one before it is after the start too."""
        q_in = p.base(q_late)

        def beyond(no: Theorem) -> Theorem:
            far = p.have(t.ge(places.pos(q) - end - 1), p.k.order(no))
            one = p.have(t.gt(places.pos(q) - 1), far, positive_end)

            def before(y: Node, y_in: Theorem, y_at: Theorem) -> Theorem:
                y_late = p.in_where(y_in, p.have(t.gt(places.pos(y) - start), y_at, far, positive), late)
                less = places.less(y, y_in, q, p.have(t.gt(places.pos(q) - places.pos(y)), y_at))
                return p.have(t.FALSE, p.at_most_max(y_late, lambda z: -z), at, less)

            return p.obtain(places.previous(q, q_in, one), before)

        near = p.by_contradiction(t.gt(end + 1 - places.pos(q)), beyond)
        here = p.in_where(q_in, p.both(p.holds(q_late), near), window)
        number = card(where(n, window))
        return p.not_zero(p.sum_positive(here, lambda _: t.ONE, lambda *_: p.positive(1)), number)

    def last(e: Node, e_in: Theorem, at: Theorem) -> Theorem:
        """The last position is after the start."""
        room = p.have(t.ge((card(m) - rows.pos(p["i"])) * step), rows.most(p["i"]), positive, products=[(0, 1)])
        inside = p.in_where(e_in, p.have(t.gt(places.pos(e) - start), at, room, positive, whole), late)
        return p.maximum(inside, lambda z: -z, count)

    with p.silent():
        unit, inverse = p.inverse(p.nonempty[m], card(m))
        positive = p.have(t.gt(step), p.nonempty[n], inverse, products=[(0, 1)])
        whole = p.have(t.eq(card(m) * step, card(n)), unit)
        one = rows.at_least_one(p["i"], p.given("i in [m]"))
        positive_end = p.have(t.gt(end), one, positive, products=[(0, 1)])
        fact = p.obtain(places.last(p.nonempty[n]), last)
    p.say("The last position is after the start of the window. The first that is, is in the window: were it beyond the")
    p.say("end, the one before it would be after the start as well. So the number of positions is not 0.")
    p.settle_definedness(fact)
