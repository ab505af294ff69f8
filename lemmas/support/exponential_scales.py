"""What the proofs about exponential sums say of one sum: small at enough points is small (see `exponential_sums`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from varproof_lemmas.contextual.ladder import Formula, Values, separated

from varproof.proof.kernel import terms as t
from varproof.proof.kernel.build import card, forall, forall_real, fresh, func, lam
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node, exp
from varproof.proof.proof import Proof


def algebra(
    p: Proof, names: Sequence[str], make: Callable[..., tuple[list[Node], Node]], *products: tuple[int, ...]
) -> Theorem:
    """For all reals of these names, the hypotheses give the goal, by arithmetic with these products."""
    fresh_names = [fresh(x) for x in names]
    hyps, goal = make(*[t.var(x) for x in fresh_names])
    result = p.have(goal, *[p.k.assume(h) for h in hyps], products=products)
    for h in reversed(hyps):
        result = p.k.discharge(result, h)
    for x in reversed(fresh_names):
        result = p.k.generalise(result, "real", x)
    return result


@dataclass(frozen=True)
class Scales:
    """L >= 0, g > 0, E >= exp(W L), q g >= 3 E^2, exp(ell) = D = E + E L q, exp(two) = 2."""

    p: Proof
    L: Node
    g: Node
    W: Node
    E: Node
    q: Node
    ell: Node
    two: Node
    L_nonneg: Theorem
    g_positive: Theorem
    E_large: Theorem
    q_large: Theorem
    ell_equation: Theorem
    two_equation: Theorem

    def near(self, w: Node, low: Theorem, high: Theorem) -> Theorem:
        """For all s, u in [0, L]: exp(w (s - u)) <= E, from |w| <= W."""
        p, L, W, E = self.p, self.L, self.W, self.E
        s_name, u_name = fresh("s"), fresh("u")
        s, u = t.var(s_name), t.var(u_name)
        hyps = [t.ge(s), t.ge(L - s), t.ge(u), t.ge(L - u)]
        s_low, s_high, u_low, u_high = (p.k.assume(h) for h in hyps)
        wide = p.have(t.ge(W), low, high)
        goal = t.ge(W * L - w * (s - u))
        bound = p.compare(
            u, s,
            lambda le: p.have(goal, le, high, wide, s_high, u_low, products=[(0, 1), (2, 3), (2, 4)]),
            lambda gt: p.have(goal, gt, low, wide, u_high, s_low, products=[(0, 1), (2, 3), (2, 4)]),
        )  # fmt: skip
        result = p.have(t.ge(E - exp(w * (s - u))), p.exp_monotone(bound, w * (s - u), W * L), self.E_large)
        for h in reversed(hyps):
            result = p.k.discharge(result, h)
        return p.k.generalise(p.k.generalise(result, "real", u_name), "real", s_name)

    def one(self, low: Theorem, high: Theorem) -> Theorem:
        """E >= 1."""
        p = self.p
        wide = p.have(t.ge(self.W), low, high)
        return p.have(
            t.ge(self.E - 1), self.E_large, p.exp_tangent(self.W * self.L), wide, self.L_nonneg, products=[(2, 3)]
        )

    def good(self, H: Formula, eta: Node) -> Formula:
        """v in [0, L] and |H(v)| <= eta."""
        return lambda v: t.conj(t.ge(v), t.ge(self.L - v), t.ge(eta - H(v)), t.ge(eta + H(v)))

    def points(self, H: Formula, b: Node, xi: Values, eta: Node) -> list[Node]:
        return [t.gt(eta), separated(b, xi, self.g), forall(b, lambda k: self.good(H, eta)(xi(k)))]

    def enough(self, b: Node, N: Node) -> Node:
        return t.ge(card(b) + 1 - exp(self.two * N))

    def bounded(self, H: Formula, N: Node, eta: Node) -> Node:
        def at(z: Node) -> Node:
            top = exp(self.ell * N) * eta
            return t.imp(t.ge(z), t.imp(t.ge(self.L - z), t.conj(t.ge(top - H(z)), t.ge(top + H(z)))))

        return forall_real(at)

    def head(self, c: Node, z: Node) -> Node:
        return t.ZERO

    def remaining(self, c: Node, w: Node) -> Node:
        return c

    def factor(self, other: Node, w: Node) -> Node:
        return other - w

    def condition(self, w: Node) -> Node:
        """|w| <= W."""
        return t.conj(t.ge(self.W + w), t.ge(self.W - w))

    def claim(self, H: Formula, c: Node, N: Node) -> Node:
        """Small at enough points is small, for H with N terms."""
        b_name, xi_name, eta_name = fresh("B"), fresh("xi"), fresh("eta")
        b, xi, eta = t.setvar(b_name), func(xi_name), t.var(eta_name)
        out = self.bounded(H, N, eta)
        for h in reversed([*self.points(H, b, xi, eta), self.enough(b, N)]):
            out = t.imp(h, out)
        for sort, name in (("real", eta_name), ("fn1", xi_name), ("set", b_name)):
            out = t.all_body(sort, t.close(out, sort, name))
        return out

    def prove(self, H: Formula, N: Node, body: Callable[[Points], Theorem]) -> Theorem:
        """claim(H, N), from a proof of `bounded` for arbitrary points."""
        p = self.p
        b_name, xi_name, eta_name = fresh("B"), fresh("xi"), fresh("eta")
        b, xi, eta = t.setvar(b_name), func(xi_name), t.var(eta_name)
        hyps = [*self.points(H, b, xi, eta), self.enough(b, N)]
        out = body(Points(b, xi, eta, *(p.k.assume(h) for h in hyps)))
        for h in reversed(hyps):
            out = p.k.discharge(out, h)
        for sort, name in (("real", eta_name), ("fn1", xi_name), ("set", b_name)):
            out = p.k.generalise(out, sort, name)
        return out

    def within(self, body: Callable[[Node, Theorem, Theorem], Theorem]) -> Theorem:
        """For all z in [0, L]."""
        z = fresh("z")
        low, high = t.ge(t.var(z)), t.ge(self.L - t.var(z))
        out = body(t.var(z), self.p.k.assume(low), self.p.k.assume(high))
        return self.p.k.generalise(self.p.k.discharge(self.p.k.discharge(out, high), low), "real", z)

    def transfer(
        self, known: Theorem, H: Formula, G: Formula, same: Callable[[Node], Theorem], c: Node, N: Node, M: Node,
        equal: Theorem,
    ) -> Theorem:  # fmt: skip
        """claim(G, c, M) from claim(H, c, N), for G(z) = H(z) and N = M."""
        p = self.p
        powers = [p.congruence(equal, N, M, lambda x, f=f: exp(f * x)) for f in (self.two, self.ell)]

        def body(o: Points) -> Theorem:
            def at(k: Node, k_in: Theorem) -> Theorem:
                z, h = o.xi(k), p.use(o.good, k, k_in)
                return p.equal(same(z), G(z), H(z), lambda x: self.good(lambda _: x, o.eta)(z), h)

            enough = p.have(self.enough(o.b, N), o.enough, powers[0])
            found = p.use(known, o.b, lam(o.xi), o.eta, o.positive, o.apart, p.forall(o.b, at), enough)

            def one(z: Node, low: Theorem, high: Theorem) -> Theorem:
                both = p.use(found, z, low, high)
                facts = same(z), p.k.arith([powers[1]], t.eq(exp(self.ell * N) * o.eta, exp(self.ell * M) * o.eta), [],
                                           [(o.eta, 0)])  # fmt: skip
                top = exp(self.ell * M) * o.eta
                return p.both(
                    p.have(t.ge(top - G(z)), p.left(both), *facts), p.have(t.ge(top + G(z)), p.right(both), *facts)
                )

            return self.within(one)

        return self.prove(G, M, body)


@dataclass(frozen=True)
class Points:
    """Points xi_k, k in b, g apart, where |H| <= eta; eta > 0."""

    b: Node
    xi: Values
    eta: Node
    positive: Theorem
    apart: Theorem
    good: Theorem
    enough: Theorem
