"""lem:weighted-sum. A weighted sum of vectors of norm at most M has norm at most M times the sum of the weights' sizes:

    |sum_j g_j w_j|_2 <= (sum_j |g_j|) M   from |w_j|_2 <= M for all j.

Why: with v the sum, |v|^2 = sum_j g_j <w_j, v> <= sum_j |g_j| M |v|. Equality for equal vectors and positive weights.
"""

from varproof.lang import Abs, Entry, ForAll, Index, Source, Sum, norm
from varproof.proof.proof import Proof

entry = Entry("lem:weighted-sum", "The norm of a weighted sum of vectors", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n, d = s.size("n"), s.size("d")
    g, w, M = s.vec("g", n), s.mat("w", n, d), s.real("M")
    j, c = Index("j", n), Index("c", d)
    moved, total = norm(Sum(g[j] * w[j, c], j), c), Sum(Abs(g[j]), j)
    s.assume("bounded", ForAll(j, norm(w[j, c], c) <= M), needed_at=dict(g=[1], w=[[2]], M=1))
    s.claim("bound", moved <= total * M)

    s.instance("equal vectors: equality", g=[1, 2], w=[[3, 4], [3, 4]], M=5)
    s.instance("of both signs", g=[1, -1], w=[[1, 0], [0, 1]], M=1)
    s.instance("no weights", g=[0, 0], w=[[1], [2]], M=2)
    both = dict(g=[1, -1], w=[[1], [-1]], M=1)
    s.false("signed weights", claims={"bound": moved <= Sum(g[j], j) * M}, at=both)
    s.false("strict", claims={"bound": moved < total * M}, at=both)


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("v(c) = sum[j in n] g[j] w[j, c]", "size = norm[c in d] v(c)", "total = sum[j in n] |g[j]|")
    with p.fix("j in n") as each:
        p.let("inner = sum[c in d] w[j, c] v(c)")
        p.have("norm[c in d] w[j, c] <= M", "bounded")
        p.have(
            "|inner| <= (norm[c in d] w[j, c]) size",
            p.cite("thy:cauchy-schwarz", n="d", x="c -> w[j, c]", y="v", claim="product"),
        )
        p.have("|inner| <= M size", "|inner| <= (norm[c in d] w[j, c]) size", "norm[c in d] w[j, c] <= M", "size >= 0")
        p.have("g[j] inner <= |g[j]| |inner|")
        p.have("g[j] inner <= |g[j]| M size", "g[j] inner <= |g[j]| |inner|", "|inner| <= M size", "|g[j]| >= 0")
    p.have("sum[c in d] v(c)^2 = sum[j in n] g[j] sum[c in d] w[j, c] v(c)")
    p.have("size^2 <= total M size", p.summed(each))
    p.get("j in n")
    p.have("M >= norm[c in d] w[j, c] >= 0")
    p.claim("bound", "size^2 <= total M size", "total M >= 0")
