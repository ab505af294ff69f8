"""lem:exponential-coefficient. An exponential sum that is small at N + 1 equally spaced points h, 2 h, ... has no large
coefficient at a frequency that is away from the N others:

    E(x) = c exp(alpha x) + sum_j f_j exp(w_j x), |alpha|, |w_j| <= 1/h, |alpha - w_j| >= g,
    |E(k h)| <= mu for k = 1, ..., K, K >= N + 1,  give  |c| <= e (e (1 + e)/(g h))^N mu.

Why: E(x + h) - exp(w h) E(x) has the frequency w no more, is at most (1 + e) mu, and its coefficient at alpha is
c (exp(alpha h) - exp(w h)), where the factor is at least g h/e. The w_j may be close together or equal.
"""

from varproof_lemmas.appendix.vectors import abs_at_most
from varproof_lemmas.support.exponential_coefficient import Elimination
from varproof_lemmas.support.frequencies import no_rest, over_set
from varproof_lemmas.support.runs import OnRun

from varproof.lang import Abs, Entry, ForAll, Index, Pos, Q, Source, Sum, exp, log
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, fresh, lam, sum_over
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.positions import Positions
from varproof.proof.proof import Proof

entry = Entry(
    "lem:exponential-coefficient",
    "A coefficient of a small exponential sum is small",
    source=Source(text="ours"),
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    N, K = s.size("N"), s.size("K")
    f, w = s.vec("f", N), s.vec("w", N)
    c, alpha, h, g, mu = s.real("c"), s.real("alpha"), s.real("h"), s.real("g"), s.real("mu")
    j, k = Index("j", N), Index("k", K)
    x = Pos(k) * h
    value = Abs(c * exp(alpha * x) + Sum(f[j] * exp(w[j] * x), j))
    bound = exp(1 + N * log(exp(1) * (1 + exp(1)) / (g * h))) * mu
    one = dict(K=2, c=1, alpha=1, f=[-1], w=[0], h=1, g=1, mu=7)
    tiny = Q(1, 10**6)
    one_point = dict(one, K=1, f=[-Q(2718281828, 10**9)], mu=tiny)
    s.assume("spacing", h > 0)
    s.assume("gap", g > 0)
    s.assume("alpha", Abs(alpha) * h <= 1)
    s.assume("frequencies", ForAll(j, Abs(w[j]) * h <= 1))
    s.assume("apart", ForAll(j, Abs(alpha - w[j]) >= g), needed_at=dict(one, alpha=0, g=1, mu=tiny))
    s.assume("enough", K >= N + 1, needed_at=one_point)
    s.assume("small", ForAll(k, value <= mu), needed_at=dict(one, mu=tiny))
    s.claim("coefficient", Abs(c) <= bound)
    s.constant("bound", bound, bounds=Abs(c), side="upper")

    s.instance("one other", **one)
    s.instance("two others", K=3, c=1, alpha=0, f=[-1, 1], w=[1, -1], h=1, g=1, mu=20)
    s.instance("equal others", K=4, c=1, alpha=1, f=[2, -3], w=[0, 0], h=Q(1, 2), g=1, mu=8)
    s.false("one point less", drop=["enough"], at=one_point)
    s.false("the same bound", claims={"coefficient": Abs(c) <= mu}, at=dict(one, f=[-Q(1, 4)], alpha=-1, mu=Q(1, 5)))


@entry.proof("stated")
def proof(p: Proof) -> None:
    N, K, f, w = p["N"], p["K"], p["f"], p["w"]
    h, g, c, alpha, mu = (p[name] for name in ("h", "g", "c", "alpha", "mu"))
    e = t.exp(t.ONE)
    with p.silent():
        h_positive, g_positive = p.given("spacing"), p.given("gap")
        gh = p.have(t.gt(g * h), g_positive, h_positive, products=[(0, 1)])
        unit, inverse = p.inverse(gh, g * h)
        V = e * (1 + e) / (g * h)
        V_positive = p.have(t.gt(V), p.exp_positive(t.ONE), inverse, products=[(0, 1), (0, 0, 1)])
        p.settle_definedness(p.not_zero(gh, g * h), V_positive)
        v = t.log(V)
        product = p.k.arith([unit], t.eq(V * g * h, e * (1 + e)), [], [(e * (1 + e), 0)])
        large = p.have(
            t.ge(t.exp(v) * g * h - e * (1 + e)), product,
            p.k.arith([p.log_exp(V_positive, V)], t.eq(t.exp(v) * g * h, V * g * h), [], [(g * h, 0)]),
        )  # fmt: skip
        place = Positions(p, K)
        up, down = reach(p, alpha, p.given("alpha"))

        def from_first(q: Node, q_in: Theorem, at: Theorem) -> Theorem:
            """The claim, for the first point q."""
            first = place.pos(q) * h
            at_first = p.k.arith([at], t.eq(first, h), [], [(h, 0)])
            scale = p.have(
                t.ge(e * t.exp(alpha * first) - 1), down, p.exp_positive(alpha * h),
                p.congruence(at_first, first, h, lambda z: t.exp(alpha * z)), products=[(0, 1)],
            )  # fmt: skip
            o = OnRun(p, h, g, e, v, alpha, h_positive, g_positive, large, up, down, first, e, scale, place, q, q_in)
            known = p.k.generalise(o.start(), "fn2", fresh("r"))
            allowed = p.forall(N, lambda j, j_in: far(p, o, w(j), j, j_in))
            every = over_set(o, no_rest(p), known, N, w)
            room = p.have(o.room(card(N)), p.given("enough"), at)

            def at_point(z: Node, inside: Theorem) -> Theorem:
                return p.obtain(inside, lambda k, k_in, here: sides(p, o, z, k, k_in, here))

            small = o.within(card(N), at_point)
            return p.use(every, allowed, lam(lambda *_: t.ZERO, 2), lam(f), c, mu, room, small)

        bounds = p.obtain(place.first(p.nonempty[K]), from_first)
        size = abs_at_most(p, c, t.exp(1 + v * card(N)) * mu, p.left(bounds), p.right(bounds))
    p.say(
        "By induction over N: E(x + h) − exp(w h) E(x) has one frequency less, is at most (1 + e) μ where E is at most "
        "μ, and its coefficient at α is c (exp(α h) − exp(w h)), where e |exp(α h) − exp(w h)| ≥ g h."
    )
    p.prove(p.show(size))


def reach(p: Proof, w: Node, bound: Theorem) -> tuple[Theorem, Theorem]:
    """exp(w h), exp(-w h) <= e, from |w| h <= 1."""
    h, out = p["h"], []
    for sign in (1, -1):
        small = p.have(t.ge(1 - sign * w * h), bound, p.abs_at_least(sign * w), p.given("spacing"), products=[(1, 2)])
        out.append(p.have(t.ge(t.exp(t.ONE) - t.exp(sign * w * h)), p.exp_monotone(small, sign * w * h, t.ONE)))
    return out[0], out[1]


def far(p: Proof, o: Elimination, w: Node, j: Node, j_in: Theorem) -> Theorem:
    """The condition on a frequency."""
    up, down = reach(p, w, p.use(p.given("frequencies"), j, j_in))
    gap, g = p["alpha"] - w, p["g"]
    _, square, _ = p.root(gap)
    wide = p.have(
        t.ge(gap * gap - g * g), p.use(p.given("apart"), j, j_in), p.given("gap"), square, products=[(0, 0), (0, 1)]
    )
    return p.both(up, p.both(down, wide))


def sides(p: Proof, o: OnRun, z: Node, k: Node, k_in: Theorem, here: Theorem) -> Theorem:
    """|E(z)| <= mu at z = x_k."""
    mu, at = p["mu"], p.right(p.right(here))

    def E(x: Node) -> Node:
        return p["c"] * t.exp(p["alpha"] * x) + sum_over(p["N"], lambda j: p["f"](j) * t.exp(p["w"](j) * x))

    small = p.use(p.given("small"), k, k_in)
    same = p.congruence(at, z, o.x(k), E)
    return p.both(
        p.have(t.ge(mu - E(z)), small, p.abs_at_least(E(o.x(k))), same),
        p.have(t.ge(mu + E(z)), small, p.abs_at_least(-E(o.x(k))), same),
    )
