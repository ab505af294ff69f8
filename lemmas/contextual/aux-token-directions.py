"""aux:token-directions. Two directions in which all tokens of N sequences are seen; m is the number of different ones.

With U(i, k) = <u, X(i, k)> and T(i, k) = <w, X(i, k)>, where the tokens are separated as in def:tokenwise-separated,

    2 |U(i, k)| <= m^2 gamma_max,   |U(i, k) - U(j, l)| > epsilon for different tokens   (pairs)
    gamma_min < |T(i, k)| <= m gamma_max                                                  (tokens)

Why: u is (1/2) m (m - 1) times the unit vector of lem:projection for the vocabulary; w is a longest signed sum of the m
normalised tokens: flipping a sign does not lengthen it, so that its inner product with each is at least 1 in size.
"""

from varproof_lemmas.contextual.contextual_statement import contextual_data

from varproof.lang import Abs, And, Entry, Exists, ForAll, Implies, Index, Ne, Q, Source, Sum
from varproof.lang import Array as Vector
from varproof.proof.context import Block
from varproof.proof.proof import Proof

entry = Entry("aux:token-directions", "Two directions in which all tokens are seen", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    X, v, _, gamma_min, gamma_max, epsilon = contextual_data(s)
    N, n, d = X.dims
    m = v.dims[0]
    i, j, k, l, c = Index("i", N), Index("j", N), Index("k", n), Index("l", n), Index("c", d)
    u, w = Vector("u", d), Vector("w", d)
    U, T = Sum(u[c] * X[i, k, c], c), Sum(w[c] * X[i, k, c], c)
    differ = Exists(c, Ne(X[i, k, c], X[j, l, c]))
    apart = Implies(differ, Abs(U - Sum(u[c] * X[j, l, c], c)) > epsilon)
    s.claim("pairs", Exists(u, And(ForAll(i, k, 2 * Abs(U) <= m**2 * gamma_max), ForAll(i, j, k, l, apart))))
    s.claim("tokens", Exists(w, ForAll(i, k, And(gamma_min < Abs(T), Abs(T) <= m * gamma_max))))

    s.instance("one token", s=1, X=[[[1]]], v=[[1]], gamma_min=Q(1, 2), gamma_max=2, epsilon=1)
    pair = dict(s=1, X=[[[5], [-5]]], v=[[5], [-5]], gamma_min=4, gamma_max=6, epsilon=9)
    s.instance("two tokens", **pair)
    s.instance("two tokens that exchange", **dict(pair, X=[[[5], [-5]], [[-5], [5]]]))
    # values of at most m^2 gamma_max / 2 are at most twice that apart, and lengths of at most m gamma_max not longer
    far, long = {"pairs": epsilon < m**2 * gamma_max}, {"tokens": gamma_min < m * gamma_max}
    s.false("any distance", drop=["separated"], claims=far, at=dict(pair, epsilon=30))
    s.false("any length", drop=["separated"], claims=long, at=dict(pair, gamma_min=20))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("differ(i, j, k, l) iff some c in d: X[i, k, c] != X[j, l, c]")
    with p.fix("i in N, k in n") as norms:
        p.have("gamma_min < norm[c in d] X[i, k, c] < gamma_max", "separated")
    with p.fix("i in N, k in n") as listed:
        p.have("some a in m: for all c in d: X[i, k, c] = v[a, c]", p.right(p.given("vocabulary")))
    with p.case("m <= 1"):
        one_word(p, listed)
    with p.otherwise("m > 1"):
        several_words(p, norms, listed)
    tokens(p, norms, listed)


def one_word(p: Proof, listed: Block) -> None:
    """All tokens are equal."""
    with p.fix("a, b in m") as alike:
        with p.suppose("a != b"):
            p.have("false", p.at(p.cite("thy:two-members", claim="different", n="m"), "a", "b"), "m <= 1")
        p.have("a = b")
    p.get("i in N")
    p.get("k in n")
    p.have("gamma_max > 0", "positive-norm", "separated")
    with p.fix("i, j in N, k, l in n with differ(i, j, k, l)") as none:
        p.get("a in m: for all c in d: X[i, k, c] = v[a, c]", p.at(listed, "i", "k"))
        p.get("b in m: for all c in d: X[j, l, c] = v[b, c]", p.at(listed, "j", "l"))
        p.get("c in d: X[i, k, c] != X[j, l, c]")
        p.have("v[a, c] = v[b, c]", p.at(alike, "a", "b"))
        p.have("X[i, k, c] = X[j, l, c]", "v[a, c] = v[b, c]")
        p.have("|0| > epsilon", "X[i, k, c] = X[j, l, c]", "X[i, k, c] != X[j, l, c]")
    p.let("zero(c) = 0")
    p.claim("pairs", "gamma_max > 0", none, by="zero")


def several_words(p: Proof, norms: Block, listed: Block) -> None:
    """A multiple of the unit vector that sees all differences."""
    two = p.have("m >= 2", p.cite("thy:two-members", claim="more", n="m"))
    scaled, far = scales(p), p.right(p.right(p.given("separated")))
    with p.fix("x, y, c in R with c > 0 and (2/c) x <= y") as divided:
        p.have("c (1/c) = 1", "c > 0")
        p.have("x <= (1/2) c y", "(2/c) x <= y", "c (1/c) = 1", "c > 0")
    known = p.get("e in R^(d)", p.cite("lem:projection", two, m="m", d="d", v="v", variant="sharpened"))
    p.have("norm[c in d] e[c] = 1")
    p.have("m (m - 1) > 0", two)
    p.get("i in N")
    p.get("k in n")
    p.have("gamma_max > 0", "positive-norm", "separated")
    p.let("u(c) = (1/2) m (m - 1) e[c]", "U(i, k) = sum[c in d] u(c) X[i, k, c]")
    with p.fix("i in N, k in n") as short:
        seen = p.cite("thy:cauchy-schwarz", claim="product", n="d", x="e", y="c -> X[i, k, c]")
        p.have("|sum[c in d] e[c] X[i, k, c]| <= gamma_max", seen, "norm[c in d] e[c] = 1", p.at(norms, "i", "k"))
        size = p.at(scaled, "U(i, k)", "sum[c in d] e[c] X[i, k, c]", "(1/2) m (m - 1)")
        p.have("2 |U(i, k)| = m (m - 1) |sum[c in d] e[c] X[i, k, c]|", size)
        p.have("2 |U(i, k)| <= m (m - 1) gamma_max", "2 |U(i, k)| = m (m - 1) |sum[c in d] e[c] X[i, k, c]|",
               "|sum[c in d] e[c] X[i, k, c]| <= gamma_max", "m (m - 1) > 0")  # fmt: skip
        p.have("2 |U(i, k)| <= m^2 gamma_max", "2 |U(i, k)| <= m (m - 1) gamma_max", "gamma_max > 0")
    with p.fix("i, j in N, k, l in n with differ(i, j, k, l)") as apart:
        p.get("a in m: for all c in d: X[i, k, c] = v[a, c]", p.at(listed, "i", "k"))
        p.get("b in m: for all c in d: X[j, l, c] = v[b, c]", p.at(listed, "j", "l"))
        p.let("gap = norm[c in d] (v[a, c] - v[b, c])", "seen = sum[c in d] e[c] (v[a, c] - v[b, c])")
        p.have("m (m - 1) > 0 and (2/(m (m - 1))) gap <= |seen|", p.at(p.right(known), "a", "b"), "m (m - 1) > 0")
        p.have("gap <= (1/2) m (m - 1) |seen|", p.at(divided, "gap", "|seen|", "m (m - 1)"))
        with p.fix("c in d") as same:
            p.have("X[i, k, c] = v[a, c]")
            p.have("X[j, l, c] = v[b, c]")
            p.have("X[i, k, c] - X[j, l, c] = v[a, c] - v[b, c]", "X[i, k, c] = v[a, c]", "X[j, l, c] = v[b, c]")
        with p.fix("c in d") as squares:
            p.have("(X[i, k, c] - X[j, l, c])^2 = (v[a, c] - v[b, c])^2", p.at(same, "c"))
        p.have(
            "gap = norm[c in d] (X[i, k, c] - X[j, l, c]) > epsilon", p.summed(squares), p.at(far, "i", "k", "j", "l")
        )
        with p.fix("c in d") as products:
            p.have("e[c] (X[i, k, c] - X[j, l, c]) = e[c] (v[a, c] - v[b, c])", p.at(same, "c"))
        p.have("U(i, k) - U(j, l) = (1/2) m (m - 1) seen", p.summed(products))
        p.have(
            "|U(i, k) - U(j, l)| = (1/2) m (m - 1) |seen|", p.at(scaled, "U(i, k) - U(j, l)", "seen", "(1/2) m (m - 1)")
        )
        p.have(
            "|U(i, k) - U(j, l)| > epsilon",
            "|U(i, k) - U(j, l)| = (1/2) m (m - 1) |seen|",
            "gap <= (1/2) m (m - 1) |seen|",
            "gap > epsilon",
        )
    p.claim("pairs", short, apart, by="u")


def tokens(p: Proof, norms: Block, listed: Block) -> None:
    """The direction w, from the normalised words e(a)."""
    p.let("r(a) = norm[c in d] v[a, c]", "e(a, c) = v[a, c]/r(a)")
    with p.fix("a in m") as long:
        p.get("i in N, k in n: for all c in d: v[a, c] = X[i, k, c]", "vocabulary")
        with p.fix("c in d") as squares:
            p.have("v[a, c]^2 = X[i, k, c]^2")
        p.have("r(a) > gamma_min", p.summed(squares), p.at(norms, "i", "k"))
    with p.fix("a in m") as units:
        p.have("r(a) > 0", p.at(long, "a"))
        p.have("sum[c in d] e(a, c)^2 = 1", "r(a) > 0")
    p.get("o in m")
    p.let("single = {x in m | x = o}")
    p.have("o in single")
    p.have("|single| = 1")
    sizes = dict(m="m", n="single", d="d")
    known = p.get("w in R^(d)", p.cite("aux:longest-sum", "o in single", w="(a, x, c) -> e(a, c)", **sizes))
    with p.fix("a in m, x in single") as ones:
        p.have("norm[c in d] e(a, c) = 1", p.at(units, "a"))
    p.have("norm[c in d] w[c] <= m", p.right(known), p.summed(ones), "|single| = 1")
    with p.fix("a in m") as reach:
        p.have("|sum[c in d] w[c] e(a, c)| >= 1", p.at(p.left(known), "a", "o"), p.at(units, "a"))
    p.let("T(i, k) = sum[c in d] w[c] X[i, k, c]")
    with p.fix("i in N, k in n"):
        p.get("a in m: for all c in d: X[i, k, c] = v[a, c]", p.at(listed, "i", "k"))
        seen = p.cite("thy:cauchy-schwarz", claim="product", n="d", x="w", y="c -> X[i, k, c]")
        p.have("|T(i, k)| <= m gamma_max", seen, "norm[c in d] w[c] <= m", p.at(norms, "i", "k"))
        p.have("r(a) > gamma_min", p.at(long, "a"))
        p.let("z = sum[c in d] w[c] e(a, c)")
        with p.fix("c in d") as products:
            p.have("w[c] X[i, k, c] = w[c] v[a, c]")
        p.have("r(a) > 0", "r(a) > gamma_min")
        p.have("r(a) z = sum[c in d] w[c] v[a, c]", "r(a) > 0")
        p.have("T(i, k) = r(a) z", p.summed(products), "r(a) z = sum[c in d] w[c] v[a, c]")
        p.have("|z| >= 1", p.at(reach, "a"))
        p.have("|T(i, k)| = r(a) |z|", p.at(scales(p), "T(i, k)", "z", "r(a)"))
        p.have("gamma_min < |T(i, k)|", "|T(i, k)| = r(a) |z|", "|z| >= 1", "r(a) > gamma_min")
        p.have("gamma_min < |T(i, k)| <= m gamma_max")
    p.claim("tokens", by="w")


def scales(p: Proof) -> Block:
    """|c y| = c |y| for c >= 0."""
    with p.fix("x, y, c in R with c >= 0 and x = c y") as scaled:
        p.have("|x| = |c y| = c |y|", "x = c y", "c >= 0")
    return scaled
