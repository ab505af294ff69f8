"""VAR transformers of words, for grid words with prescribed images: statement and proof."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from varproof_lemmas.model import embedded_transformer
from varproof_lemmas.universality.construction import opened

from varproof.lang import Abs, And, Array, Eq, Exists, ForAll, Implies, Index, Ne, Pos, Q, Real, Sum
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import lam, sum_over
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.positions import Positions
from varproof.proof.proof import Proof

words = import_module("varproof_lemmas.universality.lem-word-codes").words
absolute = import_module("varproof_lemmas.universality.lem-place-codes").absolute


class WordTransformer:
    """The statement: for all grid words P_g and images H_g there is R, and for every theta in (0, delta] there are
    weights of def:embedded-transformer with S_r(x) = H_g for P_g <= x <= P_g + delta - theta, and |S_r(x)| <= R for all
    words x in the cube."""

    def __init__(self, s: Any) -> None:
        self.G, self.d, self.L, self.v, self.P, self.delta = words(s)
        self.r, self.N, self.c = (s.size(name) for name in ("r", "N", "c"))
        r, N, d, c = self.r, self.N, self.d, self.c
        self.n, self.Phi, self.sigma = s.vec("n", r), s.array("Phi", r, N, N), s.vec("sigma", r)
        self.k, self.i, self.f, self.g = Index("k", r), Index("i", N), Index("f", d), Index("g", self.G)
        k, i, e, u = self.k, self.i, Index("e", r), Index("u", N)
        s.assume("deep", r >= 2)
        s.assume("last-level", ForAll(k, Implies(Eq(Pos(k), r), Eq(self.n[k], N))))
        total = Sum(self.Phi[k, i, u], u, where=Pos(u) <= self.n[e])
        level = ForAll(i, Implies(Pos(i) <= self.n[k], Eq(total, self.sigma[k])))
        s.assume("row-sums", ForAll(e, k, Implies(Eq(Pos(k), Pos(e) + 1), level)))
        s.assume("not-zero", ForAll(k, Ne(self.sigma[k], 0)))
        s.assume("first-layer", c >= 3 * d * self.L)
        s.assume("last-layer", c >= 3 * self.G * N)
        self.x, self.theta, self.R = Array("x", d), Real("theta"), Real("R")
        heads = [Array(f"W_{name}", r, d, d) for name in "QKV"]
        ffn = Array("U", r, c, d), Array("T", r, c), Array("V", r, d, c), Array("b", r, d)
        self.weights = [Array("E", r, N, d), *heads, *ffn]
        self.layers = [Array(name, r, N, d) for name in ("Z", "A", "S")]

    @property
    def tau(self) -> Any:
        """An entry of the output of layer k."""
        return self.layers[-1][self.k, self.i, self.f]

    def last(self, formula: Any) -> Any:
        """For the last layer k."""
        return ForAll(self.k, Implies(Eq(Pos(self.k), self.r), formula))

    def cell(self) -> Any:
        """x lies in the cell of P_g, off the ramps."""
        at, x = self.P[self.g, self.f], self.x[self.f]
        return ForAll(self.f, And(at <= x, x <= at + self.delta - self.theta))

    def cube(self) -> Any:
        """x lies in the unit cube."""
        return ForAll(self.f, And(0 <= self.x[self.f], self.x[self.f] <= 1))

    def there_is(self, exact: Any) -> Any:
        """There is R, and for every theta there are weights, such that `exact` holds and |S_r| <= R in the cube."""
        bounded = Implies(self.cube(), self.last(ForAll(self.i, self.f, Abs(self.tau) <= self.R)))
        run = embedded_transformer(self.n, self.x, self.Phi, *self.weights, *self.layers)
        made = Exists(*self.weights, ForAll(self.x, *self.layers, Implies(run, And(exact, bounded))))
        return Exists(self.R, ForAll(self.theta, Implies(And(0 < self.theta, self.theta <= self.delta), made)))


ONE = dict(v=[0], delta=1, P=[[0]], n=[1, 1], Phi=[[[1]], [[1]]], sigma=[1, 1], c=3)
TWO = dict(v=[0, Q(1, 2)], delta=Q(1, 2), P=[[0], [Q(1, 2)]], n=[1, 2], Phi=[[[1, 0], [1, 0]]] * 2, sigma=[1, 1], c=12)

NAMES = "G d L r N c v P delta n Phi sigma".split()  # what is given besides the images
WEIGHT_ARRAYS = dict(E=3, W_Q=3, W_K=3, W_V=3, U=3, T=2, V=3, b=2)  # and their indices
WEIGHTS = "(k, i, f) -> E(k, i), (k, p, u) -> 1/d, (k, p, u) -> 1/d, W, U, T, V, (k, f) -> 0"
CELL = "for all f in d: P(g, f) <= x(f) <= P(g, f) + delta - theta"
CUBE = "(for all f in d: 0 <= x(f) <= 1)"
EXACT = "(for all i in N, f in d: S(k, i, f) = H(g, i, f))"
BOUNDED = "(for all i in N, f in d: |S(k, i, f)| <= R0)"
ROWS = "(for all i in N: row(i) <= n(k) => (for all f in d: {}))"


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
        p.have("some b in R: b = sees(i, x)", by="sees(i, x)")
        p.get("b in R: b = sees(i, x)")
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
    _defined(p)


def _defined(p: Proof) -> None:
    """What attention divides by is positive, whatever the weights: token i attends to itself."""
    with p.fix("F, H in R^(r, d, d), Z in R^(r, N, d)") as every, p.fix("k in r, i in N with row(i) <= n(k)"):
        p.let("rows = {j in N | row(j) <= n(k)}")
        p.have("i in rows", "row(i) <= n(k)")
        p.have("sum[j in rows] exp(sum[p in d, q in d, o in d] Z(k, i, p) F(k, p, o) H(k, q, o) Z(k, j, q)) > 0",
               "i in rows")  # fmt: skip

    def below(f: Node, arrays: list[str]) -> Theorem:
        """The condition f, with the weights and layers that were opened before it."""
        if len(arrays) == 12:
            _, queries, keys, *_, tokens, _, _ = arrays
            values = [lam(lambda *i, name=name: t.app(name, i), 3) for name in (queries, keys, tokens)]
            return p.proved(f, [p.at(every, *values)])
        if f.op == "imp":
            return p.k.discharge(below(f.args[1], arrays), f.args[0])
        opened, sort, name = p.open_any(f)
        return p.k.generalise(below(opened, arrays + [name] * sort.startswith("fn")), sort, name)

    p.prove(below(next(g.formula for g in p.problem.goals if g.label == "exact is defined"), []))


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
    p.have("some sg in R: sg = sigma(last)", by="sigma(last)")
    p.get("sg in R: sg = sigma(last)")
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
    p.have(
        "some t in R^(G, N): for all g in G, i in N: t(g, i) = lam sees(i, code(g))",
        by="(g, i) -> lam sees(i, code(g))",
    )
    p.get("t in R^(G, N): for all g in G, i in N: t(g, i) = lam sees(i, code(g))")
    t_is = p.have("for all g in G, i in N: t(g, i) = lam sees(i, code(g))")
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
    with p.fix("x in R^d, Z, A, S in R^(r, N, d)"):
        p.let(
            "score(k, i, j) = sum[p in d, q in d, o in d] Z(k, i, p) (1/d) (1/d) Z(k, j, q)",
            "value(k, j, f) = sum[p in d] Z(k, j, p) W(k, p, f)",
            "mixed(k, i, f) = sum[j in N | row(j) <= n(k)] exp(score(k, i, j)) value(k, j, f)",
            "total(k, i) = sum[j in N | row(j) <= n(k)] exp(score(k, i, j))",
            "added(k, i, f) = sum[h in c] V(k, f, h) relu(sum[l in d] U(k, h, l) A(k, i, l) + T(k, h))",
        )
        with p.suppose(run) as known:
            _run(p, known.hypothesis, facts, (read, written_small, t_is, t_small, seen_small, within))
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


def _run(p: Proof, run, networks, facts) -> None:
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
        p.have("some y in R: y = written(x)", by="written(x)")
        p.get("y in R: y = written(x)")
        y_is = p.have("y = written(x)")
        p.let(
            f"kept(k) iff (pos(k) != r => {ROWS.format('S(k, i, f) = y')})"
            f" and (pos(k) = r => {ROWS.format('Z(k, i, f) = sg y + e(i)')})"
        )
        at_first = _first_layer(p, start, out, attends, positive, quantises, unit, first, y_is)
        at_later = _later_layer(p, later, out, attends, last, between, mixing)
        order = Positions(p, p["r"])
        every = order.by_induction(
            p.symbols["kept"],
            lambda k, k_in, at: p.use(at_first.theorem, k, k_in, at),
            lambda l, l_in, k, k_in, at, kept: p.use(at_later.theorem, l, l_in, k, k_in, at, kept),
        )
        every = p.have("for all k in r: kept(k)", every)
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
            p.have("some z in R: z = what", by="what")
            p.get("z in R: z = what")
            named = p.have("z = what")
            size = p.congruence(named, p.term("z"), p.term("what"), absolute)
            p.have("|z| <= sizes + G N Z0", size, near, some, fewer)
            p.have("S(k, i, f) = A(k, i, f) + z", p.at(outputs, "i", "f"), named)
            p.have("-(sizes + G N Z0) <= z <= sizes + G N Z0", "|z| <= sizes + G N Z0")
            p.have("-Z0 <= A(k, i, f) <= Z0", "|A(k, i, f)| <= Z0")
            p.have("-R0 <= S(k, i, f) <= R0", "S(k, i, f) = A(k, i, f) + z", "-Z0 <= A(k, i, f) <= Z0",
                   "-(sizes + G N Z0) <= z <= sizes + G N Z0")  # fmt: skip
            p.have("|S(k, i, f)| <= R0", p.at(within, "S(k, i, f)", "R0"))
    return block
