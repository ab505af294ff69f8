"""thm:data-processing. Passing two distributions through a channel brings them no further apart in relative entropy."""

from varproof.lang import Entry, Eq, ForAll, Index, Q, Source, Sum, log
from varproof.proof.proof import Proof

entry = Entry("thm:data-processing", "The data processing inequality", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n, m = s.size("n"), s.size("m")
    p, q, W = s.vec("p", n), s.vec("q", n), s.mat("W", n, m)
    i, j = Index("i", n), Index("j", m)
    s.assume("p-positive", ForAll(i, p[i] > 0))
    s.assume("q-positive", ForAll(i, q[i] > 0))
    s.assume("channel", ForAll(i, j, W[i, j] > 0))
    s.assume("rows", ForAll(i, Eq(Sum(W[i, j], j), 1)), needed_at=dict(p=[1], q=[Q(1, 2)], W=[[2]]))
    after = Sum(Sum(p[i] * W[i, j], i) * log(Sum(p[i] * W[i, j], i) / Sum(q[i] * W[i, j], i)), j)
    before = Sum(p[i] * log(p[i] / q[i]), i)
    s.claim("entropies", after <= before)

    s.instance("mixing", p=[Q(1, 3), Q(2, 3)], q=[Q(1, 2), Q(1, 2)], W=[[Q(1, 2), Q(1, 2)], [Q(1, 4), Q(3, 4)]])

    s.false("half", claims={"entropies": after <= before / 2})


@entry.proof("stated")
def proof(k: Proof) -> None:
    k.let("a(j) = sum[i in n] p[i] W[i, j]", "b(j) = sum[i in n] q[i] W[i, j]", "l(i) = log(p[i] / q[i])")
    with k.fix("j in m") as columns:
        with k.fix("i in n") as terms:
            k.have("(p[i] W[i, j]) / (q[i] W[i, j]) = p[i] / q[i]")
            k.have("log((p[i] W[i, j]) / (q[i] W[i, j])) = l(i)", "(p[i] W[i, j]) / (q[i] W[i, j]) = p[i] / q[i]")
            k.have("p[i] W[i, j] log((p[i] W[i, j]) / (q[i] W[i, j])) = p[i] W[i, j] l(i)")
        whole = k.cite("thy:log-sum", n="n", p="i -> p[i] W[i, j]", q="i -> q[i] W[i, j]")
        k.have("a(j) log(a(j) / b(j)) <= sum[i in n] p[i] W[i, j] l(i)", whole, k.summed(terms))
    with k.fix("i in n") as rows:
        k.have("sum[j in m] p[i] W[i, j] l(i) = p[i] l(i)", "rows")
    k.have("sum[j in m, i in n] p[i] W[i, j] l(i) = sum[i in n, j in m] p[i] W[i, j] l(i)")
    k.claim("entropies", k.summed(columns), k.summed(rows))
