"""lem:curve-memory. One feed-forward layer with skip connection along N curves on a line, close at every point.

The curves x -> y_i(x) increase, and no two of them meet on [-delta, 1 + delta]. For levels v_1, ..., v_L from 0 to 1
with steps delta, and a map F from reals to N x d arrays whose entries are C-Lipschitz with C delta <= eps there are
weights of c >= 3 N L neurons such that the layer takes (y_i(x), ..., y_i(x)) to

    F_i(x) within eps in every entry,   for all x in [0, 1] and all i.

Each (i, q) has a hat with its top at y_i(v_q) and its feet at y_i(v_q - delta), y_i(v_q + delta), so that between
neighbours two hats add up to 1 and all others are 0: the layer is the piecewise linear function through the points
(y_i(v_q), F_i(v_q)). No ramps, and no inputs are left out.
"""

from varproof.lang import (
    Abs,
    And,
    Array,
    Entry,
    Eq,
    Exists,
    ForAll,
    Implies,
    Index,
    Lam,
    Max,
    Ne,
    Or,
    Pos,
    Q,
    Real,
    Source,
    Sum,
)
from varproof.proof.kernel.build import sum_over
from varproof.proof.proof import Proof

entry = Entry(
    "lem:curve-memory",
    "A feed-forward layer along curves on a line, close at every point",
    source=Source(text="ours"),
    uses=["lem:neurons"],
)


def levels(s):
    """State levels v from 0 to 1 with steps delta in the block s: the sizes N, L, d, c, and v, delta."""
    N, L, d, c = (s.size(name) for name in ("N", "L", "d", "c"))
    v, delta = s.vec("v", L), s.real("delta")
    q, m = Index("q", L), Index("m", L)
    s.assume("step", And(0 < delta, delta <= 1))
    s.assume("different", ForAll(q, m, Implies(Ne(q, m), Ne(v[q], v[m]))))
    s.assume("levels", ForAll(q, m, Implies(v[q] < v[m], v[q] + delta <= v[m])))
    s.assume("inside", ForAll(q, And(0 <= v[q], v[q] <= 1)))
    s.assume("first", Exists(q, Eq(v[q], 0)))
    s.assume("next", ForAll(q, Implies(v[q] < 1, Exists(m, Eq(v[m], v[q] + delta)))))
    s.assume("count", c >= 3 * N * L)
    return N, L, d, c, v, delta


def target(s, N, d, delta):
    """State a map F from reals to N x d arrays with C-Lipschitz entries and C delta <= eps: F, C and eps."""
    F, C, eps = s.map("F", (), to=(N, d)), s.real("C"), s.real("eps")
    x, y, i, j = Real("x"), Real("y"), Index("i", N), Index("j", d)
    s.assume("constant", C >= 0)
    s.assume("lipschitz", ForAll(x, y, ForAll(i, j, Abs(F(x)[i, j] - F(y)[i, j]) <= C * Abs(x - y))))
    s.assume("fine", C * delta <= eps)
    return F, C, eps


ENDS = dict(v=[0, 1], delta=1, N=1, d=1, c=6)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    N, L, d, c, v, delta = levels(s)
    Y = s.map("Y", (), to=N)
    F, C, eps = target(s, N, d, delta)
    U, T, V, token = Array("U", c, d), Array("T", c), Array("V", d, c), Array("y", d)
    x, y, i, k, j, a, h = Real("x"), Real("y"), *(Index(*pair) for pair in zip("ikjah", (N, N, d, d, c), strict=True))
    s.assume("increasing", ForAll(x, y, Implies(x < y, ForAll(i, Y(x)[i] < Y(y)[i]))))
    apart = Or(Y(1 + delta)[i] <= Y(-delta)[k], Y(1 + delta)[k] <= Y(-delta)[i])
    s.assume("apart", ForAll(i, k, Implies(Ne(i, k), apart)))
    layer = token[j] + Sum(V[j, h] * Max(Sum(U[h, a] * token[a], a) + T[h], 0), h)
    on = ForAll(token, Implies(ForAll(a, Eq(token[a], Y(x)[i])), ForAll(j, Abs(layer - F(x)[i, j]) <= eps)))
    s.claim("close", Exists(U, T, V, ForAll(x, Implies(And(0 <= x, x <= 1), ForAll(i, on)))))

    line, same = Lam(x, Lam(i, x)), Lam(x, Lam((i, j), x))
    s.instance("the identity", Y=line, F=same, C=1, eps=1, **ENDS)
    s.instance("twice as fast", Y=Lam(x, Lam(i, 2 * x)), F=same, C=1, eps=1, **ENDS)
    far = Lam(x, Lam(i, x + 5 * Pos(i)))
    s.instance("two curves", Y=far, F=Lam(x, Lam((i, j), x)), C=1, eps=1, **dict(ENDS, N=2, c=12))
    s.false("any accuracy", drop=["fine"], claims={"close": eps >= 0}, at=dict(ENDS, Y=line, F=same, C=1, eps=-1))
    # where two curves meet, the layer gives one value
    meet = ForAll(i, k, Implies(Eq(Y(0)[i], Y(0)[k]), ForAll(j, Abs(F(0)[i, j] - F(0)[k, j]) <= 2 * eps)))
    places = dict(ENDS, N=2, c=12, Y=line, F=Lam(x, Lam((i, j), 0 * x + Pos(i))), C=0, eps=Q(1, 4))
    s.false("curves that meet", drop=["apart"], claims={"close": meet}, at=places)


@entry.shows("stated", "the identity")
@entry.shows("stated", "twice as fast")
@entry.shows("stated", "two curves")
@entry.shows("stated", "any accuracy")
@entry.shows("stated", "curves that meet")
def lines(p: Proof) -> None:
    """Lines increase, and are Lipschitz."""


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("relu(x) = max(x, 0)", "mean(y) = sum[a in d] y(a)/d")
    with p.fix("x in R with x <= 0") as low:
        p.have("relu(x) = 0")
    with p.fix("x in R with x >= 0") as high:
        p.have("relu(x) = x")
    with p.fix("i in N, x, y in R with x <= y") as grows:
        with p.case("x = y"):
            p.have("Y(x)[i] = Y(y)[i]", "x = y")
            p.have("Y(x)[i] <= Y(y)[i]", "Y(x)[i] = Y(y)[i]")
        with p.otherwise("x < y"):
            p.have("Y(x)[i] <= Y(y)[i]", p.at("increasing", "x", "y"), "x < y")
    for name, value in (("top", "v(q)"), ("lo", "v(q) - delta"), ("hi", "v(q) + delta")):
        line = f"for all i in N, q in L: {name}(i, q) = Y({value})[i]"
        p.have(f"some {name} in R^(N, L): {line}", by=f"(i, q) -> Y({value})[i]")
        p.get(f"{name} in R^(N, L): {line}")
    tops, los, his = (p.have(f"for all i in N, q in L: {name}(i, q) = Y({value})[i]")
                      for name, value in (("top", "v(q)"), ("lo", "v(q) - delta"), ("hi", "v(q) + delta")))  # fmt: skip
    with p.fix("i in N, q in L") as feet:
        p.have("v(q) - delta < v(q)", "step")
        p.have("v(q) < v(q) + delta", "step")
        p.have("lo(i, q) < top(i, q)", p.at("increasing", "v(q) - delta", "v(q)"), "v(q) - delta < v(q)",
               p.at(tops, "i", "q"), p.at(los, "i", "q"))  # fmt: skip
        p.have("top(i, q) < hi(i, q)", p.at("increasing", "v(q)", "v(q) + delta"), "v(q) < v(q) + delta",
               p.at(tops, "i", "q"), p.at(his, "i", "q"))  # fmt: skip
        p.have("lo(i, q) < top(i, q) and top(i, q) < hi(i, q)")
    slopes = []
    for name, run in (("rise", "top(i, q) - lo(i, q)"), ("fall", "hi(i, q) - top(i, q)")):
        with p.fix("i in N, q in L") as positive:
            p.have(f"{run} > 0", p.at(feet, "i", "q"))
            p.have(f"(1/({run})) ({run}) = 1", f"{run} > 0")
        line = f"for all i in N, q in L: {name}(i, q) ({run}) = 1"
        p.have(f"some {name} in R^(N, L): {line}", positive, by=f"(i, q) -> 1/({run})")
        p.get(f"{name} in R^(N, L): {line}")
        slopes.append(p.have(line))
    rises, falls = slopes
    p.let("hat(i, q, z) = rise(i, q) relu(z - lo(i, q)) - (rise(i, q) + fall(i, q)) relu(z - top(i, q))"
          " + fall(i, q) relu(z - hi(i, q))")  # fmt: skip
    with p.fix("i in N, q in L, z in R") as hats:
        p.have("lo(i, q) < top(i, q) and top(i, q) < hi(i, q)", p.at(feet, "i", "q"))
        with p.suppose("z <= lo(i, q)") as before:
            p.have("relu(z - lo(i, q)) = 0", p.at(low, "z - lo(i, q)"))
            p.have("relu(z - top(i, q)) = 0", p.at(low, "z - top(i, q)"))
            p.have("relu(z - hi(i, q)) = 0", p.at(low, "z - hi(i, q)"))
            p.have("hat(i, q, z) = 0", "relu(z - lo(i, q)) = 0", "relu(z - top(i, q)) = 0", "relu(z - hi(i, q)) = 0")
        with p.suppose("z >= hi(i, q)") as after:
            p.have("relu(z - lo(i, q)) = z - lo(i, q)", p.at(high, "z - lo(i, q)"))
            p.have("relu(z - top(i, q)) = z - top(i, q)", p.at(high, "z - top(i, q)"))
            p.have("relu(z - hi(i, q)) = z - hi(i, q)", p.at(high, "z - hi(i, q)"))
            p.have("hat(i, q, z) = 0", "relu(z - lo(i, q)) = z - lo(i, q)", "relu(z - top(i, q)) = z - top(i, q)",
                   "relu(z - hi(i, q)) = z - hi(i, q)", p.at(rises, "i", "q"), p.at(falls, "i", "q"))  # fmt: skip
        with p.suppose("lo(i, q) <= z <= top(i, q)") as up:
            p.have("relu(z - lo(i, q)) = z - lo(i, q)", p.at(high, "z - lo(i, q)"))
            p.have("relu(z - top(i, q)) = 0", p.at(low, "z - top(i, q)"))
            p.have("relu(z - hi(i, q)) = 0", p.at(low, "z - hi(i, q)"))
            p.have("hat(i, q, z) = rise(i, q) (z - lo(i, q))", "relu(z - lo(i, q)) = z - lo(i, q)",
                   "relu(z - top(i, q)) = 0", "relu(z - hi(i, q)) = 0")  # fmt: skip
        with p.suppose("top(i, q) <= z <= hi(i, q)") as down:
            p.have("relu(z - lo(i, q)) = z - lo(i, q)", p.at(high, "z - lo(i, q)"))
            p.have("relu(z - top(i, q)) = z - top(i, q)", p.at(high, "z - top(i, q)"))
            p.have("relu(z - hi(i, q)) = 0", p.at(low, "z - hi(i, q)"))
            p.have("hat(i, q, z) = 1 - fall(i, q) (z - top(i, q))", "relu(z - lo(i, q)) = z - lo(i, q)",
                   "relu(z - top(i, q)) = z - top(i, q)", "relu(z - hi(i, q)) = 0", p.at(rises, "i", "q"))  # fmt: skip
        p.have("(z <= lo(i, q) => hat(i, q, z) = 0) and (z >= hi(i, q) => hat(i, q, z) = 0)"
               " and (lo(i, q) <= z <= top(i, q) => hat(i, q, z) = rise(i, q) (z - lo(i, q)))"
               " and (top(i, q) <= z <= hi(i, q) => hat(i, q, z) = 1 - fall(i, q) (z - top(i, q)))",
               before, after, up, down)  # fmt: skip
    net, neurons = _net(p), _layer(p)
    with p.fix("x in R with 0 <= x <= 1") as close, p.fix("i in N, y in R^d"):
        with p.suppose("for all a in d: y(a) = Y(x)[i]") as token:
            p.get("q in L, m in L: v(q) <= x and x <= v(m) and v(m) = v(q) + delta", p.at(net, "x"), "0 <= x <= 1")
            p.get("z in R: z = Y(x)[i]", by="Y(x)[i]")
            mean = p.have("mean(y) = z", token.hypothesis, "z = Y(x)[i]")
            left = p.have("top(i, q) <= z", p.at(grows, "i", "v(q)", "x"), p.at(tops, "i", "q"), "z = Y(x)[i]")
            right = p.have("z <= top(i, m)", p.at(grows, "i", "x", "v(m)"), p.at(tops, "i", "m"), "z = Y(x)[i]")
            p.have("Y(v(q) + delta)[i] = Y(v(m))[i]", "v(m) = v(q) + delta")
            next_ = p.have("hi(i, q) = top(i, m)", p.at(his, "i", "q"), p.at(tops, "i", "m"),
                           "Y(v(q) + delta)[i] = Y(v(m))[i]")  # fmt: skip
            p.have("v(m) - delta = v(q)", "v(m) = v(q) + delta")
            p.have("Y(v(m) - delta)[i] = Y(v(q))[i]", "v(m) - delta = v(q)")
            last = p.have("lo(i, m) = top(i, q)", p.at(los, "i", "m"), p.at(tops, "i", "q"),
                          "Y(v(m) - delta)[i] = Y(v(q))[i]")  # fmt: skip
            with p.suppose("m = q"):
                p.have("v(m) = v(q)", "m = q")
                p.have("false", "v(m) = v(q)", "v(m) = v(q) + delta", "step")
            p.have("m != q")
            named = p.get("h in R^(N, L): for all k in N, l in L: h(k, l) = hat(k, l, z)", by="(k, l) -> hat(k, l, z)")
            rest, other = _others(p, grows, tops, los, his, hats, left, right, named)
            p.get("w in R: w = fall(i, q) (z - top(i, q))", by="fall(i, q) (z - top(i, q))")
            p.have("fall(i, q) (top(i, m) - top(i, q)) = 1", p.at(falls, "i", "q"), next_)
            p.have("rise(i, m) (top(i, m) - top(i, q)) = 1", p.at(rises, "i", "m"), last)
            p.have("top(i, q) < top(i, m)", p.at(feet, "i", "q"), next_)
            p.have("rise(i, m) = fall(i, q)", "rise(i, m) (top(i, m) - top(i, q)) = 1",
                   "fall(i, q) (top(i, m) - top(i, q)) = 1", "top(i, q) < top(i, m)")  # fmt: skip
            p.have("w (top(i, m) - top(i, q)) = z - top(i, q)", "w = fall(i, q) (z - top(i, q))",
                   "fall(i, q) (top(i, m) - top(i, q)) = 1")  # fmt: skip
            p.have("w >= 0", "w (top(i, m) - top(i, q)) = z - top(i, q)", left, "top(i, q) < top(i, m)")
            p.have("w <= 1", "w (top(i, m) - top(i, q)) = z - top(i, q)", right, "top(i, q) < top(i, m)")
            p.have("top(i, q) <= z <= hi(i, q)", left, right, next_)
            falling = p.have("h(i, q) = 1 - w", p.at(named, "i", "q"), p.at(hats, "i", "q", "z"),
                             "top(i, q) <= z <= hi(i, q)", "w = fall(i, q) (z - top(i, q))")  # fmt: skip
            p.have("lo(i, m) <= z <= top(i, m)", left, right, last)
            p.have("hat(i, m, z) = rise(i, m) (z - lo(i, m))", p.at(hats, "i", "m", "z"), "lo(i, m) <= z <= top(i, m)")
            rising = p.have("h(i, m) = w", p.at(named, "i", "m"), "hat(i, m, z) = rise(i, m) (z - lo(i, m))", last,
                            "rise(i, m) = fall(i, q)", "w = fall(i, q) (z - top(i, q))")  # fmt: skip
            with p.fix("j in d"):
                p.let("D(k, l) = F(v(l))[k, j] - top(k, l)", "prod(k, l) = D(k, l) h(k, l)")
                product = p.get("f in R^(N, L): for all k in N, l in L: f(k, l) = prod(k, l)", by="prod")
                with p.fix("l in row - {m}") as none:
                    p.have("f(i, l) = 0", p.at(rest, "l"), p.at(product, "i", "l"))
                with p.fix("k in N - {i}, l in L") as nothing:
                    p.have("f(k, l) = 0", p.at(other, "k", "l"), p.at(product, "k", "l"))
                f, i = p.symbols["f"], p.symbols["i"]
                rows = p.take(p.member(i, p["N"]), lambda k, f=f: sum_over(p["L"], lambda l: f(k, l)))
                cells = [p.take(p.member(p.symbols[level], of), lambda l, f=f, i=i: f(i, l))
                         for level, of in (("q", p["L"]), ("m", p.symbols["row"]))]  # fmt: skip
                p.have("sum[k in N, l in L] f(k, l) = f(i, q) + f(i, m)", p.summed(none), p.summed(nothing), rows,
                       *cells)  # fmt: skip
                two = p.have("sum[k in N, l in L] f(k, l) = D(i, q) (1 - w) + D(i, m) w", falling, rising,
                             p.at(product, "i", "q"), p.at(product, "i", "m"),
                             "sum[k in N, l in L] f(k, l) = f(i, q) + f(i, m)")  # fmt: skip
                with p.fix("k in N, l in L") as terms:
                    D, hat, k, l = p.term("D(k, l)"), p.symbols["hat"], p.term("k"), p.term("l")
                    p.ended(p.congruence(mean, p.term("mean(y)"), p.term("z"),
                                         lambda t, D=D, hat=hat, k=k, l=l: D * hat(k, l, t)))  # fmt: skip
                with p.fix("k in N, l in L") as same:
                    p.have("f(k, l) = D(k, l) hat(k, l, z)", p.at(named, "k", "l"), p.at(product, "k", "l"))
                added = p.have("added(W, T, V, y, j) = D(i, q) (1 - w) + D(i, m) w", p.at(neurons, "y", "j"),
                               p.summed(terms), p.summed(same), two)  # fmt: skip
                p.let("e(l) = F(v(l))[i, j] - F(x)[i, j]")
                ends = []
                for level in "qm":
                    p.have(f"|v({level}) - x| <= delta", "v(q) <= x and x <= v(m) and v(m) = v(q) + delta")
                    p.have(f"C |v({level}) - x| <= C delta", f"|v({level}) - x| <= delta", "constant")
                    ends.append(p.have(f"-eps <= e({level}) <= eps", p.at("lipschitz", f"v({level})", "x", "i", "j"),
                                       f"C |v({level}) - x| <= C delta", "fine"))  # fmt: skip
                p.have("y(j) = z", p.at(token.hypothesis, "j"), "z = Y(x)[i]")
                gap = p.have("y(j) + added(W, T, V, y, j) - F(x)[i, j] = (1 - w) e(q) + w e(m)", added, "y(j) = z",
                             "w (top(i, m) - top(i, q)) = z - top(i, q)")  # fmt: skip
                p.have("-(1 - w) eps <= (1 - w) e(q) <= (1 - w) eps", ends[0], "w <= 1")
                p.have("-w eps <= w e(m) <= w eps", ends[1], "w >= 0")
                p.have("-eps <= (1 - w) e(q) + w e(m) <= eps", "-(1 - w) eps <= (1 - w) e(q) <= (1 - w) eps",
                       "-w eps <= w e(m) <= w eps")  # fmt: skip
                p.have("|y(j) + added(W, T, V, y, j) - F(x)[i, j]| <= eps", gap, "-eps <= (1 - w) e(q) + w e(m) <= eps")
    p.claim("close", close, by="W, T, V")


def _net(p: Proof):
    """Every x in [0, 1] has neighbours."""
    with p.fix("x in R with 0 <= x <= 1") as net:
        p.let("before = {q in L | v(q) < x or v(q) <= 0}")
        p.get("s in L: v(s) = 0", "first")
        p.have("s in before", "v(s) = 0")
        p.largest("q in before: v(q)")
        p.have("q in L and (v(q) < x or v(q) <= 0)")
        p.have("v(q) < 1", "v(q) < x or v(q) <= 0", "0 <= x <= 1")
        p.get("m in L: v(m) = v(q) + delta", p.at("next", "q"), "v(q) < 1")
        with p.suppose("v(m) < x"):
            p.have("m in before", "v(m) < x")
            p.have("v(m) <= v(q)", "m in before")
            p.have("false", "v(m) <= v(q)", "v(m) = v(q) + delta", "step")
        p.have("x <= v(m)")
        p.have("v(s) <= v(q)", "s in before")
        p.have("v(q) <= x", "v(q) < x or v(q) <= 0", "0 <= x <= 1")
        p.have("some q, m in L: v(q) <= x and x <= v(m) and v(m) = v(q) + delta", by="q, m")
    return net


def _layer(p: Proof):
    """Weights W, T, V: the layer adds the sum of all F(v_q) - y_i(v_q) times their hats, at the mean of the entries."""
    p.get("o in N")
    p.let("one = {x in N | x = o}")
    p.have("o in one")
    p.have("|one| = 1")
    p.let("D(j, i, q) = F(v(q))[i, j] - top(i, q)")
    p.let("t1(i, q, g) = -lo(i, q)", "t2(i, q, g) = -top(i, q)", "t3(i, q, g) = -hi(i, q)")
    p.let("v1(j, i, q, g) = D(j, i, q) rise(i, q)", "v2(j, i, q, g) = -D(j, i, q) (rise(i, q) + fall(i, q))",
          "v3(j, i, q, g) = D(j, i, q) fall(i, q)")  # fmt: skip
    p.let("added(W, T, V, y, j) = sum[h in c] V(j, h) relu(sum[k in d] W(h, k) y(k) + T(h))")
    parts = [f"sum[i in N, q in L, g in one] v{r}(j, i, q, g) relu(mean(y) + t{r}(i, q, g))" for r in (1, 2, 3)]
    made = "for all y in R^d: for all j in d: added(W, T, V, y, j) = " + " + ".join(parts)
    given = {name: name for name in ("t1", "t2", "t3", "v1", "v2", "v3")}
    p.get(
        "W in R^(c, d), T in R^c, V in R^(d, c): " + made,
        p.cite("lem:neurons", "count", "|one| = 1", A="N", B="L", Q=p.symbols["one"], c="c", d="d",
               w="(i, q, g, k) -> 1/d", **given),
    )  # fmt: skip
    made = p.have(made)
    with p.fix("y in R^d, j in d") as hats:
        p.have("added(W, T, V, y, j) = sum[i in N, q in L] (F(v(q))[i, j] - top(i, q)) hat(i, q, mean(y))",
               p.at(made, "y", "j"), "|one| = 1")  # fmt: skip
    return hats


def _others(p: Proof, grows, tops, los, his, hats, left, right, named):
    """The hats of all other levels, and of all other curves, are 0 at z."""
    p.let("row = {l in L | l != q}")
    p.have("m in row", "m != q")
    with p.fix("l in row - {m}") as rest:
        with p.case("v(l) < v(q)"):
            p.have("v(l) + delta <= v(q)", p.at("levels", "l", "q"), "v(l) < v(q)")
            p.have("hi(i, l) <= top(i, q)", p.at(grows, "i", "v(l) + delta", "v(q)"), p.at(his, "i", "l"),
                   p.at(tops, "i", "q"), "v(l) + delta <= v(q)")  # fmt: skip
            p.have("z >= hi(i, l)", "hi(i, l) <= top(i, q)", left)
            p.have("h(i, l) = 0", p.at(named, "i", "l"), p.at(hats, "i", "l", "z"), "z >= hi(i, l)")
        with p.otherwise():
            p.have("v(l) != v(q)", p.at("different", "l", "q"))
            p.have("v(l) != v(m)", p.at("different", "l", "m"))
            p.have("v(q) < v(l)", "v(l) != v(q)", "not v(l) < v(q)")
            p.have("v(q) + delta <= v(l)", p.at("levels", "q", "l"), "v(q) < v(l)")
            p.have("v(m) < v(l)", "v(q) + delta <= v(l)", "v(l) != v(m)", "v(m) = v(q) + delta")
            p.have("v(m) + delta <= v(l)", p.at("levels", "m", "l"), "v(m) < v(l)")
            p.have("top(i, m) <= lo(i, l)", p.at(grows, "i", "v(m)", "v(l) - delta"), p.at(los, "i", "l"),
                   p.at(tops, "i", "m"))  # fmt: skip
            p.have("z <= lo(i, l)", "top(i, m) <= lo(i, l)", right)
            p.have("h(i, l) = 0", p.at(named, "i", "l"), p.at(hats, "i", "l", "z"), "z <= lo(i, l)")
    with p.fix("k in N - {i}, l in L") as other:
        p.have("0 <= v(l) and v(l) <= 1", p.at("inside", "l"))
        p.have("Y(x)[i] <= Y(1 + delta)[i]", p.at(grows, "i", "x", "1 + delta"), "step")
        p.have("Y(-delta)[i] <= Y(x)[i]", p.at(grows, "i", "-delta", "x"), "step")
        p.have("hi(k, l) <= Y(1 + delta)[k]", p.at(grows, "k", "v(l) + delta", "1 + delta"), p.at(his, "k", "l"))
        p.have("Y(-delta)[k] <= lo(k, l)", p.at(grows, "k", "-delta", "v(l) - delta"), p.at(los, "k", "l"))
        p.have("i != k")
        with p.case("Y(1 + delta)[i] <= Y(-delta)[k]"):
            p.have("z <= lo(k, l)", "Y(x)[i] <= Y(1 + delta)[i]", "Y(-delta)[k] <= lo(k, l)",
                   "Y(1 + delta)[i] <= Y(-delta)[k]", "z = Y(x)[i]")  # fmt: skip
            p.have("h(k, l) = 0", p.at(named, "k", "l"), p.at(hats, "k", "l", "z"), "z <= lo(k, l)")
        with p.otherwise():
            p.have("Y(1 + delta)[k] <= Y(-delta)[i]", p.at("apart", "i", "k"), "i != k")
            p.have("h(k, l) = 0", p.at(named, "k", "l"), p.at(hats, "k", "l", "z"), "z >= hi(k, l)")
    return rest, other
