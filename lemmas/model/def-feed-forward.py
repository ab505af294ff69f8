"""def:feed-forward. FFN(X)_k = X_k + W2 ReLU(W1 X_k + b1) + b2 for every token k, with c hidden neurons.

Printed for X in R^{d x L} whose columns are tokens, with k running over [n]: ill-typed, there are L columns. Corrected:
k runs over the tokens, which are rows. ReLU(x) = max(x, 0). Well defined for all arguments: nothing is divided.
"""

from varproof.lang import Entry, Index, Max, Q, Source, Sum, log
from varproof.proof.proof import Proof

entry = Entry(
    "def:feed-forward",
    "A token-wise feed-forward layer with one hidden layer",
    source=Source(icml="3.5", text="read"),
    note="Printed with columns as tokens and with k in [n] although there are L columns.",
)

with entry.definition(
    "printed",
    expect="REFUTED",
    evidence=["ill-typed"],
    finding="The columns of X are counted by L, and the token is taken from [n]; no equation says that they are equal.",
) as s:
    n, d, L, c = s.size("n"), s.size("d"), s.size("L"), s.size("c")
    X = s.mat("X", d, L)
    W1, b1 = s.mat("W1", c, d), s.vec("b1", c)
    W2, b2 = s.mat("W2", d, c), s.vec("b2", d)
    k, m = Index("k", n), Index("m", d)
    p, h = Index("p", d), Index("h", c)
    hidden = Sum(W1[h, p] * X[p, k], p) + b1[h]
    s.define("feed_forward_printed", (X, W1, b1, W2, b2), (k, m), X[m, k] + Sum(W2[m, h] * Max(hidden, 0), h) + b2[m])

    s.instance("one number", X=[[2]], W1=[[1]], b1=[-1], W2=[[3]], b2=[0], k=0, m=0, n=1)

with entry.definition("corrected", note="The token is taken from the L columns of X; stated in rows.") as s:
    n, d, c = s.size("n"), s.size("d"), s.size("c")
    X = s.mat("X", n, d)
    W1, b1 = s.mat("W1", c, d), s.vec("b1", c)
    W2, b2 = s.mat("W2", d, c), s.vec("b2", d)
    k, m = Index("k", n), Index("m", d)
    p, h = Index("p", d), Index("h", c)
    hidden = Sum(W1[h, p] * X[k, p], p) + b1[h]
    value = X[k, m] + Sum(W2[m, h] * Max(hidden, 0), h) + b2[m]
    feed_forward = s.define("feed_forward", (X, W1, b1, W2, b2), (k, m), value)

    s.instance("one number", X=[[2]], W1=[[1]], b1=[-1], W2=[[3]], b2=[0], k=0, m=0)
    s.instance("at the kink", X=[[1], [2]], W1=[[1], [-1]], b1=[-1, 1], W2=[[1, 1]], b2=[5], k=0, m=0)
    s.instance("dead neurons", X=[[Q(1, 2), 0]], W1=[[-1, 0]], b1=[0], W2=[[1], [1]], b2=[0, 0], k=0, m=1)
    s.instance("large", X=[[10**9]], W1=[[10**9]], b1=[0], W2=[[10**9]], b2=[0], k=0, m=0)

    s.false(
        "log activation",
        claims={"value": X[k, m] + Sum(W2[m, h] * log(hidden), h)},
        at=dict(X=[[1]], W1=[[-1]], b1=[0], W2=[[1]], b2=[0], k=0, m=0),
    )
    s.false(
        "normalised activation",
        claims={"value": Sum(W2[m, h] * Max(hidden, 0), h) / Sum(Max(hidden, 0), h)},
        at=dict(X=[[1]], W1=[[-1]], b1=[0], W2=[[1]], b2=[0], k=0, m=0),
    )


@entry.proof("corrected")
def proof(p: Proof) -> None:
    p.settle_definedness()
