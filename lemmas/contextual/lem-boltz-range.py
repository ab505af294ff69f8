"""lem:boltz-range. The Boltzmann operator stays within log n of the maximum:

    max a - log n <= boltz(a) <= max a,   sharpened to   max a - boltz(a) <= W((n-1)/e),

W the Lambert function (W e^W = x, x >= 0).

Why: boltz is a mean of the entries, which gives the upper bound. Lower bound: boltz(a) = log sum_i e^{a_i} - S(p)
with the entropy S(p) <= log n, and the first term is at least max a. Sharper: with x_i = max a - a_i the gap is
sum x_i e^{-x_i} / sum e^{-x_i}; with one x_k = 0 it is at most W when sum_{i != k} (x_i - W) e^{-x_i} <= W, and
x -> (x - W) e^{-x} is largest at x = 1 + W, where the n-1 terms add up to (n-1) e^{-1-W} = W.
Equality: one entry at the top and all others exactly 1 + W below it. W((n-1)/e) < log n for n >= 2.
"""

from varproof_lemmas.model import boltz

from varproof.lang import Entry, Eq, ForAll, Implies, Index, LambertW, MaxOver, Ne, Q, Source, exp, log

entry = Entry(
    "lem:boltz-range",
    "The Boltzmann operator stays within log n of the maximum",
    source=Source(after="KS24", text="reconstructed"),
    uses=["def:boltzmann", "def:softmax"],
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    a = s.vec("a", n)
    i = Index("i", n)
    s.claim("lower", MaxOver(a[i], i) - log(n) <= boltz(a))
    s.claim("upper", boltz(a) <= MaxOver(a[i], i))
    s.constant("width", log(n), bounds=MaxOver(a[i], i) - boltz(a), side="upper")

    s.instance("one entry", a=[5])
    s.instance("constant", a=[Q(1, 3)] * 5)
    s.instance("two entries", a=[0, Q(-13, 10)])
    s.instance("one top", a=[0] + [-3] * 19)
    s.instance("far apart", a=[10**4, -(10**4), 0])

    s.false("half of log n", claims={"lower": MaxOver(a[i], i) - log(n) / 2 <= boltz(a)}, at=dict(a=[0] + [-3] * 49))
    s.false("strictly below the maximum", claims={"upper": boltz(a) < MaxOver(a[i], i)}, at=dict(a=[1, 1, 1]))
    s.false("above the maximum", claims={"lower": MaxOver(a[i], i) <= boltz(a)}, at=dict(a=[0, 1]))

with entry.variant("sharpened", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    a = s.vec("a", n)
    i, k = Index("i", n), Index("k", n)
    w = LambertW((n - 1) * exp(-1))
    s.claim("gap", MaxOver(a[i], i) - boltz(a) <= w)
    s.claim(
        "attained",
        ForAll(k, Implies(ForAll(i, Implies(Ne(i, k), Eq(a[i], a[k] - 1 - w))), Eq(MaxOver(a[i], i) - boltz(a), w))),
    )
    s.constant("width", w, bounds=MaxOver(a[i], i) - boltz(a), side="upper")

    s.instance("one entry", a=[5])
    s.instance("constant", a=[Q(1, 3)] * 5)
    s.instance("two entries near equality", a=[0, Q(-12785, 10000)])
    s.instance("one top near equality", a=[0] + [Q(-252, 100)] * 19)
    s.instance("far apart", a=[10**4, -(10**4), 0])

    s.false("n for n-1", claims={"gap": LambertW(n * exp(-1)) <= MaxOver(a[i], i) - boltz(a)}, at=dict(a=[0, -1]))
    s.false("n-2 for n-1", claims={"gap": MaxOver(a[i], i) - boltz(a) <= LambertW((n - 2) * exp(-1))},
            at=dict(a=[0, -1]))
    s.false("strict at one entry", claims={"gap": MaxOver(a[i], i) - boltz(a) < w}, at=dict(a=[0]))
    s.false("others at distance W", claims={"attained": ForAll(
        k, Implies(ForAll(i, Implies(Ne(i, k), Eq(a[i], a[k] - 1))), Eq(MaxOver(a[i], i) - boltz(a), w)))},
        at=dict(a=[0, -1, -1]))
