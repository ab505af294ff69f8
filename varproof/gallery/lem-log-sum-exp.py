"""lem:log-sum-exp. max_i x_i <= log sum_i exp(x_i) <= max_i x_i + log n."""

from varproof.lang import Entry, Index, MaxOver, Source, Sum, exp, log
from varproof.proof.proof import Proof

entry = Entry("lem:log-sum-exp", "Log-sum-exp is a smooth maximum", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    x = s.vec("x", n)
    i = Index("i", n)
    lse, top = log(Sum(exp(x[i]), i)), MaxOver(x[i], i)
    s.claim("lower", top <= lse)
    s.claim("upper", lse <= top + log(n))
    s.constant("gap", log(n), bounds=lse - top, side="upper")

    s.instance("ties", x=[2, 2, 2])
    s.instance("far", x=[0, -100])

    s.false("strict", claims={"lower": top < lse}, at=dict(x=[0]))
    s.false("half", claims={"upper": lse <= top + log(n) / 2}, at=dict(x=[0, 0]))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("total = sum[i in n] exp(x[i])")
    top = p.largest("k in n: x[k]")
    p.have("total >= exp(x[k])")
    p.have("log total >= log(exp(x[k])) = x[k]", "total >= exp(x[k])")
    p.claim("lower", top, "log total >= x[k]")
    with p.fix("i in n") as each:
        p.have("exp(x[i]) <= exp(x[k])", "x[i] <= x[k]")
    p.have("total <= n exp(x[k])", p.summed(each))
    p.have("log total <= log(n exp(x[k])) = log n + x[k]", "total <= n exp(x[k])")
    p.claim("upper", top, "log total <= log n + x[k]")
