"""aux:same-values. Two lists without repetitions that have the same values have the same sums.

Why: both are the sum of f(y_j) over the pairs i, j with y_j = x_i, taken by rows and by columns.
"""

from varproof.lang import Entry, Eq, Exists, ForAll, Implies, Index, Lam, Ne, Real, Source, Sum
from varproof.proof.proof import Proof

entry = Entry("aux:same-values", "Equal sets of values have equal sums", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    m, n = s.size("m"), s.size("n")
    x, y = s.vec("x", m), s.vec("y", n)
    f = s.function("f")
    i, k, j, l = Index("i", m), Index("k", m), Index("j", n), Index("l", n)
    s.assume("distinct-x", ForAll(i, k, Implies(Ne(i, k), Ne(x[i], x[k]))))
    s.assume("distinct-y", ForAll(j, l, Implies(Ne(j, l), Ne(y[j], y[l]))))
    s.assume("x-in-y", ForAll(i, Exists(j, Eq(y[j], x[i]))))
    s.assume("y-in-x", ForAll(j, Exists(i, Eq(y[j], x[i]))))
    s.claim("sums", Eq(Sum(f(x[i]), i), Sum(f(y[j]), j)))

    u = Real("u")
    s.instance("in another order", x=[1, 2, 3], y=[3, 1, 2], f=Lam(u, u**2))
    s.instance("one value", x=[5], y=[5], f=Lam(u, u))
    s.instance("two", x=[1, -1], y=[-1, 1], f=Lam(u, 2 * u + 1))
    s.false("repeated", drop=["distinct-x"], at=dict(x=[1, 1], y=[1], f=Lam(u, u + 1)))
    s.false("one more", drop=["y-in-x"], at=dict(x=[1], y=[1, 2], f=Lam(u, u)))


@entry.proof("stated")
def proof(p: Proof) -> None:
    with p.fix("i in m") as rows:
        p.get("j in n: y[j] = x[i]", "x-in-y")
        p.let("J = {l in n | y[l] = x[i]}")
        p.have("j in J", "y[j] = x[i]")
        with p.fix("l in J with l != j") as none:
            p.have("false", p.at("distinct-y", "l", "j"), "y[l] = x[i]", "y[j] = x[i]")
        with p.fix("l in {l in J | l != j}") as others:
            p.have("f(y[l]) = 0", none)
        p.have("sum[l in J] f(y[l]) = f(y[j]) + sum[l in J | l != j] f(y[l])", "j in J")
        p.have("f(y[j]) = f(x[i])", "y[j] = x[i]")
        p.have("sum[l in J] f(y[l]) = f(x[i])", "f(y[j]) = f(x[i])", p.summed(others), "y[j] = x[i]")
    with p.fix("j in n") as columns:
        p.get("i in m: y[j] = x[i]", "y-in-x")
        p.let("I = {k in m | y[j] = x[k]}")
        p.have("i in I", "y[j] = x[i]")
        with p.fix("k in I with k != i") as none:
            p.have("false", p.at("distinct-x", "k", "i"), "y[j] = x[k]", "y[j] = x[i]")
        with p.fix("k in {k in I | k != i}") as others:
            p.have("f(y[j]) = 0", none)
        p.have("sum[k in I] f(y[j]) = f(y[j]) + sum[k in I | k != i] f(y[j])", "i in I")
        p.have("sum[k in I] f(y[j]) = f(y[j])", p.summed(others))
    p.have("sum[i in m] sum[j in n | y[j] = x[i]] f(y[j]) = sum[j in n] sum[i in m | y[j] = x[i]] f(y[j])")
    p.claim("sums", p.summed(rows), p.summed(columns))
