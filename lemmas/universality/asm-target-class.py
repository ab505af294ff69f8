"""asm:target-class. The class of word-to-image maps f_r o g_r o ... o f_1 o g_1 with K-Lipschitz f_i and g_i.

Printed with all f_i as maps of R^{h_r x w_r x d} to itself: ill-typed for r >= 2, the values of g_1 are at level 1,
which f_1 does not take. Stated for r = 2 and linear maps, as matrices on the positions of the levels.

Corrected: f_i acts at level i. Then the class is well typed, and f_word2img is K^{2r}-Lipschitz, more precisely

    |x_k - y_k| <= K^{2k} |x_0 - y_0|   after each layer k,

for every r. Stated for the values at two inputs u, v: X_k, Y_k after layer k, GX_k, GY_k after g_k; levels of different
size are padded with zeros. Powers are written with exp and log, so K > 0; a constant 0 may be replaced by any positive
one. Equality: all maps are multiplications with K.

The assumption that g_i "can be approximated by some up-interpolation" is left out here and in the theorems, which hold
without it; it is a restriction: lem:linear-at-zero.
"""

from fractions import Fraction

from varproof.lang import Array, Entry, Eq, ForAll, Implies, Index, Pos, Q, Source, Sum, exp, log, norm
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.positions import Positions
from varproof.proof.proof import Proof

entry = Entry(
    "asm:target-class",
    "The class of word-to-image maps",
    source=Source(icml="6.2", text="read"),
    uses=["lem:linear-at-zero"],
    note="Printed with every f_i at the last level.",
)

with entry.variant(
    "printed",
    expect="REFUTED",
    evidence=["ill-typed"],
    finding="Every f_i is a map at level r, so that f_1 does not take the values of g_1, which are at level 1.",
) as s:
    n0, n1, n2, d = (s.size(name) for name in ("n0", "n1", "n2", "d"))
    G1, F1, G2, F2 = s.mat("G1", n1, n0), s.mat("F1", n2, n2), s.mat("G2", n2, n1), s.mat("F2", n2, n2)
    x, K = s.mat("x", n0, d), s.real("K")
    y = Array("y", n2, d)
    u, a, b, i, j, c = (Index(name, size) for name, size in zip("uabijc", (n0, n1, n1, n2, n2, d), strict=True))
    for name, F in (("f1", F1), ("f2", F2)):
        image = Sum(F[i, j] * y[j, c], j)
        s.assume(f"lipschitz-{name}", ForAll(y, norm(image, i, c) <= K * norm(y[i, c], i, c)))
    first = Sum(F1[a, b] * Sum(G1[b, u] * x[u, c], u), b)
    s.claim("defined", norm(Sum(F2[i, j] * Sum(G2[j, a] * first, a), j), i, c) >= 0)

    s.instance("one position throughout", G1=[[1]], F1=[[1]], G2=[[1]], F2=[[1]], x=[[1]], K=1)

with entry.variant("corrected", expect="PROVED", evidence=["kernel"], note="f_i acts at level i.") as s:
    r, m, d = s.size("r"), s.size("m"), s.size("d")
    u, v, X, Y = s.vec("u", d), s.vec("v", d), s.mat("X", r, d), s.mat("Y", r, d)
    GX, GY, K = s.mat("GX", r, m), s.mat("GY", r, m), s.real("K")
    i, k, a, c = Index("i", r), Index("k", r), Index("a", m), Index("c", d)
    start, inner, outer = norm(u[c] - v[c], c), norm(GX[k, a] - GY[k, a], a), norm(X[k, c] - Y[k, c], c)

    one = dict(u=[1], v=[0], GX=[[2]], GY=[[0]], X=[[4]], Y=[[0]], K=2)
    two = dict(u=[1], v=[0], GX=[[2], [8]], GY=[[0], [0]], X=[[4], [16]], Y=[[0], [0]], K=2)
    s.assume("constant", K > 0, needed_at=dict(one, GX=[[0]], X=[[0]], K=0))
    s.assume("first-g", ForAll(k, Implies(Eq(Pos(k), 1), inner <= K * start)), needed_at=dict(one, u=[0]))
    s.assume(
        "g",
        ForAll(i, k, Implies(Eq(Pos(k), Pos(i) + 1), inner <= K * norm(X[i, c] - Y[i, c], c))),
        needed_at=dict(two, GX=[[2], [9]], X=[[4], [18]]),
    )
    s.assume("f", ForAll(k, outer <= K * inner), needed_at=dict(one, X=[[5]]))
    bound = exp(2 * Pos(k) * log(K)) * start
    s.constant("factor", exp(2 * r * log(K)), side="upper")
    s.claim("lipschitz", ForAll(k, outer <= bound))

    s.instance("one layer: equality", **one)
    s.instance("two layers: equality", **two)
    s.instance("equal inputs", **dict(one, u=[0], GX=[[0]], X=[[0]]))
    s.instance("contraction", **dict(one, GX=[[Q(1, 2)]], X=[[Q(1, 4)]], K=Q(1, 2)))
    s.instance("large", **dict(one, K=10**9))

    s.false("strict", claims={"lipschitz": ForAll(k, outer < bound)}, at=one)
    s.false("K^k", claims={"lipschitz": ForAll(k, outer <= exp(Pos(k) * log(K)) * start)}, at=one)
    s.false("K^2 for every k", claims={"lipschitz": ForAll(k, outer <= K**2 * start)}, at=two)
    s.false("a step is not bounded", drop=["g"], at=dict(two, GX=[[2], [9]], X=[[4], [18]]))


@entry.proof("corrected")
def proof(p: Proof) -> None:
    r, m, d, K = p["r"], p["m"], p["d"], p["K"]
    positive, at = p.given("constant"), Positions(p, r)
    p.settle_definedness(positive)
    N = p.norm(d, lambda c: p["u"](c) - p["v"](c))[0]
    L, unit = t.log(K), p.log_exp(positive, K)

    def power(z: Node) -> Node:
        """K^(2 z)."""
        return t.exp(2 * z * L)

    def D(k: Node) -> Node:
        return p.norm(d, lambda c: p["X"](k, c) - p["Y"](k, c))[0]

    def layer(k: Node, k_in: Theorem, before: Node, z: Node, place: Theorem, g: Theorem, near: Theorem) -> Theorem:
        """D(k) <= K^2 before <= K^2 K^(2 z) N, from `place`: pos(k) = z + 1, and `near`: before <= K^(2 z) N."""
        inner = p.norm(m, lambda a: p["GX"](k, a) - p["GY"](k, a))[0]
        through = p.have(t.ge(K * K * before - K * inner), positive, g, products=[(0, 1)])
        rate = p.have(t.ge(K * K * before - D(k)), p.use(p.given("f"), k, k_in), through)
        wide = p.have(t.ge(K * K * power(z) * N - K * K * before), near, squares=[K], products=[(0,)])
        moved = p.congruence(place, at.pos(k), z + 1, power)
        return p.k.arith(
            [rate, wide, moved, unit],
            t.ge(power(at.pos(k)) * N - D(k)),
            [(Fraction(1), t.ONE, (0,)), (Fraction(1), t.ONE, (1,))],
            [(N, 2), (N * power(z) * (t.exp(L) + K), 3)],
        )

    def start(k: Node, k_in: Theorem, place: Theorem) -> Theorem:
        return layer(k, k_in, N, t.ZERO, place, p.use(p.given("first-g"), k, k_in, place), p.have(t.ge(N - N)))

    def step(i: Node, i_in: Theorem, k: Node, k_in: Theorem, place: Theorem, near: Theorem) -> Theorem:
        return layer(k, k_in, D(i), at.pos(i), place, p.use(p.given("g"), i, i_in, k, k_in, place), near)

    with p.silent():
        theorem = at.by_induction(lambda k: t.ge(power(at.pos(k)) * N - D(k)), start, step)
    p.prove(p.show(theorem, "each layer multiplies the distance by K^2 at most"))
