"""lem:neurons. Neurons indexed by tuples are the neurons of one layer: three for each (a, b, q) in [A] x [B] x [Q],
with a common direction W_abq, thresholds and outputs of their own, are the hidden neurons of a layer with c >= 3 A B Q.

Induction over the three index sets, one neuron at a time: each step gives the values of the new neuron to an index
that is left. Indices that are left at the end are of kind 0 and write nothing.
"""

from varproof_lemmas.universality.collapse import positive_part

from varproof.lang import Array, Entry, Eq, Exists, ForAll, Index, Max, Q, Source, Sum
from varproof.proof.kernel.build import sum_over
from varproof.proof.kernel.terms import ZERO
from varproof.proof.proof import Proof

entry = Entry(
    "lem:neurons",
    "Neurons indexed by tuples are the neurons of one layer",
    source=Source(text="ours"),
    uses=["lem:unit-vector"],
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    A, B, C, c, d = (s.size(name) for name in ("A", "B", "Q", "c", "d"))
    w = s.array("w", A, B, C, d)
    t = [s.array(f"t{r}", A, B, C) for r in (1, 2, 3)]
    v = [s.array(f"v{r}", d, A, B, C) for r in (1, 2, 3)]
    a, b, q, h, j, l = (Index(*pair) for pair in zip("abqhjl", (A, B, C, c, d, d), strict=True))
    W, T, V, x = Array("W", c, d), Array("T", c), Array("V", d, c), Array("x", d)
    s.assume("count", c >= 3 * A * B * C)
    along = Sum(w[a, b, q, l] * x[l], l)
    three = [Sum(v[r][j, a, b, q] * Max(along + t[r][a, b, q], 0), a, b, q) for r in range(3)]
    one = Sum(V[j, h] * Max(Sum(W[h, l] * x[l], l) + T[h], 0), h)
    s.claim("layer", Exists(W, T, V, ForAll(x, ForAll(j, Eq(one, three[0] + three[1] + three[2])))))

    unit = dict(w=[[[[1]]]], t1=[[[0]]], t2=[[[0]]], t3=[[[0]]], v1=[[[[1]]]], v2=[[[[1]]]], v3=[[[[1]]]])
    s.instance("three neurons", c=3, **unit)
    s.instance("three that cancel", c=3, **dict(unit, v1=[[[[2]]]], v2=[[[[-1]]]], v3=[[[[-1]]]]))
    two = dict(w=[[[[1]]], [[[-2]]]], v1=[[[[1]], [[2]]]], v2=[[[[0]], [[1]]]], v3=[[[[1]], [[1]]]])
    s.instance("one neuron more than needed", c=4, **unit)
    s.instance("six neurons", c=6, **two, t1=[[[0]], [[1]]], t2=[[[1]], [[0]]], t3=[[[-1]], [[2]]])

    def at(x):
        """The sum of all neurons at (x, ..., x)."""
        along = Sum(w[a, b, q, l] * x, l)
        return sum(Sum(v[r][j, a, b, q] * Max(along + t[r][a, b, q], 0), a, b, q) for r in range(3))

    def bend(x):
        return at(x + Q(1, 4)) - 2 * at(x) + at(x - Q(1, 4))

    # one neuron is monotone along a line, and two have two kinks
    hat = dict(unit, t1=[[[1]]], t3=[[[-1]]], v2=[[[[-2]]]])
    monotone = ForAll(j, (at(0) - at(-1)) * (at(1) - at(0)) >= 0)
    s.false("one neuron", assume={"count": c >= A * B * C}, claims={"layer": monotone}, at=dict(hat, c=1))
    kinks = ForAll(j, Eq(bend(-1) * bend(0) * bend(1), 0))
    s.false("two neurons", assume={"count": c >= 2 * A * B * C}, claims={"layer": kinks}, at=dict(hat, c=2))


@entry.proof("stated")
def proof(p: Proof) -> None:
    whole = "r(h), a(h), b(h), q(h)"
    every = "for all f in R^(C, C, C, C): f(0, 0, 0, 0) = 0 => "

    def says(count: str, total: str) -> str:
        return f"for all C in sets: |C| >= {count} => (some r, a, b, q in R^C: {every}sum[h in C] f({whole}) = {total})"

    def one_more(before, count: str, total: str, neuron: str, more: str):
        """The claim for one neuron more, f(neuron)."""
        with p.fix("C in sets") as block, p.suppose(f"|C| >= {count} + 1"):
            p.have(f"{count} >= 0")
            p.have("|C| > 0")
            p.get("x in C")
            p.let("rest = {h in C | h != x}")
            p.have("|C| = 1 + |rest|")
            p.have(f"|rest| >= {count}", f"|C| >= {count} + 1", "|C| = 1 + |rest|")
            p.get(
                f"r, a, b, q in R^C: {every}sum[h in rest] f({whole}) = {total}",
                p.at(before, p.symbols["rest"]),
            )
            p.get(
                "u in R^C: (for all i in C: (i = x => u(i) = 1) and (i != x => u(i) = 0))"
                " and (for all g in R^C: sum[i in C] u(i) g(i) = g(x))",
                p.cite("lem:unit-vector", n=p.symbols["C"], m="x"),
            )
            units = p.have("for all i in C: (i = x => u(i) = 1) and (i != x => u(i) = 0)")
            values = neuron.split(", ")
            for name, value in zip("rabq", values, strict=True):
                p.let(f"{name}2(h) = u(h) {value} + (1 - u(h)) {name}(h)")
            moved = ", ".join(f"{name}2(h)" for name in "rabq")

            def at(u, h):
                new = [p.term(value) for value in values]
                return [u * y + (1 - u) * p.symbols[name](h) for name, y in zip("rabq", new, strict=True)]

            with p.fix("f in R^(C, C, C, C)"), p.suppose("f(0, 0, 0, 0) = 0"):
                f, u, x = p.symbols["f"], p.symbols["u"], p.symbols["x"]
                one = p.have("u(x) = 1", p.at(units, "x"))
                top = p.congruence(one, u(x), p.term("1"), lambda z: f(*at(z, x)))
                with p.fix("h in rest") as others:
                    h = p.symbols["h"]
                    zero = p.have("u(h) = 0", p.at(units, "h"))
                    p.have(f"f({moved}) = f({whole})", p.congruence(zero, u(h), p.term("0"), lambda z: f(*at(z, h))))
                split = p.have(f"sum[h in C] f({moved}) = f({moved.replace('(h)', '(x)')}) + sum[h in rest] f({moved})")
                p.have(
                    f"sum[h in C] f({moved}) = {more}",
                    split,
                    top,
                    p.summed(others),
                    p.at(f"{every}sum[h in rest] f({whole}) = {total}", "f"),
                )
            p.have(
                f"some r, a, b, q in R^C: {every}sum[h in C] f({whole}) = {more}",
                by="r2, a2, b2, q2",
            )
        return block

    def three(at: str) -> str:
        return f"(f(1, {at}) + f(2, {at}) + f(3, {at}))"

    def restated(theorem, before, after, split: str = ""):
        """The claim with another count and sum, which are equal to those that stand in the theorem."""
        with p.fix("C in sets") as block, p.suppose(f"|C| >= {after[0]}"):
            p.have(f"|C| >= {before[0]}")
            p.get(
                f"r, a, b, q in R^C: {every}sum[h in C] f({whole}) = {before[1]}",
                p.at(theorem, p.symbols["C"]),
            )
            known = p.have(f"{every}sum[h in C] f({whole}) = {before[1]}")
            with p.fix("f in R^(C, C, C, C)"), p.suppose("f(0, 0, 0, 0) = 0"):
                facts = [p.have(split)] if split else []
                p.have(f"sum[h in C] f({whole}) = {after[1]}", p.at(known, "f"), *facts)
            p.have(
                f"some r, a, b, q in R^C: {every}sum[h in C] f({whole}) = {after[1]}",
                by="r, a, b, q",
            )
        return block

    def empty(S: str, after, theorem, before):
        """The claim for an empty set is the claim before."""
        with p.fix(f"{S} in sets with {S} is empty") as block:
            p.have(f"|{S}| = 0")
            p.have(says(*after), restated(theorem, before, after))
        return block

    outside = "3 |S| B Q", f"sum[i in S, k in B, l in Q] {three('i, k, l')}"
    with p.fix("S in sets with S is empty") as base:
        p.have("|S| = 0")
        with p.fix("C in sets"), p.suppose(f"|C| >= {outside[0]}"):
            with p.fix("f in R^(C, C, C, C)"), p.suppose("f(0, 0, 0, 0) = 0"):
                p.have(f"sum[h in C] f(0, 0, 0, 0) = {outside[1]}")
            p.have(
                f"some r, a, b, q in R^C: {every}sum[h in C] f({whole}) = {outside[1]}",
                by="h -> 0, h -> 0, h -> 0, h -> 0",
            )
    with p.induct("S in sets: " + says(*outside), base, largest="e") as outer:
        p.let("others = {i in S | i != e}")
        before = "3 |others| B Q", f"sum[i in others, k in B, l in Q] {three('i, k, l')}"
        within = "3 |others| B Q + 3 |T| Q", f"({before[1]} + sum[k in T, l in Q] {three('e, k, l')})"
        base = empty("T", within, outer.hypothesis, before)
        with p.induct("T in sets: " + says(*within), base, largest="g", take="g") as middle:
            p.let("left = {k in T | k != g}")
            start = "3 |others| B Q + 3 |left| Q", f"({before[1]} + sum[k in left, l in Q] {three('e, k, l')})"
            inside = f"{start[0]} + 3 |U|", f"({start[1]} + sum[l in U] {three('e, g, l')})"
            base = empty("U", inside, middle.hypothesis, start)
            with p.induct("U in sets: " + says(*inside), base, largest="o", take="o") as inner:
                p.let("few = {l in U | l != o}")
                count, total = f"{start[0]} + 3 |few|", f"({start[1]} + sum[l in few] {three('e, g, l')})"
                theorem = inner.hypothesis
                for k in (1, 2, 3):
                    more = f"({total} + f({k}, e, g, o))"
                    theorem = one_more(theorem, count, total, f"{k}, e, g, o", more)
                    count, total = f"{count} + 1", more
                p.have("|U| = 1 + |few|")
                new = three("e, g, o")
                split = f"sum[l in U] {three('e, g, l')} = {new} + sum[l in few] {three('e, g, l')}"
                p.have(says(*inside), restated(theorem, (count, total), inside, split))
            p.have("|T| = 1 + |left|")
            split = (
                f"sum[k in T, l in Q] {three('e, k, l')}"
                f" = sum[l in Q] {three('e, g, l')} + sum[k in left, l in Q] {three('e, k, l')}"
            )
            whole_row = f"{start[0]} + 3 Q", f"({start[1]} + sum[l in Q] {three('e, g, l')})"
            p.have(says(*within), restated(p.at(inner, p["Q"]), whole_row, within, split))
        p.have("|S| = 1 + |others|")
        split = f"{outside[1]} = sum[k in B, l in Q] {three('e, k, l')} + {before[1]}"
        whole_plane = f"{before[0]} + 3 B Q", f"({before[1]} + sum[k in B, l in Q] {three('e, k, l')})"
        p.have(says(*outside), restated(p.at(middle, p["B"]), whole_plane, outside, split))
    p.get(
        f"r, a, b, q in R^c: for all f in R^(c, c, c, c): f(0, 0, 0, 0) = 0 => sum[h in c] f({whole})"
        f" = sum[i in A, k in B, l in Q] {three('i, k, l')}",
        p.at(outer, p["A"], p["c"]),
    )
    known = p.have(
        f"for all f in R^(c, c, c, c): f(0, 0, 0, 0) = 0"
        f" => sum[h in c] f({whole}) = sum[i in A, k in B, l in Q] {three('i, k, l')}"
    )

    def third(name: str, before: str) -> str:
        """The entry of the neuron of kind r: of three polynomials of r one is 1 at r, all others 0, and all at 0."""
        x, y, z = (f"r(h) {name}{k}({before}a(h), b(h), q(h))" for k in (1, 2, 3))
        return f"(r(h) - 2) (r(h) - 3) {x}/2 - (r(h) - 1) (r(h) - 3) {y}/2 + (r(h) - 1) (r(h) - 2) {z}/6"

    p.let("W(h, l) = w(a(h), b(h), q(h), l)", f"T(h) = {third('t', '')}", f"V(j, h) = {third('v', 'j, ')}")
    p.let("relu(x) = max(x, 0)")
    with p.fix("x in R^d"), p.fix("j in d"):
        x, j = p.symbols["x"], p.symbols["j"]
        w, t, v = p["w"], [p[f"t{k}"] for k in (1, 2, 3)], [p[f"v{k}"] for k in (1, 2, 3)]

        def neuron(r, a, b, q):
            weights = r * (r - 2) * (r - 3) / 2, -r * (r - 1) * (r - 3) / 2, r * (r - 1) * (r - 2) / 6
            at = sum_over(p["d"], lambda l: w(a, b, q, l) * x(l)) + sum(
                (c * y(a, b, q) for c, y in zip(weights, t, strict=True)), ZERO
            )
            return sum((c * y(j, a, b, q) for c, y in zip(weights, v, strict=True)), ZERO) * positive_part(at)

        p.have(
            "sum[h in c] V(j, h) relu(sum[l in d] W(h, l) x(l) + T(h)) = "
            + " + ".join(
                f"sum[i in A, k in B, o in Q] v{r}(j, i, k, o) relu(sum[l in d] w(i, k, o, l) x(l) + t{r}(i, k, o))"
                for r in (1, 2, 3)
            ),
            p.at(known, neuron),
        )
    p.claim("layer", by="W, T, V")
