"""aux:one-list. A double exponential sum is one over a single list, whose entries are those of the table:

    sum_ij f_ij exp(w_ij t) = sum_k c_k exp(v_k t) for all t,   each (c_k, v_k) one of the (f_ij, w_ij),

k the first m n members of any set with so many. Why: member k has the place (i - 1) n + j of one pair i, j only.
"""

from varproof.lang import And, Array, Entry, Eq, Exists, ForAll, Implies, Index, Pos, Real, Source, Sum, exp
from varproof.proof.kernel.rules import Theorem
from varproof.proof.lines import Fact
from varproof.proof.positions import Positions
from varproof.proof.proof import Proof

entry = Entry("aux:one-list", "A double exponential sum as a single one", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    m, n, K = s.size("m"), s.size("n"), s.size("K")
    f, w = s.mat("f", m, n), s.mat("w", m, n)
    i, j, k = Index("i", m), Index("j", n), Index("k", K)
    c, v, x = Array("c", K), Array("v", K), Real("x")
    used = Pos(k) <= m * n
    entries = Exists(i, Exists(j, And(Eq(c[k], f[i, j]), Eq(v[k], w[i, j]))))
    double = Sum(f[i, j] * exp(w[i, j] * x), i, j)
    same = Eq(Sum(c[k] * exp(v[k] * x), k, where=used), double)
    s.assume("enough", K >= m * n, needed_at=dict(K=1, f=[[1, 1]], w=[[0, 1]]))
    s.claim("number", Eq(Sum(1, k, where=used), m * n))
    s.claim("list", Exists(c, Exists(v, And(ForAll(k, Implies(used, entries)), ForAll(x, same)))))

    s.instance("one pair", K=1, f=[[2]], w=[[1]])
    s.instance("two of three", K=3, f=[[1, -1]], w=[[0, 1]])
    s.instance("a column", K=2, f=[[1], [3]], w=[[0], [1]])
    s.false("one more", claims={"number": Eq(Sum(1, k, where=used), m * n + 1)}, at=dict(K=2, f=[[1, -1]], w=[[0, 1]]))
    s.false("all of them", claims={"number": Eq(K, m * n)}, at=dict(K=3, f=[[1, -1]], w=[[0, 1]]))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("row(i) = sum[l in m | l <= i] 1", "column(j) = sum[l in n | l <= j] 1", "pos(k) = sum[l in K | l <= k] 1")
    p.let("code(i, j) = (row(i) - 1) n + column(j)", "J = {k in K | pos(k) <= m n}")
    for size in ("m", "n", "K"):
        p.note(p.cite("thy:last-time", T=size, claim="range"))
    apart = codes(p)
    hit = hits(p)
    with p.fix("i in m, j in n") as reached:
        member(p, hit, p.right(p.fact(apart)))
    with p.fix("k in K, l in K with pos(k) = pos(l)") as injective:
        p.have("k = l", p.at(p.cite("thy:one-place", T="K"), "k", "l"))
    with p.fix("g in R^(m, n), k in K, r in m, s in n with code(r, s) = pos(k)") as only:
        one_pair(p, p.left(p.fact(apart)))
    p.let("total(g, k) = sum[i in m] sum[j in n | code(i, j) = pos(k)] g(i, j)")
    with p.fix("g in R^(m, n)") as sums:
        with p.fix("i in m") as rows:
            with p.fix("j in n") as each:
                p.get("k in J: pos(k) = code(i, j)", p.at(reached, "i", "j"))
                p.have("sum[l in J | code(i, j) = pos(l)] g(i, j)"
                       " = g(i, j) + sum[l in {l in J | code(i, j) = pos(l)} | l != k] g(i, j)")  # fmt: skip
                with p.fix("l in {l in {l in J | code(i, j) = pos(l)} | l != k}") as none:
                    p.have("false", p.at(injective, "l", "k"), "l != k", "pos(k) = code(i, j)", "code(i, j) = pos(l)")
                    p.have("g(i, j) = 0", "false")
                p.have("sum[l in J | code(i, j) = pos(l)] g(i, j) = g(i, j)", p.summed(none))
            p.have("sum[k in J] sum[j in n | code(i, j) = pos(k)] g(i, j)"
                   " = sum[j in n] sum[k in J | code(i, j) = pos(k)] g(i, j)")  # fmt: skip
            p.have("sum[k in J] sum[j in n | code(i, j) = pos(k)] g(i, j) = sum[j in n] g(i, j)", p.summed(each))
        p.have("sum[k in J] total(g, k) = sum[i in m] sum[k in J] sum[j in n | code(i, j) = pos(k)] g(i, j)")
        p.have("sum[k in J] total(g, k) = sum[i in m, j in n] g(i, j)", p.summed(rows))
    with p.fix("k in J") as ones:
        p.get("i in m, j in n: code(i, j) = pos(k)", p.at(hit, "k"))
        p.have("total((i, j) -> 1, k) = 1", p.at(only, "(i, j) -> 1", "k", "i", "j"))
    p.claim("number", p.at(sums, "(i, j) -> 1"), p.summed(ones))
    p.let("c(k) = total(f, k)", "v(k) = total(w, k)")
    with p.fix("k in K with pos(k) <= m n") as entries:
        p.get("i in m, j in n: code(i, j) = pos(k)", p.at(hit, "k"))
        p.have("c(k) = f[i, j]", p.at(only, "f", "k", "i", "j"))
        p.have("v(k) = w[i, j]", p.at(only, "w", "k", "i", "j"))
        p.have("some i in m, j in n: c(k) = f[i, j] and v(k) = w[i, j]", by="i, j")
    with p.fix("x, y, z in R with y = z") as powers:
        p.have("exp(y x) = exp(z x)", "y = z")
    with p.fix("x in R") as same:
        p.let("g(i, j) = f[i, j] exp(w[i, j] x)")
        with p.fix("k in J") as terms:
            p.get("i in m, j in n: code(i, j) = pos(k)", p.at(hit, "k"))
            p.have("c(k) = f[i, j]", p.at(only, "f", "k", "i", "j"))
            p.have("v(k) = w[i, j]", p.at(only, "w", "k", "i", "j"))
            p.have("exp(v(k) x) = exp(w[i, j] x)", p.at(powers, "x", "v(k)", "w[i, j]"))
            p.have("c(k) exp(v(k) x) = total(g, k)", p.at(only, "g", "k", "i", "j"), "c(k) = f[i, j]",
                   "exp(v(k) x) = exp(w[i, j] x)")  # fmt: skip
        p.have("sum[k in J] c(k) exp(v(k) x) = sum[i in m, j in n] g(i, j)", p.summed(terms), p.at(sums, "g"))
    p.claim("list", entries, same, by="c, v")


def codes(p: Proof) -> Fact:
    """Different pairs have codes at least 1 apart: equal codes, equal pairs."""
    with p.fix("i in m, j in n, r in m, s in n with i < r") as later:
        p.have("row(i) + 1 <= row(r)", Positions(p, p.symbols["m"]).increasing(
            p.term("i"), p.term("r"), p.fact("r in m"), p.fact("r > i")))  # fmt: skip
        p.have("(row(r) - row(i) - 1) n >= 0", "row(i) + 1 <= row(r)")
        p.have("code(i, j) + 1 <= code(r, s)", "(row(r) - row(i) - 1) n >= 0", "column(j) <= n", "column(s) >= 1")
    with p.fix("i in m, j in n, r in m, s in n with code(i, j) < code(r, s)") as less:
        with p.case("i < r"):
            p.have("code(i, j) + 1 <= code(r, s)", p.at(later, "i", "j", "r", "s"))
        with p.case("r < i"):
            p.have("false", p.at(later, "r", "s", "i", "j"), "code(i, j) < code(r, s)")
        with p.otherwise("i = r"):
            p.have("row(i) = row(r)", "i = r")
            p.have("column(j) < column(s)", "row(i) = row(r)", "code(i, j) < code(r, s)")
            more = Positions(p, p.symbols["n"]).gap(p.term("j"), p.fact("j in n"), p.term("s"), p.fact("s in n"),
                                                    p.fact("column(s) > column(j)"))  # fmt: skip
            p.have("code(i, j) + 1 <= code(r, s)", "row(i) = row(r)", more)
    with p.fix("i in m, j in n, r in m, s in n with code(i, j) = code(r, s)") as equal:
        with p.case("i < r"):
            p.have("false", p.at(later, "i", "j", "r", "s"), "code(i, j) = code(r, s)")
        with p.case("r < i"):
            p.have("false", p.at(later, "r", "s", "i", "j"), "code(i, j) = code(r, s)")
        with p.otherwise("i = r"):
            p.have("row(i) = row(r)", "i = r")
            p.have("column(j) = column(s)", "row(i) = row(r)", "code(i, j) = code(r, s)")
            p.have("j = s", p.at(p.cite("thy:one-place", T="n"), "j", "s"), "column(j) = column(s)")
            p.have("i = r and j = s")
    return p.both(p.fact(equal), p.fact(less))


def after(p: Proof, size: str, i: str, more: str) -> Theorem:
    """Some l is the one after i, from more: i is not the last."""
    return Positions(p, p.symbols[size]).next(p.term(i), p.fact(f"{i} in {size}"), p.fact(more))


def hits(p: Proof) -> Fact:
    """Each place up to m n is the code of a pair."""
    first = {size: p.left(p.cite("thy:last-time", T=size)) for size in ("m", "n")}
    with p.induct("k in K: pos(k) <= m n => some i in m, j in n: code(i, j) = pos(k)", smallest="k") as hit:
        with p.suppose("pos(k) <= m n"):
            with p.case("pos(k) > 1") as later:
                p.get("l in K: pos(l) = pos(k) - 1", Positions(p, p.symbols["K"]).previous(
                    p.term("k"), p.fact("k in K"), later.hypothesis))  # fmt: skip
                p.have("l < k", Positions(p, p.symbols["K"]).less(
                    p.term("l"), p.fact("l in K"), p.term("k"), p.fact("pos(k) > pos(l)")))  # fmt: skip
                p.get("i in m, j in n: code(i, j) = pos(l)", p.at(hit.hypothesis, "l"))
                with p.case("column(j) < n"):
                    p.get("s in n: column(s) = column(j) + 1", after(p, "n", "j", "n > column(j)"))
                    p.have("code(i, s) = pos(k)", "code(i, j) = pos(l)", "column(s) = column(j) + 1",
                           "pos(l) = pos(k) - 1")  # fmt: skip
                    p.have("some i in m, j in n: code(i, j) = pos(k)", by="i, s")
                with p.otherwise("column(j) = n"):
                    p.have("(m - row(i)) n > 0", "code(i, j) = pos(l)", "pos(k) <= m n", "column(j) = n",
                           "pos(l) = pos(k) - 1")  # fmt: skip
                    p.have("m > row(i)", "(m - row(i)) n > 0")
                    p.get("r in m: row(r) = row(i) + 1", after(p, "m", "i", "m > row(i)"))
                    p.get("s in n: column(s) = 1", first["n"])
                    p.have("(row(r) - row(i) - 1) n = 0", "row(r) = row(i) + 1")
                    p.have("code(r, s) = pos(k)", "code(i, j) = pos(l)", "(row(r) - row(i) - 1) n = 0", "column(j) = n",
                           "column(s) = 1", "pos(l) = pos(k) - 1")  # fmt: skip
                    p.have("some i in m, j in n: code(i, j) = pos(k)", by="r, s")
            with p.otherwise():
                p.have("pos(k) = 1", p.at(p.cite("thy:last-time", T="K", claim="range"), "k"))
                p.get("r in m: row(r) = 1", first["m"])
                p.get("s in n: column(s) = 1", first["n"])
                p.have("code(r, s) = pos(k)", "row(r) = 1", "column(s) = 1", "pos(k) = 1")
                p.have("some i in m, j in n: code(i, j) = pos(k)", by="r, s")
    return hit


def member(p: Proof, hit: Fact, less: Theorem) -> None:
    """Some member has the place code(i, j): the last one up to it."""
    p.have("(row(i) - 1) n >= 0 and (m - row(i)) n >= 0")
    p.have("1 <= code(i, j)", "(row(i) - 1) n >= 0", "column(j) >= 1")
    p.have("code(i, j) <= m n", "(m - row(i)) n >= 0", "column(j) <= n")
    p.let("upto = {l in K | pos(l) <= code(i, j)}")
    p.get("k in K: pos(k) = 1", p.left(p.cite("thy:last-time", T="K")))
    p.have("k in upto", "pos(k) = 1")
    p.largest("l in upto: l")
    p.have("l in J", "code(i, j) <= m n")
    with p.suppose("pos(l) < code(i, j)"):
        p.have("K > pos(l)", "enough", "code(i, j) <= m n", "pos(l) < code(i, j)")
        p.get("q in K: pos(q) = pos(l) + 1", after(p, "K", "l", "K > pos(l)"))
        p.get("r in m, s in n: code(r, s) = pos(l)", p.at(hit, "l"))
        p.have("code(r, s) + 1 <= code(i, j)", p.at(less, "r", "s", "i", "j"))
        p.have("q in upto", "pos(q) = pos(l) + 1", "code(r, s) + 1 <= code(i, j)", "code(r, s) = pos(l)")
        p.have("l < q", Positions(p, p.symbols["K"]).less(
            p.term("l"), p.fact("l in K"), p.term("q"), p.fact("pos(q) > pos(l)")))  # fmt: skip
        p.have("q <= l", p.at("for all x in upto: x <= l", "q"))
        p.have("false", "q <= l", "l < q")
    p.have("pos(l) >= code(i, j)")
    p.have("pos(l) = code(i, j)", "pos(l) >= code(i, j)", "pos(l) <= code(i, j)")
    p.have("some k in J: pos(k) = code(i, j)", by="l")


def one_pair(p: Proof, equal: Theorem) -> None:
    """Of the pairs r, s alone has the code of its member."""
    with p.fix("i in {i in m | i != r}") as others:
        with p.fix("j in {j in n | code(i, j) = pos(k)}") as none:
            p.have("false", p.at(equal, "i", "j", "r", "s"), "i != r", "code(i, j) = pos(k)", "code(r, s) = pos(k)")
            p.have("g(i, j) = 0", "false")
        p.have("sum[j in n | code(i, j) = pos(k)] g(i, j) = 0", p.summed(none))
    p.let("S = {j in n | code(r, j) = pos(k)}")
    p.have("s in S", "code(r, s) = pos(k)")
    with p.fix("j in {j in S | j != s}") as none:
        p.have("false", p.at(equal, "r", "j", "r", "s"), "j != s", "code(r, j) = pos(k)", "code(r, s) = pos(k)")
        p.have("g(r, j) = 0", "false")
    p.have("sum[j in S] g(r, j) = g(r, s) + sum[j in S | j != s] g(r, j)", "s in S")
    p.have("sum[j in S] g(r, j) = g(r, s)", p.summed(none))
    p.have("sum[i in m] sum[j in n | code(i, j) = pos(k)] g(i, j)"
           " = (sum[j in S] g(r, j)) + sum[i in m | i != r] sum[j in n | code(i, j) = pos(k)] g(i, j)")  # fmt: skip
    p.have("sum[i in m] sum[j in n | code(i, j) = pos(k)] g(i, j) = g(r, s)", p.summed(others),
           "sum[j in S] g(r, j) = g(r, s)")  # fmt: skip
