"""The transformer of the universality theorems, for grid sequences with prescribed values: statement and proof."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from varproof_lemmas.model import construction
from varproof_lemmas.universality.existence import opened

from varproof.lang import Abs, And, Array, Eq, Exists, ForAll, Implies, Index, Ne, Q, Real, Sum, exp, log
from varproof.proof.kernel import terms as t
from varproof.proof.proof import Proof

grid = import_module("varproof_lemmas.universality.lem-grid-codes").grid


def weights(n, d, h, c1, c2) -> list[Array]:
    """The weights of a transformer of def:construction-class, in its order."""
    first = Array("W1", c1, d), Array("T1", c1), Array("V1", d, c1), Array("b1", d)
    heads = Array("W_O", d, h), Array("W_V", h, d), Array("W_K", h, d), Array("W_Q", h, d)
    second = Array("W2", c2, d), Array("T2", c2), Array("V2", d, c2), Array("b2", d)
    return [Array("E", n, d), *first, *heads, *second]


class Construction:
    """The statement: for all grid sequences P_g and all values H_g there is R, and for every theta in (0, delta] a
    transformer tau with tau(X) = H_g for P_g <= X <= P_g + delta - theta, and |tau(X)| <= R in the cube."""

    def __init__(self, s: Any) -> None:
        self.G, self.n, self.d, self.N, self.v, self.P, self.delta = grid(s)
        self.h, self.c1, self.c2 = (s.size(name) for name in ("s", "c1", "c2"))
        s.assume("first-layer", self.c1 >= 3 * self.d * self.n * self.N)
        s.assume("second-layer", self.c2 >= 3 * self.G * self.n)
        self.X, self.theta, self.R = Array("X", self.n, self.d), Real("theta"), Real("R")
        self.weights = weights(self.n, self.d, self.h, self.c1, self.c2)
        self.layers = [Array(name, self.n, self.d) for name in ("Y", "A", "Z")]
        self.g, self.i, self.a = Index("g", self.G), Index("i", self.n), Index("a", self.d)

    @property
    def tau(self) -> Any:
        """An entry of the output."""
        return self.layers[-1][self.i, self.a]

    def cell(self) -> Any:
        """X lies in the cell of P_g, off the ramps."""
        at = self.P[self.g, self.i, self.a]
        return ForAll(
            self.i, self.a, And(at <= self.X[self.i, self.a], self.X[self.i, self.a] <= at + self.delta - self.theta)
        )

    def same_where_cells_meet(self, H: Any, f: Any) -> Any:
        """Closed cells g, f that meet have equal values: what follows if tau has these values in them."""
        g, i, a, P = self.g, self.i, self.a, self.P
        meet = ForAll(i, a, Abs(P[g, i, a] - P[f, i, a]) <= self.delta)
        return ForAll(g, f, Implies(meet, ForAll(i, a, Eq(H[g, i, a], H[f, i, a]))))

    def there_is(self, exact: Any) -> Any:
        """There is R, and for every theta there are weights, such that `exact` holds and |tau| <= R in the cube."""
        x = self.X[self.i, self.a]
        cube = ForAll(self.i, self.a, And(0 <= x, x <= 1))
        bounded = Implies(cube, ForAll(self.i, self.a, Abs(self.tau) <= self.R))
        run = construction(self.X, *self.weights, *self.layers)
        made = Exists(*self.weights, ForAll(self.X, *self.layers, Implies(run, And(exact, bounded))))
        return Exists(self.R, ForAll(self.theta, Implies(And(0 < self.theta, self.theta <= self.delta), made)))

    def alpha_norm(self, target: Any, level: Any = None, given: Any = None) -> Any:
        """For every alpha >= 1 and mu > 0 there are a step function b #{(i, a) : X_ia > P_gia + (1 - w) delta}, whose
        mean over a cell is b n d w <= mu, and weights such that sum_ia |tau - target|^alpha is below it in every cell,
        after adding `level`: so its mean over the cell is at most `level` + mu. (0^alpha = 0: left out of the sum.)"""
        alpha, mu, w, b = (Real(name) for name in ("alpha", "mu", "w", "b"))
        g, i, a = self.g, self.i, self.a
        at, x = self.P[g, i, a], self.X[i, a]
        cell = ForAll(i, a, And(at <= x, x <= at + self.delta))
        error = Sum(exp(alpha * log(Abs(self.tau - target))), i, a, where=Ne(self.tau, target))
        steps = b * Sum(1, i, a, where=x > at + (1 - w) * self.delta)
        below = error <= (steps if level is None else level(alpha) + steps)
        run = construction(self.X, *self.weights, *self.layers)
        made = Exists(*self.weights, ForAll(self.X, *self.layers, Implies(run, ForAll(g, Implies(cell, below)))))
        small = And(0 <= w, w <= 1, b >= 0, b * self.n * self.d * w <= mu)
        needed = And(alpha >= 1, mu > 0) if given is None else And(alpha >= 1, mu > 0, given)
        return ForAll(alpha, mu, Implies(needed, Exists(w, b, And(small, made))))


SMALL = dict(v=[0, Q(1, 2)], delta=Q(1, 2), P=[[[0]], [[Q(1, 2)]]], s=1, c1=6, c2=6)
ONE = dict(v=[0], delta=1, P=[[[0]]], s=1, c1=3, c2=3)

RAMP = (
    "(for all x in R: x >= 0 => rho(x) = 1) and ((for all x in R: x <= -theta => rho(x) = 0)"
    " and (for all x, y in R: x <= y => rho(x) <= rho(y)))"
)
APART = "(for all g, f in G, i, m in n: (g = f and i = m) or |z(g, i) - z(f, m)| >= 1)"
CELL = "for all i in n, a in d: P(g, i, a) <= X(i, a) <= P(g, i, a) + delta - theta"
SAME = f"(for all X in R^(n, d): for all g in G: ({CELL}) => (for all i in n: code(X, i) = of(g, i)))"
LIMITS = "(for all X in R^(n, d): for all i in n: 0 <= code(X, i) <= total)"
WEIGHTS = (
    "(i, a) -> e(i), W1, T1, V1, j -> 0, (c, u) -> lam n/s, (u, a) -> 1/d, (u, a) -> 0, (u, a) -> 0, W2, T2, V2, j -> 0"
)


def prove_construction(p: Proof) -> None:
    """The quantiser, attention with constant scores and the memory, for the codes of lem:grid-codes."""
    p.let("relu(x) = max(x, 0)")
    p.get(
        "e in R^n, w in R^(n, d), lam in R: ((for all l in n: e(l) >= 0) and ((for all l in n, a in d: w(l, a) >= 1)"
        " and lam >= 0)) and (for all theta in R, rho in R^n: 0 < theta <= delta => ("
        + (RAMP + " => (" + written_codes(APART, SAME, LIMITS))
        + ")))",
        p.cite("lem:grid-codes", G="G", n="n", d="d", N="N", v="v", P="P", delta="delta"),
    )
    e_positive, w_large = p.have("for all l in n: e(l) >= 0"), p.have("for all l in n, a in d: w(l, a) >= 1")
    codes = p.have(
        "for all theta in R, rho in R^n: 0 < theta <= delta => ("
        + RAMP
        + " => ("
        + written_codes(APART, SAME, LIMITS)
        + "))"
    )
    with p.fix("x, y in R with x = y") as moved, p.suppose("|x| >= 1"):
        p.have("|y| >= 1", "x = y", "|x| >= 1")
    with p.fix("x, z in R with -z <= x <= z") as absolute:
        p.have("|x| <= z", "-z <= x <= z")
    with p.fix("x, y, z in R with 0 <= y <= z") as apart_at_most:
        p.have("|x - y| <= |x| + z", "0 <= y <= z")
    with p.fix("g in G, i in n, a in d") as levels:
        p.get("r in N: P(g, i, a) = v(r)", p.at("grid", "g", "i", "a"))
        p.have("0 <= P(g, i, a)", "P(g, i, a) = v(r)", p.at("inside", "r"))
    p.let("most = N (sum[a in d, l in n] w(l, a))")
    with p.fix("a in d, l in n"):
        p.have("w(l, a) >= 0", p.at(w_large, "l", "a"))
    p.have("sum[a in d, l in n] w(l, a) >= 0")
    p.have("most >= 0", "sum[a in d, l in n] w(l, a) >= 0")
    p.let("Z0 = most + lam n most", "sizes = sum[g in G, i in n, a in d] |H(g, i, a)|", "R0 = Z0 + sizes + G n Z0")
    p.have("lam n most >= 0", "most >= 0", "lam >= 0")
    p.have("Z0 >= 0", "lam n most >= 0", "most >= 0")
    with p.fix("theta in R") as made, p.suppose("0 < theta <= delta"):
        _weights(p, codes, e_positive, moved, absolute, apart_at_most, levels)
    p.claim("exact", made, by="R0")


def _weights(p: Proof, codes, e_positive, moved, absolute, apart_at_most, levels) -> None:
    """The weights for one width of the ramps."""
    p.let("ramp(x) = (relu(x + theta) - relu(x))/theta")
    value = p.get("rho in R^n: for all x in R: rho(x) = ramp(x)", by="ramp")
    with p.fix("x in R with x <= 0") as low:
        p.have("relu(x) = 0")
    with p.fix("x in R with x >= 0") as high:
        p.have("relu(x) = x")
    with p.fix("x in R") as on, p.suppose("x >= 0"):
        p.have("relu(x + theta) = x + theta", p.at(high, "x + theta"))
        p.have("rho(x) = 1", p.at(value, "x"), "relu(x + theta) = x + theta", p.at(high, "x"))
    with p.fix("x in R") as off, p.suppose("x <= -theta"):
        p.have("rho(x) = 0", p.at(value, "x"), p.at(low, "x + theta"), p.at(low, "x"))
    with p.fix("x in R") as middle, p.suppose("-theta <= x <= 0"):
        p.have("rho(x) = (x + theta)/theta", p.at(value, "x"), p.at(high, "x + theta"), p.at(low, "x"))
    with p.fix("x in R") as between:
        with p.case("x >= 0"):
            p.have("0 <= rho(x) <= 1", p.at(on, "x"))
        with p.case("x <= -theta"):
            p.have("0 <= rho(x) <= 1", p.at(off, "x"))
        with p.otherwise("-theta <= x <= 0"):
            p.have("0 <= x + theta <= theta", "-theta <= x <= 0")
            p.have("0 <= (x + theta)/theta <= 1", "0 <= x + theta <= theta", "0 < theta <= delta")
            p.have("0 <= rho(x) <= 1", p.at(middle, "x"), "0 <= (x + theta)/theta <= 1")
    with p.fix("x, y in R") as grows, p.suppose("x <= y"):
        with p.case("y >= 0"):
            p.have("rho(x) <= rho(y)", p.at(on, "y"), p.at(between, "x"))
        with p.case("x <= -theta"):
            p.have("rho(x) <= rho(y)", p.at(off, "x"), p.at(between, "y"))
        with p.otherwise("-theta <= x <= y <= 0"):
            p.have("(x + theta)/theta <= (y + theta)/theta", "-theta <= x <= y <= 0", "0 < theta <= delta")
            p.have("rho(x) <= rho(y)", "(x + theta)/theta <= (y + theta)/theta", p.at(middle, "x"), p.at(middle, "y"))
    ramp = p.have(RAMP, on, off, grows)
    p.let("code(X, i) = sum[a in d, l in n, q in N] w(l, a) rho(X(i, a) + e(i) - e(l) - v(q))")
    p.let("of(g, i) = sum[a in d, l in n, q in N] w(l, a) rho(P(g, i, a) + e(i) - e(l) - v(q))")
    p.let("z(g, i) = of(g, i) + lam (sum[k in n] of(g, k))", "total = most")
    known = p.have(f"{APART} and ({SAME} and {LIMITS})", p.at(codes, "theta", "rho", ramp))
    apart, same, limits = p.left(known), p.left(p.right(known)), p.right(p.right(known))
    # the values that the memory tells apart
    named = p.get("t in R^(G, n): for all g in G, i in n: t(g, i) = z(g, i)", by="z")
    with p.fix("g, f in G, i, m in n") as t_apart, p.suppose("not (g = f and i = m)"):
        p.have("|z(g, i) - z(f, m)| >= 1", p.at(apart, "g", "f", "i", "m"))
        p.have("z(g, i) - z(f, m) = t(g, i) - t(f, m)", p.at(named, "g", "i"), p.at(named, "f", "m"))
        p.have("|t(g, i) - t(f, m)| >= 1", p.at(moved, "z(g, i) - z(f, m)", "t(g, i) - t(f, m)"))
    p.let("zz(X, i) = code(X, i) + lam (sum[k in n] code(X, k))")
    with p.fix("X in R^(n, d), i in n") as small:
        with p.fix("k in n") as low_sum:
            p.have("0 <= code(X, k)", p.at(limits, "X", "k"))
        with p.fix("k in n") as high_sum:
            p.have("code(X, k) <= most", p.at(limits, "X", "k"))
        p.get("y in R: y = sum[k in n] code(X, k)", by="sum[k in n] code(X, k)")
        p.have("0 <= y", "y = sum[k in n] code(X, k)", p.summed(low_sum))
        p.have("y <= n most", "y = sum[k in n] code(X, k)", p.summed(high_sum))
        p.have("0 <= lam y <= lam n most", "0 <= y", "y <= n most", "lam >= 0")
        p.have(
            "lam y = lam (sum[k in n] code(X, k))",
            p.congruence(
                p.have("y = sum[k in n] code(X, k)"),
                p.term("y"),
                p.term("sum[k in n] code(X, k)"),
                lambda x: p.term("lam") * x,
            ),
        )
        p.have(
            "0 <= zz(X, i) <= Z0",
            "0 <= lam y <= lam n most",
            "lam y = lam (sum[k in n] code(X, k))",
            p.at(limits, "X", "i"),
        )
    with p.fix("g in G, i in n"):
        p.have("0 <= t(g, i) <= Z0", p.at(small, "(k, a) -> P(g, k, a)", "i"), p.at(named, "g", "i"))
    # the layers
    p.let("first(W, T, V, y, j) = y(j) + sum[h in c1] V(j, h) relu(sum[a in d] W(h, a) y(a) + T(h))")
    p.let("rounded(y) = sum[a in d, l in n, q in N] w(l, a) ramp(y(a) - e(l) - v(q))")
    rounds = "for all y in R^d: (for all a in d: y(a) >= 0) => (for all j in d: first(W1, T1, V1, y, j) = rounded(y))"
    p.get(
        "W1 in R^(c1, d), T1 in R^c1, V1 in R^(d, c1): " + rounds,
        p.cite("lem:quantiser-layer", n="n", d="d", N="N", c="c1", e="e", v="v", w="w", theta="theta"),
    )
    rounds = p.have(rounds)
    p.let("D(g, i, j) = H(g, i, j) - t(g, i)")
    p.let("added(W, T, V, y, j) = sum[h in c2] V(j, h) relu(sum[a in d] W(h, a) y(a) + T(h))")
    p.let(
        "takes(W, T, V, y) iff for all g in G, i in n: (for all a in d: y(a) = t(g, i))"
        " => (for all j in d: added(W, T, V, y, j) = D(g, i, j))",
        "stays(W, T, V, y) iff for all j in d: |added(W, T, V, y, j)| <= sum[g in G, i in n] |D(g, i, j)|",
    )
    memory = "for all y in R^d: takes(W2, T2, V2, y) and stays(W2, T2, V2, y)"
    p.get(
        "W2 in R^(c2, d), T2 in R^c2, V2 in R^(d, c2): " + memory,
        p.cite("lem:hat-memory", t_apart, G="G", n="n", d="d", c="c2", t="t", D="D"),
    )
    memory = p.have(memory)
    p.let("mean(Y, i, j) = sum[k in n] (sum[u in s] lam (n/s) (sum[a in d] Y(k, a)/d))/n")
    with (
        p.fix("X, Y, A, Z in R^(n, d)"),
        p.suppose(
            "(for all i in n, j in d: Y(i, j) = first(W1, T1, V1, a -> X(i, a) + e(i), j))"
            " and ((for all i in n, j in d: A(i, j) = Y(i, j) + mean(Y, i, j))"
            " and (for all i in n, j in d: Z(i, j) = A(i, j) + added(W2, T2, V2, a -> A(i, a), j)))"
        ) as run,
    ):
        _run(p, run.hypothesis, value, rounds, memory, same, named, small, levels, e_positive, absolute, apart_at_most)
    found = p.shown(opened(p, "exact"), [], WEIGHTS)
    p.written(found, "∃ weights with τ as above", "", [])
    p.ended(found)


def _run(p, run, value, rounds, memory, same, named, small, levels, e_positive, absolute, apart_at_most) -> None:
    """One run of the transformer: Z(i, j) = H(g, i, j) in the cell of g, and |Z(i, j)| <= R0 in the cube."""
    after_first, after_attention, after_second = p.left(run), p.left(p.right(run)), p.right(p.right(run))
    with p.suppose("for all i in n, a in d: X(i, a) >= 0") as positive:
        with p.fix("i in n, j in d") as quantised:
            with p.fix("a in d") as start:
                p.have("X(i, a) + e(i) >= 0", p.at(positive.hypothesis, "i", "a"), p.at(e_positive, "i"))
            with p.fix("a in d, l in n, q in N") as terms:
                p.have(
                    "w(l, a) ramp(X(i, a) + e(i) - e(l) - v(q)) = w(l, a) rho(X(i, a) + e(i) - e(l) - v(q))",
                    p.at(value, "X(i, a) + e(i) - e(l) - v(q)"),
                )
            p.have(
                "Y(i, j) = code(X, i)",
                p.at(after_first, "i", "j"),
                p.at(rounds, "a -> X(i, a) + e(i)", start.theorem, "j"),
                p.summed(terms),
            )
        with p.fix("i in n, j in d"):
            with p.fix("k in n") as means:
                with p.fix("a in d") as parts:
                    p.have("Y(k, a) = code(X, k)", p.at(quantised, "k", "a"))
                p.have("sum[a in d] Y(k, a) = d code(X, k)", p.summed(parts))
                p.have("sum[a in d] Y(k, a)/d = code(X, k)", "sum[a in d] Y(k, a) = d code(X, k)")
            whole = p.have("sum[k in n, a in d] Y(k, a)/d = sum[k in n] code(X, k)", p.summed(means))
            p.have("A(i, j) = zz(X, i)", p.at(after_attention, "i", "j"), p.at(quantised, "i", "j"), whole)
    attends = p.have("(for all i in n, a in d: X(i, a) >= 0) => (for all i in n, j in d: A(i, j) = zz(X, i))")
    with p.fix("g in G") as exact:
        with p.suppose(CELL) as cell:
            with p.fix("i in n, a in d") as positive:
                p.have("X(i, a) >= 0", p.at(cell.hypothesis, "i", "a"), p.at(levels, "g", "i", "a"))
            with p.fix("i in n"):
                with p.fix("a in d") as token:
                    with p.fix("k in n") as others:
                        p.have("code(X, k) = of(g, k)", p.at(same, "X", "g", "k"))
                    sums = p.have("sum[k in n] code(X, k) = sum[k in n] of(g, k)", p.summed(others))
                    scaled = _scaled(p, sums, "sum[k in n] code(X, k)", "sum[k in n] of(g, k)")
                    equal = p.have("zz(X, i) = z(g, i)", p.at(same, "X", "g", "i"), scaled)
                    at = p.at(attends, positive.theorem, "i", "a")
                    p.have("A(i, a) = t(g, i)", at, equal, p.at(named, "g", "i"))
                with p.fix("j in d"):
                    recalled = p.at(p.left(p.at(memory, "a -> A(i, a)")), "g", "i", token.theorem, "j")
                    p.have("Z(i, j) = H(g, i, j)", p.at(after_second, "i", "j"), recalled, p.at(token, "j"))
    with p.suppose("for all i in n, a in d: 0 <= X(i, a) <= 1") as cube:
        with p.fix("i in n, a in d") as positive:
            p.have("X(i, a) >= 0", p.at(cube.hypothesis, "i", "a"))
        with p.fix("i in n, j in d"):
            at = p.have("0 <= A(i, j) <= Z0", p.at(attends, positive.theorem, "i", "j"), p.at(small, "X", "i"))
            with p.fix("g in G, m in n") as each:
                p.have("0 <= t(g, m) <= Z0", p.at("for all g in G, i in n: 0 <= t(g, i) <= Z0", "g", "m"))
                p.have("|D(g, m, j)| <= |H(g, m, j)| + Z0", p.at(apart_at_most, "H(g, m, j)", "t(g, m)", "Z0"))
            p.let("far = sum[g in G, m in n] |D(g, m, j)|")
            some = p.have("far <= sum[g in G, m in n] |H(g, m, j)| + G n Z0", p.summed(each))
            with p.fix("g in G, m in n") as one:
                with p.fix("a in d - {j}") as others:
                    p.have("|H(g, m, a)| >= 0")
                g, m, j = (p.symbols[name] for name in ("g", "m", "j"))
                split = p.take(p.member(j, p["d"]), lambda a, g=g, m=m: t.fn("sqrt", p["H"](g, m, a) * p["H"](g, m, a)))
                p.have("|H(g, m, j)| <= sum[a in d] |H(g, m, a)|", split, p.summed(others))
            fewer = p.have("sum[g in G, m in n] |H(g, m, j)| <= sizes", p.summed(one))
            p.let("what = added(W2, T2, V2, a -> A(i, a), j)")
            near = p.have("|what| <= far", p.at(p.right(p.at(memory, "a -> A(i, a)")), "j"))
            y_is = p.get("y in R: y = what", by="what")
            size = p.congruence(y_is, p.term("y"), p.term("what"), lambda x: t.fn("sqrt", x * x))
            p.have("|y| <= sizes + G n Z0", size, near, some, fewer)
            p.have("-(sizes + G n Z0) <= y <= sizes + G n Z0", "|y| <= sizes + G n Z0")
            p.have(
                "-R0 <= Z(i, j) <= R0",
                "-(sizes + G n Z0) <= y <= sizes + G n Z0",
                at,
                y_is,
                "Z0 >= 0",
                p.at(after_second, "i", "j"),
            )
            p.have("|Z(i, j)| <= R0", p.at(absolute, "Z(i, j)", "R0"))
    bounded = p.have("(for all i in n, a in d: 0 <= X(i, a) <= 1) => (for all i in n, j in d: |Z(i, j)| <= R0)")
    p.have(
        f"(for all g in G: ({CELL}) => (for all i in n, j in d: Z(i, j) = H(g, i, j)))"
        " and ((for all i in n, a in d: 0 <= X(i, a) <= 1) => (for all i in n, j in d: |Z(i, j)| <= R0))",
        exact,
        bounded,
    )


def _scaled(p: Proof, equal, left: str, right: str):
    """lam x = lam y from x = y."""
    return p.congruence(equal, p.term(left), p.term(right), lambda x: p.term("lam") * x)


def written_codes(*parts: str) -> str:
    """A and (B and C), the codes written out."""

    def code(at: str, i: str) -> str:
        return f"(sum[a in d, l in n, q in N] w(l, a) rho({at} + e({i}) - e(l) - v(q)))"

    def z(g: str, i: str) -> str:
        return f"({code(f'P({g}, {i}, a)', i)} + lam (sum[k in n] {code(f'P({g}, k, a)', 'k')}))"

    said = f"{parts[0]} and ({parts[1]} and {parts[2]})"
    for old, new in (
        ("z(g, i)", z("g", "i")),
        ("z(f, m)", z("f", "m")),
        ("code(X, i)", code("X(i, a)", "i")),
        ("of(g, i)", code("P(g, i, a)", "i")),
        ("total", "N (sum[a in d, l in n] w(l, a))"),
    ):
        said = said.replace(old, new)
    return said
