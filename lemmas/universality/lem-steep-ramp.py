"""lem:steep-ramp. What is close to a step is steep, and at every input nothing Lipschitz is close to it.

For K-Lipschitz f on [0, 1] and a step from 0 to h at t: if |f(x)| <= eps for x <= t - theta and |f(x) - h| <= eps for
x >= t, then

    K theta >= h - 2 eps;

and if this holds for all x < t, without a ramp, then eps >= h/2. Take for f an output entry of a network as one entry
of its input moves across the face of two cells whose values differ by h: on the cube it is Lipschitz, layer by layer
(lem:ffn-lipschitz, lem:skip-attention-lipschitz). So the ramps, or the norm of the integral, are needed in
lem:transformer-construction. A constant K that serves all widths theta does not exist: the K_2 of the displayed chain
in the proof of thm:var-universal, a Lipschitz constant of the approximating blocks, is at least (h - 2 eps)/theta.
Equality: f = 0, then the line from 0 to h on the ramp, then h, moved towards one another by eps.
"""

from varproof.lang import Abs, And, Entry, ForAll, Implies, Lam, Q, Real, Source
from varproof.proof.proof import Proof

entry = Entry("lem:steep-ramp", "What is close to a step is steep", source=Source(icml="6.6", text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    f = s.function("f")
    K, t, theta, eps, h = (s.real(name) for name in ("K", "t", "theta", "eps", "h"))
    x, y = Real("x"), Real("y")
    unit = And(0 <= x, x <= 1)
    line = dict(f=Lam(x, x), K=1, t=1, theta=1, eps=0, h=1)
    half = dict(f=Lam(x, 0 * x + Q(1, 2)), K=0, t=Q(1, 2), theta=Q(1, 2), eps=Q(1, 2), h=1)
    s.assume("place", And(0 < t, t <= 1))
    s.assume("width", And(0 < theta, theta <= t))
    s.assume("lipschitz", ForAll(x, y, Implies(And(unit, 0 <= y, y <= 1), Abs(f(x) - f(y)) <= K * Abs(x - y))))
    after = ForAll(x, Implies(And(t <= x, x <= 1), Abs(f(x) - h) <= eps))
    off = ForAll(x, Implies(And(0 <= x, x <= t - theta), Abs(f(x)) <= eps))
    before = ForAll(x, Implies(And(0 <= x, x < t), Abs(f(x)) <= eps))
    s.claim("steep", Implies(And(off, after), K * theta >= h - 2 * eps))
    s.claim("everywhere", Implies(And(before, after), eps >= h / 2))

    s.instance("equality on a ramp", **line)
    s.instance("equality in the middle", **half)
    s.instance("no step", f=Lam(x, 0 * x), K=0, t=1, theta=1, eps=0, h=0)
    s.instance("a line of slope 2", **dict(line, f=Lam(x, 2 * x), K=2, h=2))
    # the closeness holds in either place, and is left out of what has to be false there
    s.false("twice the slope", claims={"steep": K * theta >= 2 * (h - 2 * eps)}, at=line)
    s.false("any accuracy off the middle", claims={"everywhere": eps > h / 2}, at=half)


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.have("0 <= t - theta <= 1", "place", "width")
    with p.suppose(
        "(for all x in R: 0 <= x <= t - theta => |f(x)| <= eps) and (for all x in R: t <= x <= 1 => |f(x) - h| <= eps)"
    ) as close:
        low = p.have("|f(t - theta)| <= eps", p.at(p.left(close.hypothesis), "t - theta"))
        high = p.have("|f(t) - h| <= eps", p.at(p.right(close.hypothesis), "t"), "place")
        p.have("|t - (t - theta)| = theta", "width")
        p.have("|f(t) - f(t - theta)| <= K theta", p.at("lipschitz", "t", "t - theta"), "place", "width")
        p.have("K theta >= h - 2 eps", low, high, "|f(t) - f(t - theta)| <= K theta")
    p.claim("steep")
    with p.suppose(
        "(for all x in R: 0 <= x and x < t => |f(x)| <= eps) and (for all x in R: t <= x <= 1 => |f(x) - h| <= eps)"
    ) as close:
        with p.suppose("eps < h/2"):
            p.let("g = h - 2 eps", "s = t g/(g + |K| + 1)")
            p.have("g > 0", "eps < h/2")
            p.have("g + |K| + 1 > 0", "g > 0")
            p.have("s (g + |K| + 1) = t g", "g + |K| + 1 > 0")
            p.have("t g > 0", "g > 0", "place")
            p.have("s > 0", "s (g + |K| + 1) = t g", "t g > 0", "g + |K| + 1 > 0")
            p.have("s |K| >= 0", "s > 0")
            p.have("s g <= t g", "s (g + |K| + 1) = t g", "s > 0", "s |K| >= 0")
            p.have("s <= t", "s g <= t g", "g > 0")
            p.have("t g <= g", "place", "g > 0")
            p.have("s g > 0", "s > 0", "g > 0")
            p.have("K s <= s |K|", "s > 0")
            p.have("K s < g", "s (g + |K| + 1) = t g", "s g > 0", "s > 0", "t g <= g", "K s <= s |K|")
            low = p.have("|f(t - s)| <= eps", p.at(p.left(close.hypothesis), "t - s"), "s > 0", "s <= t")
            high = p.have("|f(t) - h| <= eps", p.at(p.right(close.hypothesis), "t"), "place")
            p.have("|t - (t - s)| = s", "s > 0")
            p.have("|f(t) - f(t - s)| <= K s", p.at("lipschitz", "t", "t - s"), "place", "s > 0", "s <= t")
            p.have("false", low, high, "|f(t) - f(t - s)| <= K s", "K s < g")
        p.have("eps >= h/2")
    p.claim("everywhere")
