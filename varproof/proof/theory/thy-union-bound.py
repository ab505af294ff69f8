"""thy:union-bound. The weight of a union of events is at most the sum of their weights.

e_wj >= 0 says by how much outcome w is in event j: it is in the union where some e_wj > 0.
"""

from varproof.lang import Entry, Exists, ForAll, Index, Q, Source, Sum
from varproof.proof.proof import Proof

entry = Entry("thy:union-bound", "The union bound", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    m, n = s.size("m"), s.size("n")
    p, e = s.vec("p", m), s.mat("e", m, n)
    i, j = Index("i", m), Index("j", n)
    s.assume("weights", ForAll(i, p[i] >= 0), needed_at=dict(p=[-1], e=[[1, 1]]))
    union = Sum(p[i], i, where=Exists(j, e[i, j] > 0))
    s.claim("union", union <= Sum(Sum(p[i], i, where=e[i, j] > 0), j))

    s.instance("two of three", p=[Q(1, 3)] * 3, e=[[1, 0], [1, 1], [0, 0]])
    s.false(
        "one event", claims={"union": union <= Sum(p[i], i, where=ForAll(j, e[i, j] > 0))}, at=dict(p=[1], e=[[1, 0]])
    )


@entry.proof("stated")
def proof(k: Proof) -> None:
    with k.fix("i in {i in m | some j in n: e[i, j] > 0}") as hit:
        k.get("j in n: e[i, j] > 0")
        k.let("S = {l in n | e[i, l] > 0}")
        k.have("j in S", "e[i, j] > 0")
        k.have("|S| >= 1", "j in S")
        k.have("p[i] <= sum[l in n | e[i, l] > 0] p[i]", "weights", "|S| >= 1")
    with k.fix("i in {i in m | not some j in n: e[i, j] > 0}") as missed:
        k.have("sum[l in n | e[i, l] > 0] p[i] >= 0", "weights")
    k.let("all(i) = sum[l in n | e[i, l] > 0] p[i]")
    k.have(
        "sum[i in m] all(i)"
        " = sum[i in m | some j in n: e[i, j] > 0] all(i) + sum[i in m | not some j in n: e[i, j] > 0] all(i)"
    )
    k.claim("union", k.summed(hit), k.summed(missed))
