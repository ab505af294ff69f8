"""lem:weierstrass. prod_i (1 - a_i) >= 1 - sum_i a_i for a_i in [0, 1)."""

from varproof.lang import And, Entry, ForAll, Index, Prod, Q, Source, Sum
from varproof.proof.proof import Proof

entry = Entry("lem:weierstrass", "The product inequality of Weierstrass", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    a = s.vec("a", n)
    i = Index("i", n)
    s.assume("range", ForAll(i, And(a[i] >= 0, a[i] < 1)), needed_at=dict(a=[-1, Q(1, 2)]))
    s.claim("product", Prod(1 - a[i], i) >= 1 - Sum(a[i], i))

    s.instance("one", a=[Q(1, 3)])
    s.instance("two", a=[Q(1, 3), 0])

    s.false("strict", claims={"product": Prod(1 - a[i], i) > 1 - Sum(a[i], i)}, at=dict(a=[0]))
    s.false("below", claims={"product": Prod(1 - a[i], i) <= 1 - Sum(a[i], i)})


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("logs(S) = sum[i in S] log(1 - a[i])", "product(S) = exp(logs(S))", "total(S) = sum[i in S] a[i]")
    claim = "(for all i in S: 0 <= a[i] and a[i] < 1) => product(S) >= 1 - total(S)"
    with p.induct(f"S in sets: {claim}", largest="e") as step, p.suppose("for all i in S: 0 <= a[i] and a[i] < 1"):
        p.have("for all i in S - {e}: 0 <= a[i] and a[i] < 1")
        p.have("product(S - {e}) >= 1 - total(S - {e})", step.hypothesis)
        p.have("0 <= a[e] < 1")
        p.have("total(S) = a[e] + total(S - {e})")
        p.have("logs(S) = log(1 - a[e]) + logs(S - {e})")
        p.have("product(S) = exp(log(1 - a[e])) product(S - {e})", "logs(S) = log(1 - a[e]) + logs(S - {e})")
        p.have("product(S) = (1 - a[e]) product(S - {e})", "product(S) = exp(log(1 - a[e])) product(S - {e})")
        p.have("total(S - {e}) >= 0", "for all i in S - {e}: 0 <= a[i] and a[i] < 1")
        p.have(
            "(1 - a[e]) product(S - {e}) >= (1 - a[e]) (1 - total(S - {e})) >= 1 - total(S)",
            "0 <= a[e] < 1",
            "total(S - {e}) >= 0",
            "product(S - {e}) >= 1 - total(S - {e})",
            "total(S) = a[e] + total(S - {e})",
        )
        p.have("product(S) >= 1 - total(S)")
    p.claim("product", p.at(step, "n"))
