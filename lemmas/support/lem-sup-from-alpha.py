"""lem:sup-from-alpha. For Lipschitz functions, closeness in the alpha-norm gives closeness everywhere, with exponent
alpha/(alpha + m) in dimension m: with h = f - g, K = K_f + K_g and I the mean of |h|^alpha over the points,

    |h(x_k)| <= 2 (K^m I)^(1/(alpha + m)).

Why: |h| >= |h(x_k)|/2 at all points at most r = |h(x_k)|/(2 K) away (the core of it), so that I is at least
(|h(x_k)|/2)^alpha times the share of these points, which is r^m or more.

Proofs know no integral, so this is stated for the mean over N points x_i in R^m, with distances in the maximum norm.
The grid {0, 1/G, ..., 1 - 1/G}^m satisfies the hypothesis `spread` at every point for r <= 1, since in each direction
at least r G of the G values are at most r away; with G to infinity the mean becomes the integral of |f - g|^alpha over
the unit cube. The exponent is less than 1: eps in the alpha-norm gives a multiple of eps^(alpha/(alpha + m)) only,
which a hat of slope K attains up to a constant.
"""

from varproof.lang import Abs, Entry, ForAll, Implies, Index, MaxOver, Ne, Q, Source, Sum, exp, log
from varproof.proof.proof import Proof

entry = Entry(
    "lem:sup-from-alpha",
    "Closeness everywhere from closeness in the alpha-norm",
    source=Source(text="ours"),
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    N, m = s.size("N"), s.size("m")
    x, f, g = s.mat("x", N, m), s.vec("f", N), s.vec("g", N)
    K_f, K_g, alpha, k = s.real("K_f"), s.real("K_g"), s.real("alpha"), s.index("k", N)
    i, j, c = Index("i", N), Index("j", N), Index("c", m)

    def distance(i, j):
        return MaxOver(Abs(x[i, c] - x[j, c]), c)

    top, K = Abs(f[k] - g[k]), K_f + K_g
    radius = top / (2 * K)
    mean = Sum(exp(alpha * log(Abs(f[i] - g[i]))), i, where=Ne(f[i] - g[i], 0)) / N
    one = dict(x=[[0]], f=[1], g=[0], K_f=1, K_g=0, alpha=1, k=0)
    two = dict(x=[[0], [1]], f=[1, 0], g=[0, 0], K_f=1, K_g=0, alpha=1, k=0)
    near_by = [[0], [Q(1, 2)]]
    s.assume("f-constant", K_f >= 0)
    s.assume("g-constant", K_g >= 0)
    s.assume("constant", K > 0)
    s.assume("exponent", alpha > 0, needed_at=dict(one, f=[Q(3, 2)], alpha=Q(-1, 2)))
    s.assume("apart", top > 0)
    s.assume("f-lipschitz", ForAll(i, j, Abs(f[i] - f[j]) <= K_f * distance(i, j)), needed_at=dict(two, x=near_by))
    s.assume(
        "g-lipschitz",
        ForAll(i, j, Abs(g[i] - g[j]) <= K_g * distance(i, j)),
        needed_at=dict(two, x=near_by, f=[1, 1], g=[0, 1]),
    )
    near = Sum(1, i, where=distance(i, k) <= radius)
    s.assume(
        "spread",
        N * exp(m * log(radius)) <= near,
        needed_at=dict(two, x=[[0]] + [[1]] * 4, f=[1, 0, 0, 0, 0], g=[0] * 5),
    )
    s.claim("half", ForAll(i, Implies(distance(i, k) <= radius, top / 2 <= Abs(f[i] - g[i]))))
    s.claim("mean", exp(alpha * log(top / 2)) * exp(m * log(radius)) <= mean)
    s.claim("everywhere", top <= 2 * exp((m * log(K) + log(mean)) / (alpha + m)))
    s.constant("bound", 2 * exp((m * log(K) + log(mean)) / (alpha + m)), bounds=top, side="upper")

    s.instance("one point", **one)
    s.instance("a hat", **two)
    s.instance("two dimensions", x=[[0, 0], [0, 1], [1, 0], [1, 1]], f=[1, 0, 0, -1], g=[0, 0, 0, 0], K_f=2, K_g=0,
               alpha=2, k=0)  # fmt: skip
    s.instance("both move", **dict(two, f=[1, 2], g=[Q(1, 2), 1], K_f=1, K_g=1, alpha=3))
    s.instance("steep", **dict(two, x=[[0], [Q(1, 10**6)]], K_f=10**6))

    s.false("not half", claims={"half": ForAll(i, Implies(distance(i, k) <= radius, top <= Abs(f[i] - g[i])))},
            at=dict(two, x=[[0], [Q(1, 2)]], f=[1, Q(1, 2)]))  # fmt: skip
    s.false("without the factor 2", claims={"everywhere": top <= exp((m * log(K) + log(mean)) / (alpha + m))},
            at=dict(two, x=[[0], [Q(1, 2)]], f=[1, Q(1, 2)]))  # fmt: skip


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("K = K_f + K_g", "h(i) = f[i] - g[i]", "top = |h(k)|", "distance(i) = max[c in m] |x[i, c] - x[k, c]|")
    p.let("radius = top/(2 K)", "close = {i in N | distance(i) <= radius}", "moving = {i in N | h(i) != 0}")
    p.let("power(y) = exp(alpha log y)", "ball = exp(m log radius)", "mean = (sum[i in moving] power(|h(i)|))/N")
    p.have("radius > 0 and K radius = top/2", "constant", "apart")
    with p.fix("i in N") as half, p.suppose("distance(i) <= radius"):
        p.have("|f[i] - f[k]| <= K_f distance(i) and |g[i] - g[k]| <= K_g distance(i)", "f-lipschitz", "g-lipschitz")
        p.have(
            "K_f distance(i) <= K_f radius and K_g distance(i) <= K_g radius",
            "f-constant",
            "g-constant",
            "distance(i) <= radius",
        )
        p.have("|h(k)| <= |h(i)| + |f[i] - f[k]| + |g[i] - g[k]|", why="the triangle inequality")
        p.have("top/2 <= |h(i)|", "K radius = top/2", "|h(k)| <= |h(i)| + |f[i] - f[k]| + |g[i] - g[k]|")
    p.claim("half", half)
    with p.fix("i in close") as inside:
        p.have("top/2 <= |h(i)|", half)
        p.have("h(i) != 0")
    with p.fix("i in moving"):
        p.have("|h(i)| > 0")
    with p.fix("i in {i in moving | distance(i) <= radius}") as each:
        p.have("top/2 <= |h(i)|", half)
        p.have("log(top/2) <= log |h(i)|", "apart")
        p.have("alpha log(top/2) <= alpha log |h(i)|", "exponent", "log(top/2) <= log |h(i)|")
        p.have("power(top/2) <= power(|h(i)|)", "alpha log(top/2) <= alpha log |h(i)|")
    with p.fix("i in {i in moving | not distance(i) <= radius}") as rest:
        p.have("power(|h(i)|) >= 0")
    p.let("near = {i in moving | distance(i) <= radius}", "far = {i in moving | not distance(i) <= radius}")
    p.have("|near| = |close|", inside, why="h is not 0 there")
    p.have("sum[i in moving] power(|h(i)|) = sum[i in near] power(|h(i)|) + sum[i in far] power(|h(i)|)")
    p.have(
        "|close| power(top/2) <= sum[i in moving] power(|h(i)|)",
        p.summed(each),
        p.summed(rest),
        "|near| = |close|",
        "sum[i in moving] power(|h(i)|) = sum[i in near] power(|h(i)|) + sum[i in far] power(|h(i)|)",
    )
    p.have("N ball power(top/2) <= |close| power(top/2)", "spread", "power(top/2) > 0")
    p.have(
        "N ball power(top/2) <= sum[i in moving] power(|h(i)|)",
        "N ball power(top/2) <= |close| power(top/2)",
        "|close| power(top/2) <= sum[i in moving] power(|h(i)|)",
    )
    p.claim("mean", "N ball power(top/2) <= sum[i in moving] power(|h(i)|)", why="summed over the points nearby")
    p.have("mean > 0", "power(top/2) ball <= mean", "power(top/2) > 0", "ball > 0")
    p.have("log(power(top/2) ball) = alpha log(top/2) + m log radius")
    p.have("log(power(top/2) ball) <= log mean", "power(top/2) ball <= mean")
    p.have("log(top/2) = log K + log radius", p.cite("thy:log-of-product", a="K", b="radius", c="top/2"))
    p.have("(alpha + m) log(top/2) <= m log K + log mean")
    p.have(
        "log(top/2) <= (m log K + log mean)/(alpha + m)",
        "(alpha + m) log(top/2) <= m log K + log mean",
        "alpha + m > 0",
    )
    p.claim("everywhere", "log(top/2) <= (m log K + log mean)/(alpha + m)", "top/2 = exp(log(top/2))")
