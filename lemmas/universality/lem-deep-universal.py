"""lem:deep-universal. lem:one-layer-universal in layers of four neurons (def:deep-class): for every C-Lipschitz map F
of n x d arrays and every grid with C delta sqrt(n d) <= eps there are weights with

    |tau(X) - F(X)| <= eps   (Frobenius norm)   for P_g <= X <= P_g + delta - theta,

one attention layer, d n N or more layers before it and G n or more after it, of c >= 4 neurons each. For the whole
grid, N = 1/delta and G = (1/delta)^(d n), these are O((1/eps)^(d n)) layers, the printed count: delta may be as large
as eps/(C sqrt(n d)) (c1:granularity). tau takes the value F(P_g) on the cell of P_g (lem:deep-construction), and the
rest of the cube, the ramps, has measure n d theta/delta at most (lem:ramp-measure), and |tau| stays below a number
there that does not depend on theta. The passage to the mean (lem:one-layer-universal, sharpened) is not repeated here.
"""

from varproof_lemmas.universality.construction import CELL
from varproof_lemmas.universality.deep import DATA, ONE, RUN, SMALL, TWO, WEIGHT_ARRAYS, Deep
from varproof_lemmas.universality.existence import same_weights
from varproof_lemmas.universality.lipschitz import close_values, equal_tokens, places, roots

from varproof.lang import Array, Entry, ForAll, Implies, Index, Lam, Q, Source, norm, sqrt
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.rules import Theorem
from varproof.proof.proof import Proof

entry = Entry(
    "lem:deep-universal",
    "One attention layer and layers of four neurons approximate every Lipschitz map of sequences",
    source=Source(icml="6.1", cites="Hu24 Theorem 2.3", text="ours"),
    uses=["c1:granularity", "def:deep-class", "lem:deep-construction"],
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    on = Deep(s)
    F, C, eps = s.map("F", (on.n, on.d), to=(on.n, on.d)), s.real("C"), s.real("eps")
    X, Y, i, a = on.X, Array("Y", on.n, on.d), on.i, on.a
    far = norm(F(X)[i, a] - F(Y)[i, a], i, a) <= C * norm(X[i, a] - Y[i, a], i, a)
    s.assume("lipschitz", ForAll(X, Y, far))
    s.assume("constant", C >= 0)
    s.assume("fine", C * on.delta * sqrt(on.n * on.d) <= eps)
    near = norm(on.tau - F(X)[i, a], i, a) <= eps
    s.claim("close", on.there_is(ForAll(on.g, Implies(on.cell(), on.last(near)))))

    U, j, l = Array("U", on.n, on.d), Index("j", on.n), Index("l", on.d)
    identity = Lam(U, Lam((j, l), U[j, l]))
    s.instance("the identity", F=identity, C=1, eps=1, **ONE)
    s.instance("two levels", F=identity, C=1, eps=Q(1, 2), **SMALL)
    s.instance("more layers and neurons", F=identity, C=1, eps=Q(1, 2), **dict(SMALL, c=5, r1=3, r2=4))
    # a norm is at most eps only where eps is not negative; and without an embedding equal tokens stay equal
    s.false("any accuracy", drop=["fine"], claims={"close": eps >= 0}, at=dict(ONE, F=identity, C=1, eps=-1))
    s.false("no embedding", claims={"close": equal_tokens(on, F, 2 * eps)}, at=dict(TWO, F=places(on), C=0, eps=0))


@entry.proof("stated")
def proof(p: Proof) -> None:
    roots(p)
    p.let("pos2(k) = sum[l in r2 | l <= k] 1")
    found = p.cite("lem:deep-construction", claim="exact", H="H", **{name: name for name in DATA})
    same_weights(p, found, WEIGHT_ARRAYS, *RUN, lambda known: _near(p, known))


def _near(p: Proof, known: Theorem) -> Theorem:
    """|Z - F(X)| = |F(P_g) - F(X)| <= eps in the cells."""
    with p.fix("g in G") as close, p.suppose(CELL) as cell:
        values = p.at(known, "g")
        with p.fix("i in n, a in d") as inside:
            p.have("0 <= X(i, a) - P(g, i, a) <= delta", p.at(cell.hypothesis, "i", "a"), "0 < theta <= delta")
        lipschitz = close_values(p, inside)
        with p.fix("k in r2 with pos2(k) = r2"):
            with p.fix("i in n, a in d") as same:
                p.have("Z(k, i, a) = H(g, i, a)", p.at(values, "k", "i", "a"))
                p.have("(Z(k, i, a) - F(X)[i, a])^2 = (H(g, i, a) - F(X)[i, a])^2", "Z(k, i, a) = H(g, i, a)")
            squares = "sum[i in n, a in d] ({} - F(X)[i, a])^2"
            left, right = squares.format("Z(k, i, a)"), squares.format("H(g, i, a)")
            equal = p.have(f"{left} = {right}", p.summed(same))
            norms = p.congruence(equal, p.term(left), p.term(right), lambda x: t.fn("sqrt", x))
            p.have("norm[i in n, a in d] (Z(k, i, a) - F(X)[i, a]) <= eps", norms, lipschitz)
    return close.theorem
