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
from varproof.proof.proof import Proof


def one_top(n):
    """Equality in the sharpened form: one entry at the top, the others 1 + W below it."""
    return dict(a=[0] + [-1 - LambertW((n - 1) * exp(-1))] * (n - 1))


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
    s.family("one top", one_top)

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
    s.family("one top", one_top)

    s.false("n for n-1", claims={"gap": LambertW(n * exp(-1)) <= MaxOver(a[i], i) - boltz(a)}, at=dict(a=[0, -1]))
    s.false(
        "n-2 for n-1", claims={"gap": MaxOver(a[i], i) - boltz(a) <= LambertW((n - 2) * exp(-1))}, at=dict(a=[0, -1])
    )
    s.false("strict at one entry", claims={"gap": MaxOver(a[i], i) - boltz(a) < w}, at=dict(a=[0]))
    s.false(
        "others at distance W",
        claims={
            "attained": ForAll(
                k, Implies(ForAll(i, Implies(Ne(i, k), Eq(a[i], a[k] - 1))), Eq(MaxOver(a[i], i) - boltz(a), w))
            )
        },
        at=dict(a=[0, -1, -1]),
    )


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("Z = sum[i in n] exp(a[i])", "A = sum[i in n] a[i] exp(a[i])", "M = max[i in n] a[i]", "low = M - log n")
    p.get("m in n")
    top = p.largest("m in n: a[m]")
    p.have("Z >= exp(a[m])")
    p.have("exp(log n) = n", "n >= 1")
    p.have("n exp(low) = exp(M)", "exp(log n) = n")
    with p.fix("i in n") as tangents:
        p.have("exp(low - a[i]) >= 1 + low - a[i]", why="exp x >= 1 + x")
        p.have("exp(low) >= exp(a[i]) (1 + low - a[i])", "exp(low - a[i]) >= 1 + low - a[i]")
    p.have("A >= low Z", p.summed(tangents), "Z >= exp(a[m])", "n exp(low) = exp(M)", top)
    p.claim("lower", "A >= low Z", "Z > 0")
    with p.fix("i in n") as below:
        p.have("a[i] <= M")
        p.have("(M - a[i]) exp(a[i]) >= 0", "a[i] <= M")
    p.have("A <= M Z", p.summed(below))
    p.claim("upper", "A <= M Z", "Z > 0")


@entry.proof("sharpened")
def sharp(p: Proof) -> None:
    p.let("Z = sum[i in n] exp(a[i])", "A = sum[i in n] a[i] exp(a[i])", "M = max[i in n] a[i]")
    p.let("W = lambertw((n - 1) exp(-1))", "others(k) = {i in n | i != k}")
    p.have("(n - 1) exp(-1) >= 0", "n>=1")
    p.have("W exp(W) = (n - 1) exp(-1) and W >= 0", "(n - 1) exp(-1) >= 0")
    with p.fix("x in R") as scaled:
        p.have("(n - 1) exp(x - 1 - W) = W exp(x)", "W exp(W) = (n - 1) exp(-1)")
    with p.fix("k in n") as counts:
        p.have("|others(k)| = n - 1")
    p.get("m in n")
    top = p.largest("m in n: a[m]")
    with p.fix("i in others(m)") as tangents:
        p.have("exp(a[m] - 1 - W - a[i]) >= a[m] - W - a[i]", why="exp x >= 1 + x")
        p.have("exp(a[m] - 1 - W) >= exp(a[i]) (a[m] - W - a[i])", "exp(a[m] - 1 - W - a[i]) >= a[m] - W - a[i]")
    p.have("Z = exp(a[m]) + sum[i in others(m)] exp(a[i])")
    p.have("A = a[m] exp(a[m]) + sum[i in others(m)] a[i] exp(a[i])")
    p.have("A >= (a[m] - W) Z", p.summed(tangents), p.at(counts, "m"), p.at(scaled, "a[m]"),
           "Z = exp(a[m]) + sum[i in others(m)] exp(a[i])",
           "A = a[m] exp(a[m]) + sum[i in others(m)] a[i] exp(a[i])")  # fmt: skip
    p.claim("gap", "A >= (a[m] - W) Z", top, "Z > 0")
    with p.fix("x, y in R with x = y") as equal:
        p.have("exp(x) = exp(y)", "x = y")
        p.have("x exp(x) = y exp(x)", "x = y")
        p.have("exp(x) = exp(y) and x exp(x) = y exp(y)", "exp(x) = exp(y)", "x exp(x) = y exp(x)")
    with p.fix("x, y in R with x <= y and y <= x") as between:
        p.have("x = y")
    with p.fix("k in n"), p.suppose("for all i in n: i != k => a[i] = a[k] - 1 - W"):
        p.let("low = a[k] - 1 - W")
        with p.fix("i in others(k)") as weights:
            p.have("exp(a[i]) = exp(low)", p.at(equal, "a[i]", "low"))
        with p.fix("i in others(k)") as moments:
            p.have("a[i] exp(a[i]) = low exp(low)", p.at(equal, "a[i]", "low"))
        known = p.at(counts, "k"), p.at(scaled, "a[k]")
        p.have("Z = exp(a[k]) + sum[i in others(k)] exp(a[i])")
        p.have("A = a[k] exp(a[k]) + sum[i in others(k)] a[i] exp(a[i])")
        p.have("Z = (1 + W) exp(a[k])", "Z = exp(a[k]) + sum[i in others(k)] exp(a[i])", p.summed(weights), *known)
        p.have("A = (a[k] - W) (1 + W) exp(a[k])", p.summed(moments), *known,
               "A = a[k] exp(a[k]) + sum[i in others(k)] a[i] exp(a[i])")  # fmt: skip
        p.have("boltz(a) = a[k] - W", "Z = (1 + W) exp(a[k])", "A = (a[k] - W) (1 + W) exp(a[k])", "W >= 0")
        with p.case("m = k"):
            p.have("a[m] = a[k]", "m = k")
            p.have("a[m] <= a[k]", "a[m] = a[k]")
        with p.otherwise("m != k"):
            p.have("a[m] <= a[k]", "a[m] = a[k] - 1 - W", "W >= 0")
        p.have("a[m] = a[k]", p.at(between, "a[m]", "a[k]"), "a[m] <= a[k]")
        p.have("M - boltz(a) = W", "boltz(a) = a[k] - W", top, "a[m] = a[k]")
    p.claim("attained")
