"""def:hardmax-attention. One head with hardmax in place of softmax, ties averaged, skip connection and output matrix:

    out_k = X_k + (1/#S) sum_{j in S} W_O W_V X_j,   S = argmax_j <W_K X_j, W_Q X_k>.

Well defined because a finite nonempty set of scores attains its maximum, so S has a member.
"""

from varproof.lang import Entry, Eq, Index, MaxOver, Source, Sum
from varproof.proof.proof import Proof

entry = Entry(
    "def:hardmax-attention",
    "Single-head hardmax attention",
    source=Source(after="KS24", text="reconstructed"),
    uses=["def:attention"],
)

with entry.definition("stated") as s:
    n, d, h = s.size("n"), s.size("d"), s.size("s")
    X = s.mat("X", n, d)
    W_O = s.mat("W_O", d, h)
    W_V, W_K, W_Q = s.mat("W_V", h, d), s.mat("W_K", h, d), s.mat("W_Q", h, d)
    k, c = Index("k", n), Index("c", d)
    j, l, p, q, t_ = Index("j", n), Index("l", n), Index("p", d), Index("q", d), Index("t", h)
    u = Index("u", h)

    def score(index):
        return Sum(Sum(W_K[u, p] * X[index, p], p) * Sum(W_Q[u, q] * X[k, q], q), u)

    best = Eq(score(j), MaxOver(score(l), l))
    added = Sum(Sum(W_O[c, t_] * Sum(W_V[t_, p] * X[j, p], p), t_), j, where=best) / Sum(1, j, where=best)
    hardmax_skip = s.define("hardmax_skip", (X, W_O, W_V, W_K, W_Q), (k, c), X[k, c] + added)

    one = dict(W_O=[[1]], W_V=[[1]], W_K=[[1]], W_Q=[[1]])
    s.instance("one token", X=[[3]], k=0, c=0, **one)
    s.instance("all scores tied", X=[[1], [2], [4]], W_O=[[1]], W_V=[[1]], W_K=[[0]], W_Q=[[1]], k=1, c=0)
    s.instance("the largest wins", X=[[1], [2], [4]], k=0, c=0, **one)

    worse = Eq(score(j), MaxOver(score(l), l) + 1)
    two = dict(one, W_V=[[5]])
    s.instance("two of three tied", X=[[2], [2], [-1]], k=1, c=0, **two)
    s.instance("a query of 0", X=[[0], [2]], k=0, c=0, **two)
    s.instance("one hidden, two dimensions", X=[[1, 0], [0, 1]], W_O=[[1], [-1]], W_V=[[2, 3]], W_K=[[1, 1]],
               W_Q=[[1, -1]], k=1, c=1)  # fmt: skip
    s.false(
        "all but the largest",
        claims={"value": 1 / Sum(1, j, where=score(j) < MaxOver(score(l), l))},
        at=dict(X=[[3], [3]], k=0, c=0, **one),
    )
    s.false("above the maximum", claims={"value": 1 / Sum(1, j, where=worse)}, at=dict(X=[[3]], k=0, c=0, **one))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("score(j) = sum[u in s] (sum[a in d] W_K[u, a] X[j, a]) (sum[a in d] W_Q[u, a] X[k, a])")
    p.let("S = {j in n | score(j) = max[x in n] score(x)}")
    top = p.largest("m in n: score(m)", why="some m attains the maximum over n ≥ 1 tokens")
    p.have("m in S", top)
    p.have("sum[j in S] 1 > 0", "m in S")
    p.settle_definedness(p.have("sum[j in S] 1 != 0", "sum[j in S] 1 > 0"))
