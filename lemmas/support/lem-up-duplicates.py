"""lem:up-duplicates. With the printed weights, an up-interpolation makes equal tokens: the weights of a position depend
on its rounded index only, and there are fewer of these than positions.

From n to m positions of an axis, two rows of the matrix are equal, so that in every map two rows of positions are:

- rounding up, or to the nearest: whenever m > n;
- rounding down: whenever m > n + 1. Not for m = n + 1 (false variant);
- from one position, with a clamped border: all rows are equal.

Under both borders, and for all weights. So the hypothesis of the contextual mapping lemma that no token repeats fails
after such a step, unless a positional embedding is added.
"""

from collections.abc import Callable
from fractions import Fraction

from varproof_lemmas.model import axes

from varproof.lang import And, Entry, Eq, Exists, ForAll, Implies, Index, Ne, Q, Source
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, position, sum_over, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.order import one, subject
from varproof.proof.positions import Positions
from varproof.proof.proof import Proof

entry = Entry(
    "lem:up-duplicates",
    "Up-interpolation with printed weights makes equal tokens",
    source=Source(text="ours"),
    uses=["def:up-interpolation"],
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n, m, b = s.size("n"), s.size("m"), s.size("b")
    W = s.vec("W", b)
    i, k, j = Index("i", m), Index("k", m), Index("j", n)

    def same(name):
        """Rows i and k of a matrix are equal."""
        return ForAll(j, Eq(axes[name](W)[i, j], axes[name](W)[k, j]))

    def twins(rounding):
        """Two positions have equal rows, under both borders."""
        equal = And(same(f"axis_{rounding}_clamp"), same(f"axis_{rounding}_zero"))
        return Exists(i, Exists(k, And(Ne(i, k), equal)))

    s.claim("ceil", Implies(n < m, twins("ceil")))
    s.claim("nearest", Implies(n < m, twins("nearest")))
    s.claim("floor", Implies(n + 1 < m, twins("floor")))
    for rounding in ("ceil", "nearest", "floor"):
        s.claim(f"one-{rounding}", Implies(Eq(n, 1), ForAll(i, k, same(f"axis_{rounding}_clamp"))))

    s.instance("one position to two", n=1, m=2, W=[0, 1, 0, 0])
    s.instance("two to three", n=2, m=3, W=[1, 2, 3, 4])
    s.instance("two to five", n=2, m=5, W=[Q(-1, 8), 1, 1, Q(-1, 8)])
    s.instance("no larger", n=2, m=2, W=[1, 2, 3, 4])

    some = dict(n=2, m=3, W=[1, 2, 3, 4])
    s.false("rounding down to one more", claims={"floor": Implies(n < m, twins("floor"))}, at=some)
    s.false("no larger map", claims={"ceil": Implies(n <= m, twins("ceil"))}, at=dict(some, m=2))
    s.false("from two positions, all equal", claims={"one-ceil": ForAll(i, k, same("axis_ceil_clamp"))}, at=some)


class Rounding:
    """The rounded index R(i) of a position i: the number of positions q of n with `upto(x_i, pos(q))`, x_i = i n/m."""

    def __init__(self, p: Proof, name: str, upto: Callable[[Node, Node], Node]) -> None:
        self.p, self.name, self.upto = p, name, upto
        self.n, self.m = p["n"], p["m"]
        self.places, self.rows = Positions(p, self.n), Positions(p, self.m)

    def x(self, i: Node) -> Node:
        return self.rows.pos(i) * card(self.n) * t.inv(card(self.m))

    def chosen(self, i: Node) -> Node:
        return where(self.n, lambda q: self.upto(self.x(i), self.places.pos(q)))

    def R(self, i: Node) -> Node:
        return card(self.chosen(i))

    def taken(self, i: Node, some: Theorem) -> Theorem:
        """Some q of n has pos(q) = R(i), from R(i) > 0: the last of the chosen ones."""
        p, places, S = self.p, self.places, self.chosen(i)

        def top(last: Node, last_in: Theorem, at: Theorem) -> Theorem:
            def chosen(q_in: Theorem) -> Theorem:
                """q is chosen, as it is not after the last one."""
                q = subject(q_in)
                after = t.ge(places.pos(last) - places.pos(q))

                def equal(no: Theorem) -> Theorem:
                    here = p.k.antisym(p.have(t.ge(q - last), p.k.order(no)), p.have(t.ge(last - q), p.holds(q_in)))
                    return p.have(after, p.congruence(here, q, last, places.pos))

                before = p.cases(
                    t.gt(last - q), lambda less: p.have(after, places.increasing(q, last, p.base(last_in), less)), equal
                )
                holds = p.have(self.upto(self.x(i), places.pos(q)), p.holds(last_in), before)
                return p.in_where(p.base(q_in), holds, lambda z: self.upto(self.x(i), places.pos(z)))

            def early(q_in: Theorem) -> Theorem:
                late = p.have(t.ge(last - subject(q_in)), p.at_most_max(q_in, lambda z: z), at)
                return p.in_where(p.base(q_in), late, lambda z: t.ge(last - z))

            count = places.same_sum(one, places.upto(last), S, chosen, early)
            here = p.have(t.eq(self.R(i), places.pos(last)), count)
            return p.some(self.n, lambda q: t.eq(self.R(i), places.pos(q)), last, p.base(last_in), here)

        return p.member_of(some, S, lambda _, e_in: p.maximum(e_in, lambda z: z, top))

    def sharing(self, value: Node) -> Node:
        """The positions whose rounded index is this number."""
        return where(self.m, lambda i: t.eq(self.R(i), value))

    def at_most_one(self, value: Node, unlike: Theorem) -> Theorem:
        """1 >= #{i | R(i) = value}, where R(i) != R(k) for i != k."""
        p, S = self.p, self.sharing(value)

        def more(no: Theorem) -> Theorem:
            many = p.k.order(no)

            def absurd(e: Node, e_in: Theorem) -> Theorem:
                others = where(S, lambda x: t.neg(t.eq(x, e)))

                def twin(x: Node, x_in: Theorem) -> Theorem:
                    same = p.have(t.eq(self.R(x), self.R(e)), p.holds(p.base(x_in)), p.holds(e_in))
                    apart = p.use(unlike, x, p.base(p.base(x_in)), e, p.base(e_in), p.holds(x_in))
                    return p.ex_falso(p.false(same, apart), t.ge(-t.ONE))

                return p.have(t.FALSE, many, p.take(e_in, one), p.sum_at_least(others, twin))

            return p.member_of(p.have(t.gt(card(S)), many), S, absurd)

        return p.by_contradiction(t.ge(1 - card(S)), more)

    def collision(self, unlike: Theorem, room: Theorem, zeros: Theorem) -> Theorem:
        """A contradiction from R(i) != R(k) for i != k, and |m| > |n| + z, #{i | R(i) = 0} <= z."""
        p, n, m, R, places = self.p, self.n, self.m, self.R, self.places

        def share(i: Node, q: Node) -> Node:
            return t.eq(R(i), places.pos(q))

        def count(i: Node) -> Node:
            return card(where(n, lambda q: share(i, q)))

        def taken_once(i: Node, i_in: Theorem) -> Theorem:
            """count(i) - 1 >= 0 where R(i) is not 0."""
            sign = p.sum_at_least(self.chosen(i), lambda *_: p.have(t.ge(t.ONE)))
            some = p.by_contradiction(t.gt(R(i)), lambda no: p.false(p.k.antisym(sign, p.k.order(no)), p.holds(i_in)))

            def found(q: Node, q_in: Theorem, at: Theorem) -> Theorem:
                inside = p.in_where(q_in, at, lambda z: share(i, z))
                others = where(where(n, lambda z: share(i, z)), lambda z: t.neg(t.eq(z, q)))
                rest = p.sum_at_least(others, lambda *_: p.have(t.ge(t.ONE)))
                return p.have(t.ge(count(i) - 1), p.take(inside, one), rest)

            return p.obtain(self.taken(i, some), found)

        def zero(i: Node) -> Node:
            return t.eq(R(i), t.ZERO)

        nonzero = where(m, lambda i: t.neg(zero(i)))
        at_least = p.sum_at_least(nonzero, taken_once)
        rest = p.sum_at_least(
            where(m, zero),
            lambda i, _: p.sum_at_least(where(n, lambda q: share(i, q)), lambda *_: p.have(t.ge(t.ONE))),
        )
        at_most = p.sum_at_least(n, lambda q, _: self.at_most_one(places.pos(q), unlike))
        swap = p.k.sum_swap("i'", "q'", m, n, share(t.var("i'"), t.var("q'")), t.ONE)
        return p.have(
            t.FALSE, at_least, rest, at_most, swap, p.split(m, zero, count), p.split(m, zero, one), zeros, room
        )

    def no_zero(self, positive: Callable[[Node, Theorem], Theorem]) -> Theorem:
        """0 >= #{i | R(i) = 0}, where `positive` proves R(i) > 0."""

        def absurd(i: Node, i_in: Theorem) -> Theorem:
            no = self.p.have(t.FALSE, positive(i, self.p.base(i_in)), self.p.holds(i_in))
            return self.p.ex_falso(no, t.ge(-t.ONE))

        return self.p.sum_at_least(self.sharing(t.ZERO), absurd)

    def first(self, i: Node, near: Theorem) -> Theorem:
        """R(i) > 0 where position 1 is chosen."""

        def found(q: Node, q_in: Theorem, at: Theorem) -> Theorem:
            chosen = self.p.have(self.upto(self.x(i), self.places.pos(q)), near, at)
            inside = self.p.in_where(q_in, chosen, lambda z: self.upto(self.x(i), self.places.pos(z)))
            return self.p.sum_positive(inside, one, lambda *_: self.p.positive(1))

        return self.p.obtain(self.places.first(self.p.nonempty[self.n]), found)

    # ---- rows

    def tap(self, index: Node, j: Node, a: Node, clamp: bool) -> Node:
        """Position j is where the a-th weight goes, from this rounded index."""
        place = index + position(self.p["b"], a) - 2
        target = extreme(extreme(place, t.ONE, 1), card(self.n), -1) if clamp else place
        return t.eq(self.places.pos(j), target)

    def entry(self, index: Node, j: Node, clamp: bool) -> Node:
        """The weight of j."""
        return sum_over(where(self.p["b"], lambda a: self.tap(index, j, a, clamp)), self.p["W"])

    def one_position(self, goal: Node) -> Theorem:
        """All rows are equal where |n| = 1: every tap is clamped to the only position."""
        p, n, m, b, places = self.p, self.n, self.m, self.p["b"], self.places
        single = p.k.assume(goal.args[0])

        def whole(i: Node, j: Node, j_in: Theorem) -> Theorem:
            """The entry is the sum of all weights."""

            def inside(a_in: Theorem) -> Theorem:
                place = self.R(i) + position(b, subject(a_in)) - 2
                high = extreme(place, t.ONE, 1)
                above = p.have(t.ge(high - card(n)), p.abs_at_least(1 - place), single)
                gap = p.abs_of_nonpositive(above, card(n) - high)
                here = p.have(
                    t.eq(places.pos(j), extreme(high, card(n), -1)),
                    gap,
                    single,
                    p.k.antisym(
                        p.have(t.ge(places.pos(j) - 1), places.at_least_one(j, j_in)),
                        p.have(t.ge(1 - places.pos(j)), places.most(j), single),
                    ),
                )
                return p.in_where(a_in, here, lambda a: self.tap(self.R(i), j, a, True))

            return places.same_sum(p["W"], where(b, lambda a: self.tap(self.R(i), j, a, True)), b, p.base, inside)

        def rows(i: Node, k: Node) -> Theorem:
            row = p.opened_all(goal.args[1], i, k)
            return p.forall(n, lambda j, j_in: p.have(p.opened(row, j), whole(i, j, j_in), whole(k, j, j_in)))

        every = p.forall(m, lambda i, _: p.forall(m, lambda k, _: rows(i, k)))
        return p.k.discharge(every, goal.args[0])

    def equal_rows(self, i: Node, k: Node, same: Theorem, clamp: bool, goal: Node) -> Theorem:
        """Rows i and k are equal, from R(i) = R(k)."""
        p = self.p

        def at(j: Node, _: Theorem) -> Theorem:
            value = p.congruence(same, self.R(i), self.R(k), lambda z: self.entry(z, j, clamp))
            return p.have(p.opened(goal, j), value)

        return p.forall(self.n, at)

    def twins(self, goal: Node, collide: Callable[[Theorem], Theorem]) -> Theorem:
        """Some i != k have equal rows: else R(i) != R(k) for all i != k, and `collide` has a contradiction."""
        p, m = self.p, self.m

        def unlike(none: Theorem) -> Theorem:
            def at(i: Node, i_in: Theorem, k: Node, k_in: Theorem) -> Theorem:
                inner = witness(goal, i)
                both = witness(inner, k)

                def contradiction(differ: Theorem, same: Theorem) -> Theorem:
                    _, clamped, plain = conjuncts(both)
                    rows = p.both(self.equal_rows(i, k, same, True, clamped), self.equal_rows(i, k, same, False, plain))
                    found = p.some(m, lambda x: witness(inner, x), k, k_in, p.both(differ, rows))
                    return p.false(p.some(m, lambda x: witness(goal, x), i, i_in, found), none)

                return p.implies(
                    t.neg(t.eq(i, k)),
                    lambda differ: p.implies(t.eq(self.R(i), self.R(k)), lambda same: contradiction(differ, same)),
                )

            return p.forall(m, lambda i, i_in: p.forall(m, lambda k, k_in: at(i, i_in, k, k_in)))

        return p.by_contradiction(goal, lambda none: collide(unlike(none)))


def extreme(x: Node, y: Node, sign: int) -> Node:
    """The larger (1) or smaller (-1) of two."""
    return (x + y + t.fn("sqrt", (x - y) * (x - y)) * sign) * Fraction(1, 2)


def witness(some: Node, x: Node) -> Node:
    """f(x) of the formula `some x in s has f(x)`."""
    every: Node = some.args[0]
    return t.instantiate(every.args[1], (x,)).args[1].args[0]


def conjuncts(f: Node) -> list[Node]:
    """f, or the parts of a conjunction."""
    if f.op == "imp" and f.args[1] is t.FALSE and f.args[0].op == "imp":
        first, rest = f.args[0].args
        return [first, *conjuncts(rest.args[0])]
    return [f]


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.settle_definedness()
    n, m = p["n"], p["m"]
    half = Fraction(1, 2)
    with p.silent():
        inverse = p.inverse(p.nonempty[m], card(m))
        step = p.have(t.gt(card(n) * t.inv(card(m))), p.nonempty[n], inverse[1], products=[(0, 1)])
    ceil = Rounding(p, "ceil", lambda x, q: t.gt(x + 1 - q))
    nearest = Rounding(p, "nearest", lambda x, q: t.ge(x + half - q))
    floor = Rounding(p, "floor", lambda x, q: t.ge(x - q))

    def one_up(i: Node, i_in: Theorem) -> Theorem:
        place = ceil.rows.at_least_one(i, i_in)
        return ceil.first(i, p.have(t.gt(ceil.x(i)), place, step, products=[(0, 1)]))

    def case_ceil(room: Theorem) -> Theorem:
        return ceil.twins(p.goal("ceil").args[1], lambda unlike: ceil.collision(unlike, room, ceil.no_zero(one_up)))

    def with_hole(rounding: Rounding, label: str, room: Theorem) -> Theorem:
        return rounding.twins(
            p.goal(label).args[1],
            lambda unlike: rounding.collision(unlike, room, rounding.at_most_one(t.ZERO, unlike)),
        )

    def case_nearest(room: Theorem) -> Theorem:
        def dense(yes: Theorem) -> Theorem:
            large = p.have(t.ge(card(n) * t.inv(card(m)) - half), yes, *inverse, products=[(0, 2)])

            def positive(i: Node, i_in: Theorem) -> Theorem:
                place = nearest.rows.at_least_one(i, i_in)
                far = p.have(t.ge(nearest.x(i) - half), place, step, large, products=[(0, 1)])
                return nearest.first(i, far)

            return nearest.twins(
                p.goal("nearest").args[1],
                lambda unlike: nearest.collision(unlike, room, nearest.no_zero(positive)),
            )

        def sparse(no: Theorem) -> Theorem:
            wide = p.have(t.gt(card(m) - card(n) - 1), p.k.order(no), p.given("n>=1"))
            return with_hole(nearest, "nearest", wide)

        return p.cases(t.ge(2 * card(n) - card(m)), dense, sparse)

    with p.silent():
        results = [
            p.implies(p.goal("ceil").args[0], case_ceil),
            p.implies(p.goal("nearest").args[0], case_nearest),
            p.implies(p.goal("floor").args[0], lambda room: with_hole(floor, "floor", room)),
        ]
    with p.silent():
        results += [rounding.one_position(p.goal(f"one-{rounding.name}")) for rounding in (ceil, nearest, floor)]
    p.say("Suppose that all m rounded indices differ. Each is one of 1, ..., n, or 0: at most n, or n + 1, of them.")
    p.say("From one position with a clamped border, every weight goes to the only position there is.")
    for result in results:
        p.prove(p.show(result))
