"""Proof steps about the Boltzmann operator that several lemmas share.

Throughout, s is a finite nonempty set and a a real function on it; Z = sum_{i in s} exp a(i),
A = sum_{i in s} a(i) exp a(i) and boltz = A/Z.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, deriv, max_over, sum_over, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node, exp
from varproof.proof.proof import Proof

Values = Callable[[Node], Node]


@dataclass(frozen=True)
class Boltz:
    """The sums of one Boltzmann operator, with the facts that make the division legitimate."""

    s: Node
    a: Values
    inside: Theorem  # a member of s
    Z: Node
    A: Node
    value: Node
    positive: Theorem  # Z > 0
    unit: Theorem  # Z * (1/Z) = 1
    inverse_positive: Theorem  # 1/Z > 0


def operator(p: Proof, s: Node, a: Values, inside: Theorem) -> Boltz:
    """Z > 0 because every term is positive and s has a member; so boltz = A/Z is defined."""
    Z, A = sum_over(s, lambda i: exp(a(i))), sum_over(s, lambda i: a(i) * exp(a(i)))
    positive = p.sum_positive(inside, lambda i: exp(a(i)), lambda i, _: p.exp_positive(a(i)))
    unit, inverse_positive = p.inverse(positive, Z)
    return Boltz(s, a, inside, Z, A, A / Z, positive, unit, inverse_positive)


def abbreviate(p: Proof, b: Boltz) -> None:
    """The names that the printed proofs about a vector a over [n] use."""
    for symbol, meaning in (("n", b.s), ("a", b.a), ("Z", b.Z), ("M", max_over(b.s, b.a)), ("boltz(a)", b.value)):
        p.name(symbol, meaning)
    p.say("Write M = maxᵢ aᵢ and Z = ∑ᵢ exp(aᵢ), so that Z boltz(a) = ∑ᵢ aᵢ exp(aᵢ).")


def at_most(p: Proof, b: Boltz, top: Node, bound: Callable[[Node, Theorem], Theorem]) -> Theorem:
    """boltz <= top, if every a(i) <= top."""
    gap = p.sum_at_least(
        b.s,
        lambda i, i_in: p.have(t.ge((top - b.a(i)) * exp(b.a(i))), bound(i, i_in), p.exp_positive(b.a(i))),
    )
    return p.have(b.value <= top, gap, b.unit, b.inverse_positive, why="the weights are positive and sum to 1")


def max_term(p: Proof, b: Boltz, body: Callable[[Node, Theorem, Theorem], Theorem]) -> Theorem:
    """What follows from an index m with a(m) = max a."""
    return p.maximum(b.inside, b.a, body)


def at_least_top(p: Proof, b: Boltz) -> Theorem:
    """boltz >= max a - log n:  exp(M - log n) >= exp(a_i) (1 + M - log n - a_i) summed over i, and Z >= exp M."""
    n, M = card(b.s), max_over(b.s, b.a)
    size = p.sum_positive(b.inside, lambda _: t.ONE, lambda *_: p.positive(1))
    L, e_L = t.log(n), p.log_exp(size, n)
    with p.silent():
        tangents = p.sum_at_least(
            b.s,
            lambda i, _: p.have(
                exp(M - L) >= exp(b.a(i)) * (1 + M - L - b.a(i)),
                p.exp_tangent(M - L - b.a(i)),
                p.exp_positive(b.a(i)),
            ),
        )
    p.state(
        tangents,
        "n exp(M − log n) ≥ ∑ᵢ exp(aᵢ) (1 + M − log n − aᵢ)",
        "exp(x) ≥ 1 + x at x = M − log n − aᵢ, times exp(aᵢ), summed",
    )

    def top(m: Node, m_in: Theorem, at: Theorem) -> Theorem:
        with p.silent():
            rest = p.sum_at_least(
                where(b.s, lambda i: t.neg(t.eq(i, m))),
                lambda i, _: p.have(t.ge(exp(b.a(i))), p.exp_positive(b.a(i))),
            )
            return p.have(b.Z >= exp(M), rest, p.take(m_in, lambda i: exp(b.a(i))), p.congruence(at, M, b.a(m), exp))

    largest = p.state(max_term(p, b, top), "Z ≥ exp(M)", "the largest term alone")
    total = p.have(b.A >= (M - L) * b.Z, tangents, largest, e_L)
    near = p.have(b.value >= M - L, total, b.unit, b.inverse_positive)
    why = "n exp(M − log n) = exp(M) ≤ Z, and division by Z"
    return p.state(near, "boltz(a) ≥ M − log n", why, [tangents, largest])


def lambert(p: Proof, s: Node, size: Theorem) -> tuple[Node, Theorem, Theorem]:
    """W = W_0((n - 1)/e) with its defining equation W exp(W) = (n - 1)/e and W >= 0, from n >= 1."""
    x = (card(s) - 1) * exp(-1)
    with p.silent():
        nonneg = p.have(t.ge(x), size, p.exp_positive(t.lift(-1)))
    return t.fn("lambertw", x), p.k.special(nonneg, "lambertw", 0, x), p.k.special(nonneg, "lambertw", 1, x)


def at_least_one(p: Proof, inside: Theorem) -> Theorem:
    """|s| >= 1 from a member of s."""
    e, s = inside.concl.args
    with p.silent():
        rest = where(s, lambda i: t.neg(t.eq(i, e)))
        others = p.sum_at_least(rest, lambda *_: p.have(t.ge(t.ONE)))
        return p.have(t.ge(card(s) - 1), p.take(inside, lambda _: t.ONE), others)


def at_least_two(p: Proof, s: Node, some: Theorem, more: Theorem) -> Theorem:
    """|s| >= 2 from |s| > 1."""

    def one(e: Node, e_in: Theorem) -> Theorem:
        others = where(s, lambda i: t.neg(t.eq(i, e)))
        count = p.take(e_in, lambda _: t.ONE)

        def two(x: Node, x_in: Theorem) -> Theorem:
            rest = p.sum_at_least(where(others, lambda i: t.neg(t.eq(i, x))), lambda *_: p.have(t.ge(t.ONE)))
            return p.have(t.ge(card(s) - 2), count, p.take(x_in, lambda _: t.ONE), rest)

        return p.member_of(p.have(t.gt(card(others)), count, more), others, two)

    return p.member_of(some, s, one)


def at_least_lambert(p: Proof, b: Boltz) -> Theorem:
    """boltz >= max a - W with W exp(W) = (n - 1)/e: (M - a_i - W) exp(a_i) <= exp(M - 1 - W) for every i, and the
    largest entry contributes -W exp M."""
    M = max_over(b.s, b.a)
    W, equation, _ = lambert(p, b.s, at_least_one(p, b.inside))

    def top(m: Node, m_in: Theorem, at: Theorem) -> Theorem:
        others = where(b.s, lambda i: t.neg(t.eq(i, m)))
        with p.silent():
            tangents = p.sum_at_least(
                others,
                lambda i, _: p.have(
                    exp(M - 1 - W) >= exp(b.a(i)) * (M - W - b.a(i)),
                    p.exp_tangent(M - 1 - W - b.a(i)),
                    p.exp_positive(b.a(i)),
                ),
            )
            takes = [p.take(m_in, f) for f in (lambda i: exp(b.a(i)), lambda i: b.a(i) * exp(b.a(i)), lambda _: t.ONE)]
            same = [p.congruence(at, M, b.a(m), f) for f in (exp, lambda x: x * exp(x))]
            scaled = p.have(t.eq((card(b.s) - 1) * exp(M - 1 - W), W * exp(M)), equation)
            tail = sum_over(others, lambda i: exp(b.a(i)) * (M - W - b.a(i)))
            bound = p.have(W * exp(M) >= tail, tangents, takes[2], scaled)
        for symbol, meaning in (("m", m), ("others", others), ("W", W)):
            p.name(symbol, meaning)
        p.state(at, "M = aₘ", "some entry is the largest")
        p.state(scaled, "(n − 1) exp(M − 1 − W) = W exp(M)", "W exp(W) = (n − 1)/e defines W")
        p.state(
            bound,
            "W exp(M) ≥ ∑[i∈others] exp(aᵢ) (M − W − aᵢ)",
            "exp(x) ≥ 1 + x at x = M − 1 − W − aᵢ, times exp(aᵢ), summed over the others, i ≠ m",
            [scaled],
        )
        return p.have(b.A >= (M - W) * b.Z, tangents, *takes, *same, scaled)

    total = p.state(max_term(p, b, top), "∑ᵢ aᵢ exp(aᵢ) ≥ (M − W) Z", "the term of m added: its aₘ is M")
    return p.state(p.have(b.value >= M - W, total, b.unit, b.inverse_positive), "boltz(a) ≥ M − W", "", [total])


@dataclass(frozen=True)
class Entry:
    """One entry as a variable x: boltz(x) = (A' + x exp x)/(Z' + exp x), primes without entry i."""

    b: Boltz
    i: Node
    i_in: Theorem
    Z: Node  # Z'
    A: Node  # A'
    nonneg: Theorem  # Z' >= 0
    Z_split: Theorem  # Z = Z' + exp a(i)
    A_split: Theorem
    inverses: Theorem  # 1/(Z' + exp a(i)) = 1/Z

    def value(self, x: Node) -> Node:
        return (self.A + x * exp(x)) / (self.Z + exp(x))

    def first(self) -> Node:
        return deriv(self.value, self.b.a(self.i))

    def second(self) -> Node:
        return deriv(lambda y: deriv(self.value, y), self.b.a(self.i))


def entry_of(p: Proof, i: Node, i_in: Theorem) -> Entry:
    """The operator of the statement's vector a over [n] as a function of its entry i."""
    b = operator(p, p["n"], p["a"], i_in)
    others = where(b.s, lambda j: t.neg(t.eq(j, i)))
    with p.silent():
        nonneg = p.sum_at_least(others, lambda j, _: p.have(t.ge(exp(b.a(j))), p.exp_positive(b.a(j))))
        Z_split, A_split = p.take(i_in, lambda j: exp(b.a(j))), p.take(i_in, lambda j: b.a(j) * exp(b.a(j)))
    Z, A = sum_over(others, lambda j: exp(b.a(j))), sum_over(others, lambda j: b.a(j) * exp(b.a(j)))
    inverses = p.congruence(Z_split, b.Z, Z + exp(b.a(i)), t.inv)
    e = Entry(b, i, i_in, Z, A, nonneg, Z_split, A_split, inverses)
    abbreviate(p, b)
    for symbol, meaning in (
        ("i", i),
        ("Z′", Z),
        ("A′", A),
        ("p", lambda j: exp(b.a(j)) / b.Z),
        ("∂boltz/∂aᵢ", e.first()),
        ("∂²boltz/∂aᵢ²", e.second()),
    ):
        p.name(symbol, meaning)
    p.say(
        "Write pᵢ = exp(aᵢ)/Z, and Z′ and A′ for the sums of exp(aⱼ) and of aⱼ exp(aⱼ) over j ≠ i; as a function of "
        "x = aᵢ the operator is (A′ + x exp(x))/(Z′ + exp(x))."
    )
    return e


def denominator(p: Proof, e: Entry, x: Node) -> Theorem:
    """Z' + exp x > 0."""
    with p.silent():
        return p.have(t.gt(e.Z + exp(x)), e.nonneg, p.exp_positive(x))


def gradient(p: Proof, e: Entry) -> Theorem:
    """d boltz / d a_i = p_i (1 + a_i - boltz), with p_i = exp(a_i)/Z."""
    b, x = e.b, e.b.a(e.i)
    calculus = p.slope(e.value, x, denominator(p, e, x))
    p.state(
        calculus,
        "∂boltz/∂aᵢ = (1 + aᵢ) exp(aᵢ)/(Z′ + exp(aᵢ)) − (A′ + aᵢ exp(aᵢ)) exp(aᵢ)/(Z′ + exp(aᵢ))²",
        "quotient rule",
    )
    weight = exp(x) / b.Z
    square = p.have(t.eq(t.inv(e.Z + exp(x)) * t.inv(e.Z + exp(x)), t.inv(b.Z) * t.inv(b.Z)), e.inverses)
    slope = p.have(
        t.eq(e.first(), weight * (1 + x - b.value)), calculus, e.inverses, square, e.Z_split, e.A_split, b.unit
    )
    why = "Z = Z′ + exp(aᵢ), Z boltz(a) = A′ + aᵢ exp(aᵢ)"
    return p.state(slope, "∂boltz/∂aᵢ = pᵢ (1 + aᵢ − boltz(a))", why, [calculus])


def curvature(p: Proof, e: Entry) -> Theorem:
    """d^2 boltz / d a_i^2 = p_i ((1 - 2 p_i)(1 + a_i - boltz) + 1)."""
    b, x = e.b, e.b.a(e.i)

    def slope(y: Node) -> Theorem:
        return p.slope(e.value, y, denominator(p, e, y))

    def formula(y: Node) -> Node:
        v = t.inv(e.Z + exp(y))
        return (exp(y) + y * exp(y)) * v - (e.A + y * exp(y)) * v * v * exp(y)

    inner = p.slope_of_equal(slope, lambda y: deriv(e.value, y), formula, x)
    outer = p.slope(formula, x, denominator(p, e, x))
    v, w = t.inv(e.Z + exp(x)), t.inv(b.Z)
    powers = [e.inverses]
    for k in (2, 3):
        powers.append(p.have(t.eq(v**k, w**k), e.inverses, powers[-1]))
    weight = exp(x) / b.Z
    bend = p.have(
        t.eq(e.second(), weight * ((1 - 2 * weight) * (1 + x - b.value) + 1)),
        inner,
        outer,
        *powers,
        e.A_split,
        e.Z_split,
        b.unit,
    )
    return p.state(bend, "∂²boltz/∂aᵢ² = pᵢ ((1 − 2 pᵢ) (1 + aᵢ − boltz(a)) + 1)", "the quotient rule, twice")


def with_member(p: Proof, body: Callable[[Boltz], Theorem]) -> Theorem:
    """What follows about the operator of the statement's vector a over [n], which has a member."""
    n, a = p["n"], p["a"]
    size = p.have(t.gt(card(n)), p.given("n>=1"))
    return p.member_of(size, n, lambda e, e_in: body(operator(p, n, a, e_in)))


def settle_definedness(p: Proof, e: Entry) -> None:
    """n > 0, (n - 1)/e >= 0 and Z != 0, also with entry i moved anywhere."""
    with p.silent():
        x = t.var("x")
        moved = p.k.generalise(p.not_zero(denominator(p, e, x), e.Z + exp(x)), "real", "x")
        size = at_least_one(p, e.b.inside)
        some = p.have(t.gt(card(e.b.s)), size)
        scale = p.have(t.ge((card(e.b.s) - 1) * exp(-1)), size, p.exp_positive(t.lift(-1)))
        p.settle(p.not_zero(e.b.positive, e.b.Z), moved, some, scale)


def tenth(p: Proof, b: Boltz, e: Entry, low: Theorem) -> Theorem:
    """p_i < 1/10 from a_i < boltz - 9/4: Z >= exp M + exp a_i >= exp a_i (exp(9/4) + 1), and exp(9/4) > 9."""
    M, x = max_over(b.s, b.a), b.a(e.i)

    def two_terms(m: Node, m_in: Theorem, at: Theorem) -> Theorem:
        others = where(b.s, lambda j: t.neg(t.eq(j, m)))
        apart = p.implies(t.eq(e.i, m), lambda same: p.have(t.FALSE, gap, at, p.congruence(same, e.i, m, b.a)))
        i_in = p.in_where(e.i_in, apart, lambda j: t.neg(t.eq(j, m)))
        rest = where(others, lambda j: t.neg(t.eq(j, e.i)))
        nonneg = p.sum_at_least(rest, lambda j, _: p.have(t.ge(exp(b.a(j))), p.exp_positive(b.a(j))))
        splits = [p.take(inside, lambda j: exp(b.a(j))) for inside in (m_in, i_in)]
        return p.have(b.Z >= exp(M) + exp(x), nonneg, *splits, p.congruence(at, M, b.a(m), exp))

    with p.silent():
        gap = p.have(M - x - Fraction(9, 4) > 0, low, at_most(p, b, M, lambda j, j_in: p.at_most_max(j_in, b.a)))
        pair = max_term(p, b, two_terms)
        step = p.exp_monotone(gap, x + Fraction(9, 4), M)
        large = p.have(b.Z > 10 * exp(x), pair, step, exp_at_least(p, Fraction(9, 4), Fraction(9)), p.exp_positive(x))
        return p.have(t.gt(Fraction(1, 10) - exp(x) / b.Z), large, b.unit, b.inverse_positive)


def exp_at_least(p: Proof, x: Fraction, bound: Fraction) -> Theorem:
    """exp x >= bound for rationals: exp(x/2^k) >= 1 + x/2^k, squared k times (rounded down at each step)."""
    k = next(k for k in range(64) if (1 + x / 2**k) ** 2**k > bound * Fraction(101, 100))
    low, part = 1 + x / 2**k, x / 2**k
    theorem = p.exp_tangent(t.lift(part))
    for _ in range(k):
        square = Fraction(int(low * low * 10**5) - 1, 10**5)
        part *= 2
        theorem = p.have(exp(part) >= square, theorem, products=[(0, 0)])
        low = square
    return p.have(exp(x) >= bound, theorem)
