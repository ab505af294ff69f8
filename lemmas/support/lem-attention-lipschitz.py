"""lem:attention-lipschitz. Dot-product attention is Lipschitz where all tokens are bounded, |X_j|, |Y_j| <= R:

    |Attn(X)_k - Attn(Y)_k| <= L_V (1 + 2 L_A R^2) max_j |X_j - Y_j|

for bounds |x W_V| <= L_V |x| and |x A y^T| <= L_A |x| |y| of the matrices W_V and A = W_Q W_K^T, such as their spectral
norms; and with their Frobenius norms.

Why: with the weights P of X and Q of Y the difference is sum_j P_j (X_j - Y_j) W_V + sum_j (P_j - Q_j) Y_j W_V, and
sum_j |P_j - Q_j| is at most the largest change of a score (lem:softmax-lipschitz), which is at most
L_A (|X_k - Y_k| |X_j| + |Y_k| |X_j - Y_j|). The bounds are needed only for the vectors that occur. Equality for one
token. The growth with R^2 is real: for the tokens (x, -R) the first value has slope R^2/4 + 1/2 at x = 0.
"""

from varproof_lemmas.model import attention

from varproof.lang import Abs, And, Entry, ForAll, Index, MaxOver, Q, Source, Sum, norm, sqrt
from varproof.proof.proof import Proof

entry = Entry(
    "lem:attention-lipschitz",
    "Dot-product attention is Lipschitz on bounded tokens",
    source=Source(text="ours"),
    uses=["def:attention", "def:attention-matrix", "lem:softmax-lipschitz", "fact:matrix-norms"],
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n, d = s.size("n"), s.size("d")
    X, Y = s.mat("X", n, d), s.mat("Y", n, d)
    W_Q, W_K, W_V = s.mat("W_Q", d, d), s.mat("W_K", d, d), s.mat("W_V", d, d)
    L_V, L_A, R, k = s.real("L_V"), s.real("L_A"), s.real("R"), s.index("k", n)
    j, a, b, c, h = Index("j", n), Index("a", d), Index("b", d), Index("c", d), Index("h", d)
    moved = norm(attention(X, W_Q, W_K, W_V)[k, c] - attention(Y, W_Q, W_K, W_V)[k, c], c)
    given = MaxOver(norm(X[j, a] - Y[j, a], a), j)
    gap = X[j, a] - Y[j, a]

    def score(x, y):
        """x A y^T, as a bound |x A y^T| <= L_A |x| |y|."""
        value = Sum(x[0] * W_Q[a, h] * W_K[b, h] * y[1], a, b, h)
        return Abs(value) <= L_A * (norm(x[0], a) * norm(y[0], a))

    def entries(f):
        return f(a), f(b)

    x_k, y_k = entries(lambda e: X[k, e] - Y[k, e]), entries(lambda e: Y[k, e])
    x_j, gap_j = entries(lambda e: X[j, e]), entries(lambda e: X[j, e] - Y[j, e])

    def value(x):
        return norm(Sum(x * W_V[a, c], a), c) <= L_V * norm(x, a)

    two = dict(X=[[1], [-1]], Y=[[Q(1, 2)], [-1]], W_Q=[[1]], W_K=[[1]], W_V=[[1]], L_V=1, L_A=1, R=1, k=0)
    still = dict(two, X=[[0], [2]], Y=[[0], [1]], L_A=-1, R=2)
    s.assume("sign", And(L_V >= 0, L_A >= 0), needed_at=still)
    s.assume("radius", ForAll(j, And(norm(X[j, a], a) <= R, norm(Y[j, a], a) <= R)), needed_at=dict(two, R=0))
    s.assume("values", ForAll(j, And(value(gap), value(Y[j, a]))), needed_at=dict(two, L_V=0))
    s.assume("scores", ForAll(j, And(score(x_k, x_j), score(y_k, gap_j))), needed_at=dict(two, L_A=0))
    s.claim("lipschitz", moved <= L_V * (1 + 2 * L_A * R**2) * given)
    frobenius_V = sqrt(Sum(W_V[a, c] ** 2, c, a))
    frobenius_A = sqrt(Sum(Sum(W_Q[a, h] * W_K[b, h], h) ** 2, a, b))
    s.claim("frobenius", moved <= frobenius_V * (1 + 2 * frobenius_A * R**2) * given)
    s.constant("constant", L_V * (1 + 2 * L_A * R**2) * given, bounds=moved, side="upper")

    one = dict(X=[[2]], Y=[[1]], W_Q=[[0]], W_K=[[0]], W_V=[[3]], L_V=3, L_A=0, R=2, k=0)
    s.instance("one token: equality", **one)
    s.instance("two tokens", **two)
    s.instance("equal tokens", **dict(two, Y=[[1], [1]]))
    s.instance("opposite", **dict(two, X=[[3], [-3]], Y=[[-3], [3]], R=3))
    s.instance(
        "two entries", X=[[1, 0], [0, 1]], Y=[[1, 0], [0, -1]], W_Q=[[1, 0], [0, 1]], W_K=[[0, 1], [1, 0]],
        W_V=[[1, 0], [0, 1]], L_V=1, L_A=1, R=1, k=1,
    )  # fmt: skip

    s.false("without the scores", claims={"lipschitz": moved <= L_V * given}, at=two)
    s.false(
        "R for its square",
        claims={"lipschitz": moved <= L_V * (1 + 2 * L_A * R) * given},
        at=dict(two, X=[[Q(1, 20)], [-20]], Y=[[0], [-20]], R=20),
    )
    s.false("strict", claims={"lipschitz": moved < L_V * (1 + 2 * L_A * R**2) * given}, at=one)


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("form(f, g) = sum[a in d, b in d, h in d] f(a) W_Q[a, h] W_K[b, h] g(b)", "size(f) = norm[a in d] f(a)")
    p.let("value(f, c) = sum[a in d] f(a) W_V[a, c]")
    p.let("v(j, c) = value(a -> X[j, a], c)", "w(j, c) = value(a -> Y[j, a], c)")
    p.let("x(j) = form(a -> X[k, a], a -> X[j, a])", "y(j) = form(a -> Y[k, a], a -> Y[j, a])")
    p.let("turn(j) = form(a -> X[k, a] - Y[k, a], a -> X[j, a])")
    p.let("tilt(j) = form(a -> Y[k, a], a -> X[j, a] - Y[j, a])")
    p.let("dist(j) = size(a -> X[j, a] - Y[j, a])", "p(j) = size(a -> X[j, a])", "q(j) = size(a -> Y[j, a])")
    p.let(
        "short(V) iff for all j in n: norm[c in d] (v(j, c) - w(j, c)) <= V dist(j) and norm[c in d] w(j, c) <= V q(j)"
    )
    p.let("flat(A) iff for all j in n: |turn(j)| <= A (dist(k) p(j)) and |tilt(j)| <= A (q(k) dist(j))")
    p.let("attn(s, v, c) = sum[j in n] exp(s(j)) v(j, c)/sum[j in n] exp(s(j))")
    with p.fix("V in ℝ, A in ℝ with V >= 0 and A >= 0 and short(V) and flat(A)") as stated:
        with p.fix("j in n"):
            p.have("|turn(j)| <= A (dist(k) p(j)) and |tilt(j)| <= A (q(k) dist(j))")
            p.have("x(j) - y(j) = turn(j) + tilt(j) and |turn(j) + tilt(j)| <= |turn(j)| + |tilt(j)|")
            p.have("|x(j) - y(j)| <= A (dist(k) p(j) + q(k) dist(j))")
        with p.fix("j in n"):
            p.have("dist(j) >= 0 and 0 <= p(j) and p(j) <= R and 0 <= q(j) and q(j) <= R", "radius")
        names = dict(n="n", d="d", k="k", x="x", y="y", v="v", w="w", r="dist", a="p", b="q", V="V", A="A", R="R")
        moves = p.cite("lem:attention-change", **names)
        p.have("norm[c in d] (attn(x, v, c) - attn(y, w, c)) <= V (1 + 2 A R^2) max[j in n] dist(j)", moves)
    p.claim("lipschitz", p.at(stated, "L_V", "L_A"))
    p.let("F = sqrt(sum[c in d, a in d] W_V[a, c]^2)", "K(a, b) = sum[h in d] W_Q[a, h] W_K[b, h]")
    p.let("G = sqrt(sum[a in d, b in d] K(a, b)^2)")
    with p.fix("f in ℝ^(d)") as values:
        image = p.cite("fact:matrix-norms", m="d", n="d", A="(c, a) -> W_V[a, c]", x="f", claim="product")
        p.have("norm[c in d] value(f, c) <= F size(f)", image)
    with p.fix("f in ℝ^(d), g in ℝ^(d)") as scores:
        p.have(
            "|form(f, g)| <= G (size(f) size(g))",
            p.cite("lem:score-bound", d="d", e="d", x="f", y="g", W_Q="W_Q", W_K="W_K"),
        )
    with p.fix("j in n"):
        near, far = p.at(values, "a -> X[j, a] - Y[j, a]"), p.at(values, "a -> Y[j, a]")
        p.have("norm[c in d] (v(j, c) - w(j, c)) <= F dist(j) and norm[c in d] w(j, c) <= F q(j)", near, far)
    with p.fix("j in n"):
        turned = p.at(scores, "a -> X[k, a] - Y[k, a]", "a -> X[j, a]")
        tilted = p.at(scores, "a -> Y[k, a]", "a -> X[j, a] - Y[j, a]")
        p.have("|turn(j)| <= G (dist(k) p(j)) and |tilt(j)| <= G (q(k) dist(j))", turned, tilted)
    p.claim("frobenius", p.at(stated, "F", "G"))
