"""Signs that make a sum of vectors longest, and what they do to the inner products (Bang's argument).

For vectors w_pq (q < p in a finite index set) some signs e_pq make |sum e_pq w_pq| largest: finitely many signs, one
after the other. Flipping one sign does not lengthen the sum V, so e_pq <V, w_pq> >= |w_pq|^2 for every pair.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import (
    card,
    exists_function,
    forall,
    forall_function,
    fresh,
    func,
    lam,
    sum_over,
    where,
)
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof

Function = Callable[..., Node]


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


def signs(s: Node, r: Function) -> Node:
    """r(q)^2 = 1 on s."""
    return forall(s, lambda q: t.eq(r(q) * r(q), 1))


def length(d: Node, v: Function) -> Node:
    """|v|^2."""
    return sum_over(d, lambda c: v(c) * v(c))


def same_length(p: Proof, d: Node, v: Function, w: Function, equal: Callable[[Node, Theorem], Theorem]) -> Theorem:
    """|v|^2 = |w|^2 from v(c) = w(c)."""

    def squares(c: Node, c_in: Theorem) -> Theorem:
        e = equal(c, c_in)
        return p.k.arith([e], t.eq(v(c) * v(c), w(c) * w(c)), [], [(v(c) + w(c), 0)])

    return p.sum_equal(d, squares)


@dataclass(frozen=True)
class Rest:
    """What the sum already holds: Z(e)(c) for a sign function e with valid(e)."""

    valid: Callable[[Function], Node]
    Z: Callable[[Function, Node], Node]


def longest(d: Node, b: Function, rest: Rest, s: Node, w: Function, e: Function, r: Function) -> Node:
    """|b + Z(e) + sum_{q in s} r(q) w(q)|^2."""
    return length(d, lambda c: b(c) + rest.Z(e, c) + sum_over(s, lambda q: r(q) * w(q, c)))


def row_claim(d: Node, rest: Rest, w: Function, s: Node) -> Node:
    """For every start b some valid e and signs r on s make the sum longest."""

    def best(b: Function, e: Function, r: Function) -> Node:
        value = longest(d, b, rest, s, w, e, r)
        return t.conj(
            rest.valid(e),
            signs(s, r),
            forall_function(
                2,
                lambda e2: forall_function(
                    1,
                    lambda r2: t.imp(
                        rest.valid(e2), t.imp(signs(s, r2), t.ge(value - longest(d, b, rest, s, w, e2, r2)))
                    ),
                ),
            ),
        )

    return forall_function(1, lambda b: exists_function(2, lambda e: exists_function(1, lambda r: best(b, e, r))))


def start_claim(d: Node, rest: Rest) -> Node:
    """For every start b some valid e makes |b + Z(e)| longest."""

    def value(b: Function, e: Function) -> Node:
        return length(d, lambda c: b(c) + rest.Z(e, c))

    return forall_function(
        1,
        lambda b: exists_function(
            2,
            lambda e: t.conj(
                rest.valid(e), forall_function(2, lambda e2: t.imp(rest.valid(e2), t.ge(value(b, e) - value(b, e2))))
            ),
        ),
    )


def add_row(p: Proof, d: Node, rest: Rest, start: Theorem, w: Function, total: Node) -> Theorem:
    """row_claim for the set `total`, from start_claim: one sign after the other."""
    name = fresh("U")
    s = t.setvar(name)
    claim = row_claim(d, rest, w, s)

    # no sign to choose
    none = p.k.assume(t.all_body("real", t.neg(t.member(t.bound(0), s))))

    def nothing(b: Function, e: Function, r: Function) -> Theorem:
        """The empty sum adds nothing."""

        def zero(c: Node, c_in: Theorem) -> Theorem:
            empty = p.sum_equal(s, lambda q, q_in: p.ex_falso(p.false(q_in, p.use(none, q)), t.eq(r(q) * w(q, c))))
            left = b(c) + rest.Z(e, c)
            return p.have(t.eq(left + sum_over(s, lambda q: r(q) * w(q, c)), left), empty)

        return same_length(
            p,
            d,
            lambda c: b(c) + rest.Z(e, c) + sum_over(s, lambda q: r(q) * w(q, c)),
            lambda c: b(c) + rest.Z(e, c),
            zero,
        )

    def empty(b: Function) -> Theorem:
        goal = p.opened_function(claim, b)

        def found(e_name: str, both: Theorem) -> Theorem:
            e = func(e_name)
            valid, best = p.left(both), p.right(both)
            inner = p.opened_some(goal, lam(e, 2))

            def zero(q: Node) -> Node:
                return t.ZERO

            def beaten(e2: Function) -> Theorem:
                def row(r2: Function) -> Theorem:
                    h1, h2 = p.k.assume(rest.valid(e2)), p.k.assume(signs(s, r2))
                    less = p.use(best, lam(e2, 2), h1)
                    out = p.have(
                        t.ge(longest(d, b, rest, s, w, e, zero) - longest(d, b, rest, s, w, e2, r2)),
                        less,
                        nothing(b, e, zero),
                        nothing(b, e2, r2),
                    )
                    return p.k.discharge(p.k.discharge(out, h2.concl), h1.concl)

                return p.forall_function(1, row)

            every = p.forall_function(2, beaten)
            ones = p.forall(s, lambda q, q_in: p.ex_falso(p.false(q_in, p.use(none, q)), t.eq(t.ZERO, 1)))
            return p.some_function(
                goal, lam(e, 2), p.some_function(inner, lam(zero), p.both(valid, p.both(ones, every)))
            )

        return p.obtain_function(p.use(start, lam(b)), found)

    # one sign more
    q0_name = fresh("q")
    q0, q0_in = t.var(q0_name), p.k.assume(t.member(t.var(q0_name), s))
    less = where(s, lambda q: t.neg(t.eq(q, q0)))
    smaller = p.k.assume(row_claim(d, rest, w, less))

    def moved(b: Function, sign: int) -> Function:
        return lambda c: b(c) + sign * w(q0, c)

    def split(b: Function, e: Function, r: Function, sign: int, at: Theorem) -> Theorem:
        """With r(q0) = sign the sum over s is the sum over the others from a moved start."""

        def one(c: Node, c_in: Theorem) -> Theorem:
            left = b(c) + rest.Z(e, c) + sum_over(s, lambda q: r(q) * w(q, c))
            right = moved(b, sign)(c) + rest.Z(e, c) + sum_over(less, lambda q: r(q) * w(q, c))
            return p.have(t.eq(left, right), p.take(q0_in, lambda q: r(q) * w(q, c)), at)

        return same_length(
            p,
            d,
            lambda c: b(c) + rest.Z(e, c) + sum_over(s, lambda q: r(q) * w(q, c)),
            lambda c: moved(b, sign)(c) + rest.Z(e, c) + sum_over(less, lambda q: r(q) * w(q, c)),
            one,
        )

    def weaker(every: Theorem) -> Theorem:
        """Signs on s are signs on the others."""
        return p.forall(less, lambda q, q_in: p.use(every, q, p.base(q_in)))

    def step(b: Function) -> Theorem:
        goal = p.opened_function(claim, b)

        def plus(ep: str, some_rp: Theorem) -> Theorem:
            def with_rp(rp: str, plus_best: Theorem) -> Theorem:
                def minus(em: str, some_rm: Theorem) -> Theorem:
                    def with_rm(rm: str, minus_best: Theorem) -> Theorem:
                        return choose({1: (func(ep), func(rp), plus_best), -1: (func(em), func(rm), minus_best)})

                    return p.obtain_function(some_rm, with_rm)

                return p.obtain_function(p.use(smaller, lam(moved(b, -1))), minus)

            return p.obtain_function(some_rp, with_rp)

        def choose(options: dict[int, tuple[Function, Function, Theorem]]) -> Theorem:
            values = {s_: longest(d, moved(b, s_), rest, less, w, e, r) for s_, (e, r, _) in options.items()}

            def take_sign(sign: int, better: Theorem) -> Theorem:
                e, r, best = options[sign]
                extended = extend(r, sign)
                at_q0, elsewhere = extension_facts(r, sign)
                valid, r_signs = p.left(best), p.left(p.right(best))
                ones = p.forall(
                    s,
                    lambda q, q_in: p.cases(
                        t.eq(q, q0),
                        lambda same: p.equal(
                            p.have(t.eq(q0, q), same),
                            q0,
                            q,
                            lambda z: t.eq(extended(z) * extended(z), 1),
                            p.have(t.eq(extended(q0) * extended(q0), 1), at_q0),
                        ),
                        lambda no: p.have(
                            t.eq(extended(q) * extended(q), 1),
                            elsewhere(q, no),
                            p.use(r_signs, q, p.in_where(q_in, no, lambda y: t.neg(t.eq(y, q0)))),
                        ),
                    ),
                )

                def agree(c: Node, c_in: Theorem) -> Theorem:
                    sums = p.sum_equal(
                        less,
                        lambda q, q_in: p.have(
                            t.eq(extended(q) * w(q, c) - r(q) * w(q, c)), elsewhere(q, p.holds(q_in))
                        ),
                    )
                    base = moved(b, sign)(c) + rest.Z(e, c)
                    return p.have(
                        t.eq(
                            base + sum_over(less, lambda q: extended(q) * w(q, c)),
                            base + sum_over(less, lambda q: r(q) * w(q, c)),
                        ),
                        sums,
                    )

                own = p.have(
                    t.eq(longest(d, b, rest, s, w, e, extended), values[sign]),
                    split(b, e, extended, sign, at_q0),
                    same_length(
                        p,
                        d,
                        lambda c: moved(b, sign)(c) + rest.Z(e, c) + sum_over(less, lambda q: extended(q) * w(q, c)),
                        lambda c: moved(b, sign)(c) + rest.Z(e, c) + sum_over(less, lambda q: r(q) * w(q, c)),
                        agree,
                    ),
                )

                def beaten(e2: Function) -> Theorem:
                    def row(r2: Function) -> Theorem:
                        h1, h2 = p.k.assume(rest.valid(e2)), p.k.assume(signs(s, r2))
                        goal2 = t.ge(longest(d, b, rest, s, w, e, extended) - longest(d, b, rest, s, w, e2, r2))
                        square = p.use(h2, q0, q0_in)

                        def other(s_: int, at: Theorem) -> Theorem:
                            bound = p.use(p.right(p.right(options[s_][2])), lam(e2, 2), lam(r2), h1, weaker(h2))
                            facts = [own, bound, split(b, e2, r2, s_, at)] + ([better] if s_ != sign else [])
                            return p.have(goal2, *facts)

                        def negative(no: Theorem) -> Theorem:
                            unit = p.k.inv(
                                p.implies(t.eq(r2(q0) - 1), lambda z: p.false(p.have(t.eq(r2(q0), 1), z), no)),
                                r2(q0) - 1,
                            )
                            return other(-1, p.have(t.eq(r2(q0), -1), square, unit))

                        out = p.cases(t.eq(r2(q0), 1), lambda yes: other(1, yes), negative)
                        return p.k.discharge(p.k.discharge(out, h2.concl), h1.concl)

                    return p.forall_function(1, row)

                inner = p.opened_some(goal, lam(e, 2))
                return p.some_function(
                    goal,
                    lam(e, 2),
                    p.some_function(inner, lam(extended), p.both(valid, p.both(ones, p.forall_function(2, beaten)))),
                )

            return p.compare(
                values[-1],
                values[1],
                lambda le: take_sign(1, le),
                lambda gt: take_sign(-1, p.have(t.ge(values[-1] - values[1]), gt)),
            )

        return p.obtain_function(p.use(smaller, lam(moved(b, 1))), plus)

    def extend(r: Function, sign: int) -> Function:
        return lambda q: r(q) + indicator(s, q0, q) * (sign - r(q))

    def extension_facts(r: Function, sign: int) -> tuple[Theorem, Callable[[Node, Theorem], Theorem]]:
        extended = extend(r, sign)
        one = p.have(t.eq(extended(q0), sign), indicator_one(p, q0_in))
        return one, lambda q, no: p.have(t.eq(extended(q), r(q)), indicator_zero(p, s, q0, q, no))

    with p.silent():
        result = p.k.induct(
            p.forall_function(1, empty), p.forall_function(1, step), name, q0_name, lam(lambda q: q), claim
        )
        return p.k.specialise(p.k.generalise(result, "set", name), total)
