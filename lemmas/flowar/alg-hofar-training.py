"""alg:hofar-training. One step of training at one scale: a map x, a start F_0, schedules alpha and beta at a time t,

    F^t = alpha x + beta F_0,  targets alpha' x + beta' F_0 and alpha'' x + beta'' F_0,
    loss |y_1 - target_1|^2 + |y_2 - target_2|^2,  then x <- Phi_down x for the next scale.

`hofar_state` is alpha x + beta F_0, for the values of the schedules or of their derivatives at t, which are given
numbers; y_1, y_2 are what the networks predict. The algorithm is printed and runs as it stands.
"""

from varproof_lemmas.flowar import linear_down

from varproof.lang import Entry, Index, Q, Source, Sum
from varproof.proof.proof import Proof

entry = Entry(
    "alg:hofar-training",
    "Training of HOFAR at one scale",
    source=Source(icml="F", cites="Liang25", text="read"),
    uses=["def:flow", "def:linear-down-sample"],
)

with entry.definition("printed") as s:
    n, m, c = s.size("n"), s.size("m"), s.size("c")
    x, F0, a, b = s.mat("x", n, c), s.mat("F0", n, c), s.real("a"), s.real("b")
    i, k = Index("i", n), Index("k", c)
    hofar_state = s.define("hofar_state", (x, F0, a, b), (i, k), a * x[i, k] + b * F0[i, k])

    y1, y2 = s.mat("y1", n, c), s.mat("y2", n, c)
    slopes = [(s.real("a1"), s.real("b1")), (s.real("a2"), s.real("b2"))]
    u, v = Index("u", n), Index("v", c)
    first, second = (
        Sum((y[u, v] - hofar_state(x, F0, *slope)[u, v]) ** 2, u, v) for y, slope in zip((y1, y2), slopes, strict=True)
    )
    hofar_loss = s.define("hofar_loss", (x, F0, *slopes[0], *slopes[1], y1, y2), (), first + second)

    Phi, j = s.mat("Phi", m, n), Index("j", m)
    hofar_down = s.define("hofar_down", (Phi, x), (j, k), linear_down(Phi, x)[j, k])

    one = dict(x=[[2]], F0=[[1]], a=Q(1, 2), b=Q(1, 2), y1=[[1]], y2=[[0]], a1=1, b1=-1, a2=0, b2=0, Phi=[[1]],
               i=0, k=0, j=0)  # fmt: skip
    s.instance("the straight flow, exact predictions", **one)
    s.instance("wrong predictions", **dict(one, y1=[[3]], y2=[[-1]]))
    s.instance("four positions to one", **dict(one, x=[[1], [2], [3], [4]], F0=[[0]] * 4, y1=[[0]] * 4, y2=[[0]] * 4,
               Phi=[[Q(1, 4)] * 4]))  # fmt: skip

    s.false("relative to the first error", claims={"hofar_loss": (first + second) / first}, at=one)
    s.false("normalised weights", claims={"hofar_down": 1 / Sum(Phi[j, u], u)}, at=dict(one, Phi=[[0]]))


@entry.proof("printed")
def proof(p: Proof) -> None:
    p.settle_definedness()
