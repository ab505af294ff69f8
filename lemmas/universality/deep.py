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

from varproof.lang import And, Array, Eq, Exists, ForAll, Implies, Index, Pos, Q, Real
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.rules import Theorem
from varproof.proof.proof import Proof

deep = import_module("varproof_lemmas.model.def-deep-class").deep
absolute = import_module("varproof_lemmas.universality.lem-place-codes").absolute
grid = import_module("varproof_lemmas.universality.lem-grid-codes").grid


class Deep:
    """The statement: for all grid sequences P_g and all values H_g, and for every theta in (0, delta], weights of
    def:deep-class with tau(X) = H_g for P_g <= X <= P_g + delta - theta."""

    def __init__(self, s: Any) -> None:
        self.G, self.n, self.d, self.N, self.v, self.P, self.delta = grid(s)
        self.h, self.c, self.r1, self.r2 = (s.size(name) for name in ("s", "c", "r1", "r2"))
        n, d, h, c = self.n, self.d, self.h, self.c
        s.assume("neurons", c >= 4)
        s.assume("first-stack", self.r1 >= d * n * self.N)
        s.assume("second-stack", self.r2 >= self.G * n)
        self.X, self.theta = Array("X", n, d), Real("theta")

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
        """For every theta there are weights such that `exact` holds."""
        run = deep(self.X, *self.weights, *self.layers)
        made = Exists(*self.weights, ForAll(self.X, *self.layers, Implies(run, exact)))
        return ForAll(self.theta, Implies(And(0 < self.theta, self.theta <= self.delta), made))


SMALL = dict(v=[0, Q(1, 2)], delta=Q(1, 2), P=[[[0]], [[Q(1, 2)]]], s=1, c=4, r1=2, r2=2)
ONE = dict(v=[0], delta=1, P=[[[0]]], s=1, c=4, r1=1, r2=1)
TWO = dict(v=[0], delta=1, P=[[[0], [0]]], s=1, c=4, r1=2, r2=2)  # two equal tokens
DATA = "G n d N s c r1 r2 v P delta".split()
WEIGHT_ARRAYS = dict(E=2, U1=3, T1=2, V1=3, b1=2, W_O=2, W_V=2, W_K=2, W_Q=2, U2=3, T2=2, V2=3, b2=2)
RUN = "X in R^(n, d), Y in R^(r1, n, d), A in R^(n, d), Z in R^(r2, n, d)", dict(X=2, Y=3, A=2, Z=3)


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
        f"for all x in R^d, Y in R^(r2, d): ({_run('2', 'x(a)', 'Y', '')}) => (for all i in r2: (for all a in d:"
        " x(a) = W3(i, a)) => (for all k in r2: pos2(k) = r2 => (for all a in d: Y(k, a) = W4(i, a))))"
    )
    p.get("U2 in R^(r2, c, d), B2 in R^(r2, c), V2 in R^(r2, d, c): " + remembers,
          p.cite("lem:stack-memory", *stored, "neurons", r="r2", c="c", d="d", z="W3", H="W4"))  # fmt: skip
    remembers = p.have(remembers)
    writes = (
        f"for all x in R^d, Y in R^(r1, d): ({_run('1', 'x(a)', 'Y', '')}) => (for all j in r1, a in d: (W1(j, a) = 1"
        " and (S1(j) <= x(a) and x(a) <= S1(j) + delta - theta))"
        " => (for all k in r1: pos1(k) = r1 => Y(k, a) = T1(j)))"
    )
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
            _output(p, run.hypothesis, writes, remembers, listed, written, is_point, points)
        concluded(p, "exact", WEIGHTS)
    p.claim("exact", made)


def concluded(p: Proof, claim: str, weights: str) -> None:
    """What the claim says of theta, by these weights."""
    found = p.shown(t.instantiate(p.goal(claim).args[1], (p.term("theta"),)).args[1], [], weights)
    p.written(found, "∃ weights with Z as above", "", [])
    p.ended(found)


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
) -> None:
    """In the cell of g: part(i, a, P(g, i, a)) + K after the first stack, t(g, i, a) after attention, then H."""
    quantised, attended, recalled = p.left(run), p.left(p.right(run)), p.right(p.right(run))

    def at_token(number: str, known: Theorem) -> Theorem:
        """The layers of a stack at token i."""
        r, pos = f"r{number}", f"pos{number}"
        with p.fix(f"j in {r} with {pos}(j) = 1") as first, p.fix("a in d"):
            p.ended(p.at(p.left(known), "j", "i", "a"))
        with p.fix(f"k, j in {r} with {pos}(j) = {pos}(k) + 1") as later, p.fix("a in d"):
            p.ended(p.at(p.right(known), "k", "j", "i", "a"))
        return p.both(first.theorem, later.theorem)

    with p.fix("g in G"), p.suppose(CELL) as cell:
        with p.fix("i in n") as coded:
            written = p.at(writes, "a -> X(i, a) + E(i)", "(j, a) -> Y(j, i, a)", at_token("1", quantised))
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
            kept = p.at(
                remembers, "a -> A(i, a)", "(j, a) -> Z(j, i, a)", at_token("2", recalled), "h", same.theorem, "k"
            )
            with p.fix("a in d"):
                p.have("Z(k, i, a) = H(g, i, a)", p.at(kept, "a"), p.at(p.left(item), "a"))
