"""rem:flatten-pyramid. The pyramid is flattened to a matrix with sum_{i=1}^{r+1} h_i w_i rows.

Row k of the n rows belongs to one of R = r + 1 maps, its level a_k, and level i has h_i w_i rows; so n is the sum. True
in the reading of the figure, whose pyramid has r + 1 maps (`pyramid_figure` of def:pyramid); the displayed recursion
makes only r, and then the sum has one term too many (false variant).
"""

from varproof.lang import Entry, Eq, Exists, ForAll, Index, Pos, Source, Sum
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.positions import Positions
from varproof.proof.proof import Proof

entry = Entry(
    "rem:flatten-pyramid",
    "The rows of a flattened pyramid",
    source=Source(arxiv="3.5", icml="3.10", text="read"),
    uses=["def:pyramid"],
)

with entry.variant("printed", expect="PROVED", evidence=["kernel"]) as s:
    n, r, R = s.size("n"), s.size("r"), s.size("R")
    a, h, w = s.vec("a", n), s.vec("h", R), s.vec("w", R)
    k, i = Index("k", n), Index("i", R)
    s.assume("maps", Eq(R, r + 1))
    s.assume("level", ForAll(k, Exists(i, Eq(a[k], Pos(i)))), needed_at=dict(a=[0, 1, 2], h=[1, 1], w=[1, 1], r=1))
    s.assume(
        "rows",
        ForAll(i, Eq(Sum(1, k, where=Eq(a[k], Pos(i))), h[i] * w[i])),
        needed_at=dict(a=[1], h=[1, 1], w=[1, 1], r=1),
    )
    s.claim("count", Eq(n, Sum(h[i] * w[i], i)))

    s.instance("1 x 1 and 2 x 2", a=[1, 2, 2, 2, 2], h=[1, 2], w=[1, 2], r=1)
    s.instance("an empty map", a=[1], h=[1, 0], w=[1, 5], r=1)
    s.instance("three levels, mixed rows", a=[3, 1, 2, 3, 2], h=[1, 2, 1], w=[1, 1, 2], r=2)

    some = dict(a=[1, 2], h=[1, 1], w=[1, 1], r=1)
    s.false("one map less", claims={"count": Eq(n, Sum(h[i] * w[i], i, where=Pos(i) <= r))}, at=some)
    s.false("a large map", claims={"count": Eq(n, Sum(h[i], i) * Sum(w[i], i))}, at=some)


@entry.proof("printed")
def proof(p: Proof) -> None:
    p.settle_definedness()
    n, R, a, h, w = p["n"], p["R"], p["a"], p["h"], p["w"]
    places = Positions(p, R)

    def level(k: Node, i: Node) -> Node:
        return t.eq(a(k), places.pos(i))

    def once(k: Node, k_in: Theorem) -> Theorem:
        """Row k has one level: 1 - (number of i with a_k = i) = 0."""
        some = p.use(p.given("level"), k, k_in)

        def found(i: Node, i_in: Theorem, holds: Theorem) -> Theorem:
            here = p.in_where(i_in, holds, lambda x: level(k, x))
            others = where(where(R, lambda x: level(k, x)), lambda x: t.neg(t.eq(x, i)))

            def none(x: Node, x_in: Theorem) -> Theorem:
                equal = p.have(t.eq(places.pos(x), places.pos(i)), p.holds(p.base(x_in)), holds)
                same = places.injective(x, p.base(p.base(x_in)), i, i_in, equal)
                return p.ex_falso(p.false(same, p.holds(x_in)), t.eq(t.ONE))

            rest = p.sum_equal(others, none)
            count = card(where(R, lambda x: level(k, x)))
            return p.have(t.eq(1 - count), p.take(here, lambda _: t.ONE), rest)

        return p.obtain(some, found)

    with p.silent():
        rows = p.sum_equal(n, once)
        swap = p.k.sum_swap("k'", "i'", n, R, level(t.var("k'"), t.var("i'")), t.ONE)
        sizes = p.sum_equal(
            R,
            lambda i, i_in: p.have(
                t.eq(card(where(n, lambda k: level(k, i))) - h(i) * w(i)), p.use(p.given("rows"), i, i_in)
            ),
        )
        result = p.have(p.goal("count"), rows, swap, sizes)
    p.prove(p.show(result, "n = sum over the rows of 1 = sum over the levels of their numbers of rows"))
