"""c1:granularity. With Q = C (d L)^(1/alpha), L = h_r w_r:

    Q delta <= eps/2 suffices for the error of the step from f to a grid function;
    then there are O(d L (Q/eps)^(d L)) = O(eps^(-d L)) neurons.

Printed: proved, with the norm made explicit. f is C-Lipschitz in the alpha-norm (sum |x_ij|^alpha)^(1/alpha) at X and
its grid point, whose entries are at most delta away; then |f(X) - f(grid point)|^alpha <= (eps/2)^alpha at every X, and
so for the integral over the unit cube. In each entry there is such a grid point in {0, delta, ..., 1 - delta}, also for
entries 1, since 1/delta is an integer. With f Lipschitz in the Euclidean norm, sqrt(d L) takes the place of the root
(lem:piecewise-constant). The O of the count is one in eps alone: its constant depends on d and L.

Sharpened: the constants. With Q delta = eps/2 the count 3 d L (1/delta)^(d L) is 3 * 2^(d L) times d L (Q/eps)^(d L),
so that no constant serves all d and L. When 1/delta is rounded up to an integer m, 4 takes the place of 2, for
eps <= 2 Q; for large eps one grid point is left, and no bound O(eps^(-d L)) holds.

Powers are written with exp and log, |x|^alpha as a sum without the entries that are 0. The grid {0, ..., 1 - delta} is
the set of the levels v_g = delta #{h : v_h < v_g}.
"""

from varproof.lang import Abs, And, Entry, Eq, Exists, ForAll, Implies, Index, Ne, Q, Real, Source, Sum, exp, log
from varproof.proof.proof import Proof

entry = Entry(
    "c1:granularity",
    "How fine the grid has to be",
    source=Source(icml="C.1", text="read"),
    uses=["c1:neuron-count", "lem:piecewise-constant"],
)


def power(x, a):
    """x^a for x > 0."""
    return exp(a * log(x))


with entry.variant("printed", expect="PROVED", evidence=["kernel"]) as s:
    n, d, m = s.size("n"), s.size("d"), s.size("m")
    X, grid, v = s.mat("X", n, d), s.mat("A", n, d), s.vec("v", m)
    f_X, f_grid = s.mat("f_X", n, d), s.mat("f_A", n, d)
    alpha, C, delta, eps = s.real("alpha"), s.real("C"), s.real("delta"), s.real("eps")
    i, j, g, h = Index("i", n), Index("j", d), Index("g", m), Index("h", m)
    K, e = Real("K"), Real("e")

    def size(x):
        """The alpha-norm to the power alpha."""
        return Sum(power(Abs(x), alpha), i, j, where=Ne(x, 0))

    at = dict(m=1, v=[0], X=[[1]], A=[[Q(1, 2)]], f_X=[[1]], f_A=[[Q(1, 2)]], alpha=1, C=2, delta=1, eps=5)
    halves = dict(at, m=2, v=[0, Q(1, 2)], delta=Q(1, 2))
    s.assume("exponent", alpha >= 1, needed_at=dict(at, alpha=-1, C=1, eps=3))
    s.assume("constant", C > 0)
    s.assume("unit", Eq(delta * m, 1), needed_at=dict(halves, v=[0, Q(2, 5)], A=[[Q(4, 5)]], f_A=[[1]], delta=Q(2, 5)))
    s.assume("cube", ForAll(i, j, And(0 <= X[i, j], X[i, j] <= 1)), needed_at=dict(at, X=[[2]], A=[[1]]))
    s.assume("different", ForAll(g, h, Implies(Ne(g, h), Ne(v[g], v[h]))), needed_at=dict(halves, v=[0, 0]))
    s.assume("levels", ForAll(g, Eq(v[g], delta * Sum(1, h, where=v[h] < v[g]))), needed_at=dict(at, v=[5]))
    s.assume("grid-point", ForAll(i, j, Abs(X[i, j] - grid[i, j]) <= delta), needed_at=dict(at, A=[[-9]], f_A=[[-9]]))
    moved = size(f_X[i, j] - f_grid[i, j])
    s.assume("lipschitz", moved <= power(C, alpha) * size(X[i, j] - grid[i, j]), needed_at=dict(at, f_X=[[9]]))
    root = power(d * n, 1 / alpha)
    s.assume("granularity", C * delta * root <= eps / 2, needed_at=dict(at, eps=Q(1, 2)))
    s.claim("grid", ForAll(i, j, Exists(g, And(v[g] <= X[i, j], X[i, j] <= v[g] + delta))))
    s.claim("suffices", moved <= power(eps / 2, alpha))
    step, cells = e / (2 * C * root), d * n
    count = 3 * d * n * power(1 / step, cells)
    s.claim("count", Exists(K, ForAll(e, Implies(e > 0, count <= K * (d * n * power(C * root / e, cells))))))
    s.claim("order", Exists(K, ForAll(e, Implies(e > 0, count <= K * power(e, -cells)))))

    s.instance("one cell", **at)
    s.instance("nothing moves", **dict(at, X=[[0]], A=[[0]], f_X=[[0]], f_A=[[0]]))
    s.instance(
        "two tokens",
        **dict(halves, v=[Q(1, 2), 0], X=[[1], [Q(1, 3)]], A=[[Q(1, 2)], [0]], f_X=[[1], [0]], f_A=[[1], [Q(1, 4)]]),
    )
    s.instance("large exponent", **dict(at, alpha=40))
    s.instance("steep", **dict(at, C=10**9, f_X=[[10**8]], eps=10**10))

    far = dict(at, A=[[0]], f_X=[[Q(9, 5)]], f_A=[[0]])
    two = dict(at, X=[[1, 1]], A=[[0, 0]], f_X=[[1, Q(1, 2)]], f_A=[[0, 0]], C=1, eps=2)
    s.false("half of it", claims={"suffices": moved <= power(eps / 4, alpha)}, at=far)
    s.false("without the root", assume={"granularity": C * delta <= eps / 2}, at=two)
    s.false(
        "half-open cells",
        claims={"grid": ForAll(i, j, Exists(g, And(v[g] <= X[i, j], X[i, j] < v[g] + delta)))},
        at=at,
    )

with entry.variant("sharpened", expect="PROVED", evidence=["kernel"]) as s:
    n, d, m = s.size("n"), s.size("d"), s.size("m")
    alpha, C, eps = s.real("alpha"), s.real("C"), s.real("eps")
    bound, cells = C * power(d * n, 1 / alpha), d * n
    one = dict(n=1, d=1, m=4, alpha=1, C=1, eps=Q(1, 2))
    s.assume("exponent", alpha > 0)
    s.assume("constant", C > 0)
    s.assume("error", eps > 0)
    s.assume("enough", 2 * bound / eps <= m, needed_at=dict(one, m=3))
    s.assume("no-more", m <= 2 * bound / eps + 1, needed_at=dict(one, m=100))
    s.assume("small", eps <= 2 * bound, needed_at=dict(one, m=1, eps=5))
    s.claim("granularity", bound / m <= eps / 2)
    grow = cells * power(bound / eps, cells)
    s.claim("exact", Eq(3 * cells * power(2 * bound / eps, cells), 3 * power(2, cells) * grow))
    s.claim("rounded", 3 * cells * power(m, cells) <= 3 * power(4, cells) * grow)
    s.constant("neurons", 3 * power(4, cells) * grow, bounds=3 * cells * power(m, cells), side="upper")

    s.instance("one entry", **dict(one, m=5, eps=Q(9, 20)))
    s.instance("four entries", n=2, d=2, m=9, alpha=2, C=1, eps=Q(19, 40))
    s.instance("two grid points", **dict(one, m=2, eps=Q(3, 2)))
    s.instance("very fine", **dict(one, m=2 * 10**6 + 1, eps=Q(1, 10**6), C=1 + Q(1, 4 * 10**6)))

    some = dict(one, m=5, eps=Q(9, 20))
    s.false("2 for 4", claims={"rounded": 3 * cells * power(m, cells) <= 3 * power(2, cells) * grow}, at=some)
    s.false("a constant for all d", claims={"exact": 3 * cells * power(2 * bound / eps, cells) <= 3 * grow}, at=some)


@entry.proof("printed")
def proof_printed(p: Proof) -> None:
    grid_points(p)
    suffices(p)
    neurons(p)


def grid_points(p: Proof) -> None:
    """Every entry has a level v <= X_ij <= v + delta: the largest that is not above it."""
    p.have("delta > 0", "unit")
    p.let("below(g) = {h in m | v[h] < v[g]}", "upto(g) = {h in m | v[h] <= v[g]}", "above(g) = {h in m | v[h] > v[g]}")
    p.let("rank(g) = sum[h in below(g)] 1", "places(g) = sum[h in upto(g)] 1")
    with p.fix("g in m") as ranks:
        p.have("g in upto(g)")
        with p.fix("h in upto(g) - {g}") as others:
            p.have("v[h] != v[g]", "different")
            p.have("v[h] < v[g]", "v[h] != v[g]")
        with p.fix("h in below(g)") as same, p.suppose("h = g"):
            p.have("v[h] = v[g]")
            p.have("false")
        p.have("(sum[h in upto(g) - {g}] 1) = rank(g)", others, same, why="levels differ")
        p.have("places(g) = 1 + (sum[h in upto(g) - {g}] 1)")
        p.have("v[g] = delta rank(g) and places(g) = 1 + rank(g)", "levels")
    with p.fix("i in n, j in d"):
        p.let("x = X[i, j]")
        p.have("0 <= x <= 1", "cube")
        p.smallest("o in m: v[o]")
        p.let("lower = {h in m | v[h] < v[o]}")
        p.have("lower is empty", why="v(o) is smallest")
        p.have("rank(o) = 0", "lower is empty")
        p.have("v[o] = 0", "rank(o) = 0", p.at(ranks, "o"))
        p.have("o in {g in m | v[g] <= x}")
        p.largest("g in {g in m | v[g] <= x}: v[g]")
        p.have("v[g] = delta rank(g) and places(g) = 1 + rank(g)", p.at(ranks, "g"))
        with p.case("for all e in m: not v[e] > v[g]"):
            p.have("m = places(g)", "for all e in m: not v[e] > v[g]", why="no level is above v(g)")
            p.have("v[g] + delta = 1", "unit")
            p.have("some g in m: v[g] <= x and x <= v[g] + delta", by="g")
        with p.otherwise():
            p.get("a in m: v[a] > v[g]")
            p.have("a in above(g)")
            p.smallest("e in above(g): v[e]")
            with p.fix("h in below(e)"):
                with p.suppose("v[h] > v[g]"):
                    p.have("h in above(g)")
                    p.have("false", p.at("for all b in above(g): v[b] >= v[e]", "h"), "v[h] < v[e]")
                p.have("v[h] <= v[g]")
            p.have("rank(e) = places(g)")
            p.have("v[e] = delta rank(e)", "levels")
            p.have("v[e] = delta places(g)", "rank(e) = places(g)", "v[e] = delta rank(e)")
            p.have("v[e] = v[g] + delta", "v[e] = delta places(g)", "places(g) = 1 + rank(g)", "v[g] = delta rank(g)")
            with p.suppose("v[e] <= x"):
                p.have("e in {g in m | v[g] <= x}")
                p.have("false", p.at("for all b in {g in m | v[g] <= x}: v[b] <= v[g]", "e"), "v[e] > v[g]")
            p.have("some g in m: v[g] <= x and x <= v[g] + delta", by="g")
    p.claim("grid")


def suffices(p: Proof) -> None:
    """sum |f_X - f_A|^alpha <= C^alpha sum |X - A|^alpha <= C^alpha d n delta^alpha <= (eps/2)^alpha."""
    p.let("gap(i, j) = X[i, j] - A[i, j]", "power(y) = exp(alpha log y)", "root = exp(log(d n)/alpha)")
    p.have("delta > 0", "unit")
    p.have("C delta root > 0 and eps > 0", "granularity", "constant")
    for values in ("gap(i, j)", "f_X[i, j] - f_A[i, j]"):
        with p.fix(f"i in n, j in {{j in d | {values} != 0}}"):
            p.have(f"|{values}| > 0")
    with p.fix("i in n") as rows:
        p.let("moving = {j in d | gap(i, j) != 0}", "still = {j in d | gap(i, j) = 0}")
        with p.fix("j in moving") as each:
            p.have("0 < |gap(i, j)| and |gap(i, j)| <= delta", "grid-point")
            p.have("log |gap(i, j)| <= log delta", "|gap(i, j)| <= delta", "0 < |gap(i, j)|")
            p.have("alpha log |gap(i, j)| <= alpha log delta", "exponent", "log |gap(i, j)| <= log delta")
            p.have("power(|gap(i, j)|) <= power(delta)", "alpha log |gap(i, j)| <= alpha log delta")
        p.have("d = |moving| + |still| and |still| >= 0")
        p.have("|moving| power(delta) <= d power(delta)", "d = |moving| + |still|", "|still| >= 0", "power(delta) > 0")
        p.have(
            "sum[j in moving] power(|gap(i, j)|) <= d power(delta)",
            p.summed(each),
            "|moving| power(delta) <= d power(delta)",
        )
    p.let("total = sum[i in n, j in {j in d | gap(i, j) != 0}] power(|gap(i, j)|)")
    p.have("total <= n d power(delta)", p.summed(rows))
    p.have("log(C delta root) = log C + log delta + log(d n)/alpha")
    p.have("log(C delta root) <= log(eps/2)", "granularity", "C delta root > 0")
    p.have("log C + log delta + log(d n)/alpha <= log(eps/2)")
    p.have("alpha/alpha = 1 and alpha > 0", "exponent")
    p.have(
        "alpha (log C + log delta + log(d n)/alpha) <= alpha log(eps/2)",
        "log C + log delta + log(d n)/alpha <= log(eps/2)",
        "alpha > 0",
    )
    p.have(
        "alpha log C + alpha log delta + log(d n) <= alpha log(eps/2)",
        "alpha (log C + log delta + log(d n)/alpha) <= alpha log(eps/2)",
        "alpha/alpha = 1",
    )
    p.have(
        "exp(alpha log C + alpha log delta + log(d n)) <= power(eps/2)",
        "alpha log C + alpha log delta + log(d n) <= alpha log(eps/2)",
    )
    p.have("exp(log(d n)) = d n")
    p.have("power(C) total <= power(C) n d power(delta)", "total <= n d power(delta)", "power(C) > 0")
    p.have(
        "power(C) power(delta) d n <= power(eps/2)",
        "exp(alpha log C + alpha log delta + log(d n)) <= power(eps/2)",
        "exp(log(d n)) = d n",
    )
    p.claim(
        "suffices",
        "lipschitz",
        "power(C) total <= power(C) n d power(delta)",
        "power(C) power(delta) d n <= power(eps/2)",
    )


def neurons(p: Proof) -> None:
    """Both bounds of the count, for a step eps/(2 Q)."""
    p.let("root = exp(log(d n)/alpha)", "Q = C root", "step(e) = e/(2 Q)")
    with p.fix("e in R with e > 0") as steps:
        p.have("step(e) > 0 and 1/step(e) > 0 and Q/e > 0 and 2 Q > 0", "constant")
        p.have("(1/step(e)) e = 2 Q and (Q/e) e = Q")
        p.have("log(2 Q) = log(1/step(e)) + log e", p.cite("thy:log-of-product", a="1/step(e)", b="e", c="2 Q"))
        p.have("log Q = log(Q/e) + log e", p.cite("thy:log-of-product", a="Q/e", b="e", c="Q"))
        p.have("log(2 Q) = log 2 + log Q")
        p.have("log(1/step(e)) = log 2 + log(Q/e) and log(1/step(e)) = log(2 Q) - log e")
    with p.fix("e in R with e > 0"):
        p.have("exp(d n log(1/step(e))) = exp(d n log 2) exp(d n log(Q/e))", p.at(steps, "e"))
        p.have("3 d n exp(d n log(1/step(e))) <= 3 exp(d n log 2) (d n exp(d n log(Q/e)))")
    p.claim("count", by="3 exp(d n log 2)")
    with p.fix("e in R with e > 0"):
        p.have("exp(d n log(1/step(e))) = exp(d n log(2 Q)) exp(-d n log e)", p.at(steps, "e"))
        p.have("3 d n exp(d n log(1/step(e))) <= 3 d n exp(d n log(2 Q)) exp(-d n log e)")
    p.claim("order", by="3 d n exp(d n log(2 Q))")


@entry.proof("sharpened")
def proof_sharpened(p: Proof) -> None:
    p.let("root = exp(log(d n)/alpha)", "Q = C root", "y = Q/eps")
    p.have("Q > 0 and y > 0", "constant", "error")
    p.have("2 Q <= m eps", "enough", "error")
    p.claim("granularity", "2 Q <= m eps")
    p.have("log(2 y) = log 2 + log y and log(4 y) = log 4 + log y")
    p.have("exp(d n log(2 y)) = exp(d n log 2) exp(d n log y)", "log(2 y) = log 2 + log y")
    p.claim("exact", "exp(d n log(2 y)) = exp(d n log 2) exp(d n log y)", why="1/δ = 2 Q/ε")
    p.have("2 y >= 1", "small", "error")
    p.have("m <= 4 y", "no-more", "2 y >= 1")
    p.have("log m <= log(4 y)", "m <= 4 y")
    p.have("d n log m <= d n log(4 y)", "log m <= log(4 y)", "d n > 0")
    p.have("exp(d n log m) <= exp(d n log 4) exp(d n log y)", "d n log m <= d n log(4 y)", "log(4 y) = log 4 + log y")
    p.claim("rounded", "exp(d n log m) <= exp(d n log 4) exp(d n log y)", "d n > 0", why="m ≤ 2 Q/ε + 1 ≤ 4 Q/ε")
