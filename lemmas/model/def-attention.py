"""def:attention. Attn(X) = D^{-1} A X W_V with D = diag(A 1_n): no skip connection, no output matrix (printed).

Well defined because every row sum of A is a sum of exponentials over at least one token.

The contextual mapping lemma speaks of a layer with skip connection, output matrix and hidden size s. In rows,

    Attn(X)_k = X_k + sum_j Softmax(j -> <W_K X_j, W_Q X_k>)_j W_O W_V X_j      (corrected)

with W_O in R^{d x s} and W_V, W_K, W_Q in R^{s x d}.
"""

from varproof_lemmas.model import attention_matrix, softmax

from varproof.lang import Entry, Index, Lam, Q, Source, Sum
from varproof.proof.proof import Proof

entry = Entry(
    "def:attention",
    "Single-head attention",
    source=Source(icml="3.3", text="read"),
    uses=["def:attention-matrix", "def:softmax"],
    note="The corrected variant is the layer of the cited classes, X + W_O W_V X Softmax((W_K X)^T W_Q X), in rows.",
)

with entry.definition("printed") as s:
    n, d = s.size("n"), s.size("d")
    X = s.mat("X", n, d)
    W_Q, W_K, W_V = s.mat("W_Q", d, d), s.mat("W_K", d, d), s.mat("W_V", d, d)
    i, c = Index("i", n), Index("c", d)
    j, l, p, q, t = Index("j", n), Index("l", n), Index("p", d), Index("q", d), Index("t", d)
    A = attention_matrix(X, W_Q, W_K)
    value = 1 / Sum(A[i, l], l) * Sum(A[i, j] * Sum(X[j, p] * W_V[p, c], p), j)
    attention = s.define("attention", (X, W_Q, W_K, W_V), (i, c), value)

    s.instance("one number", X=[[Q(1, 2)]], W_Q=[[3]], W_K=[[-1]], W_V=[[2]], i=0, c=0)
    s.instance(
        "equal tokens", X=[[1, 2], [1, 2]], W_Q=[[1, 0], [0, 1]], W_K=[[0, 1], [1, 0]], W_V=[[1, 1], [1, 1]], i=1, c=0
    )
    s.instance("zero weights", X=[[5], [-5], [0]], W_Q=[[0]], W_K=[[0]], W_V=[[0]], i=2, c=0)
    s.instance("large scores", X=[[100], [-100]], W_Q=[[1]], W_K=[[1]], W_V=[[1]], i=0, c=0)

    raw = Sum(X[i, p] * W_Q[p, t] * W_K[q, t] * X[l, q], p, q, t)
    s.false(
        "scores without exp",
        claims={"value": 1 / Sum(raw, l)},
        at=dict(X=[[1], [-1]], W_Q=[[1]], W_K=[[1]], W_V=[[1]], i=0, c=0),
    )
    s.false(
        "relative to the values",
        claims={"value": value / Sum(X[i, p] * W_V[p, c], p)},
        at=dict(X=[[1], [-1]], W_Q=[[1]], W_K=[[1]], W_V=[[0]], i=0, c=0),
    )

with entry.definition("corrected") as s:
    n, d, h = s.size("n"), s.size("d"), s.size("s")
    X = s.mat("X", n, d)
    W_O = s.mat("W_O", d, h)
    W_V, W_K, W_Q = s.mat("W_V", h, d), s.mat("W_K", h, d), s.mat("W_Q", h, d)
    k, c = Index("k", n), Index("c", d)
    j, l, p, q, t = Index("j", n), Index("l", n), Index("p", d), Index("q", d), Index("t", h)
    u = Index("u", h)
    score = Sum(Sum(W_K[u, p] * X[l, p], p) * Sum(W_Q[u, q] * X[k, q], q), u)
    weight = softmax(Lam(l, score))
    added = Sum(weight[j] * Sum(W_O[c, t] * Sum(W_V[t, p] * X[j, p], p), t), j)
    attention_skip = s.define("attention_skip", (X, W_O, W_V, W_K, W_Q), (k, c), X[k, c] + added)

    s.instance("one number", X=[[Q(1, 2)]], W_O=[[1]], W_V=[[2]], W_K=[[-1]], W_Q=[[3]], k=0, c=0)
    s.instance("equal tokens", X=[[1, 2], [1, 2]], W_O=[[1], [0]], W_V=[[1, 1]], W_K=[[0, 1]], W_Q=[[1, 0]], k=1, c=0)
    s.instance("zero weights", X=[[5], [-5], [0]], W_O=[[0]], W_V=[[0]], W_K=[[0]], W_Q=[[0]], k=2, c=0)
    s.instance(
        "rank two",
        X=[[1, -1], [2, 0], [0, Q(1, 3)]],
        W_O=[[1, 0], [0, 1]],
        W_V=[[1, 0], [0, 1]],
        W_K=[[1, 2], [0, 1]],
        W_Q=[[1, 0], [1, 1]],
        k=0,
        c=1,
    )

    s.false(
        "relative to the token",
        claims={"value": (X[k, c] + added) / X[k, c]},
        at=dict(X=[[0]], W_O=[[1]], W_V=[[1]], W_K=[[1]], W_Q=[[1]], k=0, c=0),
    )
    s.false(
        "relative to the increment",
        claims={"value": X[k, c] / added},
        at=dict(X=[[1]], W_O=[[0]], W_V=[[1]], W_K=[[1]], W_Q=[[1]], k=0, c=0),
    )


@entry.proof("printed")
def proof_printed(p: Proof) -> None:
    p.settle_definedness()


@entry.proof("corrected")
def proof_corrected(p: Proof) -> None:
    p.settle_definedness()
