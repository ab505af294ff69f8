"""thm:holder. Hoelder's inequality with real exponents, for positive a and b and 1/p + 1/q = 1:

sum_i a_i b_i <= (sum_i a_i^p)^(1/p) (sum_i b_i^q)^(1/q)
"""

from varproof.lang import Entry, Eq, ForAll, Index, Q, Source, Sum
from varproof.proof.proof import Proof

entry = Entry("thm:holder", "Hoelder's inequality", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    a, b, p, q = s.vec("a", n), s.vec("b", n), s.real("p"), s.real("q")
    i = Index("i", n)
    s.assume("a-positive", ForAll(i, a[i] > 0))
    s.assume("b-positive", ForAll(i, b[i] > 0))
    s.assume("p", p > 0)
    s.assume("q", q > 0)
    s.assume("conjugate", Eq(1 / p + 1 / q, 1), needed_at=dict(a=[1, 1], b=[1, 1], p=4, q=4))
    bound = Sum(a[i] ** p, i) ** (1 / p) * Sum(b[i] ** q, i) ** (1 / q)
    s.claim("product", Sum(a[i] * b[i], i) <= bound)

    s.instance("Cauchy", a=[1, 2], b=[3, 1], p=2, q=2)
    s.instance("three", a=[1, 2], b=[3, 1], p=3, q=Q(3, 2))

    s.false("a half", claims={"product": 2 * Sum(a[i] * b[i], i) <= bound})


@entry.proof("stated")
def proof(k: Proof) -> None:
    k.let("A = sum[i in n] exp(p log a[i])", "B = sum[i in n] exp(q log b[i])")
    k.let("bound = exp(log A / p) exp(log B / q)", "u(i) = p log a[i] - log A", "v(i) = q log b[i] - log B")
    with k.fix("i in n") as each:
        k.let("m = u(i) / p + v(i) / q")
        k.have("log a[i] + log b[i] = log A / p + log B / q + m")
        k.have(
            "a[i] b[i] = exp(log a[i]) exp(log b[i]) = bound exp(m)", "log a[i] + log b[i] = log A / p + log B / q + m"
        )
        k.have(
            "exp(m) <= exp(u(i)) / p + exp(v(i)) / q", k.cite("thy:exp-convex", a="1/p", b="1/q", x="u(i)", y="v(i)")
        )
        k.have(
            "bound exp(m) <= bound (exp(u(i)) / p + exp(v(i)) / q)",
            "exp(m) <= exp(u(i)) / p + exp(v(i)) / q",
            "bound > 0",
        )
        k.have(
            "a[i] b[i] <= bound (exp(u(i)) / p + exp(v(i)) / q)",
            "a[i] b[i] = bound exp(m)",
            "bound exp(m) <= bound (exp(u(i)) / p + exp(v(i)) / q)",
        )
    k.let("s = exp(-log A) A", "t = exp(-log B) B")
    k.have("s = 1 and t = 1")
    k.have("bound (s / p + t / q) = bound (1 / p + 1 / q) = bound", "s = 1 and t = 1", "conjugate")
    k.claim("product", k.summed(each), "bound (s / p + t / q) = bound")
