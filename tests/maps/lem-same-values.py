"""lem:same-values. A map takes equal arrays to equal values."""

from varproof.lang import Array, Entry, Eq, ForAll, Index, Lam, Source
from varproof.proof.proof import Proof

entry = Entry("lem:same-values", "Equal arrays have equal values", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n, d = s.size("n"), s.size("d")
    F = s.map("F", (n, d), to=(n, d))
    X, Y, i, k, U = s.mat("X", n, d), s.mat("Y", n, d), Index("i", n), Index("k", d), Array("U", n, d)
    s.assume(
        "same", ForAll(i, k, Eq(X[i, k], Y[i, k])), needed_at=dict(F=Lam(U, Lam((i, k), U[i, k])), X=[[0]], Y=[[1]])
    )
    s.claim("values", ForAll(i, k, Eq(F(X)[i, k], F(Y)[i, k])))
    s.instance("doubling", F=Lam(U, Lam((i, k), 2 * U[i, k])), X=[[1]], Y=[[1]])


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.claim("values", p.at("F is a map", "X", "Y"), "same")
