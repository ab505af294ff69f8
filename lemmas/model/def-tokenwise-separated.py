"""def:tokenwise-separated. N sequences of n tokens in R^d are (gamma_min, gamma_max, delta)-separated when, for all
tokens x, y of any two of them,

    (i) |x| > gamma_min,   (ii) |x| < gamma_max,   (iii) x != y  =>  |x - y| > delta        (l2 norms),

(gamma, delta)-separated: (ii), (iii); (delta)-separated: (iii). Well defined: the norms are roots of sums of squares.
"""

from varproof.lang import And, Entry, Exists, ForAll, Implies, Index, Ne, Q, Source, Sum, norm, sqrt
from varproof.proof.proof import Proof

entry = Entry(
    "def:tokenwise-separated",
    "Tokenwise separated sequences",
    source=Source(arxiv="4.2", icml="5.2", text="read"),
)

with entry.definition("printed") as s:
    N, n, d = s.size("N"), s.size("n"), s.size("d")
    X = s.array("X", N, n, d)
    gamma_min, gamma_max, delta = s.real("gamma_min"), s.real("gamma_max"), s.real("delta")
    i, j, k, l, c = Index("i", N), Index("j", N), Index("k", n), Index("l", n), Index("c", d)
    apart = ForAll(i, k, j, l, Implies(Exists(c, Ne(X[i, k, c], X[j, l, c])), norm(X[i, k, c] - X[j, l, c], c) > delta))
    above = ForAll(i, k, norm(X[i, k, c], c) > gamma_min)
    below = ForAll(i, k, norm(X[i, k, c], c) < gamma_max)
    tokenwise_apart = s.define("tokenwise_apart", (X, delta), (), apart)
    tokenwise_bounded = s.define("tokenwise_bounded", (X, gamma_max, delta), (), And(below, apart))
    tokenwise_separated = s.define(
        "tokenwise_separated", (X, gamma_min, gamma_max, delta), (), And(above, below, apart)
    )

    s.instance("one token", X=[[[1]]], gamma_min=Q(1, 2), gamma_max=2, delta=5)
    s.instance("equal tokens", X=[[[3, 4], [3, 4]]], gamma_min=4, gamma_max=6, delta=1)
    s.instance("opposite tokens", X=[[[5], [-5]]], gamma_min=4, gamma_max=6, delta=9)
    s.instance("at the bounds", X=[[[3, 4], [-3, -4]]], gamma_min=5, gamma_max=5, delta=10)

    s.false(
        "sums instead of sums of squares",
        claims={"tokenwise_apart": ForAll(i, k, sqrt(Sum(X[i, k, c], c)) > delta)},
        at=dict(X=[[[-1]]], gamma_min=0, gamma_max=1, delta=1),
    )
    s.false(
        "relative distance",
        claims={
            "tokenwise_separated": ForAll(i, k, j, l, norm(X[i, k, c] - X[j, l, c], c) / norm(X[i, k, c], c) > delta)
        },
        at=dict(X=[[[0], [1]]], gamma_min=0, gamma_max=2, delta=1),
    )


@entry.proof("printed")
def proof(p: Proof) -> None:
    p.settle_definedness()
