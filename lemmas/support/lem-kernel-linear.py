"""lem:kernel-linear. The linear kernel is a bicubic spline kernel in the sense of the definition: all its values lie in
[0, 1]. So is the nearest kernel, 1 on [-1/2, 1/2) and 0 elsewhere, which is not even continuous.

    W(x) = 1 - |x| on |x| <= 1,   0 beyond;   = max(1 - |x|, 0) for every real x (everywhere).

With f in [0, 1] the weight at f lies in [0, 1], and the two weights of an interpolation at f add up to 1. Continuous,
without a continuous derivative: at each knot the two sides differ by a multiple of the distance (contact).
"""

from fractions import Fraction

from varproof_lemmas.support.kernels import everywhere, prove_claims

from varproof.lang import Abs, And, Entry, Eq, Max, Q, Source
from varproof.proof.proof import Proof

entry = Entry("lem:kernel-linear", "The linear kernel has values in [0, 1]", source=Source(text="ours"))


def inner(x):
    """W on [0, 1]."""
    return 1 - x


with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    f, x = s.real("f"), s.real("x")
    s.assume("unit", And(0 <= f, f <= 1), needed_at=dict(f=2, x=0))
    hat = Max(1 - Abs(x), 0)
    s.claim("everywhere", And(0 <= hat, hat <= 1))
    s.claim("inner", And(0 <= inner(f), inner(f) <= 1))
    s.claim("attained", And(Eq(inner(Q(0, 1)), 1), Eq(inner(Q(1, 1)), 0)))
    s.claim("unity", Eq(inner(f) + inner(1 - f), 1))
    s.claim("contact", And(Eq(inner(f) - inner(-f), -2 * f), Eq(inner(1 + f), -f)))

    s.instance("at a node", f=0, x=0)
    s.instance("the other node", f=1, x=-1)
    s.instance("between, and far away", f=Q(1, 3), x=10**9)

    s.false("positive", claims={"inner": 0 < inner(f)}, at=dict(f=1, x=1))
    s.false("below 1", claims={"inner": inner(f) < 1}, at=dict(f=0, x=0))
    s.false("no corner", claims={"contact": Eq(inner(f) - inner(-f), 0)}, at=dict(f=1, x=1))


@entry.proof("stated")
def proof(p: Proof) -> None:
    prove_claims(p, [], apart=["everywhere"])
    theorem = everywhere(p, p.goal("everywhere"), p["x"], lambda _, v: v, Fraction(1))
    p.prove(p.show(theorem, "by the pieces, at |x|"))
