"""Sums over separated values, and sums over two families with the same values.

Values v_i, i in S, are *separated* by d when i != j and v_i <= v_j give v_i <= v_j - d. Then the values below a point z
lie on a ladder: sorted downwards, the j-th is at most z - j d. The ladder lemma turns this into bounds of sums by one
induction that removes the largest value, without sorting anything.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import forall, forall_real, fresh, func, lam, sum_over, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof

Values = Callable[[Node], Node]
Formula = Callable[[Node], Node]


def separated(s: Node, v: Values, d: Node) -> Node:
    """i != j and v_i <= v_j give v_i <= v_j - d, for i, j in s."""
    return forall(s, lambda i: forall(s, lambda j: t.imp(t.neg(t.eq(i, j)), t.imp(v(i) <= v(j), v(i) <= v(j) - d))))


def ladder(
    p: Proof,
    d: Node,
    f: Formula,
    H: Formula,
    values: Sequence[Formula],
    points: Sequence[Formula],
    step: Callable[[Node, Node, Theorem, list[Theorem], list[Theorem]], tuple[list[Theorem], Theorem]],
    nonnegative: Callable[[Node, list[Theorem]], Theorem],
) -> Theorem:
    """For all v, S: S separated, values(v_i) on S give, for all z with v_i <= z - d on S and points(z):
    sum_S f(v_i) <= H(z).

    `step(e, z, e <= z - d, values(e), points(z))` proves points(e) and f(e) + H(e) <= H(z);
    `nonnegative(z, points(z))` proves H(z) >= 0.
    """
    name, v_name = fresh("S"), fresh("v")
    v, s = func(v_name), t.setvar(name)

    def conclusion(u: Node) -> Node:
        def at(z: Node) -> Node:
            out = t.ge(H(z) - sum_over(u, lambda i: f(v(i))))
            for g in reversed(points):
                out = t.imp(g(z), out)
            return t.imp(forall(u, lambda i: v(i) <= z - d), out)

        return forall_real(at)

    def claim(u: Node) -> Node:
        out = conclusion(u)
        for g in reversed(values):
            out = t.imp(forall(u, lambda i, g=g: g(v(i))), out)
        return t.imp(separated(u, v, d), out)

    def proof(body: Callable[[Theorem, list[Theorem], Node, Theorem, list[Theorem]], Theorem]) -> Theorem:
        """claim(s), from a proof of the bound for a point z."""
        z = fresh("z")
        sep = p.k.assume(separated(s, v, d))
        low = [p.k.assume(forall(s, lambda i, g=g: g(v(i)))) for g in values]
        below = p.k.assume(forall(s, lambda i: v(i) <= t.var(z) - d))
        at = [p.k.assume(g(t.var(z))) for g in points]
        out = body(sep, low, t.var(z), below, at)
        for h in [*reversed(at), below]:
            out = p.k.discharge(out, h.concl)
        out = p.k.generalise(out, "real", z)
        for h in [*reversed(low), sep]:
            out = p.k.discharge(out, h.concl)
        return out

    none = p.k.assume(t.all_body("real", t.neg(t.member(t.bound(0), s))))

    def empty(sep: Theorem, low: list[Theorem], z: Node, below: Theorem, at: list[Theorem]) -> Theorem:
        nothing = p.sum_at_least(s, lambda i, i_in: p.ex_falso(p.false(i_in, p.use(none, i)), t.ge(-f(v(i)))))
        return p.have(t.ge(H(z) - sum_over(s, lambda i: f(v(i)))), nothing, nonnegative(z, at))

    e = fresh("e")
    top, e_in = t.var(e), p.k.assume(t.member(t.var(e), s))
    largest = p.k.assume(forall(s, lambda i: t.ge(-v(i) + v(top))))
    rest = where(s, lambda i: t.neg(t.eq(i, top)))
    smaller = p.k.assume(claim(rest))

    def remove(sep: Theorem, low: list[Theorem], z: Node, below: Theorem, at: list[Theorem]) -> Theorem:
        e_low = [p.use(h, top, e_in) for h in low]
        e_at, bound = step(v(top), z, p.use(below, top, e_in), e_low, at)
        sep_rest = p.forall(
            rest, lambda i, i_in: p.forall(rest, lambda j, j_in: p.use(sep, i, p.base(i_in), j, p.base(j_in)))
        )
        low_rest = [p.forall(rest, lambda i, i_in, h=h: p.use(h, i, p.base(i_in))) for h in low]
        under = p.forall(
            rest,
            lambda i, i_in: p.use(
                sep,
                i,
                p.base(i_in),
                top,
                e_in,
                p.holds(i_in),
                p.have(v(i) <= v(top), p.use(largest, i, p.base(i_in))),
            ),
        )
        tail = p.use(smaller, sep_rest, *low_rest, v(top), under, *e_at)
        return p.have(t.ge(H(z) - sum_over(s, lambda i: f(v(i)))), p.take(e_in, lambda i: f(v(i))), tail, bound)

    with p.silent():
        result = p.k.induct(proof(empty), proof(remove), name, e, lam(lambda i: -v(i)), claim(s))
        return p.k.generalise(p.k.generalise(result, "set", name), "fn1", v_name)


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


def exponentials(p: Proof, d: Node, q: Node, P: Node, P_equation: Theorem, P_positive: Theorem) -> Theorem:
    """The ladder lemma for f = exp: sum exp(v_i) <= exp(z) q P, where q = exp(-d), P (1 - q) = 1."""

    def step(e: Node, z: Node, le: Theorem, low: list[Theorem], at: list[Theorem]) -> tuple[list[Theorem], Theorem]:
        small = p.exp_monotone(le, e, z - d)
        return [], p.have(t.ge(t.exp(z) * q * P - t.exp(e) - t.exp(e) * q * P), small, P_positive, P_equation)

    return ladder(
        p,
        d,
        t.exp,
        lambda z: t.exp(z) * q * P,
        [],
        [],
        step,
        lambda z, _: p.have(t.ge(t.exp(z) * q * P), P_positive, p.exp_positive(z - d)),
    )


def moments(p: Proof, d: Node, q: Node, P: Node, d_one: Theorem, P_equation: Theorem, P_positive: Theorem) -> Theorem:
    """For all mu the ladder lemma for f(x) = (mu - x) exp x at points z <= mu:
    sum (mu - v_i) exp(v_i) <= exp(z) ((mu - z) q P + d q P^2).

    With s = z - d - e and c = mu - z + d + d q P the step is exp(-s) (c + s) <= c, from exp s >= 1 + s and c >= 1.
    """
    name = fresh("mu")
    mu = t.var(name)

    def bound(z: Node) -> Node:
        return t.exp(z) * ((mu - z) * q * P + d * q * P * P)

    def step(e: Node, z: Node, le: Theorem, low: list[Theorem], at: list[Theorem]) -> tuple[list[Theorem], Theorem]:
        s, c = z - d - e, mu - z + d + d * q * P
        qP = p.have(t.gt(q * P), P_positive, p.exp_positive(-d))
        c_one = p.have(t.ge(c - 1), d_one, qP, at[0], products=[(0, 1)])
        grow = p.exp_tangent(s)
        core = p.have(t.ge(c * t.exp(s) - c - s), c_one, le, grow, products=[(0, 2), (0, 1)])
        scaled = p.have(t.ge(t.exp(z) * q * c - t.exp(e) * (c + s)), core, p.exp_positive(e), products=[(0, 1)])
        times = p.have(t.ge(t.exp(z) * q * c * P - t.exp(e) * (c + s) * P), scaled, P_positive, products=[(0, 1)])
        return [p.have(t.ge(mu - e), le, at[0], d_one)], p.have(
            t.ge(bound(z) - (mu - e) * t.exp(e) - bound(e)), times, P_equation
        )

    def nonnegative(z: Node, at: list[Theorem]) -> Theorem:
        w = p.have(t.gt(t.exp(z) * q * P), P_positive, p.exp_positive(z - d))
        return p.have(t.ge(bound(z)), w, at[0], d_one, P_positive, products=[(0, 1), (0, 2, 3), (0, 3)])

    at_mu = ladder(p, d, lambda x: (mu - x) * t.exp(x), bound, [], [lambda z: t.ge(mu - z)], step, nonnegative)
    return p.k.generalise(at_mu, "real", name)


def counting(p: Proof, d: Node, low: Node) -> Theorem:
    """The ladder lemma for f = d: d |S| <= z - low for values and points that are at least low."""

    def step(e: Node, z: Node, le: Theorem, at_e: list[Theorem], at: list[Theorem]) -> tuple[list[Theorem], Theorem]:
        return at_e, p.have(t.ge(z - low - d - (e - low)), le)

    return ladder(
        p,
        d,
        lambda x: d,
        lambda z: z - low,
        [lambda x: t.ge(x - low)],
        [lambda z: t.ge(z - low)],
        step,
        lambda z, at: at[0],
    )


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
