"""From the separation lemma as stated to `separation`: the largest value that only one of the vectors has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from varproof_lemmas.contextual.ladder import Values
from varproof_lemmas.contextual.separation import missing

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import exists, lam, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof


def reversed_gap(p: Proof, apart: Theorem, x: Node) -> Theorem:
    """x <= -d from |x| >= d and x <= 0: the second is the relation -x >= 0."""
    return p.implies(t.ge(-x), lambda le: p.have(t.ge(-x - apart_bound(apart, x)), apart, p.abs_of_nonpositive(le, x)))


def apart_bound(apart: Theorem, x: Node) -> Node:
    """d in the relation |x| >= d."""
    return t.fn("sqrt", x * x) - apart.concl.args[0]


class Stated:
    """The hypotheses of the separation lemma as stated, in the form that `Separation` wants (see `facts`)."""

    def __init__(self, p: Proof, o: Any) -> None:
        self.p, self.o, self.n = p, o, p["n"]

    def facts(self) -> list[Theorem]:
        """Separated a, separated b, a across b, b across a, range of a, range of b."""
        p, a, b, d = self.p, self.p["a"], self.p["b"], self.o.c.d
        ab = p.given("apart-ab")
        with p.silent():
            return [
                self.separated(a, "apart-a"),
                self.separated(b, "apart-b"),
                self.cross(a, b, lambda i, j: p.use(ab, i[0], i[1], j[0], j[1]), d),
                self.cross(b, a, lambda i, j: p.use(ab, j[0], j[1], i[0], i[1]), d),
                self.bounds(a, first=True),
                self.bounds(b, first=False),
            ]

    def separated(self, v: Values, label: str) -> Theorem:
        p, n, apart = self.p, self.n, self.p.given(label)

        def pair(i: Node, i_in: Theorem, j: Node, j_in: Theorem) -> Theorem:
            def gap(no: Theorem) -> Theorem:
                return reversed_gap(p, p.use(apart, i, i_in, j, j_in, no), v(i) - v(j))

            return p.implies(t.neg(t.eq(i, j)), gap)

        return p.forall(n, lambda i, i_in: p.forall(n, lambda j, j_in: pair(i, i_in, j, j_in)))

    def cross(
        self, v: Values, w: Values, apart: Callable[[tuple[Node, Theorem], tuple[Node, Theorem]], Theorem], d: Node
    ) -> Theorem:
        p, n = self.p, self.n

        def pair(i: Node, i_in: Theorem, j: Node, j_in: Theorem) -> Theorem:
            both = apart((i, i_in), (j, j_in))  # unequal -> |difference| >= d
            equal: Node = both.concl.args[0].args[0]

            def gap(le: Theorem) -> Theorem:
                def differ(no: Theorem) -> Theorem:
                    turned = p.implies(equal, lambda same: p.false(p.have(t.eq(v(i), w(j)), same), no))
                    return p.use(reversed_gap(p, p.use(both, turned), v(i) - w(j)), le)

                return p.implies(t.neg(t.eq(v(i), w(j))), differ)

            return p.implies(v(i) <= w(j), gap)

        return p.forall(n, lambda i, i_in: p.forall(n, lambda j, j_in: pair(i, i_in, j, j_in)))

    def bounds(self, v: Values, first: bool) -> Theorem:
        p, n = self.p, self.n

        def both(i: Node, i_in: Theorem) -> Theorem:
            four = p.use(p.given("range"), i, i_in)
            two = four if first else p.right(p.right(four))
            low = p.left(two)
            high = p.left(p.right(two)) if first else p.right(two)
            return p.both(p.have(v(i) >= -self.o.r, low), p.have(v(i) <= self.o.r, high))

        return p.forall(n, both)


class Choice:
    """`Separation` applied to a and b at the largest value that only one of them has; `conclusion` is the result."""

    def __init__(self, p: Proof, o: Any, a: Values, b: Values, facts: list[Theorem], different: Theorem) -> None:
        self.p, self.o, self.n, self.different = p, o, o.n, different
        sep_a, sep_b, a_b, b_a, range_a, range_b = facts
        self.facts = {(a, b): facts, (b, a): [sep_b, sep_a, b_a, a_b, range_b, range_a]}
        with p.silent():
            self.conclusion = self.choose(a, b)

    def use(
        self, v: Values, w: Values, k: Node, k_in: Theorem, lone: Theorem, v_covered: Theorem, w_covered: Theorem
    ) -> Theorem:
        return self.p.use(self.o.theorem, lam(v), lam(w), k, *self.facts[v, w], k_in, lone, v_covered, w_covered)

    def choose(self, a: Values, b: Values) -> Theorem:
        """Apply the theorem at the largest value that only one of the two vectors has."""
        p, n = self.p, self.n

        def lone(v: Values, w: Values) -> Node:
            return where(n, lambda i: missing(n, v, w, i))

        def covers(
            v: Values, w: Values, z: Node, absurd: Callable[[Node, Theorem, Theorem, Theorem], Theorem]
        ) -> Theorem:
            """Every v_i > z is some w_j, since a lonely one leads to a contradiction."""
            return p.forall(
                n,
                lambda i, i_in: p.implies(
                    v(i) > z, lambda above: p.implies(missing(n, v, w, i), lambda alone: absurd(i, i_in, alone, above))
                ),
            )

        def top(
            v: Values,
            w: Values,
            member: Theorem,
            other: Callable[[Node, Theorem, Theorem, Theorem, Theorem], Theorem],
            m: Node,
            m_in: Theorem,
            at: Theorem,
        ) -> Theorem:
            """At the largest lonely value v_m; `other` refutes lonely values of w above it."""

            def absurd(i: Node, i_in: Theorem, alone: Theorem, above: Theorem) -> Theorem:
                inside = p.in_where(i_in, alone, lambda x: missing(n, v, w, x))
                return p.have(t.FALSE, above, at, p.at_most_max(inside, v))

            return self.use(
                v,
                w,
                m,
                p.base(m_in),
                p.holds(m_in),
                covers(v, w, v(m), absurd),
                covers(w, v, v(m), lambda j, j_in, alone, above: other(m, j, j_in, alone, above)),
            )

        def of_a(i: Node, i_in: Theorem, alone: Theorem) -> Theorem:
            member = p.in_where(i_in, alone, lambda x: missing(n, a, b, x))

            def at_a(m: Node, m_in: Theorem, at: Theorem) -> Theorem:
                higher = exists(lone(b, a), lambda j: b(j) > a(m))

                def at_b(there: Theorem) -> Theorem:
                    def found(j: Node, j_in: Theorem, above: Theorem) -> Theorem:
                        def other(k: Node, x: Node, x_in: Theorem, x_alone: Theorem, x_above: Theorem) -> Theorem:
                            inside = p.in_where(x_in, x_alone, lambda y: missing(n, a, b, y))
                            return p.have(
                                t.FALSE, x_above, p.at_most_max(inside, a), at, above, at_k[0], p.at_most_max(j_in, b)
                            )

                        at_k: list[Theorem] = []

                        def largest(k: Node, k_in: Theorem, k_at: Theorem) -> Theorem:
                            at_k[:] = [k_at]
                            return top(b, a, j_in, other, k, k_in, k_at)

                        return p.maximum(j_in, b, largest)

                    return p.obtain(there, found)

                def none(no: Theorem) -> Theorem:
                    def other(k: Node, j: Node, j_in: Theorem, j_alone: Theorem, above: Theorem) -> Theorem:
                        inside = p.in_where(j_in, j_alone, lambda y: missing(n, b, a, y))
                        return p.false(p.some(lone(b, a), lambda x: b(x) > a(m), j, inside, above), no)

                    return top(a, b, member, other, m, m_in, at)

                return p.cases(higher, at_b, none)

            return p.maximum(member, a, at_a)

        some_a = exists(n, lambda i: missing(n, a, b, i))

        def only_b(no: Theorem) -> Theorem:
            def found(j: Node, j_in: Theorem, alone: Theorem) -> Theorem:
                member = p.in_where(j_in, alone, lambda x: missing(n, b, a, x))

                def other(k: Node, i: Node, i_in: Theorem, i_alone: Theorem, above: Theorem) -> Theorem:
                    return p.false(p.some(n, lambda x: missing(n, a, b, x), i, i_in, i_alone), no)

                return p.maximum(member, b, lambda m, m_in, at: top(b, a, member, other, m, m_in, at))

            return p.obtain(self.some_b(no, a, b), found)

        return p.cases(some_a, lambda there: p.obtain(there, of_a), only_b)

    def some_b(self, no_a: Theorem, a: Values, b: Values) -> Theorem:
        """Some b_j is no a_i, when no a_i is lonely and the sets differ."""
        p, n = self.p, self.n
        goal = exists(n, lambda j: missing(n, b, a, j))

        def from_a(there: Theorem) -> Theorem:
            def absurd(i: Node, i_in: Theorem, alone: Theorem) -> Theorem:
                turned = p.forall(
                    n,
                    lambda j, j_in: p.implies(
                        t.eq(b(j), a(i)), lambda same: p.false(p.have(t.eq(a(i), b(j)), same), p.use(alone, j, j_in))
                    ),
                )
                return p.false(p.some(n, lambda x: missing(n, a, b, x), i, i_in, turned), no_a)

            return p.ex_falso(p.obtain(there, absurd), goal)

        def from_b(there: Theorem) -> Theorem:
            return p.obtain(there, lambda j, j_in, alone: p.some(n, lambda x: missing(n, b, a, x), j, j_in, alone))

        return p.either(self.different, from_a, from_b)
