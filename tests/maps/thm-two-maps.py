"""thm:two-maps. How errors of maps between arrays add up in a composition, in the norm of the largest entry.

|F - F'| <= a, |G - G'| <= b, F is K-Lipschitz   =>   |F(G(X)) - F'(G'(X))| <= a + K b
"""

from typing import Any

from varproof.lang import Abs, Array, Entry, ForAll, Index, Lam, MaxOver, Source
from varproof.proof.proof import Proof

entry = Entry("thm:two-maps", "Errors of composed maps", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n, d, m = s.size("n"), s.size("d"), s.size("m")
    F, F_near = s.map("F", (m, d), to=(n, d)), s.map("Fnear", (m, d), to=(n, d))
    G, G_near = s.map("G", (n, d), to=(m, d)), s.map("Gnear", (n, d), to=(m, d))
    X, a, b, K = s.mat("X", n, d), s.real("a"), s.real("b"), s.real("K")
    i, k, j, l = Index("i", n), Index("k", d), Index("j", m), Index("l", d)
    U, V, W = Array("U", m, d), Array("V", m, d), Array("W", n, d)

    s.assume("constant", K >= 0)
    s.assume("lipschitz", ForAll(U, V, i, k, Abs(F(U)[i, k] - F(V)[i, k]) <= K * MaxOver(Abs(U[j, l] - V[j, l]), j, l)))
    s.assume("outer", ForAll(U, i, k, Abs(F(U)[i, k] - F_near(U)[i, k]) <= a))
    s.assume("inner", ForAll(W, j, l, Abs(G(W)[j, l] - G_near(W)[j, l]) <= b))
    s.claim("error", ForAll(i, k, Abs(F(G(X))[i, k] - F_near(G_near(X))[i, k]) <= a + K * b))

    def constant(source: Array, index: Index, value: int) -> Any:
        return Lam(source, Lam((index, Index("c", d)), value))

    near = dict(F=constant(U, i, 0), Fnear=constant(U, i, 0), G=constant(W, j, 0), Gnear=constant(W, j, 0))
    s.instance("constant maps", X=[[0]], a=0, b=0, K=0, m=1, **near)
    largest = Lam(U, Lam((i, k), MaxOver(Abs(U[j, l]), j, l)))
    s.false(
        "half",
        claims={"error": ForAll(i, k, Abs(F(G(X))[i, k] - F_near(G_near(X))[i, k]) <= a + K * b / 2)},
        drop=["lipschitz", "inner"],
        at=dict(X=[[0]], a=0, b=1, K=1, m=1, F=largest, Fnear=largest, G=constant(W, j, 0), Gnear=constant(W, j, 1)),
    )


@entry.proof("stated")
def proof(p: Proof) -> None:
    G, G_near = "(j, l) -> G(X)[j, l]", "(j, l) -> Gnear(X)[j, l]"
    moved, outer = p.at("lipschitz", G, G_near), p.at("outer", G_near)
    p.largest("j in m, l in d: |G(X)[j, l] - Gnear(X)[j, l]|")
    near = p.have("max[j in m, l in d] |G(X)[j, l] - Gnear(X)[j, l]| <= b", p.at("inner", "X"))
    p.claim("error", moved, outer, near, "K >= 0")
