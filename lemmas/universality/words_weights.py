"""The weights of a VAR transformer that takes grid words to prescribed images, and why it does."""

from __future__ import annotations

from importlib import import_module

from varproof_lemmas.universality.existence import defined, opened
from varproof_lemmas.universality.words import RUN
from varproof_lemmas.universality.words_run import CELL, ROWS, layers_of_words

from varproof.proof.proof import Proof

absolute = import_module("varproof_lemmas.universality.lem-place-codes").absolute

WEIGHTS = "(k, i, f) -> E(k, i), (k, p, u) -> 1/d, (k, p, u) -> 1/d, W, U, T, V, (k, f) -> 0"


def prove_words(p: Proof) -> None:
    """Quantiser, layers that keep their equal tokens, attention that tells places apart, and the memory."""
    p.let("relu(x) = max(x, 0)", "pos(k) = sum[l in r | l <= k] 1", "row(i) = sum[l in N | l <= i] 1")
    p.let("count(x) = sum[q in L | v(q) <= x] 1")
    with p.fix("x in R, z in R with -z <= x <= z") as absolute_at_most:
        p.have("|x| <= z", "-z <= x <= z")
    p.get(
        "u in R^d: (for all a in d: u(a) >= 1) and (for all g, f in G: g = f or"
        " |sum[a in d] u(a) count(P(g, a)) - sum[a in d] u(a) count(P(f, a))| >= 1)",
        p.cite("lem:word-codes", G="G", d="d", L="L", v="v", P="P", delta="delta"),
    )
    u_large = p.have("for all a in d: u(a) >= 1")
    apart = p.have(
        "for all g, f in G: g = f or |sum[a in d] u(a) count(P(g, a)) - sum[a in d] u(a) count(P(f, a))| >= 1"
    )
    codes = _named(p, "code in R^G: for all g in G: code(g) = {}", "sum[a in d] u(a) count(P(g, a))", "g")
    p.let("top = L (sum[a in d] u(a))")
    with p.fix("a in d"):
        p.have("u(a) >= 0", p.at(u_large, "a"))
    with p.fix("g in G") as code_small:
        with p.fix("a in d") as each:
            p.have("L = count(P(g, a)) + sum[q in L | not v(q) <= P(g, a)] 1")
            p.have("0 <= count(P(g, a)) <= L")
            p.have("0 <= u(a) count(P(g, a)) <= L u(a)", "u(a) >= 0", "0 <= count(P(g, a)) <= L")
        with p.fix("a in d") as low:
            p.have("0 <= u(a) count(P(g, a))", p.at(each, "a"))
        with p.fix("a in d") as high:
            p.have("u(a) count(P(g, a)) <= L u(a)", p.at(each, "a"))
        p.have("0 <= code(g) <= top", p.at(codes, "g"), p.summed(low), p.summed(high))
    p.have("sum[a in d] u(a) >= 0")
    p.have("top >= 0", "sum[a in d] u(a) >= 0")
    near, t_apart, t_is = _values(p, apart, codes)
    p.let("Z0 = |lam| (|sg| top + |sg|/4)", "sizes = sum[g in G, i in N, a in d] |H(g, i, a)|")
    p.let("R0 = Z0 + sizes + G N Z0")
    p.have("|sg| top >= 0", "top >= 0")
    p.have("Z0 >= 0", "|sg| top >= 0")
    with p.fix("x, b in R with 0 <= x <= top and |b - sg x| <= |sg|/4") as small:
        p.have("-|sg| top <= sg x <= |sg| top", "0 <= x <= top")
        p.have("-|sg|/4 <= b - sg x <= |sg|/4", "|b - sg x| <= |sg|/4")
        p.have("-(|sg| top + |sg|/4) <= b <= |sg| top + |sg|/4", "-|sg| top <= sg x <= |sg| top",
               "-|sg|/4 <= b - sg x <= |sg|/4")  # fmt: skip
        p.have("|b| <= |sg| top + |sg|/4", p.at(absolute_at_most, "b", "|sg| top + |sg|/4"))
        p.have("|lam| |b| <= Z0", "|b| <= |sg| top + |sg|/4")
        p.have("|lam b| = |lam| |b|")
        p.have("|lam b| <= Z0", "|lam b| = |lam| |b|", "|lam| |b| <= Z0")
    with p.fix("x in R, i in N with 0 <= x <= top") as seen_small:
        p.get("b in R: b = sees(i, x)", by="sees(i, x)")
        same = p.have("b - sg x = sees(i, x) - sg x", "b = sees(i, x)")
        size = p.congruence(same, p.term("b - sg x"), p.term("sees(i, x) - sg x"), absolute)
        p.have("|b - sg x| <= |sg|/4", size, p.at(near, "x", "i"))
        p.have("|lam b| <= Z0", p.at(small, "x", "b"))
        scaled = p.have("lam b = lam sees(i, x)", "b = sees(i, x)")
        size = p.congruence(scaled, p.term("lam b"), p.term("lam sees(i, x)"), absolute)
        p.have("|lam sees(i, x)| <= Z0", size, "|lam b| <= Z0")
    with p.fix("g in G, i in N") as t_small:
        p.have("0 <= code(g) <= top", p.at(code_small, "g"))
        same = p.have("t(g, i) = lam sees(i, code(g))", p.at(t_is, "g", "i"))
        size = p.congruence(same, p.term("t(g, i)"), p.term("lam sees(i, code(g))"), absolute)
        p.have("|t(g, i)| <= Z0", size, p.at(seen_small, "code(g)", "i"))
    ends = _layers(p)
    with p.fix("theta in R") as made, p.suppose("0 < theta <= delta"):
        _weights(p, ends, t_apart, t_is, t_small, seen_small, u_large, codes, absolute_at_most)
    p.claim("exact", made, by="R0")
    defined(p, "exact", 12, (1, 2, 9))


def _named(p: Proof, said: str, value: str, names: str):
    """An array by its entries."""
    arrow = f"({names}) -> {value}" if "," in names else f"{names} -> {value}"
    line = said.format(value)
    p.have("some " + line, by=arrow)
    p.get(line)
    return p.have(line.split(": ", 1)[1])


def _values(p: Proof, apart, codes):
    """Embeddings e and numbers t(g, i) = lam sees(i, code(g)) that are 1 or more from each other."""
    with p.fix("g, f in G") as words_apart, p.suppose("g != f"):
        same = p.have("sum[a in d] u(a) count(P(g, a)) - sum[a in d] u(a) count(P(f, a)) = code(g) - code(f)",
                      p.at(codes, "g"), p.at(codes, "f"))  # fmt: skip
        size = p.congruence(
            same, p.term("sum[a in d] u(a) count(P(g, a)) - sum[a in d] u(a) count(P(f, a))"),
            p.term("code(g) - code(f)"), absolute,
        )  # fmt: skip
        p.have("|code(g) - code(f)| >= 1", size, p.at(apart, "g", "f"))
    p.get("last in r: pos(last) = r", p.cite("thy:last-time", T="r", claim="last"))
    p.get("sg in R: sg = sigma(last)", by="sigma(last)")
    p.have("sg != 0", p.at("not-zero", "last"), "sg = sigma(last)")
    sees = (
        "((sum[j in N] (sg x + e(j)) exp(d (sg x + e(i)) (sg x + e(j))))"
        "/(sum[j in N] exp(d (sg x + e(i)) (sg x + e(j)))))"
    )
    near = f"(for all x in R: for all i in N: |{sees} - sg x| <= |sg|/4)"
    apart = (
        f"(for all g, f in G, i, m in N: (g = f and i = m) or |lam {sees.replace('sg x', 'sg code(g)')}"
        f" - lam {sees.replace('sg x', 'sg code(f)').replace('e(i)', 'e(m)')}| >= 1)"
    )
    p.get(
        f"e in R^N, lam in R: (for all i in N: |e(i)| <= |sg|/4) and ({near} and {apart})",
        p.cite("lem:place-codes", words_apart, "sg != 0", G="G", n="N", d="d", y="code", s="sg"),
    )
    p.let(f"sees(i, x) = {sees}")
    near, apart = p.have(near), p.have(apart)
    t_is = p.get(
        "t in R^(G, N): for all g in G, i in N: t(g, i) = lam sees(i, code(g))", by="(g, i) -> lam sees(i, code(g))"
    )
    with p.fix("g, f in G, i, m in N") as t_apart, p.suppose("not (g = f and i = m)"):
        same = p.have("lam sees(i, code(g)) - lam sees(m, code(f)) = t(g, i) - t(f, m)", p.at(t_is, "g", "i"),
                      p.at(t_is, "f", "m"))  # fmt: skip
        size = p.congruence(same, p.term("lam sees(i, code(g)) - lam sees(m, code(f))"), p.term("t(g, i) - t(f, m)"),
                            absolute)  # fmt: skip
        p.have("|t(g, i) - t(f, m)| >= 1", size, p.at(apart, "g", "f", "i", "m"))
    return near, t_apart, t_is


def _layers(p: Proof):
    """What marks the first and the last layer: alpha(k) = 1 and omega(k) = 1 there, 0 elsewhere."""
    marks = []
    for name, place in (("alpha", "1"), ("omega", "r")):
        p.let(f"S{name} = {{y in r | pos(y) = {place}}}", f"z{name}(k) = sum[y in S{name} | y = k] 1")
        with p.fix("k in r") as entries:
            with p.suppose(f"pos(k) = {place}") as there:
                p.have(f"k in S{name}", f"pos(k) = {place}")
                p.have(f"z{name}(k) = 1")
            with p.suppose(f"pos(k) != {place}") as other:
                with p.fix(f"y in {{y in S{name} | y = k}}") as none:
                    p.have(f"pos(y) = {place}")
                    p.have(f"pos(k) = {place}", "y = k", f"pos(y) = {place}")
                    p.have("false", f"pos(k) = {place}")
                    p.have("1 = 0")
                p.have(f"z{name}(k) = 0", p.summed(none))
            p.have(f"(pos(k) = {place} => z{name}(k) = 1) and (pos(k) != {place} => z{name}(k) = 0)", there, other)
        line = f"for all k in r: (pos(k) = {place} => {name}(k) = 1) and (pos(k) != {place} => {name}(k) = 0)"
        p.have(f"some {name} in R^r: {line}", entries, by=f"z{name}")
        p.get(f"{name} in R^r: {line}")
        marks.append(p.have(line))
    with p.fix("k in r with pos(k) = 1") as first:
        p.have("pos(k) != r", "pos(k) = 1", "deep")
        p.have("alpha(k) = 1", p.at(marks[0], "k"))
        p.have("omega(k) = 0", p.at(marks[1], "k"))
        p.have("alpha(k) = 1 and omega(k) = 0")
    with p.fix("k in r with pos(k) = r") as last:
        p.have("pos(k) != 1", "pos(k) = r", "deep")
        p.have("alpha(k) = 0", p.at(marks[0], "k"))
        p.have("omega(k) = 1", p.at(marks[1], "k"))
        p.have("alpha(k) = 0 and omega(k) = 1")
    with p.fix("k in r with pos(k) != 1 and pos(k) != r") as between:
        p.have("alpha(k) = 0 and omega(k) = 0", p.at(marks[0], "k"), p.at(marks[1], "k"))
    mixing = _named(p, "wv in R^r: for all k in r: wv(k) = {}", "(1 - omega(k))/(d sigma(k)) + omega(k) lam/d", "k")
    return first, last, between, mixing


def _weights(p: Proof, ends, t_apart, t_is, t_small, seen_small, u_large, codes, within) -> None:
    """The weights for one width of the ramps."""
    p.let("ramp(x) = (relu(x + theta) - relu(x))/theta")
    with p.fix("x in R with x <= 0") as low:
        p.have("relu(x) = 0")
    with p.fix("x in R with x >= 0") as high:
        p.have("relu(x) = x")
    with p.fix("x in R") as on, p.suppose("x >= 0"):
        p.have("relu(x + theta) = x + theta", p.at(high, "x + theta"))
        p.have("ramp(x) = 1", "relu(x + theta) = x + theta", p.at(high, "x"))
    with p.fix("x in R") as off, p.suppose("x <= -theta"):
        p.have("ramp(x) = 0", p.at(low, "x + theta"), p.at(low, "x"))
    with p.fix("x in R") as between:
        with p.case("x >= 0"):
            p.have("0 <= ramp(x) <= 1", p.at(on, "x"))
        with p.case("x <= -theta"):
            p.have("0 <= ramp(x) <= 1", p.at(off, "x"))
        with p.otherwise("-theta <= x <= 0"):
            p.have("ramp(x) = (x + theta)/theta", p.at(high, "x + theta"), p.at(low, "x"))
            p.have("0 <= x + theta <= theta", "-theta <= x <= 0")
            p.have("0 <= (x + theta)/theta <= 1", "0 <= x + theta <= theta", "0 < theta <= delta")
            p.have("0 <= ramp(x) <= 1", "ramp(x) = (x + theta)/theta", "0 <= (x + theta)/theta <= 1")
    p.let("written(x) = sum[a in d, q in L] u(a) ramp(x(a) - v(q))")
    with p.fix("x in R^d") as written_small:
        with p.fix("a in d, q in L") as above:
            p.have("0 <= ramp(x(a) - v(q))", p.at(between, "x(a) - v(q)"))
            p.have("0 <= u(a) ramp(x(a) - v(q))", "0 <= ramp(x(a) - v(q))", p.at(u_large, "a"))
        with p.fix("a in d, q in L") as below:
            p.have("ramp(x(a) - v(q)) <= 1", p.at(between, "x(a) - v(q)"))
            p.have("u(a) ramp(x(a) - v(q)) <= u(a)", "ramp(x(a) - v(q)) <= 1", p.at(u_large, "a"))
        p.have("0 <= written(x) <= top", p.summed(above), p.summed(below))
    with p.fix("g in G, x in R^d") as read, p.suppose(CELL) as cell:
        with p.fix("a in d") as rows:
            p.get("s in L: P(g, a) = v(s)", p.at("grid", "g", "a"))
            inside = p.have("P(g, a) <= x(a) <= P(g, a) + delta - theta", p.at(cell.hypothesis, "a"))
            with p.fix("q in {q in L | v(q) <= P(g, a)}") as risen:
                p.have("x(a) - v(q) >= 0", inside, "v(q) <= P(g, a)")
                p.have("ramp(x(a) - v(q)) = 1", p.at(on, "x(a) - v(q)"))
            with p.fix("q in {q in L | not v(q) <= P(g, a)}") as still:
                p.have("v(s) < v(q)", "P(g, a) = v(s)", "not v(q) <= P(g, a)")
                p.have("v(s) + delta <= v(q)", p.at("levels", "s", "q"))
                p.have("x(a) - v(q) <= -theta", inside, "v(s) + delta <= v(q)", "P(g, a) = v(s)")
                p.have("ramp(x(a) - v(q)) = 0", p.at(off, "x(a) - v(q)"))
            p.let("up = sum[q in L | v(q) <= P(g, a)] ramp(x(a) - v(q))",
                  "flat = sum[q in L | not v(q) <= P(g, a)] ramp(x(a) - v(q))")  # fmt: skip
            p.have("sum[q in L] ramp(x(a) - v(q)) = up + flat")
            p.have("flat = 0", p.summed(still))
            p.have("up = count(P(g, a))", p.summed(risen))
            p.have("sum[q in L] u(a) ramp(x(a) - v(q)) = u(a) count(P(g, a))", "flat = 0", "up = count(P(g, a))",
                   "sum[q in L] ramp(x(a) - v(q)) = up + flat")  # fmt: skip
        p.have("written(x) = code(g)", p.summed(rows), p.at(codes, "g"))
    facts = (*_networks(p, t_apart), *ends)
    run = (
        f"(for all k in r: pos(k) = 1 => {ROWS.format('Z(k, i, f) = x(f) + E(k, i)')})"
        " and ((for all l, k in r: pos(k) = pos(l) + 1 => "
        + ROWS.format("Z(k, i, f) = sum[j in N | row(j) <= n(l)] Phi(k, i, j) S(l, j, f) + E(k, i)")
        + f") and ((for all k in r: {ROWS.format('A(k, i, f) = mixed(k, i, f)/total(k, i)')})"
        f" and (for all k in r: {ROWS.format('S(k, i, f) = A(k, i, f) + added(k, i, f)')})))"
    )
    with p.fix(RUN[0]):
        p.let(
            "score(k, i, j) = sum[p in d, q in d, o in d] Z(k, i, p) (1/d) (1/d) Z(k, j, q)",
            "value(k, j, f) = sum[p in d] Z(k, j, p) W(k, p, f)",
            "mixed(k, i, f) = sum[j in N | row(j) <= n(k)] exp(score(k, i, j)) value(k, j, f)",
            "total(k, i) = sum[j in N | row(j) <= n(k)] exp(score(k, i, j))",
            "added(k, i, f) = sum[h in c] V(k, f, h) relu(sum[l in d] U(k, h, l) A(k, i, l) + T(k, h))",
        )
        with p.suppose(run) as known:
            layers_of_words(p, known.hypothesis, facts, (read, written_small, t_is, t_small, seen_small, within))
    found = p.shown(opened(p, "exact"), [], WEIGHTS)
    p.written(found, "∃ weights with S as above", "", [])
    p.ended(found)


def _networks(p: Proof, t_apart):
    """The quantiser U1, T1, V1 and the memory U2, T2, V2; together the feed-forward layers of all levels."""
    p.get("w0 in d")
    p.let("one = {y in d | y = w0}")
    p.have("w0 in one")
    p.have("|one| = 1")
    p.let("layer(U, T, V, y, j) = sum[h in c] V(j, h) relu(sum[a in d] U(h, a) y(a) + T(h))")
    rounds = (
        "for all y in R^d: (for all a in d: y(a) >= 0) => (for all j in d:"
        " y(j) + layer(U1, T1, V1, y, j) = sum[a in d, l in one, q in L] u(a) ramp(y(a) - 0 - v(q)))"
    )
    p.get(
        "U1 in R^(c, d), T1 in R^c, V1 in R^(d, c): " + rounds,
        p.cite(
            "lem:quantiser-layer", "|one| = 1", "first-layer", n=p.symbols["one"], d="d", N="L", c="c", e="i -> 0",
            v="v", w="(l, a) -> u(a)", theta="theta",
        ),
    )  # fmt: skip
    rounds = p.have(rounds)
    with p.fix("y in R^d") as quantises, p.suppose("for all a in d: y(a) >= 0") as positive, p.fix("j in d"):
        p.have("sum[a in d, l in one, q in L] u(a) ramp(y(a) - v(q)) = written(y)", "|one| = 1")
        p.have("y(j) + layer(U1, T1, V1, y, j) = written(y)", p.at(rounds, "y", positive.hypothesis, "j"),
               "sum[a in d, l in one, q in L] u(a) ramp(y(a) - v(q)) = written(y)")  # fmt: skip
    p.let("D(g, i, j) = H(g, i, j) - t(g, i)")
    p.let(
        "takes(U, T, V, y) iff for all g in G, i in N: (for all a in d: y(a) = t(g, i))"
        " => (for all j in d: layer(U, T, V, y, j) = D(g, i, j))",
        "stays(U, T, V, y) iff for all j in d: |layer(U, T, V, y, j)| <= sum[g in G, i in N] |D(g, i, j)|",
    )
    memory = "for all y in R^d: takes(U2, T2, V2, y) and stays(U2, T2, V2, y)"
    p.get(
        "U2 in R^(c, d), T2 in R^c, V2 in R^(d, c): " + memory,
        p.cite("lem:hat-memory", t_apart, "last-layer", G="G", n="N", d="d", c="c", t="t", D="D"),
    )
    memory = p.have(memory)
    p.get(
        "I in R^(d, d): for all x in R^d: for all i in d:"
        " sum[k in d] I(i, k) x(k) = x(i) and sum[k in d] I(k, i) x(k) = x(i)",
        p.cite("lem:unit-matrix", n="d"),
    )
    unit = p.have(
        "for all x in R^d: for all i in d: sum[k in d] I(i, k) x(k) = x(i) and sum[k in d] I(k, i) x(k) = x(i)"
    )
    p.let(
        "E(k, i) = omega(k) e(i)",
        "W(k, p, f) = alpha(k) I(p, f) + (1 - alpha(k)) wv(k)",
        "U(k, h, l) = alpha(k) U1(h, l) + omega(k) U2(h, l)",
        "T(k, h) = alpha(k) T1(h) + omega(k) T2(h)",
        "V(k, f, h) = alpha(k) V1(f, h) + omega(k) V2(f, h)",
    )
    return quantises, memory, unit
