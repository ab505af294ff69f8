"""The statement and the proof of the two-layer bound, which several entries share."""

from __future__ import annotations

from varproof_lemmas.appendix.vectors import Function, triangle

from varproof.decide.kernel import terms as t
from varproof.decide.kernel.rules import Theorem
from varproof.decide.kernel.terms import Node
from varproof.decide.proof import Proof
from varproof.lang import Index, Q, norm


def two_layers(s):
    """State |f(g(x)) - tau(Phi(x))| <= K e1 + e2 in the block s, for the values at one x."""
    m, d = s.size("m"), s.size("d")
    g, phi = s.vec("g", m), s.vec("phi", m)
    f_g, f_phi, tau_phi = s.vec("f_g", d), s.vec("f_phi", d), s.vec("tau_phi", d)
    K, e1, e2 = s.real("K"), s.real("e1"), s.real("e2")
    a, c = Index("a", m), Index("c", d)
    far = norm(f_g[c] - tau_phi[c], c)
    apart = norm(g[a] - phi[a], a)
    unit = dict(g=[1], phi=[0], f_g=[1], f_phi=[0], tau_phi=[-1], K=1, e1=1, e2=1)
    s.assume("constant", K >= 0, needed_at=dict(unit, phi=[1], f_phi=[1], tau_phi=[1], K=-1, e2=0))
    s.assume("g-near", apart <= e1, needed_at=dict(unit, e1=Q(1, 2)))
    s.assume("f-near", norm(f_phi[c] - tau_phi[c], c) <= e2, needed_at=dict(unit, e2=Q(1, 2)))
    s.assume("lipschitz", norm(f_g[c] - f_phi[c], c) <= K * apart, needed_at=dict(unit, K=0))
    s.claim("distance", far <= K * e1 + e2)
    s.constant("bound", K * e1 + e2, bounds=far, side="upper")

    s.instance("equality", **unit)
    s.instance("nothing differs", **dict(unit, phi=[1], f_phi=[1], tau_phi=[1], e1=0, e2=0, K=0))
    s.instance("errors that cancel", **dict(unit, tau_phi=[1]))
    s.instance("two dimensions", g=[3, 4], phi=[0, 0], f_g=[1, 0], f_phi=[0, 0], tau_phi=[0, 1], K=Q(1, 5), e1=5, e2=1)
    s.instance("far apart", **dict(unit, g=[10**9], f_g=[1], K=Q(1, 10**9), e1=10**9))

    s.false("strict", claims={"distance": far < K * e1 + e2}, at=unit)
    s.false("without the constant", claims={"distance": far <= e1 + e2}, at=dict(unit, f_g=[2], K=2))
    s.false("without the second error", claims={"distance": far <= K * e1}, at=unit)
    s.false("f need not be Lipschitz", drop=["lipschitz"], at=dict(unit, f_g=[5]))


def prove_two_layers(p: Proof) -> None:
    """f(g) - tau(Phi) = [f(g) - f(Phi)] + [f(Phi) - tau(Phi)]."""
    p.settle_definedness()
    with p.silent():
        theorem = two_steps(p, p["d"], p["f_g"], p["f_phi"], p["tau_phi"])
        K, e1 = p["K"], p["e1"]
        apart = p.norm(p["m"], lambda a: p["g"](a) - p["phi"](a))[0]
        first = p.have(t.ge(K * e1 - K * apart), p.given("constant"), p.given("g-near"), products=[(0, 1)])
        result = p.have(p.goal("distance"), theorem, p.given("lipschitz"), p.given("f-near"), first)
    p.prove(p.show(result, "f(g) - tau(Phi) = [f(g) - f(Phi)] + [f(Phi) - tau(Phi)], and the triangle inequality"))


def two_steps(p: Proof, d: Node, u: Function, v: Function, w: Function) -> Theorem:
    """|u - w| <= |u - v| + |v - w|."""
    return triangle(p, d, lambda c: u(c) - v(c), lambda c: v(c) - w(c))
