"""lem:update-error. The error of one second-order update, with velocities that are off by w1 and w2, at most eps each:

    |w1 D + w2 D^2/2|_2 <= eps (D + D^2/2),   D >= 0,

by the triangle inequality. Equality for parallel errors of length eps.
"""

from varproof.lang import Entry, Index, Q, Source, norm
from varproof.proof.proof import Proof

entry = Entry("lem:update-error", "The error of one second-order update", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    w1, w2, D, eps = s.vec("w1", n), s.vec("w2", n), s.real("D"), s.real("eps")
    i = Index("i", n)
    moved = norm(w1[i] * D + w2[i] * D**2 / 2, i)
    one = dict(w1=[1], w2=[1], D=1, eps=1)
    s.assume("step", D >= 0, needed_at=dict(one, w2=[-1], D=-1))
    s.assume("first", norm(w1[i], i) <= eps, needed_at=dict(one, w1=[3]))
    s.assume("second", norm(w2[i], i) <= eps, needed_at=dict(one, w2=[3]))
    s.constant("bound", eps * (D + D**2 / 2), bounds=moved, side="upper")
    s.claim("bound", moved <= eps * (D + D**2 / 2))

    s.instance("equality", **one)
    s.instance("no step", **dict(one, D=0))
    s.instance("two dimensions", w1=[3, 4], w2=[0, -5], D=Q(1, 2), eps=5)
    s.false("strict", claims={"bound": moved < eps * (D + D**2 / 2)}, at=one)
    s.false("the first order", claims={"bound": moved <= eps * D}, at=one)


@entry.proof("stated")
def proof(p: Proof) -> None:
    for w, factor in (("w1", "D"), ("w2", "(D^2/2)")):
        p.have(f"norm[i in n] {w}[i] {factor} <= {factor} norm[i in n] {w}[i]", "step")
        p.have(f"{factor} norm[i in n] {w}[i] <= {factor} eps", "step", "first", "second")
    sides = p.cite("thy:triangle-inequality", n="n", x="i -> w1[i] D", y="i -> w2[i] D^2/2")
    p.claim("bound", sides, why="the triangle inequality")
