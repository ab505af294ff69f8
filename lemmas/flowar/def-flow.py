"""def:flow. The flow of one scale and its velocity, for a map Y, a start F0 and a time t:

    F_t = t Y + (1 - t) F0,   V_t = dF_t/dt = Y - F0.

Stated for maps flattened to n positions and c channels; that F0 is drawn from a standard Gaussian is no part of the
statement. The velocity is defined as Y - F0; that it is the derivative is lem:flow-velocity.
"""

from varproof.lang import Entry, Index, Q, Source
from varproof.proof.proof import Proof

entry = Entry("def:flow", "The flow of one scale and its velocity", source=Source(icml="D.11", text="read"))

with entry.definition("printed") as s:
    n, c = s.size("n"), s.size("c")
    Y, F0, t = s.mat("Y", n, c), s.mat("F0", n, c), s.real("t")
    i, k = Index("i", n), Index("k", c)
    flow = s.define("flow", (Y, F0, t), (i, k), t * Y[i, k] + (1 - t) * F0[i, k])
    velocity = s.define("velocity", (Y, F0), (i, k), Y[i, k] - F0[i, k])

    s.instance("start", Y=[[1]], F0=[[5]], t=0, i=0, k=0)
    s.instance("end", Y=[[1, 2]], F0=[[5, 5]], t=1, i=0, k=1)
    s.instance("between", Y=[[Q(1, 3)], [0]], F0=[[-1], [10**9]], t=Q(1, 2), i=1, k=0)

    s.false(
        "divided by the time",
        claims={"velocity": (t * Y[i, k] + (1 - t) * F0[i, k] - F0[i, k]) / t},
        at=dict(Y=[[1]], F0=[[0]], t=0, i=0, k=0),
    )
    s.false(
        "divided by the time that is left",
        claims={"velocity": (Y[i, k] - F0[i, k]) / (1 - t)},
        at=dict(Y=[[1]], F0=[[0]], t=1, i=0, k=0),
    )


@entry.proof("printed")
def proof(p: Proof) -> None:
    p.settle_definedness()
