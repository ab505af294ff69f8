"""cor:flowar-universal. FlowAR approximates word-to-image maps.

Printed: ||tau_FlowAR - f_word2img|| <= O(eps), with the proof of thm:var-universal, still with the up-interpolation.
Read as there: layers FFN(Attn(Phi x)), whose attention and feed-forward layer are those of def:flowar-attention and
def:feed-forward, come within any eps > 0 of f_1(g_1(x)) in every token, for all x in the unit cube. False for the same
reason: at x = 0 all tokens are 0 after the up-sampling, whatever its matrix, and all outputs are equal. These are the
layers of the printed proof, without the network that predicts the velocity; that takes noise, which tells tokens apart
where it differs from token to token, but not for every state of the flow: where two rows of it are equal, all that
def:flow-network makes of two equal tokens is equal.

Corrected, in the class of the printed proof, with a positional embedding: up- or down-samplings by means of the rows
of the level before (row sums 1, lem:down-norm), any r >= 2, any C-Lipschitz map F of words, C delta sqrt(d) <= eps.
There are weights with |tau(x) - F(x)| <= eps for all words x off the ramps: lem:word-universal, where nothing is asked
of the direction of Phi_k. Not part of it: the network, undefined on constant rows as printed (def:flow-network), and
maps of all earlier scales appended to the input of the next (def:flowar-inference). There the raw word stays among the
tokens that printed attention averages, so that no token takes finitely many values, which the construction rests on.
"""

from varproof_lemmas.universality.collapse import equal_tokens, universal
from varproof_lemmas.universality.words import NAMES, ONE, TWO, WordTransformer, places, same_tokens

from varproof.lang import Array, Entry, ForAll, Implies, Index, Lam, Source, norm, sqrt
from varproof.proof.proof import Proof

entry = Entry(
    "cor:flowar-universal",
    "FlowAR approximates word-to-image maps",
    source=Source(icml="7.2", text="read"),
    uses=[
        "asm:target-class",
        "cor:flowar-two-layer",
        "def:ar-transformer",
        "def:attention",
        "def:attention-matrix",
        "def:embedded-transformer",
        "def:feed-forward",
        "def:flow-network",
        "def:flowar-attention",
        "def:flowar-inference",
        "def:var-layer",
        "lem:down-norm",
        "lem:word-universal",
        "thm:var-universal",
    ],
    note="Its proof is that of thm:var-universal, printed with the up-interpolation; judged in the class of that "
    "proof, without the network of the velocity and the maps of earlier scales (E.1), for which existence is open.",
)

with entry.variant(
    "printed",
    expect="REFUTED",
    evidence=["witness"],
    finding="As in the theorem it is taken from, all tokens are equal after the up-sampling of x = 0 and stay equal, "
    "so a target that tells two of them apart is missed by half their distance.",
) as s:
    universal(s, 1, lambda up, layer: layer)

with entry.variant(
    "corrected",
    expect="PROVED",
    evidence=["kernel"],
    note="In the class of the printed proof, with a positional embedding, for samplings by means and r >= 2: there are "
    "weights within eps of every Lipschitz map of words, off the ramps.",
) as s:
    on = WordTransformer(s, means=True)
    F, C, eps = s.map("F", (on.d,), to=(on.N, on.d)), s.real("C"), s.real("eps")
    x, y, i, f = on.x, Array("y", on.d), on.i, on.f
    s.assume("lipschitz", ForAll(x, y, norm(F(x)[i, f] - F(y)[i, f], i, f) <= C * norm(x[f] - y[f], f)))
    s.assume("constant", C >= 0)
    s.assume("fine", C * on.delta * sqrt(on.d) <= eps)
    s.claim("close", on.there_is(on.last(ForAll(on.g, Implies(on.cell(), norm(on.tau - F(x)[i, f], i, f) <= eps)))))

    z, a, b = Array("z", on.d), Index("a", on.N), Index("b", on.d)
    identity = Lam(z, Lam((a, b), z[b]))
    one, two = ({name: value for name, value in data.items() if name != "sigma"} for data in (ONE, TWO))
    s.instance("the identity", F=identity, C=1, eps=1, **one)
    s.instance("a constant image of two tokens", F=Lam(z, Lam((a, b), 0 * z[b] + 3)), C=0, eps=0, **two)
    s.instance("three layers", F=identity, C=1, eps=1, **dict(one, n=[1, 1, 1], Phi=[[[1]]] * 3))
    s.instance("the word to both tokens", F=identity, C=2, eps=1, **two)
    # without an embedding all tokens of a word are equal; and a norm is not negative
    s.false("no embedding", claims={"close": same_tokens(on, F, 2 * eps)}, at=dict(two, F=places(on), C=0, eps=0))
    s.false("any accuracy", drop=["fine"], claims={"close": eps >= 0}, at=dict(one, F=identity, C=1, eps=-1))


@entry.proof("corrected")
def proof_corrected(p: Proof) -> None:
    given = {name: name for name in NAMES} | dict(sigma="k -> 1", F=p["F"], C="C", eps="eps")
    p.claim("close", p.cite("lem:word-universal", claim="close", **given))
    given = {name: given[name] for name in NAMES} | dict(H="(g, i, f) -> 0")
    p.settle_definedness(p.cite("lem:word-transformer", claim="exact is defined", **given))


@entry.proof("printed")
def proof_printed(p: Proof) -> None:
    equal_tokens(p, 1, lambda up, layer: layer)
