"""lem:attention-lipschitz. Dot-product attention is Lipschitz where all tokens are bounded, |X_j|, |Y_j| <= R:

    |Attn(X)_k - Attn(Y)_k| <= L_V (1 + 2 L_A R^2) max_j |X_j - Y_j|

for bounds |x W_V| <= L_V |x| and |x A y^T| <= L_A |x| |y| of the matrices W_V and A = W_Q W_K^T, such as their spectral
norms; and with their Frobenius norms.

Why: with the weights P of X and Q of Y the difference is sum_j P_j (X_j - Y_j) W_V + sum_j (P_j - Q_j) Y_j W_V, and
sum_j |P_j - Q_j| is at most the largest change of a score (lem:softmax-lipschitz), which is at most
L_A (|X_k - Y_k| |X_j| + |Y_k| |X_j - Y_j|). The bounds are needed only for the vectors that occur. Equality for one
token. The growth with R^2 is real: for the tokens (x, -R) the first value has slope R^2/4 + 1/2 at x = 0.
"""

from varproof_lemmas.appendix.vectors import Frobenius, Function, inner_at_most, sum_of_sizes
from varproof_lemmas.model import attention
from varproof_lemmas.support.attention import averages, size_of

from varproof.decide.kernel import terms as t
from varproof.decide.kernel.build import lam, max_over, sum_over
from varproof.decide.kernel.rules import Theorem
from varproof.decide.kernel.terms import Node
from varproof.decide.proof import Proof
from varproof.lang import Abs, And, Entry, ForAll, Index, MaxOver, Q, Source, Sum, norm, sqrt

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
    p.settle_definedness()
    n, d, X, Y, k, R = (p[x] for x in ("n", "d", "X", "Y", "k", "R"))
    W_Q, W_K, W_V = (p[x] for x in ("W_Q", "W_K", "W_V"))

    def form(u: Function, v: Function) -> Node:
        """u A v^T."""
        return sum_over(d, lambda a: sum_over(d, lambda b: sum_over(d, lambda h: u(a) * W_Q(a, h) * W_K(b, h) * v(b))))

    def gap(j: Node) -> Function:
        return lambda a: X(j, a) - Y(j, a)

    def row(Z: Function, j: Node) -> Function:
        return lambda a: Z(j, a)

    def value(v: Function) -> Function:
        return lambda c: sum_over(d, lambda a: v(a) * W_V(a, c))

    def size(v: Function) -> Node:
        return size_of(d, v)

    k_in = p.given("k in [n]")
    top = max_over(n, lambda j: size(gap(j)))
    low = p.have(t.ge(top), p.at_most_max(k_in, lambda j: size(gap(j))), p.norm(d, gap(k))[2])
    radius = p.have(t.ge(R), p.left(p.use(p.given("radius"), k, k_in)), p.norm(d, row(X, k))[2])

    def bound(goal, L_V: Node, V_sign: Theorem, values, L_A: Node, A_sign: Theorem, scores) -> Theorem:
        """The claim from `values(j, j_in)`: |(X_j - Y_j) W_V| <= L_V |X_j - Y_j|, |Y_j W_V| <= L_V |Y_j|, and
        `scores(j, j_in)`: the two bounds of scores."""

        def near(j: Node, j_in: Theorem) -> Theorem:
            most = p.at_most_max(j_in, lambda j: size(gap(j)))
            wide = p.have(t.ge(L_V * (top - size(gap(j)))), V_sign, most, products=[(0, 1)])
            return p.have(t.ge(L_V * top - size(value(gap(j)))), values(j, j_in)[0], wide)

        def short(j: Node, j_in: Theorem) -> Theorem:
            most = p.right(p.use(p.given("radius"), j, j_in))
            wide = p.have(t.ge(L_V * (R - size(row(Y, j)))), V_sign, most, products=[(0, 1)])
            return p.have(t.ge(L_V * R - size(value(row(Y, j)))), values(j, j_in)[1], wide)

        def turn(j: Node, j_in: Theorem) -> Theorem:
            """|score(X) - score(Y)| <= 2 L_A R top."""
            first, second = form(gap(k), row(X, j)), form(row(Y, k), gap(j))
            sizes = sum_of_sizes(p, first, second)
            far, close = scores(j, j_in)
            parts = []
            for x, y, x_low, x_high, y_high in (
                (
                    gap(k),
                    row(X, j),
                    p.norm(d, row(X, j))[2],
                    p.at_most_max(k_in, lambda j: size(gap(j))),
                    p.left(p.use(p.given("radius"), j, j_in)),
                ),
                (
                    gap(j),
                    row(Y, k),
                    p.norm(d, row(Y, k))[2],
                    p.at_most_max(j_in, lambda j: size(gap(j))),
                    p.right(p.use(p.given("radius"), k, k_in)),
                ),
            ):
                one = p.have(t.ge((top - size(x)) * size(y)), x_high, x_low, products=[(0, 1)])
                two = p.have(t.ge((R - size(y)) * top), y_high, low, products=[(0, 1)])
                both = p.have(t.ge(R * top - size(x) * size(y)), one, two)
                parts.append(p.have(t.ge(L_A * (R * top - size(x) * size(y))), both, A_sign, products=[(0, 1)]))
            return p.have(t.ge(2 * L_A * R * top - p.root(first + second)[0]), sizes, far, close, *parts)

        V_top = p.have(t.ge(L_V * top), V_sign, low, products=[(0, 1)])
        V_R = p.have(t.ge(L_V * R), V_sign, radius, products=[(0, 1)])
        A_R = p.have(t.ge(L_A * R), A_sign, radius, products=[(0, 1)])
        A_top = p.have(t.ge(2 * L_A * R * top), A_R, low, products=[(0, 1)])
        scores_of = (lam(lambda j, Z=Z: form(row(Z, k), row(Z, j))) for Z in (X, Y))
        values_of = (lam(lambda j, c, Z=Z: value(row(Z, j))(c), 2) for Z in (X, Y))
        signs = V_top, V_R, A_top
        bounds = (p.forall(n, q) for q in (near, short, turn))
        result = p.use(core, *scores_of, *values_of, L_V * top, L_V * R, 2 * L_A * R * top, *signs, *bounds)
        return p.have(goal, result)

    def halves(label: str):
        def at(j: Node, j_in: Theorem) -> tuple[Theorem, Theorem]:
            both = p.use(p.given(label), j, j_in)
            return p.left(both), p.right(both)

        return at

    with p.silent():
        core = averages(p, n, d, k_in)
        sign = p.given("sign")
        stated = bound(
            p.goal("lipschitz"), p["L_V"], p.left(sign), halves("values"), p["L_A"], p.right(sign), halves("scores")
        )
    p.prove(p.show(stated))
    with p.silent():
        V = Frobenius(p, d, d, lambda c, a: W_V(a, c))
        A = Frobenius(p, d, d, lambda a, b: sum_over(d, lambda h: W_Q(a, h) * W_K(b, h)))

        def scores(x: Function, y: Function) -> Theorem:
            """|x A y^T| <= |x| |A y^T| <= |A|_F |x| |y|."""
            image = lambda a: sum_over(d, lambda b: sum_over(d, lambda h: W_Q(a, h) * W_K(b, h) * y(b)))  # noqa: E731
            inner = inner_at_most(p, d, x, image)
            wide = p.have(t.ge(size(x) * A.bounds(y).concl.args[0]), A.bounds(y), p.norm(d, x)[2], products=[(0, 1)])
            return p.have(t.ge(A.value * size(x) * size(y) - p.root(form(x, y))[0]), inner, wide)

        frobenius = bound(
            p.goal("frobenius"),
            V.value,
            V.nonneg,
            lambda j, _: (V.bounds(gap(j)), V.bounds(row(Y, j))),
            A.value,
            A.nonneg,
            lambda j, _: (scores(gap(k), row(X, j)), scores(row(Y, k), gap(j))),
        )
    p.prove(p.show(frobenius))
