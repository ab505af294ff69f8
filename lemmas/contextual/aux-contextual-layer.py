"""aux:contextual-layer. One attention layer is a contextual mapping, for whatever lies below the separation of
thm:contextual-sharp: gamma = gamma_max + epsilon/4, and any delta with

    delta <= (epsilon/47) exp(-log 4 |V|^3 gamma_max^2/(gamma_min epsilon))

where |V| >= 2, gamma_min < gamma_max and epsilon < 2 gamma_max, as two different tokens have it. The weights are of
rank one (aux:rank-one-layer), with the directions u, w of aux:token-directions and

    lambda epsilon gamma_min = log 4,   2 eta m^2 gamma_max = epsilon,   r = lambda m^3 gamma_max^2/2.

So the scores lambda T(i, k) U(i, .) of a query lie in [-r, r] and are log 4 apart, and the outputs of one token in two
sequences differ as the Boltzmann values of its scores do: by aux:boltz-gap, with q = 1/4, by at least
(1/15) (2 r - (13/9) log 4) exp(-2 r) before the scaling by eta/(lambda T).
"""

from varproof_lemmas.contextual.contextual_statement import contextual_data, some_layer

from varproof.lang import And, Entry, Implies, Q, Source, exp, log
from varproof.proof.context import Block
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.rules import Theorem
from varproof.proof.proof import Proof

entry = Entry(
    "aux:contextual-layer",
    "One attention layer is a contextual mapping, below a separation",
    source=Source(text="ours"),
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    X, v, h, gamma_min, gamma_max, epsilon = contextual_data(s)
    delta = s.real("delta")
    m = v.dims[0]
    power = m**3 * gamma_max**2 / gamma_min / epsilon
    s.assume(
        "below",
        Implies(
            And(m >= 2, gamma_min < gamma_max, epsilon < 2 * gamma_max), delta <= epsilon / 47 * exp(-log(4) * power)
        ),
    )
    s.claim("contextual", some_layer(X, h, gamma_max + epsilon / 4, delta))
    small = dict(delta=Q(1, 10**6))
    s.instance("one token", **small, s=1, X=[[[1]]], v=[[1]], gamma_min=Q(1, 2), gamma_max=2, epsilon=1)
    pair = dict(X=[[[5], [-5]]], v=[[5], [-5]], gamma_min=4, gamma_max=6, epsilon=9)
    s.instance("two tokens", s=2, **small, **pair)
    s.instance("two tokens that exchange", s=2, **small, **dict(pair, X=[[[5], [-5]], [[-5], [5]]]))
    # outputs shorter than gamma_max + epsilon/4 are less than twice that apart
    room = {"contextual": delta < 2 * (gamma_max + epsilon / 4)}
    s.false("any delta", drop=["below"], claims=room, at=dict(pair, s=2, delta=100))
    s.false("any length", drop=["separated"], claims=room, at=dict(pair, s=2, gamma_max=-3, **small))


DATA = {name: name for name in ("N", "n", "d", "s", "m", "X", "v", "gamma_min", "gamma_max", "epsilon")}


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("differ(i, j, k, l) iff some c in d: X[i, k, c] != X[j, l, c]")
    p.let("same(i, j, k, l) iff for all c in d: X[i, k, c] = X[j, l, c]")
    p.let("covered(i, j) iff for all k in n: some l in n: same(i, j, k, l)")
    p.let("covering(i, j) iff for all l in n: some k in n: same(i, j, k, l)")
    p.let("sets(i, j) iff covered(i, j) and covering(i, j)")
    p.get("i in N")
    p.get("k in n")
    p.have("gamma_max > 0", "separated", "positive-norm")
    logarithm(p)
    below = two_words(p)
    pairs = p.get("u in R^(d)", p.cite("aux:token-directions", claim="pairs", **DATA))
    tokens = p.get("w in R^(d)", p.cite("aux:token-directions", claim="tokens", **DATA))
    p.let("U(i, k) = sum[c in d] u[c] X[i, k, c]", "T(i, k) = sum[c in d] w[c] X[i, k, c]")
    p.let("lambda = log 4 (1/gamma_min)/epsilon", "eta = epsilon/(2 m^2 gamma_max)", "r = (1/2) lambda m^3 gamma_max^2")
    p.let("q(i, k, j) = exp(lambda T(i, k) U(i, j))")
    p.let("B(i, k) = (sum[j in n] U(i, j) q(i, k, j))/(sum[j in n] q(i, k, j))")
    p.have("lambda epsilon gamma_min = log 4")
    p.have("lambda > 0", "log 4 >= 1")
    p.have("2 eta m^2 gamma_max = epsilon", "gamma_max > 0")
    p.have("eta > 0", "gamma_max > 0")
    with p.fix("i in N, k in n") as small:
        p.have("|eta U(i, k)| = eta |U(i, k)|", "eta > 0")
        p.have(
            "|eta U(i, k)| <= epsilon/4",
            "|eta U(i, k)| = eta |U(i, k)|",
            p.at(p.left(pairs), "i", "k"),
            "2 eta m^2 gamma_max = epsilon",
            "eta > 0",
        )
    with p.fix("i, j in N, k, l in n with differ(i, j, k, l)") as far:
        p.have(
            "norm[c in d] (X[i, k, c] - X[j, l, c]) > epsilon",
            p.at(p.right(p.right(p.given("separated"))), "i", "k", "j", "l"),
        )
    with p.fix("i, j in N, k, l in n with differ(i, j, k, l)") as half:
        p.have("delta <= epsilon/2", p.at(below, "i", "j", "k", "l"))
    with p.fix("i, j in N, k, l in n with (not sets(i, j)) and same(i, j, k, l)") as means:
        alike = p.have("for all c in d: X[i, k, c] = X[j, l, c]")
        contexts(p, alike, p.right(pairs), p.left(pairs), tokens, below)
    known = dict(N="N", n="n", d="d", s="s", X="X", u="u", w="w", eta="eta", epsilon="epsilon", delta="delta")
    known |= {"lambda": "lambda", "gamma": "gamma_max"}
    p.claim("contextual", p.cite("aux:rank-one-layer", small, far, half, means, **known))


def logarithm(p: Proof) -> None:
    """log 4 >= 1."""
    p.have("1/2 <= exp(-1/2)")
    p.have("exp(1/2) <= 2", "1/2 <= exp(-1/2)")
    p.have("exp(1) <= 4", "exp(1/2) <= 2")
    p.have("log 4 >= log(exp(1)) = 1", "exp(1) <= 4")
    p.have("log 4 >= 1", "log 4 >= log(exp(1))")
    p.have("exp(-log 4) = 1/4")


def two_words(p: Proof) -> Block:
    """Where two tokens differ, delta <= (epsilon/47) exp(-log 4 m^3 gamma_max^2/(gamma_min epsilon)) <= epsilon/2."""
    p.let("A = (1/gamma_min) gamma_max^2/epsilon")
    words = p.cite("aux:two-words", **DATA)
    with p.fix("i, j in N, k, l in n with differ(i, j, k, l)") as below:
        p.have("m >= 2 and gamma_min < gamma_max and epsilon < 2 gamma_max", p.at(words, "i", "j", "k", "l"))
        p.have("delta <= (epsilon/47) exp(-log 4 m^3 A)", "below")
        p.have("2 gamma_max^2 >= gamma_min epsilon", "gamma_min < gamma_max", "epsilon < 2 gamma_max")
        p.have("A >= 1/2", "2 gamma_max^2 >= gamma_min epsilon")
        p.have("m^3 A >= 4", "m >= 2", "A >= 1/2")
        p.have("log 4 m^3 A >= 4 log 4", "m^3 A >= 4", "log 4 >= 1")
        p.have("exp(-log 4 m^3 A) <= 1", "log 4 m^3 A >= 4 log 4", "log 4 >= 1")
        p.have("delta <= epsilon/2", "delta <= (epsilon/47) exp(-log 4 m^3 A)", "exp(-log 4 m^3 A) <= 1")
        p.have("delta <= epsilon/2 and delta <= (epsilon/47) exp(-log 4 m^3 A) and log 4 m^3 A >= 4 log 4")
    return below


def contexts(p: Proof, alike: Theorem, apart: Theorem, high: Theorem, tokens: Theorem, below: Block) -> None:
    """|eta B(i, k) - eta B(j, l)| > delta for the same token in sequences with different token sets."""
    p.let("t = T(i, k)", "a(x) = lambda t U(i, x)", "b(x) = lambda t U(j, x)")
    with p.fix("c in d") as products:
        p.have("X[i, k, c] = X[j, l, c]", p.at(alike, "c"))
        p.have("w[c] X[j, l, c] = w[c] X[i, k, c]", "X[i, k, c] = X[j, l, c]")
    p.have("T(j, l) = t", p.summed(products))
    p.have("gamma_min < |t| <= m gamma_max", p.at(tokens, "i", "k"))
    with p.fix("x, y in R") as product:
        p.have("|x y| = |x| |y|")
    with p.fix("g, h in R with |g - h| > epsilon") as steps:
        p.have("|lambda t| = lambda |t|", p.at(product, "lambda", "t"), "lambda > 0")
        p.have(
            "|lambda t g - lambda t h| = lambda |t| |g - h|",
            p.at(product, "lambda t", "g - h"),
            "|lambda t| = lambda |t|",
        )
        p.have("lambda |t| |g - h| >= lambda gamma_min epsilon", "gamma_min < |t|", "|g - h| > epsilon", "lambda > 0")
        p.have(
            "|lambda t g - lambda t h| >= log 4",
            "|lambda t g - lambda t h| = lambda |t| |g - h|",
            "lambda |t| |g - h| >= lambda gamma_min epsilon",
            "lambda epsilon gamma_min = log 4",
        )
    with p.fix("f, g in N, x, y in n with differ(f, g, x, y)") as far:
        p.have(
            "|lambda t U(f, x) - lambda t U(g, y)| >= log 4",
            p.at(steps, "U(f, x)", "U(g, y)", p.at(apart, "f", "g", "x", "y")),
        )
    with p.fix("f in N, x in n") as range:
        p.have("2 |U(f, x)| <= m^2 gamma_max", p.at(high, "f", "x"))
        p.have("|t| |U(f, x)| <= (1/2) m^3 gamma_max^2", "2 |U(f, x)| <= m^2 gamma_max", "|t| <= m gamma_max")
        p.have("|lambda t| = lambda |t|", p.at(product, "lambda", "t"), "lambda > 0")
        p.have(
            "|lambda t U(f, x)| = lambda |t| |U(f, x)|", p.at(product, "lambda t", "U(f, x)"), "|lambda t| = lambda |t|"
        )
        p.have("lambda |t| |U(f, x)| <= r", "|t| |U(f, x)| <= (1/2) m^3 gamma_max^2", "lambda > 0")
        p.have("|lambda t U(f, x)| <= r", "lambda |t| |U(f, x)| <= r", "|lambda t U(f, x)| = lambda |t| |U(f, x)|")
    scores = dict(N="N", n="n", d="d", X="X", u="u", t="lambda t", g="log 4")
    p.have("log 4 > 0", "log 4 >= 1")
    own, across, words, either = (
        p.cite("aux:score-sets", far, claim=claim, **scores) for claim in ("own", "across", "tokens", "different")
    )
    p.let("first iff some x in n: for all y in n: a(x) != b(y)", "second iff some y in n: for all x in n: a(x) != b(y)")
    two = p.term("i"), p.fact("i in N"), p.term("j"), p.fact("j in N")
    different = p.k.mp(p.use(either, *two), p.fact("not sets(i, j)"))
    first, second = p.at(range, "i"), p.at(range, "j")
    with p.fix("x in n") as within:
        p.have("-r <= a(x) <= r", p.at(first, "x"))
        p.have("-r <= b(x) <= r", p.at(second, "x"))
        p.have("-r <= a(x) and a(x) <= r and -r <= b(x) and b(x) <= r")
    known = dict(n="n", a="a", b="b", delta="log 4", r="r")
    facts = p.at(own, "i"), p.at(own, "j"), p.at(across, "i", "j"), within, different
    general = p.cite("aux:boltz-gap", *facts, claim="general", **known)
    small_delta(p, different, words, below)
    distance(p, general, product)


def small_delta(p: Proof, different: Theorem, words: Theorem, below: Block) -> None:
    """There are two different tokens, and so delta <= (epsilon/47) exp(-2 r)."""
    with p.case("first"):
        alone = p.get("x in n: for all y in n: a(x) != b(y)", different)
        p.have("differ(i, j, x, x)", p.at(words, "i", "j", "x", "x", p.at(alone, "x")))
        p.have("delta <= (epsilon/47) exp(-2 r) and r >= 2 log 4", p.at(below, "i", "j", "x", "x"))
    with p.otherwise():
        second = p.k.mp(different, p.k.assume(t.neg(p.read("first"))))
        alone = p.get("y in n: for all x in n: a(x) != b(y)", second)
        p.have("differ(i, j, y, y)", p.at(words, "i", "j", "y", "y", p.at(alone, "y")))
        p.have("delta <= (epsilon/47) exp(-2 r) and r >= 2 log 4", p.at(below, "i", "j", "y", "y"))


def distance(p: Proof, general: Theorem, product: Block) -> None:
    """From the gap of the Boltzmann values to the distance of the means."""
    p.let("boltz(f) = (sum[x in n] f(x) exp(f(x)))/(sum[x in n] exp(f(x)))")
    p.let("M(g, z) = (sum[x in n] U(g, x) exp(lambda z U(g, x)))/(sum[x in n] exp(lambda z U(g, x)))")
    p.let("S = |boltz(a) - boltz(b)|", "D = |B(i, k) - B(j, l)|", "E = exp(-2 r)")
    p.let("Q = exp(-log 4)", "P = 1/(1 - Q)")
    p.have("Q = 1/4 and P = 4/3 and 1/(1 + Q) = 4/5", "exp(-log 4) = 1/4")
    p.have(
        "S >= (1 - Q) (1/(1 + Q) - Q (2 - Q) P^2) (2 r - log 4 - Q P^2 log 4) exp(-(2 r - log 4))",
        general,
        why="r bounds the scores",
    )
    low = p.at(constants(p), "Q", "P", "1/(1 + Q)", "2 r - log 4", "log 4", "exp(-(2 r - log 4))", "S")
    p.have("exp(-(2 r - log 4)) = 4 E", "exp(-log 4) = 1/4")
    p.have("S >= (1/15) (2 r - (13/9) log 4) E", low, "exp(-(2 r - log 4)) = 4 E")
    moved = p.congruence(
        p.fact("T(j, l) = t"), p.term("T(j, l)"), p.term("t"), lambda z: p.symbols["M"](p.symbols["j"], z)
    )
    p.have("B(j, l) = M(j, t)", moved)
    p.have("boltz(a) - boltz(b) = lambda t (B(i, k) - M(j, t))")
    p.have(
        "boltz(a) - boltz(b) = lambda t (B(i, k) - B(j, l))",
        "boltz(a) - boltz(b) = lambda t (B(i, k) - M(j, t))",
        "B(j, l) = M(j, t)",
    )
    with p.fix("x, y in R with x = y") as sizes:
        p.have("|x| = |y|", "x = y")
    p.have("S = |lambda t (B(i, k) - B(j, l))|", p.at(sizes, "boltz(a) - boltz(b)", "lambda t (B(i, k) - B(j, l))"))
    p.have("|lambda t| = lambda |t|", p.at(product, "lambda", "t"), "lambda > 0")
    p.have(
        "|lambda t (B(i, k) - B(j, l))| = lambda |t| D",
        p.at(product, "lambda t", "B(i, k) - B(j, l)"),
        "|lambda t| = lambda |t|",
    )
    p.have("S = lambda |t| D", "S = |lambda t (B(i, k) - B(j, l))|", "|lambda t (B(i, k) - B(j, l))| = lambda |t| D")
    p.have("lambda m gamma_max D >= S", "S = lambda |t| D", "|t| <= m gamma_max", "lambda > 0")
    p.have("4 r eta = epsilon lambda m gamma_max", "2 eta m^2 gamma_max = epsilon")
    p.have(
        "eta D > (1/47) epsilon E",
        p.at(scalars(p), "r", "log 4", "S", "D", "lambda m gamma_max", "E", "eta", "epsilon"),
    )
    p.have("|eta B(i, k) - eta B(j, l)| = eta D", p.at(product, "eta", "B(i, k) - B(j, l)"), "eta > 0")
    p.have(
        "|eta B(i, k) - eta B(j, l)| > delta",
        "|eta B(i, k) - eta B(j, l)| = eta D",
        "eta D > (1/47) epsilon E",
        "delta <= (epsilon/47) E",
    )


def constants(p: Proof) -> Block:
    """The gap for exp(-log 4) = 1/4."""
    with p.fix(
        "q, P, o, w, s, F, S in R with q = 1/4 and P = 4/3 and o = 4/5 "
        "and S >= (1 - q) (o - q (2 - q) P^2) (w - q P^2 s) F"
    ) as block:
        p.have("q P^2 = 4/9", "q = 1/4")
        p.let("c = (1 - q) (o - q (2 - q) P^2)", "k = q P^2")
        p.have("q^2 P^2 = 1/9", "q P^2 = 4/9", "q = 1/4")
        p.have("o - q (2 - q) P^2 = 1/45", "q P^2 = 4/9", "q^2 P^2 = 1/9", "o = 4/5")
        p.have("c = 1/60", "o - q (2 - q) P^2 = 1/45", "q = 1/4")
        p.have("c (w - k s) F = (1/60) (w - k s) F", "c = 1/60")
        p.have("(w - k s) F = (w - (4/9) s) F", "q P^2 = 4/9")
        p.have("S >= (1/60) (w - (4/9) s) F", "c (w - k s) F = (1/60) (w - k s) F", "(w - k s) F = (w - (4/9) s) F")
    return block


def scalars(p: Proof) -> Block:
    """The distance h D from the gap S <= G D."""
    with p.fix(
        "r, s, S, D, G, E, h, y in R with s >= 1 and r >= 2 s and G D >= S and 4 r h = y G and E > 0 and y > 0 "
        "and S >= (1/15) (2 r - (13/9) s) E"
    ) as block:
        p.have("2 r - (13/9) s >= (23/18) r", "r >= 2 s")
        p.have("S >= (23/270) r E", "2 r - (13/9) s >= (23/18) r", "E > 0")
        p.have("4 r h D >= y S", "4 r h = y G", "G D >= S", "y > 0")
        p.have("4 r h D >= (23/270) y r E", "4 r h D >= y S", "S >= (23/270) r E", "y > 0")
        p.have("r > 0", "r >= 2 s", "s >= 1")
        p.have("h D >= (23/1080) y E", "4 r h D >= (23/270) y r E", "r > 0")
    return block
