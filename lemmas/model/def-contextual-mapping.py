"""def:contextual-mapping. A map q with outputs Y^(i) = q(X^(i)) in R^{n x d} is a (gamma, delta)-contextual mapping of
the sequences X^(1), ..., X^(N) when, for all i, j, k, l (l2 norms),

    (1) |Y^(i)_k| < gamma,
    (2) V(i) != V(j)  or  X^(i)_k != X^(j)_l   =>   |Y^(i)_k - Y^(j)_l| > delta.

(2) names a token together with the set of tokens of its sequence. Only the outputs matter, so the predicate takes Y.
"""

from varproof_lemmas.model import same_vocabulary

from varproof.lang import And, Entry, Exists, ForAll, Implies, Index, Ne, Not, Or, Q, Source, norm
from varproof.proof.proof import Proof

entry = Entry(
    "def:contextual-mapping",
    "Contextual mapping",
    source=Source(arxiv="4.3", icml="5.3", text="read"),
    uses=["def:vocabulary"],
)

with entry.definition("printed") as s:
    N, n, d = s.size("N"), s.size("n"), s.size("d")
    X, Y = s.array("X", N, n, d), s.array("Y", N, n, d)
    gamma, delta = s.real("gamma"), s.real("delta")
    i, j, k, l, c = Index("i", N), Index("j", N), Index("k", n), Index("l", n), Index("c", d)
    bounded = ForAll(i, k, norm(Y[i, k, c], c) < gamma)
    told_apart = ForAll(
        i,
        j,
        k,
        l,
        Implies(
            Or(Not(same_vocabulary(X, i, j)), Exists(c, Ne(X[i, k, c], X[j, l, c]))),
            norm(Y[i, k, c] - Y[j, l, c], c) > delta,
        ),
    )
    contextual_mapping = s.define("contextual_mapping", (X, Y, gamma, delta), (), And(bounded, told_apart))

    s.instance("one token", X=[[[1]]], Y=[[[7]]], gamma=8, delta=1)
    s.instance("identity", X=[[[1], [2]]], Y=[[[1], [2]]], gamma=3, delta=Q(1, 2))
    s.instance(
        "the same token in two contexts",
        X=[[[1], [2]], [[1], [3]]],
        Y=[[[1], [2]], [[-1], [3]]],
        gamma=4,
        delta=Q(1, 2),
    )
    s.instance("collapsed", X=[[[1], [2]]], Y=[[[0], [0]]], gamma=1, delta=0)

    s.false(
        "relative to the input distance",
        claims={
            "value": ForAll(i, j, k, l, norm(Y[i, k, c] - Y[j, l, c], c) / norm(X[i, k, c] - X[j, l, c], c) > delta)
        },
        at=dict(X=[[[1]]], Y=[[[1]]], gamma=2, delta=0),
    )
    s.false(
        "relative to the output",
        claims={"value": ForAll(i, k, 1 / norm(Y[i, k, c], c) < gamma)},
        at=dict(X=[[[1]]], Y=[[[0]]], gamma=2, delta=0),
    )


@entry.proof("printed")
def proof(p: Proof) -> None:
    p.settle_definedness()
