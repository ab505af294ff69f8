"""lem:exponential-sign-changes. Along equally spaced points x_k = k h, a constant plus N exponentials changes its sign
at most N times (Descartes' rule of signs, as Laguerre extended it, for exp(w x) in place of powers):

    f(x) = c_0 + sum_j c_j exp(w_j x):  one of f(x_k), f(x_k + h) is positive and the other not, for at most N of the k.

Why: for one of the frequencies w, f(x + h) - exp(w h) f(x) has the others, and f changes its sign at most once more
(aux:one-more-change). Nothing is asked of the frequencies and of h.
"""

from varproof.lang import And, Entry, Index, Or, Pos, Q, Source, Sum, exp
from varproof.proof.proof import Proof

entry = Entry(
    "lem:exponential-sign-changes",
    "Sign changes of exponential sums",
    source=Source(text="ours"),
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    N, K = s.size("N"), s.size("K")
    c, w = s.vec("c", N), s.vec("w", N)
    c_0, h = s.real("c_0"), s.real("h")
    j, k = Index("j", N), Index("k", K)

    def value(x):
        return c_0 + Sum(c[j] * exp(w[j] * x), j)

    here, there = value(Pos(k) * h), value(Pos(k) * h + h)
    changes = Sum(1, k, where=Or(And(here > 0, there <= 0), And(here <= 0, there > 0)))
    s.claim("few", changes <= N)

    once = dict(K=4, c=[-1], w=[1], c_0=10, h=1)
    s.instance("once", **once)
    never = dict(K=3, c=[1, 1], w=[1, -1], c_0=1, h=1)
    s.instance("never", **never)
    s.instance("equal frequencies", K=5, c=[1, -2], w=[1, 1], c_0=3, h=Q(1, 2))
    s.instance("backwards", K=5, c=[1, -2], w=[1, 2], c_0=3, h=Q(-1, 2))
    s.false("one less", claims={"few": changes <= N - 1}, at=once)
    s.false("as many as there are exponentials", claims={"few": changes >= N}, at=never)


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("pos(k) = sum[l in K | l <= k] 1", "x(k) = pos(k) h", "F(f, S, q, y) = q + sum[j in S] f(j) exp(w[j] y)")
    p.let("flips(u, v) iff (u > 0 and v <= 0) or (u <= 0 and v > 0)")
    p.let("changes(f, S, q) = sum[k in K | flips(F(f, S, q, x(k)), F(f, S, q, x(k) + h))] 1")
    with p.fix("S in sets with S is empty") as nothing, p.fix("f in R^N, q in R"):
        with p.fix("y in R") as constant:
            p.have("F(f, S, q, y) = q", "S is empty")
        with p.fix("k in {k in K | flips(F(f, S, q, x(k)), F(f, S, q, x(k) + h))}") as absurd:
            same = p.at(constant, "x(k)"), p.at(constant, "x(k) + h")
            with p.suppose("F(f, S, q, x(k)) > 0 and F(f, S, q, x(k) + h) <= 0"):
                p.have("false", *same, "F(f, S, q, x(k)) > 0", "F(f, S, q, x(k) + h) <= 0")
            p.have("F(f, S, q, x(k)) <= 0 and F(f, S, q, x(k) + h) > 0")
            p.have("false", *same, "F(f, S, q, x(k)) <= 0", "F(f, S, q, x(k) + h) > 0")
            p.have("1 <= 0", "false")
        p.have("changes(f, S, q) <= |S|", p.summed(absurd))
    with p.induct("S in sets: for all f in R^N, q in R: changes(f, S, q) <= |S|", nothing, largest="e") as step:
        with p.fix("f in R^N, q in R"):
            p.let("rest = {j in S | j != e}", "X = exp(w[e] h)", "g(j) = f(j) (exp(w[j] h) - X)", "r = q (1 - X)")
            p.let("here(y) = F(f, S, q, y)", "less(y) = F(g, rest, r, y)")
            with p.fix("y in R") as differences:
                p.have("sum[j in S] g(j) exp(w[j] y) = g(e) exp(w[e] y) + sum[j in rest] g(j) exp(w[j] y)", "e in S")
                p.have("g(e) = 0")
                p.have("less(y) = here(y + h) - X here(y)", "g(e) = 0",
                       "sum[j in S] g(j) exp(w[j] y) = g(e) exp(w[e] y) + sum[j in rest] g(j) exp(w[j] y)")  # fmt: skip
            with p.fix("k in K"):
                p.have("less(x(k)) = here(x(k) + h) - X here(x(k))", p.at(differences, "x(k)"))
            with p.fix("i in K, j in K"), p.suppose("pos(j) = pos(i) + 1"):
                p.have("x(j) = x(i) + h", "pos(j) = pos(i) + 1")
                places = p.fact("x(j) = x(i) + h"), p.term("x(j)"), p.term("x(i) + h")
                p.have("here(x(j)) = here(x(i) + h)", p.congruence(*places, p.symbols["here"]))
                p.have("less(x(j)) = less(x(i) + h)", p.congruence(*places, p.symbols["less"]))
                p.have("here(x(j)) = here(x(i) + h) and less(x(j)) = less(x(i) + h)")
            lists = {"u": "k -> here(x(k))", "v": "k -> here(x(k) + h)", "p": "k -> less(x(k))"}
            more = p.cite("aux:one-more-change", K="K", X="X", q="k -> less(x(k) + h)", **lists)
            p.have("|S| = |rest| + 1")
            p.have("changes(f, S, q) <= |S|", more, p.at(step.hypothesis, "g", "r"), "|S| = |rest| + 1")
    p.claim("few", p.at(p.at(step, "N"), "c", "c_0"))
