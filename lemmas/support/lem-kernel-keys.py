"""lem:kernel-keys. The cubic convolution kernel of Keys is no bicubic spline kernel in the sense of the definition
(all values in [0, 1]) for -3 <= a < 0: its outer piece is negative, with least value 4a/27 at 4/3.

    W(x) = (a + 2) |x|^3 - (a + 3) x^2 + 1 on |x| <= 1,   a (|x|^3 - 5 x^2 + 8 |x| - 4) on 1 <= |x| <= 2,   0 beyond.

With f in [0, 1] the inner piece at f lies in [0, 1], the outer at 1 + f is a f (1 - f)^2, and the four weights of an
interpolation at f add up to 1. In practice a = -3/4 (least value -1/9)
or a = -1/2 (-2/27). The derivative is continuous: at each knot the two sides differ by a multiple of the square of the
distance (contact). The second derivative is continuous at 0; at 1 only for a = -3/4; at 2 for no a < 0.
"""

from varproof_lemmas.support.kernels import prove_claims

from varproof.lang import And, Entry, Eq, Q, Source
from varproof.proof.proof import Proof

entry = Entry("lem:kernel-keys", "The cubic convolution kernel has negative values", source=Source(text="ours"))


def inner(a, x):
    """W on [0, 1]."""
    return (a + 2) * x**3 - (a + 3) * x**2 + 1


def outer(a, x):
    """W on [1, 2]."""
    return a * (x**3 - 5 * x**2 + 8 * x - 4)


with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    a, f = s.real("a"), s.real("f")
    s.assume("negative", a < 0, needed_at=dict(a=0, f=0))
    s.assume("not-steep", a >= -3, needed_at=dict(a=-9, f=Q(1, 4)))
    s.assume("unit", And(0 <= f, f <= 1), needed_at=dict(a=-1, f=2))
    s.claim("inner", And(0 <= inner(a, f), inner(a, f) <= 1))
    s.claim("outer", And(4 * a / 27 <= outer(a, 1 + f), outer(a, 1 + f) <= 0))
    s.claim("least", And(Eq(outer(a, Q(4, 3)), 4 * a / 27), outer(a, Q(4, 3)) < 0))
    s.claim("greatest", Eq(inner(a, Q(0, 1)), 1))
    s.claim("joined", And(Eq(inner(a, 1), outer(a, 1)), Eq(outer(a, 2), 0)))
    s.claim("unity", Eq(outer(a, 1 + f) + inner(a, f) + inner(a, 1 - f) + outer(a, 2 - f), 1))
    s.claim(
        "contact",
        And(
            Eq(inner(a, f) - inner(a, -f), 2 * (a + 2) * f**3),
            Eq(inner(a, 1 + f) - outer(a, 1 + f), f**2 * (4 * a + 3 + 2 * f)),
            Eq(outer(a, 2 + f), a * f**2 * (1 + f)),
        ),
    )

    s.instance("practice, at the minimum", a=Q(-3, 4), f=Q(1, 3))
    s.instance("textbook, at a node", a=Q(-1, 2), f=0)
    s.instance("the other node", a=-3, f=1)
    s.instance("nearly no outer piece", a=Q(-1, 10**9), f=Q(1, 2))

    some = dict(a=Q(-3, 4), f=Q(1, 3))
    s.false("values in [0, 1]", claims={"outer": And(0 <= outer(a, 1 + f), outer(a, 1 + f) <= 1)}, at=some)
    s.false("a minimum of a/7", claims={"outer": a / 7 <= outer(a, 1 + f)}, at=some)
    s.false("a smoother knot", claims={"contact": Eq(outer(a, 2 + f), a * f**3)}, at=some)
    s.false("inner weights add up to 1", claims={"unity": Eq(inner(a, f) + inner(a, 1 - f), 1)}, at=some)


@entry.proof("stated")
def proof(p: Proof) -> None:
    f = p["f"]
    p.say(
        "inner = (1 - f)((1 - f)(1 + 2f) - a f^2), 1 - inner = f^2((a + 3)(1 - f) + f), outer(1 + f) = a f (1 - f)^2,"
    )
    p.say("outer(1 + f) - 4a/27 = -a (f - 1/3)^2 (4/3 - f).")
    prove_claims(p, [f, 1 - f, 3 * f - 1], [p.given("negative"), p.given("not-steep")])
