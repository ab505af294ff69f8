"""def:var-attention. Attention on the map of one level: Attn_r(X) = D^{-1} A X W_V on positions of X in R^{h x w x d}.

The positions (i, j) are the tokens, in any order: a sum over them does not depend on how the map is flattened. Well
defined because every row sum of A is a sum of exponentials over at least one position.
"""

from varproof.lang import Entry, Index, Q, Source, Sum, exp
from varproof.proof.proof import Proof

entry = Entry(
    "def:var-attention",
    "Attention on the map of one level",
    source=Source(icml="3.4", text="read"),
    uses=["def:attention"],
    note="The map is printed with three indices and multiplied as a matrix with hw rows; positions are read as rows.",
)

with entry.definition("printed") as s:
    h, w, d = s.size("h"), s.size("w"), s.size("d")
    X = s.array("X", h, w, d)
    W_Q, W_K, W_V = s.mat("W_Q", d, d), s.mat("W_K", d, d), s.mat("W_V", d, d)
    i, j, c = Index("i", h), Index("j", w), Index("c", d)
    k, l, p, q, t = Index("k", h), Index("l", w), Index("p", d), Index("q", d), Index("t", d)
    score = Sum(X[i, j, p] * W_Q[p, t] * W_K[q, t] * X[k, l, q], p, q, t)
    value = 1 / Sum(exp(score), k, l) * Sum(exp(score) * Sum(X[k, l, p] * W_V[p, c], p), k, l)
    var_attention = s.define("var_attention", (X, W_Q, W_K, W_V), (i, j, c), value)

    one = dict(W_Q=[[1]], W_K=[[1]], W_V=[[1]], c=0)
    s.instance("one position", X=[[[Q(1, 2)]]], i=0, j=0, **one)
    s.instance("equal tokens", X=[[[2], [2]], [[2], [2]]], i=1, j=0, **one)
    s.instance("a row of three", X=[[[1], [-1], [0]]], i=0, j=2, **one)
    s.instance("two dimensions", X=[[[1, 2]], [[0, -1]]], W_Q=[[1, 0], [0, 1]], W_K=[[0, 1], [1, 0]],
               W_V=[[1, 1], [0, 1]], i=1, j=0, c=1)  # fmt: skip

    s.false("scores without exp", claims={"value": 1 / Sum(score, k, l)}, at=dict(X=[[[1], [-1]]], i=0, j=0, **one))
    s.false(
        "relative to the values",
        claims={"value": value / Sum(X[i, j, p] * W_V[p, c], p)},
        at=dict(X=[[[0]]], i=0, j=0, **one),
    )


@entry.proof("printed")
def proof(p: Proof) -> None:
    p.settle_definedness()
