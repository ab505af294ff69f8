"""lem:layer-lipschitz. One layer of the VAR transformer, TF(X) = FFN(Attn(Phi X)), is Lipschitz where all tokens are
bounded: with |X_j|, |Y_j| <= r, rho the largest row sum of |Phi| and R = rho r,

    |TF(X)_k - TF(Y)_k| <= (1 + |W2| |W1|) |W_V| (1 + 2 |A| R^2) rho max_j |X_j - Y_j|,   A = W_Q W_K^T,

|.| the Frobenius norms. This is what a layer that has been built contributes to K_2 in the growth step of
thm:var-universal: it depends on the weights, and so on the accuracy that they were chosen for.

Why: the product of the constants of the three parts (lem:ffn-lipschitz, lem:attention-lipschitz, lem:up-norm), as the
tokens of Phi X and Phi Y are bounded by R. Equality for one token without attention scores.
"""

from varproof_lemmas.model import var_layer

from varproof.lang import Abs, And, Entry, ForAll, Index, MaxOver, Q, Source, Sum, norm, sqrt
from varproof.proof.kernel.rules import Theorem
from varproof.proof.proof import Proof

entry = Entry(
    "lem:layer-lipschitz",
    "One layer is Lipschitz on bounded tokens",
    source=Source(text="ours"),
    uses=[
        "def:attention",
        "def:attention-matrix",
        "def:feed-forward",
        "def:var-layer",
        "lem:attention-lipschitz",
        "lem:ffn-lipschitz",
        "lem:up-norm",
    ],
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n, m, d, c = s.size("n"), s.size("m"), s.size("d"), s.size("c")
    X, Y, Phi = s.mat("X", n, d), s.mat("Y", n, d), s.mat("Phi", m, n)
    W_Q, W_K, W_V = s.mat("W_Q", d, d), s.mat("W_K", d, d), s.mat("W_V", d, d)
    W1, b1, W2, b2 = s.mat("W1", c, d), s.vec("b1", c), s.mat("W2", d, c), s.vec("b2", d)
    r, k = s.real("r"), s.index("k", m)
    u, v, a, b, h, f, z = (
        Index(*pair) for pair in (("u", n), ("v", m), ("a", d), ("b", d), ("h", d), ("f", d), ("z", c))
    )
    weights = Phi, W_Q, W_K, W_V, W1, b1, W2, b2
    moved = norm(var_layer(X, *weights)[k, f] - var_layer(Y, *weights)[k, f], f)
    given = MaxOver(norm(X[u, a] - Y[u, a], a), u)
    rho = MaxOver(Sum(Abs(Phi[v, u]), u), v)
    hidden = sqrt(Sum(W1[z, a] ** 2, z, a)) * sqrt(Sum(W2[a, z] ** 2, a, z))
    scores = sqrt(Sum(Sum(W_Q[a, h] * W_K[b, h], h) ** 2, a, b))
    values = sqrt(Sum(W_V[a, b] ** 2, b, a))
    bound = (1 + hidden) * (values * (1 + 2 * scores * (rho * r) ** 2)) * (rho * given)
    one = dict(
        X=[[2]], Y=[[1]], Phi=[[3]], W_Q=[[0]], W_K=[[0]], W_V=[[5]], W1=[[1]], b1=[0], W2=[[1]], b2=[7], r=2, k=0
    )
    two = dict(one, X=[[1], [-1]], Y=[[Q(1, 2)], [-1]], Phi=[[1, 0], [0, 1]], W_Q=[[1]], W_K=[[1]], W_V=[[1]], r=1)
    s.assume(
        "radius",
        ForAll(u, And(norm(X[u, a], a) <= r, norm(Y[u, a], a) <= r)),
        needed_at=dict(two, W1=[[0]], r=0),
    )
    s.claim("lipschitz", moved <= bound)
    s.constant("constant", bound, bounds=moved, side="upper")

    s.instance("one token: equality", **one)
    s.instance("two tokens", **two)
    s.instance("one token to two", **dict(one, Phi=[[1], [1]], k=1))
    s.instance("dead neurons", **dict(two, W1=[[-1]], b1=[-9]))
    s.instance("equal inputs", **dict(two, Y=[[1], [-1]]))
    s.instance("large weights", **dict(one, W1=[[10**6]], W_V=[[10**6]]))

    s.false("without the feed-forward layer", claims={"lipschitz": moved <= bound / (1 + hidden)}, at=one)
    s.false("without the up-interpolation", claims={"lipschitz": moved <= bound / rho}, at=one)
    s.false(
        "without the scores",
        claims={"lipschitz": moved <= (1 + hidden) * values * (rho * given)},
        at=dict(two, W1=[[0]]),
    )


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("size(f) = norm[a in d] f(a)", "row(j) = sum[u in n] |Phi[j, u]|", "rho = max[j in m] row(j)")
    p.let("U(j, a) = sum[u in n] Phi[j, u] X[u, a]", "V(j, a) = sum[u in n] Phi[j, u] Y[u, a]")
    p.let("dist(u) = size(a -> X[u, a] - Y[u, a])", "given = max[u in n] dist(u)")
    p.let("apart(j) = size(a -> U(j, a) - V(j, a))", "near = max[j in m] apart(j)")
    p.get("o in n")
    p.have("r >= size(a -> X[o, a]) >= 0 and given >= dist(o) >= 0", "radius")
    with p.fix("j in m"):
        p.have("row(j) <= rho")
        p.have("row(j) r <= rho r", "row(j) <= rho", "r >= 0")
        first, second = (p.cite("lem:weighted-sum", n="n", d="d", g="u -> Phi[j, u]", w=Z, M="r") for Z in "XY")
        p.have("size(a -> U(j, a)) <= rho r and size(a -> V(j, a)) <= rho r", first, second, "row(j) r <= rho r")
    p.largest("j in m: apart(j)")
    mixed = p.cite("lem:weighted-sum", n="n", d="d", g="u -> Phi[j, u]", w="(u, a) -> X[u, a] - Y[u, a]", M="given")
    p.have("near <= row(j) given", mixed)
    p.have("near <= rho given", "near <= row(j) given", "row(j) <= rho", "given >= 0")
    p.let("form(f, g) = sum[a in d, b in d, h in d] f(a) W_Q[a, h] W_K[b, h] g(b)")
    p.let("value(f, c) = sum[a in d] f(a) W_V[a, c]", "weight(Z, j) = exp(form(a -> Z(k, a), a -> Z(j, a)))")
    p.let("attn(Z, c) = sum[j in m] weight(Z, j) value(a -> Z(j, a), c)/sum[j in m] weight(Z, j)")
    p.let("L = sqrt(sum[c in d, a in d] W_V[a, c]^2)", "change = size(c -> attn(U, c) - attn(V, c))")
    p.let("A = sqrt(sum[a in d, b in d] (sum[h in d] W_Q[a, h] W_K[b, h])^2)", "factor = L (1 + 2 A (rho r)^2)")
    p.have("change <= factor near", attention(p))
    p.have("L >= 0 and A >= 0 and rho r >= size(a -> U(j, a)) >= 0")
    p.have("factor near <= factor rho given", "near <= rho given", "L >= 0", "A >= 0")
    p.let("F = sqrt(sum[z in c, a in d] W1[z, a]^2)", "G = sqrt(sum[a in d, z in c] W2[a, z]^2)")
    p.have("F >= 0 and G >= 0")
    p.have(
        "(1 + G F) change <= (1 + G F) factor rho given",
        "change <= factor near",
        "factor near <= factor rho given",
        "F >= 0",
        "G >= 0",
    )
    p.claim(
        "lipschitz",
        feed_forward(p),
        "(1 + G F) change <= (1 + G F) factor rho given",
        why="the three constants multiplied",
    )


def attention(p: Proof) -> Theorem:
    """lem:attention-lipschitz for the tokens U and V, with Frobenius norms."""
    with p.fix("f in R^(d)") as values:
        p.have(
            "size(c -> value(f, c)) <= L size(f)",
            p.cite("fact:matrix-norms", m="d", n="d", A="(c, a) -> W_V[a, c]", x="f", claim="product"),
        )
    with p.fix("f in R^(d), g in R^(d)") as scores:
        p.have(
            "|form(f, g)| <= A (size(f) size(g))",
            p.cite("lem:score-bound", d="d", e="d", x="f", y="g", W_Q="W_Q", W_K="W_K"),
        )
    p.let("move(j, a) = U(j, a) - V(j, a)", "out(f) = size(c -> value(f, c))")
    with p.fix("j in m"):
        moved, short = p.at(values, "a -> move(j, a)"), p.at(values, "a -> V(j, a)")
        p.have("out(a -> move(j, a)) <= L apart(j) and out(a -> V(j, a)) <= L size(a -> V(j, a))", moved, short)
    with p.fix("j in m"):
        p.let("turn = |form(a -> move(k, a), a -> U(j, a))|", "tilt = |form(a -> V(k, a), a -> move(j, a))|")
        turned = p.at(scores, "a -> move(k, a)", "a -> U(j, a)")
        tilted = p.at(scores, "a -> V(k, a)", "a -> move(j, a)")
        p.have("turn <= A (apart(k) size(a -> U(j, a))) and tilt <= A (size(a -> V(k, a)) apart(j))", turned, tilted)
    weights = {name: name for name in ("W_Q", "W_K", "W_V")}
    return p.cite(
        "lem:attention-lipschitz",
        n="m",
        d="d",
        k="k",
        X="U",
        Y="V",
        R="rho r",
        L_V="L",
        L_A="A",
        claim="lipschitz",
        **weights,
    )


def feed_forward(p: Proof) -> Theorem:
    """lem:ffn-lipschitz for the values of attention, with Frobenius norms."""
    p.let("x(c) = attn(U, c)", "y(c) = attn(V, c)")
    p.let("u(z) = sum[a in d] W1[z, a] x(a) + b1[z]", "w(z) = sum[a in d] W1[z, a] y(a) + b1[z]")
    first = p.cite("fact:matrix-norms", m="c", n="d", A="W1", x="a -> x(a) - y(a)", claim="product")
    second = p.cite("fact:matrix-norms", m="d", n="c", A="W2", x="z -> max(u(z), 0) - max(w(z), 0)", claim="product")
    weights = {name: name for name in ("W1", "b1", "W2", "b2")}
    sides = dict(n="m", k="k", X="(j, c) -> x(c)", Y="(j, c) -> y(c)", L1="F", L2="G")
    return p.cite("lem:ffn-lipschitz", first, second, d="d", c="c", claim="lipschitz", **sides, **weights)
