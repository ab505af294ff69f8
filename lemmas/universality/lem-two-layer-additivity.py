"""lem:two-layer-additivity. The printed step f(g(x)) - f(Phi(x)) = f(g(x) - Phi(x)) of lem:two-layer-perturbation.

Printed for K-Lipschitz f. False already for a constant f = 1, where the left side is 0 and the right side 1. Stated for
affine f(y) = F y + b, which are Lipschitz, and the values g, phi at one x. Corrected: f is linear, b = 0. The bound
that the step is to give, |f(g) - f(Phi)| <= K |g - Phi|, is the Lipschitz condition itself and does not need it.
"""

from varproof.lang import Entry, Eq, ForAll, Index, Q, Source, Sum
from varproof.proof.kernel.build import sum_over
from varproof.proof.proof import Proof

entry = Entry(
    "lem:two-layer-additivity",
    "The step f(g) - f(Phi) = f(g - Phi)",
    source=Source(icml="6.3", text="read"),
    note="A displayed step of the printed proof of lem:two-layer-perturbation.",
)


def step(s, affine):
    """State the step for F y + b, or for F y."""
    m, n = s.size("m"), s.size("n")
    F, b = s.mat("F", n, m), s.vec("b", n) if affine else None
    g, phi = s.vec("g", m), s.vec("phi", m)
    i, p = Index("i", n), Index("p", m)

    def f(y):
        value = Sum(F[i, p] * y(p), p)
        return value + b[i] if affine else value

    def apart(p):
        return g[p] - phi[p]

    s.claim("additive", ForAll(i, Eq(f(lambda p: g[p]) - f(lambda p: phi[p]), f(apart))))
    return F, g, phi, i, p


with entry.variant(
    "printed",
    expect="REFUTED",
    evidence=["witness"],
    finding="The step takes a Lipschitz map f for a linear one: for f = 1 the left side is 0 and the right side 1.",
) as s:
    step(s, affine=True)
    s.counterexample("a constant", F=[[0]], b=[1], g=[0], phi=[0])
    s.instance("linear", F=[[2, 1]], b=[0], g=[1, 2], phi=[3, 5])

with entry.variant("corrected", expect="PROVED", evidence=["kernel"], note="For linear f.") as s:
    F, g, phi, i, p = step(s, affine=False)
    one = dict(F=[[1]], g=[3], phi=[1])
    s.instance("one number", **one)
    s.instance("equal", F=[[1, 2], [0, 1]], g=[1, 1], phi=[1, 1])
    s.instance("large", F=[[10**9]], g=[Q(1, 3)], phi=[-(10**9)])

    def image(v):
        return Sum(F[i, p] * v[p], p)

    s.false(
        "sum for difference",
        claims={"additive": ForAll(i, Eq(image(g) - image(phi), Sum(F[i, p] * (g[p] + phi[p]), p)))},
        at=one,
    )
    s.false("squares", claims={"additive": ForAll(i, Eq(image(g) ** 2 - image(phi) ** 2, image(g) ** 2))}, at=one)


@entry.proof("corrected")
def proof(p: Proof) -> None:
    m, F = p["m"], p["F"]

    def each(i, _):
        left = sum_over(m, lambda a: F(i, a) * p["g"](a)) - sum_over(m, lambda a: F(i, a) * p["phi"](a))
        return p.identity(left, sum_over(m, lambda a: F(i, a) * (p["g"](a) - p["phi"](a))))

    p.prove(p.show(p.forall(p["n"], each), "sums are linear"))
