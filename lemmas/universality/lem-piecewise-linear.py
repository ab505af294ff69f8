"""lem:piecewise-linear. M neurons on a line interpolate M values and stay between them: for different p_1, ..., p_M and
any D in R^(M x d) there are V and b with

    f_j(x) = b_j + sum_h V_jh max(0, x - p_h),   f_j(p_i) = D_ij,   |f_j(x)| <= max_i |D_ij| for every real x.

Induction over the set of points, adding the one farthest to the right, e, after m: V_jm grows by the slope s_j of the
line from (p_m, D_mj) to (p_e, D_ej), and V_je becomes -s_j. This leaves f as it is up to p_m and makes it constant
after p_e.
"""

from varproof.lang import (
    Abs,
    And,
    Array,
    Entry,
    Eq,
    Exists,
    ForAll,
    Implies,
    Index,
    Max,
    MaxOver,
    Ne,
    Q,
    Real,
    Source,
    Sum,
)
from varproof.proof.proof import Proof

entry = Entry(
    "lem:piecewise-linear",
    "Neurons on a line interpolate as many values and stay between them",
    source=Source(text="ours"),
    uses=["lem:unit-vector"],
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    M, d = s.size("M"), s.size("d")
    points, D = s.vec("p", M), s.mat("D", M, d)
    i, k, h, j = Index("i", M), Index("k", M), Index("h", M), Index("j", d)
    V, b, x = Array("V", d, M), Array("b", d), Real("x")

    def f(at):
        """f_j at a real."""
        return b[j] + Sum(V[j, h] * Max(at - points[h], 0), h)

    s.assume("different", ForAll(i, k, Implies(Ne(i, k), Ne(points[i], points[k]))))
    values = ForAll(i, j, Eq(f(points[i]), D[i, j]))
    bounded = ForAll(x, ForAll(j, Abs(f(x)) <= MaxOver(Abs(D[i, j]), i)))
    s.claim("interpolates", Exists(V, b, And(values, bounded)))

    s.instance("one point", p=[3], D=[[-2]])
    s.instance("out of order", p=[1, 0, 2], D=[[1, 0], [-1, 5], [4, 5]])
    s.instance("close points, far values", p=[0, Q(1, 10**9)], D=[[-(10**9)], [10**9]])
    s.false(
        "the same value everywhere",
        claims={"interpolates": ForAll(i, k, j, Eq(D[i, j], D[k, j]))},
        at=dict(p=[0, 1], D=[[0], [1]]),
    )
    function = ForAll(i, k, j, Implies(Eq(points[i], points[k]), Eq(D[i, j], D[k, j])))
    doubled = dict(p=[0, 0], D=[[0], [1]])
    s.false("two values at one point", drop=["different"], claims={"interpolates": function}, at=doubled)


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("B(j) = max[i in M] |D(i, j)|", "relu(x) = max(x, 0)")
    p.let("f(V, b, x, j) = b(j) + sum[h in M] V(j, h) relu(x - p(h))")
    p.let("fits(V, b, S) iff for all i in S: for all j in d: f(V, b, p(i), j) = D(i, j)")
    p.let("bounded(V, b) iff for all x in R: for all j in d: -B(j) <= f(V, b, x, j) <= B(j)")
    p.let(
        "ends(V, b, S) iff for all m in S: (for all i in S: p(i) <= p(m))"
        " => (for all x in R: p(m) <= x => (for all j in d: f(V, b, x, j) = D(m, j)))"
    )
    with p.fix("x in R with x <= 0") as below:
        p.have("relu(x) = 0")
    with p.fix("x in R with x >= 0") as above:
        p.have("relu(x) = x")
    claim = (
        "(for all i in S: i in M) => (some V in R^(d, M), b in R^d: fits(V, b, S) and bounded(V, b) and ends(V, b, S))"
    )
    with p.fix("j in d"), p.fix("i in M"):
        p.have("|D(i, j)| <= B(j)")
    with p.fix("j in d"):
        p.get("i in M")
        p.have("B(j) >= |D(i, j)| >= 0")
        p.have("B(j) >= 0")
    with p.fix("S in sets with S is empty") as none:
        with p.fix("x in R"), p.fix("j in d"):
            p.have("f((j, h) -> 0, j -> 0, x, j) = 0")
            p.have("-B(j) <= f((j, h) -> 0, j -> 0, x, j) <= B(j)")
        p.have("bounded((j, h) -> 0, j -> 0)")
        p.have("fits((j, h) -> 0, j -> 0, S)")
        p.have("ends((j, h) -> 0, j -> 0, S)")
        p.have(
            "some V in R^(d, M), b in R^d: fits(V, b, S) and bounded(V, b) and ends(V, b, S)", by="(j, h) -> 0, j -> 0"
        )
    with p.induct(f"S in sets: {claim}", none, largest="p(e)") as step:
        with p.suppose("for all i in S: i in M"):
            p.let("rest = {i in S | i != e}")
            p.have("for all i in rest: i in M")
            p.get("V in R^(d, M), b in R^d: fits(V, b, rest) and bounded(V, b) and ends(V, b, rest)", step.hypothesis)
            p.have("e in M")
            with p.case("rest is empty"):
                with p.fix("i in S"):
                    with p.case("i != e"):
                        p.have("i in rest")
                        p.have("false", p.at("rest is empty", "i"))
                    with p.otherwise("i = e"):
                        p.have("i = e")
                    with p.fix("j in d"):
                        p.have("D(i, j) = D(e, j)", "i = e")
                with p.fix("x in R, j in d"):
                    p.have("f((j, h) -> 0, j -> D(e, j), x, j) = D(e, j)")
                    p.have("-B(j) <= D(e, j) <= B(j)", "|D(e, j)| <= B(j)")
                    p.have("-B(j) <= f((j, h) -> 0, j -> D(e, j), x, j) <= B(j)")
                p.have("bounded((j, h) -> 0, j -> D(e, j))")
                p.have("fits((j, h) -> 0, j -> D(e, j), S)")
                p.have("ends((j, h) -> 0, j -> D(e, j), S)")
                p.have(
                    "some V in R^(d, M), b in R^d: fits(V, b, S) and bounded(V, b) and ends(V, b, S)",
                    by="(j, h) -> 0, j -> D(e, j)",
                )
            with p.otherwise():
                p.largest("m in rest: p(m)")
                p.have("m in M")
                p.have("p(m) <= p(e)")
                with p.suppose("p(e) <= p(m)"):
                    p.have("p(m) = p(e)", "p(e) <= p(m)", "p(m) <= p(e)")
                    p.have("false", p.at("different", "m", "e"))
                p.have("p(e) > p(m)")
                p.get(
                    "u in R^M: (for all i in M: (i = m => u(i) = 1) and (i != m => u(i) = 0))"
                    " and (for all g in R^M: sum[i in M] u(i) g(i) = g(m))",
                    p.cite("lem:unit-vector", n="M", m="m"),
                )
                p.get(
                    "v in R^M: (for all i in M: (i = e => v(i) = 1) and (i != e => v(i) = 0))"
                    " and (for all g in R^M: sum[i in M] v(i) g(i) = g(e))",
                    p.cite("lem:unit-vector", n="M", m="e"),
                )
                at_m = p.have("for all g in R^M: sum[i in M] u(i) g(i) = g(m)")
                at_e = p.have("for all g in R^M: sum[i in M] v(i) g(i) = g(e)")
                with p.fix("j in d"):
                    p.have("some y in R: y (p(e) - p(m)) = D(e, j) - D(m, j)", by="(D(e, j) - D(m, j))/(p(e) - p(m))")
                p.get(
                    "s in R^d: for all j in d: s(j) (p(e) - p(m)) = D(e, j) - D(m, j)",
                    by="j -> (D(e, j) - D(m, j))/(p(e) - p(m))",
                )
                p.let("W(j, h) = V(j, h) + s(j) u(h) - s(j) v(h)")
                with p.fix("x in R, j in d") as within:
                    one = p.at(at_m, "h -> relu(x - p(h))")
                    two = p.at(at_e, "h -> relu(x - p(h))")
                    grown = p.have(
                        "f(W, b, x, j) = f(V, b, x, j) + s(j) relu(x - p(m)) - s(j) relu(x - p(e))", one, two
                    )
                    risen = p.at("for all j in d: s(j) (p(e) - p(m)) = D(e, j) - D(m, j)", "j")
                    with p.suppose("x <= p(m)"):
                        first = p.have("s(j) relu(x - p(m)) = 0", p.at(below, "x - p(m)"))
                        second = p.have("s(j) relu(x - p(e)) = 0", p.at(below, "x - p(e)"))
                        p.have("f(W, b, x, j) = f(V, b, x, j)", grown, first, second)
                    with p.suppose("p(m) <= x <= p(e)"):
                        start = p.have("f(V, b, x, j) = D(m, j)", p.at("ends(V, b, rest)", "m", "x", "j"))
                        first = p.have("s(j) relu(x - p(m)) = s(j) (x - p(m))", p.at(above, "x - p(m)"))
                        second = p.have("s(j) relu(x - p(e)) = 0", p.at(below, "x - p(e)"))
                        p.have("f(W, b, x, j) = D(m, j) + s(j) (x - p(m))", grown, start, first, second)
                    with p.suppose("p(e) <= x"):
                        start = p.have("f(V, b, x, j) = D(m, j)", p.at("ends(V, b, rest)", "m", "x", "j"))
                        first = p.have("s(j) relu(x - p(m)) = s(j) (x - p(m))", p.at(above, "x - p(m)"))
                        second = p.have("s(j) relu(x - p(e)) = s(j) (x - p(e))", p.at(above, "x - p(e)"))
                        p.have("f(W, b, x, j) = D(e, j)", grown, start, first, second, risen)
                    p.have(
                        "(x <= p(m) => f(W, b, x, j) = f(V, b, x, j))"
                        " and (p(m) <= x <= p(e) => f(W, b, x, j) = D(m, j) + s(j) (x - p(m)))"
                        " and (p(e) <= x => f(W, b, x, j) = D(e, j))"
                    )
                with p.fix("i in S, j in d"):
                    at = p.at(within, "p(i)", "j")
                    with p.case("i = e"):
                        last = p.have("f(W, b, p(e), j) = D(e, j)", p.at(within, "p(e)", "j"))
                        p.have("f(W, b, p(i), j) = D(i, j)", "i = e", last)
                    with p.otherwise():
                        p.have("i in rest")
                        p.have("p(i) <= p(m)")
                        p.have("f(V, b, p(i), j) = D(i, j)", p.at("fits(V, b, rest)", "i", "j"))
                        p.have("f(W, b, p(i), j) = D(i, j)", at, "p(i) <= p(m)", "f(V, b, p(i), j) = D(i, j)")
                p.have("fits(W, b, S)")
                with p.fix("x in R, j in d"):
                    at = p.at(within, "x", "j")
                    with p.case("x <= p(m)"):
                        p.have("f(W, b, x, j) = f(V, b, x, j)", at, "x <= p(m)")
                        p.have("-B(j) <= f(V, b, x, j) <= B(j)", p.at("bounded(V, b)", "x", "j"))
                        p.have(
                            "-B(j) <= f(W, b, x, j) <= B(j)",
                            "f(W, b, x, j) = f(V, b, x, j)",
                            "-B(j) <= f(V, b, x, j) <= B(j)",
                        )
                    with p.case("p(e) <= x"):
                        p.have("f(W, b, x, j) = D(e, j)", at, "p(e) <= x")
                        p.have("-B(j) <= f(W, b, x, j) <= B(j)", "f(W, b, x, j) = D(e, j)", "|D(e, j)| <= B(j)")
                    with p.otherwise("p(m) <= x <= p(e)"):
                        value = p.have("f(W, b, x, j) = D(m, j) + s(j) (x - p(m))", at, "p(m) <= x <= p(e)")
                        risen = p.at("for all j in d: s(j) (p(e) - p(m)) = D(e, j) - D(m, j)", "j")
                        with p.case("s(j) >= 0"):
                            up = p.have("0 <= s(j) (x - p(m)) <= s(j) (p(e) - p(m))")
                            p.have(
                                "-B(j) <= f(W, b, x, j) <= B(j)",
                                value,
                                up,
                                risen,
                                "|D(e, j)| <= B(j)",
                                "|D(m, j)| <= B(j)",
                            )
                        with p.otherwise():
                            down = p.have("s(j) (p(e) - p(m)) <= s(j) (x - p(m)) <= 0")
                            p.have(
                                "-B(j) <= f(W, b, x, j) <= B(j)",
                                value,
                                down,
                                risen,
                                "|D(e, j)| <= B(j)",
                                "|D(m, j)| <= B(j)",
                            )
                p.have("bounded(W, b)")
                with p.fix("k in S"), p.suppose("for all i in S: p(i) <= p(k)"):
                    p.have("p(e) = p(k)", "p(e) <= p(k)", "p(k) <= p(e)")
                    with p.suppose("k != e"):
                        p.have("k in M")
                        p.have("false", p.at("different", "k", "e"), "p(e) = p(k)")
                    p.have("k = e")
                    with p.fix("x in R"), p.suppose("p(k) <= x"), p.fix("j in d"):
                        p.have("f(W, b, x, j) = D(e, j)", p.at(within, "x", "j"), "p(k) <= x", "p(e) = p(k)")
                        p.have("f(W, b, x, j) = D(k, j)", "k = e", "f(W, b, x, j) = D(e, j)")
                p.have("ends(W, b, S)")
                p.have("some V in R^(d, M), b in R^d: fits(V, b, S) and bounded(V, b) and ends(V, b, S)", by="W, b")
            p.have("some V in R^(d, M), b in R^d: fits(V, b, S) and bounded(V, b) and ends(V, b, S)")
        p.have(claim)
    p.get("V in R^(d, M), b in R^d: fits(V, b, M) and bounded(V, b) and ends(V, b, M)", p.at(step, p["M"]))
    with p.fix("x in R"), p.fix("j in d"):
        p.have("|f(V, b, x, j)| <= B(j)", p.at("bounded(V, b)", "x", "j"))
    p.claim("interpolates", by="V, b")
