"""cor:hofar-universal. HOFAR approximates word-to-image maps.

Printed in prose: one block predicts the velocity, a second its derivative, they are added, and blocks that are accurate
to eps give a model that is accurate to 2 eps, hence to O(eps), for every eps > 0. Read as thm:var-universal, with the
update y_0 + y_1 D + y_2 D^2/2 of alg:hofar-inference from the up-sampled y_0 = Phi x, and two layers FFN(Attn(Phi x))
for y_1, y_2. False for the same reason: at x = 0 all tokens are 0 after the up-sampling, both layers give all tokens
the same output, and so does the update.

Corrected: for every r, with true velocities u1_j, u2_j and predicted ones v1_j, v2_j in layer j, eps_j apart at most,

    |tau(x) - f(x)| <= sum_{j=1}^r (K_f K_g)^{r-j} (K_f e1_j + eps_j (D + D^2/2)),

the bound of lem:layer-errors with the error of one update, lem:hofar-step, for e2_j. For D <= 1 the last factor is 3/2
at most, below the printed 2. Stated for the values at one input, as lem:layer-errors.
"""

from varproof_lemmas.universality.collapse import equal_tokens, universal
from varproof_lemmas.universality.layers import add_up, prove_add_up

from varproof.lang import Entry, Source
from varproof.proof.proof import Proof

entry = Entry(
    "cor:hofar-universal",
    "HOFAR approximates word-to-image maps",
    source=Source(icml="7.3", text="read"),
    uses=[
        "alg:hofar-inference",
        "asm:target-class",
        "cor:flowar-universal",
        "def:attention",
        "def:attention-matrix",
        "def:feed-forward",
        "def:var-layer",
        "lem:hofar-step",
        "lem:layer-errors",
        "thm:var-universal",
    ],
    note="The printed argument is in prose and adds two errors of eps.",
)


def updated(D):
    """y_0 + y_1 D + y_2 D^2/2."""
    return lambda up, first, second: up + first * D + second * D**2 / 2


with entry.variant(
    "printed",
    expect="REFUTED",
    evidence=["witness"],
    finding="Both blocks give all tokens the same output at x = 0, so their update does, too, and a target that tells "
    "two tokens apart is missed by half their distance.",
) as s:
    D = s.real("D")
    universal(s, 2, updated(D), D=1)

with entry.variant(
    "corrected",
    expect="PROVED",
    evidence=["kernel"],
    note="The errors of the layers add up with the constants of the true maps, that of an update with its step.",
) as s:
    add_up(s, second_order=True)


@entry.proof("printed")
def proof_printed(p: Proof) -> None:
    equal_tokens(p, 2, updated(p["D"]))


@entry.proof("corrected")
def proof_corrected(p: Proof) -> None:
    p.let("error(k) = eps[k] (D + D^2/2)", "w1(k, c) = v1[k, c] - u1[k, c]", "w2(k, c) = v2[k, c] - u2[k, c]")
    p.let("update(k, c) = w1(k, c) D + w2(k, c) D^2/2")
    with p.fix("k in r") as updates:
        small = p.cite("lem:update-error", n="d", w1="c -> w1(k, c)", w2="c -> w2(k, c)", D="D", eps="eps[k]")
        p.have("norm[c in d] update(k, c) <= error(k)", small)
        with p.fix("c in d") as each:
            p.have("(y[k, c] - f_phi[k, c])^2 = update(k, c)^2", "update")
        p.have("(norm[c in d] (y[k, c] - f_phi[k, c]))^2 = (norm[c in d] update(k, c))^2", p.summed(each))
        p.have("norm[c in d] (y[k, c] - f_phi[k, c]) <= norm[c in d] update(k, c)")
        p.have("norm[c in d] (y[k, c] - f_phi[k, c]) <= error(k)")
    prove_add_up(p, p.meaning("error"), lambda k, k_in: p.use(updates.theorem, k, k_in))
