"""thy:log-of-product. log c = log a + log b from a b = c, for a, b > 0: both sides have the exponential c."""

from varproof.lang import Entry, Eq, Q, Source, log
from varproof.proof.proof import Proof

entry = Entry("thy:log-of-product", "The logarithm of a product", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    a, b, c = s.real("a"), s.real("b"), s.real("c")
    s.assume("first", a > 0)
    s.assume("second", b > 0)
    s.assume("product", Eq(a * b, c), needed_at=dict(a=1, b=1, c=2))
    s.claim("sum", Eq(log(c), log(a) + log(b)))

    s.instance("inverse to each other", a=2, b=Q(1, 2), c=1)
    s.instance("squares", a=3, b=3, c=9)
    s.false("product of the logarithms", claims={"sum": Eq(log(c), log(a) * log(b))}, at=dict(a=2, b=2, c=4))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.have("c > 0")
    same = p.have("exp(log c) = exp(log a + log b)", "product", "first", "second", "c > 0")
    p.prove(p.show(p.exp_injective(same, p.term("log c"), p.term("log a + log b")), "exp is injective", [same]))
