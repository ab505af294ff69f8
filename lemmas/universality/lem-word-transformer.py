"""lem:word-transformer. VAR transformers take prescribed images at grid words."""

from varproof_lemmas.universality.words import ONE, TWO, WordTransformer, prove_words

from varproof.lang import Entry, Eq, ForAll, Implies, Ne, Q, Source

entry = Entry(
    "lem:word-transformer",
    "VAR transformers take prescribed images at grid words",
    source=Source(text="ours"),
    uses=[
        "def:embedded-transformer",
        "lem:hat-memory",
        "lem:mean-increases",
        "lem:quantiser-layer",
        "lem:unit-matrix",
        "lem:word-codes",
    ],
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    on = WordTransformer(s)
    H = s.array("H", on.G, on.N, on.d)
    g, i, f = on.g, on.i, on.f
    s.claim("exact", on.there_is(on.last(ForAll(g, Implies(on.cell(), ForAll(i, f, Eq(on.tau, H[g, i, f])))))))

    s.instance("one word", H=[[[5]]], **ONE)
    s.instance("two words to two tokens", H=[[[0], [1]], [[2], [-3]]], **TWO)


entry.proof("stated")(prove_words)
