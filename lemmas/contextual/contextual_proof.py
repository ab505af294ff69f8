"""The contextual mapping theorem: the weights exist, for the sharp and for the corrected separation."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from varproof_lemmas.contextual.boltz import at_least_two
from varproof_lemmas.contextual.contextual_contexts import Contexts
from varproof_lemmas.contextual.contextual_distance import Distances
from varproof_lemmas.contextual.contextual_exists import Facts, put_in, some_weights, with_directions
from varproof_lemmas.contextual.contextual_lines import directions_and_weights
from varproof_lemmas.contextual.contextual_terms import log4, root, same_vocabulary
from varproof_lemmas.contextual.contextual_weights import (
    Dataset,
    Geometry,
    agree,
    dataset,
    differ,
    token,
)
from varproof_lemmas.contextual.signs import Function

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, lam, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node, exp
from varproof.proof.proof import Proof


def exists_weights(
    p: Proof, label: str, delta: Node, small: Callable[[Distances, Theorem, Theorem], Theorem]
) -> Theorem:
    """The claim `label`: some weights give a contextual mapping with separation delta <= (eps/47) exp(-2 r)."""
    with p.silent():
        logs = log4(p)

    def build(D: Dataset, g: Geometry, u: Function, w: Function, facts: Facts) -> Theorem:
        W = Contexts(p, D, g, u, w, facts, logs)
        directions_and_weights(W)
        conditions = p.both(W.bounded(), W.apart(delta, lambda two, wide: small(W, two, wide)))
        result = some_weights(W, p.goal(label), delta, conditions)
        with p.silent():
            base = p.have(t.gt(D.eps * D.low), D.eps_positive, D.low_positive, products=[(0, 1)])
            unit, inverse = p.inverse(base, D.eps * D.low)
            s_positive = p.have(t.gt(logs.s), logs.one)
            lam_ = logs.s * t.inv(D.eps * D.low)
            equation = p.have(t.eq(lam_ * D.eps * D.low, logs.s), unit)
            return put_in(W, result, lam_, equation, p.have(t.gt(lam_), s_positive, inverse, products=[(0, 1)]))

    return with_directions(p, build)


def defined(p: Proof, *facts: Theorem) -> None:
    """The domain conditions of the contextual mapping claims, with further facts for those of the separation."""
    D = dataset(p)
    with p.silent():
        low, eps = p.not_zero(D.low_positive, D.low), p.not_zero(D.eps_positive, D.eps)
        p.settle_definedness(low, eps, p.positive(4), p.nonempty[D.n], *facts)


def sharp_delta(p: Proof) -> Node:
    """(eps/47) exp(-log 4 m^3 high^2/(low eps))."""
    D, m = dataset(p), card(p["m"])
    return D.eps * Fraction(1, 47) * exp(-t.log(t.lift(4)) * m * m * m * D.high * D.high / D.low / D.eps)


def sharp_equal(p: Proof, W: Distances) -> Theorem:
    """W.sharp() = sharp_delta(p), by the equation of lam."""
    D, m = W.D, W.m
    unit_l, unit_e = p.k.inv(D.low_positive, D.low), p.k.inv(D.eps_positive, D.eps)
    power = W.logs.s * m * m * m * D.high * D.high / D.low / D.eps
    reach = p.have(t.eq(2 * W.reach, power), W.e_lam, unit_l, unit_e)
    same = p.congruence(reach, 2 * W.reach, power, lambda x: exp(-x))
    return p.have(t.eq(W.sharp(), sharp_delta(p)), same)


def sharp(p: Proof, label: str) -> None:
    """Prove the claim with separation (eps/47) 4^(-m^3 high^2/(low eps)), and that it is defined."""
    p.concise = True
    defined(p)

    def small(W: Distances, two: Theorem, wide: Theorem) -> Theorem:
        enough = p.have(t.ge(W.sharp() - sharp_delta(p)), sharp_equal(p, W))
        return p.state(enough, "δ ≤ (ε/47) exp(−2 r)", "2 r = log 4 m³ γₘₐₓ²/(γₘᵢₙ ε): they are equal", [W.e_lam])

    p.prove(exists_weights(p, label, sharp_delta(p), small))


def m4dA(p: Proof, D: Dataset) -> Node:
    """m^4 d high^2/(low eps)."""
    m = card(D.m)
    return m * m * m * m * card(D.d) * D.high * D.high / D.low / D.eps


def corrected(p: Proof, label: str) -> None:
    """Prove the claim with separation eps exp(-5 m^4 d high^2 log n/(low eps)): for n = 1 without attention, else below
    the sharp one, since log n >= log 2, m >= 2 and 2 high^2 >= low eps."""
    p.concise = True
    defined(p)
    D, m, size = dataset(p), card(p["m"]), card(p["d"])
    L = t.log(card(D.n))
    A = D.high * D.high / D.low / D.eps
    delta = D.eps * exp(-5 * L * m4dA(p, D))

    def small(W: Distances, two: Theorem, wide: Theorem) -> Theorem:
        s = W.logs.s
        L_low = p.by_contradiction(
            t.ge(2 * L - s),
            lambda no: p.have(
                t.FALSE,
                p.exp_monotone(p.have(t.gt(s - 2 * L), p.k.order(no)), 2 * L, s),
                W.logs.four,
                e_L,
                several,
                p.have(t.ge((card(D.n) - 2) * (card(D.n) + 2)), several, products=[(0, 0), (0,)]),
                p.k.arith([e_L], t.eq(exp(2 * L), card(D.n) * card(D.n)), [], [(exp(L) + card(D.n), 0)]),
            ),
        )
        unit_l, unit_e = p.k.inv(D.low_positive, D.low), p.k.inv(D.eps_positive, D.eps)
        inv_l, inv_e = p.inverse(D.low_positive, D.low)[1], p.inverse(D.eps_positive, D.eps)[1]
        product = p.have(
            t.ge(2 * D.high * D.high - D.low * D.eps),
            W.low_below_high,
            wide,
            D.eps_positive,
            D.low_positive,
            products=[(0, 1), (0, 2), (1, 3)],
        )
        A_half = p.have(
            t.ge(2 * A - D.low * t.inv(D.low) * D.eps * t.inv(D.eps)), product, inv_l, inv_e, products=[(0, 1, 2)]
        )
        one = p.have(
            t.eq(D.low * t.inv(D.low) * D.eps * t.inv(D.eps), 1),
            unit_l,
            p.k.arith(
                [unit_l],
                t.eq(D.low * t.inv(D.low) * D.eps * t.inv(D.eps), D.eps * t.inv(D.eps)),
                [],
                [(D.eps * t.inv(D.eps), 0)],
            ),
            unit_e,
        )
        A_half = p.have(t.ge(2 * A - 1), A_half, one)
        p.name("A", A)
        p.say("Let A = γₘₐₓ²/(γₘᵢₙ ε), so that δ = ε exp(−5 m⁴ d A log n).")
        p.state(L_low, "2 log n ≥ log 4", "n ≥ 2")
        p.state(A_half, "2 A ≥ 1", "γₘₐₓ > γₘᵢₙ and 2 γₘₐₓ > ε")
        return abstract(W, s, L, A, L_low, A_half, two)

    def abstract(W: Distances, s: Node, L_: Node, A_: Node, L_low: Theorem, A_half: Theorem, two: Theorem) -> Theorem:
        """5 m^4 d A L >= m^3 A s + 3 s, from 2 L >= s >= 1, 2 A >= 1, m >= 2, d >= 1."""
        dim = p.have(t.ge(size - 1), p.given("d>=1"))
        half = p.have(t.ge(A_ - Fraction(1, 2)), A_half)
        m3 = p.have(t.ge(m * m * m - 8), two, products=[(0, 0, 0), (0, 0), (0,)])
        m4 = p.have(t.ge(m * m * m * m - 2 * m * m * m), two, m3, products=[(0, 1), (0,)])
        dA = p.have(t.ge(size * A_ - A_), dim, half, products=[(0, 1), (0,)])
        s_one = W.logs.one
        m4_low = p.have(t.ge(m * m * m * m - 16), m4, m3)
        first = p.have(t.ge(m * m * m * m * (2 * L_ - s) - 16 * (2 * L_ - s)), m4_low, L_low, products=[(0, 1)])
        scaled = p.have(t.ge(m * m * m * m * (2 * L_ - s)), first, L_low)
        dA_low = p.have(t.ge(size * A_), dA, half)
        one = p.have(t.ge(size * A_ * m * m * m * m * (2 * L_ - s)), scaled, dA_low, products=[(0, 1)])
        m4s = p.have(t.ge(m * m * m * m * s), m4_low, s_one, products=[(0, 1), (0,), (1,)])
        two_ = p.have(t.ge(m * m * m * m * s * (size * A_ - A_)), m4s, dA, products=[(0, 1)])
        As = p.have(t.ge(A_ * s - s * Fraction(1, 2)), half, s_one, products=[(0, 1), (0,)])
        As_pos = p.have(t.ge(A_ * s), As, s_one)
        three = p.have(t.ge(A_ * s * (m * m * m * m - 2 * m * m * m)), m4, As_pos, products=[(0, 1)])
        four = p.have(t.ge(A_ * s * (m * m * m - 8)), m3, As_pos, products=[(0, 1)])
        total = p.have(
            t.ge(5 * L_ * m * m * m * m * size * A_ - m * m * m * A_ * s - 3 * s), one, two_, three, four, As, s_one
        )
        p.state(total, "5 log n m⁴ d A ≥ log 4 m³ A + 3 log 4", "m ≥ 2 and d ≥ 1", [L_low, A_half])
        low = p.exp_monotone(total, -5 * L_ * m * m * m * m * size * A_, -m * m * m * A_ * s - 3 * s)
        cube = p.have(t.eq(exp(-3 * s), Fraction(1, 64)), *cubes(W))
        product = p.k.arith(
            [cube],
            t.eq(exp(-m * m * m * A_ * s - 3 * s), Fraction(1, 64) * exp(-m * m * m * A_ * s)),
            [],
            [(exp(-m * m * m * A_ * s), 0)],
        )
        positive = p.exp_positive(-m * m * m * A_ * s)
        below = p.have(
            t.ge(W.sharp() - delta),
            p.have(
                t.ge(sharp_delta(p) - delta),
                p.have(
                    t.ge(Fraction(1, 47) * exp(-m * m * m * A_ * s) - exp(-5 * L_ * m * m * m * m * size * A_)),
                    low,
                    product,
                    positive,
                ),
                D.eps_positive,
                products=[(0, 1)],
            ),
            sharp_equal(p, W),
        )
        return p.state(below, "δ ≤ (ε/47) exp(−2 r)", "exp(−3 log 4) = 1/64 and 2 r = log 4 m³ A", [total, W.e_lam])

    def cubes(W: Distances) -> list[Theorem]:
        """exp(-s) = 1/4, exp(-2 s) = 1/16 and the link to exp(-3 s)."""
        s = W.logs.s
        q = W.logs.q
        q2 = p.k.arith([q], t.eq(exp(-2 * s), Fraction(1, 4) * exp(-s)), [], [(exp(-s), 0)])
        q3 = p.k.arith([q], t.eq(exp(-3 * s), Fraction(1, 4) * exp(-2 * s)), [], [(exp(-2 * s), 0)])
        return [q, q2, q3]

    with p.silent():
        e_L = p.log_exp(p.nonempty[D.n], card(D.n))
    goal = p.goal(label)

    def many(more: Theorem) -> Theorem:
        nonlocal several
        several = at_least_two(p, D.n, p.nonempty[D.n], more)
        with p.block("If n ≥ 2:"):
            return exists_weights(p, label, delta, small)

    def alone(few: Theorem) -> Theorem:
        with p.block("If n = 1, let all weights be 0, so that Y = X."):
            return without_attention(p, D, goal, delta, e_L, few)

    several = e_L
    p.prove(p.compare(card(D.n), t.ONE, alone, many))


def without_attention(p: Proof, D: Dataset, goal: Node, delta: Node, e_L: Theorem, few: Theorem) -> Theorem:
    """For n <= 1 all weights may be 0: the outputs are the tokens, and delta = eps."""
    L = t.log(card(D.n))
    one = p.k.antisym(p.have(t.ge(card(D.n) - 1), p.given("n>=1")), p.have(t.ge(1 - card(D.n)), few))
    inverse = p.have(t.ge(1 - exp(-L)), e_L, p.given("n>=1"), p.exp_positive(-L))
    zero = p.k.antisym(p.have(t.ge(L), p.exp_tangent(-L), inverse), p.have(t.ge(-L), p.exp_tangent(L), e_L, one))
    equal = p.have(t.eq(delta, D.eps), p.congruence(zero, L, t.ZERO, lambda x: D.eps * exp(-5 * x * m4dA(p, D))))
    for symbol, meaning in (("n", D.n), ("ε", D.eps), ("δ", delta), ("γₘₐₓ", D.high)):
        p.name(symbol, meaning)
    p.state(zero, "log n = 0")
    p.state(equal, "δ = ε", "δ = ε exp(−5 m⁴ d γₘₐₓ² log n/(γₘᵢₙ ε))", [zero])

    def alike(x: Node, x_in: Theorem, y: Node, y_in: Theorem) -> Theorem:
        """All indices are equal."""

        def absurd(no: Theorem) -> Theorem:
            inside = p.in_where(
                y_in, p.implies(t.eq(y, x), lambda h: p.false(p.have(t.eq(x, y), h), no)), lambda z: t.neg(t.eq(z, x))
            )
            others = where(D.n, lambda z: t.neg(t.eq(z, x)))
            rest = p.sum_at_least(where(others, lambda z: t.neg(t.eq(z, y))), lambda *_: p.have(t.ge(t.ONE)))
            return p.have(t.FALSE, p.take(x_in, lambda _: t.ONE), p.take(inside, lambda _: t.ONE), rest, few)

        return p.by_contradiction(t.eq(x, y), absurd)

    def pair(i: Node, i_in: Theorem, j: Node, j_in: Theorem, k: Node, k_in: Theorem, l: Node, l_in: Theorem) -> Theorem:
        unequal = differ(D.d, token(D, i, k), token(D, j, l))
        sets = same_vocabulary(D, i, j)
        either = p.k.assume(t.disj(t.neg(sets), unequal))

        def same_sets(none: Theorem) -> Theorem:
            every = p.forall(
                D.d,
                lambda c, c_in: p.by_contradiction(
                    t.eq(D.X(i, k, c), D.X(j, l, c)),
                    lambda x: p.false(p.some(D.d, lambda e: t.neg(t.eq(D.X(i, k, e), D.X(j, l, e))), c, c_in, x), none),
                ),
            )

            def here(x: Node, x_in: Theorem, y: Node, y_in: Theorem) -> Theorem:
                first = p.equal(
                    alike(k, k_in, x, x_in), k, x, lambda z: agree(D.d, token(D, i, z), token(D, j, l)), every
                )
                return p.equal(
                    alike(l, l_in, y, y_in), l, y, lambda z: agree(D.d, token(D, i, x), token(D, j, z)), first
                )

            forth = p.forall(
                D.n,
                lambda x, x_in: p.some(
                    D.n, lambda y: agree(D.d, token(D, i, x), token(D, j, y)), l, l_in, here(x, x_in, l, l_in)
                ),
            )
            back = p.forall(
                D.n,
                lambda y, y_in: p.some(
                    D.n, lambda x: agree(D.d, token(D, i, x), token(D, j, y)), k, k_in, here(k, k_in, y, y_in)
                ),
            )
            return p.both(forth, back)

        def absurd(none: Theorem) -> Theorem:
            same = same_sets(none)
            return p.false(p.k.mp(either, p.implies(t.neg(sets), lambda h: p.false(same, h))), none)

        no = p.by_contradiction(unequal, absurd)
        far = p.use(D.apart, i, i_in, k, k_in, j, j_in, l, l_in, no)
        distance = root(D.d, lambda c: D.X(i, k, c) - D.X(j, l, c))
        p.name("‖Y(i, k) − Y(j, l)‖", distance)
        line, why = "‖Y(i, k) − Y(j, l)‖ > δ", "different tokens are ε apart, and V(i) ≠ V(j) means X(i, k) ≠ X(j, l)"
        return p.k.discharge(p.state(p.have(distance > delta, far, equal), line, why, [equal]), either.concl)

    def short(i: Node, i_in: Theorem, k: Node, k_in: Theorem) -> Theorem:
        size = root(D.d, token(D, i, k))
        p.name("‖Y(i, k)‖", size)
        below = p.have(size < D.high + D.eps * Fraction(1, 4), p.use(D.under, i, i_in, k, k_in), D.eps_positive)
        return p.state(below, "‖Y(i, k)‖ < γₘₐₓ + ε/4", "‖X(i, k)‖ < γₘₐₓ")

    bounded = p.forall(D.N, lambda i, i_in: p.forall(D.n, lambda k, k_in: short(i, i_in, k, k_in)))
    apart = p.forall(
        D.N,
        lambda i, i_in: p.forall(
            D.N,
            lambda j, j_in: p.forall(
                D.n, lambda k, k_in: p.forall(D.n, lambda l, l_in: pair(i, i_in, j, j_in, k, k_in, l, l_in))
            ),
        ),
    )
    values = [lam(lambda *_: t.ZERO, 2)] * 4
    formulas = [goal]
    for v in values:
        formulas.append(p.opened_some(formulas[-1], v))
    result = p.both(bounded, apart)
    for formula, v in zip(reversed(formulas[:-1]), values, strict=True):
        result = p.some_function(formula, v, result)
    return result
