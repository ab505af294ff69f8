"""lem:exponential-sign-changes. Along equally spaced points x_k = k h, a constant plus N exponentials changes its sign
at most N times (Descartes' rule of signs, as Laguerre extended it, for exp(w x) in place of powers):

    f(x) = c_0 + sum_j c_j exp(w_j x):  one of f(x_k), f(x_k + h) is positive and the other not, for at most N of the k.

Why: for one of the frequencies w, f(x + h) - exp(w h) f(x) has the others, and f changes its sign at most once more
(aux:one-more-change). Nothing is asked of the frequencies and of h.
"""

from varproof_lemmas.support.frequencies import no_rest, over_set
from varproof_lemmas.support.sign_changes import Changes

from varproof.lang import And, Entry, Index, Or, Pos, Q, Source, Sum, exp
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import fresh, lam
from varproof.proof.positions import Positions
from varproof.proof.proof import Proof

entry = Entry(
    "lem:exponential-sign-changes",
    "Sign changes of exponential sums",
    source=Source(text="ours"),
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    N, K = s.size("N"), s.size("K")
    c, w = s.vec("c", N), s.vec("w", N)
    c_0, h = s.real("c_0"), s.real("h")
    j, k = Index("j", N), Index("k", K)

    def value(x):
        return c_0 + Sum(c[j] * exp(w[j] * x), j)

    here, there = value(Pos(k) * h), value(Pos(k) * h + h)
    changes = Sum(1, k, where=Or(And(here > 0, there <= 0), And(here <= 0, there > 0)))
    s.claim("few", changes <= N)

    once = dict(K=4, c=[-1], w=[1], c_0=10, h=1)
    s.instance("once", **once)
    never = dict(K=3, c=[1, 1], w=[1, -1], c_0=1, h=1)
    s.instance("never", **never)
    s.instance("equal frequencies", K=5, c=[1, -2], w=[1, 1], c_0=3, h=Q(1, 2))
    s.instance("backwards", K=5, c=[1, -2], w=[1, 2], c_0=3, h=Q(-1, 2))
    s.false("one less", claims={"few": changes <= N - 1}, at=once)
    s.false("as many as there are exponentials", claims={"few": changes >= N}, at=never)


@entry.proof("stated")
def proof(p: Proof) -> None:
    N, K, c, w = p["N"], p["K"], p["c"], p["w"]
    with p.silent():
        C = Changes(p, Positions(p, K), p["h"])
        known = p.k.generalise(C.start(), "fn2", fresh("r"))
        every = over_set(C, no_rest(p), known, N, w)
        allowed = p.forall(N, lambda j, _: p.have(t.ge(t.ZERO)))
        result = p.use(every, allowed, lam(lambda *_: t.ZERO, 2), lam(c), p["c_0"])
    p.say(
        "By induction over N. For one of the frequencies w, f(x + h) − exp(w h) f(x) has the others, and f changes its "
        "sign at most once more than that (aux:one-more-change)."
    )
    p.prove(p.show(result))
