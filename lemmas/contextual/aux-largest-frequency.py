"""aux:largest-frequency. The sum H(y) = sum_ij (a_i - b_j) exp((a_i + b_j) y) is not small at n^2 + 1 points in a row:

    |H(P + l s)| <= eta for l = 1, ..., K, K > n^2,   =>   g <= e^3 (e (1 + e)/(g s))^(n^2) eta,

for a, b in [-R, R]^n whose different entries are g apart, a_k the largest value that only one of them has.

Why: pairs of values above a_k cancel, since both vectors have them; of the others a_k + max b is the largest frequency,
by g, and its coefficient a_k - max b is at least g (lem:exponential-coefficient).
"""

from varproof.lang import Abs, And, Entry, Eq, Exists, ForAll, Implies, Index, Ne, Pos, Q, Source, Sum, exp, log
from varproof.proof.context import Block
from varproof.proof.kernel.rules import Theorem
from varproof.proof.proof import Proof

entry = Entry("aux:largest-frequency", "The largest frequency of the difference", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n, K = s.size("n"), s.size("K")
    a, b = s.vec("a", n), s.vec("b", n)
    k = s.index("k", n)
    R, g, step, P, eta = s.real("R"), s.real("g"), s.real("s"), s.real("P"), s.real("eta")
    i, j, l = Index("i", n), Index("j", n), Index("l", K)
    point = P + Pos(l) * step
    value = Abs(Sum((a[i] - b[j]) * exp((a[i] + b[j]) * point), i, j))
    s.assume("gap", g > 0)
    s.assume("step", And(0 < step, 2 * R * step <= 1))
    s.assume("place", And(0 <= P, R * P <= 1))
    s.assume("range", ForAll(i, And(Abs(a[i]) <= R, Abs(b[i]) <= R)))
    s.assume("apart-a", ForAll(i, j, Implies(Ne(i, j), Abs(a[i] - a[j]) >= g)))
    s.assume("apart-b", ForAll(i, j, Implies(Ne(i, j), Abs(b[i] - b[j]) >= g)))
    s.assume("apart-ab", ForAll(i, j, Implies(Ne(a[i], b[j]), Abs(a[i] - b[j]) >= g)))
    s.assume("lone", ForAll(j, Ne(b[j], a[k])))
    s.assume("covered-a", ForAll(i, Implies(a[i] > a[k], Exists(j, Eq(b[j], a[i])))))
    s.assume("covered-b", ForAll(i, Implies(b[i] > a[k], Exists(j, Eq(a[j], b[i])))))
    s.assume("enough", K >= n**2 + 1)
    s.assume("small", ForAll(l, value <= eta), needed_at=dict(a=[1], b=[-1], k=0, K=2, R=1, g=2, s=Q(1, 2), P=0, eta=0))
    s.claim("large", g <= exp(3 + n**2 * log(exp(1) * (1 + exp(1)) / (g * step))) * eta)

    one = dict(a=[1], b=[-1], k=0, K=2, R=1, g=2, s=Q(1, 2), P=0)
    s.instance("one entry each", eta=2, **one)
    s.instance("one in common", a=[1, 0], b=[1, -1], k=1, K=5, R=1, g=1, s=Q(1, 8), P=0, eta=20)
    s.instance("close points", eta=2, **dict(one, s=Q(1, 4)))
    s.false("any eta", drop=["small"], at=dict(eta=0, **one))
    s.false("eta alone", claims={"large": 2 * g <= eta}, at=dict(eta=2, **one))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.largest("o in n: b[o]")
    p.let("A = a[k] + b[o]", "c = a[k] - b[o]", "e = exp(1)", "V = e (1 + e)/(g s)")
    with p.fix("i in n"):
        p.have("|a[i]| <= R and |b[i]| <= R", "range")
    p.have("R >= 0", p.at("range", "k"))
    p.have("|A| <= 2 R", p.at("range", "k"), p.at("range", "o"))
    with p.suppose("a[k] = b[o]"):
        p.have("false", p.at("lone", "o"), "a[k] = b[o]")
    p.have("|c| >= g", p.at("apart-ab", "k", "o"))
    p.have("|c| <= 2 R", p.at("range", "k"), p.at("range", "o"))
    p.have("g <= 2 R", "|c| >= g", "|c| <= 2 R")
    p.have("g s <= 2 R s", "g <= 2 R", "step")
    p.have("0 < g s <= 1", "g s <= 2 R s", "step", "gap")
    p.have("V >= 1", "0 < g s <= 1")
    p.have("log V >= 0", "V >= 1")
    marks = indicators(p)
    p.let("f(x, y) = (1 - one(x) top(y) - up(x) over(y)) (a[x] - b[y]) exp((a[x] + b[y]) P)")
    far = apart(p, marks)
    p.let("H(z) = sum[x in n, y in n] (a[x] - b[y]) exp((a[x] + b[y]) z)")
    rest = remaining(p, marks)
    table = dict(m="n", n="n", K="K", f="f", w="(x, y) -> a[x] + b[y]")
    p.have("K >= n n", "enough")
    p.let("pos(l) = sum[q in K | q <= l] 1", "J = {l in K | pos(l) <= n n}")
    p.have("|J| = n^2", p.cite("aux:one-list", claim="number", **table))
    known = p.get("r in ℝ^K, w in ℝ^K", p.cite("aux:one-list", claim="list", **table))
    p.let("O = {l in J | r(l) != 0}", "c1 = c exp(A P)", "E(z) = c1 exp(A z) + sum[l in O] r(l) exp(w(l) z)")
    with p.fix("z in ℝ") as same:
        with p.fix("l in {l in J | not r(l) != 0}") as none:
            p.have("r(l) = 0")
            p.have("r(l) exp(w(l) z) = 0", "r(l) = 0")
        p.have("sum[l in J] r(l) exp(w(l) z) = (sum[l in O] r(l) exp(w(l) z))"
               " + sum[l in J | not r(l) != 0] r(l) exp(w(l) z)")  # fmt: skip
        p.have("E(z) = H(P + z)", p.summed(none), p.at(p.right(known), "z"), p.at(rest, "z"),
               "sum[l in J] r(l) exp(w(l) z) = (sum[l in O] r(l) exp(w(l) z))"
               " + sum[l in J | not r(l) != 0] r(l) exp(w(l) z)")  # fmt: skip
    with p.fix("x, y in ℝ with x = y") as sizes:
        p.have("|x| = |y|", "x = y")
    with p.fix("l in K") as small:
        equal = p.at(same, "pos(l) s")
        p.have("|E(pos(l) s)| <= eta", p.at("small", "l"), p.at(sizes, "E(pos(l) s)", "H(P + pos(l) s)", equal))
    with p.fix("l in O") as others:
        p.get("x in n, y in n: r(l) = f(x, y) and w(l) = a[x] + b[y]", p.at(p.left(known), "l"))
        p.have("f(x, y) != 0", "r(l) = f(x, y)", "r(l) != 0")
        p.have("A - (a[x] + b[y]) >= g", p.at(far, "x", "y"))
        p.have("|A - w(l)| >= g", "A - (a[x] + b[y]) >= g", "w(l) = a[x] + b[y]", "gap")
        p.have("|a[x] + b[y]| <= 2 R", p.at("range", "x"), p.at("range", "y"))
        p.have("|w(l)| <= 2 R", "w(l) = a[x] + b[y]", "|a[x] + b[y]| <= 2 R")
        p.have("|w(l)| s <= 2 R s", "|w(l)| <= 2 R", "step")
        p.have("|w(l)| s <= 1 and |A - w(l)| >= g", "|w(l)| s <= 2 R s", "step", "|A - w(l)| >= g")
    for line in ("|w(l)| s <= 1", "|A - w(l)| >= g"):
        with p.fix("l in O"):
            p.have(line, p.at(others, "l"))
    p.have("|A| s <= 2 R s", "|A| <= 2 R", "step")
    p.have("|A| s <= 1", "|A| s <= 2 R s", "step")
    with p.fix("x, y in ℝ with y > 0") as product:
        p.have("|x y| = |x| y", "y > 0")
    bounded(p, small, sizes, product)
    p.have("|A| P <= 2 R P", "|A| <= 2 R", "place")
    p.have("-A P <= 2", "|A| P <= 2 R P", "place")
    p.have("exp(-A P) <= exp(2)", "-A P <= 2")
    p.have("|c1| = |c| exp(A P)", p.at(product, "c", "exp(A P)"))
    p.have("|c| = |c1| exp(-A P)", "|c1| = |c| exp(A P)")
    p.have("|c1| exp(-A P) <= |c1| exp(2)", "exp(-A P) <= exp(2)")
    p.have("|c| <= exp(3 + n^2 log V) eta", "|c1| <= exp(1 + n^2 log V) eta", "|c| = |c1| exp(-A P)",
           "|c1| exp(-A P) <= |c1| exp(2)")  # fmt: skip
    p.claim("large", "|c| >= g", "|c| <= exp(3 + n^2 log V) eta")


def bounded(p: Proof, small: Block, sizes: Block, product: Block) -> None:
    """The coefficient of the largest frequency is small."""
    p.get("l in K")
    p.have("eta >= 0", p.at(small, "l"))
    with p.case("some l in O: r(l) != 0"):
        p.get("l in O: r(l) != 0")
        p.have("|J| = |O| + sum[l in J | not r(l) != 0] 1")
        p.have("K >= |O| + 1", "|J| = |O| + sum[l in J | not r(l) != 0] 1", "|J| = n^2", "enough")
        given = dict(N="O", K="K", f="r", w="w", c="c1", alpha="A", h="s", g="g", mu="eta")
        bound = p.cite("lem:exponential-coefficient", **given)
        p.have("(n^2 - |O|) log V >= 0", "|J| = |O| + sum[l in J | not r(l) != 0] 1", "|J| = n^2", "log V >= 0")
        p.have("exp(1 + |O| log V) <= exp(1 + n^2 log V)", "(n^2 - |O|) log V >= 0")
        p.have("exp(1 + |O| log V) eta <= exp(1 + n^2 log V) eta", "exp(1 + |O| log V) <= exp(1 + n^2 log V)",
               "eta >= 0")  # fmt: skip
        p.have("|c1| <= exp(1 + n^2 log V) eta", bound, "exp(1 + |O| log V) eta <= exp(1 + n^2 log V) eta")
    with p.otherwise():
        p.get("l in K: pos(l) = 1", p.cite("thy:last-time", T="K", claim="first"))
        with p.fix("q in O") as absurd:
            p.have("some l in O: r(l) != 0", by="q")
            p.have("false")
            p.have("r(q) exp(w(q) pos(l) s) = 0", "false")
        p.let("x = A pos(l) s")
        p.have("E(pos(l) s) = c1 exp(x)", p.summed(absurd))
        p.have("|c1 exp(x)| <= eta", p.at(small, "l"), p.at(sizes, "E(pos(l) s)", "c1 exp(x)"))
        p.have("|c1 exp(x)| = |c1| exp(x)", p.at(product, "c1", "exp(x)"))
        p.have("-A s <= 1", "|A| s <= 1", "step")
        p.have("x = A s", "pos(l) = 1")
        p.have("exp(-x) <= e", "-A s <= 1", "x = A s")
        p.have("|c1| <= exp(-x) eta", "|c1 exp(x)| = |c1| exp(x)", "|c1 exp(x)| <= eta")
        p.have("exp(-x) eta <= e eta", "exp(-x) <= e", "eta >= 0")
        p.have("n^2 log V >= 0", "log V >= 0")
        p.have("e eta <= exp(1 + n^2 log V) eta", "n^2 log V >= 0", "eta >= 0")
        p.have("|c1| <= exp(1 + n^2 log V) eta", "|c1| <= exp(-x) eta", "exp(-x) eta <= e eta",
               "e eta <= exp(1 + n^2 log V) eta")  # fmt: skip


def indicators(p: Proof) -> dict[str, tuple[Block, Block, Block]]:
    """one, top, up and over are 1 on k, on o, and where a, b are above a_k, and 0 elsewhere."""
    out = {}
    for name, f in (("one", "x = k"), ("top", "x = o"), ("up", "a[x] > a[k]"), ("over", "b[x] > a[k]")):
        p.let(f"{name}(x) = (1/n) sum[m in n | {f}] 1")
        with p.fix(f"x in n with {f}") as ones:
            p.have(f"sum[m in n | {f}] 1 = n", f)
            p.have(f"{name}(x) = 1", f"sum[m in n | {f}] 1 = n")
        with p.fix(f"x in n with not ({f})") as zeros:
            with p.fix(f"m in {{m in n | {f}}}") as absurd:
                p.have("false")
            p.have(f"sum[m in n | {f}] 1 = 0", p.summed(absurd))
            p.have(f"{name}(x) = 0", f"sum[m in n | {f}] 1 = 0")
        with p.fix("g in ℝ^n") as sums:
            with p.fix(f"x in {{x in n | {f}}}") as kept:
                p.have(f"{name}(x) g(x) = g(x)", p.at(ones, "x"))
            with p.fix(f"x in {{x in n | not ({f})}}") as lost:
                p.have(f"{name}(x) g(x) = 0", p.at(zeros, "x"))
            whole = p.have(f"sum[x in n] {name}(x) g(x) = (sum[x in n | {f}] {name}(x) g(x))"
                           f" + sum[x in n | not ({f})] {name}(x) g(x)")  # fmt: skip
            p.have(f"sum[x in n] {name}(x) g(x) = sum[x in n | {f}] g(x)", whole, p.summed(kept), p.summed(lost))
        out[name] = ones, zeros, sums
    return out


def apart(p: Proof, marks: dict[str, tuple[Block, Block, Block]]) -> Block:
    """The frequencies of the pairs that remain are g below A."""
    (one, not_one, _), (top, _, _), (up, not_up, _), (over, _, _) = (marks[x] for x in ("one", "top", "up", "over"))
    with p.fix("x in n, y in n with f(x, y) != 0") as far:
        p.have("b[y] <= b[o]")
        with p.case("a[x] > a[k]"):
            with p.suppose("x = k"):
                p.have("a[x] = a[k]", "x = k")
                p.have("false", "a[x] = a[k]", "a[x] > a[k]")
            with p.suppose("b[y] > a[k]"):
                p.have("one(x) = 0", p.at(not_one, "x"))
                p.have("up(x) over(y) = 1", p.at(up, "x"), p.at(over, "y"))
                p.have("f(x, y) = 0", "one(x) = 0", "up(x) over(y) = 1")
                p.have("false", "f(x, y) = 0", "f(x, y) != 0")
            p.have("|a[k] - b[y]| >= g", p.at("apart-ab", "k", "y", lone(p, "y")))
            p.have("b[y] <= a[k] - g", "|a[k] - b[y]| >= g")
            p.get("j in n: b[j] = a[x]", p.at("covered-a", "x"))
            p.have("a[x] <= b[o]", "b[j] = a[x]", "b[j] <= b[o]")
            p.have("A - (a[x] + b[y]) >= g", "b[y] <= a[k] - g", "a[x] <= b[o]")
        with p.otherwise("a[x] <= a[k]"):
            with p.case("x = k"):
                with p.suppose("y = o"):
                    p.have("up(x) = 0", p.at(not_up, "x"))
                    p.have("one(x) top(y) = 1", p.at(one, "x"), p.at(top, "y"))
                    p.have("f(x, y) = 0", "up(x) = 0", "one(x) top(y) = 1")
                    p.have("false", "f(x, y) = 0", "f(x, y) != 0")
                p.have("|b[y] - b[o]| >= g", p.at("apart-b", "y", "o"))
                p.have("b[y] <= b[o] - g", "|b[y] - b[o]| >= g", "b[y] <= b[o]")
                p.have("a[x] = a[k]", "x = k")
                p.have("A - (a[x] + b[y]) >= g", "b[y] <= b[o] - g", "a[x] = a[k]")
            with p.otherwise("x != k"):
                p.have("|a[x] - a[k]| >= g", p.at("apart-a", "x", "k"))
                p.have("a[x] <= a[k] - g", "|a[x] - a[k]| >= g", "a[x] <= a[k]")
                p.have("A - (a[x] + b[y]) >= g", "a[x] <= a[k] - g", "b[y] <= b[o]")
    return far


def lone(p: Proof, y: str) -> Theorem:
    """a_k differs from b_y."""
    with p.suppose(f"a[k] = b[{y}]") as same:
        p.have("false", p.at("lone", y), f"a[k] = b[{y}]")
    return p.fact(same)


def remaining(p: Proof, marks: dict[str, tuple[Block, Block, Block]]) -> Block:
    """H(P + z) is c exp(A (P + z)) and the sum over the pairs that remain."""
    equal = matched(p)
    with p.fix("z in ℝ") as rest:
        p.let("u = P + z", "one_sum(g) = sum[x in n] one(x) g(x)", "top_sum(g) = sum[x in n] top(x) g(x)")
        p.let("up_sum(g) = sum[x in n] up(x) g(x)", "over_sum(g) = sum[x in n] over(x) g(x)")
        p.let("W(x) = exp(a[x] u)", "U(x) = a[x] exp(a[x] u)", "X(x) = exp(b[x] u)", "Y(x) = b[x] exp(b[x] u)")
        for name, at, maps in (("one", "k", "WU"), ("top", "o", "XY")):
            for g in maps:
                p.have(f"sum[x in n | x = {at}] {g}(x) = {g}({at})", f"{at} in n")
                p.have(f"{name}_sum({g}) = {g}({at})", p.at(marks[name][2], g),
                       f"sum[x in n | x = {at}] {g}(x) = {g}({at})")  # fmt: skip
        for g, h in ("WX", "UY"):
            p.have(f"up_sum({g}) = over_sum({h})", p.at(marks["up"][2], g), p.at(marks["over"][2], h), p.at(equal, "u"))
        facts = [
            p.have("one_sum(U) top_sum(X) = U(k) X(o)", "one_sum(U) = U(k)", "top_sum(X) = X(o)"),
            p.have("one_sum(W) top_sum(Y) = W(k) Y(o)", "one_sum(W) = W(k)", "top_sum(Y) = Y(o)"),
            p.have("up_sum(U) over_sum(X) = over_sum(Y) over_sum(X)", "up_sum(U) = over_sum(Y)"),
            p.have("up_sum(W) over_sum(Y) = over_sum(X) over_sum(Y)", "up_sum(W) = over_sum(X)"),
        ]
        p.have("c exp(A P) exp(A z) + sum[x in n, y in n] f(x, y) exp((a[x] + b[y]) z) = H(P + z)", *facts)
    return rest


def matched(p: Proof) -> Block:
    """The values above a_k are the same in both vectors, and so are sums over them."""
    p.let("above = {x in n | a[x] > a[k]}", "beyond = {x in n | b[x] > a[k]}")
    with p.fix("x in above") as there:
        p.get("j in n: b[j] = a[x]", p.at("covered-a", "x"))
        p.have("j in beyond", "b[j] = a[x]")
        p.have("some j in beyond: b[j] = a[x]", by="j")
    with p.fix("y in beyond") as back:
        p.get("i in n: a[i] = b[y]", p.at("covered-b", "y"))
        p.have("i in above", "a[i] = b[y]")
        p.have("some i in above: b[y] = a[i]", by="i")
    for v, values in (("a", "above"), ("b", "beyond")):
        with p.fix(f"i in {values}, j in {values} with i != j"), p.suppose(f"{v}[i] = {v}[j]"):
            p.have(f"|{v}[i] - {v}[j]| >= g", p.at(f"apart-{v}", "i", "j"))
            p.have("false", f"|{v}[i] - {v}[j]| >= g", f"{v}[i] = {v}[j]", "gap")
    one = "sum[x in above] exp(a[x] u) = sum[x in beyond] exp(b[x] u)"
    two = "sum[x in above] a[x] exp(a[x] u) = sum[x in beyond] b[x] exp(b[x] u)"
    with p.fix("u in ℝ") as equal:
        with p.case("some x in above: a[x] > a[k]"):
            p.get("x in above: a[x] > a[k]")
            p.get("y in beyond: b[y] = a[x]", p.at(there, "x"))
            lists = dict(m="above", n="beyond", x="a", y="b")
            p.have(one, p.cite("aux:same-values", f="y -> exp(y u)", **lists))
            p.have(two, p.cite("aux:same-values", f="y -> y exp(y u)", **lists))
            p.have(f"{one} and {two}")
        with p.otherwise():
            with p.fix("x in above") as none:
                p.have("some x in above: a[x] > a[k]", by="x")
                p.have("false")
            with p.fix("y in beyond") as nothing:
                p.get("i in above: b[y] = a[i]", p.at(back, "y"))
                p.have("false", p.at(none, "i"))
            sums = []
            for v, values, block in (("a", "above", none), ("b", "beyond", nothing)):
                for g in (f"exp({v}[x] u)", f"{v}[x] exp({v}[x] u)"):
                    with p.fix(f"x in {values}") as zero:
                        p.have("false", p.at(block, "x"))
                        p.have(f"{g} = 0", "false")
                    sums.append(p.have(f"sum[x in {values}] {g} = 0", p.summed(zero)))
            p.have(f"{one} and {two}", *sums)
    return equal
