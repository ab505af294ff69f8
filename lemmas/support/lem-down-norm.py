"""lem:down-norm. Down-sampling by means, Y = Phi X with weights Phi_ij >= 0 whose rows sum to 1, has norm 1 in the
maximum norm, of entries and of tokens, attained by every constant map:

    max |Y_ik| <= max |X_jk|,   |Y_i|_2 <= max_j |X_j|_2,   sum Y_ik^2 <= K sum X_jk^2

with K a bound of all column sums of Phi: K = 1/r^2 for means over blocks of r x r positions, so that the Euclidean norm
of a map shrinks by r; K = 1 for subsampling. Why: the square of a mean is at most the mean of the squares.
"""

from varproof_lemmas.appendix.vectors import abs_at_most, absolute
from varproof_lemmas.contextual.direction import swap
from varproof_lemmas.flowar import linear_down
from varproof_lemmas.support.attention import mixture, size_of

from varproof.lang import Abs, Entry, Eq, ForAll, Index, Lam, MaxOver, Q, Source, Sum, norm
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import max_over, sum_over
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof

entry = Entry(
    "lem:down-norm",
    "The norm of down-sampling by means",
    source=Source(text="ours"),
    uses=["def:linear-down-sample"],
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    m, M, c = s.size("m"), s.size("M"), s.size("c")
    Phi, X, K = s.mat("Phi", m, M), s.mat("X", M, c), s.real("K")
    i, j, k, f, g = Index("i", m), Index("j", M), Index("k", c), Index("f", M), Index("g", c)
    halves = dict(Phi=[[Q(1, 2), Q(1, 2)]], X=[[3], [3]], K=Q(1, 2))
    s.assume("weights", ForAll(i, j, Phi[i, j] >= 0), needed_at=dict(Phi=[[2, -1]], X=[[1], [-1]], K=2))
    s.assume("rows", ForAll(i, Eq(Sum(Phi[i, j], j), 1)), needed_at=dict(Phi=[[2]], X=[[1]], K=2))
    s.assume("columns", ForAll(j, Sum(Phi[i, j], i) <= K), needed_at=dict(halves, K=Q(1, 4)))
    Y = linear_down(Phi, X)
    s.claim("entries", ForAll(i, k, Abs(Y[i, k]) <= MaxOver(Abs(X[f, g]), f, g)))
    s.claim("tokens", ForAll(i, norm(Y[i, k], k) <= MaxOver(norm(X[f, g], g), f)))
    squares, given = Sum(Y[i, k] ** 2, i, k), Sum(X[j, k] ** 2, j, k)
    s.claim("euclidean", squares <= K * given)
    s.claim("constant-map", ForAll(i, k, Eq(linear_down(Phi, Lam((f, g), 1))[i, k], 1)))
    s.constant("squares", K * given, bounds=squares, side="upper")

    s.instance("one position", Phi=[[1]], X=[[-5]], K=1)
    s.instance("equality for a constant map", **halves)
    s.instance("the mean of four", Phi=[[Q(1, 4)] * 4], X=[[1, 0], [2, 0], [3, 1], [10**9, -1]], K=Q(1, 4))
    s.instance("subsampling", Phi=[[1, 0, 0], [0, 0, 1]], X=[[1], [7], [2]], K=1)
    s.instance(
        "two blocks", Phi=[[Q(1, 2), Q(1, 2), 0, 0], [0, 0, Q(1, 2), Q(1, 2)]], X=[[1], [-1], [2], [2]], K=Q(1, 2)
    )

    s.false("strict", claims={"entries": ForAll(i, k, Abs(Y[i, k]) < MaxOver(Abs(X[f, g]), f, g))}, at=halves)
    s.false("half of it", claims={"euclidean": squares <= K * given / 2}, at=halves)
    s.false("by the square of K", claims={"euclidean": squares <= K**2 * given}, at=halves)


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.settle_definedness()
    m, M, c, Phi, X, K = (p[name] for name in ("m", "M", "c", "Phi", "X", "K"))

    def value(i: Node, k: Node) -> Node:
        return sum_over(M, lambda j: Phi(i, j) * X(j, k))

    def size(x: Node) -> Node:
        return t.fn("sqrt", x * x)

    def one(i: Node, i_in: Theorem) -> Theorem:
        return p.use(p.given("rows"), i, i_in)

    def weight(i: Node, i_in: Theorem, j: Node, j_in: Theorem) -> Theorem:
        return p.use(p.given("weights"), i, i_in, j, j_in)

    def entry_of(i: Node, i_in: Theorem, k: Node, k_in: Theorem) -> Theorem:
        top = max_over(M, lambda f: max_over(c, lambda g: size(X(f, g))))

        def side(sign: int) -> Theorem:
            def term(j: Node, j_in: Theorem) -> Theorem:
                steps = [
                    p.at_most_max(k_in, lambda g: size(X(j, g))),
                    p.at_most_max(j_in, lambda f: max_over(c, lambda g: size(X(f, g)))),
                    p.abs_at_least(sign * X(j, k)),
                ]
                below = p.have(t.ge(top - sign * X(j, k)), *steps)
                goal = t.ge(Phi(i, j) * (top - sign * X(j, k)))
                return p.have(goal, below, weight(i, i_in, j, j_in), products=[(0, 1)])

            scaled = p.k.arith([one(i, i_in)], t.eq(one(i, i_in).concl.args[0] * top), [], [(top, 0)])
            return p.have(t.ge(top - sign * value(i, k)), p.sum_at_least(M, term), scaled)

        return abs_at_most(p, value(i, k), top, side(1), side(-1))

    def token(i: Node, i_in: Theorem) -> Theorem:
        def length(j: Node) -> Node:
            return size_of(c, lambda k: X(j, k))

        top = max_over(M, length)

        def sign(j: Node, j_in: Theorem) -> Theorem:
            return p.have(t.ge(top), p.at_most_max(j_in, length), p.norm(c, lambda k: X(j, k))[2])

        top_nonneg = p.member_of(p.nonempty[M], M, sign)
        mixed = mixture(p, M, c, lambda j: Phi(i, j), X, top, top_nonneg, lambda j, j_in: p.at_most_max(j_in, length))
        plain = p.sum_equal(M, lambda j, j_in: absolute(p, Phi(i, j), weight(i, i_in, j, j_in)))
        total = p.have(t.eq(sum_over(M, lambda j: size(Phi(i, j))), 1), plain, one(i, i_in))
        scaled = p.k.arith([total], t.eq(total.concl.args[0] * top), [], [(top, 0)])
        return p.have(t.ge(top - size_of(c, lambda k: value(i, k))), mixed, scaled)

    def squares(k: Node, k_in: Theorem) -> Theorem:
        """sum_i Y_ik^2 <= K sum_j X_jk^2."""

        def mean(i: Node, i_in: Theorem) -> Theorem:
            y = value(i, k)

            def term(j: Node, j_in: Theorem) -> Theorem:
                square = p.have(t.ge((X(j, k) - y) * (X(j, k) - y)), squares=[X(j, k) - y])
                goal = t.ge(Phi(i, j) * (X(j, k) - y) * (X(j, k) - y))
                return p.have(goal, square, weight(i, i_in, j, j_in), products=[(0, 1)])

            of_squares = sum_over(M, lambda j: Phi(i, j) * X(j, k) * X(j, k))
            scaled = p.k.arith([one(i, i_in)], t.eq(one(i, i_in).concl.args[0] * y * y), [], [(y * y, 0)])
            return p.have(t.ge(of_squares - y * y), p.sum_at_least(M, term), scaled)

        def column(j: Node, j_in: Theorem) -> Theorem:
            x = X(j, k)
            square = p.have(t.ge(x * x), squares=[x])
            total = p.use(p.given("columns"), j, j_in)
            return p.have(t.ge(total.concl.args[0] * x * x), square, total, products=[(0, 1)])

        swapped = swap(p, m, M, lambda i, j: Phi(i, j) * X(j, k) * X(j, k))
        goal = t.ge(K * sum_over(M, lambda j: X(j, k) * X(j, k)) - sum_over(m, lambda i: value(i, k) * value(i, k)))
        return p.have(goal, p.sum_at_least(m, mean), p.sum_at_least(M, column), swapped)

    with p.silent():
        entries = p.forall(m, lambda i, i_in: p.forall(c, lambda k, k_in: entry_of(i, i_in, k, k_in)))
        tokens = p.forall(m, token)
        columns = p.sum_at_least(c, squares)
        swaps = [
            swap(p, m, c, lambda i, k: value(i, k) * value(i, k)),
            swap(p, M, c, lambda j, k: X(j, k) * X(j, k)),
        ]
        scaled = p.k.arith([swaps[1]], t.eq(K * swaps[1].concl.args[0]), [], [(K, 0)])
        euclidean = p.have(p.goal("euclidean"), columns, swaps[0], scaled)
        constant = p.forall(
            m,
            lambda i, i_in: p.forall(c, lambda k, _: p.have(p.opened_all(p.goal("constant-map"), i, k), one(i, i_in))),
        )
    p.prove(p.show(entries, "a mean of entries"))
    p.prove(p.show(tokens, "a mean of tokens"))
    p.prove(p.show(euclidean, "the square of a mean is at most the mean of the squares"))
    p.prove(p.show(constant))
