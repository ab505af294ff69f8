"""lem:layer-lipschitz. One layer of the VAR transformer, TF(X) = FFN(Attn(Phi X)), is Lipschitz where all tokens are
bounded: with |X_j|, |Y_j| <= r, rho the largest row sum of |Phi| and R = rho r,

    |TF(X)_k - TF(Y)_k| <= (1 + |W2| |W1|) |W_V| (1 + 2 |A| R^2) rho max_j |X_j - Y_j|,   A = W_Q W_K^T,

|.| the Frobenius norms. This is what a layer that has been built contributes to K_2 in the growth step of
thm:var-universal: it depends on the weights, and so on the accuracy that they were chosen for.

Why: the product of the constants of the three parts (lem:ffn-lipschitz, lem:attention-lipschitz, lem:up-norm), as the
tokens of Phi X and Phi Y are bounded by R. Equality in the limit of one token without attention scores.
"""

from varproof_lemmas.model import var_layer
from varproof_lemmas.support.attention import Attention, averages, mixture, size_of
from varproof_lemmas.support.feed_forward import FeedForward

from varproof.decide.kernel import terms as t
from varproof.decide.kernel.build import forall, lam, max_over, sum_over
from varproof.decide.kernel.rules import Theorem
from varproof.decide.kernel.terms import Node
from varproof.decide.proof import Proof
from varproof.lang import Abs, And, Entry, ForAll, Index, MaxOver, Q, Source, Sum, norm, sqrt

entry = Entry(
    "lem:layer-lipschitz",
    "One layer is Lipschitz on bounded tokens",
    source=Source(text="ours"),
    uses=["def:var-layer", "lem:attention-lipschitz", "lem:ffn-lipschitz", "lem:up-norm"],
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
    p.settle_definedness()
    n, m, d, X, Y, Phi, r = (p[x] for x in ("n", "m", "d", "X", "Y", "Phi", "r"))
    k_in = p.given("k in [m]")
    k: Node = k_in.concl.args[0]

    def attended(Z: Function, k: Node, c: Node) -> Node:
        """Attn(Z)_kc for the tokens Z_j."""

        def weight(j: Node) -> Node:
            return t.exp(attention.form(lambda a: Z(k, a), lambda a: Z(j, a)))

        values = sum_over(m, lambda j: weight(j) * attention.value(lambda a: Z(j, a))(c))
        return values * t.inv(sum_over(m, weight))

    def up(Z: Function, j: Node, a: Node) -> Node:
        return sum_over(n, lambda u: Phi(j, u) * Z(u, a))

    def every_feed_forward() -> Theorem:
        return p.forall_function(
            1,
            lambda x: p.forall_function(
                1, lambda y: FeedForward(p, d, p["c"], p["W1"], p["b1"], p["W2"], x, y).frobenius()
            ),
        )

    def every_attention() -> Theorem:
        core = averages(p, m, d, k_in)
        R = t.var("R'")

        def at(Z: Function, V: Function) -> Theorem:
            bounded = forall(
                m,
                lambda j: t.conj(t.ge(R - size_of(d, lambda a: Z(j, a))), t.ge(R - size_of(d, lambda a: V(j, a)))),
            )
            moves = Attention(p, core, m, d, p["W_Q"], p["W_K"], p["W_V"], Z, V, k_in, R, p.k.assume(bounded))
            return p.k.generalise(p.k.discharge(moves.frobenius(), bounded), "real", "R'")

        return p.forall_function(2, lambda Z: p.forall_function(2, lambda V: at(Z, V)))
