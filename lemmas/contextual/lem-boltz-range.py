"""lem:boltz-range. The Boltzmann operator stays within log n of the maximum:

    max a - log n <= boltz(a) <= max a,   sharpened to   max a - boltz(a) <= W((n-1)/e),

W the Lambert function (W e^W = x, x >= 0).

Why: boltz is a mean of the entries, which gives the upper bound. Lower bound: boltz(a) = log sum_i e^{a_i} - S(p)
with the entropy S(p) <= log n, and the first term is at least max a. Sharper: with x_i = max a - a_i the gap is
sum x_i e^{-x_i} / sum e^{-x_i}; with one x_k = 0 it is at most W when sum_{i != k} (x_i - W) e^{-x_i} <= W, and
x -> (x - W) e^{-x} is largest at x = 1 + W, where the n-1 terms add up to (n-1) e^{-1-W} = W.
Equality: one entry at the top and all others exactly 1 + W below it. W((n-1)/e) < log n for n >= 2.
"""

from collections.abc import Callable

from varproof_lemmas.contextual.boltz import (
    Boltz,
    abbreviate,
    at_least_lambert,
    at_least_top,
    at_most,
    lambert,
    operator,
    with_member,
)
from varproof_lemmas.model import boltz

from varproof.lang import Entry, Eq, ForAll, Implies, Index, LambertW, MaxOver, Ne, Q, Source, exp, log
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, forall, max_over, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
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
    p.concise = True
    size = p.have(t.gt(card(p["n"])), p.given("n>=1"))
    p.settle(size, with_member(p, lambda b: p.not_zero(b.positive, b.Z)))

    def both(b: Boltz) -> Theorem:
        abbreviate(p, b)
        low = at_least_top(p, b)
        high = at_most(p, b, max_over(b.s, b.a), lambda i, i_in: p.at_most_max(i_in, b.a))
        p.state(high, "boltz(a) ≤ M", "the weights exp(aᵢ)/Z are positive and sum to 1, and aᵢ ≤ M")
        return p.both(low, high)

    bounds = with_member(p, both)
    p.prove(p.left(bounds))
    p.prove(p.right(bounds))


@entry.proof("sharpened")
def sharp(p: Proof) -> None:
    p.concise = True
    n, a = p["n"], p["a"]
    p.settle(
        with_member(p, lambda b: p.not_zero(b.positive, b.Z)),
        p.have(t.ge((card(n) - 1) * t.exp(-1)), p.given("n>=1"), p.exp_positive(t.lift(-1))),
    )

    def gap(b: Boltz) -> Theorem:
        abbreviate(p, b)
        return at_least_lambert(p, b)

    p.prove(with_member(p, gap))
    w, equation, nonnegative = lambert(p, n, p.given("n>=1"))

    def attained(k: Node, k_in: Theorem) -> Theorem:
        """With all other entries 1 + W below a(k): Z = e^a(k) (1 + (n-1) e^(-1-W)) = e^a(k) (1 + W), and so on."""
        b = operator(p, n, a, k_in)
        others = where(n, lambda i: t.neg(t.eq(i, k)))
        every = p.k.assume(forall(n, lambda i: t.imp(t.neg(t.eq(i, k)), t.eq(a(i), a(k) - 1 - w))))
        p.name("k", k)
        p.say("Attained: let all entries but aₖ be aₖ − 1 − W.")
        low = a(k) - 1 - w

        def sums(f: Callable[[Node], Node]) -> Theorem:
            return p.sum_equal(
                others,
                lambda i, i_in: p.have(
                    t.eq(f(a(i)) - f(low)), p.congruence(p.use(every, i, p.base(i_in), p.holds(i_in)), a(i), low, f)
                ),
            )

        with p.silent():
            count = p.take(k_in, lambda _: t.ONE)
            weights = [p.take(k_in, lambda i: t.exp(a(i))), sums(t.exp)]
            moments = [p.take(k_in, lambda i: a(i) * t.exp(a(i))), sums(lambda x: x * t.exp(x))]
            mass = p.have(t.eq((card(n) - 1) * t.exp(low), w * t.exp(a(k))), equation)
        Z = p.have(t.eq(b.Z, (1 + w) * t.exp(a(k))), count, *weights, mass)
        A = p.have(t.eq(b.A, (a(k) - w) * (1 + w) * t.exp(a(k))), count, *moments, mass)
        mean = p.have(t.eq(b.value, a(k) - w), Z, A, b.unit)
        p.state(mass, "(n − 1) exp(aₖ − 1 − W) = W exp(aₖ)", "as before")
        p.state(Z, "Z = (1 + W) exp(aₖ)", "", [mass])
        p.state(A, "∑ᵢ aᵢ exp(aᵢ) = (aₖ − W) (1 + W) exp(aₖ)", "", [mass])
        p.state(mean, "boltz(a) = aₖ − W", "", [Z, A])
        peak = p.maximum(
            k_in,
            a,
            lambda m, m_in, at: p.cases(
                t.eq(m, k),
                lambda same: p.have(t.ge(a(k) - max_over(n, a)), at, p.congruence(same, m, k, a)),
                lambda no: p.have(t.ge(a(k) - max_over(n, a)), at, p.use(every, m, m_in, no), nonnegative),
            ),
        )
        top = p.k.antisym(
            p.have(t.ge(max_over(n, a) - a(k)), p.at_most_max(k_in, a)), p.have(t.ge(a(k) - max_over(n, a)), peak)
        )
        p.state(top, "M = aₖ", "W ≥ 0")
        out = p.have(t.eq(max_over(n, a) - b.value, w), mean, top)
        p.state(out, "M − boltz(a) = W", "", [mean, top])
        return p.k.discharge(out, every.concl)

    p.prove(p.forall(n, attained, "k"))
