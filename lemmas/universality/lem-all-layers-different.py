"""lem:all-layers-different. The distance of two compositions, layer by layer.

With the hybrids h_j = v_n o ... o v_{j+1} o u_j o ... o u_1, so that h_0 = v_n o ... o v_1 and h_n = u_n o ... o u_1,

    |h_n - h_0| <= sum_j |h_j - h_{j-1}|.

Why: the differences telescope, and the triangle inequality. Stated for the values H_k of the hybrids at one input,
ordered by the times t; the supremum over the inputs gives the printed inequality in a sup norm. Nothing is asked of
the functions. Equality: all differences point in one direction.
"""

from varproof_lemmas.appendix.vectors import triangle
from varproof_lemmas.universality.steps import after, distinct, first, last

from varproof.lang import Entry, ForAll, Implies, Index, Source, Sum, norm
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import forall, sum_over, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.order import Order
from varproof.proof.proof import Proof

entry = Entry(
    "lem:all-layers-different",
    "The distance of two compositions, layer by layer",
    source=Source(icml="6.5", text="read"),
    note="The printed composition v_{n+1} o ... o u_0 has u_0 = v_{n+1} = id.",
)

with entry.variant("printed", expect="PROVED", evidence=["kernel"]) as s:
    n, d = s.size("n"), s.size("d")
    times, H = s.vec("t", n), s.mat("H", n, d)
    a, b, i, k, c = Index("a", n), Index("b", n), Index("i", n), Index("k", n), Index("c", d)

    def distance(x, y):
        """|H_x - H_y|."""
        return norm(H[x, c] - H[y, c], c)

    steps = Sum(distance(k, i), i, k, where=after(times, i, k, n))

    def ends(holds):
        """The distance of the first and the last hybrid has the property."""
        return ForAll(a, b, Implies(first(times, a, n), Implies(last(times, b, n), holds(distance(b, a)))))

    s.assume("distinct", distinct(times, n), needed_at=dict(t=[0, 0], H=[[0], [1]]))
    s.claim("telescope", ends(lambda size: size <= steps))

    s.instance("one hybrid", t=[0], H=[[3]])
    s.instance("one layer: equality", t=[0, 1], H=[[0, 0], [3, 4]])
    s.instance("on a line: equality", t=[0, 1, 2], H=[[0], [1], [3]])
    s.instance("there and back, out of order", t=[2, 0, 1], H=[[0], [0], [5]])
    s.instance("equal hybrids", t=[5, -5], H=[[1], [1]])

    line, back = dict(t=[0, 1], H=[[0], [1]]), dict(t=[0, 1, 2], H=[[0], [5], [0]])
    s.false("strict", claims={"telescope": ends(lambda size: size < steps)}, at=line)
    s.false("the other way round", claims={"telescope": ends(lambda size: size >= steps)}, at=back)
    s.false("half of the steps", claims={"telescope": ends(lambda size: size <= steps / 2)}, at=line)


@entry.proof("printed")
def proof(p: Proof) -> None:
    p.settle_definedness()
    n, d, T, H = p["n"], p["d"], p["t"], p["H"]
    order = Order(p, n, T, p.given("distinct"))

    def D(x: Node, y: Node) -> tuple[Node, Theorem, Theorem]:
        return p.norm(d, lambda c: H(x, c) - H(y, c))

    def right_after(i: Node, k: Node) -> Node:
        between = forall(n, lambda l: t.disj(t.ge(T(i) - T(l)), t.ge(T(l) - T(k))))
        return t.conj(t.gt(T(k) - T(i)), between)

    def A(k: Node) -> Node:
        """The step to k: |H(k) - H(i)|, summed over the only i before it."""
        return sum_over(where(n, lambda i: right_after(i, k)), lambda i: D(k, i)[0])

    def result(a: Node, b: Node, b_in: Theorem) -> Theorem:
        goal = p.opened_all(p.goal("telescope"), a, b)
        is_first: Node = goal.args[0]
        is_last: Node = goal.args[1].args[0]
        at_first, at_last = p.k.assume(is_first), p.k.assume(is_last)

        def E(k: Node) -> Node:
            return D(k, a)[0]

        def start(k: Node, k_in: Theorem, k_first: Theorem) -> Theorem:
            """Both come first: the same hybrid."""
            a_in = p.k.assume(t.member(a, n))
            tie = p.k.antisym(p.use(k_first, a, a_in), p.use(at_first, k, k_in))

            def differ(no: Theorem) -> Theorem:
                return p.false(tie, p.use(order.different, a, a_in, k, k_in, no))

            same = p.by_contradiction(t.eq(a, k), differ)
            gap = p.sum_equal(
                d,
                lambda c, _: p.k.arith(
                    [p.congruence(same, a, k, lambda q: H(q, c))],
                    t.eq((H(k, c) - H(a, c)) * (H(k, c) - H(a, c))),
                    [],
                    [(H(a, c) - H(k, c), 0)],
                ),
            )
            size, square, _ = D(k, a)
            zero = p.zero_of_square(size, p.have(t.ge(-size * size), square, gap))
            rest = p.sum_at_least(where(n, lambda i: right_after(i, k)), lambda i, _: D(k, i)[2])
            return p.have(t.ge(A(k) - E(k)), zero, rest)

        def step(i: Node, i_in: Theorem, k: Node, k_in: Theorem, less: Theorem, between: Theorem) -> Theorem:
            inside = p.in_where(i_in, p.both(less, between), lambda x: right_after(x, k))
            others = where(where(n, lambda x: right_after(x, k)), lambda x: t.neg(t.eq(x, i)))
            rest = p.sum_at_least(others, lambda x, _: D(k, x)[2])
            part = p.have(t.ge(A(k) - D(k, i)[0]), p.take(inside, lambda x: D(k, x)[0]), rest)
            sides = triangle(p, d, lambda c: H(k, c) - H(i, c), lambda c: H(i, c) - H(a, c))
            return p.have(t.ge(E(i) + A(k) - E(k)), part, sides)

        every = order.along(E, A, start, step)
        out = p.have(goal.args[1].args[1], p.use(every, b, b_in), order.whole(A, b, at_last), swap_sum())
        return p.k.discharge(p.k.discharge(out, is_last), is_first)

    def swap_sum() -> Theorem:
        """sum over i, then k after i = sum over k of A(k)."""
        return p.k.sum_swap("i'", "k'", n, n, right_after(t.var("i'"), t.var("k'")), D(t.var("k'"), t.var("i'"))[0])

    p.say(
        "H(k) - H(first) = H(k) - H(i) + H(i) - H(first) for i right before k: the triangle inequality, step by step."
    )
    with p.silent():
        theorem = p.forall(n, lambda a, _: p.forall(n, lambda b, b_in: result(a, b, b_in)))
    p.prove(p.show(theorem))
