"""lem:hoeffding. Hoeffding's lemma for a centred variable with finitely many values in [a, b]:

    sum_i p_i exp(s x_i) <= exp(s^2 (b - a)^2 / 8)   where sum_i p_i x_i = 0

Why: exp is below its chord over [a, b]; the logarithm of the mean of the chord has second derivative at most 1/4.
"""

from varproof.lang import And, Entry, Eq, ForAll, Index, Q, Source, Sum, exp
from varproof.proof.proof import Proof

entry = Entry("lem:hoeffding", "Hoeffding's lemma", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    p, x = s.vec("p", n), s.vec("x", n)
    r, a, b = s.real("r"), s.real("a"), s.real("b")
    i = Index("i", n)
    s.assume("nonnegative", ForAll(i, p[i] >= 0))
    s.assume("total", Eq(Sum(p[i], i), 1), needed_at=dict(p=[2], x=[0], a=-1, b=1, r=0))
    s.assume("range", ForAll(i, And(a <= x[i], x[i] <= b)))
    s.assume("wide", a < b)
    s.assume("centred", Eq(Sum(p[i] * x[i], i), 0), needed_at=dict(p=[1], x=[1], a=0, b=1, r=1))
    s.claim("bound", Sum(p[i] * exp(r * x[i]), i) <= exp(r**2 * (b - a) ** 2 / 8))

    s.instance("a coin", p=[Q(1, 2), Q(1, 2)], x=[-1, 1], a=-1, b=1, r=1)

    s.false("a ninth", claims={"bound": Sum(p[i] * exp(r * x[i]), i) <= exp(r**2 * (b - a) ** 2 / 9)})


@entry.proof("stated")
def proof(k: Proof) -> None:
    k.let("v = -a / (b - a)", "h = r (b - a)")
    with k.fix("i in n") as low:
        k.have("p[i] (x[i] - a) >= 0", "range", "nonnegative")
    with k.fix("i in n") as high:
        k.have("p[i] (b - x[i]) >= 0", "range", "nonnegative")
    k.have("a <= 0 <= b", k.summed(low), k.summed(high), "total", "centred")
    k.have("v >= 0 and 1 - v >= 0 and 1 - v = b / (b - a)", "a <= 0 <= b", "wide")
    with k.fix("i in n") as each:
        k.let("t = (x[i] - a) / (b - a)")
        k.have("r x[i] = (1 - t) r a + t r b and 0 <= t and 0 <= 1 - t", "wide", "range")
        k.have(
            "exp((1 - t) r a + t r b) <= (1 - t) exp(r a) + t exp(r b)",
            k.cite("thy:exp-convex", a="1 - t", b="t", x="r a", y="r b"),
        )
        k.have("exp(r x[i]) = exp((1 - t) r a + t r b)", "r x[i] = (1 - t) r a + t r b")
        k.have("p[i] exp(r x[i]) <= p[i] ((1 - t) exp(r a) + t exp(r b))", "nonnegative")
    k.have("sum[i in n] p[i] exp(r x[i]) <= (1 - v) exp(r a) + v exp(r b)", k.summed(each), "total", "centred")
    k.have("r a = -v h and r b = h - v h", "wide")
    k.have("exp(r a) = exp(-v h) and exp(r b) = exp(h) exp(-v h)", "r a = -v h and r b = h - v h")
    k.have(
        "(1 - v) exp(r a) + v exp(r b) = exp(-v h) (1 - v + v exp(h))",
        "exp(r a) = exp(-v h) and exp(r b) = exp(h) exp(-v h)",
    )
    k.have("1 - v + v exp(h) <= exp(v h + h^2 / 8)", k.cite("thy:coin", v="v", h="h"))
    k.have(
        "exp(-v h) (1 - v + v exp(h)) <= exp(-v h) exp(v h + h^2 / 8) = exp(r^2 (b - a)^2 / 8)",
        "1 - v + v exp(h) <= exp(v h + h^2 / 8)",
        "exp(-v h) > 0",
    )
    k.claim(
        "bound",
        "sum[i in n] p[i] exp(r x[i]) <= (1 - v) exp(r a) + v exp(r b)",
        "(1 - v) exp(r a) + v exp(r b) = exp(-v h) (1 - v + v exp(h))",
        "exp(-v h) (1 - v + v exp(h)) <= exp(r^2 (b - a)^2 / 8)",
    )
