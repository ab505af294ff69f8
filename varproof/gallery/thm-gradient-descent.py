"""thm:gradient-descent. Gradient descent with step 1/L on a convex L-smooth function, after t - 1 steps:

(t - 1) (f(x_t) - f(y)) <= (L/2) |x_1 - y|^2      for every y
"""

from typing import Any

from varproof.lang import Array, Entry, Eq, First, ForAll, Index, Lam, Pos, Q, Source, Sum
from varproof.proof.proof import Proof

entry = Entry("thm:gradient-descent", "The rate 1/T of gradient descent", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    T, d = s.size("T"), s.size("d")
    f, g = s.map("f", (d,)), s.map("g", (d,), to=d)
    x, y, L = s.mat("x", T, d), s.vec("y", d), s.real("L")
    i, h, k = Index("i", T), Index("h", d), Index("k", d)
    U, V = Array("U", d), Array("V", d)

    def at(i: Index) -> Any:
        return Lam(k, x[i, k])

    below = f(U) + Sum(g(U)[h] * (V[h] - U[h]), h)
    s.assume("positive", L > 0)
    s.assume("convex", ForAll(U, V, f(V) >= below))
    s.assume("smooth", ForAll(U, V, f(V) <= below + L / 2 * Sum((V[h] - U[h]) ** 2, h)))
    s.assume("step", ForAll(i, h, Eq(x[i + 1, h], x[i, h] - g(at(i))[h] / L)))
    first = L / 2 * Sum((x[First(T), h] - y[h]) ** 2, h)
    s.claim("rate", ForAll(i, (Pos(i) - 1) * (f(at(i)) - f(y)) <= first))

    square = dict(f=Lam(U, Sum(U[h] ** 2, h) / 2), g=Lam(U, Lam(h, U[h])), L=1)
    s.instance("a parabola", x=[[1], [0]], y=[0], **square)
    s.instance("in the plane", x=[[1, 2], [0, 0], [0, 0]], y=[1, 0], **square)
    flat = dict(f=Lam(U, Sum(U[h] ** 2, h) / 6), g=Lam(U, Lam(h, U[h] / 3)), L=1)
    tenth = ForAll(i, (Pos(i) - 1) * (f(at(i)) - f(y)) <= first / 10)
    s.false("a tenth", claims={"rate": tenth}, at=dict(x=[[1], [Q(2, 3)]], y=[0], **flat))
    s.false("uphill", drop=["convex"])


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("pos(k) = sum[l in T | l <= k] 1", "F(k) = f(h -> x[k, h])", "G(k, h) = g(h -> x[k, h])[h]")
    p.let("far(k) = sum[h in d] (x[k, h] - y[h])^2", "length(k) = sum[h in d] G(k, h)^2")
    p.have("for all k in T: pos(k) >= 1", p.cite("thy:last-time", T="T", claim="range"))
    with p.fix("a in T with pos(a) = 1"):
        p.let("gap(k) = L far(a) / 2 - L far(k) / 2 - (pos(k) - 1) (F(k) - f(y))")
        with p.fix("k in T with pos(k) = 1") as start:
            p.have("k = a", p.cite("thy:one-place", T="T"))
            p.have("gap(k) >= 0", "k = a")
        with p.fix("i in T, k in T with pos(k) = pos(i) + 1 and gap(i) >= 0") as step:
            with p.fix("h in d") as inner:
                p.have("x[k, h] = x[i, h] - G(i, h) / L", "step")
                p.have("G(i, h) (x[k, h] - x[i, h]) = -G(i, h)^2 / L")
            with p.fix("h in d") as moved:
                p.have("(x[k, h] - x[i, h])^2 = G(i, h)^2 / L^2", "step")
            with p.fix("h in d") as nearer:
                p.let("far = x[i, h] - y[h]")
                p.have("x[k, h] - y[h] = far - G(i, h) / L", "step")
                p.have("L (x[k, h] - y[h])^2 / 2 = L far^2 / 2 - G(i, h) far + G(i, h)^2 / (2 L)")
            sums = [p.summed(inner), p.summed(moved)]
            fall = p.have("F(k) <= F(i) - length(i) / (2 L)", p.at("smooth", "h -> x[i, h]", "h -> x[k, h]"), *sums)
            p.have(
                "L far(k) / 2 = L far(i) / 2 - (sum[h in d] G(i, h) (x[i, h] - y[h])) + length(i) / (2 L)",
                p.summed(nearer),
            )
            p.have("f(y) >= F(i) + sum[h in d] G(i, h) (y[h] - x[i, h])", p.at("convex", "h -> x[i, h]", "y"))
            p.have("L far(k) / 2 <= L far(i) / 2 + f(y) - F(i) + length(i) / (2 L)")
            p.have("pos(i) (F(k) - F(i) + length(i) / (2 L)) <= 0", fall, "pos(i) >= 1")
            p.have("(pos(i) - 1) length(i) / (2 L) >= 0", "pos(i) >= 1", "length(i) >= 0")
            p.have("gap(k) >= 0")
        every = p.cite("thy:over-time", start, step, T="T", f="gap")
        with p.fix("k in T"):
            p.have("far(k) >= 0")
            p.have("L far(k) >= 0", "far(k) >= 0", "positive")
            p.have("(pos(k) - 1) (F(k) - f(y)) <= L far(a) / 2", every, "L far(k) >= 0")
    p.claim("rate")
