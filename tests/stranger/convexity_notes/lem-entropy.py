"""lem:entropy. sum_i p_i log(1/p_i) <= log n for positive p_i that add up to 1.

Why: 1 + y <= exp(y) at y = -log(n p_i), times p_i, summed: the right sides are 1/n and add up to 1.
"""

from varproof.lang import Entry, Eq, ForAll, Index, Q, Source, Sum, log
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card
from varproof.proof.proof import Proof

entry = Entry("lem:entropy", "Entropy is at most log n", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    p = s.vec("p", n)
    i = Index("i", n)
    s.assume("positive", ForAll(i, p[i] > 0), needed_at=dict(p=[0, 1]))
    s.assume("total", Eq(Sum(p[i], i), 1), needed_at=dict(p=[Q(1, 2)]))
    s.claim("bound", -Sum(p[i] * log(p[i]), i) <= log(n))
    s.constant("bound", log(n), bounds=-Sum(p[i] * log(p[i]), i), side="upper")

    s.instance("certain", p=[1])
    s.instance("uniform", p=[Q(1, 5)] * 5)
    s.instance("skew", p=[Q(9, 10), Q(1, 10)])
    s.family("uniform", lambda n: dict(p=[Q(1, n)] * n))

    s.false("half", claims={"bound": -Sum(p[i] * log(p[i]), i) <= log(n) / 2}, at=dict(p=[Q(1, 2), Q(1, 2)]))


@entry.proof("stated")
def proof(p: Proof) -> None:
    n, q = p["n"], p["p"]
    some = p.have(t.gt(card(n)), p.given("n>=1"))
    size = p.log_exp(some, card(n))
    p.settle(some)
    p.settle(p.given("positive"))

    def term(i, i_in):
        positive = p.use(p.given("positive"), i, i_in)
        y = -t.log(card(n)) - t.log(q(i))
        same = p.log_exp(positive, q(i))
        value = p.have(t.eq(q(i) * t.exp(y), t.exp(-t.log(card(n)))), same)
        return p.have(
            t.exp(-t.log(card(n))) - q(i) - q(i) * y >= 0, p.exp_tangent(y), positive, value, products=[(0, 1)]
        )

    terms = p.sum_at_least(n, term)
    one = p.have(t.eq(card(n) * t.exp(-t.log(card(n))), 1), size)
    p.prove(p.show(p.have(p.goal("bound"), terms, p.given("total"), one), "1 + y ≤ exp(y) at y = −log(n pᵢ)"))
