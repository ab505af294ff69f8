"""lem:two-layer-perturbation. One layer of the true map and of its approximation.

Printed in a norm that is not named: with ||g - Phi|| <= e1, ||f - tau|| <= e2 and f K-Lipschitz,
||f(g) - tau(Phi)|| <= K e1 + e2. The e2 that is used comes from lem:one-layer-universal, so the norm is that of the
integral; read over the unit cube, with alpha = 1. False there, because closeness in the mean says nothing about the
range of Phi, a set of measure zero: f = 0, Phi = g the up-interpolation of a 1 x 1 map to 2 x 2 (four equal tokens),
tau = the attention layer with W_Q = W_K = 0, W_O W_V = -1, which subtracts the mean of the tokens, then a feed-forward
layer of four neurons that is 1 - |x| where that is positive. On equal tokens tau is 1, in the mean less than 15/16.

Corrected: at every input x,

    |g(x) - Phi(x)| <= e1,  |f(Phi(x)) - tau(Phi(x))| <= e2,  f K-Lipschitz
      =>  |f(g(x)) - tau(Phi(x))| <= K e1 + e2.

Why: f(g) - tau(Phi) = [f(g) - f(Phi)] + [f(Phi) - tau(Phi)]. Stated for the values at one x: g, phi stand for g(x),
Phi(x), and f_g, f_phi, tau_phi for f(g(x)), f(Phi(x)), tau(Phi(x)). The supremum over x gives the sup norm, where f and
tau need to be close on the range of Phi alone. Equality: all errors point in one direction.
"""

from varproof_lemmas.universality.two_layers import (
    NONE,
    ONES,
    STILL,
    UNIT,
    in_the_mean,
    prove_two_layers,
    sharp,
    two_layers,
)

from varproof.lang import Entry, Q, Source

entry = Entry(
    "lem:two-layer-perturbation",
    "One layer of the true map and of its approximation",
    source=Source(icml="6.3", text="read"),
    uses=[
        "def:attention",
        "def:feed-forward",
        "def:softmax",
        "def:var-class",
        "lem:two-layer-additivity",
        "lem:two-layer-range",
    ],
    note="The norm is not named in print; the error of f comes from a bound in the norm of the integral.",
)

with entry.variant(
    "printed",
    expect="REFUTED",
    evidence=["witness"],
    finding="In the norm of the integral, closeness of f and tau says nothing about their values on the range of an "
    "up-interpolation, a set of measure zero.",
) as s:
    in_the_mean(s, up=True)
    s.counterexample(
        "a hat of what remains after the mean", F=NONE, G=ONES, Phi=ONES, **sharp(), K=0, e1=0, e2=Q(15, 4)
    )

    s.instance("the identity", F=UNIT, G=ONES, Phi=ONES, E=[[0]] * 4, **STILL, K=1, e1=0, e2=0)
    s.instance("one row to two", F=[[0, 0], [0, 0]], G=[[1], [2]], Phi=[[1], [1]], E=[[0], [0]],
               **dict(STILL, b=[Q(1, 2)]), K=3, e1=Q(3, 4), e2=2)  # fmt: skip
    s.instance("large constants", F=UNIT, G=ONES, Phi=ONES, E=[[0]] * 4, **STILL, K=10**9, e1=10**9, e2=10**9)

with entry.variant("corrected", expect="PROVED", evidence=["kernel"]) as s:
    two_layers(s)

entry.proof("corrected")(prove_two_layers)
