"""fact:hadamard. Diagonal matrices and the entrywise product: for u, v, w in R^n,

    u o v = v o u = diag(u) v = diag(v) u,
    u^T (v o w) = u^T diag(v) w = v^T (u o w) = w^T (u o v),
    u^T diag(v) w = v^T diag(u) w = u^T diag(w) v,
    diag(u) diag(v) 1 = diag(u) v,   diag(u o v) = diag(u) diag(v),   diag(u) + diag(v) = diag(u + v).

Here diag(u)_ij = u_i if i = j, else 0, written as the sum of the u_k with k = i and k = j, and products with a matrix
are written out as sums. Why: in row i of diag(u) only the entry in column i is left.
"""

from collections.abc import Callable

from varproof.lang import And, Entry, Eq, ForAll, Index, Lam, Q, Source, Sum
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import sum_over, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof

entry = Entry("fact:hadamard", "Diagonal matrices and the entrywise product", source=Source(icml="A.3", text="read"))

with entry.variant("printed", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    u, v, w = s.vec("u", n), s.vec("v", n), s.vec("w", n)
    i, j, k, l = Index("i", n), Index("j", n), Index("k", n), Index("l", n)
    diag = s.define("diag", (u, i, j), (), Sum(u[k], k, where=And(Eq(k, i), Eq(k, j))))

    def times(a, b, row):
        """(diag(a) b)_row."""
        return Sum(diag(a, row, l) * b[l], l)

    def form(a, b, c):
        """a^T diag(b) c."""
        return Sum(a[i] * Sum(diag(b, i, l) * c[l], l), i)

    product = ForAll(i, j, Eq(diag(Lam(k, u[k] * v[k]), i, j), Sum(diag(u, i, l) * diag(v, l, j), l)))
    s.claim("swap", ForAll(i, Eq(u[i] * v[i], v[i] * u[i])))
    s.claim("diag-u", ForAll(i, Eq(u[i] * v[i], times(u, v, i))))
    s.claim("diag-v", ForAll(i, Eq(u[i] * v[i], times(v, u, i))))
    s.claim("form-v", Eq(Sum(u[i] * (v[i] * w[i]), i), form(u, v, w)))
    s.claim("v-first", Eq(Sum(u[i] * (v[i] * w[i]), i), Sum(v[i] * (u[i] * w[i]), i)))
    s.claim("w-first", Eq(Sum(u[i] * (v[i] * w[i]), i), Sum(w[i] * (u[i] * v[i]), i)))
    s.claim("form-u", Eq(form(u, v, w), form(v, u, w)))
    s.claim("form-w", Eq(form(u, v, w), form(u, w, v)))
    s.claim("ones", ForAll(i, Eq(Sum(diag(u, i, j) * Sum(diag(v, j, l), l), j), times(u, v, i))))
    s.claim("product", product)
    s.claim("sum", ForAll(i, j, Eq(diag(u, i, j) + diag(v, i, j), diag(Lam(k, u[k] + v[k]), i, j))))

    s.instance("one entry", u=[2], v=[Q(-1, 3)], w=[5])
    s.instance("zeros and ties", u=[0, 1, 1], v=[1, 1, 0], w=[2, 2, 2])
    s.instance("far apart", u=[10**12, Q(1, 10**12)], v=[-1, 10**30], w=[0, 7])

    some = dict(u=[1, 2], v=[1, 3], w=[1, 0])
    s.false("no diagonal", claims={"diag-u": ForAll(i, Eq(u[i] * v[i], Sum(u[i] * v[l], l)))}, at=some)
    s.false(
        "sum for product",
        claims={"product": ForAll(i, j, Eq(diag(Lam(k, u[k] + v[k]), i, j), Sum(diag(u, i, l) * diag(v, l, j), l)))},
        at=some,
    )
    s.false(
        "product for sum",
        claims={"sum": ForAll(i, j, Eq(diag(u, i, j) + diag(v, i, j), diag(Lam(k, u[k] * v[k]), i, j)))},
        at=some,
    )
    s.false("a form in the sum", claims={"form-v": Eq(form(u, v, w), Sum(u[i], i) * Sum(v[i] * w[i], i))}, at=some)


@entry.proof("printed")
def proof(p: Proof) -> None:
    n, u, v, w = p["n"], p["u"], p["v"], p["w"]
    Function = Callable[[Node], Node]

    def diagonal(a: Function, x: Node, y: Node) -> Node:
        return sum_over(where(n, lambda k: t.conj(t.eq(k, x), t.eq(k, y))), a)

    def on(a: Function, x: Node, x_in: Theorem) -> Theorem:
        """diag(a)_xx = a_x."""
        e = "e'on"
        small = where(n, lambda k: t.eq(k, x))
        both = where(n, lambda k: t.conj(t.eq(k, x), t.eq(k, x)))
        inside, plain = p.k.assume(t.member(t.var(e), both)), p.k.assume(t.member(t.var(e), small))
        forth = p.in_where(p.base(inside), p.left(p.holds(inside)), lambda k: t.eq(k, x))
        twice = p.both(p.holds(plain), p.holds(plain))
        back = p.in_where(p.base(plain), twice, lambda k: t.conj(t.eq(k, x), t.eq(k, x)))
        body = t.close(t.lift(a(t.var(e))), "real", e)
        same = p.k.sum_ext(forth, back, e, both, small, body)
        return p.have(t.eq(diagonal(a, x, x), a(x)), same, p.k.sum_one(x_in, body, x, n))

    def off(a: Function, x: Node, y: Node, differ: Theorem) -> Theorem:
        """diag(a)_xy = 0 from x != y (the relation x - y = 0 negated)."""

        def absurd(k: Node, k_in: Theorem) -> Theorem:
            here = p.holds(k_in)
            return p.ex_falso(p.false(p.have(t.eq(x, y), p.left(here), p.right(here)), differ), t.eq(t.lift(a(k))))

        return p.sum_equal(where(n, lambda k: t.conj(t.eq(k, x), t.eq(k, y))), absurd)

    def row(a: Function, b: Function, x: Node, x_in: Theorem) -> Theorem:
        """sum_l diag(a)_xl b_l = a_x b_x."""

        def rest(l: Node, l_in: Theorem) -> Theorem:
            no = p.holds(l_in)
            differ = p.implies(t.eq(x, l), lambda h: p.false(p.have(t.eq(l, x), h), no))
            zero = off(a, x, l, differ)
            return p.k.arith([zero], t.eq(diagonal(a, x, l) * b(l)), [], [(t.lift(b(l)), 0)])

        others = p.sum_equal(where(n, lambda l: t.neg(t.eq(l, x))), rest)
        split = p.take(x_in, lambda l: diagonal(a, x, l) * b(l))
        at = on(a, x, x_in)
        value = p.k.arith([at], t.eq(diagonal(a, x, x) * b(x), a(x) * b(x)), [], [(t.lift(b(x)), 0)])
        return p.have(t.eq(sum_over(n, lambda l: diagonal(a, x, l) * b(l)), a(x) * b(x)), split, others, value)

    def form(a: Function, b: Function, c: Function) -> Theorem:
        """a^T diag(b) c = sum_i a_i b_i c_i."""

        def term(i: Node, i_in: Theorem) -> Theorem:
            at = row(b, c, i, i_in)
            long = a(i) * sum_over(n, lambda l: diagonal(b, i, l) * c(l))
            return p.k.arith([at], t.eq(long, a(i) * b(i) * c(i)), [], [(a(i), 0)])

        return p.sum_equal(n, term)

    def one(_: Node) -> Node:
        return t.ONE

    p.say("Row i of diag(a) has a_i in column i and 0 elsewhere, so (diag(a) b)_i = a_i b_i.")
    with p.silent():
        p.prove(p.forall(n, lambda i, _: p.identity(u(i) * v(i), v(i) * u(i))))
        p.prove(p.forall(n, lambda i, i_in: p.have(p.opened(p.goal("diag-u"), i), row(u, v, i, i_in))))
        p.prove(p.forall(n, lambda i, i_in: p.have(p.opened(p.goal("diag-v"), i), row(v, u, i, i_in))))
        for label, facts in (
            ("form-v", [form(u, v, w)]),
            ("v-first", []),
            ("w-first", []),
            ("form-u", [form(u, v, w), form(v, u, w)]),
            ("form-w", [form(u, v, w), form(u, w, v)]),
        ):
            p.prove(p.have(p.goal(label), *facts))

        def ones(i: Node, i_in: Theorem) -> Theorem:
            def inner(j: Node) -> Node:
                return sum_over(n, lambda l: diagonal(v, j, l))

            def entry_of(j: Node, j_in: Theorem) -> Theorem:
                at = row(v, one, j, j_in)
                f = diagonal(u, i, j)
                return p.k.arith([at], t.eq(f * inner(j), f * v(j)), [], [(f, 0)])

            return p.sum_equal(n, entry_of)

        p.prove(p.forall(n, ones))

        def product(i: Node, i_in: Theorem) -> Theorem:
            def at(j: Node, j_in: Theorem) -> Theorem:
                goal = p.opened_all(p.goal("product"), i, j)

                def column(l: Node) -> Node:
                    return diagonal(v, l, j)

                left = row(u, column, i, i_in)

                def uv(k: Node) -> Node:
                    return u(k) * v(k)

                def same(h: Theorem) -> Theorem:
                    moved = [p.congruence(h, i, j, f) for f in (uv, lambda x: diagonal(uv, i, x), column)]
                    here, there = on(uv, i, i_in), on(v, j, j_in)
                    facts = [p.have(t.eq(diagonal(uv, i, j), uv(i)), here, moved[1])]
                    value = p.have(t.eq(column(i), v(j)), there, moved[2])
                    vi = p.have(t.eq(column(i), v(i)), value, p.congruence(h, i, j, v))
                    scaled = p.k.arith([vi], t.eq(u(i) * column(i), u(i) * v(i)), [], [(u(i), 0)])
                    return p.have(goal, *facts, left, scaled)

                def apart(no: Theorem) -> Theorem:
                    zero = p.k.arith([off(v, i, j, no)], t.eq(u(i) * column(i)), [], [(u(i), 0)])
                    return p.have(goal, off(uv, i, j, no), left, zero)

                return p.cases(t.eq(i, j), same, apart)

            return p.forall(n, at)

        p.prove(p.forall(n, product))
        p.prove(p.forall(n, lambda i, _: p.forall(n, lambda j, _: p.have(p.opened_all(p.goal("sum"), i, j)))))
