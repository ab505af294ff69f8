"""cor:flowar-universal. FlowAR approximates word-to-image maps.

Printed: ||tau_FlowAR - f_word2img|| <= O(eps), with the proof of thm:var-universal, still with the up-interpolation.
Read as there: layers FFN(Attn(Phi x)), whose attention and feed-forward layer are those of def:flowar-attention and
def:feed-forward, come within any eps > 0 of f_1(g_1(x)) in every token, for all x in the unit cube. False for the same
reason: at x = 0 all tokens are 0 after the up-sampling, whatever its matrix, and all outputs are equal. The network
that predicts the velocity is left out; with the printed normalisation it is undefined on constant rows
(def:flow-network); with a regulariser it is Lipschitz (lem:layer-norm-lipschitz).

Corrected: the errors of r layers come to at most sum_{j=1}^r (K_f K_g)^{r-j} (K_f e1_j + e2_j). Nothing is asked of the
maps Phi_j, so this holds with down-samplings in their place; those by means enlarge no distance (lem:down-norm).
"""

from varproof_lemmas.universality.collapse import equal_tokens, universal
from varproof_lemmas.universality.layers import add_up, prove_add_up

from varproof.lang import Entry, Source
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
        "def:feed-forward",
        "def:flow-network",
        "def:flowar-attention",
        "def:var-layer",
        "lem:down-norm",
        "lem:layer-errors",
        "lem:layer-norm-lipschitz",
        "thm:var-universal",
    ],
    note="Its proof is that of thm:var-universal, printed with the up-interpolation.",
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
    note="The errors of the layers add up with the constants of the true maps, for every number of layers.",
) as s:
    add_up(s)

entry.proof("corrected")(prove_add_up)


@entry.proof("printed")
def proof(p: Proof) -> None:
    equal_tokens(p, 1, lambda up, layer: layer)
