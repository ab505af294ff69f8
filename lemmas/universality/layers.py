"""How the errors of r layers add up: the statement and its proof, which the universality theorems share."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from varproof_lemmas.universality.steps import Rate
from varproof_lemmas.universality.two_layers import two_steps

from varproof.lang import Eq, ForAll, Implies, Index, Pos, Q, Sum, exp, log, norm
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, sum_over
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.order import Function, one
from varproof.proof.positions import Positions
from varproof.proof.proof import Proof


def add_up(s, second_order=False):
    """State |y_r - x_r| <= sum_j (K_f K_g)^(r-j) (K_f e1_j + e2_j) in the block s, with instances and neighbours.

    With `second_order`, the last map of layer j is one update u1 D + u2 D^2/2 of a state, with v1, v2 for u1, u2 within
    eps_j in the approximation, and e2_j = eps_j (D + D^2/2).
    """
    r, m, d = s.size("r"), s.size("m"), s.size("d")
    x, y = s.mat("x", r, d), s.mat("y", r, d)
    g_true, g, phi = s.mat("g_true", r, m), s.mat("g", r, m), s.mat("phi", r, m)
    f_g, f_phi = s.mat("f_g", r, d), s.mat("f_phi", r, d)
    e1 = s.vec("e1", r)
    K_f, K_g = s.real("K_f"), s.real("K_g")
    i, j, k = Index("i", r), Index("j", r), Index("k", r)
    a, c = Index("a", m), Index("c", d)

    single = dict(
        x=[[0]], y=[[2]], g_true=[[0]], g=[[0]], phi=[[1]], f_g=[[0]], f_phi=[[1]], e1=[1], e2=[1], K_f=1, K_g=1
    )  # fmt: skip
    moved = dict(
        x=[[0], [0]], y=[[0], [5]], g_true=[[0], [0]], g=[[0], [5]], phi=[[0], [5]], f_g=[[0], [5]],
        f_phi=[[0], [5]], e1=[0, 0], e2=[0, 0], K_f=1, K_g=1,
    )  # fmt: skip
    far = dict(f_phi=[[9]], y=[[9]])
    put = _as_update if second_order else dict
    s.assume("constant-f", K_f > 0, needed_at=put(dict(single, phi=[[0]], f_phi=[[0]], y=[[1]], K_f=0)))
    s.assume("constant-g", K_g > 0, needed_at=put(dict(single, K_g=0)))
    s.assume(
        "start",
        ForAll(k, Implies(Eq(Pos(k), 1), ForAll(a, Eq(g[k, a], g_true[k, a])))),
        needed_at=put(dict(single, g_true=[[5]], f_g=[[5]], f_phi=[[6]], y=[[7]])),
    )
    grown = norm(g[k, a] - g_true[k, a], a) <= K_g * norm(y[i, c] - x[i, c], c)
    s.assume("lipschitz-g", ForAll(i, k, Implies(Eq(Pos(k), Pos(i) + 1), grown)), needed_at=put(moved))
    s.assume(
        "f-of-g",
        ForAll(k, norm(f_g[k, c] - x[k, c], c) <= K_f * norm(g[k, a] - g_true[k, a], a)),
        needed_at=put(dict(single, f_g=[[5]], f_phi=[[5]], y=[[5]])),
    )
    s.assume(
        "f-of-phi",
        ForAll(k, norm(f_phi[k, c] - f_g[k, c], c) <= K_f * norm(phi[k, a] - g[k, a], a)),
        needed_at=put(dict(single, **far)),
    )
    s.assume("g-near", ForAll(k, norm(phi[k, a] - g[k, a], a) <= e1[k]), needed_at=put(dict(single, phi=[[9]], **far)))
    if second_order:
        last = _update(s, y, f_phi, j, k, c, put(single))
    else:
        e2 = s.vec("e2", r)
        s.assume("f-near", ForAll(k, norm(y[k, c] - f_phi[k, c], c) <= e2[k]), needed_at=dict(single, y=[[9]]))
        last = e2[j]
    error = K_f * e1[j] + last

    def end(bound, strict=False):
        """The distance after the last layer."""
        distance = norm(y[k, c] - x[k, c], c)
        return ForAll(k, Implies(Eq(Pos(k), r), distance < bound if strict else distance <= bound))

    def total(power):
        return Sum(exp(power * log(K_f * K_g)) * error, j)

    s.constant("distance", total(r - Pos(j)), side="upper")
    s.claim("distance", end(total(r - Pos(j))))

    two = dict(
        x=[[0], [0]], y=[[3], [14]], g_true=[[0], [0]], g=[[0], [6]], phi=[[1], [7]],
        f_g=[[0], [12]], f_phi=[[2], [14]],
        e1=[1, 1], e2=[1, 0], K_f=2, K_g=2,
    )  # fmt: skip
    s.instance("one layer: equality", **put(single))
    s.instance("two layers: equality", **put(two))
    s.instance("no error", **put(dict(single, y=[[0]], phi=[[0]], f_phi=[[0]], e1=[0], e2=[0])))
    s.instance("contraction", **put(dict(single, K_f=Q(1, 2), K_g=Q(1, 3), f_phi=[[Q(1, 2)]], y=[[0]], e2=[Q(1, 2)])))
    s.instance("large", **put(dict(single, e1=[10**9], e2=[10**9], K_f=10**9, K_g=10**9)))

    s.false("strict", claims={"distance": end(total(r - Pos(j)), strict=True)}, at=put(single))
    s.false("errors added without a factor", claims={"distance": end(Sum(error, j))}, at=put(two))
    s.false("earlier layers count", claims={"distance": end(total(Pos(j) - 1))}, at=put(two))
    s.false("no first error", claims={"distance": end(Sum(last, j))}, at=put(single))
    s.false(
        "different starts", drop=["start"], at=put(dict(single, g=[[5]], phi=[[6]], f_g=[[5]], f_phi=[[6]], y=[[7]]))
    )


def _as_update(data):
    """Data with e2, as one update with D = 1: both velocities are off by two thirds of the error."""
    rows = zip(data["y"], data["f_phi"], strict=True)
    gaps = [[Q(2, 3) * (a - b) for a, b in zip(*row, strict=True)] for row in rows]
    none = [[0] * len(row) for row in gaps]
    rest = {name: value for name, value in data.items() if name != "e2"}
    return dict(rest, D=1, eps=[Q(2, 3) * e for e in data["e2"]], u1=none, u2=none, v1=gaps, v2=gaps)


def _update(s, y, f_phi, j, k, c, one):
    """State that layers end in an update, and return the error of layer j; `one` is data of a single layer."""
    r, d = k.size, c.size
    u1, u2, v1, v2 = (s.mat(name, r, d) for name in ("u1", "u2", "v1", "v2"))
    D, eps = s.real("D"), s.vec("eps", r)
    back = dict(one, D=-1, v1=[[-1]], v2=[[1]], eps=[1], y=[[Q(5, 2)]])
    s.assume("step", D >= 0, needed_at=back)
    moved = (v1[k, c] - u1[k, c]) * D + (v2[k, c] - u2[k, c]) * D**2 / 2
    s.assume("update", ForAll(k, c, Eq(y[k, c] - f_phi[k, c], moved)), needed_at=dict(one, y=[[9]]))
    first, second = (ForAll(k, norm(v[k, c] - u[k, c], c) <= eps[k]) for u, v in ((u1, v1), (u2, v2)))
    s.assume("first", first, needed_at=dict(one, y=[[9]], v1=[[Q(23, 3)]]))
    s.assume("second", second, needed_at=dict(one, y=[[9]], v2=[[Q(44, 3)]]))
    return eps[j] * (D + D**2 / 2)


Near = Callable[[Node, Theorem], Theorem]


def prove_add_up(p: Proof, last: Function | None = None, is_last: Near | None = None) -> None:
    """True maps outside, approximations inside: |y_k - x_k| <= K_f K_g |y_i - x_i| + K_f e1_k + e2_k, k after i.

    `last` is the error of the last map of a layer, which `is_last` proves, where it is not given as e2.
    """
    r, m, d, x, y = p["r"], p["m"], p["d"], p["x"], p["y"]
    g_true, g, phi, f_g, f_phi, e1 = (p[name] for name in ("g_true", "g", "phi", "f_g", "f_phi", "e1"))
    K_f, K_g = p["K_f"], p["K_g"]
    K = K_f * K_g
    e2 = last or p["e2"]
    positive = p.have(t.gt(K), p.given("constant-f"), p.given("constant-g"), products=[(0, 1)])
    p.settle_definedness(positive)
    order = Positions(p, r)
    weight = Rate(order, K, positive)

    def D(k: Node) -> Node:
        return p.norm(d, lambda c: y(k, c) - x(k, c))[0]

    def inner(k: Node) -> Node:
        return p.norm(m, lambda a: g(k, a) - g_true(k, a))[0]

    def error(k: Node) -> Node:
        return K_f * e1(k) + e2(k)

    def one_layer(k: Node, k_in: Theorem) -> Theorem:
        """|y - x| <= |y - f_phi| + |f_phi - f_g| + |f_g - x| <= e2 + K_f e1 + K_f |g - g_true|."""
        at = [is_last(k, k_in)] if is_last else [p.use(p.given("f-near"), k, k_in)]
        at += [p.use(p.given(label), k, k_in) for label in ("f-of-phi", "f-of-g", "g-near")]
        sides = [
            two_steps(p, d, lambda c: y(k, c), lambda c: f_phi(k, c), lambda c: x(k, c)),
            two_steps(p, d, lambda c: f_phi(k, c), lambda c: f_g(k, c), lambda c: x(k, c)),
        ]
        near = p.norm(m, lambda a: phi(k, a) - g(k, a))[0]
        scaled = p.have(t.ge(K_f * e1(k) - K_f * near), p.given("constant-f"), at[3], products=[(0, 1)])
        return p.have(t.ge(error(k) + K_f * inner(k) - D(k)), *at[:3], *sides, scaled)

    def start(k: Node, k_in: Theorem, is_first: Theorem) -> Theorem:
        at = p.have(t.eq(order.pos(k), 1), order.first_sum(one, k, k_in, is_first))
        same = p.use(p.given("start"), k, k_in, at)
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
        at = p.have(t.eq(order.pos(k), order.pos(i) + 1), order.next_sum(one, i, k, k_in, less, between))
        g_step = p.use(p.given("lipschitz-g"), i, i_in, k, k_in, at)
        through = p.have(t.ge(K * D(i) - K_f * inner(k)), p.given("constant-f"), g_step, products=[(0, 1)])
        rate = p.have(t.ge(K * D(i) + error(k) - D(k)), one_layer(k, k_in), through)
        return weight.step(i, i_in, k, less, between, D, error(k), rate)

    def result(k: Node, k_in: Theorem) -> Theorem:
        h = p.k.assume(t.eq(order.pos(k), card(r)))
        is_last = order.all_before(k, h)
        end = card(r) - 1
        grown = t.exp(end * weight.log)
        unit = weight.at(order.last_place(k, k_in, is_last), k, end)

        def term(j: Node, j_in: Theorem) -> Theorem:
            """exp((r - j) log K) = exp((r - 1) log K) K^-place(j)."""
            later = card(r) - order.pos(j)
            power = p.congruence(
                p.have(t.eq(later, end - order.place(j)), order.drop(one, j, j_in)),
                later,
                end - order.place(j),
                lambda q: t.exp(q * weight.log),
            )
            left = t.exp(later * weight.log) * error(j)
            return p.k.arith([power], t.eq(left, grown * weight(j) * error(j)), [], [(error(j), 0)])

        whole = order.whole(lambda j: error(j) * weight(j), k, is_last)
        total = sum_over(r, lambda j: error(j) * weight(j))
        scaled = p.have(t.ge(total - D(k) * weight(k)), p.use(every, k, k_in), whole)
        # D(k) <= exp((r - 1) log K) total, as exp((r - 1) log K) K^-place(k) = 1
        reach = p.k.arith(
            [scaled, p.exp_positive(end * weight.log), unit],
            t.ge(grown * total - D(k)),
            [(Fraction(1), t.ONE, (0, 1))],
            [(D(k) * grown, 2)],
        )
        out = p.have(p.opened(p.goal("distance"), k).args[1], reach, p.sum_equal(r, term))
        return p.k.discharge(out, h.concl)

    p.say("Write D(k) = |y(k) - x(k)|, K = K_f K_g, and place(k) = k - 1.")
    with p.silent():
        every = order.along(lambda k: D(k) * weight(k), lambda k: error(k) * weight(k), start, step)
        theorem = p.forall(r, result)
    p.show(every, "D(k) <= K D(i) + K_f e1(k) + e2(k) after layer i; divided by K^place(k)")
    p.prove(p.show(theorem, "times K^(r-1)"))
