"""Points between points, in proofs: half as many, as far apart.

Let xi_k, k in B, be g apart, and let every two of them that are g apart have a point v with f(v) >= 0 ... between them
(any condition that implies v >= 0). Then there are y_k with that condition, again g apart, for a part B' of B with
2 |B'| + 1 >= |B|: between the first and the second, the third and the fourth, and so on. A chosen function y says both,
B' = {k | y_k >= 0}. The induction removes the largest point; it keeps whether the points left are paired up (then
all y_k are at most the largest point) or the largest is still single (then they are g below it).
"""

from __future__ import annotations

from collections.abc import Callable

from varproof_lemmas.contextual.ladder import Formula, Values, separated

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, exists, exists_function, forall, forall_real, fresh, func, lam, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof


def indicator(s: Node, e: Node, x: Node) -> Node:
    """1 if x = e, else 0, for e in s: the number of y in s with y = e and y = x."""
    return card(where(where(s, lambda y: t.eq(y, e)), lambda y: t.eq(y, x)))


def indicator_one(p: Proof, e_in: Theorem) -> Theorem:
    """indicator(e) = 1."""
    e, s = e_in.concl.args
    assert isinstance(e, Node) and isinstance(s, Node)
    same = p.in_where(e_in, p.identity(e, e), lambda y: t.eq(y, e))
    ones = where(s, lambda y: t.eq(y, e))
    first = p.k.sum_one(same, t.ONE, e, ones)
    return p.have(t.eq(indicator(s, e, e), 1), first)


def indicator_zero(p: Proof, s: Node, e: Node, x: Node, differ: Theorem) -> Theorem:
    """indicator(x) = 0 from x != e."""

    def absurd(y: Node, y_in: Theorem) -> Theorem:
        x_is_y = p.holds(y_in)
        e_is_y = p.holds(p.base(y_in))
        return p.ex_falso(p.false(p.have(t.eq(x, e), x_is_y, e_is_y), differ), t.eq(t.ONE))

    return p.sum_equal(where(where(s, lambda y: t.eq(y, e)), lambda y: t.eq(y, x)), absurd)


def chosen(s: Node, y: Values) -> Node:
    """{k in s | y_k >= 0}."""
    return where(s, lambda k: t.ge(y(k)))


def selected(s: Node, g: Node, f: Formula) -> Node:
    """Some y has f(y_k) on the chosen part of s, which is separated by g and has at least (|s| - 1)/2 members."""

    def some(y: Values) -> Node:
        part = chosen(s, y)
        return t.conj(forall(part, lambda k: f(y(k))), separated(part, y, g), t.ge(2 * card(part) + 1 - card(s)))

    return exists_function(1, some)


class Selection:
    """The selection for points xi over b, separated by g (`apart`), with a point of kind f between any two.

    between: for j, k in b: xi_j <= xi_k - g -> some v has xi_j <= v <= xi_k and f(v); nonneg(v, f(v)) proves v >= 0.
    """

    def __init__(
        self,
        p: Proof,
        b: Node,
        xi: Values,
        g: Node,
        g_positive: Theorem,
        f: Formula,
        nonneg: Callable[[Node, Theorem], Theorem],
        apart: Theorem,
        between: Theorem,
    ) -> None:
        self.p, self.b, self.xi, self.g, self.f = p, b, xi, g, f
        self.g_positive, self.nonneg, self.apart, self.between = g_positive, nonneg, apart, between

    def below(self, s: Node, y: Values, gap: Node) -> Node:
        """Every y_k is at most z - gap, for each upper bound z of the points of s."""
        return forall_real(
            lambda z: t.imp(forall(s, lambda j: self.xi(j) <= z), forall(chosen(s, y), lambda k: t.ge(z - gap - y(k))))
        )

    def paired(self, s: Node, y: Values) -> Node:
        return t.conj(t.ge(2 * card(chosen(s, y)) - card(s)), self.below(s, y, t.ZERO))

    def single(self, s: Node, y: Values) -> Node:
        return t.conj(t.ge(2 * card(chosen(s, y)) + 1 - card(s)), self.below(s, y, self.g))

    def good(self, s: Node, y: Values) -> Node:
        part = chosen(s, y)
        return t.conj(
            forall(part, lambda k: self.f(y(k))),
            separated(part, y, self.g),
            t.disj(self.paired(s, y), self.single(s, y)),
        )

    def claim(self, s: Node) -> Node:
        return t.imp(forall(s, lambda k: t.member(k, self.b)), exists_function(1, lambda y: self.good(s, y)))

    def result(self) -> Theorem:
        """selected(b, g, f)."""
        p, b = self.p, self.b
        name, e = fresh("S"), fresh("e")
        s = t.setvar(name)
        with p.silent():
            whole = p.k.induct(self.empty(s), self.larger(s, t.var(e)), name, e, self.key(), self.claim(s))
            whole = p.k.specialise(p.k.generalise(whole, "set", name), b)
            some = p.use(whole, p.forall(b, lambda k, k_in: k_in))
            goal = selected(b, self.g, self.f)

            def found(y_name: str, all_: Theorem) -> Theorem:
                y = func(y_name)
                rest = p.right(all_)
                count = t.ge(2 * card(chosen(b, y)) + 1 - card(b))
                many = p.either(p.right(rest), lambda h: p.have(count, p.left(h)), lambda h: p.have(count, p.left(h)))
                return p.some_function(goal, lam(y), p.both(p.left(all_), p.both(p.left(rest), many)))

            return p.obtain_function(some, found)

    def key(self) -> Node:
        return lam(lambda k: -self.xi(k))

    def nothing(self, s: Node, size: Theorem, few: int) -> Theorem:
        """The claim's conclusion with y = -1 for a set of size 0 (few = 0) or 1: no point is chosen."""
        p = self.p

        def y(_: Node) -> Node:
            return t.lift(-1)

        part = chosen(s, y)

        def absurd(k_in: Theorem, goal: Node) -> Theorem:
            return p.ex_falso(p.have(t.FALSE, p.holds(k_in)), goal)

        none = p.sum_at_least(part, lambda k, k_in: p.have(t.ge(t.ONE)))
        ahead = p.forall(part, lambda k, k_in: absurd(k_in, self.f(y(k))))
        apart = p.forall(part, lambda k, k_in: absurd(k_in, p.opened(separated(part, y, self.g), k)))
        gap = self.g if few else t.ZERO
        z = fresh("z")
        bound = forall(s, lambda j: self.xi(j) <= t.var(z))
        under = p.forall(part, lambda k, k_in: absurd(k_in, t.ge(t.var(z) - gap - y(k))))
        below = p.k.generalise(p.k.discharge(under, bound), "real", z)
        count = p.both(p.have(t.ge(2 * card(part) + few - card(s)), none, size), below)
        state = self.one_of(s, y, count, few == 0)
        goal = exists_function(1, lambda u: self.good(s, u))
        return p.some_function(goal, lam(y), p.both(ahead, p.both(apart, state)))

    def one_of(self, s: Node, y: Values, fact: Theorem, paired: bool) -> Theorem:
        """paired or single, from one of them."""
        p, no = self.p, t.neg(self.paired(s, y))
        if paired:
            return p.implies(no, lambda h: p.ex_falso(p.false(fact, h), self.single(s, y)))
        return p.k.discharge(fact, no)

    def empty(self, s: Node) -> Theorem:
        p = self.p
        none = p.k.assume(t.all_body("real", t.neg(t.member(t.bound(0), s))))
        size = p.sum_equal(s, lambda k, k_in: p.ex_falso(p.false(k_in, p.use(none, k)), t.eq(t.ONE)))
        return p.k.discharge(self.nothing(s, size, 0), forall(s, lambda k: t.member(k, self.b)))

    def larger(self, s: Node, e: Node) -> Theorem:
        """The claim for s, from that for s without its largest point xi_e."""
        p = self.p
        e_in = p.k.assume(t.member(e, s))
        largest = p.k.assume(forall(s, lambda k: t.ge(-self.xi(k) + self.xi(e))))
        rest = where(s, lambda k: t.neg(t.eq(k, e)))
        smaller = p.k.assume(self.claim(rest))
        inside = p.k.assume(forall(s, lambda k: t.member(k, self.b)))
        size = p.take(e_in, lambda _: t.ONE)
        goal = exists_function(1, lambda u: self.good(s, u))

        def empty(no: Theorem) -> Theorem:
            def absurd(k: Node, k_in: Theorem) -> Theorem:
                there = p.some(rest, lambda x: t.eq(x, x), k, k_in, p.identity(k, k))
                return p.ex_falso(p.false(there, no), t.eq(t.ONE))

            return self.nothing(s, p.have(t.eq(card(s), 1), size, p.sum_equal(rest, absurd)), 1)

        def more(some: Theorem) -> Theorem:
            below = p.use(smaller, p.forall(rest, lambda k, k_in: p.use(inside, k, p.base(k_in))))
            member = p.obtain(some, lambda j, j_in, _: p.obtain_function(below, lambda y, h: step(j, j_in, y, h)), "j")
            return member

        def step(j: Node, j_in: Theorem, y_name: str, h: Theorem) -> Theorem:
            return Larger(self, s, e, e_in, largest, rest, inside, size, func(y_name), h).result(j_in, goal)

        done = p.cases(exists(rest, lambda x: t.eq(x, x)), more, empty)
        return p.k.discharge(done, inside.concl)


class Larger:
    """One more point xi_e above those of `rest`, for which y is chosen."""

    def __init__(
        self, o: Selection, s: Node, e: Node, e_in: Theorem, largest: Theorem, rest: Node, inside: Theorem,
        size: Theorem, y: Values, known: Theorem,
    ) -> None:  # fmt: skip
        self.o, self.p, self.s, self.e, self.e_in, self.largest = o, o.p, s, e, e_in, largest
        self.rest, self.inside, self.size, self.y = rest, inside, size, y
        p = o.p
        self.kind, self.apart, self.state = p.left(known), p.left(p.right(known)), p.right(p.right(known))
        self.old = chosen(rest, y)

    def result(self, j_in: Theorem, goal: Node) -> Theorem:
        p, o = self.p, self.o

        def lone(h: Theorem) -> Theorem:
            """All are paired up: xi_e is the single one."""
            below = p.use(p.right(h), o.xi(self.e) - o.g, p.forall(self.rest, self.under_e))
            return self.extend(goal, t.lift(-1), below, p.left(h), None, None)

        def pair(h: Theorem) -> Theorem:
            """The largest one is single: it is paired with xi_e."""

            def top(k: Node, k_in: Theorem, at: Theorem) -> Theorem:
                bound = p.forall(self.rest, lambda i, i_in: p.have(o.xi(i) <= o.xi(k), p.at_most_max(i_in, o.xi), at))
                below = p.use(p.right(h), o.xi(k), bound)
                there = p.use(
                    o.between, k, p.use(self.inside, k, p.base(k_in)), self.e, p.use(self.inside, self.e, self.e_in),
                    self.under_e(k, k_in),
                )  # fmt: skip

                def found(v_name: str, here: Theorem) -> Theorem:
                    v = t.var(v_name)
                    far = p.forall(
                        self.old,
                        lambda i, i_in: p.have(t.ge(v - o.g - self.y(i)), p.use(below, i, i_in), p.left(here)),
                    )
                    return self.extend(goal, v, far, p.left(h), p.right(p.right(here)), p.left(p.right(here)))

                return p.obtain_function(there, found)

            return p.maximum(j_in, o.xi, top)

        return p.either(self.state, lone, pair)

    def under_e(self, k: Node, k_in: Theorem) -> Theorem:
        """xi_k <= xi_e - g."""
        p, o = self.p, self.o
        k_b, e_b = p.use(self.inside, k, p.base(k_in)), p.use(self.inside, self.e, self.e_in)
        le = p.have(o.xi(k) <= o.xi(self.e), p.use(self.largest, k, p.base(k_in)))
        return p.use(o.apart, k, k_b, self.e, e_b, p.holds(k_in), le)

    def extend(
        self, goal: Node, v: Node, below: Theorem, count: Theorem, kind: Theorem | None, high: Theorem | None
    ) -> Theorem:
        """The goal with v for y_e; v = -1 (no point) when kind, which says f(v), is None; else high says v <= xi_e.

        below: every old y_k is at most xi_e - g (no point), or at most v - g.
        """
        p, o, e, s = self.p, self.o, self.e, self.s
        one = indicator_one(p, self.e_in)

        def y(k: Node) -> Node:
            return self.y(k) + indicator(s, e, k) * (v - self.y(k))

        new = chosen(s, y)
        y_e = p.have(t.eq(y(e), v), one)

        def kept(k: Node, no: Theorem) -> Theorem:
            zero = indicator_zero(p, s, e, k, no)
            return p.k.arith([zero], t.eq(self.y(k), y(k)), [], [(self.y(k) - v, 0)])

        def at_e(k: Node, same: Theorem) -> Theorem:
            return p.have(t.eq(v, y(k)), p.congruence(same, k, e, y), y_e)

        def member(k: Node, k_in: Theorem, no: Theorem) -> Theorem:
            """k is an old one."""
            up = p.have(t.ge(self.y(k)), kept(k, no), p.holds(k_in))
            return p.in_where(p.in_where(p.base(k_in), no, lambda x: t.neg(t.eq(x, e))), up, lambda x: t.ge(self.y(x)))

        def by(k: Node, k_in: Theorem, then: Callable[[Theorem], Theorem], old: Callable[[Theorem], Theorem],
               target: Node) -> Theorem:  # fmt: skip
            """The target when k = e (then, from y_k = v) and when k is an old one."""

            def new_one(same: Theorem) -> Theorem:
                value = at_e(k, same)
                if kind is None:
                    return p.ex_falso(p.have(t.FALSE, value, p.holds(k_in)), target)
                return then(value)

            return p.cases(t.eq(k, e), new_one, old)

        def fits(k: Node, k_in: Theorem) -> Theorem:
            return by(
                k,
                k_in,
                lambda value: p.equal(value, v, y(k), o.f, kind),
                lambda no: p.equal(kept(k, no), self.y(k), y(k), o.f, p.use(self.kind, k, member(k, k_in, no))),
                o.f(y(k)),
            )

        def far(k: Node, k_in: Theorem, l: Node, l_in: Theorem, differ: Theorem, le: Theorem) -> Theorem:
            target = y(k) <= y(l) - o.g

            def k_old(k_no: Theorem) -> Theorem:
                k_at = member(k, k_in, k_no)

                def l_old(l_no: Theorem) -> Theorem:
                    k_y, l_y = kept(k, k_no), kept(l, l_no)
                    old_le = p.have(self.y(k) <= self.y(l), le, k_y, l_y)
                    return p.have(
                        target, p.use(self.apart, k, k_at, l, member(l, l_in, l_no), differ, old_le), k_y, l_y
                    )

                return by(
                    l, l_in, lambda value: p.have(target, p.use(below, k, k_at), value, kept(k, k_no)), l_old, target
                )

            def k_new(value: Theorem) -> Theorem:
                def l_old(l_no: Theorem) -> Theorem:
                    l_below = p.use(below, l, member(l, l_in, l_no))
                    absurd = p.have(t.FALSE, le, value, l_below, kept(l, l_no), o.g_positive)
                    return p.ex_falso(absurd, target)

                def both(l_same: Theorem) -> Theorem:
                    same = p.have(t.eq(k, l), k_same[0], l_same)
                    return p.ex_falso(p.false(same, differ), target)

                return p.cases(t.eq(l, e), both, l_old)

            k_same = [p.k.assume(t.eq(k, e))]
            return by(k, k_in, k_new, k_old, target)

        z = fresh("z")
        bound = p.k.assume(forall(s, lambda j: o.xi(j) <= t.var(z)))
        e_under = p.use(bound, e, self.e_in)
        gap = o.g if kind is None else t.ZERO

        def under(k: Node, k_in: Theorem) -> Theorem:
            target = t.ge(t.var(z) - gap - y(k))

            def old(no: Theorem) -> Theorem:
                facts = [p.use(below, k, member(k, k_in, no)), kept(k, no), e_under, o.g_positive]
                return p.have(target, *facts, *([high] if high is not None else []))

            return by(
                k,
                k_in,
                lambda value: p.have(target, value, e_under, high),
                old,
                target,
            )

        low = p.k.generalise(p.k.discharge(p.forall(new, under), bound.concl), "real", z)
        ahead = p.forall(new, fits)
        apart = p.forall(
            new,
            lambda k, k_in: p.forall(
                new,
                lambda l, l_in: p.implies(
                    t.neg(t.eq(k, l)),
                    lambda differ: p.implies(y(k) <= y(l), lambda le: far(k, k_in, l, l_in, differ, le)),
                ),
            ),
        )
        # the new ones are the old ones, and e
        others = where(new, lambda k: t.neg(t.eq(k, e)))
        k = fresh("k")
        here, there = p.k.assume(t.member(t.var(k), others)), p.k.assume(t.member(t.var(k), self.old))
        no = p.holds(p.base(there))
        up = p.have(t.ge(y(t.var(k))), kept(t.var(k), no), p.holds(there))
        back = p.in_where(p.in_where(p.base(p.base(there)), up, lambda x: t.ge(y(x))), no, lambda x: t.neg(t.eq(x, e)))
        same = p.k.sum_ext(member(t.var(k), p.base(here), p.holds(here)), back, k, others, self.old, t.ONE)
        if kind is None:
            parts = [
                p.split(new, lambda x: t.eq(x, e), lambda _: t.ONE),
                p.sum_at_least(where(new, lambda x: t.eq(x, e)), lambda *_: p.have(t.ge(t.ONE))),
            ]
        else:
            e_up = p.have(t.ge(y(e)), o.nonneg(v, kind), y_e)
            parts = [p.take(p.in_where(self.e_in, e_up, lambda x: t.ge(y(x))), lambda _: t.ONE)]
        few = 1 if kind is None else 0
        many = p.have(t.ge(2 * card(new) + few - card(s)), *parts, same, self.size, count)
        state = o.one_of(s, y, p.both(many, low), kind is not None)
        return p.some_function(goal, lam(y), p.both(ahead, p.both(apart, state)))
