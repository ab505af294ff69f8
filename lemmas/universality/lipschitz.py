"""A transformer near a Lipschitz map, from lem:transformer-construction with the values at the grid."""

from __future__ import annotations

from typing import Any

from varproof_lemmas.universality.construction import CELL, Construction, opened
from varproof_lemmas.universality.mean import ARRAYS, prove_alpha

from varproof.lang import Array, ForAll, Implies, exp, log, norm, sqrt
from varproof.proof.context import Block
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import func, lam
from varproof.proof.kernel.rules import Theorem
from varproof.proof.notation import Function
from varproof.proof.proof import Proof

VALUES = "(k, b) -> P(g, k, b)"


GIVEN = {name: name for name in "G n d N s c1 c2 v P delta".split()}


def state(s: Any, in_the_mean: bool = False) -> Construction:
    """State it in the block s: for every C-Lipschitz map F of n x d arrays and C delta sqrt(n d) <= eps, off the ramps;
    or, in every cell, in the mean of the |error|^alpha."""
    on = Construction(s)
    F, C, eps = s.map("F", (on.n, on.d), to=(on.n, on.d)), s.real("C"), s.real("eps")
    X, Y, i, a = on.X, Array("Y", on.n, on.d), on.i, on.a
    far = norm(F(X)[i, a] - F(Y)[i, a], i, a) <= C * norm(X[i, a] - Y[i, a], i, a)
    s.assume("lipschitz", ForAll(X, Y, far))
    s.assume("constant", C >= 0)
    s.assume("fine", C * on.delta * sqrt(on.n * on.d) <= eps)
    if in_the_mean:
        s.claim("alpha", on.alpha_norm(F(X)[i, a], lambda alpha: on.n * on.d * exp(alpha * log(eps)), eps > 0))
        return on
    close = norm(on.tau - F(X)[i, a], i, a) <= eps
    s.claim("close", on.there_is(ForAll(on.g, Implies(on.cell(), close))))
    return on


def prove(p: Proof) -> None:
    """|tau(X) - F(X)| = |F(P_g) - F(X)| <= C |P_g - X| <= C delta sqrt(n d)."""
    smaller = _roots(p)
    found = p.cite("lem:transformer-construction", variant="corrected", **GIVEN, H="H")
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
    with p.fix("g in G") as close:  # noqa: SIM117 - every block has its line
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
            lipschitz = _close(p, near, smaller)
            p.have("norm[i in n, a in d] (Z(i, a) - F(X)[i, a]) <= eps", norms, lipschitz)
    return p.both(close.theorem, p.right(facts))


def _roots(p: Proof) -> Block:
    """x <= y from x^2 <= y^2 and y >= 0; H and sqrt(n d)."""
    p.let(f"H(g, i, a) = F({VALUES})[i, a]", "root = sqrt(n d)")
    with p.fix("x, y in R with y >= 0") as smaller, p.suppose("x^2 <= y^2"):
        with p.suppose("x > y"):
            p.have("x^2 > y^2", "x > y", "y >= 0")
            p.have("false", "x^2 > y^2", "x^2 <= y^2")
        p.have("x <= y")
    p.have("n d >= 0")
    p.have("root >= 0")
    p.have("root^2 = n d", "n d >= 0")
    return smaller


def _close(p: Proof, inside: Block, smaller: Block) -> Theorem:
    """|F(P_g) - F(X)| <= C |P_g - X| <= C delta sqrt(n d) <= eps, for X in the cell of g."""
    with p.fix("i in n, a in d") as near:
        p.have("(P(g, i, a) - X(i, a))^2 <= delta^2", p.at(inside, "i", "a"))
    p.let("far = norm[i in n, a in d] (P(g, i, a) - X(i, a))")
    p.have("far^2 = sum[i in n, a in d] (P(g, i, a) - X(i, a))^2")
    p.have("far^2 <= n d delta^2", "far^2 = sum[i in n, a in d] (P(g, i, a) - X(i, a))^2", p.summed(near))
    p.have("(delta root)^2 = n d delta^2", "root^2 = n d")
    p.have("far^2 <= (delta root)^2", "far^2 <= n d delta^2", "(delta root)^2 = n d delta^2")
    p.have("delta root >= 0", "root >= 0", "step")
    p.have("far <= delta root", p.at(smaller, "far", "delta root"))
    p.have("C far <= C delta root", "far <= delta root", "constant")
    lipschitz = p.at("lipschitz", VALUES, "X")
    return p.have("norm[i in n, a in d] (H(g, i, a) - F(X)[i, a]) <= eps", lipschitz, "C far <= C delta root", "fine")


def prove_in_the_mean(p: Proof) -> None:
    """Off the ramps every entry is within eps, and on them it is bounded."""
    smaller = _roots(p)
    with p.fix("x, z in R with -z <= x <= z") as within:
        p.have("|x| <= z", "-z <= x <= z")

    def near(p: Proof, cell: Block) -> Block:
        """|H - F(X)| <= eps, entry by entry."""
        with p.fix("i in n, a in d") as inside:
            p.have("0 <= X(i, a) - P(g, i, a) <= delta", p.at(cell.hypothesis, "i", "a"))
        _close(p, inside, smaller)
        p.let("gap(i, a) = H(g, i, a) - F(X)[i, a]", "size2 = norm[i in n, a in d] gap(i, a)")
        p.have("size2^2 = sum[i in n, a in d] gap(i, a)^2")
        p.have("size2 >= 0")
        with p.fix("i in n, a in d") as block:
            with p.fix("l in n - {i}") as others:
                with p.fix("q in d") as row:
                    p.have("gap(l, q)^2 >= 0")
                p.have("sum[q in d] gap(l, q)^2 >= 0", p.summed(row))
            with p.fix("q in d - {a}") as rest:
                p.have("gap(i, q)^2 >= 0")
            p.have("sum[l in n, q in d] gap(l, q)^2 = sum[q in d] gap(i, q)^2 + sum[l in n - {i}, q in d] gap(l, q)^2")
            p.have("sum[q in d] gap(i, q)^2 = gap(i, a)^2 + sum[q in d - {a}] gap(i, q)^2")
            p.have(
                "gap(i, a)^2 <= size2^2",
                "size2^2 = sum[i in n, a in d] gap(i, a)^2",
                "sum[l in n, q in d] gap(l, q)^2 = sum[q in d] gap(i, q)^2 + sum[l in n - {i}, q in d] gap(l, q)^2",
                "sum[q in d] gap(i, q)^2 = gap(i, a)^2 + sum[q in d - {a}] gap(i, q)^2",
                p.summed(others),
                p.summed(rest),
            )
            p.have("(-gap(i, a))^2 <= size2^2", "gap(i, a)^2 <= size2^2")
            p.have("gap(i, a) <= size2", p.at(smaller, "gap(i, a)", "size2"))
            p.have("-gap(i, a) <= size2", p.at(smaller, "-gap(i, a)", "size2"))
            p.have("-eps <= gap(i, a) <= eps", "gap(i, a) <= size2", "-gap(i, a) <= size2", "size2 <= eps")
            p.have("|gap(i, a)| <= eps", p.at(within, "gap(i, a)", "eps"))
        return block

    exact = p.cite("lem:transformer-construction", variant="corrected", claim="exact", **GIVEN, H="H")
    prove_alpha(p, exact, "F(X)[i, a]", "exp(alpha log eps)", " and eps > 0", "eps", near)
