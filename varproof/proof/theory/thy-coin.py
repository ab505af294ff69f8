"""thy:coin. The exponential moment of a coin: 1 - v + v exp(h) <= exp(v h + h^2/8) for 0 <= v <= 1.

Why: the logarithm of the left side has the value 0 and the slope v at h = 0, and a second derivative u (1 - u) <= 1/4.
"""

from collections.abc import Callable

from varproof.lang import And, Entry, Q, Source, exp
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import fresh
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof

entry = Entry("thy:coin", "The exponential moment of a coin", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    v, h = s.real("v"), s.real("h")
    s.assume("share", And(0 <= v, v <= 1))
    s.claim("moment", 1 - v + v * exp(h) <= exp(v * h + h**2 / 8))

    s.instance("fair", v=Q(1, 2), h=1)
    s.false("a ninth", claims={"moment": 1 - v + v * exp(h) <= exp(v * h + h**2 / 9)}, at=dict(v=Q(1, 2), h=1))


@entry.proof("stated")
def proof(p: Proof) -> None:
    v: Node = p["v"]

    def total(y: Node) -> Node:
        return 1 - v + v * t.exp(y)

    def gap(y: Node) -> Node:
        return y**2 / t.lift(8) + v * y - t.log(total(y))

    def slope(y: Node) -> Node:
        return y / t.lift(4) + v - v * t.exp(y) * t.inv(total(y))

    def positive(y: Node) -> Theorem:
        """1 - v + v exp(y) > 0: both terms are nonnegative, and not both are 0."""
        low, high = p.proved(p.read("v >= 0")), p.proved(p.read("1 - v >= 0"))
        facts = low, high, p.exp_positive(y)
        return p.by_contradiction(
            t.gt(total(y)), lambda no: p.have(t.FALSE, p.k.order(no), *facts, products=[(0, 3), (1, 3), (2, 3)])
        )

    def curved(y: Node) -> Theorem:
        part = v * t.exp(y) * t.inv(total(y))
        return p.have(t.ge(t.lift(1) / t.lift(4) - part + part**2), squares=[t.lift(1) / t.lift(2) - part])

    def rises(slope: Callable[[Node], Theorem], f: Callable[[Node], Node], a: Node, b: Node) -> Theorem:
        """f(a) <= f(b), from what `slope` proves of f' and a <= b."""
        name = fresh("x")
        at = t.var(name)
        grown = p.k.rise([slope(at), positive(at)], name, f(at), a, b)
        return p.use(grown, p.k.assume(t.ge(b - a)))

    def up(y: Node) -> Theorem:
        right = p.have(t.ge(slope(y)), rises(curved, slope, t.ZERO, y), flat)
        return right

    def down(y: Node) -> Theorem:
        return p.have(t.ge(-slope(y)), rises(curved, slope, y, t.ZERO), flat)

    one = p.have(t.eq(total(t.ZERO), 1))
    none = p.exp_injective(
        p.have(t.eq(t.exp(t.log(total(t.ZERO))), 1), p.log_exp(positive(t.ZERO), total(t.ZERO)), one),
        t.log(total(t.ZERO)),
        t.ZERO,
    )
    unit, _ = p.inverse(positive(t.ZERO), total(t.ZERO))
    flat = p.have(t.eq(slope(t.ZERO), 0), unit)
    h = p["h"]
    every = p.cases(
        t.ge(h),
        lambda more: p.have(t.ge(gap(h)), p.k.mp(p.k.discharge(rises(up, gap, t.ZERO, h), t.ge(h)), more), none),
        lambda no: p.have(
            t.ge(gap(h)),
            p.k.mp(p.k.discharge(rises(down, lambda y: -gap(y), h, t.ZERO), t.ge(-h)), p.have(t.ge(-h), p.k.order(no))),
            none,
        ),
    )
    p.show(every, "the slope of the gap has the sign of h")
    p.note(positive(h))
    p.have("exp(log(1 - v + v exp(h))) = 1 - v + v exp(h)")
    p.have("exp(log(1 - v + v exp(h))) <= exp(v h + h^2 / 8)", every)
    p.claim("moment")
