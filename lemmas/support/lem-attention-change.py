"""lem:attention-change. How far one value of attention moves, when values move by V times as much as the tokens and
scores by A times the products: with tokens of norms a_j, b_j <= R that move by r_j, scores x_j, y_j of token k, and
values v_j, w_j,

    |sum_j Softmax(x)_j v_j - sum_j Softmax(y)_j w_j|_2 <= V (1 + 2 A R^2) max_j r_j

from |v_j - w_j|_2 <= V r_j, |w_j|_2 <= V b_j and |x_j - y_j| <= A (r_k a_j + b_k r_j). It is lem:average-change with
the bounds V max r, V R and 2 A R max r.
"""

from varproof_lemmas.model import softmax

from varproof.lang import Abs, And, Entry, ForAll, Index, MaxOver, Q, Source, Sum, norm
from varproof.proof.proof import Proof

entry = Entry("lem:attention-change", "How far attention moves", source=Source(text="ours"), uses=["def:softmax"])

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n, d = s.size("n"), s.size("d")
    x, y, v, w = s.vec("x", n), s.vec("y", n), s.mat("v", n, d), s.mat("w", n, d)
    r, a, b, V, A, R = s.vec("r", n), s.vec("a", n), s.vec("b", n), s.real("V"), s.real("A"), s.real("R")
    k, j, c = s.index("k", n), Index("j", n), Index("c", d)
    moved = norm(Sum(softmax(x)[j] * v[j, c], j) - Sum(softmax(y)[j] * w[j, c], j), c)
    one = dict(x=[0], y=[0], v=[[2]], w=[[1]], r=[1], a=[2], b=[1], V=1, A=0, R=2, k=0)
    two = dict(x=[1, 0], y=[0, 0], v=[[1], [-1]], w=[[1], [-1]], r=[1, 0], a=[1, 1], b=[1, 1], V=1, A=1, R=1, k=0)
    s.assume("sign", And(V >= 0, A >= 0))
    s.assume("norms", ForAll(j, And(r[j] >= 0, 0 <= a[j], a[j] <= R, 0 <= b[j], b[j] <= R)))
    s.assume("values", ForAll(j, And(norm(v[j, c] - w[j, c], c) <= V * r[j], norm(w[j, c], c) <= V * b[j])),
             needed_at=dict(one, r=[0]))  # fmt: skip
    s.assume("scores", ForAll(j, Abs(x[j] - y[j]) <= A * (r[k] * a[j] + b[k] * r[j])), needed_at=dict(two, r=[0, 0]))
    bound = V * (1 + 2 * A * R**2) * MaxOver(r[j], j)
    s.constant("bound", bound, bounds=moved, side="upper")
    s.claim("bound", moved <= bound)

    s.instance("one token: equality", **one)
    s.instance("other scores", **two)
    s.instance("equal inputs", **dict(one, w=[[2]], r=[0], b=[2]))
    s.false("half of it", claims={"bound": 2 * moved <= V * (1 + 2 * A * R**2) * MaxOver(r[j], j)}, at=one)
    s.false("without the scores", claims={"bound": moved <= V * MaxOver(r[j], j)}, at=dict(two, r=[Q(1, 4), 0], A=4))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("top = max[j in n] r[j]")
    p.have("0 <= r[k] <= top and a[k] >= 0 and R >= a[k] and 0 <= b[k] <= R", "norms")
    with p.fix("j in n"):
        p.have("r[j] <= top and 0 <= a[j] <= R and 0 <= b[j] <= R and r[j] >= 0", "norms")
        p.have("V r[j] <= V top and V b[j] <= V R")
        p.have("r[k] a[j] <= top R", "r[k] <= top", "a[j] <= R", "a[j] >= 0", "top >= 0")
        p.have("b[k] r[j] <= R top", "b[k] <= R", "r[j] <= top", "r[j] >= 0", "R >= 0")
        p.have("A (r[k] a[j] + b[k] r[j]) <= 2 A R top", "r[k] a[j] <= top R", "b[k] r[j] <= R top", "A >= 0")
        p.have("norm[c in d] (v[j, c] - w[j, c]) <= V r[j] and norm[c in d] w[j, c] <= V b[j]", "values")
        p.have("|x[j] - y[j]| <= A (r[k] a[j] + b[k] r[j])", "scores")
        p.have(
            "norm[c in d] (v[j, c] - w[j, c]) <= V top and norm[c in d] w[j, c] <= V R and |x[j] - y[j]| <= 2 A R top"
        )
    p.claim(
        "bound",
        p.cite("lem:average-change", n="n", d="d", x="x", y="y", a="v", b="w", D="V top", M="V R", B="2 A R top"),
    )
