"""lem:flow-velocity. The velocity of the flow of def:flow is its derivative in t, and carries it to its end:

    dF_t/dt = Y - F0,   F_0 = F0,   F_1 = Y,   F_t + (1 - t) V = Y.

Why: F_t is affine in t.
"""

from varproof_lemmas.flowar import flow, velocity

from varproof.lang import D, Entry, Eq, Q, Source
from varproof.proof.proof import Proof

entry = Entry(
    "lem:flow-velocity",
    "The velocity of the flow is its derivative",
    source=Source(icml="D.11", text="read"),
    uses=["def:flow"],
)

with entry.variant("printed", expect="PROVED", evidence=["kernel"]) as s:
    n, c = s.size("n"), s.size("c")
    Y, F0, time = s.mat("Y", n, c), s.mat("F0", n, c), s.real("t")
    i, k = s.index("i", n), s.index("k", c)
    at, speed = flow(Y, F0, time)[i, k], velocity(Y, F0)[i, k]
    s.claim("velocity", Eq(D(at, time), speed))
    s.claim("start", Eq(flow(Y, F0, 0)[i, k], F0[i, k]))
    s.claim("end", Eq(flow(Y, F0, 1)[i, k], Y[i, k]))
    s.claim("to-the-end", Eq(at + (1 - time) * speed, Y[i, k]))

    s.instance("start", Y=[[1]], F0=[[5]], t=0, i=0, k=0)
    s.instance("end", Y=[[1, 2]], F0=[[5, 5]], t=1, i=0, k=1)
    s.instance("at rest", Y=[[Q(1, 3)], [0]], F0=[[Q(1, 3)], [7]], t=Q(1, 2), i=0, k=0)
    s.instance("past the end", Y=[[10**9]], F0=[[0]], t=2, i=0, k=0)

    some = dict(Y=[[1]], F0=[[5]], t=Q(1, 2), i=0, k=0)
    s.false("the other way", claims={"velocity": Eq(D(at, time), -speed)}, at=some)
    s.false("a step of t", claims={"to-the-end": Eq(at + time * speed, Y[i, k])}, at=dict(some, t=0))
    s.false("the velocity from the current point", claims={"velocity": Eq(D(at, time), Y[i, k] - at)}, at=some)


@entry.proof("printed")
def proof(p: Proof) -> None:
    p.settle_definedness()
    y, f = p["Y"](p["i"], p["k"]), p["F0"](p["i"], p["k"])
    slope = p.slope(lambda x: x * y + (1 - x) * f, p["t"])
    p.prove(p.have(p.goal("velocity"), slope, why="affine in t"))
    for label in ("start", "end", "to-the-end"):
        p.prove(p.have(p.goal(label)))
