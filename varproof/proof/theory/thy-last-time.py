"""thy:last-time. There are a first and a last time, and times lie between: 1 <= t <= T for all t."""

from varproof.lang import And, Entry, Eq, Exists, ForAll, Index, Pos, Source
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card
from varproof.proof.positions import Positions
from varproof.proof.proof import Proof

entry = Entry("thy:last-time", "The first and the last time", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    T = s.size("T")
    i = Index("i", T)
    s.claim("first", Exists(i, Eq(Pos(i), 1)))
    s.claim("last", Exists(i, Eq(Pos(i), T)))
    s.claim("range", ForAll(i, And(Pos(i) >= 1, Pos(i) <= T)))

    s.instance("three", T=3)
    s.false("less than all", claims={"last": Exists(i, Eq(Pos(i), T - 1))}, at=dict(T=1))


@entry.proof("stated")
def proof(p: Proof) -> None:
    T = p["T"]
    o = Positions(p, T)
    some = p.have(t.gt(card(T)), p.given("T>=1"))
    p.prove(o.first(some))
    p.prove(o.last(some))
    p.prove(p.forall(T, lambda x, x_in: p.both(o.at_least_one(x, x_in), o.most(x))))
