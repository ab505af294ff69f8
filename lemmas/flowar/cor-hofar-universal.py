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

from varproof_lemmas.contextual.direction import at_most_root
from varproof_lemmas.flowar.second_order import update_error
from varproof_lemmas.universality.collapse import equal_tokens, universal
from varproof_lemmas.universality.layers import add_up, prove_add_up

from varproof.lang import Entry, Source
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
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
    d, D, y, f_phi, u1, u2, v1, v2 = (p[name] for name in ("d", "D", "y", "f_phi", "u1", "u2", "v1", "v2"))

    def last(k: Node) -> Node:
        return p["eps"](k) * (D + D * D / 2)

    def is_last(k: Node, k_in: Theorem) -> Theorem:
        """|y - f_phi| is the error of the update."""
        w1, w2 = (lambda c: v1(k, c) - u1(k, c)), (lambda c: v2(k, c) - u2(k, c))
        first, second, update = (p.use(p.given(name), k, k_in) for name in ("first", "second", "update"))
        small = update_error(p, d, w1, w2, D, p["eps"](k), p.given("step"), first, second)

        def square(c: Node, c_in: Theorem) -> Theorem:
            gap, moved = y(k, c) - f_phi(k, c), w1(c) * D + w2(c) * D * D / 2
            return p.k.arith([p.use(update, c, c_in)], t.eq(gap * gap - moved * moved), [], [(gap + moved, 0)])

        a, a_square, _ = p.norm(d, lambda c: y(k, c) - f_phi(k, c))
        b, b_square, b_nonneg = p.norm(d, lambda c: w1(c) * D + w2(c) * D * D / 2)
        wide = p.have(t.ge(b * b - a * a), p.sum_equal(d, square), a_square, b_square)
        return p.have(t.ge(last(k) - a), at_most_root(p, wide, a, b, b_nonneg), small)

    prove_add_up(p, last, is_last)
