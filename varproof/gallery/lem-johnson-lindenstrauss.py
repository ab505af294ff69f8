"""lem:johnson-lindenstrauss. The union step: if each of n pairs is distorted with probability at most q,
and n q < 1, then some outcome distorts none.

e_wj is by how much outcome w (a projection) distorts pair j beyond what is allowed. Why: the union bound.
"""

from varproof.lang import Entry, Eq, Exists, ForAll, Index, Q, Source, Sum
from varproof.proof.proof import Proof

entry = Entry("lem:johnson-lindenstrauss", "An outcome that distorts no pair", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    m, n = s.size("m"), s.size("n")
    p, e, q = s.vec("p", m), s.mat("e", m, n), s.real("q")
    i, j = Index("i", m), Index("j", n)
    s.assume("weights", ForAll(i, p[i] >= 0))
    s.assume("total", Eq(Sum(p[i], i), 1))
    s.assume("rare", ForAll(j, Sum(p[i], i, where=e[i, j] > 0) <= q))
    s.assume("few", n * q < 1, needed_at=dict(p=[Q(1, 2), Q(1, 2)], e=[[1, 0], [0, 1]], q=Q(1, 2)))
    s.claim("some", Exists(i, ForAll(j, e[i, j] <= 0)))

    s.instance("three outcomes", p=[Q(1, 3)] * 3, e=[[1, 0], [0, 1], [0, 0]], q=Q(2, 5))
    every = dict(p=[Q(3, 4), Q(1, 4)], e=[[0], [1]], q=Q(1, 4))
    s.false("every outcome", claims={"some": ForAll(i, j, e[i, j] <= 0)}, at=every)


@entry.proof("stated")
def proof(k: Proof) -> None:
    union = k.cite("thy:union-bound", m="m", n="n", p="p", e="e")
    with k.fix("j in n") as each:
        k.have("sum[i in m | e[i, j] > 0] p[i] <= q", "rare")
    k.have("sum[i in m | some j in n: e[i, j] > 0] p[i] < 1", union, k.summed(each), "few")
    with k.suppose("for all i in m: some j in n: e[i, j] > 0") as all_bad:
        k.have("sum[i in m | some j in n: e[i, j] > 0] p[i] = sum[i in m] p[i]")
        k.have("false", "total")
    k.get("i in m: not some j in n: e[i, j] > 0", all_bad)
    k.claim("some", by="i")
