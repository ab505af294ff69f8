"""lem:place-codes. What printed attention, without skip connection or output matrix, can tell apart: numbers y_1, ...,
y_G at distance 1 or more, repeated in n tokens with s y_g + e_i in all d entries, s != 0. There are embeddings
|e_i| <= |s|/4 such that what attention with scores d times the product of two tokens sees of token i,

    mean_i(y) = sum_j (s y + e_j) exp(d (s y + e_i)(s y + e_j)) / sum_j exp(d (s y + e_i)(s y + e_j)),

stays within |s|/4 of s y for every y, and, times some factor, is at distance 1 or more for any two different (g, i):
for different g because the y_g are apart, for different i because the mean increases (lem:mean-increases).
"""

from varproof.lang import Abs, And, Array, Entry, Eq, Exists, ForAll, Implies, Index, Ne, Or, Q, Real, Source, Sum, exp
from varproof.proof.kernel import terms as t
from varproof.proof.proof import Proof

entry = Entry(
    "lem:place-codes",
    "Attention without skip connection tells words and places apart",
    source=Source(text="ours"),
    uses=["lem:mean-increases"],
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    G, n, d = s.size("G"), s.size("n"), s.size("d")
    y, shift = s.vec("y", G), s.real("s")
    e, lam, x = Array("e", n), Real("lambda"), Real("x")
    g, f, i, m, j, k = (Index(*pair) for pair in zip("gfimjk", (G, G, n, n, n, n), strict=True))
    s.assume("apart", ForAll(g, f, Implies(Ne(g, f), Abs(y[g] - y[f]) >= 1)))
    s.assume("not-zero", Ne(shift, 0))

    def mean(i, y):
        """What token i sees."""
        weight = exp(d * (shift * y + e[i]) * (shift * y + e[j]))
        return Sum((shift * y + e[j]) * weight, j) / Sum(weight, j)

    small = ForAll(i, Abs(e[i]) <= Abs(shift) / 4)
    near = ForAll(x, i, Abs(mean(i, x) - shift * x) <= Abs(shift) / 4)
    seen = Abs(lam * mean(i, y[g]) - lam * mean(m, y[f])) >= 1
    s.claim("places", Exists(e, lam, And(small, near, ForAll(g, f, i, m, Or(And(Eq(g, f), Eq(i, m)), seen)))))

    s.instance("one token", y=[5], s=1, n=1, d=1)
    s.instance("two words, three tokens", y=[0, 1], s=-2, n=3, d=2)
    s.instance("one token of three entries", y=[-1, 0, 7], s=Q(1, 100), n=1, d=3)
    equal = ForAll(g, f, Or(Eq(g, f), Ne(y[g], y[f])))
    s.false("equal words", drop=["apart"], claims={"places": equal}, at=dict(y=[1, 1], s=1, n=1, d=1))
    lost = ForAll(g, f, Or(Eq(g, f), Ne(shift * y[g], shift * y[f])))
    s.false("nothing of the word", drop=["not-zero"], claims={"places": lost}, at=dict(y=[0, 1], s=0, n=1, d=1))


def absolute(x):
    """|x|, as it is read."""
    return t.fn("sqrt", x * x)


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.have("|s| > 0", "not-zero")
    p.get("wide in R: for all i in n: |i| <= wide", by="max[i in n] |i|", why="indices are numbers")
    p.get("o in n")
    p.get("kappa in R: kappa = |s|/(4 (wide + 1))", by="|s|/(4 (wide + 1))")
    p.have("kappa > 0", "kappa = |s|/(4 (wide + 1))", "wide >= 0", "|s| > 0")
    p.have("4 kappa (wide + 1) = |s|", "kappa = |s|/(4 (wide + 1))", "wide >= 0")
    places = p.get("e in R^n: for all i in n: e(i) = kappa i", by="i -> kappa i")
    with p.fix("x in R, z in R with -z <= x <= z") as within:
        p.have("|x| <= z", "-z <= x <= z")
    with p.fix("i in n") as small:
        p.have("|i| <= wide")
        p.have(
            "-|s|/4 <= e(i) <= |s|/4",
            "-kappa wide <= kappa i <= kappa wide",
            "4 kappa (wide + 1) = |s|",
            "kappa > 0",
            p.at(places, "i"),
        )
    with p.fix("i in n") as e_small:
        p.have("|e(i)| <= |s|/4", p.at(within, "e(i)", "|s|/4", p.at(small, "i")))
    p.let("sees(i, x) = (sum[j in n] (s x + e(j)) exp(d (s x + e(i)) (s x + e(j))))"
          "/(sum[j in n] exp(d (s x + e(i)) (s x + e(j))))")  # fmt: skip
    with p.fix("x in R, i in n") as near:
        range = p.cite("lem:mean-increases", n="n", t="j -> s x + e(j)", x="d (s x + e(i))", y="d (s x + e(i)) + 1",
                       claim="range")  # fmt: skip
        with p.fix("j in n") as each:
            p.have("s x - |s|/4 <= s x + e(j) and s x + e(j) <= s x + |s|/4", p.at(small, "j"))
        p.have("s x - |s|/4 <= sees(i, x) <= s x + |s|/4", p.at(range, "s x - |s|/4", "s x + |s|/4", p.fact(each)))
        p.have("|sees(i, x) - s x| <= |s|/4", p.at(within, "sees(i, x) - s x", "|s|/4"))
    with p.fix("x in R, i in n, m in n with e(i) < e(m)") as grows:
        p.have("some j, l in n: s x + e(j) != s x + e(l)", by="i, m")
        increases = p.cite("lem:mean-increases", n="n", t="j -> s x + e(j)", x="d (s x + e(i))", y="d (s x + e(m))",
                           claim="increases")  # fmt: skip
        p.have("sees(i, x) < sees(m, x)", increases)
    means = p.get("B in R^(G, n): for all g in G, i in n: B(g, i) = sees(i, y(g))", by="(g, i) -> sees(i, y(g))")
    with p.fix("g in G, i in n") as near_b:
        same = p.have("B(g, i) - s y(g) = sees(i, y(g)) - s y(g)", p.at(means, "g", "i"))
        size = p.congruence(same, p.term("B(g, i) - s y(g)"), p.term("sees(i, y(g)) - s y(g)"), absolute)
        p.have("|B(g, i) - s y(g)| <= |s|/4", size, p.at(near, "y(g)", "i"))
    with p.fix("g in G, i in n, m in n with e(i) < e(m)") as grows_b:
        p.have("B(g, i) < B(g, m)", p.at(means, "g", "i"), p.at(means, "g", "m"), p.at(grows, "y(g)", "i", "m"))
    with p.fix("g, f in G, i, m in n") as differ, p.suppose("not (g = f and i = m)"):
        with p.case("g = f"):
            p.have("i != m", "not (g = f and i = m)", "g = f")
            p.have("e(i) != e(m)", p.at(places, "i"), p.at(places, "m"), "i != m", "kappa > 0")
            p.have("B(g, m) = B(f, m)", "g = f")
            with p.case("e(i) < e(m)"):
                p.have("B(g, i) < B(g, m)", p.at(grows_b, "g", "i", "m"))
                p.have("B(g, i) != B(f, m)", "B(g, m) = B(f, m)", "B(g, i) < B(g, m)")
            with p.otherwise():
                p.have("e(m) < e(i)", "e(i) != e(m)", "not e(i) < e(m)")
                p.have("B(g, m) < B(g, i)", p.at(grows_b, "g", "m", "i"))
                p.have("B(g, i) != B(f, m)", "B(g, m) = B(f, m)", "B(g, m) < B(g, i)")
        with p.otherwise():
            p.have("|y(g) - y(f)| >= 1", p.at("apart", "g", "f"))
            p.let("far = s (y(g) - y(f))")
            p.have("|far| = |s| |y(g) - y(f)|")
            p.have("|far| >= |s|", "|far| = |s| |y(g) - y(f)|", "|y(g) - y(f)| >= 1", "|s| > 0")
            with p.suppose("B(g, i) = B(f, m)"):
                p.have("-|s|/2 <= far <= |s|/2", p.at(near_b, "g", "i"), p.at(near_b, "f", "m"), "B(g, i) = B(f, m)")
                p.have("false", "|far| >= |s|", "|s| > 0")
    closeness = p.get(
        "C in R^(G, G, n, n): for all g, f in G, i, m in n: C(g, f, i, m) = 1/|B(g, i) - B(f, m)|",
        by="(g, f, i, m) -> 1/|B(g, i) - B(f, m)|",
    )
    p.largest("g0 in G, f0 in G, i0 in n, m0 in n: C(g0, f0, i0, m0)")
    with p.fix("g, f in G, i, m in n"):
        p.have("C(g, f, i, m) <= C(g0, f0, i0, m0)")
    largest = p.get("lam in R: for all g, f in G, i, m in n: C(g, f, i, m) <= lam", by="C(g0, f0, i0, m0)")
    with p.fix("g, f in G, i, m in n") as far, p.suppose("not (g = f and i = m)"):
        p.let("gap = B(g, i) - B(f, m)")
        p.have("B(g, i) != B(f, m)", p.at(differ, "g", "f", "i", "m"))
        p.have("|gap| > 0")
        p.have("1/|gap| <= lam", p.at(largest, "g", "f", "i", "m"), p.at(closeness, "g", "f", "i", "m"))
        p.have("(1/|gap|) |gap| = 1", "|gap| > 0")
        p.have("|lam gap| = lam |gap|")
        p.have("lam gap = lam sees(i, y(g)) - lam sees(m, y(f))", p.at(means, "g", "i"), p.at(means, "f", "m"))
        same = p.have("lam gap = lam sees(i, y(g)) - lam sees(m, y(f))")
        size = p.congruence(same, p.term("lam gap"), p.term("lam sees(i, y(g)) - lam sees(m, y(f))"), absolute)
        p.have("|lam sees(i, y(g)) - lam sees(m, y(f))| >= 1", size, "|lam gap| = lam |gap|", "lam |gap| >= 1")
    with p.fix("g, f in G, i, m in n") as all_pairs:
        with p.case("g = f and i = m"):
            p.have("(g = f and i = m) or |lam sees(i, y(g)) - lam sees(m, y(f))| >= 1")
        with p.otherwise():
            p.have("|lam sees(i, y(g)) - lam sees(m, y(f))| >= 1", p.at(far, "g", "f", "i", "m"))
            p.have("(g = f and i = m) or |lam sees(i, y(g)) - lam sees(m, y(f))| >= 1")
    p.claim("places", e_small, near, all_pairs, by="e, lam")
