"""thm:hardmax-not-contextual. Hardmax attention of one head, ties averaged, is no contextual mapping for some datasets,
whatever the weights.

Tokens on a line, X_ik = t_ik f. Let two sequences with different token sets share a token other than 0, have the same
largest and the same smallest t; and let two further sequences with different token sets share a token and have the same
sum of t. The scores of a query are a multiple of t: a positive or negative multiple selects the largest or the smallest
t, so the first two sequences give the shared token the same output; with multiple 0 all scores tie and the mean of t is
added, so the last two do. Hence no gamma and no delta >= 0 will do.

For three tokens the t-sets {1,2,4}, {1,3,4} and {1,4,6}, {2,4,5} are such, with the shared token 4; for more tokens add
common extremes. (For n <= 2 the mean separates, so the statement is false there.)
"""

from varproof_lemmas.model import contextual_mapping, hardmax_skip, same_vocabulary

from varproof.lang import Abs, Entry, Eq, ForAll, Implies, Index, Lam, MaxOver, MinOver, Ne, Not, Source, Sum
from varproof.proof.context import Block
from varproof.proof.kernel.rules import Theorem
from varproof.proof.proof import Proof

entry = Entry(
    "thm:hardmax-not-contextual",
    "Hardmax attention is no contextual mapping",
    source=Source(after="KS24 Theorem 1", text="reconstructed"),
    uses=["def:contextual-mapping", "def:hardmax-attention", "def:vocabulary"],
    note="The instances are datasets of three and four tokens a sequence that meet the hypotheses.",
)


def points(sets, **values):
    """Sets of numbers as tokens; two sequences, and weights that add the mean, unless changed afterwards."""
    rest = dict(f=[1], W_O=[[1]], W_V=[[1]], W_K=[[0]], W_Q=[[1]], gamma=100, delta=0, a=0, b=1, c=0, e=1)
    return dict(rest, X=[[[r] for r in row] for row in sets], T=sets, **{**dict(k=0, l=0, u=0, v=0), **values})


OTHER_SUM = points([[1, 2, 4], [1, 3, 4]])
OTHER_TOP = points([[1, 3, 7], [1, 4, 6]]) | dict(W_K=[[1]], W_O=[[10]])
OTHER_BOTTOM = points([[1, 4, 7], [2, 3, 7]], k=2, l=2, u=2, v=2) | dict(W_K=[[-1]], W_O=[[10]])
ONE_FIRST_SET = points([[1, 4, 6], [2, 4, 5]], u=1, v=1) | dict(b=0, W_K=[[1]], W_O=[[10]])
NO_SECOND_TOKEN = points([[1, 2, 4], [1, 3, 4], [1, 5, 6], [2, 3, 7]]) | dict(c=2, e=3)
ALL_FOUR = points([[1, 2, 4], [1, 3, 4], [1, 4, 6], [2, 4, 5]], k=2, l=2, u=1, v=1) | dict(c=2, e=3)
OFF_THE_LINE = ALL_FOUR | dict(X=[[[1], [2], [3]], [[4], [5], [6]], [[7], [8], [9]], [[10], [11], [12]]], W_O=[[0]])
SHIFTED = [[-1, 0, 2], [-1, 1, 2], [-1, 2, 4], [0, 2, 3]]
BOTH_SIGNS = points(SHIFTED, k=0, l=0, u=1, v=1) | dict(c=2, e=3, W_K=[[1]])

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    N, n, d, h = s.size("N"), s.size("n"), s.size("d"), s.size("s")
    X, T, f = s.array("X", N, n, d), s.mat("T", N, n), s.vec("f", d)
    W_O, W_V = s.mat("W_O", d, h), s.mat("W_V", h, d)
    W_K, W_Q = s.mat("W_K", h, d), s.mat("W_Q", h, d)
    gamma, delta = s.real("gamma"), s.real("delta")
    a, b, c, e = s.index("a", N), s.index("b", N), s.index("c", N), s.index("e", N)
    k, l, u, v = s.index("k", n), s.index("l", n), s.index("u", n), s.index("v", n)
    i, x, y, z = Index("i", N), Index("x", n), Index("y", n), Index("z", d)
    p, q = Index("p", n), Index("q", d)
    s.assume("line", ForAll(i, x, z, Eq(X[i, x, z], T[i, x] * f[z])), needed_at=OFF_THE_LINE)
    s.assume("distinct", ForAll(i, x, y, Implies(Ne(x, y), Ne(T[i, x], T[i, y]))))
    s.assume("same-top", Eq(MaxOver(T[a, x], x), MaxOver(T[b, x], x)), needed_at=OTHER_TOP)
    s.assume("same-bottom", Eq(MinOver(T[a, x], x), MinOver(T[b, x], x)), needed_at=OTHER_BOTTOM)
    s.assume("first-token", Eq(T[a, k], T[b, l]))
    s.assume("not-zero", Ne(T[a, k], 0))
    s.assume("first-sets", Not(same_vocabulary(X, a, b)), needed_at=ONE_FIRST_SET)
    s.assume("same-sum", Eq(Sum(T[c, x], x), Sum(T[e, x], x)), needed_at=OTHER_SUM)
    s.assume("second-token", Eq(T[c, u], T[e, v]), needed_at=NO_SECOND_TOKEN)
    s.assume("second-sets", Not(same_vocabulary(X, c, e)), needed_at=dict(OTHER_SUM, e=0))
    s.assume("delta", delta >= 0, needed_at=dict(ALL_FOUR, delta=-1))
    output = hardmax_skip(Lam((p, q), X[i, p, q]), W_O, W_V, W_K, W_Q)[x, z]
    s.claim("not-contextual", Not(contextual_mapping(X, Lam((i, x, z), output), gamma, delta)))

    sets = [[1, 2, 4], [1, 3, 4], [1, 4, 6], [2, 4, 5]]
    s.instance(
        "in the plane",
        X=[[[r, -2 * r] for r in row] for row in sets],
        T=sets,
        f=[1, -2],
        W_O=[[1, 0], [0, 3]],
        W_V=[[1, 1], [0, 1]],
        W_K=[[1, 0], [2, 1]],
        W_Q=[[0, 1], [1, 0]],
        gamma=1,
        delta=5,
        a=0,
        b=1,
        c=2,
        e=3,
        k=2,
        l=2,
        u=1,
        v=1,
    )
    s.instance("tokens of both signs", **BOTH_SIGNS)
    near = Abs(Sum(T[c, x], x) - Sum(T[e, x], x)) <= 1
    s.false("nearly the same sum", assume={"same-sum": near}, at=OTHER_SUM)
    s.false("another sum", drop=["same-sum"], at=OTHER_SUM)
    s.false("a lower top", assume={"same-top": MaxOver(T[a, x], x) >= MaxOver(T[b, x], x)}, at=OTHER_TOP)
    s.false("a higher bottom", assume={"same-bottom": MinOver(T[a, x], x) <= MinOver(T[b, x], x)}, at=OTHER_BOTTOM)
    s.false("no shared token of equal sums", drop=["second-token"], at=NO_SECOND_TOKEN)
    s.false("a negative separation", assume={"delta": delta >= -1}, at=dict(ALL_FOUR, delta=-1))
    weights = dict(W_O=[[1]], W_V=[[1]], W_K=[[1]], W_Q=[[1]], f=[1], gamma=100, delta=0, a=0, b=1, c=2, e=3)
    s.instance("three tokens", X=[[[r] for r in row] for row in sets], T=sets, k=2, l=2, u=1, v=1, **weights)
    more = [[0, *row, 9] for row in sets]
    s.instance(
        "with common extremes",
        X=[[[r] for r in row] for row in more],
        T=more,
        k=3,
        l=3,
        u=2,
        v=2,
        **{**weights, "W_K": [[0]]},
    )
    s.instance(
        "negative scores",
        X=[[[r] for r in row] for row in sets],
        T=sets,
        k=2,
        l=2,
        u=1,
        v=1,
        **{**weights, "W_K": [[-2]]},
    )


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("S(g) = {j in n | g(j) = max[x in n] g(x)}", "mean(g, h) = (sum[j in S(g)] h(j))/(sum[j in S(g)] 1)")
    one, all_of_them = selected(p), tied(p)
    p.let("omega = sum[r in s] (sum[q in d] W_K[r, q] f[q]) (sum[q in d] W_Q[r, q] f[q])")
    p.let("nu(z) = sum[r in s] W_O[z, r] sum[q in d] W_V[r, q] f[q]")
    p.let("score(i, x, y) = sum[r in s] (sum[q in d] W_K[r, q] X[i, y, q]) (sum[q in d] W_Q[r, q] X[i, x, q])")
    p.let("value(i, y, z) = sum[r in s] W_O[z, r] sum[q in d] W_V[r, q] X[i, y, q]")
    p.let("Y(i, x, z) = X[i, x, z] + mean(y -> score(i, x, y), y -> value(i, y, z))")
    scores, values = on_the_line(p)
    some(p)
    p.let("same(i, j, x, y) iff for all z in d: X[i, x, z] = X[j, y, z]")
    p.let("covered(i, j) iff for all x in n: some y in n: same(i, j, x, y)")
    p.let("covering(i, j) iff for all y in n: some x in n: same(i, j, x, y)")
    p.let("sets(i, j) iff covered(i, j) and covering(i, j)")
    p.let("differ(i, j, x, y) iff some z in d: X[i, x, z] != X[j, y, z]")
    p.let("told(i, j, x, y) iff (not sets(i, j)) or differ(i, j, x, y)")
    p.let("apart iff for all i, j in N, x, y in n: told(i, j, x, y) => norm[z in d] (Y(i, x, z) - Y(j, y, z)) > delta")
    p.let("short iff for all i in N, x in n: norm[z in d] Y(i, x, z) < gamma")
    with p.suppose("short and apart") as mapping:
        known = p.right(mapping.hypothesis)
        with p.case("omega = 0"):
            ties(p, known, all_of_them, scores, values)
        with p.case("T[a, k] omega > 0"):
            extremes(p, known, one, scores, values, "1", "same-top")
        with p.otherwise():
            with p.suppose("T[a, k] omega = 0") as zero:
                p.have("T[a, k] = (T[a, k] omega)/omega", "omega != 0")
                p.have("T[a, k] = 0", "T[a, k] = (T[a, k] omega)/omega", zero.hypothesis)
                p.have("false", "T[a, k] = 0", "not-zero")
            p.have("T[a, k] omega < 0")
            extremes(p, known, one, scores, values, "(-1)", "same-bottom")
    p.claim("not-contextual", mapping)


def selected(p: Proof) -> Block:
    """Where one score is the largest, its value is the mean."""
    with p.fix("g, h in R^(n), m in n with for all j in n: j != m => g(j) < g(m)") as one:
        p.largest("x in n: g(x)")
        with p.suppose("x != m"):
            p.have("g(x) < g(m)")
            p.have("false", "g(x) < g(m)", "g(m) <= g(x)")
        p.have("x = m")
        p.have("g(x) = g(m)", "x = m")
        p.have("max[x in n] g(x) = g(m)", "g(x) = g(m)")
        p.have("m in S(g)", "max[x in n] g(x) = g(m)")
        with p.fix("j in {j in S(g) | j != m}") as others:
            p.have("g(j) < g(m)")
            p.have("false", "g(j) < g(m)", "max[x in n] g(x) = g(m)")
        with p.fix("j in {j in S(g) | j != m}") as none:
            p.have("h(j) = 0", others)
        with p.fix("j in {j in S(g) | j != m}") as nothing:
            p.have("1 = 0", others)
        p.have("sum[j in S(g)] h(j) = h(m) + sum[j in S(g) | j != m] h(j)", "m in S(g)")
        p.have("sum[j in S(g)] 1 = 1 + sum[j in S(g) | j != m] 1", "m in S(g)")
        p.have("sum[j in S(g)] h(j) = h(m)", p.summed(none),
               "sum[j in S(g)] h(j) = h(m) + sum[j in S(g) | j != m] h(j)")  # fmt: skip
        p.have("sum[j in S(g)] 1 = 1", p.summed(nothing), "sum[j in S(g)] 1 = 1 + sum[j in S(g) | j != m] 1")
        p.have("mean(g, h) = h(m)", "sum[j in S(g)] h(j) = h(m)", "sum[j in S(g)] 1 = 1")
    return one


def tied(p: Proof) -> Block:
    """Where all scores are 0, the mean is that over all."""
    with p.fix("x, y, z in R with y = z") as quotients:
        p.have("x/y = x/z", "y = z")
    with p.fix("g, h in R^(n) with for all j in n: g(j) = 0") as tied:
        p.largest("x in n: g(x)")
        p.have("max[x in n] g(x) = 0")
        with p.fix("f in R^(n)") as whole:
            with p.fix("j in {j in n | not g(j) = max[x in n] g(x)}") as none:
                p.have("false", "max[x in n] g(x) = 0", "g(j) = 0")
            split = p.have("sum[j in n] f(j) = sum[j in S(g)] f(j) + sum[j in n | not g(j) = max[x in n] g(x)] f(j)")
            with p.fix("j in {j in n | not g(j) = max[x in n] g(x)}") as nothing:
                p.have("f(j) = 0", none)
            p.have("sum[j in S(g)] f(j) = sum[j in n] f(j)", p.summed(nothing), split)
        p.have("sum[j in S(g)] 1 = n", p.at(whole, "j -> 1"))
        p.have("sum[j in S(g)] h(j) = sum[j in n] h(j)", p.at(whole, "h"))
        p.have("mean(g, h) = (sum[j in n] h(j))/n", "sum[j in S(g)] h(j) = sum[j in n] h(j)",
               p.at(quotients, "sum[j in S(g)] h(j)", "sum[j in S(g)] 1", "n"))  # fmt: skip
    return tied


def some(p: Proof) -> None:
    """Some token has the largest score."""
    with p.fix("i in N, x in n") as count:
        top = p.largest("m in n: score(i, x, m)")
        p.have("m in S(y -> score(i, x, y))", top)
        p.have("sum[j in S(y -> score(i, x, y))] 1 > 0")
        p.have("sum[j in S(y -> score(i, x, y))] 1 != 0", "sum[j in S(y -> score(i, x, y))] 1 > 0")
    p.settle_definedness(p.fact(count))


def on_the_line(p: Proof) -> tuple[Block, Block]:
    """Scores are T T omega, and values T nu."""
    with p.fix("w in R^(d), i in N, y in n") as projected:
        with p.fix("q in d") as terms:
            p.have("w(q) X[i, y, q] = T[i, y] w(q) f[q]", "line")
        p.have("sum[q in d] w(q) X[i, y, q] = T[i, y] sum[q in d] w(q) f[q]", p.summed(terms))
    with p.fix("i in N, x, y in n") as scores:
        p.let("key(r) = sum[q in d] W_K[r, q] X[i, y, q]", "query(r) = sum[q in d] W_Q[r, q] X[i, x, q]")
        p.let("K(r) = sum[q in d] W_K[r, q] f[q]", "Q(r) = sum[q in d] W_Q[r, q] f[q]")
        with p.fix("r in s") as terms:
            p.have("key(r) = T[i, y] K(r)", p.at(projected, "q -> W_K[r, q]", "i", "y"))
            p.have("query(r) = T[i, x] Q(r)", p.at(projected, "q -> W_Q[r, q]", "i", "x"))
            p.have("key(r) query(r) = T[i, x] T[i, y] K(r) Q(r)", "key(r) = T[i, y] K(r)", "query(r) = T[i, x] Q(r)")
        p.have("score(i, x, y) = T[i, x] T[i, y] omega", p.summed(terms))
    with p.fix("i in N, y in n, z in d") as values:
        with p.fix("r in s") as terms:
            p.have("W_O[z, r] sum[q in d] W_V[r, q] X[i, y, q] = T[i, y] W_O[z, r] sum[q in d] W_V[r, q] f[q]",
                   p.at(projected, "q -> W_V[r, q]", "i", "y"))  # fmt: skip
        p.have("value(i, y, z) = T[i, y] nu(z)", p.summed(terms))
    return scores, values


def clash(p: Proof, known: Theorem, i: str, x: str, j: str, y: str, sets: str, equal: Block) -> None:
    """Equal outputs for different token sets are not apart."""
    p.have(f"told({i}, {j}, {x}, {y})", sets)
    p.have(f"norm[z in d] (Y({i}, {x}, z) - Y({j}, {y}, z)) > delta", p.at(known, i, j, x, y))
    with p.fix("g, h in R^(d) with for all z in d: g(z) = h(z)") as null:
        with p.fix("z in d") as squares:
            p.have("(g(z) - h(z))^2 = 0", "g(z) = h(z)")
        p.have("norm[z in d] (g(z) - h(z)) = 0", p.summed(squares))
    zero = p.at(null, f"z -> Y({i}, {x}, z)", f"z -> Y({j}, {y}, z)", p.fact(equal))
    p.have(f"norm[z in d] (Y({i}, {x}, z) - Y({j}, {y}, z)) = 0", zero)
    p.have("false", f"norm[z in d] (Y({i}, {x}, z) - Y({j}, {y}, z)) = 0", "delta",
           f"norm[z in d] (Y({i}, {x}, z) - Y({j}, {y}, z)) > delta")  # fmt: skip


def ties(p: Proof, known: Theorem, tied: Block, scores: Block, values: Block) -> None:
    """All scores are 0, and the mean over all tokens is added."""
    with p.fix("i in N, x in n") as null, p.fix("y in n"):
        p.have("score(i, x, y) = 0", p.at(scores, "i", "x", "y"), "omega = 0")
    with p.fix("i in N, x in n, z in d") as means:
        with p.fix("y in n") as terms:
            p.have("value(i, y, z) = T[i, y] nu(z)", p.at(values, "i", "y", "z"))
        zero = p.at(null, "i", "x")
        p.have("mean(y -> score(i, x, y), y -> value(i, y, z)) = (sum[y in n] value(i, y, z))/n",
               p.at(tied, "y -> score(i, x, y)", "y -> value(i, y, z)", zero))  # fmt: skip
        p.have("sum[y in n] value(i, y, z) = nu(z) sum[y in n] T[i, y]", p.summed(terms))
        p.have("Y(i, x, z) = X[i, x, z] + nu(z) (sum[y in n] T[i, y])/n",
               "mean(y -> score(i, x, y), y -> value(i, y, z)) = (sum[y in n] value(i, y, z))/n",
               "sum[y in n] value(i, y, z) = nu(z) sum[y in n] T[i, y]")  # fmt: skip
    with p.fix("z in d") as equal:
        p.have("X[c, u, z] = X[e, v, z]", p.at("line", "c", "u", "z"), p.at("line", "e", "v", "z"), "second-token")
        p.have("Y(c, u, z) = Y(e, v, z)", p.at(means, "c", "u", "z"), p.at(means, "e", "v", "z"), "same-sum",
               "X[c, u, z] = X[e, v, z]")  # fmt: skip
    clash(p, known, "c", "u", "e", "v", "second-sets", equal)


def extremes(p: Proof, known: Theorem, one: Block, scores: Block, values: Block, sign: str, same: str) -> None:
    """The largest sign T is selected, for (a, k) and for (b, l)."""
    p.have(f"{sign} T[a, k] omega > 0")
    p.have(f"{sign} T[b, l] omega > 0", f"{sign} T[a, k] omega > 0", "first-token")
    first = p.largest(f"m in n: {sign} T[a, m]")
    second = p.largest(f"o in n: {sign} T[b, o]")
    p.have("T[a, m] = T[b, o]", first, second, same)
    outputs = []
    for i, x, m in (("a", "k", "m"), ("b", "l", "o")):
        with p.fix(f"j in n with j != {m}") as less:
            p.have(f"T[{i}, j] != T[{i}, {m}]", p.at("distinct", i, "j", m))
            p.have(f"{sign} T[{i}, j] < {sign} T[{i}, {m}]", f"T[{i}, j] != T[{i}, {m}]",
                   f"{sign} T[{i}, j] <= {sign} T[{i}, {m}]")  # fmt: skip
            p.have(f"({sign} T[{i}, {x}] omega) ({sign} T[{i}, {m}] - {sign} T[{i}, j]) > 0",
                   f"{sign} T[{i}, j] < {sign} T[{i}, {m}]", f"{sign} T[{i}, {x}] omega > 0")  # fmt: skip
            p.have(f"score({i}, {x}, j) < score({i}, {x}, {m})", p.at(scores, i, x, "j"), p.at(scores, i, x, m),
                   f"({sign} T[{i}, {x}] omega) ({sign} T[{i}, {m}] - {sign} T[{i}, j]) > 0")  # fmt: skip
        with p.fix("z in d") as out:
            only = p.at(one, f"y -> score({i}, {x}, y)", f"y -> value({i}, y, z)", m, p.fact(less))
            p.have(f"Y({i}, {x}, z) = X[{i}, {x}, z] + T[{i}, {m}] nu(z)", only, p.at(values, i, m, "z"))
        outputs.append(out)
    with p.fix("z in d") as equal:
        p.have("X[a, k, z] = X[b, l, z]", p.at("line", "a", "k", "z"), p.at("line", "b", "l", "z"), "first-token")
        p.have("Y(a, k, z) = Y(b, l, z)", "X[a, k, z] = X[b, l, z]", "T[a, m] = T[b, o]",
               *(p.at(out, "z") for out in outputs))  # fmt: skip
    clash(p, known, "a", "k", "b", "l", "first-sets", equal)
