"""lem:softmax-lipschitz. Softmax is 1/2-Lipschitz in the Euclidean norm, and 1-Lipschitz from the maximum norm to the
sum norm:

    |Softmax(x) - Softmax(y)|_2 <= |x - y|_2 / 2,   sum_i |Softmax(x)_i - Softmax(y)_i| <= max_i |x_i - y_i|.

Why: with P, Q the two values and S the sum, 2 |P - Q|^2 <= S^2 <= <P - Q, x - y>. The first is that no entry of P - Q
is more than the others together; the second is Pinsker's inequality for both divergences, whose sum is the product.
Both constants are sharp for n = 2, in the limit x, y -> 0: there Softmax is (1 + tanh((x_1 - x_2)/2))/2.
"""

from varproof_lemmas.appendix.vectors import inner_at_most
from varproof_lemmas.contextual.direction import inner
from varproof_lemmas.model import softmax
from varproof_lemmas.support.softmax import Change

from varproof.lang import Abs, Entry, Index, MaxOver, Q, Source, Sum, norm
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import max_over
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof

entry = Entry("lem:softmax-lipschitz", "Softmax is Lipschitz", source=Source(text="ours"), uses=["def:softmax"])

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    x, y = s.vec("x", n), s.vec("y", n)
    i = Index("i", n)
    change = softmax(x)[i] - softmax(y)[i]
    moved, given = norm(change, i), norm(x[i] - y[i], i)
    total, largest = Sum(Abs(change), i), MaxOver(Abs(x[i] - y[i]), i)
    s.claim("euclidean", moved <= given / 2)
    s.claim("sum-norm", total <= largest)
    s.constant("euclidean-bound", given / 2, bounds=moved, side="upper")
    s.constant("sum-bound", largest, bounds=total, side="upper")

    near = dict(x=[Q(1, 100), Q(-1, 100)], y=[0, 0])
    s.instance("one entry", x=[5], y=[-5])
    s.instance("shifted", x=[1, 2, 3], y=[2, 3, 4])
    s.instance("close to equality", **near)
    s.instance("ties", x=[0, 0, 0], y=[1, 1, 0])
    s.instance("a little further", x=[Q(11, 10), 0], y=[1, 0])
    s.instance("a little nearer", x=[Q(9, 10), 0], y=[1, 0])
    s.instance("far apart", x=[100, 0], y=[0, 100])
    s.instance("opposite", x=[3, -1, 2, 0], y=[-3, 1, -2, 0])

    s.false("0.49", claims={"euclidean": moved <= given * Q(49, 100)}, at=near)
    s.false("0.99 of the largest", claims={"sum-norm": total <= largest * Q(99, 100)}, at=near)
    s.false("strict", claims={"euclidean": moved < given / 2}, at=dict(x=[1], y=[1]))


@entry.proof("stated")
def proof(p: Proof) -> None:
    n, x, y = p["n"], p["x"], p["y"]

    def distance(i: Node) -> Node:
        return x(i) - y(i)

    def bounds(e: Node, e_in: Theorem) -> Theorem:
        c = Change(p, n, x, y, e_in)
        (v, v_square, _), (g, _, g_nonneg) = p.norm(n, c.gap), p.norm(n, distance)
        z = inner(n, c.gap, distance)
        below = p.have(t.ge(v * g - z), inner_at_most(p, n, c.gap, distance), p.abs_at_least(z))
        short = p.have(t.ge(v * g - 2 * v * v), below, c.towards(), c.half(), v_square)
        half = p.by_contradiction(
            t.ge(g / 2 - v), lambda no: p.have(t.FALSE, p.k.order(no), short, g_nonneg, products=[(0, 0), (0, 2)])
        )

        def size(i: Node) -> Node:
            return p.root(distance(i))[0]

        top = max_over(n, size)
        reach = p.have(t.ge(top), p.at_most_max(e_in, size), p.root(distance(e))[2])
        return p.both(half, c.at_most(top, reach, lambda i, i_in: p.at_most_max(i_in, size)))

    p.settle_definedness()
    with p.silent():
        result = p.member_of(p.nonempty[n], n, bounds)
        parts = p.left(result), p.right(result)
    p.prove(p.show(parts[0], "2 |P - Q|^2 <= <P - Q, x - y> <= |P - Q| |x - y|"))
    p.prove(p.show(parts[1], "S^2 <= <P - Q, x - y> <= S max |x - y|"))
