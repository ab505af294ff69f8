"""lem:place-curves. What printed attention, without skip connection, sees of places at every word of one coordinate.

There are embeddings e_1, ..., e_n and a factor a of the scores such that what token i, x + e_i, sees,

    y_i(x) = sum_j (x + e_j) exp(a (x + e_i)(x + e_j)) / sum_j exp(a (x + e_i)(x + e_j)),

increases with x, and no two of the curves y_i meet on [-delta, 1 + delta], delta <= 1.

With e_j = k j, j = 1, ..., n, and a = 1/k^2 it is y_i(x) = x + k B(i + x/k), B(t) = sum_j j exp(t j)/sum_j exp(t j),
and B increases (lem:mean-increases). k is so large that B(i + 3/4) - B(i + 1/4) >= 3/k for all i.
"""

from varproof.lang import And, Array, Entry, Exists, ForAll, Implies, Index, Ne, Or, Pos, Q, Real, Source, Sum, exp
from varproof.proof.proof import Proof

entry = Entry(
    "lem:place-curves",
    "Attention without skip connection tells places apart at every word of one coordinate",
    source=Source(text="ours"),
    uses=["lem:mean-increases"],
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n, delta = s.size("n"), s.real("delta")
    e, a, x, y = Array("e", n), Real("a"), Real("x"), Real("y")
    i, j, k = Index("i", n), Index("j", n), Index("k", n)

    def sees(i, x):
        """What token i sees."""
        weight = exp(a * (x + e[i]) * (x + e[j]))
        return Sum((x + e[j]) * weight, j) / Sum(weight, j)

    s.assume("step", And(0 < delta, delta <= 1))
    grows = ForAll(x, y, Implies(x < y, ForAll(i, sees(i, x) < sees(i, y))))
    below = Or(sees(i, 1 + delta) <= sees(k, -delta), sees(k, 1 + delta) <= sees(i, -delta))
    s.claim("curves", Exists(e, a, And(grows, ForAll(i, k, Implies(Ne(i, k), below)))))

    s.instance("one token", n=1, delta=1)
    s.instance("three tokens", n=3, delta=Q(1, 2))
    s.instance("two tokens, a small margin", n=2, delta=Q(1, 10**6))
    # e = 0 or a = 0: all tokens see the same; and embeddings i are too near, even if they were seen as they are
    s.false(
        "no embedding", claims={"curves": ForAll(i, k, Implies(Ne(i, k), 1 + delta <= -delta))}, at=dict(n=2, delta=1)
    )
    near = Or(1 + delta + Pos(i) <= Pos(k) - delta, 1 + delta + Pos(k) <= Pos(i) - delta)
    s.false("embeddings i", claims={"curves": ForAll(i, k, Implies(Ne(i, k), near))}, at=dict(n=2, delta=1))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("row(i) = sum[l in n | l <= i] 1")
    own, later = (p.cite("thy:rank", n="n", x="i -> i", claim=claim) for claim in ("own", "next"))
    with p.fix("i in n, k in n with i < k") as next_:
        p.have("row(k) >= row(i) + 1", p.at(own, "k"), p.at(later, "i", "k"), "i < k")
    steps = p.get("u in R^n: for all i in n, k in n: i < k => u(k) >= u(i) + 1", next_, by="row")
    p.let("B(t) = (sum[j in n] u(j) exp(t u(j)))/(sum[j in n] exp(t u(j)))")
    with p.fix("s in R, t in R with s < t") as strict, p.suppose("some i in n, k in n: i < k") as two:
        p.get("i in n, k in n: i < k", two.hypothesis)
        p.have("u(i) != u(k)", p.at(steps, "i", "k"), "i < k")
        p.have("some i, k in n: u(i) != u(k)", by="i, k")
        p.have("B(s) < B(t)", p.cite("lem:mean-increases", n="n", t="u", x="s", y="t", claim="increases"))
    with p.fix("s in R, t in R with s <= t") as weak:
        with p.case("s = t"):
            p.have("B(s) = B(t)", "s = t")
            p.have("B(s) <= B(t)", "B(s) = B(t)")
        with p.otherwise("s < t"):
            p.get("o in n")
            with p.case("for all i in n: u(i) = u(o)"):
                p.have("t < t + 1")
                for x, y in (("s", "t"), ("t", "t + 1")):
                    ends = p.cite("lem:mean-increases", n="n", t="u", x=x, y=y, claim="range")
                    with p.fix("i in n") as each:
                        p.have("u(i) = u(o)", p.at("for all i in n: u(i) = u(o)", "i"))
                        p.have("u(o) <= u(i) and u(i) <= u(o)", "u(i) = u(o)")
                    p.have(f"u(o) <= B({x}) and B({x}) <= u(o)", p.at(ends, "u(o)", "u(o)", p.fact(each)))
                p.have("B(s) <= B(t)", "u(o) <= B(s) and B(s) <= u(o)", "u(o) <= B(t) and B(t) <= u(o)")
            with p.otherwise():
                p.get("i in n: u(i) != u(o)")
                p.have("some i, k in n: u(i) != u(k)", by="i, o")
                p.have("B(s) < B(t)", p.cite("lem:mean-increases", n="n", t="u", x="s", y="t", claim="increases"))
                p.have("B(s) <= B(t)", "B(s) < B(t)")
    large = _factor(p, strict)
    p.have("kappa > 0", "kappa >= 8")
    p.get("r in R: r = 1/kappa", by="1/kappa")
    p.have("r kappa = 1", "r = 1/kappa", "kappa > 0")
    p.have("r > 0", "r kappa = 1", "kappa > 0")
    p.have("8 r <= 1", "r kappa = 1", "kappa >= 8", "r > 0")
    p.let("weight(i, j, x) = exp(r^2 (x + kappa u(i)) (x + kappa u(j)))")
    p.let("sees(i, x) = (sum[j in n] (x + kappa u(j)) weight(i, j, x))/(sum[j in n] weight(i, j, x))")
    with p.fix("i in n, x in R") as curve:
        p.let("t = u(i) + r x", "g(j) = exp(t u(j))", "first = exp(r^2 (x + kappa u(i)) x)")
        p.have("first > 0")
        p.have("sum[j in n] g(j) > 0")
        with p.fix("j in n") as split:
            p.have("r^2 (x + kappa u(i)) (x + kappa u(j)) = r^2 (x + kappa u(i)) x + t u(j)", "r kappa = 1")
            p.have("weight(i, j, x) = first g(j)",
                   "r^2 (x + kappa u(i)) (x + kappa u(j)) = r^2 (x + kappa u(i)) x + t u(j)")  # fmt: skip
        with p.fix("j in n") as value:
            p.have("(x + kappa u(j)) weight(i, j, x) = first (x g(j) + kappa u(j) g(j))", p.at(split, "j"))
        p.get(
            "a, b, c in R: a = sum[j in n] g(j) and b = sum[j in n] u(j) g(j) and c = first",
            by="sum[j in n] g(j), sum[j in n] u(j) g(j), first",
        )
        p.have("a > 0 and c > 0")
        bottom = p.have("sum[j in n] weight(i, j, x) = c a", p.summed(split), "a = sum[j in n] g(j) and"
                        " b = sum[j in n] u(j) g(j) and c = first")  # fmt: skip
        top = p.have("sum[j in n] (x + kappa u(j)) weight(i, j, x) = c (x a + kappa b)", p.summed(value),
                     "a = sum[j in n] g(j) and b = sum[j in n] u(j) g(j) and c = first")  # fmt: skip
        p.have("c (x a + kappa b)/(c a) = x + kappa (b/a)", "a > 0 and c > 0")
        above, below = p.term("sum[j in n] (x + kappa u(j)) weight(i, j, x)"), p.term("sum[j in n] weight(i, j, x)")
        one = p.congruence(bottom, below, p.term("c a"), lambda z: above / z)
        two = p.congruence(top, above, p.term("c (x a + kappa b)"), lambda z: z / p.term("c a"))
        seen = p.have("sees(i, x) = x + kappa (b/a)", one, two, "c (x a + kappa b)/(c a) = x + kappa (b/a)")
        low, high = p.term("sum[j in n] g(j)"), p.term("sum[j in n] u(j) g(j)")
        one = p.congruence(p.have("sum[j in n] g(j) = a"), low, p.term("a"), lambda z: high / z)
        two = p.congruence(p.have("sum[j in n] u(j) g(j) = b"), high, p.term("b"), lambda z: z / p.term("a"))
        p.have("B(u(i) + r x) = b/a", one, two)
        p.have("sees(i, x) = x + kappa B(u(i) + r x)", seen, "B(u(i) + r x) = b/a")
    with p.fix("x in R, y in R with x < y") as grows, p.fix("i in n"):
        p.have("u(i) + r x <= u(i) + r y", "x < y", "r > 0")
        p.have("kappa B(u(i) + r x) <= kappa B(u(i) + r y)", p.at(weak, "u(i) + r x", "u(i) + r y"), "kappa > 0")
        p.have("sees(i, x) < sees(i, y)", p.at(curve, "i", "x"), p.at(curve, "i", "y"), "x < y",
               "kappa B(u(i) + r x) <= kappa B(u(i) + r y)")  # fmt: skip
    with p.fix("i in n, k in n with i < k") as apart:
        p.have("some i in n, k in n: i < k", by="i, k")
        wide = p.have("kappa (B(u(i) + 3/4) - B(u(i) + 1/4)) >= 3", p.at(large, "i"))
        p.have("u(k) >= u(i) + 1", p.at(steps, "i", "k"), "i < k")
        p.have("r (1 + delta) <= 1/4", "8 r <= 1", "step", "r > 0")
        p.have("r delta <= 1/4", "8 r <= 1", "step", "r > 0")
        p.have("u(i) + r (1 + delta) <= u(i) + 1/4", "r (1 + delta) <= 1/4")
        p.have("u(i) + 3/4 <= u(k) + r (-delta)", "u(k) >= u(i) + 1", "r delta <= 1/4")
        p.have("kappa B(u(i) + r (1 + delta)) <= kappa B(u(i) + 1/4)",
               p.at(weak, "u(i) + r (1 + delta)", "u(i) + 1/4"), "kappa > 0")  # fmt: skip
        p.have("kappa B(u(i) + 3/4) <= kappa B(u(k) + r (-delta))",
               p.at(weak, "u(i) + 3/4", "u(k) + r (-delta)"), "kappa > 0")  # fmt: skip
        p.have("sees(i, 1 + delta) <= sees(k, -delta)", p.at(curve, "i", "1 + delta"), p.at(curve, "k", "-delta"), wide,
               "kappa B(u(i) + r (1 + delta)) <= kappa B(u(i) + 1/4)",
               "kappa B(u(i) + 3/4) <= kappa B(u(k) + r (-delta))", "step")  # fmt: skip
    with p.fix("i in n, k in n with i != k") as pairs:
        with p.case("i < k"):
            p.have("sees(i, 1 + delta) <= sees(k, -delta)", p.at(apart, "i", "k"))
            p.have("sees(i, 1 + delta) <= sees(k, -delta) or sees(k, 1 + delta) <= sees(i, -delta)")
        with p.otherwise("k < i"):
            p.have("sees(k, 1 + delta) <= sees(i, -delta)", p.at(apart, "k", "i"))
            p.have("sees(i, 1 + delta) <= sees(k, -delta) or sees(k, 1 + delta) <= sees(i, -delta)")
    p.claim("curves", grows, pairs, by="j -> kappa u(j), r^2")


def _factor(p: Proof, strict):
    """kappa >= 8 with kappa (B(u(i) + 3/4) - B(u(i) + 1/4)) >= 3 for all i, where there are two places."""
    with p.case("some i in n, k in n: i < k"):
        with p.fix("i in n") as gaps:
            p.have("B(u(i) + 1/4) < B(u(i) + 3/4)", p.at(strict, "u(i) + 1/4", "u(i) + 3/4"))
        p.let("gap(i) = B(u(i) + 3/4) - B(u(i) + 1/4)")
        p.smallest("m in n: gap(m)")
        p.get("g in R: g = gap(m)", by="gap(m)")
        p.have("g > 0", p.at(gaps, "m"), "g = gap(m)")
        p.get("kappa in R: kappa = 8 + 3/g", by="8 + 3/g")
        p.have("3/g > 0", "g > 0")
        p.have("kappa g = 8 g + 3", "kappa = 8 + 3/g", "g > 0")
        p.have("kappa >= 8", "kappa = 8 + 3/g", "3/g > 0")
        with p.fix("i in n") as large, p.suppose("some i in n, k in n: i < k"):
            p.have("g <= gap(i)", "g = gap(m)")
            p.have("kappa g <= kappa gap(i)", "g <= gap(i)", "kappa >= 8")
            p.have("kappa gap(i) >= 3", "kappa g <= kappa gap(i)", "kappa g = 8 g + 3", "g > 0")
        p.have("some kappa in R: kappa >= 8 and (for all i in n: (some i in n, k in n: i < k) =>"
               " kappa (B(u(i) + 3/4) - B(u(i) + 1/4)) >= 3)", "kappa >= 8", large, by="kappa")  # fmt: skip
    with p.otherwise():
        with p.fix("i in n") as none, p.suppose("some i in n, k in n: i < k"):
            p.have("false", "not some i in n, k in n: i < k")
            p.have("8 (B(u(i) + 3/4) - B(u(i) + 1/4)) >= 3", "false")
        p.have("some kappa in R: kappa >= 8 and (for all i in n: (some i in n, k in n: i < k) =>"
               " kappa (B(u(i) + 3/4) - B(u(i) + 1/4)) >= 3)", none, by="8")  # fmt: skip
    p.get("kappa in R: kappa >= 8 and (for all i in n: (some i in n, k in n: i < k) =>"
          " kappa (B(u(i) + 3/4) - B(u(i) + 1/4)) >= 3)")  # fmt: skip
    return p.have("for all i in n: (some i in n, k in n: i < k) => kappa (B(u(i) + 3/4) - B(u(i) + 1/4)) >= 3")
