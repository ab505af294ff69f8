"""lem:word-universal. For every C-Lipschitz map F of words there is a VAR transformer near it, with an embedding:

    |S_r(x) - F(x)| <= eps   for all words x in the cells of the listed grid words, off the ramps,

where C delta sqrt(d) <= eps; |S_r(x)| stays below a number that does not depend on the width theta of the ramps for all
x in the cube. S_r takes the value F(P_g) on the cell of P_g, with the hypotheses of lem:word-transformer: r >= 2, rows
of Phi_k of the same sum sigma_k != 0, c >= 3 d L and c >= 3 G N neurons.
"""

from varproof_lemmas.universality.existence import same_weights
from varproof_lemmas.universality.words import (
    NAMES,
    ONE,
    RUN,
    TWO,
    WEIGHT_ARRAYS,
    WordTransformer,
    places,
    same_tokens,
)
from varproof_lemmas.universality.words_run import CELL

from varproof.lang import Abs, Array, Entry, ForAll, Implies, Index, Lam, Q, Source, norm, sqrt
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.rules import Theorem
from varproof.proof.proof import Proof

entry = Entry(
    "lem:word-universal",
    "VAR transformers with an embedding approximate every Lipschitz map of words",
    source=Source(text="ours"),
    uses=["def:embedded-transformer", "lem:word-transformer"],
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    on = WordTransformer(s)
    F, C, eps = s.map("F", (on.d,), to=(on.N, on.d)), s.real("C"), s.real("eps")
    x, y, i, f = on.x, Array("y", on.d), on.i, on.f
    far = norm(F(x)[i, f] - F(y)[i, f], i, f) <= C * norm(x[f] - y[f], f)
    s.assume("lipschitz", ForAll(x, y, far))
    s.assume("constant", C >= 0)
    s.assume("fine", C * on.delta * sqrt(on.d) <= eps)
    s.claim("close", on.there_is(on.last(ForAll(on.g, Implies(on.cell(), norm(on.tau - F(x)[i, f], i, f) <= eps)))))

    z, a, b = Array("z", on.d), Index("a", on.N), Index("b", on.d)
    identity = Lam(z, Lam((a, b), z[b]))
    s.instance("the identity", F=identity, C=1, eps=1, **ONE)
    s.instance("a constant image of two tokens", F=Lam(z, Lam((a, b), 0 * z[b] + 3)), C=0, eps=0, **TWO)
    s.instance("rows of sum 2", F=identity, C=1, eps=2, **dict(ONE, Phi=[[[2]], [[2]]], sigma=[2, 2]))
    s.instance("the word to both tokens", F=identity, C=2, eps=1, **TWO)
    # a norm is at most eps only where eps is not negative
    s.false("any accuracy", drop=["fine"], claims={"close": eps >= 0}, at=dict(ONE, F=identity, C=1, eps=-1))
    # without an embedding all tokens of a word are equal
    s.false("no embedding", claims={"close": same_tokens(on, F, 2 * eps)}, at=dict(TWO, F=places(on), C=0, eps=0))
    # with rows of sum 0 all words have one image
    h, q = Index("h", on.G), Index("q", on.d)
    first, second = F(Lam(q, on.P[on.g, q])), F(Lam(q, on.P[h, q]))
    far = ForAll(on.g, h, i, f, Abs(first[i, f] - second[i, f]) <= 2 * eps)
    none = dict(TWO, v=[0, Q(3, 4)], P=[[0], [Q(3, 4)]], delta=Q(1, 8), Phi=[[[0, 0], [0, 0]]] * 2, sigma=[0, 0])
    s.false("rows of sum 0", drop=["not-zero"], claims={"close": far}, at=dict(none, F=identity, C=2, eps=Q(1, 4)))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("H(g, i, f) = F(a -> P(g, a))[i, f]", "root = sqrt d", "pos(k) = sum[l in r | l <= k] 1")
    p.have("d >= 0")
    p.have("root >= 0")
    p.have("root^2 = d", "d >= 0")
    given = {name: name for name in NAMES}
    found = p.cite("lem:word-transformer", claim="exact", H="H", **given)

    def cells(known: Theorem) -> Theorem:
        """|S - F(x)| = |F(P_g) - F(x)| <= C |P_g - x| <= C delta sqrt d in the last layer."""
        with p.fix("k in r with pos(k) = r") as close, p.fix("g in G"), p.suppose(CELL) as cell:
            values = p.at(known, "k", "g", cell.hypothesis)
            with p.fix("i in N, f in d") as same:
                p.have("S(k, i, f) = H(g, i, f)", p.at(values, "i", "f"))
                p.have("(S(k, i, f) - F(x)[i, f])^2 = (H(g, i, f) - F(x)[i, f])^2", "S(k, i, f) = H(g, i, f)")
            squares = "sum[i in N, f in d] ({} - F(x)[i, f])^2"
            left, right = squares.format("S(k, i, f)"), squares.format("H(g, i, f)")
            equal = p.have(f"{left} = {right}", p.summed(same))
            norms = p.congruence(equal, p.term(left), p.term(right), lambda z: t.fn("sqrt", z))
            with p.fix("a in d") as near:
                p.have("P(g, a) <= x(a) <= P(g, a) + delta - theta", p.at(cell.hypothesis, "a"))
                p.have("0 <= x(a) - P(g, a) <= delta", "P(g, a) <= x(a) <= P(g, a) + delta - theta",
                       "0 < theta <= delta")  # fmt: skip
                p.have("(P(g, a) - x(a))^2 <= delta^2", "0 <= x(a) - P(g, a) <= delta")
            p.let("far = norm[a in d] (P(g, a) - x(a))")
            p.have("far^2 = sum[a in d] (P(g, a) - x(a))^2")
            p.have("far^2 <= d delta^2", "far^2 = sum[a in d] (P(g, a) - x(a))^2", p.summed(near))
            p.have("(delta root)^2 = d delta^2", "root^2 = d")
            p.have("far^2 <= (delta root)^2", "far^2 <= d delta^2", "(delta root)^2 = d delta^2")
            p.have("delta root >= 0", "root >= 0", "step")
            p.have("far <= delta root", "far^2 <= (delta root)^2", "delta root >= 0")
            p.have("C far <= C delta root", "far <= delta root", "constant")
            lipschitz = p.at("lipschitz", "a -> P(g, a)", "x")
            p.have("norm[i in N, f in d] (S(k, i, f) - F(x)[i, f]) <= eps", norms, lipschitz,
                   "C far <= C delta root", "fine")  # fmt: skip
        return close.theorem

    same_weights(p, found, WEIGHT_ARRAYS, *RUN, cells)
    p.settle_definedness(p.cite("lem:word-transformer", claim="exact is defined", H="H", **given))
