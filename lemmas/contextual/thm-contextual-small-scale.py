"""thm:contextual-small-scale. One attention layer is a contextual mapping, with no power of kappa gamma_max/epsilon in
the exponent: gamma = gamma_max + epsilon/4 and, for every K >= N^2 n 2^(n^2),

    delta = (epsilon/(4 n)) e^(-6) (4 e^6 K)^(-n^2) (2 e n q)^(-(2 n - 1)),     q = |V|^3 kappa gamma_max/epsilon,

(stated), kappa = gamma_max/gamma_min; and for every K > N^2 n (2 n^2 + 1)(n^2 + 2) (sharpened)

    delta = (epsilon/(2 n^2 q)) e^(-5) (e^2 K q)^(-n^2).

With the least K, log(1/delta) = O(n^4 + n^2 log N + n log q) + log(1/epsilon) and O(n^2 log(n N q)) + log(1/epsilon);
log N <= n log |V| if no two sequences have the same token set. thm:contextual-sharp has q in the exponent, but neither
n nor N: which is better depends on the data. Sharpened is not larger everywhere: for large q
stated is, where q has the exponent 2 n - 1 in place of n^2 + 1, and for n <= 2 it needs fewer scales.

K is the number of scales tried for the scores, lambda = k/(K R) with R = |V|^3 gamma_max^2/2: they lie in [-1, 1]. By
lem:boltz-temperatures only so many of them are bad for a token in two given sequences, so one is good for all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from varproof_lemmas.contextual.contextual_statement import contextual_statement

from varproof.lang import Entry, Source, exp, log
from varproof.proof.context import Block
from varproof.proof.kernel.rules import Theorem
from varproof.proof.lines import Fact
from varproof.proof.proof import Proof

entry = Entry(
    "thm:contextual-small-scale",
    "One attention layer is a contextual mapping, with small scores",
    source=Source(text="ours"),
    uses=["def:attention", "def:contextual-mapping", "def:softmax", "def:tokenwise-separated"],
)


def stated(m, n, d, ratio, epsilon, K):
    power = n**2 * (6 + log(4 * K)) + (2 * n - 1) * (1 + log(2 * n * m**3 * ratio))
    return epsilon / 4 / n * exp(-6 - power)


def sharpened(m, n, d, ratio, epsilon, K):
    power = n**2 * (2 + log(K * m**3 * ratio)) + log(m**3 * ratio)
    return epsilon / 2 / n / n * exp(-5 - power)


with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    contextual_statement(s, stated, lambda N, n: N**2 * n * exp(n**2 * log(2)))


with entry.variant("sharpened", expect="PROVED", evidence=["kernel"]) as s:
    contextual_statement(s, sharpened, lambda N, n: N**2 * n * (2 * n**2 + 1) * (n**2 + 2) + 1)


DATA = {name: name for name in ("N", "n", "d", "s", "m", "X", "v", "gamma_min", "gamma_max", "epsilon")}


@dataclass(frozen=True)
class Facts:
    """Steps on reals, and what is known of the directions and the scales."""

    product: Block  # |x y| = |x| |y|
    equal: Block  # |x| = |y| where x = y
    divided: Block  # y > z where x y > x z, x > 0
    falls: Block  # exp(-x) <= 1 where x >= 0
    high: Theorem  # 2 |U(i, k)| <= m^2 gamma_max
    apart: Theorem  # |U(i, k) - U(j, l)| > epsilon for different tokens
    tokens: Theorem  # gamma_min < |T(i, k)| <= m gamma_max
    places: Theorem  # 0 < scale(x) and scale(x) radius <= 1


@entry.proof("stated")
def many(p: Proof) -> None:
    known = setting(p)
    p.let("base = exp(n^2 log 2)", "most = base - 1", "share = 1/2 (1/n)")
    p.let("power = 6 + n^2 (6 + log(4 K)) + (2 n - 1) (1 + log(2 n m^3 ratio))")
    p.let("delta = 1/2 epsilon share exp(-power)")
    p.let("apart = radius (1/n) exp(-6 - n^2 (6 + log(4/(radius step))) - (2 n - 1) (1 + log(4 n radius/gap)))")
    p.have("log 2 >= 0")
    p.have("n^2 log 2 >= 0", "log 2 >= 0")
    p.have("base >= 1 + n^2 log 2", why="exp x >= 1 + x")
    p.have("most >= 0", "base >= 1 + n^2 log 2", "n^2 log 2 >= 0")
    p.have("N^2 n >= 1", "N >= 1", "n >= 1")
    p.have("N^2 n most < K", "scales", "N^2 n >= 1")
    p.have("4/(radius step) = 4 K", "radius step K = 1")
    p.have("4 n radius/gap = 2 n m^3 ratio", "ratio gap = gamma_max^2")
    p.have("log(4/(radius step)) = log(4 K)", "4/(radius step) = 4 K")
    p.have("log(4 n radius/gap) = log(2 n m^3 ratio)", "4 n radius/gap = 2 n m^3 ratio")
    p.have("1/K <= 1", "K >= 1")
    small = p.have("0 < step and step radius <= 1", "step > 0", "radius step = 1/K", "1/K <= 1")
    rank = p.cite("thy:rank", n="K", x="x -> x")
    with p.fix("x, y in K with x < y") as later:
        p.have("pos(x) + 1 <= pos(y)", p.at(p.right(rank), "x", "y"), p.at(p.left(rank), "y"))
        p.have("scale(y) - scale(x) >= step", "pos(x) + 1 <= pos(y)", "step > 0")
        p.have("|scale(x) - scale(y)| >= step", "scale(y) - scale(x) >= step")
    with p.fix("x, y in K with x != y") as steps:
        with p.case("x < y"):
            p.have("|scale(x) - scale(y)| >= step", p.at(later, "x", "y"))
        with p.case("y < x"):
            p.have("|scale(x) - scale(y)| >= step", p.at(later, "y", "x"))
        with p.otherwise("x = y"):
            p.have("false", "x = y", "x != y")
    few = slopes(p, known, (small, known.places, steps), variant="stated", x="scale")
    p.let("E(x, y) = exp(-6 - n^2 (6 + x) - (2 n - 1) (1 + y))")
    with p.fix("x, y, z, w in R with x = z and y = w") as equal:
        p.have("E(x, y) = E(z, y)", "x = z")
        p.have("E(x, y) = E(z, w)", "E(x, y) = E(z, y)", "y = w")
    same = p.at(equal, "log(4/(radius step))", "log(4 n radius/gap)", "log(4 K)", "log(2 n m^3 ratio)")
    p.have("apart epsilon = 2 m^3 gamma_max^2 delta", same)
    with p.suppose("m^3 ratio >= 4") as long:
        p.have("log(4 K) >= 0")
        p.have("n m^3 ratio >= m^3 ratio", "n >= 1", "ratio > 0")
        p.have("2 n m^3 ratio >= 1", "n m^3 ratio >= m^3 ratio", "m^3 ratio >= 4")
        p.have("log(2 n m^3 ratio) >= 0", "2 n m^3 ratio >= 1")
        p.have("n^2 (6 + log(4 K)) >= 0", "log(4 K) >= 0")
        p.have("(2 n - 1) (1 + log(2 n m^3 ratio)) >= 0", "log(2 n m^3 ratio) >= 0", "n >= 1")
        p.have("power >= 0", "n^2 (6 + log(4 K)) >= 0", "(2 n - 1) (1 + log(2 n m^3 ratio)) >= 0")
    good_scale(p, known, few, long)


@entry.proof("sharpened")
def few(p: Proof) -> None:
    known = setting(p)
    p.let("most = (2 n^2 + 1) (n^2 + 2)", "share = (1/n) (1/n)")
    p.let("power = 5 + n^2 (2 + log(K m^3 ratio)) + log(m^3 ratio)", "delta = 1/2 epsilon share exp(-power)")
    p.let("apart = gap (1/n) (1/n) exp(-5 - n^2 (2 + log(2/(gap step))))")
    p.have("most >= 0")
    p.have("N^2 n most < K", "scales")
    p.have("N^2 n >= 1", "N >= 1", "n >= 1")
    p.have("n^2 >= 1", "n >= 1")
    p.have("most >= 2", "n^2 >= 1")
    p.have("K >= 2", "N^2 n most < K", "N^2 n >= 1", "most >= 2")
    p.have("2/K <= 1", "K >= 2")
    p.have("2/(gap step) = K m^3 ratio", "radius step K = 1", "ratio gap = gamma_max^2")
    p.have("log(2/(gap step)) = log(K m^3 ratio)", "2/(gap step) = K m^3 ratio")
    p.have("m^3 ratio > 0", "ratio > 0")
    p.have("exp(log(m^3 ratio)) = m^3 ratio", "m^3 ratio > 0")
    p.have("exp(-log(m^3 ratio)) m^3 gamma_max^2 = gap", "exp(log(m^3 ratio)) = m^3 ratio", "ratio gap = gamma_max^2")
    grid = [p.have("0 < step and 2 radius step <= 1", "radius step = 1/K", "2/K <= 1"), p.have("K step radius <= 1")]
    few = slopes(p, known, grid, variant="sharpened")
    p.have("exp(-5 - n^2 (2 + log(2/(gap step)))) = exp(-5 - n^2 (2 + log(K m^3 ratio)))",
           "log(2/(gap step)) = log(K m^3 ratio)")  # fmt: skip
    p.have("apart epsilon = 2 m^3 gamma_max^2 delta")
    with p.suppose("m^3 ratio >= 4") as long:
        p.have("log(m^3 ratio) >= 0", "m^3 ratio >= 4")
        p.have("K m^3 ratio >= m^3 ratio", "K >= 1", "m^3 ratio > 0")
        p.have("log(K m^3 ratio) >= 0", "K m^3 ratio >= m^3 ratio", "m^3 ratio >= 4")
        p.have("n^2 (2 + log(K m^3 ratio)) >= 0", "log(K m^3 ratio) >= 0")
        p.have("power >= 0", "n^2 (2 + log(K m^3 ratio)) >= 0", "log(m^3 ratio) >= 0")
    good_scale(p, known, few, long)


def setting(p: Proof) -> Facts:
    """Directions u, w and the scales x/(K R); that |x y| = |x| |y|."""
    p.let("differ(i, j, k, l) iff some c in d: X[i, k, c] != X[j, l, c]")
    p.let("same(i, j, k, l) iff for all c in d: X[i, k, c] = X[j, l, c]")
    p.let("covered(i, j) iff for all k in n: some l in n: same(i, j, k, l)")
    p.let("covering(i, j) iff for all l in n: some k in n: same(i, j, k, l)")
    p.let("sets(i, j) iff covered(i, j) and covering(i, j)")
    p.get("i in N")
    p.get("k in n")
    p.have("gamma_max > 0", "separated", "positive-norm")
    pairs = p.get("u in R^(d)", p.cite("aux:token-directions", claim="pairs", **DATA))
    tokens = p.get("w in R^(d)", p.cite("aux:token-directions", claim="tokens", **DATA))
    p.let("U(i, k) = sum[c in d] u[c] X[i, k, c]", "T(i, k) = sum[c in d] w[c] X[i, k, c]")
    p.let("radius = 1/2 m^3 gamma_max^2", "gap = epsilon gamma_min", "step = (1/K) (1/radius)")
    p.let("ratio = (gamma_max/gamma_min) gamma_max/epsilon")
    p.let("pos(x) = sum[y in K | y <= x] 1", "scale(x) = pos(x) step")
    p.have("radius > 0", "gamma_max > 0")
    p.have("gap > 0", "positive-norm", "positive-step")
    p.have("step > 0", "radius > 0")
    p.have("ratio > 0", "gamma_max > 0")
    p.have("ratio gap = gamma_max^2")
    p.have("radius step = 1/K", "radius > 0")
    p.have("radius step K = 1", "radius step = 1/K")
    places = p.cite("thy:last-time", T="K", claim="range")
    with p.fix("x in K") as scales:
        p.have("1 <= pos(x) <= K", p.at(places, "x"))
        p.have("scale(x) > 0", "1 <= pos(x)", "step > 0")
        p.have("scale(x) radius = pos(x) (1/K)", "radius step = 1/K")
        p.have("scale(x) radius <= 1", "scale(x) radius = pos(x) (1/K)", "pos(x) <= K")
        p.have("0 < scale(x) and scale(x) radius <= 1", "scale(x) > 0", "scale(x) radius <= 1")
    with p.fix("x, y in R") as product:
        p.have("|x y| = |x| |y|")
    with p.fix("x, y in R with x = y") as equal:
        p.have("|x| = |y|", "x = y")
    with p.fix("x, y, z in R with x > 0 and x y > x z") as divided:
        p.have("y > z", "x > 0", "x y > x z")
    with p.fix("x in R with x >= 0") as falls:
        p.have("exp(-x) <= 1", "x >= 0")
    return Facts(product, equal, divided, falls, p.left(pairs), p.right(pairs), tokens, p.fact(scales))


def slopes(p: Proof, known: Facts, grid: Sequence[Fact], **more: str) -> Block:
    """At most `most` scales are bad for a query and two sequences."""
    p.let("a(i, k, j, y) = T(i, k) U(j, y)", "boltz(f) = (sum[y in n] f(y) exp(f(y)))/(sum[y in n] exp(f(y)))")
    p.let("M(i, k, j, x) = boltz(y -> scale(x) a(i, k, j, y))")
    p.let("near(i, k, j, x) iff |M(i, k, i, x) - M(i, k, j, x)| <= scale(x) apart")
    p.let("alike(i, j) = (1/N) sum[l in N | sets(i, j)] 1")
    p.let("bad(i, k, j, x) iff (1 - alike(i, j)) scale(x) apart - |M(i, k, i, x) - M(i, k, j, x)| - alike(i, j) >= 0")
    with p.fix("i in N, k in n, j in N") as few:
        with p.case("sets(i, j)") as case:
            p.have("sum[l in N | sets(i, j)] 1 = N", case.hypothesis)
            p.have("alike(i, j) = 1", "sum[l in N | sets(i, j)] 1 = N")
            with p.fix("x in {x in K | bad(i, k, j, x)}") as none:
                p.have("|M(i, k, i, x) - M(i, k, j, x)| >= 0")
                p.have("false", "alike(i, j) = 1", "bad(i, k, j, x)", "|M(i, k, i, x) - M(i, k, j, x)| >= 0")
            p.have("sum[x in K | bad(i, k, j, x)] 1 <= most", p.summed(none), "most >= 0")
        with p.otherwise("not sets(i, j)") as case:
            p.let("t = T(i, k)")
            p.have("gamma_min < |t| <= m gamma_max", p.at(known.tokens, "i", "k"))
            with p.fix("f, g in N, y, z in n with differ(f, g, y, z)") as apart:
                p.have("|U(f, y) - U(g, z)| > epsilon", p.at(known.apart, "f", "g", "y", "z"))
                p.have("|t| |U(f, y) - U(g, z)| >= gap", "gamma_min < |t|", "|U(f, y) - U(g, z)| > epsilon")
                sizes = p.at(known.product, "t", "U(f, y) - U(g, z)")
                p.have("|t U(f, y) - t U(g, z)| >= gap", sizes, "|t| |U(f, y) - U(g, z)| >= gap")
            with p.fix("f in N, y in n") as range:
                p.have("2 |U(f, y)| <= m^2 gamma_max", p.at(known.high, "f", "y"))
                p.have("|t| |U(f, y)| <= radius", "|t| <= m gamma_max", "2 |U(f, y)| <= m^2 gamma_max")
                p.have("|t U(f, y)| <= radius", "|t| |U(f, y)| <= radius", p.at(known.product, "t", "U(f, y)"))
            with p.fix("y in n") as within:
                p.have("|a(i, k, i, y)| <= radius and |a(i, k, j, y)| <= radius", p.at(range, "i", "y"),
                       p.at(range, "j", "y"))  # fmt: skip
            scores = dict(N="N", n="n", d="d", X="X", u="u", t="t", g="gap")
            own, across, either = (
                p.cite("aux:score-sets", apart, claim=claim, **scores) for claim in ("own", "across", "different")
            )
            p.let("first iff some y in n: for all z in n: a(i, k, i, y) != a(i, k, j, z)")
            p.let("second iff some z in n: for all y in n: a(i, k, i, y) != a(i, k, j, z)")
            two = p.term("i"), p.fact("i in N"), p.term("j"), p.fact("j in N")
            either = p.k.mp(p.use(either, *two), case.hypothesis)
            values = dict(n="n", K="K", R="radius", g="gap", s="step", a="y -> a(i, k, i, y)", b="y -> a(i, k, j, y)")
            facts = within, p.at(own, "i"), p.at(own, "j"), p.at(across, "i", "j"), either, *grid
            counted = p.cite("lem:boltz-temperatures", *facts, claim="few", **values, **more)
            near = p.have("sum[x in K | near(i, k, j, x)] 1 <= most", counted)
            different(p, p.fact(case.hypothesis))
            same = p.have("sum[x in K | bad(i, k, j, x)] 1 = sum[x in K | near(i, k, j, x)] 1", "alike(i, j) = 0")
            p.have("sum[x in K | bad(i, k, j, x)] 1 <= most", same, near)
    return few


def different(p: Proof, case: Theorem) -> None:
    """alike(i, j) = 0, as the sets are different."""
    with p.fix("l in {l in N | sets(i, j)}") as none:
        p.have("false", case)
    empty = p.have("sum[l in N | sets(i, j)] 1 = 0", p.summed(none))
    p.have("alike(i, j) = 0", empty)


def good_scale(p: Proof, known: Facts, few: Block, long: Block) -> None:
    """One scale is good for all queries and sequences; the layer with it."""
    value = "(i, k, j, x) -> (1 - alike(i, j)) scale(x) apart - |M(i, k, i, x) - M(i, k, j, x)| - alike(i, j)"
    good = p.get("x in K", p.cite("aux:good-choice", few, N="N", n="n", K="K", c="most", f=value))
    p.let("lambda = scale(x)", "eta = epsilon/(2 m^2 gamma_max)", "q(i, k, j) = exp(lambda T(i, k) U(i, j))")
    p.let("B(i, k) = (sum[j in n] U(i, j) q(i, k, j))/(sum[j in n] q(i, k, j))")
    p.have("lambda > 0")
    p.have("2 eta m^2 gamma_max = epsilon", "gamma_max > 0")
    p.have("eta > 0", "gamma_max > 0")
    p.have("|eta| = eta and |lambda| = lambda", "eta > 0", "lambda > 0")
    with p.fix("i in N, k in n") as small:
        p.have("eta |U(i, k)| <= epsilon/4", p.at(known.high, "i", "k"), "2 eta m^2 gamma_max = epsilon", "eta > 0")
        p.have("|eta U(i, k)| <= epsilon/4", p.at(known.product, "eta", "U(i, k)"), "eta |U(i, k)| <= epsilon/4",
               "|eta| = eta")  # fmt: skip
    norms = p.right(p.given("separated"))
    with p.fix("i, j in N, k, l in n with differ(i, j, k, l)") as far:
        p.have("norm[c in d] (X[i, k, c] - X[j, l, c]) > epsilon", p.at(p.right(norms), "i", "k", "j", "l"))
    half = at_most_half(p, known, long)
    with p.fix("i, j in N, k, l in n with (not sets(i, j)) and same(i, j, k, l)") as means:
        alike = p.have("for all c in d: X[i, k, c] = X[j, l, c]")
        contexts(p, known, alike, p.at(good, "i", "k", "j"))
    values = dict(N="N", n="n", d="d", s="s", X="X", u="u", w="w", eta="eta", epsilon="epsilon", delta="delta")
    values |= {"lambda": "lambda", "gamma": "gamma_max"}
    p.claim("contextual", p.cite("aux:rank-one-layer", small, p.left(norms), far, half, means, **values))


def at_most_half(p: Proof, known: Facts, long: Block) -> Block:
    """delta <= epsilon/2 where there are two words, as m^3 ratio >= 4 then."""
    words = p.cite("aux:two-words", **DATA)
    p.have("share <= 1", "n >= 1")
    with p.fix("i, j in N, k, l in n with differ(i, j, k, l)") as half:
        p.have("m >= 2 and gamma_min < gamma_max and epsilon < 2 gamma_max", p.at(words, "i", "j", "k", "l"))
        p.have("gap <= 2 gamma_max^2", "gamma_min < gamma_max", "epsilon < 2 gamma_max")
        p.have("ratio gap >= 1/2 gap", "ratio gap = gamma_max^2", "gap <= 2 gamma_max^2")
        p.have("ratio >= 1/2", "ratio gap >= 1/2 gap", "gap > 0")
        p.have("m^3 >= 8", "m >= 2")
        p.have("m^3 ratio >= 4", "m^3 >= 8", "ratio >= 1/2")
        p.have("power >= 0", long)
        p.have("exp(-power) <= 1", p.at(known.falls, "power"))
        p.have("share exp(-power) <= 1", "share <= 1", "exp(-power) <= 1")
        p.have("delta <= epsilon/2", "share exp(-power) <= 1")
    return half


def contexts(p: Proof, known: Facts, alike: Theorem, good: Theorem) -> None:
    """|eta B(i, k) - eta B(j, l)| > delta for the same token in sequences with different token sets."""
    p.let("t = T(i, k)", "D = |B(i, k) - B(j, l)|")
    with p.fix("c in d") as products:
        p.have("w[c] X[j, l, c] = w[c] X[i, k, c]", p.at(alike, "c"))
    equal = p.have("T(j, l) = t", p.summed(products))
    p.let("C(z) = (sum[y in n] U(j, y) exp(lambda z U(j, y)))/(sum[y in n] exp(lambda z U(j, y)))")
    p.have("B(j, l) = C(t)", p.congruence(equal, p.term("T(j, l)"), p.term("t"), p.symbols["C"]))
    p.have("M(i, k, i, x) - M(i, k, j, x) = lambda t (B(i, k) - C(t))")
    moved = p.have("M(i, k, i, x) - M(i, k, j, x) = lambda t (B(i, k) - B(j, l))", "B(j, l) = C(t)",
                   "M(i, k, i, x) - M(i, k, j, x) = lambda t (B(i, k) - C(t))")  # fmt: skip
    sizes = p.at(known.equal, "M(i, k, i, x) - M(i, k, j, x)", "lambda t (B(i, k) - B(j, l))", moved)
    different(p, p.fact("not sets(i, j)"))
    p.have("|M(i, k, i, x) - M(i, k, j, x)| > lambda apart", good, "alike(i, j) = 0")
    p.have("|lambda t (B(i, k) - B(j, l))| > lambda apart", "|M(i, k, i, x) - M(i, k, j, x)| > lambda apart", sizes)
    p.have("|lambda t| = lambda |t|", p.at(known.product, "lambda", "t"), "|lambda| = lambda")
    p.have("lambda |t| D > lambda apart", "|lambda t (B(i, k) - B(j, l))| > lambda apart", "|lambda t| = lambda |t|",
           p.at(known.product, "lambda t", "B(i, k) - B(j, l)"))  # fmt: skip
    p.have("|t| D > apart", p.at(known.divided, "lambda", "|t| D", "apart"))
    p.have("|t| <= m gamma_max", p.at(known.tokens, "i", "k"))
    p.have("m gamma_max D > apart", "|t| D > apart", "|t| <= m gamma_max")
    p.have("2 m^3 gamma_max^2 eta D > apart epsilon", "m gamma_max D > apart", "2 eta m^2 gamma_max = epsilon")
    p.have("2 m^3 gamma_max^2 eta D > 2 m^3 gamma_max^2 delta", "2 m^3 gamma_max^2 eta D > apart epsilon",
           "apart epsilon = 2 m^3 gamma_max^2 delta")  # fmt: skip
    p.have("2 m^3 gamma_max^2 > 0", "gamma_max > 0")
    p.have("eta D > delta", p.at(known.divided, "2 m^3 gamma_max^2", "eta D", "delta"))
    p.have("|eta B(i, k) - eta B(j, l)| > delta", p.at(known.product, "eta", "B(i, k) - B(j, l)"), "eta D > delta",
           "|eta| = eta")  # fmt: skip
