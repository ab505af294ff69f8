"""rem:flatten-pyramid. The pyramid is flattened to a matrix with sum_{i=1}^{r+1} h_i w_i rows.

Row k of the n rows belongs to one of R = r + 1 maps, its level a_k, and level i has h_i w_i rows; so n is the sum. True
in the reading of the figure, whose pyramid has r + 1 maps (`pyramid_figure` of def:pyramid); the displayed recursion
makes only r, and then the sum has one term too many (false variant).
"""

from varproof.lang import Entry, Eq, Exists, ForAll, Index, Pos, Source, Sum
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
    p.let("pos(i) = sum[j in R | j <= i] 1", "levels(k) = {i in R | a[k] = pos(i)}")
    with p.fix("k in n") as one:
        p.get("l in R: a[k] = pos(l)", "level")
        p.have("l in levels(k)", "a[k] = pos(l)")
        with p.fix("x in {x in levels(k) | x != l}") as none:
            p.have("pos(x) = pos(l)", "a[k] = pos(x)", "a[k] = pos(l)")
            p.have("x = l", p.at(p.cite("thy:one-place", T="R"), "x", "l"))
            p.have("false", "x = l", "x != l")
        with p.fix("x in {x in levels(k) | x != l}") as nothing:
            p.have("1 = 0", none)
        p.have("sum[i in levels(k)] 1 = 1 + sum[x in levels(k) | x != l] 1", "l in levels(k)")
        p.have("sum[i in levels(k)] 1 = 1", p.summed(nothing),
               "sum[i in levels(k)] 1 = 1 + sum[x in levels(k) | x != l] 1")  # fmt: skip
    swap = p.have("sum[k in n] sum[i in R | a[k] = pos(i)] 1 = sum[i in R] sum[k in n | a[k] = pos(i)] 1")
    p.claim("count", swap, p.summed(one), p.summed("rows"), why="a row has one level")
