"""lem:layer-errors. How the errors of all layers add up (the recursion behind thm:var-universal, corrected):

    |y_r - x_r| <= sum_{j=1}^r (K_f K_g)^{r-j} (K_f e1_j + e2_j)

for the true values x_j = f_j(g_j(x_{j-1})) and the approximate ones y_j = tau_j(Phi_j(y_{j-1})), y_0 = x_0, with
f_j K_f-Lipschitz, g_j K_g-Lipschitz, |g_j - Phi_j| <= e1_j at y_{j-1} and |f_j - tau_j| <= e2_j at Phi_j(y_{j-1}).

Why: true maps outside, approximations inside: |y_k - x_k| <= K_f K_g |y_i - x_i| + K_f e1_k + e2_k after each step.
Stated for the values at one input, the r layers ordered by the times t, in spaces R^m and R^d (levels of different
size are padded with zeros). Names, for layer k after layer i: g_true = g_k(x_i), g = g_k(y_i), phi = Phi_k(y_i),
f_g = f_k(g), f_phi = f_k(phi). Powers are written with exp and log, so K_f, K_g > 0; a constant 0 may be replaced by
any positive one. Only the Lipschitz constants of the true maps enter, none of the tau_j. Equality: f_j = K_f x,
g_j = K_g x - e1_j, Phi_j = K_g x, tau_j = K_f x + e2_j in one dimension, up to signs.
"""

from fractions import Fraction

from varproof_lemmas.universality.steps import Rate, after, distinct, first, last
from varproof_lemmas.universality.two_layers import two_steps

from varproof.decide.kernel import terms as t
from varproof.decide.kernel.build import card, sum_over, where
from varproof.decide.kernel.rules import Theorem
from varproof.decide.kernel.terms import Node
from varproof.decide.order import Order
from varproof.decide.proof import Proof
from varproof.lang import Entry, Eq, ForAll, Implies, Index, Q, Source, Sum, exp, log, norm

entry = Entry(
    "lem:layer-errors",
    "How the errors of all layers add up",
    source=Source(icml="6.6", text="ours"),
    uses=["lem:two-layer-perturbation"],
    note="The corrected error bound in the proof of thm:var-universal; the existence of the layers is no part of it.",
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    r, m, d = s.size("r"), s.size("m"), s.size("d")
    times = s.vec("t", r)
    x, y = s.mat("x", r, d), s.mat("y", r, d)
    g_true, g, phi = s.mat("g_true", r, m), s.mat("g", r, m), s.mat("phi", r, m)
    f_g, f_phi = s.mat("f_g", r, d), s.mat("f_phi", r, d)
    e1, e2 = s.vec("e1", r), s.vec("e2", r)
    K_f, K_g = s.real("K_f"), s.real("K_g")
    i, j, k, l = Index("i", r), Index("j", r), Index("k", r), Index("l", r)
    a, c = Index("a", m), Index("c", d)

    one = dict(
        t=[0], x=[[0]], y=[[2]], g_true=[[0]], g=[[0]], phi=[[1]], f_g=[[0]], f_phi=[[1]], e1=[1], e2=[1], K_f=1, K_g=1
    )  # fmt: skip
    two = dict(
        t=[0, 1], x=[[0], [0]], y=[[0], [5]], g_true=[[0], [0]], g=[[0], [5]], phi=[[0], [5]], f_g=[[0], [5]],
        f_phi=[[0], [5]], e1=[0, 0], e2=[0, 0], K_f=1, K_g=1,
    )  # fmt: skip
    far = dict(f_phi=[[9]], y=[[9]])
    s.assume("distinct", distinct(times, r))
    s.assume("constant-f", K_f > 0, needed_at=dict(one, phi=[[0]], f_phi=[[0]], y=[[1]], K_f=0))
    s.assume("constant-g", K_g > 0, needed_at=dict(one, K_g=0))
    s.assume(
        "start",
        ForAll(k, Implies(first(times, k, r), ForAll(a, Eq(g[k, a], g_true[k, a])))),
        needed_at=dict(one, g_true=[[5]], f_g=[[5]], f_phi=[[6]], y=[[7]]),
    )
    s.assume(
        "lipschitz-g",
        ForAll(
            i,
            k,
            Implies(after(times, i, k, r), norm(g[k, a] - g_true[k, a], a) <= K_g * norm(y[i, c] - x[i, c], c)),
        ),
        needed_at=two,
    )
    s.assume(
        "f-of-g",
        ForAll(k, norm(f_g[k, c] - x[k, c], c) <= K_f * norm(g[k, a] - g_true[k, a], a)),
        needed_at=dict(one, f_g=[[5]], f_phi=[[5]], y=[[5]]),
    )
    s.assume(
        "f-of-phi",
        ForAll(k, norm(f_phi[k, c] - f_g[k, c], c) <= K_f * norm(phi[k, a] - g[k, a], a)),
        needed_at=dict(one, **far),
    )
    s.assume("g-near", ForAll(k, norm(phi[k, a] - g[k, a], a) <= e1[k]), needed_at=dict(one, phi=[[9]], **far))
    s.assume("f-near", ForAll(k, norm(y[k, c] - f_phi[k, c], c) <= e2[k]), needed_at=dict(one, y=[[9]]))
    later = Sum(1, l, where=times[l] > times[j])
    bound = Sum(exp(later * log(K_f * K_g)) * (K_f * e1[j] + e2[j]), j)

    def end(holds):
        """The distance after the last layer has the property."""
        return ForAll(k, Implies(last(times, k, r), holds(norm(y[k, c] - x[k, c], c))))

    s.constant("distance", bound, side="upper")
    s.claim("distance", end(lambda size: size <= bound))

    two = dict(
        t=[1, 0],
        x=[[0], [0]], y=[[14], [3]], g_true=[[0], [0]], g=[[6], [0]], phi=[[7], [1]],
        f_g=[[12], [0]], f_phi=[[14], [2]],
        e1=[1, 1], e2=[0, 1], K_f=2, K_g=2,
    )  # fmt: skip
    s.instance("one layer: equality", **one)
    s.instance("two layers out of order: equality", **two)
    s.instance("no error", **dict(one, y=[[0]], phi=[[0]], f_phi=[[0]], e1=[0], e2=[0]))
    s.instance("contraction", **dict(one, K_f=Q(1, 2), K_g=Q(1, 3), f_phi=[[Q(1, 2)]], y=[[0]], e2=[Q(1, 2)]))

    s.false("strict", claims={"distance": end(lambda size: size < bound)}, at=one)
    s.false(
        "errors added without a factor",
        claims={"distance": end(lambda size: size <= Sum(K_f * e1[j] + e2[j], j))},
        at=two,
    )
    s.false(
        "earlier layers count",
        claims={
            "distance": end(
                lambda size: (
                    size <= Sum(exp(Sum(1, l, where=times[l] < times[j]) * log(K_f * K_g)) * (K_f * e1[j] + e2[j]), j)
                )
            )
        },
        at=two,
    )
    s.false("no first error", claims={"distance": end(lambda size: size <= Sum(e2[j], j))}, at=one)
    s.false("different starts", drop=["start"], at=dict(one, g=[[5]], phi=[[6]], f_g=[[5]], f_phi=[[6]], y=[[7]]))


@entry.proof("stated")
def proof(p: Proof) -> None:
    r, m, d, x, y = p["r"], p["m"], p["d"], p["x"], p["y"]
    g_true, g, phi, f_g, f_phi, e1, e2 = (p[name] for name in ("g_true", "g", "phi", "f_g", "f_phi", "e1", "e2"))
    K_f, K_g = p["K_f"], p["K_g"]
    K = K_f * K_g
    positive = p.have(t.gt(K), p.given("constant-f"), p.given("constant-g"), products=[(0, 1)])
    p.settle_definedness(positive)
    order = Order(p, r, p["t"], p.given("distinct"))
    weight = Rate(order, K, positive)

    def D(k: Node) -> Node:
        return p.norm(d, lambda c: y(k, c) - x(k, c))[0]

    def inner(k: Node) -> Node:
        return p.norm(m, lambda a: g(k, a) - g_true(k, a))[0]

    def error(k: Node) -> Node:
        return K_f * e1(k) + e2(k)

    def one_layer(k: Node, k_in: Theorem) -> Theorem:
        """|y - x| <= |y - f_phi| + |f_phi - f_g| + |f_g - x| <= e2 + K_f e1 + K_f |g - g_true|."""
        at = [p.use(p.given(label), k, k_in) for label in ("f-near", "f-of-phi", "f-of-g", "g-near")]
        sides = [
            two_steps(p, d, lambda c: y(k, c), lambda c: f_phi(k, c), lambda c: x(k, c)),
            two_steps(p, d, lambda c: f_phi(k, c), lambda c: f_g(k, c), lambda c: x(k, c)),
        ]
        near = p.norm(m, lambda a: phi(k, a) - g(k, a))[0]
        scaled = p.have(t.ge(K_f * e1(k) - K_f * near), p.given("constant-f"), at[3], products=[(0, 1)])
        return p.have(t.ge(error(k) + K_f * inner(k) - D(k)), *at[:3], *sides, scaled)

    def start(k: Node, k_in: Theorem, is_first: Theorem) -> Theorem:
        same = p.use(p.given("start"), k, k_in, is_first)
        gap = p.sum_equal(
            m,
            lambda a, a_in: p.k.arith(
                [p.use(same, a, a_in)],
                t.eq((g(k, a) - g_true(k, a)) * (g(k, a) - g_true(k, a))),
                [],
                [(g(k, a) - g_true(k, a), 0)],
            ),
        )
        size, square, _ = p.norm(m, lambda a: g(k, a) - g_true(k, a))
        zero = p.zero_of_square(size, p.have(t.ge(-size * size), square, gap))
        least = p.k.arith([one_layer(k, k_in), zero], t.ge(error(k) - D(k)), [(Fraction(1), t.ONE, (0,))], [(-K_f, 1)])
        return p.have(t.ge((error(k) - D(k)) * weight(k)), least, weight.positive(k), products=[(0, 1)])

    def step(i: Node, i_in: Theorem, k: Node, k_in: Theorem, less: Theorem, between: Theorem) -> Theorem:
        g_step = p.use(p.given("lipschitz-g"), i, i_in, k, k_in, p.both(less, between))
        through = p.have(t.ge(K * D(i) - K_f * inner(k)), p.given("constant-f"), g_step, products=[(0, 1)])
        rate = p.have(t.ge(K * D(i) + error(k) - D(k)), one_layer(k, k_in), through)
        return weight.step(i, i_in, k, less, between, D, error(k), rate)

    def result(k: Node, k_in: Theorem) -> Theorem:
        goal = p.opened(p.goal("distance"), k)
        is_last: Node = goal.args[0]
        h = p.k.assume(is_last)
        end = card(r) - 1
        grown = t.exp(end * weight.log)
        unit = weight.at(order.last_place(k, k_in, h), k, end)

        def term(j: Node, j_in: Theorem) -> Theorem:
            """exp(later log K) = exp((r - 1) log K) K^-place(j)."""
            count = card(where(r, lambda l: t.gt(p["t"](l) - p["t"](j))))
            power = p.congruence(order.later(j, j_in), count, end - order.place(j), lambda q: t.exp(q * weight.log))
            left = t.exp(count * weight.log) * error(j)
            return p.k.arith([power], t.eq(left, grown * weight(j) * error(j)), [], [(error(j), 0)])

        whole = order.whole(lambda j: error(j) * weight(j), k, h)
        total = sum_over(r, lambda j: error(j) * weight(j))
        scaled = p.have(t.ge(total - D(k) * weight(k)), p.use(every, k, k_in), whole)
        # D(k) <= exp((r - 1) log K) total, as exp((r - 1) log K) K^-place(k) = 1
        reach = p.k.arith(
            [scaled, p.exp_positive(end * weight.log), unit],
            t.ge(grown * total - D(k)),
            [(Fraction(1), t.ONE, (0, 1))],
            [(D(k) * grown, 2)],
        )
        out = p.have(goal.args[1], reach, p.sum_equal(r, term))
        return p.k.discharge(out, is_last)

    p.say("Write D(k) = |y(k) - x(k)|, K = K_f K_g, and place(k) for the number of layers before k.")
    with p.silent():
        every = order.along(lambda k: D(k) * weight(k), lambda k: error(k) * weight(k), start, step)
        theorem = p.forall(r, result)
    p.show(every, "D(k) <= K D(i) + K_f e1(k) + e2(k) after layer i; divided by K^place(k)")
    p.prove(p.show(theorem, "times K^(r-1)"))
