"""The term of the step function, (ReLU(x/theta) - ReLU(x/theta - 1)) delta: 0, a ramp of width theta, then delta."""

from __future__ import annotations

from varproof_lemmas.appendix.vectors import absolute

from varproof.lang import Max
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof


def ramp(x, start, theta, delta):
    """The term that begins to rise at `start`."""
    return (Max(x / theta - start / theta, 0) - Max(x / theta - 1 - start / theta, 0)) * delta


class Ramp:
    """The term as a function of y = x - start in a proof, for theta > 0."""

    def __init__(self, p: Proof, theta: Node, delta: Node, positive: Theorem) -> None:
        self.p, self.theta, self.delta, self.positive = p, theta, delta, positive
        self.unit, self.inverse = p.inverse(positive, theta)

    def __call__(self, y: Node) -> Node:
        first, second = y * t.inv(self.theta), y * t.inv(self.theta) - 1
        size, size_2 = (t.fn("sqrt", z * z) for z in (first, second))
        return (first + size - second - size_2) * self.delta / 2

    def value(self, y: Node, low: bool, high: bool, *bounds: Theorem) -> Theorem:
        """The term is 0, y delta/theta or delta, as y >= 0 (low) and y >= theta (high) hold or not, by the bounds."""
        p, i = self.p, t.inv(self.theta)
        equations = []
        for nonneg, shift in ((low, 0), (high, 1)):
            z, sign = y * i - shift, 1 if nonneg else -1
            gap = p.have(t.ge((y - self.theta * shift) * sign), *bounds, self.positive)
            known = p.have(t.ge(z * sign), gap, self.inverse, self.unit, products=[(0, 1)])
            equations.append(absolute(p, z, known) if nonneg else p.abs_of_nonpositive(known, z))
        result = self.delta if high else y * self.delta * i if low else t.ZERO
        scaled = [p.k.arith([e], t.eq(e.concl.args[0] * self.delta), [], [(self.delta, 0)]) for e in equations]
        return p.have(t.eq(self(y), result), *scaled)
