"""cor:mixing-layer. A layer that mixes tokens in place of the given map: lem:same-values is cited with it."""

from typing import Any

from varproof.lang import Entry, Eq, ForAll, Index, Source, Sum
from varproof.proof.kernel.build import sum_over
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof

entry = Entry("cor:mixing-layer", "Equal tokens are mixed alike", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n, d = s.size("n"), s.size("d")
    A, X, Y = s.mat("A", n, n), s.mat("X", n, d), s.mat("Y", n, d)
    i, j, k = Index("i", n), Index("j", n), Index("k", d)
    s.assume("same", ForAll(i, k, Eq(X[i, k], Y[i, k])), needed_at=dict(A=[[1]], X=[[0]], Y=[[1]]))
    s.claim("mixed", ForAll(i, k, Eq(Sum(A[i, j] * X[j, k], j), Sum(A[i, j] * Y[j, k], j))))
    s.instance("one token", A=[[2]], X=[[1]], Y=[[1]])


@entry.proof("stated")
def proof(p: Proof) -> None:
    def layer(U: Any, i: Node, k: Node) -> Node:
        return sum_over(p["n"], lambda j: p["A"](i, j) * U(j, k))

    p.claim("mixed", p.cite("lem:same-values", n="n", d="d", F=layer, X="X", Y="Y"))
