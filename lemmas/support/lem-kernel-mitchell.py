"""lem:kernel-mitchell. The Mitchell-Netravali kernel (B = C = 1/3) is no bicubic spline kernel in the sense of the
definition (all values in [0, 1]): its outer piece has the least value -16/441, at 10/7.

    W(x) = (7 |x|^3 - 12 x^2 + 16/3)/6 on |x| <= 1,
           (-7/3 |x|^3 + 12 x^2 - 20 |x| + 32/3)/6 on 1 <= |x| <= 2, and 0 beyond.

With f in [0, 1] the inner piece at f lies in [1/18, 8/9], and the four weights of an interpolation at f add up to 1.
The derivative is continuous, the second is not: at the knots 1 and 2 the two sides differ by a multiple of the square
of the distance (contact).
"""

from varproof_lemmas.support.kernels import prove_claims

from varproof.lang import And, Entry, Eq, Q, Source
from varproof.proof.proof import Proof

entry = Entry("lem:kernel-mitchell", "The Mitchell-Netravali kernel has negative values", source=Source(text="ours"))


def inner(x):
    """W on [0, 1]."""
    return (7 * x**3 - 12 * x**2 + Q(16, 3)) / 6


def outer(x):
    """W on [1, 2]."""
    return (Q(-7, 3) * x**3 + 12 * x**2 - 20 * x + Q(32, 3)) / 6


with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    f = s.real("f")
    s.assume("unit", And(0 <= f, f <= 1), needed_at=dict(f=2))
    s.claim("inner", And(Q(1, 18) <= inner(f), inner(f) <= Q(8, 9)))
    s.claim("outer", And(Q(-16, 441) <= outer(1 + f), outer(1 + f) <= Q(1, 18)))
    s.claim("least", Eq(outer(Q(10, 7)), Q(-16, 441)))
    s.claim("greatest", Eq(inner(Q(0, 1)), Q(8, 9)))
    s.claim("joined", And(Eq(inner(Q(1, 1)), outer(Q(1, 1))), Eq(outer(Q(2, 1)), 0)))
    s.claim("unity", Eq(outer(1 + f) + inner(f) + inner(1 - f) + outer(2 - f), 1))
    s.claim(
        "contact",
        And(
            Eq(inner(f) - inner(-f), Q(7, 3) * f**3),
            Eq(inner(1 + f) - outer(1 + f), f**2 * (Q(2, 3) + Q(14, 9) * f)),
            Eq(outer(2 + f), -(f**2) * (Q(1, 3) + Q(7, 18) * f)),
        ),
    )

    s.instance("at the minimum", f=Q(3, 7))
    s.instance("at a node", f=0)
    s.instance("the other node", f=1)

    s.false("values in [0, 1]", claims={"outer": And(0 <= outer(1 + f), outer(1 + f) <= 1)}, at=dict(f=Q(3, 7)))
    s.false("it interpolates", claims={"inner": Eq(inner(0 * f), 1)}, at=dict(f=0))
    s.false("a smoother knot", claims={"contact": Eq(outer(2 + f), -(f**3))}, at=dict(f=1))
    s.false("a higher minimum", claims={"outer": Q(-1, 28) <= outer(1 + f)}, at=dict(f=Q(3, 7)))


@entry.proof("stated")
def proof(p: Proof) -> None:
    f = p["f"]
    p.say("8/9 - inner = f^2 (12 - 7f)/6, and outer(1 + f) + 16/441 = (9 - 7f)(7f - 3)^2/882.")
    prove_claims(p, [f, 1 - f, 7 * f - 3])
