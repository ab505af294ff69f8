"""def:attention-matrix. A_ij = exp(X_i W_Q W_K^T X_j^T) for X in R^{n x d} whose rows are tokens.

There is no factor 1/sqrt(d). Well defined for all arguments: nothing is divided.
"""

from varproof.lang import Entry, Index, Q, Source, Sum, exp, log, sqrt
from varproof.proof.proof import Proof

entry = Entry("def:attention-matrix", "The attention matrix", source=Source(icml="3.2", text="read"))

with entry.definition("printed") as s:
    n, d = s.size("n"), s.size("d")
    X = s.mat("X", n, d)
    W_Q, W_K = s.mat("W_Q", d, d), s.mat("W_K", d, d)
    i, j = Index("i", n), Index("j", n)
    p, q, t = Index("p", d), Index("q", d), Index("t", d)
    score = Sum(X[i, p] * W_Q[p, t] * W_K[q, t] * X[j, q], p, q, t)
    attention_matrix = s.define("attention_matrix", (X, W_Q, W_K), (i, j), exp(score))

    s.instance("one number", X=[[Q(1, 2)]], W_Q=[[3]], W_K=[[-1]], i=0, j=0)
    s.instance("equal tokens", X=[[1, 2], [1, 2]], W_Q=[[1, 0], [0, 1]], W_K=[[0, 1], [1, 0]], i=0, j=1)
    s.instance("zero weights", X=[[5], [-5], [0]], W_Q=[[0]], W_K=[[0]], i=2, j=1)
    s.instance("large scores", X=[[100], [-100]], W_Q=[[1]], W_K=[[1]], i=0, j=0)

    s.false(
        "divided by the score", claims={"value": exp(score) / score}, at=dict(X=[[0]], W_Q=[[1]], W_K=[[1]], i=0, j=0)
    )
    s.false("root of the score", claims={"value": sqrt(score)}, at=dict(X=[[1], [-1]], W_Q=[[1]], W_K=[[1]], i=0, j=1))
    s.false("log of the score", claims={"value": log(score)}, at=dict(X=[[1], [-1]], W_Q=[[1]], W_K=[[1]], i=0, j=1))


@entry.proof("printed")
def proof(p: Proof) -> None:
    p.settle_definedness()
