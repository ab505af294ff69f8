"""How far a token-wise feed-forward layer with ReLU moves, in proofs."""

from __future__ import annotations

from varproof_lemmas.appendix.vectors import Frobenius, Function, image, triangle
from varproof_lemmas.contextual.direction import at_most_root

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import sum_over
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof


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


class FeedForward:
    """The layer x + W2 ReLU(W1 x + b1) + b2 at two tokens x and y of d entries, with c hidden neurons.

    `hidden`: |ReLU(W1 x + b1) - ReLU(W1 y + b1)| <= |W1 (x - y)|; `added`: the triangle inequality for the skip
    connection.
    """

    def __init__(
        self, p: Proof, d: Node, c: Node, W1: Function, b1: Function, W2: Function, x: Function, y: Function
    ) -> None:
        self.p, self.d, self.c, self.W1, self.W2 = p, d, c, W1, W2

        def before(z: Function, h: Node) -> Node:
            return sum_over(d, lambda a: W1(h, a) * z(a)) + b1(h)

        def gap(a: Node) -> Node:
            return x(a) - y(a)

        def change(h: Node) -> Node:
            u, w = before(x, h), before(y, h)
            return (u + t.fn("sqrt", u * u) - w - t.fn("sqrt", w * w)) / 2

        self.gap, self.change = gap, change
        relu = relu_lipschitz(p)
        self.given = p.norm(d, gap)[0]
        self.moved, r_square, _ = p.norm(c, change)
        f, f_square, f_nonneg = p.norm(c, image(d, W1, gap))
        rows = p.sum_at_least(c, lambda h, _: p.use(relu, before(x, h), before(y, h)))
        wide = p.have(t.ge(f * f - self.moved * self.moved), rows, f_square, r_square)
        self.hidden = at_most_root(p, wide, self.moved, f, f_nonneg)
        self.added = triangle(p, d, gap, image(c, W2, change))
        self.size = p.norm(d, lambda m: gap(m) + image(c, W2, change)(m))[0]

    def bound(self, L1: Node, first: Theorem, L2: Node, sign: Theorem, second: Theorem) -> Theorem:
        """The change is at most (1 + L2 L1) |x - y|, from |W1 (x - y)| <= L1 |x - y|, L2 >= 0 and the like for W2."""
        p = self.p
        short = p.have(t.ge(L1 * self.given - self.moved), self.hidden, first)
        scaled = p.have(t.ge(L2 * (L1 * self.given - self.moved)), short, sign, products=[(0, 1)])
        return p.have(t.ge((1 + L2 * L1) * self.given - self.size), self.added, second, scaled)

    def frobenius(self) -> Theorem:
        """The bound with the Frobenius norms."""
        one, two = Frobenius(self.p, self.c, self.d, self.W1), Frobenius(self.p, self.d, self.c, self.W2)
        return self.bound(one.value, one.bounds(self.gap), two.value, two.nonneg, two.bounds(self.change))
