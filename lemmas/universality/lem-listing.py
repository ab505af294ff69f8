"""lem:listing. Data indexed by tuples can be listed: for c >= A B Q there is a list of c members in which each of the
data x_abq, y_abq, u_abq, v_abq, (a, b, q) in [A] x [B] x [Q], stands, and nothing else.

Induction over the three index sets, one tuple at a time, which gets an index that is left.
"""

from collections.abc import Callable

from varproof.lang import And, Array, Entry, Eq, Exists, ForAll, Index, Source
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof

entry = Entry(
    "lem:listing", "Data indexed by tuples can be listed", source=Source(text="ours"), uses=["lem:unit-vector"]
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    A, B, C, c, d = (s.size(name) for name in ("A", "B", "Q", "c", "d"))
    x, y = s.array("x", A, B, C, d), s.array("y", A, B, C, d)
    u, v = s.array("u", A, B, C), s.array("v", A, B, C)
    X, Y, U, V = Array("X", c, d), Array("Y", c, d), Array("U", c), Array("V", c)
    a, b, q, h, l = (Index(*pair) for pair in zip("abqhl", (A, B, C, c, d), strict=True))
    s.assume("count", c >= A * B * C)
    rows = ForAll(l, And(Eq(X[h, l], x[a, b, q, l]), Eq(Y[h, l], y[a, b, q, l])))
    equal = And(rows, And(Eq(U[h], u[a, b, q]), Eq(V[h], v[a, b, q])))
    s.claim("list", Exists(X, Y, U, V, And(ForAll(h, Exists(a, b, q, equal)), ForAll(a, b, q, Exists(h, equal)))))

    one = dict(x=[[[[1]]]], y=[[[[2]]]], u=[[[3]]], v=[[[4]]])
    s.instance("one tuple", c=1, **one)
    s.instance("a longer list", c=3, **one)
    pair = dict(x=[[[[1]]], [[[5]]]], y=[[[[2]]], [[[2]]]], u=[[[3]], [[3]]], v=[[[4]], [[0]]])
    s.instance("two tuples", c=2, **pair)
    m = Index("m", A)
    constant = ForAll(a, m, b, q, Eq(v[a, b, q], v[m, b, q]))
    # a list of one datum has all of them only where they are equal
    alike = ForAll(a, m, b, q, l, Eq(x[a, b, q, l], x[m, b, q, l]))
    s.false("one datum at all places", claims={"list": alike}, at=dict(pair, c=2))
    s.false("one place fewer", assume={"count": c >= 1}, claims={"list": constant}, at=dict(pair, c=1))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.get("a0 in A")
    p.get("b0 in B")
    p.get("q0 in Q")
    p.let("tuple(x, y, z) iff some i in A, k in B, l in Q: (x = i and y = k) and z = l")
    p.let("inside(C, a, b, q) iff for all h in C: tuple(a(h), b(h), q(h))")
    p.let("hit(C, a, b, q, i, k, l) iff some h in C: (a(h) = i and b(h) = k) and q(h) = l")

    def lists(wanted: str) -> str:
        return f"inside(C, a, b, q) and (for all i in A, k in B, l in Q: ({wanted}) => hit(C, a, b, q, i, k, l))"

    def says(count: str, wanted: str) -> str:
        return f"for all C in sets: |C| >= {count} => (some a, b, q in R^C: {lists(wanted)})"

    def restated(theorem, before: tuple[str, str], after: tuple[str, str], shows: Callable[[str], object]):
        """The claim with another count and description of the tuples; `shows` proves this where i is not in others."""
        with p.fix("C in sets") as block, p.suppose(f"|C| >= {after[0]}"):
            p.have(f"|C| >= {before[0]}")
            p.get(f"a, b, q in R^C: {lists(before[1])}", p.at(theorem, p.symbols["C"]))
            with p.fix("i in A, k in B, l in Q") as all_hit, p.suppose(after[1]):
                with p.case("i in others"):
                    p.have(before[1], "i in others")
                with p.otherwise():
                    shows(before[1])
                p.have("hit(C, a, b, q, i, k, l)")
            p.have("inside(C, a, b, q)")
            p.have(f"some a, b, q in R^C: {lists(after[1])}", all_hit, by="a, b, q")
        return block

    def no_row(_: str) -> None:
        p.have("i = e and k in T")
        p.have("not k in T")
        p.have("false")

    def no_line(formula: str) -> None:
        p.have("i = e and (k in left or (k = g and l in U))")
        with p.suppose("not k in left"):
            p.have("k = g and l in U")
            p.have("not l in U")
            p.have("false")
        p.have("k in left")
        p.have(formula)

    def no_tuple(formula: str) -> None:
        p.have("i = e and (k in left or (k = g and l in U))")
        with p.suppose("not k in left"):
            p.have("k = g and l in U")
            with p.suppose("not l in few"):
                with p.suppose("l != o"):
                    p.have("l in few", "l in U", "l != o")
                    p.have("false")
                p.have("l = o")
                p.have("tuple(e, g, o)", by="i, k, l")
                p.have("false")
            p.have("k = g and l in few")
        p.have(formula)

    def one_line(formula: str) -> None:
        p.have("i = e and k in T")
        with p.suppose("not k in left"):
            with p.suppose("k != g"):
                p.have("k in left")
                p.have("false")
            p.have("k = g and l in Q")
        p.have(formula)

    def one_plane(formula: str) -> None:
        with p.suppose("i != e"):
            p.have("i in others")
            p.have("false")
        p.have("i = e")
        p.have(formula)

    outside = "|S| B Q", "i in S"
    with p.fix("S in sets with S is empty") as base:
        p.have("|S| = 0")
        with p.fix("C in sets"), p.suppose("|C| >= |S| B Q"):
            with p.fix("i in A, k in B, l in Q") as none, p.suppose("i in S"):
                p.have("hit(C, h -> a0, h -> b0, h -> q0, i, k, l)")
            p.have(f"some a, b, q in R^C: {lists('i in S')}", none, by="h -> a0, h -> b0, h -> q0")

    def one_more(theorem, count: str, wanted: str, e: str, g: str, o: str, more: str):
        """The claim for the tuple (e, g, o) as well."""
        with p.fix("C in sets") as block, p.suppose(f"|C| >= {count} + 1"):
            p.have(f"{count} >= 0")
            p.have("|C| > 0")
            p.get("x in C")
            p.let("rest = {h in C | h != x}")
            p.have("|C| = 1 + |rest|")
            p.have(f"|rest| >= {count}", f"|C| >= {count} + 1", "|C| = 1 + |rest|")
            p.get(f"a, b, q in R^C: {lists(wanted).replace('(C, ', '(rest, ')}", p.at(theorem, p.symbols["rest"]))
            known = p.have("inside(rest, a, b, q)")
            hits = p.have(f"for all i in A, k in B, l in Q: ({wanted}) => hit(rest, a, b, q, i, k, l)")
            p.get(
                "u in R^C: (for all i in C: (i = x => u(i) = 1) and (i != x => u(i) = 0))"
                " and (for all f in R^C: sum[i in C] u(i) f(i) = f(x))",
                p.cite("lem:unit-vector", n=p.symbols["C"], m="x"),
            )
            units = p.have("for all i in C: (i = x => u(i) = 1) and (i != x => u(i) = 0)")
            p.let(*(f"{f}2(h) = u(h) {at} + (1 - u(h)) {f}(h)" for f, at in zip("abq", (e, g, o), strict=True)))
            with p.fix("h in rest") as others:
                p.have("u(h) = 0", p.at(units, "h"))
                p.have("(a2(h) = a(h) and b2(h) = b(h)) and q2(h) = q(h)", "u(h) = 0")
            p.have("u(x) = 1", p.at(units, "x"))
            p.have(f"(a2(x) = {e} and b2(x) = {g}) and q2(x) = {o}", "u(x) = 1")
            with p.fix("h in C") as members:
                with p.case("h = x"):
                    p.get(f"i in A, k in B, l in Q: ({e} = i and {g} = k) and {o} = l")
                    p.have("u(h) = 1", p.at(units, "h"))
                    p.have("(a2(h) = i and b2(h) = k) and q2(h) = l", "u(h) = 1")
                    p.have("tuple(a2(h), b2(h), q2(h))", by="i, k, l")
                with p.otherwise():
                    p.have("h in rest")
                    p.get("i in A, k in B, l in Q: (a(h) = i and b(h) = k) and q(h) = l", p.at(known, "h"))
                    p.have("(a2(h) = i and b2(h) = k) and q2(h) = l", p.at(others, "h"))
                    p.have("tuple(a2(h), b2(h), q2(h))", by="i, k, l")
            with p.fix("i in A, k in B, l in Q") as all_hit, p.suppose(more):
                with p.case(wanted):
                    p.get("h in rest: (a(h) = i and b(h) = k) and q(h) = l", p.at(hits, "i", "k", "l"))
                    p.have("(a2(h) = i and b2(h) = k) and q2(h) = l", p.at(others, "h"))
                    p.have("hit(C, a2, b2, q2, i, k, l)", by="h")
                with p.otherwise():
                    p.have("not i in others")
                    p.have("i = e and (k in left or (k = g and l in U))")
                    with p.suppose("k in left"):
                        p.have(wanted, "i = e", "k in left")
                        p.have("false", wanted, f"not ({wanted})")
                    p.have("k = g and l in U", "not k in left", "i = e and (k in left or (k = g and l in U))")
                    with p.suppose("l != o"):
                        p.have("l in few", "l in U", "l != o")
                        p.have("k = g and l in few", "k = g", "l in few")
                        p.have(wanted, "i = e", "k = g and l in few")
                        p.have("false", wanted, f"not ({wanted})")
                    p.have("l = o")
                    last = f"(a2(x) = {e} and b2(x) = {g}) and q2(x) = {o}"
                    p.have("(a2(x) = i and b2(x) = k) and q2(x) = l", last, f"i = {e}", f"k = {g}", f"l = {o}")
                    p.have("hit(C, a2, b2, q2, i, k, l)", by="x")
            p.have("inside(C, a2, b2, q2)", members)
            p.have(f"some a, b, q in R^C: {lists(more)}", all_hit, by="a2, b2, q2")
        return block

    def empty(S: str, theorem, before, after, shows):
        with p.fix(f"{S} in sets with {S} is empty") as block:
            p.have(f"|{S}| = 0")
            p.have(says(*after), restated(theorem, before, after, shows))
        return block

    with p.induct("S in sets: " + says(*outside), base, largest="e", take="e") as outer:
        p.let("others = {i in S | i != e}")
        before = "|others| B Q", "i in others"
        within = "|others| B Q + |T| Q", "i in others or (i = e and k in T)"
        with p.induct("T in sets: " + says(*within), empty("T", outer.hypothesis, before, within, no_row), largest="g",
                      take="g") as middle:  # fmt: skip
            p.let("left = {k in T | k != g}")
            start = "|others| B Q + |left| Q", "i in others or (i = e and k in left)"
            row = f"{start[0]} + |U|", "i in others or (i = e and (k in left or (k = g and l in U)))"
            with p.induct("U in sets: " + says(*row), empty("U", middle.hypothesis, start, row, no_line), largest="o",
                          take="o") as inner:  # fmt: skip
                p.let("few = {l in U | l != o}")
                less = f"{start[0]} + |few|", row[1].replace("l in U", "l in few")
                p.have("|U| = 1 + |few|")
                with p.case("tuple(e, g, o)"):
                    made = one_more(inner.hypothesis, *less, "e", "g", "o", row[1])
                    p.have(says(*row), restated(made, (f"{less[0]} + 1", row[1]), row, p.have))
                with p.otherwise():
                    p.have(says(*row), restated(inner.hypothesis, less, row, no_tuple))
            p.have("|T| = 1 + |left|")
            whole = f"{start[0]} + Q", row[1].replace("l in U", "l in Q")
            p.have(says(*within), restated(p.at(inner, p["Q"]), whole, within, one_line))
        p.have("|S| = 1 + |others|")
        plane = "|others| B Q + B Q", "i in others or (i = e and k in B)"
        p.have(says(*outside), restated(p.at(middle, p["B"]), plane, outside, one_plane))
    p.get(f"a, b, q in R^c: {lists('i in A').replace('(C, ', '(c, ')}", p.at(outer, p["A"], p["c"]))
    p.have("for all h in c: tuple(a(h), b(h), q(h))")
    listed = p.have("for all i in A, k in B, l in Q: i in A => hit(c, a, b, q, i, k, l)")
    p.let("X(h, e) = x(a(h), b(h), q(h), e)", "Y(h, e) = y(a(h), b(h), q(h), e)")
    p.let("U(h) = u(a(h), b(h), q(h))", "V(h) = v(a(h), b(h), q(h))")
    p.let("equal(h, i, k, l) iff (for all e in d: X(h, e) = x(i, k, l, e) and Y(h, e) = y(i, k, l, e))"
          " and (U(h) = u(i, k, l) and V(h) = v(i, k, l))")  # fmt: skip
    with p.fix("h in c, i in A, k in B, l in Q with (a(h) = i and b(h) = k) and q(h) = l") as same:
        steps = [p.have(f"{f}(h) = {to}") for f, to in zip("abq", "ikl", strict=True)]

        def moved(line: str, f: str, where: Callable[[Node, Node, Node], tuple[Node, ...]]) -> None:
            """This line, f(a(h), b(h), q(h)) = f(i, k, l)."""
            old, new = [p.term(f"{g}(h)") for g in "abq"], [p.term(g) for g in "ikl"]
            shown = []
            for n, step in enumerate(steps):

                def at(z: Node, n: int = n) -> Node:
                    return p[f](*where(*new[:n], z, *old[n + 1 :]))

                shown.append(p.congruence(step, old[n], new[n], at))
            p.have(line, *shown)

        with p.fix("e in d"):
            moved("X(h, e) = x(i, k, l, e)", "x", lambda *at: (*at, p.term("e")))
            moved("Y(h, e) = y(i, k, l, e)", "y", lambda *at: (*at, p.term("e")))
            p.have("X(h, e) = x(i, k, l, e) and Y(h, e) = y(i, k, l, e)")
        moved("U(h) = u(i, k, l)", "u", lambda *at: at)
        moved("V(h) = v(i, k, l)", "v", lambda *at: at)
        p.have("equal(h, i, k, l)")
    with p.fix("h in c"):
        p.get(
            "i in A, k in B, l in Q: (a(h) = i and b(h) = k) and q(h) = l",
            p.at("for all h in c: tuple(a(h), b(h), q(h))", "h"),
        )
        p.have("some i in A, k in B, l in Q: equal(h, i, k, l)", p.at(same, "h", "i", "k", "l"), by="i, k, l")
    with p.fix("i in A, k in B, l in Q"):
        p.get("h in c: (a(h) = i and b(h) = k) and q(h) = l", p.at(listed, "i", "k", "l"))
        p.have("some h in c: equal(h, i, k, l)", p.at(same, "h", "i", "k", "l"), by="h")
    p.claim("list", by="X, Y, U, V")
