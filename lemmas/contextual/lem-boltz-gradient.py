"""lem:boltz-gradient. With p = Softmax(a) and the entropy S(p) = - sum_j p_j log p_j,

    d boltz(a) / d a_i  =  p_i (1 + a_i - boltz(a))  =  p_i (1 + log p_i + S(p)).

First form: quotient rule on sum_j a_j e^{a_j} / sum_j e^{a_j}. Second form: log p_j = a_j - log Z with
Z = sum_j e^{a_j}, so that S(p) = log Z - boltz(a) and log p_i + S(p) = a_i - boltz(a).
"""

from varproof_lemmas.model import boltz, softmax

from varproof.lang import D, Entry, Eq, Index, Q, Source, Sum, log
from varproof.proof.kernel import terms as t
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
    p.let("Z = sum[j in n] exp(a[j])", "A = sum[j in n] a[j] exp(a[j])", "w(j) = exp(a[j])/Z")
    p.let("others = {j in n | j != i}", "Z1 = sum[j in others] exp(a[j])", "A1 = sum[j in others] a[j] exp(a[j])")
    p.let("value(x) = (A1 + x exp(x))/(Z1 + exp(x))")
    p.have("Z = Z1 + exp(a[i]) and A = A1 + a[i] exp(a[i])")
    p.have("Z1 + exp(a[i]) > 0")
    p.have("Z > 0", "Z = Z1 + exp(a[i])")
    slope = p.slope(p.symbols["value"], p.term("a[i]"), p.fact("Z1 + exp(a[i]) > 0"))
    same = p.congruence(p.fact("Z = Z1 + exp(a[i])"), p.term("Z"), p.term("Z1 + exp(a[i])"), t.inv)
    p.have("1/(Z1 + exp(a[i])) = 1/Z", same)
    p.have("1/(Z1 + exp(a[i]))^2 = 1/Z^2", same)
    first = p.have("(1 + a[i]) exp(a[i])/(Z1 + exp(a[i])) = (1 + a[i]) exp(a[i])/Z", "1/(Z1 + exp(a[i])) = 1/Z")
    second = p.have("(A1 + a[i] exp(a[i])) exp(a[i])/(Z1 + exp(a[i]))^2 = A exp(a[i])/Z^2", "A = A1 + a[i] exp(a[i])",
                    "1/(Z1 + exp(a[i]))^2 = 1/Z^2")  # fmt: skip
    slope = p.claim("slope", slope, first, second, why="quotient rule")
    with p.fix("j in n") as logs:
        p.have("exp(log(w(j))) = w(j)", "Z > 0")
        p.have("log(w(j)) = a[j] - log Z", "exp(log(w(j))) = w(j)", why="both have the exponential w(j)")
    with p.fix("j in n") as each:
        p.have("w(j) log(w(j)) = w(j) a[j] - w(j) log Z", p.at(logs, "j"))
    p.have("sum[j in n] w(j) = 1", "Z > 0")
    p.have("sum[j in n] w(j) log(w(j)) = boltz(a) - log Z", p.summed(each), "sum[j in n] w(j) = 1")
    p.claim("entropy", slope, p.at(logs, "i"), "sum[j in n] w(j) log(w(j)) = boltz(a) - log Z")
