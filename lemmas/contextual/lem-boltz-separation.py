"""lem:boltz-separation. Different token sets have different Boltzmann values.

Two vectors a, b in [-r, r]^n; the entries of each are delta apart from one another (so that none is repeated),
and an entry of a that differs from an entry of b differs by delta at least. They differ as sets. Then

    delta > 2 log n + 3:  |boltz(a) - boltz(b)| > (log n)^2 exp(-2r)                                 (stated)
    delta >= log 4:       |boltz(a) - boltz(b)| >= C delta exp(delta - 2r)                           (sharpened)

with q = exp(-delta), beta = 1/(1+q) - q(2-q)/(1-q)^2, kappa = q/(1-q)^2, C = beta for n = 2 and
C = (1-q) beta (n-1-kappa) for n >= 3. The threshold of the sharpened form does not depend on n.

Why: let z be the largest value that only one of the two has, say a. Above z both agree, with mean mu; below z lie
ladders of step delta. Both values are mu minus a correction; the one of a contains z itself and is larger, because
the ladders below are geometric. If nothing lies above z, boltz(a) >= z - kappa delta and boltz(b) <= z - delta.

The bound comes from aux:boltz-gap. The same proof gives more, to be stated when it is proved here: with w the width of
the set, (1-q) beta (w - (1+kappa) delta) exp(delta - w), which needs no r.
"""

from varproof_lemmas.contextual.separation_scalars import Scalars, scalars
from varproof_lemmas.contextual.separation_statement import across, apart, different, within
from varproof_lemmas.model import boltz

from varproof.lang import (
    Abs,
    Entry,
    Eq,
    Implies,
    Index,
    Q,
    Real,
    Source,
    exp,
    log,
)
from varproof.proof.kernel.rules import Theorem
from varproof.proof.proof import Proof

entry = Entry(
    "lem:boltz-separation",
    "The Boltzmann operator separates different sets",
    source=Source(after="KS24 Lemma 1", text="reconstructed"),
    uses=["def:boltzmann", "def:softmax", "lem:boltz-range"],
    note="No hypothesis says that entries are not repeated: |a_i - a_j| >= delta > 0 for i != j contains it.",
)


def ladders(n, delta):
    """Close to the smallest distance: n steps of length delta across [-r, r], where only the last step differs."""
    r = n * delta / 2
    top = [r - delta * k for k in range(n)]
    return dict(a=top, b=[*top[:-1], -r], r=r)


with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    a, b = s.vec("a", n), s.vec("b", n)
    delta, r = s.real("delta"), s.real("r")
    i, j = Index("i", n), Index("j", n)
    distance = Abs(boltz(a) - boltz(b))
    bound = log(n) ** 2 * exp(-2 * r)
    s.assume(
        "step",
        delta > 2 * log(n) + 3,
        needed_at=dict(a=[0, Q(1, 10)], b=[0, Q(1, 5)], delta=Q(1, 10), r=Q(1, 5)),
    )
    s.assume("apart-a", apart(a, i, j, delta))
    s.assume("apart-b", apart(b, i, j, delta))
    s.assume(
        "apart-ab",
        across(a, b, i, j, delta),
        needed_at=dict(a=[Q(9, 4), Q(-9, 4)], b=[Q(2251, 1000), Q(-9, 4)], delta=Q(22, 5), r=Q(9, 4) + Q(1, 1000)),
    )
    s.assume("range", within(a, b, i, r), needed_at=dict(a=[5, 0], b=[0, -5], delta=5, r=-10))
    s.assume("different", different(a, b, i, j), needed_at=dict(a=[3, -3], b=[-3, 3], delta=Q(9, 2), r=3))
    s.claim("separated", distance > bound)
    s.constant("separation", bound, bounds=distance, side="lower")

    s.instance("one entry each", a=[2], b=[-2], delta=4, r=2)
    s.instance("two of a ladder", a=[Q(22, 5), 0], b=[Q(22, 5), Q(-22, 5)], delta=Q(22, 5), r=Q(22, 5))
    s.instance("top differs", a=[5, 0], b=[0, -5], delta=5, r=5)
    s.instance("wide", a=[40, 0], b=[40, -40], delta=5, r=40)
    s.instance("three of a ladder", a=[9, 3, -3], b=[9, 3, -9], delta=6, r=9)
    s.family("ladders", ladders)

    s.false(
        "exp(-r)",
        claims={"separated": distance > log(n) ** 2 * exp(-r)},
        at=dict(a=[10, Q(-28, 5)], b=[10, -10], delta=Q(22, 5), r=10),
    )
    s.false(
        "delta exp(delta - 2r), no constant",
        claims={"separated": distance > delta * exp(delta - 2 * r)},
        at=dict(a=[Q(22, 5), 0], b=[Q(22, 5), Q(-22, 5)], delta=Q(22, 5), r=Q(22, 5)),
    )
    s.false(
        "any positive step",
        assume={"step": delta > 0},
        at=dict(a=[0, Q(1, 10)], b=[0, Q(1, 5)], delta=Q(1, 10), r=Q(1, 5)),
    )
    s.false("the same set", drop=["different"], at=dict(a=[3, -3], b=[3, -3], delta=5, r=3))

with entry.variant("sharpened", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    a, b = s.vec("a", n), s.vec("b", n)
    delta, r = s.real("delta"), s.real("r")
    i, j = Index("i", n), Index("j", n)
    x = Real("x")
    beta = s.define("beta", (x,), (), 1 / (1 + x) - x * (2 - x) / (1 - x) ** 2)
    kappa = s.define("kappa", (x,), (), x / (1 - x) ** 2)
    q = exp(-delta)
    distance = Abs(boltz(a) - boltz(b))
    unit = delta * exp(delta - 2 * r)
    s.assume(
        "step",
        delta >= log(4),
        needed_at=dict(a=[0, Q(1, 10), Q(1, 5)], b=[0, Q(1, 10), Q(3, 10)], delta=Q(1, 10), r=Q(3, 10)),
    )
    double = [Q(7, 2), Q(7, 2), Q(7, 2), 2]
    simple = [Q(7, 2), Q(-447, 1000), Q(-1947, 1000), Q(-3447, 1000)]
    s.assume("apart-a", apart(a, i, j, delta), needed_at=dict(a=double, b=simple, delta=Q(3, 2), r=Q(7, 2)))
    s.assume("apart-b", apart(b, i, j, delta), needed_at=dict(a=simple, b=double, delta=Q(3, 2), r=Q(7, 2)))
    s.assume(
        "apart-ab",
        across(a, b, i, j, delta),
        needed_at=dict(a=[Q(3, 4), Q(-3, 4)], b=[Q(19, 25), Q(-3, 4)], delta=Q(3, 2), r=1),
    )
    s.assume("range", within(a, b, i, r), needed_at=dict(a=[Q(5, 2), -100], b=[Q(5, 2), Q(-5, 2)], delta=5, r=Q(5, 2)))
    s.assume("different", different(a, b, i, j), needed_at=dict(a=[1, -1], b=[-1, 1], delta=2, r=1))
    s.claim("two", Implies(Eq(n, 2), distance >= beta(q) * unit))
    s.claim("more", Implies(n > 2, distance >= (1 - q) * beta(q) * (n - 1 - kappa(q)) * unit))
    wide = (1 - q) * beta(q) * (n - 1 - kappa(q)) * unit
    s.constant("separation", wide, bounds=distance, side="lower", case=n > 2)
    s.constant("separation of pairs", beta(q) * unit, bounds=distance, side="lower", case=Eq(n, 2))

    s.instance("one entry each", a=[1], b=[-1], delta=2, r=1)
    s.instance("two of a ladder", a=[Q(3, 2), 0], b=[Q(3, 2), Q(-3, 2)], delta=Q(3, 2), r=Q(3, 2))
    s.instance("top differs", a=[5, 0], b=[0, -5], delta=5, r=5)
    s.instance(
        "three of a ladder", a=[Q(9, 4), Q(3, 4), Q(-3, 4)], b=[Q(9, 4), Q(3, 4), Q(-9, 4)], delta=Q(3, 2), r=Q(9, 4)
    )
    s.instance("wide", a=[30, 0, 2], b=[30, -30, 2], delta=2, r=30)
    s.family("ladders", ladders)

    s.false(
        "1 for beta",
        claims={"two": Implies(Eq(n, 2), distance >= unit)},
        at=dict(a=[Q(3, 2), 0], b=[Q(3, 2), Q(-3, 2)], delta=Q(3, 2), r=Q(3, 2)),
    )
    s.false(
        "n-1 for n-1-kappa, without beta",
        claims={"more": Implies(n > 2, distance >= (n - 1) * unit)},
        at=dict(a=[Q(9, 4), Q(3, 4), Q(-3, 4)], b=[Q(9, 4), Q(3, 4), Q(-9, 4)], delta=Q(3, 2), r=Q(9, 4)),
    )
    s.false(
        "one constant for all n",
        claims={"more": distance >= (n - kappa(q)) * unit},
        at=dict(a=[Q(3, 2), 0], b=[Q(3, 2), Q(-3, 2)], delta=Q(3, 2), r=Q(3, 2)),
    )
    s.false(
        "a step of 1/10",
        assume={"step": delta >= Q(1, 10)},
        at=dict(a=[0, Q(1, 10), Q(1, 5)], b=[0, Q(1, 10), Q(3, 10)], delta=Q(1, 10), r=Q(3, 10)),
    )
    s.false("entries of a may come close", drop=["apart-a"], at=dict(a=double, b=simple, delta=Q(3, 2), r=Q(7, 2)))
    s.false("the same set", drop=["different"], at=dict(a=[1, -1], b=[1, -1], delta=2, r=1))


def separation(p: Proof, c: Scalars) -> list[Theorem]:
    """With T = 2r - delta: |boltz a - boltz b| is positive and at least (1-q) beta (T - kappa delta) exp(-T);
    T >= (n-1) delta; and for n <= 2 it is at least beta T exp(-T)."""
    n = p["n"]
    p.let(t=2 * p["r"] - c.d, P=c.P)
    p.name("boltz(a)", p.term("boltz(a)"))
    p.name("boltz(b)", p.term("boltz(b)"))
    p.settle_definedness()
    known = dict(n=n, a=p["a"], b=p["b"], delta=c.d, r=p["r"])
    labels = ("positive", "general", "steps", "pairs")
    positive, general, steps, pairs = (
        p.cite("aux:boltz-gap", c.one, c.quarter, claim=label, **known) for label in labels
    )
    p.state(general, "|boltz(a) − boltz(b)| ≥ (1 − q) β (t − κ δ) exp(−t)", "aux:boltz-gap")
    p.state(positive, "|boltz(a) − boltz(b)| > 0", "aux:boltz-gap")
    p.state(steps, "t ≥ (n − 1) δ", "aux:boltz-gap")
    return [positive, general, steps, pairs]


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.concise = True
    p.have("log n >= 0")
    p.have("δ > 3", "step", "log n >= 0")
    p.have("exp(1) >= 2")
    p.have("exp(δ) >= exp(3) >= 8", "δ > 3", "exp(1) >= 2")
    p.have("exp(-δ) <= 1/8", "exp(δ) >= 8", "exp(-δ) > 0")
    one, quarter = p.have("δ >= 1", "δ > 3"), p.have("1 >= 4 exp(-δ)", "exp(-δ) <= 1/8")
    positive, general, steps, _ = separation(p, scalars(p, p["delta"], one, quarter))
    with p.case("n <= 1"):
        p.have("log n <= 0", "n <= 1")
        p.have("log n = 0", "log n <= 0", "log n >= 0")
        p.claim("separated", positive, "log n = 0")
    with p.otherwise("n > 1"):
        two = p.cite("thy:two-members", n="n", claim="more")
        p.have("(1 - q) P = 1 and P > 0")
        p.have("P <= 8/7", "q <= 1/8", "(1 - q) P = 1", "P > 0")
        p.have("P^2 <= 64/49", "P <= 8/7", "P > 0")
        p.have("κ <= 8/49", "P^2 <= 64/49", "q <= 1/8", "q > 0")
        p.have("1/(1 + q) >= 8/9", "q <= 1/8")
        p.have("β >= 1/2", "1/(1 + q) >= 8/9", "κ <= 8/49", "q^2 P^2 > 0")
        p.have("t - κ δ >= 41/49 δ", steps, two, "κ <= 8/49", "δ >= 1")
        p.have("(1 - q) β >= 7/16", "q <= 1/8", "β >= 1/2")
        p.have("(1 - q) β (t - κ δ) >= 41/112 δ", "t - κ δ >= 41/49 δ", "(1 - q) β >= 7/16", "δ >= 1")
        p.have("δ^2/4 > (log n)^2", "step", "log n >= 0", "δ >= 1")
        p.have("41/112 δ exp(δ) > (log n)^2", "δ^2/4 > (log n)^2", "exp(δ) >= 1 + δ", "δ >= 1")
        p.have(
            "(1 - q) β (t - κ δ) exp(-t) >= 41/112 δ exp(-t) > (log n)^2 exp(-2 r)",
            "(1 - q) β (t - κ δ) >= 41/112 δ",
            "41/112 δ exp(δ) > (log n)^2",
            "exp(-t) > 0",
            "exp(-2 r) > 0",
            why="exp(−t) = exp(δ) exp(−2 r)",
        )
        p.claim("separated", general, "(1 - q) β (t - κ δ) exp(-t) > (log n)^2 exp(-2 r)")


@entry.proof("sharpened")
def sharp(p: Proof) -> None:
    p.concise = True
    p.have("exp(-1/2) >= 1/2")
    p.have("exp(1/2) <= 2", "exp(-1/2) >= 1/2", "exp(1/2) > 0")
    p.have("exp(1) <= 4", "exp(1/2) <= 2", "exp(1/2) > 0")
    with p.suppose("log(4) < 1"):
        p.have("4 = exp(log(4)) < exp(1)", "log(4) < 1")
        p.have("false", "4 < exp(1)", "exp(1) <= 4")
    p.have("log(4) >= 1")
    one = p.have("δ >= 1", "step", "log(4) >= 1")
    p.have("exp(δ) >= exp(log(4)) = 4", "step")
    quarter = p.have("1 >= 4 exp(-δ)", "exp(δ) >= 4", "exp(-δ) > 0")
    c = scalars(p, p["delta"], one, quarter)
    _, general, steps, pairs = separation(p, c)
    p.have("1 - q > 0", quarter)
    p.have("(1 - q)^2 > 0", "1 - q > 0")
    same = p.have("1/((1 - q)^2) = P^2", "(1 - q)^2 > 0", "1 - q > 0")
    p.have("β exp(-t) > 0", c.beta_positive, "exp(-t) > 0")
    with p.suppose("n = 2") as two:
        p.have("t >= δ", steps, "n = 2")
        p.have("β t exp(-t) >= β δ exp(δ - 2 r)", "t >= δ", "β exp(-t) > 0")
        low = p.have("|boltz(a) - boltz(b)| >= β δ exp(δ - 2 r)", p.at(pairs), "β t exp(-t) >= β δ exp(δ - 2 r)")
        p.have("|boltz(a) - boltz(b)| >= (1/(1 + q) - q (2 - q)/((1 - q)^2)) δ exp(δ - 2 r)", low, same)
    p.claim("two", two)
    p.have("(1 - q) (t - (n - 1) δ) >= 0", steps, "1 - q > 0")
    with p.suppose("n > 2") as more:
        low = p.have(
            "|boltz(a) - boltz(b)| >= (1 - q) β (n - 1 - κ) δ exp(δ - 2 r)",
            general,
            "(1 - q) (t - (n - 1) δ) >= 0",
            "β exp(-t) > 0",
        )
        C = "(1 - q) (1/(1 + q) - q (2 - q)/((1 - q)^2)) (n - 1 - q/((1 - q)^2))"
        p.have(f"|boltz(a) - boltz(b)| >= {C} δ exp(δ - 2 r)", low, same)
    p.claim("more", more)
