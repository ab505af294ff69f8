"""lem:up-norm. The norm of an up-interpolation Y = A X B^T, in every channel, from maximum norm to maximum norm:

    max |Y_uvl| <= (max_u sum_p |A_up|) (max_v sum_q |B_vq|) max |X_pql|,

attained by a map of signs: the norm is the product of the largest row sums of the two axes, under every reading of
def:up-interpolation and for every size. For weights that are not negative and a constant map, Y has the row sums
themselves. For the printed weights these are W(-1) + ... + W(2) with a clamped border (lem:up-row-sums), and the norm
is the square of it.
"""

from varproof_lemmas.model import up

from varproof.lang import Abs, And, Array, Entry, Eq, Exists, ForAll, Index, Lam, MaxOver, Q, Source, Sum
from varproof.proof.proof import Proof

entry = Entry(
    "lem:up-norm",
    "The norm of an up-interpolation",
    source=Source(text="ours"),
    uses=["def:up-interpolation", "lem:up-row-sums"],
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    h0, w0, h1, w1, d = (s.size(name) for name in ("h0", "w0", "h1", "w1", "d"))
    A, B, X = s.mat("A", h1, h0), s.mat("B", w1, w0), s.array("X", h0, w0, d)
    Z = Array("Z", h0, w0, d)
    u, v, l, p, q, f = (Index(*pair) for pair in (("u", h1), ("v", w1), ("l", d), ("p", h0), ("q", w0), ("f", d)))
    rows, columns = Sum(Abs(A[u, p]), p), Sum(Abs(B[v, q]), q)
    norm = MaxOver(rows, u) * MaxOver(columns, v)
    largest = MaxOver(Abs(up(A, B, X)[u, v, l]), u, v, l)
    given = MaxOver(Abs(X[p, q, l]), p, q, l)
    s.claim("bound", largest <= norm * given)
    a, b = Index("a", h1), Index("b", w1)
    reached = Exists(a, b, l, Eq(up(A, B, Z)[a, b, l], norm))
    s.claim("attained", Exists(Z, And(ForAll(p, q, l, Abs(Z[p, q, l]) <= 1), reached)))
    ones = Lam((p, q, f), 1)
    s.claim("constant-map", ForAll(u, v, l, Eq(up(A, B, ones)[u, v, l], Sum(A[u, p], p) * Sum(B[v, q], q))))
    s.constant("norm", norm * given, bounds=largest, side="upper")

    s.instance("one position: equality", A=[[2]], B=[[-3]], X=[[[5]]])
    s.instance("the zero map", A=[[0]], B=[[0]], X=[[[1]]])
    halves = [[1, 0], [Q(1, 2), Q(1, 2)], [0, 1]]
    s.instance("two to three", A=halves, B=[[1]], X=[[[1, -1]], [[-1, 10**6]]])
    keys = [[Q(-1, 16), Q(9, 16), Q(9, 16), Q(-1, 16)]]
    s.instance("negative weights: equality", A=keys, B=[[1]], X=[[[-1]], [[1]], [[1]], [[-1]]])

    small = dict(A=keys, B=[[1]], X=[[[-1]], [[1]], [[1]], [[-1]]])
    signed = MaxOver(Sum(A[u, p], p), u) * MaxOver(Sum(B[v, q], q), v)
    s.false("signed row sums", claims={"bound": largest <= signed * given}, at=small)
    s.false("strict", claims={"bound": largest < norm * given}, at=small)
    s.false("one axis", claims={"bound": largest <= MaxOver(rows, u) * given}, at=dict(A=[[1]], B=[[2]], X=[[[1]]]))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("row(u) = sum[a in h0] |A[u, a]|", "column(v) = sum[b in w0] |B[v, b]|")
    p.let("N = (max[u in h1] row(u)) (max[v in w1] column(v))", "top = max[a in h0, b in w0, l in d] |X[a, b, l]|")
    p.let("Y(Z, u, v, l) = sum[a in h0, b in w0] A[u, a] Z[a, b, l] B[v, b]")
    p.largest("u in h1: row(u)")
    p.largest("v in w1: column(v)")
    p.have("N = row(u) column(v)", why="u and v are the largest rows")
    reach = p.largest("s in h1, t in w1, c in d: |Y(X, s, t, c)|")
    p.largest("a in h0, b in w0, l in d: |X[a, b, l]|")
    with p.fix("a in h0, b in w0") as each:
        p.have("|X[a, b, c]| <= top")
        p.have("|A[s, a] X[a, b, c] B[t, b]| <= |A[s, a]| |B[t, b]| top", "|X[a, b, c]| <= top")
    p.have("row(s) column(t) <= row(u) column(v) = N", "row(s) <= row(u)", "column(t) <= column(v)")
    p.have("|Y(X, s, t, c)| <= row(s) column(t) top", p.summed(each))
    p.claim("bound", reach, "row(s) column(t) <= N", "top >= 0", "|Y(X, s, t, c)| <= row(s) column(t) top")
    p.let("sign(x) = |x|/x", "Z(a, b, l) = sign(A[u, a]) sign(B[v, b])")
    with p.fix("x in R") as signs:
        with p.case("x = 0"):
            p.have("|x| = 0")
            p.have("sign(x)^2 <= 1 and x sign(x) = |x|", "|x| = 0")
        with p.otherwise():
            p.have("x/x = 1")
            p.have("sign(x)^2 <= 1 and x sign(x) = |x|", "x/x = 1", why="|x|² = x²")
    with p.fix("a in h0, b in w0, l in d"):
        p.have("Z(a, b, l)^2 <= 1", p.at(signs, "A[u, a]"), p.at(signs, "B[v, b]"))
        p.have("|Z(a, b, l)| <= 1", "Z(a, b, l)^2 <= 1")
    with p.fix("a in h0, b in w0") as each:
        p.have("A[u, a] Z(a, b, c) B[v, b] = |A[u, a]| |B[v, b]|", p.at(signs, "A[u, a]"), p.at(signs, "B[v, b]"))
    p.have("Y(Z, u, v, c) = N", p.summed(each), "N = row(u) column(v)")
    p.claim("attained", by="Z, u, v, c")
