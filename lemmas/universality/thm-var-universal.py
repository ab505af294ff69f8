"""thm:var-universal. The main theorem: VAR transformers approximate word-to-image maps.

Printed: for f_word2img = f_r o g_r o ... o f_1 o g_1 of asm:target-class there is a VAR transformer with
||tau_VAR - f_word2img|| <= O(eps); as this is said of every eps > 0, some transformer comes as close as one likes. The
norm is that of lem:two-layer-perturbation; read as the largest distance, for x in the unit cube.

False for the transformer as it is defined in print (def:var-layer, def:var-transformer), already for r = 1: take
g_1 = Phi, the up-interpolation itself, and f_1(y) = y + B, 1-Lipschitz. Whatever Phi is, it is linear; so at x = 0 all
tokens are 0, attention and the feed-forward layer give all of them the same output, and the error is at least
|B_k - B_l| / 2. This holds for all weights and every number c of neurons: the consequence does not mention them.
It is an obstruction to the printed definition, and does not touch the class with a positional embedding after the
interpolation, which the paper's own lemmas use: there the theorem is true.

Corrected: in that class (def:embedded-transformer), for every r >= 2, every f_word2img of the class and every eps there
are weights with

    |tau(x) - f_word2img(x)| <= eps   for all words x off the ramps,

x in a cell P_g <= x <= P_g + delta - theta of the listed words (all words of L levels, if one likes), with
K^{2r} delta sqrt(d) <= eps, for up-interpolations whose rows have one sum sigma_k != 0 (for one axis, printed weights
and a clamped border that of the weights, lem:up-row-sums); the ramps, of any width theta > 0, have a measure of at most
d theta/delta in the cube (lem:ramp-measure), and |tau| stays below a number there that does not depend on theta.
c neurons a layer, c >= 3 d L and c >= 3 G n_r. By lem:word-universal, for f_word2img is K^{2r}-Lipschitz
(asm:target-class). The maps f_k, g_k enter by that alone: the up-interpolations need not be near g_k, depth buys
nothing, and attention is needed only because it has no skip connection to let the embedding through. For words of one
coordinate one layer comes close at every word, in the sup norm, with printed attention or with none
(thm:words-everywhere). The image-to-image reading (arXiv) is lem:one-layer-universal, corrected, with F on sequences.

The printed proof has another flaw: its K_2 is a Lipschitz constant of the approximating blocks, which grows as eps
falls (lem:steep-ramp; lem:layer-lipschitz bounds it by the weights), so that K_2^n eps is not O(eps), though the
displayed sum and its bound are right (lem:growth-chain). How errors add up with the true constants: lem:layer-errors.
"""

from varproof_lemmas.universality.collapse import equal_tokens, universal
from varproof_lemmas.universality.existence import same_weights
from varproof_lemmas.universality.words import NAMES, ONE, RUN, TWO, WEIGHT_ARRAYS, WordTransformer
from varproof_lemmas.universality.words_run import CELL

from varproof.lang import Abs, Array, Entry, Eq, ForAll, Implies, Index, Lam, Pos, Q, Source, exp, log, norm, sqrt
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import func, lam
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.positions import Positions
from varproof.proof.proof import Proof

entry = Entry(
    "thm:var-universal",
    "VAR transformers approximate word-to-image maps",
    source=Source(icml="6.6", text="read"),
    uses=[
        "asm:target-class",
        "def:attention",
        "def:attention-matrix",
        "def:embedded-transformer",
        "def:feed-forward",
        "def:var-layer",
        "def:var-transformer",
        "lem:all-layers-different",
        "lem:duplicate-collapse",
        "lem:growth-chain",
        "lem:layer-errors",
        "lem:layer-lipschitz",
        "lem:one-layer-different",
        "lem:one-layer-universal",
        "lem:ramp-measure",
        "lem:two-layer-perturbation",
        "lem:word-universal",
        "thm:words-everywhere",
    ],
    note="The norm is not named. Printed: in the class as it is defined, without a positional embedding. Corrected: "
    "there are weights, with an embedding, within eps at the listed words off the ramps.",
)

with entry.variant(
    "printed",
    expect="REFUTED",
    evidence=["witness"],
    finding="As defined, without a positional embedding, all tokens are equal after the up-interpolation of x = 0 and "
    "stay equal, so a target that tells two tokens apart there is missed by half their distance.",
) as s:
    universal(s, 1, lambda up, layer: layer)

with entry.variant(
    "corrected",
    expect="PROVED",
    evidence=["kernel"],
    note="With a positional embedding after every up-interpolation, as in the paper's own proofs: there are weights "
    "for every map of the class, every depth r >= 2 and every eps, within eps at the listed words off the ramps, if "
    "the rows of each up-interpolation have one sum, not 0.",
) as s:
    on = WordTransformer(s)
    r, N, d, k, i, f, x = on.r, on.N, on.d, on.k, on.i, on.f, on.x
    F, B = (s.map(name, (d,), to=(r, N, d)) for name in ("F", "B"))
    K, eps, y, l = s.real("K"), s.real("eps"), Array("y", d), Index("l", r)

    def apart(states, k):
        """The distance of the states after layer k at the words x and y."""
        return norm(states(x)[k, i, f] - states(y)[k, i, f], i, f)

    s.assume("constant", K > 0)
    start = ForAll(x, y, apart(B, k) <= K * norm(x[f] - y[f], f))
    s.assume("first-g", ForAll(k, Implies(Eq(Pos(k), 1), start)))
    step = ForAll(x, y, apart(B, k) <= K * apart(F, l))
    s.assume("g", ForAll(l, k, Implies(Eq(Pos(k), Pos(l) + 1), step)))
    s.assume("f", ForAll(k, ForAll(x, y, apart(F, k) <= K * apart(B, k))))
    s.assume("fine", exp(2 * r * log(K)) * on.delta * sqrt(d) <= eps)
    near = norm(on.tau - F(x)[k, i, f], i, f) <= eps
    s.claim("close", on.there_is(on.last(ForAll(on.g, Implies(on.cell(), near)))))

    z, a, b, h = Array("z", d), Index("a", N), Index("b", d), Index("h", r)
    passed = Lam(z, Lam((h, a, b), z[b]))
    s.instance("the word itself", F=passed, B=passed, K=1, eps=1, **ONE)
    s.instance("a larger constant", F=passed, B=passed, K=2, eps=16, **ONE)
    three = dict(ONE, n=[1, 1, 1], Phi=[[[1]]] * 3, sigma=[1, 1, 1])
    s.instance("three layers", F=passed, B=passed, K=1, eps=1, **three)
    s.instance("two words to two tokens", F=passed, B=passed, K=2, eps=8, **TWO)
    # a norm is at most eps only where eps is not negative; and without an embedding all tokens of a word are equal
    s.false("any accuracy", drop=["fine"], claims={"close": eps >= 0}, at=dict(ONE, F=passed, B=passed, K=1, eps=-1))
    image, m, q = F(Lam(b, on.P[on.g, b])), Index("m", N), Index("q", r)
    equal = ForAll(on.g, q, i, m, f, Abs(image[q, i, f] - image[q, m, f]) <= 2 * eps)
    placed = Lam(z, Lam((h, a, b), 0 * z[b] + Pos(a)))
    s.false("no embedding", claims={"close": equal}, at=dict(TWO, F=placed, B=placed, K=Q(1, 2), eps=Q(1, 32)))
    # with rows of sum 0 all words have one image
    word = Index("e", on.G)
    other = F(Lam(b, on.P[word, b]))
    one_image = ForAll(on.g, word, i, f, k, Implies(Eq(Pos(k), r), Abs(image[k, i, f] - other[k, i, f]) <= 2 * eps))
    none = dict(TWO, delta=Q(1, 128), Phi=[[[0, 0], [0, 0]]] * 2, sigma=[0, 0], F=passed, B=passed, K=2, eps=Q(1, 8))
    s.false("rows of sum 0", drop=["not-zero"], claims={"close": one_image}, at=none)


@entry.proof("corrected")
def proof_corrected(p: Proof) -> None:
    p.let("pos(k) = sum[l in r | l <= k] 1", "row(i) = sum[l in N | l <= i] 1", "rate(m) = exp(2 m log K)")
    p.have("exp(log K) = K", "constant")
    with p.fix("x, y in R^d") as lipschitz:
        p.let("word = norm[f in d] (x(f) - y(f))")
        p.let("after(k) = norm[i in N, f in d] (F(x)[k, i, f] - F(y)[k, i, f])")
        p.let("before(k) = norm[i in N, f in d] (B(x)[k, i, f] - B(y)[k, i, f])")
        p.let("holds(k) iff after(k) <= rate(pos(k)) word")
        with p.fix("k in r with pos(k) = 1") as start:
            p.have("before(k) <= K word", p.at("first-g", "k", "x", "y"), why="(first-g)")
            p.have("K before(k) <= K^2 word", "before(k) <= K word", "constant")
            p.have("after(k) <= K^2 word", p.at("f", "k", "x", "y"), "K before(k) <= K^2 word", why="(f)")
            one = p.congruence(p.fact("pos(k) = 1"), p.term("pos(k)"), p.term("1"), p.symbols["rate"])
            p.have("rate(1) = K^2", "exp(log K) = K")
            p.have("holds(k)", one, "rate(1) = K^2", "after(k) <= K^2 word")
        with p.fix("l in r, k in r with pos(k) = pos(l) + 1") as step, p.suppose("holds(l)"):
            p.have("before(k) <= K after(l)", p.at("g", "l", "k", "x", "y"), why="(g)")
            p.have("K before(k) <= K^2 after(l)", "before(k) <= K after(l)", "constant")
            p.have("K^2 after(l) <= K^2 rate(pos(l)) word", "holds(l)")
            p.have("after(k) <= K^2 rate(pos(l)) word", p.at("f", "k", "x", "y"), "K before(k) <= K^2 after(l)",
                   "K^2 after(l) <= K^2 rate(pos(l)) word", why="(f)")  # fmt: skip
            one = p.congruence(p.fact("pos(k) = pos(l) + 1"), p.term("pos(k)"), p.term("pos(l) + 1"), p.symbols["rate"])
            p.have("rate(pos(l) + 1) = K^2 rate(pos(l))", "exp(log K) = K")
            p.have("rate(pos(k)) = K^2 rate(pos(l))", one, "rate(pos(l) + 1) = K^2 rate(pos(l))")
            p.have("rate(pos(k)) word = K^2 rate(pos(l)) word", "rate(pos(k)) = K^2 rate(pos(l))")
            p.have("holds(k)", "rate(pos(k)) word = K^2 rate(pos(l)) word", "after(k) <= K^2 rate(pos(l)) word")
        with p.silent():
            every = Positions(p, p["r"]).by_induction(
                p.symbols["holds"],
                lambda k, k_in, at: p.use(start.theorem, k, k_in, at),
                lambda l, l_in, k, k_in, at, holds: p.use(step.theorem, l, l_in, k, k_in, at, holds),
            )
        p.have("for all k in r: holds(k)", every, why="by induction over the layers")
        with p.fix("k in r with pos(k) = r"):
            one = p.congruence(p.fact("pos(k) = r"), p.term("pos(k)"), p.term("r"), p.symbols["rate"])
            p.have("after(k) <= rate(pos(k)) word", p.at(every, "k"), why="holds(k)")
            p.have("after(k) <= rate(r) word", "after(k) <= rate(pos(k)) word", one)
    p.get("last in r: pos(last) = r", p.cite("thy:last-time", T="r", claim="last"))
    with p.fix("x, y in R^d") as at_last:
        p.have("norm[i in N, f in d] (F(x)[last, i, f] - F(y)[last, i, f]) <= rate(r) (norm[f in d] (x(f) - y(f)))",
               p.at(lipschitz, "x", "y", "last"), why="the image is K^(2 r)-Lipschitz")  # fmt: skip
    p.have("rate(r) >= 0")
    given = {name: name for name in NAMES}
    last = p.term("last")
    image = dict(F=lambda x, i, f: p["F"](x, last, i, f), C="rate(r)", eps="eps")
    hypotheses = at_last, _map_at(p, last), "rate(r) >= 0", "fine"
    found = p.cite("lem:word-universal", *hypotheses, claim="close", **image, **given)
    p.say("Let R, and the weights for each θ, be those of lem:word-universal for F(·)[last], with constant K^(2 r).")

    def cells(known: Theorem) -> Theorem:
        """The last layer is layer k."""
        with p.fix("k in r with pos(k) = r") as close, p.fix("g in G"), p.suppose(CELL) as cell:
            p.have("k = last", p.at(p.cite("thy:one-place", T="r"), "k", "last"), why="one layer is the last")
            p.have("norm[i in N, f in d] (S(k, i, f) - F(x)[last, i, f]) <= eps",
                   p.at(known, "k", "g", cell.hypothesis),
                   why="lem:word-universal")  # fmt: skip
            p.have("norm[i in N, f in d] (S(k, i, f) - F(x)[k, i, f]) <= eps", "k = last",
                   "norm[i in N, f in d] (S(k, i, f) - F(x)[last, i, f]) <= eps")  # fmt: skip
        return close.theorem

    same_weights(p, found, WEIGHT_ARRAYS, *RUN, cells)
    p.settle_definedness(p.cite("lem:word-transformer", claim="exact is defined", H="(g, i, f) -> 0", **given))


def _map_at(p: Proof, last: Node) -> Theorem:
    """The image after the last layer is a map of words: words with equal entries have equal images."""
    names = [("fn1", "X1"), ("fn1", "Y1"), ("real", "i1"), ("real", "f1")]
    first, second, i, f = (lam(func(name)) if sort == "fn1" else t.var(name) for sort, name in names)
    theorem = p.given("F is a map")
    for value in (first, second, last, i, f):
        theorem = p.k.specialise(theorem, value)
    theorem = p.k.mp(theorem, p.member(last, p["r"]))
    for sort, name in reversed(names):
        theorem = p.k.generalise(theorem, sort, name)
    return theorem


@entry.proof("printed")
def proof_printed(p: Proof) -> None:
    equal_tokens(p, 1, lambda up, layer: layer)
