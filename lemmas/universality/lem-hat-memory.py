"""lem:hat-memory. A layer of c >= 3 G n neurons that takes prescribed values at the G n tokens (t_gi, ..., t_gi).

The numbers t_gi are at distance 1 or more from each other. Each has a hat, max(0, x + 1) - 2 max(0, x) + max(0, x - 1)
at x - t_gi, with the value D_gi: it is 1 there and 0 at all others, and what is added stays below sum_gi |D_gij| for
every token. All neurons read the mean of the entries (rank one). With G n neurons: lem:memorise.
"""

from varproof.lang import Abs, And, Array, Entry, Eq, Exists, ForAll, Implies, Index, Max, Or, Source, Sum
from varproof.proof.proof import Proof

entry = Entry(
    "lem:hat-memory",
    "A layer that takes prescribed values at tokens with equal entries",
    source=Source(text="ours"),
    uses=["lem:neurons"],
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    G, n, d, c = (s.size(name) for name in ("G", "n", "d", "c"))
    t, D = s.mat("t", G, n), s.array("D", G, n, d)
    W, T, V, y = Array("W", c, d), Array("T", c), Array("V", d, c), Array("y", d)
    g, f, i, l, h, j, a = (Index(*pair) for pair in zip("gfilhja", (G, G, n, n, c, d, d), strict=True))
    s.assume("count", c >= 3 * G * n)
    s.assume("apart", ForAll(g, f, i, l, Or(And(Eq(g, f), Eq(i, l)), Abs(t[g, i] - t[f, l]) >= 1)))
    added = Sum(V[j, h] * Max(Sum(W[h, a] * y[a], a) + T[h], 0), h)
    values = ForAll(g, i, Implies(ForAll(a, Eq(y[a], t[g, i])), ForAll(j, Eq(added, D[g, i, j]))))
    bounded = ForAll(j, Abs(added) <= Sum(Abs(D[g, i, j]), g, i))
    s.claim("memory", Exists(W, T, V, ForAll(y, And(values, bounded))))

    s.instance("one token", t=[[0]], D=[[[5]]], c=3)
    s.instance("two grid points, two tokens", t=[[0, 1], [2, -7]], D=[[[1], [2]], [[3], [4]]], c=12)
    s.instance("more neurons", t=[[0]], D=[[[5]]], c=7)
    s.instance("a value in the plane", t=[[0]], D=[[[5, -1]]], c=3)
    function = ForAll(g, f, i, l, j, Implies(Eq(t[g, i], t[f, l]), Eq(D[g, i, j], D[f, l, j])))
    equal = dict(t=[[0], [0]], D=[[[1]], [[2]]], c=6)
    s.false("two values for one code", drop=["apart"], claims={"memory": function}, at=equal)
    # one neuron is monotone along a line
    u, m = Index("u", G), Index("m", n)
    line = And(t[g, i] < t[f, l], t[f, l] < t[u, m])
    turn = ForAll(g, f, u, i, l, m, j, Implies(line, (D[f, l, j] - D[g, i, j]) * (D[u, m, j] - D[f, l, j]) >= 0))
    hat = dict(t=[[0], [1], [2]], D=[[[0]], [[1]], [[0]]], c=1)
    s.false("one neuron", assume={"count": c >= 1}, claims={"memory": turn}, at=hat)


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("relu(x) = max(x, 0)", "hat(x) = relu(x + 1) - 2 relu(x) + relu(x - 1)", "mean(y) = sum[a in d] y(a)/d")
    with p.fix("x in R with x <= 0") as low:
        p.have("relu(x) = 0")
    with p.fix("x in R with x >= 0") as high:
        p.have("relu(x) = x")
    with p.fix("x in R with x >= 1") as right:
        p.have("relu(x + 1) = x + 1 and relu(x) = x and relu(x - 1) = x - 1")
        p.have("hat(x) = 0", "relu(x + 1) = x + 1 and relu(x) = x and relu(x - 1) = x - 1")
    with p.fix("x in R with x <= -1") as left:
        p.have("relu(x + 1) = 0 and relu(x) = 0 and relu(x - 1) = 0")
        p.have("hat(x) = 0", "relu(x + 1) = 0 and relu(x) = 0 and relu(x - 1) = 0")
    with p.fix("x in R") as between:
        with p.case("x >= 1"):
            p.have("0 <= hat(x) <= 1", p.at(right, "x"))
        with p.case("x <= -1"):
            p.have("0 <= hat(x) <= 1", p.at(left, "x"))
        with p.otherwise("-1 <= x <= 1"):
            p.have("relu(x + 1) = x + 1", p.at(high, "x + 1"))
            p.have("relu(x - 1) = 0", p.at(low, "x - 1"))
            with p.case("x >= 0"):
                p.have("relu(x) = x", p.at(high, "x"))
                p.have("0 <= hat(x) <= 1", "relu(x + 1) = x + 1", "relu(x) = x", "relu(x - 1) = 0", "-1 <= x <= 1")
            with p.otherwise("x <= 0"):
                p.have("relu(x) = 0", p.at(low, "x"))
                p.have("0 <= hat(x) <= 1", "relu(x + 1) = x + 1", "relu(x) = 0", "relu(x - 1) = 0", "-1 <= x <= 1")
    top = p.have("hat(0) = 1", p.at(low, "0"), p.at(high, "1"), p.at(low, "-1"))
    with p.fix("x in R with |x| >= 1") as outside:
        with p.case("x >= 1"):
            p.have("hat(x) = 0", p.at(right, "x"))
        with p.otherwise():
            with p.suppose("x >= 0"):
                p.have("|x| = x", "x >= 0")
                p.have("false", "|x| = x", "|x| >= 1", "not x >= 1")
            p.have("|x| = -x", "not x >= 0")
            p.have("x <= -1", "|x| = -x", "|x| >= 1")
            p.have("hat(x) = 0", p.at(left, "x"))
    with p.fix("x, z in R with 0 <= z <= 1") as scaled:
        p.have("-|x| <= x z <= |x|", "0 <= z <= 1")
    with p.fix("x, z in R with -z <= x <= z") as absolute:
        p.have("|x| <= z", "-z <= x <= z")
    p.get("o in n")
    p.let("one = {x in n | x = o}")
    p.have("o in one")
    p.have("|one| = 1")
    p.let("t1(g, i, q) = 1 - t(g, i)", "t2(g, i, q) = -t(g, i)", "t3(g, i, q) = -1 - t(g, i)")
    p.let("v1(j, g, i, q) = D(g, i, j)", "v2(j, g, i, q) = -2 D(g, i, j)", "v3(j, g, i, q) = D(g, i, j)")
    p.let("along(y) = sum[k in d] 1/d y(k)")
    p.let("added(W, T, V, y, j) = sum[h in c] V(j, h) relu(sum[k in d] W(h, k) y(k) + T(h))")
    parts = [f"sum[g in G, i in n, q in one] v{r}(j, g, i, q) relu(mean(y) + t{r}(g, i, q))" for r in (1, 2, 3)]
    made = "for all y in R^d: for all j in d: added(W, T, V, y, j) = " + " + ".join(parts)
    p.get(
        "W in R^(c, d), T in R^c, V in R^(d, c): " + made,
        p.cite(
            "lem:neurons",
            "count",
            "|one| = 1",
            A="G",
            B="n",
            Q=p.symbols["one"],
            c="c",
            d="d",
            w="(g, i, q, k) -> 1/d",
            t1="t1",
            t2="t2",
            t3="t3",
            v1="v1",
            v2="v2",
            v3="v3",
        ),
    )
    made = p.have(made)
    with p.fix("y in R^d"):
        with p.fix("j in d") as hats:
            p.have(
                "added(W, T, V, y, j) = sum[g in G, i in n] D(g, i, j) hat(mean(y) - t(g, i))",
                p.at(made, "y", "j"),
                "|one| = 1",
            )
        with p.fix("g in G, i in n") as values, p.suppose("for all a in d: y(a) = t(g, i)"):
            p.have("mean(y) = t(g, i)")
            with p.fix("j in d"):
                p.let("f(h, l) = D(h, l, j) hat(mean(y) - t(h, l))")
                mean = p.have("mean(y) = t(g, i)")
                there = p.congruence(
                    mean, p.term("mean(y)"), p.term("t(g, i)"), lambda z: p.symbols["hat"](z - p.term("t(g, i)"))
                )
                own = p.have("f(g, i) = D(g, i, j)", top, there)
                with p.fix("l in n - {i}") as row:
                    p.have("|t(g, i) - t(g, l)| >= 1", p.at("apart", "g", "g", "i", "l"))
                    zero = p.congruence(
                        mean,
                        p.term("mean(y)"),
                        p.term("t(g, i)"),
                        lambda z: p.symbols["hat"](z - p.term("t(g, l)")),
                    )
                    p.have("f(g, l) = 0", zero, p.at(outside, "t(g, i) - t(g, l)"))
                with p.fix("h in G - {g}, l in n") as rest:
                    p.have("|t(g, i) - t(h, l)| >= 1", p.at("apart", "g", "h", "i", "l"))
                    zero = p.congruence(
                        mean,
                        p.term("mean(y)"),
                        p.term("t(g, i)"),
                        lambda z: p.symbols["hat"](z - p.term("t(h, l)")),
                    )
                    p.have("f(h, l) = 0", zero, p.at(outside, "t(g, i) - t(h, l)"))
                p.have("sum[h in G, l in n] f(h, l) = sum[l in n] f(g, l) + sum[h in G - {g}, l in n] f(h, l)")
                p.have("sum[l in n] f(g, l) = f(g, i) + sum[l in n - {i}] f(g, l)")
                whole = p.have(
                    "sum[h in G, l in n] f(h, l) = D(g, i, j)",
                    "sum[h in G, l in n] f(h, l) = sum[l in n] f(g, l) + sum[h in G - {g}, l in n] f(h, l)",
                    "sum[l in n] f(g, l) = f(g, i) + sum[l in n - {i}] f(g, l)",
                    own,
                    p.summed(row),
                    p.summed(rest),
                )
                p.have("added(W, T, V, y, j) = D(g, i, j)", p.at(hats, "j"), whole)
        with p.fix("j in d") as bounded:
            with p.fix("g in G, i in n") as each:
                p.have("0 <= hat(mean(y) - t(g, i)) <= 1", p.at(between, "mean(y) - t(g, i)"))
                p.have(
                    "-|D(g, i, j)| <= D(g, i, j) hat(mean(y) - t(g, i)) <= |D(g, i, j)|",
                    p.at(scaled, "D(g, i, j)", "hat(mean(y) - t(g, i))"),
                )
            with p.fix("g in G, i in n") as above:
                p.have("D(g, i, j) hat(mean(y) - t(g, i)) <= |D(g, i, j)|", p.at(each, "g", "i"))
            with p.fix("g in G, i in n") as below:
                p.have("-|D(g, i, j)| <= D(g, i, j) hat(mean(y) - t(g, i))", p.at(each, "g", "i"))
            p.have("added(W, T, V, y, j) <= sum[g in G, i in n] |D(g, i, j)|", p.at(hats, "j"), p.summed(above))
            p.have("-(sum[g in G, i in n] |D(g, i, j)|) <= added(W, T, V, y, j)", p.at(hats, "j"), p.summed(below))
            p.have(
                "|added(W, T, V, y, j)| <= sum[g in G, i in n] |D(g, i, j)|",
                p.at(absolute, "added(W, T, V, y, j)", "sum[g in G, i in n] |D(g, i, j)|"),
            )
        p.let(
            "takes(y) iff for all g in G, i in n: (for all a in d: y(a) = t(g, i))"
            " => (for all j in d: added(W, T, V, y, j) = D(g, i, j))",
            "small(y) iff for all j in d: |added(W, T, V, y, j)| <= sum[g in G, i in n] |D(g, i, j)|",
        )
        p.have("takes(y) and small(y)", values, bounded)
    p.claim("memory", by="W, T, V")
