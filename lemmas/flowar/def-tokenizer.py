"""def:tokenizer. K scales of a map: Y_i = phi_{down,i}(X, r_i) in R^{h/r_i x w/r_i x c}, r_i = a^{K-i}; often a = 2.

Printed: h/r_i need not be a whole number (refuted at h = 3, a = 2, K = 2). Corrected: r_i divides h and w, and
phi_down is read as the mean of blocks of r_i x r_i positions, as by `axis_area` of def:down-sample. Maps of all
scales are padded to h x w with zeros. The factors r are any for which h/r_i and w/r_i are whole numbers.
"""

from varproof.lang import And, Entry, Eq, Exists, ForAll, Implies, Index, Pos, Q, Source, Sum
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.positions import Positions
from varproof.proof.proof import Proof

entry = Entry(
    "def:tokenizer",
    "The scales of the tokenizer",
    source=Source(icml="D.5", text="read"),
    uses=["def:down-sample"],
)


def scales(s):
    """A map, and the factors of the scales."""
    K, h, w, c = s.size("K"), s.size("h"), s.size("w"), s.size("c")
    return K, h, w, s.array("X", h, w, c), s.vec("r", K), Index("i", K), Index("l", c)


with entry.definition(
    "printed",
    expect="REFUTED",
    evidence=["witness"],
    finding="The map of h/r_i rows does not exist where r_i does not divide h.",
) as s:
    K, h, w, X, r, i, l = scales(s)
    a, j, m = s.real("a"), Index("j", K), Index("m", K)
    s.assume("last", ForAll(j, Implies(Eq(Pos(j), K), Eq(r[j], 1))))
    s.assume("powers", ForAll(m, j, Implies(Eq(Pos(j), Pos(m) + 1), Eq(r[m], a * r[j]))))
    k = Index("k", h)
    rows = Eq(Pos(k) * r[i], h)
    s.define("scale_rows", (X, r), (i,), Sum(Pos(k), k, where=rows) / Sum(1, k, where=rows))

    s.instance("one scale", X=[[[1]]], r=[1], a=2, i=0)
    s.instance("two scales", X=[[[1]], [[2]]], r=[2, 1], a=2, i=0)
    s.counterexample("three rows, two scales", X=[[[1]], [[2]], [[3]]], r=[2, 1], a=2, i=0)

with entry.definition("corrected", note="Each factor divides height and width, and blocks are averaged.") as s:
    K, h, w, X, r, i, l = scales(s)
    p, q, u, v = Index("p", h), Index("q", w), Index("u", h), Index("v", w)
    m = Index("m", K)
    k, e = Index("k", h), Index("e", w)
    divides = ForAll(m, And(Exists(k, Eq(Pos(k) * r[m], h)), Exists(e, Eq(Pos(e) * r[m], w))))
    s.assume("divides", divides, needed_at=dict(X=[[[1]]], r=[0], i=0, p=0, q=0, l=0))

    def block(x, y):
        """Position y is in block x."""
        return And(r[i] * (Pos(x) - 1) < Pos(y), Pos(y) <= r[i] * Pos(x))

    total = Sum(X[u, v, l], u, v, where=And(block(p, u), block(q, v)))
    tokenizer = s.define("tokenizer", (X, r), (i, p, q, l), total / r[i] ** 2)

    s.instance("one scale", X=[[[7]]], r=[1], i=0, p=0, q=0, l=0)
    s.instance("the coarsest of two", X=[[[1], [2]], [[3], [4]]], r=[2, 1], i=0, p=0, q=0, l=0)
    s.instance("beyond a coarse map", X=[[[1], [2]], [[3], [4]]], r=[2, 1], i=0, p=1, q=0, l=0)
    s.instance("factor 3", X=[[[Q(1, 2)], [0], [1]]] * 3, r=[3, 1], i=0, p=0, q=0, l=0)

    s.false(
        "divided by the number of positions of the block",
        claims={"value": total / Sum(1, u, v, where=And(block(p, u), block(q, v)))},
        at=dict(X=[[[1], [2]], [[3], [4]]], r=[2, 1], i=0, p=1, q=0, l=0),
    )
    s.false(
        "relative to the whole map",
        claims={"value": total / Sum(X[u, v, l], u, v)},
        at=dict(X=[[[0]]], r=[1], i=0, p=0, q=0, l=0),
    )


@entry.proof("corrected")
def proof(p: Proof) -> None:
    r, h = p["r"](p["i"]), p["h"]
    places = Positions(p, h)

    def nonzero(k: Node, k_in: Theorem, at: Theorem) -> Theorem:
        """r_i is positive, as a positive multiple of it is h."""
        place = places.at_least_one(k, k_in)
        positive = p.by_contradiction(
            t.gt(r), lambda no: p.have(t.FALSE, p.k.order(no), at, place, p.nonempty[h], products=[(0, 2)])
        )
        return p.not_zero(p.have(t.gt(r * r), positive, products=[(0, 0)]), r * r)

    with p.silent():
        rows = p.left(p.use(p.given("divides"), p["i"], p.given("i in [K]")))
        fact = p.obtain(rows, nonzero)
    p.say("k r_i = h > 0 for a position k >= 1, so r_i > 0.")
    p.settle_definedness(fact)
