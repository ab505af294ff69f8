"""lem:piecewise-constant. The error of replacing a C-Lipschitz function by its values at the points of a grid of step
delta, in the Euclidean norm: with every entry of X at most delta away from that of its grid point A,

    |f(X) - f(A)|_2 <= C |X - A|_2 <= C delta sqrt(d L0),

attained where all entries are delta away. That each entry has such a grid point is the claim `grid` of c1:granularity,
where the same is proved with the alpha-norm for the Euclidean one and (d L0)^(1/alpha) for the square root. Stated for
the values f(X) and f(A) at one X.
"""

from varproof_lemmas.contextual.direction import at_most_root

from varproof.lang import Abs, Entry, ForAll, Index, Q, Source, norm, sqrt
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof

entry = Entry(
    "lem:piecewise-constant",
    "The error of a piecewise constant approximation",
    source=Source(text="ours"),
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n, d = s.size("n"), s.size("d")
    X, A, f_X, f_A = s.mat("X", n, d), s.mat("A", n, d), s.mat("f_X", n, d), s.mat("f_A", n, d)
    C, delta = s.real("C"), s.real("delta")
    i, j = Index("i", n), Index("j", d)
    moved, given = norm(f_X[i, j] - f_A[i, j], i, j), norm(X[i, j] - A[i, j], i, j)
    corner = dict(X=[[1, 1, 1, 1]], A=[[0, 0, 0, 0]], f_X=[[2, 0, 0, 0]], f_A=[[0, 0, 0, 0]], C=1, delta=1)
    still = dict(X=[[0]], A=[[0]], f_X=[[0]], f_A=[[0]], C=-1, delta=1)
    s.assume("constant", C >= 0, needed_at=still)
    s.assume("near", ForAll(i, j, Abs(X[i, j] - A[i, j]) <= delta), needed_at=dict(corner, delta=Q(1, 2)))
    s.assume("lipschitz", moved <= C * given, needed_at=dict(corner, f_X=[[9, 0, 0, 0]]))
    s.claim("distance", moved <= C * delta * sqrt(d * n))
    s.constant("error", C * delta * sqrt(d * n), bounds=moved, side="upper")

    s.instance("one entry", X=[[1]], A=[[Q(1, 2)]], f_X=[[3]], f_A=[[2]], C=2, delta=Q(1, 2))
    s.instance("equality at a corner", **corner)
    s.instance("a constant function", **dict(corner, f_X=[[0, 0, 0, 0]], C=0))
    s.instance("on the grid", X=[[1], [2]], A=[[1], [2]], f_X=[[5], [5]], f_A=[[5], [5]], C=1, delta=0)
    s.instance("very steep", **dict(corner, f_X=[[2 * 10**9, 0, 0, 0]], C=10**9))

    s.false("without the number of entries", claims={"distance": moved <= C * delta}, at=corner)
    s.false("strict", claims={"distance": moved < C * delta * sqrt(d * n)}, at=corner)
    s.false("one token", claims={"distance": moved <= C * delta * sqrt(n)}, at=corner)


@entry.proof("stated")
def proof(p: Proof) -> None:
    n, d, X, A, C, delta = (p[x] for x in ("n", "d", "X", "A", "C", "delta"))
    with p.silent():
        count = card(d) * card(n)
        many = p.have(t.ge(count), p.nonempty[d], p.nonempty[n], products=[(0, 1)])
        p.settle(many)
    p.settle_definedness()

    def gap(i: Node, j: Node) -> Node:
        return X(i, j) - A(i, j)

    def square(i: Node, i_in: Theorem, j: Node, j_in: Theorem) -> Theorem:
        """(X_ij - A_ij)^2 <= delta^2."""
        _, squared, nonneg = p.root(gap(i, j))
        near = p.use(p.given("near"), i, i_in, j, j_in)
        goal = t.ge(delta * delta - gap(i, j) * gap(i, j))
        return p.have(goal, near, nonneg, squared, products=[(0, 0), (0, 1)])

    def step(i: Node, i_in: Theorem) -> Theorem:
        def at(j: Node, j_in: Theorem) -> Theorem:
            return p.have(t.ge(delta), p.use(p.given("near"), i, i_in, j, j_in), p.root(gap(i, j))[2])

        return p.member_of(p.nonempty[d], d, at)

    with p.silent():
        delta_nonneg = p.member_of(p.nonempty[n], n, step)
        total = p.sum_at_least(n, lambda i, a: p.sum_at_least(d, lambda j, b: square(i, a, j, b)))
        given, given_square, root, root_square, root_nonneg = roots(p, gap, count, many)
        scaled = p.k.arith([root_square], t.eq(delta * delta * root * root, delta * delta * count), [], [(delta**2, 0)])
        wide = p.have(t.ge((delta * root) * (delta * root) - given * given), total, given_square, scaled)
        reach = p.have(t.ge(delta * root), delta_nonneg, root_nonneg, products=[(0, 1)])
        near = at_most_root(p, wide, given, delta * root, reach)
        far = p.have(t.ge(C * (delta * root - given)), near, p.given("constant"), products=[(0, 1)])
        result = p.have(p.goal("distance"), p.given("lipschitz"), far)
    p.prove(p.show(result, "|X - A|^2 <= d L0 delta^2"))


def roots(p: Proof, gap, count: Node, many: Theorem) -> tuple[Node, Theorem, Node, Theorem, Theorem]:
    """|X - A| with its square; sqrt(d n) with its square and sign."""
    n, d = p["n"], p["d"]
    nonneg = p.sum_at_least(
        n,
        lambda i, _: p.sum_at_least(d, lambda j, _: p.have(t.ge(gap(i, j) * gap(i, j)), squares=[gap(i, j)])),
    )
    inside: Node = nonneg.concl.args[0]
    root_square, root_nonneg = (p.k.special(many, "sqrt", which, count) for which in (0, 1))
    return t.fn("sqrt", inside), p.k.special(nonneg, "sqrt", 0, inside), t.fn("sqrt", count), root_square, root_nonneg
