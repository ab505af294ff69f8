"""c1:bump. A bump at the grid point A in R^{L x d}, with a scalar height h for one entry of h(A):

    bump(Q) = h/(dL) sum_ij [ReLU(K(Q_ij - A_ij) - 1) - ReLU(K(Q_ij - A_ij)) + ReLU(K(Q_ij - A_ij) + 1)].

Its use asks for bump(A) = h and for 0 at the other grid points, as the second layer is a sum of such bumps. Refuted as
printed: far to the right of A the bracket is K(Q_ij - A_ij), without bound. The factor -2 for the middle term makes
each bracket a hat, but the mean over the entries is still not 0 at a grid point that shares some entry with A (false
variant of the corrected form): then each bump leaks h times the share of equal entries.

Corrected: h ReLU(sum_ij hat_ij - (dL - 1)) with the hat ReLU(x - 1) - 2 ReLU(x) + ReLU(x + 1) of x = K(Q_ij - A_ij).
It is h at A, and 0 as soon as one entry differs by 1/K or more, since all hats are at most 1 and that one is 0. This
takes a further layer of ReLU.
"""

from varproof_lemmas.appendix.vectors import absolute
from varproof_lemmas.contextual.direction import at_most_root

from varproof.lang import Abs, Entry, Eq, Exists, ForAll, Implies, Index, Max, Q, Source, Sum
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, sum_over, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof

entry = Entry("c1:bump", "A bump at one grid point", source=Source(icml="C.1", text="read"))


def bump(s, middle, combine):
    """State that combine(the sum of the brackets) is h at A and 0 away from it; the middle term has the factor."""
    L, d = s.size("L"), s.size("d")
    Qs, A, h, K = s.mat("Q", L, d), s.mat("A", L, d), s.real("h"), s.real("K")
    i, j = Index("i", L), Index("j", d)
    x = K * (Qs[i, j] - A[i, j])
    total = Sum(Max(x - 1, 0) - middle * Max(x, 0) + Max(x + 1, 0), i, j)
    value = combine(h, total, d * L)
    s.assume("steep", K > 0)
    s.claim("peak", Implies(ForAll(i, j, Eq(Qs[i, j], A[i, j])), Eq(value, h)))
    away = Exists(i, j, K * Abs(Qs[i, j] - A[i, j]) >= 1)
    s.claim("elsewhere", Implies(away, Eq(value, 0)))
    return away, value, h, total, d * L


with entry.variant(
    "printed",
    expect="REFUTED",
    evidence=["witness"],
    finding="A bracket grows without bound to the right of the grid point, so a bump does not vanish elsewhere.",
) as s:
    bump(s, 1, lambda h, total, count: h / count * total)
    s.instance("at the point", Q=[[1, 2]], A=[[1, 2]], h=7, K=1)
    s.instance("far to the left", Q=[[-5]], A=[[1]], h=7, K=1)
    s.counterexample("far to the right", Q=[[5]], A=[[1]], h=7, K=1)
    s.counterexample("a neighbour on the grid", Q=[[Q(1, 2)]], A=[[Q(1, 4)]], h=1, K=4)

with entry.variant(
    "corrected",
    expect="PROVED",
    evidence=["kernel"],
    note="A factor -2 in the middle makes each bracket a hat; a further ReLU, at dL - 1, keeps the bump in its place.",
) as s:
    away, value, h, total, count = bump(s, 2, lambda h, total, count: h * Max(total - (count - 1), 0))
    s.instance("at the point", Q=[[1, 2]], A=[[1, 2]], h=7, K=1)
    s.instance("far to the right", Q=[[5]], A=[[1]], h=7, K=1)
    s.instance("far to the left", Q=[[-5]], A=[[1]], h=-7, K=10**6)
    s.instance("one entry is shared", Q=[[1, 2], [3, 4]], A=[[1, 5], [3, 4]], h=1, K=1)
    s.instance("exactly 1/K away", Q=[[Q(1, 2)]], A=[[Q(1, 4)]], h=1, K=4)
    s.instance("inside", Q=[[Q(1, 2)]], A=[[Q(1, 4)]], h=1, K=1)

    shared = dict(Q=[[1, 2]], A=[[1, 5]], h=1, K=1)
    s.false("the mean of the hats", claims={"elsewhere": Implies(away, Eq(h / count * total, 0))}, at=shared)
    s.false(
        "0 off the point",
        claims={"elsewhere": Implies(value > 0, Eq(value, h))},
        at=dict(Q=[[Q(1, 2)]], A=[[Q(1, 4)]], h=1, K=1),
    )
    s.false("no offset", claims={"elsewhere": Implies(away, Eq(h * Max(total, 0), 0))}, at=shared)


@entry.proof("corrected")
def proof(p: Proof) -> None:
    p.settle_definedness()
    L, d, q, a, h, K = p["L"], p["d"], p["Q"], p["A"], p["h"], p["K"]

    def size(x: Node) -> Node:
        return p.root(x)[0]

    def hat(i: Node, j: Node) -> Node:
        x = K * (q(i, j) - a(i, j))
        return (size(x - 1) + size(x + 1)) / 2 - size(x)

    def peak(i: Node, j: Node, same: Theorem) -> Theorem:
        """The hat is 1 at x = 0."""
        x = K * (q(i, j) - a(i, j))
        zero = p.k.arith([same], t.eq(x), [], [(K, 0)])
        parts = []
        for shift, value in ((0, 0), (-1, 1), (1, 1)):
            s, square, nonneg = p.root(x + shift)
            at = p.k.arith([square, zero], t.eq(s * s, value), [], [(t.ONE, 0), (x + 2 * shift, 1)])
            parts.append(positive_root(p, s, at, nonneg, value))
        return p.have(t.eq(hat(i, j), 1), *parts)

    def small(i: Node, j: Node) -> Theorem:
        """The hat is at most 1: |x - 1| <= |x| + 1 and |x + 1| <= |x| + 1."""
        x = K * (q(i, j) - a(i, j))
        s, square, nonneg = p.root(x)
        above = p.have(t.ge(s + 1), nonneg)
        sides = []
        for shift in (-1, 1):
            o, o_square, _ = p.root(x + shift)
            wide = p.have(t.ge((s + 1) * (s + 1) - o * o), square, o_square, p.abs_at_least(shift * x))
            sides.append(at_most_root(p, wide, o, s + 1, above))
        return p.have(t.ge(1 - hat(i, j)), *sides)

    def off(i: Node, j: Node, far: Theorem) -> Theorem:
        """The hat is 0 for |x| >= 1."""
        u = q(i, j) - a(i, j)
        x = K * u

        def right(up: Theorem) -> Theorem:
            """u >= 0, so x >= 1."""
            one = p.have(t.ge(x - 1), far, p.k.arith([absolute(p, u, up)], t.eq(K * size(u), x), [], [(K, 0)]))
            return p.have(
                t.eq(hat(i, j)), *(absolute(p, x + shift, p.have(t.ge(x + shift), one)) for shift in (-1, 0, 1))
            )

        def left(no: Theorem) -> Theorem:
            down = p.have(t.ge(-u), p.k.order(no))
            flip = p.k.arith([p.abs_of_nonpositive(down, u)], t.eq(K * size(u), -x), [], [(K, 0)])
            one = p.have(t.ge(-x - 1), far, flip)
            return p.have(
                t.eq(hat(i, j)),
                *(p.abs_of_nonpositive(p.have(t.ge(-x - shift), one), x + shift) for shift in (-1, 0, 1)),
            )

        return p.cases(t.ge(u), right, left)

    total = sum_over(L, lambda i: sum_over(d, lambda j: hat(i, j)))
    y = total - card(L) * card(d) + 1
    y_size, y_square, y_nonneg = p.root(y)

    def at_peak() -> Theorem:
        goal = p.goal("peak")
        everywhere: Node = goal.args[0]
        same = p.k.assume(everywhere)
        ones = p.sum_equal(
            L,
            lambda i, i_in: p.have(
                t.eq(sum_over(d, lambda j: hat(i, j)), card(d)),
                p.sum_equal(d, lambda j, j_in: p.have(t.eq(hat(i, j) - 1), peak(i, j, p.use(same, i, i_in, j, j_in)))),
            ),
        )
        one = p.have(t.eq(y, 1), ones)
        square = p.k.arith([y_square, one], t.eq(y_size * y_size, 1), [], [(t.ONE, 0), (y + 1, 1)])
        root = positive_root(p, y_size, square, y_nonneg, 1)
        value = p.k.arith([root, one], goal.args[1], [], [(h / 2, 0), (h / 2, 1)])
        return p.k.discharge(value, everywhere)

    def elsewhere() -> Theorem:
        goal = p.goal("elsewhere")
        away: Node = goal.args[0]

        def row(i: Node, i_in: Theorem, some: Theorem) -> Theorem:
            def entry_of(j: Node, j_in: Theorem, far: Theorem) -> Theorem:
                others = p.sum_at_least(where(d, lambda k: t.neg(t.eq(k, j))), lambda k, _: small(i, k))
                here = p.have(
                    t.ge(card(d) - 1 - sum_over(d, lambda k: hat(i, k))),
                    others,
                    p.take(j_in, lambda k: 1 - hat(i, k)),
                    off(i, j, far),
                )
                rows = p.sum_at_least(
                    where(L, lambda l: t.neg(t.eq(l, i))),
                    lambda l, _: p.have(
                        t.ge(card(d) - sum_over(d, lambda k: hat(l, k))), p.sum_at_least(d, lambda k, _: small(l, k))
                    ),
                )
                split = p.take(i_in, lambda l: card(d) - sum_over(d, lambda k: hat(l, k)))
                low = p.have(t.ge(-y), here, rows, split)
                zero = p.abs_of_nonpositive(low, y)
                return p.k.arith([zero], goal.args[1], [], [(h / 2, 0)])

            return p.obtain(some, entry_of)

        return p.k.discharge(p.obtain(p.k.assume(away), row), away)

    p.say("Each hat is at most 1, is 1 at x = 0 and 0 for |x| >= 1.")
    with p.silent():
        parts = [at_peak(), elsewhere()]
    for theorem in parts:
        p.prove(p.show(theorem))


def positive_root(p: Proof, x: Node, square: Theorem, nonneg: Theorem, value: int) -> Theorem:
    """x = value from x^2 = value (0 or 1) and x >= 0."""
    if value == 0:
        return p.zero_of_square(x, p.have(t.ge(-x * x), square))
    plus = p.have(t.gt(x + 1), nonneg)
    return p.have(t.eq(x, 1), p.have(t.eq((x - 1) * (x + 1)), square), p.k.inv(plus, x + 1))
