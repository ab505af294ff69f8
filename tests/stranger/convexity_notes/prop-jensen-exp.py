"""prop:jensen-exp. exp(sum_i p_i y_i) <= sum_i p_i exp(y_i) for p_i >= 0 that add up to 1.

With y = log x this is the inequality of the weighted geometric and arithmetic means.
Why: exp lies above its tangent at the mean m = sum_i p_i y_i.
"""

from varproof.lang import Entry, Eq, ForAll, Index, Q, Source, Sum, exp
from varproof.proof.proof import Proof

entry = Entry("prop:jensen-exp", "Jensen's inequality for exp", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    p, y = s.vec("p", n), s.vec("y", n)
    i = Index("i", n)
    s.assume("weights", ForAll(i, p[i] >= 0), needed_at=dict(p=[2, -1], y=[0, 2]))
    s.assume("total", Eq(Sum(p[i], i), 1), needed_at=dict(p=[Q(1, 2)], y=[0]))
    s.claim("mean", exp(Sum(p[i] * y[i], i)) <= Sum(p[i] * exp(y[i]), i))

    s.instance("equal", p=[Q(1, 3), Q(2, 3)], y=[7, 7])
    s.instance("two", p=[Q(1, 2), Q(1, 2)], y=[0, -30])

    s.false("reversed", claims={"mean": exp(Sum(p[i] * y[i], i)) >= Sum(p[i] * exp(y[i]), i)},
            at=dict(p=[Q(1, 2), Q(1, 2)], y=[0, 1]))  # fmt: skip


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("m = sum[i in n] p[i] y[i]")
    with p.fix("i in n") as each:
        p.have("exp(y[i] - m) >= 1 + y[i] - m", why="the tangent of exp")
        p.have("exp(y[i]) >= exp(m) (1 + y[i] - m)", "exp(y[i] - m) >= 1 + y[i] - m", "exp(m) > 0")
        p.have("p[i] exp(y[i]) >= p[i] exp(m) (1 + y[i] - m)", "p[i] >= 0", "exp(y[i]) >= exp(m) (1 + y[i] - m)")
    p.claim("mean", p.summed(each), "total")
