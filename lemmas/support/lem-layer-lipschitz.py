"""lem:layer-lipschitz. One layer of the VAR transformer, TF(X) = FFN(Attn(Phi X)), is Lipschitz where all tokens are
bounded: with |X_j|, |Y_j| <= r, rho the largest row sum of |Phi| and R = rho r,

    |TF(X)_k - TF(Y)_k| <= (1 + |W2| |W1|) |W_V| (1 + 2 |A| R^2) rho max_j |X_j - Y_j|,   A = W_Q W_K^T,

|.| the Frobenius norms. This is what a layer that has been built contributes to K_2 in the growth step of
thm:var-universal: it depends on the weights, and so on the accuracy that they were chosen for.

Why: the product of the constants of the three parts (lem:ffn-lipschitz, lem:attention-lipschitz, lem:up-norm), as the
tokens of Phi X and Phi Y are bounded by R. Equality for one token without attention scores.
"""

from varproof_lemmas.appendix.vectors import Frobenius, Function
from varproof_lemmas.model import var_layer
from varproof_lemmas.support.attention import Attention, Bound, averages, mixture, size_of
from varproof_lemmas.support.feed_forward import FeedForward

from varproof.lang import Abs, And, Entry, ForAll, Index, MaxOver, Q, Source, Sum, norm, sqrt
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import forall, lam, max_over, sum_over
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
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
    p.settle_definedness()
    n, m, d, X, Y, Phi, r = (p[x] for x in ("n", "m", "d", "X", "Y", "Phi", "r"))
    W_Q, W_K, W_V = (p[x] for x in ("W_Q", "W_K", "W_V"))
    k_in = p.given("k in [m]")
    k: Node = k_in.concl.args[0]

    def up(Z: Function) -> Function:
        """Phi Z."""
        return lambda j, a: sum_over(n, lambda u: Phi(j, u) * Z(u, a))

    def attended(Z: Function) -> Function:
        """Attn(Z)_k for the tokens Z_j."""

        def weight(j: Node) -> Node:
            return t.exp(
                sum_over(
                    d,
                    lambda a: sum_over(d, lambda b: sum_over(d, lambda h: Z(k, a) * W_Q(a, h) * W_K(b, h) * Z(j, b))),
                )
            )

        inverse = t.inv(sum_over(m, weight))
        return lambda c: inverse * sum_over(m, lambda j: weight(j) * sum_over(d, lambda a: Z(j, a) * W_V(a, c)))

    def attention() -> Theorem:
        """lem:attention-lipschitz for all tokens Z, V and their bound R."""
        core, R = averages(p, m, d, k_in), t.var("R'")

        def at(Z: Function, V: Function) -> Theorem:
            bounded = forall(m, lambda j: both_at_most(R, Z, V, j))
            moves = Attention(p, core, m, d, W_Q, W_K, W_V, Z, V, k_in, R, p.k.assume(bounded))
            return p.k.generalise(p.k.discharge(moves.frobenius(), bounded), "real", "R'")

        return p.forall_function(2, lambda Z: p.forall_function(2, lambda V: at(Z, V)))

    def feed_forward() -> Theorem:
        """lem:ffn-lipschitz for all tokens x and y."""
        weights = [p[name] for name in ("W1", "b1", "W2")]
        return p.forall_function(
            1, lambda x: p.forall_function(1, lambda y: FeedForward(p, d, p["c"], *weights, x, y).frobenius())
        )

    def both_at_most(R: Node, Z: Function, V: Function, j: Node) -> Node:
        return t.conj(*(t.ge(R - size_of(d, lambda a, W=W: W(j, a))) for W in (Z, V)))

    def row(j: Node) -> Node:
        return sum_over(n, lambda u: t.fn("sqrt", Phi(j, u) * Phi(j, u)))

    def distance(u: Node) -> Node:
        return size_of(d, lambda a: X(u, a) - Y(u, a))

    rho, given = max_over(m, row), max_over(n, distance)

    def low(j: Node) -> Theorem:
        return p.sum_at_least(n, lambda u, _: p.root(Phi(j, u))[2])

    def interpolated(j: Node, j_in: Theorem, Z: Function, M: Node, sign: Theorem, bound: Bound) -> Theorem:
        """|(Phi Z)_j| <= rho M from |Z_u| <= M for all u."""
        mixed = mixture(p, n, d, lambda u: Phi(j, u), Z, M, sign, bound)
        most = p.have(t.ge((rho - row(j)) * M), p.at_most_max(j_in, row), sign, products=[(0, 1)])
        return p.have(t.ge(rho * M - size_of(d, lambda a: up(Z)(j, a))), mixed, most)

    def radius(u: Node, u_in: Theorem) -> Theorem:
        return p.use(p.given("radius"), u, u_in)

    def signs(u: Node, u_in: Theorem) -> Theorem:
        """r >= 0 and max_j |X_j - Y_j| >= 0."""
        first = p.have(t.ge(r), p.left(radius(u, u_in)), p.norm(d, lambda a: X(u, a))[2])
        lows = p.norm(d, lambda a: X(u, a) - Y(u, a))[2]
        return p.both(first, p.have(t.ge(given), p.at_most_max(u_in, distance), lows))

    def tokens(j: Node, j_in: Theorem) -> Theorem:
        """|(Phi X)_j| and |(Phi Y)_j| are at most rho r."""
        sides = ((X, p.left), (Y, p.right))
        return p.both(
            *(interpolated(j, j_in, Z, r, r_nonneg, lambda u, u_in, q=q: q(radius(u, u_in))) for Z, q in sides)
        )

    def moved(j: Node) -> Node:
        return size_of(d, lambda a: up(X)(j, a) - up(Y)(j, a))

    with p.silent():
        nonneg = p.member_of(p.nonempty[n], n, signs)
        r_nonneg, given_nonneg = p.left(nonneg), p.right(nonneg)

        def gap(u, a):
            return X(u, a) - Y(u, a)

        nearer = p.maximum(
            k_in,
            moved,
            lambda j, j_in, at: p.have(
                t.ge(rho * given - max_over(m, moved)),
                at,
                interpolated(j, j_in, gap, given, given_nonneg, lambda u, u_in: p.at_most_max(u_in, distance)),
            ),
        )
        bounded = p.forall(m, tokens)
        attending = p.use(attention(), lam(up(X), 2), lam(up(Y), 2), rho * r, bounded)
        passing = p.use(feed_forward(), lam(attended(up(X))), lam(attended(up(Y))))
        first, second = Frobenius(p, p["c"], d, p["W1"]), Frobenius(p, d, p["c"], p["W2"])
        V = Frobenius(p, d, d, lambda c, a: W_V(a, c))
        A = Frobenius(p, d, d, lambda a, b: sum_over(d, lambda h: W_Q(a, h) * W_K(b, h)))
        scores = p.have(t.ge(A.value * rho * rho * r * r), A.nonneg, squares=[rho * r])
        wide = p.have(t.ge(V.value * (1 + 2 * A.value * rho * rho * r * r)), V.nonneg, scores, products=[(0, 1)])
        step = p.have(t.ge(wide.concl.args[0] * nearer.concl.args[0]), wide, nearer, products=[(0, 1)])
        size = size_of(d, lambda c: attended(up(X))(c) - attended(up(Y))(c))
        short = p.have(t.ge(wide.concl.args[0] * rho * given - size), attending, step)
        hidden = p.have(t.ge(1 + second.value * first.value), first.nonneg, second.nonneg, products=[(0, 1)])
        last = p.have(t.ge(hidden.concl.args[0] * short.concl.args[0]), hidden, short, products=[(0, 1)])
        result = p.have(p.goal("lipschitz"), last, passing)
    p.prove(p.show(result, "the three constants multiplied"))
