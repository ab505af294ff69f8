"""Sums over two families with the same values.

Values v_i, i in S, are *separated* by d when i != j and v_i <= v_j give v_i <= v_j - d.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import forall, fresh, func, lam, sum_over, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof

Values = Callable[[Node], Node]
Formula = Callable[[Node], Node]


def separated(s: Node, v: Values, d: Node) -> Node:
    """i != j and v_i <= v_j give v_i <= v_j - d, for i, j in s."""
    return forall(s, lambda i: forall(s, lambda j: t.imp(t.neg(t.eq(i, j)), t.imp(v(i) <= v(j), v(i) <= v(j) - d))))


def opened(p: Proof, theorem: Theorem, names: Sequence[str]) -> Theorem:
    """What the theorem says about values u(i) for i in S, a point z and so on, its hypotheses assumed."""
    left = list(names)
    while theorem.concl.op in ("all", "imp"):
        if theorem.concl.op == "imp":
            theorem = p.k.mp(theorem, p.k.assume(theorem.concl.args[0]))
            continue
        symbol = left.pop(0)
        name = fresh(symbol)
        value = {"set": t.setvar(name), "fn1": lam(func(name))}.get(str(theorem.concl.args[0]), t.var(name))
        p.name(symbol, func(name) if value.op == "lam" else value)
        theorem = p.k.specialise(theorem, value)
    return theorem


def only(
    p: Proof,
    s: Node,
    cond: Formula,
    e: Node,
    e_in: Theorem,
    e_holds: Theorem,
    unique: Callable[[Node, Theorem, Theorem], Theorem],
    f: Formula,
) -> Theorem:
    """sum over {x in s | cond} of f is f(e), if e is the only x in s with cond; `unique` proves x = e."""
    chosen, one = where(s, cond), where(s, lambda x: t.eq(x, e))
    x = fresh()
    here = p.k.assume(t.member(t.var(x), chosen))
    there = p.k.assume(t.member(t.var(x), one))
    forth = p.in_where(p.base(here), unique(t.var(x), p.base(here), p.holds(here)), lambda y: t.eq(y, e))
    is_e = p.have(t.eq(e, t.var(x)), p.holds(there))
    back = p.in_where(p.base(there), p.equal(is_e, e, t.var(x), cond, e_holds), cond)
    body = t.close(t.lift(f(t.var(x))), "real", x)
    same = p.k.sum_ext(forth, back, x, chosen, one, body)
    return p.have(t.eq(t.sum_body(chosen, body), f(e)), same, p.k.sum_one(e_in, body, e, s))


def same_values(
    p: Proof,
    s: Node,
    a: Values,
    u: Node,
    b: Values,
    to: Theorem,
    fro: Theorem,
    a_distinct: Theorem,
    b_distinct: Theorem,
    f: Formula,
) -> Theorem:
    """sum over s of f(a_i) = sum over u of f(b_j), if both take the same values and each takes a value once.

    to: for i in s some j in u has b_j = a_i; fro: for j in u some i in s has b_j = a_i;
    distinct: i != j in the set gives different values. Double counting of the pairs with b_j = a_i.
    """

    def row(i: Node, i_in: Theorem) -> Theorem:
        def found(j: Node, j_in: Theorem, same: Theorem) -> Theorem:
            def unique(x: Node, x_in: Theorem, x_same: Theorem) -> Theorem:
                return p.by_contradiction(
                    t.eq(x, j),
                    lambda no: p.false(p.have(t.eq(b(x), b(j)), x_same, same), p.use(b_distinct, x, x_in, j, j_in, no)),
                )

            alone = only(p, u, lambda x: t.eq(b(x), a(i)), j, j_in, same, unique, lambda x: f(b(x)))
            value = p.congruence(same, b(j), a(i), f)
            return p.have(
                t.eq(f(a(i)) - sum_over(where(u, lambda x: t.eq(b(x), a(i))), lambda x: f(b(x)))),
                alone,
                value,
            )

        return p.obtain(p.use(to, i, i_in), found, "j")

    def column(j: Node, j_in: Theorem) -> Theorem:
        def found(i: Node, i_in: Theorem, same: Theorem) -> Theorem:
            def unique(x: Node, x_in: Theorem, x_same: Theorem) -> Theorem:
                return p.by_contradiction(
                    t.eq(x, i),
                    lambda no: p.false(p.have(t.eq(a(x), a(i)), x_same, same), p.use(a_distinct, x, x_in, i, i_in, no)),
                )

            alone = only(p, s, lambda x: t.eq(b(j), a(x)), i, i_in, same, unique, lambda x: t.ONE)
            return p.have(t.eq(f(b(j)) - sum_over(where(s, lambda x: t.eq(b(j), a(x))), lambda x: f(b(j)))), alone)

        return p.obtain(p.use(fro, j, j_in), found, "i")

    with p.silent():
        i, j = fresh("i"), fresh("j")
        swap = p.k.sum_swap(i, j, s, u, t.eq(b(t.var(j)), a(t.var(i))), f(b(t.var(j))))
        rows, columns = p.sum_equal(s, row), p.sum_equal(u, column)
        return p.have(t.eq(sum_over(s, lambda x: f(a(x))), sum_over(u, lambda x: f(b(x)))), rows, columns, swap)
