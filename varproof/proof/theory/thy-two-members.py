"""thy:two-members. A finite set with two different members, or with more than one, has at least two."""

from varproof.lang import Entry, ForAll, Implies, Index, Ne, Source
from varproof.proof.proof import Proof

entry = Entry("thy:two-members", "A set with two different members has at least two", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    i, j = Index("i", n), Index("j", n)
    s.claim("different", ForAll(i, j, Implies(Ne(i, j), n >= 2)))
    s.claim("more", Implies(n > 1, n >= 2))

    s.instance("one", n=1)
    s.instance("two", n=2)
    s.false("three", claims={"different": ForAll(i, j, Implies(Ne(i, j), n >= 3))}, at=dict(n=2))


@entry.proof("stated")
def proof(p: Proof) -> None:
    with p.fix("i, j in n with i != j") as pair:
        p.let("S = {x in n | x != i}")
        p.have("j in S")
        p.have("n = 1 + |S|")
        p.have("|S| = 1 + sum[x in S | x != j] 1", "j in S")
        p.have("n >= 2", "n = 1 + |S|", "|S| = 1 + sum[x in S | x != j] 1")
    p.claim("different", pair)
    with p.suppose("n > 1") as more:
        p.get("i in n")
        p.let("S = {x in n | x != i}")
        p.have("|S| > 0", "n = 1 + |S|")
        p.get("j in S")
        p.have("n >= 2", p.at(pair, "i", "j"))
    p.claim("more", more)
