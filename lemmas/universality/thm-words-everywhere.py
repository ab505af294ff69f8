"""thm:words-everywhere. Words of one coordinate: one layer, printed attention or none, close at every word.

For every map F from reals to N x d arrays whose entries are C-Lipschitz, and levels of a step delta <= eps/C in [0, 1],
there are an embedding E and weights of c >= 3 N L neurons with

    |FFN(Attn(x + E))_ij - F(x)_ij| <= eps   for all words x in [0, 1] and all i, j,

Attn the printed attention, without skip connection or output matrix (def:attention); and others with

    |FFN(x + E)_ij - F(x)_ij| <= eps   for all x in [0, 1] and all i, j.

The word x stands in all d entries of its N tokens, as after an up-interpolation whose rows have sum 1. This is
thm:var-universal, corrected, in the sup norm: no ramps, no words left out. And attention is not needed: the embedding
alone tells places apart, E_i = 3 i. With attention, token i sees a curve that increases with x, and the curves of
different places do not meet (lem:place-curves); along curves one feed-forward layer interpolates (lem:curve-memory).
For targets with jumps this is impossible (lem:steep-ramp).
"""

from importlib import import_module

from varproof_lemmas.model import attention, feed_forward

from varproof.lang import Abs, And, Array, Entry, Exists, ForAll, Implies, Index, Lam, Pos, Q, Real, Source
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof

curves = import_module("varproof_lemmas.universality.lem-curve-memory")

entry = Entry(
    "thm:words-everywhere",
    "VAR transformers approximate maps of words of one coordinate at every word",
    source=Source(icml="6.6", text="ours"),
    uses=["def:attention", "def:feed-forward", "lem:curve-memory", "lem:place-curves", "lem:steep-ramp"],
    note="thm:var-universal in the sup norm for d = 1; attention is as printed, and is not needed.",
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    N, L, d, c, v, delta = curves.levels(s)
    F, C, eps = curves.target(s, N, d, delta)
    E, x = Array("E", N, d), Real("x")
    heads = [Array(f"W_{name}", d, d) for name in "QKV"]
    ffn = Array("U", c, d), Array("T", c), Array("V", d, c), Array("b", d)
    i, j, u, g, o, r = (Index(*pair) for pair in zip("ijugor", (N, d, N, d, N, d), strict=True))
    tokens = Lam((u, g), x + E[u, g])
    seen = Lam((o, r), attention(tokens, *heads)[o, r])

    def close(tokens):
        """What the feed-forward layer makes of the tokens is within eps of F(x) everywhere."""
        near = ForAll(i, j, Abs(feed_forward(tokens, *ffn)[i, j] - F(x)[i, j]) <= eps)
        return ForAll(x, Implies(And(0 <= x, x <= 1), near))

    s.claim("attention", Exists(E, *heads, *ffn, close(seen)))
    s.claim("none", Exists(E, *ffn, close(tokens)))

    y, k, h = Real("y"), Index("k", N), Index("h", d)
    ends = curves.ENDS
    word = dict(ends, F=Lam(y, Lam((k, h), y)), C=1)
    s.instance("the word itself", **word, eps=1)
    s.instance("a constant", F=Lam(y, Lam((k, h), 0 * y + 5)), C=0, eps=0, **ends)
    two = dict(v=[0, Q(1, 2), 1], delta=Q(1, 2), N=2, d=1, c=18)
    s.instance("two tokens", F=Lam(y, Lam((k, h), y)), C=1, eps=Q(1, 2), **two)
    s.false("any accuracy", drop=["fine"], claims={"none": eps >= 0}, at=dict(word, eps=-1))
    # without an embedding all tokens of a word are equal
    m = Index("m", N)
    same = ForAll(i, m, j, Abs(F(0)[i, j] - F(0)[m, j]) <= 2 * eps)
    s.false("no embedding", claims={"none": same}, at=dict(two, F=Lam(y, Lam((k, h), 0 * y + Pos(k))), C=0, eps=0))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("relu(x) = max(x, 0)")
    sees = "(sum[j in N] (x + e(j)) exp(a (x + e(i)) (x + e(j))))/(sum[j in N] exp(a (x + e(i)) (x + e(j))))"
    p.let(f"sees(e, a, i, x) = {sees}")
    grows = "(for all x in R, y in R: x < y => (for all i in N: sees(e, a, i, x) < sees(e, a, i, y)))"
    apart = ("(for all i, k in N: i != k => sees(e, a, i, 1 + delta) <= sees(e, a, k, -delta)"
             " or sees(e, a, k, 1 + delta) <= sees(e, a, i, -delta))")  # fmt: skip
    p.get(f"e in R^N, a in R: {grows} and {apart}", p.cite("lem:place-curves", n="N", delta="delta"))
    grows, apart = p.have(grows[1:-1]), p.have(apart[1:-1])
    given = {name: name for name in ("N", "L", "d", "c", "v", "delta", "C", "eps")}

    def target(x: Node, i: Node, j: Node) -> Node:
        return p["F"](x, i, j)

    def seen(x: Node, i: Node) -> Node:
        return p.symbols["sees"](p.symbols["e"], p.symbols["a"], i, x)

    found = p.cite("lem:curve-memory", grows, apart, Y=seen, F=target, claim="close", **given)
    memory = _memory(p, found, "sees(e, a, i, x)")
    p.have("d > 0")
    p.have("d (1/d) = 1 and d^3 (a/d^3) = a", "d > 0")
    p.get("g, w in R: d w = 1 and d^3 g = a", "d (1/d) = 1 and d^3 (a/d^3) = a", by="a/d^3, 1/d")
    p.let("score(x, i, j) = sum[p in d, q in d, o in d] (x + e(i)) g (x + e(j))")
    p.let("weight(x, i, j) = exp(score(x, i, j))")
    p.let("A(x, i, f) = (sum[j in N] weight(x, i, j) (sum[p in d] (x + e(j)) w))/(sum[l in N] weight(x, i, l))")
    with p.fix("x in R with 0 <= x <= 1") as with_attention, p.fix("i in N"):
        p.let("product(j) = a (x + e(i)) (x + e(j))")
        with p.fix("j in N") as weights:
            p.have("score(x, i, j) = d^3 g (x + e(i)) (x + e(j))")
            same = p.have("score(x, i, j) = product(j)", "score(x, i, j) = d^3 g (x + e(i)) (x + e(j))",
                          "d w = 1 and d^3 g = a")  # fmt: skip
            p.ended(p.congruence(same, p.term("score(x, i, j)"), p.term("product(j)"), t.exp))
        with p.fix("j in N") as values:
            p.have("sum[p in d] (x + e(j)) w = x + e(j)", "d w = 1 and d^3 g = a")
            p.have("weight(x, i, j) (sum[p in d] (x + e(j)) w) = (x + e(j)) exp(product(j))", p.at(weights, "j"),
                   "sum[p in d] (x + e(j)) w = x + e(j)")  # fmt: skip
        bottom = p.have("sum[l in N] weight(x, i, l) = sum[l in N] exp(product(l))", p.summed(weights))
        top = p.have("sum[j in N] weight(x, i, j) (sum[p in d] (x + e(j)) w) = sum[j in N] (x + e(j)) exp(product(j))",
                     p.summed(values))  # fmt: skip
        above = p.term("sum[j in N] weight(x, i, j) (sum[p in d] (x + e(j)) w)")
        first = p.congruence(bottom, p.term("sum[l in N] weight(x, i, l)"), p.term("sum[l in N] exp(product(l))"),
                             lambda z: above / z)  # fmt: skip
        second = p.congruence(top, above, p.term("sum[j in N] (x + e(j)) exp(product(j))"),
                              lambda z: z / p.term("sum[l in N] exp(product(l))"))  # fmt: skip
        with p.fix("f in d") as entries:
            p.have("A(x, i, f) = sees(e, a, i, x)", first, second)
        with p.fix("j in d"):
            p.have("|A(x, i, j) + sum[h in c] V(j, h) relu(sum[k in d] U(h, k) A(x, i, k) + T(h)) - F(x)[i, j]| <= eps",
                   p.at(memory, "x", "i", "f -> A(x, i, f)", entries.theorem, "j"))  # fmt: skip
    p.claim("attention", with_attention, by="(i, f) -> e(i), (p, o) -> g, (q, o) -> 1, (p, f) -> w, U, T, V, j -> 0")
    _without(p, given, target)


def _memory(p: Proof, found, curve: str):
    """Weights U, T, V of a layer that is close along the curve."""
    out = "y(j) + sum[h in c] V(j, h) relu(sum[k in d] U(h, k) y(k) + T(h))"
    close = (
        f"for all x in R: 0 <= x <= 1 => (for all i in N: for all y in R^d: (for all f in d: y(f) = {curve}) =>"
        f" (for all j in d: |{out} - F(x)[i, j]| <= eps))"
    )
    p.get("U in R^(c, d), T in R^c, V in R^(d, c): " + close, found)
    return p.have(close)


def _without(p: Proof, given, target) -> None:
    """Without attention: token i is x + 3 e(i)."""
    p.let("place(i) = sum[l in N | l <= i] 1")
    own, later = (p.cite("thy:rank", n="N", x="i -> i", claim=claim) for claim in ("own", "next"))
    with p.fix("i in N, k in N with i < k") as next_:
        p.have("place(k) >= place(i) + 1", p.at(own, "k"), p.at(later, "i", "k"), "i < k")
    steps = p.get("e in R^N: for all i in N, k in N: i < k => e(k) >= e(i) + 1", next_, by="place")
    with p.fix("x in R, y in R with x < y") as grows, p.fix("i in N"):
        p.have("x + 3 e(i) < y + 3 e(i)", "x < y")
    with p.fix("i in N, k in N with i != k") as apart:
        with p.case("i < k"):
            p.have("1 + delta + 3 e(i) <= -delta + 3 e(k)", p.at(steps, "i", "k"), "i < k", "step")
            p.have("1 + delta + 3 e(i) <= -delta + 3 e(k) or 1 + delta + 3 e(k) <= -delta + 3 e(i)")
        with p.otherwise("k < i"):
            p.have("1 + delta + 3 e(k) <= -delta + 3 e(i)", p.at(steps, "k", "i"), "k < i", "step")
            p.have("1 + delta + 3 e(i) <= -delta + 3 e(k) or 1 + delta + 3 e(k) <= -delta + 3 e(i)")

    def placed(x: Node, i: Node) -> Node:
        return x + 3 * p.symbols["e"](i)

    found = p.cite("lem:curve-memory", grows, apart, Y=placed, F=target, claim="close", **given)
    memory = _memory(p, found, "x + 3 e(i)")
    with p.fix("x in R with 0 <= x <= 1") as close, p.fix("i in N, j in d"):
        p.have("|x + 3 e(i) + sum[h in c] V(j, h) relu(sum[k in d] U(h, k) (x + 3 e(i)) + T(h)) - F(x)[i, j]| <= eps",
               p.at(memory, "x", "i", "f -> x + 3 e(i)", "j"))  # fmt: skip
    p.claim("none", close, by="(i, f) -> 3 e(i), U, T, V, j -> 0")
