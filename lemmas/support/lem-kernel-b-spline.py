"""lem:kernel-b-spline. The cubic B-spline is a bicubic spline kernel in the sense of the definition: all its values lie
in [0, 2/3], and both ends are attained.

    W(x) = 2/3 - x^2 + |x|^3/2 on |x| <= 1,   (2 - |x|)^3/6 on 1 <= |x| <= 2,   0 beyond,
         = (max(2 - |x|, 0)^3 - 4 max(1 - |x|, 0)^3)/6 for every real x (everywhere).

With f in [0, 1] the inner piece at f lies in [1/6, 2/3], the outer at 1 + f in [0, 1/6], and the four weights of an
interpolation at f add up to 1. It does not interpolate: W(0) = 2/3. The second derivative is continuous, the third is
not: at each knot the two sides differ by a multiple of the third power of the distance (contact).
"""

from fractions import Fraction

from varproof_lemmas.support.kernels import everywhere, prove_claims

from varproof.lang import Abs, And, Entry, Eq, Max, Q, Source
from varproof.proof.proof import Proof

entry = Entry("lem:kernel-b-spline", "The cubic B-spline has values in [0, 1]", source=Source(text="ours"))


def inner(x):
    """W on [0, 1]."""
    return Q(2, 3) - x**2 + x**3 / 2


def outer(x):
    """W on [1, 2]."""
    return (2 - x) ** 3 / 6


with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    f, x = s.real("f"), s.real("x")
    s.assume("unit", And(0 <= f, f <= 1), needed_at=dict(f=2, x=0))
    spline = (Max(2 - Abs(x), 0) ** 3 - 4 * Max(1 - Abs(x), 0) ** 3) / 6
    s.claim("everywhere", And(0 <= spline, spline <= Q(2, 3)))
    s.claim("inner", And(Q(1, 6) <= inner(f), inner(f) <= Q(2, 3)))
    s.claim("outer", And(0 <= outer(1 + f), outer(1 + f) <= Q(1, 6)))
    s.claim("attained", And(Eq(inner(Q(0, 1)), Q(2, 3)), Eq(outer(Q(2, 1)), 0)))
    s.claim("joined", And(Eq(inner(Q(1, 1)), outer(Q(1, 1))), Eq(outer(Q(2, 1)), 0)))
    s.claim("unity", Eq(outer(1 + f) + inner(f) + inner(1 - f) + outer(2 - f), 1))
    s.claim(
        "contact",
        And(
            Eq(inner(f) - inner(-f), f**3),
            Eq(inner(1 + f) - outer(1 + f), Q(2, 3) * f**3),
            Eq(outer(2 + f), -(f**3) / 6),
        ),
    )

    s.instance("at a node", f=0, x=0)
    s.instance("the other node", f=1, x=-1)
    s.instance("between, and far away", f=Q(1, 3), x=10**9)

    s.false("it interpolates", claims={"inner": Eq(inner(0 * f), 1)}, at=dict(f=0, x=0))
    s.false("inner piece above 1/5", claims={"inner": Q(1, 5) <= inner(f)}, at=dict(f=1, x=1))
    s.false("positive everywhere", claims={"everywhere": 0 < spline}, at=dict(f=0, x=2))
    s.false("a smoother knot", claims={"contact": Eq(outer(2 + f), 0)}, at=dict(f=1, x=1))
    s.false("outer piece not 0", claims={"outer": 0 < outer(1 + f)}, at=dict(f=1, x=1))


@entry.proof("stated")
def proof(p: Proof) -> None:
    f = p["f"]
    p.say("inner - 1/6 = (1 - f)(1 + f(1 - f))/2, 2/3 - inner = f^2 (2 - f)/2, and outer(1 + f) = (1 - f)^3/6.")
    prove_claims(p, [f, 1 - f], apart=["everywhere"])
    theorem = everywhere(p, p.goal("everywhere"), p["x"], lambda u, v: (u**3 - v**3 * 4) / 6, Fraction(2, 3))
    p.prove(p.show(theorem, "by the pieces, at |x|"))
