"""lem:up-norm. The norm of an up-interpolation Y = A X B^T, in every channel, from maximum norm to maximum norm:

    max |Y_uvl| <= (max_u sum_p |A_up|) (max_v sum_q |B_vq|) max |X_pql|,

attained by a map of signs: the norm is the product of the largest row sums of the two axes, under every reading of
def:up-interpolation and for every size. For weights that are not negative and a constant map, Y has the row sums
themselves. For the printed weights these are W(-1) + ... + W(2) with a clamped border (lem:up-row-sums), and the norm
is the square of it.
"""

from collections.abc import Callable
from fractions import Fraction

from varproof_lemmas.appendix.vectors import Function, abs_at_most, abs_product
from varproof_lemmas.contextual.direction import at_most_root
from varproof_lemmas.model import up

from varproof.lang import Abs, And, Array, Entry, Eq, Exists, ForAll, Index, Lam, MaxOver, Q, Source, Sum
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import exists, lam, max_over, sum_over
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof

entry = Entry(
    "lem:up-norm",
    "The norm of an up-interpolation",
    source=Source(text="ours"),
    uses=["def:up-interpolation", "lem:up-row-sums"],
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    h0, w0, h1, w1, d = (s.size(name) for name in ("h0", "w0", "h1", "w1", "d"))
    A, B, X = s.mat("A", h1, h0), s.mat("B", w1, w0), s.array("X", h0, w0, d)
    Z = Array("Z", h0, w0, d)
    u, v, l, p, q, f = (Index(*pair) for pair in (("u", h1), ("v", w1), ("l", d), ("p", h0), ("q", w0), ("f", d)))
    rows, columns = Sum(Abs(A[u, p]), p), Sum(Abs(B[v, q]), q)
    norm = MaxOver(rows, u) * MaxOver(columns, v)
    largest = MaxOver(Abs(up(A, B, X)[u, v, l]), u, v, l)
    given = MaxOver(Abs(X[p, q, l]), p, q, l)
    s.claim("bound", largest <= norm * given)
    a, b = Index("a", h1), Index("b", w1)
    reached = Exists(a, b, l, Eq(up(A, B, Z)[a, b, l], norm))
    s.claim("attained", Exists(Z, And(ForAll(p, q, l, Abs(Z[p, q, l]) <= 1), reached)))
    ones = Lam((p, q, f), 1)
    s.claim("constant-map", ForAll(u, v, l, Eq(up(A, B, ones)[u, v, l], Sum(A[u, p], p) * Sum(B[v, q], q))))
    s.constant("norm", norm * given, bounds=largest, side="upper")

    s.instance("one position: equality", A=[[2]], B=[[-3]], X=[[[5]]])
    s.instance("the zero map", A=[[0]], B=[[0]], X=[[[1]]])
    halves = [[1, 0], [Q(1, 2), Q(1, 2)], [0, 1]]
    s.instance("two to three", A=halves, B=[[1]], X=[[[1, -1]], [[-1, 10**6]]])
    keys = [[Q(-1, 16), Q(9, 16), Q(9, 16), Q(-1, 16)]]
    s.instance("negative weights: equality", A=keys, B=[[1]], X=[[[-1]], [[1]], [[1]], [[-1]]])

    small = dict(A=keys, B=[[1]], X=[[[-1]], [[1]], [[1]], [[-1]]])
    signed = MaxOver(Sum(A[u, p], p), u) * MaxOver(Sum(B[v, q], q), v)
    s.false("signed row sums", claims={"bound": largest <= signed * given}, at=small)
    s.false("strict", claims={"bound": largest < norm * given}, at=small)
    s.false("one axis", claims={"bound": largest <= MaxOver(rows, u) * given}, at=dict(A=[[1]], B=[[2]], X=[[[1]]]))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.settle_definedness()
    h0, w0, h1, w1, d, A, B, X = (p[name] for name in ("h0", "w0", "h1", "w1", "d", "A", "B", "X"))

    def size(x: Node) -> Node:
        return t.fn("sqrt", x * x)

    def row(u: Node) -> Node:
        return sum_over(h0, lambda a: size(A(u, a)))

    def column(v: Node) -> Node:
        return sum_over(w0, lambda b: size(B(v, b)))

    def top_q(a: Node) -> Node:
        return max_over(w0, lambda b: max_over(d, lambda l: size(X(a, b, l))))

    top = max_over(h0, top_q)
    N = max_over(h1, row) * max_over(w1, column)

    def entry_of(a: Node, a_in: Theorem, b: Node, b_in: Theorem, l: Node, l_in: Theorem) -> Theorem:
        """|X_abl| <= top."""
        steps = [
            p.at_most_max(l_in, lambda l: size(X(a, b, l))),
            p.at_most_max(b_in, lambda b: max_over(d, lambda l: size(X(a, b, l)))),
            p.at_most_max(a_in, top_q),
        ]
        return p.have(t.ge(top - size(X(a, b, l))), *steps)

    def nonneg(x: Node) -> Theorem:
        return p.root(x)[2]

    def term(a: Node, x: Node, b: Node, below: Theorem) -> Theorem:
        """|a| |b| top >= a x b from |x| <= top."""
        parts = [abs_product(p, a * b, x), abs_product(p, a, b), p.abs_at_least(a * b * x)]
        wide = p.have(t.ge((size(a) * size(b) - size(a * b)) * size(x)), parts[1], nonneg(x), products=[(0, 1)])
        high = p.have(t.ge(size(a) * size(b) * (top - size(x))), nonneg(a), nonneg(b), below, products=[(0, 1, 2)])
        return p.have(t.ge(size(a) * size(b) * top - a * b * x), *parts[::2], wide, high)

    def row_nonneg(u: Node) -> Theorem:
        return p.sum_at_least(h0, lambda a, _: nonneg(A(u, a)))

    def column_nonneg(v: Node) -> Theorem:
        return p.sum_at_least(w0, lambda b, _: nonneg(B(v, b)))

    def value(Z: Function, u: Node, v: Node, l: Node) -> Node:
        return sum_over(h0, lambda a: sum_over(w0, lambda b: A(u, a) * Z(a, b, l) * B(v, b)))

    def bound(u: Node, u_in: Theorem, v: Node, v_in: Theorem, l: Node, l_in: Theorem) -> Theorem:
        """|Y_uvl| <= the norm times top."""

        def side(sign: int) -> Theorem:
            return p.sum_at_least(
                h0,
                lambda a, a_in: p.sum_at_least(
                    w0,
                    lambda b, b_in: term(A(u, a), sign * X(a, b, l), B(v, b), entry_of(a, a_in, b, b_in, l, l_in)),
                ),
            )

        y, reach = value(X, u, v, l), row(u) * column(v) * top
        near = abs_at_most(p, y, reach, p.have(t.ge(reach - y), side(1)), p.have(t.ge(reach + y), side(-1)))
        first = p.have(
            t.ge((max_over(h1, row) - row(u)) * column(v)),
            p.at_most_max(u_in, row),
            column_nonneg(v),
            products=[(0, 1)],
        )
        high = p.have(t.ge(max_over(h1, row)), p.at_most_max(u_in, row), row_nonneg(u))
        second = p.have(
            t.ge(max_over(h1, row) * (max_over(w1, column) - column(v))),
            high,
            p.at_most_max(v_in, column),
            products=[(0, 1)],
        )
        both = p.have(t.ge(N - row(u) * column(v)), first, second)
        return p.have(
            t.ge(N * top - size(y)),
            near,
            p.have(t.ge((N - row(u) * column(v)) * top), both, top_nonneg, products=[(0, 1)]),
        )

    def most(s: Node, inside: Theorem, f: Function, limit: Node, each: Callable[[Node, Theorem], Theorem]) -> Theorem:
        """max over s of f <= limit."""
        return p.maximum(inside, f, lambda m, m_in, at: p.have(t.ge(limit - max_over(s, f)), at, each(m, m_in)))

    def with_members(body: Callable[..., Theorem]) -> Theorem:
        """What follows from a member of each index set."""

        def add(sets: list[Node], found: list[Theorem]) -> Theorem:
            if not sets:
                return body(*found)
            return p.member_of(p.nonempty[sets[0]], sets[0], lambda _, e_in: add(sets[1:], [*found, e_in]))

        return add([h0, w0, h1, w1, d], [])

    def top_sign(a_in: Theorem, b_in: Theorem, u_in: Theorem, v_in: Theorem, l_in: Theorem) -> Theorem:
        a, b, l = (q.concl.args[0] for q in (a_in, b_in, l_in))
        return p.have(t.ge(top), entry_of(a, a_in, b, b_in, l, l_in), nonneg(X(a, b, l)))

    def whole(a_in: Theorem, b_in: Theorem, u_in: Theorem, v_in: Theorem, l_in: Theorem) -> Theorem:
        def y(u: Node, v: Node, l: Node) -> Node:
            return size(value(X, u, v, l))

        def over_l(u: Node, u_in: Theorem, v: Node, v_in: Theorem) -> Theorem:
            return most(d, l_in, lambda l: y(u, v, l), N * top, lambda l, l_in: bound(u, u_in, v, v_in, l, l_in))

        def over_v(u: Node, u_in: Theorem) -> Theorem:

            def inner(v):
                return max_over(d, lambda l: y(u, v, l))

            return most(w1, v_in, inner, N * top, lambda v, v_in: over_l(u, u_in, v, v_in))

        return most(h1, u_in, lambda u: max_over(w1, lambda v: max_over(d, lambda l: y(u, v, l))), N * top, over_v)

    def sign(x: Node) -> Node:
        return size(x) * t.inv(x)

    def sign_facts(x: Node) -> Theorem:
        """sign(x)^2 <= 1 and x sign(x) = |x|."""
        square = p.root(x)[1]
        goals = t.ge(1 - sign(x) * sign(x)), t.eq(x * sign(x), size(x))

        def zero(yes: Theorem) -> Theorem:
            small = p.k.arith([square, yes], t.ge(-size(x) * size(x)), [], [(-t.ONE, 0), (-x, 1)])
            none = p.zero_of_square(size(x), small)
            return p.both(*(p.have(g, none) for g in goals))

        def other(no: Theorem) -> Theorem:
            unit, i = p.k.inv(no, x), t.inv(x)
            one = p.k.arith([square, unit], goals[0], [], [(-i * i, 0), (-x * i - 1, 1)])
            return p.both(one, p.k.arith([unit], goals[1], [], [(size(x), 0)]))

        return p.cases(t.eq(x), zero, other)

    def signs(a_in: Theorem, b_in: Theorem, u_in: Theorem, v_in: Theorem, l_in: Theorem) -> Theorem:
        """The map of signs of the largest rows."""
        l: Node = l_in.concl.args[0]

        def chosen(u: Node, u_in: Theorem, u_at: Theorem, v: Node, v_in: Theorem, v_at: Theorem) -> Theorem:
            def Z(a: Node, b: Node, _: Node) -> Node:
                return sign(A(u, a)) * sign(B(v, b))

            def small(a: Node, b: Node) -> Theorem:
                first, second = (p.left(sign_facts(x)) for x in (A(u, a), B(v, b)))
                z = Z(a, b, l)
                square = p.root(z)[1]
                wide = p.k.arith(
                    [first, second, square],
                    t.ge(1 - size(z) * size(z)),
                    [(Fraction(1), t.ONE, (0,)), (Fraction(1), sign(A(u, a)), (1,))],
                    [(-t.ONE, 2)],
                )
                return at_most_root(p, wide, size(z), t.ONE, p.have(t.ge(t.ONE)))

            def product(a: Node, b: Node) -> Theorem:
                first, second = (p.right(sign_facts(x)) for x in (A(u, a), B(v, b)))
                y = B(v, b) * sign(B(v, b))
                goal = t.eq(A(u, a) * sign(A(u, a)) * y, size(A(u, a)) * size(B(v, b)))
                return p.k.arith([first, second], goal, [], [(y, 0), (size(A(u, a)), 1)])

            bounded = p.forall(h0, lambda a, _: p.forall(w0, lambda b, _: p.forall(d, lambda c, _: small(a, b))))
            sums = p.sum_equal(h0, lambda a, _: p.sum_equal(w0, lambda b, _: product(a, b)))
            equal = p.k.arith(
                [sums, u_at, v_at],
                t.eq(value(Z, u, v, l), N),
                [],
                [(t.ONE, 0), (-max_over(w1, column), 1), (-row(u), 2)],
            )

            def at(u: Node, v: Node, l: Node) -> Node:
                return t.eq(value(Z, u, v, l), N)

            some = p.some(d, lambda l: at(u, v, l), l, l_in, equal)
            some = p.some(w1, lambda v: exists(d, lambda l: at(u, v, l)), v, v_in, some)
            some = p.some(h1, lambda u: exists(w1, lambda v: exists(d, lambda l: at(u, v, l))), u, u_in, some)
            return p.some_function(p.goal("attained"), lam(Z, 3), p.both(bounded, some))

        return p.maximum(
            u_in,
            row,
            lambda u, u_in, u_at: p.maximum(v_in, column, lambda v, v_in, v_at: chosen(u, u_in, u_at, v, v_in, v_at)),
        )

    with p.silent():
        top_nonneg = with_members(top_sign)
        upper = with_members(whole)
    p.prove(p.show(upper, "|A_up X_pql B_vq| <= |A_up| |B_vq| max |X|, summed"))
    with p.silent():
        attained = with_members(signs)
        constant = p.forall(
            h1,
            lambda u, _: p.forall(
                w1, lambda v, _: p.forall(d, lambda l, _: p.have(p.opened_all(p.goal("constant-map"), u, v, l)))
            ),
        )
    p.prove(p.show(attained, "X_pql = sign(A_up) sign(B_vq) for the largest rows u and v"))
    p.prove(p.show(constant))
