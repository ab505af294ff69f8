"""lem:sup-from-alpha. For Lipschitz functions, closeness in the alpha-norm gives closeness everywhere, with exponent
alpha/(alpha + m) in dimension m: with h = f - g, K = K_f + K_g and I the mean of |h|^alpha over the points,

    |h(x_k)| <= 2 (K^m I)^(1/(alpha + m)).

Why: |h| >= |h(x_k)|/2 at all points at most r = |h(x_k)|/(2 K) away (the core of it), so that I is at least
(|h(x_k)|/2)^alpha times the share of these points, which is r^m or more.

Proofs know no integral, so this is stated for the mean over N points x_i in R^m, with distances in the maximum norm.
The grid {0, 1/G, ..., 1 - 1/G}^m satisfies the hypothesis `spread` at every point for r <= 1, since in each direction
at least r G of the G values are at most r away; with G to infinity the mean becomes the integral of |f - g|^alpha over
the unit cube. The exponent is less than 1: eps in the alpha-norm gives a multiple of eps^(alpha/(alpha + m)) only,
which a hat of slope K attains up to a constant.
"""

from fractions import Fraction

from varproof_lemmas.appendix.powers import exponents, log_product, logs
from varproof_lemmas.appendix.vectors import absolute_positive, sum_of_sizes

from varproof.lang import Abs, Entry, ForAll, Implies, Index, MaxOver, Ne, Q, Source, Sum, exp, log
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, max_over, sum_over, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.order import Order, subject
from varproof.proof.proof import Proof

entry = Entry(
    "lem:sup-from-alpha",
    "Closeness everywhere from closeness in the alpha-norm",
    source=Source(text="ours"),
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    N, m = s.size("N"), s.size("m")
    x, f, g = s.mat("x", N, m), s.vec("f", N), s.vec("g", N)
    K_f, K_g, alpha, k = s.real("K_f"), s.real("K_g"), s.real("alpha"), s.index("k", N)
    i, j, c = Index("i", N), Index("j", N), Index("c", m)

    def distance(i, j):
        return MaxOver(Abs(x[i, c] - x[j, c]), c)

    top, K = Abs(f[k] - g[k]), K_f + K_g
    radius = top / (2 * K)
    mean = Sum(exp(alpha * log(Abs(f[i] - g[i]))), i, where=Ne(f[i] - g[i], 0)) / N
    one = dict(x=[[0]], f=[1], g=[0], K_f=1, K_g=0, alpha=1, k=0)
    two = dict(x=[[0], [1]], f=[1, 0], g=[0, 0], K_f=1, K_g=0, alpha=1, k=0)
    near_by = [[0], [Q(1, 2)]]
    s.assume("f-constant", K_f >= 0)
    s.assume("g-constant", K_g >= 0)
    s.assume("constant", K > 0)
    s.assume("exponent", alpha > 0, needed_at=dict(one, f=[Q(3, 2)], alpha=Q(-1, 2)))
    s.assume("apart", top > 0)
    s.assume("f-lipschitz", ForAll(i, j, Abs(f[i] - f[j]) <= K_f * distance(i, j)), needed_at=dict(two, x=near_by))
    s.assume(
        "g-lipschitz",
        ForAll(i, j, Abs(g[i] - g[j]) <= K_g * distance(i, j)),
        needed_at=dict(two, x=near_by, f=[1, 1], g=[0, 1]),
    )
    near = Sum(1, i, where=distance(i, k) <= radius)
    s.assume(
        "spread",
        N * exp(m * log(radius)) <= near,
        needed_at=dict(two, x=[[0]] + [[1]] * 4, f=[1, 0, 0, 0, 0], g=[0] * 5),
    )
    s.claim("half", ForAll(i, Implies(distance(i, k) <= radius, top / 2 <= Abs(f[i] - g[i]))))
    s.claim("mean", exp(alpha * log(top / 2)) * exp(m * log(radius)) <= mean)
    s.claim("everywhere", top <= 2 * exp((m * log(K) + log(mean)) / (alpha + m)))
    s.constant("bound", 2 * exp((m * log(K) + log(mean)) / (alpha + m)), bounds=top, side="upper")

    s.instance("one point", **one)
    s.instance("a hat", **two)
    s.instance("two dimensions", x=[[0, 0], [0, 1], [1, 0], [1, 1]], f=[1, 0, 0, -1], g=[0, 0, 0, 0], K_f=2, K_g=0,
               alpha=2, k=0)  # fmt: skip
    s.instance("both move", **dict(two, f=[1, 2], g=[Q(1, 2), 1], K_f=1, K_g=1, alpha=3))
    s.instance("steep", **dict(two, x=[[0], [Q(1, 10**6)]], K_f=10**6))

    s.false("not half", claims={"half": ForAll(i, Implies(distance(i, k) <= radius, top <= Abs(f[i] - g[i])))},
            at=dict(two, x=[[0], [Q(1, 2)]], f=[1, Q(1, 2)]))  # fmt: skip
    s.false("without the factor 2", claims={"everywhere": top <= exp((m * log(K) + log(mean)) / (alpha + m))},
            at=dict(two, x=[[0], [Q(1, 2)]], f=[1, Q(1, 2)]))  # fmt: skip


@entry.proof("stated")
def proof(p: Proof) -> None:
    N, m, x, f, g, K_f, K_g, alpha, k = (p[a] for a in ("N", "m", "x", "f", "g", "K_f", "K_g", "alpha", "k"))
    K, k_in = K_f + K_g, p.given("k in [N]")

    def h(i: Node) -> Node:
        return f(i) - g(i)

    def size(y: Node) -> Node:
        return t.fn("sqrt", y * y)

    def distance(i: Node) -> Node:
        return max_over(m, lambda c: size(x(i, c) - x(k, c)))

    top = size(h(k))
    radius = top * t.inv(2 * K)
    with p.silent():
        double = p.have(t.gt(2 * K), p.given("constant"))
        unit, inverse = p.inverse(double, 2 * K)
        half_positive = p.have(t.gt(top / 2), p.given("apart"))
        radius_positive = p.have(t.gt(radius), p.given("apart"), inverse, products=[(0, 1)])
        whole = p.have(t.gt(alpha + card(m)), p.given("exponent"), p.nonempty[m])
        whole_unit, whole_inverse = p.inverse(whole, alpha + card(m))
        N_unit, N_inverse = p.inverse(p.nonempty[N], card(N))

    def half(i: Node, i_in: Theorem, close: Theorem) -> Theorem:
        """|h(i)| >= top/2 from distance(i) <= radius."""
        parts = []
        for label, constant in (("f", K_f), ("g", K_g)):
            step = p.use(p.given(f"{label}-lipschitz"), i, i_in, k, k_in)
            scaled = p.have(
                t.ge(constant * close.concl.args[0]), close, p.given(f"{label}-constant"), products=[(0, 1)]
            )
            parts += [step, scaled]
        sums = [
            sum_of_sizes(p, h(i), f(k) - f(i) - g(k) + g(i)),
            sum_of_sizes(p, f(k) - f(i), g(i) - g(k)),
        ]
        share = p.k.arith([unit], t.eq(K * radius, top / 2), [], [(top / 2, 0)])
        return p.have(t.ge(size(h(i)) - top / 2), *sums, *parts, share)

    L, R = t.exp(alpha * t.log(top / 2)), t.exp(card(m) * t.log(radius))

    def moves(i: Node) -> Node:
        return t.neg(t.eq(h(i)))

    def close(i: Node) -> Node:
        return t.ge(radius - distance(i))

    def power(i: Node) -> Node:
        return t.exp(alpha * t.log(size(h(i))))

    def nonzero(i: Node, i_in: Theorem, i_close: Theorem) -> Theorem:
        low = half(i, i_in, i_close)
        square = p.root(h(i))[1]

        def zero(e: Theorem) -> Theorem:
            none = p.k.arith([square, e], t.eq(size(h(i)) * size(h(i))), [], [(t.ONE, 0), (h(i), 1)])
            return p.have(t.FALSE, none, low, half_positive, products=[(0, 0), (0, 1), (1, 1)])

        return p.implies(t.eq(h(i)), zero)

    with p.silent():
        halves = p.forall(N, lambda i, i_in: p.implies(close(i), lambda q: half(i, i_in, q)))
        moving, nearby = where(N, moves), where(N, close)
        steps = Order(p, N, lambda i: i, halves)
        same = steps.same_sum(
            power,
            where(moving, close),
            nearby,
            lambda inside: p.in_where(p.base(p.base(inside)), p.holds(inside), close),
            lambda inside: p.in_where(
                p.in_where(p.base(inside), nonzero(subject(inside), p.base(inside), p.holds(inside)), moves),
                p.holds(inside),
                close,
            ),
        )
        rest = p.sum_at_least(
            where(moving, lambda i: t.neg(close(i))),
            lambda i, _: p.have(t.ge(power(i)), p.exp_positive(alpha * t.log(size(h(i))))),
        )

        def large(i: Node, i_in: Theorem) -> Theorem:
            """|h(i)|^alpha >= (top/2)^alpha for points nearby."""
            low = half(i, p.base(i_in), p.holds(i_in))
            positive = absolute_positive(p, h(i), nonzero(i, p.base(i_in), p.holds(i_in)))
            log_ = logs(p, low, top / 2, half_positive, size(h(i)), positive)
            scaled = p.have(t.ge(alpha * log_.concl.args[0]), log_, p.given("exponent"), products=[(0, 1)])
            return p.exp_monotone(scaled, alpha * t.log(top / 2), alpha * t.log(size(h(i))))

        total = p.sum_at_least(nearby, large)
        spread = p.have(
            t.ge(L * (card(nearby) - card(N) * R)),
            p.given("spread"),
            p.exp_positive(alpha * t.log(top / 2)),
            products=[(0, 1)],
        )
        sums = p.have(
            t.ge(sum_over(moving, power) - L * R * card(N)), total, spread, same, rest, p.split(moving, close, power)
        )
        mean = p.k.arith(
            [sums, N_inverse, N_unit],
            t.ge(sum_over(moving, power) * t.inv(card(N)) - L * R),
            [(Fraction(1), t.ONE, (0, 1))],
            [(L * R, 2)],
        )
        I = sum_over(moving, power) * t.inv(card(N))
        I_positive = p.have(t.gt(I), mean, p.exp_positive(alpha * t.log(top / 2) + card(m) * t.log(radius)))
        defined = p.forall(N, lambda i, _: p.implies(moves(i), lambda no: absolute_positive(p, h(i), no)))
        p.settle(
            p.not_zero(double, 2 * K), radius_positive, half_positive, p.not_zero(p.nonempty[N], card(N)), defined,
            p.given("constant"), I_positive, p.not_zero(whole, alpha + card(m)),
        )  # fmt: skip
        last = everywhere(
            p, K, radius, radius_positive, top, half_positive, unit, I, I_positive, mean, whole_unit, whole_inverse
        )
    p.prove(p.show(halves, "|h(x_k)| <= |h(x_i)| + K r, and K r = |h(x_k)|/2"))
    p.prove(p.show(mean, "summed over the points nearby"))
    p.prove(p.show(last, "log r = log(|h(x_k)|/2) - log K"))


def everywhere(
    p: Proof,
    K: Node,
    radius: Node,
    radius_positive: Theorem,
    top: Node,
    half_positive: Theorem,
    unit: Theorem,
    I: Node,
    I_positive: Theorem,
    mean: Theorem,
    whole_unit: Theorem,
    whole_inverse: Theorem,
) -> Theorem:
    """top <= 2 (K^m I)^(1/(alpha + m)) from (top/2)^alpha r^m <= I."""
    alpha, m = p["alpha"], card(p["m"])
    product = log_product(p, radius, radius_positive, K, p.given("constant"))
    equal = p.k.arith([unit], t.eq(radius * K, top / 2), [], [(top / 2, 0)])
    log_radius = p.have(
        t.eq(t.log(radius), t.log(top / 2) - t.log(K)), product, p.congruence(equal, radius * K, top / 2, t.log)
    )
    low = alpha * t.log(top / 2) + m * t.log(radius)
    below = p.have(t.ge(t.exp(t.log(I)) - t.exp(low)), mean, p.log_exp(I_positive, I))
    sums = exponents(p, below, low, t.log(I))
    scaled = p.k.arith([log_radius], t.eq(m * log_radius.concl.args[0]), [], [(m, 0)])
    whole = p.have(t.ge(m * t.log(K) + t.log(I) - (alpha + m) * t.log(top / 2)), sums, scaled)
    exponent = (m * t.log(K) + t.log(I)) * t.inv(alpha + m)
    divided = p.k.arith(
        [whole, whole_inverse, whole_unit],
        t.ge(exponent - t.log(top / 2)),
        [(Fraction(1), t.ONE, (0, 1))],
        [(t.log(top / 2), 2)],
    )
    up = p.exp_monotone(divided, t.log(top / 2), exponent)
    return p.have(p.goal("everywhere"), up, p.log_exp(half_positive, top / 2))
