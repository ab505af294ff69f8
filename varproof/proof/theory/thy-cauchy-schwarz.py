"""thy:cauchy-schwarz. <x, y>^2 <= |x|^2 |y|^2, and |<x, y>| <= |x| |y|.

Why: half the sum of all (x_i y_j - x_j y_i)^2 is the difference of the two sides.
"""

from varproof.lang import Abs, Entry, Index, Q, Source, Sum, norm
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import sum_over
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof
from varproof.proof.theory.lengths import at_most, length

entry = Entry("thy:cauchy-schwarz", "The inequality of Cauchy and Schwarz", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    x, y = s.vec("x", n), s.vec("y", n)
    i = Index("i", n)
    inner = Sum(x[i] * y[i], i)
    s.claim("squares", inner**2 <= Sum(x[i] ** 2, i) * Sum(y[i] ** 2, i))
    s.claim("product", Abs(inner) <= norm(x[i], i) * norm(y[i], i))

    s.instance("parallel", x=[1, 2], y=[Q(1, 3), Q(2, 3)])
    s.instance("orthogonal", x=[1, -1, 0], y=[1, 1, 5])
    s.false("strict", claims={"squares": inner**2 < Sum(x[i] ** 2, i) * Sum(y[i] ** 2, i)}, at=dict(x=[0], y=[1]))
    s.false("no lengths", claims={"product": Abs(inner) <= norm(x[i], i)}, at=dict(x=[1], y=[2]))


@entry.proof("stated")
def proof(p: Proof) -> None:
    n, x, y = p["n"], p["x"], p["y"]
    p.settle_definedness()

    def square(i: Node, j: Node) -> Theorem:
        gap = x(i) * y(j) - x(j) * y(i)
        return p.have(t.ge(gap * gap), squares=[gap])

    gaps = p.sum_at_least(n, lambda i, _: p.sum_at_least(n, lambda j, _: square(i, j)))
    squares = p.show(p.have(p.goal("squares"), gaps), "half the sum of (xᵢ yⱼ − xⱼ yᵢ)² over i and j")
    p.prove(squares)
    (a, a_square, a_sign), (b, b_square, b_sign) = p.norm(n, x), p.norm(n, y)
    z, z_square, _ = p.root(sum_over(n, lambda i: x(i) * y(i)))
    inside = length(n, x) * length(n, y)
    both = p.k.arith([a_square, b_square], t.eq(a * a * b * b, inside), [], [(b * b, 0), (length(n, x), 1)])
    small = p.have(t.ge(a * b * a * b - z * z), squares, both, z_square)
    sign = p.have(t.ge(a * b), a_sign, b_sign, products=[(0, 1)])
    p.prove(p.show(at_most(p, small, z, a * b, sign), "the root of that", [squares]))
