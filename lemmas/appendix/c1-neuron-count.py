"""c1:neuron-count. Neurons of the layer of bumps: 3 d L for one bump, three in each of its d L brackets, and

    3 d L (1/delta)^(d L)

in all, for one bump at each of the (1/delta)^(d L) grid points. Stated as a count over index sets: B bumps, L tokens,
d coordinates, three terms of a bracket; that there are (1/delta)^(d L) grid points is the hypothesis on B, the power
written with exp and log. That so many neurons do what is asked of them is no part of it.
"""

from varproof.lang import Entry, Eq, Index, Q, Source, Sum, exp, log
from varproof.proof.proof import Proof

entry = Entry("c1:neuron-count", "The number of neurons of the layer of bumps", source=Source(icml="C.1", text="read"))

with entry.variant("printed", expect="PROVED", evidence=["kernel"]) as s:
    B, L, d, terms, delta = s.size("B"), s.size("L"), s.size("d"), s.size("T"), s.real("delta")
    b, i, j, k = Index("b", B), Index("i", L), Index("j", d), Index("k", terms)
    each, total = Sum(1, i, j, k), Sum(1, b, i, j, k)
    s.assume("three-terms", Eq(terms, 3), needed_at=dict(B=2, L=1, d=1, T=1, delta=Q(1, 2)))
    s.assume("step", delta > 0)
    s.assume("grid", Eq(B, exp(d * L * log(1 / delta))), needed_at=dict(B=1, L=1, d=1, T=3, delta=Q(1, 2)))
    s.constant("neurons", 3 * d * L * exp(d * L * log(1 / delta)))
    s.claim("bump", Eq(each, 3 * d * L))
    s.claim("all", Eq(total, 3 * d * L * exp(d * L * log(1 / delta))))

    s.instance("one grid point", B=1, L=2, d=3, T=3, delta=1)
    s.instance("one entry", B=2, L=1, d=1, T=3, delta=Q(1, 2))
    s.instance("two tokens", B=9, L=2, d=1, T=3, delta=Q(1, 3))

    some = dict(B=9, L=2, d=1, T=3, delta=Q(1, 3))
    s.false("one neuron a bracket", claims={"bump": Eq(each, d * L)}, at=some)
    s.false("one bump only", claims={"all": Eq(total, 3 * d * L)}, at=some)
    s.false("a bump a grid value", claims={"all": Eq(total, 3 * d * L / delta)}, at=some)


@entry.proof("printed")
def proof(p: Proof) -> None:
    delta = p["delta"]
    inverse = p.inverse(p.given("step"), delta)[1]
    p.settle_definedness(p.not_zero(p.given("step"), delta), inverse)
    p.prove(p.have(p.goal("bump"), p.given("three-terms")))
    p.prove(p.have(p.goal("all"), p.given("three-terms"), p.given("grid")))
