"""def:convolution. A layer of 3 x 3 kernels with padding 1 and stride 1, from c channels to c' of them:

    Y_ijl = sum_{m=1}^{3} sum_{n=1}^{3} sum_c X_{i+m-1, j+n-1, c} K^l_mnc + b.

Printed with one bias for all channels. X is read as the padded map, with a row and a column of zeros on each side: for
h x w positions it has H = h + 2 and V = w + 2, and every index i + m - 1 is a row of it. Of the map without its padding
the last rows would be missing (first false variant). `padded` makes the padded map of a map.
"""

from varproof.lang import And, Entry, Eq, Index, Pos, Q, Source, Sum
from varproof.proof.proof import Proof

entry = Entry("def:convolution", "A 3 x 3 convolution", source=Source(icml="B.1", text="read"))

with entry.definition("printed") as s:
    h, w, H, V, c, e, g = (s.size(name) for name in ("h", "w", "H", "V", "c", "e", "g"))
    X, K, b = s.array("X", H, V, c), s.array("K", e, g, g, c), s.real("b")
    i, j, l = Index("i", h), Index("j", w), Index("l", e)
    u, v, m, n, k = Index("u", H), Index("v", V), Index("m", g), Index("n", g), Index("k", c)
    s.assume("three", Eq(g, 3))
    s.assume("padded-rows", Eq(H, h + 2))
    s.assume("padded-columns", Eq(V, w + 2))
    here = And(Eq(Pos(u), Pos(i) + Pos(m) - 1), Eq(Pos(v), Pos(j) + Pos(n) - 1))
    value = Sum(X[u, v, k] * K[l, m, n, k], m, n, k, u, v, where=here) + b
    convolution = s.define("convolution", (X, K, b), (i, j, l), value)

    Y = s.array("Y", h, w, c)
    p, q, f = Index("p", H), Index("q", V), Index("f", c)
    x, y, r = Index("x", h), Index("y", w), Index("r", h)
    inside = And(Eq(Pos(p), Pos(x) + 1), Eq(Pos(q), Pos(y) + 1))
    padded = s.define("padded", (Y,), (p, q, f), Sum(Y[x, y, f], x, y, where=inside))

    ring = [[[0]] * 3, [[0], [5], [0]], [[0]] * 3]
    box, centre = [[[1]] * 3] * 3, [[[0]] * 3, [[0], [1], [0]], [[0]] * 3]
    at_0 = dict(i=0, j=0, l=0, p=1, q=1, f=0)
    s.instance("one position", X=ring, K=[box], b=1, Y=[[[5]]], **at_0)
    s.instance("the identity", X=ring, K=[centre], b=0, Y=[[[5]]], **dict(at_0, p=0))
    s.instance("two columns, two kernels", X=[[[1]] * 4] * 3, K=[box, centre], b=Q(1, 2), Y=[[[1], [2]]],
               **dict(at_0, j=1, l=1))  # fmt: skip

    s.false(
        "without padding",
        claims={"convolution": 1 / Sum(1, r, where=Eq(Pos(r), Pos(i) + 2))},
        at=dict(at_0, X=ring, K=[box], b=1, Y=[[[5]]]),
    )
    s.false(
        "kernel normalised",
        claims={"convolution": value / Sum(K[l, m, n, k], m, n, k)},
        at=dict(at_0, X=ring, K=[[[[0]] * 3] * 3], b=1, Y=[[[5]]]),
    )


@entry.proof("printed")
def proof(p: Proof) -> None:
    p.settle_definedness()
