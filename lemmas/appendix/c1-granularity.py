"""c1:granularity. With Q = C (d L)^(1/alpha), L = h_r w_r:

    Q delta <= eps/2 suffices for the error of the step from f to a grid function;
    then there are O(d L (Q/eps)^(d L)) = O(eps^(-d L)) neurons.

Printed: proved, with the norm made explicit. f is C-Lipschitz in the alpha-norm (sum |x_ij|^alpha)^(1/alpha) at X and
its grid point, whose entries are at most delta away; then |f(X) - f(grid point)|^alpha <= (eps/2)^alpha at every X, and
so for the integral over the unit cube. In each entry there is such a grid point in {0, delta, ..., 1 - delta}, also for
entries 1, since 1/delta is an integer. With f Lipschitz in the Euclidean norm, sqrt(d L) takes the place of the root
(lem:piecewise-constant). The O of the count is one in eps alone: its constant depends on d and L.

Sharpened: the constants. With Q delta = eps/2 the count 3 d L (1/delta)^(d L) is 3 * 2^(d L) times d L (Q/eps)^(d L),
so that no constant serves all d and L. When 1/delta is rounded up to an integer m, 4 takes the place of 2, for
eps <= 2 Q; for large eps one grid point is left, and no bound O(eps^(-d L)) holds.

Powers are written with exp and log, |x|^alpha as a sum without the entries that are 0. The grid {0, ..., 1 - delta} is
the set of the levels v_g = delta #{h : v_h < v_g}.
"""

from fractions import Fraction

from varproof_lemmas.appendix.powers import exponents, log_product, logs
from varproof_lemmas.appendix.vectors import Function, absolute_positive
from varproof_lemmas.universality.steps import Order

from varproof.lang import Abs, And, Entry, Eq, Exists, ForAll, Implies, Index, Ne, Q, Real, Source, Sum, exp, log
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, sum_over, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof

entry = Entry(
    "c1:granularity",
    "How fine the grid has to be",
    source=Source(icml="C.1", text="read"),
    uses=["c1:neuron-count", "lem:piecewise-constant"],
)


def power(x, a):
    """x^a for x > 0."""
    return exp(a * log(x))


with entry.variant("printed", expect="PROVED", evidence=["kernel"]) as s:
    n, d, m = s.size("n"), s.size("d"), s.size("m")
    X, grid, v = s.mat("X", n, d), s.mat("A", n, d), s.vec("v", m)
    f_X, f_grid = s.mat("f_X", n, d), s.mat("f_A", n, d)
    alpha, C, delta, eps = s.real("alpha"), s.real("C"), s.real("delta"), s.real("eps")
    i, j, g, h = Index("i", n), Index("j", d), Index("g", m), Index("h", m)
    K, e = Real("K"), Real("e")

    def size(x):
        """The alpha-norm to the power alpha."""
        return Sum(power(Abs(x), alpha), i, j, where=Ne(x, 0))

    at = dict(m=1, v=[0], X=[[1]], A=[[Q(1, 2)]], f_X=[[1]], f_A=[[Q(1, 2)]], alpha=1, C=2, delta=1, eps=5)
    halves = dict(at, m=2, v=[0, Q(1, 2)], delta=Q(1, 2))
    s.assume("exponent", alpha >= 1, needed_at=dict(at, alpha=-1, C=1, eps=3))
    s.assume("constant", C > 0)
    s.assume("unit", Eq(delta * m, 1), needed_at=dict(halves, v=[0, Q(2, 5)], A=[[Q(4, 5)]], f_A=[[1]], delta=Q(2, 5)))
    s.assume("cube", ForAll(i, j, And(0 <= X[i, j], X[i, j] <= 1)), needed_at=dict(at, X=[[2]], A=[[1]]))
    s.assume("different", ForAll(g, h, Implies(Ne(g, h), Ne(v[g], v[h]))), needed_at=dict(halves, v=[0, 0]))
    s.assume("levels", ForAll(g, Eq(v[g], delta * Sum(1, h, where=v[h] < v[g]))), needed_at=dict(at, v=[5]))
    s.assume("grid-point", ForAll(i, j, Abs(X[i, j] - grid[i, j]) <= delta), needed_at=dict(at, A=[[-9]], f_A=[[-9]]))
    moved = size(f_X[i, j] - f_grid[i, j])
    s.assume("lipschitz", moved <= power(C, alpha) * size(X[i, j] - grid[i, j]), needed_at=dict(at, f_X=[[9]]))
    root = power(d * n, 1 / alpha)
    s.assume("granularity", C * delta * root <= eps / 2, needed_at=dict(at, eps=Q(1, 2)))
    s.claim("grid", ForAll(i, j, Exists(g, And(v[g] <= X[i, j], X[i, j] <= v[g] + delta))))
    s.claim("suffices", moved <= power(eps / 2, alpha))
    step, cells = e / (2 * C * root), d * n
    count = 3 * d * n * power(1 / step, cells)
    s.claim("count", Exists(K, ForAll(e, Implies(e > 0, count <= K * (d * n * power(C * root / e, cells))))))
    s.claim("order", Exists(K, ForAll(e, Implies(e > 0, count <= K * power(e, -cells)))))

    s.instance("one cell", **at)
    s.instance("nothing moves", **dict(at, X=[[0]], A=[[0]], f_X=[[0]], f_A=[[0]]))
    s.instance(
        "two tokens",
        **dict(halves, v=[Q(1, 2), 0], X=[[1], [Q(1, 3)]], A=[[Q(1, 2)], [0]], f_X=[[1], [0]], f_A=[[1], [Q(1, 4)]]),
    )
    s.instance("large exponent", **dict(at, alpha=40))
    s.instance("steep", **dict(at, C=10**9, f_X=[[10**8]], eps=10**10))

    far = dict(at, A=[[0]], f_X=[[Q(9, 5)]], f_A=[[0]])
    two = dict(at, X=[[1, 1]], A=[[0, 0]], f_X=[[1, Q(1, 2)]], f_A=[[0, 0]], C=1, eps=2)
    s.false("half of it", claims={"suffices": moved <= power(eps / 4, alpha)}, at=far)
    s.false("without the root", assume={"granularity": C * delta <= eps / 2}, at=two)
    s.false(
        "half-open cells",
        claims={"grid": ForAll(i, j, Exists(g, And(v[g] <= X[i, j], X[i, j] < v[g] + delta)))},
        at=at,
    )

with entry.variant("sharpened", expect="PROVED", evidence=["kernel"]) as s:
    n, d, m = s.size("n"), s.size("d"), s.size("m")
    alpha, C, eps = s.real("alpha"), s.real("C"), s.real("eps")
    bound, cells = C * power(d * n, 1 / alpha), d * n
    one = dict(n=1, d=1, m=4, alpha=1, C=1, eps=Q(1, 2))
    s.assume("exponent", alpha > 0)
    s.assume("constant", C > 0)
    s.assume("error", eps > 0)
    s.assume("enough", 2 * bound / eps <= m, needed_at=dict(one, m=3))
    s.assume("no-more", m <= 2 * bound / eps + 1, needed_at=dict(one, m=100))
    s.assume("small", eps <= 2 * bound, needed_at=dict(one, m=1, eps=5))
    s.claim("granularity", bound / m <= eps / 2)
    grow = cells * power(bound / eps, cells)
    s.claim("exact", Eq(3 * cells * power(2 * bound / eps, cells), 3 * power(2, cells) * grow))
    s.claim("rounded", 3 * cells * power(m, cells) <= 3 * power(4, cells) * grow)
    s.constant("neurons", 3 * power(4, cells) * grow, bounds=3 * cells * power(m, cells), side="upper")

    s.instance("one entry", **dict(one, m=5, eps=Q(9, 20)))
    s.instance("four entries", n=2, d=2, m=9, alpha=2, C=1, eps=Q(19, 40))
    s.instance("two grid points", **dict(one, m=2, eps=Q(3, 2)))
    s.instance("very fine", **dict(one, m=2 * 10**6 + 1, eps=Q(1, 10**6), C=1 + Q(1, 4 * 10**6)))

    some = dict(one, m=5, eps=Q(9, 20))
    s.false("2 for 4", claims={"rounded": 3 * cells * power(m, cells) <= 3 * power(2, cells) * grow}, at=some)
    s.false("a constant for all d", claims={"exact": 3 * cells * power(2 * bound / eps, cells) <= 3 * grow}, at=some)


def scale(p: Proof, alpha_positive: Theorem) -> tuple[Node, Theorem, Node, Theorem]:
    """d n and the root Q = C (d n)^(1/alpha), both positive."""
    count, C = card(p["d"]) * card(p["n"]), p["C"]
    many = p.have(t.gt(count), p.nonempty[p["d"]], p.nonempty[p["n"]], products=[(0, 1)])
    root = t.exp(t.log(count) * t.inv(p["alpha"]))
    p.settle(p.not_zero(alpha_positive, p["alpha"]), many, p.given("constant"))
    bound = C * root
    positive = p.have(
        t.gt(bound), p.given("constant"), p.exp_positive(t.log(count) * t.inv(p["alpha"])), products=[(0, 1)]
    )
    return count, many, bound, positive


def quotient_log(
    p: Proof, x: Node, x_positive: Theorem, e: Node, e_positive: Theorem, y: Node, equal: Theorem
) -> Theorem:
    """log x = log y - log e from x e = y."""
    product = log_product(p, x, x_positive, e, e_positive)
    return p.have(t.eq(t.log(x), t.log(y) - t.log(e)), product, p.congruence(equal, x * e, y, t.log))


@entry.proof("printed")
def proof_printed(p: Proof) -> None:
    alpha, delta = p["alpha"], p["delta"]
    with p.silent():
        alpha_positive = p.have(t.gt(alpha), p.given("exponent"))
        count, many, bound, positive = scale(p, alpha_positive)
        step_positive = p.by_contradiction(
            t.gt(delta),
            lambda no: p.have(t.FALSE, p.k.order(no), p.nonempty[p["m"]], p.given("unit"), products=[(0, 1)]),
        )
        near = grid_points(p, step_positive)
    p.prove(p.show(near, "the first level v with v + delta >= X_ij"))
    with p.silent():
        small = suffices(p, alpha_positive, step_positive, count, many, bound, positive)
    p.prove(p.show(small, "log |X_ij - A_ij| <= log delta for the entries that differ"))
    with p.silent():
        counts = neurons(p, count, many, bound, positive)
    for theorem in counts:
        p.prove(p.show(theorem))


def grid_points(p: Proof, positive: Theorem) -> Theorem:
    """Every entry has a level v <= X_ij <= v + delta."""
    n, d, m, X, v, delta = (p[x] for x in ("n", "d", "m", "X", "v", "delta"))
    levels = Order(p, m, v, p.given("different"))

    def rank(g: Node, g_in: Theorem) -> Theorem:
        return p.use(p.given("levels"), g, g_in)

    def entry_of(i: Node, i_in: Theorem, j: Node, j_in: Theorem) -> Theorem:
        x = X(i, j)
        both = p.use(p.given("cube"), i, i_in, j, j_in)
        goal = p.opened_all(p.goal("grid"), i, j)

        def reaches(h: Node) -> Node:
            return t.ge(v(h) + delta - x)

        def last(e: Node, e_in: Theorem) -> Theorem:
            def largest(g: Node, g_in: Theorem, at: Theorem) -> Theorem:
                above = p.forall(m, lambda h, h_in: p.have(t.ge(v(g) - v(h)), at, p.at_most_max(h_in, v)))
                place = levels.last_place(g, g_in, above)
                late = p.have(reaches(g), rank(g, g_in), place, p.given("unit"), p.right(both))
                return p.maximum(p.in_where(g_in, late, reaches), lambda h: -v(h), first_level)

            return p.maximum(e_in, v, largest)

        def first_level(g: Node, g_late: Theorem, at: Theorem) -> Theorem:
            g_in = p.base(g_late)

            def start(is_first: Theorem) -> Theorem:
                return p.have(t.ge(x - v(g)), rank(g, g_in), levels.first_place(g, is_first), p.left(both))

            def later(i: Node, i_in: Theorem, less: Theorem, between: Theorem) -> Theorem:
                def early(no: Theorem) -> Theorem:
                    late = p.in_where(i_in, p.have(reaches(i), p.k.order(no)), reaches)
                    return p.have(t.FALSE, p.at_most_max(late, lambda h: -v(h)), at, less)

                short = p.by_contradiction(t.gt(x - v(i) - delta), early)
                place = levels.next_place(i, i_in, g, less, between)
                return p.have(t.ge(x - v(g)), short, rank(g, g_in), rank(i, i_in), place)

            found = p.both(levels.before(g, g_in, start, later), p.holds(g_late))
            return p.k.discharge(p.false(found, p.use(p.k.assume(goal.args[0]), g, g_in)), goal.args[0])

        return p.member_of(p.nonempty[m], m, last)

    return p.forall(n, lambda i, i_in: p.forall(d, lambda j, j_in: entry_of(i, i_in, j, j_in)))


def suffices(
    p: Proof, alpha_positive: Theorem, step: Theorem, count: Node, many: Theorem, bound: Node, positive: Theorem
) -> Theorem:
    """sum |f_X - f_A|^alpha <= C^alpha sum |X - A|^alpha <= C^alpha d n delta^alpha <= (eps/2)^alpha."""
    n, d, alpha, delta, C, eps = (p[x] for x in ("n", "d", "alpha", "delta", "C", "eps"))
    whole = p.have(t.gt(bound * delta), positive, step, products=[(0, 1)])
    half = p.have(t.gt(eps / 2), whole, p.given("granularity"))

    def defined(f: Function) -> Theorem:
        return p.forall(
            n,
            lambda i, _: p.forall(
                d, lambda j, _: p.implies(t.neg(t.eq(f(i, j))), lambda no: absolute_positive(p, f(i, j), no))
            ),
        )

    def gap(i: Node, j: Node) -> Node:
        return p["X"](i, j) - p["A"](i, j)

    p.settle(defined(gap), defined(lambda i, j: p["f_X"](i, j) - p["f_A"](i, j)), half)
    D = t.exp(alpha * t.log(delta))

    def row(i: Node, i_in: Theorem) -> Theorem:
        def moves(j: Node) -> Node:
            return t.neg(t.eq(gap(i, j)))

        def each(j: Node, j_in: Theorem) -> Theorem:
            size = p.root(gap(i, j))[0]
            le = p.use(p.given("grid-point"), i, i_in, j, p.base(j_in))
            log = logs(p, le, size, absolute_positive(p, gap(i, j), p.holds(j_in)), delta, step)
            product = p.have(t.ge(alpha * t.log(delta) - alpha * t.log(size)), log, alpha_positive, products=[(0, 1)])
            return p.exp_monotone(product, alpha * t.log(size), alpha * t.log(delta))

        still = p.sum_at_least(
            where(d, lambda j: t.neg(moves(j))), lambda *_: p.have(t.ge(D), p.exp_positive(alpha * t.log(delta)))
        )
        terms = sum_over(where(d, moves), lambda j: t.exp(alpha * t.log(p.root(gap(i, j))[0])))
        return p.have(
            t.ge(card(d) * D - terms), p.sum_at_least(where(d, moves), each), still, p.split(d, moves, lambda _: t.ONE)
        )

    total = p.sum_at_least(n, row)
    ends = [p.log_exp(q, x) for q, x in ((p.given("constant"), C), (step, delta), (half, eps / 2), (many, count))]
    above = p.have(
        t.ge(t.exp(t.log(eps / 2)) - t.exp(t.log(C) + t.log(delta) + t.log(count) * t.inv(alpha))),
        p.given("granularity"),
        *ends[:3],
    )
    sums = exponents(p, above, t.log(C) + t.log(delta) + t.log(count) * t.inv(alpha), t.log(eps / 2))
    low = alpha * t.log(C) + alpha * t.log(delta) + t.log(count)
    unit = p.k.inv(alpha_positive, alpha)
    reach = p.have(t.ge(alpha * t.log(eps / 2) - low), sums, alpha_positive, unit, products=[(0, 1)])
    last = p.exp_monotone(reach, low, alpha * t.log(eps / 2))
    scaled = p.have(
        t.ge(t.exp(alpha * t.log(C)) * total.concl.args[0]), total, p.exp_positive(alpha * t.log(C)), products=[(0, 1)]
    )
    exact = p.k.arith(
        [ends[3]],
        t.eq(t.exp(low), t.exp(alpha * t.log(C)) * D * count),
        [],
        [(t.exp(alpha * t.log(C)) * D, 0)],
    )
    return p.have(p.goal("suffices"), p.given("lipschitz"), scaled, last, exact)


def neurons(p: Proof, count: Node, many: Theorem, bound: Node, positive: Theorem) -> list[Theorem]:
    """Both bounds of the count, for a step eps/(2 Q)."""
    two = p.positive(2)
    double = p.have(t.gt(2 * bound), positive)
    double_unit, double_inverse = p.inverse(double, 2 * bound)
    both_logs = log_product(p, t.lift(2), two, bound, positive)

    def chain(e: Node, e_positive: Theorem) -> tuple[Theorem, Theorem]:
        """log(1/step) = log 2 + log(Q/e) = log(2 Q) - log e."""
        step = e * t.inv(2 * bound)
        step_positive = p.have(t.gt(step), e_positive, double_inverse, products=[(0, 1)])
        unit, inverse = p.inverse(step_positive, step)
        e_unit, e_inverse = p.inverse(e_positive, e)
        x, y = t.inv(step), bound * t.inv(e)
        y_positive = p.have(t.gt(y), positive, e_inverse, products=[(0, 1)])
        x_e = p.k.arith([unit, double_unit], t.eq(x * e, 2 * bound), [], [(2 * bound, 0), (-x * e, 1)])
        y_e = p.k.arith([e_unit], t.eq(y * e, bound), [], [(bound, 0)])
        log_x = quotient_log(p, x, inverse, e, e_positive, 2 * bound, x_e)
        log_y = quotient_log(p, y, y_positive, e, e_positive, bound, y_e)
        p.settle(
            *(
                p.k.generalise(p.k.discharge(q, t.gt(e)), "real", "e")
                for q in (p.not_zero(step_positive, step), inverse, p.not_zero(e_positive, e), y_positive, e_positive)
            ),
            p.not_zero(double, 2 * bound),
        )
        return p.have(t.eq(t.log(x), t.log(2) + t.log(y)), log_x, log_y, both_logs), log_x

    def claim(label: str, K: Node, which: int) -> Theorem:
        goal = p.goal(label)
        e = t.var("e")
        log = chain(e, p.k.assume(t.gt(e)))[which]
        x = t.inv(e * t.inv(2 * bound))
        other = t.log(x) - log.concl.args[0]
        same = p.congruence(log, t.log(x), other, lambda z: t.exp(count * z))
        exact = p.k.arith(
            [same], t.eq(3 * count * t.exp(count * t.log(x)), 3 * count * t.exp(count * other)), [], [(3 * count, 0)]
        )
        opened = t.instantiate(goal.args[0].args[1], (K,)).args[0]
        inner = t.instantiate(opened.args[1], (e,))
        done = p.k.generalise(p.k.discharge(p.have(inner.args[1], exact), t.gt(e)), "real", "e")
        return p.some_function(goal, K, done)

    return [
        claim("count", 3 * t.exp(count * t.log(2)), 0),
        claim("order", 3 * count * t.exp(count * t.log(2 * bound)), 1),
    ]


@entry.proof("sharpened")
def proof_sharpened(p: Proof) -> None:
    m, eps = card(p["m"]), p["eps"]
    with p.silent():
        count, many, bound, positive = scale(p, p.given("exponent"))
        unit, inverse = p.inverse(p.given("error"), eps)
        m_unit, m_inverse = p.inverse(p.nonempty[p["m"]], m)
        y = bound * t.inv(eps)
        y_positive = p.have(t.gt(y), positive, inverse, products=[(0, 1)])
        p.settle(
            p.not_zero(p.given("error"), eps),
            p.not_zero(p.nonempty[p["m"]], m),
            p.nonempty[p["m"]],
            y_positive,
            p.have(t.gt(2 * y), y_positive),
            p.positive(2),
            p.positive(4),
        )
        scaled = p.k.arith(
            [p.given("enough"), p.given("error"), m_inverse, unit, m_unit],
            t.ge(eps - 2 * bound * t.inv(m)),
            [(Fraction(1), t.ONE, (0, 1, 2))],
            [(2 * bound * t.inv(m), 3), (-eps, 4)],
        )
        fine = p.have(p.goal("granularity"), scaled)

        def multiple(k: int) -> Theorem:
            """exp(d n log(k y)) = k^(d n) y^(d n)."""
            log = log_product(p, t.lift(k), p.positive(k), y, y_positive)
            return p.congruence(log, t.log(k * y), t.log(k) + t.log(y), lambda z: t.exp(count * z))

        exact = p.k.arith([multiple(2)], p.goal("exact"), [], [(3 * count, 0)])
        wide = p.k.arith(
            [p.given("small"), inverse, unit], t.ge(2 * y - 1), [(Fraction(1), t.ONE, (0, 1))], [(t.ONE, 2)]
        )
        four = p.have(t.gt(4 * y), y_positive)
        log = logs(p, p.have(t.ge(4 * y - m), wide, p.given("no-more")), m, p.nonempty[p["m"]], 4 * y, four)
        product = p.have(t.ge(count * t.log(4 * y) - count * t.log(m)), log, many, products=[(0, 1)])
        power_ = p.exp_monotone(product, count * t.log(m), count * t.log(4 * y))
        both = p.have(t.ge(count * power_.concl.args[0]), power_, many, products=[(0, 1)])
        same = p.k.arith([multiple(4)], t.eq(count * multiple(4).concl.args[0]), [], [(count, 0)])
        rounded = p.have(p.goal("rounded"), both, same)
    p.prove(p.show(fine, "2 Q <= m eps"))
    p.prove(p.show(exact, "1/delta = 2 Q/eps"))
    p.prove(p.show(rounded, "m <= 2 Q/eps + 1 <= 4 Q/eps"))
