"""lem:piecewise-constant. The error of replacing a C-Lipschitz function by its values at the points of a grid of step
delta, in the Euclidean norm: with every entry of X at most delta away from that of its grid point A,

    |f(X) - f(A)|_2 <= C |X - A|_2 <= C delta sqrt(d L0),

attained where all entries are delta away. That each entry has such a grid point is the claim `grid` of c1:granularity,
where the same is proved with the alpha-norm for the Euclidean one and (d L0)^(1/alpha) for the square root. Stated for
the values f(X) and f(A) at one X.
"""

from varproof.lang import Abs, Entry, ForAll, Index, Q, Source, norm, sqrt
from varproof.proof.proof import Proof

entry = Entry(
    "lem:piecewise-constant",
    "The error of a piecewise constant approximation",
    source=Source(text="ours"),
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n, d = s.size("n"), s.size("d")
    X, A, f_X, f_A = s.mat("X", n, d), s.mat("A", n, d), s.mat("f_X", n, d), s.mat("f_A", n, d)
    C, delta = s.real("C"), s.real("delta")
    i, j = Index("i", n), Index("j", d)
    moved, given = norm(f_X[i, j] - f_A[i, j], i, j), norm(X[i, j] - A[i, j], i, j)
    corner = dict(X=[[1, 1, 1, 1]], A=[[0, 0, 0, 0]], f_X=[[2, 0, 0, 0]], f_A=[[0, 0, 0, 0]], C=1, delta=1)
    still = dict(X=[[0]], A=[[0]], f_X=[[0]], f_A=[[0]], C=-1, delta=1)
    s.assume("constant", C >= 0, needed_at=still)
    s.assume("near", ForAll(i, j, Abs(X[i, j] - A[i, j]) <= delta), needed_at=dict(corner, delta=Q(1, 2)))
    s.assume("lipschitz", moved <= C * given, needed_at=dict(corner, f_X=[[9, 0, 0, 0]]))
    s.claim("distance", moved <= C * delta * sqrt(d * n))
    s.constant("error", C * delta * sqrt(d * n), bounds=moved, side="upper")

    s.instance("one entry", X=[[1]], A=[[Q(1, 2)]], f_X=[[3]], f_A=[[2]], C=2, delta=Q(1, 2))
    s.instance("equality at a corner", **corner)
    s.instance("a constant function", **dict(corner, f_X=[[0, 0, 0, 0]], C=0))
    s.instance("on the grid", X=[[1], [2]], A=[[1], [2]], f_X=[[5], [5]], f_A=[[5], [5]], C=1, delta=0)
    s.instance("very steep", **dict(corner, f_X=[[2 * 10**9, 0, 0, 0]], C=10**9))

    s.false("without the number of entries", claims={"distance": moved <= C * delta}, at=corner)
    s.false("strict", claims={"distance": moved < C * delta * sqrt(d * n)}, at=corner)
    s.false("one token", claims={"distance": moved <= C * delta * sqrt(n)}, at=corner)


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.have("d n > 0")
    p.let("gap = norm[i in n, j in d] (X[i, j] - A[i, j])")
    with p.fix("i in n, j in d") as each:
        p.have("|X[i, j] - A[i, j]| <= delta", "near")
        p.have("(X[i, j] - A[i, j])^2 <= delta^2", "|X[i, j] - A[i, j]| <= delta")
    p.get("i in n")
    p.get("j in d")
    p.have("delta >= |X[i, j] - A[i, j]| >= 0", "near")
    p.have("gap^2 <= d n delta^2", p.summed(each))
    p.have("gap <= delta sqrt(d n)", "gap^2 <= d n delta^2", "delta >= 0")
    p.claim("distance", "lipschitz", "gap <= delta sqrt(d n)", "constant")
