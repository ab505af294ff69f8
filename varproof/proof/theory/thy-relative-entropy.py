"""thy:relative-entropy. Bounds of x log x for x > 0:

    x log x >= x - 1,   (2 x + 4) (x log x - x + 1) >= 3 (x - 1)^2

Why: with x = exp(y) both sides vanish at y = 0; the derivative of the difference is exp(y) times g(y), where g(0) = 0
and g' = 4 (y exp(y) - exp(y) + 1) >= 0.
"""

from collections.abc import Callable

from varproof.lang import Entry, Source, log
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import fresh
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof

entry = Entry("thy:relative-entropy", "Lower bounds of x log x", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    x = s.real("x")
    s.assume("positive", x > 0)
    s.claim("tangent", x * log(x) >= x - 1)
    s.claim("square", (2 * x + 4) * (x * log(x) - x + 1) >= 3 * (x - 1) ** 2)

    s.instance("two", x=2)
    s.false("four", claims={"square": (2 * x + 4) * (x * log(x) - x + 1) >= 4 * (x - 1) ** 2}, at=dict(x=2))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.claim("tangent")

    def g(y: Node) -> Node:
        return 4 * (y * t.exp(y) - 2 * t.exp(y) + y + 2)

    def h(y: Node) -> Node:
        return 2 * y * t.exp(2 * y) - 5 * t.exp(2 * y) + 4 * y * t.exp(y) + 4 * t.exp(y) + 1

    def g_slope(y: Node) -> Theorem:
        return p.have(t.ge(4 * (y * t.exp(y) - t.exp(y) + 1)), p.exp_tangent(-y), p.exp_positive(y), products=[(0, 1)])

    def h_slope(y: Node, way: int) -> Theorem:
        low, high = (t.ZERO, y) if way > 0 else (y, t.ZERO)
        grown = p.use(_rises(p, g_slope, g, low, high), p.k.assume(t.ge(high - low)))
        return p.have(t.ge(way * t.exp(y) * g(y)), grown, p.exp_positive(y), products=[(0, 1)])

    y = p.term("log x")
    up = _rises(p, lambda z: h_slope(z, 1), h, t.ZERO, y)
    down = _rises(p, lambda z: h_slope(z, -1), lambda z: -h(z), y, t.ZERO)
    both = p.cases(
        t.ge(y),
        lambda more: p.have(t.ge(h(y)), p.use(up, more)),
        lambda no: p.have(t.ge(h(y)), p.use(down, p.have(t.ge(-y), p.k.order(no)))),
    )
    p.show(both, "it rises away from 0")
    p.have("exp(log x) = x")
    p.claim("square", both, "exp(log x) = x")


def _rises(p: Proof, slope: Callable[[Node], Theorem], f: Callable[[Node], Node], a: Node, b: Node) -> Theorem:
    """a <= b -> f(a) <= f(b), from what `slope` proves of f'."""
    name = fresh("x")
    return p.k.rise([slope(t.var(name))], name, f(t.var(name)), a, b)
