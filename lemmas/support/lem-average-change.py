"""lem:average-change. How far a softmax average moves when scores and values move: with P = Softmax(x), Q = Softmax(y),

    |sum_j P_j a_j - sum_j Q_j b_j|_2 <= D + B M

from |a_j - b_j|_2 <= D, |b_j|_2 <= M and |x_j - y_j| <= B for all j. Why: the difference is
sum_j P_j (a_j - b_j) + sum_j (P_j - Q_j) b_j, the weights P_j add up to 1, and sum_j |P_j - Q_j| <= B
(lem:softmax-lipschitz).
"""

from varproof_lemmas.model import softmax

from varproof.lang import Abs, Entry, ForAll, Index, Source, Sum, norm
from varproof.proof.proof import Proof

entry = Entry("lem:average-change", "How far a softmax average moves", source=Source(text="ours"), uses=["def:softmax"])

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n, d = s.size("n"), s.size("d")
    x, y, a, b = s.vec("x", n), s.vec("y", n), s.mat("a", n, d), s.mat("b", n, d)
    D, M, B = s.real("D"), s.real("M"), s.real("B")
    j, c = Index("j", n), Index("c", d)
    moved = norm(Sum(softmax(x)[j] * a[j, c], j) - Sum(softmax(y)[j] * b[j, c], j), c)
    one = dict(x=[0], y=[0], a=[[3]], b=[[1]], D=2, M=1, B=0)
    two = dict(x=[1, 0], y=[0, 0], a=[[1], [-1]], b=[[1], [-1]], D=0, M=1, B=1)
    s.assume("values", ForAll(j, norm(a[j, c] - b[j, c], c) <= D), needed_at=dict(one, D=1))
    s.assume("bounded", ForAll(j, norm(b[j, c], c) <= M), needed_at=dict(two, M=0))
    s.assume("scores", ForAll(j, Abs(x[j] - y[j]) <= B), needed_at=dict(two, B=0))
    s.constant("bound", D + B * M, bounds=moved, side="upper")
    s.claim("bound", moved <= D + B * M)

    s.instance("one entry: equality", **one)
    s.instance("other scores", **two)
    s.instance("both move", x=[0, 1], y=[1, 0], a=[[1, 0], [0, 1]], b=[[1, 1], [0, 0]], D=1, M=2, B=1)
    s.false("values alone", claims={"bound": moved <= D}, at=two)
    s.false("scores alone", claims={"bound": moved <= B * M}, at=one)


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("P(j) = exp(x[j])/sum[i in n] exp(x[i])", "Q(j) = exp(y[j])/sum[i in n] exp(y[i])", "g(j) = P(j) - Q(j)")
    p.let("first(c) = sum[j in n] P(j) (a[j, c] - b[j, c])", "second(c) = sum[j in n] g(j) b[j, c]")
    p.have("sum[j in n] P(j) = 1")
    with p.fix("j in n") as each:
        p.have("|P(j)| = P(j)")
    p.have("sum[j in n] |P(j)| = 1", p.summed(each), "sum[j in n] P(j) = 1")
    p.largest("k in n: |x[k] - y[k]|")
    p.have("max[j in n] |x[j] - y[j]| <= B", "scores")
    p.have("sum[j in n] |g(j)| <= B", p.cite("lem:softmax-lipschitz", n="n", x="x", y="y", claim="sum-norm"))
    p.have(
        "norm[c in d] first(c) <= D",
        p.cite("lem:weighted-sum", n="n", d="d", g="P", w="(j, c) -> a[j, c] - b[j, c]", M="D"),
    )
    p.have(
        "norm[c in d] second(c) <= (sum[j in n] |g(j)|) M",
        p.cite("lem:weighted-sum", n="n", d="d", g="g", w="b", M="M"),
    )
    p.have("M >= norm[c in d] b[k, c] >= 0", "bounded")
    p.have(
        "norm[c in d] second(c) <= B M",
        "norm[c in d] second(c) <= (sum[j in n] |g(j)|) M",
        "sum[j in n] |g(j)| <= B",
        "M >= 0",
    )
    p.claim(
        "bound",
        p.cite("thy:triangle-inequality", n="d", x="first", y="second"),
        "norm[c in d] first(c) <= D",
        "norm[c in d] second(c) <= B M",
    )
