"""rem:apply-up-interpolation. phi_up is linear, a matrix in R^{h'w' x hw}; on stacked maps it acts on each of them.

For phi_up(X) = A X B^T in every channel, A and B any matrices for the two axes, so under every reading of
def:up-interpolation. Three claims: linearity; phi_up(X)_ij = sum_pq M_ijpq X_pq with M = A (x) B, whose rows are the
(i, j) and whose columns are the (p, q); and for a matrix P that takes n stacked rows to n' of them, each row with the
label of its map, where P_kl = 0 unless k and l have one label: row k of P S depends only on the rows of S with the
label of k.
"""

from varproof_lemmas.model import up

from varproof.lang import Entry, Eq, ForAll, Implies, Index, Lam, Ne, Source, Sum
from varproof.proof.proof import Proof

entry = Entry(
    "rem:apply-up-interpolation",
    "Up-interpolation is linear and acts on each of the stacked maps",
    source=Source(arxiv="3.7", icml="3.12", text="read"),
    uses=["def:up-interpolation"],
)

with entry.variant("printed", expect="PROVED", evidence=["kernel"]) as s:
    h0, w0, h1, w1, d, n, N = (s.size(name) for name in ("h0", "w0", "h1", "w1", "d", "n", "N"))
    A, B, X, Z = s.mat("A", h1, h0), s.mat("B", w1, w0), s.array("X", h0, w0, d), s.array("Z", h0, w0, d)
    M, z = s.array("M", h1, w1, h0, w0), s.real("z")
    P, S, T, a, b = s.mat("P", N, n), s.mat("S", n, d), s.mat("T", n, d), s.vec("a", n), s.vec("b", N)
    i, j, c, f = Index("i", h1), Index("j", w1), Index("c", d), Index("f", d)
    p, q, k, l = Index("p", h0), Index("q", w0), Index("k", N), Index("l", n)

    one = dict(A=[[2]], B=[[3]], X=[[[1]]], Z=[[[5]]], M=[[[[6]]]], z=-1)
    small = dict(one, P=[[1]], S=[[1]], T=[[2]], a=[1], b=[1])
    s.assume("matrix", ForAll(i, j, p, q, Eq(M[i, j, p, q], A[i, p] * B[j, q])), needed_at=dict(small, M=[[[[5]]]]))
    s.assume("blocks", ForAll(k, l, Implies(Ne(a[l], b[k]), Eq(P[k, l], 0))), needed_at=dict(small, b=[2]))
    both = up(A, B, Lam((p, q, f), X[p, q, f] + z * Z[p, q, f]))[i, j, c]
    s.claim("linear", ForAll(i, j, c, Eq(both, up(A, B, X)[i, j, c] + z * up(A, B, Z)[i, j, c])))
    flat = Sum(M[i, j, p, q] * X[p, q, c], p, q)
    s.claim("as-a-matrix", ForAll(i, j, c, Eq(up(A, B, X)[i, j, c], flat)))
    agree = ForAll(l, f, Implies(Eq(a[l], b[k]), Eq(S[l, f], T[l, f])))
    stacked = Eq(Sum(P[k, l] * S[l, c], l), Sum(P[k, l] * T[l, c], l))
    s.claim("on-each", ForAll(k, Implies(agree, ForAll(c, stacked))))

    s.instance("one position", P=[[1]], S=[[1]], T=[[1]], a=[1], b=[1], **one)
    s.instance("two maps, one changed", P=[[1, 0], [0, 1], [0, 2]], S=[[1], [2]], T=[[1], [9]], a=[1, 2], b=[1, 2, 2],
               **one)  # fmt: skip
    s.instance("one to two columns", A=[[1]], B=[[1], [0]], X=[[[1, 2]]], Z=[[[0, 1]]], M=[[[[1]], [[0]]]], z=3,
               P=[[0]], S=[[1, 1]], T=[[2, 2]], a=[1], b=[2])  # fmt: skip

    s.false("not linear", claims={"linear": ForAll(i, j, c, Eq(both, up(A, B, X)[i, j, c]))}, at=small)
    s.false("transposed", claims={"as-a-matrix": ForAll(i, j, c, Eq(up(A, B, X)[i, j, c], flat / 2))}, at=small)
    s.false("rows of other maps", claims={"on-each": ForAll(k, c, stacked)}, at=small)
    s.false("no blocks", drop=["blocks"], at=dict(small, T=[[2]], b=[2]))


@entry.proof("printed")
def proof(p: Proof) -> None:
    p.claim("linear", why="sums are linear")
    with p.fix("i in h1, j in w1, c in d"):
        with p.fix("x in h0, y in w0") as terms:
            p.have("A[i, x] X[x, y, c] B[j, y] = M[i, j, x, y] X[x, y, c]", "matrix")
        p.have("sum[x in h0, y in w0] A[i, x] X[x, y, c] B[j, y] = sum[x in h0, y in w0] M[i, j, x, y] X[x, y, c]",
               p.summed(terms))  # fmt: skip
    p.claim("as-a-matrix", why="term by term")
    with p.fix("k in N"), p.suppose("for all l in n, c in d: a[l] = b[k] => S[l, c] = T[l, c]"), p.fix("c in d"):
        with p.fix("l in n") as terms:
            with p.case("a[l] = b[k]"):
                p.have("S[l, c] = T[l, c]")
                p.have("P[k, l] S[l, c] = P[k, l] T[l, c]", "S[l, c] = T[l, c]")
            with p.otherwise():
                p.have("P[k, l] = 0", "blocks")
                p.have("P[k, l] S[l, c] = P[k, l] T[l, c]", "P[k, l] = 0")
        p.have("sum[l in n] P[k, l] S[l, c] = sum[l in n] P[k, l] T[l, c]", p.summed(terms))
    p.claim("on-each", why="a term with another label is 0")
