"""cor:hofar-universal. HOFAR approximates word-to-image maps.

Printed in prose: one block predicts the velocity, a second its derivative, they are added, and blocks that are accurate
to eps give a model that is accurate to 2 eps, hence to O(eps), for every eps > 0. Read as thm:var-universal, with the
update y_0 + y_1 D + y_2 D^2/2 of alg:hofar-inference from the up-sampled y_0 = Phi x, and two layers FFN(Attn(Phi x))
for y_1, y_2. False for the same reason: at x = 0 all tokens are 0 after the up-sampling, both layers give all tokens
the same output, and so does the update.

Corrected, with a positional embedding in both blocks: for C-Lipschitz true velocities u_1, u_2 of words (as the
printed argument assumes), a step D >= 0 and C delta sqrt(d) <= eps there are weights of two transformers, whose outputs
S_1, S_2 give in every token, for all words off the ramps,

    |(y_0 + S_1(x) D + S_2(x) D^2/2) - (y_0 + u_1(x) D + u_2(x) D^2/2)| <= eps (D + D^2/2),

lem:word-universal for either, and the error of one update, lem:update-error. The start y_0 is any fixed array, given
before the weights; it cancels, so that y_0 = Phi x in its place changes nothing. One update; r >= 2 layers in each
block, hypotheses as there. For D <= 1 the factor is 3/2 at most, below the printed 2. How the errors of several updates
add up: lem:layer-errors, lem:hofar-step.
"""

from importlib import import_module

from varproof_lemmas.universality.collapse import equal_tokens, universal
from varproof_lemmas.universality.existence import at_run, defined, named
from varproof_lemmas.universality.words import (
    NAMES,
    ONE,
    TWO,
    WEIGHT_ARRAYS,
    WordTransformer,
    places,
    same_tokens,
)
from varproof_lemmas.universality.words_run import CELL

from varproof.lang import And, Array, Entry, Exists, ForAll, Implies, Index, Lam, Q, Source, norm, sqrt
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.rules import Theorem
from varproof.proof.proof import Proof

hofar_update = import_module("varproof_lemmas.flowar.alg-hofar-inference").hofar_update

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
        "def:embedded-transformer",
        "def:feed-forward",
        "def:var-layer",
        "lem:hofar-step",
        "lem:update-error",
        "lem:word-universal",
        "thm:var-universal",
    ],
    note="The printed argument is in prose and adds two errors of eps; judged for one update, by two blocks.",
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
    note="There are weights of two blocks with a positional embedding, r >= 2, whose one update is near the true one, "
    "off the ramps.",
) as s:
    on = WordTransformer(s)
    r, N, d, k, i, f, x = on.r, on.N, on.d, on.k, on.i, on.f, on.x
    u1, u2 = (s.map(name, (d,), to=(N, d)) for name in ("u1", "u2"))
    C, D, eps, y = s.real("C"), s.real("D"), s.real("eps"), Array("y", d)
    for name, u in (("first", u1), ("second", u2)):
        s.assume(name, ForAll(x, y, norm(u(x)[i, f] - u(y)[i, f], i, f) <= C * norm(x[f] - y[f], f)))
    s.assume("constant", C >= 0)
    s.assume("step-size", D >= 0)
    s.assume("fine", C * on.delta * sqrt(d) <= eps)
    runs, outputs, weights, layers = [], [], [], []
    j, h = Index("j", N), Index("h", d)
    for block in (1, 2):
        heads, made = on.parts(str(block))
        weights += heads
        layers += made
        runs.append(on.run(heads, made))
        outputs.append(Lam((j, h), made[-1][k, j, h]))
    start = s.mat("y0", N, d)
    true = start[i, f] + u1(x)[i, f] * D + u2(x)[i, f] * D**2 / 2
    near = ForAll(i, norm(hofar_update(start, *outputs, D)[i, f] - true, f) <= eps * (D + D**2 / 2))
    near = on.last(ForAll(on.g, Implies(on.cell(), near)))
    there_are = Exists(*weights, ForAll(x, *layers, Implies(And(*runs), near)))
    s.claim("close", ForAll(on.theta, Implies(And(0 < on.theta, on.theta <= on.delta), there_are)))

    z, a, b = Array("z", d), Index("a", N), Index("b", d)
    identity, half = (Lam(z, Lam((a, b), z[b] * factor)) for factor in (1, Q(1, 2)))
    one = dict(ONE, u1=identity, u2=half, C=1, D=1, eps=1, y0=[[0]])
    s.instance("one token", **one)
    s.instance("no step", **dict(one, D=0))
    s.instance("another start", **dict(one, y0=[[7]], D=Q(1, 3)))
    s.false("any accuracy", drop=["fine"], claims={"close": eps >= 0}, at=dict(one, eps=-1))
    s.instance("two tokens", **dict(TWO, u1=identity, u2=half, C=2, D=1, eps=1, y0=[[0], [5]]))
    # without an embedding all tokens of both outputs are equal, and u2 = 0
    equal = {"close": same_tokens(on, u1, 2 * eps * (1 + D / 2))}
    still = dict(TWO, u1=places(on), u2=Lam(z, Lam((a, b), 0 * z[b])), C=0, D=1, eps=0, y0=[[0], [0]])
    s.false("no embedding", claims=equal, at=still)


@entry.proof("printed")
def proof_printed(p: Proof) -> None:
    equal_tokens(p, 2, updated(p["D"]))


@entry.proof("corrected")
def proof_corrected(p: Proof) -> None:
    p.let("pos(k) = sum[l in r | l <= k] 1", "row(i) = sum[l in N | l <= i] 1")
    given = {name: name for name in NAMES} | dict(C="C", eps="eps")
    found = [p.cite("lem:word-universal", claim="close", F=p[u], **given) for u in ("u1", "u2")]
    bounds = [p.opened_existence(there, "real", f"R{b}") for b, there in enumerate(found, 1)]
    with p.fix("theta in R") as made, p.suppose("0 < theta <= delta"):
        there, names = [p.at(bound, "theta") for bound in bounds], []
        for b in (0, 1):
            arrays = {f"{name}{b + 1}": arity for name, arity in WEIGHT_ARRAYS.items()}
            there[b] = named(p, there[b], arrays)
            names += arrays
        with p.fix("x in R^d, Z1, A1, S1, Z2, A2, S2 in R^(r, N, d)"):
            at = [at_run(p, one, {"x": 1} | {f"{name}{b}": 3 for name in "ZAS"}) for b, one in enumerate(there, 1)]
            run = p.k.assume(t.conj(*(one.concl.args[0] for one in at)))
            facts = [p.left(p.k.mp(one, held)) for one, held in zip(at, (p.left(run), p.right(run)), strict=True)]
            p.ended(p.k.discharge(_near(p, facts), run.concl))
        weights = p.shown(_there_are(p), [], ", ".join(names))
        p.written(weights, "∃ weights with S1, S2 as above", "", [])
        p.ended(weights)
    p.claim("close", made)
    defined(p, "close", 23, (1, 2, 17), (9, 10, 20))


def _near(p: Proof, facts: list[Theorem]) -> Theorem:
    """The update is near the true one, token by token."""
    with p.fix("k in r with pos(k) = r") as block, p.fix("g in G"), p.suppose(CELL) as cell:
        p.let("w1(i, f) = S1(k, i, f) - u1(x)[i, f]", "w2(i, f) = S2(k, i, f) - u2(x)[i, f]")
        whole = [p.at(fact, "k", "g", cell.hypothesis) for fact in facts]
        with p.fix("i in N"):
            for b, at in ((1, whole[0]), (2, whole[1])):
                p.let(f"all = norm[i in N, f in d] w{b}(i, f)", f"row = norm[f in d] w{b}(i, f)")
                p.have("all^2 = sum[l in N, f in d] w" + f"{b}(l, f)^2")
                p.have(f"row^2 = sum[f in d] w{b}(i, f)^2")
                with p.fix("l in N - {i}") as others:
                    with p.fix("f in d") as each:
                        p.have(f"w{b}(l, f)^2 >= 0")
                    p.have(f"sum[f in d] w{b}(l, f)^2 >= 0", p.summed(each))
                split = (
                    f"sum[l in N, f in d] w{b}(l, f)^2 = sum[f in d] w{b}(i, f)^2"
                    f" + sum[l in N - {{i}}, f in d] w{b}(l, f)^2"
                )
                p.have(split)
                p.have("row^2 <= all^2", split, p.summed(others), f"row^2 = sum[f in d] w{b}(i, f)^2",
                       f"all^2 = sum[l in N, f in d] w{b}(l, f)^2")  # fmt: skip
                p.have("all >= 0")
                p.have("row <= all", "row^2 <= all^2", "all >= 0")
                p.have(f"norm[f in d] w{b}(i, f) <= eps", "row <= all", at)
            small = p.cite("lem:update-error", n="d", w1="f -> w1(i, f)", w2="f -> w2(i, f)", D="D", eps="eps")
            p.have("norm[f in d] (w1(i, f) D + w2(i, f) D^2/2) <= eps (D + D^2/2)", small)
    return p.fact(block)


def _there_are(p: Proof):
    """What the claim says of theta: that there are weights."""
    return t.instantiate(p.goal("close").args[1], (p.term("theta"),)).args[1]
