"""aux:longest-sum. A direction that sees each of finitely many vectors (Bang's argument).

For w(a, x) in R^d, a <= m, x <= n, some V has |<V, w(a, x)>| >= |w(a, x)|^2 for all a, x, and |V| <= sum |w(a, x)|: of
all signed sums of the w(a, x) a longest. There is one, as the signs are finitely many, chosen one after the other.
Flipping one sign e does not lengthen V, so e <V, w> >= |w|^2; and |V|^2 is the sum of the e <V, w>.
"""

from varproof.lang import Abs, And, Entry, Exists, ForAll, Index, Source, Sum, norm
from varproof.lang import Array as Vector
from varproof.proof.context import Block
from varproof.proof.kernel.rules import Theorem
from varproof.proof.proof import Proof

entry = Entry("aux:longest-sum", "A longest signed sum sees all its terms", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    m, n, d = s.size("m"), s.size("n"), s.size("d")
    w, V = s.array("w", m, n, d), Vector("V", d)
    a, x, b, y, c = Index("a", m), Index("x", n), Index("b", m), Index("y", n), Index("c", d)
    seen, square = Abs(Sum(V[c] * w[a, x, c], c)), Sum(w[a, x, c] ** 2, c)
    short = norm(V[c], c) <= Sum(norm(w[a, x, c], c), a, x)
    s.claim("direction", Exists(V, And(ForAll(a, x, seen >= square), short)))

    opposite, cross = dict(w=[[[1], [-1]]]), dict(w=[[[1, 0], [0, 1]]])
    s.instance("two opposite", **opposite)
    s.instance("a cross", **cross)
    s.instance("a null vector", w=[[[0]]])
    plain = Sum(Sum(w[b, y, c], b, y) * w[a, x, c], c)
    s.false("the sum without signs", claims={"direction": ForAll(a, x, Abs(plain) >= square)}, at=opposite)
    # if all w are orthogonal and of length 1, |V|^2 is at least their number
    squares = Sum(w[b, y, c] ** 2, b, y, c)
    s.false("no longer than each", claims={"direction": ForAll(a, x, squares <= square)}, at=cross)


@entry.proof("stated")
def proof(p: Proof) -> None:
    with p.fix("v in R^(d), e in R^(m, n)") as swapped:
        with p.fix("a in m") as rows:
            p.have("sum[c in d, x in n] v(c) e(a, x) w[a, x, c] = sum[x in n, c in d] v(c) e(a, x) w[a, x, c]")
        p.have(
            "sum[c in d, a in m, x in n] v(c) e(a, x) w[a, x, c] = sum[a in m, c in d, x in n] v(c) e(a, x) w[a, x, c]"
        )
        p.have("sum[c in d] v(c) sum[a in m, x in n] e(a, x) w[a, x, c]"
               " = sum[a in m, x in n] e(a, x) sum[c in d] v(c) w[a, x, c]", p.summed(rows))  # fmt: skip
    p.let("size(b, e, S) = sum[c in d] (b(c) + sum[a in S, x in n] e(a, x) w[a, x, c])^2")
    p.let("signs(e, S) iff for all a in S, x in n: e(a, x)^2 = 1")
    p.let("best(b, e, S) iff for all f in R^(m, n): signs(f, S) => size(b, f, S) <= size(b, e, S)")
    claim = "for all b in R^(d): some e in R^(m, n): signs(e, S) and best(b, e, S)"
    with p.fix("S in sets with S is empty") as none, p.fix("b in R^(d)"):
        with p.fix("f in R^(m, n)") as nothing:
            with p.fix("c in d") as zero:
                with p.fix("a in S") as absurd:
                    p.have("false", "S is empty", "a in S")
                    p.have("sum[x in n] f(a, x) w[a, x, c] = 0", "false")
                p.have("(b(c) + sum[a in S, x in n] f(a, x) w[a, x, c])^2 = b(c)^2", p.summed(absurd))
            p.have("size(b, f, S) = sum[c in d] b(c)^2", p.summed(zero))
        p.let("one(a, x) = 1")
        with p.fix("f in R^(m, n) with signs(f, S)"):
            p.have("size(b, f, S) <= size(b, one, S)", p.at(nothing, "f"), p.at(nothing, "one"))
        p.have("some e in R^(m, n): signs(e, S) and best(b, e, S)", by="one")
    with p.induct("S in sets: " + claim, none, largest="a", take="a") as rows:
        p.let("rest = {y in S | y != a}")
        row = signs_of_row(p, rows)
        with p.fix("b in R^(d)"):
            known = p.get("e in R^(m, n)", p.at(row, p["n"], "b"))
            with p.fix("f in R^(m, n)") as whole:
                with p.fix("c in d") as squares:
                    p.have("(b(c) + sum[y in S, x in n] f(y, x) w[y, x, c])^2 = moved(b, f, n, c)^2")
                p.have("size(b, f, S) = length(b, f, n)", p.summed(squares))
            with p.fix("y in S, x in n"):
                with p.case("y = a"):
                    p.have("e(a, x)^2 = 1")
                    p.have("e(y, x)^2 = 1", "e(a, x)^2 = 1", "y = a")
                with p.otherwise("y in rest"):
                    p.have("e(y, x)^2 = 1")
            with p.fix("f in R^(m, n) with signs(f, S)"):
                p.have("signs(f, rest)")
                p.have("for all x in n: f(a, x)^2 = 1")
                p.have("length(b, f, n) <= length(b, e, n)", p.at(p.right(known), "f"))
                p.have("size(b, f, S) <= size(b, e, S)", p.at(whole, "f"), p.at(whole, "e"),
                       "length(b, f, n) <= length(b, e, n)")  # fmt: skip
            p.have("some e in R^(m, n): signs(e, S) and best(b, e, S)", by="e")
    with p.fix("s, x in R with s^2 = 1") as unsigned:
        p.have("|s x| = |x|", "s^2 = 1")
    p.let("null(c) = 0")
    known = p.get("e in R^(m, n)", p.at(rows, p["m"], "null"))
    p.let("V(c) = sum[a in m, x in n] e(a, x) w[a, x, c]")
    with p.fix("a in m, x in n") as seen:
        flipped(p, known, unsigned)
    p.let("long = norm[c in d] V(c)", "total = sum[a in m, x in n] norm[c in d] w[a, x, c]")
    with p.fix("a in m, x in n") as terms:
        p.let("inner = sum[c in d] V(c) w[a, x, c]")
        p.have("e(a, x)^2 = 1")
        p.have("|e(a, x) inner| = |inner|", p.at(unsigned, "e(a, x)", "inner"))
        bound = p.cite("thy:cauchy-schwarz", n="d", x="V", y="c -> w[a, x, c]", claim="product")
        p.have("e(a, x) inner <= long norm[c in d] w[a, x, c]", bound, "|e(a, x) inner| = |inner|")
    p.have("long^2 = sum[c in d] V(c)^2")
    p.have("long^2 <= long total", p.summed(terms), p.at(swapped, "V", "e"), "long^2 = sum[c in d] V(c)^2")
    p.have("long <= total", "long^2 <= long total")
    p.claim("direction", seen, "long <= total", by="V")


def signs_of_row(p: Proof, rows: Block) -> Block:
    """Signs of the rows `rest` and of a part T of row a that make the sum longest, from any start b."""
    p.let("moved(b, e, T, c) = b(c) + (sum[y in rest, x in n] e(y, x) w[y, x, c]) + sum[x in T] e(a, x) w[a, x, c]")
    p.let("length(b, e, T) = sum[c in d] moved(b, e, T, c)^2")
    p.let("valid(e, T) iff signs(e, rest) and for all x in T: e(a, x)^2 = 1")
    p.let("longest(b, e, T) iff for all f in R^(m, n): valid(f, T) => length(b, f, T) <= length(b, e, T)")
    claim = "for all b in R^(d): some e in R^(m, n): valid(e, T) and longest(b, e, T)"
    with p.fix("T in sets with T is empty") as none, p.fix("b in R^(d)"):
        known = p.get("e in R^(m, n)", p.at(rows.hypothesis, "b"))
        with p.fix("f in R^(m, n)") as nothing:
            with p.fix("c in d") as zero:
                with p.fix("x in T") as absurd:
                    p.have("f(a, x) w[a, x, c] = 0")
                p.have("moved(b, f, T, c)^2 = (b(c) + sum[y in rest, x in n] f(y, x) w[y, x, c])^2", p.summed(absurd))
            p.have("length(b, f, T) = size(b, f, rest)", p.summed(zero))
        with p.fix("f in R^(m, n) with valid(f, T)"):
            p.have("size(b, f, rest) <= size(b, e, rest)", p.at(p.right(known), "f"))
            p.have("length(b, f, T) <= length(b, e, T)", p.at(nothing, "f"), p.at(nothing, "e"),
                   "size(b, f, rest) <= size(b, e, rest)")  # fmt: skip
        p.have("some e in R^(m, n): valid(e, T) and longest(b, e, T)", by="e")
    with p.induct("T in sets: " + claim, none, largest="g", take="g") as row:
        p.let("few = {x in T | x != g}")
        with p.fix("b in R^(d)"):
            one_sign_more(p, row)
    return row


def one_sign_more(p: Proof, row: Block) -> None:
    """Of the best choices with sign 1 and -1 for w(a, g) the better one."""
    p.let("up(c) = b(c) + w[a, g, c]", "down(c) = b(c) - w[a, g, c]")
    choice = "f(a, g) = s and for all c in d: h(c) = b(c) + s w[a, g, c]"
    with p.fix("f in R^(m, n), s in R, h in R^(d)") as taken, p.suppose(choice):
        with p.fix("c in d") as squares:
            p.have("moved(b, f, T, c) = moved(b, f, few, c) + f(a, g) w[a, g, c]")
            p.have("moved(b, f, T, c)^2 = moved(h, f, few, c)^2")
        p.have("length(b, f, T) = length(h, f, few)", p.summed(squares))
    one_place(p, ("S", "a", "rest"), ("T", "g", "few"))
    plus = p.get("u in R^(m, n)", p.at(row.hypothesis, "up"))
    minus = p.get("v in R^(m, n)", p.at(row.hypothesis, "down"))
    p.let("top = max(length(up, u, few), length(down, v, few))")
    with p.fix("f in R^(m, n) with valid(f, T)") as beaten:
        p.have("f(a, g)^2 = 1")
        with p.case("f(a, g) = 1"):
            one = p.have("length(b, f, T) <= length(up, u, few)", p.at(taken, "f", "1", "up"), p.at(p.right(plus), "f"))
            p.have("length(b, f, T) <= top", one)
        with p.otherwise("f(a, g) = -1"):
            one = p.at(taken, "f", "-1", "down")
            one = p.have("length(b, f, T) <= length(down, v, few)", one, p.at(p.right(minus), "f"))
            p.have("length(b, f, T) <= top", one)
    with p.case("length(up, u, few) >= length(down, v, few)"):
        p.have("top = length(up, u, few)")
        extended(p, plus, "u", "up", "1", taken, beaten)
    with p.otherwise("length(down, v, few) >= length(up, u, few)"):
        p.have("top = length(down, v, few)")
        extended(p, minus, "v", "down", "-1", taken, beaten)


def one_place(p: Proof, rows: tuple[str, str, str], columns: tuple[str, str, str]) -> None:
    """row(y) is 1 at one index of a set and 0 at all others, column(y) likewise: the set, the index, the others."""
    for name, (every, one, _) in (("row", rows), ("column", columns)):
        p.let(f"{name}(y) = sum[z in {{z in {every} | z = {one}}} | z = y] 1")
    p.have(f"row({rows[1]}) = 1 and column({columns[1]}) = 1")
    for name, (every, one, others) in (("row", rows), ("column", columns)):
        with p.fix(f"y in {others}"):
            with p.fix(f"z in {{z in {{z in {every} | z = {one}}} | z = y}}") as absurd:
                p.have("false", f"y != {one}")
            p.have(f"{name}(y) = 0", p.summed(absurd))


def extended(p: Proof, known: Theorem, u: str, start: str, sign: str, taken: Block, beaten: Block) -> None:
    """The signs u with another one for w(a, g), the better choice."""
    best = p.fact(f"top = length({start}, {u}, few)")
    p.let(f"e(y, x) = {u}(y, x) + row(y) column(x) ({sign} - {u}(y, x))")
    p.have(f"e(a, g) = {sign}", "row(a) = 1 and column(g) = 1")
    with p.fix("y in rest, x in n"):
        p.have(f"e(y, x) = {u}(y, x)", "row(y) = 0")
        p.have(f"{u}(y, x)^2 = 1", p.at(p.left(p.left(known)), "y", "x"))
        p.have("e(y, x)^2 = 1", f"e(y, x) = {u}(y, x)", f"{u}(y, x)^2 = 1")
    with p.fix("x in few"):
        p.have(f"e(a, x) = {u}(a, x)", "column(x) = 0")
    with p.fix("x in T"):
        with p.case("x = g"):
            p.have("e(a, x) = e(a, g)", "x = g")
            p.have("e(a, x)^2 = 1", "e(a, x) = e(a, g)", f"e(a, g) = {sign}")
        with p.otherwise("x in few"):
            p.have(f"{u}(a, x)^2 = 1", p.at(p.right(p.left(known)), "x"))
            p.have("e(a, x)^2 = 1", f"e(a, x) = {u}(a, x)", f"{u}(a, x)^2 = 1")
    with p.fix("c in d") as squares:
        with p.fix("y in rest, x in n") as rows:
            p.have(f"e(y, x) w[y, x, c] = {u}(y, x) w[y, x, c]", "row(y) = 0")
        with p.fix("x in few") as cells:
            p.have(f"e(a, x) w[a, x, c] = {u}(a, x) w[a, x, c]", "column(x) = 0")
        p.have(f"moved({start}, e, few, c) = moved({start}, {u}, few, c)", p.summed(rows), p.summed(cells))
        p.have(f"moved({start}, e, few, c)^2 = moved({start}, {u}, few, c)^2")
    p.have(f"length({start}, e, few) = length({start}, {u}, few)", p.summed(squares))
    own = p.have(f"length(b, e, T) = length({start}, {u}, few)", p.at(taken, "e", sign, start),
                 f"length({start}, e, few) = length({start}, {u}, few)")  # fmt: skip
    with p.fix("f in R^(m, n) with valid(f, T)"):
        p.have("length(b, f, T) <= length(b, e, T)", p.at(beaten, "f"), own, best)
    p.have("some e in R^(m, n): valid(e, T) and longest(b, e, T)", by="e")


def flipped(p: Proof, known: Theorem, unsigned: Block) -> None:
    """|<V, w(a, x)>| >= |w(a, x)|^2, as V with the sign of w(a, x) flipped is not longer."""
    p.let("others = {y in m | y != a}", "left = {y in n | y != x}")
    one_place(p, ("m", "a", "others"), ("n", "x", "left"))
    p.let("f(y, z) = e(y, z) (1 - 2 row(y) column(z))", "inner = sum[c in d] V(c) w[a, x, c]")
    with p.fix("y in m") as rows:
        with p.case("y = a"):
            p.have("row(y) = row(a)", "y = a")
            p.have("row(y)^2 = row(y)", "row(y) = row(a)", "row(a) = 1 and column(x) = 1")
        with p.otherwise("y in others"):
            p.have("row(y)^2 = row(y)", "row(y) = 0")
    with p.fix("z in n") as columns:
        with p.case("z = x"):
            p.have("column(z) = column(x)", "z = x")
            p.have("column(z)^2 = column(z)", "column(z) = column(x)", "row(a) = 1 and column(x) = 1")
        with p.otherwise("z in left"):
            p.have("column(z)^2 = column(z)", "column(z) = 0")
    with p.fix("y in m, z in n"):
        p.have("e(y, z)^2 = 1")
        p.have("row(y)^2 column(z)^2 = row(y) column(z)", p.at(rows, "y"), p.at(columns, "z"))
        p.have("f(y, z)^2 = 1", "row(y)^2 column(z)^2 = row(y) column(z)", "e(y, z)^2 = 1")
    p.have("size(null, f, m) <= size(null, e, m)", p.at(p.right(known), "f"))
    with p.fix("c in d") as changed:
        p.let("g(y, z) = row(y) column(z) e(y, z) w[y, z, c]", "total = sum[y in m, z in n] g(y, z)")
        with p.fix("y in others, z in n") as off:
            p.have("g(y, z) = 0", "row(y) = 0")
        with p.fix("z in left") as beside:
            p.have("g(a, z) = 0", "column(z) = 0")
        split = p.have("total = (sum[z in n] g(a, z)) + sum[y in others, z in n] g(y, z)")
        p.have("sum[z in n] g(a, z) = g(a, x) + sum[z in left] g(a, z)")
        p.have("total = e(a, x) w[a, x, c]", split, "sum[z in n] g(a, z) = g(a, x) + sum[z in left] g(a, z)",
               p.summed(off), p.summed(beside), "row(a) = 1 and column(x) = 1")  # fmt: skip
        p.have("sum[y in m, z in n] f(y, z) w[y, z, c] = V(c) - 2 total")
        p.have("sum[y in m, z in n] f(y, z) w[y, z, c] = V(c) - 2 e(a, x) w[a, x, c]", "total = e(a, x) w[a, x, c]",
               "sum[y in m, z in n] f(y, z) w[y, z, c] = V(c) - 2 total")  # fmt: skip
        p.have("(sum[y in m, z in n] f(y, z) w[y, z, c])^2 = (V(c) - 2 e(a, x) w[a, x, c])^2")
    p.have("size(null, f, m) = sum[c in d] (V(c) - 2 e(a, x) w[a, x, c])^2", p.summed(changed))
    p.have("e(a, x)^2 = 1")
    p.have("e(a, x) inner >= sum[c in d] w[a, x, c]^2", "size(null, f, m) <= size(null, e, m)", "e(a, x)^2 = 1",
           "size(null, f, m) = sum[c in d] (V(c) - 2 e(a, x) w[a, x, c])^2")  # fmt: skip
    p.have("|e(a, x) inner| = |inner|", p.at(unsigned, "e(a, x)", "inner"))
    p.have("|inner| >= sum[c in d] w[a, x, c]^2", "|e(a, x) inner| = |inner|",
           "e(a, x) inner >= sum[c in d] w[a, x, c]^2")  # fmt: skip
