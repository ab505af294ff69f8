"""lem:linear-at-zero. What is close to a linear map everywhere is small at 0:

    |g(x) - Phi(x)| <= e at x = 0   =>   |g(0)| <= e.

An up-interpolation is linear, so sup |g - Phi| >= |g(0)| for every map g and every up-interpolation Phi, whatever its
kernel, rounding and border. Hence "g can be approximated by some up-interpolation" in asm:target-class does not give an
error as small as one likes, unless g(0) = 0. Stated with g for the value g(x) at x = 0.
"""

from varproof.lang import Entry, Eq, ForAll, Index, Q, Source, Sum, norm
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
    p.let("image(i) = sum[j in n] Phi[i, j] x[j]", "a = norm[i in m] g[i]", "b = norm[i in m] (g[i] - image(i))")
    with p.fix("i in m") as each:
        with p.fix("j in n") as terms:
            p.have("Phi[i, j] x[j] = 0", "zero")
        p.have("(g[i] - image(i))^2 = g[i]^2", p.summed(terms))
    p.have("b^2 = a^2", p.summed(each))
    p.have("a <= b", "b^2 = a^2", "b >= 0")
    p.claim("small", "a <= b", "near", why="Φ(0) = 0")
