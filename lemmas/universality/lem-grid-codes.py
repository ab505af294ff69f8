"""lem:grid-codes. Codes of the tokens of grid sequences, all at distance 1 or more from each other.

Levels v_q with steps of delta or more in [0, 1 - delta]; P_1, ..., P_G different sequences of n tokens with d of these
levels each. There are starts e_l >= 0, weights w_la >= 1 and a factor lambda such that for every ramp rho of width
theta <= delta

    code(X, i) = sum_{a, l, q} w_la rho(X_ia + e_i - e_l - v_q),   z(X, i) = code(X, i) + lambda sum_l code(X, l)

are equal for all X of a cell P_g <= X <= P_g + delta - theta, and z separates all (sequence, token):
|z(P_g, i) - z(P_f, k)| >= 1. 0 <= code <= N sum w everywhere. e, w and lambda do not depend on the ramp.

w_la = b_l u_a with the weights of lem:digits for the coordinates (digits up to N) and for the tokens (digits up to
N sum u). For g != f the sums of the codes differ by 1 or more, which lambda makes larger than all codes. For g = f, the
token that starts later has the larger code, as all ramps of the earlier one have risen.
"""

from varproof_lemmas.universality.grid_codes import ramps

from varproof.lang import Abs, And, Array, Entry, Eq, Exists, ForAll, Implies, Index, Map, Ne, Or, Q, Real, Source, Sum
from varproof.proof.proof import Proof

entry = Entry(
    "lem:grid-codes",
    "Codes of the tokens of grid sequences",
    source=Source(text="ours"),
    uses=["lem:digits", "lem:unit-vector"],
)


def grid(s):
    """State levels v and different sequences P of them in the block s: the sizes G, n, d, N, and v, P, delta."""
    G, n, d, N = (s.size(name) for name in ("G", "n", "d", "N"))
    v, P, delta = s.vec("v", N), s.array("P", G, n, d), s.real("delta")
    q, r, g, f, i, a = (Index(*pair) for pair in zip("qrgfia", (N, N, G, G, n, d), strict=True))
    s.assume("step", delta > 0)
    s.assume("levels", ForAll(q, r, Implies(v[q] < v[r], v[q] + delta <= v[r])))
    s.assume("inside", ForAll(q, And(0 <= v[q], v[q] + delta <= 1)))
    s.assume("grid", ForAll(g, i, a, Exists(q, Eq(P[g, i, a], v[q]))))
    s.assume("different", ForAll(g, f, Implies(Ne(g, f), Exists(i, a, Ne(P[g, i, a], P[f, i, a])))))
    return G, n, d, N, v, P, delta


with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    G, n, d, N, v, P, delta = grid(s)
    q, g, f, i, k, l, a = (Index(*pair) for pair in zip("qgfikla", (N, G, G, n, n, n, d), strict=True))
    e, w, lam, rho, X = Array("e", n), Array("w", n, d), Real("lambda"), Map("rho", ()), Array("X", n, d)
    x, y, theta = Real("x"), Real("y"), Real("theta")

    def code(entry_at, i):
        """The sum over all ramps at the entries of token i."""
        return Sum(w[l, a] * rho(entry_at(a) + e[i] - e[l] - v[q]), a, l, q)

    def of(g):
        return lambda i: code(lambda a: P[g, i, a], i)

    def z(at, i):
        return at(i) + lam * Sum(at(k), k)

    ramp = And(
        ForAll(x, Implies(x >= 0, Eq(rho(x), 1))),
        ForAll(x, Implies(x <= -theta, Eq(rho(x), 0))),
        ForAll(x, y, Implies(x <= y, rho(x) <= rho(y))),
    )
    m = Index("m", n)
    apart = ForAll(g, f, i, m, Or(And(Eq(g, f), Eq(i, m)), Abs(z(of(g), i) - z(of(f), m)) >= 1))
    cell = ForAll(i, a, And(P[g, i, a] <= X[i, a], X[i, a] <= P[g, i, a] + delta - theta))
    at_x = code(lambda a: X[i, a], i)
    same = ForAll(X, ForAll(g, Implies(cell, ForAll(i, Eq(at_x, of(g)(i))))))
    bounded = ForAll(X, ForAll(i, And(0 <= at_x, at_x <= N * Sum(w[l, a], a, l))))
    every = ForAll(theta, rho, Implies(And(0 < theta, theta <= delta), Implies(ramp, And(apart, And(same, bounded)))))
    positive = And(ForAll(l, e[l] >= 0), And(ForAll(l, a, w[l, a] >= 1), lam >= 0))
    s.claim("codes", Exists(e, w, lam, And(positive, every)))

    s.instance("one level", v=[0], P=[[[0]]], delta=1)
    s.instance(
        "two levels, two tokens", v=[0, Q(1, 2)], P=[[[0], [0]], [[0], [Q(1, 2)]], [[Q(1, 2)], [0]]], delta=Q(1, 2)
    )
    thirds = [Q(0), Q(1, 3), Q(2, 3)]
    s.instance("three levels", v=thirds, P=[[[x]] for x in thirds], delta=Q(1, 3))
    s.false(
        "one code for two sequences",
        drop=["different"],
        claims={"codes": ForAll(g, f, Or(Eq(g, f), Exists(i, a, Ne(P[g, i, a], P[f, i, a]))))},
        at=dict(v=[0], P=[[[0]], [[0]]], delta=1),
    )
    s.false(
        "one sequence",
        claims={"codes": ForAll(g, f, Eq(g, f))},
        at=dict(v=[0, Q(1, 2)], P=[[[0]], [[Q(1, 2)]]], delta=Q(1, 2)),
    )


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let(
        "digits(a, S, U) iff for all i in S: (a(i) = 0 or |a(i)| >= 1) and |a(i)| <= U",
        "null(a, S) iff for all i in S: a(i) = 0",
    )
    p.let("seen(v, S, U) iff for all a in R^n: digits(a, S, U) => (null(a, S) or |sum[i in S] v(i) a(i)| >= 1)")
    with p.fix("y in R with |y| >= 1") as outside, p.suppose("not y >= 1"):
        with p.suppose("y >= 0"):
            p.have("|y| = y", "y >= 0")
            p.have("false", "|y| = y", "|y| >= 1", "not y >= 1")
        p.have("|y| = -y", "not y >= 0")
        p.have("y <= -1", "|y| = -y", "|y| >= 1")
    with p.fix("x, y in R with x = y") as moved, p.suppose("|x| >= 1"):
        p.have("|y| >= 1", "x = y", "|x| >= 1")
    with p.fix("x, z in R with -z <= x <= z") as absolute:
        p.have("|x| <= z", "-z <= x <= z")
    with p.fix("x in R with x >= 1") as large:
        p.have("|x| >= 1 and |-x| >= 1", "x >= 1")
    # starts
    p.get("e in R^n: (for all i in n: e(i) >= 1) and seen(e, n, 1)", p.cite("lem:digits", n="n", U="1"))
    e_large = p.have("for all i in n: e(i) >= 1")
    with p.fix("i, k in n") as starts, p.suppose("i != k"):
        for name, at in (("r", "i"), ("s", "k")):
            p.get(
                f"{name} in R^n: (for all l in n: (l = {at} => {name}(l) = 1) and (l != {at} => {name}(l) = 0))"
                f" and (for all g in R^n: sum[l in n] {name}(l) g(l) = g({at}))",
                p.cite("lem:unit-vector", n="n", m=at),
            )
        first = p.have("for all l in n: (l = i => r(l) = 1) and (l != i => r(l) = 0)")
        second = p.have("for all l in n: (l = k => s(l) = 1) and (l != k => s(l) = 0)")
        one = p.at("for all g in R^n: sum[l in n] r(l) g(l) = g(i)", "e")
        two = p.at("for all g in R^n: sum[l in n] s(l) g(l) = g(k)", "e")
        p.let("a(l) = r(l) - s(l)")
        with p.fix("l in n") as pattern:
            with p.case("l = i"):
                p.have("r(l) = 1", p.at(first, "l"))
                p.have("l != k", "l = i", "i != k")
                p.have("s(l) = 0", p.at(second, "l"))
                p.have("a(l) = 1", "r(l) = 1", "s(l) = 0")
                p.have("|a(l)| >= 1 and |a(l)| <= 1", "a(l) = 1")
                p.have("(a(l) = 0 or |a(l)| >= 1) and |a(l)| <= 1")
            with p.case("l = k"):
                p.have("s(l) = 1", p.at(second, "l"))
                p.have("l != i", "l = k", "i != k")
                p.have("r(l) = 0", p.at(first, "l"))
                p.have("a(l) = -1", "r(l) = 0", "s(l) = 1")
                p.have("|a(l)| >= 1 and |a(l)| <= 1", "a(l) = -1")
                p.have("(a(l) = 0 or |a(l)| >= 1) and |a(l)| <= 1")
            with p.otherwise():
                p.have("r(l) = 0", p.at(first, "l"))
                p.have("s(l) = 0", p.at(second, "l"))
                p.have("a(l) = 0", "r(l) = 0", "s(l) = 0")
                p.have("|a(l)| <= 1", "a(l) = 0")
                p.have("(a(l) = 0 or |a(l)| >= 1) and |a(l)| <= 1")
        p.have("digits(a, n, 1)", pattern)
        with p.suppose("null(a, n)"):
            p.have("a(i) = 0", p.at("null(a, n)", "i"))
            p.have("r(i) = 1", p.at(first, "i"))
            p.have("s(i) = 0", p.at(second, "i"))
            p.have("false", "a(i) = 0", "r(i) = 1", "s(i) = 0")
        p.have("|sum[l in n] e(l) a(l)| >= 1", p.at("seen(e, n, 1)", "a"))
        p.have("sum[l in n] e(l) a(l) = e(i) - e(k)", one, two)
        p.have("|e(i) - e(k)| >= 1", p.at(moved, "sum[l in n] e(l) a(l)", "e(i) - e(k)"))
    with p.fix("l in n"):
        p.have("e(l) >= 0", p.at(e_large, "l"))
    e_positive = p.have("for all l in n: e(l) >= 0")
    # weights
    p.get("u in R^d: (for all i in d: u(i) >= 1) and seen(u, d, N)", p.cite("lem:digits", n="d", U="N"))
    u_large = p.have("for all i in d: u(i) >= 1")
    p.let("U = sum[a in d] u(a)")
    with p.fix("a in d"):
        p.have("u(a) >= 0", p.at(u_large, "a"))
    p.have("U >= 0")
    p.have("N U >= 0")
    p.get("b in R^n: (for all i in n: b(i) >= 1) and seen(b, n, N U)", p.cite("lem:digits", "N U >= 0", n="n", U="N U"))
    b_large = p.have("for all i in n: b(i) >= 1")
    with p.fix("l in n, a in d") as w_large:
        p.have("u(a) >= 1 and b(l) >= 1", p.at(u_large, "a"), p.at(b_large, "l"))
        p.have("b(l) u(a) >= 1", "u(a) >= 1 and b(l) >= 1")
    with p.fix("a in d, l in n"):
        p.have("b(l) u(a) >= 0", p.at(w_large, "l", "a"))
    p.let("total = N (sum[a in d, l in n] b(l) u(a))", "lam = total + 1")
    p.have("sum[a in d, l in n] b(l) u(a) >= 0")
    p.have("total >= 0", "sum[a in d, l in n] b(l) u(a) >= 0")
    p.have("lam >= 0", "total >= 0")
    p.have(
        "(for all l in n: e(l) >= 0) and ((for all l in n, a in d: b(l) u(a) >= 1) and lam >= 0)", e_positive, w_large
    )
    with p.fix("g in G, i in n, a in d") as levels:
        p.get("r in N: P(g, i, a) = v(r)", p.at("grid", "g", "i", "a"))
        p.have("0 <= P(g, i, a) and P(g, i, a) + delta <= 1", "P(g, i, a) = v(r)", p.at("inside", "r"))
    with p.fix("theta in R, rho in R^n"):
        with p.suppose("0 < theta <= delta"):
            with p.suppose(
                "(for all x in R: x >= 0 => rho(x) = 1) and ((for all x in R: x <= -theta => rho(x) = 0)"
                " and (for all x, y in R: x <= y => rho(x) <= rho(y)))"
            ):
                ramps(p, outside, moved, starts, levels, w_large, u_large, b_large, absolute, large)
    p.claim("codes", by="e, (l, a) -> b(l) u(a), lam")
