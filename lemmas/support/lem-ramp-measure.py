"""lem:ramp-measure. How much of the cube lies on the ramps of the quantiser: an entry of token l is on a ramp when it
lies in one of the intervals from l - 1 + v - delta, v a level, of length theta <= delta. These lie in the cube [l-1, l]
of the token, no two overlap, and their lengths add up to theta/delta; over all entries, to d L0 theta/delta.

So the measure of all inputs of the unit cube with some entry on a ramp is at most d L0 theta/delta (union bound): as
small as one likes, by a small theta. The measure of finitely many disjoint intervals is the sum of their lengths; that
sum is what is stated. The tokens, the levels and delta are those of c1:quantiser.
"""

from varproof_lemmas.appendix.levels import Levels
from varproof_lemmas.universality.steps import distinct

from varproof.lang import And, Entry, Eq, ForAll, Implies, Index, Ne, Or, Q, Source, Sum
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.order import Order, one
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
    n, m, T, v, theta, delta = (p[x] for x in ("n", "m", "t", "v", "theta", "delta"))
    with p.silent():
        tokens, levels = Order(p, n, T, p.given("order")), Levels(p, m)
        p.settle_definedness(p.not_zero(levels.positive, delta))
        narrow, unit = p.given("narrow"), levels.unit
        inverse = p.inverse(levels.positive, delta)[0]

    def start(l: Node, h: Node) -> Node:
        return tokens.place(l) + v(h) - delta

    def inside(l: Node, h: Node, h_in: Theorem) -> Theorem:
        low = p.have(t.ge(start(l, h) - tokens.place(l)), levels.low(h, h_in))
        return p.both(low, p.have(t.ge(tokens.place(l) + 1 - start(l, h) - theta), levels.high(h, h_in), narrow))

    Ramp = tuple[Node, Theorem, Node, Theorem]

    def disjoint(first: Ramp, second: Ramp) -> Theorem:
        (l, l_in, h, h_in), (k, k_in, g, g_in) = first, second
        before = t.ge(start(k, g) - start(l, h) - theta)
        after = t.ge(start(l, h) - start(k, g) - theta)
        differ = t.disj(t.neg(t.eq(l, k)), t.neg(t.eq(h, g)))
        given = p.k.assume(differ)

        def is_before(fact: Theorem) -> Theorem:
            return p.implies(t.neg(before), lambda no: p.ex_falso(p.false(fact, no), after))

        def is_after(fact: Theorem) -> Theorem:
            return p.implies(t.neg(before), lambda _: fact)

        def step(a: Node, a_in: Theorem, less: Theorem, b: Node) -> Theorem:
            """place(b) >= place(a) + 1 from T(a) < T(b)."""
            return p.have(
                t.ge(tokens.place(b) - tokens.place(a) - 1), tokens.jump(a, b, less), tokens.drop(one, a, a_in)
            )

        def same(tie: Theorem) -> Theorem:
            place = p.congruence(tie, l, k, tokens.place)
            not_same = p.implies(t.neg(t.eq(l, k)), lambda no: p.false(tie, no))
            unequal = p.use(levels.different, h, h_in, g, g_in, p.k.mp(given, not_same))
            return p.ne_cases(
                v(h),
                v(g),
                lambda lt: is_before(p.have(before, levels.higher(h, h_in, g, g_in, lt), narrow, place)),
                lambda gt: is_after(p.have(after, levels.higher(g, g_in, h, h_in, gt), narrow, place)),
                unequal,
            )

        def apart(no: Theorem) -> Theorem:
            ends = [levels.low(h, h_in), levels.high(h, h_in), levels.low(g, g_in), levels.high(g, g_in), narrow]
            return p.ne_cases(
                T(l),
                T(k),
                lambda lt: is_before(p.have(before, step(l, l_in, lt, k), *ends)),
                lambda gt: is_after(p.have(after, step(k, k_in, gt, l), *ends)),
                p.use(p.given("order"), l, l_in, k, k_in, no),
            )

        return p.k.discharge(p.cases(t.eq(l, k), same, apart), differ)

    def share(l: Node) -> Theorem:
        """delta m = 1, so that m theta = theta/delta."""
        return p.have(p.opened(p.goal("share"), l), unit, inverse)

    with p.silent():
        parts = [
            p.forall(n, lambda l, _: p.forall(m, lambda h, h_in: inside(l, h, h_in))),
            p.forall(
                n,
                lambda l, a: p.forall(
                    n,
                    lambda k, b: p.forall(
                        m, lambda h, e: p.forall(m, lambda g, f: disjoint((l, a, h, e), (k, b, g, f)))
                    ),
                ),
            ),
            p.forall(n, lambda l, _: share(l)),
            p.have(p.goal("union"), unit, inverse),
        ]
    reasons = (
        "0 <= v - delta and v + theta - delta <= 1",
        "levels are at least delta apart",
        "delta m = 1",
        "delta m = 1",
    )
    for theorem, why in zip(parts, reasons, strict=True):
        p.prove(p.show(theorem, why))
