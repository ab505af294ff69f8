"""fact:inner-products. For u, v, w in R^n, with the entrywise product u o v and the vector 1 of ones,

    <u, v> = <u o v, 1>,   <u o v, w> = <u o v o w, 1>,   <u, v> = <v, u>.

Why: both sides are sums of the same products. The printed u^T v and v^T u are <u, v> and <v, u> as 1 x 1 matrices.
"""

from varproof.lang import Entry, Eq, Index, Lam, Q, Source, Sum
from varproof.proof.proof import Proof

entry = Entry("fact:inner-products", "Inner products by the entrywise product", source=Source(icml="A.2", text="read"))

with entry.variant("printed", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    u, v, w = s.vec("u", n), s.vec("v", n), s.vec("w", n)
    i, j, k = Index("i", n), Index("j", n), Index("k", n)
    inner = s.define("inner", (u, v), (), Sum(u[i] * v[i], i))
    had = s.define("had", (u, v), (i,), u[i] * v[i])
    ones = Lam(k, 1)
    uv = Lam(j, had(u, v)[j])
    uvw = Lam(k, had(uv, w)[k])
    s.claim("ones", Eq(inner(u, v), inner(uv, ones)))
    s.claim("three", Eq(inner(uv, w), inner(uvw, ones)))
    s.claim("symmetric", Eq(inner(u, v), inner(v, u)))

    s.instance("one entry", u=[2], v=[Q(-1, 3)], w=[5])
    s.instance("zeros and ties", u=[0, 1, 1], v=[1, 1, 0], w=[2, 2, 2])
    s.instance("far apart", u=[10**12, Q(1, 10**12)], v=[-1, 10**30], w=[0, 7])

    s.false(
        "product of sums",
        claims={"ones": Eq(inner(u, v), Sum(u[i], i) * Sum(v[i], i))},
        at=dict(u=[1, 1], v=[1, 1], w=[0, 0]),
    )
    s.false(
        "a factor moved to the ones",
        claims={"three": Eq(inner(uv, w), inner(uv, ones) * Sum(w[i], i))},
        at=dict(u=[1, 1], v=[1, 1], w=[1, 1]),
    )
    s.false("antisymmetric", claims={"symmetric": Eq(inner(u, v), -inner(v, u))}, at=dict(u=[1], v=[1], w=[0]))


@entry.proof("printed")
def proof(p: Proof) -> None:
    for label in ("ones", "three", "symmetric"):
        p.prove(p.show(p.have(p.goal(label)), "the same sum"))
