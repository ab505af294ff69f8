"""thy:one-place. Times at the same position are the same."""

from varproof.lang import Entry, Eq, ForAll, Implies, Index, Pos, Source
from varproof.proof.kernel import terms as t
from varproof.proof.positions import Positions
from varproof.proof.proof import Proof

entry = Entry("thy:one-place", "One time at each position", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    T = s.size("T")
    i, j = Index("i", T), Index("j", T)
    s.claim("same", ForAll(i, j, Implies(Eq(Pos(i), Pos(j)), Eq(i, j))))

    s.instance("three", T=3)
    s.false("the next one", claims={"same": ForAll(i, j, Implies(Eq(Pos(i), Pos(j) + 1), Eq(i, j)))}, at=dict(T=2))


@entry.proof("stated")
def proof(p: Proof) -> None:
    T = p["T"]
    o = Positions(p, T)
    p.prove(p.forall(T, lambda x, x_in: p.forall(T, lambda y, y_in: p.implies(
        t.eq(o.pos(x), o.pos(y)), lambda at: o.injective(x, x_in, y, y_in, at)
    ))))  # fmt: skip
