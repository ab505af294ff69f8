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

from varproof_lemmas.contextual.means import mean
from varproof_lemmas.contextual.temperature_runs import Runs, close_square
from varproof_lemmas.contextual.temperatures import Argument
from varproof_lemmas.model import boltz
from varproof_lemmas.support.counting import no_more

from varproof.lang import Abs, And, Entry, Exists, ForAll, Implies, Index, Lam, Ne, Or, Pos, Q, Source, Sum, exp, log
from varproof.proof.kernel.build import where
from varproof.proof.kernel.rules import Theorem
from varproof.proof.kernel.terms import Node
from varproof.proof.lines import Fact
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


def scales(L: str, q: str, ell: str, two: str, h: str, v: str, delta: str) -> list[str]:
    """What `Argument` asks of its constants."""
    return [
        f"R {L} = 1",
        f"{q} s >= 3 exp(4)",
        f"exp({ell}) = exp(2) + exp(2) {L} {q}",
        f"exp({two}) = 2",
        f"2 n {h} = {L}",
        f"exp({v}) g {h} >= exp(1/2) (1 + exp(1/2))",
        f"{delta} > 0",
        f"{delta} n exp(6 + {ell} n^2 + {v} (2 n - 1)) <= R",
    ]


def vectors(p: Proof, delta: Node) -> tuple[dict[str, Fact], Fact, Fact]:
    """The hypotheses on a and b by squares, and |y| <= delta from |x y| <= x delta, x > 0."""
    n = p["n"]
    p.let(delta=delta, gap=lambda x: mean(n, p["a"], x) - mean(n, p["b"], x))
    own: dict[str, Fact] = {}
    for v in ("a", "b"):
        p.have(f"for all i in n: R + {v}[i] >= 0 and R - {v}[i] >= 0", "range")
        with p.fix("i in n, j in n with i != j") as own[v]:
            p.have(f"|{v}[i] - {v}[j]| >= g", f"apart-{v}")
            p.have(f"({v}[i] - {v}[j])^2 - g^2 >= 0", f"|{v}[i] - {v}[j]| >= g", "gap")
    with p.fix("i in n, j in n with a[i] != b[j]") as across:
        p.have("|a[i] - b[j]| >= g", "apart-ab")
        p.have("(a[i] - b[j])^2 - g^2 >= 0", "|a[i] - b[j]| >= g", "gap")
    with p.fix("x in ℝ, y in ℝ with x > 0 and |x y| <= x delta") as near:
        with p.case("y > delta"):
            p.have("x (y - delta) > 0", "x > 0", "y > delta")
            p.have("false", "x (y - delta) > 0", "|x y| <= x delta")
        with p.otherwise("delta - y >= 0"):
            p.have("delta - y >= 0")
        with p.case("-y > delta"):
            p.have("x (-y - delta) > 0", "x > 0", "-y > delta")
            p.have("false", "x (-y - delta) > 0", "|x y| <= x delta")
        with p.otherwise("delta + y >= 0"):
            p.have("delta + y >= 0")
        p.have("delta - y >= 0 and delta + y >= 0")
    return own, across, near


def entries_apart(p: Proof) -> None:
    """Different entries are g apart, in order."""
    for v in ("a", "b"):
        with p.fix("i in n, j in n"), p.suppose("i != j"), p.suppose(f"{v}[i] <= {v}[j]"):
            p.have(f"|{v}[i] - {v}[j]| >= g", p.at(f"apart-{v}", "i", "j"))
            p.have(f"{v}[i] <= {v}[j] - g", f"|{v}[i] - {v}[j]| >= g", f"{v}[i] <= {v}[j]")
    with p.fix("i in n, j in n"), p.suppose("a[i] <= b[j]"), p.suppose("a[i] != b[j]"):
        p.have("|a[i] - b[j]| >= g", p.at("apart-ab", "i", "j"))
        p.have("a[i] <= b[j] - g", "|a[i] - b[j]| >= g", "a[i] <= b[j]")
    with p.fix("i in n, j in n"), p.suppose("b[i] <= a[j]"), p.suppose("b[i] != a[j]"):
        with p.suppose("a[j] = b[i]"):
            p.have("false", "a[j] = b[i]", "b[i] != a[j]")
        p.have("|a[j] - b[i]| >= g", p.at("apart-ab", "j", "i"))
        p.have("b[i] <= a[j] - g", "|a[j] - b[i]| >= g", "b[i] <= a[j]")


@entry.proof("stated")
def proof(p: Proof) -> None:
    with p.silent():
        p.have("R s > 0 and R s <= 1", "step")
        names = ("L", "q", "ell", "two", "h", "v", "delta")
        with p.fix(", ".join(f"{x} in ℝ" for x in names)) as general, p.suppose(" and ".join(scales(*names))):
            given = [p.fact(line) for line in ("R > 0", "g > 0", "s > 0", *scales(*names))]
            values = tuple(p.term(x) for x in ("R", "g", "s", *names))
            p.ended(Argument(p, p["n"], p.given("n>=1"), values, given).result())
        p.let("Y = 4/(R s)", "V = 4 n R/g", "E = exp(-6 - n^2 (6 + log Y) - (2 n - 1) (1 + log V))")
        p.have("Y > 0 and Y R s = 4")
        p.have("V > 0 and V g = 4 n R")
        p.have("exp(log Y) = Y", "Y > 0")
        p.have("exp(log V) = V", "V > 0")
        p.have("(1/R) R = 1")
        p.have("(1/n) n = 1")
        p.have("exp(4) Y R s = 4 exp(4)", "Y R s = 4")
        p.have("exp(4) >= 1")
        p.have("exp(1) >= exp(1/2)")
        p.have("V g (1/R) (1/n) 1/2 = 2", "V g = 4 n R", "(1/R) R = 1", "(1/n) n = 1")
        p.have("exp(log V) g (1/R) (1/n) 1/2 = 2", "V g (1/R) (1/n) 1/2 = 2", "exp(log V) = V")
        p.have("exp(1 + log V) g (1/R) (1/n) 1/2 = 2 exp(1)", "exp(log V) g (1/R) (1/n) 1/2 = 2")
        chosen = ("(1/R)", "((exp(4) Y - 1) R)", "(6 + log Y)", "(log 2)", "((1/R) (1/n) 1/2)", "(1 + log V)")
        for line in scales(*chosen, "(R (1/n) E)"):
            p.have(line)
        theorem = p.at(general, *chosen, "R (1/n) E")
        p.let("L = 1/R")
        own, across, near = vectors(p, p.term("R (1/n) E"))
        p.let("B = {k in K | |x[k] gap(x[k])| <= x[k] delta}")
        with p.fix("k in B") as close:
            p.have("x[k] > 0 and x[k] R <= 1", "positive")
            p.have("x[k] >= 0 and L - x[k] >= 0", "x[k] R <= 1", "radius")
            both = p.at(near, "x[k]", "gap(x[k])")
            p.have("delta - gap(x[k]) >= 0 and delta + gap(x[k]) >= 0", both)
            p.have("x[k] >= 0 and L - x[k] >= 0 and delta - gap(x[k]) >= 0 and delta + gap(x[k]) >= 0")
        with p.fix("k in B, l in B with k != l"):
            p.have("|x[k] - x[l]| >= s", "apart-x")
            p.have("x[k] <= x[l] => x[k] <= x[l] - s", "|x[k] - x[l]| >= s")
        with p.case("some i in n: for all j in n: a[i] != b[j]"):
            alone = p.get("z in n: for all j in n: a[z] != b[j]")
            with p.fix("k in n with k != z"):
                p.have("(a[z] - a[k])^2 - g^2 >= 0", p.at(own["a"], "k", "z"))
            with p.fix("l in n"):
                p.have("(a[z] - b[l])^2 - g^2 >= 0", p.at(across, "z", "l", p.at(alone, "l")))
            p.have("|B| + 1 < exp(n^2 log 2)", p.at(theorem, "a", "b", p.symbols["B"], "x", "z"))
        with p.otherwise("some j in n: for all i in n: a[i] != b[j]"):
            alone = p.get("z in n: for all i in n: a[i] != b[z]")
            with p.fix("k in n with k != z"):
                p.have("(b[z] - b[k])^2 - g^2 >= 0", p.at(own["b"], "k", "z"))
            with p.fix("l in n"):
                p.have("(b[z] - a[l])^2 - g^2 >= 0", p.at(across, "l", "z", p.at(alone, "l")))
            with p.fix("k in B"):
                p.note(p.at(close, "k"))
                p.have("x[k] >= 0 and L - x[k] >= 0 and delta + gap(x[k]) >= 0 and delta - gap(x[k]) >= 0")
            p.have("|B| + 1 < exp(n^2 log 2)", p.at(theorem, "b", "a", p.symbols["B"], "x", "z"))
    p.say(
        "With Z_a(x) = ∑ᵢ exp(aᵢ x), boltz(x a)/x is Z_a′/Z_a. Were it close to Z_b′/Z_b at 2^(n²) − 1 of the xₖ, then "
        "Z_a′ Z_b − Z_a Z_b′, an exponential sum of n² terms, would be small on [0, 1/R], Z_a/Z_b close to 1 there, "
        "and Z_a − Z_b small; but there is a frequency that only one of them has, and it has coefficient 1."
    )
    p.claim("few", "|B| + 1 < exp(n^2 log 2)", why="lem:small-exponential-sums, with frequencies at most 2 R")


@entry.proof("sharpened")
def sharpened(p: Proof) -> None:
    n, K, a, b, s = (p[name] for name in ("n", "K", "a", "b", "s"))
    with p.silent():
        p.have("s > 0 and 1 - 2 R s >= 0", "step")
        p.have("1/R - K s >= 0", "grid", "radius")
        p.let("V = 2/(g s)", "distance = g (1/n) (1/n) exp(-5 - n^2 (2 + log V))")
        p.have("V > 0 and V g s = 2")
        p.have("exp(log V) g s = 2", "V > 0", "V g s = 2")
        p.have("exp(2 + log V) g s = 2 exp(2)", "exp(log V) g s = 2")
        p.have("exp(1) >= 1")
        p.have("exp(2) >= exp(1)")
        p.have("(1/n) n = 1")
        conditions = (
            "R > 0", "g > 0", "s > 0", "R (1/R) = 1", "1 - 2 R s >= 0", "1/R - K s >= 0",
            "exp(2 + log V) g s >= exp(1) (1 + exp(1))", "distance > 0",
            "distance n^2 exp(5 + (2 + log V) n^2) <= g",
        )  # fmt: skip
        values = tuple(p.term(x) for x in ("R", "g", "s", "1/R", "2 + log V", "distance"))
        runs = Runs(p, n, p.given("n>=1"), K, values, [p.have(line) for line in conditions])
        place, delta = runs.place, values[5]
        near = vectors(p, delta)[2]
        p.let(x=lambda k: place.pos(k) * s, place=place.pos)
        p.let("B = {k in K | |x(k) gap(x(k))| <= x(k) delta}")
        with p.fix("k in B") as close:
            p.have("place(k) >= 1", place.at_least_one(p.symbols["k"], p.fact("k in K")))
            p.have("x(k) > 0", "place(k) >= 1", "s > 0")
            p.note(p.at(near, "x(k)", "gap(x(k))"))
            p.have("delta^2 - gap(x(k))^2 >= 0", "delta - gap(x(k)) >= 0", "delta + gap(x(k)) >= 0")
        B = p.symbols["B"]

        def to(k: Node, k_in: Theorem) -> Theorem:
            return p.in_where(
                p.base(k_in), p.at(close, k, k_in), lambda k: close_square(n, a, b, delta, place.pos(k) * s)
            )

        entries_apart(p)
        p.let("lone(v, w, k) iff for all j in n: w[j] != v[k]")
        p.let("covered(v, w, z) iff for all i in n: v[i] > z => some j in n: w[j] = v[i]")
        p.let("highest(v, w, k) iff lone(v, w, k) and covered(v, w, v[k]) and covered(w, v, v[k])")
        p.get("k in n: highest(a, b, k) or highest(b, a, k)", p.cite("aux:lonely-value", n="n", a="a", b="b"))
        whole = where(K, lambda k: close_square(n, a, b, delta, place.pos(k) * s))
        p.let(C=whole)
        with p.case("highest(a, b, k)"):
            p.have("|C| <= (2 n^2 + 1) (n^2 + 2)", p.at(runs.theorem, "a", "b", "k"))
        with p.otherwise("highest(b, a, k)"):
            p.have("|C| <= (2 n^2 + 1) (n^2 + 2)", p.at(runs.theorem, "b", "a", "k"))
        p.have("|B| <= (2 n^2 + 1) (n^2 + 2)", no_more(p, B, whole, to), "|C| <= (2 n^2 + 1) (n^2 + 2)")
    p.say(
        "With Z_a(x) = ∑ᵢ exp(aᵢ x), boltz(x a)/x is Z_a′/Z_a, and H = Z_a′ Z_b − Z_a Z_b′ is an exponential sum of n² "
        "terms, which is small, |H| ≤ η, where boltz(x a)/x and boltz(x b)/x are close. H − η and −H − η change their "
        "signs at most n² times (Descartes), so that if this were so at more of the points, it would be at n² + 1 of "
        "them in a row. Let a have the largest value that only one of the vectors has. The pairs of values above it "
        "cancel in H, so that its sum with max b is the largest frequency, by g, with a coefficient of at least g; "
        "differences along the n² + 1 points remove the other frequencies and leave a coefficient less than g."
    )
    p.claim("few", "|B| <= (2 n^2 + 1) (n^2 + 2)", why="the largest frequency of H")
