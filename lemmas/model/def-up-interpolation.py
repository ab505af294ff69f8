"""def:up-interpolation. Bicubic up-interpolation of a map X of h0 x w0 positions to one of h1 x w1, with d channels:

    Y_ijl = sum_{s=-1}^{2} sum_{t=-1}^{2} W(s) X_{i h0/h1 + s, j w0/w1 + t, l} W(t).

Printed without a rounding of the index and without a rule for the border: i h0/h1 is rarely an index of X (refuted at
the first index of a map of one position). Corrected: Y = A X B^T in every channel, with a matrix for each axis, A_ip
the weight of position p of n at position i of m. The readings of such a matrix, by name:

- rounding of x = i n/m: floor, ceil, or nearest (halves up);
- border: clamp (the nearest position of the map), zero (nothing from outside);
- weights: W(s) as printed, of the four numbers W(-1), ..., W(2); or W(x - p) of the kernel W, a piecewise cubic,
  with x = i n/m (`axis_fraction`) or, as in practice, with centres that fall on centres, x = (i - 1/2) n/m + 1/2
  (`axis_centre`).

That these matrices with the printed weights give the printed double sum is no part of it. All are defined for all
sizes. A mirrored border is not: a map of one position has no mirror image (false variant).
"""

from varproof_lemmas.model import piecewise_cubic

from varproof.lang import Abs, And, Entry, Eq, Index, Max, Min, Pos, Q, Source, Sum
from varproof.proof.proof import Proof

entry = Entry(
    "def:up-interpolation",
    "Bicubic up-interpolation",
    source=Source(arxiv="3.2", icml="3.7", cites="Ke25", text="read"),
    uses=["def:bicubic-spline-kernel"],
)


def at(X, p, q, l, row, column):
    """X at a row and a column that are numbers: undefined unless they are positions."""
    here = And(Eq(Pos(p), row), Eq(Pos(q), column))
    return Sum(X[p, q, l], p, q, where=here) / Sum(1, p, q, where=here)


with entry.definition(
    "printed",
    expect="REFUTED",
    evidence=["witness"],
    finding="The index i h/h' + s is rarely a whole number, and leaves the map at its border.",
) as s:
    h0, w0, h1, w1, d, n = (s.size(name) for name in ("h0", "w0", "h1", "w1", "d", "n"))
    X, W = s.array("X", h0, w0, d), s.vec("W", n)
    s.assume("four-weights", Eq(n, 4))
    s.assume("higher", h0 < h1)
    s.assume("wider", w0 < w1)
    i, j, l, p, q = Index("i", h1), Index("j", w1), Index("l", d), Index("p", h0), Index("q", w0)
    a, b = Index("a", n), Index("b", n)
    entry_at = at(X, p, q, l, Pos(i) * h0 / h1 + Pos(a) - 2, Pos(j) * w0 / w1 + Pos(b) - 2)
    s.define("up_printed", (W, X), (i, j, l), Sum(W[a] * entry_at * W[b], a, b))

    s.instance("the last index", W=[0, 1, 0, 0], X=[[[5]]], h1=2, w1=2, i=1, j=1, l=0)
    s.counterexample("half an index", W=[0, 1, 0, 0], X=[[[5]]], h1=2, w1=2, i=0, j=0, l=0)
    s.counterexample("outside the map", W=[0, 1, 0, 0], X=[[[1], [2]], [[3], [4]]], h1=4, w1=4, i=1, j=1, l=0)

ROUNDINGS = {
    "floor": lambda p, x: Pos(p) <= x,
    "ceil": lambda p, x: Pos(p) < x + 1,
    "nearest": lambda p, x: Pos(p) <= x + Q(1, 2),
}
BORDERS = {"clamp": lambda x, n: Min(Max(x, 1), n), "zero": lambda x, n: x}


def whole(p, x, rounding="floor"):
    """x rounded to one of 0..n, for p in [n]: the number of positions up to x."""
    return Sum(1, p, where=ROUNDINGS[rounding](p, x))


with entry.definition(
    "corrected",
    note="The readings of rounding, border and weights have names, and each is defined for all sizes.",
) as s:
    n, m, h0, w0, h1, w1, d, f, g = (s.size(name) for name in ("n", "m", "h0", "w0", "h1", "w1", "d", "f", "g"))
    A, X, B, W = s.mat("A", h1, h0), s.array("X", h0, w0, d), s.mat("B", w1, w0), s.vec("W", f)
    u, v, l, p, q = Index("u", h1), Index("v", w1), Index("l", d), Index("p", h0), Index("q", w0)
    up = s.define("up", (A, B, X), (u, v, l), Sum(A[u, p] * X[p, q, l] * B[v, q], p, q))

    i, j, k, a = Index("i", m), Index("j", n), Index("k", n), Index("a", f)
    s.assume("four-weights", Eq(f, 4))
    axes = {}
    for rounding in ROUNDINGS:
        for border, rule in BORDERS.items():
            name = f"axis_{rounding}_{border}"
            place = whole(k, Pos(i) * n / m, rounding) + Pos(a) - 2
            axes[name] = s.define(name, (W,), (i, j), Sum(W[a], a, where=Eq(Pos(j), rule(place, n))))

    kernel = (s.real("w"), *(s.vec(name, g) for name in ("t", "ka", "kb", "kc", "kd")))
    z = Index("z", n)
    for name, x in (("axis_fraction", Pos(i) * n / m), ("axis_centre", (Pos(i) - Q(1, 2)) * n / m + Q(1, 2))):
        taps = [whole(k, x) + shift for shift in (-1, 0, 1, 2)]
        weights = [
            Sum(piecewise_cubic(*kernel, x - tap), z, where=And(Eq(z, j), Eq(Pos(z), BORDERS["clamp"](tap, n))))
            for tap in taps
        ]
        axes[name] = s.define(name, kernel, (i, j), sum(weights[1:], weights[0]))

    linear = dict(w=0, t=[-1, 0, 1], ka=[0] * 3, kb=[1, -2, 1], kc=[0] * 3, kd=[0] * 3)
    some = dict(A=[[1]], B=[[1]], u=0, v=0, l=0, f=4, **linear)
    s.instance("one position to one", X=[[[7]]], W=[0, 1, 0, 0], n=1, m=1, i=0, j=0, **some)
    s.instance("one position to four", X=[[[-1]]], W=[Q(1, 6), Q(2, 3), Q(1, 6), 0], n=1, m=4, i=2, j=0, **some)
    s.instance("two to three", X=[[[1]]], W=[1, 2, 3, 4], n=2, m=3, i=1, j=0, **some)
    wide = dict(some, A=[[Q(1, 2), Q(1, 2)], [0, 1]], X=[[[1], [2]], [[3], [4]]], B=[[1, 0], [0, 1]])
    s.instance("five to eight", W=[0, Q(1, 2), Q(1, 2), 0], n=5, m=8, i=7, j=4, **wide)

    mirrored = n - Abs(n - 1 - Abs(whole(k, Pos(i) * n / m) - 2))
    s.false(
        "mirrored border",
        claims={"up": 1 / Sum(1, z, where=Eq(Pos(z), mirrored))},
        at=dict(some, X=[[[7]]], W=[0, 1, 0, 0], n=1, m=1, i=0, j=0),
    )
    s.false(
        "weights normalised",
        claims={"up": 1 / Sum(W[a], a, where=Eq(Pos(j), whole(k, Pos(i) * n / m)))},
        at=dict(some, X=[[[7]]], W=[0, 1, 0, 0], n=1, m=2, i=0, j=0),
    )


@entry.proof("corrected")
def proof(p: Proof) -> None:
    p.settle_definedness()
