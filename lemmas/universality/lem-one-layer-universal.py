"""lem:one-layer-universal. One attention layer and feed-forward layers approximate every Lipschitz map of sequences.

Printed: for C-Lipschitz f and eps > 0 there is tau in T_A^{1,1,4} with one attention layer, ||tau - f||_alpha <= eps,
and O((1/eps)^(d L)) feed-forward layers of four neurons, L = h_r w_r. (It is stated for p, and uses alpha.)
Stated with alpha = 1 for the functions f(X)_ik = p_ik + sum_g A_ikg max(0, <B_g, X> + q_g), which are dense in the
continuous ones and C-Lipschitz in the sum of the |entries| if all sum_ikg |A_ikg B_gjl| <= C. A term of the language
has a fixed number of layers: one feed-forward layer of c neurons stands for c/4 layers of four, c at least the count of
c1:neuron-count at the delta of c1:granularity.

Undecided: the kernel has no integrals, and the existence of weights cannot be evaluated at exact data. Covered are the
first steps of the sketch, lem:piecewise-constant and c1:granularity, and how they fit together:

Corrected: tau is as close as a transformer near the grid function h makes it, ||tau - f|| <= ||tau - h|| + ||h - f||
<= eps, where lem:transformer-construction is to give ||tau - h|| <= eps/2. Stated for the mean over N points, with
values t, h, f there and f within eps/2 of h at each of them. That such a tau exists is not part of it.
"""

from fractions import Fraction

from varproof_lemmas.appendix.vectors import sum_of_sizes
from varproof_lemmas.model import class_b

from varproof.lang import Abs, Array, Entry, Eq, Exists, ForAll, Index, Integral, Max, Q, Source, Sum, exp, log
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, sum_over
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof

entry = Entry(
    "lem:one-layer-universal",
    "One attention layer approximates every Lipschitz map of sequences",
    source=Source(icml="6.1", cites="Hu24 Theorem 2.3", text="read"),
    uses=[
        "c1:granularity",
        "c1:neuron-count",
        "def:attention",
        "def:feed-forward",
        "def:softmax",
        "def:var-class",
        "lem:piecewise-constant",
        "lem:transformer-construction",
    ],
    note="Undecided as printed: proofs know no integral, and the existence of weights cannot be evaluated. Corrected: "
    "given a transformer near the grid function.",
)

with entry.variant("printed", expect="UNDECIDED") as s:
    n, d, h, c, m = (s.size(name) for name in ("n", "d", "s", "c", "m"))
    A, B, q, p = s.array("A", n, d, m), s.array("B", m, n, d), s.vec("q", m), s.mat("p", n, d)
    C, eps = s.real("C"), s.real("eps")
    i, j, k, l, g = Index("i", n), Index("j", n), Index("k", d), Index("l", d), Index("g", m)
    X, E = Array("X", n, d), Array("E", n, d)
    heads = Array("W_O", d, h), Array("W_V", h, d), Array("W_K", h, d), Array("W_Q", h, d)
    ffn = Array("U", c, d), Array("a", c), Array("V", d, c), Array("b", d)
    f = p[i, k] + Sum(A[i, k, g] * Max(Sum(B[g, j, l] * X[j, l], j, l) + q[g], 0), g)

    s.assume("accuracy", eps > 0)
    s.assume("constant", C > 0)
    s.assume("lipschitz", ForAll(j, l, Sum(Abs(A[i, k, g]) * Abs(B[g, j, l]), i, k, g) <= C))
    s.assume("one-number", Eq(h, 1))
    s.assume("neurons", c >= 3 * d * n * exp(d * n * log(Max(2 * C * d * n / eps, 1))))
    error = Integral(Sum(Abs(class_b(X, E, *heads, *ffn)[i, k] - f), i, k), X, 0, 1)
    s.claim("close", Exists(E, *heads, *ffn, error <= eps))

    s.instance("a constant", A=[[[0]]], B=[[[0]]], q=[0], p=[[5]], C=1, eps=2, s=1, c=3)
    s.instance("a kink", A=[[[1]]], B=[[[1]]], q=[Q(-1, 2)], p=[[0]], C=1, eps=1, s=1, c=6)

    s.false(
        "the identity is close",
        claims={"close": Integral(Sum(Abs(X[i, k] - f), i, k), X, 0, 1) <= eps},
        at=dict(A=[[[0]]], B=[[[0]]], q=[0], p=[[5]], C=1, eps=2, s=1, c=3),
    )

with entry.variant(
    "corrected", expect="PROVED", evidence=["kernel"], note="Given a transformer near the grid function."
) as s:
    N = s.size("N")
    tau, grid, f, eps = s.vec("tau", N), s.vec("h", N), s.vec("f", N), s.real("eps")
    k = Index("k", N)

    def mean(error):
        return Sum(Abs(error), k) / N

    one = dict(tau=[1], h=[Q(1, 2)], f=[0], eps=1)
    s.assume("transformer", mean(tau[k] - grid[k]) <= eps / 2, needed_at=dict(one, tau=[9]))
    s.assume("piecewise-constant", ForAll(k, Abs(grid[k] - f[k]) <= eps / 2), needed_at=dict(one, f=[-9]))
    s.claim("close", mean(tau[k] - f[k]) <= eps)
    s.constant("error", eps, bounds=mean(tau[k] - f[k]), side="upper")

    s.instance("equality", **one)
    s.instance("far at one of two points", tau=[2, 0], h=[0, 0], f=[0, 0], eps=2)
    s.instance("exact", tau=[3], h=[3], f=[3], eps=0)
    s.instance("large", tau=[10**9], h=[0], f=[-(10**9)], eps=2 * 10**9)

    s.false("strict", claims={"close": mean(tau[k] - f[k]) < eps}, at=one)
    s.false("half", claims={"close": mean(tau[k] - f[k]) <= eps / 2}, at=one)
    s.false(
        "at every point",
        claims={"close": ForAll(k, Abs(tau[k] - f[k]) <= eps)},
        at=dict(tau=[2, 0], h=[0, 0], f=[-1, 0], eps=2),
    )


@entry.proof("corrected")
def proof(p: Proof) -> None:
    p.settle_definedness()
    N, tau, h, f, eps = p["N"], p["tau"], p["h"], p["f"], p["eps"]

    def size(x: Node) -> Node:
        return p.root(x)[0]

    def at(k: Node, k_in: Theorem) -> Theorem:
        """|tau - f| <= |tau - h| + eps/2."""
        sides = sum_of_sizes(p, tau(k) - h(k), h(k) - f(k))
        goal = t.ge(size(tau(k) - h(k)) + eps / 2 - size(tau(k) - f(k)))
        return p.have(goal, sides, p.use(p.given("piecewise-constant"), k, k_in))

    with p.silent():
        total = p.sum_at_least(N, at)
        unit, positive = p.inverse(p.nonempty[N], card(N))
        whole: Node = total.concl.args[0]
        scaled = p.have(t.ge(whole * t.inv(card(N))), total, positive, products=[(0, 1)])
        far = sum_over(N, lambda k: size(tau(k) - f(k))) * t.inv(card(N))
        theorem = p.k.arith(
            [scaled, p.given("transformer"), unit],
            t.ge(eps - far),
            [(Fraction(1), t.ONE, (0,)), (Fraction(1), t.ONE, (1,))],
            [(-eps / 2, 2)],
        )
    p.prove(p.show(theorem, "|tau - f| <= |tau - h| + |h - f| at every point"))
