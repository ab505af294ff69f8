"""lem:descent. One step of gradient descent on a quadratic with curvatures h_i <= L, gradient g_i = h_i x_i:

    f(x - eta g) <= f(x) - eta (1 - L eta / 2) |g|^2.

Why: the difference of the sides is (eta^2 / 2) sum_i (L - h_i) g_i^2.
"""

from importlib import import_module

from varproof.lang import Entry, ForAll, Index, Lam, Source, Sum
from varproof.proof.proof import Proof

quadratic = import_module(".def-quadratic", __package__).quadratic

entry = Entry("lem:descent", "The descent lemma for quadratics", source=Source(text="ours"), uses=["def:quadratic"])

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    h, x = s.vec("h", n), s.vec("x", n)
    L, eta = s.real("L"), s.real("eta")
    i, j = Index("i", n), Index("j", n)
    step = Lam(j, x[j] - eta * h[j] * x[j])
    gain = eta * (1 - L * eta / 2) * Sum((h[i] * x[i]) ** 2, i)
    s.assume("smooth", ForAll(i, h[i] <= L), needed_at=dict(h=[2], x=[1], L=1, eta=1))
    s.claim("decrease", quadratic(h, step) <= quadratic(h, x) - gain)

    s.instance("the largest step that helps", h=[1, 2], x=[3, -1], L=2, eta=1)
    s.instance("concave", h=[-1], x=[1], L=0, eta=5)

    s.false("twice the gain", claims={"decrease": quadratic(h, step) <= quadratic(h, x) - 2 * gain},
            at=dict(h=[1], x=[1], L=1, eta=1))  # fmt: skip


@entry.proof("stated")
def proof(p: Proof) -> None:
    with p.fix("i in n") as each:
        p.have("(L - h[i]) (eta h[i] x[i])^2 >= 0", "smooth")
    p.claim("decrease", p.summed(each), why="half the sum of (L − hᵢ) (η gᵢ)²")
