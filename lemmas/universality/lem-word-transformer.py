"""lem:word-transformer. VAR transformers with a positional embedding take prescribed images at grid words.

For r >= 2 layers of def:embedded-transformer (printed attention, one head, no skip connection), up-interpolations whose
rows have the same sum sigma_k != 0, different words P_1, ..., P_G of L levels with steps of delta or more, and any
images H_g in R^(N x d) there is a bound R, and for every width theta in (0, delta] of the ramps there are weights with

    S_r(x) = H_g   for P_g <= x <= P_g + delta - theta,      |S_r(x)| <= R   for all words x in [0, 1]^d,

with c neurons in every layer, c >= 3 d L and c >= 3 G N. R does not depend on theta.

Layer 1 writes a code of the word, rounded by ramps, into all d entries (lem:quantiser-layer, lem:word-codes); the
layers between pass it on, with W_V = 1/(d sigma_k); in layer r token i is sigma y + e_i, attention makes all (word,
token) different (lem:place-codes), and the last feed-forward layer remembers the images (lem:hat-memory). Attention is
needed for nothing but to let the embedding through: without a skip connection it is the only way.
"""

from varproof_lemmas.universality.words import ONE, TWO, WordTransformer
from varproof_lemmas.universality.words_weights import prove_words

from varproof.lang import Abs, Entry, Eq, ForAll, Implies, Index, Q, Source

entry = Entry(
    "lem:word-transformer",
    "VAR transformers take prescribed images at grid words",
    source=Source(text="ours"),
    uses=[
        "def:embedded-transformer",
        "lem:hat-memory",
        "lem:place-codes",
        "lem:quantiser-layer",
        "lem:unit-matrix",
        "lem:word-codes",
    ],
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    on = WordTransformer(s)
    H = s.array("H", on.G, on.N, on.d)
    g, i, f, m, h = on.g, on.i, on.f, Index("m", on.N), Index("h", on.G)
    s.claim("exact", on.there_is(on.last(ForAll(g, Implies(on.cell(), ForAll(i, f, Eq(on.tau, H[g, i, f])))))))

    s.instance("one word", H=[[[5]]], **ONE)
    s.instance("two words to two tokens", H=[[[0], [1]], [[2], [-3]]], **TWO)
    s.instance(
        "three layers", **dict(TWO, n=[1, 1, 2], Phi=[[[1, 0], [1, 0]]] * 3, sigma=[1, 1, 1]), H=[[[0], [1]]] * 2
    )
    s.instance("rows of sum 2", **dict(TWO, Phi=[[[2, 0], [2, 0]]] * 2, sigma=[2, 2]), H=[[[0], [1]], [[2], [-3]]])
    s.false(
        "coinciding words",
        drop=["different"],
        claims={"exact": ForAll(g, h, i, f, Implies(Eq(on.P[g, f], on.P[h, f]), Eq(H[g, i, f], H[h, i, f])))},
        at=dict(TWO, P=[[0], [0]], H=[[[0], [0]], [[1], [0]]]),
    )
    # without an embedding all tokens of a word are equal; with rows of sum 0 all words are
    s.false(
        "no embedding",
        claims={"exact": ForAll(g, i, m, f, Eq(H[g, i, f], H[g, m, f]))},
        at=dict(TWO, H=[[[0], [1]], [[2], [-3]]]),
    )
    s.false(
        "rows of sum 0",
        drop=["not-zero"],
        claims={"exact": ForAll(g, h, i, f, Eq(H[g, i, f], H[h, i, f]))},
        at=dict(TWO, Phi=[[[0, 0], [0, 0]]] * 2, sigma=[0, 0], H=[[[0], [0]], [[1], [0]]]),
    )
    # for theta = 0 cells meet, and the output is both images there
    meet = ForAll(f, Abs(on.P[g, f] - on.P[h, f]) <= on.delta)
    equal = ForAll(g, h, Implies(meet, ForAll(i, f, Eq(H[g, i, f], H[h, i, f]))))
    s.false("ramps without width", claims={"exact": equal}, at=dict(TWO, H=[[[0], [0]], [[Q(1, 10**9)], [0]]]))


entry.proof("stated")(prove_words)
