"""lem:two-layer-range. The printed step ||f(Phi) - tau(Phi)|| <= ||f - tau|| of lem:two-layer-perturbation.

Read in the norm of the integral over the unit cube, with alpha = 1: false, because Phi maps into a set of measure zero,
where f - tau may be as large as one likes (the counterexample is that of lem:two-layer-perturbation). Corrected: in the
sup norm. If the entries of f(Y) - tau(Y) are within e of 0 for all Y, then also for all Y = Phi X. For all Y
of R^{n x d}, where the cube would do for means Phi.
"""

from varproof_lemmas.universality.two_layers import NONE, ONES, STILL, UNIT, Maps, sharp

from varproof.lang import And, Entry, ForAll, Implies, Q, Source
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import lam, sum_over
from varproof.proof.proof import Proof

entry = Entry(
    "lem:two-layer-range",
    "The step ||f(Phi) - tau(Phi)|| <= ||f - tau||",
    source=Source(icml="6.3", text="read"),
    uses=["def:attention", "def:feed-forward", "def:softmax", "def:var-class"],
    note="A displayed step of the printed proof of lem:two-layer-perturbation, whose norm is not named.",
)

FLAT = dict(G=ONES, Phi=ONES)

with entry.variant(
    "printed",
    expect="REFUTED",
    evidence=["witness"],
    finding="The range of an up-interpolation has measure zero, so the norm of the integral does not bound what "
    "f - tau is there.",
) as s:
    on = Maps(s)
    s.assume("interpolation", on.averages())
    s.assume("more-rows", on.m < on.n)
    s.claim("range", on.mean(on.X, on.f_phi - on.tau_phi) <= on.mean(on.Y, on.f - on.tau))
    s.counterexample("a hat of what remains after the mean", F=NONE, **FLAT, **sharp())
    s.instance("the identity", F=UNIT, **FLAT, E=[[0]] * 4, **STILL)

with entry.variant("corrected", expect="PROVED", evidence=["kernel"], note="In the sup norm.") as s:
    on, e = Maps(s), s.real("e")

    def near(x, difference):
        """Every entry at every x."""
        return ForAll(x, on.i, on.k, And(-e <= difference, difference <= e))

    s.claim("range", Implies(near(on.Y, on.f - on.tau), near(on.X, on.f_phi - on.tau_phi)))

    s.instance("the identity", F=UNIT, **FLAT, E=[[0]] * 4, **STILL, e=0)
    s.instance("one row", F=[[1]], G=[[0]], Phi=[[1]], E=[[Q(1, 2)]], **STILL, e=1)
    s.instance("large", F=UNIT, **FLAT, **sharp(), e=10**9)

    s.false(
        "in the norm of the integral",
        claims={"range": on.mean(on.X, on.f_phi - on.tau_phi) <= on.mean(on.Y, on.f - on.tau)},
        at=dict(F=NONE, **FLAT, **sharp(), e=0),
    )
    s.false(
        "with an allowance in the norm of the integral",
        claims={"range": on.mean(on.X, on.f_phi - on.tau_phi) <= on.mean(on.Y, on.f - on.tau) + e},
        at=dict(F=NONE, **FLAT, **sharp(), e=Q(1, 100)),
    )


@entry.proof("corrected")
def proof(p: Proof) -> None:
    p.settle_definedness()
    goal = p.goal("range")
    everywhere = p.k.assume(goal.args[0])
    at_phi = lam(lambda i, k: sum_over(p["m"], lambda a: p["Phi"](i, a) * t.app("X'", (a, k))), 2)
    there = p.k.specialise(everywhere, at_phi)
    p.prove(p.show(p.k.discharge(p.k.generalise(there, "fn2", "X'"), goal.args[0]), "Y = Phi X"))
