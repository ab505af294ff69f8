"""lem:hofar-step. One second-order update with approximate velocities, from a common state x:

    x' = x + v1 D + v2 D^2/2,   |u1 - v1| <= eps, |u2 - v2| <= eps  =>  the two states differ by at most 3/2 eps

for a step 0 <= D <= 1: by eps (D + D^2/2), to be exact. The prose of cor:hofar-universal has 2 eps for the sum of two
blocks, which this implies for one update. What further updates do, from states that differ, is not covered.
Equality at D = 1, when both errors point in one direction.
"""

from varproof.lang import And, Entry, Index, Q, Source, norm
from varproof.proof.proof import Proof

entry = Entry(
    "lem:hofar-step",
    "One second-order update with approximate velocities",
    source=Source(icml="7.3", text="ours"),
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    x, u1, v1, u2, v2 = (s.vec(name, n) for name in ("x", "u1", "v1", "u2", "v2"))
    D, eps = s.real("D"), s.real("eps")
    i = Index("i", n)
    moved = norm((x[i] + u1[i] * D + u2[i] * D**2 / 2) - (x[i] + v1[i] * D + v2[i] * D**2 / 2), i)
    one = dict(x=[0], u1=[1], v1=[0], u2=[1], v2=[0], D=1, eps=1)
    s.assume("step", And(0 <= D, D <= 1), needed_at=dict(one, D=2))
    s.assume("first", norm(u1[i] - v1[i], i) <= eps, needed_at=dict(one, u1=[3]))
    s.assume("second", norm(u2[i] - v2[i], i) <= eps, needed_at=dict(one, u2=[3]))
    s.constant("exact", eps * (D + D**2 / 2), bounds=moved, side="upper")
    s.constant("twice", 2 * eps, side="upper")
    s.constant("bound", Q(3, 2) * eps, side="upper")
    s.claim("exact", moved <= eps * (D + D**2 / 2))
    s.claim("twice", moved <= 2 * eps)
    s.claim("bound", moved <= Q(3, 2) * eps)

    s.instance("equality", **one)
    s.instance("no step", **dict(one, D=0))
    s.instance("errors that cancel", **dict(one, u2=[-1]))
    s.instance("two dimensions", x=[1, 2], u1=[3, 4], v1=[0, 0], u2=[0, 0], v2=[0, 5], D=Q(1, 2), eps=5)

    s.false("strict", claims={"exact": moved < eps * (D + D**2 / 2)}, at=one)
    s.false("without the second order", claims={"exact": moved <= eps * D}, at=one)
    s.false("eps alone", claims={"bound": moved <= eps}, at=one)


@entry.proof("stated")
def proof(p: Proof) -> None:
    names = dict(w1="i -> u1[i] - v1[i]", w2="i -> u2[i] - v2[i]", D="D", eps="eps")
    exact = p.claim("exact", p.cite("lem:update-error", n="n", **names))
    p.have("eps >= norm[i in n] (u1[i] - v1[i]) >= 0", "first")
    p.have("D^2 <= D <= 1", "step")
    p.have("eps (D + D^2/2) <= 3/2 eps", "D^2 <= D", "D <= 1", "eps >= 0")
    bound = p.claim("bound", exact, "eps (D + D^2/2) <= 3/2 eps", why="D + D²/2 ≤ 3/2")
    p.claim("twice", bound, "eps >= 0")
