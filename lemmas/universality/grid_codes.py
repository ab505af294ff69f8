"""The proof of lem:grid-codes for one ramp: codes in a cell, of different sequences, of different tokens."""

from __future__ import annotations

from varproof.proof.proof import Proof

BOTH = "d2(g, f, i, a) = 0 and P(g, i, a) = P(f, i, a)"
DIGIT = "((d2(g, f, i, a) = 0 and P(g, i, a) = P(f, i, a)) or |d2(g, f, i, a)| >= 1) and |d2(g, f, i, a)| <= N"
ROW = (
    "((for all a in d: P(g, i, a) = P(f, i, a)) and row(g, f, i) = 0 or |row(g, f, i)| >= 1) and |row(g, f, i)| <= N U"
)
EQUAL = "(for all a in d: P(g, i, a) = P(f, i, a)) and row(g, f, i) = 0"


def ramps(p: Proof, outside, moved, starts, levels, w_large, u_large, b_large, absolute, large) -> None:
    """What holds of the codes for one ramp."""
    on, off = p.have("for all x in R: x >= 0 => rho(x) = 1"), p.have("for all x in R: x <= -theta => rho(x) = 0")
    grows = p.have("for all x, y in R: x <= y => rho(x) <= rho(y)")
    with p.fix("x in R") as between:
        with p.case("x >= 0"):
            p.have("0 <= rho(x) <= 1", p.at(on, "x"))
        with p.otherwise():
            p.have("rho(0) = 1", p.at(on, "0"))
            upper = p.have("rho(x) <= rho(0)", p.at(grows, "x", "0"))
            with p.case("x <= -theta"):
                p.have("0 <= rho(x) <= 1", p.at(off, "x"))
            with p.otherwise():
                p.have("rho(-theta) = 0", p.at(off, "-theta"))
                lower = p.have("rho(-theta) <= rho(x)", p.at(grows, "-theta", "x"))
                p.have("0 <= rho(x) <= 1", upper, lower, "rho(0) = 1", "rho(-theta) = 0")
    p.let(
        "at(x, i, l, q) = x + e(i) - e(l) - v(q)",
        "code(X, i) = sum[a in d, l in n, q in N] b(l) u(a) rho(at(X(i, a), i, l, q))",
    )
    p.let("of(g, i) = sum[a in d, l in n, q in N] b(l) u(a) rho(at(P(g, i, a), i, l, q))")
    with p.fix("X in R^(n, d), i in n") as bounded:
        with p.fix("a in d, l in n, q in N") as terms:
            p.have("0 <= rho(at(X(i, a), i, l, q)) <= 1", p.at(between, "at(X(i, a), i, l, q)"))
            p.have(
                "0 <= b(l) u(a) rho(at(X(i, a), i, l, q)) <= b(l) u(a)",
                "0 <= rho(at(X(i, a), i, l, q)) <= 1",
                p.at(w_large, "l", "a"),
            )
        with p.fix("a in d, l in n, q in N") as above:
            p.have("0 <= b(l) u(a) rho(at(X(i, a), i, l, q))", p.at(terms, "a", "l", "q"))
        with p.fix("a in d, l in n, q in N") as below:
            p.have("b(l) u(a) rho(at(X(i, a), i, l, q)) <= b(l) u(a)", p.at(terms, "a", "l", "q"))
        p.have("0 <= code(X, i) <= total", p.summed(above), p.summed(below))
    with p.fix("g in G, i in n, a in d, x in R with P(g, i, a) <= x <= P(g, i, a) + delta - theta") as still:
        with p.fix("l in n, q in N"):
            p.have("0 <= P(g, i, a) and P(g, i, a) + delta <= 1", p.at(levels, "g", "i", "a"))
            p.have("0 <= v(q) and v(q) + delta <= 1", p.at("inside", "q"))
            with p.case("at(P(g, i, a), i, l, q) >= 0"):
                p.have("rho(at(P(g, i, a), i, l, q)) = 1", p.at(on, "at(P(g, i, a), i, l, q)"))
                p.have("rho(at(x, i, l, q)) = 1", p.at(on, "at(x, i, l, q)"))
                p.have(
                    "rho(at(x, i, l, q)) = rho(at(P(g, i, a), i, l, q))",
                    "rho(at(P(g, i, a), i, l, q)) = 1",
                    "rho(at(x, i, l, q)) = 1",
                )
            with p.otherwise():
                with p.case("i = l"):
                    p.have("e(i) = e(l)", "i = l")
                    p.get("r in N: P(g, i, a) = v(r)", p.at("grid", "g", "i", "a"))
                    p.have("v(r) < v(q)", "P(g, i, a) = v(r)", "e(i) = e(l)", "not at(P(g, i, a), i, l, q) >= 0")
                    p.have("v(r) + delta <= v(q)", p.at("levels", "r", "q"))
                    p.have(
                        "at(x, i, l, q) <= -theta",
                        "v(r) + delta <= v(q)",
                        "P(g, i, a) = v(r)",
                        "e(i) = e(l)",
                        "x <= P(g, i, a) + delta - theta",
                    )
                with p.otherwise():
                    p.have("|e(i) - e(l)| >= 1", p.at(starts, "i", "l"))
                    p.have("not e(i) - e(l) >= 1")
                    p.have("e(i) - e(l) <= -1", p.at(outside, "e(i) - e(l)"))
                    p.have(
                        "at(x, i, l, q) <= -theta",
                        "e(i) - e(l) <= -1",
                        "x <= P(g, i, a) + delta - theta",
                        "0 <= P(g, i, a) and P(g, i, a) + delta <= 1",
                        "0 <= v(q) and v(q) + delta <= 1",
                    )
                p.have("at(P(g, i, a), i, l, q) <= -theta", "at(x, i, l, q) <= -theta", "P(g, i, a) <= x")
                p.have("rho(at(P(g, i, a), i, l, q)) = 0", p.at(off, "at(P(g, i, a), i, l, q)"))
                p.have("rho(at(x, i, l, q)) = 0", p.at(off, "at(x, i, l, q)"))
                p.have(
                    "rho(at(x, i, l, q)) = rho(at(P(g, i, a), i, l, q))",
                    "rho(at(P(g, i, a), i, l, q)) = 0",
                    "rho(at(x, i, l, q)) = 0",
                )
    with p.fix("X in R^(n, d), g in G") as same:
        with p.suppose("for all i in n, a in d: P(g, i, a) <= X(i, a) <= P(g, i, a) + delta - theta") as cell:
            with p.fix("i in n"):
                with p.fix("a in d, l in n, q in N") as terms:
                    p.have("P(g, i, a) <= X(i, a) <= P(g, i, a) + delta - theta", p.at(cell.hypothesis, "i", "a"))
                    p.have(
                        "rho(at(X(i, a), i, l, q)) = rho(at(P(g, i, a), i, l, q))",
                        p.at(still, "g", "i", "a", "X(i, a)", "l", "q"),
                    )
                    p.have(
                        "b(l) u(a) rho(at(X(i, a), i, l, q)) = b(l) u(a) rho(at(P(g, i, a), i, l, q))",
                        "rho(at(X(i, a), i, l, q)) = rho(at(P(g, i, a), i, l, q))",
                    )
                p.have("code(X, i) = of(g, i)", p.summed(terms))
    p.let("L(x) = sum[q in N] rho(x - v(q))")
    with p.fix("x in R, r in N with x + delta <= v(r)") as rise:
        p.let("D(q) = rho(v(r) - v(q)) - rho(x - v(q))")
        with p.fix("q in N - {r}") as rest:
            p.have("D(q) >= 0", p.at(grows, "x - v(q)", "v(r) - v(q)"))
        p.have("rho(0) = 1", p.at(on, "0"))
        p.have("rho(x - v(r)) = 0", p.at(off, "x - v(r)"))
        own = p.have("D(r) = 1", "rho(0) = 1", "rho(x - v(r)) = 0")
        split = p.have("sum[q in N] D(q) = D(r) + sum[q in N - {r}] D(q)")
        p.have("sum[q in N] D(q) >= 1", split, own, p.summed(rest))
        p.have("L(v(r)) >= L(x) + 1", "sum[q in N] D(q) >= 1")
    with p.fix("x in R") as few:
        with p.fix("q in N") as low:
            p.have("0 <= rho(x - v(q))", p.at(between, "x - v(q)"))
        with p.fix("q in N") as high:
            p.have("rho(x - v(q)) <= 1", p.at(between, "x - v(q)"))
        p.have("0 <= L(x) <= N", p.summed(low), p.summed(high))
    p.let("d2(g, f, i, a) = L(P(g, i, a)) - L(P(f, i, a))")
    with p.fix("g, f in G, i in n, a in d") as digit:
        x, y, L = p.term("P(g, i, a)"), p.term("P(f, i, a)"), p.symbols["L"]
        p.get("r in N: P(g, i, a) = v(r)", p.at("grid", "g", "i", "a"))
        p.get("s in N: P(f, i, a) = v(s)", p.at("grid", "f", "i", "a"))
        first = p.have("0 <= L(P(g, i, a)) <= N", p.at(few, "P(g, i, a)"))
        second = p.have("0 <= L(P(f, i, a)) <= N", p.at(few, "P(f, i, a)"))
        p.have("-N <= d2(g, f, i, a) <= N", first, second)
        p.have("|d2(g, f, i, a)| <= N", p.at(absolute, "d2(g, f, i, a)", "N"))
        with p.case("P(g, i, a) < P(f, i, a)"):
            p.have("v(r) < v(s)", "P(g, i, a) < P(f, i, a)", "P(g, i, a) = v(r)", "P(f, i, a) = v(s)")
            p.have("v(r) + delta <= v(s)", p.at("levels", "r", "s"))
            p.have("P(g, i, a) + delta <= v(s)", "v(r) + delta <= v(s)", "P(g, i, a) = v(r)")
            same_level = p.congruence(p.have("P(f, i, a) = v(s)"), y, p.term("v(s)"), L)
            p.have("d2(g, f, i, a) <= -1", p.at(rise, "P(g, i, a)", "s"), same_level)
            p.have("|d2(g, f, i, a)| >= 1", p.at(large, "-d2(g, f, i, a)"))
            p.have(DIGIT)
        with p.case("P(f, i, a) < P(g, i, a)"):
            p.have("v(s) < v(r)", "P(f, i, a) < P(g, i, a)", "P(g, i, a) = v(r)", "P(f, i, a) = v(s)")
            p.have("v(s) + delta <= v(r)", p.at("levels", "s", "r"))
            p.have("P(f, i, a) + delta <= v(r)", "v(s) + delta <= v(r)", "P(f, i, a) = v(s)")
            same_level = p.congruence(p.have("P(g, i, a) = v(r)"), x, p.term("v(r)"), L)
            p.have("d2(g, f, i, a) >= 1", p.at(rise, "P(f, i, a)", "r"), same_level)
            p.have("|d2(g, f, i, a)| >= 1", p.at(large, "d2(g, f, i, a)"))
            p.have(DIGIT)
        with p.otherwise("P(g, i, a) = P(f, i, a)"):
            equal = p.have("P(g, i, a) = P(f, i, a)")
            zero = p.have("d2(g, f, i, a) = 0", p.congruence(equal, x, y, L))
            same_digit = p.have("d2(g, f, i, a) = 0 and P(g, i, a) = P(f, i, a)", zero, equal)
            p.have(DIGIT, same_digit)
    p.let("row(g, f, i) = sum[a in d] u(a) d2(g, f, i, a)")
    with p.fix("g, f in G, i in n") as rows:
        p.let("a2(a) = d2(g, f, i, a)")
        with p.fix("a in d") as pattern:
            at = p.have(DIGIT, p.at(digit, "g", "f", "i", "a"))
            with p.case("d2(g, f, i, a) = 0"):
                p.have("(a2(a) = 0 or |a2(a)| >= 1) and |a2(a)| <= N", "d2(g, f, i, a) = 0", p.right(at))
            with p.otherwise():
                with p.suppose(BOTH):
                    p.have("d2(g, f, i, a) = 0")
                    p.have("false")
                p.have("|a2(a)| >= 1", p.k.mp(p.left(at), p.have(f"not ({BOTH})")))
                p.have("(a2(a) = 0 or |a2(a)| >= 1) and |a2(a)| <= N", "|a2(a)| >= 1", p.right(at))
        p.have("digits(a2, d, N)", pattern)
        with p.fix("a in d") as high:
            p.have("d2(g, f, i, a) <= N", p.at(few, "P(g, i, a)"), p.at(few, "P(f, i, a)"))
            p.have("u(a) d2(g, f, i, a) <= N u(a)", "d2(g, f, i, a) <= N", "u(a) >= 0")
        with p.fix("a in d") as low:
            p.have("-N <= d2(g, f, i, a)", p.at(few, "P(g, i, a)"), p.at(few, "P(f, i, a)"))
            p.have("-(N u(a)) <= u(a) d2(g, f, i, a)", "-N <= d2(g, f, i, a)", "u(a) >= 0")
        p.have("-(N U) <= row(g, f, i) <= N U", p.summed(low), p.summed(high))
        p.have("|row(g, f, i)| <= N U", p.at(absolute, "row(g, f, i)", "N U"))
        with p.case("null(a2, d)"):
            with p.fix("a in d") as zeros:
                p.have("u(a) d2(g, f, i, a) = 0", p.at("null(a2, d)", "a"))
            p.have("row(g, f, i) = 0", p.summed(zeros))
            with p.fix("a in d"):
                p.have("d2(g, f, i, a) = 0", p.at("null(a2, d)", "a"))
                with p.suppose("|d2(g, f, i, a)| >= 1"):
                    p.have("|d2(g, f, i, a)| = 0", "d2(g, f, i, a) = 0")
                    p.have("false", "|d2(g, f, i, a)| = 0", "|d2(g, f, i, a)| >= 1")
                with p.case("P(g, i, a) = P(f, i, a)"):
                    p.have("P(g, i, a) = P(f, i, a)")
                with p.otherwise():
                    with p.suppose(BOTH):
                        p.have("false", "P(g, i, a) = P(f, i, a)")
                    far = p.k.mp(p.left(p.at(digit, "g", "f", "i", "a")), p.have(f"not ({BOTH})"))
                    p.have("false", p.k.mp(p.have("not |d2(g, f, i, a)| >= 1"), far))
                p.have("P(g, i, a) = P(f, i, a)")
            same_rows = p.have("for all a in d: P(g, i, a) = P(f, i, a)")
            p.have(ROW, p.both(same_rows, p.have("row(g, f, i) = 0")), p.have("|row(g, f, i)| <= N U"))
        with p.otherwise():
            p.have("|row(g, f, i)| >= 1", p.at("seen(u, d, N)", "a2"))
            p.have(ROW)
    # different sequences: the sums of the codes
    p.let("gap(g, f) = sum[i in n] b(i) row(g, f, i)")
    with p.fix("g, f in G") as sequences, p.suppose("g != f"):
        p.let("r2(i) = row(g, f, i)")
        with p.fix("i in n") as pattern:
            at = p.have(ROW, p.at(rows, "g", "f", "i"))
            with p.case("row(g, f, i) = 0"):
                p.have("(r2(i) = 0 or |r2(i)| >= 1) and |r2(i)| <= N U", "row(g, f, i) = 0", p.right(at))
            with p.otherwise():
                with p.suppose(EQUAL):
                    p.have("row(g, f, i) = 0")
                    p.have("false")
                far = p.have("|r2(i)| >= 1", p.k.mp(p.left(at), p.have(f"not ({EQUAL})")))
                p.have("(r2(i) = 0 or |r2(i)| >= 1) and |r2(i)| <= N U", far, p.right(at))
        p.have("digits(r2, n, N U)", pattern)
        with p.suppose("null(r2, n)"):
            p.get("i in n, a in d: P(g, i, a) != P(f, i, a)", p.at("different", "g", "f"))
            p.have("row(g, f, i) = 0", p.at("null(r2, n)", "i"))
            with p.suppose(EQUAL):
                p.have("P(g, i, a) = P(f, i, a)", p.at("for all a in d: P(g, i, a) = P(f, i, a)", "a"))
                p.have("false", "P(g, i, a) = P(f, i, a)", "P(g, i, a) != P(f, i, a)")
            p.have("|row(g, f, i)| >= 1", p.k.mp(p.left(p.at(rows, "g", "f", "i")), p.have(f"not ({EQUAL})")))
            p.have("|row(g, f, i)| = 0", "row(g, f, i) = 0")
            p.have("false", "|row(g, f, i)| >= 1", "|row(g, f, i)| = 0")
        p.have("|gap(g, f)| >= 1", p.at("seen(b, n, N U)", "r2"))
    p.let("rise(g, f, i, a, l) = sum[q in N] rho(at(P(g, i, a), i, l, q)) - sum[q in N] rho(at(P(f, i, a), i, l, q))")
    with p.fix("i in n") as split, p.fix("h in R^n"):
        p.have("sum[l in n] h(l) = h(i) + sum[l in n - {i}] h(l)")
    with p.fix("g, f in G, i in n") as difference:
        with p.fix("a in d") as each:
            with p.fix("l in n - {i}") as others:
                with p.fix("q in N") as still_same:
                    p.have("0 <= P(g, i, a) and P(g, i, a) + delta <= 1", p.at(levels, "g", "i", "a"))
                    p.have("0 <= P(f, i, a) and P(f, i, a) + delta <= 1", p.at(levels, "f", "i", "a"))
                    p.have("0 <= v(q) and v(q) + delta <= 1", p.at("inside", "q"))
                    p.have("|e(i) - e(l)| >= 1", p.at(starts, "i", "l"))
                    first, second = "rho(at(P(g, i, a), i, l, q))", "rho(at(P(f, i, a), i, l, q))"
                    with p.case("e(i) - e(l) >= 1"):
                        p.have(f"{first} = 1", p.at(on, "at(P(g, i, a), i, l, q)"))
                        p.have(f"{second} = 1", p.at(on, "at(P(f, i, a), i, l, q)"))
                        p.have(f"{first} - {second} = 0", f"{first} = 1", f"{second} = 1")
                    with p.otherwise():
                        p.have("e(i) - e(l) <= -1", p.at(outside, "e(i) - e(l)"))
                        p.have(f"{first} = 0", p.at(off, "at(P(g, i, a), i, l, q)"))
                        p.have(f"{second} = 0", p.at(off, "at(P(f, i, a), i, l, q)"))
                        p.have(f"{first} - {second} = 0", f"{first} = 0", f"{second} = 0")
                p.have("rise(g, f, i, a, l) = 0", p.summed(still_same))
                p.have("b(l) rise(g, f, i, a, l) = 0", "rise(g, f, i, a, l) = 0")
            p.have(
                "sum[l in n] b(l) rise(g, f, i, a, l)"
                " = b(i) rise(g, f, i, a, i) + sum[l in n - {i}] b(l) rise(g, f, i, a, l)",
                p.at(split, "i", "l -> b(l) rise(g, f, i, a, l)"),
            )
            p.have("rise(g, f, i, a, i) = d2(g, f, i, a)")
            p.have(
                "u(a) (sum[l in n] b(l) rise(g, f, i, a, l)) = b(i) u(a) d2(g, f, i, a)",
                "sum[l in n] b(l) rise(g, f, i, a, l)"
                " = b(i) rise(g, f, i, a, i) + sum[l in n - {i}] b(l) rise(g, f, i, a, l)",
                "rise(g, f, i, a, i) = d2(g, f, i, a)",
                p.summed(others),
            )
        p.have("of(g, i) - of(f, i) = b(i) row(g, f, i)", p.summed(each))
    # one sequence, two tokens: the later one has the larger code
    with p.fix("g in G, i, k in n with e(i) + 1 <= e(k)") as tokens:
        p.let("T(a, l, q) = b(l) u(a) (rho(at(P(g, k, a), k, l, q)) - rho(at(P(g, i, a), i, l, q)))")
        with p.fix("a in d, l in n, q in N") as up:
            p.have("0 <= P(g, i, a) and P(g, i, a) + delta <= 1", p.at(levels, "g", "i", "a"))
            p.have("0 <= P(g, k, a) and P(g, k, a) + delta <= 1", p.at(levels, "g", "k", "a"))
            p.have("at(P(g, i, a), i, l, q) <= at(P(g, k, a), k, l, q)")
            p.have(
                "rho(at(P(g, i, a), i, l, q)) <= rho(at(P(g, k, a), k, l, q))",
                p.at(grows, "at(P(g, i, a), i, l, q)", "at(P(g, k, a), k, l, q)"),
            )
            p.have(
                "T(a, l, q) >= 0",
                "rho(at(P(g, i, a), i, l, q)) <= rho(at(P(g, k, a), k, l, q))",
                p.at(w_large, "l", "a"),
            )
        p.get("o in d")
        p.get("r in N: P(g, k, o) = v(r)", p.at("grid", "g", "k", "o"))
        p.have("0 <= P(g, i, o) and P(g, i, o) + delta <= 1", p.at(levels, "g", "i", "o"))
        p.have("0 <= v(r) and v(r) + delta <= 1", p.at("inside", "r"))
        p.have("at(P(g, k, o), k, k, r) >= 0", "P(g, k, o) = v(r)")
        p.have("rho(at(P(g, k, o), k, k, r)) = 1", p.at(on, "at(P(g, k, o), k, k, r)"))
        p.have("at(P(g, i, o), i, k, r) <= -theta")
        p.have("rho(at(P(g, i, o), i, k, r)) = 0", p.at(off, "at(P(g, i, o), i, k, r)"))
        p.have(
            "rho(at(P(g, k, o), k, k, r)) - rho(at(P(g, i, o), i, k, r)) = 1",
            "rho(at(P(g, k, o), k, k, r)) = 1",
            "rho(at(P(g, i, o), i, k, r)) = 0",
        )
        p.have("T(o, k, r) = b(k) u(o)", "rho(at(P(g, k, o), k, k, r)) - rho(at(P(g, i, o), i, k, r)) = 1")
        own = p.have("T(o, k, r) >= 1", "T(o, k, r) = b(k) u(o)", p.at(w_large, "k", "o"))
        with p.fix("a in d - {o}, l in n, q in N") as first:
            p.have("T(a, l, q) >= 0", p.at(up, "a", "l", "q"))
        with p.fix("l in n - {k}, q in N") as second:
            p.have("T(o, l, q) >= 0", p.at(up, "o", "l", "q"))
        with p.fix("q in N - {r}") as third:
            p.have("T(o, k, q) >= 0", p.at(up, "o", "k", "q"))
        splits = [
            p.have(
                "sum[a in d, l in n, q in N] T(a, l, q)"
                " = sum[l in n, q in N] T(o, l, q) + sum[a in d - {o}, l in n, q in N] T(a, l, q)"
            ),
            p.have("sum[l in n, q in N] T(o, l, q) = sum[q in N] T(o, k, q) + sum[l in n - {k}, q in N] T(o, l, q)"),
            p.have("sum[q in N] T(o, k, q) = T(o, k, r) + sum[q in N - {r}] T(o, k, q)"),
        ]
        p.have(
            "sum[a in d, l in n, q in N] T(a, l, q) >= 1",
            own,
            *splits,
            p.summed(first),
            p.summed(second),
            p.summed(third),
        )
        p.have("of(g, k) - of(g, i) >= 1", "sum[a in d, l in n, q in N] T(a, l, q) >= 1")
    with p.fix("g in G, i in n") as limits:
        p.have("0 <= of(g, i) <= total", p.at(bounded, "(j2, a2) -> P(g, j2, a2)", "i"))
    named = p.get("t in R^(G, n): for all g in G, i in n: t(g, i) = of(g, i)", by="of")
    p.let("z(g, i) = of(g, i) + lam (sum[l in n] of(g, l))", "z2(g, i) = t(g, i) + lam (sum[l in n] t(g, l))")
    with p.fix("g in G, i in n") as alike:
        with p.fix("l in n") as each:
            p.have("t(g, l) = of(g, l)", p.at(named, "g", "l"))
        sums = p.have("sum[l in n] t(g, l) = sum[l in n] of(g, l)", p.summed(each))
        scaled = p.congruence(
            sums, p.term("sum[l in n] t(g, l)"), p.term("sum[l in n] of(g, l)"), lambda x: p.term("lam") * x
        )
        p.have("z2(g, i) = z(g, i)", scaled, p.at(named, "g", "i"))
    with p.fix("g, f in G, i, m in n") as apart:
        first = p.have("0 <= t(g, i) <= total", p.at(limits, "g", "i"), p.at(named, "g", "i"))
        second = p.have("0 <= t(f, m) <= total", p.at(limits, "f", "m"), p.at(named, "f", "m"))
        with p.suppose("not (g = f and i = m)"):
            with p.case("g = f"):
                with p.suppose("i = m"):
                    p.have("g = f and i = m")
                    p.have("false")
                p.have("|e(i) - e(m)| >= 1", p.at(starts, "i", "m"))
                with p.case("e(i) - e(m) >= 1"):
                    p.have(
                        "t(g, i) - t(g, m) >= 1",
                        p.at(tokens, "g", "m", "i"),
                        p.at(named, "g", "i"),
                        p.at(named, "g", "m"),
                    )
                    p.have("|t(g, i) - t(g, m)| >= 1", p.at(large, "t(g, i) - t(g, m)"))
                with p.otherwise():
                    p.have("e(i) - e(m) <= -1", p.at(outside, "e(i) - e(m)"))
                    p.have(
                        "t(g, m) - t(g, i) >= 1",
                        p.at(tokens, "g", "i", "m"),
                        p.at(named, "g", "i"),
                        p.at(named, "g", "m"),
                    )
                    p.have("|t(g, i) - t(g, m)| >= 1", p.at(large, "t(g, m) - t(g, i)"))
                near = p.have("|z2(g, i) - z2(g, m)| >= 1", p.at(moved, "t(g, i) - t(g, m)", "z2(g, i) - z2(g, m)"))
                p.have("|z2(g, i) - z2(f, m)| >= 1", "g = f", near)
            with p.otherwise():
                p.have("|gap(g, f)| >= 1", p.at(sequences, "g", "f"))
                with p.fix("l in n") as each:
                    p.have(
                        "t(g, l) - t(f, l) = b(l) row(g, f, l)",
                        p.at(difference, "g", "f", "l"),
                        p.at(named, "g", "l"),
                        p.at(named, "f", "l"),
                    )
                p.get("y in R: y = gap(g, f)", by="gap(g, f)")
                p.have("|y| >= 1", p.at(moved, "gap(g, f)", "y"))
                sums = p.have("sum[l in n] t(g, l) - sum[l in n] t(f, l) = y", p.summed(each), "y = gap(g, f)")
                whole = p.have(
                    "z2(g, i) - z2(f, m) = t(g, i) - t(f, m) + lam y",
                    p.congruence(
                        sums,
                        p.term("sum[l in n] t(g, l) - sum[l in n] t(f, l)"),
                        p.term("y"),
                        lambda x: p.term("lam") * x,
                    ),
                )
                with p.case("y >= 1"):
                    p.have("lam y >= total + 1", "y >= 1", "lam >= 0")
                    p.have("z2(g, i) - z2(f, m) >= 1", whole, "lam y >= total + 1", first, second)
                    p.have("|z2(g, i) - z2(f, m)| >= 1", p.at(large, "z2(g, i) - z2(f, m)"))
                with p.otherwise():
                    p.have("y <= -1", p.at(outside, "y"))
                    p.have("lam y <= -(total + 1)", "y <= -1", "lam >= 0")
                    p.have("|z2(g, i) - z2(f, m)| >= 1", p.at(large, "z2(f, m) - z2(g, i)"))
            equal = p.have("z2(g, i) - z2(f, m) = z(g, i) - z(f, m)", p.at(alike, "g", "i"), p.at(alike, "f", "m"))
            p.have("|z(g, i) - z(f, m)| >= 1", p.at(moved, "z2(g, i) - z2(f, m)", "z(g, i) - z(f, m)"))
    p.let("cell(X, g) iff for all i in n, a in d: P(g, i, a) <= X(i, a) <= P(g, i, a) + delta - theta")
    p.have(
        "(for all g, f in G, i, m in n: (g = f and i = m) or |z(g, i) - z(f, m)| >= 1)"
        " and ((for all X in R^(n, d): for all g in G: cell(X, g) => (for all i in n: code(X, i) = of(g, i)))"
        " and (for all X in R^(n, d): for all i in n: 0 <= code(X, i) <= total))",
        apart,
        same,
        bounded,
    )
