"""aux:boltz-curvature. The second derivative of the Boltzmann operator in an entry, with p = Softmax(a):

    d^2 boltz(a) / d a_i^2  =  p_i ((1 - 2 p_i)(1 + a_i - boltz(a)) + 1).

Why: as a function of x = a_i the operator is (A + x exp x)/(Z + exp x) with sums over the other entries; the quotient
rule, twice.
"""

from varproof_lemmas.model import boltz, softmax

from varproof.lang import D, Entry, Eq, Q, Source
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import deriv
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof

entry = Entry("aux:boltz-curvature", "The second derivative of the Boltzmann operator", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    a = s.vec("a", n)
    i = s.index("i", n)
    p = softmax(a)
    bend = D(D(boltz(a), a[i]), a[i])
    s.claim("curvature", Eq(bend, p[i] * ((1 - 2 * p[i]) * (1 + a[i] - boltz(a)) + 1)))

    s.instance("one entry", a=[4], i=0)
    s.instance("ties", a=[Q(1, 2)] * 3, i=2)
    s.instance("top", a=[3, 0, -1], i=0)
    s.false("without the 1", claims={"curvature": Eq(bend, p[i] * (1 - 2 * p[i]) * (1 + a[i] - boltz(a)))},
            at=dict(a=[0, 1], i=0))  # fmt: skip
    s.false("convex", claims={"curvature": bend >= 0}, at=dict(a=[0, -4], i=1))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("Z = sum[j in n] exp(a[j])", "A = sum[j in n] a[j] exp(a[j])", "others = {j in n | j != i}", "e = exp(a[i])")
    p.let("Z1 = sum[j in others] exp(a[j])", "A1 = sum[j in others] a[j] exp(a[j])")
    p.let("value(x) = (A1 + x exp(x))/(Z1 + exp(x))")
    p.let("slope(x) = (1 + x) exp(x)/(Z1 + exp(x)) - (A1 + x exp(x)) exp(x)/(Z1 + exp(x))^2")
    p.have("Z = Z1 + e and A = A1 + a[i] e")
    p.have("Z > 0", "Z = Z1 + e")
    value, first = p.symbols["value"], p.symbols["slope"]

    def slope(x: Node) -> Theorem:
        return p.slope(value, x, p.proved(t.gt(p.term("Z1") + t.exp(x))))

    inner = p.slope_of_equal(slope, lambda x: deriv(value, x), first, p.term("a[i]"))
    outer = p.slope(first, p.term("a[i]"), p.fact("Z1 + e > 0"))
    for k in (1, 2, 3):
        powers = p.congruence(p.fact("Z = Z1 + e"), p.term("Z"), p.term("Z1 + e"), lambda x, k=k: t.inv(x) ** k)
        p.have(f"1/(Z1 + e)^{k} = 1/Z^{k}", powers)
    rest = p.have("(A1 + a[i] e) e/(Z1 + e)^2 = A e/Z^2", "A = A1 + a[i] e", "1/(Z1 + e)^2 = 1/Z^2")
    last = p.have("(A1 + a[i] e) e^2/(Z1 + e)^3 = A e^2/Z^3", "A = A1 + a[i] e", "1/(Z1 + e)^3 = 1/Z^3")
    p.claim("curvature", inner, outer, rest, last, "1/(Z1 + e)^1 = 1/Z^1", "1/(Z1 + e)^2 = 1/Z^2", why="quotient rule")
