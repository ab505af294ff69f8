"""lem:digits. Weights that keep all patterns of bounded digits apart: for every U >= 0 there are v_1, ..., v_n >= 1,

    |sum_i v_i a_i| >= 1   for all a in R^n that is not 0 and whose entries are 0 or have 1 <= |a_i| <= U.

Induction over the set of places: the new weight is 1 + U times the sum of those before it.
"""

from varproof.lang import Abs, And, Array, Entry, Eq, Exists, ForAll, Implies, Index, Or, Q, Source, Sum
from varproof.proof.proof import Proof

entry = Entry(
    "lem:digits",
    "Weights that keep all patterns of bounded digits apart",
    source=Source(text="ours"),
    uses=["lem:unit-vector"],
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n, U = s.size("n"), s.real("U")
    i, v, a = Index("i", n), Array("v", n), Array("a", n)
    s.assume("bound", U >= 0)
    digits = ForAll(i, And(Or(Eq(a[i], 0), Abs(a[i]) >= 1), Abs(a[i]) <= U))
    seen = Or(ForAll(i, Eq(a[i], 0)), Abs(Sum(v[i] * a[i], i)) >= 1)
    s.claim("weights", Exists(v, And(ForAll(i, v[i] >= 1), ForAll(a, Implies(digits, seen)))))

    s.instance("one place", n=1, U=9)
    s.instance("no digits", n=3, U=0)
    s.instance("digits below 1", n=2, U=Q(1, 2))
    # the digits u_2 and -u_1 give 0
    s.false("digits of any size", claims={"weights": n <= 1}, at=dict(n=2, U=1))
    s.false("no digits but 0", claims={"weights": U < 1}, at=dict(n=1, U=1))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("digits(a, S) iff for all i in S: (a(i) = 0 or |a(i)| >= 1) and |a(i)| <= U")
    p.let("null(a, S) iff for all i in S: a(i) = 0")
    p.let("seen(v, S) iff for all a in R^n: digits(a, S) => (null(a, S) or |sum[i in S] v(i) a(i)| >= 1)")
    claim = "some v in R^n: (for all i in S: v(i) >= 1) and seen(v, S)"
    with p.fix("y in R with |y| >= 1") as outside, p.suppose("not y >= 1"):
        with p.suppose("y >= 0"):
            p.have("|y| = y", "y >= 0")
            p.have("false", "|y| = y", "|y| >= 1", "not y >= 1")
        p.have("|y| = -y", "not y >= 0")
        p.have("y <= -1", "|y| = -y", "|y| >= 1")
    with p.fix("S in sets with S is empty") as none:
        p.have("for all i in S: 1 >= 1")
        with p.fix("a in R^n"):
            p.have("null(a, S)")
        p.have(claim, by="i -> 1")
    with p.induct("S in sets: " + claim, none, largest="e") as all_sets:
        p.let("rest = {i in S | i != e}")
        p.get("v in R^n: (for all i in rest: v(i) >= 1) and seen(v, rest)", all_sets.hypothesis)
        least = p.have("for all i in rest: v(i) >= 1")
        p.get(
            "u in R^S: (for all i in S: (i = e => u(i) = 1) and (i != e => u(i) = 0))"
            " and (for all g in R^S: sum[i in S] u(i) g(i) = g(e))",
            p.cite("lem:unit-vector", n=p.symbols["S"], m="e"),
        )
        units = p.have("for all i in S: (i = e => u(i) = 1) and (i != e => u(i) = 0)")
        p.let("sum_before = sum[i in rest] v(i)", "w = 1 + U sum_before", "y(i) = u(i) w + (1 - u(i)) v(i)")
        with p.fix("i in rest"):
            p.have("v(i) >= 0", p.at(least, "i"))
        p.have("sum_before >= 0")
        p.have("w >= 1", "sum_before >= 0", "bound")
        p.have("y(e) = w", p.at(units, "e"))
        with p.fix("i in rest"):
            p.have("y(i) = v(i)", p.at(units, "i"))
        p.get("x in R^S: x(e) = w and (for all i in rest: x(i) = v(i))", by="y")
        at_e, others = p.have("x(e) = w"), p.have("for all i in rest: x(i) = v(i)")
        with p.fix("i in S"):
            with p.case("i = e"):
                p.have("x(e) >= 1", at_e, "w >= 1")
                p.have("x(i) >= 1", "i = e", "x(e) >= 1")
            with p.otherwise():
                p.have("i in rest")
                p.have("x(i) >= 1", p.at(others, "i"), p.at(least, "i"))
        with p.fix("a in R^n"), p.suppose("digits(a, S)"):
            p.let("after = sum[i in rest] v(i) a(i)")
            with p.fix("i in rest") as same:
                p.have("x(i) a(i) = v(i) a(i)", p.at(others, "i"))
            p.have("sum[i in S] x(i) a(i) = x(e) a(e) + sum[i in rest] x(i) a(i)")
            total = p.have(
                "sum[i in S] x(i) a(i) = w a(e) + after",
                "sum[i in S] x(i) a(i) = x(e) a(e) + sum[i in rest] x(i) a(i)",
                at_e,
                p.summed(same),
            )
            with p.fix("i in rest") as fewer:
                p.have("(a(i) = 0 or |a(i)| >= 1) and |a(i)| <= U", p.at("digits(a, S)", "i"))
            p.have("digits(a, rest)", fewer)
            with p.case("a(e) = 0"):
                equal = p.have("sum[i in S] x(i) a(i) = after", total, "a(e) = 0")
                with p.case("null(a, rest)"):
                    with p.fix("i in S"):
                        with p.case("i = e"):
                            p.have("a(i) = 0", "i = e", "a(e) = 0")
                        with p.otherwise():
                            p.have("i in rest")
                            p.have("a(i) = 0", p.at("null(a, rest)", "i"))
                    p.have("null(a, S) or |sum[i in S] x(i) a(i)| >= 1")
                with p.otherwise():
                    p.have("|after| >= 1", p.at("seen(v, rest)", "a"))
                    with p.case("after >= 1"):
                        p.have("sum[i in S] x(i) a(i) >= 1", equal, "after >= 1")
                        p.have("|sum[i in S] x(i) a(i)| >= 1", "sum[i in S] x(i) a(i) >= 1")
                    with p.otherwise():
                        p.have("after <= -1", p.at(outside, "after"))
                        p.have("sum[i in S] x(i) a(i) <= -1", equal, "after <= -1")
                        p.have("|sum[i in S] x(i) a(i)| >= 1", "sum[i in S] x(i) a(i) <= -1")
                    p.have("null(a, S) or |sum[i in S] x(i) a(i)| >= 1")
            with p.otherwise():
                p.have("|a(e)| >= 1", p.at("digits(a, S)", "e"))
                with p.fix("i in rest") as small:
                    p.have("|a(i)| <= U", p.at("digits(a, rest)", "i"))
                    p.have("-v(i) U <= v(i) a(i) <= v(i) U", "|a(i)| <= U", "v(i) >= 0")
                p.have("-U sum_before <= after <= U sum_before", small)
                with p.case("a(e) >= 1"):
                    p.have("w a(e) >= w", "a(e) >= 1", "w >= 1")
                    p.have("sum[i in S] x(i) a(i) >= 1", total, "w a(e) >= w", "-U sum_before <= after")
                    p.have("|sum[i in S] x(i) a(i)| >= 1")
                    p.have("null(a, S) or |sum[i in S] x(i) a(i)| >= 1")
                with p.otherwise():
                    p.have("a(e) <= -1", p.at(outside, "a(e)"))
                    p.have("w a(e) <= -w", "a(e) <= -1", "w >= 1")
                    p.have("sum[i in S] x(i) a(i) <= -1", total, "w a(e) <= -w", "after <= U sum_before")
                    p.have("|sum[i in S] x(i) a(i)| >= 1")
                    p.have("null(a, S) or |sum[i in S] x(i) a(i)| >= 1")
        p.have(claim, by="x")
    p.claim("weights", p.at(all_sets, p["n"]))
