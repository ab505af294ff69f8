"""c1:grid-separation. How far apart the quantised tokens are: entries of the k-th token in k - 1 + {delta, ..., 1}.

Printed: (sqrt d, sqrt(d) (L0 - delta), sqrt(d) delta)-separated, and no token twice in a sequence. Refuted: the first
token may have all entries delta, with norm sqrt(d) delta < sqrt(d); the last may have all entries L0; and two tokens
that differ in one entry by delta are no farther apart than delta. No bound is strict.

Corrected: sqrt(d) delta <= |M_k| <= sqrt(d) L0, different tokens are at least delta apart, all attained; and no token
twice in a sequence, since the entries of the k-th token lie in (k-1, k].

Here n = L0, the tokens are ordered by the times t, k - 1 is the number of tokens before, and the grid {delta, ..., 1}
is the set of the levels v_g = delta #{h : v_h <= v_g}, of which there are 1/delta. M holds N sequences.
"""

from fractions import Fraction

from varproof_lemmas.appendix.levels import Levels
from varproof_lemmas.contextual.direction import at_most_root
from varproof_lemmas.model import tokenwise_separated
from varproof_lemmas.universality.steps import distinct

from varproof.lang import Entry, Eq, Exists, ForAll, Implies, Index, Ne, Q, Source, Sum, norm, sqrt
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.order import Order
from varproof.proof.proof import Proof

entry = Entry(
    "c1:grid-separation",
    "How far apart the quantised tokens are",
    source=Source(icml="C.1", text="read"),
    uses=["def:tokenwise-separated"],
)


def quantised(s, **needed):
    """State the hypotheses in the block s."""
    N, n, d, G = s.size("N"), s.size("n"), s.size("d"), s.size("G")
    times, v, M, delta = s.vec("t", n), s.vec("v", G), s.array("M", N, n, d), s.real("delta")
    i, j, k, l, m = Index("i", N), Index("j", N), Index("k", n), Index("l", n), Index("m", n)
    c, g, h = Index("c", d), Index("g", G), Index("h", G)
    s.assume("order", distinct(times, n), needed_at=needed.get("order"))
    s.assume("unit", Eq(delta * G, 1), needed_at=needed.get("unit"))
    s.assume("different", ForAll(g, h, Implies(Ne(g, h), Ne(v[g], v[h]))))
    s.assume("levels", ForAll(g, Eq(v[g], delta * Sum(1, h, where=v[h] <= v[g]))), needed_at=needed.get("levels"))
    before = Sum(1, l, where=times[l] < times[k])
    s.assume("grid", ForAll(i, k, c, Exists(g, Eq(M[i, k, c], before + v[g]))), needed_at=needed.get("grid"))
    s.claim("no-duplicates", ForAll(i, k, m, Implies(Ne(k, m), Exists(c, Ne(M[i, k, c], M[i, m, c])))))
    return M, n, d, delta, (i, j, k, m, c)


half = [Q(1, 2), 1]

with entry.variant(
    "printed",
    expect="REFUTED",
    evidence=["witness"],
    finding="The first token may be shorter than sqrt(d), and two tokens may differ in one entry only.",
) as s:
    M, n, d, delta, _ = quantised(s)
    s.claim("separated", tokenwise_separated(M, sqrt(d), sqrt(d) * (n - delta), sqrt(d) * delta))
    s.instance("two tokens", t=[0, 1], v=half, M=[[[1], [2]]], delta=Q(1, 2))
    s.counterexample("the smallest token", t=[0], v=half, M=[[[Q(1, 2)]]], delta=Q(1, 2))
    s.counterexample("the largest token", t=[0], v=half, M=[[[1]]], delta=Q(1, 2))
    s.counterexample("one entry differs", t=[0], v=half, M=[[[1, Q(1, 2)]], [[1, 1]]], delta=Q(1, 2))

with entry.variant(
    "corrected",
    expect="PROVED",
    evidence=["kernel"],
    note="The bounds are sqrt(d) delta and sqrt(d) L_0, and different tokens are at least delta apart: all attained.",
) as s:
    one = dict(t=[0], v=half, M=[[[1]]], delta=Q(1, 2))
    M, n, d, delta, (i, j, k, m, c) = quantised(
        s,
        order=dict(one, t=[0, 0], M=[[[1], [1]]]),
        unit=dict(one, v=[2], M=[[[2]]], delta=2),
        levels=dict(one, v=[Q(1, 10), 1], M=[[[Q(1, 10)]]]),
        grid=dict(one, M=[[[0]]]),
    )
    size, gap = norm(M[i, k, c], c), norm(M[i, k, c] - M[j, m, c], c)
    differ = Exists(c, Ne(M[i, k, c], M[j, m, c]))
    s.claim("below", ForAll(i, k, sqrt(d) * delta <= size))
    s.claim("above", ForAll(i, k, size <= sqrt(d) * n))
    s.claim("apart", ForAll(i, k, j, m, Implies(differ, gap >= delta)))

    s.instance("smallest and largest", t=[0], v=half, M=[[[Q(1, 2)]], [[1]]], delta=Q(1, 2))
    s.instance("one level", t=[1, 0], v=[1], M=[[[2], [1]]], delta=1)
    s.instance("neighbours", t=[0, 1], v=[1, Q(1, 2)], M=[[[1, 1], [Q(3, 2), Q(3, 2)]]], delta=Q(1, 2))
    s.instance("one entry differs", t=[0], v=half, M=[[[1, Q(1, 2)]], [[1, 1]]], delta=Q(1, 2))

    apart = dict(t=[0], v=half, M=[[[1, Q(1, 2)]], [[1, 1]]], delta=Q(1, 2))
    s.false(
        "strictly above",
        claims={"below": ForAll(i, k, sqrt(d) * delta < size)},
        at=dict(t=[0], v=half, M=[[[Q(1, 2)]]], delta=Q(1, 2)),
    )
    s.false(
        "strictly below",
        claims={"above": ForAll(i, k, size < sqrt(d) * n)},
        at=dict(t=[0], v=half, M=[[[1]]], delta=Q(1, 2)),
    )
    s.false("the root of d", claims={"apart": ForAll(i, k, j, m, Implies(differ, gap >= sqrt(d) * delta))}, at=apart)
    s.false("strictly apart", claims={"apart": ForAll(i, k, j, m, Implies(differ, gap > delta))}, at=apart)
    s.false("no grid", drop=["grid"], at=dict(apart, M=[[[0, 0]], [[0, 0]]]))


@entry.proof("corrected")
def proof(p: Proof) -> None:
    p.settle_definedness()
    N, n, d, G, M, T, v, delta = (p[x] for x in ("N", "n", "d", "G", "M", "t", "v", "delta"))
    tokens, levels = Order(p, n, T, p.given("order")), Levels(p, G)
    positive = levels.positive

    def level(g: Node, g_in: Theorem) -> tuple[Theorem, Theorem]:
        """delta <= v(g) <= 1."""
        return levels.low(g, g_in), levels.high(g, g_in)

    def entry_of(i: Node, i_in: Theorem, k: Node, k_in: Theorem, c: Node, c_in: Theorem, body):
        """What follows from M(i, k, c) = place(k) + v(g)."""
        return p.obtain(p.use(p.given("grid"), i, i_in, k, k_in, c, c_in), body)

    def bounds(i: Node, i_in: Theorem, k: Node, k_in: Theorem, c: Node, c_in: Theorem, upper: bool) -> Theorem:
        """delta <= M(i, k, c), or M(i, k, c) <= n; squared."""
        x = M(i, k, c)

        def at(g: Node, g_in: Theorem, equal: Theorem) -> Theorem:
            low, high = level(g, g_in)
            nonneg = p.sum_at_least(tokens.below(k), lambda *_: p.have(t.ge(t.ONE)))
            above = p.have(t.ge(x - delta), equal, low, nonneg)
            if not upper:
                return p.have(t.ge(x * x - delta * delta), above, positive, products=[(0, 0), (0, 1)])
            most = p.have(t.ge(card(n) - x), equal, high, tokens.most(k), tokens.drop(lambda _: t.ONE, k, k_in))
            sign = p.have(t.ge(x), above, positive)
            return p.have(t.ge(card(n) * card(n) - x * x), most, sign, products=[(0, 0), (0, 1)])

        return entry_of(i, i_in, k, k_in, c, c_in, at)

    def length(i: Node, i_in: Theorem, k: Node, k_in: Theorem, upper: bool) -> Theorem:
        size, square, nonneg = p.norm(d, lambda c: M(i, k, c))
        root = t.fn("sqrt", card(d))
        many = p.have(t.ge(card(d)), p.nonempty[d])
        root_square, root_nonneg = (p.k.special(many, "sqrt", which, card(d)) for which in (0, 1))
        total = p.sum_at_least(d, lambda c, c_in: bounds(i, i_in, k, k_in, c, c_in, upper))
        factor = card(n) if upper else delta
        scaled = p.k.arith(
            [root_square], t.eq(root * factor * root * factor, card(d) * factor * factor), [], [(factor * factor, 0)]
        )
        if upper:
            wide = p.have(t.ge(root * factor * root * factor - size * size), total, square, scaled)
            reach = p.have(t.ge(root * factor), root_nonneg, p.nonempty[n], products=[(0, 1)])
            return at_most_root(p, wide, size, root * factor, reach)
        wide = p.have(t.ge(size * size - root * factor * root * factor), total, square, scaled)
        return at_most_root(p, wide, root * factor, size, nonneg)

    def wide(up: Theorem, x: Node) -> Theorem:
        """x^2 >= delta^2 from x >= delta or -x >= delta."""
        return p.have(t.ge(x * x - delta * delta), up, positive, products=[(0, 0), (0, 1)])

    Place = tuple[Node, Theorem, Node, Theorem]

    def other_token(one: Place, two: Place, c: Node, c_in: Theorem, no: Theorem) -> Theorem:
        """(M(i, k, c) - M(j, m, c))^2 >= delta^2 for k != m."""
        k, k_in, m, m_in = one[2], one[3], two[2], two[3]
        x = M(one[0], k, c) - M(two[0], m, c)

        def first(g: Node, g_in: Theorem, equal: Theorem) -> Theorem:
            def second(h: Node, h_in: Theorem, equal2: Theorem) -> Theorem:
                (low, high), (low2, high2) = level(g, g_in), level(h, h_in)

                def less(lt: Theorem) -> Theorem:
                    facts = [tokens.jump(k, m, lt), tokens.drop(lambda _: t.ONE, k, k_in)]
                    return wide(p.have(t.ge(-x - delta), equal, equal2, high, low2, *facts), x)

                def more(gt: Theorem) -> Theorem:
                    facts = [tokens.jump(m, k, gt), tokens.drop(lambda _: t.ONE, m, m_in)]
                    return wide(p.have(t.ge(x - delta), equal, equal2, high2, low, *facts), x)

                return p.ne_cases(T(k), T(m), less, more, p.use(p.given("order"), k, k_in, m, m_in, no))

            return entry_of(*two, c, c_in, second)

        return entry_of(*one, c, c_in, first)

    def same_token(one: Place, two: Place, c: Node, c_in: Theorem, tie: Theorem, unequal: Theorem) -> Theorem:
        """The same for k = m and entries that differ."""
        k, m = one[2], two[2]
        x = M(one[0], k, c) - M(two[0], m, c)
        place = p.congruence(tie, k, m, tokens.place)

        def first(g: Node, g_in: Theorem, equal: Theorem) -> Theorem:
            def second(h: Node, h_in: Theorem, equal2: Theorem) -> Theorem:
                def less(lt: Theorem) -> Theorem:
                    return wide(p.have(t.ge(-x - delta), equal, equal2, place, levels.higher(g, g_in, h, h_in, lt)), x)

                def more(gt: Theorem) -> Theorem:
                    return wide(p.have(t.ge(x - delta), equal, equal2, place, levels.higher(h, h_in, g, g_in, gt)), x)

                differ = p.implies(
                    t.eq(v(g), v(h)),
                    lambda e: p.false(p.have(t.eq(M(one[0], k, c), M(two[0], m, c)), e, equal, equal2, place), unequal),
                )
                return p.ne_cases(v(g), v(h), less, more, differ)

            return entry_of(*two, c, c_in, second)

        return entry_of(*one, c, c_in, first)

    def apart(
        i: Node, i_in: Theorem, k: Node, k_in: Theorem, j: Node, j_in: Theorem, m: Node, m_in: Theorem
    ) -> Theorem:
        goal = p.opened_all(p.goal("apart"), i, k, j, m)
        some: Node = goal.args[0]
        one, two = (i, i_in, k, k_in), (j, j_in, m, m_in)

        def at(c: Node, c_in: Theorem, unequal: Theorem) -> Theorem:
            def gap(e: Node) -> Node:
                return M(i, k, e) - M(j, m, e)

            here = p.cases(
                t.eq(k, m),
                lambda tie: same_token(one, two, c, c_in, tie, unequal),
                lambda no: other_token(one, two, c, c_in, no),
            )
            others = where(d, lambda e: t.neg(t.eq(e, c)))
            rest = p.sum_at_least(others, lambda e, _: p.have(t.ge(gap(e) * gap(e)), squares=[gap(e)]))
            size, square, nonneg = p.norm(d, gap)
            long = p.have(
                t.ge(size * size - delta * delta), here, rest, p.take(c_in, lambda e: gap(e) * gap(e)), square
            )
            return at_most_root(p, long, delta, size, nonneg)

        return p.k.discharge(p.obtain(p.k.assume(some), at), some)

    def twice(i: Node, i_in: Theorem, k: Node, k_in: Theorem, m: Node, m_in: Theorem) -> Theorem:
        goal = p.opened_all(p.goal("no-duplicates"), i, k, m)
        no = p.k.assume(goal.args[0])
        one, two = (i, i_in, k, k_in), (i, i_in, m, m_in)

        def at(c: Node, c_in: Theorem) -> Theorem:
            far = other_token(one, two, c, c_in, no)
            x = M(i, k, c) - M(i, m, c)
            unequal = p.implies(
                t.eq(x),
                lambda e: p.have(
                    t.FALSE,
                    p.k.arith([far, e], t.ge(-delta * delta), [(Fraction(1), t.ONE, (0,))], [(-x, 1)]),
                    positive,
                    products=[(1, 1)],
                ),
            )
            return p.some(d, lambda e: t.neg(t.eq(M(i, k, e), M(i, m, e))), c, c_in, unequal)

        return p.k.discharge(p.member_of(p.nonempty[d], d, at), no.concl)

    p.say("Entries of the k-th token lie in [k - 1 + delta, k], in steps of delta.")
    with p.silent():
        parts = [
            p.forall(N, lambda i, a: p.forall(n, lambda k, b: p.forall(n, lambda m, e: twice(i, a, k, b, m, e)))),
            p.forall(N, lambda i, a: p.forall(n, lambda k, b: length(i, a, k, b, False))),
            p.forall(N, lambda i, a: p.forall(n, lambda k, b: length(i, a, k, b, True))),
            p.forall(
                N,
                lambda i, a: p.forall(
                    n,
                    lambda k, b: p.forall(N, lambda j, e: p.forall(n, lambda m, f: apart(i, a, k, b, j, e, m, f))),
                ),
            ),
        ]
    for theorem in parts:
        p.prove(p.show(theorem))
