"""lem:word-codes. Codes of words: levels v_q with steps of delta or more, P_1, ..., P_G different words of d of these
levels each. There are weights u_a >= 1 such that the numbers

    code(g) = sum_a u_a #{q : v_q <= P_ga}

are at distance 1 or more from each other: the weights of lem:digits for digits up to the number of levels.
"""

from varproof.lang import Abs, And, Array, Entry, Eq, Exists, ForAll, Implies, Index, Ne, Or, Q, Source, Sum
from varproof.proof.proof import Proof

entry = Entry("lem:word-codes", "Codes of words", source=Source(text="ours"), uses=["lem:digits"])


def words(s):
    """State levels v and different words P of them in the block s: the sizes G, d, L, and v, P, delta."""
    G, d, L = (s.size(name) for name in ("G", "d", "L"))
    v, P, delta = s.vec("v", L), s.mat("P", G, d), s.real("delta")
    q, r, g, f, a = (Index(*pair) for pair in zip("qogfa", (L, L, G, G, d), strict=True))
    s.assume("step", delta > 0)
    s.assume("levels", ForAll(q, r, Implies(v[q] < v[r], v[q] + delta <= v[r])))
    s.assume("inside", ForAll(q, And(0 <= v[q], v[q] + delta <= 1)))
    s.assume("grid", ForAll(g, a, Exists(q, Eq(P[g, a], v[q]))))
    s.assume("different", ForAll(g, f, Implies(Ne(g, f), Exists(a, Ne(P[g, a], P[f, a])))))
    return G, d, L, v, P, delta


with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    G, d, L, v, P, delta = words(s)
    q, g, f, a, u = Index("q", L), Index("g", G), Index("f", G), Index("a", d), Array("u", d)

    def code(g):
        return Sum(u[a] * Sum(1, q, where=v[q] <= P[g, a]), a)

    apart = ForAll(g, f, Or(Eq(g, f), Abs(code(g) - code(f)) >= 1))
    s.claim("codes", Exists(u, And(ForAll(a, u[a] >= 1), apart)))

    half = dict(v=[0, Q(1, 2)], delta=Q(1, 2))
    s.instance("one level", v=[0], P=[[0]], delta=1)
    s.instance("all words of two levels", P=[[x, y] for x in half["v"] for y in half["v"]], **half)
    s.instance("two words far from the others", P=[[0, Q(1, 2), 0], [Q(1, 2), Q(1, 2), Q(1, 2)]], **half)
    s.false(
        "one code for two words",
        drop=["different"],
        claims={"codes": ForAll(g, f, Or(Eq(g, f), Exists(a, Ne(P[g, a], P[f, a]))))},
        at=dict(v=[0], P=[[0], [0]], delta=1),
    )
    equal = ForAll(g, f, Or(Eq(g, f), Ne(Sum(P[g, a], a), Sum(P[f, a], a))))
    s.false("all weights 1", claims={"codes": equal}, at=dict(half, P=[[0, Q(1, 2)], [Q(1, 2), 0]]))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("digits(a) iff for all i in d: (a(i) = 0 or |a(i)| >= 1) and |a(i)| <= L")
    p.get(
        "u in R^d: (for all i in d: u(i) >= 1)"
        " and (for all a in R^d: digits(a) => ((for all i in d: a(i) = 0) or |sum[i in d] u(i) a(i)| >= 1))",
        p.cite("lem:digits", n="d", U="L"),
    )
    seen = p.have("for all a in R^d: digits(a) => ((for all i in d: a(i) = 0) or |sum[i in d] u(i) a(i)| >= 1)")
    p.let("count(x) = sum[q in L | v(q) <= x] 1")
    with p.fix("x in R, z in R with -z <= x <= z") as absolute:
        p.have("|x| <= z", "-z <= x <= z")
    with p.fix("x, y in R with x = y") as moved, p.suppose("|x| >= 1"):
        p.have("|y| >= 1", "x = y", "|x| >= 1")
    with p.fix("x in R") as counted:
        p.have("count(x) >= 0")
        p.have("L = sum[q in L | v(q) <= x] 1 + sum[q in L | not v(q) <= x] 1")
        p.have("sum[q in L | not v(q) <= x] 1 >= 0")
        p.have("0 <= count(x) <= L")
    with p.fix("x in R, r in L with x < v(r)") as higher:
        p.let(
            "upto = {q in L | v(q) <= v(r)}", "before = {q in upto | v(q) <= x}", "after = {q in upto | not v(q) <= x}"
        )
        p.have("r in after")
        p.have("|after| >= 1", "r in after")
        p.have("|upto| = |before| + |after|")
        with p.fix("q in L with v(q) <= x"):
            p.have("v(q) <= v(r)", "x < v(r)", "v(q) <= x")
        p.have("sum[q in L | v(q) <= x] 1 = |before|")
        p.have(
            "count(v(r)) >= count(x) + 1",
            "sum[q in L | v(q) <= x] 1 = |before|",
            "|upto| = |before| + |after|",
            "|after| >= 1",
        )
    with p.fix("g, f in G"):
        with p.case("g = f"):
            p.have("g = f or |sum[a in d] u(a) count(P(g, a)) - sum[a in d] u(a) count(P(f, a))| >= 1")
        with p.otherwise():
            p.let("gap(a) = count(P(g, a)) - count(P(f, a))")
            with p.fix("a in d") as digit:
                p.have("0 <= count(P(g, a)) <= L", p.at(counted, "P(g, a)"))
                p.have("0 <= count(P(f, a)) <= L", p.at(counted, "P(f, a)"))
                p.have("-L <= gap(a) <= L", "0 <= count(P(g, a)) <= L", "0 <= count(P(f, a)) <= L")
                p.have("|gap(a)| <= L", p.at(absolute, "gap(a)", "L"))
                p.get("r in L: P(g, a) = v(r)", p.at("grid", "g", "a"))
                p.get("s in L: P(f, a) = v(s)", p.at("grid", "f", "a"))
                with p.case("P(f, a) < P(g, a)"):
                    p.have("count(v(r)) >= count(P(f, a)) + 1", p.at(higher, "P(f, a)", "r"))
                    same = p.congruence(p.have("P(g, a) = v(r)"), p.term("P(g, a)"), p.term("v(r)"), p.symbols["count"])
                    p.have("gap(a) >= 1", "count(v(r)) >= count(P(f, a)) + 1", same)
                    p.have("|gap(a)| >= 1", "gap(a) >= 1")
                    p.have("P(f, a) != P(g, a)", "P(f, a) < P(g, a)")
                    p.have("((gap(a) = 0 and P(f, a) = P(g, a)) or |gap(a)| >= 1) and |gap(a)| <= L")
                with p.case("P(g, a) < P(f, a)"):
                    p.have("count(v(s)) >= count(P(g, a)) + 1", p.at(higher, "P(g, a)", "s"))
                    same = p.congruence(p.have("P(f, a) = v(s)"), p.term("P(f, a)"), p.term("v(s)"), p.symbols["count"])
                    p.have("gap(a) <= -1", "count(v(s)) >= count(P(g, a)) + 1", same)
                    p.have("|gap(a)| >= 1", "gap(a) <= -1")
                    p.have("((gap(a) = 0 and P(f, a) = P(g, a)) or |gap(a)| >= 1) and |gap(a)| <= L")
                with p.otherwise("P(f, a) = P(g, a)"):
                    same = p.congruence(
                        p.have("P(f, a) = P(g, a)"), p.term("P(f, a)"), p.term("P(g, a)"), p.symbols["count"]
                    )
                    p.have("gap(a) = 0", same)
                    p.have("((gap(a) = 0 and P(f, a) = P(g, a)) or |gap(a)| >= 1) and |gap(a)| <= L")
            with p.fix("a in d"):
                p.have("(gap(a) = 0 or |gap(a)| >= 1) and |gap(a)| <= L", p.at(digit, "a"))
            p.have("digits(gap)")
            p.get("o in d: P(g, o) != P(f, o)", p.at("different", "g", "f"))
            with p.suppose("for all i in d: gap(i) = 0") as none:
                p.have("gap(o) = 0", p.at(none.hypothesis, "o"))
                p.have("false", p.at(digit, "o"), "gap(o) = 0", "P(g, o) != P(f, o)")
            p.have("|sum[i in d] u(i) gap(i)| >= 1", p.at(seen, "gap"))
            p.let("far = sum[a in d] u(a) count(P(g, a)) - sum[a in d] u(a) count(P(f, a))")
            p.have("sum[i in d] u(i) gap(i) = far")
            p.have("|far| >= 1", p.at(moved, "sum[i in d] u(i) gap(i)", "far"))
            p.have("g = f or |sum[a in d] u(a) count(P(g, a)) - sum[a in d] u(a) count(P(f, a))| >= 1")
    p.claim("codes", by="u")
