"""aux:lonely-frequency. Exponential sums that differ little have no frequency that only one has and that is far from
the others: a, b in [-R, R]^n, a_z at distance g from all other a_j and all b_j,

    |sum_j exp(a_j u) - sum_j exp(b_j u)| <= m for u in [0, 1/R]   =>   1 <= (4 e n R/g)^(2 n - 1) m.

Why: E(u + h) - exp(w h) E(u) has the frequency w no more; with h = 1/(2 n R) the 2 n - 1 others are removed one after
the other, and the coefficient of exp(a_z u), which is 1, keeps a factor of at least g h/e^(1/2) each time.
"""

from varproof.lang import Abs, And, Entry, ForAll, Implies, Index, Ne, Real, Source, Sum, exp, log
from varproof.proof.context import Block
from varproof.proof.proof import Proof

entry = Entry("aux:lonely-frequency", "A frequency that only one of two sums has", source=Source(text="ours"))

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n = s.size("n")
    a, b = s.vec("a", n), s.vec("b", n)
    z = s.index("z", n)
    R, g, m = s.real("R"), s.real("g"), s.real("m")
    i, j, u = Index("i", n), Index("j", n), Real("u")
    far = Abs(Sum(exp(a[i] * u), i) - Sum(exp(b[i] * u), i))
    s.assume("radius", R > 0)
    s.assume("gap", g > 0)
    s.assume("range", ForAll(i, And(Abs(a[i]) <= R, Abs(b[i]) <= R)))
    s.assume("apart", ForAll(j, Abs(a[z] - b[j]) >= g))
    s.assume("own", ForAll(j, Implies(Ne(j, z), Abs(a[z] - a[j]) >= g)))
    s.assume("near", ForAll(u, Implies(0 <= u, Implies(u <= 1 / R, far <= m))))
    s.claim("large", exp((2 * n - 1) * (1 + log(4 * n * R / g))) * m >= 1)

    s.instance("one entry each", a=[0], b=[-1], z=0, R=1, g=1, m=1)
    s.instance("a wider range", a=[0], b=[-1], z=0, R=2, g=1, m=1)
    s.instance("a larger bound", a=[0], b=[-1], z=0, R=1, g=1, m=2)
    s.false("a shared frequency", drop=["near", "apart"], at=dict(a=[1], b=[1], z=0, R=1, g=1, m=0))
    s.false("any m", drop=["near"], at=dict(a=[1], b=[-1], z=0, R=1, g=2, m=0))


@entry.shows("stated", "one entry each")
def falls(p: Proof, end: str = "1", bound: str = "1") -> None:
    """1 - exp(-u) <= 1."""
    with p.fix("u in ℝ"), p.suppose("0 <= u"), p.suppose(f"u <= {end}"):
        p.have("exp(-u) <= 1", "0 <= u")
        p.have(f"|1 - exp(-u)| <= {bound}", "exp(-u) <= 1")
    p.claim("near")


@entry.shows("stated", "a wider range")
def falls_for_less(p: Proof) -> None:
    falls(p, end="1/2")


@entry.shows("stated", "a larger bound")
def falls_below_more(p: Proof) -> None:
    falls(p, bound="2")


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("L = 1/R", "V = 4 n R/g", "h = L (1/n) 1/2", "rho = exp(1/2)", "within(v) iff for all i in n: |v(i)| <= R")
    p.have("L > 0 and R L = 1", "radius")
    p.have("V > 0 and V g = 4 n R", "radius", "gap")
    p.have("within(a)", "range")
    p.have("within(b)", "range")
    p.have("h > 0 and n h = 1/2 L", "L > 0")
    p.have("(n - 1) h >= 0", "h > 0", "n >= 1")
    p.have("R h <= 1/2", "(n - 1) h >= 0", "n h = 1/2 L", "R L = 1", "radius")
    p.have("rho >= 1")
    removed = elimination(p)
    p.let("ell = log(1 + rho)", "kap = log(rho/(g h))", "one(k) = 1", "minus(k) = -1")
    p.have("exp(ell) = 1 + rho")
    p.have("rho/(g h) > 0", "gap", "h > 0")
    p.have("exp(kap) = rho/(g h)", "rho/(g h) > 0")
    p.have("exp(kap) g h = rho", "exp(kap) = rho/(g h)", "gap", "h > 0")
    with p.fix("x, y in ℝ with x = y") as sames:
        p.have("|x| = |y|", "x = y")
    p.have("V g h = 2", "V g = 4 n R", "n h = 1/2 L", "R L = 1")
    p.have("exp(kap) = rho V 1/2", "exp(kap) g h = rho", "V g h = 2")
    p.have("exp(ell + kap) = (1 + rho) rho V 1/2", "exp(kap) = rho V 1/2", "exp(ell) = 1 + rho")
    p.have("(1 + rho) rho 1/2 <= exp(1)", "rho >= 1", why="rho^2 = e")
    p.have("exp(1 + log V) = exp(1) V", "V > 0")
    p.have("exp(ell + kap) <= exp(1 + log V)", "exp(ell + kap) = (1 + rho) rho V 1/2",
           "(1 + rho) rho 1/2 <= exp(1)", "exp(1 + log V) = exp(1) V", "V > 0")  # fmt: skip
    with p.suppose("ell + kap > 1 + log V"):
        p.have("false", "exp(ell + kap) <= exp(1 + log V)", "ell + kap > 1 + log V")
    p.have("ell + kap <= 1 + log V")
    with p.fix("u in ℝ"), p.suppose("0 <= u"), p.suppose("u <= L"):
        p.have("value(one, a, minus, n, b, u) = (sum[k in n] exp(a[k] u)) - sum[k in n] exp(b[k] u)")
        p.have("|value(one, a, minus, n, b, u)| <= m", p.at("near", "u"))
    p.have("low(one, a, minus, n, b, m, L)")
    first = p.get("q in ℝ^n", p.at(p.at(p.at(removed, "kap", "ell", "a", "b"), "n"), "one", "minus", "m", "L"))
    p.have("far(z, a, n, b)", "apart")
    p.have("|q(z)| >= exp(-kap n)", p.at(p.right(first), "z"), "far(z, a, n, b)")
    p.let("others = {j in n | j != z}", "single = {j in n | j = z}", "top(k) = q(z) sum[j in single | j = k] 1")
    p.have("|others| = n - 1")
    with p.fix("k in others") as zero:
        with p.fix("j in {j in single | j = k}") as absurd:
            p.have("false", "k != z")
        p.have("sum[j in single | j = k] 1 = 0", p.summed(absurd))
        p.have("top(k) = 0", "sum[j in single | j = k] 1 = 0")
    p.have("top(z) = q(z)")
    with p.fix("u in ℝ"), p.suppose("0 <= u"), p.suppose("u <= L - n h"):
        with p.fix("k in others") as gone:
            p.have("top(k) exp(a[k] u) = 0", p.at(zero, "k"))
        p.have("sum[k in n] top(k) exp(a[k] u) = top(z) exp(a[z] u) + sum[k in others] top(k) exp(a[k] u)")
        p.have("sum[k in n] q(k) exp(a[k] u) = q(z) exp(a[z] u) + sum[k in others] q(k) exp(a[k] u)")
        p.have("value(top, a, q, others, a, u) = sum[k in n] q(k) exp(a[k] u)", p.summed(gone), "top(z) = q(z)",
               "sum[k in n] top(k) exp(a[k] u) = top(z) exp(a[z] u) + sum[k in others] top(k) exp(a[k] u)",
               "sum[k in n] q(k) exp(a[k] u) = q(z) exp(a[z] u) + sum[k in others] q(k) exp(a[k] u)")  # fmt: skip
        p.have("u + n h <= L", "u <= L - n h")
        p.have("|value(top, a, q, others, a, u)| <= exp(ell n) m", p.at(p.left(first), "u"),
               "value(top, a, q, others, a, u) = sum[k in n] q(k) exp(a[k] u)")  # fmt: skip
    p.have("low(top, a, q, others, a, exp(ell n) m, L - n h)")
    second = p.at(p.at(p.at(removed, "kap", "ell", "a", "a"), "others"), "top", "q", "exp(ell n) m", "L - n h")
    second = p.get("r in ℝ^n", second)
    p.have("far(z, a, others, a)", "own")
    p.have("|r(z)| >= |top(z)| exp(-kap |others|)", p.at(p.right(second), "z"), "far(z, a, others, a)")
    with p.fix("k in others") as gone:
        p.have("r(k) = 0", p.at(p.right(second), "k"), p.at(zero, "k"))
    p.have("sum[k in n] r(k) = r(z) + sum[k in others] r(k)")
    p.have("sum[k in n] r(k) = r(z)", "sum[k in n] r(k) = r(z) + sum[k in others] r(k)", p.summed(gone))
    p.have("0 + |others| h <= L - n h", "|others| = n - 1", "n h = 1/2 L", "h > 0")
    p.have("|r(z)| <= exp(ell |others|) exp(ell n) m", p.at(p.left(second), "0"),
           p.at(sames, "sum[k in n] r(k)", "r(z)"))  # fmt: skip
    p.have("|r(z)| >= |q(z)| exp(-kap |others|)", "|r(z)| >= |top(z)| exp(-kap |others|)",
           p.at(sames, "top(z)", "q(z)"))  # fmt: skip
    p.have("|q(z)| exp(-kap |others|) >= exp(-kap n) exp(-kap |others|)", "|q(z)| >= exp(-kap n)")
    p.have("exp(-kap n) exp(-kap |others|) <= exp(ell |others|) exp(ell n) m", "|r(z)| >= |q(z)| exp(-kap |others|)",
           "|r(z)| <= exp(ell |others|) exp(ell n) m",
           "|q(z)| exp(-kap |others|) >= exp(-kap n) exp(-kap |others|)")  # fmt: skip
    p.have("m >= 0", p.at("near", "0"), "L > 0")
    with p.fix("x, y, c in ℝ with exp(-x) exp(-y) <= c") as turned:
        p.have("1 <= exp(x) exp(y) c", "exp(-x) exp(-y) <= c")
    p.have("1 <= exp((ell + kap) (n + |others|)) m",
           p.at(turned, "kap n", "kap |others|", "exp(ell |others|) exp(ell n) m"))  # fmt: skip
    p.have("(ell + kap) (n + |others|) <= (1 + log V) (2 n - 1)", "ell + kap <= 1 + log V", "|others| = n - 1",
           "n >= 1")  # fmt: skip
    p.have("exp((ell + kap) (n + |others|)) <= exp((1 + log V) (2 n - 1))",
           "(ell + kap) (n + |others|) <= (1 + log V) (2 n - 1)")  # fmt: skip
    p.claim("large", "1 <= exp((ell + kap) (n + |others|)) m", "m >= 0",
           "exp((ell + kap) (n + |others|)) <= exp((1 + log V) (2 n - 1))")  # fmt: skip


def elimination(p: Proof) -> Block:
    """The frequencies w_j, j in S, removed one after the other; the others keep their coefficients up to factors."""
    p.let("value(q, v, f, S, w, u) = (sum[k in n] q(k) exp(v(k) u)) + sum[j in S] f(j) exp(w(j) u)")
    p.let("low(q, v, f, S, w, m, t) iff for all u in ℝ: 0 <= u => u <= t => |value(q, v, f, S, w, u)| <= m")
    p.let("far(k, v, S, w) iff for all j in S: |v(k) - w(j)| >= g")
    with p.fix("v in ℝ^n, k in n with within(v)") as reach:
        p.have("|v(k)| h <= R h", p.at("within(v)", "k"), "h > 0")
        p.have("-1/2 <= v(k) h <= 1/2", "|v(k)| h <= R h", "R h <= 1/2", "h > 0")
        p.have("exp(v(k) h) <= rho and exp(-v(k) h) <= rho", "-1/2 <= v(k) h", "v(k) h <= 1/2")
    given = "exp(kap) g h = rho and exp(ell) = 1 + rho and within(v) and within(w)"
    with p.fix(f"kap, ell in ℝ, v in ℝ^n, w in ℝ^n with {given}") as removed:
        p.let("rest(r, S, m, t) iff for all u in ℝ: 0 <= u => u + |S| h <= t =>"
              " |sum[k in n] r(k) exp(v(k) u)| <= exp(ell |S|) m")  # fmt: skip
        p.let("keeps(q, r, S) iff for all k in n: (q(k) = 0 => r(k) = 0) and"
              " (far(k, v, S, w) => |r(k)| >= |q(k)| exp(-kap |S|))")  # fmt: skip
        every = "q in ℝ^n, f in ℝ^n, m in ℝ, t in ℝ with low(q, v, f, S, w, m, t)"
        found = "some r in ℝ^n: rest(r, S, m, t) and keeps(q, r, S)"
        with p.fix("S in sets with S is empty") as nothing, p.fix(every):
            with p.fix("u in ℝ"), p.suppose("0 <= u"), p.suppose("u + |S| h <= t"):
                p.have("u <= t", "S is empty", "u + |S| h <= t")
                p.have("value(q, v, f, S, w, u) = sum[k in n] q(k) exp(v(k) u)", "S is empty")
                p.have("exp(ell |S|) = 1", "S is empty")
                p.have("|sum[k in n] q(k) exp(v(k) u)| <= exp(ell |S|) m", p.at("low(q, v, f, S, w, m, t)", "u"),
                       "value(q, v, f, S, w, u) = sum[k in n] q(k) exp(v(k) u)", "exp(ell |S|) = 1")  # fmt: skip
            p.have("rest(q, S, m, t)")
            p.have("exp(-kap |S|) = 1", "S is empty")
            with p.fix("k in n"):
                p.have("|q(k)| >= |q(k)| exp(-kap |S|)", "exp(-kap |S|) = 1")
                p.have("(q(k) = 0 => q(k) = 0) and (far(k, v, S, w) => |q(k)| >= |q(k)| exp(-kap |S|))")
            p.have("keeps(q, q, S)")
            p.have(found, by="q")
        claim = f"(for all j in S: j in n) => for all {every}: {found}"
        with p.induct("S in sets: " + claim, nothing, largest="e", take="e") as step:
            with p.suppose("for all j in S: j in n"), p.fix(every):
                remove_one(p, step, reach)
                p.have(found, by="r")
    return removed


def remove_one(p: Proof, step: Block, reach: Block) -> None:
    """E(u + h) - exp(w_e h) E(u) has the frequency w_e no more."""
    p.let("others = {j in S | j != e}", "X = exp(w(e) h)", "G(u) = value(q, v, f, S, w, u)")
    p.let("q1(k) = q(k) (exp(v(k) h) - X)", "f1(j) = f(j) (exp(w(j) h) - X)")
    p.have("e in n", p.at("for all j in S: j in n", "e"))
    p.have("X <= rho", p.at(reach, "w", "e"))
    with p.fix("x, y in ℝ") as product:
        p.have("|x y| = |x| |y|")
    with p.fix("x, y, z, c, d in ℝ with |x| <= d and |y| <= d and 0 < c and c <= rho and z = x - c y") as shrinks:
        p.have("c |y| <= c d", "|y| <= d", "0 < c")
        p.have("c d <= rho d", "c <= rho", "|y| <= d")
        p.have("|c y| = c |y|", "0 < c")
        p.have("|z| <= |x| + |c y|", "z = x - c y")
        p.have("|z| <= (1 + rho) d", "|z| <= |x| + |c y|", "|c y| = c |y|", "c |y| <= c d", "c d <= rho d", "|x| <= d")
    with p.fix("u in ℝ"), p.suppose("0 <= u"), p.suppose("u <= t - h"):
        p.have("sum[j in S] f1(j) exp(w(j) u) = f1(e) exp(w(e) u) + sum[j in others] f1(j) exp(w(j) u)", "e in S")
        p.have("f1(e) = 0")
        p.have("value(q1, v, f1, others, w, u) = G(u + h) - X G(u)", "f1(e) = 0",
               "sum[j in S] f1(j) exp(w(j) u) = f1(e) exp(w(e) u) + sum[j in others] f1(j) exp(w(j) u)")  # fmt: skip
        p.have("|G(u + h)| <= m", p.at("low(q, v, f, S, w, m, t)", "u + h"))
        p.have("|G(u)| <= m", p.at("low(q, v, f, S, w, m, t)", "u"))
        p.have("|value(q1, v, f1, others, w, u)| <= (1 + rho) m",
               p.at(shrinks, "G(u + h)", "G(u)", "value(q1, v, f1, others, w, u)", "X", "m"))  # fmt: skip
    p.have("low(q1, v, f1, others, w, (1 + rho) m, t - h)")
    p.have("for all j in others: j in n")
    known = p.get("r in ℝ^n", p.at(p.at(step.hypothesis), "q1", "f1", "(1 + rho) m", "t - h"))
    p.have("|S| = |others| + 1")
    with p.fix("x, y, z in ℝ with y = z + 1") as powers:
        p.have("exp(x y) = exp(x) exp(x z)", "y = z + 1")
    p.have("exp(ell |S|) = (1 + rho) exp(ell |others|)", p.at(powers, "ell", "S", "others"))
    p.have("exp(-kap |S|) = exp(-kap) exp(-kap |others|)", p.at(powers, "-kap", "S", "others"))
    with p.fix("u in ℝ"), p.suppose("0 <= u"), p.suppose("u + |S| h <= t"):
        p.have("u + |others| h <= t - h", "u + |S| h <= t", "|S| = |others| + 1")
        p.have("|sum[k in n] r(k) exp(v(k) u)| <= exp(ell |S|) m", p.at(p.left(known), "u"),
               "exp(ell |S|) = (1 + rho) exp(ell |others|)")  # fmt: skip
    p.have("rest(r, S, m, t)")
    with p.fix("k in n"):
        with p.suppose("q(k) = 0") as zero:
            p.have("q1(k) = 0", "q(k) = 0")
            p.have("r(k) = 0", p.at(p.right(known), "k"), "q1(k) = 0")
        with p.suppose("far(k, v, S, w)") as kept:
            p.have("|v(k) - w(e)| >= g", p.at("far(k, v, S, w)", "e"))
            p.let("gap = exp(v(k) h) - X")
            p.have("exp(-v(k) h) <= rho", p.at(reach, "v", "k"))
            p.have("exp(-w(e) h) <= rho", p.at(reach, "w", "e"))
            p.have("rho |gap| >= g h", p.cite("aux:exponential-gap", x="v(k)", y="w(e)", h="h", g="g", E="rho"))
            p.have("exp(kap) |gap| >= 1", "rho |gap| >= g h", "exp(kap) g h = rho")
            p.have("|gap| >= exp(-kap)", "exp(kap) |gap| >= 1")
            p.have("|q1(k)| = |q(k)| |gap|", p.at(product, "q(k)", "gap"))
            p.have("|q(k)| |gap| >= |q(k)| exp(-kap)", "|gap| >= exp(-kap)")
            p.have("far(k, v, others, w)", "far(k, v, S, w)")
            p.have("|r(k)| >= |q1(k)| exp(-kap |others|)", p.at(p.right(known), "k"), "far(k, v, others, w)")
            p.have("|q1(k)| >= |q(k)| exp(-kap)", "|q1(k)| = |q(k)| |gap|", "|q(k)| |gap| >= |q(k)| exp(-kap)")
            p.have("|r(k)| >= |q(k)| exp(-kap |S|)", "|r(k)| >= |q1(k)| exp(-kap |others|)",
                   "|q1(k)| >= |q(k)| exp(-kap)", "exp(-kap |S|) = exp(-kap) exp(-kap |others|)")  # fmt: skip
        p.have("(q(k) = 0 => r(k) = 0) and (far(k, v, S, w) => |r(k)| >= |q(k)| exp(-kap |S|))", zero, kept)
    p.have("keeps(q, r, S)")
