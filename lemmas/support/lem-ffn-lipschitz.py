"""lem:ffn-lipschitz. A token-wise feed-forward layer with ReLU is Lipschitz on every token:

    |FFN(X)_k - FFN(Y)_k| <= (1 + L2 L1) |X_k - Y_k|

for bounds L1, L2 of the two matrices, |W1 x| <= L1 |x| and |W2 x| <= L2 |x|, such as the spectral norms; and with the
Frobenius norms |W1|_F and |W2|_F.

Why: ReLU moves no two numbers farther apart, the biases cancel, and the skip connection adds 1. The bounds are needed
only for the difference of the two inputs and that of the hidden layers. Equality in one dimension, on active neurons.
"""

from varproof_lemmas.model import feed_forward

from varproof.lang import Entry, Index, Max, Q, Source, Sum, norm, sqrt
from varproof.proof.proof import Proof

entry = Entry(
    "lem:ffn-lipschitz",
    "The feed-forward layer is Lipschitz",
    source=Source(text="ours"),
    uses=["def:feed-forward", "fact:matrix-norms"],
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n, d, c = s.size("n"), s.size("d"), s.size("c")
    X, Y = s.mat("X", n, d), s.mat("Y", n, d)
    W1, b1, W2, b2 = s.mat("W1", c, d), s.vec("b1", c), s.mat("W2", d, c), s.vec("b2", d)
    L1, L2, k = s.real("L1"), s.real("L2"), s.index("k", n)
    m, a, h = Index("m", d), Index("a", d), Index("h", c)
    given = norm(X[k, a] - Y[k, a], a)
    moved = norm(feed_forward(X, W1, b1, W2, b2)[k, m] - feed_forward(Y, W1, b1, W2, b2)[k, m], m)

    def hidden(Z):
        """ReLU(W1 Z_k + b1)."""
        return Max(Sum(W1[h, a] * Z[k, a], a) + b1[h], 0)

    change = hidden(X) - hidden(Y)
    frobenius = sqrt(Sum(W1[h, a] ** 2, h, a)) * sqrt(Sum(W2[m, h] ** 2, m, h))
    unit = dict(X=[[2]], Y=[[1]], W1=[[1]], b1=[0], W2=[[1]], b2=[5], L1=1, L2=1, k=0)
    s.assume("sign", L2 >= 0, needed_at=dict(unit, X=[[-1]], Y=[[-2]], L2=-1))
    s.assume("first", norm(Sum(W1[h, a] * (X[k, a] - Y[k, a]), a), h) <= L1 * given, needed_at=dict(unit, L1=0))
    s.assume("second", norm(Sum(W2[m, h] * change, h), m) <= L2 * norm(change, h), needed_at=dict(unit, L2=0))
    s.claim("lipschitz", moved <= (1 + L2 * L1) * given)
    s.claim("frobenius", moved <= (1 + frobenius) * given)
    s.constant("constant", (1 + L2 * L1) * given, bounds=moved, side="upper")

    s.instance("equality", **unit)
    s.instance("equal tokens", **dict(unit, Y=[[2]]))
    s.instance("dead neurons", **dict(unit, X=[[-1]], Y=[[-3]]))
    s.instance("across the kink", **dict(unit, X=[[1]], Y=[[-1]]))
    s.instance(
        "two tokens", X=[[0, 0], [3, 4]], Y=[[1, 1], [0, 0]], W1=[[1, 0], [0, -1], [1, 1]], b1=[0, 1, -1],
        W2=[[1, 0, 0], [0, 1, Q(1, 2)]], b2=[0, 0], L1=2, L2=2, k=1,
    )  # fmt: skip
    s.instance("large weights", **dict(unit, W1=[[10**6]], W2=[[10**6]], L1=10**6, L2=10**6))

    s.false("without the skip connection", claims={"lipschitz": moved <= L2 * L1 * given}, at=unit)
    s.false("strict", claims={"lipschitz": moved < (1 + L2 * L1) * given}, at=unit)
    s.false("the skip connection alone", claims={"lipschitz": moved <= given}, at=unit)
    s.false(
        "the sum of the bounds",
        claims={"lipschitz": moved <= (L1 + L2) * given},
        at=dict(unit, W1=[[3]], W2=[[3]], L1=3, L2=3),
    )


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("u(h) = sum[a in d] W1[h, a] X[k, a] + b1[h]", "w(h) = sum[a in d] W1[h, a] Y[k, a] + b1[h]")
    p.let("change(h) = max(u(h), 0) - max(w(h), 0)", "gap(a) = X[k, a] - Y[k, a]", "given = norm[a in d] gap(a)")
    p.let("first = norm[h in c] sum[a in d] W1[h, a] gap(a)", "moved = norm[h in c] change(h)")
    with p.fix("h in c") as each:
        p.have("u(h) w(h) <= |u(h)| |w(h)|")
        p.have("(|u(h)| - |w(h)|)^2 <= (u(h) - w(h))^2", "u(h) w(h) <= |u(h)| |w(h)|")
        p.have("(u(h) - w(h) - |u(h)| + |w(h)|)^2 >= 0")
        p.have(
            "change(h)^2 <= (u(h) - w(h))^2",
            "(|u(h)| - |w(h)|)^2 <= (u(h) - w(h))^2",
            "(u(h) - w(h) - |u(h)| + |w(h)|)^2 >= 0",
        )
    p.have("moved <= first", p.summed(each), why="ReLU moves no two numbers farther apart")
    p.let("second(m) = sum[h in c] W2[m, h] change(h)")
    p.have(
        "norm[m in d] (gap(m) + second(m)) <= given + norm[m in d] second(m)",
        p.cite("thy:triangle-inequality", n="d", x="gap", y="second"),
    )
    with p.fix("A in R, B in R with first <= A given and B >= 0 and norm[m in d] second(m) <= B moved") as bound:
        p.have("B moved <= B A given", "moved <= first", "first <= A given", "B >= 0")
        p.have("norm[m in d] (gap(m) + second(m)) <= (1 + B A) given")
    p.claim("lipschitz", p.at(bound, "L1", "L2"))
    p.let("F = sqrt(sum[h in c, a in d] W1[h, a]^2)", "G = sqrt(sum[m in d, h in c] W2[m, h]^2)")
    p.have("first <= F given", p.cite("fact:matrix-norms", m="c", n="d", A="W1", x="gap", claim="product"))
    p.have(
        "norm[m in d] second(m) <= G moved",
        p.cite("fact:matrix-norms", m="d", n="c", A="W2", x="change", claim="product"),
    )
    p.have("G >= 0")
    p.claim("frobenius", p.at(bound, "F", "G"))
