"""lem:duplicate-collapse. Equal tokens in, equal tokens out.

If X_k = X_l then the k-th and l-th output tokens agree for attention as printed, for attention with skip connection
and output matrix, for every token-wise feed-forward layer, and for a feed-forward layer after attention: a token
enters its own output only through its value, and all tokens enter symmetrically.

Hence a class of such maps cannot come close to a target that tells the two apart: any outputs with Y_k = Y_l have

    max(|Y_k - T_k|, |Y_l - T_l|) >= |T_k - T_l| / 2        (l2 norms),

by the triangle inequality, with equality for Y_k the midpoint. After an up-interpolation with the printed
weights some tokens are equal, and all are when it is that of a 1 x 1 map with clamped border (lem:up-duplicates), so
that this applies to every layer without a positional embedding.
"""

from fractions import Fraction

from varproof_lemmas.model import attention, attention_skip, feed_forward

from varproof.lang import Entry, Eq, Exists, ForAll, Implies, Index, Lam, Max, Q, Source, norm
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import forall
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof

entry = Entry(
    "lem:duplicate-collapse",
    "Equal tokens in, equal tokens out",
    source=Source(text="ours"),
    uses=["def:attention", "def:attention-matrix", "def:feed-forward", "def:softmax", "lem:up-duplicates"],
)


def same(rows, k, l, m):
    """Rows k and l are equal."""
    return ForAll(m, Eq(rows[k, m], rows[l, m]))


with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n, d, h, c = s.size("n"), s.size("d"), s.size("s"), s.size("c")
    X, Y, T = s.mat("X", n, d), s.mat("Y", n, d), s.mat("T", n, d)
    k, l = s.index("k", n), s.index("l", n)
    P_Q, P_K, P_V = s.mat("P_Q", d, d), s.mat("P_K", d, d), s.mat("P_V", d, d)
    W_O, W_V = s.mat("W_O", d, h), s.mat("W_V", h, d)
    W_K, W_Q = s.mat("W_K", h, d), s.mat("W_Q", h, d)
    W1, b1, W2, b2 = s.mat("W1", c, d), s.vec("b1", c), s.mat("W2", d, c), s.vec("b2", d)
    m, i, p = Index("m", d), Index("i", n), Index("p", d)
    plain = attention(X, P_Q, P_K, P_V)
    skip = attention_skip(X, W_O, W_V, W_K, W_Q)
    layer = feed_forward(Lam((i, p), skip[i, p]), W1, b1, W2, b2)
    farther = Max(norm(Y[k, m] - T[k, m], m), norm(Y[l, m] - T[l, m], m))
    spread = norm(T[k, m] - T[l, m], m)

    weights = dict(
        P_Q=[[1]], P_K=[[1]], P_V=[[1]], W_O=[[1]], W_V=[[1]], W_K=[[1]], W_Q=[[1]],
        W1=[[1]], b1=[0], W2=[[1]], b2=[0],
    )  # fmt: skip
    plane = dict(
        P_Q=[[1, 2], [0, 1]], P_K=[[1, 0], [0, 1]], P_V=[[0, 1], [1, 0]],
        W_O=[[1], [2]], W_V=[[1, -1]], W_K=[[0, 1]], W_Q=[[1, 0]],
        W1=[[1, 1], [-1, 0], [0, 3]], b1=[0, 1, -1], W2=[[1, 0, 0], [0, 1, 2]], b2=[Q(1, 2), 0],
    )  # fmt: skip
    s.assume(
        "equal",
        same(X, k, l, m),
        needed_at=dict(X=[[0], [1]], Y=[[0], [0]], T=[[0], [0]], k=0, l=1, **weights),
    )
    s.claim("attention", same(plain, k, l, m))
    s.claim("attention-skip", same(skip, k, l, m))
    s.claim("feed-forward", same(feed_forward(X, W1, b1, W2, b2), k, l, m))
    s.claim("layer", same(layer, k, l, m))
    s.claim("lower-bound", Implies(same(Y, k, l, m), farther >= spread / 2))

    s.instance("one token", X=[[3]], Y=[[0]], T=[[1]], k=0, l=0, **weights)
    s.instance("midpoint", X=[[1], [1]], Y=[[Q(1, 2)], [Q(1, 2)]], T=[[0], [1]], k=0, l=1, **weights)
    s.instance("outputs that differ", X=[[1], [1], [0]], Y=[[0], [1], [0]], T=[[0], [1], [0]], k=0, l=1, **weights)
    s.instance(
        "two dimensions",
        X=[[1, 2], [0, 5], [1, 2]],
        Y=[[0, 0], [1, 1], [0, 0]],
        T=[[3, 0], [0, 0], [0, 4]],
        k=0,
        l=2,
        **plane,
    )
    s.instance(
        "large tokens", X=[[30], [30], [-30]], Y=[[0], [0], [0]], T=[[10**6], [-(10**6)], [0]], k=1, l=0, **weights
    )

    some = dict(X=[[0], [1]], Y=[[0], [0]], T=[[0], [0]], k=0, l=1, **weights)
    s.false("unequal tokens", drop=["equal"], at=some)
    s.false(
        "equal up to sign", assume={"equal": ForAll(m, Eq(X[k, m] ** 2, X[l, m] ** 2))}, at=dict(some, X=[[1], [-1]])
    )
    s.false(
        "equal in one entry",
        assume={"equal": Exists(m, Eq(X[k, m], X[l, m]))},
        at=dict(X=[[1, 2], [1, 5]], Y=[[0, 0]] * 2, T=[[0, 0]] * 2, k=0, l=1, **plane),
    )
    s.false(
        "all outputs equal",
        claims={"attention-skip": ForAll(i, m, Eq(skip[i, m], skip[k, m]))},
        at=dict(X=[[1], [1], [0]], Y=[[0]] * 3, T=[[0]] * 3, k=0, l=1, **weights),
    )
    s.false(
        "the whole spread",
        claims={"lower-bound": Implies(same(Y, k, l, m), farther >= spread)},
        at=dict(X=[[1], [1]], Y=[[Q(1, 2)], [Q(1, 2)]], T=[[0], [1]], k=0, l=1, **weights),
    )
    s.false(
        "strictly more than half",
        claims={"lower-bound": Implies(same(Y, k, l, m), farther > spread / 2)},
        at=dict(X=[[1], [1]], Y=[[1], [1]], T=[[0], [2]], k=0, l=1, **weights),
    )
    s.false(
        "different outputs",
        claims={"lower-bound": farther >= spread / 2},
        at=dict(X=[[1], [1]], Y=[[0], [1]], T=[[0], [1]], k=0, l=1, **weights),
    )


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.concise = True
    p.settle_definedness()
    equal, k, l, d = p.given("equal"), p["k"], p["l"], p["d"]
    p.say("X(k, ·) = X(l, ·), and token k enters its own output only through these entries. So, equals for equals:")

    def rows(before: Node, after: Node, inside: dict[Node, Theorem]) -> Theorem:
        """X(k, c) = X(l, c)."""
        column = next(c for c in inside if before is p["X"](k, c))
        return p.use(equal, column, inside[column])

    printed = {
        "attention": ("attention", "the matrix entries A(k, j) = A(l, j) agree for all j"),
        "attention-skip": ("attention_skip", "so do the scores ⟨W_K X(j), W_Q X(k)⟩, their softmax, and what is added"),
        "feed-forward": ("feed_forward", "the hidden values max(W₁ X(k) + b₁, 0) agree"),
        "layer": ("layer", "feed-forward after attention_skip: it is given equal rows"),
    }
    for label in ("attention", "attention-skip", "feed-forward", "layer"):
        goal = p.goal(label)

        def entry_of(c: Node, c_in: Theorem, goal: Node = goal, label: str = label) -> Theorem:
            """The difference of the outputs as a function of k: at l it is 0."""
            difference: Node = p.opened(goal, c).args[0]
            at = p.rewrite(lambda h: t.substitute(difference, {("real", "k"): h}), k, l, rows, {c: c_in})
            output, why = printed[label]
            p.name(f"{output}(k, m) − {output}(l, m)", difference)
            return p.state(p.have(t.eq(difference), at), f"{output}(k, m) − {output}(l, m) = 0", why)

        p.prove(p.forall(d, entry_of))

    Y, T = p["Y"], p["T"]
    same = p.k.assume(forall(d, lambda c: t.eq(Y(k, c), Y(l, c))))
    with p.silent():
        a, a_square, a_nonneg = p.norm(d, lambda c: Y(k, c) - T(k, c))
        b, b_square, b_nonneg = p.norm(d, lambda c: Y(l, c) - T(l, c))
        c_, c_square, _ = p.norm(d, lambda c: T(k, c) - T(l, c))
        moved = p.sum_equal(
            d,
            lambda c, c_in: p.have(
                t.eq((Y(l, c) - T(l, c)) * (Y(l, c) - T(l, c)) - (Y(k, c) - T(l, c)) * (Y(k, c) - T(l, c))),
                p.use(same, c, c_in),
            ),
        )
        wide = p.spread(d, lambda c: Y(k, c) - T(l, c), lambda c: Y(k, c) - T(k, c))
        gap, _, _ = p.root(a - b)
        m = (a + b + gap) * Fraction(1, 2)
        above_a = p.have(t.ge(m - a), p.abs_at_least(a - b))
        above_b = p.have(t.ge(m - b), p.abs_at_least(b - a))
        m_a = p.have(t.ge(m * m - a * a), above_a, a_nonneg, products=[(0, 0), (0, 1)])
        m_b = p.have(t.ge(m * m - b * b), above_b, b_nonneg, products=[(0, 0), (0, 1)])
        four = p.have(t.ge(4 * m * m - c_ * c_), m_a, m_b, wide, moved, a_square, b_square, c_square)
        m_nonneg = p.have(t.ge(m), above_a, a_nonneg)
        half = p.by_contradiction(
            t.ge(m - c_ * Fraction(1, 2)),
            lambda no: p.have(t.FALSE, p.k.order(no), m_nonneg, four, products=[(0, 0), (0, 1)]),
        )
    p.say("Let Y(k, ·) = Y(l, ·), D = ‖T(k, ·) − T(l, ·)‖, and M the larger of the distances a, b of Y to T(k), T(l).")
    for symbol, term in (("M", m), ("D", c_), ("a", a), ("b", b)):
        p.name(symbol, term)
    wide = p.have(t.ge(2 * a * a + 2 * b * b - c_ * c_), wide, moved, a_square, b_square, c_square)
    p.state(m_a, "M² ≥ a²", "M = max(a, b)")
    p.state(m_b, "M² ≥ b²", "likewise")
    p.state(wide, "2 a² + 2 b² ≥ D²", "(x − y)² ≤ 2 x² + 2 y² in every entry, summed")
    p.state(four, "4 M² ≥ D²", "", [m_a, m_b, wide])
    p.state(half, "M ≥ D/2", "", [four])
    p.prove(p.k.discharge(half, same.concl))
