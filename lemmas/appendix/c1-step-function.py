"""c1:step-function. The terms of the step function made of ReLU, with theta > 0 and times t = 0, ..., L0 (1/delta - 1):

    term_t(x) = (ReLU(x/theta - t delta/theta) - ReLU(x/theta - 1 - t delta/theta)) delta.

The printed limit is one in delta, but delta stays in the printed values; here both theta and delta are fixed, and the
limit is not judged.

Printed: term_1 is x delta/theta for delta <= x < theta + delta; and for large x the sum is L0. Both refuted: at
x = delta the term is 0, not delta^2/theta; and for large x each term is delta, so that the sum is
(L0 (1/delta - 1) + 1) delta = L0 - (L0 - 1) delta, whatever theta is (3/2 for L0 = 2, delta = 1/2). The values that are
printed for term_0 are right.

Corrected: term_t is 0 for x < t delta, (x - t delta) delta/theta for t delta <= x < theta + t delta, then delta. The
sum of G terms is G delta for large x, so that L0/delta terms (t up to L0/delta - 1) are needed to reach L0.

The terms are an index set of G elements, a_g being the t of term g; L0 is a real here.
"""

from varproof_lemmas.appendix.ramps import Ramp, ramp

from varproof.lang import And, Entry, Eq, ForAll, Implies, Index, Ne, Q, Source, Sum
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof

entry = Entry("c1:step-function", "The terms of the step function", source=Source(icml="C.1", text="read"))


def setting(s, needed=None):
    """State the hypotheses in the block s: the term at time u, and the sum of all."""
    G = s.size("G")
    a, x, theta, delta, L0 = s.vec("a", G), s.real("x"), s.real("theta"), s.real("delta"), s.real("L0")
    g, h = Index("g", G), Index("h", G)
    s.assume("different", ForAll(g, h, Implies(Ne(g, h), Ne(a[g], a[h]))))
    s.assume("times", ForAll(g, Eq(a[g], Sum(1, h, where=a[h] < a[g]))))
    s.assume("theta", theta > 0, needed_at=needed)
    s.assume("delta", delta > 0)

    def term(u):
        return ramp(x, u * delta, theta, delta)

    def pieces(u, middle):
        """The values of term u on its three ranges."""
        return And(
            Implies(x < u * delta, Eq(term(u), 0)),
            Implies(And(u * delta <= x, x < theta + u * delta), Eq(term(u), middle)),
            Implies(theta + u * delta <= x, Eq(term(u), delta)),
        )

    saturated = ForAll(g, theta + a[g] * delta <= x)
    return G, x, theta, delta, L0, pieces, lambda top: Implies(saturated, Eq(Sum(term(a[g]), g), top)), a, g


with entry.variant(
    "printed",
    expect="REFUTED",
    evidence=["witness"],
    finding="The ramp of the second term starts at delta, and so do its values; the sum ends at L_0 - (L_0 - 1) delta.",
) as s:
    G, x, theta, delta, L0, pieces, top, a, g = setting(s)
    s.assume("count", Eq(G, L0 * (1 / delta - 1) + 1))
    s.claim("term-0", pieces(0, x * delta / theta))
    s.claim("term-1", pieces(1, x * delta / theta))
    s.claim("top", top(L0))
    s.instance("one token, far right", a=[0, 1], x=5, theta=1, delta=Q(1, 2), L0=1)
    s.counterexample("the second term at its start", a=[0, 1], x=Q(1, 2), theta=1, delta=Q(1, 2), L0=1)
    s.counterexample("two tokens, far right", a=[0, 1, 2], x=2, theta=Q(1, 4), delta=Q(1, 2), L0=2)

with entry.variant(
    "corrected",
    expect="PROVED",
    evidence=["kernel"],
    note="The ramp of term t is (x - t delta) delta/theta, and L_0/delta terms are needed to reach L_0.",
) as s:
    G, x, theta, delta, L0, pieces, top, a, g = setting(s, dict(a=[0], x=-1, theta=-4, delta=Q(1, 2), L0=1))
    s.claim("terms", ForAll(g, pieces(a[g], (x - a[g] * delta) * delta / theta)))
    s.claim("top", top(G * delta))

    s.instance("one term, on the slope", a=[0], x=Q(1, 2), theta=1, delta=Q(1, 2), L0=1)
    s.instance("at the start of the second", a=[0, 1], x=Q(1, 2), theta=1, delta=Q(1, 2), L0=1)
    s.instance("at the end of the second", a=[1, 0], x=Q(3, 2), theta=1, delta=Q(1, 2), L0=1)
    s.instance("far right", a=[0, 1, 2], x=10**6, theta=Q(1, 10**6), delta=Q(1, 2), L0=2)
    s.instance("far left", a=[0, 1], x=-(10**6), theta=Q(1, 4), delta=Q(1, 2), L0=1)

    start = dict(a=[0, 1], x=Q(1, 2), theta=1, delta=Q(1, 2), L0=1)
    s.false("not shifted", claims={"terms": ForAll(g, pieces(a[g], x * delta / theta))}, at=start)
    s.false("one term more", claims={"top": top((G + 1) * delta)}, at=dict(start, x=5))
    s.false("negative theta", assume={"theta": theta < 0}, at=dict(start, a=[0], x=-1, theta=-4))


@entry.proof("corrected")
def proof(p: Proof) -> None:
    G, a, x, delta = p["G"], p["a"], p["x"], p["delta"]
    positive = p.given("theta")
    p.settle_definedness(p.not_zero(positive, p["theta"]))
    term = Ramp(p, p["theta"], delta, positive)

    def pieces(goal: Node, start: Node) -> Theorem:
        left, rest = goal.args[0].args[0], goal.args[0].args[1].args[0]
        middle, right = rest.args[0].args[0], rest.args[0].args[1].args[0]

        def piece(f: Node, low: bool, high: bool) -> Theorem:
            h = p.k.assume(f.args[0])
            bounds = [p.left(h), p.right(h)] if low and not high else [h]
            return p.k.discharge(p.have(f.args[1], term.value(x - start, low, high, *bounds)), f.args[0])

        return p.both(piece(left, False, False), p.both(piece(middle, True, False), piece(right, True, True)))

    with p.silent():
        terms = p.forall(G, lambda g, _: pieces(p.opened(p.goal("terms"), g), a(g) * delta))
        goal = p.goal("top")
        saturated = p.k.assume(goal.args[0])

        def last(g: Node, g_in: Theorem) -> Theorem:
            value = term.value(x - a(g) * delta, True, True, p.use(saturated, g, g_in))
            return p.have(t.eq(term(x - a(g) * delta) - delta), value)

        top = p.k.discharge(p.have(goal.args[1], p.sum_equal(G, last)), goal.args[0])
    p.prove(p.show(terms, "the signs of both arguments of ReLU"))
    p.prove(p.show(top, "each term is delta"))
