"""lem:ramp-measure. How much of the cube lies on the ramps of the quantiser: an entry of token l is on a ramp when it
lies in one of the intervals from l - 1 + v - delta, v a level, of length theta <= delta. These lie in the cube [l-1, l]
of the token, no two overlap, and their lengths add up to theta/delta; over all entries, to d L0 theta/delta.

So the measure of all inputs of the unit cube with some entry on a ramp is at most d L0 theta/delta (union bound): as
small as one likes, by a small theta. The measure of finitely many disjoint intervals is the sum of their lengths; that
sum is what is stated. The tokens, the levels and delta are those of c1:quantiser.
"""

from varproof_lemmas.universality.steps import distinct

from varproof.lang import And, Entry, Eq, ForAll, Implies, Index, Ne, Or, Q, Source, Sum
from varproof.proof.proof import Proof

entry = Entry("lem:ramp-measure", "How much lies on the ramps of the quantiser", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n, d, m = s.size("n"), s.size("d"), s.size("m")
    times, v, theta, delta = s.vec("t", n), s.vec("v", m), s.real("theta"), s.real("delta")
    k, l, i, c, g, h = (Index(*pair) for pair in (("k", n), ("l", n), ("i", n), ("c", d), ("g", m), ("h", m)))
    some = dict(t=[0, 1], v=[Q(1, 2), 1], d=1, theta=Q(1, 4), delta=Q(1, 2))
    s.assume("order", distinct(times, n), needed_at=dict(some, t=[0, 0]))
    s.assume("unit", Eq(delta * m, 1), needed_at=dict(some, t=[0], v=[2], delta=2))
    s.assume("different", ForAll(g, h, Implies(Ne(g, h), Ne(v[g], v[h]))), needed_at=dict(some, v=[1, 1]))
    s.assume("levels", ForAll(g, Eq(v[g], delta * Sum(1, h, where=v[h] <= v[g]))), needed_at=dict(some, v=[1, 5]))
    s.assume("narrow", theta <= delta, needed_at=dict(some, theta=1))

    def start(l, h):
        """Where the ramp of level h in the cube of token l begins."""
        return Sum(1, i, where=times[i] < times[l]) + (v[h] - delta)

    before = Sum(1, i, where=times[i] < times[l])
    length = start(l, h) + theta - start(l, h)
    apart = Or(start(l, h) + theta <= start(k, g), start(k, g) + theta <= start(l, h))
    s.claim("inside", ForAll(l, h, And(before <= start(l, h), start(l, h) + theta <= before + 1)))
    s.claim("disjoint", ForAll(l, k, h, g, Implies(Or(Ne(l, k), Ne(h, g)), apart)))
    s.claim("share", ForAll(l, Eq(Sum(length, h), theta / delta)))
    s.claim("union", Eq(Sum(length, l, c, h), d * n * (theta / delta)))

    s.instance("one ramp", t=[0], v=[1], d=1, theta=Q(1, 10), delta=1)
    s.instance("ramps that touch", **dict(some, theta=Q(1, 2)))
    s.instance("of no length", **dict(some, theta=0))
    s.instance("out of order", **dict(some, t=[5, -1, 2], v=[1, Q(1, 2)], d=3))
    s.instance("very narrow", **dict(some, theta=Q(1, 10**9)))

    s.false("one ramp for all", claims={"share": ForAll(l, Eq(Sum(length, h), theta))}, at=some)
    s.false(
        "strictly inside",
        claims={"inside": ForAll(l, h, And(before < start(l, h), start(l, h) + theta <= before + 1))},
        at=some,
    )
    s.false("one coordinate", claims={"union": Eq(Sum(length, l, c, h), n * (theta / delta))}, at=dict(some, d=2))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.have("delta > 0", "unit")
    p.let("place(l) = sum[i in n | t[i] < t[l]] 1", "rank(g) = sum[h in m | v[h] <= v[g]] 1")
    own, steps = (p.cite("thy:rank", n="m", x="v", claim=label) for label in ("own", "next"))
    before, after = (p.cite("thy:rank", n="n", x="t", claim=label) for label in ("own", "next"))
    with p.fix("g in m") as levels:
        p.have("1 <= rank(g) and rank(g) <= m", p.at(own, "g"), "sum[h in m | v[h] < v[g]] 1 >= 0")
        p.have("v[g] = delta rank(g)", "levels")
        p.have(
            "delta <= v[g] and v[g] <= 1", "v[g] = delta rank(g)", "1 <= rank(g)", "rank(g) <= m", "unit", "delta > 0"
        )
    with p.fix("g in m, h in m with v[g] < v[h]") as gaps:
        p.have("v[g] = delta rank(g) and v[h] = delta rank(h)", "levels")
        p.have("rank(g) + 1 <= rank(h)", p.at(own, "h"), p.at(steps, "g", "h"))
        p.have("delta (rank(g) + 1) <= delta rank(h)", "rank(g) + 1 <= rank(h)", "delta > 0")
        p.have("v[g] + delta <= v[h]")
    with p.fix("l in n, k in n with t[l] < t[k]") as tokens:
        p.have("place(l) + 1 <= place(k)", p.at(before, "l"), p.at(after, "l", "k"))
    p.let("start(l, h) = place(l) + v[h] - delta")
    with p.fix("l in n, h in m"):
        p.have("delta <= v[h] and v[h] <= 1", p.at(levels, "h"))
        p.have(
            "place(l) <= start(l, h) and start(l, h) + theta <= place(l) + 1", "narrow", "delta <= v[h]", "v[h] <= 1"
        )
    p.claim("inside", why="0 ≤ v − δ and v + θ − δ ≤ 1")
    with p.fix("l in n, k in n, h in m, g in m"), p.suppose("l != k or h != g"):
        ends = [p.at(levels, "h"), p.at(levels, "g"), "narrow"]
        with p.case("t[l] < t[k]"):
            p.have("start(l, h) + theta <= start(k, g)", p.at(tokens, "l", "k"), *ends)
            p.have("start(l, h) + theta <= start(k, g) or start(k, g) + theta <= start(l, h)")
        with p.case("t[k] < t[l]"):
            p.have("start(k, g) + theta <= start(l, h)", p.at(tokens, "k", "l"), *ends)
            p.have("start(l, h) + theta <= start(k, g) or start(k, g) + theta <= start(l, h)")
        with p.otherwise("t[l] = t[k]"):
            with p.suppose("l != k"):
                p.have("t[l] != t[k]", "order")
                p.have("false")
            p.have("l = k")
            p.have("place(l) = place(k)", "l = k")
            with p.case("v[h] < v[g]"):
                p.have("start(l, h) + theta <= start(k, g)", p.at(gaps, "h", "g"), "place(l) = place(k)", "narrow")
                p.have("start(l, h) + theta <= start(k, g) or start(k, g) + theta <= start(l, h)")
            with p.case("v[g] < v[h]"):
                p.have("start(k, g) + theta <= start(l, h)", p.at(gaps, "g", "h"), "place(l) = place(k)", "narrow")
                p.have("start(l, h) + theta <= start(k, g) or start(k, g) + theta <= start(l, h)")
            with p.otherwise("v[h] = v[g]"):
                with p.suppose("h != g"):
                    p.have("v[h] != v[g]", "different")
                    p.have("false")
                p.have("false")
            p.have("start(l, h) + theta <= start(k, g) or start(k, g) + theta <= start(l, h)")
    p.claim("disjoint", why="levels are at least δ apart")
    p.have("m theta = theta/delta", "unit", "delta > 0")
    p.claim("share", why="δ m = 1")
    p.claim("union", why="δ m = 1")
