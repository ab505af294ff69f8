"""thy:triangle-inequality. |x + y| <= |x| + |y|.

Why: |x + y|^2 = |x|^2 + 2 <x, y> + |y|^2, and <x, y> <= |x| |y|.
"""

from varproof.lang import Entry, Index, Q, Source, norm
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import sum_over
from varproof.proof.proof import Proof
from varproof.proof.theory.lengths import at_most

entry = Entry("thy:triangle-inequality", "The triangle inequality of the Euclidean norm", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    x, y = s.vec("x", n), s.vec("y", n)
    i = Index("i", n)
    s.claim("bound", norm(x[i] + y[i], i) <= norm(x[i], i) + norm(y[i], i))

    s.instance("parallel", x=[1, 2], y=[2, 4])
    s.instance("opposite", x=[Q(1, 3), 0], y=[Q(-1, 3), 0])
    s.false("one length", claims={"bound": norm(x[i] + y[i], i) <= norm(x[i], i)}, at=dict(x=[0], y=[1]))


@entry.proof("stated")
def proof(p: Proof) -> None:
    n, x, y = p["n"], p["x"], p["y"]
    p.settle_definedness()
    (a, a_square, a_sign), (b, b_square, b_sign) = p.norm(n, x), p.norm(n, y)
    c, c_square, _ = p.norm(n, lambda i: x(i) + y(i))
    inner = p.cite("thy:cauchy-schwarz", n=n, x=x, y=y, claim="product")
    z = sum_over(n, lambda i: x(i) * y(i))
    wide = p.have(t.ge((a + b) * (a + b) - c * c), inner, p.abs_at_least(z), a_square, b_square, c_square)
    sign = p.have(t.ge(a + b), a_sign, b_sign)
    p.prove(p.show(at_most(p, wide, c, a + b, sign), "from the squares", [inner]))
