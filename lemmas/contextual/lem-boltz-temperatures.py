"""lem:boltz-temperatures. Different sets have different Boltzmann means at almost all of any temperatures:

for a, b in [-R, R]^n that differ as sets, whose different entries are g apart, and K numbers x_k in (0, 1/R],

    |boltz(x_k a) - boltz(x_k b)| <= x_k delta   for fewer than 2^(n^2) - 1 of the x_k, if they are s apart,
    delta = (R/n) (4 e^6/(R s))^(-n^2) (4 e n R/g)^(-(2 n - 1)) e^(-6)                                      (stated)

    and for at most (2 n^2 + 1)(n^2 + 2) of them, if x_k = k s and 2 R s <= 1,
    delta = (g/n^2) (2 e^2/(g s))^(-n^2) e^(-5)                                                             (sharpened)

Where lem:boltz-separation takes scores so large that exp(-2 r) is what remains, here they are at most 1, and delta is
a power of g/R. Why: boltz(x a)/x is the logarithmic derivative of Z_a(x) = sum_i exp(a_i x), so that the difference
times Z_a Z_b is an exponential sum H with n^2 terms. Stated: if H is small at that many points, it is small everywhere
(lem:small-exponential-sums); then Z_a/Z_b is close to its value 1 at 0, but a frequency that only one has shows.
Sharpened: |H| crosses a level at most 2 n^2 times, so that H is small at n^2 + 1 points in a row; its largest frequency
shows. It is not stronger everywhere: its points are equally spaced, its exceptions fewer for n >= 3 only, and for small
g/R its delta is the smaller one.
"""

from varproof_lemmas.contextual.temperature_grid import end, in_a_row
from varproof_lemmas.model import boltz

from varproof.lang import Abs, And, Entry, Exists, ForAll, Implies, Index, Lam, Ne, Or, Pos, Q, Source, Sum, exp, log
from varproof.proof.context import Block
from varproof.proof.proof import Proof

entry = Entry(
    "lem:boltz-temperatures",
    "The Boltzmann operator separates different sets at most temperatures",
    source=Source(text="ours"),
    uses=[
        "def:boltzmann",
        "def:softmax",
        "lem:exponential-coefficient",
        "lem:exponential-sign-changes",
        "lem:small-exponential-sums",
    ],
)

with entry.variant("stated", expect="PROVED", evidence=["kernel"]) as s:
    n, K = s.size("n"), s.size("K")
    a, b, x = s.vec("a", n), s.vec("b", n), s.vec("x", K)
    R, g, step = s.real("R"), s.real("g"), s.real("s")
    i, j, k, l = Index("i", n), Index("j", n), Index("k", K), Index("l", K)
    power = n**2 * (6 + log(4 / (R * step))) + (2 * n - 1) * (1 + log(4 * n * R / g))
    delta = R / n * exp(-6 - power)
    distance = Abs(boltz(Lam(i, x[k] * a[i])) - boltz(Lam(i, x[k] * b[i])))
    one = dict(a=[1], b=[-1], x=[Q(1, 4), Q(3, 4)], R=1, g=2, s=Q(1, 2))
    s.assume("range", ForAll(i, And(Abs(a[i]) <= R, Abs(b[i]) <= R)))
    s.assume("radius", R > 0)
    s.assume("gap", g > 0)
    s.assume("apart-a", ForAll(i, j, Implies(Ne(i, j), Abs(a[i] - a[j]) >= g)))
    s.assume("apart-b", ForAll(i, j, Implies(Ne(i, j), Abs(b[i] - b[j]) >= g)))
    s.assume(
        "apart-ab",
        ForAll(i, j, Implies(Ne(a[i], b[j]), Abs(a[i] - b[j]) >= g)),
        needed_at=dict(one, b=[1 - Q(1, 10**9)]),
    )
    s.assume(
        "different",
        Or(Exists(i, ForAll(j, Ne(a[i], b[j]))), Exists(j, ForAll(i, Ne(a[i], b[j])))),
        needed_at=dict(one, b=[1], x=[Q(1, 4), Q(1, 2), Q(3, 4)], s=Q(1, 4)),
    )
    s.assume("positive", ForAll(k, And(0 < x[k], x[k] * R <= 1)), needed_at=dict(one, x=[0]))
    s.assume("step", And(0 < step, step * R <= 1))
    s.assume("apart-x", ForAll(k, l, Implies(Ne(k, l), Abs(x[k] - x[l]) >= step)))
    s.claim("few", Sum(1, k, where=distance <= x[k] * delta) + 1 < exp(n**2 * log(2)))
    s.constant("separation", delta, side="lower")

    s.instance("one entry each", **one)
    s.instance("two entries", a=[1, 0], b=[0, -1], x=[Q(1, 4), Q(3, 4)], R=1, g=1, s=Q(1, 2))
    s.instance("one in common", a=[1, -1], b=[1, 0], x=[Q(1, 8), Q(1, 4), 1], R=1, g=1, s=Q(1, 8))
    s.false("R for delta", claims={"few": Sum(1, k, where=distance <= x[k] * R * 4) + 1 < exp(n**2 * log(2))}, at=one)
    s.false("one fewer", claims={"few": Sum(1, k, where=distance <= x[k] * delta) + 2 < exp(n**2 * log(2))}, at=one)


with entry.variant("sharpened", expect="PROVED", evidence=["kernel"]) as s:
    n, K = s.size("n"), s.size("K")
    a, b = s.vec("a", n), s.vec("b", n)
    R, g, step = s.real("R"), s.real("g"), s.real("s")
    i, j, k = Index("i", n), Index("j", n), Index("k", K)
    x = Pos(k) * step
    delta = g / n / n * exp(-5 - n**2 * (2 + log(2 / (g * step))))
    distance = Abs(boltz(Lam(i, x * a[i])) - boltz(Lam(i, x * b[i])))
    many = (2 * n**2 + 1) * (n**2 + 2)
    one = dict(a=[1], b=[-1], K=2, R=1, g=2, s=Q(1, 2))
    s.assume("range", ForAll(i, And(Abs(a[i]) <= R, Abs(b[i]) <= R)))
    s.assume("radius", R > 0)
    s.assume("gap", g > 0)
    s.assume("apart-a", ForAll(i, j, Implies(Ne(i, j), Abs(a[i] - a[j]) >= g)))
    s.assume("apart-b", ForAll(i, j, Implies(Ne(i, j), Abs(b[i] - b[j]) >= g)))
    s.assume(
        "apart-ab",
        ForAll(i, j, Implies(Ne(a[i], b[j]), Abs(a[i] - b[j]) >= g)),
        needed_at=dict(one, b=[1 - Q(1, 10**9)], K=10, s=Q(1, 10)),
    )
    s.assume(
        "different",
        Or(Exists(i, ForAll(j, Ne(a[i], b[j]))), Exists(j, ForAll(i, Ne(a[i], b[j])))),
        needed_at=dict(one, b=[1], K=10, s=Q(1, 10)),
    )
    s.assume("step", And(0 < step, 2 * R * step <= 1))
    s.assume("grid", K * step * R <= 1)
    s.claim("few", Sum(1, k, where=distance <= x * delta) <= many)
    s.constant("separation", delta, side="lower")

    s.instance("one entry each", **one)
    s.instance("two entries", a=[1, 0], b=[0, -1], K=8, R=1, g=1, s=Q(1, 8))
    s.instance("one in common", a=[1, -1], b=[1, 0], K=60, R=1, g=1, s=Q(1, 64))
    s.false("the same set", drop=["different"], at=dict(one, b=[1], K=10, s=Q(1, 10)))
    s.false(
        "R for delta", claims={"few": Sum(1, k, where=distance <= x * R * 4) <= many}, at=dict(one, K=10, s=Q(1, 10))
    )


@entry.proof("stated")
def proof(p: Proof) -> None:
    p.let("L = 1/R", "delta = R (1/n) exp(-6 - n^2 (6 + log(4/(R s))) - (2 n - 1) (1 + log(4 n R/g)))")
    p.let("boltz(f) = (sum[i in n] f(i) exp(f(i)))/(sum[i in n] exp(f(i)))")
    p.let("near = {k in K | |boltz(i -> x[k] a[i]) - boltz(i -> x[k] b[i])| <= x[k] delta}")
    sizes = difference_sum(p)
    p.have("L > 0 and R L = 1", "radius")
    with p.fix("k in near") as close:
        bound = p.cite("aux:boltz-product", p.at("positive", "k"), n="n", a="a", b="b", R="R", x="x[k]", delta="delta")
        p.have("|H(x[k])| <= n^2 exp(2) delta", bound, p.at(sizes, "x[k]"))
    p.let("Z(v, y) = sum[i in n] exp(v(i) y)")
    p.let("many(B) iff (for all k in B: k in K) and |B| + 1 >= exp(n^2 log 2)")
    p.let("small(B, e) iff for all k in B: |H(x[k])| <= e")
    p.let("D = exp(2 R L) + 3 exp(2 R L)^3 L/s")
    p.have("1/(R s) >= 1", "step", "radius")
    p.have("D = exp(2) + 3 exp(6) (1/(R s))", "R L = 1")
    p.have("exp(6) >= exp(2)")
    p.have("exp(6) (1/(R s)) >= exp(6)", "1/(R s) >= 1")
    p.have("0 < D <= 4 exp(6) (1/(R s))", "D = exp(2) + 3 exp(6) (1/(R s))", "exp(6) (1/(R s)) >= exp(6)",
           "exp(6) >= exp(2)", "1/(R s) >= 1")  # fmt: skip
    with p.fix("Y in ℝ with Y > 0 and Y R s = 4") as scale:
        p.have("Y = 4 (1/(R s))", "Y R s = 4", "step", "radius")
        p.have("log(exp(6) Y) = 6 + log Y", "Y > 0")
        p.have("log D <= log(exp(6) Y)", "0 < D <= 4 exp(6) (1/(R s))", "Y = 4 (1/(R s))")
        p.have("n^2 log D <= n^2 (6 + log Y)", "log D <= log(exp(6) Y)", "log(exp(6) Y) = 6 + log Y")
        p.have("exp(n^2 log D) <= exp(n^2 (6 + log Y))", "n^2 log D <= n^2 (6 + log Y)")
    with p.fix("Y, eta in ℝ, B in sets with Y > 0 and Y R s = 4 and many(B) and small(B, eta)") as large:
        small = everywhere(p, scale)
        p.have("some C in ℝ: C = exp(n^2 (6 + log Y)) eta", by="exp(n^2 (6 + log Y)) eta")
        p.get("C in ℝ: C = exp(n^2 (6 + log Y)) eta")
        close = difference(p, small)
        p.let("top = C exp(3) L (1/n)")
        with p.case("some z in n: for all j in n: a[z] != b[j]"):
            alone = p.get("z in n: for all j in n: a[z] != b[j]")
            with p.fix("j in n"):
                p.have("|a[z] - b[j]| >= g", p.at("apart-ab", "z", "j", p.at(alone, "j")))
            with p.fix("j in n"), p.suppose("j != z"):
                p.have("|a[z] - a[j]| >= g", p.at("apart-a", "z", "j"))
            p.have("1 <= exp((2 n - 1) (1 + log(4 n R/g))) top",
                   p.cite("aux:lonely-frequency", n="n", a="a", b="b", z="z", R="R", g="g", m="top"))  # fmt: skip
        with p.otherwise("some z in n: for all i in n: a[i] != b[z]"):
            alone = p.get("z in n: for all i in n: a[i] != b[z]")
            with p.fix("j in n"):
                p.have("|a[j] - b[z]| >= g", p.at("apart-ab", "j", "z", p.at(alone, "j")))
                p.have("|b[z] - a[j]| >= g", "|a[j] - b[z]| >= g")
            with p.fix("j in n"), p.suppose("j != z"):
                p.have("|b[z] - b[j]| >= g", p.at("apart-b", "z", "j"))
            with p.fix("i in n"):
                p.have("|b[i]| <= R and |a[i]| <= R", "range")
            with p.fix("u in ℝ"), p.suppose("0 <= u"), p.suppose("u <= L"):
                p.have("|Z(b, u) - Z(a, u)| <= top", p.at(close, "u"))
            p.have("1 <= exp((2 n - 1) (1 + log(4 n R/g))) top",
                   p.cite("aux:lonely-frequency", n="n", a="b", b="a", z="z", R="R", g="g", m="top"))  # fmt: skip
        p.have("1 <= exp((2 n - 1) (1 + log(4 n R/g))) exp(n^2 (6 + log Y)) eta exp(3) L (1/n)",
               "1 <= exp((2 n - 1) (1 + log(4 n R/g))) top", "C = exp(n^2 (6 + log Y)) eta")  # fmt: skip
    with p.suppose("|near| + 1 >= exp(n^2 log 2)"):
        p.have("many(near)")
        p.have("small(near, n^2 exp(2) delta)", close)
        p.have("(4/(R s)) R s = 4", "step", "radius")
        p.have("(1/n) n = 1", "n >= 1")
        p.have("R L n^2 (1/n)^2 = 1", "(1/n) n = 1", "R L = 1")
        p.have("exp(-1) >= 1", p.at(large, "4/(R s)", "n^2 exp(2) delta", "near"), "R L n^2 (1/n)^2 = 1")
        p.have("false", "exp(-1) >= 1")
    p.claim("few")


def everywhere(p: Proof, scale: Block) -> Block:
    """|H| <= C on [0, L], as it is at most eta at the points of B."""
    with p.fix("m in ℝ with m >= 1") as powers:
        p.have("exp(m log 2 - log 2) >= 1 + (m - 1) log 2", why="exp y >= 1 + y")
        p.have("exp(-1/2) >= 1/2")
        p.have("exp(1/2) <= 2", "exp(-1/2) >= 1/2", "exp(1/2) > 0")
        p.have("log 2 >= 1/2", "exp(1/2) <= 2")
        p.have("(m - 1) log 2 >= (m - 1) 1/2", "log 2 >= 1/2", "m >= 1")
        p.have("exp(m log 2) = 2 exp(m log 2 - log 2)")
        p.have("exp(m log 2) >= m + 1", "exp(m log 2 - log 2) >= 1 + (m - 1) log 2", "(m - 1) log 2 >= (m - 1) 1/2",
               "exp(m log 2) = 2 exp(m log 2 - log 2)")  # fmt: skip
    p.have("n^2 >= 1", "n >= 1")
    p.have("|B| >= n n", p.at(powers, "n^2"), "|B| + 1 >= exp(n^2 log 2)")
    p.have("|B| > 0", "|B| >= n n", "n^2 >= 1")
    p.get("k in B")
    p.have("eta >= 0", p.at("small(B, eta)", "k"))
    table = dict(m="n", n="n", K="B", f="(i, j) -> a[i] - b[j]", w="(i, j) -> a[i] + b[j]")
    p.let("pos(k) = sum[l in B | l <= k] 1", "J = {k in B | pos(k) <= n n}")
    p.have("|J| = n^2", p.cite("aux:one-list", claim="number", **table))
    known = p.get("c in ℝ^K, v in ℝ^K", p.cite("aux:one-list", claim="list", **table))
    p.let("single(y) = sum[j in J] c(j) exp(v(j) y)")
    with p.fix("y in ℝ") as same:
        p.have("|H(y)| = |single(y)|", p.at(p.right(known), "y"), p.at("for all y in ℝ: H(y) = double(y)", "y"))
    p.get("o in B: pos(o) = 1", p.cite("thy:last-time", T="B", claim="first"))
    p.have("o in J", "pos(o) = 1", "n^2 >= 1")
    with p.fix("j in J"):
        p.get("i in n, q in n: c(j) = a[i] - b[q] and v(j) = a[i] + b[q]", p.at(p.left(known), "j"))
        p.have("|a[i]| <= R and |b[q]| <= R", p.at("range", "i"), p.at("range", "q"))
        p.have("|a[i] + b[q]| <= 2 R", "|a[i]| <= R", "|b[q]| <= R")
        p.have("|v(j)| <= 2 R", "v(j) = a[i] + b[q]", "|a[i] + b[q]| <= 2 R")
    with p.fix("k in B"):
        p.have("k in K", p.at("for all k in B: k in K", "k"))
        p.have("x[k] <= L", p.at("positive", "k"), "L > 0")
        p.have("0 <= x[k] and x[k] <= L", p.at("positive", "k"), "x[k] <= L")
    with p.fix("k in B, l in B"), p.suppose("k != l"):
        p.have("k in K and l in K", p.at("for all k in B: k in K", "k"), p.at("for all k in B: k in K", "l"))
        p.have("|x[k] - x[l]| >= s", p.at("apart-x", "k", "l"))
    with p.fix("k in B"):
        p.have("|single(x[k])| <= eta", p.at("small(B, eta)", "k"), p.at(same, "x[k]"))
    with p.fix("x, y, z in ℝ with y = z") as equal:
        p.have("exp(x y) = exp(x z)", "y = z")
    p.have("|B| + 1 >= exp(log 2 |J|)", p.at(equal, "log 2", "J", "n^2"), "|B| + 1 >= exp(n^2 log 2)")
    p.have("exp(log D |J|) = exp(n^2 log D)", p.at(equal, "log D", "J", "n^2"))
    with p.fix("y in ℝ with 0 <= y and y <= L") as small:
        bound = p.cite("lem:small-exponential-sums", N="J", K="B", c="c", w="v", x="x", W="2 R", T="L", g="s",
                       eta="eta", z="y")  # fmt: skip
        p.have("|H(y)| <= exp(n^2 log D) eta", bound, p.at(same, "y"), "exp(log D |J|) = exp(n^2 log D)")
        p.have("|H(y)| <= exp(n^2 (6 + log Y)) eta", "|H(y)| <= exp(n^2 log D) eta", "eta >= 0",
               p.at(scale, "Y"))  # fmt: skip
    return small


def difference(p: Proof, small: Block) -> Block:
    """|Z_a - Z_b| is small on [0, L], since Z_a/Z_b is 1 at 0 and has the derivative H/Z_b^2."""
    p.let("M(v, y) = sum[i in n] v(i) exp(v(i) y)", "slope(y) = M(a, y)/Z(b, y) - Z(a, y) M(b, y)/Z(b, y)^2")
    p.let("rate = C exp(2) (1/n)^2")
    p.have("C >= 0", "C = exp(n^2 (6 + log Y)) eta", "eta >= 0")
    p.have("rate >= 0", "C >= 0")
    p.have("rate L >= 0", "rate >= 0", "L > 0")
    with p.fix("y in ℝ with 0 <= y and y <= L") as bounds:
        p.have("R y <= 1", "y <= L", "R L = 1", "radius")
        with p.fix("i in n") as sizes:
            p.have("|b[i]| y <= R y", "range", "0 <= y")
            p.have("-1 <= b[i] y <= 1", "|b[i]| y <= R y", "R y <= 1", "0 <= y")
        with p.fix("i in n") as low:
            p.have("exp(b[i] y) >= exp(-1)", p.at(sizes, "i"))
        with p.fix("i in n") as high:
            p.have("exp(b[i] y) <= exp(1)", p.at(sizes, "i"))
        p.have("n exp(-1) <= Z(b, y)", p.summed(low))
        p.have("Z(b, y) <= n exp(1)", p.summed(high))
        p.have("Z(b, y) > 0", "n exp(-1) <= Z(b, y)")
        p.have("1/Z(b, y) <= exp(1) (1/n)", "n exp(-1) <= Z(b, y)", "Z(b, y) > 0")
        p.have("n exp(-1) <= Z(b, y) and Z(b, y) <= n exp(1) and Z(b, y) > 0 and 1/Z(b, y) <= exp(1) (1/n)")
    with p.fix("t in ℝ, y in ℝ with t^2 = 1 and 0 <= y and y <= L") as slopes:
        p.have("Z(b, y) > 0 and 1/Z(b, y) <= exp(1) (1/n)", p.at(bounds, "y"))
        p.have("H(y) = M(a, y) Z(b, y) - Z(a, y) M(b, y)", p.at("for all y in ℝ: H(y) = double(y)", "y"))
        p.have("slope(y) = H(y) (1/Z(b, y))^2", "H(y) = M(a, y) Z(b, y) - Z(a, y) M(b, y)", "Z(b, y) > 0")
        p.have("|t H(y)| = |H(y)|", "t^2 = 1")
        p.have("t H(y) <= C", "|t H(y)| = |H(y)|", p.at(small, "y"), "C = exp(n^2 (6 + log Y)) eta")
        p.have("t H(y) (1/Z(b, y))^2 <= C (1/Z(b, y))^2", "t H(y) <= C")
        p.have("(1/Z(b, y))^2 <= exp(2) (1/n)^2", "1/Z(b, y) <= exp(1) (1/n)", "Z(b, y) > 0")
        p.have("C (1/Z(b, y))^2 <= rate", "(1/Z(b, y))^2 <= exp(2) (1/n)^2", "C >= 0")
        p.have("rate - t slope(y) >= 0", "slope(y) = H(y) (1/Z(b, y))^2", "C (1/Z(b, y))^2 <= rate",
               "t H(y) (1/Z(b, y))^2 <= C (1/Z(b, y))^2")  # fmt: skip
        p.have("rate - t slope(y) >= 0 and Z(b, y) > 0")
    with p.fix("u in ℝ") as close, p.suppose("0 <= u"), p.suppose("u <= L"):
        with p.fix("t in ℝ with t^2 = 1") as sides:
            with p.fix("y in ℝ with 0 <= y and y <= u") as steep:
                p.have("rate - t slope(y) >= 0 and Z(b, y) > 0", p.at(slopes, "t", "y"))
            rise = p.risen("y -> rate y - t Z(a, y)/Z(b, y)", "0", "u", steep)
            p.have("n (1/n) = 1", "n >= 1")
            p.have("t Z(a, u)/Z(b, u) - t <= rate u", rise, "n (1/n) = 1")
            p.have("rate u <= rate L", "u <= L", "rate >= 0")
            p.have("Z(b, u) > 0 and Z(b, u) <= n exp(1)", p.at(bounds, "u"))
            p.have("(t Z(a, u)/Z(b, u) - t) Z(b, u) <= rate L Z(b, u)", "t Z(a, u)/Z(b, u) - t <= rate u",
                   "rate u <= rate L", "Z(b, u) > 0")  # fmt: skip
            p.have("(t Z(a, u)/Z(b, u) - t) Z(b, u) = t (Z(a, u) - Z(b, u))", "Z(b, u) > 0")
            p.have("rate L Z(b, u) <= rate L n exp(1)", "Z(b, u) <= n exp(1)", "rate L >= 0")
            p.have("rate L n exp(1) = C exp(3) L (1/n)", "n (1/n) = 1")
            p.have("t (Z(a, u) - Z(b, u)) <= C exp(3) L (1/n)", "rate L Z(b, u) <= rate L n exp(1)",
                   "rate L n exp(1) = C exp(3) L (1/n)", "(t Z(a, u)/Z(b, u) - t) Z(b, u) <= rate L Z(b, u)",
                   "(t Z(a, u)/Z(b, u) - t) Z(b, u) = t (Z(a, u) - Z(b, u))")  # fmt: skip
        p.have("|Z(a, u) - Z(b, u)| <= C exp(3) L (1/n)", p.at(sides, "1"), p.at(sides, "-1"))
    return close


@entry.proof("sharpened")
def sharpened(p: Proof) -> None:
    p.let("pos(k) = sum[l in K | l <= k] 1", "x(k) = pos(k) s", "V = exp(1) (1 + exp(1))/(g s)")
    p.let("delta = g (1/n) (1/n) exp(-5 - n^2 (2 + log(2/(g s))))")
    p.let("boltz(f) = (sum[i in n] f(i) exp(f(i)))/(sum[i in n] exp(f(i)))")
    p.let("near = {k in K | |boltz(i -> x(k) a[i]) - boltz(i -> x(k) b[i])| <= x(k) delta}")
    sizes = difference_sum(p)
    places = p.cite("thy:last-time", T="K", claim="range")
    with p.fix("k in K") as inside:
        p.have("1 <= pos(k) <= K", p.at(places, "k"))
        p.have("R s > 0", "radius", "step")
        p.have("(K - pos(k)) R s >= 0", "pos(k) <= K", "R s > 0")
        p.have("x(k) R <= 1", "(K - pos(k)) R s >= 0", "grid")
        p.have("x(k) > 0", "1 <= pos(k)", "step")
        p.have("0 < x(k) and x(k) R <= 1")
    with p.fix("k in near") as close:
        bound = p.cite("aux:boltz-product", p.at(inside, "k"), n="n", a="a", b="b", R="R", x="x(k)", delta="delta")
        p.have("|H(x(k))| <= n^2 exp(2) delta", bound, p.at(sizes, "x(k)"))
    with p.fix("eta in ℝ, on in ℝ^K") as large:
        p.let("B = {k in K | on(k) >= 0}")
        with p.suppose("|B| > (2 n^2 + 1) (n^2 + 2)"), p.suppose("for all k in B: |H(x(k))| <= eta"):
            in_a_row(p)
            end(p, sizes, inside)
    p.let("U = 2/(g s)", "X = exp(n^2 (log V - 2 - log U))")
    p.have("g s > 0", "gap", "step")
    p.have("U > 0", "g s > 0")
    p.have("exp(1) > 1")
    p.have("V = (1/2) (exp(1) + exp(2)) U", "g s > 0")
    p.have("V > 0 and V < exp(2) U", "V = (1/2) (exp(1) + exp(2)) U", "U > 0", "exp(1) > 1")
    p.have("log(exp(2) U) = 2 + log U", "U > 0")
    p.have("log V < log(exp(2) U)", "V > 0 and V < exp(2) U")
    p.have("n^2 (log V - 2 - log U) < 0", "log V < log(exp(2) U)", "log(exp(2) U) = 2 + log U", "n >= 1")
    with p.fix("y in ℝ with y < 0") as falls:
        p.have("exp(y) < 1", "y < 0")
    p.have("X < 1", p.at(falls, "n^2 (log V - 2 - log U)"))
    p.have("g X < g", "X < 1", "gap")
    p.let("on(k) = x(k) delta - |boltz(i -> x(k) a[i]) - boltz(i -> x(k) b[i])|")
    with p.suppose("|near| > (2 n^2 + 1) (n^2 + 2)"):
        p.have("for all k in near: |H(x(k))| <= n^2 exp(2) delta", close)
        p.have("(1/n) n = 1", "n >= 1")
        p.have("n^2 (1/n)^2 = 1", "(1/n) n = 1")
        p.have("g X >= g", p.at(large, "n^2 exp(2) delta", "on"), "n^2 (1/n)^2 = 1")
        p.have("false", "g X >= g", "g X < g")
    p.claim("few")


def difference_sum(p: Proof) -> Block:
    """A name for the exponential sum, whose size it has."""
    total = "sum[i in n, j in n] (a[i] - b[j]) exp((a[i] + b[j]) y)"
    p.let(f"double(y) = {total}")
    p.have("some H in ℝ^n: for all y in ℝ: H(y) = double(y)", by=f"y -> {total}")
    p.get("H in ℝ^n: for all y in ℝ: H(y) = double(y)")
    with p.fix("y, z in ℝ with y = z") as equal:
        p.have("|y| = |z|", "y = z")
    with p.fix("y in ℝ") as sizes:
        p.have("|H(y)| = |double(y)|", p.at(equal, "H(y)", "double(y)"))
    return sizes
