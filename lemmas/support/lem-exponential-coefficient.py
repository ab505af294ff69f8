"""lem:exponential-coefficient. An exponential sum that is small at N + 1 equally spaced points h, 2 h, ... has no large
coefficient at a frequency that is away from the N others:

    E(x) = c exp(alpha x) + sum_j f_j exp(w_j x), |alpha|, |w_j| <= 1/h, |alpha - w_j| >= g,
    |E(k h)| <= mu for k = 1, ..., K, K >= N + 1,  give  |c| <= e (e (1 + e)/(g h))^N mu.

Why: E(x + h) - exp(w h) E(x) has the frequency w no more, is at most (1 + e) mu, and its coefficient at alpha is
c (exp(alpha h) - exp(w h)), where the factor is at least g h/e. The w_j may be close together or equal.
"""

from varproof.lang import Abs, Entry, ForAll, Index, Pos, Q, Source, Sum, exp, log
from varproof.proof.context import Block
from varproof.proof.positions import Positions
from varproof.proof.proof import Proof

entry = Entry(
    "lem:exponential-coefficient",
    "A coefficient of a small exponential sum is small",
    source=Source(text="ours"),
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    N, K = s.size("N"), s.size("K")
    f, w = s.vec("f", N), s.vec("w", N)
    c, alpha, h, g, mu = s.real("c"), s.real("alpha"), s.real("h"), s.real("g"), s.real("mu")
    j, k = Index("j", N), Index("k", K)
    x = Pos(k) * h
    value = Abs(c * exp(alpha * x) + Sum(f[j] * exp(w[j] * x), j))
    bound = exp(1 + N * log(exp(1) * (1 + exp(1)) / (g * h))) * mu
    one = dict(K=2, c=1, alpha=1, f=[-1], w=[0], h=1, g=1, mu=7)
    tiny = Q(1, 10**6)
    one_point = dict(one, K=1, f=[-Q(2718281828, 10**9)], mu=tiny)
    s.assume("spacing", h > 0)
    s.assume("gap", g > 0)
    s.assume("alpha", Abs(alpha) * h <= 1)
    s.assume("frequencies", ForAll(j, Abs(w[j]) * h <= 1))
    s.assume("apart", ForAll(j, Abs(alpha - w[j]) >= g), needed_at=dict(one, alpha=0, g=1, mu=tiny))
    s.assume("enough", K >= N + 1, needed_at=one_point)
    s.assume("small", ForAll(k, value <= mu), needed_at=dict(one, mu=tiny))
    s.claim("coefficient", Abs(c) <= bound)
    s.constant("bound", bound, bounds=Abs(c), side="upper")

    s.instance("one other", **one)
    s.instance("two others", K=3, c=1, alpha=0, f=[-1, 1], w=[1, -1], h=1, g=1, mu=20)
    s.instance("equal others", K=4, c=1, alpha=1, f=[2, -3], w=[0, 0], h=Q(1, 2), g=1, mu=8)
    s.false("one point less", drop=["enough"], at=one_point)
    s.false("the same bound", claims={"coefficient": Abs(c) <= mu}, at=dict(one, f=[-Q(1, 4)], alpha=-1, mu=Q(1, 5)))


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("pos(k) = sum[l in K | l <= k] 1", "x(k) = pos(k) h", "e = exp(1)", "V = e (1 + e)/(g h)", "v = log V")
    p.let("E(f, d, S, y) = d exp(alpha y) + sum[j in S] f(j) exp(w[j] y)")
    p.have("g h > 0", "gap", "spacing")
    p.have("V > 0 and V g h = e (1 + e)", "g h > 0")
    p.have("exp(v) = V", "V > 0")
    p.have("exp(v) g h = e (1 + e)", "exp(v) = V", "V g h = e (1 + e)")
    with p.fix("y in R with |y| h <= 1") as reach:
        p.have("-1 <= y h <= 1", "|y| h <= 1", "spacing")
        p.have("exp(y h) <= e and exp(-y h) <= e", "-1 <= y h", "y h <= 1")
    p.let("low(f, d, S, m) iff for all k in K: pos(k) <= |S| + 1 => |E(f, d, S, x(k))| <= m")
    every = "f in R^N, d in R, m in R with low(f, d, S, m) and K >= |S| + 1"
    first = p.fact(p.cite("thy:last-time", T="K", claim="first"))
    with p.fix("y, z in R") as product:
        p.have("|y z| = |y| |z|")
    with p.fix("y, z in R with z = 0") as start:
        p.have("exp(1 + y z) = e", "z = 0")
    with p.fix("S in sets with S is empty") as nothing, p.fix(every):
        p.get("k in K: pos(k) = 1", first)
        p.have("E(f, d, S, x(k)) = d exp(alpha x(k))", "S is empty")
        p.have("pos(k) <= |S| + 1", "pos(k) = 1")
        p.have("|d exp(alpha x(k))| <= m", p.at("low(f, d, S, m)", "k"), "E(f, d, S, x(k)) = d exp(alpha x(k))")
        p.have("|d exp(alpha x(k))| = |d| exp(alpha x(k))", p.at(product, "d", "exp(alpha x(k))"))
        p.have("x(k) = h", "pos(k) = 1")
        p.have("alpha x(k) = alpha h", "x(k) = h")
        p.have("-alpha h <= 1", "alpha", "spacing")
        p.have("exp(-alpha x(k)) <= e", "-alpha h <= 1", "alpha x(k) = alpha h")
        p.have("|d| <= exp(-alpha x(k)) m", "|d exp(alpha x(k))| = |d| exp(alpha x(k))", "|d exp(alpha x(k))| <= m")
        p.have("m >= 0", "|d exp(alpha x(k))| <= m")
        p.have("exp(-alpha x(k)) m <= e m", "exp(-alpha x(k)) <= e", "m >= 0")
        p.have("|S| = 0", "S is empty")
        p.have("exp(1 + v |S|) = e", p.at(start, "v", "S"))
        p.have("|d| <= exp(1 + v |S|) m", "|d| <= exp(-alpha x(k)) m", "exp(-alpha x(k)) m <= e m",
               "exp(1 + v |S|) = e")  # fmt: skip
    claim = f"(for all j in S: j in N) => for all {every}: |d| <= exp(1 + v |S|) m"
    with p.induct("S in sets: " + claim, nothing, largest="o", take="o") as step:
        with p.suppose("for all j in S: j in N"), p.fix(every):
            one_less(p, step, (reach, product))
    with p.fix("k in K") as small:
        p.have("|E(f, c, N, x(k))| <= mu", "small")
    p.have("low(f, c, N, mu)", small)
    p.claim("coefficient", p.at(p.at(step, "N"), "f", "c", "mu"))


def one_less(p: Proof, step: Block, known: tuple[Block, ...]) -> None:
    """E(y + h) - exp(w_o h) E(y) has the frequency w_o no more."""
    reach, product = known
    p.let("rest = {j in S | j != o}", "X = exp(w[o] h)", "u(j) = f(j) (exp(w[j] h) - X)", "b = d (exp(alpha h) - X)")
    p.have("o in N", p.at("for all j in S: j in N", "o"))
    p.have("|w[o]| h <= 1", p.at("frequencies", "o"))
    p.have("X <= e and exp(-w[o] h) <= e", p.at(reach, "w[o]"))
    p.have("|S| = |rest| + 1")
    with p.fix("y, z, q, r, m in R with |y| <= m and |z| <= m and 0 < r and r <= e and q = y - r z") as shrinks:
        p.have("r |z| <= r m", "|z| <= m", "0 < r")
        p.have("r m <= e m", "r <= e", "|z| <= m")
        p.have("|r z| = r |z|", "0 < r")
        p.have("|q| <= |y| + |r z|", "q = y - r z")
        p.have("|q| <= (1 + e) m", "|q| <= |y| + |r z|", "|r z| = r |z|", "r |z| <= r m", "r m <= e m", "|y| <= m")
    with p.fix("k in K"), p.suppose("pos(k) <= |rest| + 1"):
        p.have("K > pos(k)", "K >= |S| + 1", "|S| = |rest| + 1", "pos(k) <= |rest| + 1")
        after = Positions(p, p.symbols["K"]).next(p.term("k"), p.fact("k in K"), p.fact("K > pos(k)"))
        p.get("l in K: pos(l) = pos(k) + 1", after)
        p.have("sum[j in S] u(j) exp(w[j] x(k)) = u(o) exp(w[o] x(k)) + sum[j in rest] u(j) exp(w[j] x(k))", "o in S")
        p.have("u(o) = 0")
        p.have("x(l) = x(k) + h", "pos(l) = pos(k) + 1")
        p.let("here(y) = E(f, d, S, y)")
        same = p.congruence(p.fact("x(l) = x(k) + h"), p.term("x(l)"), p.term("x(k) + h"), p.symbols["here"])
        parts = p.fact("sum[j in S] u(j) exp(w[j] x(k)) = u(o) exp(w[o] x(k)) + sum[j in rest] u(j) exp(w[j] x(k))")
        p.have("E(u, b, rest, x(k)) = here(x(l)) - X here(x(k))", "u(o) = 0", same, parts)
        p.have("|here(x(l))| <= m", p.at("low(f, d, S, m)", "l"), "|S| = |rest| + 1", "pos(k) <= |rest| + 1")
        p.have("|here(x(k))| <= m", p.at("low(f, d, S, m)", "k"), "|S| = |rest| + 1", "pos(k) <= |rest| + 1")
        p.have("|E(u, b, rest, x(k))| <= (1 + e) m",
               p.at(shrinks, "here(x(l))", "here(x(k))", "E(u, b, rest, x(k))", "X", "m"))  # fmt: skip
    p.have("low(u, b, rest, (1 + e) m)")
    p.have("for all j in rest: j in N")
    p.have("K >= |rest| + 1", "K >= |S| + 1", "|S| = |rest| + 1")
    p.let("P = exp(1 + v |rest|)", "gap = exp(alpha h) - X")
    smaller = p.at(p.at(step.hypothesis), "u", "b", "(1 + e) m")
    p.have("|d| |gap| <= P (1 + e) m", smaller, p.at(product, "d", "gap"))
    p.have("exp(-alpha h) <= e", p.at(reach, "alpha"))
    p.have("e |gap| >= g h", p.cite("aux:exponential-gap", x="alpha", y="w[o]", h="h", g="g", E="e"))
    p.have("e |d| |gap| >= |d| g h", "e |gap| >= g h")
    with p.fix("y, z, r in R with z = r + 1") as powers:
        p.have("exp(1 + y z) = exp(y) exp(1 + y r)", "z = r + 1")
    p.have("exp(1 + v |S|) = exp(v) P", p.at(powers, "v", "S", "rest"))
    with p.fix("y, z, r, q, t in R with y z <= r (1 + e) and e y z >= y t and q t = e (1 + e) and t > 0") as divided:
        p.have("r q t = e r (1 + e)", "q t = e (1 + e)")
        p.have("y t <= r q t", "y z <= r (1 + e)", "e y z >= y t", "r q t = e r (1 + e)")
        p.have("y <= r q", "y t <= r q t", "t > 0")
    p.have("|d| <= P m exp(v)", p.at(divided, "|d|", "|gap|", "P m", "exp(v)", "g h"))
    p.have("|d| <= exp(1 + v |S|) m", "|d| <= P m exp(v)", "exp(1 + v |S|) = exp(v) P")
