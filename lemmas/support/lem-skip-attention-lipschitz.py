"""lem:skip-attention-lipschitz. The attention layer of the cited classes, with skip connection and output matrix, is
Lipschitz where all tokens are bounded, |X_j|, |Y_j| <= R: with the Frobenius norms of its matrices,

    |Attn(X)_k - Attn(Y)_k| <= (1 + |W_O| |W_V| (1 + 2 |W_K| |W_Q| R^2)) max_j |X_j - Y_j|.

Why: as lem:attention-lipschitz, with W_O W_V X_j for the values and <W_K X_j, W_Q X_k> for the scores; the skip
connection adds 1. Equality for one token without scores.
"""

from varproof_lemmas.model import attention_skip
from varproof_lemmas.support.attention import SkipAttention, averages

from varproof.lang import And, Entry, ForAll, Index, MaxOver, Q, Source, Sum, norm, sqrt
from varproof.proof.proof import Proof

entry = Entry(
    "lem:skip-attention-lipschitz",
    "Attention with a skip connection is Lipschitz on bounded tokens",
    source=Source(text="ours"),
    uses=["def:attention", "def:softmax", "fact:matrix-norms", "lem:attention-lipschitz", "lem:softmax-lipschitz"],
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n, d, h = s.size("n"), s.size("d"), s.size("s")
    X, Y = s.mat("X", n, d), s.mat("Y", n, d)
    W_O, W_V = s.mat("W_O", d, h), s.mat("W_V", h, d)
    W_K, W_Q = s.mat("W_K", h, d), s.mat("W_Q", h, d)
    R, k = s.real("R"), s.index("k", n)
    j, a, c, u = Index("j", n), Index("a", d), Index("c", d), Index("u", h)
    weights = W_O, W_V, W_K, W_Q
    moved = norm(attention_skip(X, *weights)[k, c] - attention_skip(Y, *weights)[k, c], c)
    given = MaxOver(norm(X[j, a] - Y[j, a], a), j)

    def size(W):
        """The Frobenius norm."""
        return sqrt(Sum(W[u, a] ** 2, u, a))

    values, scores = sqrt(Sum(W_O[a, u] ** 2, a, u)) * size(W_V), size(W_K) * size(W_Q)
    two = dict(X=[[1], [-1]], Y=[[Q(1, 2)], [-1]], W_O=[[1]], W_V=[[1]], W_K=[[1]], W_Q=[[1]], R=1, k=0)
    s.assume("radius", ForAll(j, And(norm(X[j, a], a) <= R, norm(Y[j, a], a) <= R)), needed_at=dict(two, R=0))
    s.claim("lipschitz", moved <= (1 + values * (1 + 2 * scores * R**2)) * given)
    s.constant("constant", (1 + values * (1 + 2 * scores * R**2)) * given, bounds=moved, side="upper")

    one = dict(X=[[2]], Y=[[1]], W_O=[[3]], W_V=[[2]], W_K=[[0]], W_Q=[[0]], R=2, k=0)
    s.instance("one token: equality", **one)
    s.instance("two tokens", **two)
    s.instance("equal inputs", **dict(two, Y=[[1], [-1]]))
    s.instance("opposite", **dict(two, X=[[3], [-3]], Y=[[-3], [3]], R=3))
    s.instance("without values", **dict(two, W_O=[[0]]))
    s.instance(
        "hidden size 2", X=[[1, 0], [0, 1]], Y=[[1, 0], [0, -1]], W_O=[[1, 0], [0, 1]], W_V=[[0, 1], [1, 0]],
        W_K=[[1, 1], [0, 1]], W_Q=[[1, 0], [0, -1]], R=1, k=1,
    )  # fmt: skip

    s.false("without the skip connection", claims={"lipschitz": moved <= values * (1 + 2 * scores * R**2) * given},
            at=dict(one))  # fmt: skip
    s.false("without the scores", claims={"lipschitz": moved <= (1 + values) * given}, at=two)
    s.false("strict", claims={"lipschitz": moved < (1 + values * (1 + 2 * scores * R**2)) * given}, at=one)


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.settle_definedness()
    n, d, k_in = p["n"], p["d"], p.given("k in [n]")
    weights = p["W_O"], p["W_V"], p["W_K"], p["W_Q"]
    with p.silent():
        core = averages(p, n, d, k_in)
        moves = SkipAttention(p, core, n, d, p["s"], weights, p["X"], p["Y"], k_in, p["R"], p.given("radius"))
        result = p.have(p.goal("lipschitz"), moves.frobenius())
    p.prove(p.show(result, "the triangle inequality for the skip connection"))
