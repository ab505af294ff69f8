"""alg:hofar-inference. One step at one scale: x <- x + y_1 D + 1/2 y_2 D^2, y_1 and y_2 the predicted velocity and its
derivative, D the step; then x <- phi_up(x), which is appended to the input of the transformer.

`hofar_update` is the first assignment, `hofar_append` the input of the next scale: Z with Phi x below, where phi_up has
a matrix Phi of any kind, so the statement holds under every reading of the up-sampling.
"""

from varproof_lemmas.flowar import append, linear_up

from varproof.lang import Entry, Eq, Index, Lam, Q, Source, Sum
from varproof.proof.proof import Proof

entry = Entry(
    "alg:hofar-inference",
    "Inference of HOFAR at one scale",
    source=Source(icml="F", cites="Liang25", text="read"),
    uses=["def:ar-transformer", "def:linear-up-sample", "lem:hofar-step"],
)

with entry.definition("printed") as s:
    n, m, u, N, c = (s.size(name) for name in ("n", "m", "u", "N", "c"))
    x, y1, y2, D = s.mat("x", m, c), s.mat("y1", m, c), s.mat("y2", m, c), s.real("D")
    i, k = Index("i", m), Index("k", c)
    value = x[i, k] + y1[i, k] * D + y2[i, k] * D**2 / 2
    hofar_update = s.define("hofar_update", (x, y1, y2, D), (i, k), value)

    Z, Phi = s.mat("Z", n, c), s.mat("Phi", u, m)
    row, p, q = Index("row", N), Index("p", u), Index("q", c)
    s.assume("rows", Eq(N, n + u))
    below = append(Z, Lam((p, q), linear_up(Phi, x)[p, q]))[row, k]
    hofar_append = s.define("hofar_append", (Z, x, Phi), (row, k), below)

    one = dict(x=[[1]], y1=[[2]], y2=[[-4]], D=Q(1, 2), Z=[[7]], Phi=[[1]] * 4, N=5, i=0, k=0, row=4)
    s.instance("1 x 1 to 2 x 2", **one)
    s.instance("no step", **dict(one, D=0, row=0))
    s.instance("first order", **dict(one, y2=[[0]]))

    s.false("per unit of time", claims={"hofar_update": value / D}, at=dict(one, D=0))
    z = Index("z", n)
    s.false("relative to the input", claims={"hofar_append": below / Sum(Z[z, k], z)}, at=dict(one, Z=[[0]]))


@entry.proof("printed")
def proof(p: Proof) -> None:
    p.settle_definedness()
