"""lem:skip-attention-lipschitz. The attention layer of the cited classes, with skip connection and output matrix, is
Lipschitz where all tokens are bounded, |X_j|, |Y_j| <= R: with the Frobenius norms of its matrices,

    |Attn(X)_k - Attn(Y)_k| <= (1 + |W_O| |W_V| (1 + 2 |W_K| |W_Q| R^2)) max_j |X_j - Y_j|.

Why: as lem:attention-lipschitz, with W_O W_V X_j for the values and <W_K X_j, W_Q X_k> for the scores; the skip
connection adds 1. Equality for one token without scores.
"""

from varproof_lemmas.model import attention_skip

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
    p.let("inner(f, u) = sum[a in d] W_V[u, a] f(a)", "value(f, c) = sum[u in s] W_O[c, u] inner(f, u)")
    p.let("key(f, u) = sum[a in d] W_K[u, a] f(a)", "query(f, u) = sum[a in d] W_Q[u, a] f(a)")
    p.let("form(f, g) = sum[u in s] key(g, u) query(f, u)", "size(f) = norm[a in d] f(a)")
    p.let("O = sqrt(sum[a in d, u in s] W_O[a, u]^2)", "V = sqrt(sum[u in s, a in d] W_V[u, a]^2)")
    p.let("K = sqrt(sum[u in s, a in d] W_K[u, a]^2)", "Q = sqrt(sum[u in s, a in d] W_Q[u, a]^2)")
    with p.fix("f in ℝ^(d)") as values:
        p.let("hidden = norm[u in s] inner(f, u)")
        p.have("hidden <= V size(f)", p.cite("fact:matrix-norms", m="s", n="d", A="W_V", x="f", claim="product"))
        outer = p.cite("fact:matrix-norms", m="d", n="s", A="W_O", x="u -> inner(f, u)", claim="product")
        p.have("norm[c in d] value(f, c) <= O hidden", outer)
        p.have(
            "norm[c in d] value(f, c) <= O V size(f)",
            "norm[c in d] value(f, c) <= O hidden",
            "hidden <= V size(f)",
            "O >= 0",
        )
    with p.fix("f in ℝ^(d), g in ℝ^(d)") as scores:
        p.let("k = norm[u in s] key(g, u)", "q = norm[u in s] query(f, u)")
        p.have("k <= K size(g)", p.cite("fact:matrix-norms", m="s", n="d", A="W_K", x="g", claim="product"))
        p.have("q <= Q size(f)", p.cite("fact:matrix-norms", m="s", n="d", A="W_Q", x="f", claim="product"))
        product = p.cite("thy:cauchy-schwarz", n="s", x="u -> key(g, u)", y="u -> query(f, u)", claim="product")
        p.have("|form(f, g)| <= k q", product)
        p.have("k q <= K size(g) q", "k <= K size(g)", "q >= 0")
        p.have("K size(g) q <= K size(g) Q size(f)", "q <= Q size(f)", "K size(g) >= 0")
        p.have(
            "|form(f, g)| <= K Q (size(f) size(g))",
            "|form(f, g)| <= k q",
            "k q <= K size(g) q",
            "K size(g) q <= K size(g) Q size(f)",
        )
    p.let("v(j, c) = value(a -> X[j, a], c)", "w(j, c) = value(a -> Y[j, a], c)")
    p.let("x(j) = form(a -> X[k, a], a -> X[j, a])", "y(j) = form(a -> Y[k, a], a -> Y[j, a])")
    p.let("turn(j) = form(a -> X[k, a] - Y[k, a], a -> X[j, a])")
    p.let("tilt(j) = form(a -> Y[k, a], a -> X[j, a] - Y[j, a])")
    p.let("dist(j) = size(a -> X[j, a] - Y[j, a])", "p(j) = size(a -> X[j, a])", "q(j) = size(a -> Y[j, a])")
    with p.fix("j in n"):
        near, far = p.at(values, "a -> X[j, a] - Y[j, a]"), p.at(values, "a -> Y[j, a]")
        p.have("norm[c in d] (v(j, c) - w(j, c)) <= O V dist(j) and norm[c in d] w(j, c) <= O V q(j)", near, far)
    with p.fix("j in n"):
        p.have("|turn(j)| <= K Q (dist(k) p(j))", p.at(scores, "a -> X[k, a] - Y[k, a]", "a -> X[j, a]"))
        p.have("|tilt(j)| <= K Q (q(k) dist(j))", p.at(scores, "a -> Y[k, a]", "a -> X[j, a] - Y[j, a]"))
        p.have("x(j) - y(j) = turn(j) + tilt(j)")
        p.have("|turn(j) + tilt(j)| <= |turn(j)| + |tilt(j)|")
        p.have("|x(j) - y(j)| <= K Q (dist(k) p(j) + q(k) dist(j))")
    with p.fix("j in n"):
        p.have("dist(j) >= 0 and 0 <= p(j) and p(j) <= R and 0 <= q(j) and q(j) <= R", "radius")
    p.have("O V >= 0 and K Q >= 0")
    p.let("attn(s, v, c) = sum[j in n] exp(s(j)) v(j, c)/sum[j in n] exp(s(j))", "top = max[j in n] dist(j)")
    names = dict(n="n", d="d", k="k", x="x", y="y", v="v", w="w", r="dist", a="p", b="q", V="O V", A="K Q", R="R")
    moves = p.cite("lem:attention-change", **names)
    p.have("norm[c in d] (attn(x, v, c) - attn(y, w, c)) <= O V (1 + 2 K Q R^2) top", moves)
    sides = p.cite("thy:triangle-inequality", n="d", x="c -> X[k, c] - Y[k, c]", y="c -> attn(x, v, c) - attn(y, w, c)")
    p.claim("lipschitz", sides, moves, "dist(k) <= top", why="the triangle inequality for the skip connection")
