"""lem:ffn-lipschitz. A token-wise feed-forward layer with ReLU is Lipschitz on every token:

    |FFN(X)_k - FFN(Y)_k| <= (1 + L2 L1) |X_k - Y_k|

for bounds L1, L2 of the two matrices, |W1 x| <= L1 |x| and |W2 x| <= L2 |x|, such as the spectral norms; and with the
Frobenius norms |W1|_F and |W2|_F.

Why: ReLU moves no two numbers farther apart, the biases cancel, and the skip connection adds 1. The bounds are needed
only for the difference of the two inputs and that of the hidden layers. Equality in one dimension, on active neurons.
"""

from varproof_lemmas.appendix.vectors import Frobenius, Function, image, triangle
from varproof_lemmas.contextual.direction import at_most_root
from varproof_lemmas.model import feed_forward

from varproof.decide.kernel import terms as t
from varproof.decide.kernel.build import sum_over
from varproof.decide.kernel.rules import Theorem
from varproof.decide.kernel.terms import Node
from varproof.decide.proof import Proof
from varproof.lang import Entry, Index, Max, Q, Source, Sum, norm, sqrt

entry = Entry(
    "lem:ffn-lipschitz",
    "The feed-forward layer is Lipschitz",
    source=Source(text="ours"),
    uses=["def:feed-forward", "fact:matrix-norms"],
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n, d, c = s.size("n"), s.size("d"), s.size("c")
    X, Y = s.mat("X", n, d), s.mat("Y", n, d)
    W1, b1, W2, b2 = s.mat("W1", c, d), s.vec("b1", c), s.mat("W2", d, c), s.vec("b2", d)
    L1, L2, k = s.real("L1"), s.real("L2"), s.index("k", n)
    m, a, h = Index("m", d), Index("a", d), Index("h", c)
    given = norm(X[k, a] - Y[k, a], a)
    moved = norm(feed_forward(X, W1, b1, W2, b2)[k, m] - feed_forward(Y, W1, b1, W2, b2)[k, m], m)

    def hidden(Z):
        """ReLU(W1 Z_k + b1)."""
        return Max(Sum(W1[h, a] * Z[k, a], a) + b1[h], 0)

    change = hidden(X) - hidden(Y)
    frobenius = sqrt(Sum(W1[h, a] ** 2, h, a)) * sqrt(Sum(W2[m, h] ** 2, m, h))
    unit = dict(X=[[2]], Y=[[1]], W1=[[1]], b1=[0], W2=[[1]], b2=[5], L1=1, L2=1, k=0)
    s.assume("sign", L2 >= 0, needed_at=dict(unit, X=[[-1]], Y=[[-2]], L2=-1))
    s.assume("first", norm(Sum(W1[h, a] * (X[k, a] - Y[k, a]), a), h) <= L1 * given, needed_at=dict(unit, L1=0))
    s.assume("second", norm(Sum(W2[m, h] * change, h), m) <= L2 * norm(change, h), needed_at=dict(unit, L2=0))
    s.claim("lipschitz", moved <= (1 + L2 * L1) * given)
    s.claim("frobenius", moved <= (1 + frobenius) * given)
    s.constant("constant", (1 + L2 * L1) * given, bounds=moved, side="upper")

    s.instance("equality", **unit)
    s.instance("equal tokens", **dict(unit, Y=[[2]]))
    s.instance("dead neurons", **dict(unit, X=[[-1]], Y=[[-3]]))
    s.instance("across the kink", **dict(unit, X=[[1]], Y=[[-1]]))
    s.instance(
        "two tokens", X=[[0, 0], [3, 4]], Y=[[1, 1], [0, 0]], W1=[[1, 0], [0, -1], [1, 1]], b1=[0, 1, -1],
        W2=[[1, 0, 0], [0, 1, Q(1, 2)]], b2=[0, 0], L1=2, L2=2, k=1,
    )  # fmt: skip
    s.instance("large weights", **dict(unit, W1=[[10**6]], W2=[[10**6]], L1=10**6, L2=10**6))

    s.false("without the skip connection", claims={"lipschitz": moved <= L2 * L1 * given}, at=unit)
    s.false("strict", claims={"lipschitz": moved < (1 + L2 * L1) * given}, at=unit)
    s.false("the skip connection alone", claims={"lipschitz": moved <= given}, at=unit)
    s.false(
        "the sum of the bounds",
        claims={"lipschitz": moved <= (L1 + L2) * given},
        at=dict(unit, W1=[[3]], W2=[[3]], L1=3, L2=3),
    )


def relu_lipschitz(p: Proof) -> Theorem:
    """(u - w)^2 >= (ReLU(u) - ReLU(w))^2 for all u, w: (|u| - |w|)^2 <= (u - w)^2, since u w <= |u| |w|."""
    u, w = t.var("u'"), t.var("w'")
    (a, a_square, a_nonneg), (b, b_square, b_nonneg) = p.root(u), p.root(w)
    product = p.have(t.ge(a * b), a_nonneg, b_nonneg, products=[(0, 1)])
    equal = p.k.arith([a_square, b_square], t.eq(a * a * b * b, u * u * w * w), [], [(b * b, 0), (u * u, 1)])
    below = at_most_root(p, p.have(t.ge((a * b) * (a * b) - (u * w) * (u * w)), equal), u * w, a * b, product)
    apart = p.have(t.ge((u - w) * (u - w) - (a - b) * (a - b)), below, a_square, b_square)
    change = (u + a - w - b) / 2
    result = p.have(t.ge((u - w) * (u - w) - change * change), apart, squares=[u - w - (a - b)])
    for name in ("w'", "u'"):
        result = p.k.generalise(result, "real", name)
    return result


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.settle_definedness()
    d, c, X, Y, W1, b1, W2, k, L1, L2 = (p[x] for x in ("d", "c", "X", "Y", "W1", "b1", "W2", "k", "L1", "L2"))

    def gap(a: Node) -> Node:
        return X(k, a) - Y(k, a)

    def before(Z: Function, h: Node) -> Node:
        return sum_over(d, lambda a: W1(h, a) * Z(k, a)) + b1(h)

    def change(h: Node) -> Node:
        u, w = before(X, h), before(Y, h)
        return (u + t.fn("sqrt", u * u) - w - t.fn("sqrt", w * w)) / 2

    with p.silent():
        relu = relu_lipschitz(p)
        g = p.norm(d, gap)[0]
        r, r_square, _ = p.norm(c, change)
        f, f_square, f_nonneg = p.norm(c, image(d, W1, gap))
        rows = p.sum_at_least(c, lambda h, _: p.use(relu, before(X, h), before(Y, h)))
        hidden = at_most_root(p, p.have(t.ge(f * f - r * r), rows, f_square, r_square), r, f, f_nonneg)
        added = triangle(p, d, gap, image(c, W2, change))
    p.show(hidden, "ReLU moves no two numbers farther apart")
    p.show(added, "the triangle inequality")

    def bound(
        goal: Node, first: Node, first_holds: Theorem, second: Node, sign: Theorem, second_holds: Theorem
    ) -> None:
        with p.silent():
            short = p.have(t.ge(first * g - r), hidden, first_holds)
            scaled = p.have(t.ge(second * (first * g - r)), short, sign, products=[(0, 1)])
            result = p.have(goal, added, second_holds, scaled)
        p.prove(p.show(result))

    bound(p.goal("lipschitz"), L1, p.given("first"), L2, p.given("sign"), p.given("second"))
    with p.silent():
        one, two = Frobenius(p, c, d, W1), Frobenius(p, d, c, W2)
        facts = one.bounds(gap), two.bounds(change)
    bound(p.goal("frobenius"), one.value, facts[0], two.value, two.nonneg, facts[1])
