"""thm:perceptron. The mistake bound of the perceptron: for labels y in {1, -1}, points of length at most R and a unit
vector u with margin gamma > 0, the number of mistakes is at most (R / gamma)^2. e_t is 1 at a mistake, else 0.
"""

from varproof.lang import Entry, Eq, First, ForAll, Implies, Index, Source, Sum
from varproof.proof.proof import Proof

entry = Entry("thm:perceptron", "The mistake bound of the perceptron", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    T, d = s.size("T"), s.size("d")
    x, y, w, u = s.mat("x", T, d), s.vec("y", T), s.mat("w", T, d), s.vec("u", d)
    e, R, gamma = s.vec("e", T), s.real("R"), s.real("gamma")
    i, h = Index("i", T), Index("h", d)
    score = y[i] * Sum(w[i, h] * x[i, h], h)
    s.assume("labels", ForAll(i, Eq(y[i] ** 2, 1)))
    s.assume("radius", ForAll(i, Sum(x[i, h] ** 2, h) <= R**2))
    s.assume("unit", Eq(Sum(u[h] ** 2, h), 1))
    s.assume("margin", ForAll(i, y[i] * Sum(u[h] * x[i, h], h) >= gamma))
    s.assume("positive", gamma > 0)
    s.assume("mistake", ForAll(i, Implies(score <= 0, Eq(e[i], 1))))
    s.assume("right", ForAll(i, Implies(score > 0, Eq(e[i], 0))))
    s.assume("start", ForAll(h, Eq(w[First(T), h], 0)))
    s.assume("step", ForAll(i, h, Eq(w[i + 1, h], w[i, h] + e[i] * y[i] * x[i, h])))
    s.claim("bound", Sum(e[i], i) * gamma**2 <= R**2)

    s.instance("one mistake", x=[[1], [2]], y=[1, 1], w=[[0], [1]], u=[1], e=[1, 0], R=2, gamma=1)

    once = dict(x=[[1]], y=[1], w=[[0]], u=[1], e=[1], R=1, gamma=1)
    s.false("a half", claims={"bound": 2 * Sum(e[i], i) * gamma**2 <= R**2}, at=once)
    s.false("without radius", drop=["radius"])


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("pos(k) = sum[l in T | l <= k] 1", "count(k) = e[k] + sum[l in T | pos(l) < pos(k)] e[l]")
    p.let(
        "v(k, h) = w[k, h] + e[k] y[k] x[k, h]",
        "inner(k) = sum[h in d] u[h] v(k, h)",
        "size(k) = sum[h in d] v(k, h)^2",
    )
    p.let("ahead(k) = inner(k) - gamma count(k)", "room(k) = R^2 count(k) - size(k)")
    prefix = p.cite("thy:prefix-sums", T="T", a="e")
    with p.fix("k in T") as both:
        with p.case("y[k] sum[h in d] w[k, h] x[k, h] <= 0"):
            p.have("e[k] = 1", "mistake")
            p.have("e[k] >= 0 and e[k]^2 = e[k] and e[k] y[k] sum[h in d] w[k, h] x[k, h] <= 0", "e[k] = 1")
        with p.otherwise():
            p.have("e[k] = 0", "right")
            p.have("e[k] >= 0 and e[k]^2 = e[k] and e[k] y[k] sum[h in d] w[k, h] x[k, h] <= 0", "e[k] = 0")
    with p.fix("k in T") as more:
        p.have("e[k] y[k] sum[h in d] u[h] x[k, h] >= gamma e[k]", both, "margin")
    with p.fix("k in T") as longer:
        p.have("(e[k] y[k])^2 = e[k]", both, "labels")
        p.have("(e[k] y[k])^2 sum[h in d] x[k, h]^2 <= R^2 e[k]", both, "radius", "(e[k] y[k])^2 = e[k]")
        p.have("size(k) <= sum[h in d] w[k, h]^2 + R^2 e[k]", both, "(e[k] y[k])^2 sum[h in d] x[k, h]^2 <= R^2 e[k]")
    with p.fix("k in T with pos(k) = 1") as start:
        with p.fix("h in d") as zero:
            p.have("u[h] w[k, h] = 0", "start")
        with p.fix("h in d") as square:
            p.have("w[k, h]^2 = 0", "start")
        p.have("count(k) = e[k]", prefix)
        p.have("ahead(k) >= 0 and room(k) >= 0", more, longer, p.summed(zero), p.summed(square), "count(k) = e[k]")
    with p.fix("i in T, k in T with pos(k) = pos(i) + 1") as step:
        with p.fix("h in d") as moved:
            p.have("u[h] w[k, h] = u[h] v(i, h)", "step")
        with p.fix("h in d") as square:
            p.have("w[k, h]^2 = v(i, h)^2", "step")
        p.have("count(k) = count(i) + e[k]", prefix)
        p.have("ahead(k) >= ahead(i)", more, p.summed(moved), "count(k) = count(i) + e[k]")
        p.have("room(k) >= room(i)", longer, p.summed(square), "count(k) = count(i) + e[k]")
        p.have("ahead(k) >= ahead(i) and room(k) >= room(i)")
    p.have("for all k in T: ahead(k) >= 0", p.cite("thy:over-time", start, step, T="T", f="ahead"))
    p.have("for all k in T: room(k) >= 0", p.cite("thy:over-time", start, step, T="T", f="room"))
    p.get("k in T: pos(k) = T", p.cite("thy:last-time", T="T", claim="last"))
    p.let("N = sum[i in T] e[i]")
    p.have("count(k) = N", prefix)
    p.have("gamma N <= inner(k) and size(k) <= R^2 N", "ahead(k) >= 0", "room(k) >= 0", "count(k) = N")
    p.have(
        "inner(k)^2 <= size(k)", p.cite("thy:cauchy-schwarz", n="d", x="u", y="h -> v(k, h)", claim="squares"), "unit"
    )
    p.have("N >= 0", both)
    p.have("gamma N >= 0")
    p.have("(gamma N)^2 <= inner(k)^2 <= R^2 N", "gamma N <= inner(k)", "gamma N >= 0", "size(k) <= R^2 N")
    with p.case("N > 0"):
        p.have("N gamma^2 <= R^2", "(gamma N)^2 <= R^2 N", "N > 0")
    with p.otherwise("N = 0"):
        p.have("N gamma^2 <= R^2", "N = 0")
    p.claim("bound")
