"""lem:projection. One direction keeps all differences of a finite set visible.

For a finite set V of m >= 2 vectors in R^d some unit vector u has, for all v, v' in V,

    c |v - v'|  <=  |<u, v - v'>|  <=  |v - v'|,    c = (1/m^2) sqrt(8/(pi d))   (stated, after Park21),
                                                    c = 2/(m (m - 1))           (sharpened: larger, and free of d).

Why: of all signed sums of the normalised differences take a longest, S (Bang). Flipping one sign does not lengthen it,
so |<S, w>| >= 1 for each normalised difference w, and |S| is at most their number m (m - 1)/2; u = S/|S|.
"""

from fractions import Fraction

from varproof_lemmas.contextual.direction import at_most_root, inner, length
from varproof_lemmas.contextual.signs import Function
from varproof_lemmas.contextual.spread import difference, spread_direction

from varproof.lang import Abs, And, Entry, Eq, Exists, ForAll, Implies, Index, Ne, Q, Source, Sum, norm, pi, sqrt
from varproof.lang import Array as Vector
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, func, lam, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof

entry = Entry(
    "lem:projection",
    "A direction that keeps all differences of a finite set visible",
    source=Source(after="Park21", text="reconstructed"),
    note="The sharpened constant does not depend on the dimension and is never below the stated one.",
)


def projection(s, constant):
    """State it in the block s with the constant(m, d)."""
    m, d = s.size("m", least=2), s.size("d")
    v = s.mat("v", m, d)
    a, b, c = Index("a", m), Index("b", m), Index("c", d)
    u = Vector("u", d)
    distance = norm(v[a, c] - v[b, c], c)
    seen = Abs(Sum(u[c] * (v[a, c] - v[b, c]), c))
    s.assume("different", ForAll(a, b, Implies(Ne(a, b), Exists(c, Ne(v[a, c], v[b, c])))))
    s.constant("factor", constant(m, d), side="lower")
    s.claim(
        "direction",
        Exists(u, And(Eq(norm(u[c], c), 1), ForAll(a, b, And(constant(m, d) * distance <= seen, seen <= distance)))),
    )
    e = Index("e", d)
    along = Abs(v[a, e] - v[b, e])
    axis = Exists(e, ForAll(a, b, constant(m, d) * distance <= along))
    s.false("along an axis", claims={"direction": axis}, at=dict(v=[[0, 0], [1, 0], [0, 1]]))
    full = Exists(e, ForAll(a, b, distance <= along))
    s.false("all of the distance", claims={"direction": full}, at=dict(v=[[0, 0], [1, 1]]))
    s.instance("two points", v=[[0], [1]])
    s.instance("collinear", v=[[0, 0], [1, 1], [3, 3]])
    s.instance("steps of very different lengths", v=[[0], [Q(1, 10**30)], [10**30]])
    s.instance("opposite pairs", v=[[1, 0], [-1, 0], [0, 1], [0, -1]])
    s.instance("a simplex", v=[[1, 0, 0], [0, 1, 0], [0, 0, 1]])


with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    projection(s, lambda m, d: 1 / m**2 * sqrt(8 / (pi * d)))

with entry.variant("sharpened", expect="PROVED", evidence=["kernel"]) as s:
    projection(s, lambda m, d: 2 / (m * (m - 1)))


@entry.proof("stated")
def with_dimension(p: Proof) -> None:
    """sqrt(8/(pi d)) <= 2 since pi > 2 and d >= 1, and 1/m^2 <= 1/(m (m - 1))."""
    p.concise = True
    size, dim = card(p["m"]), card(p["d"])
    with p.silent():
        two, one = p.given("m>=2"), p.given("d>=1")
        pi_low, _ = p.pi_bounds()
        pi_d = p.have(t.ge(t.PI * dim - 3), pi_low, one, products=[(0, 1), (0,), (1,)])
        pi_positive = p.have(t.gt(t.PI * dim), pi_d)
        unit, inverse = p.inverse(pi_positive, t.PI * dim)
        inside = 8 * t.inv(t.PI * dim)
        nonneg = p.have(t.ge(inside), inverse)
        square = p.k.special(nonneg, "sqrt", 0, inside)
        root = t.fn("sqrt", inside)
        four = p.have(
            t.ge(4 - inside), p.have(t.ge(t.inv(t.PI * dim) * (t.PI * dim - 3)), pi_d, inverse, products=[(0, 1)]), unit
        )
        small = at_most_root(
            p, p.have(t.ge(t.lift(4) - root * root), four, square), root, t.lift(2), p.have(t.ge(t.lift(2)))
        )
        square_positive = p.have(t.gt(size * size), two, products=[(0, 0), (0,)])
        unit_m, inverse_m = p.inverse(square_positive, size * size)
        product = p.have(t.gt(size * (size - 1)), two, products=[(0, 0), (0,)])
        unit_p, inverse_p = p.inverse(product, size * (size - 1))
        less = p.have(
            t.ge(size * size * t.inv(size * (size - 1)) - 1),
            unit_p,
            p.have(t.ge(size * t.inv(size * (size - 1))), two, inverse_p, products=[(0, 1), (1,)]),
        )
        fewer = p.have(t.ge(t.inv(size * (size - 1)) - t.inv(size * size)), less, inverse_m, unit_m, products=[(0, 1)])
        bound = p.have(
            t.ge(2 * t.inv(size * (size - 1)) - t.inv(size * size) * root),
            fewer,
            small,
            inverse_m,
            products=[(1, 2), (0,)],
        )
    for symbol, meaning in (("π", t.PI), ("d", p["d"]), ("m", p["m"]), ("√(8/(π d))", root)):
        p.name(symbol, meaning)
    p.state(pi_d, "π d ≥ 3", "π > 3")
    p.state(small, "√(8/(π d)) ≤ 2", "8/(π d) ≤ 4", [pi_d])
    line = p.state(bound, "2/(m (m − 1)) ≥ √(8/(π d))/(m²)", "m (m − 1) ≤ m²", [small])
    defined = p.not_zero(square_positive, size * size), p.not_zero(pi_positive, t.PI * dim), nonneg
    direction(p, t.inv(size * size) * root, line, *defined, line="|⟨u, x⟩| ≥ √(8/(π d)) ‖x‖/(m²)")


@entry.proof("sharpened")
def without_dimension(p: Proof) -> None:
    p.concise = True
    constant = 2 * t.inv(card(p["m"]) * (card(p["m"]) - 1))
    direction(p, constant, p.have(t.ge(constant - constant)))


def direction(p: Proof, constant: Node, bound: Theorem, *defined: Theorem, line: str = "") -> None:
    """Prove the claim for a constant that is at most 2/(m (m - 1)), by `bound`; `line` says what it gives."""
    m, d, v = p["m"], p["d"], p["v"]
    size = card(m)
    two = p.given("m>=2")
    product = p.have(t.gt(size * (size - 1)), two, products=[(0, 0), (0,)])
    p.settle_definedness(p.not_zero(product, size * (size - 1)), *defined)
    different = p.given("different")

    def positive(a: Node, a_in: Theorem, b: Node, b_in: Theorem, no: Theorem) -> Theorem:
        """|v_a - v_b|^2 > 0, from a coordinate that differs."""
        gap = difference(v, a, b)

        def coordinate(c: Node, c_in: Theorem, unequal: Theorem) -> Theorem:
            rest = p.sum_at_least(
                where(d, lambda e: t.neg(t.eq(e, c))), lambda e, _: p.have(t.ge(gap(e) * gap(e)), squares=[gap(e)])
            )
            apart = p.implies(t.eq(gap(c)), lambda h: p.false(p.have(t.eq(v(a, c), v(b, c)), h), unequal))
            unit = p.k.inv(apart, gap(c))
            square = p.by_contradiction(
                t.gt(gap(c) * gap(c)),
                lambda h: p.k.arith(
                    [p.k.order(h), unit],
                    t.FALSE,
                    [(Fraction(1), t.ONE, ()), (Fraction(1), t.inv(gap(c)), (0,))],
                    [(gap(c) * t.inv(gap(c)) + 1, 1)],
                ),
            )
            return p.have(t.gt(length(d, gap)), square, rest, p.take(c_in, lambda e: gap(e) * gap(e)))

        return p.obtain(p.use(different, a, a_in, b, b_in, no), coordinate)

    def scaled(name: str, both: Theorem) -> Theorem:
        """u = S/|S|."""
        S = func(name)
        far, short = p.left(both), p.right(both)
        r, r_square, r_nonneg = p.norm(d, S)
        r_pos = p.member_of(p.nonempty[m], m, lambda a, a_in: not_null(a, a_in, S, far, r, r_square, r_nonneg))
        unit = p.k.inv(r_pos, r)
        i = t.inv(r)

        def u(c: Node) -> Node:
            return S(c) * i

        ii = p.have(t.eq(i * i * r * r, 1), unit)
        one = p.have(t.eq(length(d, u), 1), ii, r_square)
        n, n_square, n_nonneg = p.norm(d, u)
        plus = p.have(t.gt(n + 1), n_nonneg)
        norm_one = p.have(t.eq(n, 1), p.have(t.eq((n - 1) * (n + 1)), n_square, one), p.k.inv(plus, n + 1))
        for symbol, meaning in (("‖S‖", r), ("‖u‖", n), ("m", m)):
            p.name(symbol, meaning)
        p.say("So with w = (v(a) − v(b))/‖v(a) − v(b)‖: S sees all differences, and S ≠ 0. Let u = S/‖S‖.")
        p.state(r_pos, "‖S‖ > 0", "m ≥ 2, and S sees a difference")
        p.state(norm_one, "‖u‖ = 1", "", [r_pos])
        few = p.have(
            t.ge(size * (size - 1) - 2 * r),
            at_most_root(
                p,
                p.have(t.ge((size * size - size) * (size * size - size) - 4 * r * r), short, r_square),
                2 * r,
                size * size - size,
                p.have(t.ge(size * size - size), product),
            ),
        )

        def pair(a: Node, a_in: Theorem, b: Node, b_in: Theorem) -> Theorem:
            gap = difference(v, a, b)
            z = inner(d, u, gap)
            D, D_square, D_nonneg = p.norm(d, gap)
            seen, seen_square, seen_nonneg = p.root(z)
            upper, lower = t.ge(D - seen), t.ge(seen - constant * D)

            def same(h: Theorem) -> Theorem:
                """a = b: both sides are 0."""
                at = p.sum_equal(
                    d, lambda c, _: p.have(t.eq(gap(c) * gap(c)), p.congruence(h, a, b, lambda q: v(q, c)))
                )
                zero = p.zero_of_square(D, p.have(t.ge(-D * D), D_square, at))
                inside = p.sum_equal(
                    d, lambda c, _: p.have(t.eq(u(c) * gap(c)), p.congruence(h, a, b, lambda q: v(q, c)))
                )
                seen_zero = p.zero_of_square(
                    seen,
                    p.have(
                        t.ge(-seen * seen),
                        seen_square,
                        p.congruence(p.have(t.eq(z), inside), z, t.ZERO, lambda q: q * q),
                    ),
                )
                return p.both(p.have(lower, zero, seen_zero), p.have(upper, zero, seen_zero))

            def apart(no: Theorem) -> Theorem:
                size_pos = positive(a, a_in, b, b_in, no)
                cs = cauchy(p, d, u, gap, size_pos)
                up = at_most_root(
                    p, p.have(t.ge(D * D - seen * seen), cs, one, D_square, seen_square), seen, D, D_nonneg
                )
                zS = inner(d, S, gap)
                big = p.use(far, a, a_in, b, b_in, no)
                for symbol, meaning in (
                    ("⟨S, x⟩", zS),
                    ("⟨u, x⟩", z),
                    ("‖x‖²", length(d, gap)),
                    ("‖x‖", D),
                ):
                    p.name(symbol, meaning)
                p.say("Let x = v(a) − v(b) with a ≠ b. (For a = b both sides are 0.)")
                p.state(up, "|⟨u, x⟩| ≤ ‖x‖", "Cauchy–Schwarz", [norm_one])
                p.state(big, "⟨S, x⟩² ≥ ‖x‖²", "⟨S, w⟩² ≥ 1 for w = ± x/‖x‖")
                z_is = p.have(t.eq(z * z * r * r, zS * zS), ii)
                wide = p.have(t.ge((seen * r) * (seen * r) - D * D), big, z_is, seen_square, D_square)
                seen_r = p.have(t.ge(seen * r), seen_nonneg, r_pos, products=[(0, 1)])
                reach = at_most_root(p, wide, D, seen * r, seen_r)
                pairs_unit, pairs_inverse = p.inverse(product, size * (size - 1))
                p.state(reach, "‖x‖ ≤ |⟨u, x⟩| ‖S‖", "u = S/‖S‖", [big])
                p.state(few, "2 ‖S‖ ≤ m² − m", "‖S‖ is at most the number K of pairs")
                more = p.have(t.ge(seen * size * (size - 1) - 2 * D), reach, few, seen_nonneg, products=[(1, 2)])
                least = t.ge(seen - 2 * t.inv(size * (size - 1)) * D)
                sharp = p.have(least, more, pairs_inverse, pairs_unit, products=[(0, 1)])
                p.state(sharp, "|⟨u, x⟩| ≥ 2 ‖x‖/(m (m − 1))", "", [reach, few])
                least_ = p.have(lower, sharp, bound, D_nonneg, products=[(1, 2)])
                if line:
                    p.state(least_, line, "", [sharp, bound])
                return p.both(least_, p.have(upper, up))

            return p.cases(t.eq(a, b), same, apart)

        pairs = p.forall(m, lambda a, a_in: p.forall(m, lambda b, b_in: pair(a, a_in, b, b_in)))
        return p.some_function(p.goal("direction"), lam(u), p.both(norm_one, pairs))

    def not_null(
        a: Node, a_in: Theorem, S: Function, far: Theorem, r: Node, r_square: Theorem, r_nonneg: Theorem
    ) -> Theorem:
        """|S| > 0: some difference is not 0 and has <S, difference>^2 >= |difference|^2."""
        others = where(m, lambda b: t.neg(t.eq(b, a)))
        some = p.have(t.gt(card(others)), p.take(a_in, lambda _: t.ONE), two)

        def other(b: Node, b_in: Theorem) -> Theorem:
            gap = difference(v, a, b)
            no = p.implies(t.eq(a, b), lambda h: p.false(p.have(t.eq(b, a), h), p.holds(b_in)))
            size_pos = positive(a, a_in, b, p.base(b_in), no)
            cs = cauchy(p, d, S, gap, size_pos)
            big = p.use(far, a, a_in, b, p.base(b_in), no)
            return p.by_contradiction(
                t.gt(r), lambda h: p.have(t.FALSE, cs, big, size_pos, r_square, p.k.antisym(r_nonneg, p.k.order(h)))
            )

        return p.member_of(some, others, other)

    p.prove(p.obtain_function(spread_direction(p, d, m, v, positive), scaled))


def cauchy(p: Proof, d: Node, u: Function, x: Function, x_positive: Theorem) -> Theorem:
    """<u, x>^2 <= |u|^2 |x|^2 for |x|^2 > 0: from | |x|^2 u - <u, x> x |^2 >= 0."""
    z, size = inner(d, u, x), length(d, x)
    gap = p.sum_at_least(
        d,
        lambda c, _: p.k.arith(
            [], t.ge((size * u(c) - z * x(c)) * (size * u(c) - z * x(c))), [(Fraction(1), size * u(c) - z * x(c), ())]
        ),
    )
    _, inverse = p.inverse(x_positive, size)
    unit = p.k.inv(x_positive, size)
    return p.have(t.ge(length(d, u) * size - z * z), gap, inverse, unit, products=[(0, 1)])
