"""def:flowar-loss. The sum over the scales of E_t |NN_i(F^i_t, Yhat_i, t) - V^i_t|^2, V^i_t = Y_i - F^i_0.

The targets are the derivatives of the flow (lem:flow-velocity). Printed as a sum over i in [n] although there are K
scales: ill-typed. Corrected to K. In training, and here, the expectation is the mean over T sampled times; F^i_0, drawn
from a standard Gaussian, is given. N_ti is what the network predicts at scale i and the t-th time; maps of all scales
are padded to m positions with zeros, which add nothing.
"""

from varproof_lemmas.flowar import velocity

from varproof.lang import Entry, Index, Lam, Q, Source, Sum
from varproof.proof.proof import Proof

entry = Entry(
    "def:flowar-loss",
    "The training loss of the flow network",
    source=Source(icml="D.13", text="read"),
    uses=["def:flow", "def:flow-network", "lem:flow-velocity"],
)


def maps(s):
    """Predictions, targets and starts of all scales."""
    T, K, m, c = s.size("T"), s.size("K"), s.size("m"), s.size("c")
    return T, K, m, c, s.array("N", T, K, m, c), s.array("Y", K, m, c), s.array("F0", K, m, c)


def errors(N, Y, F0, t, i, m, c):
    """|N_ti - V_i|^2."""
    p, l, u, v = Index("p", m), Index("l", c), Index("u", m), Index("v", c)
    goal = velocity(Lam((u, v), Y[i, u, v]), Lam((u, v), F0[i, u, v]))
    return Sum((N[t, i, p, l] - goal[p, l]) ** 2, p, l)


with entry.definition(
    "printed",
    expect="REFUTED",
    evidence=["ill-typed"],
    finding="The sum runs over [n] although there are K scales.",
) as s:
    T, K, m, c, N, Y, F0 = maps(s)
    n = s.size("n")
    t, i = Index("t", T), Index("i", n)
    s.define("loss_printed", (N, Y, F0), (), Sum(errors(N, Y, F0, t, i, m, c), t, i) / T)

    s.instance("one scale", N=[[[[1]]]], Y=[[[2]]], F0=[[[0]]], n=1)

with entry.definition("corrected", note="The sum runs over the K scales.") as s:
    T, K, m, c, N, Y, F0 = maps(s)
    t, i = Index("t", T), Index("i", K)
    total = Sum(errors(N, Y, F0, t, i, m, c), t, i)
    flowar_loss = s.define("flowar_loss", (N, Y, F0), (), total / T)

    s.instance("one scale, one time", N=[[[[1]]]], Y=[[[2]]], F0=[[[0]]])
    s.instance("exact predictions", N=[[[[2]], [[1]]]] * 2, Y=[[[2]], [[1]]], F0=[[[0]], [[0]]])
    s.instance("two scales, two times", N=[[[[1], [0]], [[Q(1, 2)], [3]]], [[[0], [0]], [[1], [1]]]],
               Y=[[[1], [0]], [[1], [2]]], F0=[[[0], [0]], [[0], [1]]])  # fmt: skip

    x, y = Index("x", m), Index("y", c)
    s.false(
        "relative to the maps",
        claims={"value": total / Sum(Y[i, x, y] ** 2, i, x, y)},
        at=dict(N=[[[[1]]]], Y=[[[0]]], F0=[[[0]]]),
    )
    s.false("an unbiased mean", claims={"value": total / (T - 1)}, at=dict(N=[[[[1]]]], Y=[[[0]]], F0=[[[0]]]))


@entry.proof("corrected")
def proof(p: Proof) -> None:
    p.settle_definedness()
