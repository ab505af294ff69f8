"""lem:score-bound. The score of two tokens by the Frobenius norm of A = W_Q W_K^T:

    |x A y^T| <= |A|_F |x|_2 |y|_2.

Why: |x A y^T| <= |x| |A y^T| by Cauchy's inequality, and |A y^T| <= |A|_F |y| (fact:matrix-norms). Equality for vectors
of one entry.
"""

from varproof.lang import Abs, Entry, Index, Source, Sum, norm, sqrt
from varproof.proof.proof import Proof

entry = Entry("lem:score-bound", "How large the score of two tokens is", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    d, e = s.size("d"), s.size("e")
    x, y, W_Q, W_K = s.vec("x", d), s.vec("y", d), s.mat("W_Q", d, e), s.mat("W_K", d, e)
    a, b, h = Index("a", d), Index("b", d), Index("h", e)
    score = Abs(Sum(x[a] * W_Q[a, h] * W_K[b, h] * y[b], a, b, h))
    frobenius = sqrt(Sum(Sum(W_Q[a, h] * W_K[b, h], h) ** 2, a, b))
    s.claim("bound", score <= frobenius * (norm(x[a], a) * norm(y[a], a)))

    one = dict(x=[2], y=[3], W_Q=[[1]], W_K=[[-1]])
    s.instance("one entry: equality", **one)
    s.instance("orthogonal", x=[1, 0], y=[0, 1], W_Q=[[1], [0]], W_K=[[1], [0]])
    s.instance("two heads", x=[1, 2], y=[-1, 1], W_Q=[[1, 0], [0, 1]], W_K=[[1, 1], [0, 1]])
    s.false("strict", claims={"bound": score < frobenius * (norm(x[a], a) * norm(y[a], a))}, at=one)
    s.false("one norm", claims={"bound": score <= frobenius * norm(x[a], a)}, at=one)


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let(
        "A(a, b) = sum[h in e] W_Q[a, h] W_K[b, h]",
        "image(a) = sum[b in d] A(a, b) y[b]",
        "F = sqrt(sum[a in d, b in d] A(a, b)^2)",
    )
    p.let("score = sum[a in d, b in d, h in e] x[a] W_Q[a, h] W_K[b, h] y[b]", "size(f) = norm[a in d] f(a)")
    p.have("size(image) <= F size(y)", p.cite("fact:matrix-norms", m="d", n="d", A="A", x="y", claim="product"))
    p.have("|score| <= size(x) size(image)", p.cite("thy:cauchy-schwarz", n="d", x="x", y="image", claim="product"))
    p.claim("bound", "|score| <= size(x) size(image)", "size(image) <= F size(y)", "size(x) >= 0")
