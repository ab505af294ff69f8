"""def:var-transformer. TF(X_init) = g_m(Attn_m(Phi_{up,m}( ... g_1(Attn_1(Phi_{up,1}(X_init))) ... ))) in R^{n x d}.

For any number m of layers; layer k makes n_k rows, the first n_k of N that all layers are padded to. `stacked_layer` is
layer k of rows X: Z = Phi_k X, attention over the first n_k rows of Z, and the feed-forward layer, which is what g_k,
"the components of layer k other than attention", is read as. `var_transformer` says that S_1, ..., S_m are the outputs
of the layers: S_1 of X_init, S_k of S_{k-1}; the output is S_m. Well defined because every layer has a row (n_k >= 1).
Phi_k is any matrix, so the statement holds under every reading of the up-interpolation and of the pyramid; that the
output has n = sum_k h_k w_k rows, those of all levels, is no part of it. With an embedding: def:embedded-transformer.
"""

from varproof_lemmas.model import feed_forward

from varproof.lang import And, Entry, Eq, ForAll, Implies, Index, Lam, Pos, Q, Source, Sum, exp
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import sum_over, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.positions import Positions
from varproof.proof.proof import Proof

entry = Entry(
    "def:var-transformer",
    "The VAR transformer",
    source=Source(arxiv="3.6", icml="3.11", cites="Ke25", text="read"),
    uses=["def:attention", "def:feed-forward", "def:pyramid", "def:var-layer"],
)

with entry.definition("printed") as s:
    m, N, d, c = s.size("m"), s.size("N"), s.size("d"), s.size("c")
    n, X, Phi = s.vec("n", m), s.mat("X", N, d), s.array("Phi", m, N, N)
    W_Q, W_K, W_V = (s.array(f"W_{name}", m, d, d) for name in "QKV")
    U, a, V, b = s.array("U", m, c, d), s.mat("a", m, c), s.array("V", m, d, c), s.mat("b", m, d)
    k, i, f = Index("k", m), Index("i", N), Index("f", d)
    l = Index("l", m)

    u, v, j, y = Index("u", N), Index("v", N), Index("j", N), Index("y", d)
    p, q, r, x = Index("p", d), Index("q", d), Index("r", d), Index("x", d)

    def moved(row, column):
        """Z = Phi_k X."""
        return Sum(Phi[k, row, u] * X[u, column], u)

    weight = exp(Sum(moved(v, p) * W_Q[k, p, r] * W_K[k, q, r] * moved(j, q), p, q, r))
    total = Sum(weight, j, where=Pos(j) <= n[k])
    mixed = Sum(weight * Sum(moved(j, p) * W_V[k, p, y], p), j, where=Pos(j) <= n[k])
    o = Index("o", c)
    ffn = (
        Lam((o, x), U[k, o, x]),
        Lam(o, a[k, o]),
        Lam((x, o), V[k, x, o]),
        Lam(x, b[k, x]),
    )
    weights = (n, Phi, W_Q, W_K, W_V, U, a, V, b)
    value = feed_forward(Lam((v, y), mixed / total), *ffn)[i, f]
    stacked_layer = s.define("stacked_layer", (*weights, X, k), (i, f), value)

    S = s.array("S", m, N, d)
    e, g, row, col = Index("e", m), Index("g", m), Index("row", N), Index("col", d)
    z, w = Index("z", N), Index("w", d)

    def made(of, layer):
        """S_layer is the output of the layer, in its rows."""
        out = Eq(S[layer, row, col], stacked_layer(*weights, of, layer)[row, col])
        return ForAll(row, Implies(Pos(row) <= n[layer], ForAll(col, out)))

    first = ForAll(g, Implies(Eq(Pos(g), 1), made(X, g)))
    steps = ForAll(e, g, Implies(Eq(Pos(g), Pos(e) + 1), made(Lam((z, w), S[e, z, w]), g)))
    var_transformer = s.define("var_transformer", (*weights, X, S), (), And(first, steps))

    def one(layers):
        """Layers of 1 x 1 matrices that double a positive number."""
        return dict(W_Q=[[[0]]] * layers, W_K=[[[1]]] * layers, W_V=[[[1]]] * layers, U=[[[1]]] * layers,
                    a=[[0]] * layers, V=[[[1]]] * layers, b=[[0]] * layers, k=0, i=0, f=0)  # fmt: skip

    none = dict(one(1), X=[[1]], n=[0], Phi=[[[1]]], S=[[[2]]])
    s.assume("rows", ForAll(l, n[l] >= 1), needed_at=none)
    s.instance("one layer of one row", X=[[1]], n=[1], Phi=[[[1]]], S=[[[2]]], **one(1))
    s.instance("1 x 1 to 2 x 2", X=[[Q(1, 2)], [0], [0], [0]], n=[1, 4], Phi=[[[1, 0, 0, 0]] * 4] * 2,
               S=[[[1], [0], [0], [0]], [[2]] * 4], **dict(one(2), k=1, i=3))  # fmt: skip
    s.instance("not the outputs", X=[[1]], n=[1], Phi=[[[1]]], S=[[[5]]], **one(1))

    s.false("no rows", drop=["rows"], at=none)
    s.false(
        "interpolation weights normalised",
        claims={"stacked_layer": 1 / Sum(Phi[k, i, u], u)},
        at=dict(one(1), X=[[1]], n=[1], Phi=[[[0]]], S=[[[2]]]),
    )


@entry.proof("printed")
def proof(p: Proof) -> None:
    N, d, places = p["N"], p["d"], Positions(p, p["N"])

    def positive(k: Node, k_in: Theorem, X) -> Theorem:
        """For all rows v: the sum of the weights is not 0."""

        def moved(row: Node, column: Node) -> Node:
            return sum_over(N, lambda u: p["Phi"](k, row, u) * X(u, column))

        def score(v: Node, j: Node) -> Node:
            def term(x: Node, y: Node, z: Node) -> Node:
                return moved(v, x) * p["W_Q"](k, x, z) * p["W_K"](k, y, z) * moved(j, y)

            return sum_over(d, lambda x: sum_over(d, lambda y: sum_over(d, lambda z: term(x, y, z))))

        def inside(j: Node) -> Node:
            return t.ge(p["n"](k) - places.pos(j))

        def first(j: Node, j_in: Theorem, at: Theorem) -> Theorem:
            here = p.in_where(j_in, p.have(inside(j), at, p.use(p.given("rows"), k, k_in)), inside)
            v = t.var("v'")
            total = sum_over(where(N, inside), lambda j: t.exp(score(v, j)))
            some = p.sum_positive(here, lambda j: t.exp(score(v, j)), lambda j, _: p.exp_positive(score(v, j)))
            return p.k.generalise(p.not_zero(some, total), "real", "v'")

        return p.obtain(places.first(p.nonempty[N]), first)

    def output(row: Node, column: Node) -> Node:
        """S_e, of the layer before."""
        return p["S"](t.var("e'"), row, column)

    with p.silent():
        given = positive(p["k"], p.given("k in [m]"), p["X"])
        start = p.forall(p["m"], lambda k, k_in: positive(k, k_in, p["X"]))
        later = p.forall(p["m"], lambda k, k_in: p.k.generalise(positive(k, k_in, output), "real", "e'"))
    p.say("The first row is one of the n_k >= 1 rows of layer k, so the sum of the exponentials over them is positive.")
    p.settle_definedness(given, p.k.specialise(given, p["i"]), start, later)
