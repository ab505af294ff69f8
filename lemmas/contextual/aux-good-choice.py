"""aux:good-choice. If each of N n N conditions fails at few of K places, and K is large, one place has all of them."""

from varproof.lang import Entry, Exists, ForAll, Index, Source, Sum
from varproof.proof.proof import Proof

entry = Entry("aux:good-choice", "A place where all of many conditions hold", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    N, n, K = s.size("N"), s.size("n"), s.size("K")
    f, c = s.array("f", N, n, N, K), s.real("c")
    i, k, j, x = Index("i", N), Index("k", n), Index("j", N), Index("x", K)
    one = dict(f=[[[[1, -1]]]], c=1)
    s.assume("few", ForAll(i, k, j, Sum(1, x, where=f[i, k, j, x] >= 0) <= c), needed_at=dict(one, f=[[[[1, 1]]]]))
    s.assume("room", N * n * N * c < K, needed_at=dict(one, f=[[[[1, 1]]]], c=2))
    s.claim("good", Exists(x, ForAll(i, k, j, f[i, k, j, x] < 0)))

    s.instance("one condition", **one)
    s.instance("none fails", f=[[[[-1, -2]]]], c=0)
    s.instance("two conditions", f=[[[[1, -1, -1]], [[-1, -1, 1]]]], c=1, N=1)
    s.false("all places", claims={"good": ForAll(x, i, k, j, f[i, k, j, x] < 0)}, at=one)
    s.false("at most -2", claims={"good": Exists(x, ForAll(i, k, j, f[i, k, j, x] < -2))}, at=one)


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("in_j(i, k, x) = sum[j in N | f[i, k, j, x] >= 0] 1", "in_k(i, x) = sum[k in n] in_j(i, k, x)")
    p.let("fails(x) iff some i in N, k in n, j in N: f[i, k, j, x] >= 0")
    with p.suppose("for all x in K: fails(x)") as none:
        with p.fix("x in K") as each:
            p.get("i in N, k in n, j in N: f[i, k, j, x] >= 0", none.hypothesis)
            p.have("j in {j in N | f[i, k, j, x] >= 0}")
            p.have("in_j(i, k, x) >= 1")
            p.have("in_k(i, x) >= in_j(i, k, x)")
            p.have("sum[i in N] in_k(i, x) >= in_k(i, x)")
            p.have("sum[i in N] in_k(i, x) >= 1", "sum[i in N] in_k(i, x) >= in_k(i, x)", "in_k(i, x) >= in_j(i, k, x)",
                   "in_j(i, k, x) >= 1")  # fmt: skip
        with p.fix("i in N") as rows:
            with p.fix("k in n") as cells:
                p.have("sum[x in K] in_j(i, k, x) = sum[j in N, x in K | f[i, k, j, x] >= 0] 1")
                p.have("sum[x in K] in_j(i, k, x) <= N c", p.summed(p.at("few", "i", "k")))
            p.have("sum[x in K] in_k(i, x) = sum[k in n, x in K] in_j(i, k, x)")
            p.have("sum[x in K] in_k(i, x) <= n N c", p.summed(cells))
        p.have("sum[x in K, i in N] in_k(i, x) = sum[i in N, x in K] in_k(i, x)")
        p.have("sum[i in N, x in K] in_k(i, x) <= N n N c", p.summed(rows))
        p.have("false", "room", p.summed(each), "sum[i in N, x in K] in_k(i, x) <= N n N c")
    p.get("x in K: not fails(x)", none)
    with p.fix("i in N, k in n, j in N"):
        with p.suppose("f[i, k, j, x] >= 0"):
            p.have("fails(x)", by="i, k, j")
            p.have("false", "fails(x)", "not fails(x)")
        p.have("f[i, k, j, x] < 0")
    p.claim("good", by="x")
