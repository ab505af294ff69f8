"""What the stacks of a deep transformer are told: codes of tokens, the list of all intervals, that of all tokens."""

from __future__ import annotations

from importlib import import_module

from varproof_lemmas.universality.construction import APART, LIMITS, RAMP, SAME, written_codes

from varproof.proof.context import Block
from varproof.proof.kernel.rules import Theorem
from varproof.proof.positions import Positions
from varproof.proof.proof import Proof

absolute = import_module("varproof_lemmas.universality.lem-place-codes").absolute

APART3 = "((sum[a in d] W3(i, a)) - (sum[a in d] W3(j, a)))"


def list_intervals(p: Proof, written: Theorem, reach: Block):
    """The list of all intervals of all coordinates: W1, S1, T1, and what lem:stack-quantiser asks of it."""
    p.let("I(a, b) = sum[y in {x in d | x = a} | y = b] 1")
    with p.fix("a in d, b in d") as units:
        p.have("a in {x in d | x = a}")
        with p.suppose("a = b") as same:
            p.have("I(a, a) = 1")
            p.have("I(a, b) = 1")
        with p.suppose("a != b") as other:
            with p.fix("y in {y in {x in d | x = a} | y = b}") as none:
                p.have("a = b", "y = a", "y = b")
                p.have("false", "a = b")
                p.have("1 = 0")
            p.have("I(a, b) = 0", p.summed(none))
        p.have("(a = b => I(a, b) = 1) and (a != b => I(a, b) = 0)", same, other)
    every = f"for all h in r1: some a in d, l in n, q in N: {interval_at('h', 'a', 'l', 'q')}"
    listed = f"for all a in d, l in n, q in N: some h in r1: {interval_at('h', 'a', 'l', 'q')}"
    p.get(
        f"W1, W2 in R^(r1, d), S1, T1 in R^r1: ({every}) and ({listed})",
        p.cite("lem:listing", A="d", B="n", Q="N", c="r1", d="d", x="(a, l, q, b) -> I(a, b)",
               y="(a, l, q, b) -> I(a, b)", u="(a, l, q) -> v(q) + place(l) + L", v="(a, l, q) -> u(l, a, q) + K"),
    )  # fmt: skip
    every, listed = p.have(every), p.have(listed)
    with p.fix("j in r1, a in d") as one:
        p.get(f"x in d, l in n, q in N: {interval_at('j', 'x', 'l', 'q')}", p.at(every, "j"))
        p.have("W1(j, a) = I(x, a)")
        with p.case("x = a"):
            p.have("W1(j, a) = 1", "W1(j, a) = I(x, a)", p.at(units, "x", "a"))
            with p.fix("b in d") as rest, p.suppose("b != a"):
                p.have("W1(j, b) = I(x, b)")
                p.have("x != b", "x = a", "b != a")
                p.have("W1(j, b) = 0", "W1(j, b) = I(x, b)", p.at(units, "x", "b"))
            p.have("W1(j, a) = 0 or (W1(j, a) = 1 and (for all b in d: b != a => W1(j, b) = 0))", rest, "W1(j, a) = 1")
        with p.otherwise():
            p.have("W1(j, a) = 0", "W1(j, a) = I(x, a)", p.at(units, "x", "a"))
            p.have("W1(j, a) = 0 or (W1(j, a) = 1 and (for all b in d: b != a => W1(j, b) = 0))", "W1(j, a) = 0")
    with p.fix("i in r1, j in r1") as below:
        p.get(f"a in d, l in n, q in N: {interval_at('i', 'a', 'l', 'q')}", p.at(every, "i"))
        p.get(f"x in d, y in n, o in N: {interval_at('j', 'x', 'y', 'o')}", p.at(every, "j"))
        p.have("T1(i) + delta <= L", p.at(reach, "l", "a", "q"))
        p.have("place(y) >= 0 and v(o) >= 0", p.at("inside", "o"))
        p.have("T1(i) + delta <= S1(j)", "T1(i) + delta <= L", "place(y) >= 0 and v(o) >= 0")
    with p.fix("i in n, j in n") as places, p.suppose("i != j"):
        with p.case("i < j"):
            p.have("place(i) + 1 <= place(j)", _earlier(p, "i", "j"))
            p.have("|place(i) - place(j)| >= 1", "place(i) + 1 <= place(j)")
        with p.otherwise():
            p.have("j < i", "i != j")
            p.have("place(j) + 1 <= place(i)", _earlier(p, "j", "i"))
            p.have("|place(i) - place(j)| >= 1", "place(j) + 1 <= place(i)")
    with p.fix("x, y in R with |x| >= 1 and |y| <= 1 - delta") as moved:
        p.have("|x| <= |x + y| + |y|", why="the triangle inequality")
        p.have("|x + y| >= delta", "|x| <= |x + y| + |y|", "|x| >= 1", "|y| <= 1 - delta")
    with p.fix("i in r1, j in r1, a in d") as apart, p.suppose("W1(i, a) = 1 and W1(j, a) = 1"):
        for h, (x, l, q) in (("i", "xlq"), ("j", "ymo")):
            item = p.get(f"{x} in d, {l} in n, {q} in N: {interval_at(h, x, l, q)}", p.at(every, h))
            p.have(f"W1({h}, a) = I({x}, a)", p.at(p.left(item), "a"))
            with p.suppose(f"{x} != a"):
                p.have(f"W1({h}, a) = 0", f"W1({h}, a) = I({x}, a)", p.at(units, x, "a"))
                p.have("false", f"W1({h}, a) = 0", "W1(i, a) = 1 and W1(j, a) = 1")
            p.have(f"{x} = a")
        gap = p.have("S1(i) - S1(j) = (place(l) - place(m)) + (v(q) - v(o))")
        with p.case("l = m"):
            p.have("S1(i) - S1(j) = v(q) - v(o)", "S1(i) - S1(j) = (place(l) - place(m)) + (v(q) - v(o))", "l = m")
            with p.case("v(q) = v(o)"):
                p.have("S1(i) = S1(j)", "S1(i) - S1(j) = v(q) - v(o)", "v(q) = v(o)")
                part = p.symbols["part"]
                x, y, l, m, vq, vo = (p.term(name) for name in ("x", "y", "l", "m", "v(q)", "v(o)"))
                same = p.have("x = y", "x = a", "y = a")
                p.have("T1(i) = part(l, x, v(q)) + K", p.at(written, "l", "x", "q"))
                p.have("T1(j) = part(m, y, v(o)) + K", p.at(written, "m", "y", "o"))
                p.have("T1(i) = T1(j)", "T1(i) = part(l, x, v(q)) + K", "T1(j) = part(m, y, v(o)) + K",
                       p.congruence(p.fact("l = m"), l, m, lambda z: part(z, x, vq)),
                       p.congruence(same, x, y, lambda z: part(m, z, vq)),
                       p.congruence(p.fact("v(q) = v(o)"), vq, vo, lambda z: part(m, y, z)))  # fmt: skip
                p.have(
                    "|S1(i) - S1(j)| >= delta or (S1(i) = S1(j) and T1(i) = T1(j))", "S1(i) = S1(j)", "T1(i) = T1(j)"
                )
            with p.otherwise():
                with p.case("v(q) < v(o)"):
                    p.have("v(o) - v(q) >= delta", p.at("levels", "q", "o"))
                    p.have("|S1(i) - S1(j)| >= delta", "S1(i) - S1(j) = v(q) - v(o)", "v(o) - v(q) >= delta")
                    p.have("|S1(i) - S1(j)| >= delta or (S1(i) = S1(j) and T1(i) = T1(j))", "|S1(i) - S1(j)| >= delta")
                with p.otherwise():
                    p.have("v(o) < v(q)", "not v(q) < v(o)", "not v(q) = v(o)")
                    p.have("v(q) - v(o) >= delta", p.at("levels", "o", "q"))
                    p.have("|S1(i) - S1(j)| >= delta", "S1(i) - S1(j) = v(q) - v(o)", "v(q) - v(o) >= delta")
                    p.have("|S1(i) - S1(j)| >= delta or (S1(i) = S1(j) and T1(i) = T1(j))", "|S1(i) - S1(j)| >= delta")
        with p.otherwise():
            p.have("|v(q) - v(o)| <= 1 - delta", p.at("inside", "q"), p.at("inside", "o"))
            p.have("|place(l) - place(m)| >= 1", p.at(places, "l", "m"))
            far = p.at(moved, "place(l) - place(m)", "v(q) - v(o)")
            size = p.congruence(gap, p.term("S1(i) - S1(j)"), p.term("(place(l) - place(m)) + (v(q) - v(o))"), absolute)
            p.have("|S1(i) - S1(j)| >= delta", size, far)
            p.have("|S1(i) - S1(j)| >= delta or (S1(i) = S1(j) and T1(i) = T1(j))", "|S1(i) - S1(j)| >= delta")
    return listed, (one, below, apart)


def _earlier(p: Proof, i: str, j: str) -> Theorem:
    """place(i) + 1 <= place(j) from i < j."""
    order = Positions(p, p["n"])
    return order.increasing(p.term(i), p.term(j), p.fact(f"{j} in n"), p.fact(f"{i} < {j}"))


def _moved(p: Proof, name: str, at: str) -> list[Theorem]:
    """f(g, l, a) = f(f, l, a) = f(f, m, a), from g = f and l = m."""
    array, (g, l, f, m, a) = p.symbols[name] if name in p.symbols else p[name], map(p.term, at + "a")
    first = p.congruence(p.have(f"{at[0]} = {at[2]}"), g, f, lambda z: array(z, l, a))
    return [first, p.congruence(p.have(f"{at[1]} = {at[3]}"), l, m, lambda z: array(f, z, a))]


def list_tokens(p: Proof, apart: Theorem, values: Block, positive: Block):
    """The stack that takes the G n tokens point(g, i) to their values."""
    p.get("k0 in n")
    p.let("one = {x in n | x = k0}")
    p.have("k0 in one")
    p.have("|one| = 1")
    p.let("all(g) = sum[k in n] (of(g, k) + d K)", "point(g, i, a) = part(i, a, P(g, i, a)) + K + (lam/d) all(g)")
    p.let("extra = d K + lam n d K")
    is_point = named_array(
        p, "t in R^(G, n, d): for all g in G, i in n, a in d: t(g, i, a) = {}", "point(g, i, a)", "g, i, a"
    )
    with p.fix("g in G, i in n") as total:
        with p.fix("a in d") as each:
            p.have("t(g, i, a) = point(g, i, a)", p.at(is_point, "g", "i", "a"))
        one = p.have("sum[a in d] t(g, i, a) = of(g, i) + d K + lam all(g)", p.summed(each))
        p.have("all(g) = (sum[k in n] of(g, k)) + n d K")
        p.have("sum[a in d] t(g, i, a) = z(g, i) + extra", one, "all(g) = (sum[k in n] of(g, k)) + n d K")
    with p.fix("g in G, i in n") as codes:
        with p.fix("a in d") as parts:
            p.have("part(i, a, P(g, i, a)) >= 0", p.at(positive, "i", "a", "P(g, i, a)"))
        p.have("of(g, i) >= 0", p.summed(parts))
    with p.fix("g in G, i in n") as large:
        with p.fix("k in n") as each:
            p.have("of(g, k) >= 0", p.at(codes, "g", "k"))
        p.have("sum[k in n] of(g, k) >= 0", p.summed(each))
        p.have("lam (sum[k in n] of(g, k)) >= 0", "sum[k in n] of(g, k) >= 0", "lam >= 0")
        p.have("z(g, i) >= 0", "lam (sum[k in n] of(g, k)) >= 0", p.at(codes, "g", "i"))
    p.have("d K >= K", "K >= 1", "d>=1")
    p.have("lam n d K >= 0", "lam >= 0", "K >= 1")
    p.have("extra >= K", "d K >= K", "lam n d K >= 0")
    every = f"for all h in r2: some g in G, i in n, q in one: {token_at('h', 'g', 'i')}"
    listed = f"for all g in G, i in n, q in one: some h in r2: {token_at('h', 'g', 'i')}"
    p.get(
        f"W3, W4 in R^(r2, d), S3, T3 in R^r2: ({every}) and ({listed})",
        p.cite("lem:listing", "|one| = 1", "second-stack", A="G", B="n", Q=p.symbols["one"], c="r2", d="d",
               x="(g, i, q, a) -> t(g, i, a)", y="(g, i, q, a) -> H(g, i, a)", u="(g, i, q) -> 0", v="(g, i, q) -> 0"),
    )  # fmt: skip
    every, listed = p.have(every), p.have(listed)
    with p.fix("i in r2, j in r2") as points:
        left = p.get(f"g in G, l in n, q in one: {token_at('i', 'g', 'l')}", p.at(every, "i"))
        right = p.get(f"f in G, m in n, o in one: {token_at('j', 'f', 'm')}", p.at(every, "j"))
        with p.fix("a in d") as first:
            p.have("W3(i, a) = t(g, l, a)", p.at(p.left(left), "a"))
        with p.fix("a in d") as second:
            p.have("W3(j, a) = t(f, m, a)", p.at(p.left(right), "a"))
        one = p.have("sum[a in d] W3(i, a) = z(g, l) + extra", p.summed(first), p.at(total, "g", "l"))
        two = p.have("sum[a in d] W3(j, a) = z(f, m) + extra", p.summed(second), p.at(total, "f", "m"))
        with p.case("g = f and l = m"):
            with p.fix("a in d") as same:
                here, there = p.at(p.left(left), "a"), p.at(p.left(right), "a")
                p.have("W3(i, a) = W3(j, a)", here, there, *_moved(p, "t", "glfm"))
                p.have("W4(i, a) = W4(j, a)", here, there, *_moved(p, "H", "glfm"))
                p.have("W3(i, a) = W3(j, a) and W4(i, a) = W4(j, a)")
            p.have(f"|{APART3}| >= 1 or (for all a in d: W3(i, a) = W3(j, a) and W4(i, a) = W4(j, a))", same)
        with p.otherwise():
            p.have("|z(g, l) - z(f, m)| >= 1", p.at(apart, "g", "f", "l", "m"))
            gap = p.have(f"{APART3} = z(g, l) - z(f, m)", one, two)
            p.have(
                f"|{APART3}| >= 1",
                "|z(g, l) - z(f, m)| >= 1",
                p.congruence(gap, p.term(APART3), p.term("z(g, l) - z(f, m)"), absolute),
            )
            p.have(f"|{APART3}| >= 1 or (for all a in d: W3(i, a) = W3(j, a) and W4(i, a) = W4(j, a))",
                   f"|{APART3}| >= 1")  # fmt: skip
    with p.fix("i in r2, j in r2") as below:
        left = p.get(f"g in G, l in n, q in one: {token_at('i', 'g', 'l')}", p.at(every, "i"))
        right = p.get(f"f in G, m in n, o in one: {token_at('j', 'f', 'm')}", p.at(every, "j"))
        with p.fix("a in d") as first:
            p.have("W4(i, a) = H(g, l, a)", p.at(p.left(left), "a"))
        with p.fix("a in d") as second:
            p.have("W3(j, a) = t(f, m, a)", p.at(p.left(right), "a"))
        one = p.have("sum[a in d] W4(i, a) + 1 <= K", p.summed(first), p.at(values, "g", "l"))
        two = p.have(
            "sum[a in d] W3(j, a) >= K", p.summed(second), p.at(total, "f", "m"), p.at(large, "f", "m"), "extra >= K"
        )
        p.have("sum[a in d] W4(i, a) + 1 <= sum[a in d] W3(j, a)", one, two)
    return is_point, listed, (points, below)


def token_at(h: str, g: str, i: str) -> str:
    """That h lists the token t(g, i)."""
    values = f"(for all a in d: W3({h}, a) = t({g}, {i}, a) and W4({h}, a) = H({g}, {i}, a))"
    return f"{values} and (S3({h}) = 0 and T3({h}) = 0)"


def interval_at(h: str, a: str, l: str, q: str) -> str:
    """That h lists the interval (a, l, q)."""
    return (
        f"(for all b in d: W1({h}, b) = I({a}, b) and W2({h}, b) = I({a}, b))"
        f" and (S1({h}) = v({q}) + place({l}) + L and T1({h}) = u({l}, {a}, {q}) + K)"
    )


def named_array(p: Proof, said: str, value: str, names: str) -> Theorem:
    """An array by its entries."""
    line = said.format(value)
    p.have("some " + line, by=f"({names}) -> {value}")
    p.get(line)
    return p.have(line.split(": ", 1)[1])


def code_tokens(p: Proof):
    """The codes of lem:grid-codes with a step for the ramp: what coordinate a of token i adds is part(i, a, level)."""
    p.let("step(x) = (sum[q in N | x >= 0] 1)/N")
    with p.fix("x in R with x >= 0") as on:
        p.have("sum[q in N | x >= 0] 1 = N", "x >= 0")
        p.have("step(x) = 1", "sum[q in N | x >= 0] 1 = N")
    with p.fix("x in R with not x >= 0") as off:
        with p.fix("q in {q in N | x >= 0}") as none:
            p.have("false", "x >= 0", "not x >= 0")
            p.have("1 = 0")
        p.have("sum[q in N | x >= 0] 1 = 0", p.summed(none))
        p.have("step(x) = 0", "sum[q in N | x >= 0] 1 = 0")
    p.have("some rho in R^n: for all x in R: rho(x) = step(x)", by="step")
    p.get("rho in R^n: for all x in R: rho(x) = step(x)")
    value = p.have("for all x in R: rho(x) = step(x)")
    with p.fix("x in R") as first, p.suppose("x >= 0"):
        p.have("rho(x) = 1", p.at(value, "x"), p.at(on, "x"))
    with p.fix("x in R") as second, p.suppose("x <= -delta"):
        p.have("not x >= 0", "x <= -delta", "step")
        p.have("rho(x) = 0", p.at(value, "x"), p.at(off, "x"))
    with p.fix("x, y in R") as third, p.suppose("x <= y"):
        with p.case("x >= 0"):
            p.have("y >= 0")
            p.have("rho(x) <= rho(y)", p.at(first, "x"), p.at(first, "y"))
        with p.otherwise():
            below = p.have("rho(x) = 0", p.at(value, "x"), p.at(off, "x"))
            with p.case("y >= 0"):
                p.have("rho(x) <= rho(y)", below, p.at(first, "y"))
            with p.otherwise():
                p.have("rho(x) <= rho(y)", below, p.at(value, "y"), p.at(off, "y"))
    ramp = p.have(RAMP.replace("theta", "delta"), first, second, third)
    codes = written_codes(APART, SAME.replace("theta", "delta"), LIMITS)
    p.get(
        "e in R^n, w in R^(n, d), lam in R: ((for all l in n: e(l) >= 0) and ((for all l in n, a in d: w(l, a) >= 1)"
        f" and lam >= 0)) and (for all theta in R, rho in R^n: 0 < theta <= delta => ({RAMP} => ("
        + written_codes(APART, SAME, LIMITS)
        + ")))",
        p.cite("lem:grid-codes", G="G", n="n", d="d", N="N", v="v", P="P", delta="delta"),
    )
    large = p.have("for all l in n, a in d: w(l, a) >= 1")
    known = p.have(
        f"for all theta in R, rho in R^n: 0 < theta <= delta => ({RAMP} => ("
        + written_codes(APART, SAME, LIMITS)
        + "))"
    )
    apart = p.left(p.have(codes, p.at(known, "delta", "rho", ramp)))
    p.let("part(i, a, x) = sum[l in n, q in N] w(l, a) rho(x + e(i) - e(l) - v(q))")
    with p.fix("x in R") as nonnegative:
        with p.case("x >= 0"):
            p.have("rho(x) >= 0", p.at(first, "x"))
        with p.otherwise():
            p.have("rho(x) >= 0", p.at(value, "x"), p.at(off, "x"))
    with p.fix("i in n, a in d, x in R") as positive:
        with p.fix("l in n, q in N") as each:
            p.have("w(l, a) rho(x + e(i) - e(l) - v(q)) >= 0", p.at(large, "l", "a"),
                   p.at(nonnegative, "x + e(i) - e(l) - v(q)"))  # fmt: skip
        p.have("part(i, a, x) >= 0", p.summed(each))
    p.let("of(g, i) = sum[a in d] part(i, a, P(g, i, a))", "z(g, i) = of(g, i) + lam (sum[k in n] of(g, k))")
    return p.have(APART, apart), positive
