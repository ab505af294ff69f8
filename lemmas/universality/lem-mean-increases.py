"""lem:mean-increases. The mean of numbers t_1, ..., t_n with weights exp(x t_j) increases with x:

    B(x) = sum_j t_j exp(x t_j) / sum_j exp(x t_j),      B(x) < B(y)  for x < y unless all t_j are equal,

and it lies between the smallest and the largest of them. What printed attention, which has no skip connection, sees
of where a token is: t_j = c + e_j at x = t_i.

    2 (B(y) - B(x)) sum_j exp(x t_j) sum_k exp(y t_k)
      = sum_{j,k} (t_j - t_k) (exp(y t_j + x t_k) - exp(x t_j + y t_k)).
"""

from varproof.lang import And, Entry, Exists, ForAll, Implies, Index, Ne, Real, Source, Sum, exp
from varproof.proof.proof import Proof

entry = Entry("lem:mean-increases", "A mean with exponential weights increases", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    t, x, y, low, high = s.vec("t", n), s.real("x"), s.real("y"), Real("low"), Real("high")
    i, j, k = Index("i", n), Index("j", n), Index("k", n)

    def mean(x):
        return Sum(t[j] * exp(x * t[j]), j) / Sum(exp(x * t[k]), k)

    s.assume("less", x < y, needed_at=dict(t=[0, 1], x=0, y=0))
    some = Exists(i, k, Ne(t[i], t[k]))
    s.claim("increases", Implies(some, mean(x) < mean(y)))
    inside = ForAll(i, And(low <= t[i], t[i] <= high))
    s.claim("range", ForAll(low, high, Implies(inside, And(low <= mean(x), mean(x) <= high))))

    s.instance("two numbers", t=[0, 1], x=0, y=1)
    s.instance("equal numbers", t=[2, 2], x=0, y=1)
    s.instance("one number", t=[-3], x=-1, y=1)
    s.false("equal numbers, too", claims={"increases": mean(x) < mean(y)}, at=dict(t=[2, 2], x=0, y=1))
    s.false("a value of its own", claims={"range": Exists(i, mean(x) <= t[i] - 1)}, at=dict(t=[0, 1], x=0, y=1))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("total(x) = sum[j in n] exp(x t[j])", "weighted(x) = sum[j in n] t[j] exp(x t[j])")
    with p.fix("z in R") as positive:
        p.have("total(z) > 0")
    p.have("total(x) > 0", p.at(positive, "x"))
    p.have("total(y) > 0", p.at(positive, "y"))
    p.let("term(j, k) = (t[j] - t[k]) (exp(y t[j] + x t[k]) - exp(x t[j] + y t[k]))")
    with p.fix("z in R with z > 0") as above:
        p.have("exp(z) >= 1 + z > 1", "z > 0")
    with p.fix("u in R, v in R with u > v") as grows:
        p.have("exp(u - v) > 1", p.at(above, "u - v"))
        p.have("exp(u) = exp(u - v) exp(v)")
        p.have("exp(v) > 0")
        p.have("exp(u) > exp(v)", "exp(u) = exp(u - v) exp(v)", "exp(u - v) > 1", "exp(v) > 0")
    with p.fix("j in n, k in n with t[j] > t[k]") as more:
        p.have("(y - x) (t[j] - t[k]) > 0", "less", "t[j] > t[k]")
        p.have("y t[j] + x t[k] > x t[j] + y t[k]", "(y - x) (t[j] - t[k]) > 0")
        p.have("exp(y t[j] + x t[k]) > exp(x t[j] + y t[k])", p.at(grows, "y t[j] + x t[k]", "x t[j] + y t[k]"))
        p.have("term(j, k) > 0", "exp(y t[j] + x t[k]) > exp(x t[j] + y t[k])", "t[j] > t[k]")
    with p.fix("j in n, k in n with t[j] < t[k]") as fewer:
        p.have("term(k, j) > 0", p.at(more, "k", "j"))
        p.have("term(j, k) = term(k, j)")
        p.have("term(j, k) > 0", "term(k, j) > 0", "term(j, k) = term(k, j)")
    with p.fix("j in n, k in n") as each:
        with p.case("t[j] > t[k]"):
            p.have("term(j, k) >= 0", p.at(more, "j", "k"))
        with p.case("t[j] < t[k]"):
            p.have("term(j, k) >= 0", p.at(fewer, "j", "k"))
        with p.otherwise("t[j] = t[k]"):
            p.have("term(j, k) >= 0", "t[j] = t[k]")
    p.let("gap = weighted(y) total(x) - weighted(x) total(y)")
    with p.suppose("some i in n, k in n: t[i] != t[k]") as different:
        p.get("u in n, v in n: t[u] != t[v]", different.hypothesis)
        with p.case("t[u] > t[v]"):
            p.have("term(u, v) > 0", p.at(more, "u", "v"))
        with p.otherwise("t[u] < t[v]"):
            p.have("term(u, v) > 0", p.at(fewer, "u", "v"))
        with p.fix("j in n - {u}") as rows:
            with p.fix("k in n") as row:
                p.have("term(j, k) >= 0", p.at(each, "j", "k"))
            p.have("sum[k in n] term(j, k) >= 0", p.summed(row))
        with p.fix("k in n - {v}") as rest:
            p.have("term(u, k) >= 0", p.at(each, "u", "k"))
        p.have("sum[k in n] term(u, k) = term(u, v) + sum[k in n - {v}] term(u, k)")
        first = p.have(
            "sum[k in n] term(u, k) > 0",
            "sum[k in n] term(u, k) = term(u, v) + sum[k in n - {v}] term(u, k)",
            "term(u, v) > 0",
            p.summed(rest),
        )
        p.have("sum[j in n, k in n] term(j, k) = sum[k in n] term(u, k) + sum[j in n - {u}, k in n] term(j, k)")
        p.have(
            "sum[j in n, k in n] term(j, k) > 0",
            "sum[j in n, k in n] term(j, k) = sum[k in n] term(u, k) + sum[j in n - {u}, k in n] term(j, k)",
            first,
            p.summed(rows),
        )
        p.have("sum[j in n, k in n] term(j, k) = 2 gap")
        p.have("gap > 0", "sum[j in n, k in n] term(j, k) > 0", "sum[j in n, k in n] term(j, k) = 2 gap")
        p.have("1/total(x) > 0 and 1/total(y) > 0", "total(x) > 0", "total(y) > 0")
        p.have(
            "weighted(y)/total(y) - weighted(x)/total(x) = gap (1/total(x)) (1/total(y))",
            "total(x) > 0",
            "total(y) > 0",
        )
        p.have("gap (1/total(x)) (1/total(y)) > 0", "gap > 0", "1/total(x) > 0 and 1/total(y) > 0")
        p.have("weighted(x)/total(x) < weighted(y)/total(y)")
    p.claim("increases")
    with p.fix("low in R, high in R"), p.suppose("for all i in n: low <= t[i] <= high") as inside:
        with p.fix("j in n") as lower:
            p.have("low exp(x t[j]) <= t[j] exp(x t[j])", p.at(inside.hypothesis, "j"))
        with p.fix("j in n") as upper:
            p.have("t[j] exp(x t[j]) <= high exp(x t[j])", p.at(inside.hypothesis, "j"))
        p.have("low total(x) <= weighted(x)", p.summed(lower))
        p.have("weighted(x) <= high total(x)", p.summed(upper))
        p.have("low <= weighted(x)/total(x)", "low total(x) <= weighted(x)", "total(x) > 0")
        p.have("weighted(x)/total(x) <= high", "weighted(x) <= high total(x)", "total(x) > 0")
        p.have("low <= weighted(x)/total(x) and weighted(x)/total(x) <= high")
    p.claim("range")
