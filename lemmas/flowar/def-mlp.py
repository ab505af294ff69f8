"""def:mlp. MLP(X, c, d)_j = X_j W + b for every row j of X in R^{n x c}, with W in R^{c x d} and b in R^d.

One affine map, without a hidden layer or an activation, although it is called a multilayer perceptron. Well defined
for all arguments: nothing is divided.
"""

from varproof.lang import Entry, Index, Q, Source, Sum, log
from varproof.proof.proof import Proof

entry = Entry("def:mlp", "The affine layer of the flow network", source=Source(icml="D.8", text="read"))

with entry.definition("printed") as s:
    n, c, d = s.size("n"), s.size("c"), s.size("d")
    X, W, b = s.mat("X", n, c), s.mat("W", c, d), s.vec("b", d)
    j, m, k = Index("j", n), Index("m", d), Index("k", c)
    mlp = s.define("mlp", (X, W, b), (j, m), Sum(X[j, k] * W[k, m], k) + b[m])

    s.instance("one number", X=[[2]], W=[[3]], b=[-1], j=0, m=0)
    s.instance("more outputs than inputs", X=[[1], [2]], W=[[1, Q(1, 2), 0]], b=[0, 0, 7], j=1, m=1)
    s.instance("zero weights", X=[[5, -5]], W=[[0], [0]], b=[1], j=0, m=0)
    s.instance("large", X=[[10**9, 1]], W=[[10**9], [-1]], b=[0], j=0, m=0)

    s.false(
        "weights normalised by their sum",
        claims={"value": Sum(X[j, k] * W[k, m], k) / Sum(W[k, m], k)},
        at=dict(X=[[1, 2]], W=[[1], [-1]], b=[0], j=0, m=0),
    )
    s.false(
        "log of the output",
        claims={"value": log(Sum(X[j, k] * W[k, m], k) + b[m])},
        at=dict(X=[[1]], W=[[-1]], b=[0], j=0, m=0),
    )


@entry.proof("printed")
def proof(p: Proof) -> None:
    p.settle_definedness()
