"""lem:boltz-temperatures. Different sets have different Boltzmann means at almost all of any temperatures:

for a, b in [-R, R]^n that differ as sets, whose different entries are g apart, and K numbers x_k in (0, 1/R],

    |boltz(x_k a) - boltz(x_k b)| <= x_k delta   for fewer than 2^(n^2) - 1 of the x_k, if they are s apart,
    delta = (R/n) (4 e^6/(R s))^(-n^2) (4 e n R/g)^(-(2 n - 1)) e^(-6)                                      (stated)

    and for at most (2 n^2 + 1)(n^2 + 2) of them, if x_k = k s and 2 R s <= 1,
    delta = (g/n^2) (2 e^2/(g s))^(-n^2) e^(-5)                                                             (sharpened)

Where lem:boltz-separation takes scores so large that exp(-2 r) is what remains, here they are at most 1, and delta is
a power of g/R. Why: boltz(x a)/x is the logarithmic derivative of Z_a(x) = sum_i exp(a_i x), so that the difference
times Z_a Z_b is an exponential sum H with n^2 terms. Stated: if H is small at that many points, it is small everywhere
(lem:small-exponential-sums); then Z_a/Z_b is close to its value 1 at 0, but a frequency that only one has shows.
Sharpened: |H| crosses a level at most 2 n^2 times, so that H is small at n^2 + 1 points in a row; its largest frequency
shows.
"""

from varproof_lemmas.contextual.ladder import Values
from varproof_lemmas.contextual.means import mean
from varproof_lemmas.contextual.separation_choice import Choice, Stated, reversed_gap
from varproof_lemmas.contextual.temperature_runs import Runs, close_square, most, run_scales
from varproof_lemmas.contextual.temperature_scales import few, scales
from varproof_lemmas.contextual.temperatures import temperatures
from varproof_lemmas.model import boltz
from varproof_lemmas.support.counting import no_more

from varproof.lang import Abs, And, Entry, Exists, ForAll, Implies, Index, Lam, Ne, Or, Pos, Q, Source, Sum, exp, log
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof

entry = Entry(
    "lem:boltz-temperatures",
    "The Boltzmann operator separates different sets at most temperatures",
    source=Source(text="ours"),
    uses=[
        "def:boltzmann",
        "def:softmax",
        "lem:exponential-coefficient",
        "lem:exponential-sign-changes",
        "lem:small-exponential-sums",
    ],
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n, K = s.size("n"), s.size("K")
    a, b, x = s.vec("a", n), s.vec("b", n), s.vec("x", K)
    R, g, step = s.real("R"), s.real("g"), s.real("s")
    i, j, k, l = Index("i", n), Index("j", n), Index("k", K), Index("l", K)
    power = n**2 * (6 + log(4 / (R * step))) + (2 * n - 1) * (1 + log(4 * n * R / g))
    delta = R / n * exp(-6 - power)
    distance = Abs(boltz(Lam(i, x[k] * a[i])) - boltz(Lam(i, x[k] * b[i])))
    one = dict(a=[1], b=[-1], x=[Q(1, 4), Q(3, 4)], R=1, g=2, s=Q(1, 2))
    s.assume("range", ForAll(i, And(Abs(a[i]) <= R, Abs(b[i]) <= R)))
    s.assume("radius", R > 0)
    s.assume("gap", g > 0)
    s.assume("apart-a", ForAll(i, j, Implies(Ne(i, j), Abs(a[i] - a[j]) >= g)))
    s.assume("apart-b", ForAll(i, j, Implies(Ne(i, j), Abs(b[i] - b[j]) >= g)))
    s.assume(
        "apart-ab",
        ForAll(i, j, Implies(Ne(a[i], b[j]), Abs(a[i] - b[j]) >= g)),
        needed_at=dict(one, b=[1 - Q(1, 10**9)]),
    )
    s.assume(
        "different",
        Or(Exists(i, ForAll(j, Ne(a[i], b[j]))), Exists(j, ForAll(i, Ne(a[i], b[j])))),
        needed_at=dict(one, b=[1], x=[Q(1, 4), Q(1, 2), Q(3, 4)], s=Q(1, 4)),
    )
    s.assume("positive", ForAll(k, And(0 < x[k], x[k] * R <= 1)), needed_at=dict(one, x=[0]))
    s.assume("step", And(0 < step, step * R <= 1))
    s.assume("apart-x", ForAll(k, l, Implies(Ne(k, l), Abs(x[k] - x[l]) >= step)))
    s.claim("few", Sum(1, k, where=distance <= x[k] * delta) + 1 < exp(n**2 * log(2)))
    s.constant("separation", delta, side="lower")

    s.instance("one entry each", **one)
    s.instance("two entries", a=[1, 0], b=[0, -1], x=[Q(1, 4), Q(3, 4)], R=1, g=1, s=Q(1, 2))
    s.instance("one in common", a=[1, -1], b=[1, 0], x=[Q(1, 8), Q(1, 4), 1], R=1, g=1, s=Q(1, 8))
    s.false("R for delta", claims={"few": Sum(1, k, where=distance <= x[k] * R * 4) + 1 < exp(n**2 * log(2))}, at=one)
    s.false("one fewer", claims={"few": Sum(1, k, where=distance <= x[k] * delta) + 2 < exp(n**2 * log(2))}, at=one)


with entry.variant("sharpened", expect="PROVED", evidence=["kernel"]) as s:
    n, K = s.size("n"), s.size("K")
    a, b = s.vec("a", n), s.vec("b", n)
    R, g, step = s.real("R"), s.real("g"), s.real("s")
    i, j, k = Index("i", n), Index("j", n), Index("k", K)
    x = Pos(k) * step
    delta = g / n / n * exp(-5 - n**2 * (2 + log(2 / (g * step))))
    distance = Abs(boltz(Lam(i, x * a[i])) - boltz(Lam(i, x * b[i])))
    many = (2 * n**2 + 1) * (n**2 + 2)
    one = dict(a=[1], b=[-1], K=2, R=1, g=2, s=Q(1, 2))
    s.assume("range", ForAll(i, And(Abs(a[i]) <= R, Abs(b[i]) <= R)))
    s.assume("radius", R > 0)
    s.assume("gap", g > 0)
    s.assume("apart-a", ForAll(i, j, Implies(Ne(i, j), Abs(a[i] - a[j]) >= g)))
    s.assume("apart-b", ForAll(i, j, Implies(Ne(i, j), Abs(b[i] - b[j]) >= g)))
    s.assume(
        "apart-ab",
        ForAll(i, j, Implies(Ne(a[i], b[j]), Abs(a[i] - b[j]) >= g)),
        needed_at=dict(one, b=[1 - Q(1, 10**9)], K=10, s=Q(1, 10)),
    )
    s.assume(
        "different",
        Or(Exists(i, ForAll(j, Ne(a[i], b[j]))), Exists(j, ForAll(i, Ne(a[i], b[j])))),
        needed_at=dict(one, b=[1], K=10, s=Q(1, 10)),
    )
    s.assume("step", And(0 < step, 2 * R * step <= 1))
    s.assume("grid", K * step * R <= 1)
    s.claim("few", Sum(1, k, where=distance <= x * delta) <= many)
    s.constant("separation", delta, side="lower")

    s.instance("one entry each", **one)
    s.instance("two entries", a=[1, 0], b=[0, -1], K=8, R=1, g=1, s=Q(1, 8))
    s.instance("one in common", a=[1, -1], b=[1, 0], K=60, R=1, g=1, s=Q(1, 64))
    s.false("the same set", drop=["different"], at=dict(one, b=[1], K=10, s=Q(1, 10)))
    s.false(
        "R for delta", claims={"few": Sum(1, k, where=distance <= x * R * 4) <= many}, at=dict(one, K=10, s=Q(1, 10))
    )


@entry.proof("stated")
def proof(p: Proof) -> None:
    n, K, a, b, x, R, g, s = (p[name] for name in ("n", "K", "a", "b", "x", "R", "g", "s"))
    N = card(n)
    R_positive, g_positive, size = p.given("radius"), p.given("gap"), p.given("n>=1")
    with p.silent():
        s_positive, s_small = p.left(p.given("step")), p.right(p.given("step"))
        product = p.have(t.gt(R * s), R_positive, s_positive, products=[(0, 1)])
        unit, inverse = p.inverse(product, R * s)
        Y, V = 4 / (R * s), 4 * N * R / g
        Y_positive = p.have(t.gt(Y), inverse)
        g_unit, g_inverse = p.inverse(g_positive, g)
        V_positive = p.have(t.gt(V), p.nonempty[n], R_positive, g_inverse, products=[(0, 1, 2)])
        values, facts = scales(
            p, n, size, R, R_positive, g, g_positive, s, s_positive, s_small, Y, Y_positive,
            p.have(t.eq(Y * R * s, 4), unit), V, V_positive, p.k.arith([g_unit], t.eq(V * g, 4 * N * R), [],
            [(4 * N * R, 0)]),
        )  # fmt: skip
        theorem = p.use(temperatures(p, n, size), *values, *facts)
        delta = values[9]
        p.settle_definedness(
            p.not_zero(product, R * s), p.not_zero(R_positive, R), p.not_zero(g_positive, g), Y_positive, V_positive,
            p.positive(2),
        )  # fmt: skip

        def distance(k: Node) -> Node:
            return x(k) * mean(n, a, x(k)) - x(k) * mean(n, b, x(k))

        B = where(K, lambda k: p.root(distance(k))[0] <= x(k) * delta)
        apart = p.forall(B, lambda k, k_in: p.forall(B, lambda l, l_in: apart_points(p, k, k_in, l, l_in)))
        near = p.forall(B, lambda k, k_in: close(p, k, k_in, values[3], delta, distance(k), R_positive, facts[3]))
        sizes = ranges(p, a, True), ranges(p, b, False)
        gaps = own(p, a, "apart-a"), own(p, b, "apart-b")
        result = few(p, theorem, n, a, b, B, x, apart, near, sizes, gaps, cross(p), p.given("different"))
    p.say(
        "With Z_a(x) = ∑ᵢ exp(aᵢ x), boltz(x a)/x is Z_a′/Z_a. Were it close to Z_b′/Z_b at 2^(n²) − 1 of the xₖ, then "
        "Z_a′ Z_b − Z_a Z_b′, an exponential sum of n² terms, would be small on [0, 1/R], Z_a/Z_b close to 1 there, "
        "and Z_a − Z_b small; but there is a frequency that only one of them has, and it has coefficient 1."
    )
    p.prove(p.show(result, "lem:small-exponential-sums, with frequencies at most 2 R"))


def apart_points(p: Proof, k: Node, k_in: Theorem, l: Node, l_in: Theorem) -> Theorem:
    x = p["x"]

    def gap(no: Theorem) -> Theorem:
        return reversed_gap(p, p.use(p.given("apart-x"), k, p.base(k_in), l, p.base(l_in), no), x(k) - x(l))

    return p.implies(t.neg(t.eq(k, l)), gap)


def close(
    p: Proof, k: Node, k_in: Theorem, L: Node, delta: Node, distance: Node, R_positive: Theorem, unit: Theorem
) -> Theorem:
    """x_k in [0, L] and |m_a - m_b| <= delta from |x_k (m_a - m_b)| <= x_k delta."""
    x = p["x"]
    place, small = p.use(p.given("positive"), k, p.base(k_in)), p.holds(k_in)
    positive, high = p.left(place), p.right(place)
    short = p.by_contradiction(
        t.ge(L - x(k)), lambda no: p.have(t.FALSE, p.k.order(no), high, R_positive, unit, products=[(0, 2)])
    )
    both = gaps(p, x(k), small, positive, delta, distance)
    return p.both(p.have(t.ge(x(k)), positive), p.both(short, p.both(*both)))


def gaps(p: Proof, x: Node, small: Theorem, positive: Theorem, delta: Node, distance: Node) -> tuple[Theorem, Theorem]:
    """|m_a(x) - m_b(x)| <= delta, as two relations, from |x (m_a - m_b)| <= x delta (small) and x > 0."""
    gap = mean(p["n"], p["a"], x) - mean(p["n"], p["b"], x)

    def side(sign: int) -> Theorem:
        wide = p.have(t.ge(x * (delta - sign * gap)), small, p.abs_at_least(sign * distance))
        return p.by_contradiction(
            t.ge(delta - sign * gap),
            lambda no: p.have(t.FALSE, wide, p.k.order(no), positive, products=[(1, 2)]),
        )

    return side(1), side(-1)


def ranges(p: Proof, v: Values, first: bool) -> Theorem:
    """-R <= v_i <= R."""
    R = p["R"]

    def one(i: Node, i_in: Theorem) -> Theorem:
        both = p.use(p.given("range"), i, i_in)
        small = p.left(both) if first else p.right(both)
        return p.both(
            p.have(t.ge(R + v(i)), small, p.abs_at_least(-v(i))), p.have(t.ge(R - v(i)), small, p.abs_at_least(v(i)))
        )

    return p.forall(p["n"], one)


def squared(p: Proof, far: Theorem, v: Node) -> Theorem:
    """v^2 >= g^2 from |v| >= g."""
    g = p["g"]
    _, square, _ = p.root(v)
    return p.have(t.ge(v * v - g * g), far, p.given("gap"), square, products=[(0, 0), (0, 1)])


def own(p: Proof, v: Values, label: str) -> Theorem:
    n = p["n"]

    def pair(i: Node, i_in: Theorem, j: Node, j_in: Theorem) -> Theorem:
        far = p.given(label)
        return p.implies(t.neg(t.eq(i, j)), lambda no: squared(p, p.use(far, i, i_in, j, j_in, no), v(i) - v(j)))

    return p.forall(n, lambda i, i_in: p.forall(n, lambda j, j_in: pair(i, i_in, j, j_in)))


def cross(p: Proof) -> Theorem:
    n, a, b = p["n"], p["a"], p["b"]

    def pair(i: Node, i_in: Theorem, j: Node, j_in: Theorem) -> Theorem:
        far = p.use(p.given("apart-ab"), i, i_in, j, j_in)
        return p.implies(t.neg(t.eq(a(i), b(j))), lambda no: squared(p, p.use(far, no), a(i) - b(j)))

    return p.forall(n, lambda i, i_in: p.forall(n, lambda j, j_in: pair(i, i_in, j, j_in)))


@entry.proof("sharpened")
def sharpened(p: Proof) -> None:
    n, K, a, b, R, g, s = (p[name] for name in ("n", "K", "a", "b", "R", "g", "s"))
    R_positive, g_positive, size = p.given("radius"), p.given("gap"), p.given("n>=1")
    with p.silent():
        s_positive, step_small = p.left(p.given("step")), p.right(p.given("step"))
        product = p.have(t.gt(g * s), g_positive, s_positive, products=[(0, 1)])
        unit, inverse = p.inverse(product, g * s)
        R_unit, R_inverse = p.inverse(R_positive, R)
        V = 2 / (g * s)
        V_positive = p.have(t.gt(V), inverse)
        grid = p.have(t.ge(t.inv(R) - card(K) * s), p.given("grid"), R_inverse, R_unit, products=[(0, 1)])
        values, facts = run_scales(
            p, n, size, K, R, R_positive, g, g_positive, s, s_positive, p.have(t.ge(1 - 2 * R * s), step_small), grid,
            V, V_positive, p.have(t.eq(V * g * s, 2), unit),
        )  # fmt: skip
        runs = Runs(p, n, size, K, values, facts)
        place, delta = runs.place, values[5]
        p.settle_definedness(p.not_zero(product, g * s), V_positive, p.not_zero(p.nonempty[n], card(n)))

        def distance(x: Node) -> Node:
            return x * mean(n, a, x) - x * mean(n, b, x)

        def x(k: Node) -> Node:
            return place.pos(k) * s

        B = where(K, lambda k: p.root(distance(x(k)))[0] <= x(k) * delta)

        def near(k: Node, k_in: Theorem) -> Theorem:
            positive = p.have(t.gt(x(k)), place.at_least_one(k, p.base(k_in)), s_positive, products=[(0, 1), (1,)])
            both = gaps(p, x(k), p.holds(k_in), positive, delta, distance(x(k)))
            gap = mean(n, a, x(k)) - mean(n, b, x(k))
            square = p.have(t.ge(delta * delta - gap * gap), *both, products=[(0, 1)])
            return p.in_where(p.base(k_in), square, lambda k: close_square(n, a, b, delta, x(k)))

        same = Stated(p, runs)
        ab = p.given("apart-ab")
        known = [
            same.separated(a, "apart-a"),
            same.separated(b, "apart-b"),
            same.cross(a, b, lambda i, j: p.use(ab, i[0], i[1], j[0], j[1]), g),
            same.cross(b, a, lambda i, j: p.use(ab, j[0], j[1], i[0], i[1]), g),
            ranges(p, a, True),
            ranges(p, b, False),
        ]
        few_near = Choice(p, runs, a, b, known, p.given("different")).conclusion
        whole = where(K, lambda k: close_square(n, a, b, delta, x(k)))
        result = p.have(most(n) >= card(B), no_more(p, B, whole, near), few_near)
    p.say(
        "With Z_a(x) = ∑ᵢ exp(aᵢ x), boltz(x a)/x is Z_a′/Z_a, and H = Z_a′ Z_b − Z_a Z_b′ is an exponential sum of n² "
        "terms, which is small, |H| ≤ η, where boltz(x a)/x and boltz(x b)/x are close. H − η and −H − η change their "
        "signs at most n² times (Descartes), so that if this were so at more of the points, it would be at n² + 1 of "
        "them in a row. Let a have the largest value that only one of the vectors has. The pairs of values above it "
        "cancel in H, so that its sum with max b is the largest frequency, by g, with a coefficient of at least g; "
        "differences along the n² + 1 points remove the other frequencies and leave a coefficient less than g."
    )
    p.prove(p.show(result, "the largest frequency of H"))
