"""def:bicubic-spline-kernel. A piecewise cubic W: R -> R with W(x) in [0, 1] for all x; nothing else is required.

Stated for finitely many knots t_k in any order, by what is added from each knot on:

    W(x) = w + sum_{k: t_k <= x} (a_k + b_k u + c_k u^2 + d_k u^3),   u = x - t_k.

To the left of all knots a cubic with values in [0, 1] is a constant w. With distinct knots W is continuous when all a_k
are 0, has a continuous derivative when all b_k are 0 too, and a continuous second one when all c_k are 0 too. W = 0 and
W = 1 are such kernels; so are the cubic B-spline, the linear and the nearest kernel (lem:kernel-b-spline,
lem:kernel-linear). The cubic convolution kernels of practice are not: they have negative values (lem:kernel-keys,
lem:kernel-mitchell).
"""

from varproof.lang import And, Entry, ForAll, Index, Q, Real, Source, Sum
from varproof.proof.proof import Proof

entry = Entry(
    "def:bicubic-spline-kernel",
    "A piecewise cubic with values in [0, 1]",
    source=Source(arxiv="3.1", icml="3.6", cites="Ke25", text="read"),
    uses=["lem:kernel-b-spline", "lem:kernel-keys", "lem:kernel-linear", "lem:kernel-mitchell"],
)

with entry.definition("printed") as s:
    m = s.size("m")
    w, x = s.real("w"), s.real("x")
    t, a, b, c, d = (s.vec(name, m) for name in "tabcd")
    k, y = Index("k", m), Real("y")

    def from_knot(z):
        """What knot k adds at z."""
        return a[k] + b[k] * (z - t[k]) + c[k] * (z - t[k]) ** 2 + d[k] * (z - t[k]) ** 3

    value = w + Sum(from_knot(x), k, where=t[k] <= x)
    piecewise_cubic = s.define("piecewise_cubic", (w, t, a, b, c, d, x), (), value)
    inside = ForAll(y, And(0 <= piecewise_cubic(w, t, a, b, c, d, y), piecewise_cubic(w, t, a, b, c, d, y) <= 1))
    bicubic_kernel = s.define("bicubic_kernel", (w, t, a, b, c, d), (), inside)

    nothing = dict(w=0, t=[0], a=[0], b=[0], c=[0], d=[0])
    spline = dict(w=0, t=[-2, -1, 0, 1, 2], a=[0] * 5, b=[0] * 5, c=[0] * 5,
                  d=[Q(1, 6), Q(-4, 6), 1, Q(-4, 6), Q(1, 6)])  # fmt: skip
    s.instance("zero", x=5, **nothing)
    s.instance("one", x=-5, **dict(nothing, w=1))
    s.instance("the cubic B-spline", x=Q(1, 2), **spline)
    s.instance("left of the knots", x=-3, **spline)
    s.instance("a jump, at the knot", x=0, **dict(nothing, a=[1]))

    s.false(
        "weights that add up to 1",
        claims={"piecewise_cubic": value / Sum(from_knot(x), k, where=t[k] <= x)},
        at=dict(nothing, x=-1),
    )
    s.false("the mean of the pieces", claims={"piecewise_cubic": value / Sum(1, k, where=t[k] <= x)},
            at=dict(nothing, x=-1))  # fmt: skip


@entry.proof("printed")
def proof(p: Proof) -> None:
    p.settle_definedness()
