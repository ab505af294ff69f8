"""lem:boltz-gradient. With p = Softmax(a) and the entropy S(p) = - sum_j p_j log p_j,

    d boltz(a) / d a_i  =  p_i (1 + a_i - boltz(a))  =  p_i (1 + log p_i + S(p)).

First form: quotient rule on sum_j a_j e^{a_j} / sum_j e^{a_j}. Second form: log p_j = a_j - log Z with
Z = sum_j e^{a_j}, so that S(p) = log Z - boltz(a) and log p_i + S(p) = a_i - boltz(a).
"""

from varproof_lemmas.contextual.boltz import entry_of, gradient, settle_definedness
from varproof_lemmas.model import boltz, softmax

from varproof.lang import D, Entry, Eq, Index, Q, Source, Sum, log
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import sum_over
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof

entry = Entry(
    "lem:boltz-gradient",
    "The gradient of the Boltzmann operator, in two forms",
    source=Source(after="KS24", text="reconstructed"),
    uses=["def:boltzmann", "def:softmax"],
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    a = s.vec("a", n)
    i = s.index("i", n)
    j = Index("j", n)
    p = softmax(a)
    entropy = -Sum(p[j] * log(p[j]), j)
    slope = D(boltz(a), a[i])
    s.claim("slope", Eq(slope, p[i] * (1 + a[i] - boltz(a))))
    s.claim("entropy", Eq(slope, p[i] * (1 + log(p[i]) + entropy)))

    s.instance("one entry", a=[4], i=0)
    s.instance("ties", a=[Q(1, 2)] * 3, i=2)
    s.instance("top", a=[3, 0, -1], i=0)
    s.instance("bottom", a=[3, 0, -1], i=2)
    s.instance("far apart", a=[60, -60], i=1)

    s.false("without the 1", claims={"slope": Eq(slope, p[i] * (a[i] - boltz(a)))}, at=dict(a=[0, 1], i=0))
    s.false("boltz left out", claims={"slope": Eq(slope, p[i] * (1 + a[i] * (1 - p[i])))}, at=dict(a=[1, 2], i=0))
    s.false(
        "entropy with the wrong sign",
        claims={"entropy": Eq(slope, p[i] * (1 + log(p[i]) - entropy))},
        at=dict(a=[0, 0], i=1),
    )
    s.false(
        "log p of the wrong sign",
        claims={"entropy": Eq(slope, p[i] * (1 - log(p[i]) - entropy))},
        at=dict(a=[0, 1], i=1),
    )
    s.false("the slope is positive", claims={"slope": slope > 0}, at=dict(a=[0, 5], i=0))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.concise = True
    e = entry_of(p, p["i"], p.given("i in [n]"))
    b = e.b
    slope = gradient(p, e)
    settle_definedness(p, e)
    p.prove(slope)

    def weight(j: Node) -> Node:
        return t.exp(b.a(j)) / b.Z

    def positive(j: Node) -> Theorem:
        return p.have(t.gt(weight(j)), p.exp_positive(b.a(j)), b.inverse_positive, products=[(0, 1)])

    def log_weight(j: Node) -> Theorem:
        """log p_j = a_j - log Z, since both sides have the exponential p_j."""
        same = p.have(
            t.eq(t.exp(t.log(weight(j))), t.exp(b.a(j) - t.log(b.Z))),
            p.log_exp(positive(j), weight(j)),
            p.log_exp(b.positive, b.Z),
            b.unit,
        )
        return p.exp_injective(same, t.log(weight(j)), b.a(j) - t.log(b.Z))

    with p.silent():
        logs = p.forall(b.s, lambda j, _: positive(j))
        at_i = log_weight(e.i)
        terms = p.sum_equal(
            b.s,
            lambda j, _: p.have(t.eq(weight(j) * t.log(weight(j)) - weight(j) * (b.a(j) - t.log(b.Z))), log_weight(j)),
        )
    p.settle(logs, positive(e.i))
    p.state(at_i, "log pᵢ = aᵢ − log Z", "both sides have the exponential pᵢ")
    entropy = p.have(
        t.eq(sum_over(b.s, lambda j: weight(j) * t.log(weight(j))), b.value - t.log(b.Z)),
        terms,
        b.unit,
    )
    p.state(entropy, "∑ⱼ pⱼ log pⱼ = boltz(a) − log Z", "likewise for every j, weighted by pⱼ and summed")
    second = p.have(p.goal("entropy"), slope, at_i, entropy)
    p.prove(p.state(second, "∂boltz/∂aᵢ = pᵢ (1 + log pᵢ − ∑ⱼ pⱼ log pⱼ)", "", [slope, at_i, entropy]))
