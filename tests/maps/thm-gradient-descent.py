"""thm:gradient-descent. Gradient descent with step 1/L on a convex L-smooth function, after t - 1 steps:

(t - 1) (f(x_t) - f(y)) <= (L/2) |x_1 - y|^2      for every y
"""

from collections.abc import Callable
from typing import Any

from varproof.lang import Array, Entry, Eq, First, ForAll, Index, Lam, Pos, Q, Source, Sum
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import lam, sum_over
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.positions import Positions
from varproof.proof.proof import Proof

entry = Entry("thm:gradient-descent", "The rate 1/T of gradient descent", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    T, d = s.size("T"), s.size("d")
    f, g = s.map("f", (d,)), s.map("g", (d,), to=d)
    x, y, L = s.mat("x", T, d), s.vec("y", d), s.real("L")
    i, h, k = Index("i", T), Index("h", d), Index("k", d)
    U, V = Array("U", d), Array("V", d)

    def at(i: Index) -> Any:
        return Lam(k, x[i, k])

    below = f(U) + Sum(g(U)[h] * (V[h] - U[h]), h)
    s.assume("positive", L > 0)
    s.assume("convex", ForAll(U, V, f(V) >= below))
    s.assume("smooth", ForAll(U, V, f(V) <= below + L / 2 * Sum((V[h] - U[h]) ** 2, h)))
    s.assume("step", ForAll(i, h, Eq(x[i + 1, h], x[i, h] - g(at(i))[h] / L)))
    first = L / 2 * Sum((x[First(T), h] - y[h]) ** 2, h)
    s.claim("rate", ForAll(i, (Pos(i) - 1) * (f(at(i)) - f(y)) <= first))

    square = dict(f=Lam(U, Sum(U[h] ** 2, h) / 2), g=Lam(U, Lam(h, U[h])), L=1)
    s.instance("a parabola", x=[[1], [0]], y=[0], **square)
    s.instance("in the plane", x=[[1, 2], [0, 0], [0, 0]], y=[1, 0], **square)
    flat = dict(f=Lam(U, Sum(U[h] ** 2, h) / 6), g=Lam(U, Lam(h, U[h] / 3)), L=1)
    s.false(
        "a tenth",
        claims={"rate": ForAll(i, (Pos(i) - 1) * (f(at(i)) - f(y)) <= first / 10)},
        at=dict(x=[[1], [Q(2, 3)]], y=[0], **flat),
    )
    s.false("uphill", drop=["convex"])


@entry.proof("stated")
def proof(p: Proof) -> None:
    T, d, f, g, x, y, L = (p[name] for name in ("T", "d", "f", "g", "x", "y", "L"))
    o = Positions(p, T)
    unit, inverse = p.inverse(p.given("positive"), L)
    w, half = t.inv(L), t.inv(t.lift(2))

    def row(i: Node) -> Node:
        return lam(lambda h: x(i, h))

    def F(i: Node) -> Node:
        return f(row(i)) - f(y)

    def total(body: Callable[[Node], Node]) -> Node:
        return sum_over(d, body)

    def dist(i: Node) -> Node:
        return total(lambda h: (x(i, h) - y(h)) ** 2)

    def descends(a: Node, a_in: Theorem, k: Node, k_in: Theorem, at: Theorem) -> list[Theorem]:
        """Of the step from a to k: f falls by |g|^2 / (2 L), and what the distance to y becomes."""

        def equal(left: Callable[[Node], Node], right: Callable[[Node], Node]) -> Theorem:
            moved = p.given("step")
            return p.sum_equal(d, lambda h, h_in: p.have(
                t.eq(left(h), right(h)), p.use(moved, a, a_in, k, k_in, at, h, h_in)
            ))  # fmt: skip

        def G(h: Node) -> Node:
            return g(row(a), h)

        inner = equal(lambda h: G(h) * (x(k, h) - x(a, h)), lambda h: -w * G(h) ** 2)
        far = equal(lambda h: (x(k, h) - x(a, h)) ** 2, lambda h: w**2 * G(h) ** 2)
        next_ = equal(
            lambda h: (x(k, h) - y(h)) ** 2,
            lambda h: (x(a, h) - y(h)) ** 2 - 2 * w * G(h) * (x(a, h) - y(h)) + w**2 * G(h) ** 2,
        )
        square = total(lambda h: G(h) ** 2)
        smooth = p.use(p.given("smooth"), row(a), row(k))
        fall = p.have(F(k) <= F(a) - w * square * half, smooth, inner, far, unit)
        squares = p.sum_at_least(d, lambda h, _: p.nonnegative_term(G(h) ** 2))
        return [fall, next_, p.have(w * square >= 0, inverse, squares, products=[(0, 1)])]

    def from_first(i: Node, i_in: Theorem, at_i: Theorem) -> Theorem:
        def holds(k: Node) -> Node:
            return (o.pos(k) - 1) * F(k) + L * dist(k) * half <= L * dist(i) * half

        def start(k: Node, k_in: Theorem, at: Theorem) -> Theorem:
            same = o.injective(k, k_in, i, i_in, p.have(t.eq(o.pos(k), o.pos(i)), at, at_i))
            return p.have(holds(k), p.congruence(same, k, i, dist), at)

        def step(a: Node, a_in: Theorem, k: Node, k_in: Theorem, at: Theorem, good: Theorem) -> Theorem:
            fall, next_, gain = descends(a, a_in, k, k_in, at)
            convex, above = p.use(p.given("convex"), row(a), lam(y)), o.at_least_one(a, a_in)
            facts = (good, fall, convex, above, gain, next_, at, unit)
            return p.have(holds(k), *facts, products=[(1, 3), (3, 4)])

        return o.by_induction(holds, start, step)

    def claim(i: Node, i_in: Theorem, at_i: Theorem) -> Theorem:
        every = from_first(i, i_in, at_i)

        def each(j: Node, j_in: Theorem) -> Theorem:
            distance = p.sum_at_least(d, lambda h, _: p.nonnegative_term((x(j, h) - y(h)) ** 2))
            goal = (o.pos(j) - 1) * F(j) <= L * dist(i) * half
            return p.have(goal, p.use(every, j, j_in), distance, p.given("positive"), products=[(1, 2)])

        return p.forall(T, each)

    p.concise = True
    p.prove(p.forall(T, lambda i, i_in: p.implies(t.eq(o.pos(i), 1), lambda at_i: claim(i, i_in, at_i))))
