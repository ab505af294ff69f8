"""lem:one-layer-different. One layer replaced, all later layers kept.

Printed: |u_j - v_j| <= eps and |v_i(x)| <= K |x| give |v_n(...v_{j+1}(u_j(w))) - v_n(...v_j(w))| <= K^{n-j} eps.
Refuted at n - j = 1: a growth bound says nothing about differences. There y = u_j(w) = 1, z = v_j(w) = 11/10,
v(1) = -1 and v(11/10) = 11/10; v can be taken continuous with |v(x)| <= |x| everywhere: v(x) = -x up to 1, linear
from 1 to 11/10, v(x) = x from there on. The bound holds at every x, so K >= 0, even where the values here say nothing.

Corrected: the v_i are K-Lipschitz. Then every step multiplies the distance by at most K, for every number of steps.
Both are stated for the values at one input w, in one space R^d (smaller spaces are padded with zeros): Y_k and Z_k
are the values with u_j and with v_j after step k, where the steps are ordered by the times t and the first is j.
K > 0 because the power is written as exp((n - 1) log K), n counting the steps from j on. Equality: Y_k = K Y_i.
"""

from fractions import Fraction

from varproof_lemmas.universality.steps import Rate, after, distinct, first, last

from varproof.lang import Entry, Eq, ForAll, Implies, Index, Q, Source, exp, log, norm
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.order import Order
from varproof.proof.proof import Proof

entry = Entry(
    "lem:one-layer-different",
    "One layer replaced, all later layers kept",
    source=Source(icml="6.4", text="read"),
)

with entry.variant(
    "printed",
    expect="REFUTED",
    evidence=["witness"],
    finding="A bound on the growth of a layer does not bound differences of its values; a Lipschitz constant does.",
) as s:
    d = s.size("d")
    y, z, a, b = s.vec("y", d), s.vec("z", d), s.vec("a", d), s.vec("b", d)
    K, eps = s.real("K"), s.real("eps")
    c = Index("c", d)
    s.assume("constant", K >= 0)
    s.assume("close", norm(y[c] - z[c], c) <= eps)
    s.assume("one-function", Implies(ForAll(c, Eq(y[c], z[c])), ForAll(c, Eq(a[c], b[c]))))
    s.assume("growth-y", norm(a[c], c) <= K * norm(y[c], c))
    s.assume("growth-z", norm(b[c], c) <= K * norm(z[c], c))
    s.constant("distance", K * eps, side="upper")
    s.claim("distance", norm(a[c] - b[c], c) <= K * eps)

    s.instance("the identity", y=[1], z=[2], a=[1], b=[2], K=1, eps=1)
    s.instance("equal inputs", y=[1, 0], z=[1, 0], a=[0, 1], b=[0, 1], K=1, eps=0)
    s.counterexample("a steep step", y=[1], z=[Q(11, 10)], a=[-1], b=[Q(11, 10)], K=1, eps=Q(1, 10))

with entry.variant(
    "corrected",
    expect="PROVED",
    evidence=["kernel"],
    note="The later layers are Lipschitz.",
) as s:
    n, d = s.size("n"), s.size("d")
    times, Y, Z = s.vec("t", n), s.mat("Y", n, d), s.mat("Z", n, d)
    K, eps = s.real("K"), s.real("eps")
    i, k, c = Index("i", n), Index("k", n), Index("c", d)

    def gap(x):
        """|Y_x - Z_x|."""
        return norm(Y[x, c] - Z[x, c], c)

    s.assume("distinct", distinct(times, n), needed_at=dict(t=[0, 0], Y=[[1], [1]], Z=[[0], [0]], K=Q(1, 2), eps=1))
    s.assume("positive", K > 0, needed_at=dict(t=[0], Y=[[0]], Z=[[0]], K=0, eps=0))
    s.assume(
        "close",
        ForAll(k, Implies(first(times, k, n), gap(k) <= eps)),
        needed_at=dict(t=[0], Y=[[2]], Z=[[0]], K=1, eps=1),
    )
    s.assume(
        "lipschitz",
        ForAll(i, k, Implies(after(times, i, k, n), gap(k) <= K * gap(i))),
        needed_at=dict(t=[0, 1], Y=[[1], [3]], Z=[[0], [0]], K=1, eps=1),
    )
    bound = exp((n - 1) * log(K)) * eps
    s.constant("distance", bound, side="upper")
    s.claim("distance", ForAll(k, Implies(last(times, k, n), gap(k) <= bound)))

    s.instance("one step", t=[0], Y=[[1]], Z=[[0]], K=5, eps=1)
    s.instance("equality", t=[0, 1, 2], Y=[[1], [2], [4]], Z=[[0]] * 3, K=2, eps=1)
    s.instance("steps out of order", t=[2, 0, 1], Y=[[4], [1], [2]], Z=[[0]] * 3, K=2, eps=1)
    s.instance("contraction", t=[0, 1], Y=[[1, 0], [Q(1, 3), 0]], Z=[[0, 0]] * 2, K=Q(1, 2), eps=1)
    s.instance("no error", t=[3, -1], Y=[[7], [7]], Z=[[7], [7]], K=10**6, eps=0)

    s.false(
        "one step fewer",
        claims={"distance": ForAll(k, Implies(last(times, k, n), gap(k) <= exp((n - 2) * log(K)) * eps))},
        at=dict(t=[0, 1], Y=[[1], [2]], Z=[[0], [0]], K=2, eps=1),
    )
    s.false(
        "no amplification",
        claims={"distance": ForAll(k, Implies(last(times, k, n), gap(k) <= eps))},
        at=dict(t=[0, 1], Y=[[1], [2]], Z=[[0], [0]], K=2, eps=1),
    )
    s.false("no Lipschitz bound", drop=["lipschitz"], at=dict(t=[0, 1], Y=[[1], [3]], Z=[[0], [0]], K=1, eps=1))


@entry.proof("corrected")
def proof(p: Proof) -> None:
    n, d, Y, Z, K, eps = p["n"], p["d"], p["Y"], p["Z"], p["K"], p["eps"]
    p.settle_definedness(p.given("positive"))
    order = Order(p, n, p["t"], p.given("distinct"))
    weight = Rate(order, K, p.given("positive"))

    def D(k: Node) -> Node:
        return p.norm(d, lambda c: Y(k, c) - Z(k, c))[0]

    def start(k: Node, k_in: Theorem, is_first: Theorem) -> Theorem:
        close = p.use(p.given("close"), k, k_in, is_first)
        one = p.k.arith([weight.start(k, is_first)], t.eq(D(k) * weight(k), D(k)), [], [(D(k), 0)])
        return p.have(t.ge(eps - D(k) * weight(k)), close, one)

    def step(i: Node, i_in: Theorem, k: Node, k_in: Theorem, less: Theorem, between: Theorem) -> Theorem:
        rate = p.use(p.given("lipschitz"), i, i_in, k, k_in, p.both(less, between))
        return weight.step(i, i_in, k, less, between, D, t.ZERO, rate)

    def result(k: Node, k_in: Theorem) -> Theorem:
        is_last: Node = p.opened(p.goal("distance"), k).args[0]
        h = p.k.assume(is_last)
        scaled = p.use(every, k, k_in)
        moved = weight.at(order.last_place(k, k_in, h), k, card(n) - 1)
        grown = t.exp((card(n) - 1) * weight.log)
        goal = t.ge(grown * eps - D(k))
        # D(k) w <= eps with w exp((n-1) log K) = 1
        out = p.k.arith(
            [scaled, p.exp_positive((card(n) - 1) * weight.log), moved],
            goal,
            [(Fraction(1), t.ONE, (0, 1))],
            [(D(k) * grown, 2)],
        )
        return p.k.discharge(out, is_last)

    with p.silent():
        every = order.along(lambda k: D(k) * weight(k) - eps, lambda _: t.ZERO, start, step)
        theorem = p.forall(n, result)
    p.show(every, "divided by K^place, the distance does not grow; place(k) is the number of steps before k")
    p.prove(p.show(theorem, "n - 1 steps before the last one"))
