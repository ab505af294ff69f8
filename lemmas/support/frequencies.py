"""Induction over the frequencies of an exponential sum, in proofs.

A `claim` about sums head(c, z) + sum_j f_j exp(w_j z) with any coefficients follows for one more frequency w from that
for the sum without it whose coefficients are f_j factor(w_j, w); factor(w, w) = 0, as for derivatives (w_j - w) and
differences (exp(w_j h) - exp(w h)). A `Kind` of claim says how; here is the induction over a set of frequencies, and
over the rows of a table of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from varproof_lemmas.contextual.ladder import Formula, Values

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, forall, fresh, func, lam, sum_over, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node, exp
from varproof.proof.proof import Proof

Table = Callable[[Node, Node], Node]


class Kind(Protocol):
    """A claim about E(z) = head(c, z) + ... with N frequencies besides that of the head."""

    p: Proof

    def head(self, c: Node, z: Node) -> Node:
        """The term that stays, c times an exponential, or 0 when there is none."""

    def remaining(self, c: Node, w: Node) -> Node:
        """Its coefficient when w is taken away."""

    def factor(self, other: Node, w: Node) -> Node:
        """What the coefficient of another frequency is multiplied by when w is taken away."""

    def condition(self, w: Node) -> Node:
        """What is asked of a frequency."""

    def claim(self, E: Formula, c: Node, N: Node) -> Node:
        """The claim."""

    def transfer(
        self, known: Theorem, E: Formula, F: Formula, same: Callable[[Node], Theorem], c: Node, N: Node, M: Node,
        equal: Theorem,
    ) -> Theorem:  # fmt: skip
        """claim(F, c, M) from claim(E, c, N) (known), where `same` proves F(z) = E(z), and N = M (equal)."""

    def step(
        self, E: Formula, G: Formula, c: Node, w: Node, allowed: Theorem, N: Node, M: Node, count: Theorem,
        nonneg: Theorem, known: Theorem,
    ) -> Theorem:  # fmt: skip
        """claim(E, c, N) from claim(G, remaining(c, w), M) (known), for N = M + 1 (count) and M >= 0 (nonneg)."""


@dataclass(frozen=True)
class Rest:
    """A part of the sum that stays while frequencies are added: with coefficients r(x, y) for frequencies w(x, y)."""

    value: Callable[[Table, Node], Node]
    w: Table
    count: Node
    nonneg: Theorem  # count >= 0


def no_rest(p: Proof) -> Rest:
    return Rest(lambda r, z: t.ZERO, lambda x, y: t.ZERO, t.ZERO, p.have(t.ge(t.ZERO)))


def over_set(S: Kind, rest: Rest, known: Theorem, s: Node, w: Values) -> Theorem:
    """For all r, f, c: claim(head + rest + sum over s of f exp(w .), c, count + |s|), from that for all r, c without
    the sum (known); the condition for all w_j is a hypothesis of the result."""
    p = S.p
    r_name, f_name, c_name, name, e_name = (fresh(x) for x in ("r", "f", "c", "S", "e"))
    r, f, c, y, e = func(r_name), func(f_name), t.var(c_name), t.setvar(name), t.var(e_name)
    sorts = (("real", c_name), ("fn1", f_name), ("fn2", r_name))

    def value(u: Node, r: Table, f: Values, c: Node) -> Formula:
        return lambda z: S.head(c, z) + rest.value(r, z) + sum_over(u, lambda j: f(j) * exp(w(j) * z))

    def number(u: Node) -> Node:
        return rest.count + card(u)

    def over(theorem: Theorem) -> Theorem:
        for sort, x in sorts:
            theorem = p.k.generalise(theorem, sort, x)
        return theorem

    def allowed(u: Node) -> Node:
        return forall(u, lambda j: S.condition(w(j)))

    def claim(u: Node) -> Node:
        inner = S.claim(value(u, r, f, c), c, number(u))
        for sort, x in sorts:
            inner = t.all_body(sort, t.close(inner, sort, x))
        return t.imp(allowed(u), inner)

    zero = nothing_in(p, y)

    def before(z: Node) -> Node:
        return S.head(c, z) + rest.value(r, z)

    first = S.transfer(
        p.use(known, lam(r, 2), c),
        before,
        value(y, r, f, c),
        lambda z: p.have(t.eq(value(y, r, f, c)(z), before(z)), zero(lambda j: f(j) * exp(w(j) * z))),
        c,
        rest.count,
        number(y),
        p.have(t.eq(rest.count, number(y)), zero(lambda _: t.ONE)),
    )
    empty = p.k.discharge(over(first), allowed(y))

    e_in = p.k.assume(t.member(e, y))
    others = where(y, lambda j: t.neg(t.eq(j, e)))
    smaller, within = p.k.assume(claim(others)), p.k.assume(allowed(y))
    v = w(e)

    def shifted(j: Node) -> Node:
        return f(j) * S.factor(w(j), v)

    def shifted_rest(x: Node, y: Node) -> Node:
        return r(x, y) * S.factor(rest.w(x, y), v)

    left = S.remaining(c, v)
    inner = p.forall(others, lambda j, j_in: p.use(within, j, p.base(j_in)))
    less = p.use(smaller, inner, lam(shifted_rest, 2), lam(shifted), left)
    G, G_less = (value(u, shifted_rest, shifted, left) for u in (y, others))
    fewer = S.transfer(
        less,
        G_less,
        G,
        lambda z: p.have(t.eq(G(z), G_less(z)), p.take(e_in, lambda j: shifted(j) * exp(w(j) * z))),
        left,
        number(others),
        number(others),
        p.identity(number(others), number(others)),
    )
    ones = p.sum_at_least(others, lambda *_: p.have(t.ge(t.ONE)))
    nonneg = p.have(t.ge(number(others)), rest.nonneg, ones)
    count = p.have(t.eq(number(y), number(others) + 1), p.take(e_in, lambda _: t.ONE))
    more = S.step(
        value(y, r, f, c), G, c, v, p.use(within, e, e_in), number(y), number(others), count, nonneg, fewer
    )  # fmt: skip
    whole = p.k.induct(empty, p.k.discharge(over(more), within.concl), name, e_name, lam(lambda j: t.ZERO), claim(y))
    return p.k.specialise(p.k.generalise(whole, "set", name), s)


def over_table(S: Kind, known: Theorem, s: Node, columns: Callable[[Node], Node], w: Table) -> Theorem:
    """For all r, c: claim(head + sum over x in s, y in columns(x) of r exp(w(x, y) .), c, sum over s of |columns|),
    from claim(head, c, 0) for all c (known); the condition for all w(x, y) is a hypothesis of the result."""
    p = S.p
    r_name, c_name, name, e_name = (fresh(x) for x in ("r", "c", "S", "e"))
    r, c, y, e = func(r_name), t.var(c_name), t.setvar(name), t.var(e_name)

    def part(x: Node, r: Table, z: Node) -> Node:
        return sum_over(columns(x), lambda j: r(x, j) * exp(w(x, j) * z))

    def table(u: Node, r: Table, z: Node) -> Node:
        return sum_over(u, lambda x: part(x, r, z))

    def value(u: Node) -> Formula:
        return lambda z: S.head(c, z) + table(u, r, z)

    def number(u: Node) -> Node:
        return sum_over(u, lambda x: card(columns(x)))

    def allowed(u: Node) -> Node:
        return forall(u, lambda x: forall(columns(x), lambda j: S.condition(w(x, j))))

    def over(theorem: Theorem) -> Theorem:
        return p.k.generalise(p.k.generalise(theorem, "real", c_name), "fn2", r_name)

    def claim(u: Node) -> Node:
        inner = t.all_body("real", t.close(S.claim(value(u), c, number(u)), "real", c_name))
        return t.imp(allowed(u), t.all_body("fn2", t.close(inner, "fn2", r_name)))

    zero = nothing_in(p, y)
    first = S.transfer(
        p.use(known, c),
        lambda z: S.head(c, z),
        value(y),
        lambda z: p.have(t.eq(value(y)(z), S.head(c, z)), zero(lambda x: part(x, r, z))),
        c,
        t.ZERO,
        number(y),
        p.have(t.eq(t.ZERO, number(y)), zero(lambda x: card(columns(x)))),
    )
    empty = p.k.discharge(over(first), allowed(y))

    e_in = p.k.assume(t.member(e, y))
    others = where(y, lambda x: t.neg(t.eq(x, e)))
    smaller, within = p.k.assume(claim(others)), p.k.assume(allowed(y))
    above = p.use(smaller, p.forall(others, lambda x, x_in: p.use(within, x, p.base(x_in))))
    nonneg = p.sum_at_least(others, lambda x, _: p.sum_at_least(columns(x), lambda *_: p.have(t.ge(t.ONE))))
    rest = Rest(lambda r, z: table(others, r, z), w, number(others), nonneg)
    row = over_set(S, rest, above, columns(e), lambda j: w(e, j))
    added = p.use(row, p.use(within, e, e_in), lam(r, 2), lam(lambda j: r(e, j)), c)

    def before(z: Node) -> Node:
        return S.head(c, z) + table(others, r, z) + part(e, r, z)

    more = S.transfer(
        added,
        before,
        value(y),
        lambda z: p.have(t.eq(value(y)(z), before(z)), p.take(e_in, lambda x: part(x, r, z))),
        c,
        number(others) + card(columns(e)),
        number(y),
        p.have(t.eq(number(others) + card(columns(e)), number(y)), p.take(e_in, lambda x: card(columns(x)))),
    )
    step = p.k.discharge(over(more), within.concl)
    whole = p.k.induct(empty, step, name, e_name, lam(lambda x: t.ZERO), claim(y))
    return p.k.specialise(p.k.generalise(whole, "set", name), s)


def nothing_in(p: Proof, y: Node) -> Callable[[Formula], Theorem]:
    """Sums over y are 0, when it has no element (a hypothesis of these facts)."""
    none = p.k.assume(t.all_body("real", t.neg(t.member(t.bound(0), y))))
    return lambda body: p.sum_equal(y, lambda j, j_in: p.ex_falso(p.false(j_in, p.use(none, j)), t.eq(body(j))))
