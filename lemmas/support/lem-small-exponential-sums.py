"""lem:small-exponential-sums. A real exponential sum that is small at enough points of an interval is small on all
of it (as after Turan and Remez, who have measures for points). H(t) = sum_j c_j exp(w_j t) with N terms, |w_j| <= W;
K points x_k in [0, T], mutual distances at least g; E = exp(W T):

    |H(x_k)| <= eta for all k, and K + 1 >= 2^N,  give  |H(z)| <= (E + 3 E^3 T/g)^N eta  for all z in [0, T].

Nothing is asked of the frequencies but their range: they may be close together or equal. N - 1 points are not enough,
since H may vanish at them; 2^N - 1 are what the induction over N asks for (`exponential_sums`).
"""

from varproof_lemmas.appendix.vectors import abs_at_most
from varproof_lemmas.contextual.ladder import Values
from varproof_lemmas.support.exponential_sums import SmallSums

from varproof.lang import Abs, And, Entry, ForAll, Implies, Index, Ne, Q, Source, Sum, exp, log
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, lam, sum_over
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof

entry = Entry(
    "lem:small-exponential-sums",
    "An exponential sum that is small at enough points is small",
    source=Source(text="ours"),
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    N, K = s.size("N"), s.size("K")
    c, w, x = s.vec("c", N), s.vec("w", N), s.vec("x", K)
    W, T, g, eta, z = s.real("W"), s.real("T"), s.real("g"), s.real("eta"), s.real("z")
    j, k, l = Index("j", N), Index("k", K), Index("l", K)
    E = exp(W * T)
    value = Abs(Sum(c[j] * exp(w[j] * z), j))
    bound = exp(N * log(E + 3 * E**3 * T / g)) * eta
    one = dict(c=[1], w=[1], x=[0, 1], W=1, T=1, g=1, eta=3, z=1)
    two = dict(c=[1, -1], w=[1, 0], x=[0], W=1, T=1, g=1, eta=Q(1, 10**4), z=1)
    s.assume("step", g > 0)
    s.assume("frequencies", ForAll(j, Abs(w[j]) <= W), needed_at=dict(one, w=[100], x=[0, Q(1, 100)], W=0, g=Q(1, 100)))
    s.assume("low", z >= 0, needed_at=dict(one, w=[-1], eta=1, z=-100))
    s.assume("high", z <= T, needed_at=dict(one, x=[0, Q(1, 2)], g=Q(1, 2), eta=2, z=100))
    s.assume("points", ForAll(k, And(0 <= x[k], x[k] <= T)), needed_at=dict(one, x=[-100, -99], eta=Q(1, 10**40)))
    s.assume(
        "apart",
        ForAll(k, l, Implies(Ne(k, l), Abs(x[k] - x[l]) >= g)),
        needed_at=dict(two, x=[0, 0, 0, 0]),
    )
    s.assume("small", ForAll(k, Abs(Sum(c[j] * exp(w[j] * x[k]), j)) <= eta), needed_at=dict(one, eta=Q(1, 10**4)))
    s.assume("enough", K + 1 >= exp(N * log(2)), needed_at=two)
    s.claim("small-everywhere", value <= bound)
    s.constant("bound", bound, bounds=value, side="upper")

    s.instance("one term", **one)
    s.instance("two terms", c=[1, -1], w=[1, 0], x=[0, 1, 2, 3], W=1, T=3, g=1, eta=20, z=Q(3, 2))
    s.instance("equal frequencies", c=[2, -2], w=[1, 1], x=[0, 1, 2, 3], W=1, T=3, g=1, eta=0, z=Q(3, 2))
    s.instance("zero", c=[0, 0], w=[1, -1], x=[0, 1, 2, 3], W=1, T=3, g=1, eta=0, z=3)
    s.false("the same bound", claims={"small-everywhere": value <= eta}, at=dict(one, x=[0, Q(1, 2)], g=Q(1, 2), eta=2))
    s.false("one point", drop=["enough"], at=two)


@entry.proof("stated")
def proof(p: Proof) -> None:
    N, K, c, w = p["N"], p["K"], p["c"], p["w"]
    W, T, g, eta, z = (p[name] for name in ("W", "T", "g", "eta", "z"))
    E = t.exp(W * T)
    D = E + 3 * E**3 * T / g

    def H(u: Node) -> Node:
        return sum_over(N, lambda j: c(j) * t.exp(w(j) * u))

    with p.silent():
        unit, inverse = p.inverse(p.given("step"), g)
        T_nonneg = p.have(t.ge(T), p.given("low"), p.given("high"))
        E_positive = p.exp_positive(W * T)
        ratio = p.have(t.ge(3 * E**3 * T / g), E_positive, T_nonneg, inverse, products=[(0, 0, 0, 1, 2)])
        D_positive = p.have(t.gt(D), ratio, E_positive)
        p.settle_definedness(p.not_zero(p.given("step"), g), D_positive, p.positive(2))
        q = 3 * E * E / g
        two, ell = t.log(t.lift(2)), t.log(D)
        S = SmallSums(
            p, T, g, W, E, q, ell, two, T_nonneg, p.given("step"), p.have(t.ge(E - E)),
            p.have(t.ge(q * g - 3 * E * E), unit), p.log_exp(D_positive, D), p.log_exp(p.positive(2), t.lift(2)),
        )  # fmt: skip
        inside = p.forall(N, lambda j, j_in: frequency(p, p.use(p.given("frequencies"), j, j_in), w(j), W))
        known = p.use(S.over_set(N, w), inside, lam(lambda *_: t.ZERO, 2), lam(c), t.ZERO)
        everywhere = p.member_of(p.nonempty[K], K, lambda k, k_in: limit(p, S, H, known, k, k_in))
        size = abs_at_most(p, H(z), t.exp(ell * card(N)) * eta, p.left(everywhere), p.right(everywhere))
    p.say(
        "By induction over N. For one of the frequencies w let G = H′ − w H, which has the others. Between two of the "
        "points some |G| is at most q η, q = 3 E²/g: otherwise G would keep its sign, and H exp(−w t) rise too much. "
        "Half of these points are g apart again, so |G| is small everywhere, and from any of the given points on, H "
        "cannot become large."
    )
    p.prove(p.show(size, "for N terms, D = E + 3 E^3 T/g"))


def frequency(p: Proof, small: Theorem, w: Node, W: Node) -> Theorem:
    """W + w >= 0 and W - w >= 0 from |w| <= W."""
    return p.both(
        p.have(t.ge(W + w), small, p.abs_at_least(-w)),
        p.have(t.ge(W - w), small, p.abs_at_least(w)),
    )


def limit(p: Proof, S: SmallSums, H: Values, known: Theorem, k: Node, k_in: Theorem) -> Theorem:
    """|H(z)| <= D^N eta, from the same for all larger bounds than eta (which may be 0)."""
    K, x, eta, z = p["K"], p["x"], p["eta"], p["z"]
    small = p.given("small")

    def sides(i: Node, i_in: Theorem) -> tuple[Theorem, Theorem]:
        here = p.use(small, i, i_in)
        return p.have(t.ge(eta - H(x(i))), here, p.abs_at_least(H(x(i)))), p.have(
            t.ge(eta + H(x(i))), here, p.abs_at_least(-H(x(i)))
        )

    nonneg = p.have(t.ge(eta), *sides(k, k_in))

    def pair(i: Node, i_in: Theorem, j: Node, j_in: Theorem) -> Theorem:
        return p.implies(
            t.neg(t.eq(i, j)), lambda no: reversed_gap(p, p.use(p.given("apart"), i, i_in, j, j_in, no), x(i) - x(j))
        )

    apart = p.forall(K, lambda i, i_in: p.forall(K, lambda j, j_in: pair(i, i_in, j, j_in)))
    enough = p.have(S.enough(K, card(p["N"])), p.given("enough"))
    scale = S.ell * card(p["N"])
    top = t.exp(scale) * eta

    def at_most(sign: int) -> Theorem:
        """sign H(z) <= D^N eta."""

        def absurd(no: Theorem) -> Theorem:
            more = (sign * H(z) - top) * t.exp(-scale) / 2
            above = p.have(t.gt(sign * H(z) - top), p.k.order(no))
            positive = p.have(t.gt(more), above, p.exp_positive(-scale), products=[(0, 1)])
            larger = p.have(t.gt(eta + more), nonneg, positive)

            def good(i: Node, i_in: Theorem) -> Theorem:
                place = p.use(p.given("points"), i, i_in)
                low, high = sides(i, i_in)
                return p.both(
                    p.have(t.ge(x(i)), p.left(place)),
                    p.both(
                        p.have(t.ge(S.L - x(i)), p.right(place)),
                        p.both(
                            p.have(t.ge(eta + more - H(x(i))), low, positive),
                            p.have(t.ge(eta + more + H(x(i))), high, positive),
                        ),
                    ),
                )

            found = p.use(
                known, K, lam(x), eta + more, larger, apart, p.forall(K, good), enough, z, p.given("low"),
                p.have(t.ge(S.L - z), p.given("high")),
            )  # fmt: skip
            return p.have(t.FALSE, p.left(found) if sign > 0 else p.right(found), above)

        return p.by_contradiction(t.ge(top - sign * H(z)), absurd)

    return p.both(at_most(1), at_most(-1))


def reversed_gap(p: Proof, apart: Theorem, x: Node) -> Theorem:
    """x <= -d from |x| >= d and x <= 0: the second is the relation -x >= 0."""
    return p.implies(t.ge(-x), lambda le: p.have(t.ge(-x - apart_bound(apart, x)), apart, p.abs_of_nonpositive(le, x)))


def apart_bound(apart: Theorem, x: Node) -> Node:
    """d in the relation |x| >= d."""
    return t.fn("sqrt", x * x) - apart.concl.args[0]
