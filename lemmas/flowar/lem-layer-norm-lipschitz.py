"""lem:layer-norm-lipschitz. Layer normalisation with a regulariser eta > 0 is 1/sqrt(eta)-Lipschitz on rows:

    |LN(X)_j - LN(Y)_j|_2 <= |X_j - Y_j|_2 / sqrt(eta).

Why: with the deviations u, v from the means and a^2 = |u|^2/d + eta, b^2 = |v|^2/d + eta,

    |u - v|^2/eta - |u/a - v/b|^2
        = 2 (d (ab - eta) - <u, v>) (1/eta - 1/(ab)) + (d/eta) (a - b)^2 + d eta (1/a - 1/b)^2,

where <u, v> <= |u| |v| <= d (ab - eta) and ab >= eta; and |u - v| <= |X_j - Y_j|. Sharp for d >= 2, in the limit of
rows close to constant ones: a row (t, -t) goes to (t, -t)/sqrt(t^2 + eta).
"""

from fractions import Fraction

from varproof_lemmas.appendix.vectors import cauchy_schwarz
from varproof_lemmas.contextual.direction import at_most_root, inner
from varproof_lemmas.contextual.signs import length
from varproof_lemmas.flowar import layer_norm
from varproof_lemmas.flowar.row import Row

from varproof.lang import Entry, Index, Q, Source, norm, sqrt
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, sum_over
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof

entry = Entry(
    "lem:layer-norm-lipschitz",
    "Layer normalisation with a regulariser is Lipschitz",
    source=Source(text="ours"),
    uses=["def:layer-norm"],
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n, d = s.size("n"), s.size("d")
    X, Y, eta, j = s.mat("X", n, d), s.mat("Y", n, d), s.real("eta"), s.index("j", n)
    c = Index("c", d)
    moved = norm(layer_norm(X, eta)[j, c] - layer_norm(Y, eta)[j, c], c)
    given = norm(X[j, c] - Y[j, c], c)
    s.assume("regulariser", eta > 0, needed_at=dict(X=[[0, 0]], Y=[[0, 0]], eta=0, j=0))
    s.claim("lipschitz", moved <= given / sqrt(eta))
    s.constant("factor", 1 / sqrt(eta), side="upper")
    s.constant("constant", given / sqrt(eta), bounds=moved, side="upper")

    s.instance("one entry", X=[[5]], Y=[[-5]], eta=1, j=0)
    s.instance("equal rows", X=[[1, 2]], Y=[[1, 2]], eta=Q(1, 10**5), j=0)
    s.instance("near constant rows", X=[[Q(1, 100), Q(-1, 100)]], Y=[[Q(-1, 100), Q(1, 100)]], eta=1, j=0)
    s.instance("far apart", X=[[0, 0, 0], [10**6, 0, 1]], Y=[[0, 0, 0], [0, 10**6, 0]], eta=Q(1, 10**5), j=1)

    near = dict(X=[[Q(1, 10), Q(-1, 10)]], Y=[[Q(-1, 10), Q(1, 10)]], eta=1, j=0)
    s.false("half of the constant", claims={"lipschitz": moved <= given / (2 * sqrt(eta))}, at=near)
    s.false("1/eta", claims={"lipschitz": moved <= given / eta}, at=dict(near, eta=4))
    s.false("strict", claims={"lipschitz": moved < given / sqrt(eta)}, at=dict(X=[[1]], Y=[[1]], eta=1, j=0))
    s.false("no regulariser", drop=["regulariser"], at=dict(X=[[0, 0]], Y=[[0, 0]], eta=0, j=0))


@entry.proof("stated")
def proof(p: Proof) -> None:
    d, X, Y, eta, j = p["d"], p["X"], p["Y"], p["eta"], p["j"]
    with p.silent():
        positive = p.given("regulariser")
        x, y = (Row(p, d, A, j, eta, positive) for A in (X, Y))

        def change(c: Node) -> Node:
            return x.u(c) * t.inv(x.root) - y.u(c) * t.inv(y.root)

        nonneg = p.have(t.ge(eta), positive)
        root = t.fn("sqrt", eta)
        root_square, root_nonneg = (p.k.special(nonneg, "sqrt", which, eta) for which in (0, 1))
        root_positive = p.by_contradiction(
            t.gt(root),
            lambda no: p.have(t.FALSE, positive, root_square, p.zero_of_square(root, less(p, root, root_nonneg, no))),
        )
        p.settle(*x.defined(), *y.defined(), nonneg, p.not_zero(root_positive, root))
        p.settle(p.sum_at_least(d, lambda c, _: p.have(t.ge(change(c) * change(c)), squares=[change(c)])))
        p.settle_definedness()
        lipschitz = bound(p, x, y, positive, root_square, root_positive)
    p.prove(p.show(lipschitz))


def less(p: Proof, root: Node, nonneg: Theorem, no: Theorem) -> Theorem:
    """-root^2 >= 0 from root >= 0 and not root > 0."""
    return p.have(t.ge(-root * root), nonneg, p.k.order(no), products=[(0, 1)])


def bound(p: Proof, x: Row, y: Row, positive: Theorem, root_square: Theorem, root_positive: Theorem) -> Theorem:
    """The claim, by the identity above."""
    d, eta = p["d"], p["eta"]
    D, i = card(d), t.inv(card(d))
    root = t.fn("sqrt", eta)
    q = t.inv(root)
    q_unit, q_positive = p.inverse(root_positive, root)
    U, V, s = length(d, x.u), length(d, y.u), inner(d, x.u, y.u)
    a, b = x.root, y.root
    (a_unit, a_inverse), (b_unit, b_inverse) = p.inverse(x.positive, a), p.inverse(y.positive, b)
    ia, ib = t.inv(a), t.inv(b)
    core = scalars(p)
    facts = [
        p.nonempty[d], x.size_unit, positive, q_unit, root_square,
        x.positive, y.positive, a_unit, b_unit, a_inverse, b_inverse, x.square, y.square, x.above, y.above,
        cauchy_schwarz(p, d, x.u, y.u),
    ]  # fmt: skip
    near = p.use(core, D, i, eta, q, root, a, b, ia, ib, U, V, s, *facts)

    def gap(c: Node) -> Node:
        return x.X(x.j, c) - y.X(y.j, c)

    before, before_square, before_nonneg = p.norm(d, gap)
    after, after_square, _ = p.norm(d, lambda c: x.u(c) * ia - y.u(c) * ib)
    total = sum_over(d, gap)
    centred = p.k.arith(
        [x.size_inverse, x.size_unit],
        t.ge(q * q * (length(d, gap) - (U + V - 2 * s))),
        [(Fraction(1), q * total, (0,))],
        [(-q * q * total * total * i, 1)],
    )
    scaled = p.k.arith([before_square], t.eq(q * q * before * before, q * q * length(d, gap)), [], [(q * q, 0)])
    small = p.have(t.ge((before * q) * (before * q) - after * after), near, centred, scaled, after_square)
    return at_most_root(
        p, small, after, before * q, p.have(t.ge(before * q), before_nonneg, q_positive, products=[(0, 1)])
    )


def scalars(p: Proof) -> Theorem:
    """(U + V - 2s) q^2 >= U/a^2 + V/b^2 - 2s/(ab), for all reals with the hypotheses below."""
    names = "D' i' eta' q' r' a' b' ia' ib' U' V' s'".split()
    D, i, eta, q, r, a, b, ia, ib, U, V, s = (t.var(x) for x in names)
    hyps = [
        t.gt(D), t.eq(D * i, 1), t.gt(eta), t.eq(r * q, 1), t.eq(r * r, eta),
        t.gt(a), t.gt(b), t.eq(a * ia, 1), t.eq(b * ib, 1), t.gt(ia), t.gt(ib),
        t.eq(a * a, U * i + eta), t.eq(b * b, V * i + eta), t.ge(U * i), t.ge(V * i), t.ge(U * V - s * s),
    ]  # fmt: skip
    (
        D_pos,
        D_unit,
        eta_pos,
        q_unit,
        r_sq,
        a_pos,
        b_pos,
        a_unit,
        b_unit,
        ia_pos,
        ib_pos,
        a_sq,
        b_sq,
        U_i,
        V_i,
        cs,
    ) = (p.k.assume(h) for h in hyps)
    one = Fraction(1)
    U_is = p.k.arith([a_sq, D_unit], t.eq(U, D * (a * a - eta)), [], [(-D, 0), (-U, 1)])
    V_is = p.k.arith([b_sq, D_unit], t.eq(V, D * (b * b - eta)), [], [(-D, 0), (-V, 1)])
    a_low = p.have(t.ge(a * a - eta), a_sq, U_i)
    b_low = p.have(t.ge(b * b - eta), b_sq, V_i)
    wide = p.have(t.ge(a * b * a * b - eta * eta), a_low, b_low, eta_pos, products=[(0, 1), (0, 2), (1, 2)])
    ab = p.have(t.gt(a * b), a_pos, b_pos, products=[(0, 1)])
    ab_low = at_most_root(p, wide, eta, a * b, p.have(t.ge(a * b), ab))
    gap = D * (a * b - eta)
    gap_low = p.have(t.ge(gap), D_pos, ab_low, products=[(0, 1)])
    # s^2 <= U V = D^2 (a^2 - eta)(b^2 - eta) <= D^2 (ab - eta)^2
    product = p.k.arith(
        [U_is, V_is], t.eq(U * V, D * D * (a * a - eta) * (b * b - eta)), [], [(V, 0), (D * (a * a - eta), 1)]
    )
    mean = p.k.arith([eta_pos], t.ge(D * D * eta * (a - b) * (a - b)), [(one, D * (a - b), (0,))])
    s_small = at_most_root(p, p.have(t.ge(gap * gap - s * s), cs, product, mean), s, gap, gap_low)
    # 1/eta - 1/(ab) = q^2 - ia ib >= 0
    eta_unit = p.k.arith([q_unit, r_sq], t.eq(eta * q * q, 1), [], [(r * q + 1, 0), (-q * q, 1)])
    ab_unit = p.k.arith([a_unit, b_unit], t.eq(a * b * ia * ib, 1), [], [(b * ib, 0), (t.ONE, 1)])
    inverse = p.k.arith(
        [ab_low, ia_pos, ib_pos, eta_unit, ab_unit],
        t.ge(q * q - ia * ib),
        [(one, q, (0, 1, 2))],
        [(-q * q, 4), (ia * ib, 3)],
    )
    main = p.have(t.ge((gap - s) * (q * q - ia * ib)), s_small, inverse, products=[(0, 1)])
    first = p.k.arith([D_pos], t.ge(D * q * q * (a - b) * (a - b)), [(one, q * (a - b), (0,))])
    second = p.k.arith([D_pos, eta_pos], t.ge(D * eta * (ia - ib) * (ia - ib)), [(one, ia - ib, (0, 1))])
    squares = [
        p.k.arith([a_unit], t.eq(D * a * a * ia * ia, D), [], [(D * (a * ia + 1), 0)]),
        p.k.arith([b_unit], t.eq(D * b * b * ib * ib, D), [], [(D * (b * ib + 1), 0)]),
        p.k.arith([ab_unit], t.eq(D * a * b * ia * ib, D), [], [(D, 0)]),
    ]

    def value(u: Node, v: Node) -> Node:
        return (u + v - 2 * s) * q * q - u * ia * ia - v * ib * ib + 2 * s * ia * ib

    plain = p.have(t.ge(value(D * (a * a - eta), D * (b * b - eta))), main, first, second, *squares)
    result = p.k.arith(
        [plain, U_is, V_is], t.ge(value(U, V)), [(one, t.ONE, (0,))], [(q * q - ia * ia, 1), (q * q - ib * ib, 2)]
    )
    for h in reversed(hyps):
        result = p.k.discharge(result, h)
    for name in reversed(names):
        result = p.k.generalise(result, "real", name)
    return result
