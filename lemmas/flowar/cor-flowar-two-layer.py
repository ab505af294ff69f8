"""cor:flowar-two-layer. The two-layer bound with a down-sampling in place of the up-interpolation, corrected:

    |g(x) - Phi_down(x)| <= e1,  |f(Phi_down(x)) - tau(Phi_down(x))| <= e2,  f K-Lipschitz
      =>  |f(g(x)) - tau(Phi_down(x))| <= K e1 + e2   at every input x.

Nothing is asked of Phi_down, so the proof is that of lem:two-layer-perturbation. Stated for the values at one x: phi is
Phi_down(x), f_phi = f(Phi_down(x)), and so on; the supremum over x gives the sup norm. Not covered: the printed form in
the norm of the integral.
"""

from varproof_lemmas.universality.two_layers import prove_two_layers, two_layers

from varproof.lang import Entry, Source

entry = Entry(
    "cor:flowar-two-layer",
    "The two-layer bound with a down-sampling",
    source=Source(icml="7.1", text="read"),
    uses=["lem:two-layer-perturbation"],
)

with entry.variant("corrected", expect="PROVED", evidence=["kernel"]) as s:
    two_layers(s)

entry.proof("corrected")(prove_two_layers)
