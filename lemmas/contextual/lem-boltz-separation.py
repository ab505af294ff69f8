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

The same proof gives more, to be stated when it is proved here: with w the width of the set,
(1-q) beta (w - (1+kappa) delta) exp(delta - w), which needs no r.
"""

from fractions import Fraction

from varproof_lemmas.contextual.boltz import at_least_two, exp_at_least, operator
from varproof_lemmas.contextual.separation import Separation, value
from varproof_lemmas.contextual.separation_choice import Choice, Stated
from varproof_lemmas.contextual.separation_scalars import Scalars, scalars
from varproof_lemmas.model import boltz

from varproof.lang import (
    Abs,
    And,
    Entry,
    Eq,
    Exists,
    ForAll,
    Implies,
    Index,
    Ne,
    Or,
    Q,
    Real,
    Source,
    exp,
    log,
)
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof

entry = Entry(
    "lem:boltz-separation",
    "The Boltzmann operator separates different sets",
    source=Source(after="KS24 Lemma 1", text="reconstructed"),
    uses=["def:boltzmann", "def:softmax", "lem:boltz-range"],
    note="No hypothesis says that entries are not repeated: |a_i - a_j| >= delta > 0 for i != j contains it.",
)


def apart(v, i, j, delta):
    """The entries of v are delta apart."""
    return ForAll(i, j, Implies(Ne(i, j), Abs(v[i] - v[j]) >= delta))


def within(a, b, i, r):
    """The entries of a and b lie in [-r, r]."""
    return ForAll(i, And(-r <= a[i], a[i] <= r, -r <= b[i], b[i] <= r))


def different(a, b, i, j):
    """a and b differ as sets of entries."""
    return Or(Exists(i, ForAll(j, Ne(a[i], b[j]))), Exists(j, ForAll(i, Ne(a[i], b[j]))))


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
        ForAll(i, j, Implies(Ne(a[i], b[j]), Abs(a[i] - b[j]) >= delta)),
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
        ForAll(i, j, Implies(Ne(a[i], b[j]), Abs(a[i] - b[j]) >= delta)),
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


def separation(p: Proof, c: Scalars) -> tuple[Theorem, Theorem, Theorem, Theorem]:
    """With T = 2r - delta: |boltz a - boltz b| is positive and at least (1-q) beta (T - kappa delta) exp(-T);
    T >= (n-1) delta; and for n <= 2 it is at least beta T exp(-T)."""
    n = p["n"]

    def defined(e: Node, e_in: Theorem) -> Theorem:
        a, b = operator(p, n, p["a"], e_in), operator(p, n, p["b"], e_in)
        return p.both(p.not_zero(a.positive, a.Z), p.not_zero(b.positive, b.Z))

    with p.silent():
        some = p.have(t.gt(card(n)), p.given("n>=1"))
        both = p.member_of(some, n, defined)
        p.settle(some, p.left(both), p.right(both))
        p.name("boltz(a)", value(n, p["a"]))
        p.name("boltz(b)", value(n, p["b"]))
    separation_ = Separation(p, n, p["r"], c, p.given("n>=1"))
    choice = Choice(p, separation_, p["a"], p["b"], Stated(p, separation_).facts(), p.given("different"))
    positive, rest = p.left(choice.conclusion), p.right(choice.conclusion)
    general, rest = p.left(rest), p.right(rest)
    p.say("So in all cases, as {v, w} = {a, b},")
    p.state(general, "|boltz(a) − boltz(b)| ≥ (1 − q) β (t − κ δ) exp(−t)")
    p.state(positive, "|boltz(a) − boltz(b)| > 0")
    steps = p.state(p.left(rest), "t ≥ (n − 1) δ")
    return positive, general, steps, p.right(rest)


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.concise = True
    n, d, r = p["n"], p["delta"], p["r"]
    some = p.have(t.gt(card(n)), p.given("n>=1"))
    L, e_L = t.log(card(n)), p.log_exp(some, card(n))
    with p.silent():
        inverse = p.have(t.ge(1 - t.exp(-L)), e_L, p.given("n>=1"), p.exp_positive(-L))
        L_nonneg = p.have(t.ge(L), p.exp_tangent(-L), inverse)
        three = p.have(t.gt(d - 3), p.given("step"), L_nonneg)
        eight = p.have(
            t.ge(t.exp(d) - 8), p.exp_monotone(three, t.lift(3), d), exp_at_least(p, Fraction(3), Fraction(8))
        )
        q_small = p.have(t.ge(1 - 8 * t.exp(-d)), eight, p.exp_positive(-d), products=[(0, 1)])
        one = p.have(t.ge(d - 1), three)
        quarter = p.have(t.ge(1 - 4 * t.exp(-d)), q_small, p.exp_positive(-d))
    c = scalars(p, d, one, quarter)
    p.state(q_small, "1 ≥ 8 q", "δ > 3 and exp(3) ≥ 8")
    positive, general, steps, _ = separation(p, c)
    T = 2 * r - d

    def several(more: Theorem) -> Theorem:
        with p.silent():
            two = at_least_two(p, n, some, more)
            P_small = p.have(t.ge(Fraction(8, 7) - c.P), c.P_unit, c.P_positive, q_small, products=[(0, 1)])
            P2 = p.have(t.ge(Fraction(64, 49) - c.P * c.P), P_small, c.P_positive)
            kappa = p.have(
                t.ge(Fraction(8, 49) - c.kappa), P2, q_small, c.q_positive, c.P_positive, products=[(0, 2), (1,)]
            )
            i_big = p.have(t.ge(c.i - Fraction(8, 9)), c.i_unit, c.i_positive, q_small, products=[(0, 1)])
            square = p.have(t.gt(c.q * c.q * c.P * c.P), c.q_positive, c.P_positive, products=[(0, 0, 1, 1)])
            half = p.have(t.ge(c.beta - Fraction(1, 2)), i_big, kappa, square)
            far = p.have(
                t.ge(T - c.kappa * d - Fraction(41, 49) * d), steps, two, kappa, one, products=[(1, 3), (2, 3)]
            )
            factor = p.have(
                t.ge((1 - c.q) * c.beta - Fraction(7, 16)), q_small, half, c.beta_positive, products=[(0, 1), (0, 2)]
            )
            grow = p.have(t.gt(t.exp(d) - d), p.exp_tangent(d))
            scale = p.exp_positive(-2 * r)
            weight = p.have(t.gt(t.exp(-T)), p.exp_positive(-T))
            first = p.have(
                t.ge((T - c.kappa * d) * t.exp(-T) - Fraction(41, 49) * d * t.exp(-T)), far, weight, products=[(0, 1)]
            )
            base = p.have(t.gt(d * t.exp(-T)), one, weight, products=[(0, 1), (1,)])
            second = p.have(
                t.ge(
                    (1 - c.q) * c.beta * (T - c.kappa * d) * t.exp(-T)
                    - Fraction(7, 16) * Fraction(41, 49) * d * t.exp(-T)
                ),
                first,
                factor,
                base,
                half,
                one,
                products=[(0, 1), (1, 2), (0,)],
            )
            squares = p.have(
                t.gt(d * d * Fraction(1, 4) - L * L), p.given("step"), L_nonneg, one, products=[(0, 0), (0, 1), (0,)]
            )
            room = p.have(
                t.gt(Fraction(7, 16) * Fraction(41, 49) * d * t.exp(d) - L * L),
                squares,
                grow,
                one,
                products=[(1, 2), (1,), (2, 2), (2,)],
            )
            last = p.have(
                t.gt((Fraction(7, 16) * Fraction(41, 49) * d * t.exp(d) - L * L) * t.exp(-2 * r)),
                room,
                scale,
                products=[(0, 1)],
            )
        with p.block("If n ≥ 2:"):
            p.state(far, "t − κ δ ≥ 41/49 δ", "κ ≤ 8/49", [steps])
            p.state(factor, "(1 − q) β ≥ 7/16", "q ≤ 1/8, so that β ≥ 1/2", [q_small])
            p.state(squares, "δ²/4 > (log n)²", "δ > 2 log n + 3")
            p.state(room, "41/112 δ exp(δ) > (log n)²", "exp(δ) ≥ 1 + δ", [squares])
            goal = p.have(p.goal("separated"), general, second, last)
            why = "exp(−t) = exp(δ) exp(−2 r)"
            return p.state(goal, "|boltz(a) − boltz(b)| > (log n)² exp(−2 r)", why, [general, far, factor, room])

    def single(few: Theorem) -> Theorem:
        with p.silent():
            zero = p.k.antisym(L_nonneg, p.have(t.ge(-L), p.exp_tangent(L), e_L, few))
        goal = p.have(p.goal("separated"), positive, zero)
        with p.block("If n = 1:"):
            return p.state(goal, "|boltz(a) − boltz(b)| > (log n)² exp(−2 r)", "log n = 0", [positive])

    p.prove(p.compare(card(n), t.ONE, single, several))


@entry.proof("sharpened")
def sharp(p: Proof) -> None:
    p.concise = True
    n, d, r = p["n"], p["delta"], p["r"]
    four = p.positive(4)
    with p.silent():
        log4 = p.log_exp(four, t.lift(4))
        half = p.exp_tangent(t.lift(Fraction(-1, 2)))
        small_e = p.have(t.ge(4 - t.exp(1)), half, p.exp_positive(t.lift(1)), products=[(0, 0, 1), (0, 1)])
        above = p.by_contradiction(
            t.ge(t.log(t.lift(4)) - 1),
            lambda no: p.have(
                t.FALSE,
                p.exp_monotone(p.have(t.gt(1 - t.log(t.lift(4))), p.k.order(no)), t.log(t.lift(4)), t.lift(1)),
                log4,
                small_e,
            ),
        )
        one = p.have(t.ge(d - 1), p.given("step"), above)
        large = p.have(t.ge(t.exp(d) - 4), p.exp_monotone(p.given("step"), t.log(t.lift(4)), d), log4)
        quarter = p.have(t.ge(1 - 4 * t.exp(-d)), large, p.exp_positive(-d), products=[(0, 1)])
    c = scalars(p, d, one, quarter)
    p.state(quarter, "1 ≥ 4 q", "δ ≥ log 4")
    p.state(one, "δ ≥ 1", "log 4 ≥ 1")
    square = (1 - c.q) ** 2
    with p.silent():
        gap = p.have(t.gt(1 - c.q), quarter, c.q_positive)
        square_positive = p.have(t.gt(square), gap, products=[(0, 0)])
        unit, _ = p.inverse(square_positive, square)
        same = p.have(t.eq(t.inv(square), c.P * c.P), unit, c.P_unit)
        p.settle(four, p.not_zero(square_positive, square), p.not_zero(p.have(t.gt(1 + c.q), c.q_positive), 1 + c.q))
    _, general, steps, pairs = separation(p, c)
    T = 2 * r - d
    weight = p.have(t.gt(t.exp(-T)), p.exp_positive(-T))
    front = p.have(t.gt(c.beta * t.exp(-T)), c.beta_positive, weight, products=[(0, 1)])

    distance, unit = general.concl.args[0] + (1 - c.q) * c.beta * (T - c.kappa * d) * t.exp(-T), d * t.exp(-T)

    def two(is_two: Theorem) -> Theorem:
        few = p.have(card(n) <= 2, is_two)
        step = p.have(t.ge(T - d), steps, is_two)
        wide = p.use(pairs, few)
        with p.block("If n = 2:"):
            p.state(wide, "|boltz(a) − boltz(b)| ≥ β t exp(−t)", "cases 1b and 2, as case 1a has n ≥ 3")
            low = p.have(t.ge(distance - c.beta * unit), wide, step, front, products=[(1, 2)])
            p.state(low, "|boltz(a) − boltz(b)| ≥ β δ exp(δ − 2 r)", "t ≥ δ", [wide, steps])
            return p.have(p.goal("two").args[1], low, same)

    def more(is_more: Theorem) -> Theorem:
        first = p.have(t.ge((1 - c.q) * (T - (card(n) - 1) * d)), gap, steps, products=[(0, 1)])
        bound = (1 - c.q) * c.beta * (card(n) - 1 - c.kappa) * unit
        low = p.have(t.ge(distance - bound), general, first, front, products=[(1, 2)])
        with p.block("If n > 2:"):
            line = "|boltz(a) − boltz(b)| ≥ (1 − q) β (n − 1 − κ) δ exp(δ − 2 r)"
            p.state(low, line, "", [general, steps])
        return p.have(p.goal("more").args[1], low, same)

    p.prove(p.implies(p.goal("two").args[0], two))
    p.prove(p.implies(p.goal("more").args[0], more))
