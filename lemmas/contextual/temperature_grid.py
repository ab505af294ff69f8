"""Temperatures on a grid, in the proof of lem:boltz-temperatures, whose names it has.

H is small many times in a row, and its largest frequency shows.
"""

from varproof.proof.context import Block
from varproof.proof.kernel import terms as t
from varproof.proof.positions import Positions
from varproof.proof.proof import Proof


def in_a_row(p: Proof) -> None:
    """|H| is small more than n^2 + 1 times in a row, from i to j, since |H| - eta rarely changes its sign."""
    p.let("y(k) = |H(x(k))| - eta", "z(k) = |H(x(k) + s)| - eta", "hits = {k in K | y(k) <= 0}")
    with p.fix("k in B"):
        p.have("y(k) <= 0", p.at("for all k in B: |H(x(k))| <= eta", "k"))
    p.have("sum[k in hits | on(k) >= 0] 1 = |B|")
    p.have("|hits| = (sum[k in hits | on(k) >= 0] 1) + sum[k in hits | not on(k) >= 0] 1")
    p.have("|hits| >= |B|", "|hits| = (sum[k in hits | on(k) >= 0] 1) + sum[k in hits | not on(k) >= 0] 1",
           "sum[k in hits | on(k) >= 0] 1 = |B|")  # fmt: skip
    p.have("K = |hits| + sum[k in K | not y(k) <= 0] 1")
    p.have("n^2 >= 1", "n >= 1")
    p.have("(2 n^2 + 1) (n^2 + 2) >= (2 n^2 + 1) (n^2 + 1) >= n^2 + 1", "n^2 >= 1")
    p.have("K >= n n", "K = |hits| + sum[k in K | not y(k) <= 0] 1", "|hits| >= |B|", "n^2 >= 1",
           "(2 n^2 + 1) (n^2 + 2) >= (2 n^2 + 1) (n^2 + 1) >= n^2 + 1", "|B| > (2 n^2 + 1) (n^2 + 2)")  # fmt: skip
    rare(p)
    with p.fix("q, r in ℝ with q = r") as same:
        p.have("|H(q)| = |H(r)|", "q = r")
    with p.fix("i in K, j in K"), p.suppose("pos(j) = pos(i) + 1"):
        p.have("x(j) = x(i) + s", "pos(j) = pos(i) + 1")
        p.have("y(j) = z(i)", p.at(same, "x(j)", "x(i) + s"))
    p.have("|hits| > (2 n^2 + 1) (n^2 + 1)", "|hits| >= |B|", "|B| > (2 n^2 + 1) (n^2 + 2)",
           "(2 n^2 + 1) (n^2 + 2) >= (2 n^2 + 1) (n^2 + 1)")  # fmt: skip
    p.have("n^2 + 1 >= 0", "n^2 >= 1")


def rare(p: Proof) -> None:
    """|H| - eta becomes positive at most 2 n^2 times, as H - eta and -H - eta change their signs at most n^2 times."""
    p.get("k in K")
    table = dict(m="n", n="n", K="K", f="(i, j) -> a[i] - b[j]", w="(i, j) -> a[i] + b[j]")
    p.let("J = {k in K | pos(k) <= n n}")
    p.have("|J| = n^2", p.cite("aux:one-list", claim="number", **table))
    known = p.get("c in ℝ^K, v in ℝ^K", p.cite("aux:one-list", claim="list", **table))
    p.get("o in K: pos(o) = 1", p.cite("thy:last-time", T="K", claim="first"))
    p.have("o in J", "pos(o) = 1", "n^2 >= 1")
    p.let("F(t, q) = -eta + sum[l in J] t c(l) exp(v(l) q)")
    p.let("flips(t, k) iff (F(t, x(k)) > 0 and F(t, x(k) + s) <= 0) or (F(t, x(k)) <= 0 and F(t, x(k) + s) > 0)")
    p.let("up(k) iff y(k) <= 0 and z(k) > 0", "ups = {k in K | up(k)}", "T1 = {k in K | flips(1, k)}")
    p.let("T2 = {k in K | flips(-1, k)}", "high(k) iff H(x(k) + s) > eta")
    p.let("first = {k in ups | high(k)}", "second = {k in ups | not high(k)}")
    for T, c in (("T1", "l -> c(l)"), ("T2", "l -> -c(l)")):
        few = p.cite("lem:exponential-sign-changes", "o in J", N="J", K="K", c=c, w="v", c_0="-eta", h="s")
        p.have(f"|{T}| <= n^2", few, "|J| = n^2")
    with p.fix("t, q in ℝ") as values:
        p.have("F(t, q) = t H(q) - eta", p.at(p.right(known), "q"), p.at("for all y in ℝ: H(y) = double(y)", "q"))
    with p.fix("q, r in ℝ with |q| > r and q <= r") as negative:
        with p.suppose("-q <= r"):
            p.have("|q| <= r", "q <= r", "-q <= r")
            p.have("false", "|q| <= r", "|q| > r")
        p.have("-q > r")
    with p.fix("k in first") as one:
        p.have("F(1, x(k)) <= 0", p.at(values, "1", "x(k)"), "y(k) <= 0")
        p.have("F(1, x(k) + s) > 0", p.at(values, "1", "x(k) + s"), "H(x(k) + s) > eta")
        p.have("F(1, x(k)) <= 0 and F(1, x(k) + s) > 0")
        p.have("flips(1, k)", "F(1, x(k)) <= 0 and F(1, x(k) + s) > 0")
        p.have("k in T1", "flips(1, k)")
    with p.fix("k in second") as two:
        p.have("F(-1, x(k)) <= 0", p.at(values, "-1", "x(k)"), "y(k) <= 0")
        p.have("-H(x(k) + s) > eta", p.at(negative, "H(x(k) + s)", "eta"))
        p.have("F(-1, x(k) + s) > 0", p.at(values, "-1", "x(k) + s"), "-H(x(k) + s) > eta")
        p.have("F(-1, x(k)) <= 0 and F(-1, x(k) + s) > 0")
        p.have("flips(-1, k)", "F(-1, x(k)) <= 0 and F(-1, x(k) + s) > 0")
        p.have("k in T2", "flips(-1, k)")
    p.have("|ups| = |first| + |second|", p.split(p.symbols["ups"], p.symbols["high"], lambda _: t.ONE))
    parts = (("S1", "T1", "first", "high(k)", one), ("S2", "T2", "second", "not high(k)", two))
    for S, T, part, kind, flipping in parts:
        p.let(f"inside(k) iff up(k) and {kind}", f"{S} = {{k in {T} | inside(k)}}")
        with p.fix(f"k in {S}") as to:
            p.have("k in ups", "up(k)")
            p.have(f"k in {part}", "k in ups", kind)
        with p.fix(f"k in {part}") as back:
            p.have(f"k in {T}", p.at(flipping, "k"))
            p.have(f"k in {S}", f"k in {T}")
        p.have(f"|{S}| = |{part}|", p.same_size(S, part, to, back))
        p.have(f"|{S}| <= |{T}|", p.split(p.symbols[T], p.symbols["inside"], lambda _: t.ONE))
    p.have("|ups| <= 2 n^2", "|ups| = |first| + |second|", "|S1| = |first|", "|S1| <= |T1|", "|T1| <= n^2",
           "|S2| = |second|", "|S2| <= |T2|", "|T2| <= n^2")  # fmt: skip


def end(p: Proof, sizes: Block, inside: Block) -> None:
    """The largest frequency shows in the run from i to j."""
    place = Positions(p, p.symbols["K"])
    found = p.cite("aux:long-run", K="K", y="y", z="z", C="2 n^2", M="n^2 + 1")
    run = p.get("i in K, j in K", found)
    p.have("i < j", place.less(p.term("i"), p.fact("i in K"), p.term("j"), p.fact("pos(j) > pos(i)")))
    with p.fix("q in K, r in K with q <= r") as monotone:
        with p.case("q < r"):
            p.have("pos(q) <= pos(r)", place.increasing(p.term("q"), p.term("r"), p.fact("r in K"), p.fact("r > q")))
        with p.otherwise("q = r"):
            p.have("pos(q) <= pos(r)", "q = r")
    p.let("T = {l in K | i <= l and l <= j}", "before = sum[q in K | q < i] 1", "spot(l) = sum[q in T | q <= l] 1")
    p.have("pos(i) = 1 + before", place.drop(lambda _: t.ONE, p.term("i"), p.fact("i in K")))
    with p.fix("l in T") as spots:
        p.let("upto = {q in K | q <= l}")
        p.have("|upto| = (sum[q in upto | q < i] 1) + sum[q in upto | not q < i] 1")
        p.have("sum[q in upto | q < i] 1 = before", "i <= l")
        p.have("sum[q in upto | not q < i] 1 = spot(l)", "l <= j")
        p.have("pos(l) = before + spot(l)", "|upto| = (sum[q in upto | q < i] 1) + sum[q in upto | not q < i] 1",
               "sum[q in upto | q < i] 1 = before", "sum[q in upto | not q < i] 1 = spot(l)")  # fmt: skip
    p.have("j in T", "i < j")
    p.let("whole = {q in T | q <= j}")
    with p.fix("q in whole") as to:
        p.have("q in T")
    with p.fix("q in T") as back:
        p.have("q in whole", "q <= j")
    p.have("spot(j) = |T|", p.same_size("whole", "T", to, back))
    p.have("|T| >= n^2 + 1", p.at(spots, "j"), "spot(j) = |T|", "pos(i) = 1 + before",
           "pos(j) + 1 > pos(i) + (n^2 + 1)")  # fmt: skip
    p.let("P = before s")
    p.have("before >= 0")
    p.have("P >= 0", "before >= 0", "step")
    p.have("R P <= 1", p.at(inside, "i"), "pos(i) = 1 + before", "radius", "step")
    with p.fix("x, y in ℝ with x = y") as equal:
        p.have("|H(x)| = |H(y)|", "x = y")
    with p.fix("l in T"):
        p.have("pos(i) <= pos(l) and pos(l) <= pos(j)", p.at(monotone, "i", "l"), p.at(monotone, "l", "j"))
        p.have("|H(x(l))| <= eta", p.at(p.right(run), "l"))
        p.have("x(l) = P + spot(l) s", p.at(spots, "l"))
        p.have("|double(P + spot(l) s)| <= eta", p.at(sizes, "P + spot(l) s"), "|H(x(l))| <= eta",
               p.at(equal, "x(l)", "P + spot(l) s"))  # fmt: skip
    p.let("lone(v, w, q) iff for all i in n: w[i] != v[q]")
    p.let("covered(v, w, y) iff for all i in n: v[i] > y => some j in n: w[j] = v[i]")
    p.let("highest(v, w, q) iff lone(v, w, q) and covered(v, w, v[q]) and covered(w, v, v[q])")
    p.get("o in n: highest(a, b, o) or highest(b, a, o)", p.cite("aux:lonely-value", n="n", a="a", b="b"))
    with p.case("highest(a, b, o)"):
        top = p.cite("aux:largest-frequency", n="n", K="T", a="a", b="b", k="o", R="R", g="g", s="s", P="P", eta="eta")
        p.have("g <= exp(3 + n^2 log V) eta", top)
    with p.otherwise("highest(b, a, o)"):
        with p.fix("i in n"):
            p.have("|b[i]| <= R and |a[i]| <= R", "range")
        top = p.cite("aux:largest-frequency", n="n", K="T", a="b", b="a", k="o", R="R", g="g", s="s", P="P", eta="eta")
        p.have("g <= exp(3 + n^2 log V) eta", top)
