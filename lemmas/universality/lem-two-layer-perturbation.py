"""lem:two-layer-perturbation. One layer of the true map and of its approximation, corrected: at every input x,

    |g(x) - Phi(x)| <= e1,  |f(Phi(x)) - tau(Phi(x))| <= e2,  f K-Lipschitz
      =>  |f(g(x)) - tau(Phi(x))| <= K e1 + e2.

Why: f(g) - tau(Phi) = [f(g) - f(Phi)] + [f(Phi) - tau(Phi)]. Stated for the values at one x: g, phi stand for g(x),
Phi(x), and f_g, f_phi, tau_phi for f(g(x)), f(Phi(x)), tau(Phi(x)). The supremum over x gives the sup norm, where f and
tau need to be close on the range of Phi alone. Equality: all errors point in one direction.

Not covered: the printed form in the norm of the integral, with f and tau close in that norm. There the closeness says
nothing about a range of measure zero, such as that of an up-interpolation.
"""

from varproof_lemmas.universality.two_layers import prove_two_layers, two_layers

from varproof.lang import Entry, Source

entry = Entry(
    "lem:two-layer-perturbation",
    "One layer of the true map and of its approximation",
    source=Source(icml="6.3", text="read"),
    note="The printed step f(g) - f(Phi) = f(g - Phi) needs additivity; it is not used.",
)

with entry.variant("corrected", expect="PROVED", evidence=["kernel"]) as s:
    two_layers(s)

entry.proof("corrected")(prove_two_layers)
