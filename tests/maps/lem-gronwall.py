"""lem:gronwall. What grows by at most the factor 1 + B a step is at most exponential.

u_{t+1} <= (1 + B) u_t   =>   u_t <= u_1 exp(B (t - 1))
"""

from varproof.lang import Entry, First, ForAll, Index, Last, Pos, Q, Source, exp
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.positions import Positions
from varproof.proof.proof import Proof

entry = Entry("lem:gronwall", "Growth by a factor a step", source=Source(text="ours"))

for name, rate in (("stated", 1), ("printed", Q(1, 2))):
    finding = dict(finding="half the rate is too little") if name == "printed" else {}
    with entry.variant(
        name,
        expect="PROVED" if name == "stated" else "REFUTED",
        evidence=["kernel" if name == "stated" else "witness"],
        **finding,
    ) as s:
        T = s.size("T")
        u, B, i = s.vec("u", T), s.real("B"), Index("i", T)
        s.assume("rate", B >= 0)
        s.assume("nonnegative", ForAll(i, u[i] >= 0))
        s.assume("step", ForAll(i, u[i + 1] <= (1 + B) * u[i]))
        s.claim("bound", ForAll(i, u[i] <= u[First(T)] * exp(rate * B * (Pos(i) - 1))))
        s.instance("doubling", u=[1, 2, 4] if name == "stated" else [0], B=1)
        if name == "stated":
            s.false("no growth", claims={"bound": u[Last(T)] <= u[First(T)]})


@entry.proof("stated")
def proof(p: Proof) -> None:
    T, u, B = p["T"], p["u"], p["B"]
    o = Positions(p, T)

    def from_first(i: Node, i_in: Theorem, at_i: Theorem) -> Theorem:
        def bound(k: Node) -> Node:
            return u(i) * t.exp(B * (o.pos(k) - 1))

        def start(k: Node, k_in: Theorem, at: Theorem) -> Theorem:
            same = o.injective(k, k_in, i, i_in, p.have(t.eq(o.pos(k), o.pos(i)), at, at_i))
            one = p.congruence(p.have(t.eq(B * (o.pos(k) - 1), 0), at), B * (o.pos(k) - 1), t.ZERO, t.exp)
            return p.have(bound(k) - u(k) >= 0, p.congruence(same, k, i, u), one)

        def step(a: Node, a_in: Theorem, k: Node, k_in: Theorem, at: Theorem, good: Theorem) -> Theorem:
            moved = p.use(p.given("step"), a, a_in, k, k_in, at)
            later = p.have(t.eq(B * (o.pos(k) - 1), B * (o.pos(a) - 1) + B), at)
            grown = p.congruence(later, B * (o.pos(k) - 1), B * (o.pos(a) - 1) + B, t.exp)
            factor = p.have(1 + B >= 0, p.given("rate"))
            above = p.have((1 + B) * (bound(a) - u(a)) >= 0, factor, good, products=[(0, 1)])
            first = p.use(p.given("nonnegative"), i, i_in)
            tangent = p.have(
                bound(a) * (t.exp(B) - 1 - B) >= 0,
                first, p.exp_tangent(B), p.exp_positive(B * (o.pos(a) - 1)), products=[(0, 1, 2)],
            )  # fmt: skip
            return p.have(bound(k) - u(k) >= 0, moved, above, tangent, grown)

        return o.by_induction(lambda k: bound(k) - u(k) >= 0, start, step)

    p.concise = True
    p.prove(p.forall(T, lambda i, i_in: p.implies(t.eq(o.pos(i), 1), lambda at_i: from_first(i, i_in, at_i))))
