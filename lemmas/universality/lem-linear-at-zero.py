"""lem:linear-at-zero. What is close to a linear map everywhere is small at 0:

    |g(x) - Phi(x)| <= e at x = 0   =>   |g(0)| <= e.

An up-interpolation is linear, so sup |g - Phi| >= |g(0)| for every map g and every up-interpolation Phi, whatever its
kernel, rounding and border. Hence "g can be approximated by some up-interpolation" in asm:target-class does not give an
error as small as one likes, unless g(0) = 0. Stated with g for the value g(x) at x = 0.
"""

from varproof_lemmas.contextual.direction import at_most_root

from varproof.lang import Entry, Eq, ForAll, Index, Q, Source, Sum, norm
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import sum_over
from varproof.proof.proof import Proof

entry = Entry(
    "lem:linear-at-zero",
    "What is close to a linear map is small at 0",
    source=Source(text="ours"),
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n, m = s.size("n"), s.size("m")
    Phi, g, x, e = s.mat("Phi", m, n), s.vec("g", m), s.vec("x", n), s.real("e")
    i, j = Index("i", m), Index("j", n)
    one = dict(Phi=[[1]], g=[1], x=[0], e=1)
    s.assume("zero", ForAll(j, Eq(x[j], 0)), needed_at=dict(one, g=[2], x=[1]))
    s.assume("near", norm(g[i] - Sum(Phi[i, j] * x[j], j), i) <= e, needed_at=dict(one, g=[2]))
    s.claim("small", norm(g[i], i) <= e)
    s.constant("least error", norm(g[i], i), bounds=e, side="lower")

    s.instance("equality", **one)
    s.instance("two rows", Phi=[[1], [5]], g=[3, 4], x=[0], e=5)
    s.instance("zero", Phi=[[10**9]], g=[0], x=[0], e=0)

    s.false("strict", claims={"small": norm(g[i], i) < e}, at=one)
    s.false("half", claims={"small": norm(g[i], i) <= Q(1, 2) * e}, at=one)
    s.false("at another point", drop=["zero"], at=dict(one, g=[2], x=[1]))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.settle_definedness()
    n, m, Phi, g, x = p["n"], p["m"], p["Phi"], p["g"], p["x"]

    def image(i):
        return sum_over(n, lambda j: Phi(i, j) * x(j))

    def zero(i):
        def each(j, j_in):
            return p.k.arith([p.use(p.given("zero"), j, j_in)], t.eq(Phi(i, j) * x(j)), [], [(Phi(i, j), 0)])

        return p.sum_equal(n, each)

    def same(i, _):
        moved = (g(i) - image(i)) * (g(i) - image(i)) - g(i) * g(i)
        return p.k.arith([zero(i)], t.eq(moved), [], [(image(i) - 2 * g(i), 0)])

    with p.silent():
        a, a_square, _ = p.norm(m, g)
        b, b_square, b_nonneg = p.norm(m, lambda i: g(i) - image(i))
        wide = p.have(t.ge(b * b - a * a), p.sum_equal(m, same), a_square, b_square)
        theorem = p.have(p.goal("small"), at_most_root(p, wide, a, b, b_nonneg), p.given("near"))
    p.prove(p.show(theorem, "Phi(0) = 0"))
