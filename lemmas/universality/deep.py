"""Transformers with stacks of layers of four neurons, for prescribed values at grid sequences: statement and proof."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from varproof_lemmas.universality.construction import CELL
from varproof_lemmas.universality.deep_lists import (
    code_tokens,
    interval_at,
    list_intervals,
    list_tokens,
    named_array,
    token_at,
)
from varproof_lemmas.universality.existence import opened

from varproof.lang import Abs, And, Array, Eq, Exists, ForAll, Implies, Index, Pos, Q, Real
from varproof.proof.kernel.rules import Theorem
from varproof.proof.proof import Proof

deep = import_module("varproof_lemmas.model.def-deep-class").deep
absolute = import_module("varproof_lemmas.universality.lem-place-codes").absolute
grid = import_module("varproof_lemmas.universality.lem-grid-codes").grid


class Deep:
    """The statement: for all grid sequences P_g and values H_g there is R, and for every theta in (0, delta] weights of
    def:deep-class with tau(X) = H_g for P_g <= X <= P_g + delta - theta, and |tau(X)| <= R in the cube."""

    def __init__(self, s: Any) -> None:
        self.G, self.n, self.d, self.N, self.v, self.P, self.delta = grid(s)
        self.h, self.c, self.r1, self.r2 = (s.size(name) for name in ("s", "c", "r1", "r2"))
        n, d, h, c = self.n, self.d, self.h, self.c
        s.assume("neurons", c >= 4)
        s.assume("first-stack", self.r1 >= d * n * self.N)
        s.assume("second-stack", self.r2 >= self.G * n)
        self.X, self.theta, self.R = Array("X", n, d), Real("theta"), Real("R")

        def layers(number: int, r: Any) -> list[Any]:
            sizes = ("U", r, c, d), ("T", r, c), ("V", r, d, c), ("b", r, d)
            return [Array(f"{name}{number}", *size) for name, *size in sizes]

        heads = Array("W_O", d, h), Array("W_V", h, d), Array("W_K", h, d), Array("W_Q", h, d)
        self.weights = [Array("E", n, d), *layers(1, self.r1), *heads, *layers(2, self.r2)]
        self.layers = [Array("Y", self.r1, n, d), Array("A", n, d), Array("Z", self.r2, n, d)]
        self.g, self.i, self.a, self.k = Index("g", self.G), Index("i", n), Index("a", d), Index("k", self.r2)

    @property
    def tau(self) -> Any:
        """An entry of what stands after layer k of the second stack."""
        return self.layers[-1][self.k, self.i, self.a]

    def last(self, formula: Any) -> Any:
        """For the last layer k."""
        return ForAll(self.k, Implies(Eq(Pos(self.k), self.r2), formula))

    def cell(self) -> Any:
        """X lies in the cell of P_g, off the ramps."""
        at, x = self.P[self.g, self.i, self.a], self.X[self.i, self.a]
        return ForAll(self.i, self.a, And(at <= x, x <= at + self.delta - self.theta))

    def there_is(self, exact: Any) -> Any:
        """There is R, and for every theta there are weights, such that `exact` holds and |tau| <= R in the cube."""
        x = self.X[self.i, self.a]
        cube = ForAll(self.i, self.a, And(0 <= x, x <= 1))
        bounded = Implies(cube, self.last(ForAll(self.i, self.a, Abs(self.tau) <= self.R)))
        run = deep(self.X, *self.weights, *self.layers)
        made = Exists(*self.weights, ForAll(self.X, *self.layers, Implies(run, And(exact, bounded))))
        return Exists(self.R, ForAll(self.theta, Implies(And(0 < self.theta, self.theta <= self.delta), made)))


SMALL = dict(v=[0, Q(1, 2)], delta=Q(1, 2), P=[[[0]], [[Q(1, 2)]]], s=1, c=4, r1=2, r2=2)
ONE = dict(v=[0], delta=1, P=[[[0]]], s=1, c=4, r1=1, r2=1)
TWO = dict(v=[0], delta=1, P=[[[0], [0]]], s=1, c=4, r1=2, r2=2)  # two equal tokens
DATA = "G n d N s c r1 r2 v P delta".split()
WEIGHT_ARRAYS = dict(E=2, U1=3, T1=2, V1=3, b1=2, W_O=2, W_V=2, W_K=2, W_Q=2, U2=3, T2=2, V2=3, b2=2)
RUN = "X in R^(n, d), Y in R^(r1, n, d), A in R^(n, d), Z in R^(r2, n, d)", dict(X=2, Y=3, A=2, Z=3)

BOUND = "1 + n + |L| + |D1|"  # of what stands after the first stack


def prove_deep(p: Proof) -> None:
    """A stack that writes codes, attention with constant scores, and a stack that remembers."""
    p.let("relu(x) = max(x, 0)", "place(i) = sum[l in n | l <= i] 1")
    apart, positive = code_tokens(p)
    # how far the codes are moved up, so that all sums of entries lie above those of the values; and the tokens above
    sums = named_array(p, "m in R^(G, n): for all g in G, i in n: m(g, i) = {}", "sum[a in d] H(g, i, a)", "g, i")
    written = named_array(
        p, "u in R^(n, d, N): for all i in n, a in d, q in N: u(i, a, q) = {}", "part(i, a, v(q))", "i, a, q"
    )
    p.let("highest = max[g in G] max[i in n] m(g, i)", "longest = max[i in n] max[a in d] max[q in N] u(i, a, q)")
    made = "K = |highest| + 1 and L = longest + K + delta"
    p.have("some K, L in R: " + made, by="|highest| + 1, longest + (|highest| + 1) + delta")
    p.get("K, L in R: " + made)
    with p.fix("g in G, i in n") as values:
        p.have("m(g, i) <= max[i in n] m(g, i) <= highest")
        p.have("sum[a in d] H(g, i, a) + 1 <= K", "m(g, i) <= highest", "K = |highest| + 1", p.at(sums, "g", "i"))
    with p.fix("i in n, a in d, q in N") as reach:
        p.have("u(i, a, q) <= max[q in N] u(i, a, q) <= max[a in d] max[q in N] u(i, a, q) <= longest")
        p.have("u(i, a, q) + K + delta <= L", "u(i, a, q) <= longest", "L = longest + K + delta")
    p.have("K >= 1", "K = |highest| + 1")
    listed, intervals = list_intervals(p, written, reach)
    is_point, points, stored = list_tokens(p, apart, values, positive)
    p.let("pos1(k) = sum[l in r1 | l <= k] 1", "pos2(k) = sum[l in r2 | l <= k] 1", "E(i) = place(i) + L")
    p.get("last in r1: pos1(last) = r1", p.cite("thy:last-time", T="r1", claim="last"))
    remembers = (
        f"for all x in R^d, Y in R^(r2, d): ({_run('2', 'x(a)', 'Y', '')}) => ((for all i in r2: (for all a in d:"
        " x(a) = W3(i, a)) => (for all k in r2: pos2(k) = r2 => (for all a in d: Y(k, a) = W4(i, a)))) and"
        " (for all a in d: for all k in r2: pos2(k) = r2 => |Y(k, a) - x(a)| <= sum[j in r2] |W4(j, a) - W3(j, a)|))"
    )
    p.get("U2 in R^(r2, c, d), B2 in R^(r2, c), V2 in R^(r2, d, c): " + remembers,
          p.cite("lem:stack-memory", *stored, "neurons", r="r2", c="c", d="d", z="W3", H="W4"))  # fmt: skip
    remembers = p.have(remembers)
    writes = (
        f"for all x in R^d, Y in R^(r1, d): ({_run('1', 'x(a)', 'Y', '')}) => ((for all j in r1, a in d: (W1(j, a) = 1"
        " and (S1(j) <= x(a) and x(a) <= S1(j) + delta - theta))"
        " => (for all k in r1: pos1(k) = r1 => Y(k, a) = T1(j))) and (for all a in d: for all k in r1: pos1(k) = r1 =>"
        " |Y(k, a) - x(a)| <= sum[j in r1] (S1(j) - T1(j) + delta)))"
    )
    change = "sum[j in r1] (S1(j) - T1(j) + delta)"
    p.have(f"some D1, Y0 in R: D1 = {change} and Y0 = {BOUND}", by=f"{change}, 1 + n + |L| + |{change}|")
    p.get(f"D1, Y0 in R: D1 = {change} and Y0 = {BOUND}")
    moved = named_array(p, "D in R^d: for all a in d: D(a) = {}", "sum[j in r2] |W4(j, a) - W3(j, a)|", "a")
    p.let("R0 = Y0 + lam n Y0 + sum[a in d] |D(a)|")
    with p.fix("theta in R") as made, p.suppose("0 < theta <= delta"):
        p.get("U1 in R^(r1, c, d), B1 in R^(r1, c), V1 in R^(r1, d, c): " + writes,
              p.cite("lem:stack-quantiser", *intervals, "neurons", "0 < theta <= delta", r="r1", c="c", d="d", w="W1",
                     s="S1", t="T1", delta="delta", theta="theta"))  # fmt: skip
        writes = p.have(writes)
        with p.fix(RUN[0]), p.suppose(
            f"({_run('1', '(X(k, a) + E(k))', 'Y', 'k, ')})"
            " and ((for all l in r1: pos1(l) = r1 => (for all i in n, a in d:"
            " A(i, a) = Y(l, i, a) + (sum[k in n] (sum[u in s] lam (n/s) (sum[b in d] Y(l, k, b)/d))/n)))"
            f" and ({_run('2', 'A(k, a)', 'Z', 'k, ')}))"
        ) as run:  # fmt: skip
            exact = _output(p, run.hypothesis, writes, remembers, listed, written, is_point, points)
            p.ended(p.both(exact, _bounded(p, run.hypothesis, writes, remembers, moved)))
        found = p.shown(opened(p, "exact"), [], WEIGHTS)
        p.written(found, "∃ weights with Z as above", "", [])
        p.ended(found)
    p.claim("exact", made, by="R0")


WEIGHTS = (
    "(i, a) -> E(i), U1, B1, V1, (j, a) -> 0, (a, u) -> lam n/s, (u, a) -> 1/d, (u, a) -> 0, (u, a) -> 0,"
    " U2, B2, V2, (j, a) -> 0"
)


def _run(number: str, start: str, Y: str, token: str) -> str:
    """That Y is what stands after the layers of a stack, for a token or, with an index, for all of them."""
    each = "for all k in n, a in d" if token else "for all a in d"

    def after(value: str) -> str:
        along = f"sum[l in d] U{number}(j, h, l) {value.replace('a)', 'l)')} + B{number}(j, h)"
        return f"({each}: {Y}(j, {token}a) = {value} + (sum[h in c] V{number}(j, a, h) relu({along})))"

    r, pos = f"r{number}", f"pos{number}"
    return (
        f"(for all j in {r}: {pos}(j) = 1 => {after(start)})"
        f" and (for all i, j in {r}: {pos}(j) = {pos}(i) + 1 => {after(f'{Y}(i, {token}a)')})"
    )


def _output(
    p: Proof,
    run: Theorem,
    writes: Theorem,
    remembers: Theorem,
    listed: Theorem,
    values: Theorem,
    is_point: Theorem,
    points: Theorem,
) -> Theorem:
    """In the cell of g: part(i, a, P(g, i, a)) + K after the first stack, t(g, i, a) after attention, then H."""
    quantised, attended, recalled = p.left(run), p.left(p.right(run)), p.right(p.right(run))

    with p.fix("g in G") as output, p.suppose(CELL) as cell:
        with p.fix("i in n") as coded:
            token = "a -> X(i, a) + E(i)", "(j, a) -> Y(j, i, a)", _at_token(p, "1", quantised)
            written = p.left(p.at(writes, *token))
            with p.fix("a in d"):
                p.get("q in N: P(g, i, a) = v(q)", p.at("grid", "g", "i", "a"))
                item = p.get(f"h in r1: {interval_at('h', 'a', 'i', 'q')}", p.at(listed, "a", "i", "q"))
                p.have("I(a, a) = 1")
                p.have("W1(h, a) = 1", p.at(p.left(item), "a"), "I(a, a) = 1")
                inside = p.at(cell.hypothesis, "i", "a")
                p.have(
                    "S1(h) <= X(i, a) + E(i) and X(i, a) + E(i) <= S1(h) + delta - theta",
                    inside,
                    "P(g, i, a) = v(q)",
                    p.left(p.right(item)),
                )
                p.have("Y(last, i, a) = T1(h)", p.at(written, "h", "a", "last"))
                code = p.symbols["part"]
                same = p.congruence(p.fact("P(g, i, a) = v(q)"), p.term("P(g, i, a)"), p.term("v(q)"),
                                    lambda x: code(p.term("i"), p.term("a"), x))  # fmt: skip
                p.have("T1(h) = u(i, a, q) + K", p.right(p.right(item)))
                p.have("Y(last, i, a) = part(i, a, P(g, i, a)) + K", "Y(last, i, a) = T1(h)", "T1(h) = u(i, a, q) + K",
                       p.at(values, "i", "a", "q"), same)  # fmt: skip
        with p.fix("k in n") as sums:
            with p.fix("b in d") as each:
                p.have("Y(last, k, b)/d = (part(k, b, P(g, k, b)) + K)/d", p.at(coded, "k", "b"))
            p.have("sum[b in d] Y(last, k, b)/d = (of(g, k) + d K)/d", p.summed(each))
        whole = p.have("sum[k in n, b in d] Y(last, k, b)/d = (1/d) all(g)", p.summed(sums))
        with p.fix("i in n") as attention, p.fix("a in d"):
            p.have("A(i, a) = point(g, i, a)", p.at(attended, "last", "i", "a"), p.at(coded, "i", "a"), whole)
            p.have("A(i, a) = t(g, i, a)", "A(i, a) = point(g, i, a)", p.at(is_point, "g", "i", "a"))
        with p.fix("k in r2 with pos2(k) = r2"), p.fix("i in n"):
            item = p.get("h in r2: " + token_at("h", "g", "i"), p.at(points, "g", "i", "k0"))
            with p.fix("a in d") as same:
                p.have("A(i, a) = W3(h, a)", p.at(attention, "i", "a"), p.at(p.left(item), "a"))
            token = "a -> A(i, a)", "(j, a) -> Z(j, i, a)", _at_token(p, "2", recalled)
            kept = p.at(p.left(p.at(remembers, *token)), "h", same.theorem, "k")
            with p.fix("a in d"):
                p.have("Z(k, i, a) = H(g, i, a)", p.at(kept, "a"), p.at(p.left(item), "a"))
    return output.theorem


def _at_token(p: Proof, number: str, known: Theorem) -> Theorem:
    """The layers of a stack at token i."""
    r, pos = f"r{number}", f"pos{number}"
    with p.fix(f"j in {r} with {pos}(j) = 1") as first, p.fix("a in d"):
        p.ended(p.at(p.left(known), "j", "i", "a"))
    with p.fix(f"k, j in {r} with {pos}(j) = {pos}(k) + 1") as later, p.fix("a in d"):
        p.ended(p.at(p.right(known), "k", "j", "i", "a"))
    return p.both(first.theorem, later.theorem)


def _bounded(p: Proof, run: Theorem, writes: Theorem, remembers: Theorem, moved: Theorem) -> Theorem:
    """In the cube: |Y| <= Y0 after the first stack, |A| <= Y0 + lam n Y0, and the second moves by D at most."""
    quantised, attended, recalled = p.left(run), p.left(p.right(run)), p.right(p.right(run))
    with p.fix("o, y, s, m in R with |y - o| <= s and -m <= o <= m") as near:
        p.have("|y| <= |y - o| + |o|", why="the triangle inequality")
        p.have("|o| <= m", "-m <= o <= m")
        p.have("|y| <= m + s", "|y| <= |y - o| + |o|", "|o| <= m", "|y - o| <= s")
        p.have("-(m + s) <= y <= m + s", "|y| <= m + s")
    p.have("d > 0 and lam >= 0")
    p.have("d (1/d) = 1", "d > 0")
    with p.suppose("for all i in n, a in d: 0 <= X(i, a) <= 1") as cube:
        with p.fix("i in n, b in d") as first:
            token = "a -> X(i, a) + E(i)", "(j, a) -> Y(j, i, a)", _at_token(p, "1", quantised)
            p.have("|Y(last, i, b) - (X(i, b) + E(i))| <= D1", p.at(p.right(p.at(writes, *token)), "b", "last"))
            p.have("0 <= place(i) <= n", p.at(p.cite("thy:last-time", T="n", claim="range"), "i"))
            p.have("0 <= X(i, b) <= 1", p.at(cube.hypothesis, "i", "b"))
            p.have("-|L| <= L <= |L|")
            p.have("-(1 + n + |L|) <= X(i, b) + E(i) <= 1 + n + |L|", "0 <= place(i) <= n", "0 <= X(i, b) <= 1",
                   "-|L| <= L <= |L|")  # fmt: skip
            p.have("-Y0 <= Y(last, i, b) <= Y0", f"Y0 = {BOUND}",
                   p.at(near, "X(i, b) + E(i)", "Y(last, i, b)", "D1", "1 + n + |L|"))  # fmt: skip
        with p.fix("k in n, b in d") as above:
            p.have("Y(last, k, b)/d <= Y0/d", p.at(first, "k", "b"), "d > 0")
        with p.fix("k in n, b in d") as below:
            p.have("-Y0/d <= Y(last, k, b)/d", p.at(first, "k", "b"), "d > 0")
        mean = "sum[k in n, b in d] Y(last, k, b)/d"
        p.have(f"some y in R: y = {mean}", by=mean)
        p.get(f"y in R: y = {mean}")
        p.have("y <= n Y0", p.summed(above), "d (1/d) = 1", f"y = {mean}")
        p.have("-n Y0 <= y", p.summed(below), "d (1/d) = 1", f"y = {mean}")
        p.have("-lam n Y0 <= lam y <= lam n Y0", "y <= n Y0", "-n Y0 <= y", "lam >= 0")
        with p.fix("k in r2 with pos2(k) = r2") as output, p.fix("i in n, a in d"):
            p.have("A(i, a) = Y(last, i, a) + lam y", p.at(attended, "last", "i", "a"), f"y = {mean}")
            p.have("-(Y0 + lam n Y0) <= A(i, a) <= Y0 + lam n Y0", "A(i, a) = Y(last, i, a) + lam y",
                   "-lam n Y0 <= lam y <= lam n Y0", p.at(first, "i", "a"))  # fmt: skip
            token = "a -> A(i, a)", "(j, a) -> Z(j, i, a)", _at_token(p, "2", recalled)
            p.have("|Z(k, i, a) - A(i, a)| <= D(a)", p.at(p.right(p.at(remembers, *token)), "a", "k"), p.at(moved, "a"))
            end = p.at(near, "A(i, a)", "Z(k, i, a)", "D(a)", "Y0 + lam n Y0")
            with p.fix("b in d - {a}") as others:
                p.have("|D(b)| >= 0")
            p.have("sum[b in d] |D(b)| = |D(a)| + sum[b in d - {a}] |D(b)|")
            p.have("D(a) <= |D(a)| <= sum[b in d] |D(b)|", p.summed(others),
                   "sum[b in d] |D(b)| = |D(a)| + sum[b in d - {a}] |D(b)|")  # fmt: skip
            p.have("-R0 <= Z(k, i, a) <= R0", end, "D(a) <= |D(a)| <= sum[b in d] |D(b)|")
            p.have("|Z(k, i, a)| <= R0", "-R0 <= Z(k, i, a) <= R0")
        p.ended(output.theorem)
    return p.have(
        "(for all i in n, a in d: 0 <= X(i, a) <= 1) =>"
        " (for all k in r2: pos2(k) = r2 => (for all i in n, a in d: |Z(k, i, a)| <= R0))"
    )
