"""c1:quantiser. The first feed-forward layer applies the step function to every entry of X + E; entries of the k-th
token lie in [k-1, k] and are to go to k - 1 + {delta, 2 delta, ..., 1}.

Printed, with the terms t = 0, ..., L0 (1/delta - 1), refuted thrice: on a ramp (x between t delta and t delta + theta)
the value lies between two levels; at the left end x = k - 1 of a cube it is k - 1, which is no level, also in the limit
theta -> 0; and the terms add up to L0 - (L0 - 1) delta at most, which is below the last cube when L0 > 1/delta.

Corrected: L0/delta terms, one for each level of each cube. An entry that is no left end and on no ramp goes to a level
of its own cube; and every entry is moved up by 0 to delta - theta, with 0 < theta <= delta; attained at both ends. That
the ramps are narrow is lem:ramp-measure.

Here n = L0, the tokens are ordered by the times t, and k - 1 is the number of tokens before. The grid {delta, ..., 1}
is the set of the levels v_g = delta #{h : v_h <= v_g}, of which there are 1/delta; the term of level v in the cube of
token l begins to rise at l - 1 + v - delta.
"""

from collections.abc import Callable

from varproof_lemmas.appendix.levels import Levels
from varproof_lemmas.appendix.ramps import Ramp, ramp
from varproof_lemmas.universality.steps import distinct

from varproof.lang import And, Entry, Eq, Exists, ForAll, Implies, Index, Ne, Or, Q, Source, Sum
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import sum_over, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.order import Order
from varproof.proof.proof import Proof

entry = Entry(
    "c1:quantiser",
    "The first feed-forward layer quantises all entries",
    source=Source(icml="C.1", text="read"),
    uses=["c1:positional-embedding", "c1:step-function", "lem:ramp-measure"],
)


def setting(s, **needed):
    """State the tokens, the cube and the levels in the block s."""
    n, d, m = s.size("n"), s.size("d"), s.size("m")
    times, v, X = s.vec("t", n), s.vec("v", m), s.mat("X", n, d)
    theta, delta = s.real("theta"), s.real("delta")
    i, k, c, g, h = Index("i", n), Index("k", n), Index("c", d), Index("g", m), Index("h", m)
    s.assume("order", distinct(times, n), needed_at=needed.get("order"))
    s.assume("unit", Eq(delta * m, 1), needed_at=needed.get("unit"))
    s.assume("different", ForAll(g, h, Implies(Ne(g, h), Ne(v[g], v[h]))), needed_at=needed.get("different"))
    s.assume("levels", ForAll(g, Eq(v[g], delta * Sum(1, h, where=v[h] <= v[g]))), needed_at=needed.get("levels"))
    s.assume("cube", ForAll(k, c, And(0 <= X[k, c], X[k, c] <= 1)), needed_at=needed.get("cube"))
    s.assume("theta", theta > 0, needed_at=needed.get("theta"))
    before = Sum(1, i, where=times[i] < times[k])
    return X, theta, delta, v, n, m, times, before, (i, k, c, g, h)


with entry.variant(
    "printed",
    expect="REFUTED",
    evidence=["witness"],
    finding="Entries on a ramp and at the left end of a cube do not go to the grid, and the terms are too few to reach "
    "the last cubes.",
) as s:
    X, theta, delta, v, n, m, times, before, (i, k, c, g, h) = setting(s)
    G = s.size("G")
    a = s.vec("a", G)
    p, q = Index("p", G), Index("q", G)
    s.assume("count", Eq(G, n * (m - 1) + 1))
    s.assume("other-terms", ForAll(p, q, Implies(Ne(p, q), Ne(a[p], a[q]))))
    s.assume("terms", ForAll(p, Eq(a[p], Sum(1, q, where=a[q] < a[p]))))
    x = X[k, c] + before
    s.claim("grid", ForAll(k, c, Exists(g, Eq(Sum(ramp(x, a[p] * delta, theta, delta), p), before + v[g]))))

    one = dict(t=[0], v=[Q(1, 2), 1], a=[0, 1], theta=Q(1, 4), delta=Q(1, 2))
    s.instance("off the ramps", X=[[Q(1, 4)]], **one)
    s.instance("the right end", X=[[1]], **one)
    s.counterexample("on a ramp", X=[[Q(1, 8)]], **one)
    s.counterexample("the left end", X=[[0]], **one)
    s.counterexample("three tokens", **dict(one, t=[0, 1, 2], a=[0, 1, 2, 3], X=[[1], [1], [1]]))

with entry.variant(
    "corrected",
    expect="PROVED",
    evidence=["kernel"],
    note="Off the ramps an entry goes to a level of its own cube; every entry moves up by delta - theta at most.",
) as s:
    at_end = dict(t=[0], v=[Q(1, 2), 1], X=[[1]], theta=Q(1, 4), delta=Q(1, 2))
    X, theta, delta, v, n, m, times, before, (i, k, c, g, h) = setting(
        s,
        order=dict(at_end, t=[0, 0], X=[[1], [1]]),
        unit=dict(at_end, t=[0, 1], v=[2], X=[[1], [1]], delta=2),
        different=dict(at_end, v=[1, 1], X=[[Q(1, 2)]]),
        levels=dict(at_end, v=[Q(1, 2), 5]),
        cube=dict(at_end, X=[[2]]),
        theta=dict(at_end, theta=Q(-1, 4)),
    )
    s.assume("narrow", theta <= delta, needed_at=dict(at_end, theta=1))
    l = Index("l", n)
    earlier = Sum(1, i, where=times[i] < times[l])
    x, start = X[k, c] + before, earlier + (v[h] - delta)
    value = Sum(ramp(x, start, theta, delta), l, h)
    off = And(X[k, c] > 0, ForAll(l, h, Or(x <= start, start + theta <= x)))
    s.claim("grid", ForAll(k, c, Implies(off, Exists(g, Eq(value, before + v[g])))))
    s.claim("above", ForAll(k, c, x <= value))
    s.claim("near", ForAll(k, c, value <= x + (delta - theta)))

    s.instance("one level", t=[0], v=[1], X=[[Q(1, 2)]], theta=1, delta=1)
    s.instance("both ends of a cube", t=[0], v=[1, Q(1, 2)], X=[[0, 1]], theta=Q(1, 4), delta=Q(1, 2))
    s.instance("three tokens, out of order", **dict(at_end, t=[3, -1, 2], X=[[1], [Q(1, 4)], [Q(3, 4)]]))
    s.instance("on the ramps", **dict(at_end, X=[[Q(1, 8), Q(5, 8)]]))
    s.instance("moved farthest", **dict(at_end, X=[[Q(1, 4), Q(3, 4)]]))
    s.instance("very steep", **dict(at_end, X=[[Q(1, 10**6)]], theta=Q(1, 10**6)))

    ramped = dict(at_end, X=[[Q(1, 8)]])
    level = ForAll(k, c, Exists(g, Eq(value, before + v[g])))
    s.false("on a ramp", claims={"grid": level}, at=ramped)
    s.false("the left end", claims={"grid": level}, at=dict(at_end, X=[[0]]))
    s.false("nearer", claims={"near": ForAll(k, c, value < x + (delta - theta))}, at=dict(at_end, X=[[Q(1, 4)]]))
    s.false("down", claims={"above": ForAll(k, c, value <= x)}, at=dict(at_end, X=[[Q(1, 4)]]))


@entry.proof("corrected")
def proof(p: Proof) -> None:
    n, d, m, X, T, v, delta, theta = (p[x] for x in ("n", "d", "m", "X", "t", "v", "delta", "theta"))
    p.settle_definedness(p.not_zero(p.given("theta"), theta))
    tokens, levels = Order(p, n, T, p.given("order")), Levels(p, m)
    term = Ramp(p, theta, delta, p.given("theta"))
    narrow, unit, rank = p.given("narrow"), p.given("unit"), levels.rank

    def at_level(k: Node, c: Node, l: Node, h: Node) -> Node:
        """The entry minus the start of the term of level h in the cube of token l."""
        return X(k, c) + tokens.place(k) - tokens.place(l) - v(h) + delta

    def entry_of(k: Node, k_in: Theorem, c: Node, c_in: Theorem, then: Callable[..., Theorem]) -> Theorem:
        """What follows from: the value is place(k) + v(g) - delta + term(z), for z = X(k, c) - v(g) + delta, where g is
        the first level with v(g) >= X(k, c)."""
        y = X(k, c)
        both = p.use(p.given("cube"), k, k_in, c, c_in)
        bottom, top = p.left(both), p.right(both)

        def reaches(h: Node) -> Node:
            return t.ge(v(h) - y)

        def last(e: Node, e_in: Theorem) -> Theorem:
            def largest(g: Node, g_in: Theorem, at: Theorem) -> Theorem:
                above = p.forall(m, lambda h, h_in: p.have(t.ge(v(g) - v(h)), at, p.at_most_max(h_in, v)))
                whole = levels.whole(lambda _: t.ONE, g, above)
                one = p.have(t.eq(v(g), 1), p.use(p.given("levels"), g, g_in), whole, unit)
                return p.maximum(p.in_where(g_in, p.have(reaches(g), one, top), reaches), lambda h: -v(h), first_level)

            return p.maximum(e_in, v, largest)

        def first_level(g: Node, g_late: Theorem, at: Theorem) -> Theorem:
            g_in, reached = p.base(g_late), p.holds(g_late)
            z = y - v(g) + delta

            def short(h: Node, h_in: Theorem, less: Theorem) -> Theorem:
                """v(h) < X(k, c) for levels below g."""
                return p.by_contradiction(
                    t.gt(y - v(h)),
                    lambda no: p.have(
                        t.FALSE,
                        p.at_most_max(p.in_where(h_in, p.have(reaches(h), p.k.order(no)), reaches), lambda q: -v(q)),
                        at,
                        less,
                    ),
                )

            def started(some: Theorem) -> Theorem:
                """z >= 0 from X(k, c) >= 0, and z > 0 from X(k, c) > 0."""
                goal = t.gt(z) if some.concl.op == "gt" else t.ge(z)

                def start(is_first: Theorem) -> Theorem:
                    return p.have(goal, some, rank(g, g_in), levels.first_place(g, is_first))

                def later(i: Node, i_in: Theorem, less: Theorem, between: Theorem) -> Theorem:
                    place = levels.next_place(i, i_in, g, less, between)
                    return p.have(goal, short(i, i_in, less), rank(g, g_in), rank(i, i_in), place)

                return levels.before(g, g_in, start, later)

            def cell(l: Node) -> Node:
                """The terms of the cube of token l."""
                return sum_over(m, lambda h: term(at_level(k, c, l, h)))

            def full(l: Node, l_in: Theorem) -> Theorem:
                """A cube before that of token k counts 1."""
                less = p.holds(l_in)
                far = p.have(
                    t.ge(tokens.place(k) - tokens.place(l) - 1),
                    tokens.jump(l, k, less),
                    tokens.drop(lambda _: t.ONE, l, p.base(l_in)),
                )

                def each(h: Node, h_in: Theorem) -> Theorem:
                    w = at_level(k, c, l, h)
                    above = p.have(t.ge(w - theta), far, bottom, levels.high(h, h_in), narrow)
                    return p.have(t.eq(term(w) - delta), term.value(w, True, True, above, narrow))

                return p.have(t.eq(cell(l) - 1), p.sum_equal(m, each), unit)

            def empty(l: Node, l_in: Theorem, more: Theorem) -> Theorem:
                """A cube after that of token k counts 0."""
                far = p.have(
                    t.ge(tokens.place(l) - tokens.place(k) - 1),
                    tokens.jump(k, l, more),
                    tokens.drop(lambda _: t.ONE, k, k_in),
                )

                def each(h: Node, h_in: Theorem) -> Theorem:
                    w = at_level(k, c, l, h)
                    return term.value(w, False, False, p.have(t.ge(-w), far, top, levels.low(h, h_in)))

                return p.sum_equal(m, each)

            def own() -> Theorem:
                """The cube of token k counts v(g) - delta + term(z)."""

                def under(h: Node, h_in: Theorem) -> Theorem:
                    less, base = p.holds(h_in), p.base(h_in)
                    w = y - v(h) + delta
                    above = p.have(t.ge(w - theta), short(h, base, less), narrow)
                    return p.have(t.eq(term(w) - delta), term.value(w, True, True, above, narrow))

                def over(h: Node, h_in: Theorem) -> Theorem:
                    base = p.base(p.base(h_in))
                    unequal = p.use(p.given("different"), h, base, g, g_in, p.holds(h_in))
                    no = p.k.order(p.holds(p.base(h_in)))
                    w = y - v(h) + delta

                    def less(lt: Theorem) -> Theorem:
                        return p.ex_falso(p.have(t.FALSE, lt, no), t.eq(term(w)))

                    def more(gt: Theorem) -> Theorem:
                        far = levels.higher(g, g_in, h, base, gt)
                        return term.value(w, False, False, p.have(t.ge(-w), far, reached))

                    return p.ne_cases(v(h), v(g), less, more, unequal)

                def terms(h: Node) -> Node:
                    return term(y - v(h) + delta)

                split = p.split(m, lambda h: t.gt(v(g) - v(h)), terms)
                not_less = p.implies(t.gt(v(g) - v(g)), lambda q: p.have(t.FALSE, q))
                rest = p.in_where(g_in, not_less, lambda h: t.neg(t.gt(v(g) - v(h))))
                others = where(rest.concl.args[1], lambda h: t.neg(t.eq(h, g)))
                return p.have(
                    t.eq(cell(k), delta * levels.place(g) + term(z)),
                    split,
                    p.sum_equal(levels.below(g), under),
                    p.take(rest, terms),
                    p.sum_equal(others, over),
                )

            def later_cube(l: Node, l_in: Theorem) -> Theorem:
                base = p.base(p.base(l_in))
                unequal = p.use(p.given("order"), l, base, k, k_in, p.holds(l_in))
                no = p.k.order(p.holds(p.base(l_in)))
                return p.ne_cases(
                    T(l),
                    T(k),
                    lambda lt: p.ex_falso(p.have(t.FALSE, lt, no), t.eq(cell(l))),
                    lambda gt: empty(l, base, gt),
                    unequal,
                )

            split = p.split(n, lambda l: t.gt(T(k) - T(l)), cell)
            not_less = p.implies(t.gt(T(k) - T(k)), lambda q: p.have(t.FALSE, q))
            rest = p.in_where(k_in, not_less, lambda l: t.neg(t.gt(T(k) - T(l))))
            others = where(rest.concl.args[1], lambda l: t.neg(t.eq(l, k)))
            total = p.have(
                t.eq(sum_over(n, cell), tokens.place(k) + v(g) - delta + term(z)),
                split,
                p.sum_equal(tokens.below(k), full),
                p.take(rest, cell),
                p.sum_equal(others, later_cube),
                own(),
                rank(g, g_in),
            )
            return then(z, total, started, reached, g, g_in)

        return p.member_of(p.nonempty[m], m, last)

    def claims(k: Node, k_in: Theorem, c: Node, c_in: Theorem) -> Theorem:
        """All three claims about one entry."""
        grid, above, near = (p.opened_all(p.goal(label), k, c) for label in ("grid", "above", "near"))
        value = sum_over(n, lambda l: sum_over(m, lambda h: term(at_level(k, c, l, h))))

        def at(z: Node, total: Theorem, started: Callable, reached: Theorem, g: Node, g_in: Theorem) -> Theorem:
            sign = started(p.left(p.use(p.given("cube"), k, k_in, c, c_in)))
            off = p.k.assume(grid.args[0])
            beyond = p.either(
                p.use(p.right(off), k, k_in, g, g_in),
                lambda low: p.ex_falso(p.have(t.FALSE, low, started(p.left(off))), t.ge(z - theta)),
                lambda high: p.have(t.ge(z - theta), high),
            )
            risen = term.value(z, True, True, beyond, p.given("theta"))
            level = p.have(t.eq(value, tokens.place(k) + v(g)), total, risen)
            some = p.some(m, lambda h: t.eq(value, tokens.place(k) + v(h)), g, g_in, level)

            def slope(le: Theorem) -> Theorem:
                """delta z/theta lies between z and z + delta - theta."""
                rising = term.value(z, True, False, sign, le)
                scaled = []
                for factor in (sign, le):
                    area = p.have(t.ge(factor.concl.args[0] * (delta - theta)), factor, narrow, products=[(0, 1)])
                    goal = t.ge(area.concl.args[0] * t.inv(theta))
                    scaled.append(p.have(goal, area, term.inverse, products=[(0, 1)]))
                first, second = (
                    p.have(f, total, rising, q, term.unit) for f, q in zip((above, near), scaled, strict=True)
                )
                return p.both(first, second)

            def top(gt: Theorem) -> Theorem:
                full = term.value(z, True, True, gt, sign)
                return p.both(p.have(above, total, full, reached), p.have(near, total, full, gt))

            return p.both(p.k.discharge(some, off.concl), p.compare(z, theta, slope, top))

        return entry_of(k, k_in, c, c_in, at)

    def part(choose: Callable[[Theorem], Theorem]) -> Theorem:
        return p.forall(n, lambda k, a: p.forall(d, lambda c, b: choose(p.use(every, k, a, c, b))))

    with p.silent():
        every = p.forall(n, lambda k, a: p.forall(d, lambda c, b: claims(k, a, c, b)))
        parts = [part(p.left), part(lambda q: p.left(p.right(q))), part(lambda q: p.right(p.right(q)))]
    p.say("An entry X(k, c) + k - 1 passes the terms of the cubes before, and in its own those of the levels below it.")
    for theorem in parts:
        p.prove(p.show(theorem))
