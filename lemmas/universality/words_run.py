"""One run of the transformer of lem:word-transformer, layer by layer."""

from __future__ import annotations

from importlib import import_module

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import sum_over
from varproof.proof.positions import Positions
from varproof.proof.proof import Proof

absolute = import_module("varproof_lemmas.universality.lem-place-codes").absolute

CELL = "for all f in d: P(g, f) <= x(f) <= P(g, f) + delta - theta"
CUBE = "(for all f in d: 0 <= x(f) <= 1)"
EXACT = "(for all i in N, f in d: S(k, i, f) = H(g, i, f))"
BOUNDED = "(for all i in N, f in d: |S(k, i, f)| <= R0)"
ROWS = "(for all i in N: row(i) <= n(k) => (for all f in d: {}))"


def _ffn(p: Proof, alpha, omega):
    """added(k, i, f) from the values of alpha(k) and omega(k)."""
    k, i, f, A = (p.symbols[name] for name in ("k", "i", "f", "A"))
    parts = [[p.symbols[f"{name}{r}"] for name in "UTV"] for r in (1, 2)]

    def added(al, om):
        def neuron(h):
            first, second = ([*(w for w in part)] for part in parts)
            inner = sum_over(p["d"], lambda l: (al * first[0](h, l) + om * second[0](h, l)) * A(k, i, l))
            at = inner + al * first[1](h) + om * second[1](h)
            return (al * first[2](f, h) + om * second[2](f, h)) * p.symbols["relu"](at)

        return sum_over(p["c"], neuron)

    at_alpha, at_omega = p.term("alpha(k)"), p.term("omega(k)")
    once = p.congruence(p.have(f"alpha(k) = {alpha}"), at_alpha, p.term(alpha), lambda z: added(z, at_omega))
    twice = p.congruence(p.have(f"omega(k) = {omega}"), at_omega, p.term(omega), lambda z: added(p.term(alpha), z))
    return once, twice


def layers_of_words(p: Proof, run, networks, facts) -> None:
    """One run: S(k, i, f) = H(g, i, f) in the cell of g, and |S(k, i, f)| <= R0 in the cube, for the last k."""
    quantises, memory, unit, first, last, between, mixing = networks
    read, written_small, t_is, t_small, seen_small, within = facts
    start, later = p.left(run), p.left(p.right(run))
    attended, out = p.left(p.right(p.right(run))), p.right(p.right(p.right(run)))
    with (
        p.fix("k in r, y in R^d") as attends,
        p.suppose("for all j in N: row(j) <= n(k) => (for all f in d: value(k, j, f) = y(f))") as values,
        p.fix("i in N with row(i) <= n(k)"),
        p.fix("f in d"),
    ):
        p.let("rows = {j in N | row(j) <= n(k)}")
        p.have("i in rows", "row(i) <= n(k)")
        p.have("total(k, i) > 0", "i in rows")
        with p.fix("j in rows") as each:
            p.have("value(k, j, f) = y(f)", p.at(values.hypothesis, "j"))
            p.have("exp(score(k, i, j)) value(k, j, f) = exp(score(k, i, j)) y(f)", "value(k, j, f) = y(f)")
        p.have("mixed(k, i, f) = y(f) total(k, i)", p.summed(each))
        p.have("mixed(k, i, f)/total(k, i) = y(f)", "mixed(k, i, f) = y(f) total(k, i)", "total(k, i) > 0")
        p.have("A(k, i, f) = y(f)", p.at(attended, "k", "i", "f"), "mixed(k, i, f)/total(k, i) = y(f)")
    with p.suppose("for all a in d: x(a) >= 0") as positive:
        y_is = p.get("y in R: y = written(x)", by="written(x)")
        p.let(
            f"kept(k) iff (pos(k) != r => {ROWS.format('S(k, i, f) = y')})"
            f" and (pos(k) = r => {ROWS.format('Z(k, i, f) = sg y + e(i)')})"
        )
        at_first = _first_layer(p, start, out, attends, positive, quantises, unit, first, y_is)
        at_later = _later_layer(p, later, out, attends, last, between, mixing)
        with p.silent():
            every = Positions(p, p["r"]).by_induction(
                p.symbols["kept"],
                lambda k, k_in, at: p.use(at_first.theorem, k, k_in, at),
                lambda l, l_in, k, k_in, at, kept: p.use(at_later.theorem, l, l_in, k, k_in, at, kept),
            )
        every = p.have("for all k in r: kept(k)", every, why="by induction over the layers")
        facts = read, written_small, t_is, t_small, seen_small, within, memory, y_is
        _last_layer(p, every, attended, out, last, mixing, facts)
    ends = p.have(
        "(for all a in d: x(a) >= 0) => (for all k in r: pos(k) = r =>"
        f" ((for all g in G: ({CELL}) => {EXACT}) and ({CUBE} => {BOUNDED})))"
    )
    with p.fix("k in r with pos(k) = r") as exact, p.fix("g in G"), p.suppose(CELL) as cell:
        with p.fix("a in d") as positive:
            p.get("s in L: P(g, a) = v(s)", p.at("grid", "g", "a"))
            p.have("x(a) >= 0", p.at(cell.hypothesis, "a"), "P(g, a) = v(s)", p.at("inside", "s"))
        p.have(EXACT[1:-1], p.at(p.left(p.at(ends, positive.theorem, "k")), "g"))
    with p.suppose(CUBE) as cube:
        with p.fix("a in d") as positive:
            p.have("x(a) >= 0", p.at(cube.hypothesis, "a"))
        with p.fix("k in r with pos(k) = r"):
            p.have(BOUNDED[1:-1], p.at(p.right(p.at(ends, positive.theorem, "k")), cube.hypothesis))
    p.have(
        f"(for all k in r: pos(k) = r => (for all g in G: ({CELL}) => {EXACT}))"
        f" and ({CUBE} => (for all k in r: pos(k) = r => {BOUNDED}))",
        exact,
        cube,
    )


def _first_layer(p: Proof, start, out, attends, positive, quantises, unit, first, y_is):
    """The first layer writes the code of the word into all entries of all tokens."""
    with p.fix("k in r with pos(k) = 1") as block:
        ends = p.at(first, "k")
        p.have("alpha(k) = 1", ends)
        p.have("omega(k) = 0", ends)
        with p.fix("j in N with row(j) <= n(k)") as values, p.fix("f in d"):
            with p.fix("p in d") as each:
                p.have("Z(k, j, p) = x(p)", p.at(start, "k", "j", "p"), "omega(k) = 0")
                p.have("W(k, p, f) = I(p, f)", "alpha(k) = 1")
                p.have("Z(k, j, p) W(k, p, f) = I(p, f) x(p)", "Z(k, j, p) = x(p)", "W(k, p, f) = I(p, f)")
            p.have("value(k, j, f) = sum[p in d] I(p, f) x(p)", p.summed(each))
            p.have("value(k, j, f) = x(f)", "value(k, j, f) = sum[p in d] I(p, f) x(p)", p.at(unit, "x", "f"))
        same = p.at(attends, "k", "x", values.theorem)
        with p.fix("i in N with row(i) <= n(k)") as rows:
            seen = p.at(same, "i")
            with p.fix("a in d") as entries:
                p.have("A(k, i, a) = x(a)", p.at(seen, "a"))
            with p.fix("a in d") as not_negative:
                p.have("A(k, i, a) >= 0", p.at(entries, "a"), p.at(positive.hypothesis, "a"))
            with p.fix("a in d, q in L") as ramps:
                moved = p.congruence(
                    p.have("A(k, i, a) = x(a)", p.at(entries, "a")), p.term("A(k, i, a)"), p.term("x(a)"),
                    lambda z: p.symbols["ramp"](z - p.term("v(q)")),
                )  # fmt: skip
                p.have("u(a) ramp(A(k, i, a) - v(q)) = u(a) ramp(x(a) - v(q))", moved)
            p.have("written(a -> A(k, i, a)) = written(x)", p.summed(ramps))
            with p.fix("f in d"):
                once, twice = _ffn(p, "1", "0")
                p.have("S(k, i, f) = y", p.at(out, "k", "i", "f"), once, twice,
                       p.at(quantises, "a -> A(k, i, a)", not_negative.theorem, "f"), y_is,
                       "written(a -> A(k, i, a)) = written(x)")  # fmt: skip
        p.have("pos(k) != r", "pos(k) = 1", "deep")
        p.have("kept(k)", rows, "pos(k) != r")
    return block


def _later_layer(p: Proof, later, out, attends, last, between, mixing):
    """The layers between keep the equal tokens, and the last one adds the embedding."""
    with p.fix("l in r, k in r with pos(k) = pos(l) + 1") as block, p.suppose("kept(l)") as before:
        places = p.cite("thy:last-time", T="r", claim="range")
        p.have("pos(l) != r", "pos(k) = pos(l) + 1", p.at(places, "k"))
        p.have("pos(k) != 1", "pos(k) = pos(l) + 1", p.at(places, "l"))
        tokens = p.at(p.left(before.hypothesis), p.have("pos(l) != r"))
        with p.fix("i in N with row(i) <= n(k)") as up, p.fix("f in d"):
            with p.fix("j in {j in N | row(j) <= n(l)}") as each:
                p.have("S(l, j, f) = y", p.at(tokens, "j", "f"))
                p.have("Phi(k, i, j) S(l, j, f) = Phi(k, i, j) y", "S(l, j, f) = y")
            p.have("sum[j in N | row(j) <= n(l)] Phi(k, i, j) S(l, j, f) = sigma(k) y", p.summed(each),
                   p.at("row-sums", "l", "k", "i"))  # fmt: skip
            p.have("Z(k, i, f) = sigma(k) y + omega(k) e(i)", p.at(later, "l", "k", "i", "f"),
                   "sum[j in N | row(j) <= n(l)] Phi(k, i, j) S(l, j, f) = sigma(k) y")  # fmt: skip
        with p.case("pos(k) = r"):
            ends = p.at(last, "k")
            p.have("omega(k) = 1", ends)
            p.have("k = last", p.at(p.cite("thy:one-place", T="r"), "k", "last"))
            p.have("sigma(k) = sg", "k = last", "sg = sigma(last)")
            with p.fix("i in N with row(i) <= n(k)") as moved, p.fix("f in d"):
                p.have("Z(k, i, f) = sg y + e(i)", p.at(up, "i", "f"), "omega(k) = 1", "sigma(k) = sg")
            p.have("kept(k)", moved)
        with p.otherwise("pos(k) != 1 and pos(k) != r"):
            ends = p.at(between, "k")
            p.have("alpha(k) = 0", ends)
            p.have("omega(k) = 0", ends)
            p.have("sigma(k) != 0", p.at("not-zero", "k"))
            p.have("wv(k) = 1/(d sigma(k))", p.at(mixing, "k"), "omega(k) = 0")
            p.have("d > 0")
            with p.suppose("d sigma(k) = 0"):
                p.have("sigma(k) = 0", "d sigma(k) = 0", "d > 0")
                p.have("false", "sigma(k) = 0", "sigma(k) != 0")
            p.have("d sigma(k) != 0")
            p.have("d sigma(k) (1/(d sigma(k))) = 1", "d sigma(k) != 0")
            p.have("d sigma(k) wv(k) = 1", "wv(k) = 1/(d sigma(k))", "d sigma(k) (1/(d sigma(k))) = 1")
            with p.fix("j in N with row(j) <= n(k)") as values, p.fix("f in d"):
                with p.fix("p in d") as each:
                    p.have("Z(k, j, p) = sigma(k) y", p.at(up, "j", "p"), "omega(k) = 0")
                    p.have("W(k, p, f) = wv(k)", "alpha(k) = 0")
                    p.have("Z(k, j, p) W(k, p, f) = sigma(k) y wv(k)", "Z(k, j, p) = sigma(k) y", "W(k, p, f) = wv(k)")
                p.have("value(k, j, f) = d sigma(k) y wv(k)", p.summed(each))
                p.have("value(k, j, f) = y", "value(k, j, f) = d sigma(k) y wv(k)", "d sigma(k) wv(k) = 1")
            same = p.at(attends, "k", "f -> y", values.theorem)
            with p.fix("i in N with row(i) <= n(k)") as rows, p.fix("f in d"):
                once, twice = _ffn(p, "0", "0")
                p.have("S(k, i, f) = y", p.at(out, "k", "i", "f"), once, twice, p.at(same, "i", "f"))
            p.have("kept(k)", rows, "pos(k) != r")
    return block


def _last_layer(p: Proof, every, attended, out, last, mixing, facts) -> None:
    """The last layer attends to (sg y + e(j), ..., sg y + e(j)): A(k, i, f) = lam sees(i, y)."""
    with p.fix("k in r with pos(k) = r") as block:
        ends = p.at(last, "k")
        p.have("alpha(k) = 0", ends)
        p.have("omega(k) = 1", ends)
        kept = p.right(p.at(every, "k"))
        p.have("n(k) = N", p.at("last-level", "k"))
        with p.fix("i in N") as rows:
            p.have("N = row(i) + sum[l in N | not l <= i] 1")
            p.have("sum[l in N | not l <= i] 1 >= 0")
            p.have("row(i) <= n(k)", "n(k) = N", "N = row(i) + sum[l in N | not l <= i] 1",
                   "sum[l in N | not l <= i] 1 >= 0")  # fmt: skip
        with p.fix("h in R^N") as whole:
            p.have("sum[j in N | row(j) <= n(k)] h(j) = sum[j in N] h(j)", rows)
        tokens = p.at(kept, p.have("pos(k) = r"))
        with p.fix("i in N, f in d") as embedded:
            p.have("Z(k, i, f) = sg y + e(i)", p.at(tokens, "i", p.at(rows, "i"), "f"))
        p.have("wv(k) = lam/d", p.at(mixing, "k"), "omega(k) = 1")
        with p.fix("j in N, f in d") as values:
            with p.fix("p in d") as each:
                p.have("W(k, p, f) = lam/d", "alpha(k) = 0", "wv(k) = lam/d")
                p.have("Z(k, j, p) W(k, p, f) = (sg y + e(j)) lam/d", p.at(embedded, "j", "p"), "W(k, p, f) = lam/d")
            p.have("value(k, j, f) = (sg y + e(j)) lam", p.summed(each))
        with p.fix("i in N, j in N") as scores:
            with p.fix("p in d, q in d, o in d") as each:
                p.have("Z(k, i, p) (1/d) (1/d) Z(k, j, q) = (sg y + e(i)) (sg y + e(j)) (1/d) (1/d)",
                       p.at(embedded, "i", "p"), p.at(embedded, "j", "q"))  # fmt: skip
            p.have("score(k, i, j) = d (sg y + e(i)) (sg y + e(j))", p.summed(each))
        with p.fix("i in N, f in d"):
            p.let("weight(j) = exp(d (sg y + e(i)) (sg y + e(j)))")
            p.have("sum[j in N] weight(j) > 0")
            with p.fix("j in N") as weights:
                same = p.have("score(k, i, j) = d (sg y + e(i)) (sg y + e(j))", p.at(scores, "i", "j"))
                p.have(
                    "exp(score(k, i, j)) = weight(j)",
                    p.congruence(same, p.term("score(k, i, j)"), p.term("d (sg y + e(i)) (sg y + e(j))"), t.exp),
                )
            with p.fix("j in N") as summands:
                p.have("exp(score(k, i, j)) value(k, j, f) = lam (sg y + e(j)) weight(j)", p.at(weights, "j"),
                       p.at(values, "j", "f"))  # fmt: skip
            p.have("total(k, i) = sum[j in N] exp(score(k, i, j))", p.at(whole, "j -> exp(score(k, i, j))"))
            p.have(
                "mixed(k, i, f) = sum[j in N] exp(score(k, i, j)) value(k, j, f)",
                p.at(whole, "j -> exp(score(k, i, j)) value(k, j, f)"),
            )
            below = p.have("total(k, i) = sum[j in N] weight(j)", "total(k, i) = sum[j in N] exp(score(k, i, j))",
                           p.summed(weights))  # fmt: skip
            above = p.have("mixed(k, i, f) = lam (sum[j in N] (sg y + e(j)) weight(j))", p.summed(summands),
                           "mixed(k, i, f) = sum[j in N] exp(score(k, i, j)) value(k, j, f)")  # fmt: skip
            ratio = p.congruence(below, p.term("total(k, i)"), p.term("sum[j in N] weight(j)"),
                                 lambda z: p.term("mixed(k, i, f)") / z)  # fmt: skip
            top = p.congruence(above, p.term("mixed(k, i, f)"), p.term("lam (sum[j in N] (sg y + e(j)) weight(j))"),
                               lambda z: z / p.term("sum[j in N] weight(j)"))  # fmt: skip
            p.have("A(k, i, f) = lam sees(i, y)", p.at(attended, "k", "i", p.at(rows, "i"), "f"), ratio, top)
        attends = p.have("for all i in N, f in d: A(k, i, f) = lam sees(i, y)")
        with p.fix("i in N, f in d") as outputs:
            once, twice = _ffn(p, "0", "1")
            p.have("S(k, i, f) = A(k, i, f) + layer(U2, T2, V2, a -> A(k, i, a), f)",
                   p.at(out, "k", "i", p.at(rows, "i"), "f"), once, twice)  # fmt: skip
        exact = _exact(p, attends, outputs, facts)
        bounded = _bounded(p, attends, outputs, facts)
        p.have(f"(for all g in G: ({CELL}) => {EXACT}) and ({CUBE} => {BOUNDED})", exact, bounded)
    return block


def _exact(p: Proof, attends, outputs, facts):
    """S(k, i, f) = H(g, i, f) in the cell of g."""
    read, _, t_is, _, _, _, memory, y_is = facts
    with p.fix("g in G") as block, p.suppose(CELL) as cell:
        same = p.have("y = code(g)", y_is, p.at(read, "g", "x", cell.hypothesis))
        with p.fix("i in N"):
            moved = p.congruence(same, p.term("y"), p.term("code(g)"),
                                 lambda z: p.term("lam") * p.symbols["sees"](p.symbols["i"], z))  # fmt: skip
            with p.fix("a in d") as token:
                p.have("A(k, i, a) = t(g, i)", p.at(attends, "i", "a"), moved, p.at(t_is, "g", "i"))
            with p.fix("f in d"):
                recalled = p.at(p.left(p.at(memory, "a -> A(k, i, a)")), "g", "i", token.theorem, "f")
                p.have("S(k, i, f) = H(g, i, f)", p.at(outputs, "i", "f"), recalled, p.at(token, "f"))
    return block


def _bounded(p: Proof, attends, outputs, facts):
    """|S(k, i, f)| <= R0 for all words in the cube."""
    _, written_small, _, t_small, seen_small, within, memory, y_is = facts
    with p.suppose(CUBE) as block:
        p.have("0 <= y <= top", y_is, p.at(written_small, "x"))
        with p.fix("i in N, f in d"):
            size = p.congruence(p.have("A(k, i, f) = lam sees(i, y)", p.at(attends, "i", "f")), p.term("A(k, i, f)"),
                                p.term("lam sees(i, y)"), absolute)  # fmt: skip
            p.have("|A(k, i, f)| <= Z0", size, p.at(seen_small, "y", "i"))
            with p.fix("g in G, m in N") as each:
                p.have("|D(g, m, f)| <= |H(g, m, f)| + |t(g, m)|")
                p.have("|D(g, m, f)| <= |H(g, m, f)| + Z0", "|D(g, m, f)| <= |H(g, m, f)| + |t(g, m)|",
                       p.at(t_small, "g", "m"))  # fmt: skip
            p.let("far = sum[g in G, m in N] |D(g, m, f)|", "what = layer(U2, T2, V2, a -> A(k, i, a), f)")
            some = p.have("far <= sum[g in G, m in N] |H(g, m, f)| + G N Z0", p.summed(each))
            with p.fix("g in G, m in N") as one:
                with p.fix("a in d - {f}") as others:
                    p.have("|H(g, m, a)| >= 0")
                g, m, f = (p.symbols[name] for name in ("g", "m", "f"))
                split = p.take(p.member(f, p["d"]), lambda a, g=g, m=m: absolute(p["H"](g, m, a)))
                p.have("|H(g, m, f)| <= sum[a in d] |H(g, m, a)|", split, p.summed(others))
            fewer = p.have("sum[g in G, m in N] |H(g, m, f)| <= sizes", p.summed(one))
            near = p.have("|what| <= far", p.at(p.right(p.at(memory, "a -> A(k, i, a)")), "f"))
            named = p.get("z in R: z = what", by="what")
            size = p.congruence(named, p.term("z"), p.term("what"), absolute)
            p.have("|z| <= sizes + G N Z0", size, near, some, fewer)
            p.have("S(k, i, f) = A(k, i, f) + z", p.at(outputs, "i", "f"), named)
            p.have("-(sizes + G N Z0) <= z <= sizes + G N Z0", "|z| <= sizes + G N Z0")
            p.have("-Z0 <= A(k, i, f) <= Z0", "|A(k, i, f)| <= Z0")
            p.have("-R0 <= S(k, i, f) <= R0", "S(k, i, f) = A(k, i, f) + z", "-Z0 <= A(k, i, f) <= Z0",
                   "-(sizes + G N Z0) <= z <= sizes + G N Z0")  # fmt: skip
            p.have("|S(k, i, f)| <= R0", p.at(within, "S(k, i, f)", "R0"))
    return block
