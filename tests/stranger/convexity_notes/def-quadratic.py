"""def:quadratic. The quadratic f(x) = 1/2 sum_i h_i x_i^2 with curvatures h_i, for h, x in R^n."""

from varproof.lang import Entry, Index, Q, Source, Sum
from varproof.proof.proof import Proof

entry = Entry("def:quadratic", "A quadratic function in its own coordinates", source=Source(text="ours"))

with entry.definition("stated") as s:
    n = s.size("n")
    h, x = s.vec("h", n), s.vec("x", n)
    i = Index("i", n)
    quadratic = s.define("quadratic", (h, x), (), Q(1, 2) * Sum(h[i] * x[i] ** 2, i))

    s.instance("flat", h=[0], x=[3])
    s.instance("two", h=[1, -2], x=[Q(1, 2), 5])

    s.false("divided by its curvature", claims={"value": Sum(x[i] ** 2 / h[i], i)}, at=dict(h=[0], x=[1]))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.settle_definedness()
