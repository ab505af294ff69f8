"""The statements and the proof of the two-layer bound, which several entries share: at one input, and in the mean."""

from __future__ import annotations

from varproof_lemmas.appendix.vectors import Function, triangle
from varproof_lemmas.model import class_b

from varproof.lang import Abs, And, Array, Eq, ForAll, Index, Integral, Lam, Q, Sum, norm
from varproof.proof.kernel import terms as t
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.proof import Proof


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


class Maps:
    """Linear f = F, g = G and Phi, and tau, one attention layer with skip connection and one feed-forward layer after a
    positional embedding E; each map as the entry (i, k) of its value. X stands for the inputs of g and Phi, Y for those
    of f and tau."""

    def __init__(self, s):
        m, n, d, h, c = (s.size(name) for name in ("m", "n", "d", "s", "c"))
        self.m, self.n = m, n
        self.F, self.G, self.Phi, E = s.mat("F", n, n), s.mat("G", n, m), s.mat("Phi", n, m), s.mat("E", n, d)
        heads = s.mat("W_O", d, h), s.mat("W_V", h, d), s.mat("W_K", h, d), s.mat("W_Q", h, d)
        self.layer = E, *heads, s.mat("U", c, d), s.vec("a", c), s.mat("V", d, c), s.vec("b", d)
        self.X, self.Y = Array("X", m, d), Array("Y", n, d)
        i, j, k, p, q = Index("i", n), Index("j", n), Index("k", d), Index("p", m), Index("q", d)
        self.i, self.j, self.k, self.p = i, j, k, p
        self.f = Sum(self.F[i, j] * self.Y[j, k], j)
        self.tau = class_b(self.Y, *self.layer)[i, k]
        self.g_x, self.phi_x = (Sum(A[i, p] * self.X[p, k], p) for A in (self.G, self.Phi))
        rows = Lam((j, q), Sum(self.Phi[j, p] * self.X[p, q], p))
        self.f_g, self.f_phi = (Sum(self.F[i, j] * Sum(A[j, p] * self.X[p, k], p), j) for A in (self.G, self.Phi))
        self.tau_phi = class_b(rows, *self.layer)[i, k]

    def averages(self):
        """The weights Phi are not negative, with sum 1 in each row."""
        nonneg = ForAll(self.p, self.Phi[self.j, self.p] >= 0)
        return ForAll(self.j, And(nonneg, Eq(Sum(self.Phi[self.j, self.p], self.p), 1)))

    def mean(self, x, rows):
        """The integral of the sum of |entries| over all x in the unit cube: the norm with alpha = 1."""
        return Integral(Sum(Abs(rows), self.i, self.k), x, 0, 1)


def in_the_mean(s, up):
    """State ||f(g) - tau(Phi)|| <= K e1 + e2 in the block s, for `Maps` with averages Phi, in the norm of the integral
    with alpha = 1.

    Phi makes more rows of fewer where `up`, fewer of more otherwise; F is K-Lipschitz in the sum of the |entries|.
    """
    on = Maps(s)
    K, e1, e2 = s.real("K"), s.real("e1"), s.real("e2")
    s.assume("interpolation" if up else "down-sampling", on.averages())
    s.assume("more-rows" if up else "fewer-rows", on.m < on.n if up else on.n < on.m)
    s.assume("lipschitz", ForAll(on.j, Sum(Abs(on.F[on.i, on.j]), on.i) <= K))
    s.assume("g-near", on.mean(on.X, on.g_x - on.phi_x) <= e1)
    s.assume("f-near", on.mean(on.Y, on.f - on.tau) <= e2)
    s.claim("distance", on.mean(on.X, on.f_g - on.tau_phi) <= K * e1 + e2)


ONES, NONE = [[1]] * 4, [[0] * 4] * 4
UNIT = [[int(i == j) for j in range(4)] for i in range(4)]
STILL = dict(W_O=[[0]], W_V=[[0]], W_K=[[0]], W_Q=[[0]], U=[[0]], a=[0], V=[[0]], b=[0])  # tau(Y) = Y + E


def sharp():
    """A layer that is 1 on equal tokens and small in the mean: attention subtracts the mean, then a hat."""
    return dict(W_O=[[1]], W_V=[[-1]], W_K=[[0]], W_Q=[[0]], E=[[0]] * 4, **hat(1))


def hat(width, at=0):
    """Weights of a feed-forward layer of four neurons that is max(0, 1 - |x - at|/width) for x >= -1."""
    steep = Q(1) / width
    return dict(U=[[1], [1], [1], [1]], a=[width - at, -at, -width - at, 1], V=[[steep, -2 * steep, steep, -1]], b=[1])


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
