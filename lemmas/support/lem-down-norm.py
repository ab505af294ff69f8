"""lem:down-norm. Down-sampling by means, Y = Phi X with weights Phi_ij >= 0 whose rows sum to 1, has norm 1 in the
maximum norm, of entries and of tokens, attained by every constant map:

    max |Y_ik| <= max |X_jk|,   |Y_i|_2 <= max_j |X_j|_2,   sum Y_ik^2 <= K sum X_jk^2

with K a bound of all column sums of Phi: K = 1/r^2 for means over blocks of r x r positions, so that the Euclidean norm
of a map shrinks by r; K = 1 for subsampling. Why: the square of a mean is at most the mean of the squares.
"""

from varproof_lemmas.flowar import linear_down

from varproof.lang import Abs, Entry, Eq, ForAll, Index, Lam, MaxOver, Q, Source, Sum, norm
from varproof.proof.proof import Proof

entry = Entry(
    "lem:down-norm",
    "The norm of down-sampling by means",
    source=Source(text="ours"),
    uses=["def:linear-down-sample"],
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    m, M, c = s.size("m"), s.size("M"), s.size("c")
    Phi, X, K = s.mat("Phi", m, M), s.mat("X", M, c), s.real("K")
    i, j, k, f, g = Index("i", m), Index("j", M), Index("k", c), Index("f", M), Index("g", c)
    halves = dict(Phi=[[Q(1, 2), Q(1, 2)]], X=[[3], [3]], K=Q(1, 2))
    s.assume("weights", ForAll(i, j, Phi[i, j] >= 0), needed_at=dict(Phi=[[2, -1]], X=[[1], [-1]], K=2))
    s.assume("rows", ForAll(i, Eq(Sum(Phi[i, j], j), 1)), needed_at=dict(Phi=[[2]], X=[[1]], K=2))
    s.assume("columns", ForAll(j, Sum(Phi[i, j], i) <= K), needed_at=dict(halves, K=Q(1, 4)))
    Y = linear_down(Phi, X)
    s.claim("entries", ForAll(i, k, Abs(Y[i, k]) <= MaxOver(Abs(X[f, g]), f, g)))
    s.claim("tokens", ForAll(i, norm(Y[i, k], k) <= MaxOver(norm(X[f, g], g), f)))
    squares, given = Sum(Y[i, k] ** 2, i, k), Sum(X[j, k] ** 2, j, k)
    s.claim("euclidean", squares <= K * given)
    s.claim("constant-map", ForAll(i, k, Eq(linear_down(Phi, Lam((f, g), 1))[i, k], 1)))
    s.constant("squares", K * given, bounds=squares, side="upper")

    s.instance("one position", Phi=[[1]], X=[[-5]], K=1)
    s.instance("equality for a constant map", **halves)
    s.instance("the mean of four", Phi=[[Q(1, 4)] * 4], X=[[1, 0], [2, 0], [3, 1], [10**9, -1]], K=Q(1, 4))
    s.instance("subsampling", Phi=[[1, 0, 0], [0, 0, 1]], X=[[1], [7], [2]], K=1)
    s.instance(
        "two blocks", Phi=[[Q(1, 2), Q(1, 2), 0, 0], [0, 0, Q(1, 2), Q(1, 2)]], X=[[1], [-1], [2], [2]], K=Q(1, 2)
    )

    s.false("strict", claims={"entries": ForAll(i, k, Abs(Y[i, k]) < MaxOver(Abs(X[f, g]), f, g))}, at=halves)
    s.false("half of it", claims={"euclidean": squares <= K * given / 2}, at=halves)
    s.false("by the square of K", claims={"euclidean": squares <= K**2 * given}, at=halves)


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("y(i, k) = sum[j in M] Phi[i, j] X[j, k]", "top = max[f in M, g in c] |X[f, g]|")
    with p.fix("i in m"):
        with p.fix("j in M") as each:
            p.have("|Phi[i, j]| = Phi[i, j]", "weights")
        p.have("sum[j in M] |Phi[i, j]| = 1", p.summed(each), "rows")
    with p.fix("i in m, k in c"):
        with p.fix("j in M") as each:
            p.have("|X[j, k]| <= top and Phi[i, j] >= 0", "weights")
            p.have("|Phi[i, j] X[j, k]| <= Phi[i, j] top")
        p.have("sum[j in M] Phi[i, j] = 1", "rows")
        p.have("|y(i, k)| <= sum[j in M] |Phi[i, j] X[j, k]|")
        p.have(
            "|y(i, k)| <= top",
            "|y(i, k)| <= sum[j in M] |Phi[i, j] X[j, k]|",
            p.summed(each),
            "sum[j in M] Phi[i, j] = 1",
        )
    p.claim("entries", why="a mean of entries")
    p.let("longest = max[j in M] norm[k in c] X[j, k]")
    with p.fix("i in m"):
        mixed = p.cite("lem:weighted-sum", n="M", d="c", g="j -> Phi[i, j]", w="X", M="longest")
        p.have("norm[k in c] y(i, k) <= longest", mixed, "sum[j in M] |Phi[i, j]| = 1")
    p.claim("tokens", why="a mean of tokens")
    with p.fix("k in c") as each:
        with p.fix("i in m") as means:
            with p.fix("j in M") as terms:
                p.have("Phi[i, j] >= 0", "weights")
                p.have("(X[j, k] - y(i, k))^2 >= 0")
                p.have("Phi[i, j] (X[j, k] - y(i, k))^2 >= 0", "Phi[i, j] >= 0", "(X[j, k] - y(i, k))^2 >= 0")
            p.have("sum[j in M] Phi[i, j] = 1", "rows")
            p.have("y(i, k)^2 <= sum[j in M] Phi[i, j] X[j, k]^2", p.summed(terms), "sum[j in M] Phi[i, j] = 1")
        with p.fix("j in M") as columns:
            p.have("sum[i in m] Phi[i, j] <= K", "columns")
            p.have("(sum[i in m] Phi[i, j]) X[j, k]^2 <= K X[j, k]^2", "sum[i in m] Phi[i, j] <= K", "X[j, k]^2 >= 0")
        p.have("sum[i in m, j in M] Phi[i, j] X[j, k]^2 = sum[j in M, i in m] Phi[i, j] X[j, k]^2")
        p.have("sum[i in m] y(i, k)^2 <= K sum[j in M] X[j, k]^2", p.summed(means), p.summed(columns))
    p.have("sum[i in m, k in c] y(i, k)^2 = sum[k in c, i in m] y(i, k)^2")
    p.have("sum[j in M, k in c] X[j, k]^2 = sum[k in c, j in M] X[j, k]^2")
    p.claim("euclidean", p.summed(each), why="the square of a mean is at most the mean of the squares")
    p.claim("constant-map", "rows")
