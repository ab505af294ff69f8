"""aux:boltz-gap. The separation of the Boltzmann operator, before the number of entries is put in.

Two vectors a, b in [-r, r]^n as in lem:boltz-separation, with a step delta >= 1 and q = exp(-delta) <= 1/4. With
t = 2 r - delta, kappa = q/(1-q)^2 and beta = 1/(1+q) - q(2-q)/(1-q)^2,

    |boltz(a) - boltz(b)| >= (1-q) beta (t - kappa delta) exp(-t) and > 0,   t >= (n-1) delta,

and for n <= 2 the difference is at least beta t exp(-t). The proof is in `separation`: let z be the largest value that
only one of the two has, say a. Above z both agree, with mean mu; below z lie ladders of step delta. Both values are mu
minus a correction; the one of a contains z itself and is larger, because the ladders below are geometric.
"""

from varproof_lemmas.contextual.boltz import operator
from varproof_lemmas.contextual.separation import Separation, value
from varproof_lemmas.contextual.separation_choice import Choice, Stated
from varproof_lemmas.contextual.separation_scalars import scalars
from varproof_lemmas.contextual.separation_statement import across, apart, different, within
from varproof_lemmas.model import boltz

from varproof.lang import Abs, Entry, Implies, Index, Q, Real, Source, exp
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof

entry = Entry("aux:boltz-gap", "The separation of the Boltzmann operator in the range", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    a, b = s.vec("a", n), s.vec("b", n)
    delta, r = s.real("delta"), s.real("r")
    i, j = Index("i", n), Index("j", n)
    x = Real("x")
    P = s.define("P", (x,), (), 1 / (1 - x))
    beta = s.define("beta", (x,), (), 1 / (1 + x) - x * (2 - x) * P(x) ** 2)
    kappa = s.define("kappa", (x,), (), x * P(x) ** 2)
    q, width = exp(-delta), 2 * r - delta
    distance = Abs(boltz(a) - boltz(b))
    s.assume("long", delta >= 1)
    s.assume("quarter", 4 * q <= 1)
    s.assume("apart-a", apart(a, i, j, delta))
    s.assume("apart-b", apart(b, i, j, delta))
    s.assume("apart-ab", across(a, b, i, j, delta))
    s.assume("range", within(a, b, i, r))
    s.assume("different", different(a, b, i, j), needed_at=dict(a=[1, -1], b=[-1, 1], delta=2, r=1))
    s.claim("positive", distance > 0)
    s.claim("general", distance >= (1 - q) * beta(q) * (width - kappa(q) * delta) * exp(-width))
    s.claim("steps", width >= (n - 1) * delta)
    s.claim("pairs", Implies(n <= 2, distance >= beta(q) * width * exp(-width)))

    s.instance("one entry each", a=[1], b=[-1], delta=2, r=1)
    s.instance("two of a ladder", a=[Q(3, 2), 0], b=[Q(3, 2), Q(-3, 2)], delta=Q(3, 2), r=Q(3, 2))
    s.instance("top differs", a=[5, 0], b=[0, -5], delta=5, r=5)
    s.false(
        "1 for beta",
        claims={"pairs": Implies(n <= 2, distance >= width * exp(-width))},
        at=dict(a=[Q(3, 2), 0], b=[Q(3, 2), Q(-3, 2)], delta=Q(3, 2), r=Q(3, 2)),
    )
    s.false("the same set", drop=["different"], at=dict(a=[1, -1], b=[1, -1], delta=2, r=1))


@entry.proof("stated")
def proof(p: Proof) -> None:
    n = p["n"]

    def defined(e: Node, e_in: Theorem) -> Theorem:
        a, b = operator(p, n, p["a"], e_in), operator(p, n, p["b"], e_in)
        return p.both(p.not_zero(a.positive, a.Z), p.not_zero(b.positive, b.Z))

    p.concise = True
    c = scalars(p, p["delta"], p.given("long"), p.given("quarter"))
    with p.silent():
        some = p.have(t.gt(card(n)), p.given("n>=1"))
        both = p.member_of(some, n, defined)
        units = p.have(t.gt(1 - c.q), c.quarter), p.have(t.gt(1 + c.q), c.q_positive)
        p.settle(some, p.left(both), p.right(both), p.not_zero(units[0], 1 - c.q), p.not_zero(units[1], 1 + c.q))
        p.name("boltz(a)", value(n, p["a"]))
        p.name("boltz(b)", value(n, p["b"]))
    separation = Separation(p, n, p["r"], c, p.given("n>=1"))
    choice = Choice(p, separation, p["a"], p["b"], Stated(p, separation).facts(), p.given("different"))
    positive, rest = p.left(choice.conclusion), p.right(choice.conclusion)
    general, rest = p.left(rest), p.right(rest)
    p.say("So in all cases, as {v, w} = {a, b},")
    p.prove(p.state(general, "|boltz(a) − boltz(b)| ≥ (1 − q) β (t − κ δ) exp(−t)"))
    p.prove(p.state(positive, "|boltz(a) − boltz(b)| > 0"))
    p.prove(p.state(p.left(rest), "t ≥ (n − 1) δ"))
    p.prove(p.right(rest))
