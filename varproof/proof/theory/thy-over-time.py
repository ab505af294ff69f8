"""thy:over-time. Induction over time: what holds first, and at each time if it did just before, holds always.

f_1 >= 0, and f_{t+1} >= 0 whenever f_t >= 0   =>   f_t >= 0 for all t
"""

from varproof.lang import Entry, Eq, ForAll, Implies, Index, Pos, Source
from varproof.proof.kernel import terms as t
from varproof.proof.positions import Positions
from varproof.proof.proof import Proof

entry = Entry("thy:over-time", "Induction over time", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    T = s.size("T")
    f = s.vec("f", T)
    i, j = Index("i", T), Index("j", T)
    s.assume("first", ForAll(i, Implies(Eq(Pos(i), 1), f[i] >= 0)), needed_at=dict(f=[-1]))
    step = ForAll(i, j, Implies(Eq(Pos(j), Pos(i) + 1), Implies(f[i] >= 0, f[j] >= 0)))
    s.assume("step", step, needed_at=dict(f=[1, -1]))
    s.claim("always", ForAll(i, f[i] >= 0))

    s.instance("growing", f=[0, 1, 2])
    s.false("positive", claims={"always": ForAll(i, f[i] > 0)}, at=dict(f=[0]))


@entry.proof("stated")
def proof(p: Proof) -> None:
    f = p["f"]
    every = Positions(p, p["T"]).by_induction(
        lambda k: t.ge(f(k)),
        lambda k, k_in, at: p.use(p.given("first"), k, k_in, at),
        lambda a, a_in, k, k_in, at, good: p.use(p.given("step"), a, a_in, k, k_in, at, good),
    )
    p.prove(p.show(every, "by induction over the positions"))
