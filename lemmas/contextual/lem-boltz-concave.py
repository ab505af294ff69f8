"""lem:boltz-concave. Far below the maximum the Boltzmann operator is concave in an entry:

    a_i < max a - log n - 3         =>   d^2 boltz(a) / d a_i^2 < 0,
    a_i < max a - 9/4 - W((n-1)/e)  =>   the same (sharpened; W the Lambert function).

Why: the second derivative is p_i [(1 - 2 p_i)(1 + a_i - boltz(a)) + 1]. Under the first gap p_i < e^{-3}/n and
1 + a_i - boltz(a) < -2. Under the second 1 + a_i - boltz(a) < -5/4 and p_i <= e^{-9/4}, so that
(1 - 2 p_i) 5/4 > 1. The constant 9/4 is convenient, not the best.
"""

from fractions import Fraction

from varproof_lemmas.contextual.boltz import (
    at_least_lambert,
    at_least_top,
    curvature,
    entry_of,
    settle_definedness,
    tenth,
)
from varproof_lemmas.model import boltz

from varproof.lang import D, Entry, Index, LambertW, MaxOver, Q, Source, exp, log
from varproof.proof.kernel import terms as t
from varproof.proof.proof import Proof

entry = Entry(
    "lem:boltz-concave",
    "The Boltzmann operator is concave in an entry far below the maximum",
    source=Source(after="KS24", text="reconstructed"),
    uses=["def:boltzmann", "def:softmax", "lem:boltz-gradient", "lem:boltz-range"],
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    a = s.vec("a", n)
    i = s.index("i", n)
    j = Index("j", n)
    top = MaxOver(a[j], j)
    s.assume("gap", a[i] < top - log(n) - 3, needed_at=dict(a=[0], i=0))
    s.constant("gap", log(n) + 3, side="upper")
    s.claim("concave", D(D(boltz(a), a[i]), a[i]) < 0)

    s.instance("two entries", a=[0, Q(-37, 10)], i=1)
    s.instance("just below the gap", a=[0] + [-6] * 19, i=7)
    s.instance("ties at the top", a=[2, 2, 2, Q(-5, 2)], i=3)
    s.instance("far below", a=[0, -100, 0], i=1)

    s.false("log n alone", assume={"gap": a[i] < top - log(n)}, at=dict(a=[0, -1], i=1))
    s.false("no log n", assume={"gap": a[i] < top - 3}, at=dict(a=[0] + [Q(-31, 10)] * 20, i=1))
    s.false("convex", claims={"concave": D(D(boltz(a), a[i]), a[i]) > 0}, at=dict(a=[0, -4], i=1))

with entry.variant("sharpened", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    a = s.vec("a", n)
    i = s.index("i", n)
    j = Index("j", n)
    top = MaxOver(a[j], j)
    w = LambertW((n - 1) * exp(-1))
    s.assume("gap", a[i] < top - Q(9, 4) - w, needed_at=dict(a=[0], i=0))
    s.constant("gap", Q(9, 4) + w, side="upper")
    s.claim("concave", D(D(boltz(a), a[i]), a[i]) < 0)

    s.instance("two entries", a=[0, Q(-26, 10)], i=1)
    s.instance("just below the gap", a=[0] + [Q(-38, 10)] * 19, i=7)
    s.instance("ties at the top", a=[2, 2, 2, Q(-3, 2)], i=3)
    s.instance("far below", a=[0, -100, 0], i=1)

    s.false("3/2 for 9/4", assume={"gap": a[i] < top - Q(3, 2) - w}, at=dict(a=[0, Q(-9, 5)], i=1))
    s.false("without W", assume={"gap": a[i] < top - Q(9, 4)}, at=dict(a=[0] + [Q(-31, 10)] * 20, i=1))
    s.false("without 9/4", assume={"gap": a[i] < top - w}, at=dict(a=[0, -1], i=1))


def concave(p: Proof, sharp: bool) -> None:
    """With p_i < 1/10 the second derivative p_i ((1 - 2 p_i)(1 + a_i - boltz) + 1) is negative below -5/4."""
    p.concise = True
    e = entry_of(p, p["i"], p.given("i in [n]"))
    b = e.b
    settle_definedness(p, e)
    near = at_least_lambert(p, b) if sharp else at_least_top(p, b)
    low = p.have(b.value - b.a(e.i) - Fraction(9, 4) > 0, near, p.given("gap"))
    p.state(low, "boltz(a) − aᵢ − 9/4 > 0", "the hypothesis", [near])
    weight = t.exp(b.a(e.i)) / b.Z
    positive = p.have(t.gt(weight), p.exp_positive(b.a(e.i)), b.inverse_positive, products=[(0, 1)])
    small = tenth(p, b, e, low)
    p.state(small, "pᵢ < 1/10", "Z ≥ exp(M) + exp(aᵢ), M − aᵢ > 9/4 and exp(9/4) > 9", [low])
    bracket = p.have(t.gt((1 - 2 * weight) * (b.value - 1 - b.a(e.i)) - 1), low, small, products=[(0, 1), (0,), (1,)])
    p.state(bracket, "(1 − 2 pᵢ) (boltz(a) − 1 − aᵢ) > 1", "4/5 · 5/4 = 1", [low, small])
    bend = curvature(p, e)
    concave = p.have(p.goal("concave"), bend, positive, bracket, products=[(0, 1)])
    p.prove(p.state(concave, "∂²boltz/∂aᵢ² < 0", "pᵢ > 0", [bend, bracket]))


@entry.proof("stated")
def proof(p: Proof) -> None:
    concave(p, sharp=False)


@entry.proof("sharpened")
def sharp(p: Proof) -> None:
    concave(p, sharp=True)
