"""cor:flowar-two-layer. The two-layer bound with a down-sampling in place of the up-interpolation.

Printed in a norm that is not named; read as in lem:two-layer-perturbation, as the integral over the unit cube with
alpha = 1. False there for a down-sampling by averages: the mean of several uniform numbers is more often near 1/2 than
one of them, so what f - tau does near 1/2 weighs more after Phi than before. With one channel, a 2 x 2 map and its
mean: f = 0, g = Phi, and tau = max(0, 1 - 2 |x - 1/2|) has ||f - tau|| = 1/2; but the mean of the four numbers has a
density of 8/3 at 1/2, and ||f(g) - tau(Phi)|| = 23/30.

Corrected: at every input x,

    |g(x) - Phi_down(x)| <= e1,  |f(Phi_down(x)) - tau(Phi_down(x))| <= e2,  f K-Lipschitz
      =>  |f(g(x)) - tau(Phi_down(x))| <= K e1 + e2.

Nothing is asked of Phi_down, so the proof is that of lem:two-layer-perturbation. Stated for the values at one x: phi is
Phi_down(x), f_phi = f(Phi_down(x)), and so on; the supremum over x gives the sup norm.
"""

from varproof_lemmas.universality.two_layers import STILL, hat, in_the_mean, prove_two_layers, two_layers

from varproof.lang import Entry, Q, Source

entry = Entry(
    "cor:flowar-two-layer",
    "The two-layer bound with a down-sampling",
    source=Source(icml="7.1", text="read"),
    uses=["def:attention", "def:feed-forward", "def:softmax", "def:var-class", "lem:two-layer-perturbation"],
    note="The norm is not named in print, and no formula is printed for the down-sampling; it averages here.",
)

with entry.variant(
    "printed",
    expect="REFUTED",
    evidence=["witness"],
    finding="In the norm of the integral, an average over several entries makes the error of f near 1/2 weigh more "
    "than it does in the bound.",
) as s:
    in_the_mean(s, up=False)
    average = [[Q(1, 4)] * 4]
    s.counterexample(
        "a hat at the middle",
        F=[[0]], G=average, Phi=average, E=[[0]], **{**STILL, **hat(Q(1, 2), at=Q(1, 2))}, K=0, e1=0, e2=Q(51, 100),
    )  # fmt: skip

    s.instance("the identity", F=[[1]], G=average, Phi=average, E=[[0]], **STILL, K=1, e1=0, e2=0)
    s.instance("a row of two to one", F=[[0]], G=[[1, 0]], Phi=[[0, 1]], E=[[0]], **dict(STILL, b=[Q(1, 2)]), K=3,
               e1=1, e2=2)  # fmt: skip
    s.instance("large constants", F=[[1]], G=average, Phi=average, E=[[0]], **STILL, K=10**9, e1=10**9, e2=10**9)

with entry.variant(
    "corrected",
    expect="PROVED",
    evidence=["kernel"],
    note="At every input, and so in the sup norm.",
) as s:
    two_layers(s)

entry.proof("corrected")(prove_two_layers)
