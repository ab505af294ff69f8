"""A transformer near a Lipschitz map, from lem:transformer-construction with the values at the grid."""

from __future__ import annotations

from typing import Any

from varproof_lemmas.universality.construction import CELL, Construction, opened

from varproof.lang import Array, ForAll, Implies, norm, sqrt
from varproof.proof.context import Block
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import func, lam
from varproof.proof.kernel.rules import Theorem
from varproof.proof.notation import Function
from varproof.proof.proof import Proof

ARRAYS = dict(E=2, W1=2, T1=1, V1=2, b1=1, W_O=2, W_V=2, W_K=2, W_Q=2, W2=2, T2=1, V2=2, b2=1)  # and their indices
VALUES = "(k, b) -> P(g, k, b)"


def state(s: Any) -> Construction:
    """State it in the block s: for every C-Lipschitz map F of n x d arrays and C delta sqrt(n d) <= eps."""
    on = Construction(s)
    F, C, eps = s.map("F", (on.n, on.d), to=(on.n, on.d)), s.real("C"), s.real("eps")
    X, Y, i, a = on.X, Array("Y", on.n, on.d), on.i, on.a
    far = norm(F(X)[i, a] - F(Y)[i, a], i, a) <= C * norm(X[i, a] - Y[i, a], i, a)
    s.assume("lipschitz", ForAll(X, Y, far))
    s.assume("constant", C >= 0)
    s.assume("fine", C * on.delta * sqrt(on.n * on.d) <= eps)
    close = norm(on.tau - F(X)[i, a], i, a) <= eps
    s.claim("close", on.there_is(ForAll(on.g, Implies(on.cell(), close))))
    return on


def prove(p: Proof) -> None:
    """|tau(X) - F(X)| = |F(P_g) - F(X)| <= C |P_g - X| <= C delta sqrt(n d)."""
    p.let(f"H(g, i, a) = F({VALUES})[i, a]", "root = sqrt(n d)")
    with p.fix("x, y in R with y >= 0") as smaller, p.suppose("x^2 <= y^2"):
        with p.suppose("x > y"):
            p.have("x^2 > y^2", "x > y", "y >= 0")
            p.have("false", "x^2 > y^2", "x^2 <= y^2")
        p.have("x <= y")
    p.have("n d >= 0")
    p.have("root >= 0")
    p.have("root^2 = n d", "n d >= 0")
    names = dict.fromkeys("G n d N s c1 c2 v P delta".split())
    found = p.cite("lem:transformer-construction", variant="corrected", **{x: x for x in names}, H="H")
    bound = p.opened_existence(found, "real", "R0")
    p.symbols["R0"] = t.var("R0")
    with p.fix("theta in R") as made, p.suppose("0 < theta <= delta"):
        there = p.at(bound, "theta")
        for name, arity in ARRAYS.items():
            there = p.opened_existence(there, f"fn{arity}", name)
            p.symbols[name] = Function(arity, func(name), ())
        with p.fix("X, Y, A, Z in R^(n, d)"):
            at = there
            for name in ("X", "Y", "A", "Z"):
                at = p.k.specialise(at, lam(p.symbols[name], 2))
            run = at.concl.args[0]
            p.ended(p.k.discharge(_run(p, p.k.mp(at, p.k.assume(run)), smaller), run))
        weights = ", ".join(ARRAYS)
        close = p.shown(opened(p, "close"), [], weights)
        p.written(close, "∃ weights with τ as above", "", [])
        p.ended(close)
    p.claim("close", made, by="R0")


def _run(p: Proof, facts: Theorem, smaller: Block) -> Theorem:
    """|Z - F(X)| <= eps in the cells, and the bound in the cube."""
    with p.fix("g in G") as close:  # noqa: SIM117
        with p.suppose(CELL) as cell:
            values = p.at(p.left(facts), "g")
            with p.fix("i in n, a in d") as same:
                p.have("Z(i, a) = H(g, i, a)", p.at(values, "i", "a"))
                p.have("(Z(i, a) - F(X)[i, a])^2 = (H(g, i, a) - F(X)[i, a])^2", "Z(i, a) = H(g, i, a)")
            squares = "sum[i in n, a in d] ({} - F(X)[i, a])^2"
            left, right = squares.format("Z(i, a)"), squares.format("H(g, i, a)")
            equal = p.have(f"{left} = {right}", p.summed(same))
            norms = p.congruence(equal, p.term(left), p.term(right), lambda x: t.fn("sqrt", x))
            with p.fix("i in n, a in d") as near:
                p.have("P(g, i, a) <= X(i, a) <= P(g, i, a) + delta - theta", p.at(cell.hypothesis, "i", "a"))
                p.have(
                    "0 <= X(i, a) - P(g, i, a) <= delta",
                    "P(g, i, a) <= X(i, a) <= P(g, i, a) + delta - theta",
                    "0 < theta <= delta",
                )
                p.have("(P(g, i, a) - X(i, a))^2 <= delta^2", "0 <= X(i, a) - P(g, i, a) <= delta")
            p.let("far = norm[i in n, a in d] (P(g, i, a) - X(i, a))")
            p.have("far^2 = sum[i in n, a in d] (P(g, i, a) - X(i, a))^2")
            p.have("far^2 <= n d delta^2", "far^2 = sum[i in n, a in d] (P(g, i, a) - X(i, a))^2", p.summed(near))
            p.have("(delta root)^2 = n d delta^2", "root^2 = n d")
            p.have("far^2 <= (delta root)^2", "far^2 <= n d delta^2", "(delta root)^2 = n d delta^2")
            p.have("delta root >= 0", "root >= 0", "step")
            p.have("far <= delta root", p.at(smaller, "far", "delta root"))
            p.have("C far <= C delta root", "far <= delta root", "constant")
            lipschitz = p.at("lipschitz", VALUES, "X")
            p.have(
                "norm[i in n, a in d] (Z(i, a) - F(X)[i, a]) <= eps", norms, lipschitz, "C far <= C delta root", "fine"
            )
    return p.both(close.theorem, p.right(facts))
