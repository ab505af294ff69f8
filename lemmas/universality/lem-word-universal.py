"""lem:word-universal. For every C-Lipschitz map F of words there is a VAR transformer near it, with an embedding:

    |S_r(x) - F(x)| <= eps   for all words x in the cells of the listed grid words, off the ramps,

where C delta sqrt(d) <= eps; |S_r(x)| stays below a number that does not depend on the width theta of the ramps for all
x in the cube. S_r takes the value F(P_g) on the cell of P_g (lem:word-transformer).
"""

from varproof_lemmas.universality.construction import opened
from varproof_lemmas.universality.words import NAMES, ONE, TWO, WEIGHT_ARRAYS, WordTransformer
from varproof_lemmas.universality.words_run import CELL

from varproof.lang import Array, Entry, ForAll, Implies, Index, Lam, Q, Source, norm, sqrt
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import func, lam
from varproof.proof.notation import Function
from varproof.proof.proof import Proof

entry = Entry(
    "lem:word-universal",
    "VAR transformers approximate every Lipschitz map of words",
    source=Source(text="ours"),
    uses=["def:embedded-transformer", "lem:word-transformer"],
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    on = WordTransformer(s)
    F, C, eps = s.map("F", (on.d,), to=(on.N, on.d)), s.real("C"), s.real("eps")
    x, y, i, f = on.x, Array("y", on.d), on.i, on.f
    far = norm(F(x)[i, f] - F(y)[i, f], i, f) <= C * norm(x[f] - y[f], f)
    s.assume("lipschitz", ForAll(x, y, far))
    s.assume("constant", C >= 0)
    s.assume("fine", C * on.delta * sqrt(on.d) <= eps)
    s.claim("close", on.there_is(on.last(ForAll(on.g, Implies(on.cell(), norm(on.tau - F(x)[i, f], i, f) <= eps)))))

    z, a, b = Array("z", on.d), Index("a", on.N), Index("b", on.d)
    identity = Lam(z, Lam((a, b), z[b]))
    s.instance("the identity", F=identity, C=1, eps=1, **ONE)
    s.instance("a constant image of two tokens", F=Lam(z, Lam((a, b), 0 * z[b] + 3)), C=0, eps=0, **TWO)
    s.instance("rows of sum 2", F=identity, C=1, eps=2, **dict(ONE, Phi=[[[2]], [[2]]], sigma=[2, 2]))
    # a norm is at most eps only where eps is not negative; and the values at P + delta/2 and P differ by C delta/2
    s.false("any accuracy", drop=["fine"], claims={"close": eps >= 0}, at=dict(ONE, F=identity, C=1, eps=-1))
    s.false(
        "too coarse",
        drop=["fine"],
        claims={"close": C * on.delta <= 2 * eps},
        at=dict(ONE, F=identity, C=1, eps=Q(1, 4)),
    )


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("H(g, i, f) = F(a -> P(g, a))[i, f]", "root = sqrt d", "pos(k) = sum[l in r | l <= k] 1")
    with p.fix("x in R, y in R with y >= 0") as smaller, p.suppose("x^2 <= y^2"):
        with p.suppose("x > y"):
            p.have("x^2 > y^2", "x > y", "y >= 0")
            p.have("false", "x^2 > y^2", "x^2 <= y^2")
        p.have("x <= y")
    p.have("d >= 0")
    p.have("root >= 0")
    p.have("root^2 = d", "d >= 0")
    given = {name: name for name in NAMES}
    found = p.cite("lem:word-transformer", claim="exact", H="H", **given)
    bound = p.opened_existence(found, "real", "R0")
    p.symbols["R0"] = t.var("R0")
    with p.fix("theta in R") as made, p.suppose("0 < theta <= delta"):
        there = p.at(bound, "theta")
        for name, arity in WEIGHT_ARRAYS.items():
            there = p.opened_existence(there, f"fn{arity}", name)
            p.symbols[name] = Function(arity, func(name), ())
        with p.fix("x in R^d, Z, A, S in R^(r, N, d)"):
            at = p.k.specialise(there, lam(p.symbols["x"], 1))
            for name in ("Z", "A", "S"):
                at = p.k.specialise(at, lam(p.symbols[name], 3))
            run = at.concl.args[0]
            facts = p.k.mp(at, p.k.assume(run))
            with p.fix("k in r with pos(k) = r") as close, p.fix("g in G"), p.suppose(CELL) as cell:
                values = p.at(p.left(facts), "k", "g", cell.hypothesis)
                with p.fix("i in N, f in d") as same:
                    p.have("S(k, i, f) = H(g, i, f)", p.at(values, "i", "f"))
                    p.have("(S(k, i, f) - F(x)[i, f])^2 = (H(g, i, f) - F(x)[i, f])^2", "S(k, i, f) = H(g, i, f)")
                squares = "sum[i in N, f in d] ({} - F(x)[i, f])^2"
                left, right = squares.format("S(k, i, f)"), squares.format("H(g, i, f)")
                equal = p.have(f"{left} = {right}", p.summed(same))
                norms = p.congruence(equal, p.term(left), p.term(right), lambda z: t.fn("sqrt", z))
                with p.fix("a in d") as near:
                    p.have("P(g, a) <= x(a) <= P(g, a) + delta - theta", p.at(cell.hypothesis, "a"))
                    p.have("0 <= x(a) - P(g, a) <= delta", "P(g, a) <= x(a) <= P(g, a) + delta - theta",
                           "0 < theta <= delta")  # fmt: skip
                    p.have("(P(g, a) - x(a))^2 <= delta^2", "0 <= x(a) - P(g, a) <= delta")
                p.let("far = norm[a in d] (P(g, a) - x(a))")
                p.have("far^2 = sum[a in d] (P(g, a) - x(a))^2")
                p.have("far^2 <= d delta^2", "far^2 = sum[a in d] (P(g, a) - x(a))^2", p.summed(near))
                p.have("(delta root)^2 = d delta^2", "root^2 = d")
                p.have("far^2 <= (delta root)^2", "far^2 <= d delta^2", "(delta root)^2 = d delta^2")
                p.have("delta root >= 0", "root >= 0", "step")
                p.have("far <= delta root", p.at(smaller, "far", "delta root"))
                p.have("C far <= C delta root", "far <= delta root", "constant")
                lipschitz = p.at("lipschitz", "a -> P(g, a)", "x")
                p.have("norm[i in N, f in d] (S(k, i, f) - F(x)[i, f]) <= eps", norms, lipschitz,
                       "C far <= C delta root", "fine")  # fmt: skip
            p.ended(p.k.discharge(p.both(close.theorem, p.right(facts)), run))
        weights = p.shown(opened(p, "close"), [], ", ".join(WEIGHT_ARRAYS))
        p.written(weights, "∃ weights with S as above", "", [])
        p.ended(weights)
    p.claim("close", made, by="R0")
    p.settle_definedness(p.cite("lem:word-transformer", claim="exact is defined", H="H", **given))
