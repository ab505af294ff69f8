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
