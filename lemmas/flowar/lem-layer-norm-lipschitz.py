"""lem:layer-norm-lipschitz. Layer normalisation with a regulariser eta > 0 is 1/sqrt(eta)-Lipschitz on rows:

    |LN(X)_j - LN(Y)_j|_2 <= |X_j - Y_j|_2 / sqrt(eta).

Why: with the deviations u, v from the means and a^2 = |u|^2/d + eta, b^2 = |v|^2/d + eta,

    |u - v|^2/eta - |u/a - v/b|^2
        = 2 (d (ab - eta) - <u, v>) (1/eta - 1/(ab)) + (d/eta) (a - b)^2 + d eta (1/a - 1/b)^2,

where <u, v> <= |u| |v| <= d (ab - eta) and ab >= eta; and |u - v| <= |X_j - Y_j|. Sharp for d >= 2, in the limit of
rows close to constant ones: a row (t, -t) goes to (t, -t)/sqrt(t^2 + eta).
"""

from varproof_lemmas.flowar import layer_norm

from varproof.lang import Entry, Index, Q, Source, norm, sqrt
from varproof.proof.context import Block
from varproof.proof.proof import Proof

entry = Entry(
    "lem:layer-norm-lipschitz",
    "Layer normalisation with a regulariser is Lipschitz",
    source=Source(text="ours"),
    uses=["def:layer-norm"],
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n, d = s.size("n"), s.size("d")
    X, Y, eta, j = s.mat("X", n, d), s.mat("Y", n, d), s.real("eta"), s.index("j", n)
    c = Index("c", d)
    moved = norm(layer_norm(X, eta)[j, c] - layer_norm(Y, eta)[j, c], c)
    given = norm(X[j, c] - Y[j, c], c)
    s.assume("regulariser", eta > 0, needed_at=dict(X=[[0, 0]], Y=[[0, 0]], eta=0, j=0))
    s.claim("lipschitz", moved <= given / sqrt(eta))
    s.constant("factor", 1 / sqrt(eta), side="upper")
    s.constant("constant", given / sqrt(eta), bounds=moved, side="upper")

    s.instance("one entry", X=[[5]], Y=[[-5]], eta=1, j=0)
    s.instance("equal rows", X=[[1, 2]], Y=[[1, 2]], eta=Q(1, 10**5), j=0)
    s.instance("near constant rows", X=[[Q(1, 100), Q(-1, 100)]], Y=[[Q(-1, 100), Q(1, 100)]], eta=1, j=0)
    s.instance("far apart", X=[[0, 0, 0], [10**6, 0, 1]], Y=[[0, 0, 0], [0, 10**6, 0]], eta=Q(1, 10**5), j=1)

    near = dict(X=[[Q(1, 10), Q(-1, 10)]], Y=[[Q(-1, 10), Q(1, 10)]], eta=1, j=0)
    s.false("half of the constant", claims={"lipschitz": moved <= given / (2 * sqrt(eta))}, at=near)
    s.false("1/eta", claims={"lipschitz": moved <= given / eta}, at=dict(near, eta=4))
    s.false("strict", claims={"lipschitz": moved < given / sqrt(eta)}, at=dict(X=[[1]], Y=[[1]], eta=1, j=0))
    s.false("no regulariser", drop=["regulariser"], at=dict(X=[[0, 0]], Y=[[0, 0]], eta=0, j=0))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("mean(Z) = (sum[c in d] Z[j, c])/d", "u(c) = X[j, c] - mean(X)", "v(c) = Y[j, c] - mean(Y)")
    p.let("U = sum[c in d] u(c)^2", "V = sum[c in d] v(c)^2", "s = sum[c in d] u(c) v(c)")
    p.let("a = sqrt(U/d + eta)", "b = sqrt(V/d + eta)", "q = 1/(sqrt eta)")
    for square, total in (("u(c)^2", "U"), ("v(c)^2", "V")):
        with p.fix("c in d") as each:
            p.have(f"{square} >= 0")
        p.have(f"{total} >= 0", p.summed(each))
    p.have("U/d + eta > 0 and V/d + eta > 0", "U >= 0", "V >= 0", "regulariser")
    p.have("a > 0 and b > 0 and q > 0")
    p.have("a^2 = U/d + eta and b^2 = V/d + eta and eta q^2 = 1")
    p.have("s^2 <= U V", p.cite("thy:cauchy-schwarz", n="d", x="u", y="v", claim="squares"))
    near = p.at(scalars(p), "d", "eta", "q", "a", "b", "U", "V", "s")
    p.let("before = norm[c in d] (X[j, c] - Y[j, c])", "after = norm[c in d] (u(c)/a - v(c)/b)")
    with p.fix("c in d") as each:
        p.have("(u(c)/a - v(c)/b)^2 >= 0")
    p.have("sum[c in d] (u(c)/a - v(c)/b)^2 >= 0", p.summed(each))
    p.have("after^2 = U (1/a)^2 + V (1/b)^2 - 2 s (1/a) (1/b)")
    p.have("before^2 = U + V - 2 s + d (mean(X) - mean(Y))^2")
    p.have("d (mean(X) - mean(Y))^2 >= 0")
    p.have(
        "U + V - 2 s <= before^2", "before^2 = U + V - 2 s + d (mean(X) - mean(Y))^2", "d (mean(X) - mean(Y))^2 >= 0"
    )
    p.have("(U + V - 2 s) q^2 <= before^2 q^2", "U + V - 2 s <= before^2", "q > 0")
    p.have(
        "after^2 <= (before q)^2",
        near,
        "after^2 = U (1/a)^2 + V (1/b)^2 - 2 s (1/a) (1/b)",
        "(U + V - 2 s) q^2 <= before^2 q^2",
    )
    p.claim("lipschitz", "after^2 <= (before q)^2", "before q >= 0")


def scalars(p: Proof) -> Block:
    """(U + V - 2s) q^2 >= U/a^2 + V/b^2 - 2s/(ab), for all reals with the conditions below."""
    with p.fix(
        "D in R, e in R, q in R, a in R, b in R, U in R, V in R, s in R with D > 0 and e > 0 and q > 0 and e q^2 = 1"
        " and a > 0 and b > 0 and a^2 = U/D + e and b^2 = V/D + e and U >= 0 and V >= 0 and s^2 <= U V"
    ) as every:
        p.let("i = 1/a", "k = 1/b", "gap = D (a b - e)")
        p.have("U = D (a^2 - e) and V = D (b^2 - e)", "a^2 = U/D + e", "b^2 = V/D + e", "D > 0")
        p.have("a^2 >= e and b^2 >= e")
        p.have("(a b)^2 >= e^2", "a^2 >= e", "b^2 >= e", "e > 0")
        p.have("a b > 0", "a > 0", "b > 0")
        p.have("a b >= e", "(a b)^2 >= e^2", "a b > 0")
        p.have("(a - b)^2 >= 0 and (i - k)^2 >= 0")
        p.have("e (a - b)^2 >= 0", "e > 0", "(a - b)^2 >= 0")
        p.have("(a^2 - e) (b^2 - e) <= (a b - e)^2", "e (a - b)^2 >= 0")
        p.have("D^2 (a^2 - e) (b^2 - e) <= gap^2", "(a^2 - e) (b^2 - e) <= (a b - e)^2", "D > 0")
        p.have("U V = D^2 (a^2 - e) (b^2 - e)", "U = D (a^2 - e)", "V = D (b^2 - e)")
        p.have("s^2 <= gap^2", "s^2 <= U V", "U V = D^2 (a^2 - e) (b^2 - e)", "D^2 (a^2 - e) (b^2 - e) <= gap^2")
        p.have("gap >= 0", "a b >= e", "D > 0")
        p.have("s <= gap", "s^2 <= gap^2", "gap >= 0")
        p.have("a i = 1 and b k = 1 and i > 0 and k > 0")
        p.have("a b i k = 1", "a i = 1", "b k = 1")
        p.have("i k > 0", "i > 0", "k > 0")
        p.have("(a b - e) (i k) q^2 >= 0", "a b >= e", "i k > 0", "q > 0")
        p.have("q^2 - i k >= 0", "(a b - e) (i k) q^2 >= 0", "a b i k = 1", "e q^2 = 1")
        p.have("(gap - s) (q^2 - i k) >= 0", "s <= gap", "q^2 - i k >= 0")
        p.have("D q^2 > 0 and D e > 0")
        p.have("D q^2 (a - b)^2 >= 0", "D q^2 > 0", "(a - b)^2 >= 0")
        p.have("D e (i - k)^2 >= 0", "D e > 0", "(i - k)^2 >= 0")
        p.have("U q^2 = D a^2 q^2 - D", "U = D (a^2 - e)", "e q^2 = 1")
        p.have("V q^2 = D b^2 q^2 - D", "V = D (b^2 - e)", "e q^2 = 1")
        p.have("U i^2 = D - D e i^2", "U = D (a^2 - e)", "a i = 1")
        p.have("V k^2 = D - D e k^2", "V = D (b^2 - e)", "b k = 1")
        p.have("gap (q^2 - i k) = D a b q^2 - 2 D + D e i k", "a b i k = 1", "e q^2 = 1")
        p.have("(U + V - 2 s) q^2 >= U i^2 + V k^2 - 2 s i k")
    return every
