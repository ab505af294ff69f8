"""A transformer near a Lipschitz map, from lem:transformer-construction with the values at the grid."""

from __future__ import annotations

from typing import Any

from varproof_lemmas.universality.construction import CELL, Construction
from varproof_lemmas.universality.existence import same_weights
from varproof_lemmas.universality.mean import ARRAYS, RUN, prove_alpha

from varproof.lang import Abs, Array, Eq, ForAll, Implies, Index, Lam, Pos, exp, log, norm, sqrt
from varproof.proof.context import Block
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.rules import Theorem
from varproof.proof.proof import Proof

# one grid point of two equal tokens, and values that are different in them
TWO = dict(v=[0], delta=1, P=[[[0], [0]]], s=1, c1=6, c2=6)


def places(on: Construction) -> Any:
    """A map with the same value everywhere, whose tokens are different."""
    Y, j, l = Array("U", on.n, on.d), Index("j", on.n), Index("l", on.d)
    return Lam(Y, Lam((j, l), 0 * Y[j, l] + Pos(j)))


def equal_tokens(on: Construction, F: Any, most: Any) -> Any:
    """Where two tokens of a grid sequence are equal, F differs by no more than `most` in them: what holds of maps that
    are near some map without an embedding, which gives equal tokens equal outputs."""
    j, l, m, q = Index("j", on.n), Index("l", on.d), Index("m", on.n), Index("q", on.d)
    image = F(Lam((j, l), on.P[on.g, j, l]))
    same = ForAll(q, Eq(on.P[on.g, on.i, q], on.P[on.g, m, q]))
    return ForAll(on.g, on.i, m, Implies(same, ForAll(q, Abs(image[on.i, q] - image[m, q]) <= most)))


VALUES = "(k, b) -> P(g, k, b)"
GIVEN = {name: name for name in "G n d N s c1 c2 v P delta".split()}


def state(s: Any, in_the_mean: bool = False) -> tuple[Construction, Any, Any]:
    """State it in the block s: for every C-Lipschitz map F of n x d arrays and C delta sqrt(n d) <= eps, off the ramps;
    or, in every cell, in the mean of the |error|^alpha. Returns the class, F and eps."""
    on = Construction(s)
    F, C, eps = s.map("F", (on.n, on.d), to=(on.n, on.d)), s.real("C"), s.real("eps")
    X, Y, i, a = on.X, Array("Y", on.n, on.d), on.i, on.a
    far = norm(F(X)[i, a] - F(Y)[i, a], i, a) <= C * norm(X[i, a] - Y[i, a], i, a)
    s.assume("lipschitz", ForAll(X, Y, far))
    s.assume("constant", C >= 0)
    s.assume("fine", C * on.delta * sqrt(on.n * on.d) <= eps)
    if in_the_mean:
        s.claim("alpha", on.alpha_norm(F(X)[i, a], lambda alpha: on.n * on.d * exp(alpha * log(eps)), eps > 0))
        return on, F, eps
    close = norm(on.tau - F(X)[i, a], i, a) <= eps
    s.claim("close", on.there_is(ForAll(on.g, Implies(on.cell(), close))))
    return on, F, eps


def prove(p: Proof) -> None:
    """|tau(X) - F(X)| = |F(P_g) - F(X)| <= C |P_g - X| <= C delta sqrt(n d)."""
    roots(p)
    found = p.cite("lem:transformer-construction", variant="corrected", **GIVEN, H="H")
    same_weights(p, found, ARRAYS, *RUN, lambda known: _cells(p, known))


def _cells(p: Proof, known: Theorem) -> Theorem:
    """|Z - F(X)| <= eps in the cells."""
    with p.fix("g in G") as close:
        with p.suppose(CELL) as cell:
            values = p.at(known, "g")
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
            lipschitz = close_values(p, near)
            p.have("norm[i in n, a in d] (Z(i, a) - F(X)[i, a]) <= eps", norms, lipschitz)
    return close.theorem


def roots(p: Proof) -> None:
    """H and sqrt(n d)."""
    p.let(f"H(g, i, a) = F({VALUES})[i, a]", "root = sqrt(n d)")
    p.have("n d >= 0")
    p.have("root >= 0")
    p.have("root^2 = n d", "n d >= 0")


def close_values(p: Proof, inside: Block) -> Theorem:
    """|F(P_g) - F(X)| <= C |P_g - X| <= C delta sqrt(n d) <= eps, for X in the cell of g."""
    with p.fix("i in n, a in d") as near:
        p.have("(P(g, i, a) - X(i, a))^2 <= delta^2", p.at(inside, "i", "a"))
    p.let("far = norm[i in n, a in d] (P(g, i, a) - X(i, a))")
    p.have("far^2 = sum[i in n, a in d] (P(g, i, a) - X(i, a))^2")
    p.have("far^2 <= n d delta^2", "far^2 = sum[i in n, a in d] (P(g, i, a) - X(i, a))^2", p.summed(near))
    p.have("(delta root)^2 = n d delta^2", "root^2 = n d")
    p.have("far^2 <= (delta root)^2", "far^2 <= n d delta^2", "(delta root)^2 = n d delta^2")
    p.have("delta root >= 0", "root >= 0", "step")
    p.have("far <= delta root", "far^2 <= (delta root)^2", "delta root >= 0")
    p.have("C far <= C delta root", "far <= delta root", "constant")
    lipschitz = p.at("lipschitz", VALUES, "X")
    return p.have("norm[i in n, a in d] (H(g, i, a) - F(X)[i, a]) <= eps", lipschitz, "C far <= C delta root", "fine")


def prove_in_the_mean(p: Proof) -> None:
    """Off the ramps every entry is within eps, and on them it is bounded."""
    roots(p)
    with p.fix("x, z in R with -z <= x <= z") as within:
        p.have("|x| <= z", "-z <= x <= z")

    def near(p: Proof, cell: Block) -> Block:
        """|H - F(X)| <= eps, entry by entry."""
        with p.fix("i in n, a in d") as inside:
            p.have("0 <= X(i, a) - P(g, i, a) <= delta", p.at(cell.hypothesis, "i", "a"))
        close_values(p, inside)
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
            p.have("gap(i, a) <= size2", "gap(i, a)^2 <= size2^2", "size2 >= 0")
            p.have("-gap(i, a) <= size2", "gap(i, a)^2 <= size2^2", "size2 >= 0")
            p.have("-eps <= gap(i, a) <= eps", "gap(i, a) <= size2", "-gap(i, a) <= size2", "size2 <= eps")
            p.have("|gap(i, a)| <= eps", p.at(within, "gap(i, a)", "eps"))
        return block

    exact = p.cite("lem:transformer-construction", variant="corrected", claim="exact", **GIVEN, H="H")
    prove_alpha(p, exact, "F(X)[i, a]", "exp(alpha log eps)", " and eps > 0", "eps", near)
