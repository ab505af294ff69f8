"""Stacks of feed-forward layers at one token, as a property of what stands after each layer; induction over layers."""

from __future__ import annotations

from typing import Any

from varproof.lang import And, Eq, ForAll, Implies, Index, Max, Pos, Sum
from varproof.proof.context import Block
from varproof.proof.kernel.rules import Theorem
from varproof.proof.positions import Positions
from varproof.proof.proof import Proof


def token_run(x: Any, U: Any, T: Any, V: Any, Y: Any) -> Any:
    """Y_1 = FFN_1(x), Y_k = FFN_k(Y_{k-1}) for a token x; U r x c x d, T r x c, V r x d x c, Y r x d; no outer bias."""
    r, c, d = U.dims
    i, k, a, h, l = (Index(*pair) for pair in zip("ikahl", (r, r, d, c, d), strict=True))

    def after(token: Any) -> Any:
        added = Sum(V[k, a, h] * Max(Sum(U[k, h, l] * token(l), l) + T[k, h], 0), h)
        return ForAll(a, Eq(Y[k, a], token(a) + added))

    start = ForAll(k, Implies(Eq(Pos(k), 1), after(lambda a: x[a])))
    steps = ForAll(i, k, Implies(Eq(Pos(k), Pos(i) + 1), after(lambda a: Y[i, a])))
    return And(start, steps)


RELU = "relu(x) = max(x, 0)", "pos(k) = sum[l in r | l <= k] 1"
LAYER = "sum[h in c] V(k, a, h) relu(sum[l in d] U(k, h, l) y(l) + T(k, h))"  # what layer k adds to the token y
RUN = (
    "(for all k in r: pos(k) = 1 => (for all a in d: Y(k, a) = x(a) + added(k, l -> x(l), a)))"
    " and (for all i, k in r: pos(k) = pos(i) + 1 => (for all a in d: Y(k, a) = Y(i, a) + added(k, l -> Y(i, l), a)))"
)


def over_layers(p: Proof, start: Block, step: Block) -> Theorem:
    """For all k in r: inv(k); `start` from pos(k) = 1, `step` from pos(k) = pos(l) + 1 and inv(l)."""
    with p.silent():
        every = Positions(p, p["r"]).by_induction(
            p.symbols["inv"],
            lambda k, k_in, at: p.use(start.theorem, k, k_in, at),
            lambda l, l_in, k, k_in, at, holds: p.use(step.theorem, l, l_in, k, k_in, at, holds),
        )
    return p.have("for all k in r: inv(k)", every, why="by induction over the layers")


def prefix(p: Proof, claim: str, *at: str) -> Theorem:
    """What thy:prefix-sums claims of the sums E(k) of e before layer k."""
    return p.at(p.cite("thy:prefix-sums", T="r", a="e", claim=claim), *at[:-1], p.fact(at[-1]))


def stays_near(p: Proof, run: Theorem, small: Theorem) -> Theorem:
    """|Y_k(a) - x(a)| <= sum_l e(l) after the last layer k, from |added(k, y, a)| <= e(k) for all k in r and y."""
    p.let("E(k) = sum[l in r | pos(l) < pos(k)] e(l)", "inv(k) iff |Y(k, a) - x(a)| <= E(k) + e(k)")
    with p.fix("o, y, z, t, s, m in R with |y - o| <= s and |t| <= m and z = y + t") as near:
        p.have("|y - o + t| <= |y - o| + |t|", why="the triangle inequality")
        p.have("|z - o| <= s + m", "|y - o + t| <= |y - o| + |t|", "z = y + t", "|y - o| <= s", "|t| <= m")
    with p.fix("k in r with pos(k) = 1") as start:
        p.have("E(k) = 0", prefix(p, "first", "k", "pos(k) = 1"))
        p.have("|x(a) - x(a)| <= 0")
        p.have("|added(k, l -> x(l), a)| <= e(k)", p.at(small, "k", "x"))
        p.have("Y(k, a) = x(a) + added(k, l -> x(l), a)", p.at(p.left(run), "k", "a"))
        p.have("|Y(k, a) - x(a)| <= 0 + e(k)",
               p.at(near, "x(a)", "x(a)", "Y(k, a)", "added(k, l -> x(l), a)", "0", "e(k)"))  # fmt: skip
        p.have("inv(k)", "|Y(k, a) - x(a)| <= 0 + e(k)", "E(k) = 0")
    with p.fix("l in r, k in r with pos(k) = pos(l) + 1") as step, p.suppose("inv(l)"):
        p.have("E(k) = E(l) + e(l)", prefix(p, "next", "l", "k", "pos(k) = pos(l) + 1"))
        p.have("|added(k, b -> Y(l, b), a)| <= e(k)", p.at(small, "k", "b -> Y(l, b)"))
        p.have("Y(k, a) = Y(l, a) + added(k, b -> Y(l, b), a)", p.at(p.right(run), "l", "k", "a"))
        p.have("|Y(k, a) - x(a)| <= E(l) + e(l) + e(k)",
               p.at(near, "x(a)", "Y(l, a)", "Y(k, a)", "added(k, b -> Y(l, b), a)", "E(l) + e(l)", "e(k)")
        )  # fmt: skip
        p.have("inv(k)", "|Y(k, a) - x(a)| <= E(l) + e(l) + e(k)", "E(k) = E(l) + e(l)")
    every = over_layers(p, start, step)
    with p.fix("k in r with pos(k) = r") as last:
        p.have("E(k) + e(k) = sum[l in r] e(l)", prefix(p, "last", "k", "pos(k) = r"))
        p.have("|Y(k, a) - x(a)| <= sum[l in r] e(l)", p.at(every, "k"), "E(k) + e(k) = sum[l in r] e(l)")
    return last.theorem
