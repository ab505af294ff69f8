"""thm:var-universal. The main theorem: VAR transformers approximate word-to-image maps.

Printed: for f_word2img = f_r o g_r o ... o f_1 o g_1 of asm:target-class there is a VAR transformer with
||tau_VAR - f_word2img|| <= O(eps); as this is said of every eps > 0, some transformer comes as close as one likes. The
norm is that of lem:two-layer-perturbation; read as the largest distance, for x in the unit cube.

False for the transformer of def:var-layer, already for r = 1: take g_1 = Phi, the up-interpolation itself, and
f_1(y) = y + B, 1-Lipschitz. Whatever Phi is, it is linear; so at x = 0 all tokens are 0, attention and the feed-forward
layer give all of them the same output, and the error is at least |B_k - B_l| / 2. This holds for all weights and every
number c of neurons: the consequence does not mention them. A positional embedding after the interpolation, as in
lem:transformer-construction, is not excluded by this.

Corrected: what the errors of r layers come to, for every r, with the constant behind the O,

    |tau(x) - f(x)| <= sum_{j=1}^r (K_f K_g)^{r-j} (K_f e1_j + e2_j),

the statement of lem:layer-errors. Only the Lipschitz constants of the true maps enter; the printed K_2 is that of the
approximating blocks, which grows as eps becomes small: lem:layer-lipschitz bounds it by the weights, with
lem:skip-attention-lipschitz for the attention of the cited classes. That layers with small e1_j, e2_j exist is not part
of it; blocks that are close in the alpha-norm only give e2_j by lem:sup-from-alpha, which again depends on their own
Lipschitz constants, and as a power of eps below 1.
"""

from varproof_lemmas.universality.collapse import equal_tokens, universal
from varproof_lemmas.universality.layers import add_up, prove_add_up

from varproof.lang import Entry, Source
from varproof.proof.proof import Proof

entry = Entry(
    "thm:var-universal",
    "VAR transformers approximate word-to-image maps",
    source=Source(icml="6.6", text="read"),
    uses=[
        "asm:target-class",
        "def:attention",
        "def:attention-matrix",
        "def:feed-forward",
        "def:var-layer",
        "def:var-transformer",
        "lem:all-layers-different",
        "lem:duplicate-collapse",
        "lem:layer-errors",
        "lem:layer-lipschitz",
        "lem:one-layer-different",
        "lem:one-layer-universal",
        "lem:skip-attention-lipschitz",
        "lem:sup-from-alpha",
        "lem:two-layer-perturbation",
    ],
    note="The norm is not named; the corrected form bounds the error at every input, given the errors of the layers.",
)

with entry.variant(
    "printed",
    expect="REFUTED",
    evidence=["witness"],
    finding="Without a positional embedding all tokens are equal after the up-interpolation of x = 0 and stay equal, "
    "so a target that tells two tokens apart there is missed by half their distance.",
) as s:
    universal(s, 1, lambda up, layer: layer)

with entry.variant(
    "corrected",
    expect="PROVED",
    evidence=["kernel"],
    note="The errors of the layers add up with the constants of the true maps, for every number of layers.",
) as s:
    add_up(s)

entry.proof("corrected")(prove_add_up)


@entry.proof("printed")
def proof(p: Proof) -> None:
    equal_tokens(p, 1, lambda up, layer: layer)
