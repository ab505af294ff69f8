"""lem:boltz-temperatures. Different sets have different Boltzmann means at almost all of any temperatures:

for a, b in [-R, R]^n that differ as sets, whose different entries are g apart, and K numbers x_k in (0, 1/R] s apart,

    |boltz(x_k a) - boltz(x_k b)| <= x_k delta   for fewer than 2^(n^2) - 1 of the x_k,
    delta = (R/n) (4 e^6/(R s))^(-n^2) (4 e n R/g)^(-(2 n - 1)) e^(-6).

Where lem:boltz-separation takes scores so large that exp(-2 r) is what remains, here they are at most 1, and delta is
a power of g/R. Why: boltz(x a)/x is the logarithmic derivative of Z_a(x) = sum_i exp(a_i x), so that the difference
times Z_a Z_b is an exponential sum with n^2 terms, and one that is small at that many points is small everywhere
(lem:small-exponential-sums); then Z_a/Z_b is close to its value 1 at 0, but a frequency that only one has shows.
"""

from varproof_lemmas.contextual.ladder import Values
from varproof_lemmas.contextual.means import mean
from varproof_lemmas.contextual.separation_choice import reversed_gap
from varproof_lemmas.contextual.temperature_scales import few, scales
from varproof_lemmas.contextual.temperatures import temperatures
from varproof_lemmas.model import boltz

from varproof.decide.kernel import terms as t
from varproof.decide.kernel.build import card, where
from varproof.decide.kernel.rules import Theorem
from varproof.decide.kernel.terms import Node
from varproof.decide.proof import Proof
from varproof.lang import Abs, And, Entry, Exists, ForAll, Implies, Index, Lam, Ne, Or, Q, Source, Sum, exp, log

entry = Entry(
    "lem:boltz-temperatures",
    "The Boltzmann operator separates different sets at most temperatures",
    source=Source(text="ours"),
    uses=["def:boltzmann", "def:softmax", "lem:small-exponential-sums"],
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
    x, n, a, b = p["x"], p["n"], p["a"], p["b"]
    place, small = p.use(p.given("positive"), k, p.base(k_in)), p.holds(k_in)
    positive, high = p.left(place), p.right(place)
    short = p.by_contradiction(
        t.ge(L - x(k)), lambda no: p.have(t.FALSE, p.k.order(no), high, R_positive, unit, products=[(0, 2)])
    )
    gap = mean(n, a, x(k)) - mean(n, b, x(k))

    def side(sign: int) -> Theorem:
        wide = p.have(t.ge(x(k) * (delta - sign * gap)), small, p.abs_at_least(sign * distance))
        return p.by_contradiction(
            t.ge(delta - sign * gap),
            lambda no: p.have(t.FALSE, wide, p.k.order(no), positive, products=[(1, 2)]),
        )

    return p.both(p.have(t.ge(x(k)), positive), p.both(short, p.both(side(1), side(-1))))


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
