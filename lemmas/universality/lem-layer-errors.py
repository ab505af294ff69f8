"""lem:layer-errors. How the errors of all layers add up (the recursion behind thm:var-universal, corrected):

    |y_r - x_r| <= sum_{j=1}^r (K_f K_g)^{r-j} (K_f e1_j + e2_j)

for the true values x_j = f_j(g_j(x_{j-1})) and the approximate ones y_j = tau_j(Phi_j(y_{j-1})), y_0 = x_0, with
f_j K_f-Lipschitz, g_j K_g-Lipschitz, |g_j - Phi_j| <= e1_j at y_{j-1} and |f_j - tau_j| <= e2_j at Phi_j(y_{j-1}).

Why: true maps outside, approximations inside: |y_k - x_k| <= K_f K_g |y_i - x_i| + K_f e1_k + e2_k after each step.
Stated for the values at one input, in spaces R^m and R^d (levels of different size are padded with zeros). Names, for
layer k after layer i: g_true = g_k(x_i), g = g_k(y_i), phi = Phi_k(y_i), f_g = f_k(g), f_phi = f_k(phi). Powers are
written with exp and log, so K_f, K_g > 0; a constant 0 may be replaced by any positive one. Only the Lipschitz
constants of the true maps enter, none of the tau_j. Equality: f_j = K_f x, g_j = K_g x - e1_j, Phi_j = K_g x,
tau_j = K_f x + e2_j in one dimension, up to signs.

Constants of layers: lem:layer-lipschitz; with the attention of the cited classes lem:skip-attention-lipschitz, with
FlowAR's normalisation lem:layer-norm-lipschitz. What is close in the alpha-norm is close everywhere, as e2_j asks, only
by lem:sup-from-alpha, which depends on the blocks' own constants.
"""

from varproof_lemmas.universality.layers import add_up, prove_add_up

from varproof.lang import Entry, Source

entry = Entry(
    "lem:layer-errors",
    "How the errors of all layers add up",
    source=Source(icml="6.6", text="ours"),
    uses=[
        "lem:two-layer-perturbation",
        "lem:skip-attention-lipschitz",
        "lem:layer-norm-lipschitz",
        "lem:sup-from-alpha",
    ],
    note="The corrected error bound in the proof of thm:var-universal; the existence of the layers is no part of it.",
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    add_up(s)

entry.proof("stated")(prove_add_up)
